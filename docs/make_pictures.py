"""Pictures for the README and the site: cover, phone page, desk, terminal, and a waveform above its plan.

    python -m pip install -e '.[docs]' && python docs/make_pictures.py

Every picture shows what a real command made. Install Debian's `chromium` and `tmux` first. Name pictures to make only
those: `python docs/make_pictures.py phone terminal`.
"""

from __future__ import annotations

import html
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mutagen
import numpy as np
import soundfile
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOCS = Path(__file__).resolve().parent
PICTURES = DOCS / "pictures"
VOICEGUIDE = (sys.executable, "-m", "voiceguide")
CHROMIUM = "/usr/bin/chromium"
INK, PAPER, QUIET = "#1d2b30", "#f5f3ee", "#6c7a7e"
LEFT, RIGHT, SPEECH, BELL = "#1f7a8c", "#b5622e", "#3f5358", "#c99a2e"


def run(*arguments: str, folder: Path | None = None) -> str:
    """Run a voiceguide command and return its standard output."""
    return subprocess.run([*VOICEGUIDE, *arguments], cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def readme_routine(folder: Path) -> Path:
    """Write the routine that the README shows to a file."""
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```markdown\n(.*?)```", readme, re.DOTALL)
    assert block, "README.md shows no routine"
    script = folder / "my-heel.md"
    script.write_text(block[1], encoding="utf-8")
    return script


def save(picture: Image.Image, name: str, width: int) -> None:
    """Save a picture as WebP at this width."""
    height = round(picture.height * width / picture.width)
    small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    small.save(PICTURES / name, quality=88, method=6)


# The cover


def cover() -> None:
    """Take the cover out of an exported MP3."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "heel-pain.mp3"
        run("export", "heel-pain", "--length", "15m", "-o", str(target))
        picture = next(frame for key, frame in mutagen.File(target).tags.items() if key.startswith("APIC"))
        save(Image.open(io.BytesIO(picture.data)), "cover.webp", 640)


# The phone


@contextmanager
def browser_page(**options: Any) -> Iterator[Page]:
    """Open a page in headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser.new_page(device_scale_factor=2, **options)
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """Run `voiceguide serve` and give the page's address."""
    command = [*VOICEGUIDE, "serve", "--port", "0", "--no-qr"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def phone() -> None:
    """Show the page twice at phone size: choosing a session, and playing it."""
    size = {"width": 390, "height": 844}
    with served() as address, browser_page(viewport=size, is_mobile=True, has_touch=True) as page:
        page.set_default_timeout(300_000)  # the first words of a natural voice take their time
        page.goto(address)
        page.get_by_role("radio", name="Heel pain relief", exact=False).first.check()
        page.locator("#figure[aria-busy=false]").wait_for()
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(500)
        choosing = page.screenshot()
        page.locator("#start").click()
        page.locator("#player").wait_for()
        page.wait_for_timeout(1500)
        page.locator("#position").evaluate(
            "(slider, to) => { slider.value = to; slider.dispatchEvent(new Event('input', {bubbles: true}));"
            " slider.dispatchEvent(new Event('change', {bubbles: true})); }",
            "75",
        )
        page.wait_for_timeout(2500)
        playing = page.screenshot()
    save(beside(choosing, playing), "phone.webp", 1040)


def beside(*screens: bytes) -> Image.Image:
    """Lay screenshots side by side, each in a thin frame."""
    pictures = [Image.open(io.BytesIO(screen)).convert("RGB") for screen in screens]
    gap, edge = 60, 3
    width = sum(picture.width + 2 * edge for picture in pictures) + gap * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, pictures[0].height + 2 * (gap + edge)), "#e4e1d8")
    left = gap
    for picture in pictures:
        sheet.paste(INK, (left, gap, left + picture.width + 2 * edge, gap + picture.height + 2 * edge))
        sheet.paste(picture, (left + edge, gap + edge))
        left += picture.width + 2 * edge + gap
    return sheet


# The desk

TO_BEGIN = ("#paste", "#paste-go", ".file-button", "#blank-go", "#begin details summary", "#yours")
TO_WRITE = (
    *("#text", "#margin", "#hear-line", "#desk .file-button", "#findings .cure", "#help summary", "#length"),
    *(
        "#picture",
        "#hear-whole",
        "#hand summary",
        "#clients summary",
        "#phone summary",
        "#own > summary",
        "#throw-away",
    ),
)
TO_MEND = ("- Roll the sole", "- Squeeze the toes, 20\n- Roll the sole")
"""A line that the desk asks about, so that the picture shows how."""


