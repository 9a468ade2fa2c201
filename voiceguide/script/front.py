"""The front matter of a script: its settings. The YAML is read as strings only, since `language: no` is Norwegian."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, get_args

import yaml

from voiceguide.errors import Finding, Fix, LanguageError, RecordingError
from voiceguide.language import Pack, load, tag
from voiceguide.preferences import BELL_STYLES, READERS, LeadIn, Speed, is_bell_file
from voiceguide.routine import Preferences, TalkLevel
from voiceguide.script.amounts import lexer
from voiceguide.script.doses import Elastic
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
_FEW = {"bells": BELL_STYLES, "speech": get_args(Speed), "lead-in": get_args(LeadIn)}
"""The values of settings that have few."""
_PREFERENCES = ("length", "talk", "bed", *READERS)
LONGEST_LENGTH = 24 * 3600.0
SLOWEST, FASTEST = 20, 600
"""Words a minute that a voice can speak."""
LONGEST_SETTLE = 600.0
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


class _Bad(Exception):
    """A wrong value of a setting. `instead` is the value that is probably meant."""

    def __init__(self, message: str, hint: str | None = None, instead: str | None = None, *, sure: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.instead = instead
        self.sure = sure


def settings_of(source: Source, front: str | None) -> Settings:
    """Read the front matter. Its faults become findings."""
    settings = Settings()
    nodes = _nodes(source, front or "")
    # The language comes first, since it reads the other settings.
    for key in sorted(nodes, key=lambda name: name != "language"):
        value = nodes[key]
        try:
            _set(settings, key, value)
            _check_bell(source, settings.preferences.bells if key == "bells" else None)
        except _Bad as bad:
            line, column = _place(value)
            finding = _finding(source, bad, line, column)
            if (
                bad.instead is not None
                and isinstance(value, yaml.ScalarNode)
                and value.end_mark.line == value.start_mark.line
            ):
                fix = Fix(line, column, line, value.end_mark.column + 1, bad.instead, bad.sure)
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
            bad = _Bad(f"there is no setting `{key}`: did you mean `{meant}`?", f"there are {', '.join(KEYS)}")
        elif key in nodes:
            bad = _Bad(f"`{key}` is set twice", "delete one of the two")
        else:
            nodes[key] = value
            continue
        line, column = _place(key_node)
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
        line, column = (mark.line + 2, mark.column + 1) if mark else (2, 1)
        problem = error.problem or "it is no YAML"
        bad = _Bad(f"the front matter cannot be read: {problem}", "put values that have a colon or a quote in quotes")
        line = min(line, len(source.lines))
        column = min(column, len(source.lines[line - 1]) + 1)  # YAML has more ends of lines than a script
        source.findings.append(_finding(source, bad, line, column))
    except yaml.YAMLError:
        source.error("the front matter cannot be read: a character that YAML does not allow", 2)
    return None


def _place(node: yaml.Node) -> tuple[int, int]:
    """The line and column in the script. The front matter begins on its second line."""
    return node.start_mark.line + 2, node.start_mark.column + 1


def _finding(source: Source, bad: _Bad, line: int, column: int) -> Finding:
    return Finding(source.path, line, column, "error", bad.message, bad.hint)


def _set(settings: Settings, key: str, node: yaml.Node) -> None:
    if key == "pronounce":
        settings.pronounce = _pronounce(node)
        return
    value = _scalar(key, node)
    if key == "language":
        settings.pack = None
        try:
            settings.pack = load(value)
        except LanguageError as error:
            raise _Bad(error.message, error.hint) from error
        settings.language = tag(value)
        settings.said_language = True
    elif key == "rate":
        settings.rate = _rate(value)
    elif key == "settle":
        settings.settle = _settle(value, settings.pack or load("en"))
    elif key == "elastic":
        settings.elastic = _elastic(value)
    elif key == "voice" and ".onnx" in value.casefold():
        hint = "run `voiceguide voices get PATH.onnx` once, and write the voice's name"
        raise _Bad("`voice` in a script is a name, not a file: scripts open no files", hint)
    elif key == "title" and value == SILENT:
        settings.silent_title = True
    elif key == "closing":
        settings.silent_closing = _one_of(key, value, (NONE,)) == NONE
    elif key in _PREFERENCES:
        settings.preferences = _preferred(settings, key, value)
    else:
        setattr(settings, key, value)


def _preferred(settings: Settings, key: str, value: str) -> Preferences:
    """The preferences with one more set."""
    preferences = settings.preferences
    if key == "length":
        return replace(preferences, length=_length(value, settings.pack or load("en")))
    if key == "talk":
        return replace(preferences, talk=_one_of(key, value, get_args(TalkLevel)))
    if key in READERS:
        return replace(preferences, **{key.replace("-", "_"): _liked(key, value, settings.pack or load("en"))})
    return replace(preferences, bed=value)


def _check_bell(source: Source, bells: str | None) -> None:
    """Raise _Bad for a bell unless it is a sound file beside the script. A text without a folder is not searched."""
    if bells is None or not is_bell_file(bells):
        return
    try:
        check_name(bells)
        if source.folder is not None:
            file_of(source.folder, bells)
    except RecordingError as error:
        raise _Bad(error.message, "name a sound file beside the script: `bells: gong.wav`") from error


def _one_of(key: str, value: str, known: tuple[str, ...]) -> Any:
    if value in known:
        return value
    meant = near(value, known) or (value.casefold() if value.casefold() in known else None)
    hint = f"write `{key}: {meant}`" if meant else f"there {'is' if len(known) < 2 else 'are'} {', '.join(known)}"
    raise _Bad(f"`{value}` is no value of `{key}`", hint, meant)


def _length(value: str, pack: Pack) -> float:
    amounts = lexer(pack.code).find(value)
    minutes = pack.words("units", "minutes")[0]
    if re.fullmatch(r"[0-9]{1,3}", value):
        raise _Bad(f"`{value}` has no unit", f"write `length: {value} {minutes}`", f"{value} {minutes}", sure=False)
    whole = len(amounts) == 1 and amounts[0].start == 0 and amounts[0].end == len(value) and amounts[0].cover != "\x03"
    if not whole or amounts[0].fault or amounts[0].ranged or amounts[0].bound not in ("", "exactly", "about"):
        raise _Bad(f"`{value}` is not one time", f"write `length: 20 {minutes}`")
    if not 0 < amounts[0].low <= LONGEST_LENGTH:
        raise _Bad(f"`{value}` is no length of a session", f"write `length: 20 {minutes}`")
    return amounts[0].low


def _liked(key: str, value: str, pack: Pack) -> Any:
    """A value of the listener's vocabulary."""
    if key in _FEW and not (key == "bells" and is_bell_file(value)):
        return _one_of(key, value, _FEW[key])
    try:
        return READERS[key](value)
    except ValueError as error:
        amounts = lexer(pack.code).find(value)
        if len(amounts) == 1 and amounts[0].end - amounts[0].start == len(value) and key.startswith("rest-"):
            return READERS[key](f"{_settle(value, pack):g}")
        usual = {"countdown": "3", "time-left": "halfway", "balance": "louder"}.get(key, "10 seconds")
        raise _Bad(str(error), f"write `{key}: {usual}`, or `{'usual' if key == 'balance' else 'none'}`") from error


