"""The examples in docs/api.md run, one after the other, with the engine that speaks here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import voiceguide as vg
from voiceguide.export import FORMATS
from voiceguide.export.beside import KINDS
from voiceguide.studio.choosing import ChoiceOptions
from voiceguide.studio.exporting import ExportOptions

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
TEXT = PAGE.read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_every_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (script,) = blocks("markdown")
    Path("my-heel.md").write_text(script, "utf-8")
    names: dict[str, object] = {}
    for number, code in enumerate(blocks("python"), 1):
        exec(compile(code, f"{PAGE.name}, example {number}", "exec"), names)
    assert {path.suffix for path in tmp_path.iterdir()} >= {".mp3", ".flac", ".vtt", ".json"}
    assert "it needs a ball" in capsys.readouterr().out


@pytest.mark.parametrize("name", [*ChoiceOptions.__annotations__, *ExportOptions.__annotations__, *FORMATS, *KINDS])
def test_every_option_is_on_the_page(name: str) -> None:
    assert re.search(rf"`\"?{re.escape(name)}\"?`", TEXT)


@pytest.mark.parametrize("name", [name for name in vg.__all__ if name.endswith("Error") and name != "VoiceguideError"])
def test_every_error_is_on_the_page(name: str) -> None:
    assert f"`{name}`" in TEXT