@contextmanager
def desk(folder: Path) -> Iterator[str]:
    """Run `voiceguide write` on the scripts of a folder and give the page's address."""
    command = [*VOICEGUIDE, "write", "--no-open"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def write() -> None:
    """Show the desk twice: the beginning, and a script with its session. Numbers lead to the text of the page."""
    with tempfile.TemporaryDirectory() as name, browser_page(viewport={"width": 1240, "height": 880}) as page:
        folder = Path(name) / "scripts"
        folder.mkdir()
        script = readme_routine(folder)
        with desk(Path(name)) as address:
            page.goto(address)
            page.locator("#yours li").wait_for()
            page.wait_for_timeout(800)
            number(page, TO_BEGIN)
            beginning = page.screenshot()
            script.write_text(script.read_text("utf-8").replace(*TO_MEND), "utf-8")
            page.set_viewport_size({"width": 1240, "height": 1240})  # no button hides the text
            page.get_by_role("button", name="my-heel").click()
            page.locator("#session-shown:not([hidden])").wait_for()
            page.wait_for_timeout(800)
            number(page, TO_WRITE)
            writing = page.screenshot(full_page=True)
    save(Image.open(io.BytesIO(beginning)), "write-begin.webp", 1000)
    save(Image.open(io.BytesIO(writing)), "write.webp", 1200)


def number(page: Page, selectors: tuple[str, ...]) -> None:
    """Lay a number on each of these elements."""
    page.evaluate(
        """selectors => {
          for (const old of document.querySelectorAll(".picture-number")) old.remove();
          selectors.forEach((selector, index) => {
            const box = document.querySelector(selector).getBoundingClientRect();
            const made = document.createElement("b");
            made.className = "picture-number";
            made.textContent = index + 1;
            Object.assign(made.style, {
              position: "absolute", zIndex: 9, width: "30px", height: "30px", borderRadius: "50%",
              left: `${Math.max(2, Math.min(box.right, document.body.clientWidth - 26) - 6 + scrollX)}px`,
              top: `${Math.max(2, box.top - 12 + scrollY)}px`,
              background: "#b5622e", color: "#ffffff", font: "700 17px/30px sans-serif", textAlign: "center",
            });
            document.body.append(made);
          });
        }""",
        list(selectors),
    )


# The terminal


def terminal() -> None:
    """Photograph a session that plays in a terminal of 80 by 24, in the middle of a hold."""
    with tempfile.TemporaryDirectory() as folder:
        script = readme_routine(Path(folder))
        command = f"{' '.join(VOICEGUIDE)} play {script.name} --length 6m --output none"
        tmux = ["tmux", "-L", f"pictures-{time.monotonic_ns()}"]
        subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", "-c", folder, command], check=True)
        try:
            screen = wait_for(tmux, r"0:2\d left of", 120)
        finally:
            subprocess.run([*tmux, "kill-server"], check=True)
    photograph(screen, "terminal.webp")


def wait_for(tmux: list[str], pattern: str, seconds: float) -> str:
    """Capture the terminal, with its colours, once it shows this text."""
    capture = [*tmux, "capture-pane", "-p", "-e"]
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        shown = subprocess.run(capture, check=True, stdout=subprocess.PIPE, text=True).stdout
        if re.search(pattern, shown):
            return shown
        time.sleep(0.2)
    raise SystemExit(f"The terminal never showed {pattern!r}.")


def photograph(ansi: str, name: str) -> None:
    """Draw a captured terminal with Chromium."""
    from rich.console import Console
    from rich.terminal_theme import MONOKAI
    from rich.text import Text

    console = Console(record=True, width=80, file=io.StringIO())
    console.print(Text.from_ansi(ansi), end="")
    code = console.export_html(theme=MONOKAI, inline_styles=True, code_format="{code}")
    page_html = (
        "<body style='margin:0;background:#0c0c0c'><pre style='margin:0;padding:22px 26px;"
        f'font:15px/17px "DejaVu Sans Mono",monospace;display:inline-block\'>{code}</pre>'
    )
    with browser_page() as page:
        page.set_content(page_html)
        picture = page.locator("pre").screenshot()
    save(Image.open(io.BytesIO(picture)), name, 1200)


# The waveform

SCALE = 7.0
"""Pixels per second."""
MARGIN, TOP, WAVE = 24, 64, 110
"""The edge, the middle of the first row's text, and the height of the waveform."""


def waveform() -> None:
    """Draw the sound of one step above the cues of its plan."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = readme_routine(folder)
        plan = json.loads(run("plan", script.name, "--length", "6m", "--json", folder=folder))
        run("export", script.name, "--length", "6m", "-o", "heel.wav", folder=folder)
        sound, rate = soundfile.read(folder / "heel.wav", dtype="float32")
    left, right = plan["steps"][:2]
    start, end = left["start"] - 5, right["hold"]["start"] + 24
    peaks = loudest(sound[int(start * rate) : int(end * rate)], 2 * round((end - start) * SCALE))
    cues = [cue for cue in plan["cues"] if start < cue["start"] and cue["end"] < end]
    drawn = Drawing(start, end)
    drawn.wave(peaks)
    drawn.holds([left, right])
    drawn.cues(cues)
    (PICTURES / "waveform.svg").write_text(drawn.svg(), encoding="utf-8")


def loudest(sound: np.ndarray[Any, np.dtype[np.float32]], columns: int) -> list[float]:
    """Return the peak of each column, as a share of the highest peak."""
    peaks = [float(np.abs(part).max()) for part in np.array_split(sound, columns)]
    return [peak / max(peaks) for peak in peaks]


class Drawing:
    """An SVG of one stretch of a session."""

    def __init__(self, start: float, end: float) -> None:
        self._start, self._end = start, end
        self._parts: list[str] = []
        self._rows: list[float] = []

    def _x(self, seconds: float) -> float:
        return round(MARGIN + (seconds - self._start) * SCALE, 1)

    def _text(self, x: float, y: float, text: str, colour: str = INK, more: str = "") -> None:
        self._parts.append(f'<text x="{x}" y="{y}" fill="{colour}" {more}>{html.escape(text)}</text>')

    def _box(self, start: float, end: float, y: float, height: float, colour: str, more: str = "") -> None:
        x, width = self._x(start), max(round((end - start) * SCALE, 1), 2.5)
        self._parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}" {more}/>')

    def wave(self, peaks: list[float]) -> None:
        """Draw the waveform with its clock."""
        self._text(MARGIN, TOP - 18, "Sound", QUIET)
        for second in range(int(self._start) // 10 * 10 + 10, int(self._end), 10):
            x = self._x(second)
            self._parts.append(f'<path d="M{x} {TOP - 10}v{WAVE + 20}" stroke="{QUIET}" opacity=".25"/>')
            self._text(x, TOP - 18, f"{second // 60}:{second % 60:02}", QUIET, 'text-anchor="middle"')
        heights = [max(peak * WAVE / 2, 0.5) for peak in peaks]
        upper = "".join(f"L{MARGIN + x / 2} {TOP + WAVE / 2 - height:.1f}" for x, height in enumerate(heights))
        lower = "".join(
            f"L{MARGIN + x / 2} {TOP + WAVE / 2 + height:.1f}" for x, height in reversed(list(enumerate(heights)))
        )
        self._parts.append(f'<path d="M{upper[1:]}{lower}z" fill="{INK}"/>')

    def holds(self, steps: list[dict[str, Any]]) -> None:
        """Draw the hold of each step."""
        y = TOP + WAVE + 34
        self._text(MARGIN, y + 22, "Plan", QUIET)
        for step, colour in zip(steps, (LEFT, RIGHT), strict=True):
            hold = step["hold"]
            start, end = hold["start"], min(hold["end"], self._end)
            self._box(start, end, y, 34, colour, 'rx="4"')
            words = f"{step['side'].title()} foot: {hold['seconds']:.0f} seconds"
            self._text(self._x(start) + 12, y + 22, words, "#fff", 'font-weight="600"')

    def cues(self, cues: list[dict[str, Any]]) -> None:
        """Draw a mark for each cue, and the words of it below."""
        y = TOP + WAVE + 78
        for cue in cues:
            colour = {"bell": BELL, "tick": BELL}.get(cue["kind"], SPEECH)
            self._box(cue["start"], cue["end"], y, 10, colour, 'rx="2"')
        for cue in reversed(list(named(cues))):
            x, row = self._x(cue["start"]), self._row(self._x(cue["start"]), cue["text"])
            below = y + 36 + row * 22
            self._parts.append(f'<path d="M{x} {y + 10}V{below - 4}" stroke="{QUIET}" fill="none"/>')
            self._text(x + 5, below, cue["text"])

    def _row(self, x: float, text: str) -> int:
        """Return the first row where no text and no line to a lower row stands in the way of this text."""
        end = x + len(text) * 6.4 + 10
        row = max((row + 1 for row, taken in enumerate(self._rows) if taken <= end), default=0)
        self._rows[row:] = [x, *self._rows[row + 1 :]]
        return row

    def svg(self) -> str:
        """Return the whole picture."""
        width = round((self._end - self._start) * SCALE) + 2 * MARGIN
        height = TOP + WAVE + 78 + 36 + len(self._rows) * 22
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            ' font-family="Inter, Helvetica, Arial, sans-serif" font-size="13" role="img"'
            ' aria-label="The sound of a step above the cues of its plan">'
            f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>{"".join(self._parts)}</svg>\n'
        )


def named(cues: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give each cue that gets a label; three ticks share one."""
    last = ""
    for cue in cues:
        if cue["kind"] != "tick":
            yield {**cue, "text": cue["text"] or cue["kind"]}
        elif last != "tick":
            yield {**cue, "text": "three ticks"}
        last = cue["kind"]


MAKERS: dict[str, Callable[[], None]] = {
    "cover": cover,
    "phone": phone,
    "write": write,
    "terminal": terminal,
    "waveform": waveform,
}


def main() -> None:
    """Make the pictures that are named, or all."""
    PICTURES.mkdir(exist_ok=True)
    for name in sys.argv[1:] or MAKERS:
        MAKERS[name]()


if __name__ == "__main__":
    main()
