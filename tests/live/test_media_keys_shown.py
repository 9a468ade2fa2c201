"""A session on the desktop: its title, chapter, position and state, through a real D-Bus daemon."""

from __future__ import annotations

from dataclasses import replace

from tests.live.desktop import PRESSING, Desktop, lines_of, position
from tests.live.desktop import bus as bus
from tests.live.desktop import desktop as desktop
from tests.waiting import until
from voiceguide.live.status import Bar, Status


def test_the_desktop_shows_title_chapter_position_and_length(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    assert desktop.ask("metadata").splitlines() == [
        "voiceguide mpris:trackid             '/voiceguide/session'",
        "voiceguide xesam:title               Left foot: Press the heel spot, cross-friction",
        "voiceguide xesam:artist              Release the trigger points",
        "voiceguide xesam:album               Heel pain relief",
        "voiceguide mpris:length              600000000",
        "voiceguide xesam:trackNumber         3",
    ]
    assert desktop.ask("status") == "Playing"
    assert desktop.ask("position").startswith("60.0")


def test_before_the_first_step_the_routine_is_shown(desktop: Desktop) -> None:
    waiting = "Paused|Heel pain relief|Heel pain relief|Heel pain relief"
    asked = "metadata", "--format", "{{status}}|{{title}}|{{artist}}|{{album}}"
    assert desktop.ask(*asked) == waiting
    assert desktop.ask("metadata", "mpris:length") == ""
    desktop.show(Status(title="Heel pain relief", state="playing", session=Bar(600, 600)))
    assert desktop.ask(*asked) == waiting.replace("Paused", "Playing")
    desktop.show(Status(title="Heel pain relief", state="over", session=Bar(0, 600)))
    assert desktop.ask(*asked) == waiting.replace("Paused", "Stopped")


def test_the_position_runs_with_the_clock_only_while_it_plays(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    desktop.now += 2.5
    assert position() == 62_500000
    desktop.show(replace(PRESSING, state="paused", session=Bar(537.5, 600)))
    desktop.now += 60
    assert position() == 62_500000
    assert desktop.ask("status") == "Paused"
    desktop.show(replace(PRESSING, session=Bar(537.5, 600)))
    desktop.now += 3600
    assert position() == 600_000000


def test_applets_are_told_what_changed_and_nothing_else(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    told = "metadata", "--follow", "--format", "{{title}}, {{status}}"
    with lines_of("playerctl", "-p", "voiceguide", *told) as lines:
        assert next(lines) == "Left foot: Press the heel spot, cross-friction, Playing"
        for tenth in range(100):
            desktop.now += 0.1
            desktop.show(replace(PRESSING, session=Bar(540 - tenth / 10, 600), message=f"{tenth}"))
        desktop.show(replace(PRESSING, step="Stretch the calf", session=Bar(530, 600)))
        assert next(lines) == "Left foot: Stretch the calf, Playing"
        desktop.show(replace(PRESSING, step="Stretch the calf", session=Bar(530, 600), state="paused"))
        assert next(lines) == "Left foot: Stretch the calf, Paused"


def test_applets_are_told_when_the_position_jumps(desktop: Desktop) -> None:
    desktop.show(PRESSING)
    with lines_of("dbus-monitor", "--session", "type=signal,interface=org.mpris.MediaPlayer2.Player") as lines:
        until(lambda: "NameAcquired" in next(lines))
        for tenth in range(1, 50):
            desktop.now += 0.1
            desktop.show(replace(PRESSING, session=Bar(540 - tenth / 10 + tenth % 3 / 10, 600)))  # never to the tenth
        desktop.show(replace(PRESSING, session=Bar(500, 600)))
        until(lambda: "member=Seeked" in next(lines))
        assert next(lines).split() == ["int64", "100000000"]


def test_what_a_script_says_cannot_break_the_bus(desktop: Desktop) -> None:
    desktop.show(replace(PRESSING, step="Press\0 the\ud800 \x1b[31mheel\n spot " + "🦶" * 500, side=None, phase="\0"))
    title, artist = desktop.ask("metadata", "--format", "{{title}}\n{{artist}}").splitlines()
    assert title == ("Press the [31mheel spot " + "🦶" * 500)[:300]
    assert artist == "Heel pain relief"
