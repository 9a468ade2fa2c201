"""A desk in another language: its findings, their cures, its refusals, and the reasons of changes."""

from __future__ import annotations

import pytest

from tests.desk.running import BROKEN, SOLES, Running, client
from voiceguide.desk.words import languages
from voiceguide.language.translating import translate


def post(desk: Running, code: str, path: str, **body: object) -> dict[str, object]:
    headers = {"origin": desk.origin, "accept-language": code}
    return dict(client.post(desk.address + path, json=body, headers=headers).json())


@pytest.mark.parametrize("code", languages())
def test_findings_and_cures_are_in_the_language_of_the_page(shared_desk: Running, code: str) -> None:
    checked = post(shared_desk, code, "check.json", name="knee", text=BROKEN, language=code)
    [finding] = checked["findings"]  # type: ignore[misc]
    english = "`20 secnds` cannot be read as a time: did you mean `seconds`?"
    assert finding["message"] == translate(english, code)
    assert (finding["language"], finding["hint_language"]) == (code, code)
    assert finding["hint"] == translate("write `seconds`", code)


def test_a_refusal_is_in_the_language_of_the_page(shared_desk: Running) -> None:
    refused = post(shared_desk, "de", "double.json", name="none")
    assert refused == {"message": "Dieses Skript gibt es nicht.", "hint": "Wähle eins aus der Liste."}
    refused = post(shared_desk, "fr", "plan.json", name="knee", text=BROKEN)
    assert refused["message"] == "Le script a des erreurs."
    assert str(refused["hint"]).startswith("Ligne 3 : `20 secnds` ne se lit pas")


def test_rows_that_cannot_be_made_say_so_in_the_language_of_the_page(shared_desk: Running) -> None:
    table = "Anna\t10\tlinks\nBo\tlang\n\t10m\n"
    rows = client.post(
        shared_desk.address + "clients.json",
        json={"table": table},
        headers={"origin": shared_desk.origin, "accept-language": "de"},
    ).json()
    assert rows[0]["fault"] == "Länge: `10`: 10 Minuten oder 10 Sekunden? Schreib 10m oder 10s."
    assert [row["cells"].get("side") for row in rows] == ["Links", None, None]
    assert rows[1]["fault"].startswith("Länge: `lang` ist nicht als Dauer zu lesen: eine Dauer schreibt man wie `10m`")
    assert rows[2]["fault"] == "Der Name fehlt."


def test_a_change_tells_its_reason_in_the_language_of_the_page(shared_desk: Running) -> None:
    planned = post(shared_desk, "es", "plan.json", name="soles", text=SOLES, without=["a ball"], length="shortest")
    changes = planned["plan"]["changes"]  # type: ignore[index]
    assert {one["why"] for one in changes if one["what"] == "dropped"} == {"necesita a ball"}
    assert {one["why"] for one in changes if one["what"] == "shortened"} <= {"", "el descanso entre medias"}
