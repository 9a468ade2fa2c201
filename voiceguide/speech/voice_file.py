"""A voice's model on disk, taken into the user's folder: whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from voiceguide.errors import DownloadError, VoiceNotFoundError
from voiceguide.speech.piper_voices import MODEL, MOST_CONFIG_BYTES, NAME, find_voice, read_config
from voiceguide.speech.voice_licence import CARD, MOST_CARD_BYTES, Licence, licence_in, licence_of
from voiceguide.speech.voice_places import CONFIG, voices_folder
from voiceguide.storage.atomic_write import atomic_write


def licence_beside(model: Path) -> Licence:
    """The licence in the card beside a model, or the known licence of a voice of this name."""
    name = model.name.removesuffix(MODEL)
    try:
        with (model.parent / CARD).open("rb") as file:
            card = file.read(MOST_CARD_BYTES).decode(errors="replace")
    except OSError:
        return licence_of(name)
    return licence_in(card, name)


def is_taken(model: Path) -> bool:
    """True if this file is one of the user's voices already."""
    own = find_voice(model.name.removesuffix(MODEL), voices_folder())
    return own is not None and model.exists() and own.model.samefile(model)


def take(model: Path) -> Path:
    """Copy a model and its description into the user's folder; the path of the copy. Raises VoiceNotFoundError,
    DownloadError, OutputError."""
    described = _description(model)
    voices_folder().mkdir(parents=True, exist_ok=True)
    target = voices_folder() / model.name
    config = voices_folder() / (model.name.removesuffix(MODEL) + CONFIG)
    # Only with its description is a model a voice: that gets its name last.
    with atomic_write(config, overwrite=True) as words, atomic_write(target, overwrite=True) as copied:
        words.write(described)
        with model.open("rb") as source:
            shutil.copyfileobj(source, copied)
    return target


def _description(model: Path) -> bytes:
    """The model's description, looked through."""
    config = model.parent / (model.name.removesuffix(MODEL) + CONFIG)
    if not model.is_file():
        raise VoiceNotFoundError(f"there is no voice in {model}", "There is no such file.")
    if not NAME.fullmatch(model.name.removesuffix(MODEL)):
        hint = "Give it a name of letters, digits, dots and hyphens."
        raise VoiceNotFoundError(f"{model.name!r} cannot be the name of a voice", hint)
    try:
        with config.open("rb") as file:
            described = file.read(MOST_CONFIG_BYTES + 1)
        read_config(described)
    except FileNotFoundError as error:
        hint = f"A voice has a second file beside it, {config.name}. Copy it from where the model comes from."
        raise VoiceNotFoundError(f"there is no voice in {model}", hint) from error
    except OSError as error:
        raise VoiceNotFoundError(f"{config} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise DownloadError(f"{model} is of no use here: in its {config.name}, {error}") from error
    return described
