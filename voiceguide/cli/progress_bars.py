"""Progress bars with the time left, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from voiceguide.cli.quiet import is_quiet
from voiceguide.cli.terminal import obeys_sequences

Advance = Callable[[str], Callable[[int, int], None]]
"""Name of a task -> function that takes the done and the total amount."""


@contextmanager
def progress() -> Iterator[Advance]:
    """Show a bar for each task on standard error until all are done."""
    if is_quiet() or not sys.stderr.isatty() or not obeys_sequences():
        yield lambda _: lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def begin(what: str) -> Callable[[int, int], None]:
            bar: list[TaskID] = []  # drawn at the first progress

            def advance(done: int, total: int) -> None:
                if not bar:
                    bar.append(bars.add_task(what, total=total))
                bars.update(bar[0], completed=done, total=total)

            return advance

        yield begin
