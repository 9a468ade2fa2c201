"""What players are heard through."""

from tests.sound_server import sound_server as sound_server
