"""Predicted naturalness of voices, from 1 to 5, by Distill-MOS, which knows nothing of routines or of these voices.

    python -m benchmarks.naturalness [--voice ENGINE:VOICE ...]

Run it by hand: it needs `pip install distillmos`, which brings torch (a gigabyte). The columns are forty lines, forty
short words each by itself, and the instructions of the English routines: joined from parts, joined sentence by
sentence, and spoken as one text. Behind each number stand the tenth lowest of a hundred and the seconds of speech.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np

from benchmarks.recogniser import LINES, SHORT, VOICES, at_ear_rate, spoken, texts
from voiceguide.audio.loudness import Floats
from voiceguide.fit.speech import ends_sentence, join_after
from voiceguide.speech import ClipStore, Speaker, VoiceSettings
from voiceguide.studio.studio import Studio
from voiceguide.studio.voice_options import VoiceOptions
from voiceguide.units import RATE

ROUTINES = ("heel-pain", "desk-break", "heel-pain-morning")
MOST_CUES = 36
AROUND = np.zeros(2000, np.float32)
"""The silence around each sound at the rate of the recogniser, an eighth of a second."""
Parts = tuple[str, ...]


@cache
def _model() -> Any:
    import distillmos
    import torch

    torch.set_num_threads(1)
    model = distillmos.ConvTransformerSQAModel()
    model.eval()
    return model


def naturalness(sound: Floats) -> float:
    """The predicted opinion of listeners, 1 to 5, of a sound at `RATE`."""
    import torch

    heard = np.concatenate([AROUND, at_ear_rate(sound), AROUND])
    with torch.no_grad():
        return float(_model()(torch.from_numpy(heard)[None]))


def cues(engine: str, voice: str | None) -> list[Parts]:
    """The cues of the routines that have several parts, each once."""
    found: dict[Parts, None] = {}
    for name in ROUTINES:
        with Studio(name, VoiceOptions(engine, voice)) as studio:
            found |= dict.fromkeys(cue.parts for cue in studio.plan().cues if len(cue.parts) > 1)
    return list(found)[:MOST_CUES]


def by_sentence(parts: Parts) -> Parts:
    """The parts of a cue, with those of one sentence in one text."""
    found: list[str] = []
    going_on = False
    for part in parts:
        if going_on:
            found[-1] += f" {part}"
        else:
            found.append(part)
        going_on = not ends_sentence(part)
    return tuple(found)


def as_one(parts: Parts) -> Parts:
    """All parts of a cue in one text."""
    return (" ".join(parts),)


def joined(speaker: Speaker, wanted: list[Parts]) -> Iterator[Floats]:
    """The sound of each cue."""
    speaker.prepare(part for parts in wanted for part in parts)
    for parts in wanted:
        sounds = [speaker.sound(part).samples().astype(np.float32) / 32768 for part in parts]
        gaps = [np.zeros(join_after(part), np.float32) for part in parts[:-1]]
        pieces = [piece for pair in zip(sounds, [*gaps, AROUND[:0]], strict=True) for piece in pair]
        yield np.concatenate(pieces)


def told(sounds: Iterator[Floats]) -> str:
    """The mean, the lower end and the seconds of some sounds."""
    heard = list(sounds)
    found = [naturalness(sound) for sound in heard]
    return f"{np.mean(found):5.2f} {np.percentile(found, 10):5.2f} {sum(map(len, heard)) / RATE:6.1f} s"


def row(name: str) -> str:
    """The row of a voice."""
    engine, _, voice = name.partition(":")
    wanted = cues(engine, voice or None)
    ways: tuple[Callable[[Parts], Parts], ...] = (lambda parts: parts, by_sentence, as_one)
    with Speaker(VoiceSettings(engine, voice or None), ClipStore()) as speaker:
        found = [told(sound for _, sound in spoken(speaker, texts(block))) for block in (LINES, SHORT)]
        found += [told(joined(speaker, [way(parts) for parts in wanted])) for way in ways]
    return f"{name:<20} {'  '.join(found)}"


def main() -> None:
    """Measure all voices and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", action="append", metavar="ENGINE:VOICE", help="repeatable")
    heads = ("lines", "short words", "joined", "by sentence", "as one text")
    print(f"{'naturalness':<20} {'  '.join(f'{head:<20}' for head in heads)}")
    for name in parser.parse_args().voice or VOICES:
        print(row(name), flush=True)


if __name__ == "__main__":
    main()
