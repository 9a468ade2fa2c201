"""A sound server of a test's own: what is played to it can be recorded, it can be killed, it can have a microphone.

    with SoundServer() as server, server.record() as recording:
        player.play(session)
        player.wait()
        recording.wait_for(session.length)
    places = find(recording.samples, bell)

A test takes it as the fixture `sound_server` (a conftest.py imports it).
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.needs import need_program
from tests.waiting import until
from voiceguide.units import RATE

BYTES_A_SAMPLE = 2
SHAPE = ("--raw", "--format=s16le", "--channels=1")
OWN_RATE = f"rate={RATE} channels=1"
"""A sink like this changes no sample. Nothing said, PulseAudio's have 44,100 Hz and two channels."""
READY_SECONDS = 20
URGENT = -10
"""The priority of PulseAudio itself is -11."""
CONFIGURATION = """\
rlimit-rttime = -1
enable-shm = no
"""
"""The kernel kills a server whose realtime thread was kept from sleeping for 200 ms, as on a busy virtual machine; and
shared memory has a fault that floods its log (pulseaudio/pulseaudio#824)."""


class SoundServer:
    """PulseAudio with one sink, `cap`, that nobody hears; this process and those it starts play to it by default.

    A context: outside of it the environment is as it was, and all processes have ended.
    """

    def __init__(self, sink: str = OWN_RATE) -> None:
        self._programs = {name: need_program(name) for name in ("pulseaudio", "parec", "pacat", "pactl")}
        self._folder = tempfile.TemporaryDirectory(prefix="sound-")  # a socket's path must be short
        self._sink = sink
        self._server: subprocess.Popen[bytes] | None = None
        self._listeners: list[subprocess.Popen[bytes]] = []
        self._socket = Path(self._folder.name) / "pulse" / "native"
        self._log = Path(self._folder.name) / "log"
        self._configuration = Path(self._folder.name) / "daemon.conf"
        self._configuration.write_text(CONFIGURATION, "ascii")
        self.environment = {"XDG_RUNTIME_DIR": self._folder.name, "PULSE_SERVER": f"unix:{self._socket}"}
        """For processes whose environment is not this one's."""

    def __enter__(self) -> SoundServer:
        self._before = {name: os.environ.get(name) for name in self.environment}
        os.environ.update(self.environment)
        try:
            self.restart()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        for name, value in self._before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        self._folder.cleanup()

    def kill(self) -> None:
        """As a crash: no goodbye to anyone who plays or records."""
        for process in (*self._listeners, self._server):
            if process is not None:
                process.kill()
                process.wait()
        self._server, self._listeners = None, []

    def restart(self) -> None:
        """Begin anew, after a `kill` if need be; comes back when it is ready. A recording has to be begun again."""
        self.kill()
        modules = ("module-native-protocol-unix", f"module-null-sink sink_name=cap {self._sink}")
        options = ["-n", "--daemonize=no", "--exit-idle-time=-1", *(f"--load={module}" for module in modules)]
        environment = {**self._environment(), "PULSE_CONFIG": str(self._configuration)}
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(
                [self._programs["pulseaudio"], *options], env=environment, stdout=log, stderr=log
            )
        until(lambda: self._says("list", "short", "sinks"))
        self._keep_awake("cap")

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It answers nobody while the context lasts. Not on Windows, where there is no PulseAudio either."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._server.send_signal(signal.SIGCONT)

    def streams(self) -> list[str]:
        """The numbers of all streams that play or are paused. A stream that is opened anew has another."""
        return [line.split()[0] for line in self._must("list", "short", "sink-inputs").splitlines()]

    def clients(self) -> int:
        """The number of connections of all programs, this question's not counted."""
        listed = self._must("list", "short", "clients").splitlines()
        return sum("pactl" not in line and "parec" not in line and "pacat" not in line for line in listed)

    @contextmanager
    def record(self, source: str = "cap.monitor") -> Iterator[Recording]:
        """Record all that is played from now on; begins when the first samples have come."""
        with subprocess.Popen(self._parec(source), env=self._environment(), stdout=subprocess.PIPE) as parec:
            recording = Recording(parec)
            try:
                recording.wait_for(1)
                yield recording
            finally:
                parec.terminate()
                recording.end()

    @contextmanager
    def microphone(self) -> Iterator[Microphone]:
        """A microphone that hears only what it is given: the default source while the context lasts."""
        modules = (
            f"module-null-sink sink_name=room {OWN_RATE}",
            "module-remap-source master=room.monitor source_name=microphone",
        )
        loaded = [self._must("load-module", *module.split()) for module in modules]
        self._keep_awake("room")
        try:
            self._must("set-default-source", "microphone")
            yield Microphone(self._programs["pacat"], self._environment())
        finally:
            for number in reversed(loaded):
                self._says("unload-module", number)  # after a kill there is nothing to unload

    @contextmanager
    def second_sink(self, name: str, properties: str = "") -> Iterator[Callable[[], None]]:
        """Another sink, the default while the context lasts. The function takes it away, as if it were unplugged."""
        about = (f"sink_name={name}", f"sink_properties={properties}", *OWN_RATE.split())
        number = self._must("load-module", "module-null-sink", *about)
        self._must("set-default-sink", name)

        def unplug() -> None:
            self._says("unload-module", number)

        try:
            yield unplug
        finally:
            self._says("unload-module", number)

    def move_streams(self, sink: str) -> None:
        """Move all streams to a sink, as a listener does."""
        for stream in self.streams():
            self._must("move-sink-input", stream, sink)

    def _keep_awake(self, sink: str) -> None:
        """A null sink that nobody records runs ahead by two seconds, and whoever comes then waits for as long."""
        before = self._listening()
        self._must("suspend-sink", sink, "1")
        command, quiet = self._parec(f"{sink}.monitor"), subprocess.DEVNULL
        self._listeners.append(subprocess.Popen(command, env=self._environment(), stdout=quiet, stderr=quiet))
        until(lambda: self._listening() > before)
        self._must("suspend-sink", sink, "0")

    def _listening(self) -> int:
        return len(self._must("list", "short", "source-outputs").splitlines())

    def _parec(self, source: str) -> list[str]:
        return [self._programs["parec"], f"--device={source}", *SHAPE, f"--rate={RATE}", "--latency-msec=10"]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    def _says(self, *command: str) -> str | None:
        """The answer of `pactl`, None where it has none."""
        done = subprocess.run(
            [self._programs["pactl"], *command], env=self._environment(), capture_output=True, timeout=10
        )
        return done.stdout.decode().strip() if done.returncode == 0 else None

    def _must(self, *command: str) -> str:
        answer = self._says(*command)
        assert answer is not None, f"pactl {' '.join(command)} failed"
        return answer


