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
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from hatch_build import compile_catalogues
from vaultlint import errors
from vaultlint.cli import main as group
from vaultlint.cli.help import in_language, placeholders_of, texts_of
from vaultlint.config.keys import Shape, keys_of
from vaultlint.config.show import DEFAULT
from vaultlint.disk.transaction import PUT_BACK
from vaultlint.finding import Severity
from vaultlint.fix.aspects import ASPECTS
from vaultlint.rules import RULES
from vaultlint.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "vaultlint"
CATALOGUE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "vaultlint.po"
FUNCTIONS = {"say": slice(0, 1), "say_number": slice(1, 3)}  # where the templates stand among the arguments

# What click says to programmers, of prompts, and of names that vaultlint answers for itself.
_NEVER_SEEN = frozenset(
    (
        "%(prog)s, version %(version)s",
        "(dynamic)",
        "Aborted!",
        "Argument {name!r} takes {nargs} values.",
        "Arguments take exactly one parameter declaration, got {length}: {decls}.",
        "Boolean option {decl!r} cannot use the same flag for true/false.",
        "Choice({choices})",
        "Confirm the action without prompting.",
        "Could not determine name for option with declarations {decls!r}",
        "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
        "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
        "Do you want to continue?",
        "Name '{name}' defined twice",
        "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? Did you mean "
        "to pass '--{name}'?",
        "Positional arguments",
        "Takes {nargs} values but 1 was given.",
        "Value must be an iterable.",
        "deprecated",
        "{len_type} values are required, but {len_value} was given.",
        "{value!r} does not match the format {format}.",
        "{value!r} is not a valid UUID.",
    )
)

# Places of texts that are shown as they are: nothing is filled in.
HELP, SETTINGS, FIXED = "--help", "settings", "fixed text"
WORDS = tuple(severity.word for severity in Severity)
CHANGES = tuple(ASPECTS)
GRAPH_KINDS = ("link", "embed", "relation", "topic", "property")  # of links, in the graph

Key = str | tuple[str, str]


class Sentence(NamedTuple):
    """A sentence that the code says: one template, or one for one thing and one for several. None: no literal."""

    key: Key | None
    place: str


def sentences() -> Iterator[Sentence]:
    """Every sentence of the package, and every call whose template no translator would see."""
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text("utf-8")
        if "vaultlint.language import" in source or path.name == "language.py":
            place = path.relative_to(ROOT).as_posix()
            yield from (Sentence(key, f"{place}:{line}") for line, key in said_in(ast.parse(source)))
    yield from (Sentence(text, HELP) for text in dict.fromkeys(help_texts()))
    yield from (Sentence(key, "click") for key in said_by_click())
    yield from (Sentence(text, SETTINGS) for text in dict.fromkeys(settings_texts()))
    yield from (Sentence(text, FIXED) for text in (*errors.REASONS, PUT_BACK, DEFAULT, *GRAPH_KINDS, *WORDS, *CHANGES))


def help_texts() -> Iterator[str]:
    """What `--help` says: of the group, of every command, and of every option."""
    yield from texts_of(group.cli)
    yield from (*group.HEADINGS, "Others", "[OPTIONS]", "COMMAND [ARGS]...")
    yield from ("at least", "more than", "integer range", "float range")
    for module, line in group.COMMANDS.values():
        yield line
        command = in_language(import_module(f"vaultlint.cli.{module}").command)
        yield from (*texts_of(command), *placeholders_of(command))


def settings_texts() -> Iterator[str]:
    """What the settings' and the rules' options mean."""
    yield from texts_of_table(Settings)
    for rule in RULES:
        yield from texts_of_table(rule.options)


def texts_of_table(table: type) -> Iterator[str]:
    """The meaning of every key of a table, and of the tables in it."""
    for key in keys_of(table):
        yield key.help
        shape: Shape | None = key.shape
        while shape:
            yield from texts_of_table(shape.table) if shape.table else ()
            shape = shape.item


def said_by_click() -> Iterator[Key]:
    """What click itself says of an option or an argument; what only programmers or other prompts see is left out."""
    folder = Path(click.__file__).parent
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                literals = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if literals and literals[0] not in _NEVER_SEEN:
                    yield (literals[0], literals[1]) if node.func.id == "ngettext" else literals[0]


def said_in(tree: ast.Module) -> Iterator[tuple[int, Key | None]]:
    """Line and templates of every call in a module; a `say` that comes from somewhere else says nothing."""
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return _said(tree, {name: where for name, where in FUNCTIONS.items() if name in own and "words" in own})


def _said(node: ast.AST, names: dict[str, slice]) -> Iterator[tuple[int, Key | None]]:
    """`names` are those that mean a function of `vaultlint.language` where the node stands."""
    if isinstance(node, (ast.Module, ast.FunctionDef)):
        names = dict(names)
        for alias, module in _imports(node):
            names.pop(alias.asname or alias.name, None)
            if module == "vaultlint.language" and alias.name in FUNCTIONS:
                names[alias.asname or alias.name] = FUNCTIONS[alias.name]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
        literals = [each.value for each in node.args[names[node.func.id]] if isinstance(each, ast.Constant)]
        wanted = 2 if names[node.func.id] == FUNCTIONS["say_number"] else 1
        yield node.lineno, None if len(literals) < wanted else literals[0] if wanted == 1 else tuple(literals)
    for child in ast.iter_child_nodes(node):
        yield from _said(child, names)


def _imports(scope: ast.AST) -> Iterator[tuple[ast.alias, str | None]]:
    """What a module or function imports itself, not the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.ImportFrom):
            yield from ((alias, child.module) for alias in child.names)
        elif not isinstance(child, ast.FunctionDef):
            yield from _imports(child)


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
