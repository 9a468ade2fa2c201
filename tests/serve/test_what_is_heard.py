"""A server's own voice, recordings and bed: in every session, fixed when it starts, and no client's to choose."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.bed.sounds import music, written
from tests.conftest import Cli
from tests.recordings.speech import spoken
from tests.serve.running import Served, command, plain, served
from tests.sound_server import find
from voiceguide.bed import BedOptions
from voiceguide.errors import BedError, RecordingError, VoiceNotFoundError
from voiceguide.language import load
from voiceguide.recordings.recorded import Recorded
from voiceguide.recordings.store import open_recordings
from voiceguide.recordings.take import RATE
from voiceguide.serve.making import Making
from voiceguide.serve.session_query import Asked
from voiceguide.serve.studios import Studios, Usual
from voiceguide.speech import ClipStore
from voiceguide.studio.voice_options import VoiceOptions
from voiceguide.units import RATE as PLAN_RATE

WORDS = "Press the heel spot"
MINE = VoiceOptions(recordings="mine")


def record(seconds: float = 1.5) -> None:
    """Have her say it, for so long."""
    open_recordings("mine", new=True).keep(WORDS, "en", spoken(seconds, hertz=510), RATE)


def session(server: Served, more: str = "") -> tuple[bytes, str]:
    """The sound of a session, and its tag."""
    answer = plain.get(f"{server.address}/session.mp3?routine=heel{more}")
    assert answer.status_code == 200
    return answer.content, answer.headers["etag"]


def samples(mp3: bytes) -> np.ndarray:
    """Of its first channel."""
    return soundfile.read(io.BytesIO(mp3), dtype="int16", always_2d=True)[0][:, 0]


def cues(server: Served, words: str) -> list[tuple[float, float]]:
    """When these words begin and end."""
    plan = plain.get(f"{server.address}/plan.json?routine=heel").json()
    return [(cue["start"], cue["end"]) for cue in plan["cues"] if words in cue["text"]]


def test_a_therapists_own_voice_is_heard_on_the_phone(scripts: Path) -> None:
    record()
    with served(voice=MINE) as server:
        mp3, _ = session(server)
        ((start, end),) = cues(server, WORDS)
    clip = Recorded(load("en"), ClipStore(), open_recordings("mine")).find(WORDS)
    assert clip is not None
    said = samples(mp3)[round(start * PLAN_RATE) : round(end * PLAN_RATE)]
    assert len(find(said, clip.samples(), 0.9)) == 1
    assert not server.notes


def test_what_is_recorded_while_it_runs_is_heard_from_then_on(scripts: Path) -> None:
    record(1.5)
    with served(voice=MINE) as server:
        _, first = session(server)
        before = cues(server, WORDS)
        record(2.5)
        mp3, second = session(server)
        ((start, end),) = cues(server, WORDS)
        assert first != second
        assert end - start == pytest.approx(before[0][1] - before[0][0] + 1, abs=0.1)
        assert session(server) == (mp3, second)


def test_the_voice_that_was_chosen_speaks_every_routine_at_its_rate(scripts: Path) -> None:
    asked = {"tone/de": 220, "tone/en": 440}
    for voice, hertz in asked.items():
        with served(voice=VoiceOptions("tests.fakes:ToneEngine", voice, 120)) as server:
            mp3, _ = session(server)
            ((start, end),) = cues(server, WORDS)
        heard = samples(mp3)[round((end - 0.6) * PLAN_RATE) : round((end - 0.2) * PLAN_RATE)].astype(float)
        peak = np.argmax(np.abs(np.fft.rfft(heard))) / 0.4
        assert peak == pytest.approx(hertz, abs=5), voice
        assert start < end


def test_a_bed_is_under_what_is_made_ahead_and_what_is_asked_for(scripts: Path, tmp_path: Path) -> None:
    sea = written(tmp_path / "sea.wav", music(6))

    async def story(made: Making) -> None:
        await made._sessions.get_ready("ferse")
        async with made.lend(Asked("ferse")) as ahead, made.lend(Asked("ferse", "shortest")) as other:
            for recording in (ahead, other):
                assert soundfile.info(recording.path).channels == 2
                heard = soundfile.read(recording.path, always_2d=True)[0]
                seconds = np.abs(heard[: len(heard) // PLAN_RATE * PLAN_RATE]).reshape(-1, 2 * PLAN_RATE)
                assert seconds.max(axis=1)[1:-1].min() > 1e-3  # also where nobody speaks
            assert len(list(ahead.path.parent.glob("*.mp3"))) == 2  # none was made twice

    made = Making([].append, bed=BedOptions(str(sea)))
    try:
        asyncio.run(story(made))
    finally:
        made.close()


def test_wake_tones_change_the_sound_and_no_time(scripts: Path) -> None:
    with served() as without, served(bed=BedOptions(wake_tone=True)) as server:
        (mp3, tag), (other, other_tag) = session(server), session(without)
        assert cues(server, WORDS) == cues(without, WORDS)
    assert tag != other_tag
    assert len(samples(mp3)) == len(samples(other))


def test_usual_sounds_are_for_routines_without_a_wish_of_their_own(scripts: Path) -> None:
    asked: list[str] = []
    heel = scripts / "heel.md"
    written = heel.read_text()

    def voice(language: str) -> str:
        asked.append(language)
        return "tone/de" if language == "de" else "tone/en-us"

    studios = Studios([].append, VoiceOptions(), voice)
    studios._engine = None  # the tests name one for all
    try:
        for name in ("heel", "ferse"):
            studios.for_estimates(studios.script(name))
        heel.write_text(written.replace("---\n", "---\nvoice: tone/en-us\n", 1))
        studios.for_estimates(studios.script("heel"))
    finally:
        heel.write_text(written)
        studios.close()
    assert asked == ["en", "de"]


def test_a_usual_bed_changes_the_sound_and_gives_way_to_the_servers(scripts: Path) -> None:
    with served() as without, served(usual=Usual(bed="brown")) as server:
        assert session(server)[1] != session(without)[1]
    with served(bed=BedOptions(silent=True), usual=Usual(bed="brown")) as server, served() as without:
        assert (
            soundfile.info(io.BytesIO(session(server)[0])).frames
            == soundfile.info(io.BytesIO(session(without)[0])).frames
        )


def test_no_request_chooses_a_voice_or_a_file(scripts: Path, tmp_path: Path) -> None:
    record()
    sea = written(tmp_path / "sea.wav", music(6))
    asked = ("bed=drone", f"bed={sea}", "wake_tone=1", "voice=tone/de", "recordings=mine", "engine=flite", "rate=80")
    with served() as server:
        first = session(server)
        for query in (*asked, "command=touch+x"):
            assert session(server, "&" + query) == first


@pytest.mark.parametrize(
    ("heard", "error"),
    [
        ({"bed": BedOptions("browm")}, BedError),
        ({"voice": VoiceOptions(recordings="nobody")}, RecordingError),
        ({"voice": VoiceOptions(voice="nobody")}, VoiceNotFoundError),
        ({"voice": VoiceOptions("nothing")}, VoiceNotFoundError),
    ],
)
def test_what_is_not_there_is_told_before_anybody_asks(
    scripts: Path, heard: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"browm|nobody|nothing"), served(**heard):
        pass


def test_the_command_takes_what_export_takes(scripts: Path, cli: Cli) -> None:
    record()
    asked = ["--recordings", "mine", "--engine", "tests.fakes:ToneEngine", "--rate", "160", "--bed", "hush"]
    with command(scripts, "--no-qr", *asked) as (_, address):
        answer = plain.get(f"{address}session.mp3?routine=heel")
        assert answer.status_code == 200
    with served(voice=VoiceOptions("tests.fakes:ToneEngine", None, 160, "mine"), bed=BedOptions("hush")) as server:
        assert session(server)[1] == answer.headers["etag"]
    said = cli("serve", "--port", 0, "--bed", "browm")
    assert (said.status, said.out) == (1, "")
    assert "The bed 'browm' is neither a file" in said.err
    assert cli("serve", "--bed", "hush", "--wake-tone").status == 2
