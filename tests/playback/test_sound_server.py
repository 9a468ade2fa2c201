"""The sound server of the tests: nothing else would notice a deaf microphone."""

from __future__ import annotations

import os
import threading

import pytest

from tests.audio.timelines import Tone
from tests.sound_server import SoundServer, find
from voiceguide.audio import bells


def test_its_microphone_hears_all_that_it_is_given() -> None:
    bell, tone = bells.sound("start-bell").samples(), Tone(0.3, 3000, 0.1).samples()
    with SoundServer() as server, server.microphone() as microphone, server.record("microphone") as recording:
        noise = threading.Thread(target=microphone.hear, args=(tone,))
        noise.start()
        microphone.hear(bell)
        noise.join()
        heard = recording.wait_until_now()
        assert len(find(heard, bell)) == 1


def test_it_leaves_the_environment_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "as-it-was")
    with SoundServer():
        assert "PULSE_SERVER" in os.environ
    assert "PULSE_SERVER" not in os.environ
    assert os.environ["XDG_RUNTIME_DIR"] == "as-it-was"
