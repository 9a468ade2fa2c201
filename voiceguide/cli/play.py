"""`voiceguide play`: a session through the speakers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli.keys import keys
from voiceguide.cli.options import choices_of, note, session_options, voice_of
from voiceguide.duration import clock
from voiceguide.plan import RATE, Plan, PlannedStep

if TYPE_CHECKING:
    from voiceguide.sinks.player import Player


@click.command()
@session_options
@click.option("--output", help="Where to play: miniaudio, simpleaudio, none; else VOICEGUIDE_OUTPUT.")
def play(routine: str, length: Any, output: str | None, **options: Any) -> None:
    """Play a session of ROUTINE. Space pauses and goes on, Ctrl-C leaves."""
    from voiceguide.session import open_studio
    from voiceguide.sinks import player as find_player

    player = find_player(output)
    choices = choices_of(options)
    with open_studio(routine, voice_of(options), note) as studio:
        try:
            opening = studio.opening(length, choices)
            if opening is None:
                plan = studio.plan(length, choices)
            else:
                player.play(opening)
                plan = _meanwhile(lambda: studio.plan(length, choices), player)
            player.play(studio.timeline(plan), start=opening.length if opening else 0)
            _follow(player, plan)
        finally:
            player.stop()


def _meanwhile(work: Callable[[], Plan], player: Player) -> Plan:
    """Do the work while the player plays to its end; raises what either raises."""
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(1)
    future = executor.submit(work)
    try:
        while not player.wait(0.05):
            if future.done():
                future.result()
        return future.result()
    finally:
        executor.shutdown(wait=False)


def _follow(player: Player, plan: Plan) -> None:
    """Show what is on and obey the keys until the session has ended."""
    line = StatusLine(plan)
    paused = False
    with keys() as read:
        try:
            while not player.wait(0):
                line.show(player.position, paused)
                if read(0.1) == " ":
                    paused = not paused
                    (player.pause if paused else player.resume)()
        finally:
            line.end()


class StatusLine:
    """One line on a terminal that says what is on and what comes next; in a pipe, one line a step."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.live = sys.stderr.isatty()
        self._last: PlannedStep | None = None

    def show(self, position: int, paused: bool) -> None:
        """Show the state at a position in samples."""
        index = self._index(position)
        step = self.plan.steps[index] if index >= 0 else None
        if self.live:
            click.echo("\r\x1b[K" + self._fitted(self._text(position, index, paused)), err=True, nl=False)
        elif step is not self._last and step:
            click.echo(f"{clock(step.start / RATE)} {_name(step)}", err=True)
        self._last = step

    def end(self) -> None:
        """Leave the line behind."""
        if self.live:
            click.echo(err=True)

    def _index(self, position: int) -> int:
        """Index of the step that is on, or -1 before the first."""
        return sum(step.start <= position for step in self.plan.steps) - 1

    def _text(self, position: int, index: int, paused: bool) -> str:
        steps = self.plan.steps
        time = f"{clock(position / RATE)} / {clock(self.plan.length / RATE)}"
        now = _name(steps[index]) if index >= 0 else self.plan.title
        hold = steps[index].hold if index >= 0 else None
        left = f", {-(-(hold.end - position) // RATE)} s left" if hold and hold.start <= position < hold.end else ""
        coming = f"  next: {_name(steps[index + 1])}" if index + 1 < len(steps) else ""
        return f"{'paused ' if paused else ''}{time}  {now}{left}{coming}"

    @staticmethod
    def _fitted(text: str) -> str:
        import shutil

        width = shutil.get_terminal_size().columns - 1
        return text if len(text) <= width else text[: width - 1] + "…"


def _name(step: PlannedStep) -> str:
    return f"{step.text} ({step.side})" if step.side else step.text
