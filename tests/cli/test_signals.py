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
IN_A_DESTRUCTOR = """
import signal, sys, time
from voiceguide import cli

class Thing:
    def __del__(self):
        signal.raise_signal(int(sys.argv[1]))

def main(*args, **options):
    Thing()  # Python swallows all that a destructor raises
    for _ in range(1000):
        time.sleep(0.01)

cli.voiceguide.main = main
cli.main([])
"""
IN_THE_CLEANUP = """
import signal, sys
from voiceguide import cli

def main(*args, **options):
    try:
        signal.raise_signal(int(sys.argv[1]))
    finally:
        raise AttributeError("half made")

cli.voiceguide.main = main
cli.main([])
"""
IN_THE_END_OF_PYTHON = """
import os, sys
from voiceguide import cli

class Clip:
    def __del__(self):
        os.abort()

sys.modules["clip"] = Clip()
cli.run = lambda args: 128 + int(sys.argv[1])
cli.main([])
"""
AT_THE_END = """
import atexit, signal
from voiceguide import cli

atexit.register(signal.raise_signal, signal.SIGINT)
cli.main(["--version"])
"""


@needs_signals
@pytest.mark.parametrize("program", [WHILE_A_CLASS_IS_MADE, IN_A_DESTRUCTOR, IN_THE_CLEANUP, IN_THE_END_OF_PYTHON])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_at_an_odd_moment_ends_the_program_quietly(name: str, program: str) -> None:
    number = int(signal.Signals[name])
    ran = subprocess.run([sys.executable, "-c", program, str(number)], capture_output=True, text=True, check=False)
    assert ran.returncode == 128 + number, ran.stderr
    assert "Traceback" not in ran.stderr


@needs_signals
def test_a_late_interrupt_prints_no_traceback() -> None:
    ran = subprocess.run([sys.executable, "-c", AT_THE_END], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
