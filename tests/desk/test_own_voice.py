"""Recording in the browser, and files dropped on a line."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.desk.running import SOLES, Running, desk

RATE = 48_000


def voice(seconds: float = 1.2, loudness: float = 0.3) -> bytes:
    """A take: a quiet room, a voice-like tone, a quiet room."""
    time = np.arange(int(seconds * RATE)) / RATE
    tone = loudness * np.sin(2 * np.pi * 220 * time) * (1 + 0.3 * np.sin(2 * np.pi * 3 * time))
    room = np.random.default_rng(1).normal(0, 0.0005, RATE // 2)
    return (np.concatenate([room, tone, room]) * 32767).astype("<i2").tobytes()


def wav(samples: bytes) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples)
    return made.getvalue()


def test_a_line_is_recorded_checked_and_heard(scripts: Path) -> None:
    with desk(scripts) as running:
        body = {"name": "soles", "text": SOLES, "as": "mine"}
        lines = running.post("own-lines.json", **body).json()["lines"]
        words = lines[0]["words"]
        assert {line["recorded"] for line in lines} == {False}
        about = {"name": "soles", "as": "mine", "words": words, "rate": str(RATE)}
        kept = running.send("own-keep.json", voice(), **about)
        assert kept.status_code == 200
        assert 1.0 < kept.json()["seconds"] < 1.6
        again = running.post("own-lines.json", **body).json()["lines"]
        assert [line["words"] for line in again if line["recorded"]] == [words]
        assert running.post("own-hear.wav", words=words, **body).content[:4] == b"RIFF"
        assert running.get("voices.json").json()["recordings"] == ["mine"]
        assert running.notes == []


@pytest.mark.parametrize(
    ("take", "told"),
    [(b"", "Nothing was recorded"), (voice(loudness=0.0005), "Nothing was recorded"), (voice(loudness=4), "too loud")],
)
def test_a_take_that_cannot_be_kept_says_why(shared_desk: Running, take: bytes, told: str) -> None:
    about = {"name": "soles", "as": "mine", "words": "Sole release.", "rate": str(RATE)}
    take = np.frombuffer(take, "<i2").clip(-32768, 32767).astype("<i2").tobytes()
    if told == "too loud":
        take = (np.sign(np.frombuffer(voice(), "<i2")) * 32767).astype("<i2").tobytes()
    answer = shared_desk.send("own-keep.json", take, **about)
    assert answer.status_code == 422
    assert told in answer.json()["message"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("words", "Something else."), ("as", "../evil"), ("as", "/tmp/evil"), ("rate", "5"), ("rate", "x")],
)
def test_nothing_else_is_stored(shared_desk: Running, field: str, value: str) -> None:
    about = {"name": "soles", "as": "mine", "words": "Sole release.", "rate": str(RATE), field: value}
    assert shared_desk.send("own-keep.json", voice(), **about).status_code in (400, 422)


def test_the_kit_is_recorded_too(shared_desk: Running) -> None:
    found = shared_desk.post("own-lines.json", **{"name": "soles", "text": SOLES, "as": "mine", "kit": True}).json()
    assert found["lines"][0]["words"] == "Halfway."


def test_a_sound_dropped_on_a_step_is_its_recording(scripts: Path) -> None:
    with desk(scripts) as running:
        done = running.send("drop.json", wav(voice()), name="soles", line="13", file="../My Ball!.wav").json()
        assert done["file"] == "my-ball.wav"
        assert "- [Roll the sole over the ball](my-ball.wav) for 20 to 40 seconds (needs a ball)" in done["text"]
        assert (scripts / "my-ball.wav").read_bytes() == wav(voice())
        checked = running.post("check.json", name="soles", text=done["text"], language="en").json()
        assert checked["whole"]


@pytest.mark.parametrize(
    ("file", "data", "line"),
    [
        ("noise.wav", b"RIFF nonsense", "13"),
        ("heel.exe", b"MZ", "13"),
        ("heel.wav", wav(voice()), "3"),
        ("heel.jpg", b"no picture", "13"),
        ("heel.md", b"# A", "13"),
    ],
)
def test_a_file_that_cannot_stand_there_leaves_nothing_behind(
    shared_desk: Running, file: str, data: bytes, line: str
) -> None:
    before = sorted(path.name for path in shared_desk.folder.iterdir())
    answer = shared_desk.send("drop.json", data, name="soles", line=line, file=file)
    assert answer.status_code == 422
    after = sorted(path.name for path in shared_desk.folder.iterdir() if path.name != ".voiceguide")
    assert after == [name for name in before if name != ".voiceguide"]
    assert "/tmp" not in answer.text


def test_a_picture_dropped_on_a_step_is_made_anew_and_stands_below_it(scripts: Path) -> None:
    made = io.BytesIO()
    where = Image.Exif()
    where[0x010E] = "at home"
    Image.new("RGB", (4000, 100), "red").save(made, "JPEG", exif=where)
    with desk(scripts) as running:
        done = running.send("drop.json", made.getvalue(), name="soles", line="13", file="foot.JPG").json()
        assert "\n  - ![Roll the sole over the ball](foot.jpg)\n- Rest" in done["text"]
        with Image.open(scripts / "foot.jpg") as picture:
            assert max(picture.size) == 1600
            assert not picture.getexif()
        checked = running.post("check.json", name="soles", text=done["text"], language="en").json()
        assert (checked["whole"], checked["findings"]) == (True, [])
        assert {line["line"]: line["text"] for line in checked["lines"]}[14] == "picture: seen, not said"


def test_a_picture_is_not_put_into_the_settings_of_a_script(scripts: Path) -> None:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    with desk(scripts) as running:
        for line in ("1", "2", "3"):
            refused = running.send("drop.json", made.getvalue(), name="soles", line=line, file="foot.png")
            assert (refused.status_code, refused.json()["hint"]) == (422, "Put the cursor on a step.")
        assert running.send("drop.json", made.getvalue(), name="soles", line="13", file="foot.png").status_code == 200
