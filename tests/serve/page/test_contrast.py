"""Contrasts, in light and in dark, and what high contrast of the system leaves to be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.serve.page.browser import Screen

MakeScreen = Callable[..., Screen]

PAIRS = [
    ("--ink", "--paper", 7.0),
    ("--ink", "--card", 7.0),
    ("--quiet", "--paper", 4.5),
    ("--quiet", "--card", 4.5),
    ("--quiet", "--field", 4.5),
    ("--quiet", "--chosen", 4.5),
    ("--accent", "--paper", 4.5),
    ("--accent", "--chosen", 4.5),
    ("--on-accent", "--accent", 4.5),
    ("--on-left", "--left", 4.5),
    ("--on-right", "--right", 4.5),
    ("--fault", "--fault-paper", 4.5),
    ("--rim", "--paper", 3.0),
    ("--rim", "--card", 3.0),
    ("--rim", "--field", 3.0),
    ("--left", "--field", 3.0),
    ("--right", "--field", 3.0),
    ("--accent", "--field", 3.0),
]
"""Colour, ground, the least contrast: 4.5 for text, 3 for what is not text."""

CONTRAST = """([one, other]) => {
  const context = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d");
  const light = name => {
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map(value => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [a, b] = [light(one), light(other)];
  return Math.max(a, b) / Math.min(a, b);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_stand_out_from_their_ground(phone: Screen, scheme: str) -> None:
    phone.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    faint = []
    for one, other, least in PAIRS:
        contrast = phone.page.evaluate(CONTRAST, [one, other])
        if contrast < least:
            faint.append((one, other, round(contrast, 2)))
    assert faint == []


def test_high_contrast_keeps_tracks_swatches_and_choices(screen: MakeScreen) -> None:
    page = screen(forced_colors="active").open()
    page.choose("Sole release")
    painted = page.page.evaluate(
        """() => {
          const paper = getComputedStyle(document.body).backgroundColor;
          const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
          return {
            swatch: style(".key-left", "::before").backgroundColor !== paper,
            bar: style("#picture .bar").fill !== paper,
            field: style("#picture .field").stroke !== "none",
            chip: style(".segments :checked + span").backgroundColor !== paper,
            play: style("#start").backgroundColor !== paper,
          };
        }"""
    )
    assert [name for name, seen in painted.items() if not seen] == []
