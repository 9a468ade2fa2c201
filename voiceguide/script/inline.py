"""The inline Markdown of a text: its plain words, links, and markup that cannot be spoken."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt

from voiceguide.script.links import Link, is_address, link
from voiceguide.script.source import Remark


@lru_cache(maxsize=4096)
def plain_words(content: str) -> tuple[str, tuple[Remark, ...], tuple[Link, ...]]:
    """The plain words of a text, the remarks on its markup, and its links."""
    text: list[str] = []
    remarks: list[Remark] = []
    links: list[Link] = []
    begun: tuple[int, str] | None = None
    for token in _inline().parseInline(content)[0].children or []:
        if token.type in ("text", "code_inline", "text_special"):
            text.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            text.append("\n")
        elif token.type == "image":
            hint = "write it on an indented line of its own beneath its step"
            remarks.append(Remark("error", "an image", "![", hint))
        elif token.type == "html_inline" and not token.content.startswith("<!--"):
            hint = "write plain words"
            remarks.append(Remark("error", f"raw HTML, `{token.content}`", token.content, hint, "", sure=False))
        elif token.type == "link_open" and not is_address(href := str(token.attrs.get("href", ""))):
            begun = len(text), href
        elif token.type == "link_close" and begun:
            links.append(link("".join(text[begun[0] :]), begun[1], content))
            begun = None
    if "](" in (plain := "".join(text)):  # the parser refuses some kinds of links, such as `file:`
        remarks.append(Remark("error", "a link that cannot be followed", "](", "write the words themselves"))
    return plain, tuple(remarks), tuple(links)


@lru_cache(maxsize=1)
def _inline() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": 100})
