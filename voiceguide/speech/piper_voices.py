"""The Piper voices on this machine: two files per voice, in the user's folder or in a package.

`NAME.onnx` is the model, `NAME.onnx.json` its configuration, as Piper's voices are published. Files copied by hand work
as well as those from `voiceguide voices get`. Nothing here loads Piper.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voiceguide.speech.voice_places import CONFIG, divided, voice_folders

MODEL = ".onnx"
NAME = re.compile(r"\w[\w.+-]{0,99}")
"""The form of a voice name. It is not a path."""
LANGUAGE = re.compile(r"[A-Za-z0-9_-]{0,20}")
"""The form of Piper's language codes: `en_US`."""
MOST_CONFIG_BYTES = 4 << 20
PHONEMES = ("espeak", "text")
"""Piper's phoneme types that need only Piper."""
_ESPEAK_VOICE = re.compile(r"[A-Za-z0-9_+-]{1,40}")


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A voice in the folder."""

    name: str
    """The name of its files: `en_US-kristin-medium`."""
    model: Path
    config: Mapping[str, Any]
    """The checked content of its `.onnx.json`. Empty if it has a fault."""
    fault: str | None
    """The reason why it cannot be used, or None."""
    version: str
    """A text that changes with either file. The model counts by size and time, since it is too large to hash at each
    start."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The tag of its language: `en-us`."""
        code = self.config.get("language", {}).get("code") or self.config.get("espeak", {}).get("voice") or ""
        return (code.replace("_", "-").lower(),) if code else ()

    @property
    def short_name(self) -> str:
        """The name for people: `kristin`."""
        return str(self.config.get("dataset") or self.name)

    @property
    def speakers(self) -> Mapping[str, int]:
        """Speaker -> number, for a voice with several speakers."""
        return self.config.get("speaker_id_map") or {} if self.config.get("num_speakers", 1) > 1 else {}


def installed_voices() -> list[PiperVoice]:
    """All voices in the user's folder and in packages, sorted by name, faulty ones last. The user's own voice stands
    for others of its name."""
    found: dict[str, PiperVoice] = {}
    for where in voice_folders():
        try:
            names = [file.removesuffix(CONFIG) for file in os.listdir(where) if file.endswith(CONFIG)]  # noqa: PTH208
        except (FileNotFoundError, NotADirectoryError):
            continue
        for name in names:
            voice = None if name in found else _voice_in(where, name, name)
            if voice:
                found[name] = voice
    return sorted(found.values(), key=lambda voice: (voice.fault is not None, voice.name))


def find_voice(name: str, where: Path | None = None) -> PiperVoice | None:
    """The voice of this name or in this file, if both of its files exist. `where`: the only folder to search."""
    file = divided(name) if where is None else None
    if file is not None:
        return _voice_in(file[0].parent, file[0].name.removesuffix(MODEL), str(file[0]))
    found = (_voice_in(each, name, name) for each in ([where] if where else voice_folders()))
    return next((voice for voice in found if voice), None)


def _voice_in(where: Path, stem: str, name: str) -> PiperVoice | None:
    """The voice of two files in a folder, under this name, if both exist."""
    model, config = where / (stem + MODEL), where / (stem + CONFIG)
    if not NAME.fullmatch(stem) or not model.is_file():
        return None
    try:
        with config.open("rb") as file:
            data = file.read(MOST_CONFIG_BYTES + 1)
        stat = model.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        return PiperVoice(name, model, {}, f"{config}: {error.strerror}", "")
    version = f"{stat.st_size} {stat.st_mtime_ns} {hashlib.sha256(data).hexdigest()}"
    try:
        return PiperVoice(name, model, read_config(data), None, version)
    except ValueError as error:
        return PiperVoice(name, model, {}, f"{config}: {error}", version)


def read_config(data: bytes) -> dict[str, Any]:
    """The content of an `.onnx.json`. Raises ValueError, with a message for people, if it is unusable."""
    if len(data) > MOST_CONFIG_BYTES:
        raise ValueError("it is too large")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON, or is incomplete") from None
    config: dict[str, Any] = found if isinstance(found, dict) else {}
    phonemes = config.setdefault("phoneme_type", "espeak")
    if phonemes not in PHONEMES:
        raise ValueError(
            f"it needs {str(phonemes)[:20]!r} phonemes, but voiceguide makes only {' and '.join(PHONEMES)}"
        )
    for field, right in _checks(config):
        if not right:
            raise ValueError(f"its {field} is missing or wrong")
    return config


def _checks(config: dict[str, Any]) -> list[tuple[str, bool]]:
    """Pairs of a field's name and True if its value is valid."""

    def part(name: str) -> dict[str, Any]:
        found = config.get(name)
        return found if isinstance(found, dict) else {}

    phoneme_ids, speakers = part("phoneme_id_map"), config.get("num_speakers")
    numbers = [part("inference").get(name, 1.0) for name in ("noise_scale", "length_scale", "noise_w")]
    espeak = part("espeak").get("voice")
    spoken = isinstance(espeak, str) and (config["phoneme_type"] == "text" or bool(_ESPEAK_VOICE.fullmatch(espeak)))
    parts = [config.get(name, {}) for name in ("language", "inference")]
    code = part("language").get("code") or ""
    names = [config.get("dataset") or "", *part("speaker_id_map")]
    return [
        ("audio.sample_rate", _is_number(part("audio").get("sample_rate"), 4_000, 384_000)),
        ("espeak.voice", spoken),
        ("phoneme_id_map", {"_", "^", "$"} <= set(phoneme_ids) and all(map(_is_ids, phoneme_ids.values()))),
        ("num_symbols", _is_number(config.get("num_symbols"), 1, 1 << 20)),
        ("num_speakers", _is_number(speakers, 1, 1 << 20)),
        ("speaker_id_map", all(_is_number(number, 0, 1 << 20) for number in part("speaker_id_map").values())),
        ("inference", all(isinstance(each, int | float) and 0 <= each < 100 for each in numbers)),
        ("language or inference", all(isinstance(each, dict) for each in parts)),
        ("language.code", isinstance(code, str) and bool(LANGUAGE.fullmatch(code))),
        ("dataset or speaker_id_map", all(isinstance(name, str) and name.isprintable() for name in names)),
    ]


def _is_ids(value: object) -> bool:
    return isinstance(value, list) and all(_is_number(each, 0, 1 << 20) for each in value)


def _is_number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and least <= value <= most
