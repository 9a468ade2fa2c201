"""Writes M4A and M4B: AAC in an MP4 file, with chapters for Apple's players and others.

ffmpeg encodes (see audio/ffmpeg.py). Samples are streamed to it in blocks. pydub's `export` would need the full session
in memory and write it to disk twice, as WAV and as raw samples: 1.6 GB each for ten hours. It writes neither lyrics nor
chapters. Here mutagen writes the tags, and ffmpeg makes chapters from a metadata file.

AAC frames have 1,024 samples, and the first is only decoder delay. An edit list, exact to the sample with
`-movie_timescale`, states the samples to play. Decoders older than ffmpeg 7 may add the rest of the last frame, at most
46 ms of silence.

Sources: https://ffmpeg.org/ffmpeg-formats.html (the mov muxer, metadata files); for the names of tags
https://mutagen.readthedocs.io/en/latest/api/mp4.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from voiceguide.audio import mix
from voiceguide.audio.ffmpeg import converter as converter
from voiceguide.audio.ffmpeg import hint
from voiceguide.child_process import TimeLimit
from voiceguide.errors import OutputError
from voiceguide.export.chapter_list import chapters_from_start, without_gaps
from voiceguide.export.id3 import LANGUAGES
from voiceguide.plan import Chapter
from voiceguide.storage.temporary import TemporaryFolder
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Timeline
    from voiceguide.callbacks import Progress
    from voiceguide.export import FrameStore, Tags

BITS_A_SECOND = 96_000
"""The highest bit rate of each channel; silence takes next to nothing. At 64,000, FFmpeg's encoder raises peaks of
speech by up to 2 dB, above full scale."""

FFMPEG_SECONDS = 120
"""The time limit for ffmpeg to take a block of samples; to complete the file, it has `FINISHING` of its length more."""
FINISHING = 1 / 360
MUSIC, AUDIOBOOK = 1, 2
"""Values of the iTunes tag `stik`."""


def write_m4a(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """Write AAC with chapters and tags."""
    _write(timeline, file, tags, progress, MUSIC)


def write_m4b(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """Write an audiobook. Players remember the position in it."""
    _write(timeline, file, tags, progress, AUDIOBOOK)


def _write(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, kind: int) -> None:
    """Write with ffmpeg and mutagen, which open the file by its name. Raises OutputError if ffmpeg is missing or
    fails."""
    program = converter()
    if program is None:
        raise OutputError("M4A and M4B files are made by ffmpeg, which is not installed.", hint=_hint())
    with TemporaryFolder("m4a") as folder, TemporaryFile() as said:
        chapters = Path(folder.name, "chapters.txt")
        chapters.write_text(chapter_metadata(chapters_from_start(timeline.chapters, tags.title)), "utf-8", newline="\n")
        command = _command(program, file.name, chapters, tags, timeline.channels)
        with (
            Popen(command, stdin=PIPE, stdout=DEVNULL, stderr=said) as process,
            closing(TimeLimit(process, FFMPEG_SECONDS)) as limit,
        ):
            try:
                fed = _feed(process, timeline, progress, limit)
            except BaseException:
                process.kill()
                raise
        if limit.exceeded:
            raise OutputError(f"ffmpeg did not go on within {FFMPEG_SECONDS} seconds, and was stopped.", hint=_hint())
        if process.returncode or not fed:
            _stopped_by_the_disk(file)
            said.seek(0)
            raise OutputError(f"ffmpeg {_ending(process.returncode, said.read(2000))}.", hint=_hint())
    _add_pictures(file.name, timeline, tags)
    _tag(file.name, tags, kind)


def _add_pictures(path: str, timeline: Timeline, tags: Tags) -> None:
    """Give each chapter its picture, if any chapter has one."""
    if not any(tags.chapter_pictures):
        return
    from voiceguide.export.mp4_pictures import add_pictures, squares

    chapters = chapters_from_start(timeline.chapters, tags.title)
    opening = [b""] * (len(chapters) - len(timeline.chapters))
    pictures = squares([*opening, *tags.chapter_pictures], tags.cover)
    with Path(path).open("r+b") as file:
        add_pictures(file, without_gaps(chapters, timeline.length), pictures)


def _command(program: str, target: str, chapters: Path, tags: Tags, channels: int) -> list[str]:
    return [
        *(program, "-y", "-nostdin", "-v", "error"),
        *("-f", "s16le", "-ar", str(RATE), "-ac", str(channels), "-i", "pipe:0"),
        *("-f", "ffmetadata", "-i", f"file:{chapters}", "-map", "0:a", "-map_chapters", "1"),
        *("-c:a", "aac", "-b:a", str(BITS_A_SECOND * channels)),
        *("-metadata:s:a:0", f"language={LANGUAGES.get(tags.language[:2].lower(), 'und')}"),
        *("-movie_timescale", str(RATE), "-movflags", "+faststart", "-f", "ipod", f"file:{target}"),
    ]


def chapter_metadata(chapters: Iterable[Chapter]) -> str:
    """The chapters in ffmpeg's metadata format."""
    lines = [";FFMETADATA1"]
    for chapter in chapters:
        title = re.sub(r"([=;#\\\n])", r"\\\1", chapter.title)
        lines += ["[CHAPTER]", f"TIMEBASE=1/{RATE}", f"START={chapter.start}", f"END={chapter.end}", f"title={title}"]
    return "\n".join(lines) + "\n"


def _feed(process: Popen[bytes], timeline: Timeline, progress: Progress, limit: TimeLimit) -> bool:
    """Stream all samples to ffmpeg, and wait for its end. Returns False if ffmpeg ended early; its exit status then
    gives the reason."""
    assert process.stdin is not None
    done = 0
    for block in mix.blocks(timeline):
        try:
            with limit.step():
                process.stdin.write(block.tobytes())
        except OSError:
            break
        done += len(block)
        progress(done, timeline.length)
    try:
        with limit.step(more=timeline.length / RATE * FINISHING):
            process.stdin.close()
            process.wait()
    except OSError:
        return False
    return done == timeline.length


def _stopped_by_the_disk(file: IO[bytes]) -> None:
    """On a full disk, raise the OSError that stopped ffmpeg."""
    file.seek(0, 2)
    file.write(bytes(2**16))
    file.flush()


def _ending(status: int, said: bytes) -> str:
    if status < 0:
        return f"was killed by signal {-status}"
    if status == 0:
        return "ended before the session did"
    words = said.decode("utf-8", "replace").strip().splitlines()
    return f"failed with exit status {status}" + (f": {words[-1].strip('. ')}" if words else "")


def _tag(path: str, tags: Tags, kind: int) -> None:
    from mutagen.mp4 import MP4, MP4Cover

    file = MP4(path)
    texts = {
        "\xa9nam": tags.title,
        "\xa9ART": tags.artist,
        "\xa9alb": tags.album,
        "\xa9gen": tags.genre,
        "\xa9lyr": tags.lyrics,
        "\xa9cmt": tags.comment,
    }
    for name, text in texts.items():
        if text:
            file[name] = [text]
    file["stik"] = [kind]
    if tags.cover:
        file["covr"] = [MP4Cover(tags.cover, MP4Cover.FORMAT_JPEG)]
    if tags.track:
        file["trkn"] = [(tags.track, tags.tracks)]
        file["pgap"] = True
    file.save()


def _hint() -> str:
    return f"{hint()} (MP3 needs neither.)"
