"""Recognise commands in phrases with pocketsphinx, offline. Knows nothing of devices."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from voiceguide.errors import LanguageError
from voiceguide.live.commands import AnyCommand, OverlayCommand

LEAST_SCORE = -1.4
"""The least score of a phrase: how well the words fit compared with any string of speech sounds, as a natural logarithm
of likelihood a frame of 10 ms. Measured by benchmarks/voice_control.py, as the next two."""
LEAST_COMMAND_SCORE = -1.8
"""The least score of the words behind the wake words. Wake words that fit well would hide a command that does not."""
LEAST_WORD_SCORE = -4.0
"""The least score of each single word. One wrong word spoils a phrase whose other words fit."""

SEARCH = {"beam": 1e-80, "wbeam": 1e-60, "pbeam": 1e-80, "lw": 1.0, "wip": 1.0, "pip": 1.0, "compallsen": True}
"""Search options of pocketsphinx. The beams are wide, since the grammar is small and rooms are noisy. All words are
equally likely. `compallsen` scores every state of speech sounds in each frame. pocketsphinx tells scores compared with
the best one that it computed, so without this option a score would fall with each further word in the grammar."""
SOUND_SCORE_DIVISOR = 1024
"""pocketsphinx divides the scores of a search for sounds by 1,024, but not those of a grammar."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases that can be understood."""

    model: str
    """The pocketsphinx model: `en-us`."""
    wake: str
    """The words before each command."""
    commands: Mapping[AnyCommand, Sequence[str]]
    """The phrases of each command."""
    refused: Sequence[str] = ()
    """Common phrases that command nothing. They keep similar words from being taken for a command."""
    pronunciations: Mapping[str, str] = field(default_factory=dict)
    """More pronunciations of words, in the model's names of speech sounds: `G AA N`."""


class Recogniser:
    """Recognises the commands of one vocabulary."""

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
        self._wake_words = len(vocabulary.wake.split())
        self._commands = {
            f"{vocabulary.wake} {words}".lower(): command
            for command, phrases in vocabulary.commands.items()
            for words in phrases
        }
        wake, commands = vocabulary.wake.lower(), itertools.chain.from_iterable(vocabulary.commands.values())
        phrases = [words.lower() for words in (*commands, *vocabulary.refused)]
        for word in sorted({word for phrase in (wake, *phrases) for word in phrase.split()}):
            if self._decoder.lookup_word(word) is None:
                raise LanguageError(f"pocketsphinx does not know the word `{word}`", "Choose another in [commands].")
        for word, sounds in vocabulary.pronunciations.items():
            self._decoder.add_word(f"{word}(2)", sounds, True)
        # The wake words stand once, before all choices: a grammar that repeats them takes nine times as long.
        grammar = f"{wake} ( {' | '.join(phrases)} )"
        self._decoder.add_jsgf_string("commands", f"#JSGF V1.0; grammar commands; public <command> = {grammar};")
        self._decoder.add_allphone_file("sounds", None)

    def understand(self, phrase: bytes) -> AnyCommand | None:
        """Return the command of a phrase that consists of the wake word and a command. NOT_UNDERSTOOD stands for the
        wake word with other words behind it, None for any other phrase.

        `phrase` holds 16-bit samples, mono, 16,000 a second.

        A grammar turns any sound into one of its phrases. So its score is compared with the score of arbitrary speech
        sounds in the same frames.
        """
        found = self._search("commands", phrase)
        if not found:
            return None
        words = [segment for segment in self._decoder.seg() if segment.word[0] not in "<[("]
        spans = [(word.start_frame, word.end_frame + 1, _log(word.ascore)) for word in words]
        self._search("sounds", phrase)
        sounds = _summed(self._decoder.seg())
        misfits = [score - (sounds[min(end, len(sounds) - 1)] - sounds[start]) for start, end, score in spans]
        lengths = [end - start for start, end, _ in spans]
        wake = self._wake_words
        if not _fits(misfits[:wake], lengths[:wake]):
            return None
        fits = _fits(misfits, lengths) and _mean(misfits[wake:], lengths[wake:]) > LEAST_COMMAND_SCORE
        return (self._commands.get(found) if fits else None) or OverlayCommand.NOT_UNDERSTOOD

    def _search(self, name: str, phrase: bytes) -> str:
        self._decoder.activate_search(name)
        self._decoder.start_utt()
        self._decoder.process_raw(phrase, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return str(found.hypstr) if found else ""


def _fits(misfits: Sequence[float], lengths: Sequence[int]) -> bool:
    """Return True if words fit the sound. `misfits` are summed over the frames of each word, `lengths` count these."""
    worst = min(misfit / length for misfit, length in zip(misfits, lengths, strict=True))
    return _mean(misfits, lengths) > LEAST_SCORE and worst > LEAST_WORD_SCORE


def _mean(misfits: Sequence[float], lengths: Sequence[int]) -> float:
    return sum(misfits) / sum(lengths) if lengths else -math.inf


def model_folder(model: str) -> Path:
    """Return the folder of pocketsphinx's model for a language. It may be missing."""
    from pocketsphinx import get_model_path

    return Path(get_model_path(), model)


def _summed(sounds: Any) -> list[float]:
    """Return the summed scores of the sounds before each frame, and after the last one."""
    each: list[float] = []
    for sound in sounds:
        frames = sound.end_frame + 1 - sound.start_frame
        each += [_log(sound.ascore) * SOUND_SCORE_DIVISOR / frames] * frames
    return list(accumulate(each, initial=0.0))


def _log(likelihood: float) -> float:
    """Return the logarithm; minus infinity for the likelihood 0 of a very bad fit."""
    return math.log(likelihood) if likelihood > 0 else -math.inf
