"""Decodes and plays sound files in headless Chromium. A page posts the resulting sound back."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from tests.needs import need_browser
from voiceguide.units import RATE

PAGE = """<!doctype html><body><script>
const said = (path, body) => fetch(path, {method: "POST", body});
const shown = new Promise((resolve, reject) => {
  const audio = new Audio("/sound.mp3");
  audio.onloadedmetadata = () => resolve(audio.duration);
  audio.onerror = () => reject(audio.error.message);
});
const decoded = fetch("/sound.mp3").then(answer => answer.arrayBuffer())
  .then(bytes => new OfflineAudioContext(1, 1, %d).decodeAudioData(bytes));
Promise.all([shown, decoded]).then(([duration, buffer]) => said("/heard?" + duration,
  Int16Array.from(buffer.getChannelData(0), x => Math.round(x * 32767)))
).catch(fault => said("/fault", String(fault)));
</script></body>"""

SEEKING = """<!doctype html><body><script>
const [times, seconds, rate] = %s;
const said = (path, body) => fetch(path, {method: "POST", body});
const sleep = seconds => new Promise(done => setTimeout(done, 1000 * seconds));
(async () => {
  const audio = new Audio("/sound.mp3");
  await new Promise((resolve, reject) => {
    audio.onloadedmetadata = resolve;
    audio.onerror = () => reject(audio.error.message);
  });
  const context = new AudioContext({sampleRate: rate});
  const tap = context.createScriptProcessor(1024, 1, 1);
  let heard = [];
  tap.onaudioprocess = event => heard.push(event.inputBuffer.getChannelData(0).slice());
  context.createMediaElementSource(audio).connect(tap);
  tap.connect(context.destination);
  for (const time of times) {
    const seeked = new Promise(resolve => audio.onseeked = resolve);
    audio.currentTime = time;
    await seeked;
    heard = [];
    await audio.play();
    while (audio.currentTime < time + seconds) await sleep(0.02);
    audio.pause();
    const sound = new Int16Array(heard.length * 1024);
    heard.forEach((block, i) => sound.set(Int16Array.from(block, x => Math.round(x * 32767)), i * 1024));
    await said("/heard?" + audio.currentTime, sound);
    await sleep(0.2);
  }
})().catch(fault => said("/fault", String(fault)));
</script></body>"""

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--autoplay-policy=no-user-gesture-required",
]
PATIENCE_SECONDS = 100


@dataclass(frozen=True)
class Heard:
    """A file decoded by Chromium."""

    duration: float
    """Seconds, as its audio element shows them."""
    samples: NDArray[np.int16]


def hear(path: Path) -> Heard:
    """Let Chromium decode a file."""
    ((duration, samples),) = _answers(path, PAGE % RATE, 1)
    return Heard(duration, samples)


def hear_from(path: Path, times: list[float], seconds: float) -> list[tuple[float, NDArray[np.int16]]]:
    """Play some seconds from each of these times in Chromium's audio element. Returns the reported end position and
    the sound of each."""
    return _answers(path, SEEKING % json.dumps([times, seconds, RATE]), len(times))


def _answers(path: Path, page: str, count: int) -> list[tuple[float, NDArray[np.int16]]]:
    """The page's answers: numbers, each with a sound."""
    chromium = need_browser()
    answers: Queue[tuple[str, bytes]] = Queue()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(page.encode(), path.read_bytes(), answers))
    Thread(target=server.serve_forever, daemon=True).start()
    found = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        command = [chromium, *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0", address]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        browser = subprocess.Popen(command, start_new_session=True, **quiet)
        try:
            for _ in range(count):
                answer, body = answers.get(timeout=PATIENCE_SECONDS)
                assert answer.startswith("/heard?"), body
                found.append((float(answer.partition("?")[2]), np.frombuffer(body, np.int16)))
        finally:
            os.killpg(browser.pid, signal.SIGTERM)  # Debian's browser stands behind a shell
            browser.wait(30)
            server.shutdown()
            server.server_close()
    return found


def _handler(page: bytes, sound: bytes, answers: Queue[tuple[str, bytes]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = {"/": ("text/html", page), "/sound.mp3": ("audio/mpeg", sound)}
            kind, body = known.get(self.path, ("", b""))
            part = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            first, last = (int(part[1]), int(part[2] or len(body) - 1)) if part else (0, len(body) - 1)
            self.send_response(404 if not kind else 206 if part else 200)
            self.send_header("Content-Type", kind)
            self.send_header("Accept-Ranges", "bytes")
            if part:
                self.send_header("Content-Range", f"bytes {first}-{last}/{len(body)}")
            self.send_header("Content-Length", str(last + 1 - first))
            self.end_headers()
            with suppress(ConnectionError):  # a browser that seeks wants no more of it
                self.wfile.write(body[first : last + 1])

        def do_POST(self) -> None:
            answers.put((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Log nothing."""

    return Handler
