"""What `docs/architecture.md` and CONTRIBUTING.md name is there, and no package is missing from the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vaultlint.vault.kinds import KINDS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "vaultlint"
PAGES = ("docs/architecture.md", "CONTRIBUTING.md")
MODULES = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")]


def _named(page: str, pattern: str) -> set[tuple[str, ...]]:
    spans = re.findall(r"`([^`\n]+)`", (ROOT / page).read_text(encoding="utf-8"))
    return {match.groups() for span in spans if (match := re.fullmatch(pattern, span))}


@pytest.mark.parametrize("page", PAGES)
def test_modules_that_are_named_are_there(page: str) -> None:
    named = {path for (path,) in _named(page, r"((?:\w+/)*\w+\.py)")}
    assert named
    gone = [path for path in named if not (ROOT / path).exists()]
    assert [path for path in gone if not any(f"/{module}".endswith(f"/{path}") for module in MODULES)] == []


@pytest.mark.parametrize("page", PAGES)
def test_functions_that_are_named_are_there(page: str) -> None:
    wrong = []
    for module, name in _named(page, r"((?:\w+/)+\w+)\.(?!py$|md$|po$)(\w+)"):
        path = PACKAGE / f"{module}.py"
        source = path.read_text(encoding="utf-8") if path.exists() else ""
        if not re.search(rf"^\s*(?:def|class) {name}\b|^{name}\b.*=", source, re.MULTILINE):
            wrong.append(f"{module}.{name}")
    for owner, name in _named(page, r"([A-Z]\w+)\.(\w+)"):
        defined = rf"^class {owner}\b"
        sources = [text for text in map(_text, MODULES) if re.search(defined, text, re.MULTILINE)]
        sources += [_text("markdown/parsed_text.py")] if owner == "Note" else []  # what it inherits
        if sources and not any(re.search(rf"^    (?:def )?{name}\b", text, re.MULTILINE) for text in sources):
            wrong.append(f"{owner}.{name}")
    assert wrong == []


def test_every_package_is_in_the_table() -> None:
    text = (ROOT / PAGES[0]).read_text(encoding="utf-8")
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {name for name in packages if f"| `vaultlint/{name}/` |" not in text} == set()


def test_every_module_of_the_workspace_is_in_its_table() -> None:
    text = (ROOT / PAGES[0]).read_text(encoding="utf-8")
    around = text[text.index("\nAround it:\n") :]
    modules = {path.name for path in (PACKAGE / "workspace").glob("*.py")} - {"__init__.py", "workspace.py"}
    assert {name for name in modules if f"`{name}`" not in around} == set()


def test_every_kind_of_facts_is_in_the_table_of_rules() -> None:
    text = (ROOT / PAGES[0]).read_text(encoding="utf-8")
    assert {name for name in KINDS if f"`({name}, options)`" not in text} == set()


def _text(module: str) -> str:
    return (PACKAGE / module).read_text(encoding="utf-8")