def _scalar(key: str, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _Bad(f"`{key}` takes one value")
    value = " ".join(node.value.split())
    if not value.isprintable():
        raise _Bad(f"`{key}` has a control character in it", "delete it")
    if not value:
        raise _Bad(f"`{key}` has no value", f"write one, or delete `{key}:`")
    return value


def _pronounce(node: yaml.Node) -> dict[str, str]:
    if not isinstance(node, yaml.MappingNode):
        raise _Bad("`pronounce` takes words and their respellings", "write `  fascia: fasha`, one a line, indented")
    words: dict[str, str] = {}
    for key, value in node.value:
        word = _scalar("pronounce", key)
        if word in words:
            raise _Bad(f"`{word}` is respelt twice", "delete one of the two")
        words[word] = _scalar(word, value)
    return words


def _rate(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", value) or not SLOWEST <= int(value) <= FASTEST:
        raise _Bad(f"`{value}` is no rate: it is words a minute, {SLOWEST} to {FASTEST}", "write `rate: 150`")
    return int(value)


def _settle(value: str, pack: Pack) -> float:
    if re.fullmatch(r"[0-9]{1,4}", value):
        return _settled(float(value), value)
    amounts = lexer(pack.code).find(value)
    if len(amounts) != 1 or amounts[0].start or amounts[0].end != len(value) or amounts[0].cover == "\x03":
        raise _Bad(f"`{value}` cannot be read as a time", f"write `settle: 4 {pack.words('units', 'seconds')[0]}`")
    amount = amounts[0]
    if amount.fault or amount.ranged or amount.bound not in ("", "exactly"):
        raise _Bad(f"`{value}` is not one time", f"write `settle: 4 {pack.words('units', 'seconds')[0]}`")
    return _settled(amount.low, value)


def _settled(seconds: float, value: str) -> float:
    if not 0 <= seconds <= LONGEST_SETTLE:
        raise _Bad(f"`{value}` is no time to settle: it is 0 to 10 minutes")
    return seconds


def _elastic(value: str) -> Elastic:
    match = re.fullmatch(r"(\d{1,4})\s?%?\s?[-–]\s?(\d{1,4})\s?%", value)
    if not match:
        raise _Bad(f"`{value}` cannot be read as two parts of the whole", "write `elastic: 50%-150%`")
    low, high = int(match[1]), int(match[2])
    if not 0 < low <= 100 <= high <= 1000:
        message = f"`{value}` must go from 1–100% to 100–1000%"
        raise _Bad(message, "write `elastic: 50%-150%`, or `100%-100%` to stretch nothing")
    return Elastic(low / 100, high / 100)
