"""Makes what is heard next, elsewhere, while an answer is being heard: courses, words, and the speech they need."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.audio.timeline import Timeline
from voiceguide.errors import SpeechError
from voiceguide.fit.course import Aside, Course, Turn
from voiceguide.fit.speech import SpeechLength
from voiceguide.fit.title import rounded
from voiceguide.live.answers import PRESSED, said
from voiceguide.live.deck import QUIET, Prepared
from voiceguide.live.turns import Stop
from voiceguide.units import RATE, to_samples

if TYPE_CHECKING:
    from voiceguide.studio.studio import Studio

Work = Callable[[Callable[[], Prepared]], "Future[Prepared]"]
"""Has something made elsewhere; one thing after the other."""

END_MOVED = to_samples(2.5)
"""From here on it is said that the end moves."""
HEADROOM = to_samples(0.1)
"""So much sooner than it is wanted, an answer must be there."""
LATER = to_samples(0.6)


class Maker:
    """Makes everything that one live session needs. The futures it gives hold what a deck can start."""

    def __init__(self, studio: Studio, work: Work, *, keeps_end: bool) -> None:
        """`keeps_end`: whether the end stays where it is when a hold changes."""
        self.studio = studio
        self._work = work
        self._keeps_end = keeps_end

    def first(self, make: Callable[[], Course]) -> Future[Prepared]:
        """The course to begin with."""

        def made() -> Prepared:
            course = make()
            return Prepared(self._sound(course), course)

        return self._work(made)

    def sound(self, make: Callable[[], Timeline]) -> Future[Prepared]:
        """Something to be heard while there is no course."""
        return self._work(lambda: Prepared(make()))

    def turn(self, stop: Stop, turn: Turn, *, held: bool = False) -> Future[Prepared]:
        """The course that comes of a turn; `held` to stand still at its beginning."""

        def made() -> Prepared:
            course = self._turned_if_need_be_without_words(stop, turn)
            heard = self._words(course, course.asides) if held else self._sound(course)
            return Prepared(heard, course, held=held)

        return self._work(made)

    def running_turn(self, stop: Stop, turn: Turn, elapsed: Callable[[], int]) -> Future[Prepared]:
        """The same where the clock of a hold goes on meanwhile: `elapsed` gives the samples since the act. The answer
        comes when it is there."""

        def made() -> Prepared:
            wanted = turn
            while True:
                course = self._turned_if_need_be_without_words(stop, wanted)
                begun = course.head.begun
                if not begun.answer or elapsed() < begun.wait - HEADROOM:
                    return Prepared(self._sound(course), course, running=True)
                later = replace(begun, answer=turn.head.begun.answer, wait=elapsed() + LATER)
                wanted = replace(turn, head=replace(turn.head, begun=later))

        return self._work(made)

    def words(self, course: Course, *words: str, last: bool = False) -> Future[Prepared]:
        """Words for a listener while the course stands still; `last`, and nothing is to follow."""
        asides = (PRESSED, *(said(each) for each in words))

        def made() -> Prepared:
            try:
                return Prepared(self._words(course, asides, quiet=not last))
            except SpeechError:  # an answer is not worth a session
                return Prepared(self._words(course, (PRESSED,), quiet=not last))

        return self._work(made)

    def asides(self, course: Course, asides: tuple[Aside, ...]) -> Future[Prepared]:
        """More of them."""
        return self._work(lambda: Prepared(self._words(course, asides)))

    def ahead(self, course: Course, asides: tuple[Aside, ...]) -> None:
        """Have spoken what will be needed soon. What goes wrong will go wrong again then."""
        self.asides(course, asides)

    def _turned_if_need_be_without_words(self, stop: Stop, turn: Turn) -> Course:
        """The new course. Where the words that answer cannot be spoken, its own may: then it goes on with a sound."""
        try:
            return self._turned(stop, turn)
        except SpeechError:
            begun = replace(turn.head.begun, answer=())
            silent = tuple(aside for aside in turn.asides if aside.kind != "answer")
            return self._turned(stop, replace(turn, head=replace(turn.head, begun=begun), asides=silent))

    def _turned(self, stop: Stop, turn: Turn) -> Course:
        """The new course; where the end has moved although it was to stay, and that was not heard yet, it is said."""
        if not self._keeps_end:
            turn = replace(turn, wanted=None)

        def make(length_of: SpeechLength) -> Course:
            before = stop.course.spoken(length_of)
            course = before.turned(turn)
            moved = course.late - before.known
            if abs(moved) < END_MOVED or course.outliner.choices.talk == "bells":
                return course
            pack = course.outliner.pack
            phrase = "ends-later" if moved > 0 else "ends-earlier"
            words = pack.phrase(phrase, duration=pack.duration(rounded(abs(moved))))
            return replace(before.turned(_told(turn, words)), tells=True)

        return self.studio.spoken(make)

    def _sound(self, course: Course) -> Timeline:
        return self.studio.sounds(course.length, course.cues)

    def _words(self, course: Course, asides: tuple[Aside, ...], *, quiet: bool = True) -> Timeline:
        """Asides alone, and quiet behind them."""
        alone = self.studio.spoken(lambda length_of: replace(course.spoken(length_of), items=(), asides=asides))
        return self.studio.sounds(alone.length + (QUIET.length if quiet else RATE // 4), alone.cues)


def _told(turn: Turn, words: str) -> Turn:
    """The same turn, with one sentence more."""
    begun = turn.head.begun
    if begun.answer:
        return replace(turn, head=replace(turn.head, begun=replace(begun, answer=(*begun.answer, words))))
    first = 1 if turn.wanted is None else len(turn.asides)  # where it only goes on, before that is counted in
    told = said(words), Aside("silence", before=to_samples(0.4))
    return replace(turn, asides=(*turn.asides[:first], *told, *turn.asides[first:]))
