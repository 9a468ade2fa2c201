"""The lengths of words: utterances, the joins between them, and the pauses around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from voiceguide.units import to_samples

SpeechLength = Callable[[str], float]
"""Text of one utterance -> its length in seconds."""

JOIN = to_samples(0.12)
"""Between two utterances of one sentence: the least for which an MP3 can be laid together from both, each encoded
by itself (see export/mp3.py)."""
SENTENCE = to_samples(0.35)
"""Between two sentences of one cue."""
PAUSE = to_samples(0.6)
"""Between two cues that are spoken one after the other."""


def ends_sentence(part: str) -> bool:
    """True if an utterance ends its sentence."""
    return part.endswith((".", "!", "?", "…"))


def join_after(part: str) -> int:
    """Samples of silence between this utterance and the next of its cue."""
    return SENTENCE if ends_sentence(part) or part.endswith(":") else JOIN


@dataclass
class Speech:
    """Measures words in samples; each utterance is asked for once."""

    length_of: SpeechLength
    rough: Speech | None = None
    """Estimates the same lengths without speaking anything; None where `length_of` is as quick."""
    _known: dict[str, int] = field(default_factory=dict)

    def measured_by(self, length_of: SpeechLength) -> Speech:
        """The same estimates with other true lengths."""
        return Speech(length_of, self.rough)

    def one(self, text: str) -> int:
        """Samples of one utterance; at least one, so that no cue is empty."""
        if text not in self._known:
            self._known[text] = max(1, to_samples(self.length_of(text)))
        return self._known[text]

    def of(self, parts: tuple[str, ...]) -> int:
        """Samples of a cue, joins included."""
        return sum(map(self.one, parts)) + sum(map(join_after, parts[:-1]))

    def places(self, parts: tuple[str, ...]) -> Iterator[tuple[int, str]]:
        """Each utterance with the samples from the start of its cue."""
        start = 0
        for part in parts:
            yield start, part
            start += self.one(part) + join_after(part)

    def heard(self, parts: tuple[str, ...], position: int) -> int:
        """The number of utterances of a cue whose sentences are over at a sample of it."""
        whole = 0
        for number, (start, part) in enumerate(self.places(parts)):
            if start + self.one(part) > position:
                break
            whole = number + 1 if ends_sentence(part) else whole
        return whole
