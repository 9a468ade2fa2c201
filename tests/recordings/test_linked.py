"""A link on the words of a script to a sound file beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.recordings.speech import spoken, write
from voiceguide import script
from voiceguide.recordings.linked import named_files
from voiceguide.script import Reading, check, parse
from voiceguide.studio import routine_cache

Script = Callable[..., Path]

EVERYWHERE = """\
# Feet

[Sit down.](sounds/a.wav)

[Caution: ease off.](sounds/a.wav)

## Press

[Slowly now.](sounds/a.wav)

- [Press the heel spot](sounds/a.wav) for 60 seconds, each foot (needs a ball)
  - [Along the band.](sounds/a.wav)
  - halfway: [Change direction.](sounds/a.wav)
  - [Stop if it hurts.](sounds/a.wav)

[Well done.](sounds/a.wav)
"""


def errors(reading: Reading) -> list[str]:
    return [str(finding) for finding in reading.findings if finding.severity == "error"]


def faults(words: str) -> list[str]:
    return errors(parse(f"# Feet\n\n- {words}\n", "feet.md", "feet"))


def test_a_link_may_be_on_all_that_is_said(script: Script, tmp_path: Path) -> None:
    (tmp_path / "sounds").mkdir()
    write(tmp_path / "sounds" / "a.wav", spoken(1))
    reading = check(script(EVERYWHERE))
    assert errors(reading) == []
    assert reading.routine is not None
    assert [named.words for named in named_files(reading.routine)] == [
        "Press the heel spot",
        "Sit down.",
        "Caution: ease off.",
        "Well done.",
        "Slowly now.",
        "Along the band.",
        "Stop if it hurts.",
        "Change direction.",
    ]
    (step,) = reading.routine.phases[0].steps
    assert (step.text, step.recording, step.sides) == ("Press the heel spot", "sounds/a.wav", "foot")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("../../secret.m4a", "`../../secret.m4a` leads out of the script's folder"),
        ("a/../../secret.m4a", "`a/../../secret.m4a` leads out of the script's folder"),
        ("..%2Fsecret.m4a", "`../secret.m4a` leads out of the script's folder"),
        ("/etc/secret.m4a", "`/etc/secret.m4a` leads out of the script's folder"),
        ("~/secret.m4a", "`~/secret.m4a` leads out of the script's folder"),
        ("C:/secret.m4a", "`C:/secret.m4a` leads out of the script's folder"),
        (r"C:\secret.m4a", r"`C:\secret.m4a` leads out of the script's folder"),
        (r"..\secret.m4a", r"`..\secret.m4a` leads out of the script's folder"),
        (r"a\secret.m4a", r"`a\secret.m4a` has a backslash"),
        ("https://example.org/heel.m4a", "`https://example.org/heel.m4a` is an address, and a recording is a file"),
        ("//host/heel.m4a", "`//host/heel.m4a` is an address, and a recording is a file"),
        (r"\\host\heel.m4a", "leads out of the script's folder"),
        ("ftp://host/heel.m4a", "`ftp://host/heel.m4a` is an address, and a recording is a file"),
        ("file:///etc/heel.m4a", "a link that cannot be followed"),
        ("notes.txt", "`notes.txt` is neither an `http` address nor a sound file"),
        ("heel.m4a%00.txt", "cannot be the name of a file"),
        (f"{'x' * 300}.m4a", "cannot be the name of a file"),
    ],
)
def test_a_recording_is_a_sound_file_beside_the_script(target: str, message: str) -> None:
    found = faults(f"[Press](<{target}>) for 60 seconds" if "\\" in target else f"[Press]({target}) for 60 seconds")
    assert any(error.startswith("feet.md:3:") and message in error for error in found), found


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("[Press](a.wav) the heel spot for 60 seconds", "is not on what is said here: `Press the heel spot`"),
        ("[Press for 60 seconds](a.wav)", "is not on what is said here: `Press`"),
        ("[Press, each foot](a.wav) for 60 seconds", "is not on what is said here: `Press`"),
        ("[Press](a.wav) [the heel](b.wav) for 60 seconds", "two recordings for one line"),
        ("[Take 5 deep breaths](a.wav)", "the number in these words is fitted"),
    ],
)
def test_a_link_is_on_all_the_words_and_nothing_else(words: str, message: str) -> None:
    assert any(message in error for error in faults(words))


def test_a_page_on_the_web_is_for_readers() -> None:
    assert faults("[Press](https://example.org/how) for 60 seconds") == []


def test_the_same_words_have_one_recording() -> None:
    assert "have another recording on line 3" in faults("[Press](a.wav) for 1 min\n- [press.](b.wav) for 2 min")[0]


def test_a_heading_has_none() -> None:
    assert "a heading has no recording" in errors(parse("# [Feet](a.wav)\n\n- Press for 1 min\n", "f.md", "f"))[0]


def test_a_missing_file_is_told_with_its_place(script: Script) -> None:
    found = errors(check(script("# Feet\n\n- Rest for 10 s\n- [Press](heel.m4a) for 60 seconds\n"), "my.md"))
    assert found == ["my.md:4:11: error: there is no file `heel.m4a` beside the script"]


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_symbolic_link_leads_nowhere_else(script: Script, tmp_path: Path, what: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    write(outside / "heel.wav", spoken(1))
    inside = tmp_path / "inside"
    inside.mkdir()
    if what == "file":
        (inside / "heel.wav").symlink_to(outside / "heel.wav")
    else:
        (inside / "sounds").symlink_to(outside, target_is_directory=True)
    target = "heel.wav" if what == "file" else "sounds/heel.wav"
    path = script(f"# Feet\n\n- [Press]({target}) for 60 seconds\n", "inside/feet.md")
    assert "leads out of the script's folder" in errors(check(path))[0]


def test_a_remembered_routine_still_has_its_recordings(script: Script, tmp_path: Path) -> None:
    shelf: dict[tuple[str, str], bytes] = {}

    class Shelf:
        def read_side(self, key: str, suffix: str) -> bytes | None:
            return shelf.get((key, suffix))

        def write_side(self, key: str, suffix: str, data: bytes, *, replace: bool = False) -> None:
            shelf[key, suffix] = data

    write(tmp_path / "heel.wav", spoken(1))
    path = script("# Feet\n\n- [Press](heel.wav) for 60 seconds\n")
    first = routine_cache.read_cached(path, Shelf())
    assert routine_cache.recall(path, Shelf()) == first
    assert first == script_of(path)


def script_of(path: Path) -> object:
    return script.read(path)
