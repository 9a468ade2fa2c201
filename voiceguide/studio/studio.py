"""The whole way in one place: from a script to a plan, and from a plan to a timeline.

The command line and whatever else offers sessions stand on this module and stay thin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from voiceguide.audio.timeline import Placement, Sound, Timeline
from voiceguide.errors import FitError, UnspokenError
from voiceguide.fit import Choices, SpeechLength, fit
from voiceguide.fit.fitting import Fitting, Length
from voiceguide.fit.live_plan import Interjection, LivePlan
from voiceguide.fit.speech import join_after
from voiceguide.fit.wording import client_words, note_words
from voiceguide.language import Pack, load
from voiceguide.language.names import spoken_name
from voiceguide.language.respelling import for_voice
from voiceguide.plan import Cue, Plan
from voiceguide.recordings.recorded import Recorded, recorded_for
from voiceguide.routine import Routine
from voiceguide.script.library import find, shown
from voiceguide.studio.frame_cache import KeptFrames
from voiceguide.studio.opening import Opening, opening_cues
from voiceguide.studio.routine_cache import read, recall
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.speech import ClipStore, Speaker
    from voiceguide.speech.pool import Pool

Progress = Callable[[int, int], None]
"""Done and to do, of whatever is being made."""

Made = TypeVar("Made", Plan, LivePlan)

WORDS_A_MINUTE = 150
"""How fast a voice speaks where neither the listener nor the script says."""
LANGUAGE_WITHIN = 2_000
"""Bytes of a script in which its language is looked for before it is read."""
MANY_STEPS = 100
"""From here on, a session's beginning is played before anything else is looked up."""


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """What a listener says about the voice; None leaves it to the script, then to the default."""

    engine: str | None = None
    voice: str | None = None
    rate: int | None = None
    """Words a minute."""
    recordings: str | None = None
    """The name of somebody's recordings, or the whole path of their folder: heard wherever there is one; the engine
    speaks the rest."""


