"""The server tells a script's warnings when it first reads the script, and not in its answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import fakes
from voiceguide.serve.studios import Studios


def test_the_warnings_of_a_script_are_told_when_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    Path("scripts").mkdir()
    Path("scripts/legs.md").write_text("## Legs (each leg)\n\n- Press for 5 seconds, each leg\n")
    told: list[str] = []
    studios = Studios(told.append)
    for _ in range(2):
        with studios.studio(studios.script("legs")):
            pass
    studios.close()
    (warning,) = told
    assert warning.startswith(f"{Path('scripts/legs.md')}: 1 warning: line 3: ")
