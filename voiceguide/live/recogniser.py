"""Which command a phrase is, if any: pocketsphinx, offline. It knows nothing of devices."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from voiceguide.errors import LanguageError
from voiceguide.live.commands import Command

LIKENESS = -1.3
"""How much worse than any string of speech sounds the words may fit, in natural logarithms of likelihood a frame of
10 ms. Measured by benchmarks/voice_control.py: most commands are over −1, the player's own speech is under −1.6."""
WORST = -3.5
"""The same, for the word that fits worst: one that was not said spoils a phrase whose others were."""

SEARCH = {"beam": 1e-80, "wbeam": 1e-60, "pbeam": 1e-80, "lw": 1.0, "wip": 1.0, "pip": 1.0}
"""Wide beams, since there are few phrases and much noise; and no words are likelier than others."""
SOUNDS_SCALE = 1024
"""pocketsphinx shortens the scores of a search for sounds by ten bits, and those of a grammar's words not."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What there is to be understood."""

    model: str
    """Which of pocketsphinx's: `en-us`."""
    wake: str
    """What comes before each command."""
    commands: Mapping[Command, Sequence[str]]
    """The words that mean each act."""


class Recogniser:
    """Knows one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Raises LanguageError for a word that the model cannot pronounce."""
        from pocketsphinx import Decoder

        model = vocabulary.model
        folder = model_folder(model)
        self._decoder: Any = Decoder(
            hmm=str(folder / model),
            dict=str(folder / f"cmudict-{model}.dict"),
            lm=None,
            allphone_ci=True,
            loglevel="FATAL",
            **SEARCH,
        )
        self._acts = {
            f"{vocabulary.wake} {words}".lower(): command
            for command, phrases in vocabulary.commands.items()
            for words in phrases
        }
        for word in sorted({word for phrase in self._acts for word in phrase.split()}):
            if self._decoder.lookup_word(word) is None:
                raise LanguageError(f"pocketsphinx does not know the word `{word}`", "Choose another in [commands].")
        grammar = " | ".join(self._acts)
        self._decoder.add_jsgf_string("commands", f"#JSGF V1.0; grammar commands; public <command> = {grammar};")
        self._decoder.add_allphone_file("sounds", None)

    def understand(self, phrase: bytes) -> Command | None:
        """The command that was said, from the wake word to its end and nothing else; None for all else.

        `phrase`: 16-bit samples, mono, 16,000 a second.

        A grammar makes one of its phrases of whatever it hears. So how well that fits is held against how well any
        sounds in any order fit the same moments.
        """
        command = self._acts.get(self._search("commands", phrase))
        if command is None:
            return None
        words = [segment for segment in self._decoder.seg() if segment.word[0] not in "<[("]
        spans = [(word.start_frame, word.end_frame + 1, _log(word.ascore)) for word in words]
        self._search("sounds", phrase)
        sounds = _summed(self._decoder.seg())
        misfits = [score - (sounds[min(end, len(sounds) - 1)] - sounds[start]) for start, end, score in spans]
        lengths = [end - start for start, end, _ in spans]
        worst = min(misfit / length for misfit, length in zip(misfits, lengths, strict=True))
        return command if sum(misfits) / sum(lengths) > LIKENESS and worst > WORST else None

    def _search(self, name: str, phrase: bytes) -> str:
        self._decoder.activate_search(name)
        self._decoder.start_utt()
        self._decoder.process_raw(phrase, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return str(found.hypstr) if found else ""


def model_folder(model: str) -> Path:
    """Where pocketsphinx keeps its model of a language, if it has it."""
    from pocketsphinx import get_model_path

    return Path(get_model_path(), model)


def _summed(sounds: Any) -> list[float]:
    """How well the sounds fit all frames before each, the last included."""
    each: list[float] = []
    for sound in sounds:
        frames = sound.end_frame + 1 - sound.start_frame
        each += [_log(sound.ascore) * SOUNDS_SCALE / frames] * frames
    return list(accumulate(each, initial=0.0))


def _log(likelihood: float) -> float:
    """What fits worst of all comes as a likelihood of nothing."""
    return math.log(likelihood) if likelihood > 0 else -math.inf
