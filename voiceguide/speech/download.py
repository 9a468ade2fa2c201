"""Downloads files over https, or from this machine (loopback http, a path). Sizes are limited and checked."""

from __future__ import annotations

import hashlib
import ipaddress
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from voiceguide import __version__
from voiceguide.callbacks import Progress
from voiceguide.errors import DownloadError

SILENCE_SECONDS = 30.0
"""The timeout for a silent server."""
MOST_REDIRECTS = 5
BLOCK = 1 << 16
"""Bytes."""

_OFFLINE = "Is this machine online? Without a network, use --list with the path of a local copy."


def fetch(address: str, most: int) -> bytes:
    """The content, of at most `most` bytes. Raises DownloadError."""
    with _opened(address, most) as blocks:
        return b"".join(blocks)


def copy(
    address: str, file: IO[bytes], size: int, digest: str, progress: Progress | None = None, algorithm: str = "md5"
) -> None:
    """Download into a file. Raises DownloadError if the size in bytes or the digest differs."""
    # Piper's list has only MD5; https authenticates it
    done, made = 0, hashlib.new(algorithm, usedforsecurity=algorithm != "md5")
    with _opened(address, size) as blocks:
        for block in blocks:
            file.write(block)
            made.update(block)
            done += len(block)
            if progress:
                progress(done, size)
    if done < size:
        raise DownloadError(f"{address} stopped after {done:,} of {size:,} bytes", "Try again.")
    if made.hexdigest() != digest.lower():
        name = algorithm.upper()
        raise DownloadError(
            f"{address} differs from the list: its {name} is {made.hexdigest()}, not {digest}", "Try again."
        )


@contextmanager
def _opened(address: str, most: int) -> Iterator[Iterator[bytes]]:
    """The content in blocks. Read errors become DownloadErrors; exceptions of the caller pass unchanged."""
    with _explained(address):
        source = _open(address)
    with source:
        yield _blocks(source, address, most)


def _blocks(source: IO[bytes], address: str, most: int) -> Iterator[bytes]:
    """The content in blocks. Raises DownloadError if it exceeds `most` bytes, or stops."""
    length = getattr(source, "length", None)  # the size that an HTTP server announced
    left = most
    while True:
        if left < 0 or (length or 0) > most:
            raise DownloadError(f"{address} is larger than the {most:,} bytes that it should have")
        with _explained(address):
            block = source.read(BLOCK)
        if not block:
            return
        length, left = None, left - len(block)
        if left >= 0:
            yield block


def _open(address: str) -> Any:
    path = local_path(address)
    if path is not None:
        return path.open("rb")
    refuse_unsafe(address)
    proxies = urllib.request.ProxyHandler({} if _is_loopback(address) else None)
    opener = urllib.request.OpenerDirector()  # the default one would also open ftp: and data: addresses
    for handler in (
        proxies,
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(address, headers={"User-Agent": f"voiceguide/{__version__}"})
    return opener.open(request, timeout=SILENCE_SECONDS)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, but none to an address that would be refused by itself."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """The next request. Raises DownloadError for an unsafe address."""
        refuse_unsafe(newurl)
        if _is_loopback(newurl) and not _is_loopback(req.full_url):
            raise DownloadError(f"{req.full_url} redirects to this machine, {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def local_path(address: str) -> Path | None:
    """The file of an address that is a path or a file: address, else None."""
    parts = urlsplit(address)
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        return Path(urllib.request.url2pathname(parts.path))
    return None if "://" in address else Path(address)


def refuse_unsafe(address: str) -> None:
    """Raise DownloadError for an address without a trusted transport."""
    scheme = urlsplit(address).scheme
    if scheme != "https" and not (scheme == "http" and _is_loopback(address)):
        raise DownloadError(f"{address} is not allowed: only https: addresses are")


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _explained(address: str) -> Iterator[None]:
    try:
        yield
    except HTTPError as error:
        error.close()
        raise DownloadError(
            f"{address} cannot be fetched: the server says {error.code} {_reason(error.reason)}"
        ) from error
    except URLError as error:
        raise DownloadError(f"{address} cannot be fetched: {_reason(error.reason)}", _OFFLINE) from error
    except (OSError, HTTPException, ValueError) as error:
        raise DownloadError(f"{address} cannot be fetched: {_reason(error)}") from error


def _reason(error: object) -> str:
    text = str(getattr(error, "strerror", None) or error or type(error).__name__)
    return "".join(filter(str.isprintable, text))[:200]
