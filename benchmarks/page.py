"""Times the listener's page: a tap to its sound, the slider to its picture, bytes of a reload, many listeners at once.

    python -m pip install -e '.[browser-test]'
    python -m benchmarks.page [tap slider reload many] [--engine hibari] [--bed brown]
                              [--times 10] [--listeners 50] [--seconds 300]

Each part starts a server of its own, with an empty state and, for `tap`, an empty cache. Times are in milliseconds of
the wall clock: run it on a quiet machine. `tap` and `slider` are measured in the page itself, in a headless Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.served import fetched, ready_address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
ROUTINE = "heel-pain"
FIRST_BYTES = 65_536
"""The part of a session that a listener loads before its first word."""
PAUSE_SECONDS = 3.0
"""The longest pause of a listener between two requests."""
READY_SECONDS = 120
FEW = 20
"""The number of times up to which each is printed."""
TAP = """() => new Promise(resolve => {
  const audio = document.querySelector("audio");
  const begin = performance.now();
  const look = () => audio.currentTime > 0 ? resolve(performance.now() - begin) : setTimeout(look, 2);
  document.querySelector("#start").click();
  look();
})"""
SLIDE = """stop => new Promise(resolve => {
  const slider = document.querySelector("#length");
  const figure = document.querySelector("#figure");
  slider.value = stop;
  const begin = performance.now();
  slider.dispatchEvent(new Event("input", {bubbles: true}));
  const look = () => figure.getAttribute("aria-busy") === "false"
    ? requestAnimationFrame(() => resolve(performance.now() - begin)) : setTimeout(look, 2);
  look();
})"""
SETTLED = "() => document.querySelector('#figure').getAttribute('aria-busy') === 'false'"


@contextmanager
def served(options: argparse.Namespace, cache: str) -> Iterator[str]:
    """The address of a server with this engine, this bed and this cache."""
    with tempfile.TemporaryDirectory() as state:
        names = {"VOICEGUIDE_CACHE": cache, "VOICEGUIDE_STATE": state}
        command = [sys.executable, "-m", "voiceguide", "serve", "--port", "0", "--engine", options.engine]
        command += ["--bed", options.bed] if options.bed else []
        with subprocess.Popen(command, env={**os.environ, **names}, stdout=subprocess.PIPE, text=True) as server:
            try:
                address = ready_address(server)
                if address is None:
                    raise SystemExit("The server has not started.")
                yield address
            finally:
                server.terminate()


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def opened(started: Browser, address: str) -> Page:
    """The page with the routine, once its picture is drawn."""
    page = started.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{address}?routine={ROUTINE}")
    wait(page)
    return page


def wait(page: Page) -> None:
    """Wait until the picture is that of the choices."""
    end = time.monotonic() + READY_SECONDS
    while not page.evaluate(SETTLED) and time.monotonic() < end:
        page.wait_for_timeout(10)


def wait_for_lengths(address: str) -> None:
    """Wait until the list has measured lengths. Until then a new server's page changes with each of them."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        _, rows = fetched(f"{address}routines.json", READY_SECONDS)
        if not any(row["estimated"] for row in json.loads(rows or b"[]")):
            return
        time.sleep(0.5)


def tap(options: argparse.Namespace) -> None:
    """The time from a tap on Play to the first sound: of a session made ahead, and right after the slider was moved."""
    with tempfile.TemporaryDirectory() as cache, served(options, cache) as address, browser() as started:
        fetched(f"{address}session.mp3?routine={ROUTINE}", READY_SECONDS)
        ahead, slid = [], []
        for number in range(options.times):
            page = opened(started, address)
            page.wait_for_timeout(500)
            ahead.append(page.evaluate(TAP))
            page.context.close()
            page = opened(started, address)
            page.evaluate(SLIDE, 3 + number * 2 % int(page.locator("#length").get_attribute("max") or 2))
            slid.append(page.evaluate(TAP))
            page.context.close()
        show("tap to sound, made ahead", ahead)
        show("tap to sound, after the slider", slid)


