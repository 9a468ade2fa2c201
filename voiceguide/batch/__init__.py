"""Many sessions at once: a sheet of jobs in, a folder of recordings out.

    read_sheet(path) -> Sheet          `sheet`: CSV and TOML, into `job.Job`s
    run_batch(sheet, folder, executor)     `run`: hands orders out, has missing speech made, tells what came of each job

`work` makes one session, in any process. `executor` spreads the work over the cores, `cluster` over machines.
`assets` holds the files that all sessions need. `manifest` lists the finished recordings, so that a second run makes
only the missing and the changed ones.
"""

from voiceguide.batch.job import Job
from voiceguide.batch.run import Failure, Report, run_batch
from voiceguide.batch.sheet import Sheet, example, read_sheet

__all__ = ["Failure", "Job", "Report", "Sheet", "example", "read_sheet", "run_batch"]
