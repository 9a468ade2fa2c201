"""Doses drawn at random, written in the wordings of a language, read back and compared.

    python benchmarks/misreadings.py [--language CODE ...] [--sentences 1000] [--seed 1] [--examples 5]

`benchmarks/wordings/CODE.toml` has the wordings. A sentence is right if its steps have the dose, sides and words
that were drawn; refused if the reader says an error or a warning; silently wrong otherwise. The exit status is 1 if a
sentence of any language is silently wrong, or if one in a hundred is refused.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from voiceguide.language import available
from voiceguide.routine import (
    BreathPattern,
    Breaths,
    Count,
    Dose,
    Hold,
    Intervals,
    Routine,
    Series,
    Sets,
    Step,
    Wait,
)
from voiceguide.script import parse

if __package__:
    from benchmarks.drawing import KINDS
    from benchmarks.pen import Drawn, Pen, wordings
else:
    from drawing import KINDS  # type: ignore[import-not-found, no-redef]
    from pen import Drawn, Pen, wordings  # type: ignore[import-not-found, no-redef]

REFUSED_AT_MOST = 0.01
_NOISE = "are these steps?"
"""A warning about the shape of the script around a sentence, not about the sentence."""


@dataclass(slots=True)
class Tally:
    """The sentences of one language."""

    right: int = 0
    refused: list[tuple[Drawn, str]] = field(default_factory=list)
    wrong: list[tuple[Drawn, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The number of sentences."""
        return self.right + len(self.refused) + len(self.wrong)

    @property
    def passed(self) -> bool:
        """No sentence is silently wrong, and few are refused."""
        return not self.wrong and len(self.refused) < max(1, self.total * REFUSED_AT_MOST)


def measured(language: str, sentences: int, seed: int) -> Tally:
    """The tally of so many sentences, the kinds of doses in turn."""
    pen = Pen(language, wordings(language), random.Random(f"{seed} {language}"))
    kinds = list(KINDS.values())
    tally = Tally()
    for number in range(sentences):
        drawn = kinds[number % len(kinds)](pen)
        verdict, why = read_back(drawn, language)
        if verdict == "right":
            tally.right += 1
        else:
            (tally.refused if verdict == "refused" else tally.wrong).append((drawn, why))
    return tally


def read_back(drawn: Drawn, language: str) -> tuple[str, str]:
    """`right`, `refused` or `wrong`, and the reason."""
    reading = parse(f"---\nlanguage: {language}\n---\n\n{drawn.script}\n", "drawn.md", "drawn")
    told = [found for found in reading.findings if found.severity != "note" and _NOISE not in found.message]
    if told or reading.routine is None:
        return "refused", told[0].message if told else "no routine"
    found = senses(reading.routine)
    if found != drawn.means:
        return "wrong", "; ".join(found)
    heard = _heard(reading.routine)
    lost = [words for words in drawn.keeps if _plain(words) not in heard]
    return ("wrong", f"lost: {lost[0]}; heard: {heard}") if lost else ("right", "")


def _heard(routine: Routine) -> str:
    """All words of the steps, on one line."""
    said = [
        words
        for phase in routine.phases
        for step in phase.steps
        for words in (phase.title, step.spoken, step.text, *(line.text for line in step.details))
    ]
    return _plain(" / ".join(said))


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace(",", " ").split())


def senses(routine: Routine) -> list[str]:
    """The meaning of each step, and the rounds of each phase with several."""
    found: list[str] = []
    for phase in routine.phases:
        found += [sense(step) for step in phase.steps]
        if phase.rounds.natural > 1:
            rest = f", rest {phase.rounds.rest.natural:g} s" if phase.rounds.rest else ""
            found.append(f"{phase.rounds.natural} rounds{rest}")
    return found


