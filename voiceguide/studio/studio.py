"""The studio: from a routine to plans, timelines and files of its sessions.

The command line, the server and the batch stand on this class. It knows nothing of click or printing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from voiceguide.audio.bells import OWN_BELL, sound
from voiceguide.audio.timeline import Sound, Timeline
from voiceguide.callbacks import Note, Progress
from voiceguide.fit import Choices, SpeechLength
from voiceguide.fit.fitting import Fitting, Length
from voiceguide.fit.live_plan import Interjection, LivePlan
from voiceguide.fit.safety import safety_digest
from voiceguide.language import Pack
from voiceguide.plan import Cue, Plan
from voiceguide.preferences import Speed
from voiceguide.routine import Routine
from voiceguide.script.library import find
from voiceguide.studio.choosing import ChoiceOptions, length_of, make_choices
from voiceguide.studio.exporting import Export, Exported, ExportOptions
from voiceguide.studio.frame_cache import FrameCache
from voiceguide.studio.lengths import Lengths
from voiceguide.studio.narration import Narration
from voiceguide.studio.opening import Opening, OpeningMaker
from voiceguide.studio.rendering import timeline_of
from voiceguide.studio.routine_cache import read_cached, recall
from voiceguide.studio.script_voice import narration_of, usual_rate, usual_speed, workers_for
from voiceguide.studio.speeds import Speeds
from voiceguide.studio.voice_options import VoiceOptions

if TYPE_CHECKING:
    from voiceguide.speech import ClipStore
    from voiceguide.speech.pool import Pool

MANY_STEPS = 100
"""From this number of steps on, the beginning of a session is played before the cache is searched for the rest."""


@dataclass(frozen=True, slots=True)
class Resources:
    """The cache and the workers that several studios share. None: a studio has its own."""

    clips: ClipStore | None = None
    pool: Pool | None = None
    workers: int | None = None
    """The number of workers that may speak at the same time."""


class Studio:
    """A routine with a voice for it. It makes plans of any length, and sound files of them.

        with Studio("my-heel.md", voice="en-gb") as studio:
            plan = studio.plan("10m", talk="brief")
            studio.export(plan, "heel.mp3", bed="brown")

    A context manager: at its end, its speech workers are stopped. Use it from one thread at a time.
    """

    def __init__(
        self,
        routine: Routine | str | Path,
        voice: str | VoiceOptions | None = None,
        *,
        engine: str | None = None,
        rate: int | None = None,
        recordings: str | None = None,
        progress: Progress | None = None,
        note: Note | None = None,
        warn: Note | None = None,
        resources: Resources | None = None,
    ) -> None:
        """Open a studio for a routine, a routine's name, or a script's path.

        `voice` is an id of `voices()`, `rate` in words a minute, `recordings` a name that `voiceguide record` used.
        None leaves each to the script, then to the default. `progress` is told of utterances being spoken, `note` of
        problems that stop nothing, `warn` of the script's warnings, in one line. `resources` are shared with other
        studios.

        Raises RoutineNotFoundError, ScriptError, LanguageError, VoiceNotFoundError, SpeechError, RecordingError, and
        ValueError for a rate that is out of range.
        """
        from voiceguide.speech import ClipStore

        options = voice if isinstance(voice, VoiceOptions) else VoiceOptions(engine, voice, rate, recordings)
        resources = resources or Resources()
        clips = resources.clips or ClipStore(note=note)
        pool = resources.pool
        try:
            if not isinstance(routine, Routine):
                path = find(str(routine))
                known = recall(path, clips, warn)
                if known is None and pool is None:
                    pool = workers_for(options, path)  # a script that is read for the first time needs speech, too
                routine = known or read_cached(path, clips, warn)
            self.routine = routine
            """The routine, read."""
            self.frames = FrameCache(clips)
            """Sounds that were encoded before."""
            narration = narration_of(routine, options, clips, resources.workers, pool, progress)
            self._speeds = Speeds(usual_speed(routine, options), narration, usual_rate(routine, options))
        except BaseException:
            if pool is not None and pool is not resources.pool:
                pool.close()
            raise

    @property
    def narration(self) -> Narration:
        """Speaks and measures the routine's utterances."""
        return self._speeds.narration

    @property
    def speed(self) -> Speed:
        """The speed of speech."""
        return self._speeds.now

    @property
    def path(self) -> str:
        """The script, as its user would name it; empty for a routine that was read from a text."""
        return self.routine.path or ""

    @property
    def safety(self) -> str:
        """A digest of the routine's safety lines. Keep it for a listener who has heard them in full: with
        `knows_safety`, daily talk leaves them out until they change."""
        return safety_digest(self.routine)

    @property
    def pack(self) -> Pack:
        """The language pack of the routine."""
        return self.narration.pack

    def plan(
        self,
        length: float | str | None = None,
        choices: Choices | None = None,
        *,
        ends: bool = True,
        **options: Unpack[ChoiceOptions],
    ) -> Plan:
        """The session of this length, decided to the sample.

        `length`: seconds, a text such as `10m`, `9m30s` or `10:00`, `shortest`, `longest`, or None for the length as
        written. The choices are given as keyword arguments (`talk="brief"`, `side="left"`; see `Choices`), or as one
        `Choices`. Missing speech is made now, on all cores. `ends=False` leaves out the plan's `shortest` and
        `longest`, which take as much speech as the session.

        Raises FitError where the length cannot be reached or nothing is left to do, SpeechError, RecordingError, and
        ValueError for a length or a choice that cannot be read.
        """
        seconds, chosen = length_of(length), self._choices(choices, options)
        fitting = self.fitting(chosen)
        return self.narration.spoken(lambda speech_length: fitting.measured_by(speech_length).plan(seconds, ends=ends))

    def lengths(self, choices: Choices | None = None, **options: Unpack[ChoiceOptions]) -> Lengths:
        """The shortest, natural and longest length with these choices, exact for this voice. Raises as `plan`."""
        return Lengths.of(self.plan(None, choices, **options))

    def estimate(
        self,
        length: float | str | None = None,
        choices: Choices | None = None,
        *,
        ends: bool = True,
        **options: Unpack[ChoiceOptions],
    ) -> tuple[Plan | None, list[str]]:
        """The session with speech that exists already; also the utterances whose lengths were estimated.

        Speaks nothing. The plan is exact where no utterance was estimated, and None where the estimates make this
        length impossible. Raises FitError, ValueError.
        """
        return self._estimate(length_of(length), self._choices(choices, options), ends=ends)

    def timeline(self, plan: Plan) -> Timeline:
        """The plan as sounds at sample positions, without a bed. Raises SpeechError, CacheError, RecordingError."""
        return timeline_of(plan.length, plan.cues, self.narration.sound, plan.chapters, self.bell)

    def export(
        self, plan: Plan, target: str | Path, *, progress: Progress | None = None, **options: Unpack[ExportOptions]
    ) -> Exported:
        """Write a plan of this studio as a sound file, whose suffix names the format, or as an album.

        See `ExportOptions` for the options. `progress` is told of the samples written. Each file appears whole or not
        at all.

        Raises OutputError where a file exists (unless `overwrite`) or cannot be written, BedError, SpeechError,
        RecordingError, and ValueError for options that exclude each other.
        """
        return Export(Path(target), **options).run(self, plan, progress)

    def close(self) -> None:
        """Stop the speech workers. Speech stays in the cache."""
        self._speeds.close()

    def __enter__(self) -> Studio:
        self.narration.speaker.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # For live sessions

    def narration_at(self, speed: Speed, progress: Progress | None = None) -> Narration:
        """The narration at another speed of speech. `progress` is told of each utterance that is spoken."""
        return self._speeds.at(speed, progress)

    def spoken_at(self, speed: Speed, make: Callable[[SpeechLength], LivePlan], progress: Progress) -> LivePlan:
        """As `spoken`, at another speed. The studio itself goes on at its own."""
        narration = self.narration_at(speed, progress)
        made = narration.spoken(lambda speech_length: _laid(make(speech_length)))
        narration.progress = None
        return made

    def speak_at(self, speed: Speed) -> None:
        """Speak at another speed from now on."""
        self._speeds.change(speed)

    def live_plan(self, length: float | str | None = None, choices: Choices | None = None) -> LivePlan:
        """The session of this length, to be played live. Raises as `plan`."""
        return self.narration.spoken(self._live(length, choices))

    def live_plan_at_hand(self, length: float | str | None = None, choices: Choices | None = None) -> LivePlan | None:
        """The live plan, if all of its speech exists and finding that out is quick; else None. Raises FitError."""
        if self._has_many_steps:
            return None
        live_plan, missing = self.narration.attempt(self._live(length, choices))
        return None if missing else live_plan

    def _live(self, length: float | str | None, choices: Choices | None) -> Callable[[SpeechLength], LivePlan]:
        """A function that makes the live plan of this length with true lengths of speech."""
        seconds, fitting = length_of(length), self.fitting(replace(self._choices(choices), live=True))
        return lambda speech_length: _laid(fitting.measured_by(speech_length).live_plan(seconds))

    def spoken(self, make: Callable[[SpeechLength], LivePlan]) -> LivePlan:
        """A live plan made with true lengths of speech; missing speech is made now. Raises SpeechError."""
        return self.narration.spoken(lambda speech_length: _laid(make(speech_length)))

    def interjections(self, interjections: tuple[Interjection, ...], choices: Choices) -> LivePlan:
        """A live plan of these interjections alone. Raises SpeechError."""

        def make(speech_length: SpeechLength) -> LivePlan:
            fitting = Fitting(self.routine, speech_length, replace(choices, live=True), self.narration.about)
            return LivePlan(fitting.outliner, fitting.shapes[fitting.shapes.natural], (), interjections=interjections)

        return self.spoken(make)

    def first_words(self, length: float | str | None = None, choices: Choices | None = None) -> Opening | None:
        """The first utterance of `opening`, so that a session begins as soon as it is spoken. Raises as `plan`."""
        return self._opening_maker(length, choices).first_words()

    def opening(self, length: float | str | None = None, choices: Choices | None = None) -> Opening | None:
        """The beginning of the session of this length, spoken now, to be heard while `plan` has the rest spoken.

        None where all speech exists already, or where nothing is said before the first step. A long session always has
        an opening, because searching the cache takes a while. Without a length, the opening leaves out the words for
        the session's length: it is not known yet. Raises as `plan`.
        """
        return self._opening_maker(length, choices).opening()

    def _opening_maker(self, length: float | str | None, choices: Choices | None) -> OpeningMaker:
        seconds, chosen, look = length_of(length), self._choices(choices), not self._has_many_steps
        return OpeningMaker(self.narration, lambda: self._estimate(seconds, chosen, look=look), self.sounds)

    def sounds(self, length: int, cues: Iterable[Cue]) -> Timeline:
        """A timeline of `length` samples with these cues. Raises SpeechError, CacheError, RecordingError."""
        return timeline_of(length, cues, self.narration.sound, bell_of=self.bell)

    def bell(self, name: str) -> Sound:
        """The sound of a bell or a tick. Raises RecordingError for a file that cannot be a bell."""
        if not name.startswith(OWN_BELL):
            return sound(name)
        from voiceguide.recordings.own_bell import bell_sound

        folder = Path(self.path).parent if self.path else None
        return bell_sound(name, folder, self.routine.preferences.bells)

    def _estimate(
        self, length: Length, choices: Choices, *, look: bool = True, ends: bool = False
    ) -> tuple[Plan | None, list[str]]:
        fitting = self.fitting(choices)
        return self.narration.attempt(
            lambda speech_length: fitting.measured_by(speech_length).plan(length, ends=ends), look=look
        )

    def fitting(self, choices: Choices) -> Fitting:
        """The fitting of the routine, before anything is measured."""
        return Fitting(self.routine, self.narration.about, choices, self.narration.about)

    def _choices(self, choices: Choices | None, options: ChoiceOptions | None = None) -> Choices:
        """The choices of one call. Their private words are kept out of the cache from now on."""
        chosen = choices or make_choices(**(options or {}))
        self.narration.keep_private(chosen)
        return chosen

    @property
    def _has_many_steps(self) -> bool:
        return sum(len(phase.steps) for phase in self.routine.phases) >= MANY_STEPS


def _laid(live_plan: LivePlan) -> LivePlan:
    """The live plan, laid out to its end, so that every utterance was measured."""
    assert live_plan.laid
    return live_plan
