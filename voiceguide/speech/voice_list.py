"""Piper's list of voices, and downloading a voice completely or not at all, checked by size and hash.

The list is `voices.json` of the repository rhasspy/piper-voices: a JSON object of name -> voice. Each voice has
`files`, path -> `size_bytes` and `md5_digest`, with paths relative to the list. A full or partial copy of the
repository works too: give its address or path as VOICEGUIDE_VOICE_LIST or `--list`.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from voiceguide.callbacks import Progress
from voiceguide.errors import DownloadError, VoiceNotFoundError
from voiceguide.speech.download import copy, fetch, local_path
from voiceguide.speech.piper_voices import (
    LANGUAGE,
    MODEL,
    MOST_CONFIG_BYTES,
    NAME,
    find_voice,
    read_config,
)
from voiceguide.speech.voice_licence import CARD, MOST_CARD_BYTES, UNKNOWN, Licence, licence_in, licence_of
from voiceguide.speech.voice_places import CONFIG, voices_folder
from voiceguide.storage import environment
from voiceguide.storage.atomic_write import atomic_write

ADDRESS = "https://huggingface.co/rhasspy/piper-voices/resolve/main/voices.json"
MOST_LIST_BYTES = 16 << 20
MOST_MODEL_BYTES = 1 << 30
_PART = re.compile(r"\w[\w.+-]*")
"""A part of a path in the list: no `..`, and nothing special in addresses or file systems."""
_MD5 = re.compile(r"[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class File:
    """A file in the list."""

    path: str
    """Its path relative to the list: `en/en_US/kristin/medium/en_US-kristin-medium.onnx`."""
    size: int
    """Bytes."""
    md5: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice in the list."""

    name: str
    language: str
    """Its language tag: `en-us`."""
    speakers: int
    model: File
    config: File
    card: File | None = None
    """The file that tells the licence of its recordings."""

    @property
    def size(self) -> int:
        """Bytes to download."""
        return self.model.size + self.config.size


@dataclass(frozen=True, slots=True)
class VoiceList:
    """The voices that can be downloaded."""

    address: str
    offers: Mapping[str, Offer]
    unusable: Mapping[str, str]
    """Name -> the reason why the entry cannot be used."""


def read_list(address: str | None = None) -> VoiceList:
    """The list at an address or a path, else at VOICEGUIDE_VOICE_LIST, else Piper's. Raises DownloadError."""
    with environment.address(address, "VOICEGUIDE_VOICE_LIST", ADDRESS) as place:
        return _read_list(place)


def _read_list(address: str) -> VoiceList:
    here = local_path(address)
    if here is not None and here.is_dir():
        address = str(here / "voices.json")
    try:
        entries = json.loads(fetch(address, MOST_LIST_BYTES))
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, dict):
        raise DownloadError(f"{address} is not a list of Piper's voices", "The list is a file named voices.json.")
    offers, unusable = {}, {}
    for name, entry in entries.items():
        try:
            offers[name] = _offer(name, entry)
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            unusable[name] = str(error)
    return VoiceList(address, offers, unusable)


def choose_offer(voices: VoiceList, wanted: str) -> Offer:
    """The voice of this name. Raises VoiceNotFoundError, with the nearest voices as its hint."""
    name = wanted.strip().partition("#")[0].casefold()
    for offer in voices.offers.values():
        if offer.name.casefold() == name:
            return offer
    for known, reason in voices.unusable.items():
        if known.casefold() == name:
            raise DownloadError(f"the list has an unusable entry for {known!r}: {reason}")
    near = [known for known in voices.offers if name in known.casefold()]
    near = near or difflib.get_close_matches(wanted, voices.offers, 3, cutoff=0.5)
    few = ", ".join(near[:5]) + (", …" if len(near) > 5 else "")
    hint = f"Did you mean one of these? {few}" if near and name else "voiceguide voices get lists all voices."
    raise VoiceNotFoundError(f"there is no voice {wanted!r} in the list", hint)