def sense(step: Step) -> str:
    """The meaning of a step without its words."""
    said = [("quiet " if step.quiet else "rest " if step.rest else "") + told(step.dose)]
    if step.second_dose:
        said.append(f"then {told(step.second_dose)}")
    if step.sides:
        said.append(f"{step.first} first ({step.sides})")
    if step.alternating:
        said.append("in turn")
    if step.both_ways:
        said.append("both ways")
    return ", ".join(said)


def told(dose: Dose | None) -> str:
    """The meaning of a dose: `60 s [30-90]`, or `[30-90] s` for a range."""
    if dose is None:
        return "-"
    if isinstance(dose, Hold):
        return _bounded(dose, "s")
    if isinstance(dose, Count):
        return f"{_bounded(dose, 'times')} of {dose.pace:g} s"
    if isinstance(dose, Breaths):
        return _bounded(dose, "breaths")
    if isinstance(dose, Wait):
        return f"{'at most' if dose.limit else 'about'} {dose.seconds:g} s"
    if isinstance(dose, Sets):
        return f"{dose.times} sets of ({told(dose.of)}), rest {dose.rest.natural:g} s"
    if isinstance(dose, BreathPattern):
        return f"{dose.natural} cycles of {', '.join(f'{part.kind} {part.seconds:g}' for part in dose.phases)}"
    if isinstance(dose, Series):
        return f"series of {', '.join(f'{one.natural:g}' for one in dose.of)} {_kind(dose.of[0])}"
    assert isinstance(dose, Intervals)
    return f"{dose.rounds.natural} rounds of {', '.join(f'{part.hold.natural:g} s' for part in dose.parts)}"


def _kind(dose: Hold | Count) -> str:
    return "s" if isinstance(dose, Hold) else "times"


def _bounded(dose: Hold | Count | Breaths, unit: str) -> str:
    bounds = f"[{dose.least:g}-{dose.most:g}]"
    return f"{bounds} {unit}" if dose.written[0] != dose.written[1] else f"{dose.natural:g} {unit} {bounds}"


def report(tallies: dict[str, Tally], examples: int) -> str:
    """The table, and examples of what is not right."""
    lines = [f"{'language':<10}{'sentences':>10}{'right':>9}{'refused':>9}{'silently wrong':>16}"]
    for language, tally in tallies.items():
        shares = [tally.right, len(tally.refused), len(tally.wrong)]
        right, refused, wrong = (f"{share / tally.total:.2%}" for share in shares)
        lines.append(f"{language:<10}{tally.total:>10}{right:>9}{refused:>9}{wrong:>16}")
    for language, tally in tallies.items():
        for name, cases in (("silently wrong", tally.wrong), ("refused", tally.refused)):
            lines += _examples(f"{language}, {name}", cases, examples)
    return "\n".join(lines)


def _examples(heading: str, cases: Sequence[tuple[Drawn, str]], most: int) -> list[str]:
    """The first cases of each wording, the frequent wordings first."""
    alike: dict[str, list[tuple[Drawn, str]]] = {}
    for case in cases:
        alike.setdefault(case[0].wording, []).append(case)
    lines = [f"\n{heading}: {len(cases)}"] if cases and most else []
    for wording, group in sorted(alike.items(), key=lambda entry: -len(entry[1]))[:most]:
        drawn, why = group[0]
        lines += [f"  {len(group)} × {wording!r}", f"      {drawn.script!r}", f"      drawn {'; '.join(drawn.means)}"]
        lines += [f"      found {why}"]
    return lines


def main() -> None:
    """Measure, print the table, and exit with the verdict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", action="append", choices=available(), help="repeatable; else all seven")
    parser.add_argument("--sentences", type=int, default=1000, help="of each language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=5, help="wordings to show of each verdict")
    asked = parser.parse_args()
    languages = asked.language or available()
    tallies = {language: measured(language, asked.sentences, asked.seed) for language in languages}
    print(report(tallies, asked.examples))
    sys.exit(0 if all(tally.passed for tally in tallies.values()) else 1)


if __name__ == "__main__":
    main()
