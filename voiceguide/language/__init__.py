"""Language packs: the words that scripts are written in and the phrases that sessions are spoken in.

A language is one data file in this folder, found by its name (`en.toml`). No other module knows a word of any.
"""

from voiceguide.language.pack import Pack, available, load, tag

__all__ = ["Pack", "available", "load", "tag"]
