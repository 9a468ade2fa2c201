"""The command line: read options, call the studio, print. Each command is a file that is imported when it runs."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found,unused-ignore] # `signal` itself imports `enum`, which takes long

if hasattr(_signal, "SIGINT"):
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # Ctrl-C during an import shows no traceback

import atexit
import gc
import importlib
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

import click

from voiceguide import __version__
from voiceguide.cli import quiet
from voiceguide.cli.quiet import tell, with_quiet
from voiceguide.cli.signals import end_quietly, hear_signals, status_of
from voiceguide.cli.streams import open_streams, settle_colours, silence, wants_colour
from voiceguide.cli.suggesting import SuggestingGroup, nearest_option
from voiceguide.errors import ScriptError, VoiceguideError

SIGNALS = 128
"""The status of a program that a signal has ended is its number above this."""
COMMANDS = {
    "list": "voiceguide.cli.list:list_routines",
    "write": "voiceguide.cli.write:write",
    "import": "voiceguide.cli.import_:import_",
    "check": "voiceguide.cli.check:check",
    "plan": "voiceguide.cli.plan:plan",
    "export": "voiceguide.cli.export:export",
    "play": "voiceguide.cli.play:play",
    "resume": "voiceguide.cli.resume:resume",
    "again": "voiceguide.cli.resume:again",
    "batch": "voiceguide.cli.batch:batch",
    "serve": "voiceguide.cli.serve:serve",
    "history": "voiceguide.cli.history:history",
    "publish": "voiceguide.cli.publish:publish",
    "voices": "voiceguide.cli.voices:voices",
    "record": "voiceguide.cli.record:record",
    "say": "voiceguide.cli.say:say",
    "new": "voiceguide.cli.new:new",
    "pack": "voiceguide.cli.pack:pack",
    "unpack": "voiceguide.cli.pack:unpack",
    "cache": "voiceguide.cli.cache:cache",
    "doctor": "voiceguide.cli.doctor:doctor",
    "completion": "voiceguide.cli.completion:completion",
}
"""Command -> module and function."""


class Commands(SuggestingGroup):
    """A group that imports a command only when it is used, to start quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return [*COMMANDS]  # `list` is a module of this package once it is imported

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return with_quiet(command)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="voiceguide")
def voiceguide() -> None:
    """Turn a written routine into a spoken, timed session of the length you choose."""


with_quiet(voiceguide)


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status.

    0: done. 1: an explained problem. 2: wrong usage. 130: Ctrl-C. 143: SIGTERM. 129: the terminal closed.
    """
    try:
        status = run(args)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - a second signal, or a bug, shown as Python shows it
        told = status_of(error)
        if told is None:
            sys.excepthook(*sys.exc_info())
        status = told or 1
    end_quietly()
    gc.freeze()  # skips the last garbage collection
    if status > SIGNALS or "miniaudio" in sys.modules:
        _end_at_once(status)
    sys.exit(status)


def _end_at_once(status: int) -> NoReturn:
    """End the process without the destructors. That of a sound device waits for a thread that waits for Python. After a
    signal, which may have interrupted anything, they can crash."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # its reader has gone
            stream.flush()
    os._exit(status)


def run(args: list[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no threads for numpy: nothing uses them
    open_streams()
    settle_colours()
    quiet.begin()
    if not os.path.isdir(os.path.expanduser("~")):  # noqa: PTH111, PTH112 - pathlib takes long to import
        from voiceguide.storage.user_folders import keep_home_unmade

        keep_home_unmade()
    if "_VOICEGUIDE_COMPLETE" in os.environ:  # a shell asks for candidates
        from voiceguide.cli.completion import register

        register()
    try:
        hear_signals()
        result: Any = voiceguide.main(args, prog_name="voiceguide", standalone_mode=False, color=wants_colour())
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except BaseException as error:
        status = _explained(error)
        if status is None:
            raise
        return status


def _explained(error: BaseException) -> int | None:
    """The exit status for an error, which is explained; None for a bug."""
    status = 130 if isinstance(error, click.Abort) else status_of(error)
    if status == 130:
        tell("stopped")
    if status is not None:
        return status
    match error:
        case VoiceguideError():
            complain(error)
        case click.NoSuchOption():
            nearest_option(error).show()
            return error.exit_code
        case click.ClickException():
            error.show()
            return error.exit_code
        case BrokenPipeError():  # the reader of the output has closed the pipe
            silence(sys.stdout)
        case OSError():
            silence(sys.stdout)
            complain(_unexpected(error))
        case _:
            return None
    return 1


def _unexpected(error: OSError) -> VoiceguideError:
    """The problem for a fault of the system that no command expects."""
    if error.filename is None and _folder_is_gone():
        return VoiceguideError("this folder does not exist any more", "Go to another one: cd ~")
    return VoiceguideError(f"{error.filename or 'the output'}: {error.strerror or error}")


def _folder_is_gone() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - pathlib takes long to import
    except FileNotFoundError:
        return True
    return False


def complain(error: VoiceguideError) -> None:
    """Print a problem to standard error, with its hint."""
    prefix = "" if isinstance(error, ScriptError) else click.style("error:", fg="red", bold=True) + " "
    click.echo(prefix + error.message, err=True, color=wants_colour())
    if error.hint:
        click.echo(f"hint: {error.hint}", err=True)
