"""Voice commands: the microphone is heard, and what is said after the wake word becomes an act.

The player must not command itself. While it speaks nothing is listened to, a phrase that its speech breaks into is
dropped, and what it might say is far enough from the commands for the recogniser to refuse it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec

from voiceguide.errors import VoiceguideError
from voiceguide.language import Pack
from voiceguide.live.commands import Command, Send
from voiceguide.live.microphone import Microphone
from voiceguide.live.phrases import Phrases, Samples
from voiceguide.live.recogniser import Vocabulary, model_folder
from voiceguide.live.recogniser_apart import RecogniserApart

COMMANDS = {
    Command.PAUSE: "pause",
    Command.GO_ON: "go-on",
    Command.NEXT: "next",
    Command.AGAIN: "again",
    Command.LONGER: "longer",
    Command.WHERE: "where",
}
"""Act -> its key in a pack's section `commands`."""


Understand = Callable[[bytes], Command | None]
"""See `Recogniser.understand`."""


class Listener:
    """Hears sound block by block, and tells what was commanded."""

    def __init__(self, understand: Understand) -> None:
        self._understand = understand
        self._phrases = Phrases()

    def hear(self, block: Samples | None) -> Command | None:
        """The command that ended in this block. None is a block in which the player spoke."""
        if block is None:
            self._phrases.forget()
            return None
        phrase = self._phrases.hear(block)
        act = None if phrase is None else self._understand(phrase.tobytes())
        if act is not None:
            self._phrases.forget()
        return act


class VoiceControl:
    """Listens in the background. Where that fails, `note` is told why, once, and the session goes on without."""

    def __init__(
        self, pack: Pack, send: Send, speaking: Callable[[], bool], note: Callable[[str], None] | None = None
    ) -> None:
        """`speaking` tells whether the player is heard, or was a moment ago; it is asked by the microphone's thread,
        20 times a second. `note` is called from another thread."""
        self._pack = pack
        self._send = send
        self._speaking = speaking
        self._note = note or (lambda text: None)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="voice-control", daemon=True)

    def start(self) -> None:
        """Begin, without waiting for the microphone. Once only."""
        self._thread.start()

    def close(self) -> None:
        """Listen no more. A second time does nothing."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=1)

    def _run(self) -> None:
        try:
            self._listen()
        except Exception as error:  # noqa: BLE001 - it is told, and whatever it was, the session goes on
            hint = getattr(error, "hint", None)
            self._note(f"Voice commands are off: {error}{f' {hint}' if hint else ''}")

    def _listen(self) -> None:
        with closing(Microphone()) as microphone, closing(RecogniserApart(vocabulary(self._pack))) as recogniser:
            listener = Listener(recogniser.understand)
            for block in microphone.blocks(self._speaking):
                if self._closed.is_set():
                    return
                act = listener.hear(block)
                if act is not None:
                    self._send(act)


def vocabulary(pack: Pack) -> Vocabulary:
    """What a listener may say in this language."""
    words = pack.data["commands"]
    return Vocabulary(
        words["model"], words["wake"], {act: pack.words("commands", key) for act, key in COMMANDS.items()}
    )


def why_not(pack: Pack) -> str | None:
    """Why voice commands cannot be used here and what to do about it; None if they can."""
    if find_spec("pocketsphinx") is None:
        return "What they need is not installed: pip install 'voiceguide[voice-control]'"
    model = pack.data["commands"]["model"]
    if not model or not model_folder(model).is_dir():
        return f"Voice commands are understood in English only; this routine is in {pack.data['name']}. Use the keys."
    try:
        Microphone().close()
    except VoiceguideError as error:
        return f"{error.message} {error.hint}"
    except ImportError as error:
        return f"The microphone needs miniaudio, which cannot be loaded ({error}): pip install miniaudio"
    return None
