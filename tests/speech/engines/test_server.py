"""A speech server with OpenAI's interface speaks, and its faults are told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies

from tests import fakes
from tests.conftest import Cli
from tests.speech_server import SpeechServer, speech_server
from voiceguide.errors import SpeechError, UnspokenError, VoiceNotFoundError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings, engine_fault, voices
from voiceguide.speech.engine import EngineFault
from voiceguide.speech.engines import pace
from voiceguide.speech.engines import server as server_engine
from voiceguide.speech.engines.server import OWN_RATE, ServerEngine, listed_voices
from voiceguide.speech.engines.server_connection import error_message
from voiceguide.speech.engines.server_settings import VARIABLE, server_settings
from voiceguide.units import RATE

TEXTS = ["Press the heel spot for 45 seconds.", "Halfway.", "Ten seconds left.", "Rest."]


@pytest.fixture(autouse=True)
def settings(user_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration."""
    monkeypatch.delenv(VARIABLE, raising=False)
    return user_settings


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    with speech_server() as server:
        monkeypatch.setenv(VARIABLE, server.address)
        yield server


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def spoken(server: SpeechServer, path: Path, text: str = TEXTS[0], rate: int = OWN_RATE) -> Path:
    """Speak in this process."""
    ServerEngine().speak(text, "nova", rate, "en", path)
    return path


# What it is asked


def test_texts_are_spoken_over_a_connection_that_is_kept(server: SpeechServer, store: ClipStore) -> None:
    with Speaker(VoiceSettings("server", rate=OWN_RATE, language="fi"), store, workers=1) as speaker:
        speaker.prepare(TEXTS)
        for text in TEXTS:
            assert speaker.sound(text).length / RATE == pytest.approx(fakes.tone_seconds(text), abs=0.05)
    assert server.connections == 1
    assert {each["path"] for each in server.asked} == {"/v1/audio/speech"}
    assert {(each["voice"], each["model"], each["response_format"]) for each in server.asked} == {
        ("alloy", "tts-1", "wav")
    }