@dataclass
class Studio:
    """A routine with a speaker for it: makes plans and timelines of any length. A context manager."""

    routine: Routine
    speaker: Speaker
    path: str
    """The script, as its user would name it."""
    frames: KeptFrames
    """Sounds encoded before, for `export.export`."""
    progress: Progress | None = None
    """Told of speech being made."""
    recorded: Recorded | None = None
    """What need not be spoken."""
    _lengths: dict[str, float] = field(default_factory=dict)
    _words: dict[str, str] = field(default_factory=dict)

    @cached_property
    def pack(self) -> Pack:
        """The language pack of the routine."""
        return load(self.routine.language)

    def plan(self, length: Length = None, choices: Choices | None = None) -> Plan:
        """The session of this length.

        What fitting asks for and nobody has spoken yet is estimated, then spoken in one bundle on all cores; then
        fitting is run again, until nothing was estimated.
        """
        while True:
            plan, missing = self.attempt(length, choices)
            if plan and not missing:
                return plan
            self.speak(missing, plan)

    def live_plan(self, length: Length = None, choices: Choices | None = None) -> LivePlan:
        """The session of this length, to be played live."""
        choices = choices or Choices()
        self.private_words(choices)
        return self.spoken(lambda length_of: Fitting(self.routine, length_of, choices).live_plan(length))

    def at_hand(self, length: Length = None, choices: Choices | None = None) -> LivePlan | None:
        """The session of this length, if that is soon found out and all of it was spoken before."""
        if self._has_many_steps:
            return None
        chosen = choices or Choices()
        self.private_words(chosen)
        live_plan, missing = self._measured(
            lambda length_of: _laid(Fitting(self.routine, length_of, chosen).live_plan(length))
        )
        return None if missing else live_plan

    def interjections(self, interjections: tuple[Interjection, ...], choices: Choices) -> LivePlan:
        """A course of nothing but these."""

        def make(length_of: SpeechLength) -> LivePlan:
            fitting = Fitting(self.routine, length_of, choices)
            return LivePlan(fitting.outliner, fitting.shapes[fitting.shapes.natural], (), interjections=interjections)

        return self.spoken(make)

    def spoken(self, make: Callable[[SpeechLength], LivePlan]) -> LivePlan:
        """What is made with true lengths of speech: what is asked for is spoken, until nothing had to be estimated."""
        while True:
            live_plan, missing = self._measured(lambda length_of: _laid(make(length_of)))
            if live_plan and not missing:
                return live_plan
            self.speak(missing)

    def opening(self, length: Length = None, choices: Choices | None = None) -> Opening | None:
        """The beginning of the session of this length, spoken at once, to be heard while `plan` has the rest made.

        None where all is spoken already (but for long sessions, where even looking takes a while), or where nothing is
        said before the first step. The words for the session's length are only in it where a length is asked for: else
        nobody knows it yet.
        """
        look = not self._has_many_steps
        plan, missing = self.attempt(length, choices, look=look)
        if plan is None or not missing:
            return None
        parts = [part for cue in opening_cues(plan) for part in cue.parts]
        self.speak(parts, plan)
        for part in parts:
            self._known(part)
        plan, _ = self.attempt(length, choices, look=look)
        cues = opening_cues(plan) if plan else []
        if not cues:
            return None
        placements = tuple(self._placements(cues))
        return Opening(tuple(cues), Timeline(placements[-1].end, placements))

    @property
    def _has_many_steps(self) -> bool:
        return sum(len(phase.steps) for phase in self.routine.phases) >= MANY_STEPS

    def attempt(
        self, length: Length = None, choices: Choices | None = None, *, look: bool = True
    ) -> tuple[Plan | None, list[str]]:
        """Fit with what was spoken before; the plan, and the utterances that had to be estimated for it.

        `look`: whether to look for what was spoken before this studio was opened.
        """
        if choices:
            self.private_words(choices)
        return self._measured(lambda length_of: fit(self.routine, length, length_of, choices), look=look)

    def _measured(self, make: Callable[[SpeechLength], Made], *, look: bool = True) -> tuple[Made | None, list[str]]:
        """What is made with the lengths of speech that are known, and the utterances that had to be estimated."""
        missing: dict[str, None] = {}

        def length_of(text: str) -> float:
            seconds = self._known(text) if look else self._lengths.get(text)
            if seconds is None:
                missing[text] = None
                return _estimate(text)
            return seconds

        try:
            return make(length_of), list(missing)
        except FitError:
            if not missing:
                raise
            return None, list(missing)

    def private_words(self, choices: Choices) -> list[str]:
        """The utterances that name the client or are a note for them; their clips are for this studio alone, and never
        kept."""
        words = [client_words(choices.client, self.pack)] if choices.client else []
        if choices.client:
            respelt = client_words(spoken_name(self.pack, choices.client), self.pack)
            self._words[words[0]] = self.speakable(respelt)
        words += note_words(choices.note, self.pack) if choices.note else ()
        for text in words:
            self.speaker.keep_private(self.speakable(text))
        return words

    def _known(self, text: str) -> float | None:
        """Seconds of an utterance that was spoken before."""
        if text not in self._lengths:
            found = self._recording(text) or self.speaker.find(self.speakable(text))
            if found is None:
                return None
            self._lengths[text] = found.length / RATE
        return self._lengths[text]

    def speak(self, texts: list[str], plan: Plan | None = None) -> None:
        """Have utterances spoken. UnspokenError names the line of the script, which `plan` helps to find."""
        spoken = {text: self.speakable(text) for text in texts if self._recording(text) is None}
        try:
            self.speaker.prepare(spoken.values(), self.progress)
        except UnspokenError as error:
            said = next((text for text, words in spoken.items() if words == error.text), None)
            if said is None:
                raise
            line = self._line_of(said, plan)
            raise error.written(said, self.path if line is None else f"{self.path}:{line}") from error

    def _recording(self, text: str) -> Sound | None:
        """An utterance that was recorded."""
        return self.recorded.find(text) if self.recorded else None

    def _line_of(self, text: str, plan: Plan | None) -> int | None:
        """The line of the script that wants a text spoken, if only at another length."""
        ends: tuple[Length, ...] = (None, "shortest", "longest")
        for found in (plan, *(fit(self.routine, end, _estimate) for end in ends)):
            for cue in found.cues if found else ():
                if text in cue.parts and cue.line is not None:
                    return cue.line
        return None

    def speakable(self, text: str) -> str:
        """What the engine is given for an utterance."""
        if text not in self._words:
            self._words[text] = for_voice(self.pack, text, self.routine.pronounce, lexicon=self.speaker.respelling)
        return self._words[text]

    def timeline(self, plan: Plan) -> Timeline:
        """The plan as sound."""
        return Timeline(plan.length, tuple(self._placements(plan.cues)), plan.chapters)

    def sounds(self, length: int, cues: Iterable[Cue]) -> Timeline:
        """Cues as sound, in so many samples."""
        return Timeline(length, tuple(self._placements(cues)))

    def _placements(self, cues: Iterable[Cue]) -> Iterable[Placement]:
        from voiceguide.audio.bells import sound

        for cue in cues:
            if cue.kind in ("bell", "tick"):
                for name in cue.parts:
                    yield Placement(cue.start, sound(name))
            else:
                start = cue.start
                for part in cue.parts:
                    clip = self._recording(part) or self.speaker.sound(self.speakable(part))
                    yield Placement(start, clip)
                    start += clip.length + join_after(part)

    def __enter__(self) -> Studio:
        self.speaker.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self.speaker.close()


