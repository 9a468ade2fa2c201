"""From a document to a draft: Word, OpenDocument, PDF, web pages, RTF and text in, a script out.

    format_of(data, suffix)      `formats`: which kind of file it is
    Format.read(data)            `docx`, `odt`, `pdf`, `html`, `rtf`, `text`: bytes -> paragraphs and tables
    draft_of(document)           `draft`: each line gets its role (`roles`) and its place in a script
    asked(draft)                 `asks`: comments where the reader could not read it

`hearing` tries lines out with the script's reader, so that the two never differ. `limits` bounds the input.
"""

from voiceguide.importing.asks import asked
from voiceguide.importing.draft import Draft, draft_of
from voiceguide.importing.formats import FORMATS, format_of

__all__ = ["FORMATS", "Draft", "asked", "draft_of", "format_of"]
