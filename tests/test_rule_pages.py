"""`docs/rules` says what the docstrings say."""

from __future__ import annotations

from pathlib import Path

from vaultlint.report.rule_pages import pages

FOLDER = Path(__file__).parent.parent / "docs" / "rules"


def test_pages_are_current() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(name for name, text in pages().items() if written.get(name) != text)
    gone = sorted(written.keys() - pages().keys())
    assert (stale, gone) == ([], []), "run `python -m vaultlint.report.rule_pages`"