def open_studio(
    name: str,
    voice: VoiceOptions | None = None,
    note: Callable[[str], None] | None = None,
    progress: Progress | None = None,
    warn: Callable[[str], None] | None = None,
) -> Studio:
    """The studio for a routine's name or a script's path; `warn` is told the script's warnings in one line. Raises
    RoutineNotFoundError, ScriptError, SpeechError."""
    from voiceguide.speech import ClipStore, start_workers

    path = find(name)
    clips = ClipStore(note=note)
    routine = recall(path, clips, warn)
    if routine is not None:
        return studio_of(routine, shown(path), clips, voice, progress)
    asked = voice or VoiceOptions()
    ahead = start_workers(asked.engine, asked.voice, _language_of(path))  # what is new has to be spoken, too
    try:
        return studio_of(read(path, clips, warn), shown(path), clips, voice, progress, pool=ahead)
    except BaseException:
        ahead.close()
        raise


def _language_of(script: Path) -> str:
    """The language that the beginning of a script names, else English: a guess, made before the script is read."""
    with suppress(OSError), script.open("rb") as file:
        named = re.search(rb"^language:\s*([A-Za-z]{2,3})\b", file.read(LANGUAGE_WITHIN), re.MULTILINE)
        return named[1].decode("ascii").lower() if named else "en"
    return "en"


def studio_of(
    routine: Routine,
    path: str,
    clips: ClipStore,
    voice: VoiceOptions | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    pool: Pool | None = None,
) -> Studio:
    """The studio for a routine that was read already. `path` is its script, as its user would name it; `workers`, how
    many may speak at a time, or `pool`, those who will. Raises SpeechError."""
    from voiceguide.speech import Speaker, VoiceSettings

    voice = voice or VoiceOptions()
    recorded = recorded_for(routine, path, clips, voice.recordings)
    settings = VoiceSettings(
        engine=voice.engine,
        voice=voice.voice or routine.voice,
        rate=voice.rate or routine.rate or WORDS_A_MINUTE,
        language=routine.language,
    )
    return Studio(routine, Speaker(settings, clips, workers, pool=pool), path, KeptFrames(clips), progress, recorded)


def _laid(live_plan: LivePlan) -> LivePlan:
    """The course with all of it on time, so that every utterance was asked for."""
    assert live_plan.laid
    return live_plan


def _estimate(text: str) -> float:
    return 0.3 + 0.06 * len(text)
