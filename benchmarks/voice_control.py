"""The accuracy, latency and cost of voice commands, and the commands that the player's own speech triggers.

    python -m benchmarks.voice_control [--voices heart slt rms awb kal16] [--session SCRIPT] [--only NAME ...]

Needs Debian's `flite` and the extra `voice-control`. Sound passes in blocks through the `Listener` of a live session.
flite, and for `heart` the natural voice of the package, speak the commands at three paces, in a simulated room: echoes
that fade by 60 dB in 0.4 s, and pink noise at a given level below the speech. eSpeak NG speaks the session, as in
voiceguide, and so do these voices, which the recogniser understands far better. The session is as loud in the
microphone as the listener and without noise. It is played first to a listener that ignores it, as in a live session,
then to one that hears it all. The natural voice's session is exported as a user would, alone and over brown noise.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from zlib import crc32

import miniaudio
import numpy as np
from numpy.typing import NDArray

from voiceguide.audio import mix
from voiceguide.audio.timeline import Timeline
from voiceguide.fit import Choices
from voiceguide.language import load
from voiceguide.live.commands import AnyCommand, Command, OverlayCommand
from voiceguide.live.microphone import BLOCK_MILLISECONDS
from voiceguide.live.phrase_detector import RATE
from voiceguide.live.recogniser import Recogniser
from voiceguide.live.voice_control import COMMANDS, Listener, vocabulary
from voiceguide.speech.engines.hibari import HibariEngine
from voiceguide.studio.studio import Studio
from voiceguide.studio.voice_options import WORDS_A_MINUTE
from voiceguide.units import RATE as SESSION_RATE

Sound = NDArray[np.float64]
"""Mono, at `phrases.RATE`, full scale ±1."""

PACK = load("en")
NATURAL = "heart"
OUTSIDE = """
back | go back | skip | yes | no | help | resume | continue | start | play | wait | quit | hello | thank you | what time
is it | not now | text | nest | next week | against | a game | long | stronger | short | shoulder | harder | loud |
later | quiet | slow | lower | flower | last | fast | softer | gone | repeat the song | what is for dinner | how are you
| turn it off | my heel hurts | where is the ball | which foot | that hurts | tell me a story | what comes after this |
open the door | good morning | call the doctor | set a timer | too fast | too slow | left | right | switch sides | play
some music | thanks | never mind | okay | colder | warmer | closer | shut the door | best | under | where are you | go
home | go away | no more | holder | cause | paws | top | step | nothing | call mum
"""
"""Phrases that are no commands. The vocabulary of English refuses many of them by name."""
UNKNOWN = """
pass | poise | stock | stuff | shop | text me | desk | legs | a gang | begun | lumber | hungry | sorter | porter |
chowder | riot | buyer | sofa | grower | plaster | disaster | on two | go slow | go now | hello there | where is my
towel | how far | how fast | please help | please | peach | volume | repeat | speak up | stay | towel | knee | breathe
| ready | posture | stopping | postpone | the next one | lounge | foster
"""
"""Phrases that are no commands. The vocabulary knows none of them."""
SOUNDS_THE_SAME = {"paws": Command.PAUSE}
"""Phrases that have the sounds of a command, so that nobody can tell them apart without a sentence around them."""
PACES = (0.85, 1.0, 1.2)
"""Factors of flite's default duration."""
NOISES = (None, 20, 10)
"""The signal-to-noise ratio in decibels; None for a quiet room without echo."""
LEVEL = 0.05
"""The root mean square of speech: about −26 dB, as from a person two metres away."""
BETWEEN = 1.5
"""Seconds of silence before and after each command."""
BLOCK = RATE * BLOCK_MILLISECONDS // 1000
AGO = 0.4
"""Seconds after speech in which the player still counts as speaking; see live/transport.py."""


@cache
def natural() -> HibariEngine:
    """The natural voice of the package."""
    return HibariEngine()


