"""Work on texts in a few threads."""

import threading

import pytest

from voiceguide.speech.threaded_work import ThreadedWork

TEXTS = ["Press the heel.", "Left foot.", "Right foot.", "Rest."]


def test_each_item_is_done_once_and_progress_counts_them() -> None:
    spoken: list[str] = []
    finished: list[int] = []
    ThreadedWork(3, TEXTS, spoken.append).wait(finished.append)
    assert sorted(spoken) == sorted(TEXTS)
    assert finished == [1, 2, 3, 4]


def test_one_thread_keeps_the_order() -> None:
    spoken: list[str] = []
    ThreadedWork(1, TEXTS, spoken.append).wait(lambda finished: None)
    assert spoken == TEXTS


def test_an_error_ends_the_work_and_is_raised_where_it_is_waited_for() -> None:
    spoken: list[str] = []

    def speak(text: str) -> None:
        if text == "Left foot.":
            raise ValueError(text)
        spoken.append(text)

    with pytest.raises(ValueError, match="Left foot"):
        ThreadedWork(1, TEXTS, speak).wait(lambda finished: None)
    assert spoken == ["Press the heel."]


def test_no_item_is_begun_after_the_wait_was_left() -> None:
    begun: list[str] = []
    go_on, ended = threading.Event(), threading.Event()

    def speak(text: str) -> None:
        begun.append(text)
        if text == "Left foot.":
            go_on.wait(10)
            ended.set()

    def leave(finished: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ThreadedWork(1, TEXTS, speak).wait(leave)
    go_on.set()
    if "Left foot." in begun:
        assert ended.wait(10)
    assert "Rest." not in begun
