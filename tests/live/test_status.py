"""The status that screens and screen readers follow."""

from __future__ import annotations

from tests.live.stage import SCRIPT, Stage


def test_a_status_tells_when_a_voice_is_heard_or_soon_will_be() -> None:
    stage = Stage(SCRIPT, quiet_tick=0.0)
    stage.run()
    voices = stage.heard()  # the stage's bells are no bells to a transport
    for moment, status in stage.statuses[1:-1]:
        heard = any(voice.at - 1.4 < moment < voice.end + 0.3 for voice in voices)
        silent = not any(voice.at - 1.6 < moment < voice.end + 0.6 for voice in voices)
        assert not heard or status.speaking
        assert not silent or not status.speaking
