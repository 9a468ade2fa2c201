"""What other rooms tell when something fails: at the desk it is in the language of the page, and needs no terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import voiceguide
from tests.desk.literals import SLOT, told_by_errors
from voiceguide.desk.words import languages
from voiceguide.language.translating import messages, said, translate

ROOMS = Path(voiceguide.__file__).parent
OTHERS = [code for code in languages() if code != "en"]
NEVER_HERE = {
    "batch/assets",
    "batch/cluster",
    "batch/sheet",
    "batch/workbook",
    "export/__init__",
    "speech/cache_maintenance",
    "speech/catalogue",
    "speech/download",
    "speech/hibari_voices",
    "speech/voice_list",
    "speech/engines/server_connection",
    "storage/atomic_folder",
}
"""Modules that the desk does not reach, or reaches with input of its own: other machines, a user's sheets, downloads,
targets that exist. `server_connection` tells what a server of the user says."""

PIECES = {
    "The bed {} {}.",
    "{}. Or save the recording as WAV, FLAC or MP3.",
    "Write [{}.voices], and its settings under it.",
    "{}: `{}.voices` is not a section",
    "{} ended with status {}{}",
    "the engine {} within {} seconds",
    "Choose another with --voice. {}",
}
"""Sentences whose slots have words: their translations have these words in them."""

BEFORE_THE_DESK = {
    "Cannot make the folder {} among your documents.",
    "Name a folder that you may write to: voiceguide write FOLDER",
}
"""Sentences for the terminal, where the desk cannot open."""


def told() -> Iterator[str]:
    for room in ("batch", "bed", "export", "importing", "recordings", "speech", "storage"):
        for path in sorted((ROOMS / room).rglob("*.py")):
            if path.relative_to(ROOMS).with_suffix("").as_posix() not in NEVER_HERE:
                yield from told_by_errors(path)


def test_each_sentence_has_a_translation() -> None:
    known = {SLOT.sub("{}", english) for english in messages("de")}
    texts = list(dict.fromkeys(told()))
    assert [text for text in texts if text not in known | PIECES | BEFORE_THE_DESK] == []
    assert len(texts) > 80


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize(
    "text",
    [
        "Cannot write in /home/ann/scripts: No space left on device.",
        "Cannot write /tmp/a.mp3: Read-only file system.",
        "“Lie down” could not be spoken: the engine did not answer within 60 seconds",
        "line 3: “Lie down” could not be spoken: the engine stopped (status 1)",
        "The engine 'piper' was tried 3 times. Choose another voice: voiceguide voices",
        "there is no voice 'ammy'",
        "Did you mean 'amy'? See `voiceguide voices`.",
        "gong.wav: it lasts more than 3 minutes, too long for one line",
        "The bed rain.ogg cannot be read as a sound file.",
        "Copy its text and paste it: voiceguide import -",
        "client: TRUE is a truth value of the spreadsheet: type the words, or empty the cell.",
        "client: '=1+1' is a formula: save its value instead.",
    ],
)
def test_a_sentence_is_told_in_each_language(text: str, code: str) -> None:
    found = translate(text, code)
    assert found not in (None, text)
    assert not any(word in str(found) for word in ("the engine", "No space", "Read-only", "Choose", "more than"))


def test_a_reason_of_the_system_is_translated_where_it_is_known() -> None:
    full = "Cannot write in /home/ann: No space left on device."
    assert translate(full, "de") == "In /home/ann ist nicht zu schreiben: auf der Platte ist kein Platz mehr."
    assert translate("Cannot write in /home/ann: Odd.", "de") == "In /home/ann ist nicht zu schreiben: Odd."


@pytest.mark.parametrize("code", languages())
def test_the_desk_names_no_option_of_the_command_line(code: str) -> None:
    hints = [
        "leave out less with --without and --skip",
        "Choose another with --voice. See `voiceguide voices`.",
        "Copy its text and paste it: voiceguide import -",
        "have it recorded with all other lines: voiceguide record SCRIPT",
        "Choose another: --port 0 takes any free one.",
        "Use --force to replace it.",
    ]
    assert [told for hint in hints if "--" in (told := said(hint, code)[0]) or "voiceguide " in told] == []


@pytest.mark.parametrize("code", languages())
def test_a_length_that_is_out_of_reach_is_told_as_a_clock_shows_it(code: str) -> None:
    message = (
        "heel cannot be 3:57.580 (237.580 s) long: its shortest is 3:58.290 (238.290 s), its longest 1:02:42 (3762 s)"
    )
    found = said(message, code)[0]
    assert [told for told in ("3:57", "3:58", "1:02:42") if told not in found] == []
    assert "s)" not in found
    hint = said("--length 238.290 or --length 762.599 (or 'shortest', 'longest')", code)[0]
    assert [told for told in ("3:58", "12:42") if told not in hint] == []
    assert "--length" not in hint
