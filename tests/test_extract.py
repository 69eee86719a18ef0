"""`vaultlint extract`: a section becomes a note of its own, and every link opens what it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import Files, write_files
from tests.test_undo import content
from vaultlint.cli.main import main

NOTE = """\
---
tags: [x]
---
# Tea

See [[#Green]], [[#Green#Sencha]] and ![[#^leaf]].

## Green

From [[Land]], [map](maps/land.png), [here](#Black), [[#Sencha]], [[Tea#Black]]. ^leaf

### Sencha

Steamed. #tea

## Black

Oxidised; see [[#Sencha|there]].
"""
OTHER = "[[Tea]] [[Tea#Green]] [[Tea#Tea#Green#Sencha|s]] [g](drinks/Tea.md#Green) ![[Tea#^leaf]] [[Tea#Black]]\n"
FILES: Files = {"drinks/Tea.md": NOTE, "Other.md": OTHER, "drinks/Land.md": "", "drinks/maps/land.png": b""}


def run(vault: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(vault)])


def test_a_section_into_another_folder(tmp_path: Path) -> None:
    vault = write_files(tmp_path, FILES)
    assert run(vault, "extract", "Tea#Green", "green/Green tea") == 0
    found = content(vault)
    assert found["green/Green tea.md"].decode() == (
        "## Green\n\n"
        "From [[Land]], [map](../drinks/maps/land.png), [here](../drinks/Tea.md#Black), [[#Sencha]], [[Tea#Black]]. "
        "^leaf\n\n### Sencha\n\nSteamed. #tea\n"
    )
    assert found["drinks/Tea.md"].decode() == (
        "---\ntags: [x]\n---\n# Tea\n\n"
        "See [[Green tea#Green]], [[Green tea#Green#Sencha]] and ![[Green tea#^leaf]].\n\n"
        "[[Green tea]]\n\n"
        "## Black\n\nOxidised; see [[Green tea#Sencha|there]].\n"
    )
    assert found["Other.md"].decode() == (
        "[[Tea]] [[Green tea#Green]] [[Green tea#Green#Sencha|s]] [g](green/Green%20tea.md#Green) "
        "![[Green tea#^leaf]] [[Tea#Black]]\n"
    )
    assert run(vault, "undo") == 0
    again = content(vault)
    assert again == content(write_files(tmp_path, FILES))


# the note, the section, what stays, and what the new note has
SHAPES = [
    ("# A\n\nx\n\n## B\ntext\n", "B", "# A\n\nx\n\n[[New]]\n", "## B\ntext\n"),
    ("## B\ntext", "B", "[[New]]", "## B\ntext"),
    ("text\n## B\nb\n## C\nc\n", "B", "text\n\n[[New]]\n\n## C\nc\n", "## B\nb\n"),
    ("## B\nb\n\n\nTitle\n===\n", "B", "[[New]]\n\n\nTitle\n===\n", "## B\nb\n"),
    ("Title\n===\nb\n\nNext\n===\n", "Title", "[[New]]\n\nNext\n===\n", "Title\n===\nb\n"),
    (
        "## 摘要\n一\n\n## 正文\n二\n\n### 细节\n三\n",
        "正文",
        "## 摘要\n一\n\n[[New]]\n",
        "## 正文\n二\n\n### 细节\n三\n",
    ),
    ("## 正文\n二\n\n### 细节\n三\n\n## 末\n", "正文#细节", "## 正文\n二\n\n[[New]]\n\n## 末\n", "### 细节\n三\n"),
    ("## B\n```\n## no\n```\n\n## C\n", "B", "[[New]]\n\n## C\n", "## B\n```\n## no\n```\n"),
    ("a[^1]\n\n## B\nb[^2]\n\n[^1]: one\n[^2]: two\n", "B", "a[^1]\n\n[[New]]\n\n[^1]: one\n", None),
    (
        "## B\nb[^2]\n\n## C\n\n[^2]: two\n    more\n",
        "B",
        "[[New]]\n\n## C\n\n",
        "## B\nb[^2]\n\n[^2]: two\n    more\n",
    ),
]


@pytest.mark.parametrize(("note", "section", "left", "new"), SHAPES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_shapes(tmp_path: Path, note: str, section: str, left: str, new: str | None, ending: str) -> None:
    vault = write_files(tmp_path, {"N.md": note.replace("\n", ending)})
    assert run(vault, "extract", f"N#{section}", "New") == 0
    found = content(vault)
    assert found["N.md"].decode() == left.replace("\n", ending)
    if new is not None:
        assert found["New.md"].decode() == new.replace("\n", ending)
    assert run(vault, "undo") == 0
    assert content(vault) == {"N.md": note.replace("\n", ending).encode()}


def test_an_embed_and_markdown_links(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"a/N.md": "# A\n\n## B\nb\n"})
    assert run(vault, "extract", "N#B", "/c/N e w", "--embed") == 0
    assert content(vault)["a/N.md"].decode() == "# A\n\n![[N e w]]\n"
    assert run(vault, "undo") == 0
    write_files(vault, {".obsidian/app.json": '{"useMarkdownLinks": true}'})
    assert run(vault, "extract", "N#B", "/c/N e w") == 0
    assert content(vault)["a/N.md"].decode() == "# A\n\n[N e w](../c/N%20e%20w.md)\n"


def test_a_name_that_two_notes_have_is_written_whole(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"N.md": "## B\nb\n", "a/New.md": "", "M.md": "[[N#B]] [[New]]\n"})
    assert run(vault, "extract", "N#B", "b/New") == 0
    found = content(vault)
    assert found["N.md"].decode() == "[[b/New]]\n"
    assert found["M.md"].decode() == "[[b/New#B]] [[a/New]]\n"


def test_canvases_follow(tmp_path: Path) -> None:
    first = '{"nodes":[{"type":"file","subpath":"#B","file":"N.md"},{"type":"file","file":"N.md"},\n '
    canvas = first + '{"text":"[[N#B|\\u4e00]]"}]}'
    vault = write_files(tmp_path, {"N.md": "## B\nb\n", "c.canvas": canvas})
    assert run(vault, "extract", "N#B", "New") == 0
    wanted = canvas.replace('"file":"N.md"', '"file":"New.md"', 1).replace("[[N#B", "[[New#B")
    assert content(vault)["c.canvas"].decode() == wanted


@pytest.mark.parametrize(
    ("note", "section", "new", "said"),
    [
        ("## B\nb\n", "C", "New", "N.md has no heading “C”"),
        ("> ## B\n> b\n", "B", "New", "N.md, line 1: this heading stands in a quote"),
        ("## B\nb\n", "B", "Taken", "there is a file Taken.md already"),
        ("## B\nb\n", "B", "N", "there is a file N.md already"),
        ("## B\nb\n", "B", "../out", "is no path inside the vault"),
        ("## B\nb\n", "B", "a|b", "no link can name it"),
        ("## B\n[x][1]\n\n## C\n\n[1]: Taken.md\n", "B", "New", "N.md, line 2: a link would be lost"),
        ("a[^1]\n\n## B\nb[^1]\n\n## C\n\n[^1]: one\n", "B", "New", "N.md, line 8: this footnote is used in both"),
        ("## B\nb %%\n\n## C\nc [[Taken]] %%\n", "B", "New", "N.md, line 5: a link would be lost"),
    ],
)
def test_what_cannot_be_moved_exactly_is_refused(
    tmp_path: Path, note: str, section: str, new: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = write_files(tmp_path, {"N.md": note, "Taken.md": ""})
    assert run(vault, "extract", f"N#{section}", new) == 2
    assert said in capsys.readouterr().err
    assert content(vault) == {"N.md": note.encode(), "Taken.md": b""}


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, {"N.md": "## B\nb\n"})
    assert run(vault, "extract", "N#B", "New", "--dry-run") == 0
    shown = capsys.readouterr()
    assert "-## B\n-b\n" in shown.out and "+[[New]]\n" in shown.out and "+## B\n" in shown.out
    assert "Would move the section to New.md" in shown.err
    assert content(vault) == {"N.md": b"## B\nb\n"}
    assert run(vault, "extract", "N", "New") == 2


def test_a_folder_gets_a_note_named_as_the_heading(tmp_path: Path) -> None:
    vault = write_files(tmp_path, FILES)
    assert run(vault, "extract", "Tea#Green#Sencha", "leaves/") == 0
    assert content(vault)["leaves/Sencha.md"] == b"### Sencha\n\nSteamed. #tea\n"
