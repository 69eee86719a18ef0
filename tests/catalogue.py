"""The catalogue of sentences: `python -m tests.catalogue --update` brings it up to date, sorts and compiles it.

Sentences are the literals in calls of `say` and `say_number` of `vaultlint.language`. Translations stay where their
sentence is still said; others are dropped, and named. On a conflict of two branches keep the entries of both, and run
it again. Without `--update` it only lists what is amiss.
"""

from __future__ import annotations

import ast
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from hatch_build import compile_catalogues

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "vaultlint"
CATALOGUE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "vaultlint.po"
FUNCTIONS = {"say": slice(0, 1), "say_number": slice(1, 3)}  # where the templates stand among the arguments

Key = str | tuple[str, str]


class Sentence(NamedTuple):
    """A sentence that the code says: one template, or one for one thing and one for several. None: no literal."""

    key: Key | None
    place: str


def sentences() -> Iterator[Sentence]:
    """Every sentence of the package, and every call whose template no translator would see."""
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text("utf-8")
        if "vaultlint.language import" in source:
            place = path.relative_to(ROOT).as_posix()
            yield from (Sentence(key, f"{place}:{line}") for line, key in said_in(ast.parse(source)))


def said_in(tree: ast.Module) -> Iterator[tuple[int, Key | None]]:
    """Line and templates of every call in a module; modules that have a `say` of another origin say nothing."""
    names = {
        alias.asname or alias.name: FUNCTIONS[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "vaultlint.language"
        for alias in node.names
        if alias.name in FUNCTIONS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            literals = [each.value for each in node.args[names[node.func.id]] if isinstance(each, ast.Constant)]
            wanted = 2 if names[node.func.id] == FUNCTIONS["say_number"] else 1
            key = None if len(literals) < wanted else literals[0] if wanted == 1 else (literals[0], literals[1])
            yield node.lineno, key


def catalogue(path: Path = CATALOGUE) -> Catalog:
    """The catalogue as it is."""
    with path.open("rb") as file:
        return read_po(file)


def translations(path: Path = CATALOGUE) -> dict[Key, str]:
    """The sentences of the catalogue with their Chinese, "" where there is none."""
    entries = {each.id: each.string for each in catalogue(path) if each.id}
    return {tuple(key) if isinstance(key, list) else key: _first(said) for key, said in entries.items()}


def fields_of(template: str) -> set[str]:
    """The names of the fields of a template; an unpaired brace is a ValueError."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def update() -> list[str]:
    """Write the catalogue anew; the sentences dropped."""
    old = translations()
    wanted = dict.fromkeys(sentence.key for sentence in sentences() if sentence.key)
    new = Catalog(locale="zh_CN", project="vaultlint")
    for key in wanted:
        said = old.get(key) or _by_template(old, key)
        new.add(key, (said,) if isinstance(key, tuple) else said)
    with CATALOGUE.open("wb") as file:
        file.write(_HEADER)
        write_po(file, new, width=0, omit_header=True, sort_output=True, no_location=True)
    compile_catalogues(ROOT)
    return [str(key) for key in old if key not in wanted]


_HEADER = b"""\
# The sentences of vaultlint in Chinese. `python -m tests.catalogue --update` sorts this file.
msgid ""
msgstr ""
"Project-Id-Version: vaultlint\\n"
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def _first(said: str | tuple[str, ...]) -> str:
    return said if isinstance(said, str) else said[0]


def _by_template(old: dict[Key, str], key: Key) -> str:
    """What was said where only the plural of a sentence is new."""
    return old.get(key[0], "") if isinstance(key, tuple) else ""


def main() -> None:
    """Update the catalogue where that is asked for, and list the sentences without Chinese."""
    if "--update" in sys.argv[1:]:
        for dropped in update():
            print(f"dropped, said nowhere: {dropped}")
    known = translations()
    for key, place in sentences():
        if not key:
            print(f"{place}: the sentence is no literal")
        elif not known.get(key):
            print(f"{place}: no Chinese: {key}")


if __name__ == "__main__":
    main()
