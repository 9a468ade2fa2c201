"""The public API: its names, its price, and each promise of its docstrings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import voiceguide as vg
from tests import fakes
from tests.working_folder import working_folder

SCRIPT = """# My heel

Sit down.

## Press

- Press the heel spot for 60 to 90 seconds, each foot
- Roll the sole over a ball for 30 seconds (needs a ball)
"""
TONES = fakes.named(fakes.ToneEngine)
NAMES = {
    *("Studio", "read", "parse", "check", "check_text", "lengths", "routines", "voices", "__version__"),
    *("Routine", "Phase", "Step", "Plan", "PlannedStep", "PlannedHold", "Cue", "Chapter", "Change"),
    *("Choices", "Lengths", "Exported", "Tags", "Voice", "Finding", "Note", "Progress"),
    *("VoiceguideError", "ScriptError", "RoutineNotFoundError", "LanguageError", "FitError", "SpeechError"),
    *("UnspokenError", "VoiceNotFoundError", "CacheError", "OutputError", "BedError", "RecordingError"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return working_folder(tmp_path, monkeypatch, SCRIPT)


@pytest.fixture
def studio(folder: Path) -> vg.Studio:
    return vg.Studio("heel.md", engine=TONES)


def test_these_names_are_exported_and_no_others() -> None:
    assert set(vg.__all__) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_exported_name_exists_and_is_documented(name: str) -> None:
    found = getattr(vg, name)
    assert name in dir(vg)
    assert name in ("__version__", "Note", "Progress") or found.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        vg.raed  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_loads_nothing_but_itself() -> None:
    code = "import sys, voiceguide; print(sorted(name for name in sys.modules if name.startswith('voiceguide')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['voiceguide']"


def test_reading_and_checking_load_no_sound_library(folder: Path) -> None:
    code = (
        "import sys, voiceguide as vg; vg.read('heel.md'); vg.check('heel.md'); "
        "print(sorted({'numpy', 'soundfile', 'miniaudio', 'lameenc', 'click', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_script_is_read_with_its_place(folder: Path) -> None:
    routine = vg.read("heel.md")
    assert (routine.title, routine.name, routine.path) == ("My heel", "heel", "heel.md")
    assert vg.read(folder / "heel.md") == routine
    assert vg.parse(SCRIPT, "heel") == routine


def test_a_script_with_errors_raises_its_findings() -> None:
    with pytest.raises(vg.ScriptError) as caught:
        vg.parse("- Press for 60 secnds\n- Lean for 20 secnds")
    assert [finding.line for finding in caught.value.findings] == [1, 2]


def test_checking_raises_nothing_and_finds_the_same(folder: Path) -> None:
    (folder / "bad.md").write_text("- Press for 60 secnds")
    (found,) = vg.check("bad.md")
    assert (found.severity, found.path) == ("error", "bad.md")
    assert [each.message for each in vg.check_text("- Press for 60 secnds")] == [found.message]
    assert vg.check("heel.md") == ()
    assert [each.severity for each in vg.check("missing.md")] == ["error"]


def test_the_lengths_can_be_asked_for_as_they_stand(studio: vg.Studio) -> None:
    with studio:
        found = studio.lengths()
        assert found.shortest < found.natural < found.longest
        for seconds in (found.shortest, found.natural, found.longest):
            assert studio.plan(seconds).requested == seconds


def test_lengths_in_one_call_are_spoken_or_estimated(studio: vg.Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    with studio:
        exact = studio.lengths()
    monkeypatch.setenv("VOICEGUIDE_ENGINE", TONES)
    assert vg.lengths("heel.md") == exact
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.MissingEngine))
    rough = vg.lengths(vg.read("heel.md"), estimate=True)
    assert rough.natural == pytest.approx(exact.natural, rel=0.2)
    assert str(vg.Lengths(60.2, 75.9, 90.9)) == "shortest 1:01, natural 1:15, longest 1:30"


def test_a_length_is_seconds_a_text_or_none(studio: vg.Studio) -> None:
    with studio:
        assert studio.plan(300).length == studio.plan("5m").length == studio.plan("5:00").length
        assert studio.plan().requested is None
        for wrong in ("soon", "-5m", 0, float("nan")):
            with pytest.raises(ValueError, match="length"):
                studio.plan(wrong)
        with pytest.raises(vg.FitError) as caught:
            studio.plan("10h")
        assert caught.value.ends is not None


def test_choices_are_keyword_arguments(studio: vg.Studio) -> None:
    with studio:
        plan = studio.plan(side="left", without=["a ball"], talk="brief", client="Anna")
        assert {step.side for step in plan.steps} == {"left"}
        assert any(change.what == "dropped" and "a ball" in change.why for change in plan.changes)
        assert plan == studio.plan(None, vg.Choices(side="left", without=("a ball",), talk="brief", client="Anna"))


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"side": "top"}, ValueError),
        ({"talk": "loud"}, ValueError),
        ({"client": " "}, ValueError),
        ({"sides": 1}, TypeError),
    ],
)
def test_choices_that_do_not_exist_are_refused(studio: vg.Studio, options: dict[str, str], error: type) -> None:
    with studio, pytest.raises(error):
        studio.plan(None, None, **options)  # type: ignore[arg-type]


def test_an_export_writes_a_file_with_its_length(studio: vg.Studio, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    with studio:
        plan = studio.plan("5m", client="Anna", note="Go easy.")
        made = studio.export(
            plan, "heel.mp3", bed="brown", beside=("webvtt",), progress=lambda done, total: told.append((done, total))
        )
        assert (made.length, made.tracks) == (300.0, (Path("heel.mp3"),))
        assert made.beside == {"webvtt": Path("heel.vtt")}
        assert told[-1] == (plan.length, plan.length)
        with pytest.raises(vg.OutputError, match="exists"):
            studio.export(plan, "heel.mp3")
        studio.export(plan, "heel.mp3", overwrite=True, cover=False)
        proof = studio.export(plan, "proof.flac", proof=True)
        assert proof.length < 60
        album = studio.export(plan, "album", split="phases")
        assert len(album.tracks) == len(plan.chapters)
        assert all(path.is_file() for path in album.tracks)


def test_the_file_names_its_client(studio: vg.Studio, folder: Path) -> None:
    import mutagen

    with studio:
        studio.export(studio.plan(client="Anna"), "anna.flac")
        studio.export(studio.plan(), "other.flac", tags=vg.Tags(title="Mine"))
    assert mutagen.File("anna.flac")["album"] == ["Anna"]
    assert mutagen.File("other.flac")["title"] == ["Mine"]


@pytest.mark.parametrize(
    "options",
    [
        {"split": "phases", "beside": ("webvtt",)},
        {"proof": True, "beside": ("handout",)},
        {"beside": ("lyrics",)},
        {"split": "sets"},
        {"split": "phases"},
        {"beside": "webvtt"},
    ],
)
def test_options_that_exclude_each_other_are_refused(studio: vg.Studio, options: dict[str, object]) -> None:
    with studio, pytest.raises(ValueError, match=r"leave out|makes|make it|is not one of|a tuple"):
        studio.export(studio.plan(), "heel.mp3", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("rate", [0, 79, 401])
def test_a_rate_that_no_voice_has_is_refused(folder: Path, rate: int) -> None:
    with pytest.raises(ValueError, match="80 to 400 words a minute"):
        vg.Studio("heel.md", rate=rate)


def test_speaking_tells_its_progress(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    with vg.Studio(vg.read("heel.md"), engine=TONES, rate=199, progress=lambda *each: told.append(each)) as studio:
        studio.plan()
    assert told[-1][0] == told[-1][1] > 0


def test_the_voices_of_an_engine_are_listed() -> None:
    assert {voice.id for voice in vg.voices(TONES)} >= {"tone/en", "tone/de"}


def test_the_routines_that_come_with_it_are_listed() -> None:
    assert vg.routines()["heel-pain"].is_file()
