"""The place of a line in a script decides its meaning."""

from __future__ import annotations

import pytest

from tests.script_help import errors_of, routine_of, warnings_of
from voiceguide.language import load
from voiceguide.routine import Line
from voiceguide.script import parse
from voiceguide.script.readback import readback

WHOLE = """# Heel pain

Sit down.

Caution: ease off when it hurts.

## Release (each foot, 2 rounds)

Press gently.

Stop if it tingles.

- Press for 60 seconds
  - Work slowly.
  - halfway: Change direction.
  - Don't push.

## Stretch (after Release)

1. Pull your toes back for 30 seconds
2. Don't hurry

Well done.
"""


def test_the_parts_of_a_routine() -> None:
    routine = routine_of(WHOLE)
    assert (routine.title, routine.name, routine.language, routine.source) == ("Heel pain", "test", "en", WHOLE)
    assert routine.introduction == (Line(3, "Sit down."),)
    assert routine.safety == (Line(5, "Caution: ease off when it hurts."),)
    assert routine.closing == (Line(23, "Well done."),)
    release, stretch = routine.phases
    assert (release.line, release.title, release.heading, release.sides) == (7, "Release", True, "foot")
    assert (release.rounds.least, release.rounds.natural, release.rounds.most) == (2, 2, 2)
    assert release.paragraphs == (Line(9, "Press gently."),)
    assert release.safety == (Line(11, "Stop if it tingles."),)
    assert (stretch.after, [step.text for step in stretch.steps]) == ((0,), ["Pull your toes back", "Don't hurry"])
    (step,) = release.steps
    assert step.details == (Line(14, "Work slowly."),)
    assert step.safety == (Line(16, "Don't push."),)
    assert [(cue.line, cue.text, cue.when) for cue in step.coaching] == [(15, "Change direction.", "halfway")]


def test_steps_before_the_first_heading_make_a_phase_with_the_title_of_the_routine() -> None:
    (phase,) = routine_of("# Feet\n\n- Press for 60 s\n- Roll for 30 s\n").phases
    assert (phase.title, phase.heading, len(phase.steps)) == ("Feet", False, 2)


def test_without_any_title_the_name_is_the_title() -> None:
    assert routine_of("- Press for 60 s\n").title == "test"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert routine_of("\ufeff" + WHOLE.replace("\n", "\r\n")) == routine_of(WHOLE)


@pytest.mark.parametrize(
    ("heading", "rounds"),
    [("1 to 3 rounds", (1, 2, 3)), ("2-3 rounds", (2, 2, 3)), ("2 rounds", (2, 2, 2)), ("up to 3 rounds", (1, 3, 3))],
)
def test_rounds(heading: str, rounds: tuple[int, int, int]) -> None:
    found = routine_of(f"## A ({heading})\n- Press for 60 s\n").phases[0].rounds
    assert (found.least, found.natural, found.most) == rounds


def test_conditions_of_a_phase_go_to_all_its_steps() -> None:
    (phase,) = routine_of("## A (optional, needs a ball)\n- Press for 6 s\n- Roll (needs a towel)\n").phases
    assert [(step.optional, step.needs) for step in phase.steps] == [(True, ("a ball",)), (True, ("a ball", "a towel"))]


def test_after_names_any_phase_before_whatever_its_capitals_and_commas() -> None:
    text = (
        "## Press, roll and rub (each foot)\n- a for 3 s\n## B\n- b\n## C (after press, ROLL and rub, after B)\n- c\n"
    )
    assert [phase.after for phase in routine_of(text).phases] == [(), (), (0, 1)]


@pytest.mark.parametrize("first", ["A (gently)", "A (2 rounds)", "A (gently) (each foot)"])
def test_after_may_name_a_phase_with_its_brackets(first: str) -> None:
    for named in (first, "a"):
        routine = routine_of(f"## {first}\n- a for 3 s\n## B (after {named})\n- b\n")
        assert routine.phases[1].after == (0,)


@pytest.mark.parametrize("heading", ["A, each foot", "A, optional"])
def test_conditions_of_a_heading_outside_brackets_are_doubted(heading: str) -> None:
    text = f"## {heading}\n- x for 3 s\n"
    assert warnings_of(text) == [(1, "the conditions of this heading are only spoken")]


