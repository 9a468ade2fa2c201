"""The page on a phone's home screen: its manifest, and icons that are drawn when they are asked for.

Source: https://www.w3.org/TR/appmanifest/
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

MEDIA_TYPE = "application/manifest+json"
NAME = "voiceguide"
GROUND, PAPER, WARM = "#12615c", "#ffffff", "#f3b070"
"""The colours of the icon. The first is the theme colour."""
BACKGROUND = "#f5f3ee"
"""The colour behind the page while it loads."""
ICONS = {"icon-180.png": (180, False), "icon-192.png": (192, False), "icon-512.png": (512, False)} | {
    "icon-maskable.png": (512, True)
}
"""Name -> size in pixels, and True for an icon whose edge a system may cut off."""
_UNITS = 64
"""The width of the drawing below."""
_BARS = ((10, 16, PAPER), (26, 34, WARM), (42, 16, PAPER))
"""Left edge, top edge and colour of each bar: left, right, left."""
_BAR = (12, 14)
_BAR_CORNER, _CORNER = 4, 14
_SAFE = 0.72
"""The size of the drawing inside a maskable icon: any round cut leaves it whole."""
_SHARPER = 4


def manifest(base: str) -> dict[str, Any]:
    """The manifest of the page. `base` is the beginning of all paths, or `.` in a folder of files."""
    icons = [
        {
            "src": f"{base}/{name}",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "maskable" if maskable else "any",
        }
        for name, (size, maskable) in ICONS.items()
    ]
    return {
        "name": NAME,
        "short_name": NAME,
        "id": f"{base}/",
        "start_url": f"{base}/",
        "scope": f"{base}/",
        "display": "standalone",
        "theme_color": GROUND,
        "background_color": BACKGROUND,
        "icons": icons,
    }


@lru_cache(maxsize=len(ICONS))
def icon(name: str) -> bytes:
    """The icon of this name in ICONS, as a PNG."""
    from PIL import Image, ImageDraw

    size, maskable = ICONS[name]
    wide = size * _SHARPER
    picture = Image.new("RGBA", (wide, wide), GROUND if maskable or size == 180 else (0, 0, 0, 0))  # iOS rounds it
    draw = ImageDraw.Draw(picture)
    if not maskable:
        draw.rounded_rectangle((0, 0, wide - 1, wide - 1), _CORNER * wide / _UNITS, fill=GROUND)
    unit = wide / _UNITS * (_SAFE if maskable else 1)
    edge = wide * (1 - _SAFE) / 2 if maskable else 0
    for left, top, colour in _BARS:
        x, y = edge + left * unit, edge + top * unit
        box = (x, y, x + _BAR[0] * unit, y + _BAR[1] * unit)
        draw.rounded_rectangle(box, _BAR_CORNER * unit, fill=colour)
    file = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()
