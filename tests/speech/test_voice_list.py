"""Downloading voices from Piper's list, completely or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies

from tests import tiny_voice
from tests.conftest import Cli
from tests.needs import need
from tests.voice_server import NAME, Answer, VoiceServer
from tests.voice_server import server as server
from voiceguide.errors import DownloadError
from voiceguide.speech import download, piper_voices, voice_list
from voiceguide.speech.piper_voices import CONFIG, MODEL


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICEGUIDE_VOICES", str(tmp_path / "voices"))
    return tmp_path / "voices"


def test_a_voice_is_fetched_whole(cli: Cli, server: VoiceServer, folder: Path) -> None:
    said = cli("voices", "get", NAME)
    assert said.status == 0
    assert f"--voice {NAME}" in said.err
    assert (folder / f"{NAME}.onnx").read_bytes() == tiny_voice.model_bytes()
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.onnx", f"{NAME}.onnx.json"]
    assert [voice.fault for voice in piper_voices.installed_voices()] == [None]


def test_what_is_here_is_not_fetched_again_but_what_is_damaged_is(cli: Cli, server: VoiceServer, folder: Path) -> None:
    cli("voices", "get", NAME)
    server.asked.clear()
    assert "is already installed" in cli("voices", "get", NAME).err
    assert server.asked == ["/voices.json"]
    model = folder / f"{NAME}.onnx"
    model.write_bytes(model.read_bytes()[:-1] + b"x")
    assert cli("voices", "get", NAME).status == 0
    assert model.read_bytes() == tiny_voice.model_bytes()


def test_the_list_is_shown_by_language(cli: Cli, server: VoiceServer) -> None:
    files = json.loads(server.answers["/voices.json"].body)[NAME]["files"]
    server.list(**{"de_DE-tugão-high": {"language": {"code": "de_DE"}, "num_speakers": 8, "files": files}})
    assert cli("voices", "get").out.splitlines()[-2:] == [
        "en_US-tiny-low    en-us   293 kB",
        "de_DE-tugão-high  de-de   293 kB  8 speakers",
    ]
    assert cli("voices", "get", "--language", "de").out.split()[0] == "de_DE-tugão-high"
    assert NAME in cli("voices", "get", "--language", "en_US").out
    assert cli("voices", "get", "--language", "xx").err == "There are no such voices.\n"


def test_a_copy_of_the_list_serves_as_well(cli: Cli, server: VoiceServer, folder: Path, tmp_path: Path) -> None:
    here = server.copy_to(tmp_path / "stick")
    server.answers.clear()
    assert cli("voices", "get", NAME, "--list", here).status == 0
    assert cli("voices", "remove", NAME).status == 0
    assert list(folder.iterdir()) == []
    assert cli("voices", "get", NAME, "--list", here.as_uri()).status == 0
    assert "is already installed" in cli("voices", "get", NAME, "--list", here.parent).err
    assert len(list(folder.iterdir())) == 2


def test_a_voice_that_is_not_in_the_list_or_not_here_is_refused(cli: Cli, server: VoiceServer) -> None:
    said = cli("voices", "get", "tiny")
    assert said.err == f"error: there is no voice 'tiny' in the list\nhint: Did you mean one of these? {NAME}\n"
    assert cli("voices", "get", "xyzzy").err.endswith("hint: voiceguide voices get lists all voices.\n")
    assert "there is no voice '../x'" in cli("voices", "remove", "../x").err


# What may go wrong


def refused(cli: Cli, folder: Path, part: str) -> None:
    """Assert that the voice is refused with these words and leaves no file."""
    said = cli("voices", "get", NAME)
    assert (said.status, said.out) == (1, "")
    assert part in said.err, said.err
    assert "Traceback" not in said.err
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_download_that_is_cut_leaves_nothing(cli: Cli, server: VoiceServer, folder: Path) -> None:
    whole = server.model.body
    server.model.body, server.model.told = whole[: len(whole) // 2], len(whole)
    refused(cli, folder, "stopped after")
    server.model.told = len(whole) // 2
    refused(cli, folder, "stopped after")


def test_a_wrong_hash_is_refused(cli: Cli, server: VoiceServer, folder: Path) -> None:
    server.model.body = server.model.body[:-1] + b"x"
    refused(cli, folder, "differs from the list")


@pytest.mark.parametrize("told", [None, -1])
def test_what_is_larger_than_the_list_says_is_refused(
    cli: Cli, server: VoiceServer, folder: Path, told: int | None
) -> None:
    server.offer(size_bytes=100_000)
    server.model.told = told
    refused(cli, folder, "is larger than the 100,000 bytes that it should have")


def test_a_description_that_is_of_no_use_is_found_before_the_model_is_fetched(
    cli: Cli, server: VoiceServer, folder: Path
) -> None:
    listed = json.loads(server.answers["/voices.json"].body)
    path = f"en/en_US/tiny/{NAME}.onnx.json"
    server.config.body = json.dumps(tiny_voice.config(phoneme_type="pinyin")).encode()
    listed[NAME]["files"][path] = {
        "size_bytes": len(server.config.body),
        "md5_digest": hashlib.md5(server.config.body).hexdigest(),
    }
    server.list(**listed)
    refused(cli, folder, "it needs 'pinyin' phonemes")
    assert not any(asked.endswith(".onnx") for asked in server.asked)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1, 2]", b"\xff\xfe", b'{"a": ', b"[" * 100_000])
def test_a_list_that_is_none_is_refused(cli: Cli, server: VoiceServer, folder: Path, body: bytes) -> None:
    server.answers["/voices.json"] = Answer(body)
    refused(cli, folder, "is not a list of Piper's voices")


MD5 = {"size_bytes": 10, "md5_digest": "0" * 32}


@pytest.mark.parametrize(
    "files",
    [
        {"../../x.onnx": MD5, "x.onnx.json": MD5},
        {"/etc/x.onnx": MD5, "x.onnx.json": MD5},
        {"http://example.org/x.onnx": MD5, "x.onnx.json": MD5},
        {"en/..\\x.onnx": MD5, "x.onnx.json": MD5},
        {"en/%2e%2e/x.onnx": MD5, "x.onnx.json": MD5},
        {"x.onnx": MD5},
        {"x.onnx": MD5, "y.onnx": MD5, "x.onnx.json": MD5},
        {"x.onnx": {"size_bytes": 1 << 40, "md5_digest": "0" * 32}, "x.onnx.json": MD5},
        {"x.onnx": {"size_bytes": -1, "md5_digest": "0" * 32}, "x.onnx.json": MD5},
        {"x.onnx": {"size_bytes": 10, "md5_digest": "rm -rf"}, "x.onnx.json": MD5},
        {"x.onnx": {"size_bytes": 10, "md5_digest": 7}, "x.onnx.json": MD5},
        "x.onnx",
        None,
    ],
)
def test_an_entry_that_cannot_be_trusted_is_refused_and_the_others_serve(
    cli: Cli, server: VoiceServer, folder: Path, files: object
) -> None:
    server.list(**{"en_US-other-low": {"files": files}, "../../evil": {"files": {"x.onnx": MD5, "x.onnx.json": MD5}}})
    assert "unusable entry" in cli("voices", "get", "en_US-other-low").err
    assert "unusable entry" in cli("voices", "get", "../../evil").err
    assert "the list has 2 more" in cli("voices", "get").err
    assert cli("voices", "get", NAME).status == 0


def test_an_entry_with_endless_speakers_is_refused(tmp_path: Path) -> None:
    entry = {"files": {"x.onnx": MD5, "x.onnx.json": MD5}, "language": {"code": "en"}, "num_speakers": float("inf")}
    (tmp_path / "voices.json").write_text(json.dumps({"x": entry}))
    assert list(voice_list.read_list(str(tmp_path)).unusable) == ["x"]


PATHS = strategies.text(alphabet="ax./\\\\:%~-", max_size=12)


@given(PATHS, PATHS)
def test_no_path_of_a_list_leads_out_of_it(path: str, name: str) -> None:
    entry = {"files": {f"{path}.onnx": MD5, f"{path}.onnx.json": MD5}}
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "voices.json")
        written.write_text(json.dumps({name: entry}), "utf-8")
        found = voice_list.read_list(str(written))
        for offer in found.offers.values():
            for file, target in zip((offer.model, offer.config), (MODEL, CONFIG), strict=True):
                assert Path(folder, file.path).resolve().is_relative_to(Path(folder).resolve())
                assert Path(folder, offer.name + target).resolve().parent == Path(folder).resolve()


def test_a_missing_file_is_said(cli: Cli, server: VoiceServer, folder: Path) -> None:
    server.model.status = 404
    refused(cli, folder, "the server says 404 Not Found")


def test_redirects_are_followed_to_the_file_and_not_in_circles(cli: Cli, server: VoiceServer, folder: Path) -> None:
    model = f"/en/en_US/tiny/{NAME}.onnx"
    server.answers["/cdn/1"] = server.answers[model]
    server.answers[model] = Answer(status=302, headers={"Location": "/cdn/1"})
    assert cli("voices", "get", NAME).status == 0
    cli("voices", "remove", NAME)
    server.answers["/cdn/1"] = Answer(status=302, headers={"Location": "/cdn/1"})
    refused(cli, folder, "infinite loop")


@pytest.mark.parametrize(
    ("location", "part"),
    [
        ("http://192.0.2.1/x.onnx", "only https: addresses are"),
        ("file:///etc/passwd", "not allowed"),
        ("ftp://127.0.0.1/x.onnx", "only https: addresses are"),
    ],
)
def test_redirects_lead_to_nothing_that_cannot_be_trusted(
    cli: Cli, server: VoiceServer, folder: Path, location: str, part: str
) -> None:
    server.model.status, server.model.headers = 302, {"Location": location}
    refused(cli, folder, part)


@pytest.mark.parametrize(
    "address",
    ["http://192.0.2.1/voices.json", "ftp://127.0.0.1/voices.json", "data://x/y", "http://localhost.evil.example/v"],
)
def test_only_https_is_asked_for_a_list(address: str) -> None:
    with pytest.raises(DownloadError, match="only https"):
        download.fetch(address, 1000)


def test_without_a_network_it_says_so(cli: Cli) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}/voices.json"
        said = cli("voices", "get", NAME, "--list", address)
    assert said.status == 1
    assert f"error: {address} cannot be fetched: Connection refused\nhint: Is this machine online?" in said.err


def test_a_server_that_falls_silent_is_given_up(
    cli: Cli, server: VoiceServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "SILENCE_SECONDS", 0.2)
    server.offer(size_bytes=len(server.model.body) + 1)
    server.model.told = len(server.model.body) + 1
    server.release.clear()
    refused(cli, folder, "timed out")


STALLED = "import sys; from voiceguide.cli import run; sys.exit(run(['voices', 'get', sys.argv[1]]))"


def test_ctrl_c_in_the_middle_of_it_leaves_nothing(server: VoiceServer, folder: Path) -> None:
    need(os.name == "posix", "signals are POSIX's")
    server.offer(size_bytes=len(server.model.body) + 1)
    server.model.told = len(server.model.body) + 1
    server.release.clear()
    with subprocess.Popen([sys.executable, "-c", STALLED, NAME], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("licence")
        assert process.stderr.readline().startswith("fetching")
        while not (folder.exists() and any(path.stat().st_size for path in folder.glob(".*onnx.*part"))):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read().strip() == "stopped"
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_said_and_leaves_nothing(server: VoiceServer, folder: Path) -> None:
    need(os.name == "posix", "file size limits are POSIX's")
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); " + STALLED
    done = subprocess.run([sys.executable, "-c", limited, NAME], capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Cannot write {folder / NAME}.onnx: File too large." in done.stderr
    assert list(folder.iterdir()) == []
