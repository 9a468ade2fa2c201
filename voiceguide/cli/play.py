"""`voiceguide play`: a session through the speakers."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli.keys import ReadKey, keys
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
    with open_studio(routine, voice_of(options), note) as studio, keys() as read:
        controls = Controls(player, read)
        try:
            opening = studio.opening(length, choices)
            if opening is None:
                plan, start = studio.plan(length, choices), 0
            else:
                player.play(opening.timeline)
                plan = controls.meanwhile(lambda: studio.plan(length, choices))
                start = opening.goes_on_at(plan)
            player.play(studio.timeline(plan), start=start)
            controls.follow(plan)
        finally:
            player.stop()


class Controls:
    """Obeys the keys while something plays."""

    def __init__(self, player: Player, read: ReadKey) -> None:
        self._player = player
        self._read = read
        self.paused = False

    def _obey(self) -> None:
        if self._read(0.1) == " ":
            self.paused = not self.paused
            (self._player.pause if self.paused else self._player.resume)()

    def meanwhile(self, work: Callable[[], Plan]) -> Plan:
        """Do the work while what plays is played to its end. Raises what either raises."""
        done: Future[Plan] = Future()
        # A daemon, so that whoever leaves does not wait for it.
        threading.Thread(target=_settle, args=(done, work), daemon=True).start()
        while not self._player.wait(0):
            self._obey()
            if done.done():
                done.result()
        while not done.done():
            self._read(0.05)
        return done.result()

    def follow(self, plan: Plan) -> None:
        """Show what is on until the session has ended."""
        line = StatusLine(plan)
        try:
            while not self._player.wait(0):
                line.show(self._player.position, self.paused)
                self._obey()
        finally:
            line.end()


def _settle(done: Future[Plan], work: Callable[[], Plan]) -> None:
    try:
        done.set_result(work())
    except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
        done.set_exception(error)


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
