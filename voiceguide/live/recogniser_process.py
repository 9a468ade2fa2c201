"""Run the recogniser in a process of its own. It holds Python's global lock while it works or loads its model, and a
sound device that waits for that lock would run dry.

The vocabulary comes in on standard input as one line of JSON. Each phrase follows a line with its number of bytes. For
each phrase one line of JSON goes out on the original standard output. The process ends at the end of its input.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from voiceguide.child_process import TimeLimit, start_child
from voiceguide.errors import VoiceguideError
from voiceguide.live.commands import AnyCommand, command_named
from voiceguide.live.recogniser import Recogniser, Vocabulary

ANSWER_SECONDS = 60.0
"""The time limit for a phrase, with the loading of the model before the first one."""


class RecogniserProcess:
    """A recogniser in another process."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Start the process. Does not wait until it is ready."""
        self._process: subprocess.Popen[bytes] = start_child(
            "voiceguide.live.recogniser_process", stderr=subprocess.DEVNULL
        )
        self._limit = TimeLimit(self._process, ANSWER_SECONDS)
        self._write(
            json.dumps(
                [
                    vocabulary.model,
                    vocabulary.wake,
                    _named(vocabulary),
                    list(vocabulary.refused),
                    dict(vocabulary.pronunciations),
                ]
            ).encode()
            + b"\n"
        )

    def understand(self, phrase: bytes) -> AnyCommand | None:
        """See `Recogniser.understand`. Raises VoiceguideError if the process failed."""
        assert self._process.stdout is not None
        with self._limit.step():
            self._write(b"%d\n%s" % (len(phrase), phrase))
            line = self._process.stdout.readline()
        ended = (
            f"it gave no answer for {ANSWER_SECONDS:.0f} seconds." if self._limit.exceeded else "its process has ended."
        )
        answer = json.loads(line) if line else {"fault": ended}
        if "fault" in answer:
            raise VoiceguideError(f"Speech cannot be recognised: {answer['fault']}")
        return command_named(answer["command"]) if answer["command"] else None

    def kill(self) -> None:
        """End the process, from any thread. `understand` then fails."""
        self._process.kill()

    def close(self) -> None:
        """End the process."""
        self._limit.close()
        self._process.kill()
        self._process.communicate()

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError:
            pass  # the process has ended; reading its answer reports that


def main() -> None:
    """Run the child process."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # nothing that is printed may mix with the answers
    model, wake, commands, *others = json.loads(sys.stdin.buffer.readline())
    meanings = {command_named(name): words for name, words in commands.items()}
    recogniser = _loaded(Vocabulary(model, wake, meanings, *others))
    while length := sys.stdin.buffer.readline():
        answer = _answer(recogniser, sys.stdin.buffer.read(int(length)))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _loaded(vocabulary: Vocabulary) -> Recogniser | str:
    try:
        return Recogniser(vocabulary)
    except Exception as error:  # noqa: BLE001 - sent to the parent process
        return str(error)


def _answer(recogniser: Recogniser | str, phrase: bytes) -> dict[str, str | None]:
    if isinstance(recogniser, str):
        return {"fault": recogniser}
    try:
        command = recogniser.understand(phrase)
    except Exception as error:  # noqa: BLE001 - as above
        return {"fault": str(error)}
    return {"command": command.value if command else None}


def _named(vocabulary: Vocabulary) -> dict[str, list[str]]:
    return {command.value: list(words) for command, words in vocabulary.commands.items()}
