"""British or American, woman or man: hibari's further voices are fetched whole, by size and SHA-256."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.needs import need
from tests.voice_server import Answer, VoiceServer, voice_server
from voiceguide.errors import DownloadError
from voiceguide.speech import ClipStore, Speaker, VoiceSettings, hibari_voices
from voiceguide.speech.engines import hibari
from voiceguide.units import RATE

FILE = "bf_emma.int8.onnx"


@pytest.fixture
def model() -> bytes:
    """A whole model: the one in the package, in the place of emma's."""
    package = hibari.package_folder()
    need(package, "hibari-tts has no wheels for this machine")
    assert package is not None
    return (package / "assets" / "hibari.onnx").read_bytes()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: bytes) -> Path:
    """The package, whose list has this model as emma, and a folder for what is fetched."""
    package = hibari.package_folder()
    assert package is not None
    copy = tmp_path / "package"
    (copy / "assets").mkdir(parents=True)
    listed = json.loads((package / "assets" / "voices.json").read_text("utf-8"))
    listed["emma"] |= {"bytes": len(model), "sha256": hashlib.sha256(model).hexdigest()}
    (copy / "assets" / "voices.json").write_text(json.dumps(listed))
    shutil.copyfile(package / "assets" / "hibari.onnx", copy / "assets" / "hibari.onnx")
    monkeypatch.setattr(hibari, "package_folder", lambda: copy)
    monkeypatch.setattr(hibari_voices, "package_folder", lambda: copy)
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path / "fetched"))
    return tmp_path / "fetched"


@pytest.fixture
def server(model: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[VoiceServer]:
    with voice_server() as server:
        server.answers[f"/voices/{FILE}"] = Answer(model)
        server.offer()
        monkeypatch.setenv("VOICEGUIDE_HIBARI_VOICES", f"http://127.0.0.1:{server.server_port}/voices/")
        monkeypatch.setenv("VOICEGUIDE_VOICE_LIST", server.list_address)
        yield server


def test_a_voice_is_fetched_whole_and_speaks(cli: Cli, server: VoiceServer, home: Path, tmp_path: Path) -> None:
    said = cli("voices", "get", "emma")
    assert said.status == 0, said.err
    assert said.err.splitlines() == [
        "licence of the voice: Apache-2.0",
        "fetching emma, British woman, 8 MB",
        f"{home / FILE}: use it with --voice emma",
    ]
    assert [path.name for path in home.iterdir()] == [FILE]
    with Speaker(VoiceSettings(voice="emma"), ClipStore(tmp_path / "clips"), 1) as speaker:
        assert speaker.sound("Rest for a moment.").length > RATE / 2
        assert speaker.voice.languages[0] == "en-gb"


def test_british_english_fetches_its_recommended_voice(cli: Cli, server: VoiceServer, home: Path) -> None:
    assert cli("voices", "get", "en-GB").err.endswith("use it with --voice emma\n")
    assert server.asked == [f"/voices/{FILE}"]


def test_what_is_here_is_not_fetched_again_but_what_is_damaged_is(cli: Cli, server: VoiceServer, home: Path) -> None:
    cli("voices", "get", "emma")
    assert cli("voices", "get", "Emma").err == "emma is already installed.\n"
    assert len(server.asked) == 1
    (home / FILE).write_bytes((home / FILE).read_bytes()[:-1] + b"x")
    assert cli("voices", "get", "emma").status == 0
    assert len(server.asked) == 2


def test_another_file_is_refused_and_leaves_nothing(cli: Cli, server: VoiceServer, home: Path, model: bytes) -> None:
    for body, part in (
        (model[:-1] + b"x", "its SHA256 is"),
        (model[:1000], "stopped after 1,000 of"),
        (model + b"x", "is larger than the"),
    ):
        server.answers[f"/voices/{FILE}"].body = body
        said = cli("voices", "get", "emma")
        assert said.status == 1
        assert part in said.err
        assert list(home.iterdir()) == []


def test_without_a_network_it_is_said_what_to_copy_where(cli: Cli, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("VOICEGUIDE_HIBARI_VOICES", "http://127.0.0.1:9/voices")
    said = cli("voices", "get", "emma")
    assert said.status == 1
    assert "cannot be fetched: Connection refused" in said.err
    assert said.err.endswith(f"hint: Without a network: copy {FILE} from another machine into {home}.\n")


def test_a_folder_that_has_it_serves_as_well(cli: Cli, tmp_path: Path, model: bytes, home: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / FILE).write_bytes(model)
    assert cli("voices", "get", "emma", "--list", stick).status == 0
    assert (home / FILE).read_bytes() == model


def test_only_https_is_fetched_from_afar() -> None:
    offer = hibari_voices.offered("emma")
    assert offer is not None
    with pytest.raises(DownloadError, match="only https: addresses are"):
        hibari_voices.download_voice(offer, "http://voices.example/")


def test_the_voices_are_listed_with_their_accent(cli: Cli, server: VoiceServer) -> None:
    listed = cli("voices", "get", "--language", "en").out.splitlines()
    assert "emma            en-gb     8 MB  British woman" in listed
    assert any(line.startswith("fenrir ") and line.endswith("American man") for line in listed)
    assert "British" not in cli("voices", "get", "--language", "de").out
