"""A fault of vaultlint in one note is a finding of that note; all others are checked and fixed as ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import vaultlint.lint.learning
import vaultlint.lint.note_linter
import vaultlint.lint.selection
import vaultlint.markdown.parse
from tests.helpers import TODAY, lint, settings_for
from vaultlint.cli.main import main
from vaultlint.finding import Applicability, Finding, Problem
from vaultlint.fix.choose import Policy
from vaultlint.fix.rounds import fix_vault
from vaultlint.lint.note_linter import NoteLinter
from vaultlint.lint.selection import Selection
from vaultlint.rules import RULES
from vaultlint.settings import Settings
from vaultlint.vault.obsidian import ObsidianSettings
from vaultlint.vault.source import MemorySource

FILES: dict[str, str | bytes] = {"A.md": "甲 \n", "B.md": "乙 \n", "C.md": "丙 \n"}


def summary(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.path, finding.rule) for finding in findings]


def broken(name: str, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make a rule yield what it finds in A and then fail in B."""
    (rule,) = [rule for rule in RULES if rule.name == name]

    def check(subject: Any, *rest: Any) -> Iterator[Problem]:
        if rule.scope == "note":
            if subject.path == "B.md":
                raise error
            yield from rule.check(subject, *rest)
            return
        for path in [subject.path] if rule.scope == "link" else subject.notes:
            if path == "B.md":
                raise error
            yield Problem(0, 1, "found", path=path)

    rules = tuple(each.with_check(check) if each.name == name else each for each in RULES)
    monkeypatch.setattr(vaultlint.lint.selection, "RULES", rules)


class PanicException(BaseException):  # as the Markdown parser raises it
    pass


@pytest.mark.parametrize("error", [IndexError("string index"), RecursionError(), PanicException("slice")])
def test_a_note_rule(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    broken("trailing-space", monkeypatch, error)
    run = lint(FILES, settings_for("trailing-space"))
    assert summary(run.findings) == [("A.md", "trailing-space"), ("B.md", "internal-fault"), ("C.md", "trailing-space")]
    fault = run.findings[1]
    assert "`trailing-space`" in str(fault.message) and type(error).__name__ in str(fault.message)
    assert fault.severity.word == "error"


def test_a_rule_about_links(monkeypatch: pytest.MonkeyPatch) -> None:
    broken("broken-link", monkeypatch, KeyError("x"))
    run = lint(FILES, settings_for("broken-link"))
    assert summary(run.findings) == [("A.md", "broken-link"), ("B.md", "internal-fault"), ("C.md", "broken-link")]


def test_a_rule_about_the_whole_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    broken("orphan-note", monkeypatch, KeyError("x"))
    run = lint(FILES, settings_for("orphan-note"))
    assert sorted(summary(run.findings)) == [("A.md", "internal-fault"), ("A.md", "orphan-note")]


def test_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = vaultlint.markdown.parse.in_ascii

    def failing(text: str) -> str | None:
        if "乙" in text:
            raise PanicException("not on a boundary")
        return whole(text)

    monkeypatch.setattr(vaultlint.markdown.parse, "in_ascii", failing)
    run = lint(FILES, settings_for("trailing-space"))
    assert summary(run.findings) == [("A.md", "trailing-space"), ("B.md", "internal-fault"), ("C.md", "trailing-space")]


@pytest.mark.parametrize("place", ["rule", "gate"])
def test_fixing_goes_on(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    if place == "rule":
        broken("trailing-space", monkeypatch, IndexError("x"))
    else:

        def failing(reading: Any, *_: Any) -> Any:
            if reading.note.path == "B.md":
                raise IndexError("x")
            return gate(reading, *_)

        gate = vaultlint.fix.settle.pass_gate  # type: ignore[attr-defined]
        monkeypatch.setattr("vaultlint.fix.settle.pass_gate", failing)
    settings = settings_for("trailing-space")
    outcome = fix_vault(MemorySource(FILES), settings, Policy(Applicability.SAFE), show_info=True, today=TODAY)
    assert [change.path for change in outcome.changes] == ["A.md", "C.md"]
    assert ("B.md", "internal-fault") in summary(outcome.run.findings)


def test_nothing_switches_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    broken("trailing-space", monkeypatch, IndexError("x"))
    settings = settings_for("trailing-space", '[lint]\nignore = ["internal-fault"]\n')
    run = lint({"B.md": "%% vaultlint-ignore %%\n乙 \n"}, settings)
    assert "internal-fault" in {finding.rule for finding in run.findings}


def test_errors_that_are_no_faults_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    broken("trailing-space", monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        lint(FILES, settings_for("trailing-space"))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("text", ["---\n--- ", "---\n---\t", "---\na: 1\n---  ", "---\n---", "\ufeff---\n--- "])
def test_nothing_but_properties(text: str, ending: str) -> None:
    run = lint({"A.md": text.replace("\n", ending), "B.md": "乙\n", "C.md": "丙 [[无]]\n"}, Settings())
    rules = {finding.rule for finding in run.findings}
    assert "broken-link" in rules and "internal-fault" not in rules


def test_a_fault_in_judging_a_fix_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any) -> Any:
        raise RecursionError

    monkeypatch.setattr("vaultlint.fix.vault_round.undeclared_changes", failing)
    settings = settings_for("heading-marker-space")
    files: dict[str, str | bytes] = {"A.md": "##题目\n"}
    outcome = fix_vault(MemorySource(files), settings, Policy(Applicability.SAFE), show_info=True, today=TODAY)
    assert [refused.changes for refused in outcome.refused] == [("fault",)]
    assert outcome.changes == ()


def test_data_that_ends_too_soon_is_no_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut_off(*_: object, **__: object) -> None:
        raise EOFError("marshal data too short")

    monkeypatch.setattr("vaultlint.cli.common.open_vault", cut_off)
    assert main(["graph", "--root", str(tmp_path)]) == 2
    assert "a fault of vaultlint itself: EOFError('marshal data too short')" in capsys.readouterr().err


def test_notes_that_are_linted_together_are_judged_each_by_itself() -> None:
    texts = ["甲 \n", "---\na: 1\n---\n甲(乙)", "%% vaultlint-ignore %%\n甲 \n", "> [!x]\n\n## 乙 \n", "\xff"]
    files = [
        (f"{number}.md", text.encode("utf-8" if text != "\xff" else "latin-1")) for number, text in enumerate(texts)
    ]
    linter = NoteLinter(Selection(Settings()), ObsidianSettings(), TODAY)
    together = linter.lint_all(files)
    assert [result.facts.path for result in together] == [path for path, _ in files]
    assert together == [linter.lint(*file) for file in files]
