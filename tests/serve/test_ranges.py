"""The sound in parts, as players ask for it; an iPhone asks for the first two bytes first."""

from __future__ import annotations

import httpx
import pytest

from tests.serve.running import Served, plain

SESSION = "/session.mp3?routine=ferse"


@pytest.fixture(scope="module")
def whole(server: Served) -> bytes:
    return plain.get(server.address + SESSION, timeout=30).content


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, -1),
        ("bytes=100-199", 100, 199),
        ("bytes=-100", -100, -1),
        ("bytes=5-99999999999", 5, -1),
        ("bytes=-99999999999", 0, -1),
    ],
)
def test_a_part_is_what_stands_there(get: httpx.Client, whole: bytes, asked: str, first: int, last: int) -> None:
    size = len(whole)
    first, last = first % size, last % size
    answer = get.get(SESSION, headers={"range": asked})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"
    assert answer.headers["content-length"] == str(last - first + 1)
    assert answer.content == whole[first : last + 1]


def test_several_parts_come_in_one_answer(get: httpx.Client, whole: bytes) -> None:
    answer = get.get(SESSION, headers={"range": "bytes=0-9,100-109"})
    assert answer.status_code == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges; boundary=")
    boundary = answer.headers["content-type"].partition("boundary=")[2].encode()
    parts = [part.partition(b"\r\n\r\n")[2].rstrip(b"\r\n-") for part in answer.content.split(b"--" + boundary)]
    assert whole[0:10].rstrip(b"\r\n-") in parts
    assert whole[100:110].rstrip(b"\r\n-") in parts


def test_a_part_past_the_end_is_refused_with_the_size(get: httpx.Client, whole: bytes) -> None:
    answer = get.get(SESSION, headers={"range": f"bytes={len(whole)}-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=a-b",
        "bytes=1",
        "pages=1-2",
        "bytes=5-1",
        "bytes=0-1,5-1",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_a_range_that_means_nothing_is_passed_over(get: httpx.Client, whole: bytes, asked: str) -> None:
    answer = get.get(SESSION, headers={"range": asked})
    assert answer.status_code == 200
    assert answer.content == whole


def test_so_many_parts_that_it_must_be_an_attack_are_not_put_together(get: httpx.Client) -> None:
    answer = get.get(SESSION, headers={"range": "bytes=" + ",".join(["0-"] * 2000)})
    assert answer.status_code == 200


def test_only_the_head_can_be_asked_for(get: httpx.Client, whole: bytes) -> None:
    head = get.head(SESSION)
    assert head.status_code == 200
    assert head.headers["accept-ranges"] == "bytes"
    assert head.headers["content-length"] == str(len(whole))
    assert head.content == b""


def test_a_part_is_only_given_while_the_whole_is_the_same(get: httpx.Client, whole: bytes) -> None:
    tag = get.head(SESSION).headers["etag"]
    same = get.get(SESSION, headers={"range": "bytes=0-1", "if-range": tag})
    assert (same.status_code, len(same.content)) == (206, 2)
    other = get.get(SESSION, headers={"range": "bytes=0-1", "if-range": '"another"'})
    assert (other.status_code, len(other.content)) == (200, len(whole))
