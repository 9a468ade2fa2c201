"""The command line: reads options, calls the session module, prints. One file a command, imported when it is run."""

from __future__ import annotations

import signal

if hasattr(signal, "SIGINT"):
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `run` can answer Ctrl-C: no traceback out of an import

import gc
import importlib
import io
import os
import sys
from typing import Any, NoReturn

import click

from voiceguide import __version__
from voiceguide.errors import ScriptError, VoiceguideError

COMMANDS = {
    "list": "voiceguide.cli.list:list_routines",
    "import": "voiceguide.cli.import_:import_",
    "check": "voiceguide.cli.check:check",
    "plan": "voiceguide.cli.plan:plan",
    "export": "voiceguide.cli.export:export",
    "play": "voiceguide.cli.play:play",
    "resume": "voiceguide.cli.resume:resume",
    "again": "voiceguide.cli.resume:again",
    "batch": "voiceguide.cli.batch:batch",
    "serve": "voiceguide.cli.serve:serve",
    "voices": "voiceguide.cli.voices:voices",
    "record": "voiceguide.cli.record:record",
    "say": "voiceguide.cli.say:say",
    "new": "voiceguide.cli.new:new",
    "cache": "voiceguide.cli.cache:cache",
    "doctor": "voiceguide.cli.doctor:doctor",
}
"""Command -> where it is."""


class Terminated(BaseException):
    """A signal to end arrived: clean up as after Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class Commands(click.Group):
    """Imports a command when it is asked for, so that none pays for another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="voiceguide")
def voiceguide() -> None:
    """Turn a written routine into spoken, timed cues: played hands-free or exported, fitted to your length."""


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status: 0 done, 1 a problem that was explained, 2 wrong usage,
    130 stopped by Ctrl-C, 143 by SIGTERM, 129 by a terminal that was closed."""
    status = run(args)
    gc.freeze()  # or the interpreter would look through all there is for rubbish, only to end
    sys.exit(status)


def run(args: list[str] | None = None) -> int:
    """Run the command line; the exit status."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads that nothing here uses
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a pipe on Windows may not know an arrow
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # under nohup it is ignored
            signal.signal(number, _terminate)
    try:
        result: Any = voiceguide.main(args, prog_name="voiceguide", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except VoiceguideError as error:
        complain(error)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
        return 130
    except Terminated as error:
        return 128 + error.number
    except BrokenPipeError:
        # Whoever read our output has gone: there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        complain(VoiceguideError(f"{error.filename or 'the output'}: {error.strerror or error}"))
        return 1


def complain(error: VoiceguideError) -> None:
    """Print a problem to standard error, with its hint."""
    prefix = "" if isinstance(error, ScriptError) else click.style("error:", fg="red", bold=True) + " "
    click.echo(prefix + error.message, err=True)
    if error.hint:
        click.echo(f"hint: {error.hint}", err=True)


def _terminate(signum: int, frame: object) -> NoReturn:
    raise Terminated(signum)
