"""The styles of the desk's page: rules that it shares with the listener's page stand once."""

from __future__ import annotations

import re
from pathlib import Path

from voiceguide.desk.app import LISTENERS_PAGE, PAGE, SHARED
from voiceguide.serve.page_files import STYLES

RULE = re.compile(r"^\s*([^@{}/*]+?\s*\{[^{}]*\})\s*$", re.MULTILINE)


def rules(path: Path) -> set[str]:
    return set(RULE.findall(path.read_text("utf-8")))


def test_no_rule_of_the_desk_stands_in_the_styles_of_the_listeners_page() -> None:
    own = rules(PAGE / "desk.css")
    assert len(own) > 50
    doubled = {name: own & rules(LISTENERS_PAGE / f"{name}.css") for name in STYLES}
    assert {name: found for name, found in doubled.items() if found} == {}


def test_the_picture_has_its_rules_in_a_file_that_both_pages_have() -> None:
    assert ".bar.left { fill: var(--left); }" in rules(LISTENERS_PAGE / "shared.css")
    assert "shared" in STYLES
    assert "shared.css" in SHARED
    assert 'href="{{ base }}/shared.css"' in (PAGE / "index.html").read_text("utf-8")
