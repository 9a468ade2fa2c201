"""Run a session with a listener: commands, the sounds that answer them, and the status on screens. Knows no terminal
and no web page."""

from voiceguide.live.commands import Command, Send
from voiceguide.live.status import Bar, Status

__all__ = ["Bar", "Command", "Send", "Status"]
