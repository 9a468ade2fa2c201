"""The sample of the natural voice for the README: a short session of its own, as MP3.

    python docs/make_sample.py

Run it after a change of the words or of the voice. It needs nothing but voiceguide. The sound is made by hibari's voice
`heart`, whose model is under Apache-2.0.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent / "sample.mp3"
MOST_BYTES = 400_000
SCRIPT = """
---
title: One minute for your heel
language: en
voice: heart
settle: 2
---

Caution: firm is good, sharp is not. Stop if you feel sharp pain or numbness.

- Put your ankle on the other knee, and rub across the sore spot of the heel with both thumbs for 10 seconds, left foot
  - halfway: A little closer to the arch.
- Pull all your toes toward the shin with one hand for 10 seconds, left foot

That was the short version. Next time, take your time.
"""


def main() -> None:
    """Write the sample."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "one-minute.md"
        script.write_text(SCRIPT.lstrip(), encoding="utf-8")
        export = [sys.executable, "-m", "voiceguide", "export", str(script), "--no-cover", "--force", "-o", str(SAMPLE)]
        subprocess.run(export, check=True)
    size = SAMPLE.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{SAMPLE} has {size:,} bytes, more than {MOST_BYTES:,}.")


if __name__ == "__main__":
    main()
