"""`voiceguide serve` as a person runs it."""

from __future__ import annotations

import io
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import segno

from tests.conftest import Cli
from tests.serve.running import command, plain
from voiceguide.serve.access import HEADERS


def test_the_address_stands_alone_on_its_line_and_answers(scripts: Path) -> None:
    with command(scripts, "--no-qr") as (_, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        assert plain.get(address + "routines.json", timeout=30).status_code == 200


def test_the_code_in_the_terminal_is_that_of_the_address(scripts: Path) -> None:
    with command(scripts, "--lan", "--no-name", "--host", "192.168.7.7") as (process, address):
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert address.startswith("http://192.168.7.7:")
    drawn = io.StringIO()
    segno.make_qr(address, error="m").terminal(drawn, compact=True)
    assert drawn.getvalue() in err
    assert "\n".join(line for line in err.splitlines() if "█" in line)


def test_no_code_is_drawn_that_no_phone_can_open(scripts: Path) -> None:
    with command(scripts) as (process, _):
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert out == ""
    assert "█" not in err
    assert "--lan opens it to your phone, with a QR code" in err


def test_a_host_that_was_chosen_is_answered_and_no_other_name(scripts: Path) -> None:
    with command(scripts, "--lan", "--no-qr", "--no-name", "--host", "Feet.Local") as (_, address):
        match = re.fullmatch(r"http://Feet\.Local:(\d+)(/[\w-]{32}/)", address)
        assert match
        for host, status in (("feet.local", 200), (f"FEET.local.:{match[1]}", 200), ("feet.example", 404)):
            there = f"http://127.0.0.1:{match[1]}{match[2]}server.json"
            assert plain.get(there, headers={"host": host}).status_code == status


@pytest.mark.parametrize("host", ["", "http://x", "a b", "x/y", "-x", "x" * 300])
def test_a_host_that_is_no_name_is_wrong_usage(cli: Cli, host: str) -> None:
    assert cli("serve", "--lan", "--host", host).status == 2
    assert cli("serve", "--host", "192.168.7.7").status == 2  # without --lan


def test_on_the_network_everything_stands_behind_a_key(scripts: Path) -> None:
    with command(scripts, "--lan", "--no-qr", "--no-name") as (_, address):
        match = re.fullmatch(r"http://([\d.]+):(\d+)/([\w-]{32})/", address)
        assert match
        _, port, key = match.groups()
        assert plain.get(f"http://127.0.0.1:{port}/{key}/feed.xml", timeout=30).status_code == 200
        for path in ("", "feed.xml", "x/feed.xml"):
            assert plain.get(f"http://127.0.0.1:{port}/{path}").status_code == 404


def test_a_port_that_is_taken_is_told_plainly(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = cli("serve", "--port", port)
    assert said.status == 1
    assert said.out == ""
    assert f"Port {port} is taken" in said.err
    assert "--port 0" in said.err


@pytest.mark.parametrize("port", ["-1", "65536", "http", "1e3"])
def test_a_port_that_is_none_is_wrong_usage(cli: Cli, port: str) -> None:
    assert cli("serve", "--port", port).status == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are not sent there")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_at_once_while_it_makes_and_sends(scripts: Path, sent: signal.Signals, status: int) -> None:
    with command(scripts, "--no-qr") as (process, address):
        port = int(address.rstrip("/").rpartition(":")[2])
        waiting = [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
        for number, connection in enumerate(waiting[1:]):
            path = f"/session.mp3?routine=heel&length={number + 120}"
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.3)
        process.send_signal(sent)
        out, err = process.communicate(timeout=10)
        for connection in waiting:
            connection.close()
    assert process.returncode == status
    assert "Traceback" not in err
    assert "note:" not in err
    assert out == ""


def test_help_loads_no_server() -> None:
    code = (
        "import sys; from voiceguide.cli import run; run(['serve', '--help']); "
        "print(sorted({'starlette', 'uvicorn', 'jinja2', 'segno', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_policy_lets_no_script_stand_in_the_page() -> None:
    [policy] = [value for name, value in HEADERS if name == b"content-security-policy"]
    assert b"unsafe" not in policy
    assert b"*" not in policy
    assert b"http" not in policy
