"""Makes the JSON Schemas in `docs/schemas` from the types in `voiceguide/json_types.py`.

    python docs/make_schemas.py

A test fails where they are out of date.
"""

from __future__ import annotations

import json
import types
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from voiceguide.json_types import FindingJson, PlanJson, RoutineJson

FOLDER = Path(__file__).parent / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAMES: dict[str, Any] = {"plan": PlanJson, "check": list[FindingJson], "list": list[RoutineJson]}
"""Command -> the type of its JSON."""
PLAIN = {str: "string", float: "number", int: "integer", bool: "boolean", type(None): "null"}


def schema_of(command: str) -> dict[str, Any]:
    """The JSON Schema of a command's output."""
    found: dict[str, Any] = {"$schema": DIALECT, "title": f"The output of `voiceguide {command} --json`"}
    return {**found, **_schema(NAMES[command])}


def written(command: str) -> str:
    """The content of the schema's file."""
    return json.dumps(schema_of(command), indent=2, ensure_ascii=False) + "\n"


def _schema(hint: Any) -> dict[str, Any]:
    if is_typeddict(hint):
        return _object(hint)
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    arguments = get_args(hint)
    match get_origin(hint):
        case origin if origin is Annotated:
            return {**_schema(arguments[0]), "description": arguments[1]}
        case origin if origin is Literal:
            return {"enum": list(arguments)}
        case origin if origin is list:
            return {"type": "array", "items": _schema(arguments[0])}
        case origin if origin in (Union, types.UnionType):
            return _choice([_schema(each) for each in arguments])
    raise TypeError(f"no schema for {hint!r}")


def _object(hint: Any) -> dict[str, Any]:
    """Other keys are allowed: later versions may add some."""
    fields = get_type_hints(hint, include_extras=True)
    return {
        "type": "object",
        "description": " ".join(hint.__doc__.split()),
        "properties": {name: _schema(each) for name, each in fields.items()},
        "required": sorted(hint.__required_keys__, key=list(fields).index),
    }


def _choice(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    if all(schema.keys() == {"type"} for schema in schemas):
        return {"type": [schema["type"] for schema in schemas]}
    return {"anyOf": schemas}


if __name__ == "__main__":
    for name in NAMES:
        (FOLDER / f"{name}.json").write_text(written(name), "utf-8", newline="\n")
