"""`python -m voiceguide`."""

import _signal  # type: ignore[import-not-found,unused-ignore] # `signal` itself imports `enum`, which takes long

if hasattr(_signal, "SIGINT"):
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # Ctrl-C during an import shows no traceback

from voiceguide.cli import main

if __name__ == "__main__":
    main()
