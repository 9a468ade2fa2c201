"""Who may come in: the key, the host's name, pages of others."""

from __future__ import annotations

import http.client
import random
import statistics
import time

import pytest

from tests.serve.running import Served, plain
from voiceguide.serve.key import new_key

KNOWN = ["/", "/player.js", "/routines.json", "/session.mp3?routine=heel", "/plan.json?routine=heel", "/feed.xml"]


def wrong_paths(key: str) -> list[str]:
    """Every way of having no key, to what there is and what there is not."""
    changed = key[:-1] + ("A" if key[-1] != "A" else "B")
    keys = ["", changed, new_key(), key[:-1], key + "A", key.lower(), "%00" + key, "x", "a" * 3000]
    return [
        *KNOWN,
        *(f"/{wrong}{path}" for wrong in keys for path in ("/", "/session.mp3?routine=heel", "/no-such-page")),
        f"/./{key}/",
        f"//{key}/",
        f"/../{key}/",
        f"/{changed}/../{key}/",
        f"/?{key}",
    ]


def test_with_the_key_everything_is_there(lan: Served) -> None:
    for path in KNOWN:
        assert plain.get(lan.address + path, timeout=30).status_code == 200
    assert plain.get(lan.address).status_code == 200


def test_without_the_key_every_path_is_answered_alike(lan: Served) -> None:
    assert lan.key
    answers = set()
    for path in wrong_paths(lan.key):
        connection = http.client.HTTPConnection("127.0.0.1", lan.port)
        connection.request("GET", path)
        answer = connection.getresponse()
        headers = tuple(sorted((name.lower(), value) for name, value in answer.getheaders() if name.lower() != "date"))
        answers.add((answer.status, headers, answer.read()))
        connection.close()
    assert len(answers) == 1
    status, _, body = answers.pop()
    assert (status, body) == (404, b"Not found.\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "HEAD"])
def test_without_the_key_no_method_tells_more(lan: Served, method: str) -> None:
    for path in ("/", "/session.mp3", "/no-such-page"):
        assert plain.request(method, f"http://127.0.0.1:{lan.port}{path}").status_code == 404


def test_what_a_wrong_key_is_answered_takes_as_long_whatever_it_is(lan: Served) -> None:
    """Medians of many requests, taken in turn in random order, so that what slows the machine slows all of them."""
    assert lan.key
    near = lan.key[:-1] + ("A" if lan.key[-1] != "A" else "B")
    paths = {
        "known path": "/session.mp3",
        "unknown path": "/no-such-page",
        "nearly the key": f"/{near}/session.mp3",
        "another key": f"/{'x' * len(lan.key)}/session.mp3",
        "too short": f"/{lan.key[:3]}/session.mp3",
    }
    connection = http.client.HTTPConnection("127.0.0.1", lan.port)
    taken: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(300):
        for name, path in random.sample(sorted(paths.items()), len(paths)):
            begun = time.perf_counter()
            connection.request("GET", path)
            connection.getresponse().read()
            taken[name].append(time.perf_counter() - begun)
    connection.close()
    medians = {name: statistics.median(times) for name, times in taken.items()}
    assert max(medians.values()) < 1.3 * min(medians.values()), medians


def test_a_key_is_long_and_new_each_time() -> None:
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert {len(key) for key in keys} == {32}  # six bits each: 192


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8765", 200),
        ("127.0.0.1:1", 200),
        ("192.168.1.5:8765", 200),
        ("[::1]:8765", 200),
        ("evil.example", 404),
        ("evil.example:8765", 404),
        ("localhost.evil.example", 404),
        ("127.0.0.1.evil.example", 404),
        ("[::1%<script>]", 404),
        ("127.0.0.1:99999999", 404),
        ("", 404),
    ],
)
def test_only_a_number_or_localhost_is_a_host(server: Served, host: str, status: int) -> None:
    """A name on the web may be made to lead here, and its pages would then read what is here (DNS rebinding)."""
    assert plain.get(server.address + "/feed.xml", headers={"host": host}, timeout=30).status_code == status


def test_pages_of_others_cannot_embed_what_is_here_but_may_lead_here(server: Served) -> None:
    embedding = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert plain.get(server.address + "/session.mp3?routine=heel", headers=embedding).status_code == 404
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert plain.get(server.address + "/", headers=link).status_code == 200
