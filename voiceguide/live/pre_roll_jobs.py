"""The sounds of the time before the first plan, made in the background in the order in which they are needed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from voiceguide.audio.timeline import Timeline
from voiceguide.live.maker import Maker
from voiceguide.live.pre_roll import PreRoll
from voiceguide.live.prepared import Prepared
from voiceguide.live.transport import QUIET

MakePreRoll = Callable[[], PreRoll | None]
"""A function that makes the pre-roll, and may take a while. None stands for silence."""


class PreRollJobs:
    """Makes the pre-roll, the longer one, and the words of a pause."""

    def __init__(self, maker: Maker, pre_roll: PreRoll | MakePreRoll | None) -> None:
        self._pre_roll: PreRoll | None = None
        self._longer: PreRoll | None = None
        self._making: Future[Prepared] | None = None
        self._making_longer: Future[Prepared] | None = None
        self.pause: Future[Prepared] | None = None
        """The words of a pause."""
        if callable(pre_roll):
            self._making = maker.sound(partial(self._make, pre_roll))
        else:
            self._pre_roll = pre_roll
        later = callable(pre_roll)
        if later or (self._pre_roll and self._pre_roll.longer):
            self._making_longer = maker.sound(self._make_longer)
        if later or (self._pre_roll and self._pre_roll.pause):
            self.pause = maker.sound(self._make_pause)

    def pre_roll(self) -> PreRoll | None:
        """The pre-roll. None until it is made, or if there is none. Raises the exception from making it."""
        if self._making is not None:
            if not self._making.done():
                return None
            self._making.result()
            self._making = None
        return self._pre_roll

    @property
    def longer_is_made(self) -> bool:
        """True once there is a longer pre-roll, or will be none."""
        return self._making_longer is not None and self._making_longer.done()

    @property
    def longer(self) -> PreRoll | None:
        """The longer pre-roll, once it is made. None if there is none."""
        return self._longer

    def _make(self, make: MakePreRoll) -> Timeline:
        self._pre_roll = make()
        return self._pre_roll.timeline if self._pre_roll else QUIET

    def _make_longer(self) -> Timeline:
        short = self._pre_roll
        self._longer = short.longer() if short and short.longer else None
        found = self._longer or short
        return found.timeline if found else QUIET

    def _make_pause(self) -> Timeline:
        return self._pre_roll.pause() if self._pre_roll and self._pre_roll.pause else QUIET