@pytest.mark.parametrize("heading", ["Both sides", "Each foot", "Stretch both feet", "Release and rest", "A (gently)"])
def test_plain_headings_are_not_doubted(heading: str) -> None:
    assert warnings_of(f"## {heading}\n- x for 3 s\n") == []


def test_many_wrong_names_are_told_without_looking_for_near_ones() -> None:
    errors = errors_of("".join(f"## H{number} (after Q{number})\n- x for 3 s\n" for number in range(500)))
    assert len(errors) == 500
    assert sum("did you mean" in error for error in errors) == 20


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("## A (after B)\n- x\n## B\n- y\n", 1, "comes later, on line 3"),
        ("## A (after A)\n- x\n", 1, "after itself"),
        ("## A\n- x\n## B (after Aa)\n- y\n", 3, "did you mean `A`?"),
        ("## A (week 1)\n- x\n", 1, "has a number in it"),
        ("## A (optinal)\n- x\n", 1, "did you mean `optional`?"),
        ("## A (3 to 1 rounds)\n- x\n", 1, "upside down"),
        ("## A (0 rounds)\n- x\n", 1, "more than 0"),
        ("# A\n# B\n- x\n", 2, "a second title"),
        ("- x\n\n# B\n", 3, "in the middle"),
        ("A\n---\n- x\n", 2, "underlining"),
        ("A\n===\n- x\n", 2, "underlining"),
        ("##\n- x\n", 1, "without words"),
        ("- x\n\n***\n\n- y\n", 3, "a rule"),
        ("- x\n\n```\ny\n```\n", 3, "a code block"),
        ("- x\n\n<!-- c -->\n\n    y\n", 5, "a code block"),
        ("- x\n\n[y]: http://z\n", 3, "a link definition"),
        ("- x ![y](z.png)\n", 1, "an image"),
        ("- x <b>y</b>\n", 1, "raw HTML"),
        ("- x\n\n<div>\n", 3, "raw HTML"),
        ("- x [y](#z)\n", 1, "neither an `http` address"),
        ("- x\n\n<!-- y --> z\n", 3, "words behind a comment"),
        ("- x\n\n<!-- y\n- z\n", 3, "not closed"),
        ("- x\n  - y\n    - z\n", 3, "nested too deep"),
        ("- # x\n- y\n", 1, "something else than words"),
        ("##Stretch\n\n- y\n", 1, "looks like a heading"),
        ("Words\n     ## Stretch\n\n- y\n", 2, "looks like a heading"),
        ("- x for 3 s\nCaution: y\n", 2, "goes on the one above"),
        ("- x for 3 s\n  **Stop if** y\n", 2, "goes on the one above"),
        ("- x for 30 s\n  halfway: y\n", 2, "goes on the line above"),
        ("Words.\nCaution: y\n\n- z\n", 2, "goes on the one above"),
        ("> Words.\nCaution: y\n\n- z\n", 2, "goes on the quote above"),
        ("- x\n  - halfway: y\n", 2, "this step has no time"),
        ("- Rest 20 s\n  - halfway: y\n", 2, "a rest is quiet"),
        ("- x for 40 s\n  - after 50 seconds: y\n", 2, "50 seconds is outside its hold of 40"),
        ("- x for 40 s\n  - 50 seconds before the end: y\n", 2, "50 seconds is outside its hold of 40"),
        ("- x for 40 s\n  - every 60 s: y\n", 2, "60 seconds is outside its hold of 40"),
        ("- x for 90 s\n  - every minute: y\n", 2, "the time of a cue"),
        ("- x 3 x 20 s\n  - after 30 s: y\n", 2, "30 seconds is outside its hold of 20"),
        ("- x for 40 s\n  - after 0 s: y\n", 2, "not one time"),
        ("- x for 40 s\n  - after 5 to 10 s: y\n", 2, "not one time"),
        ("- x for 40 s\n  - 20 seconds in: y\n", 2, "the time of a cue"),
        ("- x for 40 s\n  - halfwy: y\n", 2, "the time of a cue"),
        ("- x for 40 s\n  - every 15 secnds: y\n", 2, "the time of a cue"),
        ("- x for 40 s\n  - after 20: y\n", 2, "the time of a cue"),
        ("- x for 40 s\n  - every 15: y\n", 2, "the time of a cue"),
        ("- x for 40 s\n  - every 5 reps: y\n", 2, "the time of a cue"),
        ("---\nlanguage: de\n---\n- x für 40 s\n  - alle 5 Skunden: y\n", 5, "the time of a cue"),
        ("10. x for 40 s\n   - halfway: y\n", 2, "indent it by 4"),
        ("1. x for 40 s\n  - halfway: y\n", 2, "indent it by 3"),
        ("- x for 40 s\n- after 20 s: y\n", 2, "indent it by 2"),
        ("## A\n- x\n## B (after A (2 rounds))\n- y\n", 3, "did you mean `A`?"),
        ("## A\n- x\n## B (after A\n- y\n", 3, "without its other half"),
        ("## A (gently (2 rounds))\n- x\n", 1, "partly a condition"),
        ("- x\u202e for 40 s\n", 1, "U+202E"),
        ("- x for 40 s\n  - halfway:\n", 2, "says nothing"),
        ("- x\x07 for 40 s\n", 1, "U+0007"),
        ("- " + "word " * 2000, 1, "over 5000 characters"),
        ("- " * 1000 + "x", 1, "nested too deep"),
        (">" * 1000 + "x", 1, "nested too deep"),
        ("", 1, "empty"),
        (" \n\n", 1, "empty"),
        ("# Feet\n\nSit.\n", 1, "no step"),
        ("---\ntitle: Feet\n---\n", 1, "no step"),
    ],
)
def test_what_means_nothing_is_an_error_with_its_line(text: str, line: int, words: str) -> None:
    errors = errors_of(text)
    assert any(error.startswith(f"{line}: ") and words in error for error in errors), errors


