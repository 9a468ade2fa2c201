"""The pace of a voice, measured once with a sentence of its language.

Engines mean different things by words a minute: asked for 150, eSpeak NG speaks 196 words of a routine in a minute, and
Piper's joe 226. The norm here is eSpeak NG, since the fitting and the scripts' rates were made with it.
"""

from __future__ import annotations

from collections.abc import Callable

NORM_RATE = 150
"""The rate at which eSpeak NG took the seconds below."""
SENTENCES = {
    "de": ("Legen Sie den linken Knöchel auf das rechte Knie.", 2.80),
    "en": ("Put your left ankle on your right knee.", 2.19),
    "es": ("Ponga el tobillo izquierdo sobre la rodilla derecha.", 3.18),
    "fr": ("Posez la cheville gauche sur le genou droit.", 2.26),
    "it": ("Metta la caviglia sinistra sul ginocchio destro.", 3.01),
    "nl": ("Leg uw linkerenkel op uw rechterknie.", 2.36),
    "pt": ("Ponha o tornozelo esquerdo sobre o joelho direito.", 3.09),
}
"""Language -> a sentence, and its seconds in eSpeak NG 1.52 at `NORM_RATE`, without silence at its ends."""
MOST = 2.0
"""The most that a pace is corrected, either way. More would be another fault than a voice's own pace."""


def sentence_of(language: str) -> str | None:
    """The sentence to measure a voice of this language with, by its tag; None where there is none."""
    found = SENTENCES.get(_main(language))
    return found[0] if found else None


def stretch_of(language: str, seconds_at: Callable[[float], float]) -> float:
    """The factor that makes a voice speak at `NORM_RATE` as fast as the norm. `seconds_at`: the seconds of the sentence
    when the voice is stretched by a factor. A voice need not follow the factor in proportion, so it is measured twice.
    """
    wanted = SENTENCES[_main(language)][1]
    found = 1.0
    for _ in range(2):
        seconds = seconds_at(found)
        if seconds > 0:
            found = min(max(found * wanted / seconds, 1 / MOST), MOST)
    return found


def _main(language: str) -> str:
    return language.casefold().replace("_", "-").split("-")[0]
