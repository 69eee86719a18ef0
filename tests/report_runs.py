"""Runs for the tests of report formats: findings made by hand over a vault held in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.helpers import lint
from vaultlint.config.load import settings_from_text
from vaultlint.finding import Applicability, Edit, Finding, Fix, Problem, Related, Severity
from vaultlint.lint.locate import Locator, make_finding
from vaultlint.report.target import Target, renderer

if TYPE_CHECKING:
    from vaultlint.workspace.run import Run

PLAIN = "# 标题\n\n- [[甲]]；关联理由：引用；说明：好。\nlast  \n"
FILES = {"00/note.md": PLAIN, "b.md": "one\r\ntwo\r\n"}

# What a file name and a message may hold to do harm in one format or another.
HOSTILE_PATH = "-a:b,c%0A::error::x\n\x1b[31m<&\"'>|`*_[x](y)\udc80\u202e.md"
HOSTILE_TEXT = (
    "]]>\x1b]0;x\x07\r\n::set-env name=A::b%25 <script>&amp; `x` | @someone #1 [a](http://x) \ud800\x00\u2028\x9b"
)


def problem(text: str, mark: str, message: str = "wrong", **fields: object) -> Problem:
    start = text.index(mark)
    return Problem(start, start + len(mark), message, **fields)  # type: ignore[arg-type]


def finding(problem: Problem, path: str = "00/note.md", rule: str = "broken-link", severity: int = 3) -> Finding:
    return make_finding(problem, path, rule, Severity(severity), Locator(FILES.get(path, "")), lambda _: "")


def replaced(mark: str, content: str, level: Applicability = Applicability.SAFE, text: str = PLAIN) -> Fix:
    start = text.index(mark)
    return Fix(f"replace by {content}", (Edit(start, start + len(mark), content),), level)


def run_of(*findings: Finding, config: str = "") -> Run:
    empty = lint(dict(FILES), replace(settings_from_text(config), sections=()))
    return replace(empty, findings=tuple(sorted(findings, key=lambda row: row.sort_key)))


def sample() -> Run:
    """One finding of each kind: with a safe fix, an unsafe one of two edits, over two lines, about the whole note."""
    link = problem(PLAIN, "甲", "no note 甲", fix=replaced("甲", "乙"), related=(Related("is near", "b.md", 5, 8),))
    text = Fix("two edits", (Edit(0, 1, "##"), Edit(8, 8, "x")), Applicability.UNSAFE)
    return run_of(
        finding(link),
        finding(problem(PLAIN, "# 标题", "one\nmore", fix=text), rule="orphan-note", severity=1),
        finding(problem(FILES["b.md"], "ne\r\ntw"), path="b.md", severity=2),
        finding(Problem(0, 0, "as a whole"), rule="my-pattern", severity=2),
    )


def hostile() -> Run:
    """Findings whose path, message, fix, rule and source are as bad as they can be."""
    edit = Edit(0, 1, HOSTILE_TEXT)
    bad = Problem(0, 1, HOSTILE_TEXT, Fix(HOSTILE_TEXT, (edit,)), (Related(HOSTILE_TEXT, HOSTILE_PATH),))
    found = finding(bad, path=HOSTILE_PATH)._replace(source=HOSTILE_TEXT)
    return run_of(found, found._replace(severity=Severity.WARNING, rule="unknown-rule", fix=None))


def render(name: str, run: Run, **target: object) -> str:
    return "".join(renderer(name)(run, Target(**target)))  # type: ignore[arg-type]
