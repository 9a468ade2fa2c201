"""The handout: exactly the content of the session, with its times."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given

from tests.export.beside.test_beside import routine_of
from tests.strategies import routines, steady_voice
from voiceguide.export.beside.handout import fitted_numbers, text
from voiceguide.fit import Choices, fit
from voiceguide.fit.fitting import Length
from voiceguide.fit.ladder import Ladder
from voiceguide.fit.outline import Outliner
from voiceguide.fit.shapes import shapes_of
from voiceguide.fit.speech import Speech
from voiceguide.language import load
from voiceguide.routine import Routine

SCRIPT = """---
title: Heel pain relief
author: A. Therapist
---

Sit on a chair.

Caution: ease off whenever the pain turns sharp.

## Release (each foot, 1 to 2 rounds)

Slowly now.

- Press the heel spot for 30 to 90 seconds
  - Across the band, not along it.
  - halfway: Change direction.
  - 5 seconds before the end: Ease off slowly.
- Roll the sole over a ball for 40 seconds (needs a ball, optional)
- Rest for 20 seconds

## Stretch

Do not stretch a torn fascia.

- Pull your toes back for exactly 30 seconds, each foot
  - Caution: gently.
- Towel stretch, 3 x 20 s
- Take 5 deep breaths
- Raise your heels 10 times, 3 seconds each

