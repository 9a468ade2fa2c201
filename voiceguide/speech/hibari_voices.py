"""The further English voices of `hibari-tts`: British or American, woman or man, each fetched once.

The package lists them with size and SHA-256. A file is fetched whole or not at all. VOICEGUIDE_HIBARI_VOICES, or
`--list`, names another folder that has them: an https address or a path.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from voiceguide.callbacks import Progress
from voiceguide.errors import DownloadError
from voiceguide.speech.download import copy, local_path
from voiceguide.speech.engines.hibari import fetched_folder, package_folder, registry
from voiceguide.storage import environment
from voiceguide.storage.atomic_write import atomic_write

ADDRESS = "https://huggingface.co/maureesewilliams/hibari/resolve/main/voices/"
LICENCE = "Apache-2.0"
"""The licence of the package and of its voices, which were trained on the speech of Kokoro, another free voice."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice to fetch."""

    name: str
    language: str
    """Its tag: `en-gb`."""
    person: str
    """Its accent and its kind: `British woman`."""
    file: str
    size: int
    """Bytes."""
    sha256: str


def offers() -> list[Offer]:
    """The voices that the package lists but does not hold; an empty list without the package."""
    folder = package_folder()
    listed = registry(folder).items() if folder else ()
    return [_offer(name, data) for name, data in listed if not data.get("bundled")]


def offered(wanted: str) -> Offer | None:
    """The offered voice of this name; None if there is none."""
    name = wanted.strip().casefold()
    return next((offer for offer in offers() if offer.name.casefold() == name), None)


def is_installed(offer: Offer) -> bool:
    """True if its file is in the user's folder, byte for byte."""
    target = _target(offer)
    if not target.is_file() or target.stat().st_size != offer.size:
        return False
    with target.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == offer.sha256


def download_voice(offer: Offer, address: str | None = None, progress: Progress | None = None) -> Path:
    """Download a voice into the user's folder and return the path of its model. Raises DownloadError, OutputError."""
    target = _target(offer)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            environment.address(address, "VOICEGUIDE_HIBARI_VOICES", ADDRESS) as base,
            atomic_write(target, overwrite=True) as file,
        ):
            copy(_joined(base, offer.file), file, offer.size, offer.sha256, progress, "sha256")
    except DownloadError as error:
        hint = f"Without a network: copy {offer.file} from another machine into {target.parent}."
        raise DownloadError(error.message, hint) from error
    return target


def _offer(name: str, data: dict[str, object]) -> Offer:
    kind = {"female": "woman", "male": "man"}.get(str(data["gender"]), str(data["gender"]))
    language = str(data["language"]).casefold()
    file = Path(str(data["file"])).name
    return Offer(name, language, f"{data['accent']} {kind}", file, int(str(data["bytes"])), str(data["sha256"]))


def _target(offer: Offer) -> Path:
    return fetched_folder() / offer.file


def _joined(base: str, file: str) -> str:
    local = local_path(base)
    return str(local / file) if local is not None else f"{base.rstrip('/')}/{file}"