def test_the_pace_of_its_voice_is_measured_once(server: SpeechServer, store: ClipStore) -> None:
    server.slowness = 4.0
    sentence, seconds = pace.SENTENCES["en"]
    for rate in (pace.NORM_RATE, pace.NORM_RATE // 2):
        with Speaker(VoiceSettings("server", rate=rate), store) as speaker:
            length = speaker.sound(sentence).length / RATE
        assert length == pytest.approx(seconds * pace.NORM_RATE / rate, rel=0.03)
    assert len(server.asked) == 2 + 1 + 1  # the sentence twice, then once at each rate


def test_a_server_that_cannot_speak_is_told_with_the_users_own_text(server: SpeechServer, store: ClipStore) -> None:
    server.how = "refuses"
    with Speaker(VoiceSettings("server"), store) as speaker, pytest.raises(UnspokenError, match=r"“Rest\.” could not"):
        speaker.sound("Rest.")


def test_a_session_is_exported_with_it(
    cli: Cli, server: SpeechServer, tmp_path: Path, script: Callable[..., Path]
) -> None:
    server.voices = {"voices": ["af_heart", "bf_emma"]}
    path = script("# Heel\n\n## Feet\n\n- Press the heel spot for 30 seconds\n")
    said = cli("export", path, "--engine", "server", "--voice", "bf_emma", "-o", tmp_path / "heel.wav")
    assert said.status == 0, said.err
    assert {each["voice"] for each in server.asked} == {"bf_emma"}


def test_another_rate_is_another_speed(server: SpeechServer, tmp_path: Path) -> None:
    for rate in (OWN_RATE, OWN_RATE // 2, 5000):
        spoken(server, tmp_path / "spoken.wav", rate=rate)
    assert [each["speed"] for each in server.asked] == [1.0, 0.5, 4.0]


def test_a_connection_that_the_server_has_closed_is_opened_again(server: SpeechServer, tmp_path: Path) -> None:
    engine = ServerEngine()
    engine.speak("Rest.", "nova", 150, "en", tmp_path / "a.wav")
    assert engine._connection._open is not None
    assert engine._connection._open.sock is not None
    engine._connection._open.sock.shutdown(2)
    engine.speak("Rest.", "nova", 150, "en", tmp_path / "b.wav")
    assert (tmp_path / "b.wav").read_bytes() == (tmp_path / "a.wav").read_bytes()
    assert server.connections == 2


# The settings


def test_the_users_settings_name_it(settings: Path, server: SpeechServer, tmp_path: Path) -> None:
    settings.write_text('[server]\naddress = "http://192.0.2.1"\nmodel = "kokoro"\nkey = "secret"\n')
    assert server_settings().address == server.address  # the environment stands over them
    spoken(server, tmp_path / "spoken.wav")
    assert server.asked[0]["model"] == "kokoro"
    assert server.keys == ["Bearer secret"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:8880/", "http://127.0.0.1:8880/v1", " http://127.0.0.1:8880 "])
def test_an_address_may_end_in_its_usual_ways(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, address)
    assert server_settings().address == "http://127.0.0.1:8880"


@pytest.mark.parametrize("address", ["http://192.0.2.1:8880", "https://speech.example", "http://localhost.example"])
def test_another_machine_gets_no_text_unless_the_settings_say_so(address: str, settings: Path) -> None:
    settings.write_text(f'[server]\naddress = "{address}"\n')
    reason = ServerEngine().why_not()
    assert reason is not None
    assert "is not on this machine and would get all texts" in reason
    settings.write_text(f'[server]\naddress = "{address}"\nelsewhere = true\n')
    assert ServerEngine().why_not() is None
    settings.write_text(f'[server]\naddress = "{address}"\nelsewhere = "true"\n')
    assert ServerEngine().why_not() is not None


@pytest.mark.parametrize(
    "address", ["", "8880", "ftp://127.0.0.1", "http://", "http://127.0.0.1:x", "http://a@127.0.0.1"]
)
def test_without_an_address_it_is_said_where_to_write_one(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, address)
    reason = engine_fault("server")
    assert reason is not None
    assert VARIABLE in reason or "is not the address of a server" in reason


@pytest.mark.parametrize("text", ["server = 1", "[server]\nvoices = 2", "[server]\naddress = 3", "[server"])
def test_settings_that_are_none_are_told(settings: Path, text: str) -> None:
    settings.write_text(text)
    with pytest.raises(SpeechError, match=r"config\.toml"):
        server_settings()


def test_the_key_is_told_to_nobody(settings: Path, server: SpeechServer, tmp_path: Path) -> None:
    settings.write_text('[server]\nkey = "secret"\n')
    server.how = "refuses"
    with pytest.raises(EngineFault) as caught:
        spoken(server, tmp_path / "spoken.wav")
    assert "secret" not in str(caught.value) + ServerEngine().version()


def test_another_server_speaks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = set()
    for address in ("http://127.0.0.1:1", "http://127.0.0.1:2"):
        monkeypatch.setenv(VARIABLE, address)
        versions.add(ServerEngine().version())
    assert len(versions) == 2


# Its voices


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        (["af_heart", "bf_emma"], [("af_heart", ()), ("bf_emma", ())]),
        ({"voices": ["af_heart"]}, [("af_heart", ())]),
        ({"data": [{"id": "nova", "locale": "en-US", "name": "Nova"}]}, [("nova", ("en-us",))]),
        ({"voices": [{"voice_id": "anna", "language": "de"}, {"name": "ben"}]}, [("anna", ("de",)), ("ben", ())]),
        ({"voices": [{"id": "nova", "language": "English (United States)"}]}, [("nova", ())]),
        ({"voices": ["a\x1b[2J", "", 7, None, "x" * 200, {"id": {}}]}, []),
        ([], []),
        (7, []),
    ],
)
def test_lists_of_all_usual_forms_are_read(listed: object, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(voice.id, voice.languages) for voice in listed_voices(listed)] == found


JSON = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.text(),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(), inner, max_size=3),
)


