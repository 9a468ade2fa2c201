"""Trials of `play` where nothing can play: no sound server, a mute one, and players that are absent or lie."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

if __package__:
    from benchmarks.trials import Trial
    from benchmarks.workplace import Ran, Workplace, ended, explained
else:
    from trials import Trial  # type: ignore[import-not-found, no-redef]
    from workplace import Ran, Workplace, ended, explained  # type: ignore[import-not-found, no-redef]

LAUNCH = """
import sys, types
absent, lies = sys.argv[1].split(), sys.argv[2]
sys.argv[1:3] = []
for name in absent:
    sys.modules[name] = None  # importing it fails
    if name == "libpulse":
        import voiceguide.playback.libpulse as libpulse
        libpulse.LIBRARY = "libnone.so"
if lies:
    class SimpleaudioError(Exception):
        pass
    class Sound:
        def is_playing(self): return lies == "never ends"
        def stop(self): pass
        def wait_done(self):
            while lies == "never ends": __import__("time").sleep(1)
    def play_buffer(*given):
        if lies == "raises": raise SimpleaudioError("Error opening PCM device. -- CODE: -2 -- MSG: No such file")
        if lies == "hangs": __import__("time").sleep(600)
        return Sound()
    import importlib.machinery
    fake = types.ModuleType("simpleaudio")
    fake.__spec__ = importlib.machinery.ModuleSpec("simpleaudio", None)
    fake.play_buffer, fake._simpleaudio = play_buffer, types.SimpleNamespace(SimpleaudioError=SimpleaudioError)
    sys.modules["simpleaudio"] = fake
    sys.version_info = (3, 11, 0, "final", 0)  # it is refused in later ones
from voiceguide.cli import main
main(sys.argv[1:])
"""
"""A command without some modules, and with a simpleaudio that cannot play."""
OUTPUTS = ("", "pulseaudio", "miniaudio", "simpleaudio")
ABSENT = ("", "libpulse", "miniaudio", "libpulse miniaudio", "simpleaudio", "libpulse miniaudio simpleaudio")
LIES = ("raises", "hangs")
MOST_SECONDS = 30
GOOD = ("No sound device was found", "The sound device does not answer", "Cannot play with", "No output works here")


def player_trials(place: Workplace) -> Iterator[Trial]:
    """Each player alone, and each set of absent ones, without a sound device."""
    for output in OUTPUTS:
        for absent in ABSENT:
            yield _kind(output, absent), partial(_unplayed, place, output, absent)
    for lies in LIES:
        for output in ("", "simpleaudio"):
            kind = f"players: simpleaudio {lies}, {output or 'any'}"
            yield kind, partial(_unplayed, place, output, "libpulse miniaudio", lies)
    yield "players: a sound server that never answers", partial(_mute_server, place)
    yield "players: Ctrl-C while a device hangs", partial(_interrupted, place)


def _kind(output: str, absent: str) -> str:
    return f"players: {output or 'any'}, without {absent or 'a device'}"


def _started(place: Workplace, output: str, absent: str, lies: str = "", server: str = "") -> subprocess.Popen[str]:
    env = place.environment(PULSE_SERVER=server or "unix:/nonexistent", XDG_RUNTIME_DIR="/nonexistent")
    asked = ["--output", output] if output else []
    words = ["play", "heel.md", "-l", "shortest", "--anyway", "--plain", *asked]
    return place.launch([sys.executable, "-c", LAUNCH, absent, lies, *words], env)


def _unplayed(place: Workplace, output: str, absent: str, lies: str = "", server: str = "") -> str | None:
    """The fault of a session that nobody can hear: it has to be refused in one good sentence."""
    return _fault(ended(_started(place, output, absent, lies, server), MOST_SECONDS))


def _fault(ran: Ran) -> str | None:
    fault = explained(ran, most=10)
    if fault or ran.status != 1:
        return fault or f"ends with {ran.status}"
    if "Place kept" in ran.out + ran.err:
        return "says that the place is kept"
    told = " ".join((ran.out + ran.err).split())
    return None if any(words in told for words in GOOD) else f"does not say why: {ran.err.strip()[-120:]!r}"


def _mute_server(place: Workplace) -> str | None:
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(place.root / "mute"))
        mute.listen(50)
        fault = _unplayed(place, "", "", server=f"unix:{place.root / 'mute'}")
    (place.root / "mute").unlink()
    return fault


def _interrupted(place: Workplace) -> str | None:
    process = _started(place, "simpleaudio", "libpulse miniaudio", "hangs")
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    ran = ended(process, 10)
    if ran.status not in (1, 130):
        return f"ends with {ran.status}"
    return "traceback" if ran.traceback else None
