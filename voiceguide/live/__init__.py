"""A session under way: what a listener does to it, what is heard of that, what is shown."""

from voiceguide.live.commands import Command, Send
from voiceguide.live.status import Bar, Status

__all__ = ["Bar", "Command", "Send", "Status"]
