"""The settings of a speech server: its address, and the user's permissions."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from voiceguide.errors import SpeechError
from voiceguide.storage.environment import shown, variable

if TYPE_CHECKING:
    import http.client

VARIABLE = "VOICEGUIDE_SPEECH_SERVER"
DEFAULT_MODEL = "tts-1"
DEFAULT_VOICE = "alloy"
"""OpenAI's own first voice, which many servers know by this name."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The settings of a speech server."""

    address: str = ""
    """Without a slash at its end, and without `/v1`."""
    model: str = DEFAULT_MODEL
    voice: str = DEFAULT_VOICE
    """The voice to ask a server for that lists none."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """Voice -> language, for a server that lists none."""
    key: str = ""
    elsewhere: bool = False
    """True if the server may be on another machine, which then gets all texts."""
    source: str = ""
    """The words before the address in messages, where the environment gave it."""

    @property
    def fault(self) -> str | None:
        """The reason why no server can be asked, or None."""
        from voiceguide.storage.settings import config_path

        if not self.address:
            return f"Write the server's address into {config_path()}, under [server], or into {VARIABLE}."
        try:
            parts = urlsplit(self.address)
            named = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
        except ValueError:
            named = None
        if not named or parts.query or parts.fragment or parts.username:
            return f"{self.source}{shown(self.address)} is not the address of a server, such as http://127.0.0.1:8880"
        if not self.elsewhere and not is_loopback(parts.hostname or ""):
            return f"The server {parts.hostname} is not on this machine and would get all texts. If you want that, \
write elsewhere = true into {config_path()}, under [server]."
        return None

    @property
    def path(self) -> str:
        """The path before `/v1`."""
        return urlsplit(self.address).path

    def connect(self) -> http.client.HTTPConnection:
        """A connection, not yet open. No proxy is used and no redirect is followed."""
        import http.client

        parts = urlsplit(self.address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.hostname or "", parts.port)


def server_settings() -> ServerSettings:
    """The settings in the configuration, with the address of the environment. Raises SpeechError where the
    configuration cannot be read."""
    from voiceguide.speech.engines.command import configured
    from voiceguide.storage.settings import config_path

    section = configured("server")
    named = variable(VARIABLE)
    address = named or _text(section, "address", "")
    voices = section.get("voices", {})
    if not isinstance(voices, dict):
        raise SpeechError(f"{config_path()}: server.voices is not a table", 'Write: [server.voices] and nova = "en"')
    return ServerSettings(
        address.strip().rstrip("/").removesuffix("/v1"),
        _text(section, "model", DEFAULT_MODEL),
        _text(section, "voice", DEFAULT_VOICE),
        {str(id): str(tag) for id, tag in voices.items()},
        _text(section, "key", ""),
        section.get("elsewhere") is True,
        f"{VARIABLE}: " if named else "",
    )


def is_loopback(host: str) -> bool:
    """True if a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _text(section: Mapping[str, Any], key: str, default: str) -> str:
    value = section.get(key, default)
    if not isinstance(value, str) or not value.isprintable():
        from voiceguide.storage.settings import config_path

        raise SpeechError(f"{config_path()}: server.{key} is not a text", f'Write it in quotes: {key} = "…"')
    return value
