"""Fixing a vault: what is applied, what is refused, and where it ends."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.bad_rules import GOOD, replacing, vault_replacing
from tests.helpers import TODAY
from vaultlint.finding import Applicability, Severity
from vaultlint.fix.choose import Policy
from vaultlint.fix.outcome import Outcome
from vaultlint.fix.rounds import fix_vault
from vaultlint.fix.settle import FixingLinter
from vaultlint.lint.note_linter import NoteLinter
from vaultlint.lint.selection import Selection
from vaultlint.settings import Lint, Settings
from vaultlint.vault.obsidian import ObsidianSettings
from vaultlint.vault.source import MemorySource

if TYPE_CHECKING:
    from vaultlint.rules.rule import Rule

Fix = Callable[..., Outcome]
Files = dict[str, str | bytes]
SETTINGS = replace(Settings(), lint=Lint(select=("all",)))


@pytest.fixture
def fix(monkeypatch: pytest.MonkeyPatch) -> Fix:
    def run(catalogue: list[Rule], files: Files, **policy: object) -> Outcome:
        monkeypatch.setattr("vaultlint.lint.selection.RULES", tuple(catalogue))
        return fix_vault(MemorySource(files), SETTINGS, Policy(**policy), today=TODAY)  # type: ignore[arg-type]

    return run


def after(outcome: Outcome) -> dict[str, str]:
    return {change.path: change.after.decode() for change in outcome.changes}


NOTE = (
    "---\ntitle: 一\n---\n\n# 标题 \n\n一句话 **粗** 和 [[B|乙]] 与 `co  de`。\n\n"
    "- 一 \n\n1. 二\n\n<b>x</b> #标签 $a$ ![[B]] ^id\n"
)
BAD = {
    "deletes a word": ("一句话", "句话", "text"),
    "breaks a link": (r"\[\[B\|", "[[C|", "links"),
    "merges lists": (r"^1\. ", "- ", "structure"),
    "unbolds": (r"\*\*", "", "emphasis"),
    "edits code": ("co  de", "co de", "code"),
    "changes a property": ("title: 一", "title: 二", "properties"),
    "drops a heading": ("^# ", "", "headings"),
    "adds a tag": ("<b>", "<b> #新 ", "tags"),
    "changes HTML": ("<b>", "<i>", "html"),
    "changes math": (r"\$a\$", "$b$", "math"),
    "drops an embed": (r"!\[\[B\]\]", "", "embeds"),
    "drops a block id": (r" \^id", "", "block-ids"),
}


@pytest.mark.parametrize(("pattern", "replacement", "changed"), BAD.values(), ids=BAD)
def test_a_rule_that_misbehaves_is_stopped_and_the_others_are_not(
    fix: Fix, pattern: str, replacement: str, changed: str
) -> None:
    outcome = fix([replacing("bad", pattern, replacement), GOOD], {"A.md": NOTE, "B.md": "乙\n"})
    assert after(outcome) == {"A.md": NOTE.replace(" \n", "\n")}
    assert {refused.rule for refused in outcome.refused} == {"bad"}
    assert all(changed in refused.changes for refused in outcome.refused)
    assert outcome.applied == {"A.md": {"good": 2}}


def test_all_bad_rules_at_once(fix: Fix) -> None:
    rules = [replacing(f"bad-{index}", *row[:2]) for index, row in enumerate(BAD.values())]
    outcome = fix([*rules, GOOD], {"A.md": NOTE, "B.md": "乙\n"})
    assert after(outcome) == {"A.md": NOTE.replace(" \n", "\n")}
    assert len({refused.rule for refused in outcome.refused}) == len(BAD)


def test_one_bad_fix_among_many_good_ones_of_its_rule(fix: Fix) -> None:
    rule = replacing("spaces", "(?<=[一-龥])(?=[a-z])", " ")
    text = "中a中b中c中d [[路径x]] 中e中f\n"
    outcome = fix([rule], {"A.md": text, "路径x.md": ""})
    assert after(outcome) == {"A.md": "中 a中 b中 c中 d [[路径x]] 中 e中 f\n"}
    assert [refused.changes for refused in outcome.refused] == [("links",)]


def test_what_one_fix_declares_is_no_excuse_for_another(fix: Fix) -> None:
    rules = [replacing("declares", "⼀", "一", "text"), replacing("does-not", "错字", "字")]
    outcome = fix(rules, {"A.md": "⼀个错字\n"})
    assert after(outcome) == {"A.md": "一个错字\n"}
    assert [refused.rule for refused in outcome.refused] == ["does-not"]


def test_overlapping_fixes_wait(fix: Fix) -> None:
    rules = [replacing("double", "  +", " "), replacing("around", "(?<=b)  (?=c)", " ")]
    assert after(fix(rules, {"A.md": "a  b  c  d\n"})) == {"A.md": "a b c d\n"}


def test_a_refused_fix_does_not_block_what_it_touches(fix: Fix) -> None:
    rules = [replacing("bad", "ab ", "x"), replacing("good", " +$", "")]
    assert after(fix(rules, {"A.md": "ab \n"})) == {"A.md": "ab\n"}


def test_identical_edits_of_two_rules_are_made_once(fix: Fix) -> None:
    rules = [replacing("one", "^# 题\n(?=正)", "# 题\n\n"), replacing("two", "^# 题\n(?=正)", "# 题\n\n")]
    outcome = fix(rules, {"A.md": "# 题\n正文\n"})
    assert after(outcome) == {"A.md": "# 题\n\n正文\n"}
    assert outcome.applied == {"A.md": {"one": 1, "two": 1}}


def test_rules_that_keep_each_other_busy_are_named_and_others_are_not_kept_from_work(fix: Fix) -> None:
    rules = [replacing("space", "中(?=文)", "中 "), replacing("glue", "中 文", "中文"), GOOD]
    outcome = fix(rules, {"A.md": "中文 \n", "B.md": "c\n"})
    assert after(outcome) == {"A.md": "中文\n"}
    assert [(restless.path, set(restless.rules) <= {"space", "glue"}) for restless in outcome.restless] == [
        ("A.md", True)
    ]


def test_many_rounds_are_made_as_long_as_less_is_left(fix: Fix) -> None:
    outcome = fix([replacing("first", r"\A(.*?)，，", r"\1，", "text")], {"A.md": "，，甲" * 30 + "\n"})
    assert after(outcome) == {"A.md": "，甲" * 30 + "\n"}
    assert outcome.restless == ()


def test_of_a_fix_of_layout_the_blocks_that_pass_are_made(fix: Fix) -> None:
    rule = replacing("marks", r"(?m)^[*] (?=甲)", "- ", together=True)
    note = "* 甲\n* 甲\n\n段\n\n* 甲\n* 乙\n\n段\n\n> * 甲\n"
    outcome = fix([rule], {"A.md": note})
    assert after(outcome) == {"A.md": "- 甲\n- 甲\n\n段\n\n* 甲\n* 乙\n\n段\n\n> * 甲\n"}
    assert [refused.rule for refused in outcome.refused] == ["marks"]


def test_no_fix_of_layout_buries_an_error(fix: Fix) -> None:
    error = replace(replacing("error", "甲  乙", "甲乙", fixable=False), severity=Severity.ERROR)
    outcome = fix([replacing("spaces", "甲  ", "甲 "), GOOD, error], {"A.md": "甲  乙 \n"})
    assert after(outcome) == {"A.md": "甲  乙\n"}
    assert [(refused.rule, refused.changes) for refused in outcome.refused] == [("spaces", ("findings",))]


def test_fixes_of_errors_come_first(fix: Fix) -> None:
    error = replace(replacing("error", "乙  丙", "乙=丙", "text"), severity=Severity.ERROR)
    outcome = fix([replacing("early", "甲乙  ", "甲乙 "), error], {"A.md": "甲乙  丙\n"})
    assert after(outcome) == {"A.md": "甲乙=丙\n"}


def test_a_note_in_conflict_is_left_alone(fix: Fix) -> None:
    note = "甲 \n<<<<<<< HEAD\n乙 \n=======\n丙 \n>>>>>>> x\n"
    outcome = fix([GOOD], {"A.md": note, "B.md": "丁 \n"})
    assert after(outcome) == {"B.md": "丁\n"}
    assert {finding.fix for finding in outcome.run.findings} == {None}


def test_vault_rules_that_keep_each_other_busy(fix: Fix) -> None:
    rules = [
        vault_replacing("there", {"A.md": ("[[B]]", "[[C]]"), "D.md": ("x", "y")}, "links text"),
        vault_replacing("back", {"A.md": ("[[C]]", "[[B]]"), "D.md": ("y", "x")}, "links text"),
        GOOD,
    ]
    files: Files = {"A.md": "[[B]]\n", "B.md": "b \n", "C.md": "", "D.md": "x\n"}
    outcome = fix(rules, files)
    assert after(outcome) == {"B.md": "b\n"}
    assert {restless.path for restless in outcome.restless} == {"A.md", "D.md"}


HEADING = {"A.md": "# 旧\n", "B.md": "见 [[A#旧]]。\n", "C.md": "另见 [[A#旧]]。\n"}


def test_a_heading_that_is_linked_does_not_change_alone(fix: Fix) -> None:
    outcome = fix([replacing("rename", "^# 旧", "# 新", "headings text")], dict(HEADING), level=Applicability.UNSAFE)
    assert outcome.changes == ()
    assert [refused.changes for refused in outcome.refused] == [("headings",)]


@pytest.mark.parametrize(("link", "level"), [("[[A#旧]]", "unsafe"), ("[[A#别]]", "safe"), ("[[A]]", "safe")])
def test_reports_call_a_fix_unsafe_that_changes_a_linked_heading(fix: Fix, link: str, level: str) -> None:
    rule = replacing("rename", "^# 旧", "# 新", "headings text")
    outcome = fix([rule], {"A.md": "# 旧\n", "B.md": f"{link}\n"}, rules=())
    assert [each.fix and each.fix.applicability.word for each in outcome.run.findings] == [level]


def test_a_heading_changes_together_with_all_its_referrers(fix: Fix) -> None:
    edits = {"A.md": ("旧", "新"), "B.md": ("#旧", "#新"), "C.md": ("#旧", "#新")}
    outcome = fix([vault_replacing("rename", edits, "headings links text")], dict(HEADING))
    assert after(outcome) == {path: text.replace("旧", "新") for path, text in HEADING.items()}
    assert outcome.groups == (frozenset(HEADING),)


def test_a_forgotten_referrer_stops_the_whole_fix(fix: Fix) -> None:
    edits = {"A.md": ("旧", "新"), "B.md": ("#旧", "#新")}
    outcome = fix([vault_replacing("rename", edits, "headings links text")], dict(HEADING))
    assert outcome.changes == ()
    assert len(outcome.refused) == 1


def test_a_fix_of_several_notes_is_all_or_nothing(fix: Fix) -> None:
    edits = {"A.md": ("一", "壹"), "B.md": ("二", "贰")}
    files: Files = {"A.md": "一\n", "B.md": "`二`\n"}
    assert fix([vault_replacing("both", edits, "text")], files).changes == ()
    assert len(fix([vault_replacing("both", edits, "text code")], files).changes) == 2


def test_a_declared_link_may_not_break(fix: Fix) -> None:
    files: Files = {"A.md": "[[B]] \n", "B.md": ""}
    outcome = fix([replacing("bad", r"\[\[B", "[[nowhere", "links"), GOOD], files)
    assert after(outcome) == {"A.md": "[[B]]\n"}


def test_paths_restrict_what_is_edited(fix: Fix) -> None:
    files: Files = {"a/A.md": "x \n", "b/B.md": "x \n"}
    assert set(after(fix([GOOD], files, scope=frozenset({"a"})))) == {"a/A.md"}
    both = vault_replacing("both", {"a/A.md": ("x", "y"), "b/B.md": ("x", "y")}, "text")
    assert fix([both], files, scope=frozenset({"a"})).changes == ()
    assert len(fix([both], files, scope=frozenset({"a", "b/B.md"})).changes) == 2


@pytest.mark.parametrize(
    ("offered", "asked", "applied"),
    [
        (Applicability.SAFE, Applicability.SAFE, True),
        (Applicability.UNSAFE, Applicability.SAFE, False),
        (Applicability.UNSAFE, Applicability.UNSAFE, True),
        (Applicability.DISPLAY, Applicability.UNSAFE, False),
        (Applicability.DISPLAY, Applicability.DISPLAY, False),
    ],
)
def test_applicability(fix: Fix, offered: Applicability, asked: Applicability, applied: bool) -> None:
    outcome = fix([replacing("rule", "  ", " ", level=offered)], {"A.md": "a  b\n"}, level=asked)
    assert bool(outcome.changes) is applied


def test_only_fixable_rules_are_applied(fix: Fix) -> None:
    assert fix([GOOD], {"A.md": "a \n"}, rules=("other",)).changes == ()


def test_line_ends_and_byte_order_mark_are_kept(fix: Fix) -> None:
    rule = replacing("blank", r"(?<=题\r\n)(?=正)", "\n")
    data = b"\xef\xbb\xbf# \xe9\xa2\x98\r\n\xe6\xad\xa3\r\nb\r\n"
    outcome = fix([rule], {"A.md": data})
    assert outcome.changes[0].after == data.replace("题\r\n".encode(), "题\r\n\r\n".encode())


def test_an_undecodable_note_is_never_touched(fix: Fix) -> None:
    rules = [GOOD, vault_replacing("other", {"B.md": ("b", "c")}, "text")]
    assert set(after(fix(rules, {"A.md": b"a \xff \n", "B.md": "b\n"}))) == {"B.md"}


def test_findings_are_those_of_the_fixed_vault(fix: Fix) -> None:
    rules = [GOOD, replacing("left", "x", "y", "text", Applicability.UNSAFE)]
    outcome = fix(rules, {"A.md": "a \n\nx\n"})
    assert [(finding.rule, finding.start) for finding in outcome.run.findings] == [("left", 3)]
    assert outcome.fixed == 1


def test_edits_outside_the_text_are_refused(fix: Fix) -> None:
    assert fix([replacing("far", "a", "b", reach=9)], {"A.md": "a\n"}).changes == ()


def test_several_processes_give_the_same_outcome() -> None:
    settings = replace(Settings(), lint=Lint(select=("format",)))
    files: Files = {f"{index}.md": f"# {index} \n* a\nx [[{index + 1}]]  \n" for index in range(450)}
    one, two = (fix_vault(MemorySource(files), settings, Policy(), today=TODAY, jobs=jobs) for jobs in (1, 2))
    assert len(one.changes) == 450
    assert (one.changes, one.applied, one.run.findings) == (two.changes, two.applied, two.run.findings)


def test_the_work_can_go_to_a_process_that_inherits_nothing() -> None:
    selection = Selection(replace(Settings(), lint=Lint(select=("format",))))
    linter = FixingLinter(NoteLinter(selection, ObsidianSettings(), TODAY), Policy(scope=frozenset({"A.md"})))
    files = [("A.md", b"a \n")]
    assert pickle.loads(pickle.dumps(linter)).lint_all(files) == linter.lint_all(files)
