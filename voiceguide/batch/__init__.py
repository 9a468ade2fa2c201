"""Many sessions at once: a sheet of jobs becomes a folder of recordings.

    read_sheet(path) -> Sheet               a workbook, CSV or TOML becomes jobs
    run_batch(sheet, folder, executor)      hands out orders, speaks what is missing, reports the result of each job

`work` makes one session in any process. `executor` spreads the work over the cores, `cluster` over machines. `assets`
packs the files that sessions need. `manifest` lists the finished recordings, so that a second run makes only the
missing and the changed ones. The room knows nothing of click or printing.
"""

from voiceguide.batch.job import Job
from voiceguide.batch.run import Failure, Report, run_batch
from voiceguide.batch.sheet import Sheet, example, read_sheet

__all__ = ["Failure", "Job", "Report", "Sheet", "example", "read_sheet", "run_batch"]
