"""`voiceguide resume` and `again`: saved options apply, and new options replace them."""

from __future__ import annotations

import json
import os
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import fakes
from tests.bed.sounds import music, written
from tests.conftest import Cli
from tests.needs import need
from voiceguide import playback
from voiceguide.audio.timeline import Timeline
from voiceguide.bed import BedOptions
from voiceguide.live.saved_place import Place, fingerprint, load_place, save_place
from voiceguide.studio.voice_options import VoiceOptions

SCRIPT = "# Heel\n\n- Press the heel spot for 20 seconds\n- Rub the arch for 20 seconds\n"
TONE = fakes.named(fakes.ToneEngine)
SPEAKING = shlex.join([sys.executable, str(Path(__file__).parents[1] / "speaking_program.py"), "speaks"])
COMMAND = f"{SPEAKING} {{file}} {{text}}"


class InstantPlayer:
    """A player that finishes every timeline at once."""

    name = "instant"
    heard: list[Timeline] = []  # noqa: RUF012 - each session makes a player of its own
    position = 0
    volume = 0.0

    def why_not(self) -> None:
        """Do nothing: it works everywhere."""

    def play(self, timeline: Timeline, start: int = 0) -> None:
        self.heard.append(timeline)
        self.position = timeline.length

    def go_on_with(self, timeline: Timeline) -> None:
        self.play(timeline)

    def pause(self) -> None:
        """Do nothing."""

    resume = stop = pause

    def wait(self, timeout: float | None = None) -> bool:
        return True


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a short routine, in which sessions take no time."""
    monkeypatch.setitem(playback.PLAYERS, "instant", f"{__name__}:InstantPlayer")
    monkeypatch.setattr(InstantPlayer, "heard", [])
    monkeypatch.setenv("VOICEGUIDE_OUTPUT", "instant")
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("VOICEGUIDE_COMMAND", "")  # undoes the changes that an option makes to the environment
    monkeypatch.chdir(tmp_path)
    Path("heel.md").write_text(SCRIPT, "utf-8")
    return tmp_path


def played(cli: Cli, *command: object) -> Place:
    """Return the place that a command saves. The session plays to its end."""
    said = cli(*command, "--plain")
    assert said.status == 0, said.err
    place = load_place()
    assert place
    assert place.finished
    return place


def had_beds() -> bool:
    """Return True if everything since the last call had a bed."""
    heard = list(InstantPlayer.heard)
    InstantPlayer.heard.clear()
    assert heard
    assert len({timeline.bed is None for timeline in heard}) == 1
    return heard[0].bed is not None


def midway(**saved: Any) -> Place:
    """Save a session that was left at its second step."""
    path = Path("heel.md").absolute()
    place = replace(Place(str(path), "Heel", fingerprint(path), voice=VoiceOptions(TONE), line=4), **saved)
    save_place(place)
    return place


def test_again_sounds_as_before_from_any_folder(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(Path("sea.wav"), music(6))
    asked = ["--engine", TONE, "--voice", "tone/en-us", "--rate", 120, "--bed", "sea.wav", "--any-key"]
    first = played(cli, "play", "heel.md", *asked, "--output", "instant", "--let-end-move")
    assert had_beds()
    assert first.bed == BedOptions(str(folder / "sea.wav"))
    assert (first.voice, first.output, first.any_key) == (VoiceOptions(TONE, "tone/en-us", 120), "instant", True)
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    monkeypatch.setenv("VOICEGUIDE_OUTPUT", "nowhere")
    assert played(cli, "again") == first
    assert had_beds()


def test_the_voice_that_spoke_by_default_speaks_again_whatever_the_default_is_by_then(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("voiceguide.speech.engine.NATURAL", ())
        assert played(cli, "play", "heel.md").spoken_by == VoiceOptions("pyttsx3", "gmw/en")
    assert played(cli, "again").voice == VoiceOptions("pyttsx3", "gmw/en")
    assert played(cli, "again", "--engine", TONE).spoken_by == VoiceOptions(TONE, "tone/en")


def test_a_session_from_before_the_natural_voice_is_spoken_by_the_systems(cli: Cli) -> None:
    midway(voice=VoiceOptions())
    assert played(cli, "resume").voice == VoiceOptions("pyttsx3")


def test_a_script_that_names_its_voice_keeps_it(cli: Cli) -> None:
    Path("heel.md").write_text(f"---\nvoice: heart\n---\n{SCRIPT}", "utf-8")
    midway(voice=VoiceOptions())
    assert played(cli, "again").voice == VoiceOptions()


def test_resume_goes_on_over_the_same_bed(cli: Cli) -> None:
    place = midway(bed=BedOptions("brown"))
    assert played(cli, "resume").bed == place.bed
    assert had_beds()


def test_wake_tones_are_kept_and_a_bed_takes_their_place(cli: Cli) -> None:
    assert played(cli, "play", "heel.md", "--engine", TONE, "--wake-tone").bed == BedOptions(wake_tone=True)
    assert played(cli, "again").bed == BedOptions(wake_tone=True)
    assert not had_beds()
    assert played(cli, "again", "--bed", "hush").bed == BedOptions("hush")
    assert had_beds()
    assert played(cli, "again", "--wake-tone").bed == BedOptions(wake_tone=True)


def test_what_is_said_goes_before_what_was_kept(cli: Cli) -> None:
    midway(bed=BedOptions("brown"), any_key=True, voice=VoiceOptions(TONE, "tone/de", 120))
    place = played(cli, "again", "--bed", "none", "--no-any-key", "--voice", "tone/en", "--engine", TONE)
    assert (place.bed, place.any_key, place.voice) == (
        BedOptions(silent=True),
        False,
        VoiceOptions(TONE, "tone/en", 120),
    )
    assert not had_beds()


def test_another_engine_is_not_asked_for_the_voice_of_the_one_before(cli: Cli) -> None:
    midway(voice=VoiceOptions("flite", "slt", 120))
    assert played(cli, "again", "--engine", TONE).voice == VoiceOptions(TONE, None, 120)


def test_whose_recordings_are_heard_is_kept_and_can_be_left_out(cli: Cli) -> None:
    midway(voice=VoiceOptions(TONE, recordings="anna"))
    said = cli("again", "--plain")
    assert said.status == 1
    assert "there are no recordings of 'anna'" in said.err
    assert played(cli, "again", "--recordings", "none").voice == VoiceOptions(TONE)


def test_spoken_commands_are_listened_for_again_unless_told_not_to(cli: Cli) -> None:
    Path("heel.md").write_text("---\nlanguage: de\n---\n# Ferse\n\n- Drück die Ferse für 20 Sekunden\n", "utf-8")
    midway(listen=True)
    said = cli("again", "--plain")
    assert said.status == 1
    assert "Cannot listen" in said.err
    assert "--no-listen" in said.err
    assert not played(cli, "again", "--no-listen").listen


def test_a_command_speaks_again_without_being_said_again(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    first = played(cli, "play", "heel.md", "--command", COMMAND)
    assert first.command == COMMAND
    monkeypatch.setenv("VOICEGUIDE_COMMAND", "")
    monkeypatch.setenv("VOICEGUIDE_CACHE", "another")
    assert played(cli, "again") == first
    other = played(cli, "again", "--engine", TONE)
    assert (other.command, other.voice) == (None, VoiceOptions(TONE))


def test_a_command_is_taken_only_from_a_file_that_nobody_else_can_write(cli: Cli) -> None:
    need(os.name == "posix", "files have no modes here")
    midway(command=COMMAND, voice=VoiceOptions("command"))
    saved = Path(os.environ["VOICEGUIDE_STATE"], "place.json")
    assert saved.stat().st_mode & 0o777 == 0o600
    saved.chmod(0o666)
    said = cli("resume", "--plain")
    assert said.status == 1
    assert "other users could have written the command in it" in said.err


def test_a_bed_that_has_gone_is_told_with_what_to_do(cli: Cli, folder: Path) -> None:
    place = midway(bed=BedOptions(str(folder / "sea.wav")))
    said = cli("resume", "--plain")
    assert said.status == 1
    assert f"The bed {folder / 'sea.wav'} no longer exists." in said.err
    assert "--bed none" in said.err
    assert load_place() == place
    assert played(cli, "resume", "--bed", "none").bed == BedOptions(silent=True)


def test_a_place_that_an_older_voiceguide_kept_is_gone_back_to(cli: Cli) -> None:
    midway()
    saved = Path(os.environ["VOICEGUIDE_STATE"], "place.json")
    document = json.loads(saved.read_text())
    for name in ("command", "bed", "output", "any_key", "listen"):
        del document["place"][name]
    saved.write_text(json.dumps(document))
    assert played(cli, "resume").bed == BedOptions()
    assert not had_beds()


def test_a_bed_and_wake_tones_are_still_wrong_usage_together(cli: Cli) -> None:
    midway()
    assert cli("again", "--bed", "brown", "--wake-tone").status == 2
