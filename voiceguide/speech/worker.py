"""A worker process: an engine behind a pipe.

Requests arrive on standard input, one JSON object a line. Each gets two answers on the original standard output: that
loading is complete, and the result. A fault replaces either. Output of the engine goes to standard error. The worker
ends with its input, even while the engine hangs, so it never outlives its parent. Run as `worker.main(engine, folder)`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from voiceguide.errors import VoiceguideError, VoiceNotFoundError
from voiceguide.speech.engine import Engine, EngineFault, Voice, load_engine
from voiceguide.speech.error_text import first_line
from voiceguide.storage.removal import remove_temporary

Message = dict[str, Any]
LOADED: Message = {"loaded": True}


def main(engine_name: str, folder: str) -> None:
    """Answer requests until the input ends, then remove the folder of sound files."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    requests: SimpleQueue[Message] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, folder), daemon=True).start()

    lock = threading.Lock()

    def tell(request: Message, answer: Message) -> None:
        with lock:
            answers.write(json.dumps({"number": request["number"], **answer}) + "\n")
            answers.flush()

    engine, fault = _load(engine_name)
    while True:
        request = requests.get()
        loaded = fault if engine is None else _answer(_load_for, engine, request)
        tell(request, loaded)
        if engine is None or loaded != LOADED:
            continue
        if getattr(engine, "parallel", False):
            threading.Thread(target=_speak_beside, args=(engine, request, tell), daemon=True).start()
        else:
            tell(request, _answer(_obey, engine, request))


def _speak_beside(engine: Engine, request: Message, tell: Callable[[Message, Message], None]) -> None:
    """Answer one request while the engine answers others."""
    tell(request, _answer(_obey, engine, request))


def _listen(requests: SimpleQueue[Message], folder: str) -> None:
    for line in sys.stdin:
        requests.put(json.loads(line))
    remove_temporary(Path(folder))
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


def _load_for(engine: Engine, request: Message) -> Message:
    load = getattr(engine, "load", None)
    if load is not None and request["do"] in ("load", "speak"):
        load(request["voice"])
    return LOADED


def _obey(engine: Engine, request: Message) -> Message:
    if request["do"] == "load":
        return LOADED
    if request["do"] == "voices":
        return {"voices": [asdict(voice) for voice in _voices(engine)]}
    engine.speak(request["text"], request["voice"], request["rate"], request["language"], Path(request["path"]))
    return {"spoken": True}


def _voices(engine: Engine) -> Sequence[Voice]:
    """The engine's voices. Raises VoiceNotFoundError where an engine has none and knows the remedy."""
    found = engine.voices()
    remedy = None if found else getattr(engine, "no_voices", None)
    if remedy:
        raise VoiceNotFoundError("the engine has no voice here", remedy)
    return found


def _answer(do: Callable[[Engine, Message], Message], engine: Engine, request: Message) -> Message:
    """The result, or the fault of the engine."""
    try:
        return do(engine, request)
    except VoiceguideError as error:  # the reason is known, and another attempt cannot help
        return {"unavailable": error.message, "hint": error.hint}
    except EngineFault as error:
        return {"error": str(error), "again": error.again}
    except Exception as error:  # noqa: BLE001 - any exception of an engine is reported to the main process
        return {"error": f"the engine failed ({type(error).__name__}: {first_line(error)})", "again": True}
