"""broken-link follows renames that git knows, and keeps the style a link is written in."""

from __future__ import annotations

import pytest

from tests.helpers import settings_for
from vaultlint.finding import Applicability
from vaultlint.fix.edits import apply_edits
from vaultlint.rules.links.broken_embed import broken_embed
from vaultlint.rules.links.broken_link import broken_link
from vaultlint.vault.source import MemorySource
from vaultlint.vault.vault import Vault
from vaultlint.vault.view import View
from vaultlint.workspace.run import lint_vault

FILES = ("Note.md", "new/Fresh name.md", "new/Second.md", "a/Twice.md", "b/Twice.md", "img/new.png", "sub/deep/Here.md")
RENAMES = {
    "old/Old name.md": ("new/Fresh name.md",),
    "old/Torn.md": ("new/Second.md", "new/Fresh name.md"),
    "old/Moved.md": ("a/Twice.md",),
    "img/old.png": ("img/new.png",),
    "sub/deep/Before.md": ("sub/deep/Here.md",),
}

ROWS = [
    ("[[Old name]]", "[[Fresh name]]"),
    ("[[old/Old name]]", "[[new/Fresh name]]"),
    ("[[old/Old name.md]]", "[[new/Fresh name.md]]"),
    ("[[old/Old name#Part|shown]]", "[[new/Fresh name#Part|shown]]"),
    (
        "- [[old/Old name|Old name]]；关联理由：引用；说明：一句。",
        "- [[new/Fresh name|Fresh name]]；关联理由：引用；说明：一句。",
    ),
    ("[[old/Old name|old/Old name]]", "[[new/Fresh name|new/Fresh name]]"),
    ("| a |\n|---|\n| [[Old name\\|Old name]] |", "| a |\n|---|\n| [[Fresh name\\|Fresh name]] |"),
    ("[x](old/Old%20name.md#A%20b)", "[x](new/Fresh%20name.md#A%20b)"),
    ("[x](<old/Old name.md>)", "[x](<new/Fresh name.md>)"),
    ("[x](./old/Old%20name.md)", "[x](./new/Fresh%20name.md)"),
    ('---\nup: "[[Old name]]"\n---\n', '---\nup: "[[Fresh name]]"\n---\n'),
    ("[[Moved]]", "[[a/Twice]]"),
    ("![[old.png|100]]", "![[new.png|100]]"),
    ("![](img/old.png)", "![](img/new.png)"),
    ("[[Torn]]", None),
    ("[[Never]]", None),
]


def vault_of(text: str, source: str = "Note.md") -> Vault:
    run = lint_vault(MemorySource({**dict.fromkeys(FILES, ""), source: text}), settings_for("self-link"))
    vault = run.vault
    return Vault(vault.notes, vault.paths, vault.settings, vault.source, vault.notes.__getitem__, lambda: RENAMES)


def repaired(text: str, source: str = "Note.md") -> str | None:
    vault = vault_of(text, source)
    view, note = View(vault), vault.notes[source]
    rules = (broken_link, broken_embed)
    problems = [problem for rule in rules for problem in rule.check(note, view, rule.options()) if problem.fix]
    edits = [
        edit for problem in problems if problem.fix.applicability is Applicability.SAFE for edit in problem.fix.edits
    ]
    return apply_edits(text, edits) if edits else None


@pytest.mark.parametrize(("before", "after"), ROWS)
def test_rename(before: str, after: str | None) -> None:
    assert repaired(before) == after


def test_relative_path() -> None:
    assert repaired("[[../deep/Before]]", "sub/other/Note.md") == "[[../deep/Here]]"
    assert repaired("[[./Before]]", "sub/deep/Note.md") == "[[./Here]]"


def test_message_names_the_new_path() -> None:
    vault = vault_of("[[Old name]]")
    (problem,) = broken_link.check(vault.notes["Note.md"], View(vault), broken_link.options())
    assert str(problem.message) == "there is no note `Old name`: it was renamed to `new/Fresh name.md`"
    assert [place.path for place in problem.related] == ["new/Fresh name.md"]
