"""Pictures on their way into pages and files: bounded, upright, small, and without anything hidden in them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from mutagen.mp3 import MP3
from PIL import Image

from tests.conftest import Cli
from voiceguide.errors import PictureError
from voiceguide.export import pictures
from voiceguide.export.pictures import jpeg
from voiceguide.routine import Picture

SCRIPT = """# My heel

## Press

- Press the heel spot for 20 seconds
  ![Thumbs <on> the "heel"](heel.png)

## Roll

- Roll the sole for 20 seconds
"""


def picture(name: str) -> Picture:
    return Picture(2, "", name)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_picture_is_written_anew_small_upright_and_without_its_place(tmp_path: Path) -> None:
    photo = Image.new("RGB", (3000, 1000), "red")
    exif = photo.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "at home"
    photo.save(tmp_path / "a.jpg", exif=exif, comment=b"secret")
    made = jpeg(tmp_path, picture("a.jpg"))
    assert opened(made).size == (400, 1200)
    assert b"secret" not in made
    assert b"at home" not in made
    assert not opened(made).getexif()


def test_what_shines_through_is_white(tmp_path: Path) -> None:
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(tmp_path / "a.png")
    red, green, blue = opened(jpeg(tmp_path, picture("a.png"))).getpixel((5, 5))
    assert min(red, green, blue) > 250


def test_what_is_too_large_or_no_picture_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jpg").write_bytes(b"<svg onload=alert(1)>" * 10)
    Image.new("1", (8_000, 8_000)).save(tmp_path / "bomb.png")
    Image.new("RGB", (8, 8)).save(tmp_path / "gif.png", "GIF")
    for name, reason in (("a.jpg", "cannot be read"), ("bomb.png", "megapixels"), ("gif.png", "cannot be read")):
        with pytest.raises(PictureError, match=reason):
            jpeg(tmp_path, picture(name))
    with pytest.raises(PictureError, match="no picture"):
        jpeg(tmp_path, picture("none.png"))
    with pytest.raises(PictureError, match="leads out"):
        jpeg(tmp_path, picture("../a.jpg"))
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    with pytest.raises(PictureError, match="MB"):
        jpeg(tmp_path, picture("a.jpg"))


def test_the_handout_and_the_chapters_show_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("heel.md").write_text(SCRIPT, "utf-8")
    Image.new("RGB", (600, 400), "red").save("heel.png")
    said = cli("export", "heel.md", "-o", "heel.mp3", "--beside", "handout")
    assert said.status == 0, said.err
    page = Path("heel.html").read_text("utf-8")
    assert page.count("<img") == 1
    assert 'src="data:image/jpeg;base64,' in page
    assert "Thumbs &lt;on&gt; the &#34;heel&#34;" in page
    tags = MP3("heel.mp3").tags
    assert tags is not None
    shown = {
        str(chapter.sub_frames["TIT2"]): [frame for frame in chapter.sub_frames.values() if frame.FrameID == "APIC"]
        for chapter in tags.getall("CHAP")
    }
    assert {title: len(found) for title, found in shown.items()} == {"My heel": 0, "Press": 1, "Roll": 0}
    assert opened(shown["Press"][0].data).size == (480, 320)
    Path("heel.png").unlink()  # the routine comes from the cache
    assert cli("export", "heel.md", "-o", "again.mp3", "--beside", "handout").status == 0
    assert "<img" not in Path("again.html").read_text("utf-8")
