"""The desk answers its own page, and nobody else."""

from __future__ import annotations

import pytest

from tests.desk.running import SOLES, Running, client
from voiceguide.serve.access import NOT_FOUND


def save(desk: Running, address: str | None = None, **headers: str) -> int:
    body = {"name": "soles", "text": "# Evil\n", "base": "x"}
    return client.post(address or f"{desk.address}save.json", json=body, headers=headers).status_code


def test_the_page_opens_at_its_address(shared_desk: Running) -> None:
    answer = shared_desk.get("")
    assert answer.status_code == 200
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_without_the_token_there_is_nothing(shared_desk: Running) -> None:
    for path in ("/", "/scripts.json", "/wrong/scripts.json", f"/{'x' * 32}/"):
        answer = client.get(shared_desk.origin + path)
        assert (answer.status_code, answer.content) == (404, NOT_FOUND)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1"},
        {"origin": "http://localhost:1"},
        {},
    ],
)
def test_another_origin_changes_nothing(shared_desk: Running, headers: dict[str, str]) -> None:
    assert save(shared_desk, **headers) == 404
    assert (shared_desk.folder / "soles.md").read_text("utf-8") == SOLES


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "192.168.1.5:80", "localhost", ""])
def test_another_host_name_gets_nothing(shared_desk: Running, host: str) -> None:
    """A name of the web may be made to point at this machine (DNS rebinding)."""
    answer = client.get(shared_desk.address, headers={"host": host})
    assert answer.status_code in (400, 404)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_can_neither_embed_nor_lead_here(shared_desk: Running, site: str) -> None:
    for mode in ("navigate", "no-cors", "cors"):
        headers = {"sec-fetch-site": site, "sec-fetch-mode": mode}
        assert client.get(shared_desk.address, headers=headers).status_code == 404


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_form_of_another_page_is_refused(shared_desk: Running, kind: str) -> None:
    headers = {"origin": shared_desk.origin, "content-type": kind}
    answer = client.post(f"{shared_desk.address}save.json", content=b"{}", headers=headers)
    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_verbs_are_refused(shared_desk: Running, method: str) -> None:
    headers = {"origin": shared_desk.origin, "content-type": "application/json"}
    answer = client.request(method, f"{shared_desk.address}save.json", content=b"{}", headers=headers)
    assert answer.status_code == 404
    assert "access-control-allow-origin" not in answer.headers


def test_reading_addresses_cannot_be_posted_to_and_the_other_way_round(shared_desk: Running) -> None:
    assert shared_desk.get("save.json").status_code == 404
    assert shared_desk.post("scripts.json").status_code == 404


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "page/desk.js", "index.html", "desk.py"]
)
def test_only_the_files_of_the_page_are_handed_out(shared_desk: Running, path: str) -> None:
    assert client.get(shared_desk.address + path).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"name": 1}',
        b'{"name": "soles", "text": "a", "base": null}',
        b'{"name": "soles", "text": "\\ud800", "base": "x"}',
        b"\xff\xfe",
    ],
)
def test_a_malformed_body_is_refused_without_a_fault(shared_desk: Running, body: bytes) -> None:
    headers = {"origin": shared_desk.origin, "content-type": "application/json"}
    answer = client.post(f"{shared_desk.address}save.json", content=body, headers=headers)
    assert answer.status_code == 400
    assert shared_desk.notes == []


def test_a_body_has_a_bound(shared_desk: Running) -> None:
    answer = shared_desk.post("check.json", name="soles", text="a" * 7_000_000, language="en")
    assert answer.status_code == 413
