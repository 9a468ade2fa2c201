"""The recogniser in a process of its own: while it thinks, and while it loads its model, it holds Python's one lock,
and a sound device that waits for that lock runs dry.

The vocabulary comes in on standard input as one line of JSON, then each phrase after a line with the number of its
bytes. For each a line of JSON goes out on what was standard output when the process began. It ends when its input does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from voiceguide.errors import VoiceguideError
from voiceguide.live.commands import Command
from voiceguide.live.recogniser import Recogniser, Vocabulary

BOOT = "import sys; sys.path[:] = sys.argv[1:]; from voiceguide.live.recogniser_apart import main; main()"
"""Modules are found where this process finds them."""


class RecogniserApart:
    """Understands as `Recogniser` does."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Does not wait for the process to be ready."""
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        else:
            apart = {"start_new_session": True}  # Ctrl-C is for this process
        how: dict[str, Any] = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.DEVNULL,
            **apart,
        }
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-P", "-c", BOOT, *map(os.path.abspath, sys.path)], **how
        )
        self._write(json.dumps([vocabulary.model, vocabulary.wake, _named(vocabulary)]).encode() + b"\n")

    def understand(self, phrase: bytes) -> Command | None:
        """See `Recogniser.understand`. Raises VoiceguideError where the process failed."""
        self._write(b"%d\n%s" % (len(phrase), phrase))
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"fault": "its process has ended."}
        if "fault" in answer:
            raise VoiceguideError(f"What was said cannot be recognised: {answer['fault']}")
        return Command(answer["act"]) if answer["act"] else None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError:
            pass  # it has ended: reading its answer tells


def main() -> None:
    """The process."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # whatever is printed is no answer
    model, wake, commands = json.loads(sys.stdin.buffer.readline())
    recogniser = _loaded(Vocabulary(model, wake, {Command(name): words for name, words in commands.items()}))
    while length := sys.stdin.buffer.readline():
        answer = _answer(recogniser, sys.stdin.buffer.read(int(length)))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _loaded(vocabulary: Vocabulary) -> Recogniser | str:
    try:
        return Recogniser(vocabulary)
    except Exception as error:  # noqa: BLE001 - told to the process that asks
        return str(error)


def _answer(recogniser: Recogniser | str, phrase: bytes) -> dict[str, str | None]:
    if isinstance(recogniser, str):
        return {"fault": recogniser}
    try:
        command = recogniser.understand(phrase)
    except Exception as error:  # noqa: BLE001 - as above
        return {"fault": str(error)}
    return {"act": command.value if command else None}


def _named(vocabulary: Vocabulary) -> dict[str, list[str]]:
    return {command.value: list(words) for command, words in vocabulary.commands.items()}
