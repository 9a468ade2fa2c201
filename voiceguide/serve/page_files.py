"""The page's own files: scripts, styles and texts, read once."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from voiceguide.serve.body import Body
from voiceguide.serve.bundle import bundle

PAGE = Path(__file__).parent / "page"
TEMPLATE = "index.html"
STYLES = ("tokens", "controls", "shared", "page", "player")
PUBLISHED = "published"
"""The further styles of a published page."""
SCRIPT, PLAIN_SCRIPT = "page", "plain-page"
"""The module that loads all others, and the script of a published page without modules."""
BUNDLE = "player"
"""The served file that has all modules together, among them the module of the same name."""
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
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STYLE_GAP = re.compile(r" ?([{};,]) ?")
_SPACES = re.compile(r"\s+")
_INDENTATION = re.compile(r"\n\s+")


def page_files() -> dict[str, Body]:
    """Path relative to the page's folder -> content. All modules are in one file. Templates are left out, and so are
    the styles that stand in the page."""
    modules = [path for path in PAGE.glob("*.js") if path.stem != PLAIN_SCRIPT]
    put_together = {*modules, *(PAGE / f"{name}.css" for name in (*STYLES, PUBLISHED))}
    found = {}
    for path in sorted(path for pattern in ("*", "*/*") for path in PAGE.glob(pattern)):
        if path.is_file() and path.suffix != ".html" and path not in put_together and not path.name.startswith("."):
            kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or _OTHER
            found[path.relative_to(PAGE).as_posix()] = Body(path.read_bytes(), kind)
    whole = bundle({path.stem: path.read_text("utf-8") for path in modules}, SCRIPT)
    found[f"{BUNDLE}.js"] = Body(whole.encode(), TYPES[".js"])
    return found


@cache
def style(*, published: bool = False) -> str:
    """All styles of the page. They stand in the page itself: a browser shows nothing before it has them."""
    names = (*STYLES, PUBLISHED) if published else STYLES
    return "".join(compact_style((PAGE / f"{name}.css").read_text("utf-8")) for name in names)


def compact_style(text: str) -> str:
    """A style sheet without comments and without spaces that mean nothing."""
    return _STYLE_GAP.sub(r"\1", _SPACES.sub(" ", _STYLE_COMMENT.sub("", text))).strip()


def compact_page(text: str) -> str:
    """A page without indentation."""
    return _INDENTATION.sub("\n", text)


def style_source(text: str) -> str:
    """The source that allows this style in a Content-Security-Policy, and no other."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def folder_name(files: dict[str, Body]) -> str:
    """The name of the folder that these files are served in. It changes with each of them, so that a browser may keep
    the files for ever."""
    digest = hashlib.sha256("\n".join(f"{name} {body.tag}" for name, body in files.items()).encode())
    return f"static-{digest.hexdigest()[:12]}"
