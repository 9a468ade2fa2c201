"""Voice commands: turn the words after the wake word into commands.

The player must not command itself. Nothing is listened to while the microphone hears it speak, and a phrase that its
speech interrupts is dropped. Its own words differ enough from the commands for the recogniser to refuse them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec

from voiceguide.errors import VoiceguideError
from voiceguide.language import Pack
from voiceguide.live.commands import AnyCommand, Command, OverlayCommand, Send
from voiceguide.live.microphone import Microphone
from voiceguide.live.phrase_detector import PhraseDetector, Samples
from voiceguide.live.recogniser import Vocabulary, model_folder
from voiceguide.live.recogniser_process import RecogniserProcess
from voiceguide.parts import install
from voiceguide.playback.miniaudio_player import install_hint

COMMANDS: dict[AnyCommand, str] = {
    Command.PAUSE: "pause",
    Command.GO_ON: "go-on",
    Command.NEXT: "next",
    Command.AGAIN: "again",
    Command.LONGER: "longer",
    Command.SHORTER: "shorter",
    Command.WHERE: "where",
    OverlayCommand.LOUDER: "louder",
    OverlayCommand.QUIETER: "quieter",
    OverlayCommand.SLOWER: "slower",
    OverlayCommand.FASTER: "faster",
    Command.UNDO: "undo",
}
"""Command -> its key in the section `commands` of a language pack."""


CLOSING_SECONDS = 1.0
"""The longest wait for the end of listening."""

Understand = Callable[[bytes], AnyCommand | None]
"""See `Recogniser.understand`."""


class Listener:
    """Takes sound block by block, and returns the commands in it."""

    def __init__(self, understand: Understand) -> None:
        self._understand = understand
        self._phrase_detector = PhraseDetector()
        self._in_doubt = False
        """True if the phrase so far has the wake word and no command yet."""

    def hear(self, block: Samples | None) -> AnyCommand | None:
        """Return the command that ended in this block. A block in which the player spoke is None."""
        if block is None:
            self._forget()
            return None
        phrase = self._phrase_detector.hear(block)
        if phrase is not None:
            command = self._understand(phrase.tobytes())
            self._in_doubt = command is OverlayCommand.NOT_UNDERSTOOD
            if command is not None and not self._in_doubt:
                self._forget()
                return command
        if self._in_doubt and not self._phrase_detector.under_way:
            self._in_doubt = False
            return OverlayCommand.NOT_UNDERSTOOD
        return None

    def _forget(self) -> None:
        self._phrase_detector.forget()
        self._in_doubt = False


class VoiceControl:
    """Listens in the background. A failure is passed to `note` once, and the session goes on without voice commands."""

    def __init__(
        self, pack: Pack, send: Send, deaf: Callable[[], bool], note: Callable[[str], None] | None = None
    ) -> None:
        """`deaf` returns True while the microphone hears the player speak, and a moment longer. The microphone's thread
        calls it 20 times a second. `note` is called from another thread."""
        self._pack = pack
        self._send = send
        self._deaf = deaf
        self._note = note or (lambda text: None)
        self._closed = threading.Event()
        self._recogniser: RecogniserProcess | None = None
        self._thread = threading.Thread(target=self._run, name="voice-control", daemon=True)

    def start(self) -> None:
        """Start listening, without waiting for the microphone. Call this once."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening. A second call does nothing."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=CLOSING_SECONDS)
        if self._thread.is_alive() and self._recogniser is not None:
            self._recogniser.kill()  # it hangs, and would outlive this process

    def _run(self) -> None:
        try:
            self._listen()
        except Exception as error:  # noqa: BLE001 - the session goes on, whatever failed here
            if self._closed.is_set():
                return  # a recogniser that was killed at the end has failed nobody
            hint = getattr(error, "hint", None)
            self._note(f"Voice commands are off: {error}{f' {hint}' if hint else ''}")

    def _listen(self) -> None:
        with closing(Microphone()) as microphone, closing(RecogniserProcess(vocabulary(self._pack))) as recogniser:
            self._recogniser = recogniser
            listener = Listener(recogniser.understand)
            for block in microphone.blocks(self._deaf):
                if self._closed.is_set():
                    return
                command = listener.hear(block)
                if command is not None:
                    self._send(command)


def vocabulary(pack: Pack) -> Vocabulary:
    """Return the voice commands of a language."""
    words = pack.data["commands"]
    return Vocabulary(
        words["model"],
        words["wake"],
        {command: pack.words("commands", key) for command, key in COMMANDS.items()},
        pack.words("commands", "refused"),
        words.get("pronunciations", {}),
    )


def why_not(pack: Pack) -> str | None:
    """Return the reason why voice commands do not work here, and the remedy. None if they work."""
    if find_spec("pocketsphinx") is None:
        return f"PocketSphinx is not installed. Install it: {install('pocketsphinx')}"
    model = pack.data["commands"]["model"]
    if not model or not model_folder(model).is_dir():
        return f"Voice commands are understood in English only; this routine is in {pack.data['name']}. Use the keys."
    try:
        Microphone().close()
    except VoiceguideError as error:
        return f"{error.message} {error.hint}"
    except ImportError as error:
        return f"The microphone needs miniaudio, which cannot be loaded ({error}). {install_hint()}"
    return None