def test_nesting_a_thousand_deep_is_refused_with_its_line() -> None:
    (error,) = errors_of("\n".join("  " * depth + "- x" for depth in range(1000)))
    assert "nested too deep" in error


def test_notes_and_quotes_are_listed_and_not_spoken() -> None:
    text = "> a\n\nNote: b\n\n- c for 3 s\n  - Note: d\n- Note: e\n\nNotes:\n- f\n"
    assert [line for line, _ in warnings_of(text, "note")] == [1, 3, 6, 7, 9, 10]
    assert len(routine_of(text).phases[0].steps) == 1


def test_markup_is_spoken_as_plain_words() -> None:
    step = routine_of("- **Press** the *heel* with a [ball](http://x.y) for `30 s` <!-- no -->\n").phases[0].steps[0]
    assert step.text == "Press the heel with a ball"


def test_a_step_may_go_on_over_several_lines() -> None:
    step = routine_of("- Press the heel\n  for 30 s with\n  your thumb\n").phases[0].steps[0]
    assert (step.line, step.text) == (1, "Press the heel with your thumb")


def test_paragraphs_between_steps_are_spoken_first_and_that_is_said() -> None:
    text = "## P\n- a for 3 s\n\nMiddle.\n\n- b\n\nEnd.\n\n## Q\n- c\n\nBye.\n"
    routine = routine_of(text)
    assert [line.text for line in routine.phases[0].paragraphs] == ["Middle.", "End."]
    assert [line for line, _ in warnings_of(text, "note")] == [4, 8]
    assert routine.closing == (Line(13, "Bye."),)


def test_a_list_without_a_dose_before_the_first_real_step_is_doubted() -> None:
    assert warnings_of("You need:\n- a ball\n- a towel\n\n## P\n- Press for 3 s\n\n- Sit up\n") == [
        (2, "are these steps?")
    ]


def test_a_side_on_the_phase_and_on_a_step_is_followed_and_doubted() -> None:
    text = "## P (each foot)\n- Press for 3 s, each leg\n"
    assert routine_of(text).phases[0].steps[0].sides == "leg"
    assert len(warnings_of(text)) == 1


def test_the_title_of_the_front_matter_wins_and_the_other_is_noted() -> None:
    text = "---\ntitle: A\n---\n# B\n- Press for 3 s\n"
    assert routine_of(text).title == "A"
    assert warnings_of(text, "note") == [(4, "not spoken: the title is that of the front matter")]


