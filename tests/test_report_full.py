"""The default format: frames, carets, inline diffs."""

from __future__ import annotations

import unicodedata

import pytest

from tests.report_runs import FILES, PLAIN, finding, problem, render, replaced, run_of, sample
from vaultlint.finding import Applicability, Edit, Fix, Problem, Severity
from vaultlint.lint.locate import Locator, make_finding
from vaultlint.report.columns import clip, columns, near
from vaultlint.report.stand_ins import pictured_range

SAMPLE = """\
warning[my-pattern]: as a whole
 --> 00/note.md:1:1

info[orphan-note]: one\\nmore
 --> 00/note.md:1:1
  |
1 | # 标题
  | ^^^^^^
  = help: two edits (unsafe fix: what the note says may change)

error[broken-link]: no note 甲
 --> 00/note.md:3:5
  |
3 | - [[甲]]；关联理由：引用；说明：好。
  |     ^^
  = help: replace by 乙
    - - [[甲]]；关联理由：引用；说明：好。
    + - [[乙]]；关联理由：引用；说明：好。
note: b.md:2:1: is near

warning[broken-link]: wrong
 --> b.md:1:2
  |
1 | one
  |  ^^
2 | two
  | ^^

"""


def test_frames() -> None:
    assert render("full", sample()) == SAMPLE


def test_display_only_fix_is_called_a_suggestion() -> None:
    run = run_of(finding(problem(PLAIN, "甲", fix=replaced("甲", "乙", Applicability.DISPLAY))))
    assert "help: replace by 乙 (a suggestion, never applied)" in render("full", run)


def test_trailing_space_is_visible_in_the_diff() -> None:
    run = run_of(finding(problem(PLAIN, "  \n", fix=replaced("  ", ""))))
    assert "- last··\n    + last\n" in render("full", run)


def test_inserted_line_is_shown_alone() -> None:
    at = PLAIN.index("last")
    text = render("full", run_of(finding(problem(PLAIN, "last", fix=Fix("add", (Edit(at, at, "x\n"),))))))
    assert text.endswith("= help: add\n    + x\n\n")


def test_blank_lines_are_left_to_words() -> None:
    at = PLAIN.index("last")
    text = render("full", run_of(finding(problem(PLAIN, "last", fix=Fix("add a blank line", (Edit(at, at, "\n"),))))))
    assert text.endswith("= help: add a blank line\n\n")


def test_fix_elsewhere_shows_no_diff() -> None:
    run = run_of(finding(problem(PLAIN, "甲", fix=replaced("last", "x"))))
    assert render("full", run).endswith("= help: replace by x\n\n")


def test_colors_are_only_decoration() -> None:
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", render("full", sample(), color=True)) == render("full", sample())


@pytest.mark.parametrize("width", [40, 80, 100])
@pytest.mark.parametrize("line", ["中" * 500, "a" * 500, "a 中" * 300, "中" * 10 + "a" * 90], ids=lambda line: line[:3])
@pytest.mark.parametrize("start", [0, 3, 95, 200, 499])
def test_clipped_to_the_width(line: str, start: int, width: int) -> None:
    shown, before, marked = clip(line, start, start + 2, width)
    assert columns(shown) <= width
    assert marked == columns(line[start : start + 2])
    at = next(index for index in range(len(shown) + 1) if columns(shown[:index]) == before)
    assert shown[at:].startswith(line[start : start + 2])


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("中文", 4), ("ｱ１", 3), ("é", 1), ("👍", 2), ("a\u200db", 2), ("（）", 4)]
)
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


def test_characters_of_a_block_are_as_wide_as_unicode_says() -> None:
    for code in (*range(0x300), *range(0x2000, 0x2600), *range(0x2E00, 0xA000), *range(0xAC00, 0xD7A4), 0xFF5E, 0xFF71):
        text = chr(code)
        if unicodedata.category(text) not in ("Mn", "Me", "Cf", "Cn"):
            assert columns(text) == (2 if unicodedata.east_asian_width(text) in "WF" else 1), hex(code)


def test_line_behind_the_mark_is_not_shown() -> None:
    text = render("full", run_of(finding(problem(FILES["b.md"], "one\r\n"), path="b.md")))
    assert text.endswith("1 | one\n  | ^^^\n\n")


def test_a_line_of_a_megabyte_is_not_copied_into_each_finding() -> None:
    text = "甲" * 1_000_000 + "X" + "乙" * 1000
    at = text.index("X")
    fix = Fix("use x", (Edit(at, at + 1, "x"),))
    run = run_of(make_finding(Problem(at, at + 1, "m", fix), "n.md", "r", Severity.ERROR, Locator(text), lambda _: ""))
    assert len(run.findings[0].source) == 2000
    assert run.findings[0].location.column == at + 1
    frame = render("full", run).splitlines()
    assert columns(frame[3][: frame[3].index("X")]) == frame[4].index("^")
    assert [line.strip()[0] for line in frame[6:8]] == ["-", "+"]


def test_whole_note_finding_has_no_frame() -> None:
    assert render("full", run_of(finding(Problem(0, 0, "m")))) == "error[broken-link]: m\n --> 00/note.md:1:1\n\n"


def test_no_note_is_read_for_frames_and_diffs() -> None:
    run = sample()
    run.vault.source.read = None  # type: ignore[assignment, method-assign]
    findings = [row._replace(related=()) for row in run.findings]
    assert render("full", run_of(*findings)) == SAMPLE.replace("note: b.md:2:1: is near\n", "")


@pytest.mark.parametrize("line", ["中a" * 900, "a\u200b\t" * 600, "👨‍👩‍👧 x" * 300], ids=ascii)
@pytest.mark.parametrize("room", [3, 20, 77])
def test_what_is_far_from_the_mark_changes_nothing(line: str, room: int) -> None:
    for start in range(0, len(line), 50):
        for end in (start, start + 3, len(line)):
            whole = clip(*pictured_range(line, start, end), room)
            assert clip(*pictured_range(*near(line, start, end, room)), room) == whole