@cache
def speak(voice: str, text: str, pace: float = 1.0) -> Sound:
    """The text spoken by a voice, without silence at its ends, at `LEVEL`. `pace` is a factor of its duration."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "said.wav"))
        if voice == NATURAL:
            natural().load(voice)
            natural().speak(text, voice, round(WORDS_A_MINUTE / pace), "en", Path(path))
        else:
            options = ["-voice", voice, "--setf", f"duration_stretch={pace}"]
            subprocess.run(["flite", *options, "-t", text, "-o", path], check=True)
        decoded = miniaudio.decode_file(path, miniaudio.SampleFormat.SIGNED16, 1, RATE)
    said = np.frombuffer(decoded.samples, np.int16) / 32768
    frames = said[: len(said) // 160 * 160].reshape(-1, 160)
    power = (frames**2).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 1e-4)
    level = np.sqrt(power[power > power.max() * 10**-3.5].mean())
    return said[loud[0] * 160 : (loud[-1] + 1) * 160] * (LEVEL / level)


def in_a_room(said: Sound, decibels: float | None, seed: int) -> Sound:
    """The speech with echoes, 6 dB quieter in sum, and with noise."""
    rng = np.random.default_rng(seed)
    if decibels is None:
        return said + rng.standard_normal(len(said)) * LEVEL * 1e-3
    seconds = np.arange(round(0.4 * RATE)) / RATE
    echoes = rng.standard_normal(len(seconds)) * 10 ** (-3 * seconds / 0.4) * (seconds > 0.003)
    echoes *= 10 ** (-6 / 20) / np.sqrt((echoes**2).sum())
    echoes[0] = 1
    size = len(said) + len(echoes)
    heard = np.fft.irfft(np.fft.rfft(said, size) * np.fft.rfft(echoes, size), size)[: len(said)]
    spectrum = np.fft.rfft(rng.standard_normal(len(said)))
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), len(said))
    return heard + noise * (LEVEL * 10 ** (-decibels / 20) / np.sqrt((noise**2).mean()))


def commands(voice: str, decibels: float | None) -> tuple[Sound, list[tuple[float, AnyCommand]]]:
    """All commands at all paces in one sound, and the end of each in seconds."""
    quiet = np.zeros(round(BETWEEN * RATE))
    parts, ends = [quiet], []
    for pace in PACES:
        for command, key in COMMANDS.items():
            for words in PACK.words("commands", key):
                parts.append(speak(voice, f"{PACK.data['commands']['wake']}, {words}", pace))
                ends.append((sum(map(len, parts)) / RATE, command))
                parts += [quiet, quiet]
    return in_a_room(np.concatenate(parts), decibels, seed=crc32(voice.encode())), ends


@cache
def recogniser() -> Recogniser:
    """The recogniser of English."""
    return Recogniser(vocabulary(PACK))


def listen(sound: Sound, deaf: NDArray[np.bool_] | None = None) -> Iterator[tuple[float, AnyCommand]]:
    """The recognised commands, with their times in seconds."""
    samples = np.clip(np.rint(sound * 32767), -32768, 32767).astype(np.int16)
    listener = Listener(recogniser().understand)
    for start in range(0, len(samples), BLOCK):
        block = samples[start : start + BLOCK]
        speaking = deaf is not None and deaf[start : start + BLOCK].any()
        command = listener.hear(None if speaking else block)
        if command is not None:
            yield (start + BLOCK) / RATE, command


def score(voice: str, decibels: float | None) -> tuple[float, int, list[float]]:
    """The share of recognised commands, the number of false ones, and the latencies in seconds."""
    sound, ends = commands(voice, decibels)
    heard = list(listen(sound))
    waits = [at - end for end, command in ends for at, what in heard if what is command and 0 <= at - end < BETWEEN]
    return len(waits) / len(ends), len(heard) - len(waits), waits


def session_of_espeak(timeline: Timeline) -> tuple[Sound, NDArray[np.bool_]]:
    """The session, and a mask of the samples during speech and bells."""
    blocks = list(mix.blocks(timeline, 0, SESSION_RATE))
    signed = miniaudio.SampleFormat.SIGNED16
    data = np.concatenate(blocks).tobytes()
    sound = np.frombuffer(miniaudio.convert_frames(signed, 1, SESSION_RATE, data, signed, 1, RATE), np.int16)
    spans = [(placement.start / SESSION_RATE, placement.end / SESSION_RATE) for placement in timeline.placements]
    return sound * (LEVEL / 0.15 / 32768), _speaking(spans, len(sound))


def session_of_voice(voice: str, cues: list[tuple[float, str]], seconds: float) -> tuple[Sound, NDArray[np.bool_]]:
    """The same words at the same times in another voice."""
    sound = np.random.default_rng(1).standard_normal(round((seconds + 10) * RATE)) * LEVEL * 1e-3
    spans = []
    for start, text in cues:
        said = speak(voice, text)
        at = round(start * RATE)
        sound[at : at + len(said)] += said
        spans.append((start, start + len(said) / RATE))
    return sound, _speaking(spans, len(sound))


def session_of_export(script: str, *options: str) -> tuple[Sound, NDArray[np.bool_]]:
    """Half an hour of the natural voice as a user exports it. The mask is empty: it is listened to in full."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "session.wav"))
        command = [sys.executable, "-m", "voiceguide", "export", script, "--length", "30m", "-o", path, *options]
        subprocess.run([*command, "--engine", "hibari", "--quiet"], check=True)
        decoded = miniaudio.decode_file(path, miniaudio.SampleFormat.SIGNED16, 1, RATE)
    sound = np.frombuffer(decoded.samples, np.int16) * (LEVEL / 0.15 / 32768)
    return sound + np.random.default_rng(1).standard_normal(len(sound)) * LEVEL * 1e-3, np.zeros(len(sound), bool)


