"""Breath patterns over several lines. Each line is one part of the breath, and the parts follow without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from voiceguide.language import load
from voiceguide.language.letters import bare
from voiceguide.routine import BreathPhase
from voiceguide.script.lines import ScriptLine
from voiceguide.script.runs import LONGEST_PHASE, Runs
from voiceguide.script.words import Words

Kind = Literal["in", "hold", "out"]


@cache
def _kinds(language: str) -> dict[str, Kind]:
    pack = load(language)
    kinds: tuple[Kind, ...] = ("in", "hold", "out")
    return {bare(word): kind for kind in kinds for word in pack.words("breathing", kind)}


def joined_breaths(lines: Sequence[ScriptLine], language: str) -> list[ScriptLine]:
    """The lines, with the parts of one breath joined to one line."""
    found: list[ScriptLine] = []
    at = 0
    while at < len(lines):
        run: list[BreathPhase] = []
        while at + len(run) < len(lines) and (phase := _phase(lines[at + len(run)], language)):
            run.append(phase)
        if {"in", "out"} <= {phase.kind for phase in run}:
            found.append(_joined(lines[at : at + len(run)], tuple(run)))
            at += len(run)
        else:  # no later part of the run can be a whole breath either
            count = max(1, len(run))
            found += lines[at : at + count]
            at += count
    return found


def _phase(line: ScriptLine, language: str) -> BreathPhase | None:
    """The part of a breath that a line gives: `Breathe in through the nose for 4 seconds`."""
    if line.role not in ("action", "dose") or len(line.words.doings) != 1 or line.words.sides:
        return None
    doing = line.words.doings[0]
    hold = doing.pieces.hold
    if hold is None or doing.pieces.names != {"hold"} or hold.ranged or hold.high > LONGEST_PHASE:
        return None
    words = bare(doing.lead or doing.text).split()
    for count in range(min(4, len(words)), 0, -1):
        if kind := _kinds(language).get(" ".join(words[:count])):
            return BreathPhase(kind, hold.low) if kind != "hold" or len(words) <= count + 1 else None
    return None


def _joined(lines: Sequence[ScriptLine], phases: tuple[BreathPhase, ...]) -> ScriptLine:
    text = ". ".join(line.text.rstrip(".") for line in lines)
    words = Words(text=text, runs=Runs(pattern=phases, once=True))
    return replace(lines[0], last=lines[-1].last, text=text, role="action", words=words)
