"""Completion in real shells: each loads the script of `voiceguide completion`, and completes a word."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any

import click
import pytest

from tests.conftest import Cli
from tests.needs import need
from voiceguide.cli import candidates, voiceguide
from voiceguide.cli.completion import PLACES, VARIABLE, Bash

SCRIPT = "# Heel\n\n- Scrape the sole for 30 seconds (needs a scraping tool)\n- Rub the arch for 20 seconds\n"
BASH = """
source <("$0" completion bash 2>/dev/null)
COMP_LINE=$1 COMP_POINT=${#1}
COMP_WORDS=($1) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
[[ $1 == *' ' ]] && COMP_WORDS+=('') COMP_CWORD=$((COMP_CWORD + 1))
_voiceguide_completion "$0"
printf '%s\\n' "${COMPREPLY[@]}"
"""
FISH = 'source (voiceguide completion fish 2>/dev/null | psub); complete -C "$argv[1]"'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "soles.md").write_text(SCRIPT)
    (tmp_path / "own.md").write_text(SCRIPT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def in_bash(line: str) -> list[str]:
    """The words that bash offers for a command line."""
    program = which("voiceguide")
    assert program
    ran = subprocess.run(["bash", "--norc", "-c", BASH, program, line], capture_output=True, text=True, timeout=60)
    return ran.stdout.split("\n")[:-1]


def in_fish(line: str) -> list[str]:
    """The words that fish offers for a command line."""
    ran = subprocess.run(["fish", "-c", FISH, line], capture_output=True, text=True, timeout=60)
    return [each.partition("\t")[0] for each in ran.stdout.splitlines()]


def on_a_terminal(shell: list[str], set_up: str, line: str, word: str) -> str:
    """The output of an interactive shell after Tab, up to the word."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "dumb"
        os.execvp(shell[0], shell)
    try:
        _type(terminal, f"{set_up}; echo LOAD''ED\n", "LOADED\r\n")
        return _type(terminal, f"{line}\t\t", word)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _type(terminal: int, keys: str, until: str) -> str:
    """Type keys and return the output up to a text, or of a minute."""
    os.write(terminal, keys.encode())
    output, end = "", time.monotonic() + 60
    while until not in output and select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
        output += os.read(terminal, 65536).decode(errors="replace")
    return output


ZSH = "autoload -Uz compinit; compinit -D -u; source <(voiceguide completion zsh 2>/dev/null)"
BASH_SET_UP = "source <(voiceguide completion bash 2>/dev/null)"


def in_zsh(line: str) -> list[str]:
    """The words that zsh shows after Tab on a terminal."""
    return on_a_terminal(["zsh", "-f", "-i"], ZSH, line, LINES[line]).replace("\x07", "").split()


SHELLS: dict[str, Callable[[str], list[str]]] = {"bash": in_bash, "zsh": in_zsh, "fish": in_fish}


LINES = {
    "voiceguide exp": "export",
    "voiceguide play sol": "soles",
    "voiceguide export soles --length sh": "shortest",
    "voiceguide export soles --voice gmw/en-u": "gmw/en-us",
    "voiceguide export heel-pain-m": "heel-pain-morning",
    "voiceguide play own": "own.md",
    "voiceguide say hello --language d": "de",
    "voiceguide play soles --output min": "miniaudio",
    "voiceguide record sol": "soles",
    "voiceguide publish site sol": "soles",
    "voiceguide history sol": "soles",
    "voiceguide export soles --beside handout,ch": "handout,chapters",
}
CASES = [(shell, line) for shell in SHELLS for line in list(LINES)[: 4 if shell == "zsh" else None]]  # zsh is slow


@pytest.mark.parametrize(("shell", "line"), CASES)
def test_each_shell_completes_a_word(folder: Path, shell: str, line: str) -> None:
    need(which(shell), f"{shell} is not installed")
    offered, word = SHELLS[shell](line), LINES[line]
    assert any(each == word or each.endswith(word) for each in offered), offered


def test_a_thing_with_blanks_stays_one_word(folder: Path) -> None:
    need(which("bash"), "bash is not installed")
    assert in_bash("voiceguide plan soles --without a") == ["a\\ scraping\\ tool"]
    shown = on_a_terminal(["bash", "--norc", "-i"], BASH_SET_UP, 'voiceguide plan soles --without "a scr', 'tool"')
    assert '"a scraping tool"' in shown
    assert in_bash("voiceguide plan soles --without a\\ scr") == ["a\\ scraping\\ tool"]


def test_a_value_behind_its_sign_keeps_its_option(folder: Path) -> None:
    need(which("fish"), "fish is not installed")
    assert in_fish("voiceguide plan soles --talk=b") == ["--talk=bells", "--talk=brief"]
    assert in_fish("voiceguide plan soles --talk b") == ["bells", "brief"]


def test_files_stand_beside_the_routines(folder: Path) -> None:
    need(which("bash"), "bash is not installed")
    (folder / "sold").mkdir()
    (folder / "solo.txt").touch()
    (folder / "soles-2.md").write_text(SCRIPT)
    (folder / "soles-10m.mp3").touch()  # a recording of theirs is no routine
    assert in_bash("voiceguide plan sol") == ["soles", "soles-2.md", "sold/", "solo.txt"]


def test_a_text_beside_the_sound_is_offered_once(folder: Path) -> None:
    need(which("bash"), "bash is not installed")
    assert "handout,handout" not in in_bash("voiceguide export soles --beside handout,")


def test_only_lengths_that_a_routine_can_have_are_offered(folder: Path) -> None:
    need(which("bash"), "bash is not installed")
    assert in_bash("voiceguide plan soles --length ") == ["shortest", "longest"]
    assert "10m" in in_bash("voiceguide plan heel-pain --length 1")


def test_a_broken_script_completes_nothing_and_says_nothing(folder: Path) -> None:
    need(which("bash"), "bash is not installed")
    (folder / "scripts" / "broken.md").write_bytes(b"\xff\xfe")
    assert in_bash("voiceguide plan broken --without ") == [""]


def test_a_folder_or_an_unreadable_file_takes_no_other_script_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a-folder.md").mkdir()
    (folder / "unreadable.md").write_text(SCRIPT)
    opened = Path.open

    def refused(path: Path, *args: Any, **named: Any) -> Any:
        if path.name == "unreadable.md":  # for root, every file is readable
            raise PermissionError(13, "Permission denied", path.name)
        return opened(path, *args, **named)

    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.chdir(folder)
    command = click.Command("plan")
    found = [item.value for item in candidates.routines(click.Context(command), click.Argument(["routine"]), "")]
    assert "heel-pain" in found
    assert [name for name in found if name.endswith(".md")] == ["own.md", "unreadable.md"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are always text there")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_name_that_cannot_be_sent_takes_no_other_away(folder: Path, shell: str) -> None:
    need(which(shell), f"{shell} is not installed")
    for name in (b"own\xff.md", b"own\nbow.md"):
        (folder / os.fsdecode(name)).write_text(SCRIPT)
    offered = SHELLS[shell]("voiceguide play own")
    assert any(each.endswith("own.md") for each in offered), offered
    assert not any("bow" in each for each in offered), offered


@pytest.mark.parametrize("command", ["plan", "pack"])
def test_a_typed_word_that_is_not_text_is_left_to_the_shell(command: str) -> None:
    found = Bash(voiceguide, {}, "voiceguide", VARIABLE).get_completions([command], "fu\udcdf")
    assert [(item.type, item.value) for item in found] == [("file", "fu\ufffd")]


@pytest.mark.parametrize("shell", PLACES)
def test_the_script_is_printed_for_each_shell(cli: Cli, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = cli("completion", shell)
    assert asked.status == 0
    assert "_VOICEGUIDE_COMPLETE" in asked.out
    assert PLACES[shell] in asked.err
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    assert cli("completion").out == asked.out


def test_an_unknown_shell_is_asked_for(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    said = cli("completion")
    assert said.status == 2
    assert "bash, zsh, fish" in said.err
