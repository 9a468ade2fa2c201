"""voiceguide: from a written routine to spoken, timed cues, fitted to a length."""

__version__ = "0.1.0"

__all__ = ["__version__"]
