"""The wordings to try for a line that cannot be read. They have the same words and amounts in a readable form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from voiceguide.language import Pack
from voiceguide.script.amount_wordings import (
    decimals_corrected,
    length_of_each_added,
    number_and_time_apart,
    numbers_corrected,
    numbers_spelt_out,
    rounds_added,
    size_of_sets_added,
    unit_added,
    unit_of_last_added,
    wait_added,
)
from voiceguide.script.amounts import Amount
from voiceguide.script.clause_wordings import (
    brackets_mended,
    circuit_apart,
    dose_moved_to_end,
    set_to_failure_apart,
    steps_apart,
    time_named,
)
from voiceguide.script.scan import Scan, scanned
from voiceguide.script.wording import Wording

_SPOKEN = "is spoken, not counted"
_MAKERS: dict[str, tuple[Callable[[Scan, list[Amount]], Iterator[Wording]], ...]] = {
    "cannot be read as one number": (numbers_corrected,),
    "cannot be read as a time": (numbers_corrected, decimals_corrected),
    "cannot be read as a number": (decimals_corrected,),
    "must be more than 0": (decimals_corrected,),
    "is upside down": (numbers_corrected,),
    "has no unit": (numbers_corrected, unit_added),
    "without its other half": (brackets_mended,),
    "partly a condition": (brackets_mended,),
    "but is no time and no condition": (brackets_mended,),
    "conditions of a phase": (brackets_mended,),
    "two doses": (steps_apart,),
    "the last of these, or all": (steps_apart,),
    "beside another one": (steps_apart, dose_moved_to_end),
    "a rest between what?": (steps_apart,),
    "does not end its clause": (dose_moved_to_end, steps_apart, brackets_mended),
    "of each, or of all?": (time_named,),
    "a rest, or of each?": (time_named,),
    "may be a range": (number_and_time_apart,),
    "as many as one can": (set_to_failure_apart,),
    "repeats the whole list": (circuit_apart,),
    "has a length of its own": (length_of_each_added,),
    "but not how often": (rounds_added, steps_apart),
    "needs a time": (wait_added,),
    "but not of what": (size_of_sets_added,),
    _SPOKEN: (unit_of_last_added, numbers_spelt_out, unit_added),
}
"""A part of a message, with the functions whose wordings may cure it."""


def wordings(text: str, messages: Sequence[str], pack: Pack) -> Iterator[Wording]:
    """The wordings to try for the findings of a line, the surest first. Some may be unreadable, too."""
    scan = scanned(text, pack.code)
    amounts = sorted(scan.amounts.values(), key=lambda amount: amount.start)
    for fragment, makers in _MAKERS.items():
        told = [message for message in messages if fragment in message]
        if told and fragment == _SPOKEN:
            starts = tuple(message.split(" is spoken")[0] for message in told)
            amounts = [amount for amount in amounts if text[amount.start : amount.end].strip() in starts]
        for make in makers if told else ():
            yield from make(scan, amounts)
