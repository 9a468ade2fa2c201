"""Pictures of steps: found beneath their steps, never spoken, and never outside of the script's folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.strategies import steady_voice
from voiceguide.errors import Finding
from voiceguide.fit import fit
from voiceguide.routine import Picture, Routine
from voiceguide.script import check, parse

SCRIPT = """# Feet

## Release

- Press the heel spot for 20 seconds, each foot
  ![Thumbs on the heel](pictures/heel.jpg)
  - halfway: Change direction.
- Roll the sole for 30 seconds
  - Slowly.
  - ![](<the sole.png> "A title")

## Stretch

- Pull the toes for 20 seconds
"""


def routine_of(script: str) -> Routine:
    reading = parse(script, "feet.md", "feet")
    assert reading.routine is not None, reading.findings
    return reading.routine


def errors(script: str) -> list[Finding]:
    return [finding for finding in parse(script, "feet.md", "feet").findings if finding.severity == "error"]


def test_a_picture_belongs_to_the_step_above_it() -> None:
    steps = [step for phase in routine_of(SCRIPT).phases for step in phase.steps]
    assert [step.picture for step in steps] == [
        Picture(6, "Thumbs on the heel", "pictures/heel.jpg"),
        Picture(10, "", "the sole.png"),
        None,
    ]


def test_a_picture_changes_nothing_that_is_heard() -> None:
    without = "\n".join("" if "![" in line else line for line in SCRIPT.split("\n"))
    seen, unseen = (fit(routine_of(script), None, steady_voice) for script in (SCRIPT, without))
    assert (seen.cues, seen.steps) == (unseen.cues, unseen.steps)
    assert not any("heel.jpg" in cue.text or "Thumbs" in cue.text for cue in seen.cues)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("  ![x](../secret.jpg)", "leads out"),
        ("  ![x](/etc/passwd.jpg)", "leads out"),
        ("  ![x](C:/secret.jpg)", "leads out"),
        ("  ![x](http://evil.example/a.jpg)", "leads out"),
        ("  ![x](file:///a.jpg)", "leads out"),
        ("  ![x](data:image/png;base64,AAAA.png)", "leads out"),
        ("  ![x](~/a.jpg)", "leads out"),
        ("  ![x](a%2f..%2f..%2fb.jpg)", "leads out"),
        (r"  ![x](a\b.jpg)", "backslash"),
        ("  ![x](a.svg)", "is no picture"),
        ("  ![x](a.html)", "is no picture"),
        ("  ![x]()", "cannot be the name"),
        (f"  ![x]({'a' * 300}.jpg)", "cannot be the name"),
        ("![x](a.jpg)", "an image"),
        ("  Look: ![x](a.jpg)", "an image"),
    ],
)
def test_what_is_no_picture_beside_the_script_is_an_error(line: str, message: str) -> None:
    found = errors(f"# Feet\n\n- Press for 20 seconds\n{line}\n")
    assert [finding.line for finding in found] == [4]
    assert message in found[0].message


def test_a_step_has_one_picture_and_a_picture_one_step() -> None:
    [second] = errors("- Press for 20 seconds\n  ![a](a.jpg)\n  ![b](b.jpg)\n")
    assert (second.line, second.message) == (3, "a second picture for one step")
    [lost] = errors("# Feet\n\n  ![a](a.jpg)\n\n- Press for 20 seconds\n")
    assert (lost.line, lost.message) == (3, "a picture that belongs to no step")
    [between] = errors("## A\n\n- Press for 20 seconds\n\n## B\n\n  ![a](a.jpg)\n\n- Roll for 20 seconds\n")
    assert (between.line, between.message) == (7, "a picture that belongs to no step")


def test_the_file_is_looked_for_beside_the_script(tmp_path: Path) -> None:
    folder = tmp_path / "scripts"
    folder.mkdir()
    script = folder / "feet.md"
    script.write_text("- Press for 20 seconds\n  ![x](heel.jpg)\n", "utf-8")
    [missing] = check(script).findings
    assert "there is no picture `heel.jpg`" in missing.message
    Image.new("RGB", (8, 8)).save(folder / "heel.jpg")
    assert check(script).routine is not None


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "scripts"
    folder.mkdir()
    Image.new("RGB", (8, 8)).save(tmp_path / "secret.jpg")
    (folder / "heel.jpg").symlink_to(tmp_path / "secret.jpg")
    script = folder / "feet.md"
    script.write_text("- Press for 20 seconds\n  ![x](heel.jpg)\n", "utf-8")
    [error] = check(script).findings
    assert "leads out of the script's folder" in error.message
