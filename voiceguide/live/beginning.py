"""Until the first course is there: the overture, or nothing yet, and a listener who may press already."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.course import Course
from voiceguide.live.acts import Act
from voiceguide.live.deck import Deck, Prepared
from voiceguide.live.maker import Maker
from voiceguide.live.overture import Overture
from voiceguide.live.presses import Presses

JUMPS = (Act.AGAIN, Act.NEXT, Act.BACK)
"""These go on, wherever they are pressed."""


class Beginning:
    """Answers every press at once. What needs a course is kept until there is one."""

    def __init__(
        self, maker: Maker, deck: Deck, presses: Presses, clock: Callable[[], float], overture: Overture | None
    ) -> None:
        self.paused = self.asked = self.left = False
        """`asked`: whether the listener was about to leave; `left`: whether for good."""
        self.met = False
        """Whether the first of several presses met a pause."""
        self.told = False
        """Whether it was said that it is paused."""
        self.kept: list[Act] = []
        """What is to be done when there is a course."""
        self._deck, self._presses, self._clock, self._overture = deck, presses, clock, overture
        self._pause_words = maker.sound(overture.pause) if overture and overture.pause else None
        self._heard = overture is None
        """Whether the overture is over."""
        self._answering = overture is None
        """Whether an answer sounds, or nothing, instead of the overture."""
        self._at = 0
        """The sample at which the overture goes on."""
        if overture is not None:
            deck.play(overture.timeline)

    def do(self, act: Act) -> None:
        """Answer in sound, and obey as far as can be."""
        if act is Act.GO_ON and not self.paused:
            self._answer()
            return
        if act in (Act.LOUDER, Act.QUIETER):
            self._deck.turn_volume(1 if act is Act.LOUDER else -1)
            return
        if act is Act.PRESS or act is (Act.GO_ON if self.paused else Act.PAUSE):
            act = self._counted(act)
        self.left = act is Act.QUIT or (act is Act.LEAVE and self.asked)
        self.asked = act is Act.LEAVE
        if act in (Act.PRESS, Act.GO_ON):
            self.paused = act is Act.PRESS and not self.paused
        elif act in (Act.PAUSE, Act.LEAVE):
            self.paused = True
        else:
            self.kept.append(act)
            self.paused = self.paused and act not in JUMPS
        self._answer()

    def _counted(self, act: Act) -> Act:
        """What a press of the one button means; a further one takes back what those before it did."""
        meaning = self._presses.press(self._clock())
        if self._presses.count == 1:
            self.met = self.paused
            return act
        self.paused = self.met
        if self._presses.count > 2 and self.kept:
            self.kept.pop()
        return meaning

    def _answer(self) -> None:
        self.told = False
        if self._answering or self._heard:
            self._deck.answer()
        elif self.paused:
            self._at = self._sentence(self._deck.position)
            self._answering = True
            self._deck.answer()
        else:
            self._deck.press_over()

    def _sentence(self, position: int) -> int:
        """Where what sounds at a sample of the overture began; the sample itself where nothing does."""
        assert self._overture is not None
        placements = self._overture.timeline.placements
        last = bisect(placements, position, key=lambda each: each.start) - 1
        return placements[last].start if last >= 0 and position < placements[last].end else position

    def forward(self) -> None:
        """Let sound go on."""
        over = self._deck.player.wait(0)
        if not self._answering:
            self._heard = self._heard or over
        elif self._answered:
            words = self._pause_words
            if self.paused and not (self.told or self.asked) and words and words.done() and not words.exception():
                self._deck.play(words.result().timeline, LENGTHS["press"])
                self.told = True
            elif not self.paused and self._overture is not None and not self._heard:
                self._deck.play(self._overture.timeline, self._at)
                self._answering = False

    @property
    def _answered(self) -> bool:
        """Whether the last press has been heard."""
        return self._deck.position >= LENGTHS["press"] or self._deck.player.wait(0)

    def gives_way_to(self, prepared: Prepared) -> bool:
        """Let the course follow what was heard before it. Whether that could be."""
        assert prepared.course is not None
        at = self._goes_on_at(prepared.course)
        if at is None:
            return False
        if self.paused:
            self._deck.hold(prepared, at)
        elif self._in_overture:
            self._deck.go_on_with(prepared)
        else:
            self._deck.start(prepared, at)
        return True

    def _goes_on_at(self, course: Course) -> int | None:
        """The sample of the course to go on at: in the midst of the overture where it begins with the same, else after
        it. None where that cannot be yet."""
        if not self._answered:
            return None
        at = self._overture.goes_on_at(course) if self._overture else 0
        if self._heard or self._overture is None:
            return at
        if at != self._overture.timeline.length:
            return None
        return self._at if self._answering else min(at, self._deck.position)

    @property
    def _in_overture(self) -> bool:
        """Whether the overture sounds now."""
        sounds = not self._answering and not self._heard
        return sounds and self._overture is not None and self._deck.position < self._overture.timeline.length
