"""MP3 frames."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.export import mp3_frames


def test_the_silent_frame_is_the_shortest_there_is() -> None:
    assert mp3_frames.SILENT.hex() == "fff310c4" + 22 * "00"
    assert mp3_frames.frame_length(mp3_frames.SILENT) == 26


@pytest.mark.parametrize("header", ["fffb90c4", "fff300c4", "fff3f0c4", "fff314c4", "49443303"])
def test_what_is_no_frame_of_ours_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match="not the header"):
        mp3_frames.frame_length(bytes.fromhex(header))


@given(st.integers(0, 20), st.lists(st.integers(1, 70)))
def test_pieces_cut_anywhere_come_out_as_whole_frames(count: int, cuts: list[int]) -> None:
    stream, pieces, at = mp3_frames.SILENT * count, [], 0
    for cut in cuts:
        pieces.append(stream[at : at + cut])
        at += cut
    pieces.append(stream[at:])
    whole = list(mp3_frames.whole_frames(pieces))
    assert b"".join(whole) == stream
    assert all(len(data) % len(mp3_frames.SILENT) == 0 for data in whole)


def test_the_tag_frame_has_its_fields_where_lame_puts_them() -> None:
    tag = mp3_frames.tag_frame(frames=1000, length=50_000, table=range(0, 200, 2), delay=576, padding=1234)
    assert len(tag) == mp3_frames.frame_length(tag) == mp3_frames.TAG_LENGTH
    assert tag[13:17] == b"Xing"
    assert tag[21:29] == (1000).to_bytes(4, "big") + (50_000).to_bytes(4, "big")
    assert list(tag[29:129]) == list(range(0, 200, 2))
    assert tag[133:142] == b"LAME3.100"
    assert int.from_bytes(tag[154:157], "big") == 576 << 12 | 1234


@given(st.integers(1, 900), st.integers(0, 600_000), st.integers(1, 900))
def test_silence_is_as_large_as_it_is_asked_to_be(count: int, more: int, at_once: int) -> None:
    silence = mp3_frames.Silence(count, more)
    data = b"".join(silence.next(min(at_once, count - first)) for first in range(0, count, at_once))
    assert len(data) == silence.length
    assert len(list(mp3_frames.split_frames(data))) == count
    most = count * (mp3_frames.SILENT_LENGTHS[-1] - mp3_frames.SILENT_LENGTHS[0])
    # No larger, and smaller by less than one step between the sizes there are.
    assert more > most or 0 <= more + count * len(mp3_frames.SILENT) - len(data) <= 60


def test_the_check_sum_is_that_of_lame() -> None:
    assert mp3_frames._crc16(b"123456789") == 0xBB3D  # the published check value of CRC-16/ARC
