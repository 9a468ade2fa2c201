"""What Chromium makes of a sound file: a page that decodes it in a headless browser and posts back what it heard."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from tests.needs import need_program
from voiceguide.plan import RATE

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

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
PATIENCE_SECONDS = 100


@dataclass(frozen=True)
class Heard:
    """A file as Chromium has it."""

    duration: float
    """Seconds, as its audio element shows them."""
    samples: NDArray[np.int16]


def hear(path: Path) -> Heard:
    """Let Chromium decode a file."""
    chromium = need_program("chromium")
    answers: Queue[tuple[str, bytes]] = Queue()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(path.read_bytes(), answers))
    Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        command = [chromium, *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0", address]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            answer, body = answers.get(timeout=PATIENCE_SECONDS)
        finally:
            browser.terminate()
            browser.wait(30)
            server.shutdown()
            server.server_close()
    assert answer.startswith("/heard?"), body
    return Heard(float(answer.partition("?")[2]), np.frombuffer(body, np.int16))


def _handler(sound: bytes, answers: Queue[tuple[str, bytes]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = {"/": ("text/html", (PAGE % RATE).encode()), "/sound.mp3": ("audio/mpeg", sound)}
            kind, body = known.get(self.path, ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            answers.put((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler
