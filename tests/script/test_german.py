"""Lines as German therapists type them. A case has the words, the instruction, the dose and the side."""

from __future__ import annotations

import pytest

from tests.script_help import errors_of, meaning, read_one, step_of
from voiceguide.script import parse

DOSES = [
    ("Drück den Punkt für 60 Sekunden", "Drück den Punkt", "60 s [30-90]"),
    ("Drück den Punkt für 60 Sek.", "Drück den Punkt", "60 s [30-90]"),
    ("Drück den Punkt, 60 s", "Drück den Punkt", "60 s [30-90]"),
    ("Drück den Punkt 60 s lang", "Drück den Punkt", "60 s [30-90]"),
    ("Fersenpunkt 60 Sekunden lang drücken", "Fersenpunkt drücken", "60 s [30-90]"),
    ("Wade dehnen, 30 Sekunden halten", "Wade dehnen", "30 s [15-45]"),
    ("Wade dehnen und 30 s halten", "Wade dehnen", "30 s [15-45]"),
    ("Wade 30 Sekunden dehnen", "Wade dehnen", "30 s [15-45]"),
    ("Drück für ein paar Sekunden", "Drück", "4 s [3-5]"),
    ('Kopf drehen, halten 15"', "Kopf drehen", "15 s [7.5-22.5]"),
    ("Kopf drehen, halten 15''", "Kopf drehen", "15 s [7.5-22.5]"),
    ("Pause 2'", "Pause", "rest 120 s [60-120]"),
    ("Schultern rollen, 10x vorwärts, 10x rückwärts", "Schultern rollen", "10 x 3 s [5-15]"),
    ("Schultern rollen, 10 Mal in jede Richtung", "Schultern rollen", "10 x 3 s [5-15]"),
    ("Wade dehnen, halte 30 s", "Wade dehnen", "30 s [15-45]"),
    ("Wade dehnen (30 Sek.)", "Wade dehnen", "30 s [15-45]"),
    ("Drück noch einmal", "Drück noch einmal", "-"),
    ("Drück mit 7 von 10", "Drück mit 7 von 10", "-"),
    ("Wade dehnen (30 s)", "Wade dehnen", "30 s [15-45]"),
    ("Wade dehnen für 1:30", "Wade dehnen", "90 s [45-135]"),
    ("Wade dehnen, eine Minute", "Wade dehnen", "60 s [30-90]"),
    ("Wade dehnen, eine halbe Minute", "Wade dehnen", "30 s [15-45]"),
    ("Wade dehnen, eineinhalb Minuten", "Wade dehnen", "90 s [45-135]"),
    ("Wade dehnen, anderthalb Minuten", "Wade dehnen", "90 s [45-135]"),
    ("Wade dehnen, 1,5 Minuten", "Wade dehnen", "90 s [45-135]"),
    ("Wade dehnen, 1½ min", "Wade dehnen", "90 s [45-135]"),
    ("Wade dehnen, 1 Minute 30", "Wade dehnen", "90 s [45-135]"),
    ("Wade dehnen, 1 Minute und 30 Sekunden", "Wade dehnen", "90 s [45-135]"),
    ("Wade dehnen für dreißig Sekunden", "Wade dehnen", "30 s [15-45]"),
    ("Wade dehnen für fünfundvierzig Sekunden", "Wade dehnen", "45 s [22.5-67.5]"),
    ("Wade dehnen für zwei Minuten und dreißig Sekunden", "Wade dehnen", "150 s [75-225]"),
    ("Wade dehnen, 1 Min. 30 Sek.", "Wade dehnen", "90 s [45-135]"),
    ("Wade dehnen für drei Viertel einer Minute", "Wade dehnen", "45 s [22.5-67.5]"),
    ("Position für 30 Sekunden halten, dann lösen", "Position halten, dann lösen", "30 s [15-45]"),
    ("Wade dehnen und für 30 Sekunden halten", "Wade dehnen", "30 s [15-45]"),
    ("Wade dehnen bis es nachlässt oder 60 Sekunden", "Wade dehnen bis es nachlässt", "60 s [30-90]"),
    ("Sitz ruhig für eine halbe Stunde", "Sitz ruhig", "1800 s [900-2700]"),
    ("Lehn dich vor für 2 m", "Lehn dich vor", "120 s [60-180]"),
    ("Roll die Sohle für 1 bis 2 Minuten", "Roll die Sohle", "90 s [60-120]"),
    ("Roll die Sohle 45–90 s", "Roll die Sohle", "65 s [45-90]"),
    ("Roll die Sohle zwischen 30 und 90 Sekunden", "Roll die Sohle", "60 s [30-90]"),
    ("Roll die Sohle für genau 30 Sekunden", "Roll die Sohle", "30 s [30-30]"),
    ("Roll die Sohle mindestens 30 Sekunden", "Roll die Sohle", "30 s [30-45]"),
    ("Roll die Sohle bis zu 2 Minuten", "Roll die Sohle", "120 s [60-120]"),
    ("Roll die Sohle, höchstens 90 s", "Roll die Sohle", "90 s [45-90]"),
    ("Roll die Sohle, max. 90 s", "Roll die Sohle", "90 s [45-90]"),
    ("Roll die Sohle für >30 Sekunden", "Roll die Sohle", "30 s [30-45]"),
    ("Roll die Sohle für 30 Sekunden+", "Roll die Sohle", "30 s [30-45]"),
    ("Roll die Sohle für ein Maximum von 30 Sekunden", "Roll die Sohle", "30 s [15-30]"),
    ("Roll die Sohle für etwa 45 Sekunden", "Roll die Sohle", "45 s [22.5-67.5]"),
    ("Roll die Sohle ca. 45 Sekunden", "Roll die Sohle", "45 s [22.5-67.5]"),
    ("Fersen heben, 10 Mal", "Fersen heben", "10 x 3 s [5-15]"),
    ("Fersen heben, zehn Mal", "Fersen heben", "10 x 3 s [5-15]"),
    ("Fersen heben, zehnmal", "Fersen heben", "10 x 3 s [5-15]"),
    ("Fersen heben 10mal", "Fersen heben", "10 x 3 s [5-15]"),
    ("Fersen heben 10-mal", "Fersen heben", "10 x 3 s [5-15]"),
    ("Fersen heben 10x", "Fersen heben", "10 x 3 s [5-15]"),
    ("Fersen heben x10", "Fersen heben", "10 x 3 s [5-15]"),
    ("Fersen heben, 20 Wdh.", "Fersen heben", "20 x 3 s [10-30]"),
    ("Fersen heben, 12 langsame Wiederholungen", "Fersen heben, langsame Wiederholungen", "12 x 3 s [6-18]"),
    ("Fersen heben, 10 Mal, je 5 Sekunden", "Fersen heben", "10 x 5 s [5-15]"),
    ("Fersen heben, 10 Mal, jeweils 5 s halten", "Fersen heben", "10 x 5 s [5-15]"),
    ("Fersen heben, 10 Mal, 5 Sekunden halten", "Fersen heben", "10 x 5 s [5-15]"),
    ("Zusammendrücken, 5 s halten x 10", "Zusammendrücken", "10 x 5 s [5-15]"),
    ("Zähl langsam bis 10", "Zähl langsam", "10 x 1 s [5-15]"),
    ("Langsam bis 10 zählen", "Langsam zählen", "10 x 1 s [5-15]"),
    ("Nimm 5 tiefe Atemzüge", "Nimm tiefe Atemzüge", "5 breaths [3-7]"),
    ("Atme langsam für 5 Atemzüge", "Atme langsam", "5 breaths [3-7]"),
    ("Fünf Atemzüge lang halten", "Halten", "5 breaths [3-7]"),
    ("Brücke, 10 Wdh. mit 5 s Halten", "Brücke", "10 x 5 s [5-15]"),
    ("Brücke, 10 Wdh. mit 5 s Haltezeit", "Brücke", "10 x 5 s [5-15]"),
    ("Brücke 3 Sätze x 10 Wdh. x 5 s halten", "Brücke", "3 sets of (10 x 5 s [5-15]), rest 10 s"),
    ("Brücke 3 x 30 s, mit Pause von 10 s", "Brücke", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Wade dehnen, je 3x 30 Sekunden", "Wade dehnen", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Atme ruhig, 5 Atemzüge lang", "Atme ruhig", "5 breaths [3-7]"),
    ("Handtuchdehnung 3 x 30 s", "Handtuchdehnung", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Handtuchdehnung, 30 Sekunden, 3 Mal", "Handtuchdehnung", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Handtuchdehnung 3 x 30 s, 20 s Pause dazwischen", "Handtuchdehnung", "3 sets of (30 s [15-45]), rest 20 s"),
    ("Wade: 30 s halten, 15 s Pause, 3 Mal wiederholen", "Wade", "3 sets of (30 s [15-45]), rest 15 s"),
    ("Wade: 30 s halten, 3x wiederholen", "Wade", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Zehen krallen, 2 Sätze mit 12", "Zehen krallen", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Zehen krallen, 3 Sätze à 12 Wdh., 30 s Pause", "Zehen krallen", "3 sets of (12 x 3 s [6-18]), rest 30 s"),
    ("Zehen krallen, 3 Sätze mit je 12 Wdh.", "Zehen krallen", "3 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Wadendehnung: 3 x 30 Sek. halten", "Wadendehnung", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Zehen krallen 3 x 12", "Zehen krallen", "3 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Such den Punkt, bis bereit, etwa 15 Sekunden", "Such den Punkt", "about 15 s"),
    ("Such den Punkt (bis bereit, etwa 15 Sekunden)", "Such den Punkt", "about 15 s"),
    ("Drück, bis es nachlässt (max. 90 s)", "Drück, bis es nachlässt", "at most 90 s"),
    ("Pause für 15 Sekunden", "Pause", "rest 15 s [7.5-15]"),
    ("Pause 20 s", "Pause", "rest 20 s [10-20]"),
    ("20 Sekunden Pause", "Pause", "rest 20 s [10-20]"),
    ("Stell dich 1 m vor die Wand", "Stell dich 1 m vor die Wand", "-"),
    ("Beug das Knie um 90 Grad", "Beug das Knie um 90 Grad", "-"),
    ("Drück mit 3 Fingern", "Drück mit 3 Fingern", "-"),
    ("Stell beide Füße auf", "Stell beide Füße auf", "-"),
]

SIDES = [
    ("Drück den Punkt für 60 Sekunden, jeder Fuß", "Drück den Punkt", "60 s [30-90]", "foot"),
    ("Wade dehnen, 45 s pro Bein", "Wade dehnen", "45 s [22.5-67.5]", "leg"),
    ("Wade dehnen, 45 s je Seite", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, jeweils 45 s auf jeder Seite", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s/Seite", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s auf jeder Seite", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, links und rechts", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, links, dann rechts", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s L+R", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, beide Seiten", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, beidseitig", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, Seiten wechseln", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, dann Seite wechseln", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, Seite wechseln", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s. Seite wechseln.", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, danach Seite wechseln", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, dann die Seite wechseln", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, dann Bein wechseln", "Wade dehnen", "45 s [22.5-67.5]", "leg"),
    ("Wade dehnen, 45 s, Seiten wechseln und wiederholen", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, dann die andere Seite", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Wade dehnen, 45 s, dann wechseln", "Wade dehnen", "45 s [22.5-67.5]", "side"),
    ("Roll einen Ball unter jedem Fuß für 60 s", "Roll einen Ball unter dem Fuß", "60 s [30-90]", "foot"),
    ("Drück beide Füße zusammen, 30 s", "Drück beide Füße zusammen", "30 s [15-45]", None),
    ("Reib jede Seite der Ferse für 1 Minute", "Reib jede Seite der Ferse", "60 s [30-90]", None),
]

REFUSED = [
    ("Drück für 60 Sekudnen", "did you mean `Sekunden`?"),
    ("Drück für 2 Minten", "did you mean `Minuten`?"),
    ("Wiederhole auf der anderen Seite", "`jedes Bein`"),
    ("Auf der anderen Seite wiederholen", "`jedes Bein`"),
    ("Übung 4-6 wiederholen", "`jede Seite`"),
    ("Drück (jedr Fuß)", "did you mean `jeder Fuß`?"),
    ("Drück (jede Biene)", "did you mean `jedes Bein`?"),
    ("Sitz für hundert und zwanzig Sekunden", "cannot be read as one number"),
    ("Sitz für hundertzwanzig Sekunden", "cannot be read as a time"),
    ("Sitz für eine Minte", "cannot be read as a time"),
    ("Sitz für 30/60 Sekunden", "cannot be read as a time"),
    ("Sitz für 1:5", "cannot be read as a time"),
    ("Drück 5 Punkte x 30 s", "`x` beside a time"),
    ("Dasselbe mit gebeugtem Knie", "`jede Seite`"),
    ("Seiten wechseln", "`jedes Bein`"),
    ("Beine wechseln", "`jedes Bein`"),
    ("Drück für 0 Sekunden", "more than 0"),
    ("Drück für 90 Minuten", "over an hour"),
    ("Drück für 90 bis 30 Sekunden", "upside down"),
    ("Wechsle alle 10 Sekunden", "nest a cue"),
    ("Drück nach 30 Sekunden", "nest a cue"),
    ("Drück in den letzten 10 Sekunden", "nest a cue"),
    ("Drück für ein paar Minuten", "no time that can be kept"),
    ("Drück für 60", "has no unit"),
    ("Such den Punkt, bis bereit", "`bis bereit, etwa 15 Sekunden`"),
    ("Roll die Sohle (optinal)", "did you mean `optional`?"),
    ("Roll die Sohle (brauht einen Ball)", "did you mean `braucht einen Ball`?"),
    ("Roll die Sohle (etwa 5 cm)", "has a number in it"),
]


@pytest.mark.parametrize(("words", "text", "dose"), DOSES)
def test_the_dose_of_a_german_step(words: str, text: str, dose: str) -> None:
    assert meaning(words, "de") == (text, dose, None)


@pytest.mark.parametrize(("words", "text", "dose", "side"), SIDES)
def test_the_side_of_a_german_step(words: str, text: str, dose: str, side: str | None) -> None:
    assert meaning(words, "de") == (text, dose, side)


@pytest.mark.parametrize(("words", "hint"), REFUSED)
def test_refused_with_a_german_hint(words: str, hint: str) -> None:
    errors = errors_of(f"---\nlanguage: de\n---\n- {words}\n")
    assert len(errors) == 1, errors
    assert hint in errors[0]


def test_a_count_is_said_inside_german_words() -> None:
    assert step_of("Nimm 5 tiefe Atemzüge", "de").spoken == "Nimm {number} tiefe Atemzüge"
    assert step_of("Langsam bis 10 zählen", "de").spoken == "Langsam bis {number} zählen"


def test_sides_that_are_the_whole_of_a_step_are_its_words() -> None:
    assert step_of("Hände abwechseln", "de").text == "Hände abwechseln"


def test_a_number_without_a_meaning_is_doubted() -> None:
    messages = [found.message for found in read_one("Geh 20 weiter", "de").findings]
    assert "20 is spoken, not counted" in messages


def test_german_conditions_cues_and_cautions() -> None:
    text = """---
language: de
---

Achtung: lass nach, sobald der Schmerz stechend wird.

Hör auf, wenn es kribbelt.

## Lösen (jeder Fuß, 2 Runden)

Nicht über den Schmerz hinaus drücken.

- Drück den Punkt für 60 Sekunden (optional, braucht einen Ball und ein Tuch)
  - Quer zum Strang.
  - nach der Hälfte: Richtung wechseln.
  - nach 20 Sekunden: Tiefer.
  - 10 Sekunden vor dem Ende: Nachlassen.
  - alle 15 Sekunden: Atmen.
  - Vorsicht: nicht auf blauen Flecken.

Hinweis: morgens im Bett.

## Dehnen (nach Lösen)

- Zieh die Zehen zurück für genau 30 Sekunden

Gut gemacht.
"""
    reading = parse(text, "test.md", "test")
    assert [str(found) for found in reading.findings] == ["test.md:21:1: note: for the reader, not spoken"]
    routine = reading.routine
    assert routine is not None
    assert [line.line for line in routine.safety] == [5, 7]
    first, second = routine.phases
    assert (first.title, first.sides, first.rounds.natural) == ("Lösen", "foot", 2)
    assert [line.line for line in first.safety] == [11]
    (step,) = first.steps
    assert (step.optional, step.needs) == (True, ("einen Ball", "ein Tuch"))
    assert [line.text for line in step.details] == ["Quer zum Strang."]
    assert [(cue.when, cue.seconds) for cue in step.coaching] == [
        ("halfway", 0),
        ("after", 20),
        ("before-end", 10),
        ("every", 15),
    ]
    assert [line.line for line in step.safety] == [19]
    assert (second.title, second.after) == ("Dehnen", (0,))
    assert [line.text for line in routine.closing] == ["Gut gemacht."]
