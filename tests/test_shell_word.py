"""Names in the commands of hints."""

from __future__ import annotations

import pytest

from voiceguide.shell_word import shell_word


@pytest.mark.parametrize(
    ("system", "name", "word"),
    [
        ("posix", "heel.md", "heel.md"),
        ("posix", "my heel.md", "'my heel.md'"),
        ("posix", "$HOME.md", "'$HOME.md'"),
        ("nt", "my heel.md", '"my heel.md"'),
        ("nt", "it's.md", "it's.md"),
    ],
)
def test_a_name_is_one_word_of_a_command(system: str, name: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.shell_word.os.name", system)
    assert shell_word(name) == word
