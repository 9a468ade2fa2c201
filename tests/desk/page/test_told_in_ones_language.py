"""The page tells of mistakes in the writer's language, marks before cures, and takes the voice of a package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.desk.page.window import Window
from tests.desk.running import SOLES, Running
from tests.desk.test_own_voice import RATE, voice
from voiceguide.desk.packing import pack
from voiceguide.recordings.lines import lines
from voiceguide.recordings.store import open_recordings
from voiceguide.script import parse

if TYPE_CHECKING:
    from playwright.sync_api import Route

MakeWindow = Callable[..., Window]


def only_at_once(route: Route) -> None:
    """Let the marks through, and nothing that follows them."""
    if '"at_once":true' in (route.request.post_data or ""):
        route.continue_()
    else:
        route.abort()


def test_findings_are_told_in_the_browsers_language(window: MakeWindow) -> None:
    desk = window(locale="de-DE").open("knee")
    desk.at("#findings .cure").wait_for()
    assert "`20 secnds` ist nicht als Zeit zu lesen: meinst du `seconds`?".replace("`", "") in desk.text("#findings")
    assert desk.at("#findings [lang=en]").count() == 0
    assert "ist nicht als Zeit zu lesen" in desk.text("#margin .meaning.error")


def test_marks_come_before_cures_and_an_old_cure_changes_nothing(window: MakeWindow) -> None:
    desk = window().open("knee")
    desk.at("#findings .cure").wait_for()
    desk.page.route("**/check.json", only_at_once)
    desk.cursor("Bend it")
    desk.type("Bend it for 5 mintes\n- ")
    desk.until("document.querySelectorAll('#mirror mark.error').length === 2")
    before = desk.value()
    desk.at("#findings .cure").first.click()
    assert desk.value() == before


def test_a_package_is_heard_in_its_voice(window: MakeWindow, running: Running, tmp_path: Path) -> None:
    routine = parse(SOLES, "", "soles").routine
    assert routine
    take = np.frombuffer(voice(), "<i2").astype(np.float32) / 32768
    open_recordings("Ann", new=True).keep(lines(routine)[0], "en", take, RATE)
    (tmp_path / "soles.zip").write_bytes(pack(running.services.folder, "soles"))
    desk = window()
    desk.at("#file").set_input_files(tmp_path / "soles.zip")
    desk.checked()
    desk.until("document.querySelector('#voice').value === 'own:Ann'")
