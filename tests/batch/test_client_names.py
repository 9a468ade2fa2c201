"""Names of clients: they are spoken, and not kept."""

from __future__ import annotations

from pathlib import Path

import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Cli
from voiceguide.fit import Choices
from voiceguide.studio.client_name import client_name
from voiceguide.studio.studio import Studio


@given(st.text(max_size=100))
def test_a_clients_name_is_bounded_and_plain_or_refused(text: str) -> None:
    try:
        name = client_name(text)
    except ValueError:
        return
    assert 0 < len(name) <= 80
    assert "\n" not in name
    assert client_name(name) == name


def test_a_client_is_greeted_by_name_right_after_the_title(folder: Path) -> None:
    with Studio("heel.md") as studio:
        for talk in ("full", "brief"):
            cues = studio.plan(None, Choices(client="Anna Berger", talk=talk)).cues
            assert [cue.kind for cue in cues[:2]] == ["title", "title"]
            assert cues[0].text.startswith("My heel.")
            assert cues[1].text == "For Anna Berger."
        bells = studio.plan(None, Choices(client="Anna Berger", talk="bells"))
        assert not any("Anna" in cue.text for cue in bells.cues)


def test_nothing_that_names_a_client_is_kept(folder: Path, cli: Cli) -> None:
    def kept() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (folder / "cache").iterdir()}

    assert cli("export", "heel.md", "-o", "plain.mp3").status == 0
    before = kept()
    assert cli("export", "heel.md", "-o", "anna.mp3", "--for", "Anna Berger").status == 0
    assert cli("export", "heel.md", "-o", "tom.mp3", "--for", "Tom").status == 0
    after = kept()
    assert {name: after[name] for name in before} == before
    # Neither the clip nor the frames made of it; but a longer session has other last frames.
    new = [name for name in after if name not in before]
    assert len(new) <= 2
    assert all(name.endswith(".frames") and len(after[name]) < 60_000 for name in new)
    assert not any(b"Anna" in content or b"Tom" in content for content in after.values())
    assert soundfile.info("anna.mp3").duration > soundfile.info("plain.mp3").duration


def test_a_name_that_is_none_is_wrong_usage(folder: Path, cli: Cli) -> None:
    assert cli("export", "heel.md", "--for", "\x1b[2J").status == 2
