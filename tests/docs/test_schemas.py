"""The JSON Schemas beside the documentation are made from the code, and real output keeps to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from docs.make_schemas import FOLDER, NAMES, written
from tests.conftest import Cli
from tests.working_folder import few_shipped, working_folder

BAD = Path(__file__).parents[1] / "examples" / "bad"
SCRIPT = """# My heel

## Press

- Press the heel spot for 60 to 90 seconds, each foot
- Roll the sole over a ball for 30 seconds (needs a ball)
- Raise your heels 10 times
- Stand up
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return working_folder(tmp_path, monkeypatch, SCRIPT)


def strict(schema: Any) -> Any:
    """The schema without room for other keys, so that a key that it forgets is found."""
    if isinstance(schema, dict):
        more = {"additionalProperties": False} if schema.get("type") == "object" else {}
        return {**{key: strict(value) for key, value in schema.items()}, **more}
    return [strict(each) for each in schema] if isinstance(schema, list) else schema


def validate(command: str, output: str) -> Any:
    found = json.loads(output)
    schema = json.loads((FOLDER / f"{command}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, strict(schema), cls=jsonschema.Draft202012Validator)
    return found


@pytest.mark.parametrize("command", NAMES)
def test_a_schema_is_up_to_date(command: str) -> None:
    assert (FOLDER / f"{command}.json").read_text("utf-8") == written(command), "run python docs/make_schemas.py"


@pytest.mark.parametrize("options", [(), ("--length", "longest", "--without", "a ball"), ("--talk", "bells")])
def test_a_plan_keeps_to_its_schema(folder: Path, cli: Cli, options: tuple[str, ...]) -> None:
    plan = validate("plan", cli("plan", "heel.md", "--json", *options).out)
    assert len(plan["steps"]) > 3


def test_findings_keep_to_their_schema(folder: Path, cli: Cli) -> None:
    found = validate("check", cli("check", "--json", *BAD.glob("*.md"), "heel.md", "missing.md").out)
    assert len(found) > 10


def test_the_list_keeps_to_its_schema(folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = few_shipped(folder / "shipped")
    monkeypatch.setattr("voiceguide.script.library.shipped", lambda: shipped)
    (folder / "scripts").mkdir()
    (folder / "heel.md").rename(folder / "scripts" / "my-own.md")
    assert "my-own" in {row["name"] for row in validate("list", cli("list", "--json").out)}


def test_output_that_lacks_a_key_is_refused(folder: Path, cli: Cli) -> None:
    plan = json.loads(cli("plan", "heel.md", "--json").out)
    del plan["steps"][0]["line"]
    with pytest.raises(jsonschema.ValidationError):
        validate("plan", json.dumps(plan))
