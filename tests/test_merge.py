"""`vaultlint merge`: one note is appended to another, and every link to it opens the other at the same place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import Files, write_files
from tests.test_undo import content
from vaultlint.cli.main import main


def run(vault: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(vault)])


def front(yaml: str) -> str:
    return f"---\n{yaml}\n---\n"


FILES: Files = {
    "tea/Sencha.md": "## Leaf\n\nGreen, [map](Land.png), [[#Leaf]], [[Tea]]. ^one\n\n### Shade\n\nLittle.\n",
    "Tea.md": "# Tea\n\n## Leaf\n\nSee [[Sencha]], [[Sencha#Leaf]] and [[#Leaf]].\n",
    "Other.md": (
        "[[Sencha]] [[Sencha#Leaf|l]] [[Sencha#Leaf#Shade]] ![[Sencha#^one]]\n[s](tea/Sencha.md) [[Sencha|Sencha]]\n"
    ),
    "tea/Land.png": b"",
}


def test_text_links_and_headings(tmp_path: Path) -> None:
    vault = write_files(tmp_path, FILES)
    before = content(vault)
    assert run(vault, "merge", "Sencha", "Tea") == 0
    found = content(vault)
    assert "tea/Sencha.md" not in found
    assert found["Tea.md"].decode() == (
        "# Tea\n\n## Leaf\n\nSee [[Tea]], [[Tea#Sencha#Leaf]] and [[#Leaf]].\n\n# Sencha\n\n"
        "## Leaf\n\nGreen, [map](tea/Land.png), [[#Sencha#Leaf]], [[Tea]]. ^one\n\n### Shade\n\nLittle.\n"
    )
    assert found["Other.md"].decode() == (
        "[[Tea]] [[Tea#Sencha#Leaf|l]] [[Tea#Leaf#Shade]] ![[Tea#^one]]\n[s](Tea.md) [[Tea|Tea]]\n"
    )
    assert run(vault, "undo") == 0
    assert content(vault) == before


# the note and the other one, and the other one afterwards
TEXTS = [
    ("b\n", "a\n", "a\n\n## N\n\nb\n"),
    ("b", "a", "a\n\n## N\n\nb"),
    ("\n\nb\n", "a\n\n", "a\n\n## N\n\nb\n"),
    ("b\n", "", "## N\n\nb\n"),
    ("", "a\n", "a\n"),
    ("# N\n\nb\n", "a\n", "a\n\n# N\n\nb\n"),
    ("# 别的\n\n正文\n", "a\n", "a\n\n# N\n\n# 别的\n\n正文\n"),
    ("### X\n", "a\n", "a\n\n## N\n\n### X\n"),
    (front("title: 绿茶") + "\n## 摘要\n", "a\n", front("title: 绿茶") + "a\n\n# 绿茶\n\n## 摘要\n"),
    ("b[^1]\n\n[^1]: one\n", "a[^2]\n\n[^2]: two\n", "a[^2]\n\n[^2]: two\n\n## N\n\nb[^1]\n\n[^1]: one\n"),
    # properties
    (front("tags: [x, y]"), front("tags: [y, z]"), front("tags: [y, z, x]")),
    (front("tags: [x, Y]"), front("tags:\n  - y # mine\n  - z"), front("tags:\n  - y # mine\n  - z\n  - x")),
    (front("tags: x"), front("tags: y"), front("tags: [y, x]")),
    (front("tags: [茶]"), front("tags:"), front("tags: [茶]")),
    (front("tags: [茶]"), front("tags: []"), front("tags: [茶]")),
    (front("tags:\n- x\nk: v # why\nl:\n  - 1"), "a\n", front("tags:\n- x\nk: v # why\nl:\n  - 1") + "a\n"),
    (front("k: 1\ne:"), front("k: 1\nm: 2"), front("k: 1\nm: 2")),
    (front("k: 1"), front("k:\nm: 2"), front("m: 2\nk: 1")),
    (front('up: "[[M]]"'), front("m: {a: 1}"), front('m: {a: 1}\nup: "[[M]]"')),
]


@pytest.mark.parametrize(("note", "into", "wanted"), TEXTS)
@pytest.mark.parametrize("endings", ["\n\n", "\r\n\n", "\n\r\n", "\r\n\r\n"])
def test_texts_and_properties(tmp_path: Path, note: str, into: str, wanted: str, endings: str) -> None:
    first, second = ("\r\n" if endings.startswith("\r") else "\n"), ("\r\n" if endings.endswith("\r\n") else "\n")
    second = second if "\n" in into else "\n"
    files: Files = {"N.md": note.replace("\n", first), "I.md": "\ufeff" + into.replace("\n", second), "M.md": "[[N]]\n"}
    vault = write_files(tmp_path, files)
    before = content(vault)
    assert run(vault, "merge", "N", "I") == 0
    wanted_bytes = "\ufeff" + wanted.replace("\n", second)
    assert content(vault) == {"I.md": wanted_bytes.encode(), "M.md": b"[[I]]\n"}
    assert run(vault, "undo") == 0
    assert content(vault) == before


def test_an_alias_only_if_asked(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"绿茶.md": "b\n", "A: b.md": "", "I.md": front("aliases: [茶]") + "a\n"})
    assert run(vault, "merge", "绿茶", "I", "--alias", "--dry-run") == 0
    assert run(vault, "merge", "绿茶", "I", "--alias", "--heading", "on: Tea") == 0
    assert content(vault)["I.md"].decode() == front('aliases: [茶, "on: Tea"]') + "a\n\n## on: Tea\n\nb\n"


def test_properties_that_differ_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files: Files = {
        "N.md": front("tags: [x]\nstatus: 完成\ndate: 2024-01-01\naliases: [n]"),
        "I.md": front("status: 进行\ndate: 2024-01-02\naliases: [i]") + "a\n",
    }
    vault = write_files(tmp_path, files)
    before = content(vault)
    assert run(vault, "merge", "N", "I") == 2
    said = capsys.readouterr().err
    assert "3 properties of N.md have other values" in said
    assert "  status: 完成 ≠ 进行\n  date: 2024-01-01 ≠ 2024-01-02\n  aliases: n ≠ i\n" in said
    assert content(vault) == before
    assert run(vault, "merge", "N", "I", "--drop", "status", "--drop", "date", "--drop", "aliases") == 0
    assert content(vault)["I.md"].decode() == (front("status: 进行\ndate: 2024-01-02\naliases: [i]\ntags: [x]") + "a\n")


def test_relations_follow_and_doubles_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = "- [[{}]]；关联理由：{}；说明：{}\n"
    note = "## 相关文档\n\n" + item.format("N", "一", "甲") + item.format("I", "二", "乙")
    files: Files = {"M.md": note, "N.md": "b\n", "I.md": "## 相关文档\n\n" + item.format("N", "三", "丙")}
    vault = write_files(tmp_path, files)
    assert run(vault, "merge", "N", "I") == 0
    said = capsys.readouterr().err
    assert "M.md, line 4: a second entry that leads to I.md." in said
    assert "I.md, line 3: this entry leads to the note in which it stands." in said
    assert content(vault)["M.md"].decode() == note.replace("[[N]]", "[[I]]")


@pytest.mark.parametrize(
    ("note", "into", "said"),
    [
        ("b\n", "![[N]]\n", "I.md, line 1: the embed would show itself"),
        ("![[I]]\n", "a\n", "N.md, line 1: the embed would show itself"),
        ("b ^x\n", "a ^x\n\n[[#^x]]\n[[N#^x]]\n", "would open another place than now"),
        ("b[^1]\n\n[^1]: one\n", "a[^1]\n\n[^1]: two\n", "the footnote [^1] would have two texts"),
        ("b[^1]\n", "a\n\n[^1]: two\n", "the footnote [^1] would stand in another note than its text"),
        ("[b][1]\n\n[1]: M.md\n", "[a][1]\n\n[1]: I.md\n", "N.md, line 1:"),
        ("b\n", "```\na\n", "N.md, line 1"),
        ("b\n", "a %%\n", "N.md, line"),
        ("b [[M]]\n", "a %%\n", "N.md, line"),
        (front("x: [") + "b\n", "a\n", "N.md, line 1: the properties cannot be read"),
        (front("tags: [x]"), front("tags: I like tea."), "tags: x ≠ I like tea."),
        (front("a: &x 1\nb: *x"), front("a: 1"), "I.md, line 1: the properties would be read"),
    ],
)
def test_what_cannot_be_merged_exactly_is_refused(
    tmp_path: Path, note: str, into: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = write_files(tmp_path, {"N.md": note, "I.md": into, "M.md": "[[N]]\n"})
    before = content(vault)
    assert run(vault, "merge", "N", "I") == 2, capsys.readouterr()
    assert said in capsys.readouterr().err
    assert content(vault) == before


def test_wishes_that_make_no_sense(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, {"N.md": "b\n", "I.md": "a\n"})
    before = content(vault)
    for arguments, said in (
        (["N", "N"], "the same note"),
        (["N", "I", "--heading", " "], "the heading is empty"),
        (["N", "I", "--heading", "#tag"], "text would be read as something that it was not"),
        (["N", "I", "--heading", "[[N]]"], "nothing was changed"),
        (["N", "Nobody"], "there is no note"),
    ):
        assert run(vault, "merge", *arguments) == 2
        assert said in capsys.readouterr().err
    assert content(vault) == before
