"""The table in CONTRIBUTING.md leads to each addition. Each test follows its row in a copy of the tree."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
import soundfile

from tests import fakes
from tests.contributing.table import ROOT, ROWS, Copy, Row
from tests.needs import need
from voiceguide.language import available


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    return Copy.of_the_tree(tmp_path)


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_each_name_is_in_the_file_that_the_row_tells(row: Row) -> None:
    for name, file in row.places:
        if "CODE" in file:
            assert f"[{name}]" in (ROOT / file.replace("CODE", "en")).read_text("utf-8")
        else:
            path = ROOT / "voiceguide" / file
            assert path.is_file(), file
            assert re.search(rf"^\s*(class |def )?{name}\b", path.read_text("utf-8"), re.MULTILINE), (name, file)


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_each_new_file_goes_into_a_folder_that_has_others_like_it(row: Row) -> None:
    for file in row.files:
        assert list((ROOT / file).parent.glob(re.sub("NAME|CODE", "*", Path(file).name))), file


def test_an_engine(copy: Copy) -> None:
    row = ROWS["an engine"]
    copy.write(row.new_file("hum"), HUM)
    copy.add(row, "ENGINES", '    "hum": "voiceguide.speech.engines.hum:HumEngine",')
    copy.voiceguide("export", "desk-break", "--engine", "hum", "-o", "break.wav")
    samples, _ = soundfile.read(copy.root / "break.wav")
    assert abs(samples).max() > 0.1


def test_a_language(copy: Copy) -> None:
    row = ROWS["a language"]
    english = (copy.root / "voiceguide" / "language" / "en.toml").read_text("utf-8")
    changed = english.replace('name = "English"', 'name = "Island English"').replace('"minutes", ', '"glasses", ', 1)
    copy.write(row.new_file("xy"), changed)
    copy.write(row.new_file("xy", "tests"), CASES)
    script = copy.root / "island.md"
    script.write_text("---\nlanguage: xy\n---\n- Press the heel spot for 2 glasses\n")
    assert "120 s" in copy.voiceguide("check", str(script))
    test = "tests/script/test_languages.py::test_what_a_step_means"
    done = copy.run("-m", "pytest", "-n", "0", "-p", "no:cacheprovider", test, "-k", "xy", "-o", f"rootdir={copy.root}")
    assert "1 passed" in done.stdout, done.stdout


def test_a_file_format(copy: Copy) -> None:
    row = ROWS["a file format"]
    copy.write(row.new_file("au"), AU)
    copy.add(row, "FORMATS", '    ".au": "voiceguide.export.au:write_au",')
    copy.voiceguide("export", "desk-break", "-o", "break.au")
    assert soundfile.info(copy.root / "break.au").format == "AU"


def test_a_file_beside_the_sound(copy: Copy) -> None:
    row = ROWS["a file beside the sound"]
    copy.write(row.new_file("words"), WORDS)
    copy.add(row, "KINDS", '    "words": (".words.txt", "voiceguide.export.beside.words"),')
    copy.voiceguide("export", "desk-break", "--beside", "words", "-o", "break.wav")
    assert "Desk break" in (copy.root / "break.words.txt").read_text("utf-8")


def test_a_document_to_import(copy: Copy) -> None:
    row = ROWS["a document to import"]
    copy.write(row.new_file("org"), ORG)
    copy.add(row, "FORMATS", r'    Format("Org", (".org",), "org", re.compile(rb"#\+TITLE:")),')
    (copy.root / "sheet.org").write_text("#+TITLE: Heel\n* Massage\n- Press the heel spot for 60 seconds\n")
    copy.voiceguide("import", "sheet.org", "-o", "heel.md")
    draft = (copy.root / "heel.md").read_text("utf-8")
    assert "# Massage" in draft
    assert "- Press the heel spot for 60 seconds" in draft


def test_a_player(copy: Copy) -> None:
    row = ROWS["a player"]
    copy.write(row.new_file("paper"), PAPER)
    copy.add(row, "PLAYERS", '    "paper": "voiceguide.playback.paper_player:PaperPlayer",')
    copy.voiceguide("play", "desk-break", "--output", "paper")
    assert float((copy.root / "paper.txt").read_text("utf-8")) > 60


def test_a_cue_kind(copy: Copy) -> None:
    row = ROWS["a cue kind"]
    copy.add(row, "CueKind", '    "welcome",')
    for code in available():
        pack = copy.root / row.new_file(code)
        pack.write_text(pack.read_text("utf-8").replace("\n[speech]\n", '\n[speech]\nwelcome = "Welcome."\n'), "utf-8")
    copy.add_before(
        row, "Outliner", 'if self.choices.talk == "full":', 'yield Say("welcome", (self.pack.phrase("welcome"),))'
    )
    plan = json.loads(copy.voiceguide("plan", "desk-break", "--json"))
    assert [cue["text"] for cue in plan["cues"] if cue["kind"] == "welcome"] == ["Welcome."]


def test_a_live_command(copy: Copy) -> None:
    need(find_spec("mypy"), "mypy is not installed")
    row = ROWS["a live command"]
    copy.add(row, "Command", '    FROM_THE_TOP = "from the top"')
    found = _missing(copy)
    assert found, "mypy finds no missing case"
    assert found == {Path(row.file_of("_obey")).name, Path(row.file_of("_next_state")).name}

    copy.append(row.file_of("again"), EDIT)
    copy.add(row, "_obey", OBEY)
    copy.add(row, "_next_state", QUEUE)
    copy.add(row, "COMMANDS", '    "t": Command.FROM_THE_TOP,', "cli/")
    assert _missing(copy) == set()

    done = copy.run("-c", SESSION)
    assert done.returncode == 0, done.stderr
    instructions = done.stdout.splitlines()
    assert instructions == ["Press the heel spot. 1 minute.", "Rub the arch. 45 seconds."] * 2
    assert "FROM_THE_TOP" in copy.run("-c", "from voiceguide.cli.keys import *; print(command_of('t', False))").stdout


def _missing(copy: Copy) -> set[str]:
    """The files where mypy finds a `match` without the new command."""
    done = copy.run("-m", "mypy", "--cache-dir", ".mypy_cache", "--follow-imports", "skip", "-p", "voiceguide.live")
    assert "error: cannot" not in done.stdout, done.stdout
    return {
        Path(line.partition(":")[0]).name
        for line in done.stdout.splitlines()
        if "assert_never" in line and "Command.FROM_THE_TOP" in line
    }


HUM = """
from __future__ import annotations

