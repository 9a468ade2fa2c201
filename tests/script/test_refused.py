"""Lines with an error or a warning, and the hint for each."""

from __future__ import annotations

import pytest

from tests.script_help import errors_of, read_one
from voiceguide.script import parse

REFUSED = [
    ("Press for the next 60 secnds", "did you mean `seconds`?"),
    ("Press for 60 scnds", "did you mean `seconds`?"),
    ("Press for 2 minuets", "did you mean `minutes`?"),
    ("Press 60 sce", "did you mean `sec`?"),
    ("Press 20secnds", "did you mean `seconds`?"),
    ("Sit for one hundred and twenty seconds", "cannot be read as one number"),
    ("Sit for a hundred and twenty seconds", "cannot be read as one number"),
    ("Sit for a hundred twenty seconds", "has no unit"),
    ("Sit for two hundred seconds", "cannot be read as a time"),
    ("Sit for one minute thirty", "cannot be read as one number"),
    ("Sit, 100 & 20 s", "cannot be read as one number"),
    ("Press for 30/60 seconds", "cannot be read as a time"),
    ("Press for .5 min", "cannot be read as a time"),
    ("Press for 1:5", "cannot be read as a time"),
    ("Press for 1e9 seconds", "cannot be read as a time"),
    ("Press 30+ seconds", "cannot be read as a time"),
    ("Press for 30 mİn", "cannot be read as a unit"),
    ("Press for a minte", "cannot be read as a time"),
    ("Press 3 reps slowly, 30 s", "of each, or of all?"),
    ("Dips, 3 x 10, 90 s", "a rest, or of each?"),
    ("Dips 15 - 20 sec rest", "may be a range"),
    ("Repeat on the other side", "`each leg`"),
    ("Roll the sole (30 seconds if you can)", "partly a condition"),
    ("Sun salutation 2 x 5", "a length of its own"),
    ("Repeat steps 1 to 3", "leads back to other steps"),
    ("Sweep to the left, then do both again", "not sure what"),
    ("Breathe in for 4, out for 6", "not how often"),
    ("Press 5 points x 30s", "`x` beside a time"),
    ("Press for 60 s (each", "without its other half"),
    ("Press (60 s", "without its other half"),
    ("Press for 60 s)", "without its other half"),
    ("On the other side, repeat", "`each side`"),
    ("Press for 30 s, then for 20 s", "make it two steps"),
    ("Press for 30 s (1:30)", "make it two steps"),
    ("Hold 30s, rest 10s", "say how often"),
    ("Repeat 4–6", "`each side`"),
    ("Repeat 3 times", "`2 rounds`"),
    ("Same with knee bent", "`each side`"),
    ("Switch legs", "`each leg`"),
    ("Now switch sides.", "`each leg`"),
    ("Press for 0 seconds", "more than 0"),
    ("Press for -5 seconds", "more than 0"),
    ("Press 0 times", "more than 0"),
    ("Hold for thirty-five - 0:50", "upside down"),
    ("Press for 90 minutes", "over an hour"),
    ("Press for 2 hours", "over an hour"),
    ("Press 2000 times", "1000"),
    ("Press 1000 times, 10 seconds each", "over an hour"),
    ("Press for 99999999999999999999 s", "over an hour"),
    ("Roll for 90 to 30 seconds", "upside down: 90 to 30"),
    ("Roll 10-5 times", "upside down: 10 to 5"),
    ("Roll for 1,5 min", "cannot be read as a number"),
    ("Roll for 1:75", "cannot be read as a time"),
    ("Circle every 10 seconds", "nest a cue"),
    ("Press again after 30 seconds", "nest a cue"),
    ("Change in 30 seconds", "nest a cue"),
    ("Press within 30 seconds", "nest a cue"),
    ("Press before 30 seconds", "nest a cue"),
    ("Ease off in the last 10 seconds", "nest a cue"),
    ("Press harder for the first 10 seconds", "nest a cue"),
    ("Do 5 minute circles", "does not end its clause"),
    ("Press for 60", "has no unit"),
    ("Hold 30", "has no unit"),
    ("Rest 20", "has no unit"),
    ("Press about 20", "has no unit"),
    ("Press max 20", "has no unit"),
    ("Press for sixty", "has no unit"),
    ("Find a seat until ready", "`until ready, about 15 seconds`"),
    ("30 seconds", "does not say what to do"),
    ("x20", "does not say what to do"),
    ("Heel raises, 3 sets", "what each set is"),
    ("Heel raises, 3 seconds each", "say how often"),
    ("Roll the sole, 2 minutes each", "`each side`"),
    ("10 reps each leg", "does not say what to do"),
    ("2 x 10 each leg", "does not say what to do"),
    ("Heel raises 10 times, rest 10 s between", "say what it is between"),
    ("Roll the sole (optinal)", "did you mean `optional`?"),
    ("Roll the sole (neds a ball)", "did you mean `needs a ball`?"),
    ("Roll the sole (each fot)", "did you mean `each foot`?"),
    ("Roll the sole (about 5 cm)", "has a number in it"),
    ("Roll the sole (optional, softly)", "partly a condition"),
    ("Roll the sole for 30 s (2 rounds)", "`##` heading"),
    ("Roll the sole for 30 s (after Release)", "`##` heading"),
]


