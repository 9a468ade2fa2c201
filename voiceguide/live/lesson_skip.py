"""The lesson before the first session, which a press skips."""

from __future__ import annotations

from voiceguide.fit.live_plan import Interjection, LivePlan
from voiceguide.live.transport import Transport


class LessonSkip:
    """Knows if the lesson is heard now."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._words: tuple[Interjection, ...] | None = None
        """The words before the first session, until they are skipped. None without a lesson."""

    def begin(self, live_plan: LivePlan) -> None:
        """Take the first plan of a session."""
        self._words = live_plan.interjections if live_plan.lesson else None

    def end(self) -> None:
        """Forget the lesson, because it is skipped."""
        self._words = None

    @property
    def is_heard(self) -> bool:
        """True while the first plan has not come to its session."""
        transport = self._transport
        first = self._words is not None and transport.plan.interjections is self._words
        return first and transport.stopped is None and transport.position < transport.plan.goes_on
