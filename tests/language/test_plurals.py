"""Plural categories by the rules of the CLDR."""

from __future__ import annotations

import pytest

from voiceguide.language.plurals import category

POLISH = {
    "one": "i = 1 and v = 0",
    "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
    "many": "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14",
}
FRENCH = {"one": "i = 0,1"}


@pytest.mark.parametrize(
    ("rules", "digits", "expected"),
    [
        (POLISH, "1", "one"),
        (POLISH, "3", "few"),
        (POLISH, "5", "many"),
        (POLISH, "12", "many"),
        (POLISH, "22", "few"),
        (POLISH, "1.5", "other"),
        (FRENCH, "1.5", "one"),
        (FRENCH, "2", "other"),
        ({"one": "n = 1"}, "1", "one"),
        ({}, "1", "other"),
    ],
)
def test_a_number_has_the_category_that_its_language_s_rules_give_it(
    rules: dict[str, str], digits: str, expected: str
) -> None:
    assert category(rules, digits) == expected


def test_a_rule_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="not a plural rule"):
        category({"one": "n is 1"}, "1")
