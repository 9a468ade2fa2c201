"""Cached files that somebody crafted: the seal is right, and the content is not what the name promises."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

from voiceguide.speech import cache_files, clip_file
from voiceguide.speech.cache_files import CLIP, sealed
from voiceguide.speech.clip_file import pack, unpack

if __package__:
    from benchmarks.trials import Trial
    from benchmarks.workplace import Workplace, explained
else:
    from trials import Trial  # type: ignore[import-not-found, no-redef]
    from workplace import Workplace, explained  # type: ignore[import-not-found, no-redef]

EXPORT = ("export", "heel.md", "-l", "shortest", "--force", "-o", "out/crafted.mp3")
SIGNED = (".routine",)
OLD_FORMAT = "voiceguide 1"


def _junk(path: Path, others: list[Path]) -> bytes:
    return sealed(path.name, os.urandom(500))


def _nothing(path: Path, others: list[Path]) -> bytes:
    return sealed(path.name, b"")


def _deep(path: Path, others: list[Path]) -> bytes:
    return sealed(path.name, bytes(32) + b"[" * 100_000)


def _of_another(path: Path, others: list[Path]) -> bytes:
    """The content of another file of its kind, sealed for this name."""
    other = next(each for each in others if each != path)
    return sealed(path.name, other.read_bytes()[32:])


def _older(path: Path, others: list[Path]) -> bytes:
    """The same content with the seal of another version."""
    content = unpack(path.name, path.read_bytes()) if path.suffix == CLIP else ("", b"")
    with patch.object(clip_file, "FORMAT", OLD_FORMAT), patch.object(cache_files, "FORMAT", OLD_FORMAT):
        return pack(path.name, *content) if path.suffix == CLIP else sealed(path.name, path.read_bytes()[32:])


CRAFTS = {"junk": _junk, "nothing": _nothing, "deep": _deep, "of another": _of_another, "older": _older}


def crafted_trials(place: Workplace) -> Iterator[Trial]:
    """A file of each kind, crafted in each way; and a folder `audio_cache` that stands in the working folder."""
    (place.root / "other.md").write_text("# Other\n\n- Rub the arch for 6 seconds\n")
    place.run("plan", "other.md")
    place.run(*EXPORT)
    whole = (place.root / "out" / "crafted.mp3").read_bytes()
    kinds: dict[str, list[Path]] = {}
    for path in sorted((place.root / "cache").iterdir()):
        kinds.setdefault(path.suffix, []).append(path)
    for suffix, paths in kinds.items():
        for how, craft in CRAFTS.items():
            if how == "of another" and (suffix not in SIGNED or len(paths) < 2):
                continue  # sounds are not signed: see SECURITY.md
            kept = paths[0].read_bytes()
            yield f"crafted: {suffix} {how}", partial(_crafted, place, paths[0], craft(paths[0], paths), kept, whole)
    yield "crafted: audio_cache", partial(_foreign_folder, place, whole)


def _crafted(place: Workplace, path: Path, data: bytes, kept: bytes, whole: bytes) -> str | None:
    path.write_bytes(data)
    found = place.run("cache", "verify").status
    ran = place.run(*EXPORT)
    fault = explained(ran) or (f"is not healed: {ran.err.strip()[:100]}" if ran.status else None)
    changed = (place.root / "out" / "crafted.mp3").read_bytes() != whole
    path.write_bytes(kept)
    return fault or ("changes the result" if changed else None if found else "is not found by `cache verify`")


def _foreign_folder(place: Workplace, whole: bytes) -> str | None:
    """Clips under the right names, with other words, in somebody's working folder."""
    clips = sorted((place.root / "cache").glob(f"*{CLIP}"))
    folder = place.root / "audio_cache"
    folder.mkdir()
    for path, other in zip(clips, clips[1:] + clips[:1], strict=True):
        (folder / path.name).write_bytes(pack(path.name, *unpack(other.name, other.read_bytes())))
    env = place.environment(XDG_CACHE_HOME=str(place.root / "own-cache"))
    del env["VOICEGUIDE_CACHE"]
    before = sorted(each.name for each in folder.iterdir())
    ran = place.run(*EXPORT, env=env)
    fault = explained(ran)
    if fault is None and (place.root / "out" / "crafted.mp3").read_bytes() != whole:
        fault = "believes a folder in the working folder"
    if fault is None and sorted(each.name for each in folder.iterdir()) != before:
        fault = "writes into somebody's folder"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    return fault