def slider(options: argparse.Namespace) -> None:
    """The time from a movement of the slider to the picture of a new length."""
    with tempfile.TemporaryDirectory() as cache, served(options, cache) as address, browser() as started:
        fetched(f"{address}session.mp3?routine={ROUTINE}", READY_SECONDS)
        page = opened(started, address)
        most = int(page.locator("#length").get_attribute("max") or 1)
        found = []
        for stop in random.Random(1).sample(range(most + 1), min(options.times, most)):
            found.append(page.evaluate(SLIDE, stop))
            page.wait_for_timeout(300)
        show("slider to picture, new length", found)


def reload(options: argparse.Namespace) -> None:
    """The bytes of reloads, as the browser counts them on the wire: twice, and after the slider was moved."""
    with tempfile.TemporaryDirectory() as cache, served(options, cache) as address, browser() as started:
        wait_for_lengths(address)
        page = opened(started, address)
        page.wait_for_timeout(2000)
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        loaded: list[float] = []
        network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
        for name in ("first", "second", "after the slider"):
            if name == "after the slider":
                page.evaluate(SLIDE, 4)
                page.wait_for_timeout(2000)
            loaded.clear()
            page.reload()
            wait(page)
            page.wait_for_timeout(1000)
            print(f"reload, {name}: {sum(loaded) / 1000:.1f} kB in {len(loaded)} answers", flush=True)


def many(options: argparse.Namespace) -> None:
    """The answers to many listeners at once: the page, and the first bytes of a session at some length."""
    with tempfile.TemporaryDirectory() as cache, served(options, cache) as address:
        fetched(f"{address}session.mp3?routine={ROUTINE}", READY_SECONDS)
        pages, sounds = asyncio.run(_listeners(address, options.listeners, options.seconds))
        show(f"page, {options.listeners} listeners", pages)
        show(f"first bytes, {options.listeners} listeners", sounds)


async def _listeners(address: str, count: int, seconds: float) -> tuple[list[float], list[float]]:
    pages: list[float] = []
    sounds: list[float] = []
    end = time.monotonic() + seconds

    async def listen(number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, PAUSE_SECONDS))
        while time.monotonic() < end:
            pages.append(await _asked(address, "", None))
            query = f"session.mp3?routine={ROUTINE}&length={chance.randint(6, 30)}m"
            sounds.append(await _asked(address, query, FIRST_BYTES))
            await asyncio.sleep(chance.uniform(0, PAUSE_SECONDS))

    await asyncio.gather(*(listen(number) for number in range(count)))
    return pages, sounds


async def _asked(address: str, path: str, most: int | None) -> float:
    """The milliseconds until the answer to a request is there. A request that is refused for the moment comes again.
    Ends the measurement at any other refusal."""
    begun = time.monotonic()
    parts = urlsplit(address + path)
    while True:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        wanted = f"range: bytes=0-{most - 1}\r\n" if most else ""
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        writer.write(f"GET {target} HTTP/1.1\r\nhost: {parts.netloc}\r\n{wanted}connection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        status = answer[:12].removeprefix(b"HTTP/1.1 ")
        if status in (b"200", b"206"):
            return (time.monotonic() - begun) * 1000
        if status != b"429":
            raise SystemExit(f"The answer to {path or 'the page'} has the status {status.decode() or 'nothing'}.")
        await asyncio.sleep(2)


def show(name: str, milliseconds: list[float]) -> None:
    """Print the median and the 95th percentile, and the times themselves in their order where they are few."""
    ordered = sorted(milliseconds)
    if not ordered:
        print(f"{name}: nothing measured")
        return
    middle, most = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    each = f" ({', '.join(f'{one:.0f}' for one in milliseconds)})" if len(ordered) <= FEW else ""
    print(f"{name}: median {middle:.0f} ms, p95 {most:.0f} ms, {len(ordered)} times{each}", flush=True)


PARTS = {"tap": tap, "slider": slider, "reload": reload, "many": many}


def main() -> None:
    """Measure the parts that are named; all without a name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--engine", default="hibari")
    parser.add_argument("--bed", help="play this under the voice")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--listeners", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"{', '.join(sorted(unknown))} is none of {', '.join(PARTS)}")
    for name in options.parts or PARTS:
        PARTS[name](options)


if __name__ == "__main__":
    main()
