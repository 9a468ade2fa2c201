"""Recordings are played, other utterances are spoken."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests import fakes
from tests.needs import need_program
from tests.recordings.speech import quiet, spoken, tone, write
from tests.sound_server import find
from voiceguide.audio import mix
from voiceguide.audio.clip import LOUDNESS
from voiceguide.audio.loudness import loudness
from voiceguide.errors import RecordingError, ScriptError
from voiceguide.language import load
from voiceguide.plan import Plan
from voiceguide.recordings.kit import ESSENTIAL, kit
from voiceguide.recordings.lines import lines
from voiceguide.recordings.recorded import Recorded, clip_of
from voiceguide.recordings.store import Recordings, open_recordings, recorded_voices
from voiceguide.recordings.take import RATE
from voiceguide.script import read
from voiceguide.speech import ClipStore
from voiceguide.studio.studio import Studio
from voiceguide.studio.voice_options import VoiceOptions
from voiceguide.units import RATE as PLAN_RATE

Script = Callable[..., Path]
ENGINE = fakes.named(fakes.ToneEngine)
FEET = "# Feet\n\nSit down.\n\n- Press the heel spot for 30 to 90 seconds, each foot\n  - halfway: Turn.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICEGUIDE_RECORDINGS", str(tmp_path / "recordings"))
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "recordings"


def mine(*words: str) -> Recordings:
    """Recordings of these words, each a different tone."""
    recordings = open_recordings("mine", new=True)
    for number, said in enumerate(words):
        recordings.keep(said, "en", spoken(0.4 + number / 50, hertz=200 + 7 * number), RATE)
    return recordings


def studio(path: Path, engine: type = fakes.ToneEngine, recordings: str | None = "mine") -> Studio:
    return Studio(str(path), VoiceOptions(engine=fakes.named(engine), recordings=recordings))


def outline(plan: Plan) -> list[tuple[str, tuple[str, ...]]]:
    return [(cue.kind, cue.parts) for cue in plan.cues]


def test_a_session_of_recordings_alone_needs_no_engine(script: Script) -> None:
    path = script(FEET)
    mine(*kit(load("en"))[:ESSENTIAL], *lines(read(path)))
    for length in (None, 200.0, "shortest", "longest"):
        with studio(path, fakes.MissingEngine) as own, studio(path, recordings=None) as other:
            plan = own.plan(length)  # type: ignore[arg-type]
            own.timeline(plan)
            if length == 200.0:
                assert plan.length == 200 * PLAN_RATE
            if length is None:
                assert outline(plan)[:-1] == outline(other.plan(length))[:-1]  # but for how long they are
            assert own.narration.speaker.made == 0


def test_what_is_not_recorded_is_spoken(script: Script) -> None:
    mine("Press the heel spot")
    with studio(script(FEET)) as own:
        plan = own.plan(230.0)
        sounds = {placement.start: placement.sound for placement in own.timeline(plan).placements}
        assert plan.length == 230 * PLAN_RATE
        assert own.narration.speaker.made > 5
        said = next(cue for cue in plan.cues if cue.parts[0] == "Left foot.")
        heard = [sound for start, sound in sounds.items() if said.start < start < said.end]
        clip = own.narration.recorded and own.narration.recorded.find("Press the heel spot.")
        assert clip is not None
        assert clip.key in {sound.key for sound in heard}


def test_recorded_clips_are_in_the_sound_where_the_plan_says(script: Script) -> None:
    recordings = mine("Press the heel spot", "Turn")
    with studio(script(FEET)) as own:
        plan = own.plan()
        heard = np.concatenate(list(mix.blocks(own.timeline(plan))))
        assert own.narration.recorded is not None
        turn = own.narration.recorded.find("Turn.")
        assert turn is not None
        places = [cue.start for cue in plan.cues if cue.parts == ("Turn.",)]
        assert find(heard, turn.samples(), 0.95) == places
    assert len(recordings) == 2


def test_parts_are_put_together_and_the_whole_goes_first() -> None:
    recordings = mine("Next", "Press the heel spot", "for 1 minute", "30 seconds")
    recorded = Recorded(load("en"), ClipStore(), recordings)
    together = recorded.find("Next: Press the heel spot.")
    parts = [recorded.find("Next:"), recorded.find("Press the heel spot.")]
    assert together is not None
    assert None not in parts
    lengths = [part.length for part in parts if part]
    assert together.length == sum(lengths) + round(0.35 * PLAN_RATE)
    assert recorded.find("for 1 minute 30 seconds.") is not None
    assert recorded.find("for 1 minute 35 seconds.") is None
    recordings.keep("Next: Press the heel spot.", "en", spoken(2), RATE)
    whole = Recorded(load("en"), ClipStore(), recordings).find("Next: press the heel spot")
    assert whole is not None
    assert whole.length != together.length


def test_a_clip_is_trimmed_and_as_loud_as_all(tmp_path: Path) -> None:
    noisy = np.concatenate([quiet(3, noise=3e-3), tone(2, size=0.1), quiet(3, noise=3e-3)])
    clip = clip_of(write(tmp_path / "a.flac", noisy), "Press the heel spot", ClipStore())
    assert 2.0 <= clip.length / PLAN_RATE < 2.4
    assert abs(loudness((clip.samples() / 32768).astype(np.float32)) - LOUDNESS) < 0.5


def test_a_short_line_gets_the_gain_of_its_voice() -> None:
    recordings = open_recordings("mine", new=True)
    for number in range(3):
        recordings.keep(f"Long line {number}", "en", spoken(2, size=0.1), RATE)
    recordings.keep("In", "en", spoken(0.3, size=0.05), RATE)
    recorded = Recorded(load("en"), ClipStore(), recordings)
    long, short = recorded.find("Long line 1"), recorded.find("In.")
    assert long is not None
    assert short is not None
    peaks = [float(np.abs(sound.samples()).max()) for sound in (long, short)]
    assert 0.45 < peaks[1] / peaks[0] < 0.55  # half as loud as the others, as it was said


def test_a_file_that_changes_is_noticed(tmp_path: Path) -> None:
    path, clips = tmp_path / "a.wav", ClipStore()
    first = clip_of(write(path, spoken(1)), "Press", clips)
    assert clip_of(path, "Press", clips).key == first.key
    stamp = path.stat()
    assert clip_of(write(path, spoken(1.5)), "Press", clips).key != first.key
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert clip_of(path, "Press", clips).key != first.key


@pytest.mark.parametrize(
    ("sound", "message"),
    [
        (quiet(3), "it is silent"),
        (np.zeros(RATE, np.float32), "it is silent"),
        (tone(25), "too long for one line"),
        (tone(16), "16 seconds is too long for 1 word: at most 11 seconds"),
        (np.clip(spoken(2, size=3.0), -1, 1), "too loud"),
    ],
    ids=["a room", "silence", "far too long", "too long", "clipping"],
)
def test_what_cannot_be_a_line_is_refused(tmp_path: Path, sound: np.ndarray, message: str) -> None:
    with pytest.raises(RecordingError, match=message):
        clip_of(write(tmp_path / "a.wav", sound.astype(np.float32)), "Press", ClipStore())


def test_a_recording_of_ten_minutes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write(path, np.zeros(600 * 8000, np.float32), 8000)
    with pytest.raises(RecordingError, match="it lasts 10 minutes, too long for one line"):
        clip_of(path, "Press the heel spot", ClipStore())


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3", "a.m4a", "a.aac", "a.webm"])
def test_what_is_no_sound_is_refused(tmp_path: Path, name: str) -> None:
    if name.endswith(("a", "c", "m")) and not name.endswith("flac"):
        need_program("ffmpeg")
    (tmp_path / name).write_bytes(b"This is no sound. " * 100)
    with pytest.raises(RecordingError, match=r"cannot be read as sound|it is silent"):
        clip_of(tmp_path / name, "Press", ClipStore())


def test_a_playlist_that_calls_itself_a_recording_opens_nothing(tmp_path: Path) -> None:
    need_program("ffmpeg")
    write(tmp_path / "secret.wav", spoken(1))
    listed = f"#EXTM3U\n#EXTINF:1,\n{tmp_path}/secret.wav\n"
    (tmp_path / "a.m4a").write_text(listed)
    with pytest.raises(RecordingError, match="cannot be read as sound"):
        clip_of(tmp_path / "a.m4a", "Press", ClipStore())


def phone(path: Path, sound: np.ndarray, rate: int = RATE) -> Path:
    """A recording in a phone's format."""
    wav = write(path.with_suffix(".wav"), sound, rate)
    command = [need_program("ffmpeg"), "-y", "-v", "error", "-i", wav, "-c:a", "aac", "-b:a", "96k", path]
    subprocess.run(command, check=True, timeout=60)
    wav.unlink()
    return path


