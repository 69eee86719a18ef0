"""Laws of fixing, on generated notes and with every rule there is."""

from __future__ import annotations

import os
import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import broken
from benchmarks.fuzz_laws import html, offers
from tests.helpers import TODAY
from tests.markdown_strategies import NOTES
from vaultlint.finding import Applicability, Edit
from vaultlint.fix.choose import Policy
from vaultlint.fix.edits import apply_edits
from vaultlint.fix.gate import undeclared_changes
from vaultlint.fix.outcome import Outcome
from vaultlint.fix.reading import Reading
from vaultlint.fix.rounds import fix_vault
from vaultlint.rules import RULES
from vaultlint.settings import Lint, Settings
from vaultlint.vault.source import MemorySource

OTHERS: dict[str, bytes | str] = {"其他.md": "# 标题\n\n见 [[笔记#摘要]]。\n", "00-元语/A.md": "a\n", "图.png": b""}
EVERYTHING = replace(Settings(), lint=Lint(select=("all",), severity={}))
FORMAT = replace(Settings(), lint=Lint(select=("format",)))
LEVELS = st.sampled_from([Applicability.SAFE, Applicability.UNSAFE])
EXAMPLES = int(os.environ.get("VAULTLINT_EXAMPLES", "100"))  # of each law
patient = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=EXAMPLES)


def fix(note: bytes, level: Applicability, chosen: Settings = EVERYTHING) -> tuple[bytes, Outcome]:
    source = MemorySource({**OTHERS, "笔记.md": note})
    outcome = fix_vault(source, chosen, Policy(level, scope=frozenset({"笔记.md"})), show_info=True, today=TODAY)
    return (outcome.changes[0].after if outcome.changes else note), outcome


@patient
@given(NOTES, LEVELS)
def test_a_second_fix_changes_nothing(note: str, level: Applicability) -> None:
    once, outcome = fix(note.encode(), level)
    assert outcome.restless == ()
    assert fix(once, level)[0] == once


@patient
@given(NOTES)
def test_the_whole_fix_passes_the_gate(note: str) -> None:
    """What no applied rule declares is the same in the first and in the last state of the note."""
    after, outcome = fix(note.encode(), Applicability.SAFE, FORMAT)
    if "heading-marker-space" in outcome.applied.get("笔记.md", {}):
        return
    before, result = Reading.of("笔记.md", note), Reading.of("笔记.md", after.decode())
    assert undeclared_changes(before, result, frozenset()) == frozenset()


@patient
@given(NOTES)
def test_formatting_changes_only_white_space_and_marks(note: str) -> None:
    after, _ = fix(note.encode(), Applicability.SAFE, FORMAT)
    assert _letters(after.decode()) == _letters(note)


def _letters(text: str) -> str:
    return re.sub(r"[\s*+_#\-]", "", text)


@patient
@given(NOTES.filter(lambda note: "\n" in note), LEVELS)
def test_line_ends_make_no_difference(note: str, level: Applicability) -> None:
    windows, _ = fix(note.replace("\n", "\r\n").encode(), level)
    assert windows == fix(note.encode(), level)[0].replace(b"\n", b"\r\n")


@patient
@given(NOTES)
def test_all_rules_of_layout_at_once_are_as_good_as_one_by_one(note: str) -> None:
    names = [rule.name for rule in RULES if rule.category == "format"]
    before, after = b"", note.encode()
    while before != after:
        before = after
        for name in names:
            after, _ = fix(after, Applicability.SAFE, replace(Settings(), lint=Lint(select=(name,))))
    assert after == fix(note.encode(), Applicability.SAFE, FORMAT)[0]


@patient
@given(NOTES)
def test_another_parser_shows_the_same(note: str) -> None:
    assert not list(broken((note,), (html,)))


@patient
@given(NOTES)
def test_what_is_offered_passes_the_gate(note: str) -> None:
    assert not list(broken((note,), (offers,)))


@patient
@given(NOTES, LEVELS)
def test_line_ends_stay_windows_line_ends(note: str, level: Applicability) -> None:
    after, _ = fix(note.replace("\n", "\r\n").encode(), level)
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", after) is None


@patient
@given(NOTES, LEVELS)
def test_a_byte_order_mark_stays_unless_its_rule_takes_it(note: str, level: Applicability) -> None:
    chosen = replace(
        EVERYTHING,
        lint=replace(EVERYTHING.lint, ignore=("byte-order-mark", "misplaced-frontmatter", "invisible-character")),
    )
    after, _ = fix(b"\xef\xbb\xbf" + note.encode(), level, chosen)
    assert after.startswith(b"\xef\xbb\xbf")


@given(st.text(max_size=30), st.data())
def test_what_no_edit_covers_stays(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    contents = data.draw(st.lists(st.text(max_size=3), min_size=len(spans), max_size=len(spans)))
    edits = [Edit(start, end, content) for (start, end), content in zip(spans, contents, strict=True)]
    bounds = [0, *(offset for span in spans for offset in span), len(text)]
    kept = [text[low:high] for low, high in zip(bounds[::2], bounds[1::2], strict=True)]
    expected = kept[0] + "".join(content + rest for content, rest in zip(contents, kept[1:], strict=True))
    assert apply_edits(text, edits) == expected
    assert apply_edits(text, [*reversed(edits), *edits]) == expected
