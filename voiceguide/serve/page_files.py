"""The page's own files: scripts, styles and texts, read once."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence
from pathlib import Path

from voiceguide.serve.body import Body

PAGE = Path(__file__).parent / "page"
TEMPLATE = "index.html"
STYLES = ("tokens", "controls", "shared", "page", "player")
STYLE = "style.css"
"""All styles of the page in one file: a browser shows nothing before it has them."""
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Suffix -> media type, whatever the system's own table says."""
_OTHER = "application/octet-stream"


def page_files() -> dict[str, Body]:
    """Path relative to the page's folder -> content. Templates are left out."""
    paths = sorted(path for pattern in ("*", "*/*") for path in PAGE.glob(pattern))
    found = {}
    for path in paths:
        if path.is_file() and path.suffix != ".html" and not path.name.startswith("."):
            kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or _OTHER
            found[path.relative_to(PAGE).as_posix()] = Body(path.read_bytes(), kind)
    found[STYLE] = Body(b"\n".join(found[f"{name}.css"].content for name in STYLES), TYPES[".css"])
    return found


def language_of(languages: Sequence[str]) -> str:
    """The language of the page for a browser with these languages: the first in which it has words, else English."""
    known = {path.stem for path in (PAGE / "words").glob("*.js")}
    return next((name for each in languages if (name := each.partition("-")[0]) in known), "en")


def folder_name(files: dict[str, Body]) -> str:
    """The name of the folder that these files are served in. It changes with each of them, so that a browser may keep
    the files for ever."""
    digest = hashlib.sha256("\n".join(f"{name} {body.tag}" for name, body in files.items()).encode())
    return f"static-{digest.hexdigest()[:12]}"
