"""Many sessions at once: a sheet of jobs in, a folder of recordings out.

    read(path) -> Sheet          `sheet`: CSV and TOML, into `job.Job`s
    run(sheet, folder, executor)     `run`: hands orders out, has missing speech made, tells what came of each job

`work` makes one session, in any process. `executor` spreads the work over the cores, `cluster` over machines.
`assets` holds the files that all sessions need. `manifest` lists the finished recordings, so that a second run makes
only the missing and the changed ones.
"""

from voiceguide.batch.job import Job
from voiceguide.batch.run import Failure, Report, run
from voiceguide.batch.sheet import Sheet, example, read

__all__ = ["Failure", "Job", "Report", "Sheet", "example", "read", "run"]
