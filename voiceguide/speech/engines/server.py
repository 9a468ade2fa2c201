"""A speech server with OpenAI's interface: `POST /v1/audio/speech`, as Kokoro and many others offer it on one's own
machine.

Its address comes from the environment's VOICEGUIDE_SPEECH_SERVER, or from `config.toml` in the user's settings folder:

    [server]
    address = "http://127.0.0.1:8880"
    model = "tts-1"             # optional
    voice = "alloy"             # optional, for a server that lists no voices
    key = "…"                   # optional: sent as a bearer token
    elsewhere = true            # only for a server that is not on this machine

    [server.voices]             # optional, for a server that lists no voices: each voice, and its language
    nova = "en"

A script cannot name a server. A worker keeps one connection. An answer has a bound in bytes and in seconds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide.errors import SpeechError
from voiceguide.speech.engine import Voice
from voiceguide.speech.engines.server_settings import server_settings

if TYPE_CHECKING:
    from voiceguide.speech.engines.server_connection import ServerConnection

SECONDS = 60
"""The time for an answer to a short text. A server may have to load a model first."""
BYTES_A_CHARACTER = 400_000
"""More than a second takes in stereo, at 48 kHz, in floats."""
MOST_LIST_BYTES = 4 << 20
OWN_RATE = 170
"""The rate that is speed 1: a usual pace, from which the pace of each voice is measured."""
SPEEDS = (0.25, 4.0)
"""The range that OpenAI's interface names."""
NO_LIST = (404, 405, 501)
"""The statuses of a server without a list of voices."""
_TAG = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8}){0,2}")


class ServerEngine:
    """The server, with one connection that is kept."""

    lasting_voices = False
    quick_voices = False
    respelling = False
    paced = True
    """The model of a server decides the pace of a speed."""

    @property
    def advice(self) -> str:
        """Advice to the user if the server fails."""
        return f"Look at the server's own messages: {server_settings().address or 'it has no address'}"

    def why_not(self) -> str | None:
        """The reason why the server cannot be asked, or None."""
        return server_settings().fault

    def version(self) -> str:
        """A name for the address and the model. Another server may speak in another way."""
        try:
            settings = server_settings()
        except SpeechError:
            return "no server"
        made_of = repr((settings.address, settings.model))
        return f"paced server {hashlib.sha256(made_of.encode()).hexdigest()[:16]} "

    def voices(self) -> Sequence[Voice]:
        """The voices that the settings name, else those that the server lists, else one. Raises EngineFault."""
        settings = server_settings()
        if settings.voices:
            return [Voice(id, id, (tag.casefold(),) if tag else (), "server") for id, tag in settings.voices.items()]
        listed = self._connection.get("/v1/audio/voices", time_limit(""), MOST_LIST_BYTES, NO_LIST)
        try:
            found = listed_voices(json.loads(listed)) if listed else []
        except (ValueError, RecursionError):
            found = []  # some servers answer every unknown address with their page
        return found or [Voice(settings.voice, "the server's voice", (), "server")]

    def patience(self, text: str, loading: bool) -> float:
        """A little more than the connection is given, so that the connection fails first."""
        return time_limit(text) + 10

    def speak(self, text: str, voice: str, rate: int, language: str, path: Path) -> None:
        """Speak into a WAV file. Raises EngineFault."""
        speed = min(max(rate / OWN_RATE, SPEEDS[0]), SPEEDS[1])
        wanted = {
            "model": server_settings().model,
            "input": text,
            "voice": voice,
            "response_format": "wav",
            "speed": round(speed, 3),
        }
        most = (20 + len(text)) * BYTES_A_CHARACTER
        with path.open("wb") as file:
            self._connection.post("/v1/audio/speech", wanted, time_limit(text), file, most)

    @cached_property
    def _connection(self) -> ServerConnection:
        from voiceguide.speech.engines.server_connection import ServerConnection

        return ServerConnection(server_settings())


def time_limit(text: str) -> float:
    """The time limit for a text."""
    return SECONDS + len(text) / 5


def listed_voices(found: Any) -> list[Voice]:
    """The voices in a list of any usual form: names, or objects with an `id` or a `name`, under `voices`, `data` or
    nothing."""
    if isinstance(found, dict):
        found = next((found[key] for key in ("voices", "data") if isinstance(found.get(key), list)), [])
    entries = found if isinstance(found, list) else []
    voices = (_voice(entry) for entry in entries)
    return list({voice.id: voice for voice in voices if voice}.values())


def _voice(entry: Any) -> Voice | None:
    about = entry if isinstance(entry, dict) else {"id": entry}
    id = _first(about, ("id", "voice_id", "name"))
    if not id:
        return None
    tags = (about.get(key) for key in ("locale", "language", "lang", "language_code"))
    languages = tuple(_tags(tags))[:1]
    return Voice(id, _first(about, ("name",)) or id, languages, "server")


def _first(about: dict[str, Any], keys: Iterable[str]) -> str:
    """The first of these values that is a short printable text."""
    texts = (about.get(key) for key in keys)
    return next((text for text in texts if isinstance(text, str) and 0 < len(text) <= 100 and text.isprintable()), "")


def _tags(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str) and _TAG.fullmatch(value.casefold()):
            yield value.casefold().replace("_", "-")