@pytest.mark.parametrize(("words", "hint"), REFUSED)
def test_refused_with_a_hint(words: str, hint: str) -> None:
    errors = errors_of(f"# Feet\n\n- {words}\n")
    assert len(errors) == 1, errors
    assert errors[0].startswith("3: ")
    assert hint in errors[0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Walk 20", "20 is spoken, not counted"),
        ("Heel raises, twice", "`twice` is spoken, not counted"),
        ("Stroke the arch for 9 s, optional", "`optional` is only spoken"),
        ("Stroke the arch for 9 s, needs a ball", "`needs a ball` is only spoken"),
    ],
)
def test_doubted_but_read(words: str, message: str) -> None:
    reading = read_one(words)
    assert reading.routine is not None
    assert any(found.severity == "warning" and message in found.message for found in reading.findings)


@pytest.mark.parametrize("words", ["Calf stretch, 3 x 30 secnds", "Calf stretch 3x30 sconds hold, each leg"])
def test_sets_of_a_misspelt_unit_are_no_repetitions(words: str) -> None:
    [message] = errors_of(f"# Feet\n\n- {words}\n")
    assert "cannot be read as a time: did you mean `seconds`?" in message


@pytest.mark.parametrize(
    "words", ["Lift, 3 x 30 toe raises", "Rows, 3 x 12 reps", "Lift, 3 x 10 seated", "Squats 3 x 8 sets"]
)
def test_sets_of_a_known_word_stay_sets(words: str) -> None:
    assert not any("did you mean" in message for message in errors_of(f"# Feet\n\n- {words}\n"))


def test_a_number_at_the_end_may_get_a_unit_and_one_within_the_words_is_spelt() -> None:
    cures = {words: read_one(words).findings for words in ("Stand on one leg 45", "Bend 12 toes softly")}
    fixes = {words: [one.fix.text for one in found if one.fix] for words, found in cures.items()}
    assert "45 s" in fixes["Stand on one leg 45"]
    assert all("12 s" not in text for text in fixes["Bend 12 toes softly"])


@pytest.mark.parametrize(
    "words",
    [
        "Press for the second time",
        "Press as for 5 fingers",
        "Lean into the wall 1 m away",
        "Press at 7/10 on the pain scale",
        "Rub each side of the heel for 1 min",
        "Make minute circles",
        "Roll in three sections",
        "Lift 3 toes for 10 s",
        "Breathe in for 4 seconds",
        "Say “press 15” aloud",
        "Hold 2 fingers under the knee for 10 s",
        "Press 50% harder, 10 s",
        "Bend to 90° for 10 s",
        "Press at a 5 out of 10, 30 s",
    ],
)
def test_no_false_alarm(words: str) -> None:
    found = [finding for finding in read_one(words).findings if finding.message != "are these steps?"]
    assert not [finding for finding in found if finding.severity == "error"]
    assert not [finding for finding in found if "press 15" not in words and finding.severity == "warning"]


def test_all_errors_are_reported_in_the_order_of_their_places() -> None:
    text = "# T\n\n- Press for 60 secnds\n- Hold 1:75\n\n- Roll for 9 to 3 s and\n  more\n"
    assert [error.split(":")[0] for error in errors_of(text)] == ["3", "4", "6"]


def test_a_finding_points_at_the_words_it_is_about() -> None:
    (found,) = read_one("Press the heel, hold 1:75").findings
    assert (found.line, found.column) == (5, 24)
    (found, *_) = read_one("Lift 60 kg for 6").findings
    assert (found.line, found.column) == (5, 18)


@pytest.mark.parametrize("pause", ["[pause 0 seconds]", "... 0 s ...", "[pause -1 seconds]"])
def test_a_pause_without_time_is_refused(pause: str) -> None:
    findings = parse(f"- Feel your feet {pause} Feel your knees\n", "feet.md", "feet").findings
    assert [found.message for found in findings if found.severity == "error"] == ["a time must be more than 0"]
