"""`voiceguide batch`: many sessions at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli import complain
from voiceguide.cli.bed import bed_of, bed_options
from voiceguide.cli.defaults import with_default_bed
from voiceguide.cli.options import note, recordings_of, recordings_option
from voiceguide.cli.progress_bars import progress
from voiceguide.cli.quiet import tell
from voiceguide.errors import BatchError

if TYPE_CHECKING:
    from voiceguide.batch import Report
    from voiceguide.batch.executor import Executor


@click.command()
@click.argument("jobs", required=False, type=click.Path(path_type=Path), metavar="JOBS.csv|.tsv|.xlsx|.toml")
@click.option("--into", type=click.Path(path_type=Path), default=Path(), help="Write the recordings into this folder.")
@click.option("-f", "--force", is_flag=True, help="Also replace files that no batch made.")
@click.option("--workers", type=click.IntRange(1, 256), help="Use this many processes; by default one per core.")
@click.option("--scheduler", metavar="ADDRESS", help="Use a Dask cluster: tcp://HOST:8786.")
@recordings_option
@bed_options
@click.option("--template", is_flag=True, help="Write JOBS as a sheet to start from, or print one.")
def batch(
    jobs: Path | None,
    into: Path,
    force: bool,
    workers: int | None,
    scheduler: str | None,
    template: bool,
    **options: Any,
) -> int:
    """Make a recording for each row of a sheet.

    It uses all cores. A second run makes only recordings that are missing or
    out of date.
    """
    if template:
        _template(jobs)
        return 0
    if jobs is None:
        raise click.UsageError("JOBS is missing: name a sheet, or print one with --template.")
    from voiceguide.batch import read_sheet, run_batch

    def executor() -> Executor:
        if scheduler:
            from voiceguide.batch.cluster import Cluster

            return Cluster(scheduler)
        from voiceguide.batch.executor import Processes

        return Processes(workers)

    recordings, bed = recordings_of(options), bed_of(options)
    sheet = read_sheet(jobs)
    with progress() as begin:
        told = begin("sessions")
        report = run_batch(
            sheet,
            into,
            executor,
            recordings=recordings,
            bed=bed,
            usual_bed=with_default_bed(bed).bed,
            force=force,
            progress=told,
            note=note,
        )
    _tell(report)
    return 1 if report.failures else 0


def _tell(report: Report) -> None:
    """Print each failure, then a summary."""
    for failure in report.failures:
        complain(BatchError(f"{failure.place}: {failure.message}", failure.hint and _in_columns(failure.hint)))
    for path in report.altered:
        tell(f"note: {path} has changed since it was made, so it stays; --force replaces it")
    current = len(report.current) + len(report.altered)
    counts = {"made": len(report.made), "there already": current, "failed": len(report.failures)}
    tell(", ".join(f"{count} {what}" for what, count in counts.items() if count))


def _in_columns(hint: str) -> str:
    """A hint with the columns of a sheet in place of options."""
    hint = re.sub(r"--length (\d+\.\d{3})", r"`length` \1s", hint)
    return re.sub(r"with --(without|voice)(?: and --skip)?", r"under `\1`", hint)


def _template(target: Path | None) -> None:
    from voiceguide.batch import example

    text = example(target.suffix if target else ".csv").encode()
    if target is None:
        click.echo(text, nl=False)
        return
    from voiceguide.storage.atomic_write import atomic_write

    with atomic_write(target, overwrite=False) as file:
        file.write(text)
    click.echo(target)
