"""Sessions as sound files: made when they are asked for, once, and kept in a folder that ends with the server."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from voiceguide.audio.timeline import Timeline
from voiceguide.errors import CacheError
from voiceguide.export import write
from voiceguide.export.cover import cover
from voiceguide.export.tags import tags_of
from voiceguide.serve.asked import Asked, TooMuchError
from voiceguide.serve.once import Once
from voiceguide.serve.plans import Plans
from voiceguide.serve.studios import Script, Studios
from voiceguide.storage.atomic_write import is_running

MAKERS = 2
WAITING = 16
"""Sessions that may wait to be made; whoever comes then is asked to come back."""
MOST_BYTES = 400_000_000
"""Of all files together: some ninety half hours, or twenty over a bed."""
FOLDER = "voiceguide-serve-{pid}-"
"""How the name of a server's folder begins."""


@dataclass(eq=False, slots=True)
class Recording:
    """A session as an MP3 file."""

    path: Path
    size: int
    """Bytes."""
    tag: str
    """A name for its content."""
    readers: int = 0
    """How many are being sent it."""


class Sessions:
    """The sessions made so far, as far as there is room, those asked for last. For one event loop."""

    def __init__(
        self, studios: Studios, plans: Plans, under: Callable[[str | None], Callable[[Timeline], Timeline]]
    ) -> None:
        """`under` gives the function that lays a bed under a timeline. It takes the bed that the script prefers."""
        self._studios = studios
        self._plans = plans
        self._under = under
        _remove_left_folders()
        prefix = FOLDER.format(pid=os.getpid())
        self._folder = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
        self._numbers = itertools.count()
        self._once: Once[tuple[Script, Asked], Recording] = Once(MAKERS, WAITING, self._keep)
        self._kept: OrderedDict[tuple[Script, Asked], Recording] = OrderedDict()

    async def borrow(self, asked: Asked) -> Recording:
        """The session that was asked for; its file stays until it is given back. Raises as `Plans.plan`."""
        while True:
            key = (self._studios.script(asked.routine), asked)
            try:
                recording = self._kept.get(key) or await self._make(key)
            except CacheError:  # the speech was cleared away; what is spoken anew may have other lengths
                self._studios.forget(key[0])
                self._plans.forget(key[0])
                recording = await self._make(key)
            if recording.path.exists():
                break
            self._kept.pop(key, None)  # a system may remove old temporary files
        if key in self._kept:
            self._kept.move_to_end(key)
        recording.readers += 1
        return recording

    async def get_ready(self, name: str) -> None:
        """Make a routine's natural session, for whoever asks for it first. Raises as `Plans.plan`."""
        self.give_back(await self.borrow(Asked(name)))

    def give_back(self, recording: Recording) -> None:
        """It has been sent, or nobody wants it any more."""
        recording.readers -= 1
        self._make_room()

    async def _make(self, key: tuple[Script, Asked]) -> Recording:
        script, asked = key
        plan = (await self._plans.plan(asked)).plan
        if key in self._kept:  # meanwhile
            return self._kept[key]
        if sum(recording.size for recording in self._kept.values() if recording.readers) > MOST_BYTES:
            raise TooMuchError
        target = Path(self._folder.name) / f"{next(self._numbers)}.mp3"

        def work() -> Recording:
            with self._studios.studio(script) as studio:
                timeline = self._under(studio.routine.preferences.bed)(studio.timeline(plan))
            tags = tags_of(studio.routine, plan, cover=cover(plan, store=studio.frames))
            write(timeline, target, tags, overwrite=False, progress=self._studios.go_on, store=studio.frames)
            with target.open("rb") as file:
                tag = hashlib.file_digest(file, "sha256").hexdigest()[:32]
            return Recording(target, target.stat().st_size, tag)

        return await self._once.get(key, work)

    def _keep(self, key: tuple[Script, Asked], recording: Recording) -> None:
        self._kept[key] = recording
        self._make_room()

    def _make_room(self) -> None:
        """Let go of what was not asked for the longest."""
        total = sum(recording.size for recording in self._kept.values())
        for key, recording in list(self._kept.items())[:-1]:
            if total <= MOST_BYTES:
                return
            if not recording.readers:
                total -= recording.size
                del self._kept[key]
                recording.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Make nothing more, and remove the files."""
        self._once.close()
        self._folder.cleanup()


def _remove_left_folders() -> None:
    """Remove this user's folders whose server was killed before it could."""
    name = re.compile(FOLDER.format(pid="([0-9]{1,10})") + ".*")
    for folder in Path(tempfile.gettempdir()).glob(FOLDER.format(pid="*") + "*"):
        match = name.fullmatch(folder.name)
        if match and int(match[1]) != os.getpid() and not is_running(int(match[1])):
            with suppress(OSError):  # another one may have been quicker, and it is no harm if it stays
                if not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid():
                    shutil.rmtree(folder)
