"""A connection to a speech server: kept, bounded, without proxies and redirects."""

from __future__ import annotations

import http.client
import json
from typing import IO, Any

from voiceguide.speech.engine import EngineFault
from voiceguide.speech.engines.server_settings import ServerSettings
from voiceguide.speech.error_text import first_line

MOST_ERROR_BYTES = 64 << 10
BLOCK = 1 << 16
"""Bytes."""


class ServerConnection:
    """A connection that is opened when it is needed, and again where the server has closed it."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._open: http.client.HTTPConnection | None = None

    def get(self, place: str, seconds: float, most: int, none_for: tuple[int, ...]) -> bytes | None:
        """The content at a place, of at most so many bytes; None for a status in `none_for`. Raises EngineFault."""
        response = self._ask("GET", place, None, seconds)
        if response.status in none_for:
            self._read(response, MOST_ERROR_BYTES)
            return None
        return self._read(self._accepted(response), most)

    def post(self, place: str, wanted: dict[str, Any], seconds: float, file: IO[bytes], most: int) -> None:
        """Ask with a JSON object, and write the answer into a file. Raises EngineFault."""
        response = self._accepted(self._ask("POST", place, json.dumps(wanted).encode(), seconds))
        done = 0
        while block := self._block(response, BLOCK):
            done += len(block)
            if done > most:
                self._close()
                raise self._fault(f"sent more than {most / 1e6:.0f} MB", again=False)
            file.write(block)
        self._whole(response)

    def _ask(self, method: str, place: str, body: bytes | None, seconds: float) -> http.client.HTTPResponse:
        """The server's response. A kept connection that the server has closed is opened once more. Raises
        EngineFault."""
        if self._settings.fault:
            raise EngineFault(self._settings.fault, again=False)
        headers = {"Content-Type": "application/json", "Accept": "audio/wav, application/json"}
        if self._settings.key:
            headers["Authorization"] = f"Bearer {self._settings.key}"
        kept = self._open is not None
        while True:
            connection = self._connected(seconds)
            try:
                connection.request(method, self._settings.path + place, body, headers)
                return connection.getresponse()
            except (OSError, http.client.HTTPException) as error:
                self._close()
                if not kept or isinstance(error, TimeoutError):
                    raise self._fault(f"cannot be asked ({_reason(error)})") from error
            kept = False

    def _connected(self, seconds: float) -> http.client.HTTPConnection:
        if self._open is None:
            self._open = self._settings.connect()
        self._open.timeout = seconds
        if self._open.sock is not None:
            self._open.sock.settimeout(seconds)
        return self._open

    def _accepted(self, response: http.client.HTTPResponse) -> http.client.HTTPResponse:
        """The response. Raises EngineFault for another status than 200, with the server's message."""
        if response.status == 200:
            return response
        said = error_message(self._read(response, MOST_ERROR_BYTES))
        again = response.status >= 500 or response.status == 429
        reason = "".join(filter(str.isprintable, response.reason or ""))[:60]
        status = f"answers {response.status} {reason}".rstrip()
        raise self._fault(f"{status}: {said}" if said else status, again=again)

    def _read(self, response: http.client.HTTPResponse, most: int) -> bytes:
        """The content of a response. Raises EngineFault if it has more bytes, or stops."""
        content = self._block(response, most + 1)
        if len(content) > most:
            self._close()
            raise self._fault(f"sent more than {most:,} bytes", again=False)
        self._whole(response)
        return content

    def _block(self, response: http.client.HTTPResponse, most: int) -> bytes:
        try:
            return response.read(most)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._close()
            raise self._fault(f"stopped in the middle of its answer ({_reason(error)})") from error

    def _whole(self, response: http.client.HTTPResponse) -> None:
        """Raise EngineFault if the server has promised more than it sent."""
        if response.length:
            self._close()
            raise self._fault("stopped in the middle of its answer")

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _fault(self, what: str, *, again: bool = True) -> EngineFault:
        return EngineFault(f"the speech server {self._settings.address} {what}", again=again)


def error_message(content: bytes) -> str:
    """The message in an error's content: `error.message`, `detail` or `message`, else its first line."""
    text = content.decode(errors="replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = text
    for key in ("error", "detail", "message"):
        if isinstance(found, dict) and key in found:
            found = found[key]
    shown = found if isinstance(found, str) else json.dumps(found)
    lines = "".join(sign if sign.isprintable() else " " for sign in shown).split()
    return " ".join(lines)[:200]


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or first_line(error) or type(error).__name__
