"""The hard words of this field: what hibari and eSpeak NG make of each, with and without its respelling.

    python -m benchmarks.hard_words [--heard]

Prints a table in Markdown: the phonemes that hibari makes of a word by itself, of its respelling for eSpeak NG, and of
what voiceguide gives it; then those of eSpeak NG, by itself and respelt. With --heard, the recogniser of
`benchmarks.recogniser` writes what it hears of each in `The word is …`, and the letters that differ are counted. It has
few of these words in its vocabulary, so the phonemes decide. Needs the program `espeak-ng`.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Iterator

import numpy as np

from benchmarks.recogniser import distance, heard
from voiceguide.language import load
from voiceguide.speech import ClipStore, Speaker, VoiceSettings
from voiceguide.speech.engines.hibari_words import pronounced

CARRIER = "The word is {}."


def espeak(text: str) -> str:
    """The phonemes of eSpeak NG's English."""
    command = ["espeak-ng", "-v", "en", "-q", "--ipa", "--", text]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def spellings() -> dict[str, str]:
    """Word -> its respelling for eSpeak NG."""
    found: dict[str, str] = load("en").table("lexicon", "words")
    return found


def phonemes() -> Iterator[tuple[str, ...]]:
    """The cells of each row."""
    from hibari import Hibari

    voice = Hibari()

    def hibari(text: str) -> str:
        return " ".join(voice.phonemize(text))

    for word, spelling in spellings().items():
        given = pronounced(word, british=False)
        ours = hibari(given) if given != word else "the same"
        yield word, hibari(word), spelling, hibari(spelling), ours, espeak(word), espeak(spelling)


def letters_wrong(speaker: Speaker, given: dict[str, str]) -> int:
    """The letters that the recogniser writes otherwise. `given`: word -> the text that the voice is given."""
    asked = {word: CARRIER.format(text) for word, text in given.items()}
    speaker.prepare(asked.values())
    wrong = 0
    for word, text in asked.items():
        found = "".join(heard(speaker.sound(text).samples().astype(np.float32) / 32768)).removeprefix("thewordis")
        wrong += distance(list(word.casefold().replace(" ", "")), list(found))
    return wrong


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heard", action="store_true", help="let a recogniser hear each word, too")
    if parser.parse_args().heard:
        same = {word: word for word in spellings()}
        for name, given in (("as written", same), ("respelt", spellings())):
            for engine in ("hibari", "pyttsx3"):
                with Speaker(VoiceSettings(engine), ClipStore()) as speaker:
                    print(f"{engine}, {name}: {letters_wrong(speaker, given)} letters wrong", flush=True)
        return
    print("| word | hibari | respelling | hibari, respelt | voiceguide's | eSpeak NG | eSpeak NG, respelt |")
    print("| --- " * 7 + "|")
    for cells in phonemes():
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
