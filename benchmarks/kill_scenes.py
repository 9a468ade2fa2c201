"""The scenes of kills.py: commands to end, their input, and their results."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.cli import COMMANDS

SCRIPT = """# Short break

Caution: ease off whenever the pain turns sharp.

## Release

- Press the heel spot for 8 seconds, each foot
  - halfway: Change direction.
- Rest for 5 seconds

## Stretch (after Release)

- Pull your toes back for 8 seconds
"""
JOBS = """routine,length,side,client,format,target
short.md,60s,,,mp3,a.mp3
short.md,60s,left,,wav,b.wav
short.md,62s,,Anna,flac,c.flac
short.md,70s,right,,mp3,d.mp3
"""
MORE = """routine,length,side,client,format,target
short.md,64s,,Anna,flac,c.flac
short.md,64s,,,wav,e.wav
short.md,66s,left,,mp3,f.mp3
"""
"""The sheet of another batch into the same folder. One recording is in both, and each batch makes its own of it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A command to end, and its results."""

    name: str
    words: tuple[str, ...]
    results: tuple[str, ...] = ()
    """Files in the workplace."""
    lasts: bool = False
    """True if the command ends only when it is asked to."""
    forgets: bool = False
    """True if the cache is emptied before each other run, so that there is speech to make."""
    beside: tuple[str, ...] = ()
    """Another command that runs at the same time, and is not ended: it has to succeed."""
    asks: str = ""
    """The path of a session that clients ask a server for while it is ended, each time with another length."""
    recorded: bool = False
    """True if it is started on a terminal, with a microphone that hears nothing."""


EXPORT = ("export", "short.md", "-l", "60s", "--force", "-o")
BATCH = ("out/a.mp3", "out/b.wav", "out/c.flac", "out/d.mp3")
SCENES = (
    Scene("export", (*EXPORT, "out/s.mp3"), ("out/s.mp3",), forgets=True),
    Scene(
        "export with files",
        (*EXPORT, "out/t.flac", "--beside", "handout,webvtt"),
        ("out/t.flac", "out/t.html", "out/t.vtt"),
        forgets=True,
    ),
    Scene("export m4a", (*EXPORT, "out/s.m4a"), ("out/s.m4a",)),
    Scene("album", (*EXPORT, "out/album", "--split", "phases"), ("out/album",)),
    Scene("batch", ("batch", "jobs.csv", "--into", "out"), BATCH, forgets=True),
    Scene(
        "two batches",
        ("batch", "jobs.csv", "--into", "out", "--force"),
        ("out/a.mp3", "out/b.wav", "out/d.mp3", "out/e.wav", "out/f.mp3"),
        forgets=True,
        beside=("batch", "more.csv", "--into", "out", "--force"),
    ),
    Scene("publish", ("publish", "site", "short.md", "-l", "60s"), ("site/sessions",), forgets=True),
    Scene("pack", ("pack", "short.md", "-f", "-o", "out/p.zip")),  # a package tells its time, so two differ
    Scene("say", ("say", "Press the heel spot.", "-f", "-o", "out/w.wav"), ("out/w.wav",), forgets=True),
    Scene("play", ("play", "short.md", "--output", "none", "--anyway"), lasts=True, forgets=True),
    Scene("serve", ("serve", "--port", "0", "--no-qr"), lasts=True, forgets=True),
    Scene(
        "serve while it writes",
        ("serve", "--port", "0", "--no-qr"),
        lasts=True,
        asks="session.mp3?routine=desk-break&talk=bells",
    ),
    Scene("record", ("record", "short.md"), lasts=True, recorded=True),
    Scene("cache verify", ("cache", "verify")),
    Scene("cache clear", ("cache", "clear"), forgets=True),
    *([Scene("write", ("write", "--no-open", "short.md"), lasts=True)] if "write" in COMMANDS else []),
)
