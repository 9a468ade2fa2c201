"""Kills a desk while it saves, many times, with another one writing into the same folder.

    python benchmarks/desk_kills.py [--times 1000]

Each round starts two processes that save the same script, and ends both with SIGKILL at a random moment. Then
the script and all its versions are read. Prints the number of rounds, of saves, and of losses: a half text, a missing
script, or a finished save that neither the script nor a version has. At last it saves once more, and counts the parts
that this save did not remove.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import secrets
import sys
import tempfile
import time
from pathlib import Path

from voiceguide.desk.folder import ScriptFolder
from voiceguide.errors import OutputError
from voiceguide.storage import atomic_write

LINES = 300
FORK = multiprocessing.get_context("fork")
"""Without an import for each round."""


def save_for_ever(folder: Path, who: str, told: int) -> None:
    """Save one text after the other, and tell the finished ones."""
    atomic_write._TAG = secrets.token_hex(4)  # as a process that was not forked has one of its own
    scripts, turn = ScriptFolder(folder), 0
    while True:
        now = scripts.read("routine")
        turn += 1
        text = f"# {who} {turn}\n" + "- Press for 20 seconds\n" * LINES + f"> {who} {turn}\n"
        try:
            scripts.save("routine", text, now.version)
        except OutputError:  # changed meanwhile, or the other one never lets go
            continue
        os.write(told, f"{who} {turn}\n".encode())


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=1000)
    times = parser.parse_args().times
    saves = losses = kills = 0
    with tempfile.TemporaryDirectory() as name:
        folder = ScriptFolder(Path(name) / "scripts")
        folder.create("routine", "# start\n> start\n")
        began = time.monotonic()
        while kills < times:
            finished, killed = round_of(folder.path, kills)
            kills += killed
            saves += len(finished)
            losses += lost(folder, finished)
            forget(folder)
            if kills % 100 == 0:
                print(f"{kills} kills, {saves} finished saves, {losses} losses", flush=True)
        folder.save("routine", "# end\n> end\n", folder.read("routine").version)
        left = [path.name for path in folder.path.rglob("*.part")]
    print(f"{kills} kills, {saves} finished saves, {losses} losses, {len(left)} parts left after one more save")
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(bool(losses))


def round_of(folder: Path, number: int) -> tuple[list[str], int]:
    """Run two savers and kill both; the finished saves in the order of their endings, and the number of kills."""
    savers = []
    for who in "ab":
        reading, writing = os.pipe()
        saver = FORK.Process(target=save_for_ever, args=(folder, f"{number}{who}", writing))
        saver.start()
        os.close(writing)
        savers.append((saver, reading))
    time.sleep(random.uniform(0.02, 0.3))
    finished = []
    for saver, reading in savers:
        saver.kill()
        with os.fdopen(reading, encoding="ascii") as told:
            finished += told.read().split("\n")[:-1]
        saver.join()
    return finished, len(savers)


def lost(folder: ScriptFolder, finished: list[str]) -> int:
    """The number of texts that are half or missing."""
    texts = [folder.read("routine").text, *(folder.version("routine", name) for name in folder.versions("routine"))]
    half = sum(not is_whole(text) for text in texts)
    there = {text.split("\n")[0].removeprefix("# ") for text in texts}
    return half + sum(save not in there for save in finished)


def forget(folder: ScriptFolder) -> None:
    """Remove the versions of a round, so that each round reads its own."""
    for version in (folder.path / ".voiceguide" / "versions" / "routine").glob("*.md"):
        version.unlink()


def is_whole(text: str) -> bool:
    """True for a text that ends as it began."""
    lines = text.split("\n")
    return lines[-2].removeprefix("> ") == lines[0].removeprefix("# ")


if __name__ == "__main__":
    main()
