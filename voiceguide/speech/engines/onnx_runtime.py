"""ONNX Runtime, which computes the neural voices."""

from __future__ import annotations

import os


def stop_telemetry() -> None:
    """Keep ONNX Runtime from reporting its use to its maker. Call this before it is imported.

    From version 1.32 on its import makes files in the user's cache folder and looks up an address of its maker. It
    reads this variable first.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
