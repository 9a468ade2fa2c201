"""The cover of a session: its length inside a ring that runs clockwise, and its title.

Each phase is a band in its own colour, with one bar for each hold. Holds on the left side lie on the inner half of the
band, on the right side on the outer half, all others along its middle. A thin line stands for the time before the first
phase. The background colour is derived from the title, so that covers differ.

Pillow draws the picture with the font Inter (see fonts/OFL.txt), since Pillow's own font has no accents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from math import cos, degrees, pi, radians, sin
from typing import TYPE_CHECKING
from zlib import crc32

from voiceguide.plan import Plan
from voiceguide.units import RATE

if TYPE_CHECKING:
    from PIL.Image import Image

    from voiceguide.export import FrameStore

MEDIA_TYPE = "image/jpeg"
SIZE = 1000
"""The default width and height in pixels. Apple requires at least 1,400 for podcasts."""

JPEG, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
"""The first and the last bytes of a JPEG."""

DRAWING = 1
"""The version of this drawing. Raise it with each change, so that cached pictures are drawn again."""

QUALITY = 85
"""The JPEG quality, with full colour resolution."""

GROUNDS = ("#1d2a3a", "#20332f", "#33283a", "#2b2d42", "#3a2b2a", "#1f3540")
"""Dark, quiet background colours. None is black, so that they contrast with black and with white pages."""
PHASES = ("#6fc2b4", "#f0b867", "#e58f7f", "#a9a0dd", "#9dc583", "#7fb4e6", "#e5a3c2", "#cfc07a")
"""The colours of the phases, repeated in order."""
PAPER = "#f5efe3"
"""The colour of the text."""
BAND_SHADE, LINE_SHADE, UNIT_SHADE = 0.36, 0.4, 0.7
"""The opacity of the colour over the background."""

GAP = 2.0
"""Degrees of the gap on each side of twelve o'clock, which marks the start."""
BETWEEN = 0.35
"""Degrees of the gap at each end of a band."""
LEAST_BAR = 0.6
"""Degrees of the shortest bar."""
LEAST_LINE = 1.2
"""Degrees of the shortest line. A shorter line would look like a speck."""
MOST_BARS = 1000
"""The most bars that are drawn. More would be invisible."""

# Lengths in thousandths of the picture's width.
MIDDLE = 296
"""The radius of the band's centre line."""
BAND, LEFT, RIGHT, ACROSS, LINE = (-47, 47), (-37, -4), (4, 37), (-19, 19), (-3, 3)
"""The inner and outer edge of each lane, relative to MIDDLE."""
CORNER = 9
"""The corner radius of a bar."""
DIAL_WITH_TITLE, DIAL_ALONE = 396, 500
"""The height of the ring's centre, from the top."""
TITLE = 868
"""The height of the title's centre, from the top."""
TITLE_WIDTH = 880
TITLE_SIZES = ((88, 1), (70, 2), (56, 2), (48, 3), (40, 3))
"""The font sizes to try, with the most lines for each."""
LINE_HEIGHT = 1.2
"""The line height of the title, in font sizes."""
NUMBER_SIZE, NUMBER_WIDTH, UNIT_SIZE = 210, 390, 58
NUMBER_FOOT = 0.16
"""The baseline of the number below the ring's centre, in font sizes."""
UNIT_BELOW = 80
"""The baseline of the unit below the baseline of the number."""

_SHARPER = 2
"""The supersampling factor that smooths the ring's edges."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A segment of a ring."""

    start: float
    end: float
    """Degrees, clockwise from twelve o'clock."""
    lane: tuple[int, int]
    """The inner and outer edge in thousandths of the picture's width, relative to MIDDLE."""
    colour: str


def cover(plan: Plan, size: int = SIZE, store: FrameStore | None = None) -> bytes:
    """The cover as a square JPEG of `size` pixels. With a store, it is drawn only once."""
    ground = GROUNDS[crc32(plan.title.encode()) % len(GROUNDS)]
    arcs, words = list(_arcs(plan, ground)), _length(plan)
    key = sha256(repr(("cover", DRAWING, size, plan.title, words, arcs)).encode()).hexdigest()
    kept = store.encoded(key) if store is not None else None
    if kept is not None and is_cover(kept):
        return kept
    file = BytesIO()
    _draw(size, ground, plan.title, words, arcs).save(file, "JPEG", quality=QUALITY, subsampling=0)
    if store is not None:
        store.keep(key, file.getvalue())
    return file.getvalue()


def is_cover(data: bytes) -> bool:
    """True if data begins and ends as a JPEG."""
    return data.startswith(JPEG) and data.endswith(JPEG_END)


