"""Language packs: the words that scripts use and the phrases that sessions speak.

It knows nothing of routines or sound. A language is one data file in this folder, named by its code (`en.toml`). No
other module contains words of a language.
"""

from voiceguide.language.pack import Pack, available, load, tag

__all__ = ["Pack", "available", "load", "tag"]
