"""The text of a cue in captions and lyrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.language import Pack
    from voiceguide.plan import Cue


def caption(cue: Cue, pack: Pack) -> str:
    """A cue's words on one line. A bell or a tick is named in square brackets."""
    if cue.kind in ("bell", "tick"):
        return f"[{pack.data['written'][cue.kind]}]"
    return " ".join(cue.text.split())