def licence(voices: VoiceList, offer: Offer) -> Licence:
    """The licence of a voice's recordings, from its card or else from the known ones. Raises DownloadError."""
    if offer.card is None:
        return licence_of(offer.name)
    card = fetch(_address_of(voices, offer.card), MOST_CARD_BYTES).decode(errors="replace")
    told = licence_in(card, offer.name)
    return licence_of(offer.name) if told.terms == UNKNOWN else told


def is_installed(offer: Offer) -> bool:
    """True if both of its files are in the user's folder, byte for byte."""
    return all(_is_whole(target, file) for target, file in _targets(offer).items())


def download_voice(voices: VoiceList, offer: Offer, progress: Progress | None = None) -> Path:
    """Download a voice into the user's folder and return the path of its model. Raises DownloadError, OutputError."""
    voices_folder().mkdir(parents=True, exist_ok=True)
    (model, model_file), (config, config_file) = _targets(offer).items()
    # A model is a voice only with its .onnx.json, which is therefore renamed last.
    with atomic_write(config, overwrite=True) as described, atomic_write(model, overwrite=True) as made:
        copy(_address_of(voices, config_file), described, config_file.size, config_file.md5)
        described.seek(0)
        try:
            read_config(described.read())
        except ValueError as error:
            raise DownloadError(f"{offer.name} cannot be used: in its {config.name}, {error}") from error
        copy(_address_of(voices, model_file), made, model_file.size, model_file.md5, progress)
    return model


def remove_voice(wanted: str) -> Path:
    """Remove a voice from the user's folder and return the path of its former model. Raises VoiceNotFoundError."""
    found = find_voice(wanted, voices_folder())
    if found is None:
        other = find_voice(wanted)
        hint = "See voiceguide voices --engine piper"
        if other:
            hint = f"It comes with an installed package, in {other.model.parent}: uninstall that with pip."
        raise VoiceNotFoundError(f"there is no voice {wanted!r} in {voices_folder()}", hint)
    Path(f"{found.model}{CONFIG.removeprefix(MODEL)}").unlink()
    found.model.unlink()
    return found.model


def _offer(name: str, entry: Any) -> Offer:
    if not NAME.fullmatch(name):
        raise ValueError("its name is invalid")
    files = [_file(path, about) for path, about in entry["files"].items() if path.endswith((MODEL, CONFIG))]
    models = [file for file in files if file.path.endswith(MODEL)]
    configs = [file for file in files if file.path.endswith(CONFIG)]
    if len(models) != 1 or len(configs) != 1:
        raise ValueError("it needs one .onnx and one .onnx.json")
    cards = [_file(path, about) for path, about in entry["files"].items() if path.endswith(CARD)]
    if models[0].size > MOST_MODEL_BYTES or configs[0].size > MOST_CONFIG_BYTES:
        raise ValueError("it is too large")
    language = entry.get("language", {}).get("code", "")
    if not LANGUAGE.fullmatch(language):
        raise ValueError("it has no language")
    card = cards[0] if len(cards) == 1 and cards[0].size <= MOST_CARD_BYTES else None
    speakers = int(entry.get("num_speakers", 1))
    return Offer(name, language.replace("_", "-").lower(), speakers, models[0], configs[0], card)


def _file(path: str, about: Any) -> File:
    size, md5 = about["size_bytes"], about["md5_digest"]
    if not all(_PART.fullmatch(part) for part in path.split("/")):
        raise ValueError(f"{path!r} is not a path below the list")
    if not isinstance(size, int) or size < 1 or not _MD5.fullmatch(md5):
        raise ValueError(f"{path!r} has no size or no MD5")
    return File(path, size, md5)


def _targets(offer: Offer) -> dict[Path, File]:
    return {voices_folder() / (offer.name + MODEL): offer.model, voices_folder() / (offer.name + CONFIG): offer.config}


def _address_of(voices: VoiceList, file: File) -> str:
    local = local_path(voices.address)
    if local is not None:
        return str(local.parent / file.path)
    scheme, host, path, _, _ = urlsplit(voices.address)
    return urlunsplit((scheme, host, path.rpartition("/")[0] + "/" + quote(file.path), "", ""))


def _is_whole(path: Path, file: File) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.md5(usedforsecurity=False)).hexdigest() == file.md5.lower()
