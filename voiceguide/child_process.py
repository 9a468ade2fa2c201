"""Start a Python process beside this one."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any


def start_child(module: str, *arguments: str, site: bool = True, **options: Any) -> subprocess.Popen[Any]:
    """Start `main` of a module with these arguments in a Python process of its own. It imports from the same places as
    this process, and its standard input and output are pipes.

    It has its own session, on Windows its own group: Ctrl-C in a terminal reaches only the main process. `site=False`
    leaves out Python's `site`, which takes time. `options` are more options of `subprocess.Popen`.
    """
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    else:
        options["start_new_session"] = True
    end = len(arguments) + 1
    boot = f"import sys; sys.path[:] = sys.argv[{end}:]; from {module} import main; main(*sys.argv[1:{end}])"
    path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - '' is the working directory
    return subprocess.Popen(
        [sys.executable, "-P", *([] if site else ["-S"]), "-c", boot, *arguments, *path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        **options,
    )