def _arcs(plan: Plan, ground: str) -> Iterator[Arc]:
    """The segments of the ring, from the bottom layer to the top one."""

    def arc(start: int, end: int, lane: tuple[int, int], colour: str, less: float = 0.0, least: float = 0.0) -> Arc:
        turn = 360 - 2 * GAP
        first, last = GAP + turn * start / plan.length + less, GAP + turn * end / plan.length - less
        return Arc(round(first, 2), round(max(last, first + least), 2), lane, colour)

    before = plan.chapters[0].start if plan.chapters else plan.length
    opening = arc(0, before, LINE, _mixed(ground, PAPER, LINE_SHADE), BETWEEN)
    if opening.end - opening.start >= LEAST_LINE:
        yield opening
    holds = [step for step in plan.steps if step.hold][:MOST_BARS]
    for number, chapter in enumerate(plan.chapters):
        colour = PHASES[number % len(PHASES)]
        yield arc(chapter.start, chapter.end, BAND, _mixed(ground, colour, BAND_SHADE), BETWEEN, LEAST_BAR)
        for step in holds:
            if step.hold and chapter.start <= step.start < chapter.end:
                lane = {"left": LEFT, "right": RIGHT}.get(step.side or "", ACROSS)
                yield arc(step.hold.start, step.hold.end, lane, colour, least=LEAST_BAR)


def _length(plan: Plan) -> tuple[str, str]:
    """The session's length as a number, and its unit as an abbreviation common to many languages."""
    seconds = round(plan.length / RATE)
    if seconds < 60:
        return str(seconds), "s"
    minutes, second = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{second:02}" if second else str(minutes), "min"
    hours, minute = divmod(round(seconds / 60), 60)
    return f"{hours}:{minute:02}" if minute else str(hours), "h"


def _draw(size: int, ground: str, title: str, length: tuple[str, str], arcs: list[Arc]) -> Image:
    from PIL import Image, ImageDraw

    from voiceguide.export.lettering import font, lines_of

    unit = size / 1000
    picture = Image.new("RGB", (size, size), ground)
    draw = ImageDraw.Draw(picture)
    letters, lines = lines_of(title, [(letter * unit, most) for letter, most in TITLE_SIZES], TITLE_WIDTH * unit)
    middle = (DIAL_WITH_TITLE if lines else DIAL_ALONE) * unit
    ring = _draw_ring(arcs, unit, ground)
    picture.paste(ring, (round((size - ring.width) / 2), round(middle - ring.height / 2)))
    figures = font(NUMBER_SIZE * unit)
    figures = font(NUMBER_SIZE * unit * min(1.0, NUMBER_WIDTH * unit / figures.getlength(length[0])))
    foot = middle + NUMBER_FOOT * figures.size
    draw.text((size / 2, foot), length[0], PAPER, figures, anchor="ms")
    grey = _mixed(ground, PAPER, UNIT_SHADE)
    draw.text((size / 2, foot + UNIT_BELOW * unit), length[1], grey, font(UNIT_SIZE * unit), anchor="ms")
    for number, line in enumerate(lines):
        below = (number - (len(lines) - 1) / 2) * LINE_HEIGHT * letters.size
        draw.text((size / 2, TITLE * unit + below), line, PAPER, letters, anchor="mm")
    return picture


def _draw_ring(arcs: list[Arc], unit: float, ground: str) -> Image:
    """The segments on their background, in the smallest square."""
    from PIL import Image, ImageDraw

    half = round((MIDDLE + BAND[1] + 2) * unit)
    scale = unit * _SHARPER
    ring = Image.new("RGB", (2 * half * _SHARPER, 2 * half * _SHARPER), ground)
    draw = ImageDraw.Draw(ring)
    for arc in arcs:
        centre = half * _SHARPER
        draw.polygon([(centre + x * scale, centre + y * scale) for x, y in _outline(arc)], arc.colour)
    return ring.reduce(_SHARPER)


def _outline(arc: Arc) -> list[tuple[float, float]]:
    """The outline of a segment with rounded corners, in thousandths of the picture's width from the ring's centre."""
    inner, outer = MIDDLE + arc.lane[0], MIDDLE + arc.lane[1]
    corner = min(CORNER, (outer - inner) / 2, radians(arc.end - arc.start) * MIDDLE / 2)
    around = [*_edge(arc, outer, -corner), *reversed(_edge(arc, inner, corner))]
    return [(radius * sin(radians(angle)), -radius * cos(radians(angle))) for angle, radius in around]


def _edge(arc: Arc, radius: float, into: float) -> list[tuple[float, float]]:
    """One long edge of a segment as angles and radii, from the middle of one corner to the middle of the other. `into`
    is the corner radius, negative if the segment lies inside the edge."""
    bend = [
        (degrees(abs(into) / radius) * (1 - cos(turn)), into * (1 - sin(turn)))
        for turn in (0, pi / 12, pi / 6, pi / 4, pi / 3, pi / 2)
    ]
    first, last = arc.start + bend[-1][0], arc.end - bend[-1][0]
    points = int(last - first) + 1
    return [
        *((arc.start + along, radius + inward) for along, inward in bend),
        *((first + (last - first) * point / points, radius) for point in range(1, points)),
        *((arc.end - along, radius + inward) for along, inward in reversed(bend)),
    ]


def _mixed(below: str, above: str, share: float) -> str:
    """A blend of two colours. `share` is the opacity of the upper one."""
    pairs = ((int(below[at : at + 2], 16), int(above[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
