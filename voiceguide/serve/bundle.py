"""Puts the modules of the page into one file: a phone loads one file sooner than thirty.

Each module becomes a function that returns the names it exports. It knows the forms of import and export that the page
uses, and no others: imports of names and of namespaces at the top of a module, exports of functions, classes and
constants, template literals on one line. It drops comments that stand on lines of their own, and indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_IMPORT = re.compile(r'^import (?:\* as (?P<space>\w+)|\{(?P<names>[^}]*)\}) from "\./(?P<module>\w+)\.js";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (?P<name>\w+))", re.M)
_INDENTATION = re.compile(r"^ +", re.M)
_OPEN_TEXT = re.compile(r"^[^`\n]*`(?:[^`\n]*`[^`\n]*`)*[^`\n]*$", re.M)
"""A line with an odd number of backticks."""
_COMMENT = re.compile(r"^ *(?://.*|/\*\*(?s:.*?)\*/)\n", re.M)


def bundle(modules: Mapping[str, str], first: str) -> str:
    """One module that does the same as `first` with all that it imports. `modules`: name -> source. Raises ValueError
    for modules that import each other, and for an unknown form."""
    return "\n".join(_as_function(name, modules[name]) for name in _in_order(modules, first, ()))


def _in_order(modules: Mapping[str, str], name: str, importing: tuple[str, ...]) -> Iterator[str]:
    """The module and all that it imports, each after those that it imports."""
    if name in importing:
        raise ValueError(f"{name}.js imports itself, by way of {', '.join(importing)}")
    needed = [found["module"] for found in _IMPORT.finditer(modules[name])]
    order = (each for module in needed for each in _in_order(modules, module, (*importing, name)))
    yield from dict.fromkeys([*order, name])


def _as_function(name: str, source: str) -> str:
    exported = ", ".join(found["name"] for found in _EXPORT.finditer(source))
    code = _EXPORT.sub("", _IMPORT.sub(_constants, _COMMENT.sub("", source)))
    if unknown := re.search(r"^(?:import|export) .*", code, re.M) or _OPEN_TEXT.search(code):
        raise ValueError(f"{name}.js: `{unknown[0]}` cannot be bundled")
    code = _INDENTATION.sub("", code.strip())
    return f"const ${name} = await (async () => {{\n{code}\nreturn {{ {exported} }};\n}})();\n"


def _constants(found: re.Match[str]) -> str:
    if found["space"]:
        return f"const {found['space']} = ${found['module']};\n"
    return f"const {{ {found['names'].strip().replace(' as ', ': ')} }} = ${found['module']};\n"