import math
import wave
from array import array

from voiceguide.speech.engine import Voice


class HumEngine:
    lasting_voices = True

    def why_not(self):
        return None

    def version(self):
        return "1"

    def voices(self):
        return [Voice("hum", "Hum", ("en",), "hum")]

    def speak(self, text, voice, rate, language, path):
        tone = array("h", (int(8000 * math.sin(i / 9)) for i in range(22050)))
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            file.writeframes(tone.tobytes())
"""
CASES = """
steps = [["Press the heel spot for 2 glasses", "Press the heel spot", "120 s [60-180]", ""]]
refused = []
speakable = []
script = ""
"""
AU = """
import soundfile

from voiceguide.audio import mix
from voiceguide.units import RATE


def write_au(timeline, file, tags, progress, store):
    with soundfile.SoundFile(file.name, "w", RATE, timeline.channels, "PCM_16", format="AU") as sound:
        for block in mix.blocks(timeline):
            sound.write(block)
"""
WORDS = """
def text(plan, routine, *, times=True):
    return "\\n".join(cue.text for cue in plan.cues)
"""
ORG = """
from voiceguide.importing.text import decoded, document_of


def read(data):
    lines = decoded(data).splitlines()
    return document_of("\\n".join("#" + line[1:] if line.startswith("* ") else line for line in lines[1:]))
"""
PAPER = """
from pathlib import Path

from voiceguide.units import RATE


class PaperPlayer:
    name = "paper"
    volume = 0.0
    position = 0

    def why_not(self):
        return None

    def play(self, timeline, start=0):
        self.position = timeline.length
        Path("paper.txt").write_text(str(timeline.length / RATE))

    def go_on_with(self, timeline):
        self.play(timeline)

    def pause(self):
        pass

    def resume(self):
        pass

    def stop(self):
        pass

    def wait(self, timeout=None):
        return True
"""
EDIT = '''def from_the_top(stop: Stop) -> Edit:
    """Go to the first step, from its first word."""
    return jump(stop, next(index for index, _ in instances(stop.live_plan.items)), "first-step")
'''
OBEY = """            case Command.FROM_THE_TOP:
                self._controller.edit(stop, plan_edits.from_the_top(stop))"""
QUEUE = """            case Command.FROM_THE_TOP:
                self.queued.append(command)
                return SessionState.PLAYING"""
SESSION = """
from tests.live.stage import Stage
from voiceguide.live.commands import Command

script = "# Heel\\n- Press the heel spot for 60 seconds\\n- Rub the arch for 30 to 60 seconds\\n"
stage = Stage(script)
stage.run([(100.0, Command.FROM_THE_TOP)])
for heard in stage.heard("instruction"):
    print(heard.name)
"""
