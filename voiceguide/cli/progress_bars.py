"""A bar with the time left, on a terminal; nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[str], Callable[[int, int], None]]
"""What is being done -> a function that is told how much of how much is done."""


@contextmanager
def progress() -> Iterator[Advance]:
    """Bars on standard error, one for each thing being done, gone when all is done."""
    if not sys.stderr.isatty():
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
            bar: list[TaskID] = []  # drawn when there is something to tell

            def advance(done: int, total: int) -> None:
                if not bar:
                    bar.append(bars.add_task(what, total=total))
                bars.update(bar[0], completed=done, total=total)

            return advance

        yield begin