@given(JSON)
def test_whatever_a_server_lists_voices_come_of_it(listed: object) -> None:
    for key in (None, "voices", "data"):
        assert all(voice.id.isprintable() for voice in listed_voices(listed if key is None else {key: listed}))


def test_its_voices_are_listed_and_a_wrong_one_is_refused(server: SpeechServer, store: ClipStore) -> None:
    server.voices = {"voices": ["af_heart", "bf_emma"]}
    assert [voice.id for voice in voices("server")] == ["af_heart", "bf_emma"]
    with Speaker(VoiceSettings("server", "bf_ema"), store, 1) as speaker, pytest.raises(VoiceNotFoundError) as caught:
        speaker.sound("Rest.")
    assert "bf_emma" in (caught.value.hint or "")


def test_the_settings_list_voices_for_a_server_that_lists_none(settings: Path, server: SpeechServer) -> None:
    assert [voice.id for voice in ServerEngine().voices()] == ["alloy"]
    settings.write_text('[server.voices]\nanna = "de"\n')
    assert [(voice.id, voice.languages) for voice in ServerEngine().voices()] == [("anna", ("de",))]


@pytest.mark.parametrize("listed", [b"<html>", b"[" * 100_000, b"\xff"])
def test_a_page_in_place_of_a_list_is_no_list(server: SpeechServer, listed: bytes) -> None:
    server.voices = listed
    assert [voice.id for voice in ServerEngine().voices()] == ["alloy"]


# What may go wrong


def test_a_refusal_is_told_in_the_servers_own_words(server: SpeechServer, store: ClipStore) -> None:
    server.how = "refuses"
    with Speaker(VoiceSettings("server"), store, 1) as speaker, pytest.raises(UnspokenError) as caught:
        speaker.sound("Rest.")
    assert f'the speech server {server.address} answers 400 Bad Request: No voice called "xyz". [2J' in (
        caught.value.message
    )
    assert len(server.asked) == 1  # no other attempt can go better


@pytest.mark.parametrize(
    ("how", "part"),
    [
        ("cuts", "stopped in the middle of its answer"),
        ("floods", "sent more than"),
        ("leads away", "answers 307 Temporary Redirect"),
    ],
)
def test_an_answer_that_is_wrong_is_told(
    server: SpeechServer, tmp_path: Path, how: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_engine, "BYTES_A_CHARACTER", 4000)
    server.how = how
    with pytest.raises(EngineFault, match=part):
        spoken(server, tmp_path / "spoken.wav")


def test_a_server_that_stays_silent_is_given_up(
    server: SpeechServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_engine, "time_limit", lambda text: 0.2)
    server.how = "stays silent"
    with pytest.raises(EngineFault, match="cannot be asked"):
        spoken(server, tmp_path / "spoken.wav")
    assert len(server.asked) == 1


def test_what_is_no_sound_is_told(server: SpeechServer, store: ClipStore) -> None:
    server.how = "sends a page"
    with (
        Speaker(VoiceSettings("server"), store, 1) as speaker,
        pytest.raises(UnspokenError, match="cannot be read as sound"),
    ):
        speaker.sound("Rest.")


def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "http://127.0.0.1:9")
    reason = engine_fault("server")
    assert reason is not None
    assert "the speech server http://127.0.0.1:9 cannot be asked (Connection refused)" in reason


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"detail": [{"msg": "no"}]}', '[{"msg": "no"}]'),
        (b'{"error": "busy"}', "busy"),
        (b"<html>\n<b>oops", "<html> <b>oops"),
        (b"", ""),
    ],
)
def test_errors_of_all_usual_forms_are_read(content: bytes, told: str) -> None:
    assert error_message(content) == told


def test_a_script_names_no_server(cli: Cli, script: Callable[..., Path]) -> None:
    said = cli("check", script("---\nserver: http://192.0.2.1\n---\n# Heel\n\n- Press the heel spot for 30 seconds\n"))
    assert "there is no setting `server`" in said.out + said.err


def test_its_libraries_are_not_loaded_before_it_speaks() -> None:
    code = "import sys, voiceguide.speech.engines.server; assert 'http.client' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
