"""The script that `voiceguide new` writes: it teaches the format by example, and can be played as it is."""

from __future__ import annotations


def starter(name: str) -> str:
    """The text of a starter script; `name` is the stem of its file."""
    title = " ".join(name.replace("-", " ").replace("_", " ").split())
    title = title[:1].upper() + title[1:] or "My routine"
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return _TEXT.replace("TITLE", quoted)


_TEXT = """\
---
# Settings. Only the title is worth setting at first.
title: "TITLE"
language: en
# How long there is to get in place before each hold.
settle: 4 seconds
# Fitting to a length may halve a hold or make it half as long again.
elastic: 50%-150%
---

<!-- A comment like this one is ignored. Change what you like, then try:
     voiceguide check FILE     what it understood, line by line
     voiceguide plan FILE      what will be heard, and when
     voiceguide play FILE -->

Sit where you are comfortable, one foot resting on the other knee.

Caution: ease off whenever the pain turns sharp.

<!-- `##` begins a phase. Brackets hold conditions: this phase is done on the left foot, then on the right. -->

## Release (each foot)

<!-- Each item is a step. Its time can be one number, or a range for fitting to choose from. -->

- Press the sore spot with your thumb for 60 seconds
  - Work across the tight band, not along it.
  - halfway: Change direction.
  - 10 seconds before the end: Ease off slowly.
- Roll the sole over a ball for 1 to 2 minutes (needs a ball)
- Rest for 10 seconds

<!-- `after` keeps the order, whatever is left out. -->

## Stretch (after Release, 1 to 2 rounds)

- Pull your toes back for exactly 30 seconds, each foot
- Raise your heels 10 times, 3 seconds each
- Calf stretch, 2 x 20 seconds, rest 5 seconds between, each leg (optional)
- Take 5 deep breaths
- Find a comfortable seat until ready, about 15 seconds

Well done. Drink some water.

> A quote is for the reader, and not spoken. So is a line that begins with `Note:`
"""