def _speaking(spans: list[tuple[float, float]], length: int) -> NDArray[np.bool_]:
    speaking = np.zeros(length, bool)
    for start, end in spans:
        speaking[round(start * RATE) : round((end + AGO) * RATE)] = True
    return speaking


def tell_understood(voices: list[str]) -> None:
    """Print the share of recognised commands by voice and noise."""
    columns = " | ".join(f"{name:>10}" for name in ("clean", "20 dB", "10 dB"))
    print(f"understood | {columns}")
    waits: list[float] = []
    others = 0
    for voice in voices:
        shares = []
        for decibels in NOISES:
            share, wrong, took = score(voice, decibels)
            shares.append(f"{share:10.0%}")
            others += wrong
            waits += took
        print(f"{voice:10} | {' | '.join(shares)}", flush=True)
    print(f"understood as another command, or twice: {others}")
    print(f"from the end of a command to its command: median {np.median(waits):.2f} s, at most {max(waits):.2f} s")


def tell_outside(voices: list[str]) -> None:
    """Print the phrases outside the vocabulary that acted, and the share of them that was answered by a sound."""
    for voice, (name, text) in product(voices, {"outside": OUTSIDE, "unknown": UNKNOWN}.items()):
        phrases = phrases_of(text)
        heard = {words: commands_in(voice, words) for words in phrases}
        answered = sum(found == {OverlayCommand.NOT_UNDERSTOOD} for found in heard.values())
        acted = [(words, each) for words in phrases for each in heard[words] - {OverlayCommand.NOT_UNDERSTOOD}]
        wrong = [f"{words} -> {each.value}" for words, each in acted if SOUNDS_THE_SAME.get(words) is not each]
        same = [f"{words} -> {each.value}" for words, each in acted if SOUNDS_THE_SAME.get(words) is each]
        told = f"answered {answered}, acted wrongly {len(wrong)} {wrong}, sounds the same {same}"
        print(f"{voice:10} | {name}: {len(phrases)}, {told}", flush=True)


def phrases_of(text: str) -> list[str]:
    """Return the phrases between the bars of a text."""
    return [" ".join(each.split()) for each in text.split("|")]


def commands_in(voice: str, words: str) -> set[AnyCommand]:
    """Return the commands that are heard in the wake words and some words, spoken in a quiet room."""
    quiet = np.zeros(round(BETWEEN * RATE))
    phrase = np.concatenate([quiet, speak(voice, f"{PACK.data['commands']['wake']}, {words}"), quiet])
    return {command for _, command in listen(in_a_room(phrase, None, seed=1))}


def tell_own_speech(script: str, voices: list[str]) -> None:
    """Print the false commands during a session of the player's own speech, and the cost of listening."""
    with Studio(script, engine="pyttsx3") as studio:
        plan = studio.plan(1800.0, Choices())
        timeline = studio.timeline(plan)
        sessions = {"eSpeak NG": session_of_espeak(timeline)}
    cues = [(cue.start / SESSION_RATE, cue.text) for cue in plan.cues if cue.text]
    for voice in voices:
        if voice == NATURAL:
            sessions[voice] = session_of_export(script)
            sessions[f"{voice}, bed"] = session_of_export(script, "--bed", "brown")
        else:
            sessions[voice] = session_of_voice(voice, cues, timeline.length / SESSION_RATE)
    for name, (sound, speaking) in sessions.items():
        ways = (("deaf to its own speech", speaking), ("hearing all of it", None))
        for how, deaf in ways if speaking.any() else ways[1:]:
            start = time.process_time()
            heard = [command for _, command in listen(sound, deaf)]
            tones = heard.count(OverlayCommand.NOT_UNDERSTOOD)
            cost = (time.process_time() - start) / (len(sound) / RATE)
            told = f"false commands {len(heard) - tones}, tones {tones}"
            print(f"{name:11} | {how:22} | {told} | {cost:.1%} of one core", flush=True)


TABLES: dict[str, Callable[[list[str], str], None]] = {
    "understood": lambda voices, _: tell_understood(voices),
    "outside": lambda voices, _: tell_outside(voices),
    "own": lambda voices, script: tell_own_speech(script, voices),
}


def main() -> None:
    """Measure and print three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", nargs="+", default=[NATURAL, "slt", "rms", "awb", "kal16"])
    parser.add_argument("--session", default="benchmarks/pipelines/thirty-minutes.md")
    parser.add_argument("--only", nargs="+", choices=TABLES, default=list(TABLES), help="print these tables")
    options = parser.parse_args()
    for name in options.only:
        TABLES[name](options.voices, options.session)


if __name__ == "__main__":
    main()
