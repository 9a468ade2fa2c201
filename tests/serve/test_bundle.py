"""The page's modules in one file."""

from __future__ import annotations

import pytest

from voiceguide.serve.bundle import bundle
from voiceguide.serve.page_files import page_files

TWO = {
    "page": 'import { one as first, two } from "./other.js";\nimport * as rest from "./rest.js";\nfirst(two, rest);\n',
    "other": "// A comment.\n\n/** One. */\nexport function one() {}\nexport const two = 2;\n",
    "rest": 'import { two } from "./other.js";\nexport class Rest {}\nexport async function late() {}\n',
}


def test_each_module_comes_once_and_after_those_that_it_imports() -> None:
    made = bundle(TWO, "page")
    assert [made.count(f"const ${name} = ") for name in TWO] == [1, 1, 1]
    assert made.index("const $other") < made.index("const $rest") < made.index("const $page")


def test_names_are_handed_from_module_to_module() -> None:
    made = bundle(TWO, "page")
    assert "const { one: first, two } = $other;" in made
    assert "const rest = $rest;" in made
    assert "return { one, two };" in made
    assert "return { Rest, late };" in made
    assert "comment" not in made


def test_modules_that_import_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="imports itself, by way of one, two"):
        bundle({"one": 'import { two } from "./two.js";\n', "two": 'import { one } from "./one.js";\n'}, "one")


@pytest.mark.parametrize("form", ["export default 1;\n", "const text = `first\n  second`;\n"])
def test_a_form_that_is_unknown_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="cannot be bundled"):
        bundle({"one": form}, "one")


def test_comments_and_indentation_are_left_out() -> None:
    made = bundle({"one": "// A comment.\nexport function one() {\n  return `a  b`;\n}\n"}, "one")
    assert "export" not in made
    assert "comment" not in made
    assert "function one() {\nreturn `a  b`;\n}" in made


def test_the_page_is_one_module_beside_its_words() -> None:
    scripts = sorted(name for name in page_files() if name.endswith(".js"))
    assert [name for name in scripts if "/" not in name] == ["plain-page.js", "player.js"]
    assert "words/de.js" in scripts
