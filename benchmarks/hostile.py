"""Raw requests that no client should send, against `serve`, `serve --lan` and `write`.

    python benchmarks/hostile.py [--count 10000] [--minutes 15] [--seed 1] [--jobs 3] [--server NAME ...]

`--count` is for each server; each job attacks one. A legitimate client asks meanwhile. Checked: no answer of 500 or
above, no silence for the client, and the memory, descriptors, threads and temporary files of the server before and
after.
"""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from voiceguide.cli import COMMANDS

if __package__:
    from benchmarks.harness import Limits, Tally, arguments, finish
    from benchmarks.odd_requests import Enemy
    from benchmarks.parallel import in_processes, split
    from benchmarks.served import fetched, ready_address
    from benchmarks.workplace import Workplace, ended
else:
    from harness import Limits, Tally, arguments, finish  # type: ignore[import-not-found, no-redef]
    from odd_requests import Enemy  # type: ignore[import-not-found, no-redef]
    from parallel import in_processes, split  # type: ignore[import-not-found, no-redef]
    from served import fetched, ready_address  # type: ignore[import-not-found, no-redef]
    from workplace import Workplace, ended  # type: ignore[import-not-found, no-redef]

SERVERS = {
    "serve": ("serve", "--port", "0", "--no-qr"),
    "serve --lan": ("serve", "--lan", "--port", "0", "--no-qr"),
    **({"write": ("write", "--no-open", "short.md")} if "write" in COMMANDS else {}),
}
MOST_GROWTH_BYTES = 60_000_000
"""The growth of memory that caches and the interpreter may have."""
MOST_GROWTH_LATE_BYTES = 15_000_000
"""The growth in the second half of the requests from which memory counts as without a plateau."""
QUARTERS = 4
MOST_DESCRIPTORS = 5
SILENCE_SECONDS = 20
"""The longest wait of the legitimate client on a busy machine."""
WARM_UP = 300
LONG_RUN, WARM_UP_SECONDS = 1000, 25
SENDERS = 4
"""The threads that send requests: most of them wait for an answer that does not come."""
WISHES = (
    ("", "routines.json", "plan.json?routine=desk-break", "session.mp3?routine=desk-break"),
    ("", "scripts.json", "script.json?name=kept"),
)
"""The addresses that the legitimate client asks: of `serve`, and of `write`."""


@dataclass(slots=True)
class Footprint:
    """The resources of a process and its children."""

    memory: int
    descriptors: int
    threads: int
    temporary: list[str]


def footprint(pid: int, place: Workplace) -> Footprint:
    """The resources of a server now."""
    memory = descriptors = threads = 0
    for each in {pid, *place.processes()}:
        with suppress(OSError):
            status = Path(f"/proc/{each}/status").read_text()
            found = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
            memory += int(found.get("VmRSS", "0 kB").split()[0]) * 1024
            if each == pid:
                threads = int(found["Threads"])
                descriptors = len(list(Path(f"/proc/{each}/fd").iterdir()))
    return Footprint(memory, descriptors, threads, place.left())


@dataclass(slots=True)
class Client:
    """A legitimate client, in a thread of its own. It asks once a second, and notes failures and the longest wait."""

    addresses: list[str]
    failures: list[str] = field(default_factory=list)
    asked: int = 0
    longest: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Ask until it is over."""
        while not self._over.wait(1):
            address = self.addresses[self.asked % len(self.addresses)]
            began = time.monotonic()
            status, body = fetched(address, SILENCE_SECONDS)
            self.longest = max(self.longest, time.monotonic() - began)
            self.asked += 1
            if status != 200 or not body:
                self.failures.append(f"{urlsplit(address).path.rpartition('/')[2]}: {status}")

    def stop(self) -> None:
        """End the thread after its request."""
        self._over.set()


def sent(port: int, data: bytes, chance: random.Random) -> bytes:
    """The beginning of the answer to some bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        with suppress(OSError):
            connection.sendall(data)
            if chance.random() < 0.7:
                connection.shutdown(socket.SHUT_WR)
        connection.settimeout(1.0 if chance.random() < 0.1 else 0.15)
        with suppress(OSError):
            return connection.recv(4096) if chance.random() < 0.9 else b""
    return b""


def attacked(name: str, count: int, limits: Limits, seed: int) -> Tally:
    """The tally of one server."""
    tally = Tally()
    with Workplace() as place:
        for script in ("short", "kept"):  # a drawn request may rightly throw away the first one
            (place.root / f"{script}.md").write_text(f"# {script.title()}\n\n- Press the heel spot for 20 seconds\n")
        process = place.start(*SERVERS[name])
        address = ready_address(process)
        if address is None:
            tally.found(f"{name}: does not start", ended(process, 1).err[-300:])
            return tally
        parts = urlsplit(address)
        address = f"http://127.0.0.1:{parts.port}{parts.path}"
        _attack(name, process, place, address, tally, count, limits, seed)
        process.send_signal(signal.SIGTERM)
        ran = ended(process, 30)
        if ran.status not in (143, 0) or ran.traceback:
            tally.found(f"{name}: ends with {ran.status}, {ran.traceback or ran.err[-200:]!r}", "")
        if place.orphans() or place.left():
            tally.found(f"{name}: leaves processes or {place.left()}", "")
    return tally