Well done.
"""


class Page(HTMLParser):
    """The page as a reader sees it: its words by block, and their tags and attributes."""

    BLOCKS = ("p", "li", "h1", "h2", "tr", "th", "title")
    EMPTY = ("meta",)

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks = [""]
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open
        self.blocks = [" ".join(block.split()) for block in self.blocks]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)
        self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in self.BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.blocks[-1] += data

    @property
    def words(self) -> str:
        return " ".join(filter(None, self.blocks))


def page(length: Length = None, choices: Choices | None = None, script: str = SCRIPT) -> Page:
    routine, choices = routine_of(script), choices or Choices()
    return Page(text(fit(routine, length, steady_voice, choices), routine))


def test_it_tells_who_it_is_for_how_long_it_takes_and_what_is_needed() -> None:
    words = page(600.0, Choices(client="Anna Berger", note="Left heel only lightly.")).words
    for told in (
        "Heel pain relief", "For Anna Berger", "10 minutes", "A. Therapist", "Note: Left heel only lightly.",
        "Have within reach: a ball.", "Sit on a chair.", "Slowly now.", "Well done.",
    ):  # fmt: skip
        assert told in words


def test_each_step_is_there_once_in_its_order_with_its_fitted_time() -> None:
    words = page(500.0).words
    plan = fit(routine_of(SCRIPT), 500.0, steady_voice)
    press = next(step.hold for step in plan.steps if step.text == "Press the heel spot")
    assert press
    assert press.seconds not in (30, 60, 90)
    steps = [
        f"1 Press the heel spot Across the band, not along it. Halfway: Change direction. 5 seconds before the end: "
        f"Ease off slowly. {load('en').duration(press.seconds)}",
        "2 Roll the sole over a ball",
        "Rest ",
        "3 Pull your toes back",
        "4 Towel stretch 3 times",
        "5 Take ",
        "6 Raise your heels ",
    ]
    places = [words.index(step) for step in steps]
    assert places == sorted(places)
    assert all(words.count(step) == 1 for step in steps)


def test_it_tells_sides_and_rounds_in_the_order_they_are_done() -> None:
    both = page(600.0, Choices(first="right")).words
    assert "The whole list: right foot, then left foot." in both
    assert "30 seconds right foot, then left foot" in both
    assert "2 rounds." in page("longest").words
    alone = page(None, Choices(side="left")).words
    assert "The whole list: left foot." in alone
    assert "right" not in alone


def test_doses_are_told_as_they_are_spoken() -> None:
    words = page().words
    assert "Towel stretch 3 times 20 seconds, with 10 seconds rest between" in words
    assert "Take 5 deep breaths 50 seconds" in words
    assert "Raise your heels 10 times, 3 seconds each" in words


def test_each_safety_line_stands_once_and_in_front_of_what_it_guards() -> None:
    found = page()
    assert found.words.count("Caution: ease off whenever the pain turns sharp.") == 1
    assert found.words.index("ease off whenever") < found.words.index("1 Press the heel spot")
    assert found.words.index("Do not stretch") < found.words.index("3 Pull your toes back Caution: gently.")
    assert [attrs["class"] for _, attrs in found.tags if attrs.get("class") in ("safety", "care")] == [
        "safety", "care", "care"
    ]  # fmt: skip


def test_what_is_left_out_is_not_on_it_but_what_its_phase_warned_of_is() -> None:
    lines = {step.line for step in routine_of(SCRIPT).phases[1].steps}
    words = page(None, Choices(skip=tuple(lines))).words
    assert "Pull your toes" not in words
    assert "gently" not in words
    assert words.index("Do not stretch a torn fascia.") < words.index("1 Press the heel spot")
    assert "ball" not in page(None, Choices(without=("ball",))).words


def test_a_cue_that_found_no_room_is_not_on_it() -> None:
    script = "# Heel\n\n- Press for 10 to 60 seconds\n  - after 30 seconds: A little deeper.\n"
    assert "After 30 seconds: A little deeper." in page("longest", script=script).words
    assert "deeper" not in page("shortest", script=script).words


def test_coaching_is_on_it_also_where_only_bells_are_heard() -> None:
    assert "Halfway: Change direction." in page(None, Choices(talk="bells")).words


def test_it_needs_nothing_but_itself() -> None:
    found = page()
    assert not {tag for tag, _ in found.tags} & {"script", "img", "link", "iframe", "object", "form"}
    assert not any(name in ("src", "href") or name.startswith("on") for _, attrs in found.tags for name in attrs)
    routine = routine_of(SCRIPT)
    html = text(fit(routine, None, steady_voice), routine)
    assert not re.search(r"https?:|//|url\(|@import", html)
    assert "default-src 'none'" in html


def test_it_says_its_language_to_a_screen_reader_and_heads_each_part() -> None:
    script = "---\nlanguage: de\n---\n\n- Drück auf den Fersenpunkt für 20 Sekunden, jeder Fuß\n"
    found = page(script=script)
    assert dict(found.tags[0:2])["html"] == {"lang": "de"} if found.tags[0][0] == "html" else found.tags[1]
    assert "linker Fuß, dann rechter Fuß" in found.words
    assert [tag for tag, _ in page().tags if tag in ("h1", "h2")] == ["h1", "h2", "h2", "h2"]
    assert [attrs.get("scope") for tag, attrs in page().tags if tag == "th"] == ["col"] * 6


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} &amp;"


@pytest.mark.parametrize(
    "place", ["title", "author", "client", "note", "step", "detail", "coaching", "safety", "phase", "needs", "closing"]
)
def test_whatever_a_script_or_a_therapist_says_stays_text(place: str) -> None:
    routine, choices = routine_of(SCRIPT), Choices(client="Anna", note="Slowly.")
    phase = routine.phases[0]
    step = phase.steps[0]
    match place:
        case "title" | "author":
            routine = replace(routine, **{place: HOSTILE})
        case "client" | "note":
            choices = replace(choices, **{place: HOSTILE})
        case "closing":
            routine = replace(routine, closing=(replace(routine.closing[0], text=HOSTILE),))
        case "safety":
            routine = replace(routine, safety=(replace(routine.safety[0], text=HOSTILE),))
        case "phase":
            routine = replace(routine, phases=(replace(phase, title=HOSTILE),))
        case _:
            changed = {
                "step": {"text": HOSTILE},
                "needs": {"needs": (HOSTILE,)},
                "detail": {"details": (replace(step.details[0], text=HOSTILE),)},
                "coaching": {"coaching": (replace(step.coaching[0], text=HOSTILE),)},
            }[place]
            routine = replace(routine, phases=(replace(phase, steps=(replace(step, **changed),)),))
    html = text(fit(routine, None, steady_voice, choices), routine)
    found = Page(html)
    assert "<script" not in html
    assert "<img" not in html
    assert HOSTILE in found.words


@given(routines())
def test_the_numbers_on_it_are_those_that_fitting_chose(routine: Routine) -> None:
    plan = fit(routine, None, steady_voice)
    pack, choices = load(routine.language), Choices().settled(routine.preferences)
    shapes = shapes_of(routine)
    ladder = Ladder(shapes[shapes.natural], Outliner(Speech(steady_voice), pack, choices))
    for key, fitted in ladder.as_written.items():
        dose = ladder.steps[key].dose
        found = fitted_numbers(dose, [step for step in plan.steps if step.key == key])
        assert found.value == pytest.approx(fitted.value, abs=1e-4)
        if found.rest:
            assert found.rest == pytest.approx(fitted.rest, abs=1e-3)
