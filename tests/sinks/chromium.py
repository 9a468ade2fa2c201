"""What Chromium makes of a sound file: a page that decodes it, in a headless browser, with its answer in the page."""

from __future__ import annotations

import base64
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.needs import need_program
from voiceguide.plan import RATE

PAGE = """<!doctype html><body><script>
const bytes = Uint8Array.from(atob("%s"), c => c.charCodeAt(0));
const address = URL.createObjectURL(new Blob([bytes], {type: "audio/mpeg"}));
const shown = new Promise((resolve, reject) => {
  const audio = new Audio(address);
  audio.onloadedmetadata = () => resolve(audio.duration);
  audio.onerror = () => reject(audio.error.message);
});
const decoded = new OfflineAudioContext(1, 1, %d).decodeAudioData(bytes.buffer.slice(0));
Promise.all([shown, decoded]).then(([duration, buffer]) => {
  const samples = Int16Array.from(buffer.getChannelData(0), x => Math.round(x * 32767));
  const raw = new Uint8Array(samples.buffer);
  let text = "";
  for (let at = 0; at < raw.length; at += 8192) text += String.fromCharCode(...raw.subarray(at, at + 8192));
  document.body.textContent = JSON.stringify({duration, samples: btoa(text)});
}).catch(fault => { document.body.textContent = JSON.stringify({fault: String(fault)}); });
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
    "--virtual-time-budget=60000",
    "--dump-dom",
]


@dataclass(frozen=True)
class Heard:
    """A file as Chromium has it."""

    duration: float
    """Seconds, as its audio element shows them."""
    samples: NDArray[np.int16]


def hear(path: Path) -> Heard:
    """Let Chromium decode a file."""
    chromium = need_program("chromium")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(PAGE % (base64.b64encode(path.read_bytes()).decode(), RATE))
        command = [chromium, *FLAGS, f"--user-data-dir={folder}/profile", page.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    answer = json.loads(done.stdout.partition("<body>")[2].partition("</body>")[0])
    assert "fault" not in answer, answer["fault"]
    return Heard(answer["duration"], np.frombuffer(base64.b64decode(answer["samples"]), np.int16))
