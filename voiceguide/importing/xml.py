"""XML read without harm: no entity is resolved, nothing is fetched, depth and size stay bounded (see `limits`, too)."""

from __future__ import annotations

from typing import Any

from voiceguide.errors import ImportingError
from voiceguide.importing.libraries import library


def root_of(data: bytes) -> Any:
    """The root element. Raises ImportingError."""
    etree = library("lxml.etree")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ImportingError(
            f"It cannot be read as XML: {error}.", "Save it anew in the program that made it."
        ) from error
