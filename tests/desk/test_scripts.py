"""Scripts over the desk's addresses: the list, opening, saving, checking, beginning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.running import BROKEN, SOLES, Running, desk


def test_a_script_is_opened_changed_and_saved(scripts: Path) -> None:
    with desk(scripts) as running:
        assert {row["name"] for row in running.get("scripts.json").json()["scripts"]} == {"soles", "knee"}
        opened = running.get("script.json", name="soles").json()
        assert opened["text"] == SOLES
        saved = running.post("save.json", name="soles", text=SOLES + "Bye.\n", base=opened["version"]).json()
        assert (scripts / "soles.md").read_text("utf-8") == SOLES + "Bye.\n"
        (scripts / "soles.md").write_text("# Other\n", "utf-8")
        conflict = running.post("save.json", name="soles", text="# Mine\n", base=saved["version"])
        assert conflict.status_code == 409
        assert conflict.json()["text"] == "# Other\n"
        assert running.post("save.json", name="nobody", text="", base="").status_code == 404


def test_each_line_has_its_meaning_in_the_language_of_the_page(shared_desk: Running) -> None:
    checked = shared_desk.post("check.json", name="soles", text=SOLES, language="en").json()
    said = {line["line"]: line["text"] for line in checked["lines"]}
    assert said[11] == "20 seconds to 1 minute, each foot"
    assert said[12] == "said halfway through"
    assert said[13] == "20 to 40 seconds, needs a ball"
    assert said[14] == "Rest, 10 seconds"
    assert (checked["whole"], checked["findings"], checked["title"]) == (True, [], "Sole release")


def test_the_settings_and_the_title_have_a_meaning_too(shared_desk: Running) -> None:
    text = "---\nlanguage: en\n---\n\n# Calves\n\n<!-- Mine -->\n\n- Press the calf for 20 seconds\n"
    checked = shared_desk.post("check.json", name="calves", text=text, language="de").json()
    said = {line["line"]: line["text"] for line in checked["lines"]}
    assert said == {1: "Angaben, bis zu den nächsten Strichen", 5: "Titel", 7: "wird nicht gesagt", 9: "20 Sekunden"}


def test_a_mistake_comes_with_its_cure_and_mending_shows_the_change(shared_desk: Running) -> None:
    checked = shared_desk.post("check.json", name="knee", text=BROKEN, language="en").json()
    [finding] = checked["findings"]
    assert (finding["line"], finding["severity"], finding["fix"]["sure"]) == (3, "error", True)
    mended = shared_desk.post("mend.json", name="knee", text=BROKEN).json()
    assert mended["text"] == BROKEN.replace("secnds", "seconds")
    assert mended["changes"] == [
        {"line": 3, "old": ["- Press the knee for 20 secnds"], "new": ["- Press the knee for 20 seconds"]}
    ]


@pytest.mark.parametrize(
    ("data", "name", "saved"),
    [
        (b"Heel raises 3 x 10\nCalf stretch 30 sec each leg\n", "", "heel-raises-3-x"),
        (b"# Evening\n\n- Breathe for 20 seconds\n", "My Plan.md", "my-plan"),
        (b"<h1>Hips</h1><ul><li>Bridge 10 times</li></ul>", "sheet.html", "sheet"),
    ],
)
def test_a_paste_or_a_file_becomes_a_script(scripts: Path, data: bytes, name: str, saved: str) -> None:
    with desk(scripts) as running:
        made = running.send("import.json", data, name=name).json()
        assert made["name"] == saved
        assert (scripts / f"{saved}.md").read_text("utf-8") == made["text"]


def test_markdown_with_a_mistake_stays_as_it_is_written(shared_desk: Running) -> None:
    from voiceguide.desk.new_script import draft_of_data

    sheet = "# Split\n\n## Pull\n\n- [ ] Rest | Duration: [45s]\n- [ ] Dips | Reps: [15]\n- Rows, 3 x 8 each arm, 90s\n"
    assert draft_of_data(sheet.encode(), "").text == sheet


def test_a_file_that_is_no_document_is_explained(shared_desk: Running) -> None:
    answer = shared_desk.send("import.json", b"\x00\x01\x02" * 99, name="heel.xyz")
    assert answer.status_code == 422
    assert "cannot be read" in answer.json()["message"]


def test_a_bundled_routine_is_copied(scripts: Path) -> None:
    with desk(scripts) as running:
        assert "heel-pain" in {row["name"] for row in running.get("bundled.json", language="en").json()}
        made = running.post("create.json", **{"from": "heel-pain"}).json()
        assert made["name"] == "heel-pain"
        assert running.post("create.json", **{"from": "../soles"}).status_code == 404


def test_the_sound_of_a_line_and_of_a_step(shared_desk: Running) -> None:
    for part in ("line", "step", "phase"):
        answer = shared_desk.post("hear.wav", name="soles", text=SOLES, part=part, line=11)
        assert (answer.status_code, answer.headers["content-type"], answer.content[:4]) == (200, "audio/wav", b"RIFF")
    silent = shared_desk.post("hear.wav", name="soles", text=SOLES, part="line", line=3)
    assert silent.status_code == 422


def test_a_line_is_heard_although_another_has_a_mistake(shared_desk: Running) -> None:
    answer = shared_desk.post("hear.wav", name="knee", text=BROKEN, part="line", line=4)
    assert answer.content[:4] == b"RIFF"


HALF = """# Knee

## One

- Press the knee for 20 secnds
- Bend it 10 times

## Two

- Squeeze the thigh for 5 seconds
+Press the heel for 20 s
"""


def test_steps_and_parts_are_heard_although_others_have_a_mistake(shared_desk: Running) -> None:
    for part, line in (("step", 6), ("phase", 8), ("step", 10)):
        sound = shared_desk.post("hear.wav", name="knee", text=HALF, part=part, line=line)
        assert sound.content[:4] == b"RIFF", sound.text
    lost = shared_desk.post("hear.wav", name="knee", text=HALF, part="line", line=11)
    assert (lost.status_code, lost.json()["message"]) == (422, "This line is not understood yet.")
    lost = shared_desk.post("hear.wav", name="knee", text=HALF, part="step", line=11)
    assert lost.status_code == 422
    assert lost.json()["message"] == "This step is not understood yet."


def test_the_plan_follows_the_length(shared_desk: Running) -> None:
    natural = shared_desk.post("plan.json", name="soles", text=SOLES).json()
    shortest = shared_desk.post("plan.json", name="soles", text=SOLES, length="shortest").json()
    assert shortest["plan"]["length"] < natural["plan"]["length"]
    assert {change["what"] for change in shortest["plan"]["changes"]} >= {"shortened"}
    assert natural["things"] == ["a ball"]
    broken = shared_desk.post("plan.json", name="knee", text=BROKEN)
    assert (broken.status_code, broken.json()["hint"][:6]) == (422, "Line 3")
