"""The spoken words of one routine: found, measured, and spoken where they are missing.

It knows nothing of timelines, files or players.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from voiceguide.audio.timeline import Sound
from voiceguide.callbacks import Progress
from voiceguide.errors import FitError, UnspokenError
from voiceguide.fit import Choices, SpeechLength
from voiceguide.fit.live_plan import LivePlan
from voiceguide.fit.wording import client_words, note_words
from voiceguide.language import Pack, load
from voiceguide.language.names import spoken_name
from voiceguide.language.respelling import for_voice
from voiceguide.language.speaking_time import speaking_time
from voiceguide.plan import Plan
from voiceguide.recordings.recorded import Recorded
from voiceguide.routine import Routine
from voiceguide.studio.script_lines import line_of
from voiceguide.studio.voice_options import VoiceOptions
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.speech import Speaker

Made = TypeVar("Made", Plan, LivePlan)


@dataclass
class Narration:
    """Speaks and measures the utterances of a routine; recordings go before the engine's speech."""

    routine: Routine
    path: str
    """The script, as its user would name it."""
    speaker: Speaker
    recorded: Recorded | None = None
    progress: Progress | None = None
    """Told of utterances being spoken."""
    _seconds: dict[str, float] = field(default_factory=dict)
    _words: dict[str, str] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)
    """Utterance -> the line of the script that it belongs to."""

    @cached_property
    def pack(self) -> Pack:
        """The language pack of the routine."""
        return load(self.routine.language)

    def about(self, text: str) -> float:
        """The estimated length of an utterance in seconds; the same whether it was spoken before or not."""
        return speaking_time(text, self.routine.language, self.speaker.rate)

    def at_rate(self, rate: int) -> Narration:
        """The same voice and recordings at another rate. Recordings keep their pace."""
        return Narration(self.routine, self.path, self.speaker.at_rate(rate), self.recorded, _words=self._words)

    @property
    def spoken_by(self) -> VoiceOptions | None:
        """The engine and the voice that speak; None where no text has needed one."""
        voice = self.speaker.chosen
        return VoiceOptions(voice.engine, voice.id) if voice else None

    def spoken(self, make: Callable[[SpeechLength], Made]) -> Made:
        """Make a plan with true lengths of speech.

        The first attempt estimates the lengths that are unknown. Then the missing utterances are spoken in one bundle
        and the plan is made again, until nothing is estimated. Raises FitError, SpeechError.
        """
        while True:
            plan, missing = self.attempt(make)
            if plan is not None and not missing:
                return plan
            self.speak(missing)

    def attempt(self, make: Callable[[SpeechLength], Made], *, look: bool = True) -> tuple[Made | None, list[str]]:
        """Make a plan with the lengths that are known; also returns the utterances whose lengths were estimated.

        The plan is None where estimates make it impossible. `look=False` does not search the cache. Raises FitError
        where it is impossible although nothing was estimated.
        """
        missing: dict[str, None] = {}

        def length_of(text: str) -> float:
            seconds = self.seconds(text) if look else self._seconds.get(text)
            if seconds is None:
                missing[text] = None
                return self.about(text)
            return seconds

        try:
            plan = make(length_of)
        except FitError:
            if not missing:
                raise
            return None, list(missing)
        if missing:
            self._remember_lines(plan)
        return plan, list(missing)

    def seconds(self, text: str) -> float | None:
        """The length of an utterance in seconds; None where it was neither recorded nor spoken before."""
        if text not in self._seconds:
            found = self._recording(text) or self.speaker.find(self.speakable(text))
            if found is None:
                return None
            self._seconds[text] = found.length / RATE
        return self._seconds[text]

    def sound(self, text: str) -> Sound:
        """The sound of an utterance, spoken now where it is missing. Raises SpeechError, RecordingError."""
        return self._recording(text) or self.speaker.sound(self.speakable(text))

    def speak(self, texts: Sequence[str]) -> None:
        """Speak these utterances on all cores. Raises UnspokenError, which names the line of the script."""
        spoken = {text: self.speakable(text) for text in texts if self._recording(text) is None}
        try:
            self.speaker.prepare(spoken.values(), self.progress)
        except UnspokenError as error:
            said = next((text for text, words in spoken.items() if words == error.text), None)
            if said is None:
                raise
            line = self._lines.get(said) or line_of(self.routine, said)
            raise error.written(said, self.path if line is None else f"{self.path}:{line}") from error

    def keep_private(self, choices: Choices) -> list[str]:
        """The utterances that name the client or are a note for them. Their clips never reach the cache."""
        words = [client_words(choices.client, self.pack)] if choices.client else []
        if choices.client:
            respelt = client_words(spoken_name(self.pack, choices.client), self.pack)
            self._words[words[0]] = self.speakable(respelt)
        words += note_words(choices.note, self.pack) if choices.note else ()
        for text in words:
            self.speaker.keep_private(self.speakable(text))
        return words

    def speakable(self, text: str) -> str:
        """The text that the engine is given for an utterance."""
        if text not in self._words:
            self._words[text] = for_voice(self.pack, text, self.routine.pronounce, lexicon=self.speaker.respelling)
        return self._words[text]

    def _recording(self, text: str) -> Sound | None:
        return self.recorded.find(text) if self.recorded else None

    def _remember_lines(self, plan: Plan | LivePlan) -> None:
        for cue in plan.cues:
            if cue.line is not None:
                for part in cue.parts:
                    self._lines.setdefault(part, cue.line)
