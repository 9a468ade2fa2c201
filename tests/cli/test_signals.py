"""Signals at odd moments."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="a signal")

WHILE_A_CLASS_IS_MADE = """
import signal, sys
from voiceguide import cli

class Field:
    def __set_name__(self, owner, name):
        signal.raise_signal(int(sys.argv[1]))

def main(*args, **options):
    class Made:
        field = Field()

cli.voiceguide.main = main
cli.main([])
"""
AT_THE_END = """
import atexit, signal
from voiceguide import cli

atexit.register(signal.raise_signal, signal.SIGINT)
cli.main(["--version"])
"""


@needs_signals
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_while_a_class_is_made_ends_the_program_quietly(name: str) -> None:
    number = int(signal.Signals[name])
    ran = subprocess.run(
        [sys.executable, "-c", WHILE_A_CLASS_IS_MADE, str(number)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 128 + number, ran.stderr
    assert "Traceback" not in ran.stderr


@needs_signals
def test_a_late_interrupt_prints_no_traceback() -> None:
    ran = subprocess.run([sys.executable, "-c", AT_THE_END], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