def test_a_phone_s_recording_is_heard_in_the_place_of_its_words(script: Script, tmp_path: Path) -> None:
    phone(tmp_path / "heel.m4a", spoken(2, hertz=555))
    path = script("# Feet\n\n- [Press the heel spot](heel.m4a) for 30 to 90 seconds, each foot\n")
    with studio(path, recordings=None) as own:
        plan = own.plan(150.0)
        heard = np.concatenate(list(mix.blocks(own.timeline(plan))))
        said = next(cue for cue in plan.cues if "Press the heel spot." in cue.parts)
        clip = own.narration.recorded and own.narration.recorded.find("Press the heel spot")
        assert clip is not None
        assert 2.0 < clip.length / PLAN_RATE < 2.3
        (place,) = find(heard, clip.samples(), 0.95)
        assert said.start < place < said.end
        assert plan.length == 150 * PLAN_RATE


def test_what_a_script_has_recorded_in_one_piece_stays_whole(script: Script, tmp_path: Path) -> None:
    write(tmp_path / "sit.wav", spoken(2))
    path = script("# Feet\n\n[Sit down. Breathe out.](sit.wav)\n\nTake a ball. Go.\n\n- Press the heel for 30s\n")
    with studio(path, recordings=None) as own:
        said = [cue.parts for cue in own.plan().cues if cue.kind == "intro"]
    assert said == [("Sit down. Breathe out.",), ("Take a ball.", "Go.")]


