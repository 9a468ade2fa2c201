"""Makes what is heard next, elsewhere, while an answer is being heard: courses, words, and the speech they need."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.audio.timeline import Timeline
from voiceguide.errors import SpeechError
from voiceguide.fit.live_plan import Edit, Interjection, LivePlan
from voiceguide.fit.speech import SpeechLength
from voiceguide.fit.title import rounded
from voiceguide.live.answers import PRESSED, said
from voiceguide.live.edits import Stop
from voiceguide.live.transport import QUIET, Prepared
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

    def first(self, make: Callable[[], LivePlan]) -> Future[Prepared]:
        """The course to begin with."""

        def made() -> Prepared:
            live_plan = make()
            return Prepared(self._sound(live_plan), live_plan)

        return self._work(made)

    def sound(self, make: Callable[[], Timeline]) -> Future[Prepared]:
        """Something to be heard while there is no course."""
        return self._work(lambda: Prepared(make()))

    def edit(self, stop: Stop, edit: Edit, *, held: bool = False) -> Future[Prepared]:
        """The course that comes of a turn; `held` to stand still at its beginning."""

        def made() -> Prepared:
            live_plan = self._edited_if_need_be_without_words(stop, edit)
            heard = self._words(live_plan, live_plan.interjections) if held else self._sound(live_plan)
            return Prepared(heard, live_plan, held=held)

        return self._work(made)

    def running_edit(self, stop: Stop, edit: Edit, elapsed: Callable[[], int]) -> Future[Prepared]:
        """The same where the clock of a hold goes on meanwhile: `elapsed` gives the samples since the act. The answer
        comes when it is there."""

        def made() -> Prepared:
            wanted = edit
            while True:
                live_plan = self._edited_if_need_be_without_words(stop, wanted)
                progress = live_plan.cursor.progress
                if not progress.answer or elapsed() < progress.wait - HEADROOM:
                    return Prepared(self._sound(live_plan), live_plan, running=True)
                later = replace(progress, answer=edit.cursor.progress.answer, wait=elapsed() + LATER)
                wanted = replace(edit, cursor=replace(edit.cursor, progress=later))

        return self._work(made)

    def words(self, live_plan: LivePlan, *words: str, last: bool = False) -> Future[Prepared]:
        """Words for a listener while the course stands still; `last`, and nothing is to follow."""
        interjections = (PRESSED, *(said(each) for each in words))

        def made() -> Prepared:
            try:
                return Prepared(self._words(live_plan, interjections, quiet=not last))
            except SpeechError:  # an answer is not worth a session
                return Prepared(self._words(live_plan, (PRESSED,), quiet=not last))

        return self._work(made)

    def interjections(self, live_plan: LivePlan, interjections: tuple[Interjection, ...]) -> Future[Prepared]:
        """More of them."""
        return self._work(lambda: Prepared(self._words(live_plan, interjections)))

    def ahead(self, live_plan: LivePlan, interjections: tuple[Interjection, ...]) -> None:
        """Have spoken what will be needed soon. What goes wrong will go wrong again then."""
        self.interjections(live_plan, interjections)

    def _edited_if_need_be_without_words(self, stop: Stop, edit: Edit) -> LivePlan:
        """The new course. Where the words that answer cannot be spoken, its own may: then it goes on with a sound."""
        try:
            return self._edited(stop, edit)
        except SpeechError:
            progress = replace(edit.cursor.progress, answer=())
            silent = tuple(interjection for interjection in edit.interjections if interjection.kind != "answer")
            return self._edited(
                stop, replace(edit, cursor=replace(edit.cursor, progress=progress), interjections=silent)
            )

    def _edited(self, stop: Stop, edit: Edit) -> LivePlan:
        """The new course; where the end has moved although it was to stay, and that was not heard yet, it is said."""
        if not self._keeps_end:
            edit = replace(edit, wanted=None)

        def make(length_of: SpeechLength) -> LivePlan:
            before = stop.live_plan.spoken(length_of)
            live_plan = before.edited(edit)
            moved = live_plan.late - before.known
            if abs(moved) < END_MOVED or live_plan.outliner.choices.talk == "bells":
                return live_plan
            pack = live_plan.outliner.pack
            phrase = "ends-later" if moved > 0 else "ends-earlier"
            words = pack.phrase(phrase, duration=pack.duration(rounded(abs(moved))))
            return replace(before.edited(_told(edit, words)), tells=True)

        return self.studio.spoken(make)

    def _sound(self, live_plan: LivePlan) -> Timeline:
        return self.studio.sounds(live_plan.length, live_plan.cues)

    def _words(self, live_plan: LivePlan, interjections: tuple[Interjection, ...], *, quiet: bool = True) -> Timeline:
        """Asides alone, and quiet behind them."""
        alone = self.studio.spoken(
            lambda length_of: replace(live_plan.spoken(length_of), items=(), interjections=interjections)
        )
        return self.studio.sounds(alone.length + (QUIET.length if quiet else RATE // 4), alone.cues)


def _told(edit: Edit, words: str) -> Edit:
    """The same turn, with one sentence more."""
    progress = edit.cursor.progress
    if progress.answer:
        return replace(edit, cursor=replace(edit.cursor, progress=replace(progress, answer=(*progress.answer, words))))
    first = 1 if edit.wanted is None else len(edit.interjections)  # where it only goes on, before that is counted in
    told = said(words), Interjection("silence", before=to_samples(0.4))
    return replace(edit, interjections=(*edit.interjections[:first], *told, *edit.interjections[first:]))