def test_an_item_that_is_indented_too_little_to_be_nested_is_doubted() -> None:
    message = "this item is a step of its own"
    assert warnings_of("10. x for 60 s\n   - Slowly.\n") == [(2, message)]
    assert warnings_of("1. x for 60 s\n  - Slowly.\n") == [(2, message)]
    assert warnings_of(" - x for 60 s\n - y\n\n## A\n  - z\n") == []


def test_a_cue_without_its_colon_is_doubted() -> None:
    assert len(warnings_of("- x for 60 s\n  - After 20 seconds press harder\n")) == 1
    assert warnings_of("- x for 60 s\n  - Halfway up the arch is a knot.\n  - Tip: stay for 20 s.\n") == []


@pytest.mark.parametrize(
    ("cue", "when", "seconds"),
    [
        ("halfway: x", "halfway", 0),
        ("Half way: x", "halfway", 0),
        ("**At halfway:** x", "halfway", 0),
        ("after 20 seconds: x", "after", 20),
        ("After 20s: x", "after", 20),
        ("after 0:20: x", "after", 20),
        ("after half a minute: x", "after", 30),
        ("10 seconds before the end: x", "before-end", 10),
        ("10s before end: x", "before-end", 10),
        ("in the last 10 seconds: x", "before-end", 10),
        ("every 15 seconds: x", "every", 15),
        ("every 15 s: x", "every", 15),
        ("halfway - x", "halfway", 0),
        ("after 20 s – x", "after", 20),
    ],
)
def test_cues_inside_a_hold(cue: str, when: str, seconds: float) -> None:
    (step,) = routine_of(f"- Press for 60 s\n  - {cue}\n").phases[0].steps
    assert [(found.when, found.seconds, found.text) for found in step.coaching] == [(when, seconds, "x")]


def test_what_was_understood_is_read_back() -> None:
    told = dict(readback(routine_of(WHOLE), load("en")))
    assert told[13] == "60 s, left then right, stretches 30 to 90 s: “Press”"
    assert told[7].startswith("phase “Release”, 2 rounds, left then right")
    assert told[15] == "cue halfway"
    assert told[18] == "phase “Stretch”, after “Release”"
    assert set(told) == {3, 5, 7, 9, 11, 13, 14, 15, 16, 18, 20, 21, 23}
    text = (
        "- a 3 x 8, rest 20 s\n- b, 5 breaths (optional)\n- Rest 10 s\n- c until ready, max 9 s (needs a ball)\n- d\n"
    )
    told = dict(readback(routine_of(text), load("en")))
    assert told[1] == "3 sets of 8 times, 3 s each (24 s), 20 s rest between, stretches 4 to 12: “a”"
    assert told[2] == "5 breaths, 4 s in and 6 s out, stretches 3 to 7, optional: “b, 5 breaths”"
    assert told[3].startswith("rest, 10 s")
    assert told[4] == "waits until ready, at most 9 s, needs a ball: “c”"
    assert told[5] == "no time: spoken, then a moment to do it: “d”"


def test_a_dash_within_a_line_of_a_message_stays() -> None:
    (phase,) = routine_of("A. Squat 4x8\nC. Dead bug - 12 reps\n").phases
    assert [step.text for step in phase.steps] == ["Squat", "Dead bug"]
    assert phase.steps[1].dose is not None


def test_a_paragraph_without_words_is_not_spoken() -> None:
    routine = parse("- Press the heel spot\n\n**\n", "feet.md", "feet").routine
    assert routine is not None
    assert routine.closing == ()


@pytest.mark.parametrize(
    ("script", "place"),
    [
        ("---\na\u2028b ge: \n---", (2, 7)),
        ("---\n\u2028elastic:\n---", (2, 10)),
        ("---\ntitle: Feet\u2029elastic: x\n---", (2, 22)),
        ("---\ntitle: Feet\u2028author: Ann\nratio: 1\n---", (3, 1)),
    ],
)
def test_a_finding_in_settings_with_an_odd_end_of_line_has_its_place_in_the_script(
    script: str, place: tuple[int, int]
) -> None:
    found = parse(script, "feet.md", "feet").findings
    assert place in [(each.line, each.column) for each in found]