def test_ten_minutes_from_a_phone_are_refused_with_their_place(script: Script, tmp_path: Path) -> None:
    phone(tmp_path / "heel.m4a", tone(600, rate=8000), 8000)
    path = script("# Feet\n\n- [Press the heel spot](heel.m4a) for 60 seconds\n")
    with pytest.raises(ScriptError) as caught, studio(path, recordings=None):
        pass
    (finding,) = caught.value.findings
    assert (finding.line, finding.column) == (3, 25)
    assert "too long for" in finding.message


def test_a_file_that_has_gone_since_is_told_with_its_place(script: Script, tmp_path: Path) -> None:
    write(tmp_path / "heel.wav", spoken(1))
    path = script("# Feet\n\n- [Press](heel.wav) for 60 seconds\n")
    with studio(path, recordings=None) as own:
        own.plan()
    (tmp_path / "heel.wav").unlink()
    with pytest.raises(ScriptError, match=r":3:11: error: there is no file `heel.wav`"), studio(path, recordings=None):
        pass


def test_a_person_can_read_the_index_and_mend_it(folder: Path) -> None:
    mine("Drück die Ferse")
    index = folder / "mine" / "index.json"
    text = index.read_text("utf-8")
    assert "Drück die Ferse" in text
    write(folder / "mine" / "by-hand.wav", spoken(1))
    lines_of = json.loads(text)
    index.write_text(json.dumps([*lines_of, {"language": "en", "words": "Turn", "file": "by-hand.wav"}]), "utf-8")
    assert open_recordings("mine").find("turn.", "en") is not None
    assert recorded_voices() == ["mine"]


@pytest.mark.parametrize(
    "content",
    [
        '[{"language": "en", "words": "Turn", "file": "../../secret.wav"}]',
        '[{"language": "en", "words": "Turn", "file": "/etc/secret.wav"}]',
        '[{"language": "en", "words": "Tu',
        '{"a": 1}',
        '[{"language": "en"}]',
        "",
    ],
)
def test_an_index_that_is_none_is_told_and_nothing_is_lost(folder: Path, content: str) -> None:
    mine("Press")
    (folder / "mine" / "index.json").write_text(content)
    with pytest.raises(RecordingError, match="is not an index of recordings"):
        open_recordings("mine")
    assert list((folder / "mine").glob("press-*.flac"))


def test_a_file_that_was_removed_is_as_if_not_recorded(folder: Path) -> None:
    mine("Press")
    for path in (folder / "mine").glob("*.flac"):
        path.unlink()
    assert open_recordings("mine").find("Press", "en") is None


def test_a_damaged_recording_is_named(folder: Path) -> None:
    recordings = mine("Press")
    for path in (folder / "mine").glob("*.flac"):
        path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(RecordingError, match=r"press-.*\.flac"):
        Recorded(load("en"), ClipStore(), recordings).find("Press")


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 100])
def test_a_voice_has_a_plain_name(name: str) -> None:
    with pytest.raises(RecordingError, match="a voice cannot be called"):
        open_recordings(name)


def test_recordings_that_nobody_made_are_told() -> None:
    mine("Press")
    with pytest.raises(RecordingError, match="there are no recordings of 'anna'") as caught:
        open_recordings("anna")
    assert caught.value.hint == "There are: mine."


def test_two_sittings_at_once_lose_nothing() -> None:
    first, second = open_recordings("mine", new=True), open_recordings("mine", new=True)
    first.keep("Press", "en", spoken(1), RATE)
    second.keep("Turn", "en", spoken(1), RATE)
    assert len(open_recordings("mine")) == 2


def test_a_language_has_recordings_of_its_own() -> None:
    recordings = mine("Pause")
    assert recordings.find("Pause", "de") is None
