"""The rules about files and properties on text that nobody would write, and on texts that are long."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import TODAY, assert_linear, lint, settings_for
from vaultlint.config.load import settings_from_text
from vaultlint.fix.edits import apply_edits
from vaultlint.markdown.frontmatter import read_frontmatter
from vaultlint.rules.frontmatter._dates import as_iso, is_after, is_date, is_datetime
from vaultlint.vault.source import MemorySource
from vaultlint.workspace.run import lint_vault
from vaultlint.workspace.setting import Options

SETTINGS = settings_from_text(
    """
    [lint]
    select = ["files", "frontmatter"]

    [[note-types]]
    name = "all"
    paths = ["**"]
    other-properties = false
    properties.title = { type = "text", required = true, pattern = "[^x]*" }
    properties.date = { type = "date", not-after-today = true }
    properties.tags = { type = "tags" }
    properties.up = { type = "link" }
    properties.kind = { values = ["a", "b"] }
    """
)

_PIECES = st.one_of(
    st.sampled_from("\n \t#:：,，\\\"'[]|>x\r\x00\ufeff\u2028\u200b😀"),
    st.sampled_from(
        ["---", "---\n", "\r\n", "title", "tags", "tag", "date", "up", ": ", "  - ", "[[", "]]", "{{", "}}"]
    ),
    st.sampled_from(
        ["&x ", "*x", "!y ", "中文", "2025年1月2日", "2025/13/2", "a, b", "#a #b", "[[A]]", "{{title}}", "true"]
    ),
)
_NOTES = st.one_of(
    st.lists(_PIECES, max_size=14).map("".join),
    st.lists(_PIECES, max_size=14).map(lambda pieces: "---\n" + "".join(pieces) + "\n---\n"),
    st.lists(st.tuples(_PIECES, st.sampled_from([": ", "：", ":"]), _PIECES).map("".join), max_size=5).map(
        lambda lines: "---\n" + "\n".join(lines) + "\n---\n"
    ),
)


@settings(deadline=None)
@given(_NOTES)
def test_no_note_raises_and_no_fix_spoils_properties(text: str) -> None:
    for finding in lint({"A.md": text}, SETTINGS).findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        if finding.fix and finding.fix.edits and finding.rule not in ("full-width-key", "misplaced-frontmatter"):
            before, after = read_frontmatter(text), read_frontmatter(apply_edits(text, list(finding.fix.edits)))
            assert before is None or before.error or (after is not None and not after.error), finding


@pytest.mark.parametrize(
    "text",
    [
        lambda n: "---\ntags: " + "a, " * (25_000 * n) + "\n---\n",
        lambda n: "---\ntags:\n" + "  - #a b\n" * (2_500 * n) + "---\n",
        lambda n: "---\nup:\n" + "  - [[A]]\n" * (1_250 * n) + "---\n",
        lambda n: "---\ntitle: " + "x" * (62_500 * n) + "\n---\n",
        lambda n: "---\n" + "标题：x\n" * (2_500 * n) + "---\n",
        lambda n: "---\n" + "标题：x\n" * (2_500 * n) + "a: 'b\n---\n",
        lambda n: "---\n" + "k: v\n" * (2_500 * n) + "---\n",
        lambda n: "---\nkind: " + "y" * (62_500 * n) + "\n---\n",
        lambda n: "---\ndate: 2025年" + " " * (25_000 * n) + "\n---\n",
        lambda n: "\n" * (62_500 * n) + "---\ntitle: x\n---\n",
        lambda n: "---\n" * (12_500 * n),
        lambda n: "\n---\n" + "a: b\n" * (2_500 * n),
        lambda n: "x" + "\r\n" * (25_000 * n),
        lambda n: "x\r" * (25_000 * n) + "\n",
        lambda n: "---\ntitle: {{a}}\nx: [" + "{{a}}, " * (2_500 * n) + "]\n---\n",
        lambda n: "---\na: " + "[" * (12_500 * n) + "\n---\n",
        lambda n: "---\n" + "a" * (62_500 * n),
        lambda n: " " * (62_500 * n),
    ],
)
def test_long_notes_cost_little(text: Callable[[int], str]) -> None:
    def work(size: int) -> None:
        findings = lint({"A.md": text(size)}, SETTINGS).findings
        assert all(len(str(finding.message)) < 600 for finding in findings)

    assert_linear(work)


def test_strange_names_raise_nothing() -> None:
    names = [
        "a\nb.md",
        "-.md",
        '"',
        "é.MD",
        ".md",
        "#",
        "con",
        " .md",
        "a/ /b.md",
        "\u202e.md",
        "&#0;.md",
        "&#xFFFFFFFF;.md",
    ]
    run = lint(dict.fromkeys(names, "x\n"), settings_for("files"))
    assert {finding.path for finding in run.findings} >= {"con", "a\nb.md", "\u202e.md"}


def test_undecodable_notes_are_judged_by_one_rule_only() -> None:
    source = MemorySource({"A.md": b"\xef\xbb\xbf---\r\n\xff\n", "B.md": "好".encode("gbk")})
    findings = lint_vault(source, SETTINGS, Options(today=TODAY)).findings
    assert [(finding.path, finding.rule) for finding in findings] == [
        ("A.md", "undecodable-file"),
        ("B.md", "undecodable-file"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年1月2日", "2025-01-02"),
        ("2025 年 1 月 2 号", "2025-01-02"),
        ("２０２５年１月２日", "2025-01-02"),
        ("2025/12/31", "2025-12-31"),
        ("2025.1.2", "2025-01-02"),
        ("2025-1-2", "2025-01-02"),
        ("20250102", "2025-01-02"),
        ("2025年2月30日", None),
        ("2025/1-2", None),
        ("1/2/2025", None),
        ("2025年1月", None),
        ("2025年1月2日 10:00", None),
        ("25年1月2日", None),
        ("2025.1", None),
        ("202501021", None),
    ],
)
def test_dates_that_mean_one_day(text: str, expected: str | None) -> None:
    assert as_iso(text) == expected


def test_iso_dates() -> None:
    assert is_date("2024-02-29")
    assert not any(map(is_date, ("2023-02-29", "2024-2-29", "2024-02-29T10:00", "0000-01-01", "")))
    assert all(map(is_datetime, ("2024-02-29", "2024-02-29T10:00", "2024-02-29 10:00:00.5+08:00", "2024-02-29T10:00Z")))
    assert not any(map(is_datetime, ("2024-02-30T10:00", "2024-02-29T25:00", "2024-02-29T", "10:00")))
    assert not is_after("2026-11-22", "2026-11-21")
    assert is_after("2026-11-23T00:00", "2026-11-21")
    assert not is_after("soon", "2026-11-21")
