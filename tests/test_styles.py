"""What a vault's styles are is learned from its notes; what stands out is reported, and a habit that is none is not."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from tests.helpers import Files, lint
from vaultlint.config.load import settings_from_text
from vaultlint.lint.selection import Selection
from vaultlint.lint.styles import LOOKED_AT, Row, Styles, chosen_for_look, learn, style_rows
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import parse_text
from vaultlint.rules import NAMES, RULES, rule_named
from vaultlint.rules.rule import Context, Rule, Style
from vaultlint.settings import Lint, NoteType, Settings
from vaultlint.vault.obsidian import ObsidianSettings
from vaultlint.vault.source import MemorySource
from vaultlint.workspace.looking import Looking
from vaultlint.workspace.run import run_of
from vaultlint.workspace.setting import Options, Setting
from vaultlint.workspace.workspace import Workspace

PLAIN = Settings(sections=())
DASH, STAR = "Text.\n\n- one\n- two\n", "Text.\n\n* one\n* two\n"


def vault(usual: str, count: int, *others: str) -> Files:
    files: Files = {f"usual {index}.md": usual for index in range(count)}
    return files | {f"other {index}.md": text for index, text in enumerate(others)}


def found(files: Files, settings: Settings = PLAIN) -> list[tuple[str, str]]:
    return [(finding.path, finding.rule) for finding in lint(files, settings).findings]


def _row(note: Note) -> Row:
    (row,) = style_rows([note])
    assert row is not None
    return row


def styles_of(files: Files) -> Styles:
    return learn([_row(parse_text(path, str(text))) for path, text in files.items()], files)


@pytest.mark.parametrize(("usual", "other"), [(DASH, STAR), (STAR, DASH)])
def test_whichever_form_nearly_all_notes_have_is_right(usual: str, other: str) -> None:
    assert found(vault(usual, 19, other)) == [("other 0.md", "list-marker")]


def test_below_nineteen_in_twenty_there_is_no_habit() -> None:
    assert found(vault(DASH, 37, STAR, STAR)) == []
    assert found(vault(DASH, 18, STAR)) == []


def test_a_mixed_note_keeps_neither_form() -> None:
    both = "- one\n\ntext\n\n* two\n"
    assert _row(parse_text("A.md", both))["list-marker.style"] == []


def test_a_note_without_the_construct_does_not_count() -> None:
    assert "list-marker.style" not in _row(parse_text("A.md", "Text.\n"))


HEADINGS = "---\ntitle: x\n---\n\n## A\nText.\n\n## B\nText.\n"


def test_no_blank_line_below_a_heading_is_a_habit_too() -> None:
    files = vault(HEADINGS, 30, HEADINGS.replace("## B\n", "## B\n\n"))
    findings = lint(files, PLAIN).findings
    assert [str(finding.message) for finding in findings] == [
        "a blank line below this heading: leave none, as the rest of this vault does"
    ]


def test_a_rule_that_the_vault_contradicts_does_not_run() -> None:
    files = vault("A line. \n", 30, "A line.\n")
    run = lint(files, PLAIN)
    assert "trailing-space" not in {rule.name for rule in run.selection.rules}
    assert not run.findings


@pytest.mark.parametrize("select", ["trailing-space", "format"])
def test_who_asks_by_name_is_answered_strictly(select: str) -> None:
    settings = replace(PLAIN, lint=Lint(select=(select,)))
    assert found({"A.md": "A line. \n"}, settings) == [("A.md", "trailing-space")]


def test_a_value_that_is_set_is_strict() -> None:
    settings = settings_from_text('sections = []\n[rules.list-marker]\nstyle = "+"\n')
    assert found({"A.md": DASH}, settings) == [("A.md", "list-marker")]


@pytest.mark.parametrize("text", ["***\n", "Text.\n\n***\n\nText.\n", "Text,\n\tgoes on.\n"])
def test_rules_that_are_off_unless_set(text: str) -> None:
    assert found(vault(DASH + "\n" + text, 30)) == []


def test_a_large_vault_is_looked_at_in_part_and_always_in_the_same_one() -> None:
    paths = [f"{index}.md" for index in range(1000)]
    chosen = chosen_for_look(paths)
    assert len(chosen) == LOOKED_AT
    assert sorted(chosen) == sorted(chosen_for_look(reversed(paths)))
    assert len(set(chosen) - set(chosen_for_look([*paths, "new.md"]))) <= 1


def test_what_was_learned_has_its_counts() -> None:
    learned = styles_of(vault(DASH, 30, STAR)).learned["list-marker.style"]
    assert (learned.form, learned.keeping, learned.showing) == ("-", 30, 31)


def test_bare_names_are_compared_with_the_files() -> None:
    usual = {f"{index}.md": f"[[{index + 1}]] [[Tea]]\n" for index in range(30)} | {"31.md": "", "Tea.md": "A drink.\n"}
    right: Files = {**usual, "30.md": "[[tea]]\n"}
    assert ("30.md", "inexact-case") in found(right)
    wrong: Files = {**usual, **{f"{index}.md": "[[tea]]\n" for index in range(5)}}
    assert not [rule for _, rule in found(wrong) if rule == "inexact-case"]


def test_links_to_notes_that_are_yet_to_be_written() -> None:
    plans: Files = {f"{index}.md": f"[[Idea {index}]] [[0]] [[lost/Idea]]\n" for index in range(10)}
    run = lint(plans, PLAIN)
    levels = {(finding.severity.word, finding.rule) for finding in run.findings}
    assert levels == {("info", "broken-link"), ("error", "broken-link")}
    assert {str(finding.message).split("`")[1] for finding in run.findings if finding.severity.word == "error"} == {
        "lost/Idea"
    }
    few: Files = {f"{index}.md": f"[[{(index + 1) % 40}]] [[{(index + 7) % 40}]]\n" for index in range(40)}
    few["0.md"] = "[[Idea]]\n"
    assert [finding.severity.word for finding in lint(few, PLAIN).findings] == ["error"]


def test_sections_that_nobody_has_and_nobody_asked_for() -> None:
    assert found(vault("Text.\n", 30), Settings()) == []
    some = vault("Text.\n", 10, "## 摘要\n\n一句话。\n")
    assert ("usual 0.md", "missing-section") in found(some, Settings())


def test_sections_that_a_template_leaves_empty() -> None:
    settings = settings_from_text('sections = ["Done?", "Mood?"]\n')
    daily = "## Done\n\nMuch.\n\n## Mood\n"
    assert found(vault(daily, 30), settings) == []
    kept = "## Done\n\nMuch.\n\n## Mood\n\nGood.\n"
    assert found(vault(kept, 30, daily), settings) == [("other 0.md", "empty-section")]


def test_templates_and_what_plugins_write_are_no_evidence_and_are_not_judged() -> None:
    text = "---\nabout: %% what? %%\nat: @\n---\n* x [[Some Name/x]]\n"
    template: Files = {f"99 - Templates/{index}.md": text for index in range(40)}
    generated = "%% Begin Waypoint %%\n* x\n* [[gone/note]]\n%% End Waypoint %%\n"
    files = vault(DASH, 30, generated, "<!-- toc -->\n* x\n<!-- tocstop -->\n") | template
    assert found(files) == []


def test_the_selection_shows_what_depends_on_styles() -> None:
    assert Selection(PLAIN).wants_styles
    assert not Selection(replace(PLAIN, lint=Lint(select=("broken-block",)))).wants_styles


PLACED = [(rule, style) for rule in map(rule_named, NAMES) for style in rule.styles if style.places]
NOTES = [rule.example(which) for rule in RULES for which in ("Bad", "Good")] + [
    "甲 **乙** 丙 __丁__ *戊* _己_\n\n甲**乙**丙 ***丁*** ** 戊\n\n# A _b_\n",
    "- a\n- b\n\n* c\n+ d\n  * e\n\n%%\n* f\n%%\n\n* - -\n",
    "-   a\n    b\n- c\n\n1.  a :: b\n2.  c\n\n   code\n",
    "# A\n## B\n\n\nText.\n## C\n\nText 甲乙 abc丙。\n\n```\n## D\n",
]


@pytest.mark.parametrize(("rule", "style"), PLACED, ids=[f"{rule.name}.{style.option}" for rule, style in PLACED])
def test_where_a_form_is_broken_is_where_the_rule_reports_something(rule: Rule, style: Style) -> None:
    for form in style.forms:
        options = replace(rule.options(), **{style.option: form})
        for text in NOTES:
            note = parse_text("A.md", text)
            context = Context(note, PLAIN, NoteType(), ObsidianSettings())
            assert style.places is not None
            first = [problem.start for problem in rule.check(note, context, options)][:1]
            assert list(islice(style.places(note, options), 1)) == first, (form, text)


class Traced(MemorySource):
    """A source that notes down, for all processes, which notes are read."""

    def __init__(self, files: Files, log: Path) -> None:
        super().__init__(files)
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def read(self, path: str) -> bytes:
        os.write(self._log, f"{os.getpid()} {path}\n".encode())
        return super().read(path)


MANY = {f"{number}.md": STAR if number % 30 else f"\n\n{DASH}" for number in range(450)}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
class TestOneLooksWhileOthersPrepare:
    def run(self, jobs: int, log: Path) -> tuple[list[str], Styles, dict[int, set[str]]]:
        workspace = Workspace(Setting(Traced(MANY, log), PLAIN, Options(jobs=jobs)))
        workspace.refresh()
        read: dict[int, set[str]] = {}
        for line in log.read_text("utf-8").splitlines():
            process, path = line.split()
            read.setdefault(int(process), set()).add(path)
        return [f"{each.path} {each.rule}" for each in run_of(workspace).findings], workspace.selection.styles, read

    def test_all_see_what_one_sees(self, tmp_path: Path) -> None:
        findings, styles, _ = self.run(1, tmp_path / "one")
        assert findings and styles.learned["list-marker.style"].form == "*"
        several = self.run(3, tmp_path / "several")
        assert several[:2] == (findings, styles)
        looked_at = set(chosen_for_look(MANY))
        assert several[2].pop(os.getpid()) >= looked_at
        assert several[2]  # others had something to do

    def test_one_that_dies_before_it_is_told_leaves_nothing_undone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        expected = self.run(1, tmp_path / "one")[0]
        monkeypatch.setattr(Looking, "prepare", lambda *_: os._exit(1))
        monkeypatch.setattr(Looking, "told", lambda *_: os._exit(1))
        assert self.run(2, tmp_path / "two")[0] == expected

    def test_a_look_that_fails_ends_the_others(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_looking: Looking) -> bytes:
            raise OSError("no look")

        monkeypatch.setattr(Looking, "take", fail)
        with pytest.raises(OSError, match="no look"):
            self.run(2, tmp_path / "two")
        with pytest.raises(ChildProcessError):  # there is none any more
            for _ in range(100):
                os.waitpid(-1, 0)
