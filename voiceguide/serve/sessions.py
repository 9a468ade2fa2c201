"""Sound files of sessions, each made once when it is asked for, in a folder that is removed with the server."""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from voiceguide.audio.timeline import Timeline
from voiceguide.errors import CacheError, OutputError
from voiceguide.export import Tags, write
from voiceguide.serve.plans import Plans
from voiceguide.serve.refusals import TooMuchError
from voiceguide.serve.session_query import Asked
from voiceguide.serve.single_flight import SingleFlight
from voiceguide.serve.studios import Script, Studios
from voiceguide.storage.temporary import TemporaryFolder
from voiceguide.studio.exporting import session_tags
from voiceguide.units import to_samples

OPENING = ".opening.mp3"
"""The suffix of the beginning of a session, for whoever presses Play before the whole is mixed with its bed."""
OPENING_SAMPLES = to_samples(60.0)
MAKERS = 2
WAITING = 16
"""The number of sessions that may wait to be made. Further requests are told to come back."""
MOST_BYTES = 400_000_000
"""The limit for all files together: some ninety half hours, or twenty over a bed."""
MOST_SIZES = 10_000
"""The number of files whose sizes are remembered."""

GIVE_WAY_SECONDS = 2.0
"""The longest time that a whole session waits for an opening."""

Key = tuple[Script, Asked, str]
"""The script, the session, and the suffix of the file."""


@dataclass(eq=False, slots=True)
class SessionFile:
    """A session as a sound file."""

    path: Path
    size: int
    """Bytes."""
    tag: str
    """A digest of its content."""
    readers: int = 0
    """The number of answers that are sending it."""


class Sessions:
    """The files of the sessions that were asked for last, as far as there is room. For one event loop."""

    def __init__(
        self,
        studios: Studios,
        plans: Plans,
        under: Callable[[str | None, str | None, float | None], Callable[[Timeline], Timeline]],
    ) -> None:
        """`under` gives the function that lays a bed under a timeline. It takes the bed that the visitor chose and the
        one that the script prefers."""
        self._studios = studios
        self._plans = plans
        self._under = under
        self._folder = TemporaryFolder("serve")
        self._numbers = itertools.count()
        self._once: SingleFlight[Key, SessionFile] = SingleFlight(MAKERS, WAITING, self._keep)
        self._openings: SingleFlight[Key, SessionFile] = SingleFlight(1, WAITING, self._keep)
        """They do not wait for whole sessions; those give way to them."""
        self._no_opening = threading.Event()
        self._no_opening.set()
        self._kept: OrderedDict[Key, SessionFile] = OrderedDict()
        self._sizes: OrderedDict[Key, int] = OrderedDict()
        """Bytes of each file that was made, also of those that were removed."""

    async def borrow(self, asked: Asked, suffix: str = ".mp3") -> SessionFile:
        """The file of a session, which exists until it is given back. Raises as `Plans.plan`."""
        while True:
            key = (self._studios.script(asked.routine), asked, suffix)
            try:
                recording = self._kept.get(key) or await self._make(key)
            except CacheError:  # the cache was cleared; new speech may have other lengths
                self._studios.forget(key[0])
                self._plans.forget(key[0])
                recording = await self._make(key)
            except OutputError:  # the disk may be full of other sessions
                if not self._drop_unread():
                    raise
                recording = await self._make(key)
            if recording.path.exists():
                break
            self._kept.pop(key, None)  # a system may remove old temporary files
        if key in self._kept:
            self._kept.move_to_end(key)
        recording.readers += 1
        return recording

    async def get_ready(self, name: str) -> None:
        """Make a routine's natural session before anybody asks for it. Raises as `Plans.plan`."""
        self.give_back(await self.borrow(Asked(name)))

    def give_back(self, recording: SessionFile) -> None:
        """Release a file that was sent or is no longer wanted."""
        recording.readers -= 1
        self._make_room()

    def size(self, script: Script, asked: Asked) -> int | None:
        """The bytes of a session's MP3 file; None if it was never made."""
        return self._sizes.get((script, asked, ".mp3"))

    async def _make(self, key: Key) -> SessionFile:
        script, asked, suffix = key
        plan = (await self._plans.plan(asked)).plan
        if key in self._kept:  # another request may have made it meanwhile
            return self._kept[key]
        if sum(recording.size for recording in self._kept.values() if recording.readers) > MOST_BYTES:
            raise TooMuchError
        target = Path(self._folder.name) / f"{next(self._numbers)}{suffix}"

        def work() -> SessionFile:
            with self._studios.studio(script, sound=asked.sound) as studio:
                preferred, balance = studio.routine.preferences.under
                chosen = asked.sound.balance
                under = self._under(asked.sound.bed, preferred, balance if chosen is None else chosen)
                timeline = under(studio.timeline(plan))
            if suffix == OPENING:
                tags, go_on = Tags(title=plan.title), self._studios.go_on
                with self._others_waiting():
                    write(opening_of(timeline), target, tags, overwrite=False, progress=go_on, store=studio.frames)
            else:
                tags = session_tags(studio.routine, plan, studio.frames)
                write(timeline, target, tags, overwrite=False, progress=self._give_way, store=studio.frames)
            with target.open("rb") as file:
                tag = hashlib.file_digest(file, "sha256").hexdigest()[:32]
            return SessionFile(target, target.stat().st_size, tag)

        return await (self._openings if suffix == OPENING else self._once).get(key, work)

    @contextmanager
    def _others_waiting(self) -> Iterator[None]:
        """Let whole sessions wait, during a block, at their next report of progress."""
        self._no_opening.clear()
        try:
            yield
        finally:
            self._no_opening.set()

    def _give_way(self, done: int = 0, total: int = 0) -> None:
        """A `Progress` that waits while an opening is made: somebody has pressed Play."""
        self._no_opening.wait(GIVE_WAY_SECONDS)
        self._studios.go_on()

    def _keep(self, key: Key, recording: SessionFile) -> None:
        self._kept[key] = recording
        self._sizes[key] = recording.size
        while len(self._sizes) > MOST_SIZES:
            self._sizes.popitem(last=False)
        self._make_room()

    def _make_room(self) -> None:
        """Remove the files that were not asked for the longest."""
        total = sum(recording.size for recording in self._kept.values())
        for key, recording in list(self._kept.items())[:-1]:
            if total <= MOST_BYTES:
                return
            if not recording.readers:
                total -= recording.size
                del self._kept[key]
                recording.path.unlink(missing_ok=True)

    def _drop_unread(self) -> bool:
        """Remove all files that nobody is reading. False if there are none."""
        unread = [key for key, recording in self._kept.items() if not recording.readers]
        for key in unread:
            self._kept.pop(key).path.unlink(missing_ok=True)
        return bool(unread)

    def close(self) -> None:
        """Stop, and remove the files."""
        self._once.close()
        self._openings.close()
        self._folder.cleanup()


def opening_of(timeline: Timeline) -> Timeline:
    """The first minute of a session, or a little less: it cuts no sound."""
    cut = [each.start for each in timeline.placements if each.end > OPENING_SAMPLES]
    length = min([timeline.length, OPENING_SAMPLES, *cut])
    placements = tuple(each for each in timeline.placements if each.end <= length)
    return replace(timeline, length=length, placements=placements, chapters=())
