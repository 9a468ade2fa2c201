"""The engine Piper, with neural voices; the `[piper]` extra.

Piper and its eSpeak NG are GPL-3.0. They are loaded only here, in a worker process.
"""

from __future__ import annotations

import re
import wave
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import VoiceNotFoundError
from voiceguide.parts import install
from voiceguide.speech import piper_voices
from voiceguide.speech.engine import Voice
from voiceguide.speech.engines import pace
from voiceguide.speech.engines.onnx_runtime import stop_telemetry
from voiceguide.speech.error_text import first_line
from voiceguide.speech.voice_licence import usual_speaker
from voiceguide.speech.voice_places import divided, voices_folder

if TYPE_CHECKING:
    import onnxruntime
    import piper

SPEAKER = "#"
"""The separator between a voice's name and a speaker: `en_GB-vctk-medium#p225`."""
OWN_RATE = 157
"""Words a minute at length scale 1, the pace of the training data. The usual LJ Speech Dataset has 225,715 words in
23:55:17 hours (keithito.com/LJ-Speech-Dataset)."""
SPEAKER_INPUT = "sid"
"""The input of models with several speakers."""
SENTENCE_PAUSE = 0.25
"""Seconds between two sentences of a text, which Piper speaks separately."""


class PiperEngine:
    """An engine for Piper, with one core per worker."""

    lasting_voices = False
    quick_voices = True

    def installed(self) -> bool:
        """True if the package is installed."""
        return find_spec("piper") is not None

    def __init__(self) -> None:
        stop_telemetry()
        self._loaded: tuple[str, piper.PiperVoice] | None = None
        """The voice that spoke last, with its version."""
        self._paces: dict[str, float] = {}
        """Voice, version and speaker -> the factor from its own pace to the norm."""

    def why_not(self) -> str | None:
        """The missing part, or None."""
        try:
            import piper  # noqa: F401
        except ImportError as error:
            return f"Piper cannot be loaded ({error}). Install it: {install('piper-tts')}"
        found = piper_voices.installed_voices()
        if len(found) == 1 and found[0].fault is None:
            self._load(found[0])
        return None

    def version(self) -> str:
        """The version of Piper."""
        try:
            return f"piper {version('piper-tts')} paced "
        except PackageNotFoundError:
            return "no piper"

    @property
    def no_voices(self) -> str:
        """The reason why there are no voices, and the remedy."""
        return f"There is no voice in {voices_folder()}. Fetch one: voiceguide voices get NAME"

    def voices(self) -> Sequence[Voice]:
        """The voices in the user's folder and in packages, each followed by its speakers, if it has several."""
        return [voice for found in piper_voices.installed_voices() for voice in _voices(found)]

    def voice_in_file(self, wanted: str) -> Voice | None:
        """The voice in a file that the user has named, `PATH.onnx` or `PATH.onnx#SPEAKER`; None for other names.
        Raises VoiceNotFoundError."""
        file = divided(wanted)
        if file is None:
            return None
        model, speaker = file
        found = piper_voices.find_voice(str(model))
        if found is None:
            raise VoiceNotFoundError(f"there is no voice in {model}", _lacking(model))
        id = found.name + (SPEAKER + speaker if speaker else "")
        for voice in _voices(found):
            if voice.id == id:
                return voice
        known = ", ".join(list(found.speakers)[:10]) or "none"
        raise VoiceNotFoundError(f"the voice in {model} has no speaker {speaker!r}", f"Its speakers are: {known}.")

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Speak into a WAV file. Raises VoiceNotFoundError if the voice's files are faulty."""
        from piper import SynthesisConfig

        found, speaker = _found(voice)
        speaks = self._load(found)
        how = SynthesisConfig(
            speaker_id=_number(found, speaker),
            length_scale=_own_scale(found) * self._stretch(found, speaker, rate),
            normalize_audio=False,
        )
        sentences = [each.audio_int16_bytes for each in _sentences(speaks, found, _spoken_not_obeyed(text), how)]
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, speaks.config.sample_rate, 0, "NONE", ""))
            file.writeframes((b"\0\0" * int(SENTENCE_PAUSE * speaks.config.sample_rate)).join(sentences))

    def load(self, voice: str) -> None:
        """Load the voice's model and measure its pace. Raises VoiceNotFoundError like `speak`."""
        found, speaker = _found(voice)
        self._load(found)
        self._stretch(found, speaker, pace.NORM_RATE)

    def patience(self, text: str, loading: bool) -> float:
        """A limit for a large model on a small computer: a minute to load, then four letters a second."""
        return 60 if loading else 20 + len(text) / 4

    def _stretch(self, found: piper_voices.PiperVoice, speaker: str, rate: int) -> float:
        """The factor from the voice's own pace to this rate, measured with a sentence where its language has one."""
        language = next(iter(found.languages), "")
        sentence = pace.sentence_of(language)
        if sentence is None:
            return OWN_RATE / rate
        key = f"{found.name} {found.version} {speaker}"
        if key not in self._paces:
            speaks = self._load(found)
            self._paces[key] = pace.stretch_of(
                language, lambda stretch: _seconds(speaks, found, speaker, sentence, stretch)
            )
        return self._paces[key] * pace.NORM_RATE / rate

    def _load(self, voice: piper_voices.PiperVoice) -> piper.PiperVoice:
        """The voice, loaded once and kept. Raises VoiceNotFoundError."""
        if voice.fault:
            raise _unusable(voice, voice.fault)
        key = f"{voice.name} {voice.version}"
        if self._loaded is None or self._loaded[0] != key:
            from piper import PiperConfig, PiperVoice

            self._loaded = None  # frees memory before the next model is loaded
            try:
                config = PiperConfig.from_dict(dict(voice.config))
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                raise _unusable(voice, f"Piper does not understand its {voice.model.name}.json") from error
            self._loaded = key, PiperVoice(session=_session(voice), config=config)
        return self._loaded[1]


