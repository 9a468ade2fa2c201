"""A session that is made shorter or longer while it plays, and what else belongs to one session."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import httpx
import mutagen.mp3
import mutagen.mp4
import numpy as np
import pytest
from PIL import Image
from starlette.datastructures import QueryParams

from tests.serve.running import Served, plain, served
from tests.serve.test_what_is_heard import samples
from voiceguide.audio.ffmpeg import converter
from voiceguide.bed import BedOptions
from voiceguide.errors import BedError, VoiceNotFoundError
from voiceguide.preferences import Countdown
from voiceguide.serve.session_query import as_query, read_query
from voiceguide.serve.sound_choices import SoundChoices
from voiceguide.serve.studios import Studios
from voiceguide.studio.voice_options import VoiceOptions

HEEL = {"routine": "heel", "length": "150"}


def plan_of(get: httpx.Client, **query: Any) -> Any:
    answer = get.get("/plan.json", params={**HEEL, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_session_is_made_longer_while_it_plays(get: httpx.Client) -> None:
    before = plan_of(get)
    assert before["same_until"] is None
    moment = before["steps"][0]["hold"]["start"]
    rest = get.get("/lengths-left.json", params={**HEEL, "at": moment}).json()
    assert rest["shortest"] < 150 < rest["longest"]
    wanted = round(rest["longest"] - 5)
    after = plan_of(get, change=f"{moment}:{wanted}")
    assert after["length"] == pytest.approx(wanted, abs=1)
    assert after["same_until"] == rest["same_until"] > moment
    until = after["same_until"]
    for kind in ("steps", "cues"):
        assert [each for each in after[kind] if each["end"] <= until] == [
            each for each in before[kind] if each["end"] <= until
        ]
    again = plan_of(get, change=[f"{moment}:{wanted}", f"{until + 10}:0"])
    assert again["length"] < after["length"]
    assert again["same_until"] > until


def test_the_sound_is_the_same_until_then_and_fits_the_new_plan(get: httpx.Client) -> None:
    before = plan_of(get)
    change = {"change": f"{before['steps'][0]['start']}:{180}"}
    after = plan_of(get, **change)
    old = get.get("/session.mp3", params=HEEL).content
    new = get.get("/session.mp3", params={**HEEL, **change}).content
    assert mutagen.mp3.MP3(io.BytesIO(new)).info.length == pytest.approx(after["length"], abs=0.06)
    until = int(after["same_until"] * 22050) - 2000
    one, other = samples(old)[:until].astype(float), samples(new)[:until].astype(float)
    assert np.abs(one - other).max() < 50
    chapters = get.get("/chapters.json", params={**HEEL, **change}).json()["chapters"]
    assert chapters[-1]["endTime"] == pytest.approx(after["length"])


@pytest.mark.parametrize(
    "query",
    [
        "change=1",
        "change=a:b",
        "change=-1:60",
        "change=1e3:60",
        "change=1:nan",
        "change=9999999:60",
        "&".join("change=1:60" for _ in range(13)),
        "skip=x",
        "skip=-3",
        "first=up",
    ],
)
def test_what_cannot_be_read_is_refused(get: httpx.Client, query: str) -> None:
    answer = get.get(f"/plan.json?routine=heel&length=150&{query}")
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize("at", ["", "x", "-1", "1e9", "nan"])
def test_a_moment_is_a_number_of_seconds(get: httpx.Client, at: str) -> None:
    assert get.get("/lengths-left.json", params={**HEEL, "at": at}).status_code == 400


def test_any_moment_and_any_length_give_a_session(get: httpx.Client) -> None:
    for change in ("0:0", "0:999999", "999999:0", "149.9:20", "150:150"):
        assert plan_of(get, change=change)["length"] > 0


def test_the_first_side_and_left_out_steps_are_chosen_and_a_link_keeps_them(get: httpx.Client, server: Served) -> None:
    whole = plan_of(get, length="")
    line = next(step["line"] for step in whole["steps"] if "ball" in step["text"])
    chosen = plan_of(get, length="", first="right", skip=line)
    assert [step["side"] for step in chosen["steps"][:2]] == ["right", "left"]
    assert line not in {step["line"] for step in chosen["steps"]}
    assert get.get("/plan.json", params={"routine": "heel", "skip": 1}).status_code == 422
    link = "routine=heel&length=150&side=left&without=a+ball&talk=brief&pace=slower&change=20.5%3A160"
    assert as_query(read_query(QueryParams(link))) == link


def test_the_page_chooses_in_the_vocabulary_of_the_command_line(get: httpx.Client) -> None:
    link = (
        "routine=heel&talk=brief&bells=soft&countdown=5+spoken&time-left=30&rest-between-sides=10"
        "&rest-between-rounds=0&balance=6&pace=slower"
    )
    asked = read_query(QueryParams(link))
    assert (asked.choices.bells, asked.choices.countdown, asked.choices.time_left) == ("soft", Countdown(5, True), 30)
    assert (asked.choices.rest_between_sides, asked.choices.rest_between_rounds, asked.sound.balance) == (10, 0, 6.0)
    assert as_query(asked) == link
    bells = {cue["kind"] for cue in plan_of(get, bells="none", countdown="none")["cues"]} & {"bell", "tick"}
    assert bells == set()


@pytest.mark.parametrize("query", ["bells=/etc/gong.wav", "bells=gong.wav", "bells=loud", "countdown=99", "balance=40"])
def test_a_visitor_names_no_file_and_no_other_value(get: httpx.Client, query: str) -> None:
    assert get.get(f"/plan.json?routine=heel&{query}").status_code == 400


def test_sounds_that_are_not_offered_are_passed_over(get: httpx.Client) -> None:
    tags = {
        query: get.get(f"/session.mp3?routine=ferse&{query}").headers["etag"]
        for query in ("", "pace=usual", "pace=wild", "voice=nobody", "bed=/etc/passwd", "bed=drone")
    }
    assert len(set(tags.values())) == 1


def test_a_pace_is_a_rate_of_speech_within_bounds(scripts: Path) -> None:
    made = Studios([].append, VoiceOptions(rate=390))
    try:
        script = made.script("ferse")
        rates = []
        for pace in ("slower", None, "faster"):
            with made.studio(script, sound=SoundChoices(pace)) as studio:
                rates.append(studio.narration.speaker._settings.rate)
        assert rates == [332, 390, 400]
    finally:
        made.close()


def test_visitors_choose_among_the_voices_and_beds_that_are_offered(scripts: Path) -> None:
    tones = VoiceOptions("tests.fakes:ToneEngine")
    offered = {"offer_voices": ["tone/de"], "offer_beds": ["hush", "none"]}
    with served(voice=tones, bed=BedOptions("drone"), **offered) as server:
        offers = plain.get(server.address + "/server.json").json()["offers"]
        assert [voice["id"] for voice in offers["voices"]] == ["", "tone/de"]
        assert [bed["id"] for bed in offers["beds"]] == ["", "hush", "none"]
        tags = {
            query: plain.get(f"{server.address}/session.mp3?routine=heel&{query}").headers["etag"]
            for query in ("", "bed=hush", "bed=none", "bed=brown", "voice=tone/de", "voice=tone/en")
        }
        assert tags[""] == tags["bed=brown"] == tags["voice=tone/en"]
        assert len({tags[query] for query in ("", "bed=hush", "bed=none", "voice=tone/de")}) == 4


def test_a_voice_or_bed_that_is_not_there_cannot_be_offered(scripts: Path) -> None:
    for offers in ({"offer_voices": ["nobody"]}, {"offer_beds": ["browm"]}):
        with pytest.raises((VoiceNotFoundError, BedError)), served(**offers):
            pass


def test_a_wait_tells_the_page_to_wait(get: httpx.Client, scripts: Path) -> None:
    script = scripts / "oil.md"
    script.write_text(
        "# Oil\n\n- Spread the oil until ready, about 15 seconds\n- Wipe until ready, max 20 seconds\n- Press for 9 s\n"
    )
    try:
        steps = get.get("/plan.json?routine=oil").json()["steps"]
        assert [step["ready"] for step in steps] == [{"limit": False}, {"limit": True}, None]
        assert all(step["hold"] for step in steps)
        rows = {row["name"]: row["waits"] for row in get.get("/routines.json").json()}
        assert rows["oil"] is True
        assert rows["heel"] is False
    finally:
        script.unlink()


def test_a_handout_may_be_styled_by_itself_alone(get: httpx.Client) -> None:
    answer = get.get("/handout.html", params=HEEL)
    policy = answer.headers["content-security-policy"]
    assert "<table" in answer.text
    assert "unsafe" not in policy
    assert re.search(r"style-src 'sha256-[A-Za-z0-9+/=]{44}'", policy)
    assert "script-src" not in policy
    assert len(answer.headers.get_list("content-security-policy")) == 1


@pytest.mark.skipif(converter() is None, reason="M4B files are made by ffmpeg")
def test_an_audiobook_has_the_chapters(get: httpx.Client) -> None:
    answer = get.get("/session.m4b", params={**HEEL, "download": 1})
    assert answer.headers["content-type"] == "audio/mp4"
    assert answer.headers["content-disposition"] == 'attachment; filename="heel-2m30s.m4b"'
    assert mutagen.mp4.MP4(io.BytesIO(answer.content)).info.length == pytest.approx(150, abs=0.1)
    assert get.get("/server.json").json()["m4b"] is True


def test_without_ffmpeg_there_is_no_audiobook(get: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.serve.making.Making.makes_m4b", False)
    assert get.get("/session.m4b", params=HEEL).status_code == 404


def test_the_page_can_be_put_on_a_home_screen(lan: Served) -> None:
    about = plain.get(lan.address + "/manifest.webmanifest").json()
    assert about["start_url"] == about["scope"] == f"/{lan.key}/"
    assert about["display"] == "standalone"
    assert {icon["purpose"] for icon in about["icons"]} == {"any", "maskable"}
    for icon in about["icons"]:
        answer = plain.get(f"http://127.0.0.1:{lan.port}{icon['src']}")
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            assert picture.getextrema()[3][0] == (255 if icon["purpose"] == "maskable" else picture.getpixel((0, 0))[3])
    assert 'rel="manifest"' in plain.get(lan.address + "/").text
