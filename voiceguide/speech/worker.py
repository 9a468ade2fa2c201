"""A worker process: an engine behind a pipe.

One JSON object a line comes in on standard input, one goes out for it on what was standard output when the process
began; whatever the engine prints goes to standard error. The worker ends when its input does, even while its engine
hangs: so none outlives the process that started it. Run as `worker.main(engine, folder)`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from voiceguide.errors import VoiceguideError
from voiceguide.speech.engine import Engine, EngineFault, load_engine
from voiceguide.speech.printed import first_line

Message = dict[str, Any]


def main(engine_name: str, folder: str) -> None:
    """Answer until the input ends, then remove the folder that the sound was handed over in."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    requests: SimpleQueue[Message] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, folder), daemon=True).start()
    engine, fault = _load(engine_name)
    while True:
        request = requests.get()
        answer = fault if engine is None else _answer(engine, request)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _listen(requests: SimpleQueue[Message], folder: str) -> None:
    for line in sys.stdin:
        requests.put(json.loads(line))
    shutil.rmtree(folder, ignore_errors=True)
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # with the programs that the engine has started
    os._exit(0)


def _load(engine_name: str) -> tuple[Engine | None, Message]:
    try:
        engine = load_engine(engine_name)
        why_not = engine.why_not()
    except VoiceguideError as error:
        return None, {"unavailable": error.message, "hint": error.hint}
    if why_not:
        return None, {"unavailable": f"the engine {engine_name!r} cannot speak here", "hint": why_not}
    return engine, {}


def _answer(engine: Engine, request: Message) -> Message:
    try:
        if request["do"] == "voices":
            return {"voices": [asdict(voice) for voice in engine.voices()]}
        engine.speak(request["text"], request["voice"], request["rate"], request["language"], Path(request["path"]))
    except VoiceguideError as error:  # it knows why, and that trying again is of no use
        return {"unavailable": error.message, "hint": error.hint}
    except EngineFault as error:
        return {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is told to the main process
        return {"error": f"the engine failed ({type(error).__name__}: {first_line(error)})"}
    return {"spoken": True}
