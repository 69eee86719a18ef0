"""`vaultlint rename property:a property:b`: the key changes, and not one byte besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main


def rename(folder: Path, old: str, new: str) -> int:
    return main(["rename", "--root", str(folder), f"property:{old}", f"property:{new}"])


# old, new, the properties before and after
CASES = [
    ("status", "state", "status: done", "state: done"),
    (
        "status",
        "state",
        "x: status\nstatus:   done  # status\nother: [status]",
        "x: status\nstate:   done  # status\nother: [status]",
    ),
    ("status", "state", '"status": done', '"state": done'),
    ("status", "it's", "'status': done", "'it''s': done"),
    ("status", "a: b", "status: done", '"a: b": done'),
    ("status", "null", "status: done", '"null": done'),
    ("status", "-x", "status:\n  - a\n  - b", '"-x":\n  - a\n  - b'),
    ("状态", "进度", "状态: 完成\n标题: 状态", "进度: 完成\n标题: 状态"),
    ("up", "parent", 'up: "[[Other#H|x]]"\nlist:\n  - "[[Other]]"', 'parent: "[[Other#H|x]]"\nlist:\n  - "[[Other]]"'),
    ("up", "parents", 'up:\n- "[[Other]]"\n- "[[Other|y]]"', 'parents:\n- "[[Other]]"\n- "[[Other|y]]"'),
    ("a", "b", '{"a": 1, "c": {"a": 2}}', '{"b": 1, "c": {"a": 2}}'),
    ("a", "b", "c:\n  a: 1\na:\n  a: 2", "c:\n  a: 1\nb:\n  a: 2"),
    ("a", "b", "? a\n: 1", "? b\n: 1"),
    ("a", "b", "a: &x 1\nc: *x", "b: &x 1\nc: *x"),
    ("a", "b", "a: |\n  a: 1\n  b: 2\nc: 3", "b: |\n  a: 1\n  b: 2\nc: 3"),
    ("a", "b", "A: 1\na: 2", "A: 1\nb: 2"),
    # both say the same: one is left
    ("a", "b", "a: 1\nb: 1\nc: 2", "b: 1\nc: 2"),
    ("a", "b", "b:\n  - x\na: [x]\nc: 2", "b:\n  - x\nc: 2"),
]


@pytest.mark.parametrize(("old", "new", "before", "after"), CASES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_keys(tmp_path: Path, old: str, new: str, before: str, after: str, ending: str) -> None:
    files: dict[str, str | bytes] = {"Other.md": "# H\n"}
    text = "\ufeff---\n{}\n---\na: 1 {} #a [[Other]]\n"
    files["N.md"] = text.format(before, old).replace("\n", ending)
    vault = write_files(tmp_path, files)
    assert rename(vault, old, new) == 0
    assert (vault / "N.md").read_bytes().decode() == text.format(after, old).replace("\n", ending)
    assert main(["undo", "--root", str(vault)]) == 0
    assert (vault / "N.md").read_bytes().decode() == files["N.md"]


@pytest.mark.parametrize("note", ["a: 1\nb: 2", "a: 1\nb: '1'", "a: [1]\nb: 1", "a:\nb: 1", "a: {x: 1}\nb: {x: 2}"])
def test_two_values_are_refused(tmp_path: Path, note: str, capsys: pytest.CaptureFixture[str]) -> None:
    files: dict[str, str | bytes] = {"其他.md": f"---\n{note}\n---\n", "M.md": "---\na: 1\n---\n"}
    vault = write_files(tmp_path, files)
    assert rename(vault, "a", "b") == 2
    assert "with different values: 其他.md" in capsys.readouterr().err
    assert (vault / "M.md").read_text() == files["M.md"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("a", "", "is no name"), ("a", " b", "is no name"), ("a", "a", "the same"), ("zz", "b", "there is no property")],
)
def test_what_is_no_property(tmp_path: Path, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, {"N.md": "---\na: 1\n---\n"})
    assert rename(vault, old, new) == 2
    assert said in capsys.readouterr().err


def test_properties_that_cannot_be_read_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, {"N.md": "---\nx: [\na: 1\n---\n", "M.md": "---\na: 1\n---\n"})
    assert rename(vault, "a", "b") == 2
    assert "N.md, line 3: the properties cannot be read" in capsys.readouterr().err
    assert (vault / "M.md").read_text() == "---\na: 1\n---\n"


def test_types_and_bases_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files: dict[str, str | bytes] = {
        "N.md": "---\nstatus: 1\n---\n",
        ".obsidian/types.json": '{"types": {"status": "text"}}',
        "all.base": "views:\n  - type: table\n    name: A\n    order:\n      - note.status\n",
        "vaultlint.toml": 'sections = []\n[rules.property-order]\norder = ["status"]\n',
    }
    vault = write_files(tmp_path, files)
    assert rename(vault, "status", "state") == 0
    said = capsys.readouterr().err
    assert all(place in said for place in ("  all.base:5", "  .obsidian/types.json", "  vaultlint.toml:3"))
    assert (vault / "all.base").read_text() == files["all.base"]