def _number(found: piper_voices.PiperVoice, speaker: str) -> int | None:
    """The number of a speaker. Without a name, the recommended one of a voice of many; None for the voice's first."""
    if speaker or not found.speakers:
        return found.speakers.get(speaker)
    usual = usual_speaker(found.name)
    return usual if usual in found.speakers.values() else None


def _own_scale(found: piper_voices.PiperVoice) -> float:
    """The length scale that its makers chose."""
    return float(found.config.get("inference", {}).get("length_scale", 1.0))


def _seconds(
    speaks: piper.PiperVoice, found: piper_voices.PiperVoice, speaker: str, sentence: str, stretch: float
) -> float:
    """The seconds of a sentence at the voice's own pace times a factor, without silence at its ends. Nothing in them is
    random, so each worker measures the same. Raises VoiceNotFoundError."""
    import numpy as np
    from piper import SynthesisConfig

    from voiceguide.audio.clip import resample, trim
    from voiceguide.units import RATE

    how = SynthesisConfig(
        speaker_id=_number(found, speaker),
        length_scale=_own_scale(found) * stretch,
        noise_scale=0.0,
        noise_w_scale=0.0,
        normalize_audio=False,
    )
    sound = np.concatenate([each.audio_float_array for each in _sentences(speaks, found, sentence, how)])
    return len(trim(resample(sound.astype(np.float32), speaks.config.sample_rate))) / RATE


def _sentences(
    speaks: piper.PiperVoice, found: piper_voices.PiperVoice, text: str, how: piper.SynthesisConfig
) -> list[piper.AudioChunk]:
    """The sound of each sentence of a text. Raises VoiceNotFoundError if the voice's files are faulty."""
    try:
        return list(speaks.synthesize(text, how))
    except Exception as error:
        reason = f"its two files do not belong together, or are damaged ({_technical(error)})"
        raise _unusable(found, reason) from error


def _found(voice: str) -> tuple[piper_voices.PiperVoice, str]:
    """The files of a voice, and its speaker. Raises VoiceNotFoundError."""
    file = divided(voice)
    name, _, speaker = (str(file[0]), SPEAKER, file[1]) if file else voice.partition(SPEAKER)
    found = piper_voices.find_voice(name)
    if found is None:
        raise VoiceNotFoundError(f"the voice {name!r} was removed", f"Fetch it: voiceguide voices get {name}")
    return found, speaker


def _lacking(model: Path) -> str:
    """The file that a voice lacks, and where it comes from."""
    if not model.is_file():
        return "There is no such file."
    return f"A voice has a second file beside it, {model.name}.json. Copy it from where the model comes from."


def _session(voice: piper_voices.PiperVoice) -> onnxruntime.InferenceSession:
    """The model, ready to run. Raises VoiceNotFoundError if it is not a Piper model."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # one core per worker
    try:
        session = onnxruntime.InferenceSession(str(voice.model), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise _unusable(voice, f"{voice.model} is not a model, or is incomplete ({_technical(error)})") from error
    inputs = {each.name for each in session.get_inputs()}
    if inputs - {SPEAKER_INPUT} != {"input", "input_lengths", "scales"}:
        raise _unusable(voice, f"{voice.model} is not a voice model (its inputs are {', '.join(sorted(inputs))})")
    if (SPEAKER_INPUT in inputs) != (voice.config["num_speakers"] > 1):
        several, one = (voice.model.name, f"{voice.model.name}.json")[:: 1 if SPEAKER_INPUT in inputs else -1]
        raise _unusable(voice, f"its two files do not belong together: {several} has several speakers, {one} has one")
    return session


def _voices(found: piper_voices.PiperVoice) -> list[Voice]:
    ends = ["", *(SPEAKER + speaker for speaker in found.speakers)]
    name, languages = found.short_name, found.languages
    if found.fault:
        name += " (cannot be used)"
    usual = _number(found, "")
    versions = (found.version if end or usual is None else f"{found.version} {usual}" for end in ends)
    return [
        Voice(found.name + end, name + end, languages, "piper", version)
        for end, version in zip(ends, versions, strict=True)
    ]


def _spoken_not_obeyed(text: str) -> str:
    """The text without double opening brackets, which would start phonemes in Piper."""
    return re.sub(r"\[(?=\[)", "[ ", text)


def _unusable(voice: piper_voices.PiperVoice, reason: str) -> VoiceNotFoundError:
    return VoiceNotFoundError(
        f"the voice {voice.name!r} cannot be used: {reason}",
        f"Download it again (voiceguide voices get {voice.name}), or choose another: voiceguide voices",
    )


def _technical(error: Exception) -> str:
    """The reason for people who maintain a voice. For ONNX Runtime only the type, since its texts are for its
    developers."""
    name = type(error).__name__
    return f"ONNX Runtime: {name}" if type(error).__module__.startswith("onnxruntime") else first_line(error)
