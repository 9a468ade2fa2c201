"""Exporting files, and refusing targets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio.timelines import Broken, session, timeline, whole_mix
from tests.needs import need
from voiceguide import export
from voiceguide.errors import OutputError
from voiceguide.export import Tags, m4a, wav_flac_ogg
from voiceguide.units import RATE

TAGS = Tags(
    title="Fersenschmerz lösen",
    artist="voiceguide",
    album="Füße",
    genre="Speech",
    language="de",
    lyrics="# Fersen\n\n- Drücken für 45 Sekunden",
    comment="15 minutes",
)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".WAV"])
def test_wav_and_flac_are_exact_to_the_sample(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"a{suffix}"
    export.write(session(), target, TAGS, overwrite=False)
    samples, rate = soundfile.read(target, dtype="int16")
    assert rate == RATE
    np.testing.assert_array_equal(samples, whole_mix(session()))


def test_ogg_has_the_length_and_the_sounds(tmp_path: Path) -> None:
    target = tmp_path / "a.ogg"
    export.write(session(), target, TAGS, overwrite=False)
    samples, _ = soundfile.read(target, dtype="int16")
    mixed = whole_mix(session()).astype(float)
    assert len(samples) == len(mixed)
    assert ((samples - mixed) ** 2).sum() < 0.02 * (mixed**2).sum()


@pytest.mark.parametrize("suffix", [".flac", ".ogg"])
def test_flac_and_ogg_carry_the_tags(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"a{suffix}"
    export.write(session(), target, TAGS, overwrite=False)
    with soundfile.SoundFile(target) as file:
        assert (file.title, file.artist, file.album) == (TAGS.title, TAGS.artist, TAGS.album)


@pytest.mark.parametrize("suffix", sorted(set(export.FORMATS) - {".m4a", ".m4b"}))  # which libsndfile cannot read
def test_a_session_without_a_sound_is_written_too(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"a{suffix}"
    export.write(timeline(2.0), target, Tags(), overwrite=False)
    samples, _ = soundfile.read(target, dtype="int16")
    assert len(samples) == 2 * RATE
    assert not samples.any()


def test_a_wav_of_more_than_four_gigabytes_is_rf64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wav_flac_ogg, "WAV_SAMPLES", 3 * RATE)
    for seconds, container in ((3, "WAV"), (4, "RF64")):
        target = tmp_path / f"{seconds}.wav"
        export.write(timeline(seconds), target, Tags(), overwrite=False)
        with soundfile.SoundFile(target) as file:
            assert (file.format, file.frames) == (container, seconds * RATE)


@pytest.fixture(params=sorted(export.FORMATS))
def suffix(request: pytest.FixtureRequest) -> str:
    """Every supported suffix."""
    if request.param in (".m4a", ".m4b"):
        need(m4a.converter(), "ffmpeg is not installed")
    return str(request.param)


def test_progress_rises_to_the_whole_and_can_stop_it(tmp_path: Path, suffix: str) -> None:
    seen: list[tuple[int, int]] = []
    export.write(session(), tmp_path / f"a{suffix}", TAGS, overwrite=False, progress=lambda *both: seen.append(both))
    total = session().length
    assert seen == sorted(seen)
    assert seen[-1] == (total, total)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export.write(session(), tmp_path / f"b{suffix}", TAGS, overwrite=False, progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == [f"a{suffix}"]


def test_a_sound_that_cannot_be_read_fails_the_export(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ValueError, match="the clip is damaged"):
        export.write(timeline(9, (1, Broken())), tmp_path / f"a{suffix}", TAGS, overwrite=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "said"), [("a.mp4", "'.mp4' files"), ("a", "a file without a suffix")])
def test_an_unknown_suffix_is_refused_with_those_there_are(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(OutputError, match=f"cannot write {said}") as error:
        export.write(session(), tmp_path / name, TAGS, overwrite=False)
    assert error.value.hint == "Use one of .flac, .m4a, .m4b, .mp3, .ogg, .wav."
    assert export.suffixes() == [".flac", ".m4a", ".m4b", ".mp3", ".ogg", ".wav"]
