"""The front matter of a script: its settings. The YAML is read as strings only, since `language: no` is Norwegian."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import get_args

import yaml

from voiceguide.errors import Finding, Fix, LanguageError, RecordingError
from voiceguide.language import Pack, load, tag
from voiceguide.preferences import READERS, is_bell_file
from voiceguide.routine import Preferences, TalkLevel
from voiceguide.script.dose_numbers import Elastic
from voiceguide.script.front_values import (
    BadValueError,
    elastic_of,
    length_of,
    liked,
    one_of,
    pronounced,
    rate_of,
    scalar,
    settle_of,
)
from voiceguide.script.links import check_name, file_of
from voiceguide.script.near import near, nearest
from voiceguide.script.source import Source

KEYS = (
    "title",
    "language",
    "voice",
    "rate",
    "settle",
    "elastic",
    "author",
    "description",
    "pronounce",
    "length",
    "talk",
    "bed",
    "bells",
    "countdown",
    "time-left",
    "rest-between-sides",
    "rest-between-rounds",
    "speech",
    "balance",
    "lead-in",
    "frequency",
    "closing",
)
SILENT = "silent"
"""The title of a routine that does not announce its title and length."""
NONE = "none"
"""The closing of a routine that ends with the words of its writer."""
_PREFERENCES = ("length", "talk", "bed", *READERS)
_LONGEST = 20_000


@dataclass(slots=True)
class Settings:
    """The settings of a script."""

    pack: Pack | None = field(default_factory=lambda: load("en"))
    """None if the language has no pack."""
    language: str = "en"
    """The language tag, with its region: `pt-BR` asks for another voice than `pt`."""
    said_language: bool = False
    """True if the script names its language."""
    title: str | None = None
    voice: str | None = None
    rate: int | None = None
    settle: float = 4.0
    elastic: Elastic = field(default_factory=Elastic)
    author: str | None = None
    description: str | None = None
    pronounce: dict[str, str] = field(default_factory=dict)
    preferences: Preferences = field(default_factory=Preferences)
    frequency: str | None = None
    silent_title: bool = False
    silent_closing: bool = False


def settings_of(source: Source, front: str | None) -> Settings:
    """Read the front matter. Its faults become findings."""
    settings = Settings()
    front = front or ""
    nodes = _nodes(source, front)
    # The language comes first, since it reads the other settings.
    for key in sorted(nodes, key=lambda name: name != "language"):
        value = nodes[key]
        try:
            _set(settings, key, value)
            _check_bell(source, settings.preferences.bells if key == "bells" else None)
        except BadValueError as bad:
            line, column = _place(front, value.start_mark)
            end_line, end_column = _place(front, value.end_mark)
            finding = _finding(source, bad, line, column)
            if bad.instead is not None and isinstance(value, yaml.ScalarNode) and end_line == line:
                fix = Fix(line, column, line, end_column, bad.instead, bad.sure)
                finding = replace(finding, fix=fix)
            source.findings.append(finding)
    return settings


def _nodes(source: Source, front: str) -> dict[str, yaml.Node]:
    """The value of each key. Unknown and doubled keys become findings."""
    root = _composed(source, front)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        source.error("the front matter is no list of settings", 2, "write `title: …`, one setting a line")
        return {}
    nodes: dict[str, yaml.Node] = {}
    for key_node, value in root.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        if key not in KEYS:
            meant = nearest(key, KEYS)
            bad = BadValueError(f"there is no setting `{key}`: did you mean `{meant}`?", f"there are {', '.join(KEYS)}")
        elif key in nodes:
            bad = BadValueError(f"`{key}` is set twice", "delete one of the two")
        else:
            nodes[key] = value
            continue
        line, column = _place(front, key_node.start_mark)
        sure = near(key, KEYS)
        fix = Fix(line, column, line, column + len(key), sure) if sure else None
        source.findings.append(replace(_finding(source, bad, line, column), fix=fix))
    return nodes


def _composed(source: Source, front: str) -> yaml.Node | None:
    if len(front) > _LONGEST or max(front.count("["), front.count("{"), front.count("- "), front.count("? ")) > 50:
        source.error("the front matter is too long or nested too deep", 2, "it holds a few settings, one a line")
        return None
    try:
        return yaml.compose(front, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = _place(front, mark) if mark else (2, 1)
        problem = error.problem or "it is no YAML"
        bad = BadValueError(
            f"the front matter cannot be read: {problem}", "put values that have a colon or a quote in quotes"
        )
        source.findings.append(_finding(source, bad, line, column))
    except yaml.YAMLError:
        source.error("the front matter cannot be read: a character that YAML does not allow", 2)
    return None


def _place(front: str, mark: yaml.Mark) -> tuple[int, int]:
    """The line and column in the script. The front matter begins on its second line. YAML counts lines in its own way:
    it has more ends of lines than a script."""
    before = front[: mark.index]
    return before.count("\n") + 2, mark.index - before.rfind("\n")


def _finding(source: Source, bad: BadValueError, line: int, column: int) -> Finding:
    return Finding(source.path, line, column, "error", bad.message, bad.hint)


def _set(settings: Settings, key: str, node: yaml.Node) -> None:
    if key == "pronounce":
        settings.pronounce = pronounced(node)
        return
    value = scalar(key, node)
    if key == "language":
        settings.pack = None
        try:
            settings.pack = load(value)
        except LanguageError as error:
            raise BadValueError(error.message, error.hint) from error
        settings.language = tag(value)
        settings.said_language = True
    elif key == "rate":
        settings.rate = rate_of(value)
    elif key == "settle":
        settings.settle = settle_of(value, settings.pack or load("en"))
    elif key == "elastic":
        settings.elastic = elastic_of(value)
    elif key == "voice" and ".onnx" in value.casefold():
        hint = "run `voiceguide voices get PATH.onnx` once, and write the voice's name"
        raise BadValueError("`voice` in a script is a name, not a file: scripts open no files", hint)
    elif key == "title" and value == SILENT:
        settings.silent_title = True
    elif key == "closing":
        settings.silent_closing = one_of(key, value, (NONE,)) == NONE
    elif key in _PREFERENCES:
        settings.preferences = _preferred(settings, key, value)
    else:
        setattr(settings, key, value)


def _preferred(settings: Settings, key: str, value: str) -> Preferences:
    """The preferences with one more set."""
    preferences = settings.preferences
    if key == "length":
        return replace(preferences, length=length_of(value, settings.pack or load("en")))
    if key == "talk":
        return replace(preferences, talk=one_of(key, value, get_args(TalkLevel)))
    if key in READERS:
        return replace(preferences, **{key.replace("-", "_"): liked(key, value, settings.pack or load("en"))})
    return replace(preferences, bed=value)


def _check_bell(source: Source, bells: str | None) -> None:
    """Raise BadValueError for a bell unless it is a sound file beside the script. A text has no folder to search."""
    if bells is None or not is_bell_file(bells):
        return
    try:
        check_name(bells)
        if source.folder is not None:
            file_of(source.folder, bells)
    except RecordingError as error:
        raise BadValueError(error.message, "name a sound file beside the script: `bells: gong.wav`") from error
