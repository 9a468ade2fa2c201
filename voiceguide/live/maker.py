"""Prepare the next sound in the background while an answer plays: plans, words, and their speech."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.audio.timeline import Timeline
from voiceguide.errors import SpeechError
from voiceguide.fit.choices import Choices
from voiceguide.fit.live_plan import Edit, Interjection, LivePlan
from voiceguide.fit.speech import SpeechLength
from voiceguide.fit.title import rounded
from voiceguide.live.answers import PRESSED, said
from voiceguide.live.prepared import Prepared
from voiceguide.live.stop import Stop
from voiceguide.live.transport import QUIET
from voiceguide.units import RATE, to_samples

if TYPE_CHECKING:
    from voiceguide.preferences import Speed
    from voiceguide.studio.studio import Studio

Work = Callable[[Callable[[], Prepared]], "Future[Prepared]"]
"""A function that runs jobs in the background, one after the other."""

END_MOVED_SAMPLES = to_samples(2.5)
"""The listener is told of an end that moves by this much or more."""
HEADROOM_SAMPLES = to_samples(0.1)
"""An answer must be ready this long before its time."""
LATER_SAMPLES = to_samples(0.6)


class Maker:
    """Makes every sound of one live session. Each future holds something that a transport can start."""

    def __init__(
        self,
        studio: Studio,
        work: Work,
        *,
        keeps_end: bool,
        work_ahead: Work | None = None,
        speaks_early: bool = True,
    ) -> None:
        """`keeps_end` keeps the end of the session where it is when a hold changes. `work_ahead` runs long jobs beside
        those of `work`. `speaks_early` lets words answer presses before the first plan."""
        self.studio = studio
        self._work = work
        self._work_ahead = work_ahead or work
        self._keeps_end = keeps_end
        self._speaks_early = speaks_early

    def first(self, make: Callable[[], LivePlan]) -> Future[Prepared]:
        """Make the first plan."""

        def prepare() -> Prepared:
            live_plan = make()
            return Prepared(self._sound(live_plan), live_plan)

        return self._work(prepare)

    def sound(self, make: Callable[[], Timeline]) -> Future[Prepared]:
        """Make a sound that plays before the first plan is ready."""
        return self._work(lambda: Prepared(make()))

    def told(self, text: str) -> Future[Prepared]:
        """Make words that answer a press before there is a plan. Nothing is said where bells alone talk."""

        def prepare() -> Prepared:
            words = (said(text),) if self._speaks_early else ()
            alone = self.studio.interjections((PRESSED, *words), Choices(live=True))
            return Prepared(self.studio.sounds(alone.length + QUIET.length, alone.cues))

        return self._work_ahead(prepare)

    def edit(self, stop: Stop, edit: Edit, *, held: bool = False) -> Future[Prepared]:
        """Make the plan that results from an edit. A `held` plan stays paused at its beginning."""

        def prepare() -> Prepared:
            live_plan = self._edited_or_without_words(stop, edit)
            heard = self._words(live_plan, live_plan.interjections) if held else self._sound(live_plan)
            return Prepared(heard, live_plan, held=held)

        return self._work(prepare)

    def running_edit(self, stop: Stop, edit: Edit, elapsed: Callable[[], int]) -> Future[Prepared]:
        """Make the plan that results from an edit while the clock of a hold runs. `elapsed` returns the samples since
        the command. The answer comes as soon as it is ready."""

        def prepare() -> Prepared:
            wanted = edit
            while True:
                live_plan = self._edited_or_without_words(stop, wanted)
                progress = live_plan.cursor.progress
                if not progress.answer or elapsed() < progress.wait - HEADROOM_SAMPLES:
                    return Prepared(self._sound(live_plan), live_plan, running=True)
                later = replace(progress, answer=edit.cursor.progress.answer, wait=elapsed() + LATER_SAMPLES)
                wanted = replace(edit, cursor=replace(edit.cursor, progress=later))

        return self._work(prepare)

    def words(self, live_plan: LivePlan, *words: str, last: bool = False) -> Future[Prepared]:
        """Make words for a pause. After the `last` words the session ends."""
        interjections = (PRESSED, *(said(each) for each in words))

        def prepare() -> Prepared:
            try:
                return Prepared(self._words(live_plan, interjections, quiet=not last))
            except SpeechError:  # a session is worth more than an answer
                return Prepared(self._words(live_plan, (PRESSED,), quiet=not last))

        return self._work(prepare)

    def interjections(self, live_plan: LivePlan, interjections: tuple[Interjection, ...]) -> Future[Prepared]:
        """Make interjections for a pause."""
        return self._work(lambda: Prepared(self._words(live_plan, interjections)))

    def ahead(self, live_plan: LivePlan, interjections: tuple[Interjection, ...]) -> None:
        """Speak words that will be needed soon, to fill the cache. A failure here shows up again when they are used."""
        self.interjections(live_plan, interjections)

    def speech_ahead(self, speed: Speed, stop: Stop, is_wanted: Callable[[], bool]) -> Future[Prepared]:
        """Speak what is left of a session at another speed. The job ends early once it is no longer wanted."""

        def check(done: int, total: int) -> None:
            if not is_wanted():
                raise SpeechError("the listener wants another speed")

        def prepare() -> Prepared:
            wanted = stop.wanted if self._keeps_end else None
            edit = Edit(stop.cursor, stop.live_plan.items, (), wanted)
            told = tuple(said(stop.live_plan.outliner.pack.phrase(word)) for word in ("slower", "faster"))

            def make(length_of: SpeechLength) -> LivePlan:
                return replace(stop.live_plan.spoken(length_of).edited(edit), interjections=told)

            self.studio.spoken_at(speed, make, check)
            return Prepared(QUIET)

        return self._work_ahead(prepare)

    def speak_at(self, speed: Speed) -> None:
        """Use the speech of another speed for everything that is made from now on."""

        def change() -> Prepared:
            self.studio.speak_at(speed)
            return Prepared(QUIET)

        self._work(change)

    def _edited_or_without_words(self, stop: Stop, edit: Edit) -> LivePlan:
        """Make the new plan. If the words of the answer cannot be spoken, leave them out and use the sound alone."""
        try:
            return self._edited(stop, edit)
        except SpeechError:
            progress = replace(edit.cursor.progress, answer=())
            silent = tuple(interjection for interjection in edit.interjections if interjection.kind != "answer")
            return self._edited(
                stop, replace(edit, cursor=replace(edit.cursor, progress=progress), interjections=silent)
            )

    def _edited(self, stop: Stop, edit: Edit) -> LivePlan:
        """Make the new plan. Tell the listener once if the end has moved although it should stay."""
        if not self._keeps_end:
            edit = replace(edit, wanted=None)

        def make(length_of: SpeechLength) -> LivePlan:
            before = stop.live_plan.spoken(length_of)
            live_plan = before.edited(edit)
            moved = live_plan.late - before.known
            if abs(moved) < END_MOVED_SAMPLES or live_plan.outliner.choices.talk == "bells":
                return live_plan
            pack = live_plan.outliner.pack
            phrase = "ends-later" if moved > 0 else "ends-earlier"
            words = pack.phrase(phrase, duration=pack.duration(rounded(abs(moved))))
            return replace(before.edited(_with_sentence(edit, words)), tells=True)

        return self.studio.spoken(make)

    def _sound(self, live_plan: LivePlan) -> Timeline:
        return self.studio.sounds(live_plan.length, live_plan.cues)

    def _words(self, live_plan: LivePlan, interjections: tuple[Interjection, ...], *, quiet: bool = True) -> Timeline:
        """Render the interjections alone, with silence after them."""
        alone = self.studio.spoken(
            lambda length_of: replace(live_plan.spoken(length_of), items=(), interjections=interjections)
        )
        return self.studio.sounds(alone.length + (QUIET.length if quiet else RATE // 4), alone.cues)


def _with_sentence(edit: Edit, words: str) -> Edit:
    """Return the same edit with one more sentence."""
    progress = edit.cursor.progress
    if progress.answer:
        return replace(edit, cursor=replace(edit.cursor, progress=replace(progress, answer=(*progress.answer, words))))
    first = 1 if edit.wanted is None else len(edit.interjections)  # before a countdown
    told = said(words), Interjection("silence", before=to_samples(0.4))
    return replace(edit, interjections=(*edit.interjections[:first], *told, *edit.interjections[first:]))
