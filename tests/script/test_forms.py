"""All languages read the same forms with the same meaning."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.script_help import forms_of
from voiceguide.language import available

FOLDER = Path(__file__).parents[1] / "language" / "cases"
FORMS: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "forms.toml").read_text("utf-8"))


def written(code: str) -> dict[str, str]:
    """The forms of a language in its own words."""
    path = FOLDER / f"{code}.toml"
    forms: dict[str, str] = tomllib.loads(path.read_text("utf-8")).get("forms", {}) if path.exists() else {}
    return forms


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("code", "form", "script"),
    [pytest.param(code, *form, id=f"{code}-{form[0]}") for code in available() for form in written(code).items()],
)
def test_a_form_means_the_same_in_every_language(code: str, form: str, script: str) -> None:
    assert forms_of(script, code) == FORMS[form]["means"]


@pytest.mark.parametrize("code", available())
def test_a_language_has_every_form(code: str) -> None:
    assert set(written(code)) == set(FORMS)
