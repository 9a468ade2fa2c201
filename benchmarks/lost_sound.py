"""A sound server that dies during a session, and comes back."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator

if __package__:
    from benchmarks.trials import Trial, leftovers, prepare
    from benchmarks.workplace import Workplace, ended, explained
else:
    from trials import Trial, leftovers, prepare  # type: ignore[import-not-found, no-redef]
    from workplace import Workplace, ended, explained  # type: ignore[import-not-found, no-redef]


def sound_trials(place: Workplace, chance: random.Random) -> Iterator[Trial]:
    """A sound server that dies, once it plays, and comes back or not."""
    from tests.sound_server import SoundServer

    prepare(place)
    for back in (True, False, True):

        def trial(back: bool = back) -> str | None:
            with SoundServer() as server:
                process = place.start("play", "heel.md", "--output", "miniaudio", "--plain", "--anyway")
                time.sleep(chance.uniform(3, 6))
                server.kill()
                time.sleep(chance.uniform(0.2, 2))
                if back:
                    server.restart()
                time.sleep(4)
                process.send_signal(signal.SIGINT)
                ran = ended(process, 30)
            fault = explained(ran, most=20) if ran.status != 130 else ran.traceback and "traceback"
            return fault or leftovers(place)

        yield f"sound: a server dies{' and comes back' if back else ''}", trial
