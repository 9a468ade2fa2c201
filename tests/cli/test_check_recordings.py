"""`voiceguide check` finds unusable recordings, with their place in the script."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import Cli
from tests.needs import need_program
from tests.recordings.speech import quiet, spoken, tone, write

Script = Callable[..., Path]
SCRIPT = "# Feet\n\n- Rest for 10 s\n- [Press the heel spot](heel.wav) for 60 seconds, each foot\n"


@pytest.mark.parametrize(
    ("sound", "message"),
    [
        (quiet(3), "it is silent"),
        (tone(16), "16 seconds is too long for 4 words: at most 14 seconds"),
        (tone(40), "it lasts 40 seconds, too long for one line"),
        (np.clip(spoken(2, size=3.0), -1, 1), "it is too loud"),
        (None, "cannot be read as sound"),
    ],
    ids=["silence", "too long", "far too long", "clipping", "broken"],
)
def test_what_cannot_be_heard_is_found_at_its_place(
    cli: Cli, script: Script, tmp_path: Path, sound: np.ndarray | None, message: str
) -> None:
    heel = tmp_path / "heel.wav"
    if sound is None:
        write(heel, spoken(1))
        heel.write_bytes(heel.read_bytes()[:30])
    else:
        write(heel, sound.astype(np.float32))
    path = script(SCRIPT)
    said = cli("check", path)
    assert said.status == 1
    place, mark = said.out.splitlines()[0], said.out.splitlines()[2]
    assert place.startswith(f"{path}:4:25: error: ")
    assert message in place
    assert mark.index("^") - 4 == 24
    (finding,) = json.loads(cli("check", path, "--json").out)
    assert (finding["line"], finding["column"]) == (4, 25)


def test_all_of_them_are_found_at_once_beside_whatever_else_is_wrong(cli: Cli, script: Script, tmp_path: Path) -> None:
    write(tmp_path / "mute.wav", quiet(2))
    (tmp_path / "rubbish.flac").write_bytes(b"This is no sound. " * 100)
    path = script(
        "# Feet\n\n[Sit down.](mute.wav)\n\n- Press the heel spot for 90 to\n"
        "- Rub the arch for 20 seconds\n  - [Along the band,\n    not across.](rubbish.flac)\n"
    )
    found = json.loads(cli("check", path, "--json").out)
    assert [(each["line"], each["column"]) for each in found if "wav" in each["message"]] == [(3, 13)]
    assert [(each["line"], each["column"]) for each in found if "flac" in each["message"]] == [(8, 18)]
    assert any(each["line"] == 5 for each in found)


def test_a_good_recording_is_nothing_to_speak_of(cli: Cli, script: Script, tmp_path: Path) -> None:
    write(tmp_path / "heel.wav", spoken(2))
    said = cli("check", script(SCRIPT))
    assert (said.status, said.err) == (0, "")
    assert "error" not in said.out


def test_what_a_phone_recorded_is_listened_to(cli: Cli, script: Script, tmp_path: Path) -> None:
    need_program("ffmpeg")
    (tmp_path / "heel.m4a").write_bytes(b"This is no sound. " * 100)
    said = cli("check", script(SCRIPT.replace(".wav", ".m4a")))
    assert said.status == 1
    assert ":4:25: error: " in said.out
    assert "cannot be read as sound" in said.out
