"""Pictures of steps, made safe and small: read within bounds, turned upright, and written anew as JPEG.

Nothing but the picture itself is kept: no place, no camera, no comment.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

from voiceguide.errors import PictureError
from voiceguide.plan import Plan
from voiceguide.routine import Picture, Routine
from voiceguide.script.pictures import picture_file

LARGE, SMALL = 1_200, 480
"""Pixels of the longer side: on a screen, and on paper or as a chapter's picture."""
MOST_BYTES = 20_000_000
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82


def folder_of(routine: Routine) -> Path:
    """The folder of a routine's script."""
    return Path(routine.path or "").parent


def jpeg(folder: Path, picture: Picture, most: int = LARGE) -> bytes:
    """A picture as a JPEG whose longer side has `most` pixels at most. Raises PictureError."""
    from PIL import Image, ImageOps

    path = picture_file(folder, picture.file)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PictureError(f"`{picture.file}` is over {MOST_BYTES // 1_000_000} MB", "make it smaller")
        with warnings.catch_warnings(), Image.open(BytesIO(path.read_bytes()), formats=FORMATS) as opened:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is lower
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureError(
                    f"`{picture.file}` has over {MOST_PIXELS // 1_000_000} megapixels", "make it smaller"
                )
            opened.draft("RGB", (most, most))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError(f"`{picture.file}` cannot be read as a picture", "save it as JPEG or PNG") from error
    upright.thumbnail((most, most), Image.Resampling.LANCZOS)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    file = BytesIO()
    flat.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def pictures_of(routine: Routine) -> dict[int, Picture]:
    """Line of each step that has a picture -> the picture."""
    return {step.line: step.picture for phase in routine.phases for step in phase.steps if step.picture}


def chapter_pictures(routine: Routine, plan: Plan) -> tuple[bytes, ...]:
    """A picture for each chapter of a plan: that of its first step that has one, as a JPEG; empty for none. A picture
    that cannot be read any more is left out."""
    known = pictures_of(routine)
    if not known:
        return ()
    found = []
    for chapter in plan.chapters:
        lines = (step.line for step in plan.steps if chapter.start <= step.start < chapter.end)
        picture = next((known[line] for line in lines if line in known), None)
        found.append(_or_nothing(folder_of(routine), picture) if picture else b"")
    return tuple(found)


def _or_nothing(folder: Path, picture: Picture) -> bytes:
    try:
        return jpeg(folder, picture, SMALL)
    except PictureError:  # the check of the script tells of it
        return b""
