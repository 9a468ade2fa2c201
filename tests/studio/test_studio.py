"""The whole way: what is heard first, and that it goes on in the right place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import fakes
from tests.waiting import until
from voiceguide.studio.studio import MANY_STEPS, Studio
from voiceguide.studio.voice_options import VoiceOptions

Script = Callable[..., Path]
VOICE = VoiceOptions(engine=fakes.named(fakes.ToneEngine))


def lines(count: int) -> str:
    steps = "".join(f"- Press spot {number} for 20 seconds\n" for number in range(count))
    return f"# Feet\n\nSit down.\n\nCaution: ease off.\n\n## Press\n\n{steps}"


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))


def heard(studio: Studio, length: float | None) -> list[str]:
    opening = studio.opening(length)
    return [cue.text for cue in opening.cues] if opening else []


@pytest.mark.usefixtures("own_cache")
def test_the_opening_is_spoken_before_anything_else(script: Script) -> None:
    with Studio(str(script(lines(20))), VOICE) as studio:
        assert heard(studio, 600.0) == ["Feet. 10 minutes.", "Sit down.", "Caution: ease off."]
        assert studio.narration.speaker.made == 4


@pytest.mark.usefixtures("own_cache")
def test_the_first_words_are_one_utterance_that_the_opening_begins_with(script: Script) -> None:
    with Studio(str(script(lines(20))), VOICE) as studio:
        first = studio.first_words(600.0)
        assert first is not None
        assert studio.narration.speaker.made == 1
        assert [cue.parts for cue in first.cues] == [("Feet.",)]
        opening = studio.opening(600.0)
        assert opening is not None
        assert opening.timeline.placements[:1] == first.timeline.placements
        assert first.goes_on_at(studio.plan(600.0)) == first.timeline.length


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize(("front", "voice"), [("", "tone/en"), ("voice: tone/de\n", "tone/de")])
def test_workers_load_the_voice_of_a_script_before_it_is_read(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, front: str, voice: str
) -> None:
    monkeypatch.setenv(fakes.NOTES, str(tmp_path))
    engine = VoiceOptions(engine=fakes.named(fakes.QuickLoadingEngine))
    with Studio(str(script(f"---\n{front}---\n{lines(2)}")), engine):
        until(lambda: list(tmp_path.glob("* loaded *")))
    assert {note.name.split(" loaded ")[1] for note in tmp_path.glob("* loaded *")} == {voice.replace("/", " ")}


@pytest.mark.usefixtures("own_cache")
def test_without_a_length_only_the_title_is_known(script: Script) -> None:
    with Studio(str(script(lines(20))), VOICE) as studio:
        assert heard(studio, None) == ["Feet."]


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("length", [600.0, None])
def test_the_session_goes_on_where_its_opening_ended(script: Script, length: float | None) -> None:
    with Studio(str(script(lines(20))), VOICE) as studio:
        opening = studio.opening(length)
        assert opening is not None
        plan = studio.plan(length)
        assert opening.goes_on_at(plan) == opening.timeline.length
        whole = studio.timeline(plan).placements
        assert whole[: len(opening.timeline.placements)] == opening.timeline.placements


@pytest.mark.usefixtures("own_cache")
def test_what_is_spoken_already_needs_no_opening_unless_it_is_long(script: Script) -> None:
    for count, length, needed in ((20, 600.0, False), (MANY_STEPS, 3000.0, True)):
        path = str(script(lines(count), f"{count}.md"))
        with Studio(path, VOICE) as studio:
            studio.plan(length)
        with Studio(path, VOICE) as studio:
            assert (studio.opening(length) is not None) == needed


@pytest.mark.usefixtures("own_cache")
def test_an_opening_that_came_out_otherwise_is_said_again_from_there(script: Script) -> None:
    with Studio(str(script(lines(20))), VOICE) as studio:
        opening = studio.opening(600.0)
        assert opening is not None
        other = studio.plan(660.0)
        assert opening.goes_on_at(other) == 0