class Recording:
    """What a sink plays, as it comes in."""

    def __init__(self, parec: subprocess.Popen[bytes]) -> None:
        assert parec.stdout is not None
        self._file = parec.stdout
        self._chunks: list[bytes] = []
        self.length = 0
        """Samples so far."""
        self.began = float("inf")
        """When the first sample was played, by time.monotonic(), as the soonest of all that came tells: right to about
        10 ms, which is how much a null sink plays at a time while it is recorded like this."""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def samples(self) -> NDArray[np.int16]:
        """All so far, mono, at plan.RATE, shape (length,)."""
        data = b"".join(self._chunks.copy())
        return np.frombuffer(data[: len(data) // BYTES_A_SAMPLE * BYTES_A_SAMPLE], np.int16)

    def at(self, moment: float) -> int:
        """The sample that was played at this time of time.monotonic()."""
        return round((moment - self.began) * RATE)

    def wait_for(self, samples: int, seconds: float = READY_SECONDS) -> NDArray[np.int16]:
        """Come back with what was recorded when it has this length."""
        until(lambda: self.length >= samples, seconds)
        return self.samples

    def wait_until_now(self) -> NDArray[np.int16]:
        """What was recorded, when all that had been played before the call is in it."""
        return self.wait_for(self.at(time.monotonic()) + RATE // 10)

    def end(self) -> None:
        self._reader.join()

    def _read(self) -> None:
        came = 0
        while chunk := os.read(self._file.fileno(), 1 << 16):
            now = time.monotonic()
            self._chunks.append(chunk)
            came += len(chunk)
            self.length = came // BYTES_A_SAMPLE
            self.began = min(self.began, now - self.length / RATE)


class Microphone:
    """Hears what it is given, else silence."""

    def __init__(self, pacat: str, environment: dict[str, str]) -> None:
        self._pacat, self._environment = pacat, environment

    def hear(self, samples: NDArray[np.int16], rate: int = RATE) -> None:
        """Comes back when all of it has been heard. From two threads at once it hears both."""
        command = [self._pacat, "--playback", "--device=room", *SHAPE, f"--rate={rate}", "--latency-msec=50"]
        data = np.ascontiguousarray(samples, np.int16).tobytes()
        subprocess.run(
            command, env=self._environment, input=data, check=True, timeout=READY_SECONDS + len(samples) / rate
        )


def find(recording: NDArray[np.int16], sound: NDArray[np.int16], likeness: float = 0.8) -> list[int]:
    """Where in the recording a sound begins, in samples, in order. It never overlaps itself.

    `likeness` is the least correlation with it, of 1, whatever their volumes.
    """
    wanted = sound.astype(float)
    size = _quick_size(len(recording) + len(wanted))
    padded = np.pad(recording.astype(float), (0, len(wanted)))
    spectra = np.fft.rfft(padded, size) * np.conj(np.fft.rfft(wanted, size))
    matches = np.fft.irfft(spectra, size)[: len(recording)]
    energy = np.concatenate(([0.0], np.cumsum(padded**2)))
    loudness = np.sqrt(np.maximum(energy[len(wanted) :] - energy[: -len(wanted)], 1.0))[: len(recording)]
    alike = matches / loudness / np.sqrt(np.sum(wanted**2))
    places = []
    while len(alike) and alike[best := int(np.argmax(alike))] >= likeness:
        places.append(best)
        alike[max(0, best - len(wanted)) : best + len(wanted)] = 0
    return sorted(places)


def _quick_size(least: int) -> int:
    """A size of which a Fourier transform is quick. One with a large prime factor takes far longer."""
    power = max(0, least.bit_length() - 4)
    return min(size for factor in (8, 9, 10, 12, 15, 16) if (size := factor << power) >= least)


@pytest.fixture
def sound_server() -> Iterator[SoundServer]:
    """PulseAudio for one test, as this process's sound device. Where that is allowed, what the test runs goes before
    other tests, as if the machine were its own."""
    with SoundServer() as server:
        before = os.getpriority(os.PRIO_PROCESS, 0)
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, URGENT)
        yield server
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, before)
