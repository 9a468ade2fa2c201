"""A session under way: what a listener does to it, what is heard of that, what is shown."""

from voiceguide.live.acts import Act, Send
from voiceguide.live.glance import Bar, Glance

__all__ = ["Act", "Bar", "Glance", "Send"]
