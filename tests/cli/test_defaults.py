"""The user's defaults in config.toml: where they apply, what wins over them, and the mistakes in the file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Cli
from voiceguide.cli.defaults import default_output, with_default_voice, with_defaults
from voiceguide.studio.voice_options import VoiceOptions

SCRIPT = "# Heel\n\n- Press the heel spot for 30 seconds\n- Rub the arch for 40 seconds\n"


@pytest.fixture
def heel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "heel.md"
    path.write_text(SCRIPT)
    return path


def configure(text: str) -> None:
    Path("config.toml").write_text(text)


def planned(cli: Cli, *args: str) -> dict[str, object]:
    said = cli("plan", "heel.md", "--json", *args)
    assert said.status == 0, said.err
    found: dict[str, object] = json.loads(said.out)
    return found


def test_a_default_length_holds_until_another_is_asked_for(heel: Path, cli: Cli) -> None:
    configure('[defaults]\nlength = "shortest"\n')
    shortest = planned(cli)
    assert shortest["length"] == pytest.approx(shortest["shortest"], abs=0.001)
    longest = planned(cli, "--length", "longest")
    assert longest["length"] == pytest.approx(longest["longest"], abs=0.001)


def test_a_script_that_has_a_wish_wins(heel: Path, cli: Cli) -> None:
    configure('length = "shortest"\ntalk = "bells"\n')
    heel.write_text("---\nlength: 2 minutes\ntalk: full\n---\n\n" + SCRIPT)
    assert planned(cli)["length"] == 120
    assert planned(cli)["cues"] == planned(cli, "--talk", "full")["cues"]


def test_a_default_of_talk_holds(heel: Path, cli: Cli) -> None:
    configure('[defaults]\ntalk = "bells"\n')
    by_default = planned(cli)["cues"]
    assert by_default == planned(cli, "--talk", "bells")["cues"]
    assert by_default != planned(cli, "--talk", "full")["cues"]


def test_a_default_bed_is_read_for_an_export(heel: Path, cli: Cli) -> None:
    configure('[defaults]\nbed = "no-such-bed.mp3"\n')
    assert "no-such-bed.mp3" in cli("export", "heel.md", "-o", "x.wav").err
    assert cli("export", "heel.md", "-o", "x.wav", "--bed", "none").status == 0


def test_a_default_voice_speaks_only_its_own_language(heel: Path, cli: Cli) -> None:
    configure('[defaults]\nvoice = "gmw/de"\n')
    assert planned(cli)
    heel.write_text("---\nvoice: no-such-voice\n---\n" + SCRIPT)
    assert "no-such-voice" in cli("plan", "heel.md").err
    configure('[defaults.voice]\nen = "no-such-default"\nde = "gmw/de"\n')
    heel.write_text(SCRIPT)
    assert "no-such-default" in cli("plan", "heel.md").err


def test_a_default_output_plays_until_another_is_named(heel: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    configure('[defaults]\noutput = "spaekers"\n')
    said = cli("play", "heel.md")
    assert (said.status, "'spaekers' is not one of" in said.err) == (1, True)


@pytest.mark.parametrize(
    "command",
    [
        ("export", "heel.md", "-o", "x.wav"),
        ("play", "heel.md", "--output", "none"),
        ("publish", "site", "heel.md"),
        ("batch", "jobs.csv"),
        ("serve", "--port", "0"),
    ],
)
def test_every_command_with_a_bed_takes_the_default(heel: Path, cli: Cli, command: tuple[str, ...]) -> None:
    Path("jobs.csv").write_text("routine,target\nheel.md,a.wav\n")
    configure('bed = "no-such-bed.mp3"\n')
    said = cli(*command)
    assert said.status == 1
    assert "no-such-bed.mp3' is neither a file nor the name of a bed" in said.err


@pytest.mark.parametrize(
    "command",
    [
        ("plan", "heel.md"),
        ("export", "heel.md", "-o", "x.wav"),
        ("play", "heel.md", "--output", "none"),
        ("publish", "site", "heel.md"),
        ("say", "Hello", "-o", "x.wav"),
    ],
)
def test_every_command_with_a_voice_takes_the_default(heel: Path, cli: Cli, command: tuple[str, ...]) -> None:
    configure('[defaults.voice]\nen = "no-such-voice"\n')
    said = cli(*command)
    assert said.status == 1
    assert "no-such-voice" in said.err


def test_the_default_voice_of_a_script_that_is_recorded_or_published(heel: Path) -> None:
    configure('[defaults.voice]\nen = "gmw/en"\n')
    assert with_default_voice("heel.md", VoiceOptions()) == VoiceOptions(voice="gmw/en")
    assert with_default_voice("heel.md", VoiceOptions(voice="gmw/de")).voice == "gmw/de"
    assert with_default_voice("heel.md", VoiceOptions("flite")) == VoiceOptions("flite")
    heel.write_text("---\nvoice: gmw/en-us\n---\n" + SCRIPT)
    assert with_default_voice("heel.md", VoiceOptions()).voice is None


def test_a_default_output_gives_way_to_an_option_and_the_environment(
    heel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure('output = "none"\n')
    assert (default_output(None), default_output("miniaudio")) == ("none", "miniaudio")
    monkeypatch.setenv("VOICEGUIDE_OUTPUT", "simpleaudio")
    assert default_output(None) is None


def test_a_default_length_is_published_where_none_is_named(heel: Path, cli: Cli) -> None:
    configure('length = "2m30s"\n')
    assert cli("publish", "site", "heel.md").status == 0
    lengths = [each["length"] for row in json.loads(Path("site/routines.json").read_text()) for each in row["sessions"]]
    assert lengths == [150]


@pytest.mark.parametrize("command", [("publish", "site", "heel.md", "-l", "shortest"), ("batch", "jobs.csv")])
def test_no_bed_by_default_is_silence_in_every_command(heel: Path, cli: Cli, command: tuple[str, ...]) -> None:
    Path("jobs.csv").write_text("routine,length,target\nheel.md,shortest,a.wav\n")
    configure('bed = "none"\n')
    assert cli(*command).status == 0


def test_a_batch_lays_the_default_bed_under_scripts_without_one(heel: Path, cli: Cli) -> None:
    Path("jobs.csv").write_text("routine,length,target\nheel.md,shortest,a.wav\n")
    assert cli("batch", "jobs.csv").status == 0
    configure('bed = "brown"\n')
    assert cli("batch", "jobs.csv").err.strip() == "1 made"  # another bed is another recording
    assert cli("export", "heel.md", "-l", "shortest", "-o", "b.wav").status == 0
    assert Path("a.wav").read_bytes() == Path("b.wav").read_bytes()
    assert cli("batch", "jobs.csv").err.strip() == "1 there already"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[defaults]\nlenght = "15m"',
            ":2: there is no setting `lenght` under [defaults]\nhint: Did you mean `length`?",
        ),
        ("[defualts]\n", ":1: there is no setting `defualts`\nhint: Did you mean `defaults`?"),
        ('\nvioce = "emma"', ":2: there is no setting `vioce`\nhint: Did you mean `voice`?"),
        ('[server]\nlength = "15m"', ":2: there is no setting `length` under [server]\nhint: Write `length` under [de"),
        ('[command]\nspaek = "x"', ":2: there is no setting `spaek` under [command]\nhint: Did you mean `speak`?"),
        ("command = 3", ":1: `command` is not a section"),
        (
            '\ntalk = "full"\n[defaults]\ntalk = "brief"',
            ":2: `talk` stands here and under [defaults]\nhint: Remove one",
        ),
        ('talk = "full"\ndefaults = 3', ":2: `defaults` is not a section"),
        ("[defaults\n", ":1: it cannot be read"),
        ("length = 15", ":1: length: `15`: 15 minutes or 15 seconds? Write 15m or 15s, in quotes"),
        ('[server]\nvoice = "x"\n[defaults]\nvoice = 3', ":4: voice: 3 is not a text"),
        ('[command]\nspeak = "x"\n[defaults]\nspeak = "x"', ":4: there is no setting `speak` under [defaults]"),
        ('output = ["none"]', ":1: output: ['none'] is not one of pulseaudio"),
        ("a = " + "[" * 5_000, "it cannot be read: its brackets"),
        ("#" * 1_000_001, "cannot be read: File too large"),
        ("length = true", 'length: it is not a length: write it in quotes, as "15m"'),
        ('talk = "breif"', "talk: 'breif' is not one of full, daily, brief, bells"),
        ("bed = 3", "bed: 3 is not a text"),
        ('talk = "full"\n[voice]\nname = "x"', ":2: voice: `name` is not a language: each key here is one of de, en,"),
        ("[voice]\nen = 3", ":1: voice: 3 is not a text"),
        ("[defaults]\n[defaults.voice]\nrate = 150", ":2: voice: `rate` is not a language"),
        ("[talk]", ":1: talk: it is not a section: write its value behind `=`"),
        ("[defaults.bed]", ":1: bed: it is not a section: write its value behind `=`"),
        ('\nvoice = ""', ":2: voice: it is empty\nhint: Correct the file, or remove the line."),
        ('bed = "a\\tb"', "bed: 'a\\tb' has a character in it that cannot be printed"),
        ('bed = "nosuch"', "config.toml:1: The bed 'nosuch' is neither a file nor the name of a bed."),
        ('[defaults]\nvoice = "nosuch"', "config.toml:2: there is no voice 'nosuch'"),
        ('[defaults.voice]\nen = "nosuch"', "config.toml:1: there is no voice 'nosuch'"),
        ('output = "~/Music"', "`output` names the player of the sound, not a folder"),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_place(heel: Path, cli: Cli, text: str, told: str) -> None:
    configure(text)
    said = cli("plan", "heel.md")
    assert said.status == 1
    assert told in said.err


def test_a_default_bed_is_not_looked_at_where_a_script_has_its_own(heel: Path, cli: Cli) -> None:
    configure('bed = "nosuch"\n')
    heel.write_text("---\nbed: brown\n---\n\n" + SCRIPT)
    assert planned(cli)


def test_the_doctor_tells_a_mistake_in_the_settings(heel: Path, cli: Cli) -> None:
    configure('lenght = "15m"\n')
    said = cli("doctor")
    assert said.status == 1
    assert re.search(r"error: .*config\.toml:1: there is no setting `lenght`\nhint: Did you mean `length`", said.err)
    configure('length = "15m"\n')
    assert "settings are read from" in cli("doctor").out


def test_settings_that_are_not_text_are_told(heel: Path, cli: Cli) -> None:
    Path("config.toml").write_bytes(b"\xff")
    assert "config.toml cannot be read: it is not UTF-8" in cli("export", "heel.md").err


def test_a_default_headset_gives_way_to_an_option(heel: Path, cli: Cli) -> None:
    configure("headset = true\n")
    assert with_defaults("heel.md", None, {"headset": None})[1]["headset"] is True
    assert with_defaults("heel.md", None, {"headset": False})[1]["headset"] is False
    configure('headset = "often"\n')
    assert "neither true nor false" in cli("play", "heel.md").err


def test_a_mistake_in_the_settings_is_told_once_and_not_for_each_routine(heel: Path, cli: Cli) -> None:
    configure("length = 15")
    said = cli("publish", "site")
    assert (said.status, said.err.count("config.toml")) == (1, 1)
    assert "is left out" not in said.err
