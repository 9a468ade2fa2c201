"""From what is pasted to a draft: names are headings, doses are steps, chatter is quoted, cautions are never lost."""

from __future__ import annotations

import pytest

from voiceguide.importing import draft_of
from voiceguide.importing.text import document_of


def draft(text: str) -> str:
    return draft_of(document_of(text)).text


def test_a_message_becomes_exercises_and_quotes() -> None:
    text = """[12/11/2026, 18:22:10] Tom: Hi Anna, as promised your exercises
[12/11/2026, 18:23:41] Tom: *Heel drops*
Stand on a step, heels over the edge.
Lower slowly, 15 times

*Towel pulls*
Pull the towel with your toes, 20 times
[12/11/2026, 18:24:02] Tom: Stop if you get a sharp pain in the heel.
[12/11/2026, 18:24:30] Anna: Thanks!
[12/11/2026, 18:25:59] Tom: <Media omitted>
"""
    assert (
        draft(text)
        == """> Tom, 12/11/2026, 18:22:10
>
> Hi Anna, as promised your exercises

## Heel drops

- Stand on a step, heels over the edge.
- Lower slowly, 15 times

## Towel pulls

- Pull the towel with your toes, 20 times

Stop if you get a sharp pain in the heel.

> Anna, 12/11/2026, 18:24:30
>
> Thanks!
>
> Tom, 12/11/2026, 18:25:59
>
> \\<Media omitted>
"""
    )


def test_a_mail_in_german_keeps_its_numbered_names_and_its_language() -> None:
    text = """Von: Petra <petra@example.org>
Betreff: Übungen

Hallo Jonas,

hier dein Programm für den Rücken.

1. Katzenbuckel
Im Vierfüßlerstand den Rücken langsam rund machen und wieder
senken, 10 Mal.

2. Knie zur Brust
Auf dem Rücken ein Knie zur Brust ziehen, 20 Sekunden halten.

Bei Schmerzen im Bein sofort aufhören.

Viele Grüße
Petra

--
Praxis Klein
www.praxis.example
"""
    made = draft(text)
    assert made.startswith("---\nlanguage: de\n---\n\n> Von: Petra \\<petra@example.org>\n> Betreff: Übungen\n")
    assert "## Katzenbuckel\n\n- Im Vierfüßlerstand den Rücken langsam rund machen und wieder senken, 10 Mal.\n" in made
    assert "## Knie zur Brust\n\n- Auf dem Rücken" in made
    assert "\nBei Schmerzen im Bein sofort aufhören.\n" in made
    assert made.endswith("> Viele Grüße\n> Petra\n>\n> Praxis Klein\n> www.praxis.example\n")


def test_items_that_are_whole_exercises_stay_a_list() -> None:
    made = draft("Neck\n\n1) Chin tucks - draw your chin back, hold 5 seconds\n2) Side bend, hold 20 seconds\n")
    assert made == "# Neck\n\n1. Chin tucks - draw your chin back, hold 5 seconds\n2. Side bend, hold 20 seconds\n"


@pytest.mark.parametrize("mark", ["•", "–", "-", "*", "o", "▪", "✔", "➢", "\uf0b7", "(cid:127)", "- [ ]", "👉"])
def test_whatever_marks_an_item(mark: str) -> None:
    made = draft(f"Legs\n\n{mark} Squat, 10 times\n{mark} Lunge, 12 times\n")
    assert made == "# Legs\n\n- Squat, 10 times\n- Lunge, 12 times\n"


def test_nested_items_stay_nested() -> None:
    made = draft("Legs\n\n- Squat, 10 times\n    - knees over toes\n- Lunge, 12 times\n")
    assert made == "# Legs\n\n- Squat, 10 times\n   - knees over toes\n- Lunge, 12 times\n"


def test_names_in_capitals_with_labels_that_tabs_part() -> None:
    made = draft(
        "HOME PLAN\n\nQUAD SET\n• Press the knee down\nSets: 3\tReps: 10\n\nHEEL SLIDE\n• Slide the heel, 15 times\n"
    )
    assert made == (
        "# HOME PLAN\n\n## QUAD SET\n\n- Press the knee down\n- Sets: 3 | Reps: 10\n\n"
        "## HEEL SLIDE\n\n- Slide the heel, 15 times\n"
    )


@pytest.mark.parametrize("between", ["\t", " | "])
def test_a_table_stays_a_table(between: str) -> None:
    rows = [["Exercise", "Sets", "Reps"], ["Row", "3", "10"], ["Press", "2", "12"]]
    made = draft("My plan\n\n" + "\n".join(between.join(row) for row in rows))
    assert (
        made == "# My plan\n\n| Exercise | Sets | Reps |\n| --- | --- | --- |\n| Row | 3 | 10 |\n| Press | 2 | 12 |\n"
    )


def test_rows_without_a_head_are_items() -> None:
    assert draft("Plan\n\nSquat\t10 times\nLunge\t12 times\n") == "# Plan\n\n- Squat, 10 times\n- Lunge, 12 times\n"


def test_markdown_stays_what_it_is() -> None:
    script = "# Heel\n\n## Warm-up\n\n- Roll the sole for 60 seconds\n\n## Main set\n\n- Press for 30 seconds\n"
    assert draft(script) == script


def test_settings_above_a_text_are_kept_to_be_read() -> None:
    made = draft("---\nlanguage: en\ntags: legs\n---\n\n# Legs\n\n- Squat, 10 times\n- Lunge, 9 times\n")
    assert made == "> tags: legs\n\n# Legs\n\n- Squat, 10 times\n- Lunge, 9 times\n"


def test_the_first_line_is_the_title_where_numbered_exercises_follow() -> None:
    made = draft("Ankle plan\n\n1. Circles\nTurn the foot, 10 times\n\n2. Rises\nRise up, 12 times\n")
    assert made.startswith("# Ankle plan\n\n## Circles\n\n- Turn the foot, 10 times\n\n## Rises\n")


def test_characters_of_markdown_are_only_characters() -> None:
    made = draft("Hold\n\n- Keep it < 5 kg, 10 times\n- Press 5 * 3 <b>now</b>, for 10 seconds\n")
    assert "- Keep it < 5 kg, 10 times\n- Press 5 \\* 3 \\<b>now\\</b>, for 10 seconds\n" in made


def test_what_cannot_be_seen_goes() -> None:
    assert draft("Plan\n\n\u200b- Squ\u00adat,\u00a010 times\ufeff\n- Lunge, 5 times") == (
        "# Plan\n\n- Squat, 10 times\n- Lunge, 5 times\n"
    )


def test_a_caution_is_never_quoted() -> None:
    for caution in ("Stop if it hurts and call me.", "Bei Schwindel sofort aufhören.", "Arrêtez en cas de douleur."):
        made = draft(f"Plan\n\n- Squat, 10 times\n- Lunge, 5 times\n\n{caution}\n\nBest wishes\nTom\n")
        assert f"\n{caution}\n" in made
        assert "> Best wishes\n> Tom\n" in made


def test_nothing_is_lost() -> None:
    text = "Dear all,\n\nsome words\n\nPlan A\nStand tall\nSquat, 10 times\n\nwww.example.org\nmore words here\n"
    made = draft(text)
    for line in text.split("\n"):
        assert line in made


@pytest.mark.parametrize("text", ["", "\n\n", "---", "|", "\t", "#", "1.", "- ", "> ", "**", "[1/1/26, 1:00] A:"])
def test_a_text_of_nothing_is_no_fault(text: str) -> None:
    draft(text)