def _attack(
    name: str,
    process: subprocess.Popen[str],
    place: Workplace,
    address: str,
    tally: Tally,
    count: int,
    limits: Limits,
    seed: int,
) -> None:
    client = Client([address + wish for wish in WISHES[name == "write"]])
    thread = threading.Thread(target=client.run)
    thread.start()
    threading.Thread(target=_drain, args=[process.stderr], daemon=True).start()
    senders = [Sender(name, address, process, limits, random.Random(f"{seed} {name} {n}")) for n in range(SENDERS)]
    warm_up = min(WARM_UP, count // 2)
    with ThreadPoolExecutor(SENDERS) as threads:
        list(threads.map(Sender.send, senders, split(warm_up, SENDERS)))
        if count >= LONG_RUN:
            time.sleep(WARM_UP_SECONDS)  # the server makes likely sessions at first
        before = footprint(process.pid, place)
        memory = [before.memory]
        for part in split(count - warm_up, QUARTERS):
            list(threads.map(Sender.send, senders, split(part, SENDERS)))
            memory.append(footprint(process.pid, place).memory)
    client.stop()
    thread.join()
    for sender in senders:
        tally.add(sender.tally)
    for failure in client.failures:
        tally.found(f"{name}: the client gets {failure}", "")
    print(f"{name}: answers {dict(sum((sender.statuses for sender in senders), Counter()))}")
    print(f"{name}: the client asked {client.asked} times, and waited {client.longest:.1f} s at most")
    print(f"{name}: memory before, and after each quarter: {', '.join(f'{each / 1e6:.0f}' for each in memory)} MB")
    if memory[-1] - memory[0] > MOST_GROWTH_BYTES and memory[-1] - memory[QUARTERS // 2] > MOST_GROWTH_LATE_BYTES:
        tally.found(f"{name}: memory grows", f"{memory}")
    _compare(name, process, place, before, tally)


@dataclass(slots=True)
class Sender:
    """A thread that sends odd requests, one after the other."""

    name: str
    """Of the server."""
    address: str
    process: subprocess.Popen[str]
    limits: Limits
    chance: random.Random
    tally: Tally = field(default_factory=Tally)
    statuses: Counter[bytes] = field(default_factory=Counter)
    _enemy: Enemy = field(init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        key = 8 if self.name == "write" else 0
        self._enemy = Enemy(self.chance, parts.path.removeprefix("/"), parts.netloc, key)

    def send(self, count: int) -> None:
        """Send so many requests, as long as the server lives and there is time."""
        port = urlsplit(self.address).port or 0
        for _ in range(count):
            if not self.limits.left(0) or self.process.poll() is not None:
                return
            kind, data = self._enemy.request()
            answer = sent(port, data, self.chance)
            status = answer.split(b" ", 2)[1][:3] if answer.startswith(b"HTTP/") and b" " in answer else b"none"
            self.statuses[status] += 1
            self.tally.tried(f"{self.name}, {kind}")
            if status.startswith(b"5"):
                self.tally.found(f"{self.name}: answers {status.decode()} to {kind}", repr(data[:200]))


def _drain(stream: object) -> None:
    """Read what the server prints, so that it never waits."""
    for _ in stream:  # type: ignore[attr-defined]
        pass


def _compare(
    name: str, process: subprocess.Popen[str], place: Workplace, before: Footprint | None, tally: Tally
) -> None:
    """Compare the server's resources with those before; connections have some seconds to go."""
    if process.poll() is not None:
        tally.found(f"{name}: has ended with status {process.returncode}", "")
        return
    if before is None:
        return
    end = time.monotonic() + 20
    after = footprint(process.pid, place)
    while after.descriptors > before.descriptors + MOST_DESCRIPTORS and time.monotonic() < end:
        time.sleep(0.5)
        after = footprint(process.pid, place)
    descriptors, threads = f"{before.descriptors} → {after.descriptors}", f"{before.threads} → {after.threads}"
    print(f"{name}: descriptors {descriptors}, threads {threads}")
    if after.descriptors > before.descriptors + MOST_DESCRIPTORS:
        tally.found(f"{name}: descriptors grow", descriptors)
    if len(after.temporary) > len(before.temporary):
        tally.found(f"{name}: temporary files grow", str(after.temporary))


def _share(share: tuple[str, int, Limits, int]) -> Tally:
    return attacked(*share)


def main() -> None:
    """Measure, print the table, and exit with the verdict."""
    parser = arguments(__doc__, 10_000, 15)
    parser.add_argument("--server", action="append", choices=[*SERVERS], help="repeatable; else all")
    asked = parser.parse_args()
    names = asked.server or [*SERVERS]
    limits, tally = Limits(asked.count * len(names), asked.minutes), Tally()
    for at in range(0, len(names), asked.jobs):
        together = names[at : at + asked.jobs]
        own = Limits(asked.count, asked.minutes * (at + len(together)) / len(names), limits.began)
        for part in in_processes(_share, [(name, asked.count, own, asked.seed) for name in together]):
            tally.add(part)
    finish(tally, "requests to", limits)


if __name__ == "__main__":
    main()
