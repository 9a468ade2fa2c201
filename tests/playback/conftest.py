"""The sound server of the player tests."""

from tests.sound_server import sound_server as sound_server
