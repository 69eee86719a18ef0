"""The pure parts of the language server: positions, texts, differences, matching."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lsp_vault import write_vault
from vaultlint.cli.main import main
from vaultlint.finding import Edit, Problem
from vaultlint.fix.edits import apply_edits
from vaultlint.lint.locate import line_starts
from vaultlint.lsp import apart
from vaultlint.lsp.differences import edits_between
from vaultlint.lsp.documents import Document
from vaultlint.lsp.engine import Engine
from vaultlint.lsp.look import moved
from vaultlint.lsp.matching import fit, name_of
from vaultlint.lsp.positions import Places, encoding_of
from vaultlint.lsp.shapes import Position
from vaultlint.lsp.source import BufferedSource, LiveSource
from vaultlint.lsp.uris import file_of, uri_of, vault_path
from vaultlint.report.inline_diff import common_head, common_tail

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
TEXTS = st.text(alphabet="a é中😀\n\r\u2028\x0b", max_size=30)


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 11), ("utf-16", 5), ("utf-32", 4)])
def test_columns_behind_emoji_and_chinese(encoding: str, column: int) -> None:
    text = "line\n😀中é[[x]]\n"
    places = Places(text, encoding)
    at = text.index("[[") + 1
    assert places.position(at) == Position(line=1, character=column - 1 if encoding == "utf-8" else column)
    assert places.offset(places.position(at)) == at


@given(TEXTS, st.integers(0, 30), st.sampled_from(ENCODINGS))
def test_positions_and_offsets_are_inverse(text: str, offset: int, encoding: str) -> None:
    places = Places(text, encoding)
    offset = min(offset, len(text))
    between = text[offset - 1 : offset + 1] == "\r\n"
    assert places.offset(places.position(offset)) == offset - between
    assert places.offset(Position(line=10_000, character=0)) == len(text)
    assert places.offset(Position(line=0, character=10_000)) == (
        len(text) if len(places.starts) == 1 else _end_of_first(text)
    )


def _end_of_first(text: str) -> int:
    return min(text.find(end) for end in "\r\n" if end in text)


@given(
    TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), TEXTS), max_size=5), st.sampled_from(ENCODINGS)
)
def test_changes_are_made_where_they_belong(text: str, changes: list[tuple[int, int, str]], encoding: str) -> None:
    document = Document("file:///a", 1, text, encoding)
    for one, other, content in changes:
        start, end = sorted(min(each, len(document.text)) for each in (one, other))
        asked = document.places.range(start, end)
        start, end = document.places.span(asked)
        wanted = document.text[:start] + content + document.text[end:]
        document = document.changed(2, [(asked, content)])
        assert document.text == wanted
        assert list(document.places.starts) == line_starts(wanted)


@given(
    st.lists(st.sampled_from(["a\n", "b\r\n", "中\n", "\n", "c"]), max_size=9).map("".join), TEXTS, st.integers(0, 20)
)
def test_edits_between_make_the_other_text(text: str, put: str, start: int) -> None:
    after = text[:start] + put + text[start + 2 :]
    assert apply_edits(text, edits_between(text, after)) == after


def test_edits_between_are_small() -> None:
    before = "".join(f"line {number}\n" for number in range(50))
    after = before.replace("line 7\n", "line 7!\n").replace("line 30\n", "")
    edits = edits_between(before, after)
    assert edits[0] == Edit(55, 55, "!") and len(edits) == 2
    assert apply_edits(before, edits) == after and edits[1].end - edits[1].start == len("line 30\n")
    assert edits_between(before, before) == []


@given(TEXTS, TEXTS)
def test_common_ends(one: str, other: str) -> None:
    head = common_head(one, other)
    assert (one[:head] == other[:head] and one[head : head + 1] != other[head : head + 1]) or head == min(
        len(one), len(other)
    )
    tail = common_tail(one, other)
    assert one[len(one) - tail :] == other[len(other) - tail :]


def test_what_rules_about_the_vault_found_moves_with_the_text() -> None:
    before, after = "a\nxx\nb\nyy\n", "a\nxx\nnew\nb\nyy\n"
    found = [("one", Problem(2, 4, "xx")), ("two", Problem(7, 9, "yy")), ("gone", Problem(4, 6, "b"))]
    kept = moved(before, found, after)
    assert [(rule, after[problem.start : problem.end]) for rule, problem in kept if rule != "gone"] == [
        ("one", "xx"),
        ("two", "yy"),
    ]


def test_matching() -> None:
    names = [name_of(text) for text in ("Getting Things Done", "GPT", "大模型", "模型微调", "tea", "Teapot", "steam")]
    assert [name.text for name in fit(names, "模型", 9)] == ["模型微调", "大模型"]
    assert [name.text for name in fit(names, "TEA", 9)] == ["tea", "Teapot", "steam"]
    assert [name.text for name in fit(names, "gtd", 9)] == ["Getting Things Done"]
    assert [name.text for name in fit(names, "微调", 9)] == ["模型微调"]
    assert len(fit(names, "", 3)) == 3
    weights = {"steam": 5}
    assert fit(names, "", 1, lambda name: weights.get(name.text, 0))[0].text == "steam"


def test_matching_looks_at_each_name_once() -> None:
    names = [name_of(f"Note {random.Random(number).random()}") for number in range(5000)]
    assert len(fit(names, "note", 100)) == 100


def test_the_first_encoding_that_is_known_is_taken() -> None:
    assert encoding_of(["utf-7", "utf-32", "utf-8"]) == "utf-32"
    assert encoding_of(()) == encoding_of([1, "latin"]) == "utf-16"


@pytest.mark.parametrize("path", ["A b.md", "中/a#b?c%20.md", "x/[1] & 2+3.md", "😀.md"])
def test_addresses_and_paths_are_inverse(path: str, tmp_path: Path) -> None:
    uri = uri_of(str(tmp_path), path)
    assert uri == (tmp_path / path).as_uri()
    file = file_of(uri)
    assert file is not None and vault_path(str(tmp_path), file) == path


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_addresses_are_quoted_as_everywhere(path: str) -> None:
    assert uri_of("/", path) == "file:///" + quote(path)


def test_addresses_as_others_write_them() -> None:
    assert file_of("file:///a/%E4%B8%AD%5B.md") == file_of("file://localhost/a/中[.md") == "/a/中[.md"
    assert file_of("untitled:1") is file_of("file:///a%00b") is file_of("http://x/y") is None
    assert file_of("file:///a/../../etc/x") == "/etc/x"
    assert vault_path("/vault", "/etc/x") is None


def test_what_the_command_found_is_not_worked_out_again(tmp_path: Path) -> None:
    root = write_vault(tmp_path / "vault")
    main(["check", "--root", str(root), "--quiet", "--output-format", "json"])
    told = []
    for _ in range(2):
        engine = Engine(str(root), LiveSource(str(root), {}), "utf-16")
        assert engine.load_settings()
        engine.refresh((), {})
        engine.look_again({})
        assert engine._workspace is not None and engine._workspace.contents.parsed == 0
        told.append((list(engine.all_drawn()), engine.index.rows))
        engine.close()
    assert told[0] == told[1] and told[0][0] and told[0][1].keys() >= {"essays/Cup.md", "Table.canvas"}


def started(root: Path) -> Engine:
    engine = Engine(str(root), LiveSource(str(root), {}), "utf-16")
    assert engine.load_settings()
    return engine


def test_a_large_vault_is_read_by_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_vault(tmp_path / "vault")
    plain = started(write_vault(tmp_path / "same"))
    plain.refresh((), {})
    plain.look_again({})
    monkeypatch.setattr(apart, "MANY", 3)
    told: list[tuple[int, int]] = []
    engine = Engine(str(root), LiveSource(str(root), {}), "utf-16", lambda done, total: told.append((done, total)))
    assert engine.load_settings()
    engine.refresh((), {})
    engine.look_again({})
    assert (
        engine._workspace is not None and engine._workspace.contents.parsed == engine._workspace.judgement.judged == 0
    )
    assert engine.index.rows == plain.index.rows
    names = [path.name for path in (tmp_path / "vault", tmp_path / "same")]
    texts = [
        [(path, items.replace(f"/{name}/".encode(), b"/")) for path, items in each.all_drawn()]
        for each, name in zip((engine, plain), names, strict=True)
    ]
    assert texts[0] == texts[1] and texts[0]


def test_a_vault_is_read_here_where_no_other_process_can_be_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_vault(tmp_path / "vault")
    monkeypatch.setattr(apart, "MANY", 3)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    engine = started(root)
    engine.refresh((), {})
    assert engine._workspace is not None and engine._workspace.contents.parsed > 3 and list(engine.all_drawn())


def test_an_edit_of_an_open_note_looks_at_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, saved = write_vault(tmp_path / "vault"), write_vault(tmp_path / "saved")
    engine = started(root)
    engine.refresh((), {})
    engine.look_again({})
    listed: list[BufferedSource] = []
    list_all = BufferedSource.entries
    monkeypatch.setattr(BufferedSource, "entries", lambda self: listed.append(self) or list_all(self))
    path, chance, alone = "essays/Cup.md", random.Random(1), 0
    text = (root / path).read_text("utf-8")
    parts = ["[[Kettle]]\n\n", "### Handle\n\n", "### Foot\n\n", "^glaze\n", "#new\n", "[[none]] \n", "a\n"]
    for step in range(12):
        changed = "".join(chance.choice([line, line, chance.choice(parts)]) for line in text.splitlines(keepends=True))
        documents = {path: Document(uri_of(str(root), path), step, changed, "utf-16")}
        listed.clear()
        engine.refresh({path}, documents, listed=False)
        engine.look_again(documents)
        alone += not listed
        (saved / path).write_text(changed, "utf-8")
        other = started(saved)
        other.refresh((), {})
        other.look_again({})
        assert other.index.rows == engine.index.rows
        told = [(each, items.replace(b"/saved/", b"/vault/")) for each, items in other.all_drawn()]
        assert told == list(engine.all_drawn())
        other.close()
    assert alone > 2  # elsewhere the styles of so small a vault are others now


def test_the_index_is_that_of_a_new_start_after_changes(tmp_path: Path) -> None:
    root = write_vault(tmp_path / "vault")
    engine = started(root)
    for change in ("", "# Changed\n\n[[Kettle]] #new\n", None):
        if change:
            (root / "essays/Cup.md").write_text(change, "utf-8")
        elif change is None:
            (root / "essays/Spoon.md").unlink()
        engine.refresh({"essays/Cup.md", "essays/Spoon.md"}, {})
        engine.look_again({})
        main(["check", "--root", str(root), "--quiet"])
        other = started(root)
        other.refresh((), {})
        other.look_again({})
        assert other.index.rows == engine.index.rows
        assert +other.index.tags == +engine.index.tags
        assert list(other.all_drawn()) == list(engine.all_drawn())
        other.close()
