"""The user's settings in `config.toml`: read, and checked for keys that do not exist.

[defaults]              # for sessions; also read at the top of the file, without a section
length = "15m"

[command]               # see speech.engines.command
[server]                # see speech.engines.server_settings
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from voiceguide.errors import SettingsError
from voiceguide.preferences import VOCABULARY
from voiceguide.storage.opening import open_file
from voiceguide.storage.user_folders import user_folder

DEFAULTS = "defaults"
SECTIONS: Mapping[str, tuple[str, ...]] = {
    DEFAULTS: ("length", "voice", "talk", "bed", "output", "headset", *(setting.name for setting in VOCABULARY)),
    "command": ("speak", "voices"),
    "server": ("address", "model", "voice", "voices", "key", "elsewhere"),
}
"""Section -> its keys."""
_REPAIR = "Correct the file, or remove it."


def config_path() -> Path:
    """The path of the user's settings."""
    return user_folder("config") / "config.toml"


def section(name: str) -> dict[str, Any]:
    """A section of the settings; empty without one. Raises SettingsError for a file with a mistake in it."""
    path = config_path()
    try:
        with open_file(path) as file:
            text = file.read().decode("utf-8-sig").replace("\r\n", "\n")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise SettingsError(f"{path} cannot be read: {reason}", _REPAIR) from error
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise SettingsError(f"{path}{f':{at[1]}' if at else ''}: it cannot be read: {error}", _REPAIR) from error
    _check(found, text, path)
    wanted: dict[str, Any] = found.get(name, {})
    if name == DEFAULTS:
        wanted = {key: value for key, value in found.items() if key in SECTIONS[DEFAULTS]} | wanted
    return wanted


def place(key: str, text: str, path: Path) -> str:
    """The path and the line of a key, as far as it can be found."""
    pattern = rf"""\s*(?:\[\[?\s*)?["']?{re.escape(key)}["']?\s*[=.\]]"""
    found = next((number for number, line in enumerate(text.split("\n"), 1) if re.match(pattern, line)), None)
    return f"{path}:{found}" if found else str(path)


def _check(found: dict[str, Any], text: str, path: Path) -> None:
    """Raise SettingsError for a section or a key that does not exist."""
    for name, keys in found.items():
        if name in SECTIONS[DEFAULTS]:
            continue
        if name not in SECTIONS:
            raise SettingsError(f"{place(name, text, path)}: there is no setting `{name}`", _advice(name))
        if not isinstance(keys, dict):
            message = f"{place(name, text, path)}: `{name}` is not a section"
            raise SettingsError(message, f"Write [{name}], and its settings under it.")
        for key in keys:
            if key not in SECTIONS[name]:
                message = f"{place(key, text, path)}: there is no setting `{key}` under [{name}]"
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
