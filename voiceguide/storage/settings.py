"""The user's settings in `config.toml`: read, and checked for keys that do not exist.

[defaults]              # for sessions; also read at the top of the file, without a section
length = "15m"

[command]               # see speech.engines.command
[server]                # see speech.engines.server_settings
"""

from __future__ import annotations

import difflib
import errno
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from voiceguide.errors import SettingsError
from voiceguide.preferences import VOCABULARY
from voiceguide.storage.opening import open_file
from voiceguide.storage.toml_text import read_toml
from voiceguide.storage.user_folders import user_folder

DEFAULTS = "defaults"
SECTIONS: Mapping[str, tuple[str, ...]] = {
    DEFAULTS: ("length", "voice", "talk", "bed", "output", "headset", *(setting.name for setting in VOCABULARY)),
    "command": ("speak", "voices"),
    "server": ("address", "model", "voice", "voices", "key", "elsewhere"),
}
"""Section -> its keys."""
MOST_BYTES = 1_000_000
_REPAIR = "Correct the file, or remove it."


def config_path() -> Path:
    """The path of the user's settings."""
    return user_folder("config") / "config.toml"


def section(name: str) -> dict[str, Any]:
    """A section of the settings; empty without one. Raises SettingsError for a file with a mistake in it."""
    text = _text()
    try:
        found = read_toml(text, str(config_path()))
    except ValueError as error:
        raise SettingsError(str(error), _REPAIR) from error
    _check(found, text)
    wanted: dict[str, Any] = found.get(name, {})
    if name == DEFAULTS:
        wanted = {key: value for key, value in found.items() if key in SECTIONS[DEFAULTS]} | wanted
    return wanted


def place(key: str) -> str:
    """The path of the settings, and the line of a default in them, as far as it can be found."""
    return _place(key, DEFAULTS, _text())


def _text() -> str:
    """The content of the settings; empty without a file. Raises SettingsError."""
    path = config_path()
    try:
        with open_file(path) as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise SettingsError(f"{path} cannot be read: {reason}", _REPAIR) from error


def _place(key: str, section: str, text: str) -> str:
    """The path and the line of a key of a section. An empty `section`: of a section, or of a key above all sections."""
    homes = {section, ""} if section == DEFAULTS else {section}
    named = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
    within = ""
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[+([^]]*)", line)
        names = [name.strip(" \t\"'") for name in header[1].split(".")] if header else []
        within = names[0] if header else within
        if _heads(names, key, section) if header else (within in homes and named.match(line)):
            return f"{config_path()}:{number}"
    return str(config_path())


def _heads(names: list[str], key: str, section: str) -> bool:
    """True for the header of a section, given by its names, that has the key for its own name."""
    return key == names[0] if not section else names in ([section, key], [key] if section == DEFAULTS else [])


def _check(found: dict[str, Any], text: str) -> None:
    """Raise SettingsError for a section or a key that does not exist."""
    defaults = found.get(DEFAULTS)
    for name, keys in found.items():
        if name in SECTIONS[DEFAULTS]:
            if isinstance(defaults, dict) and name in defaults:
                message = f"{_place(name, '', text)}: `{name}` stands here and under [{DEFAULTS}]"
                raise SettingsError(message, "Remove one of the two.")
            continue
        if name not in SECTIONS:
            raise SettingsError(f"{_place(name, '', text)}: there is no setting `{name}`", _advice(name))
        if not isinstance(keys, dict):
            message = f"{_place(name, '', text)}: `{name}` is not a section"
            raise SettingsError(message, f"Write [{name}], and its settings under it.")
        for key in keys:
            if key not in SECTIONS[name]:
                message = f"{_place(key, name, text)}: there is no setting `{key}` under [{name}]"
                raise SettingsError(message, _advice(key, name))


def _advice(key: str, section: str | None = None) -> str:
    """The setting that was probably meant, else those that exist."""
    homes = [name for name, keys in SECTIONS.items() if key in keys]
    if homes:
        return f"Write `{key}` under [{homes[0]}]."
    sections = SECTIONS if section is None else {section: SECTIONS[section]}
    near = difflib.get_close_matches(key.casefold(), [each for keys in sections.values() for each in keys], 1)
    if section is None:
        near = difflib.get_close_matches(key.casefold(), SECTIONS, 1) or near
        listed = _listed(f"[{name}]" for name in SECTIONS)
    else:
        listed = _listed(SECTIONS[section])
    return f"Did you mean `{near[0]}`? There are {listed}." if near else f"There are {listed}."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
