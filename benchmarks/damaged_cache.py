"""Cached files that are flipped, cut, emptied, or swapped with another."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

if __package__:
    from benchmarks.trials import EXPORT, Trial, leftovers, prepare
    from benchmarks.workplace import Workplace, explained
else:
    from trials import EXPORT, Trial, leftovers, prepare  # type: ignore[import-not-found, no-redef]
    from workplace import Workplace, explained  # type: ignore[import-not-found, no-redef]

Damage = Callable[[Path, random.Random], bool]


def _flip(path: Path, chance: random.Random) -> bool:
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return True


def _cut(path: Path, chance: random.Random) -> bool:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(1, len(data))])
    return True


def _empty(path: Path, chance: random.Random) -> bool:
    path.write_bytes(b"")
    return True


def _swap(path: Path, chance: random.Random) -> bool:
    """Exchange two whole files of one kind. False where there is no other."""
    others = sorted(other for other in path.parent.glob(f"*{path.suffix}") if other != path)
    if not others:
        return False
    other = chance.choice(others)
    mine, its = path.read_bytes(), other.read_bytes()
    path.write_bytes(its)
    other.write_bytes(mine)
    return mine != its


def _folder(path: Path, chance: random.Random) -> bool:
    path.unlink()
    path.mkdir()
    return True


DAMAGES: dict[str, Damage] = {"flipped": _flip, "cut": _cut, "emptied": _empty, "swapped": _swap, "a folder": _folder}


def cache_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """Each cached file, damaged in each way."""
    prepare(place)
    (place.root / "cache").mkdir(exist_ok=True)
    place.run(*EXPORT, "out/heel.mp3")
    whole = (place.root / "out" / "heel.mp3").read_bytes()
    names = sorted(path.name for path in (place.root / "cache").iterdir())
    kept = {name: (place.root / "cache" / name).read_bytes() for name in names}
    for name in names:
        for how, damage in DAMAGES.items():

            def trial(name: str = name, damage: Damage = damage) -> str | None:
                _restore(place.root / "cache", kept)
                if not damage(place.root / "cache" / name, chance):
                    return None
                found = place.run("cache", "verify").status
                (place.root / "out" / "heel.mp3").unlink(missing_ok=True)
                ran = place.run(*EXPORT, "out/heel.mp3")
                fault = explained(ran) or leftovers(place)
                if fault or ran.status:
                    return fault or f"is not healed: {ran.err.strip()[:100]}"
                if (place.root / "out" / "heel.mp3").read_bytes() != whole:
                    return "changes the result"
                return None if found else "is not found by `cache verify`"

            yield f"cache: {Path(name).suffix} {how}", trial


def _restore(folder: Path, kept: dict[str, bytes]) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            path.rmdir()
        elif path.name not in kept:
            path.unlink()
    for name, data in kept.items():
        (folder / name).write_bytes(data)
