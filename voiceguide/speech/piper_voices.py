"""The Piper voices on this machine: two files for each, in the user's folder or in a package.

`NAME.onnx` is the model, `NAME.onnx.json` says how to use it: the form in which Piper's voices are given out. Files
that were put there by hand serve as well as those that `voiceguide voices get` fetches. Nothing here loads Piper.
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

from voiceguide.speech.voice_places import CONFIG, divided, folders, own_folder

MODEL = ".onnx"
NAME = re.compile(r"\w[\w.+-]{0,99}")
"""What a voice may be called; no path."""
LANGUAGE = re.compile(r"[A-Za-z0-9_-]{0,20}")
"""What Piper calls a language: `en_US`."""
MOST_CONFIG_BYTES = 4 << 20
PHONEMES = ("espeak", "text")
"""Piper's kinds of phonemes that need nothing but Piper."""
_ESPEAK_VOICE = re.compile(r"[A-Za-z0-9_+-]{1,40}")


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A voice in the folder."""

    name: str
    """Its files' name: `en_US-kristin-medium`."""
    model: Path
    config: Mapping[str, Any]
    """What stands in its `.onnx.json`, looked through; empty where it has a fault."""
    fault: str | None
    """Why it cannot be used, or None."""
    version: str
    """Another one where another file was put in place of either: the model by its size and time, its content being
    too much to be read at each start."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The tag of what it speaks: `en-us`."""
        code = self.config.get("language", {}).get("code") or self.config.get("espeak", {}).get("voice") or ""
        return (code.replace("_", "-").lower(),) if code else ()

    @property
    def short_name(self) -> str:
        """What a person calls it: `kristin`."""
        return str(self.config.get("dataset") or self.name)

    @property
    def speakers(self) -> Mapping[str, int]:
        """Speaker -> number, of a voice that has several."""
        return self.config.get("speaker_id_map") or {} if self.config.get("num_speakers", 1) > 1 else {}


def folder() -> Path:
    """VOICEGUIDE_VOICES, else a folder among the user's data."""
    return own_folder()


def installed() -> list[PiperVoice]:
    """All voices in the user's folder and in packages, by name, those with a fault last. The user's own come before
    others of their name."""
    found: dict[str, PiperVoice] = {}
    for where in folders():
        try:
            names = [file.removesuffix(CONFIG) for file in os.listdir(where) if file.endswith(CONFIG)]  # noqa: PTH208
        except (FileNotFoundError, NotADirectoryError):
            continue
        for name in names:
            voice = None if name in found else _voice_in(where, name, name)
            if voice:
                found[name] = voice
    return sorted(found.values(), key=lambda voice: (voice.fault is not None, voice.name))


def find(name: str, where: Path | None = None) -> PiperVoice | None:
    """The voice of this name, or the one in this file, if both of its files are there. `where`: in this folder
    alone."""
    file = divided(name) if where is None else None
    if file is not None:
        return _voice_in(file[0].parent, file[0].name.removesuffix(MODEL), str(file[0]))
    found = (_voice_in(each, name, name) for each in ([where] if where else folders()))
    return next((voice for voice in found if voice), None)


def _voice_in(where: Path, stem: str, name: str) -> PiperVoice | None:
    """The voice of two files in a folder, under this name, if both are there."""
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
    """What stands in an `.onnx.json`. ValueError, in a person's words, where nothing can be spoken with it."""
    if len(data) > MOST_CONFIG_BYTES:
        raise ValueError("it is too large")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON, or not whole") from None
    config: dict[str, Any] = found if isinstance(found, dict) else {}
    phonemes = config.setdefault("phoneme_type", "espeak")
    if phonemes not in PHONEMES:
        raise ValueError(
            f"it wants phonemes of the kind {str(phonemes)[:20]!r}, and voiceguide makes {' and '.join(PHONEMES)}"
        )
    for what, right in _checks(config):
        if not right:
            raise ValueError(f"it has no {what} that can be used")
    return config


def _checks(config: dict[str, Any]) -> list[tuple[str, bool]]:
    """Field -> whether its value is one."""

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
