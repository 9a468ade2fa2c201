"""The texts in the source of a module, with `{}` for each slot."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SLOT = re.compile(r"\{[^{}]*\}")


def sentences(path: Path) -> Iterator[str]:
    """The texts of two words and more in a module that a person may read; no docstrings and no patterns."""
    tree = ast.parse(path.read_text("utf-8"))
    left_out = {id(part) for part in _docstrings(tree)}
    for joined in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
        left_out |= {id(part) for part in ast.walk(joined) if part is not joined}
    for node in ast.walk(tree):
        text = None if id(node) in left_out else _text(node)
        if text and _is_told(text):
            yield SLOT.sub("{}", text)


def _is_told(text: str) -> bool:
    words = len(re.findall(r"[A-Za-z]{2,}", SLOT.sub("", text)))
    return words > 1 and " " in text.strip() and not re.search(r"\(\?|\\|\|", text)


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        for statement in getattr(node, "body", None) or [] if not isinstance(node, ast.Lambda | ast.IfExp) else []:
            if isinstance(statement, ast.Expr):
                yield statement.value


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def told_by_errors(path: Path) -> Iterator[str]:
    """The texts that errors of a module have: arguments of their calls, and what is named a hint or a message."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _called(node).endswith(ERRORS):
            parts = [*node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("hint", "message", "reason"):
            parts = [node.value]
        else:
            continue
        yield from (SLOT.sub("{}", text) for part in parts if (text := _text(part)) and _is_told(text))


ERRORS = ("Error", "Fault")
_OTHER_ERRORS = ("ValueError", "AssertionError", "AttributeError", "PermissionError", "DamagedError", "BlockingIOError")


def _called(node: ast.Call) -> str:
    name = str(getattr(node.func, "id", getattr(node.func, "attr", "")))
    return "" if name in _OTHER_ERRORS else name
