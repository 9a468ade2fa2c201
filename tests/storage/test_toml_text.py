"""TOML that a person has written, with mistakes that people and strangers make."""

from __future__ import annotations

import pytest

from voiceguide.storage.toml_text import read_toml


def test_toml_is_read() -> None:
    assert read_toml("[defaults]\nlength = '15m'", "config.toml") == {"defaults": {"length": "15m"}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\nlength = “15m”", "config.toml:2: it cannot be read: Invalid value"),
        ("a = " + "[" * 5_000, "config.toml: it cannot be read: its brackets are nested too deeply"),
        ("a = " + "1" * 5_000, "config.toml: it cannot be read: a number in it is too long"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ValueError, match="it cannot be read") as error:
        read_toml(text, "config.toml")
    assert str(error.value).startswith(told)
