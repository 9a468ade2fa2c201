"""Many sessions at once: a sheet of jobs in, a folder of recordings out.

    read(path) -> Sheet          `sheet`: CSV and TOML, into `job.Job`s
    run(sheet, folder, crew)     `run`: hands orders out, has missing speech made, tells what came of each job

`work` makes one session, in whichever process; `crew` is who does it here, on all cores (`voiceguide.batch.cluster` has
another); `luggage` are the files that all sessions are heard with; `ledger` remembers what was made, so that a second
run makes only what is missing or changed.
"""

from voiceguide.batch.job import Job
from voiceguide.batch.run import Failure, Report, run
from voiceguide.batch.sheet import Sheet, example, read

__all__ = ["Failure", "Job", "Report", "Sheet", "example", "read", "run"]
