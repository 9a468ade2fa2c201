"""The vocabulary of a session: the same words in a script, on the command line and in the settings."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from starlette.datastructures import QueryParams

from voiceguide.cli.defaults import defaults
from voiceguide.cli.options import session_options
from voiceguide.fit import Choices
from voiceguide.preferences import (
    READERS,
    VOCABULARY,
    Countdown,
    read_balance,
    read_bells,
    read_countdown,
    read_rest,
    read_time_left,
)
from voiceguide.routine import Preferences
from voiceguide.script import parse
from voiceguide.serve.session_query import read_query
from voiceguide.storage.settings import DEFAULTS, SECTIONS


def test_every_setting_has_its_place_everywhere() -> None:
    names = [setting.name for setting in VOCABULARY]
    assert names == list(READERS)
    assert set(names) <= set(SECTIONS[DEFAULTS])
    wished = {field.name.replace("_", "-") for field in fields(Preferences)}
    chosen = {field.name.replace("_", "-") for field in fields(Choices)}
    assert set(names) <= wished
    assert set(names) - {"speech", "balance", "lead-in"} <= chosen


@pytest.mark.parametrize(
    ("text", "value"),
    [("none", Countdown(0)), ("5", Countdown(5)), ("5 spoken", Countdown(5, True)), ("3 ticks", Countdown(3))],
)
def test_a_countdown_is_ticks_or_spoken(text: str, value: Countdown) -> None:
    assert read_countdown(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("none", "none"), ("halfway", "halfway"), ("usual", "usual"), ("every 30 seconds", 30)]
)
def test_the_times_that_are_said(text: str, value: object) -> None:
    assert read_time_left(text) == value


@pytest.mark.parametrize(("text", "value"), [("none", 0), ("10", 10), ("10s", 10), ("10 seconds", 10)])
def test_a_rest(text: str, value: int) -> None:
    assert read_rest(text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [("bells", "loud"), ("countdown", "11"), ("time-left", "2"), ("rest-between-sides", "601"), ("speech", "slowest")],
)
def test_other_words_are_refused(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        READERS[name](text)


def test_a_script_says_how_it_is_meant() -> None:
    script = """---
title: Sole
bells: soft
countdown: 5 spoken
time-left: halfway
rest-between-sides: 10 Sekunden
rest-between-rounds: 20
speech: slower
language: de
---

- Reib die Sohle für 40 Sekunden, jeder Fuß
"""
    routine = parse(script, "sole.md", "sole").routine
    assert routine is not None
    assert routine.preferences == Preferences(
        bells="soft",
        countdown=Countdown(5, True),
        time_left="halfway",
        rest_between_sides=10,
        rest_between_rounds=20,
        speech="slower",
    )


@pytest.mark.parametrize(
    ("text", "value"), [("louder", 6.0), ("softer", -6.0), ("usual", 0.0), ("+3", 3.0), ("-12", -12.0)]
)
def test_a_balance(text: str, value: float) -> None:
    assert read_balance(text) == value


@pytest.mark.parametrize("text", ["loud", "13", "", "6 6"])
def test_no_balance(text: str) -> None:
    with pytest.raises(ValueError, match="balance"):
        read_balance(text)


def test_bells_are_a_style_or_a_sound_file() -> None:
    assert read_bells("soft") == "soft"
    assert read_bells("my bells/gong.wav") == "my bells/gong.wav"
    with pytest.raises(ValueError, match="sound file"):
        read_bells("loud")
    with pytest.raises(ValueError, match="sound file"):
        read_bells("gong.exe")


WORDS = [
    *(("bells", word) for word in ("soft", "clear", "none")),
    *(("countdown", word) for word in ("none", "3", "5", "10", "3 spoken", "5 spoken", "10 spoken")),
    *(("time-left", word) for word in ("usual", "halfway", "none", "15", "30", "60")),
    *(("rest-between-sides", word) for word in ("none", "10", "20")),
    *(("rest-between-rounds", word) for word in ("none", "10", "60")),
    *(("speech", word) for word in ("slower", "usual", "faster")),
    *(("balance", word) for word in ("louder", "usual", "softer", "3", "-12")),
    *(("lead-in", word) for word in ("auto", "on", "off")),
]
"""The choices of a listener: setting and word."""


@click.command()
@session_options
def asked_for(**options: Any) -> dict[str, Any]:
    """The options of a session, as they were read."""
    return options


def in_a_script(name: str, word: str) -> object:
    routine = parse(f"---\n{name}: {word}\n---\n\n- Rub the sole for 40 seconds\n", "sole.md", "sole").routine
    assert routine is not None
    return getattr(routine.preferences, name.replace("-", "_"))


def on_the_command_line(name: str, word: str) -> object:
    return asked_for.main([f"--{name}={word}", "heel-pain"], standalone_mode=False)[name.replace("-", "_")]


def on_the_page(name: str, word: str) -> object:
    asked = read_query(QueryParams({"routine": "heel", name: word}))
    sound = {"speech": asked.sound.pace or "usual", "balance": asked.sound.balance}
    return sound[name] if name in sound else getattr(asked.choices, name.replace("-", "_"))


@pytest.mark.parametrize(("name", "word"), WORDS)
def test_a_word_means_the_same_everywhere(
    name: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meant = READERS[name](word)
    assert in_a_script(name, word) == on_the_command_line(name, word) == meant
    monkeypatch.setattr("voiceguide.storage.settings.config_path", lambda: tmp_path / "config.toml")
    (tmp_path / "config.toml").write_text(f'[defaults]\n{name} = "{word}"\n')
    assert defaults().liked == {name: meant}
    if name != "lead-in":  # the browser makes it, beside the sound of the session
        assert on_the_page(name, word) == meant
