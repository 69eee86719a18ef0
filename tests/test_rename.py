"""`vaultlint rename` rewrites every link as Obsidian would, and nothing else."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main


def content(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git/" not in str(path)
    }


def rename(folder: Path, old: str, new: str) -> int:
    return main(["rename", "--root", str(folder), old, new])


# What a note says before, and after `sub/Old.md` has become `sub/New.md`.
LINKS = [
    ("[[Old]]", "[[New]]"),
    ("[[old]]", "[[New]]"),
    ("[[Old.md]]", "[[New.md]]"),
    ("[[sub/Old]]", "[[sub/New]]"),
    ("[[/sub/Old]]", "[[/sub/New]]"),
    ("[[./sub/Old]]", "[[./sub/New]]"),
    ("[[Old#Part]]", "[[New#Part]]"),
    ("[[Old#^id|x]]", "[[New#^id|x]]"),
    ("[[Old|Old]]", "[[New|New]]"),
    ("[[Old|the old one]]", "[[New|the old one]]"),
    ("![[Old]]", "![[New]]"),
    ("| a |\n|---|\n| [[Old\\|Old]] |", "| a |\n|---|\n| [[New\\|New]] |"),
    ("[Old](Old.md)", "[New](New.md)"),
    ("[Old](sub/Old)", "[New](sub/New)"),
    ("[x](<sub/Old.md#A b>)", "[x](<sub/New.md#A b>)"),
    ("`[[Old]]` and $[[Old]]$", "`[[Old]]` and $[[Old]]$"),
    ("%% [[Old]] %%", "%% [[New]] %%"),
    ("[[Older]] and [[Other]]", "[[Older]] and [[Other]]"),
    ("text Old text", "text Old text"),
    ("[x][1] ![y][1]\n\n[1]: <sub/Old.md#Part> 'T'", "[x][1] ![y][1]\n\n[1]: <sub/New.md#Part> 'T'"),
    ("[Old][]\n\n[Old]: Old.md\n[2]: https://x.org/Old.md", "[Old][]\n\n[Old]: New.md\n[2]: https://x.org/Old.md"),
    ("[a [[Old]] b](Other.md)", "[a [[New]] b](Other.md)"),
]


@pytest.mark.parametrize(("before", "after"), LINKS)
def test_links_to_a_renamed_note(tmp_path: Path, before: str, after: str) -> None:
    vault = write_files(tmp_path, {"sub/Old.md": "# Part\n\nx ^id\n", "Note.md": before + "\n", "Other.md": ""})
    assert rename(vault, "sub/Old.md", "New") == 0
    assert content(vault) == {"sub/New.md": "# Part\n\nx ^id\n", "Note.md": after + "\n", "Other.md": ""}


def test_properties_keep_their_quotes(tmp_path: Path) -> None:
    note = "---\nup: \"[[Old]]\"\nlist:\n  - '[[Old#H|x]]'\n---\n"
    vault = write_files(tmp_path, {"Old.md": "", "Note.md": note})
    assert rename(vault, "Old", "Neu's") == 0
    assert content(vault)["Note.md"] == "---\nup: \"[[Neu's]]\"\nlist:\n  - '[[Neu''s#H|x]]'\n---\n"
    assert rename(vault, "Neu's", "Old") == 0
    assert content(vault)["Note.md"] == note


def test_markdown_links_encode_spaces(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"Old.md": "", "Note.md": "[a](Old.md) [b](<Old.md>)\n"})
    assert rename(vault, "Old", "New name") == 0
    assert content(vault)["Note.md"] == "[a](New%20name.md) [b](<New name.md>)\n"


@pytest.mark.parametrize(
    ("name", "written", "pointed"),
    [
        ("50%25 off", "50%2525%20off", "50%2525 off"),
        ("100% a", "100%%20a", "100% a"),
        ("a (b", "a%20%28b", "a (b"),
        (") (", "%29%20%28", ") ("),
        ("a (b)", "a%20(b)", "a (b)"),
    ],
)
def test_markdown_links_encode_what_would_be_read_otherwise(
    tmp_path: Path, name: str, written: str, pointed: str
) -> None:
    vault = write_files(tmp_path, {"Old.md": "", "Note.md": "[a](Old.md) [b](<Old.md>)\n"})
    assert rename(vault, "Old", name) == 0
    assert content(vault)["Note.md"] == f"[a]({written}.md) [b](<{pointed}.md>)\n"
    assert rename(vault, name, "Old") == 0
    assert content(vault)["Note.md"] == "[a](Old.md) [b](<Old.md>)\n"


def test_headings_with_links_get_another_name(tmp_path: Path) -> None:
    vault = write_files(
        tmp_path,
        {
            "Old.md": "# H\n",
            "A.md": "## See [[Old|that]] now\n\n[[#See Old that now]]\n",
            "B.md": "### On [[A#See Old that now]]\n",
            "C.md": "[[B#On A See Old that now|x]] [[Old#H]] [b](B.md#On%20A%20See%20Old%20that%20now)\n",
        },
    )
    assert rename(vault, "Old", "New") == 0
    assert content(vault) == {
        "New.md": "# H\n",
        "A.md": "## See [[New|that]] now\n\n[[#See New that now]]\n",
        "B.md": "### On [[A#See New that now]]\n",
        "C.md": "[[B#On A See New that now|x]] [[New#H]] [b](B.md#On%20A%20See%20New%20that%20now)\n",
    }


def test_a_file_that_obsidian_does_not_link(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"data.csv": "", "N.md": "[data](data.csv)\n"})
    assert rename(vault, "data.csv", "numbers.csv") == 0
    assert content(vault)["N.md"] == "[data](numbers.csv)\n"


def test_a_note_that_is_not_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, {"Old.md": ""})
    (vault / "N.md").write_bytes(b"[[Old]] \xb0\xa1\n")
    assert rename(vault, "Old", "New") == 2
    assert "not UTF-8" in capsys.readouterr().err
    assert (vault / "Old.md").exists()


def test_the_moved_notes_own_relative_links(tmp_path: Path) -> None:
    vault = write_files(
        tmp_path, {"a/Old.md": "[[../b/X]] [y](../b/X.md) [[Old]] [[#h]]\n\n# h\n", "b/X.md": "[[../a/Old]]\n"}
    )
    assert rename(vault, "a/Old", "deep/er/New") == 0
    assert content(vault) == {
        "deep/er/New.md": "[[../../b/X]] [y](../../b/X.md) [[New]] [[#h]]\n\n# h\n",
        "b/X.md": "[[../deep/er/New]]\n",
    }


def test_bare_links_that_the_new_name_would_capture(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"long folder/X.md": "", "Old.md": "", "Note.md": "[[X]] [[Old]]\n"})
    assert rename(vault, "Old.md", "X") == 0
    assert content(vault)["Note.md"] == "[[long folder/X]] [[X]]\n"


def test_a_bare_link_becomes_a_path_where_the_new_name_is_taken(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"a/X.md": "", "b/c/Old.md": "", "Note.md": "[[Old]]\n"})
    assert rename(vault, "b/c/Old.md", "X") == 0
    assert content(vault)["Note.md"] == "[[b/c/X]]\n"


def test_folder(tmp_path: Path) -> None:
    vault = write_files(
        tmp_path,
        {
            "old/A.md": "[[old/B]] [[B]]\n",
            "old/B.md": "![[p.png]]\n",
            "old/p.png": "",
            "N.md": "[[old/A|x]] ![[old/p.png]]\n",
        },
    )
    assert rename(vault, "old", "new/er") == 0
    assert content(vault) == {
        "new/er/A.md": "[[new/er/B]] [[B]]\n",
        "new/er/B.md": "![[p.png]]\n",
        "new/er/p.png": "",
        "N.md": "[[new/er/A|x]] ![[new/er/p.png]]\n",
    }


def test_attachment(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"p.png": "", "N.md": "![[p.png|100]] ![p](p.png)\n"})
    assert rename(vault, "p.png", "图 一") == 0
    assert content(vault) == {"图 一.png": "", "N.md": "![[图 一.png|100]] ![p](图%20一.png)\n"}


def test_heading(tmp_path: Path) -> None:
    vault = write_files(
        tmp_path, {"A.md": "# Top\n\n## Old: part\n\n[[#Old part]]\n", "B.md": "[[A#Top#Old part|x]] [[A#Top]]\n"}
    )
    assert rename(vault, "A#Old: part", "New: one") == 0
    assert content(vault) == {
        "A.md": "# Top\n\n## New: one\n\n[[#New one]]\n",
        "B.md": "[[A#Top#New one|x]] [[A#Top]]\n",
    }


def test_a_heading_gets_the_name_of_another_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"A.md": "# X\n\n## Same\n\n# Y\n\n## Other\n", "B.md": "[[A#Other]]\n"}
    vault = write_files(tmp_path, files)
    assert rename(vault, "A#Other", "Same") == 2
    assert "has a heading “Same” already" in capsys.readouterr().err
    assert content(vault) == files
    (vault / "B.md").write_text("[[A#Y#Other]]\n", encoding="utf-8", newline="")
    assert rename(vault, "A#Other", "Same") == 0
    assert content(vault) == {"A.md": "# X\n\n## Same\n\n# Y\n\n## Same\n", "B.md": "[[A#Y#Same]]\n"}


def test_headings_and_blocks_in_canvases(tmp_path: Path) -> None:
    canvas = (
        '{"nodes":[{"id":"1","subpath":"#Part","type":"file","file":"A.md","x":0},'
        '{"type":"text","text":"{[[A#Part]]} ![[A#^id]]"},{"type":"file","file":"B.md","subpath":"#Part"}]}'
    )
    vault = write_files(tmp_path, {"A.md": "# Part\n\nx ^id\n", "B.md": "# Part\n", "c.canvas": canvas})
    assert rename(vault, "A#Part", "Piece: 1") == 0
    assert rename(vault, "A#^id", "^no-2") == 0
    after = content(vault)["c.canvas"]
    assert after == canvas.replace("#Part", "#Piece 1", 1).replace("A#Part", "A#Piece 1").replace("^id", "^no-2")


def test_block_id(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"A.md": "text ^old\n", "B.md": "[[A#^old]] ![[A#^OLD|x]] ^old\n"})
    assert rename(vault, "A#^old", "^new-1") == 0
    assert content(vault) == {"A.md": "text ^new-1\n", "B.md": "[[A#^new-1]] ![[A#^new-1|x]] ^old\n"}


def test_canvas(tmp_path: Path) -> None:
    canvas = (
        '{"nodes":[\n\t{"id":"1","type":"file","file":"a/Old.md","x":0},\n'
        '\t{"id":"2","type":"text","text":"see [[Old]]\\n\\"q\\""}\n]}'
    )
    vault = write_files(tmp_path, {"a/Old.md": "", "board.canvas": canvas})
    assert rename(vault, "a/Old", "新") == 0
    after = content(vault)["board.canvas"]
    assert after == canvas.replace("a/Old.md", "a/新.md").replace("[[Old]]", "[[新]]")
    json.loads(after)


def test_line_ends_are_kept(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"Old.md": "", "N.md": "\ufeffa\r\n[[Old]]\r\nb"})
    assert rename(vault, "Old", "New") == 0
    assert content(vault)["N.md"] == "\ufeffa\r\n[[New]]\r\nb"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Nobody", "X", "there is no note"),
        ("A", "B", "there is a file B.md already"),
        ("A", "a#b", "contains `#`"),
        ("A", "../X", "no path inside the vault"),
        ("A", "x?", "not allowed on every system"),
        ("A", "长" * 90, "too long"),
        ("A", "sub/Con", "the name of a device on Windows"),
        ("/", "x", "there is no note, folder or attachment"),
        ("A#No", "X", "has no heading"),
        ("A#^no", "x", "has no block"),
        ("A", "A", "the same"),
    ],
)
def test_refusals_change_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    files = {"A.md": "[[B]]\n", "B.md": "[[A]]\n"}
    vault = write_files(tmp_path, files)
    assert rename(vault, old, new) == 2
    assert said in capsys.readouterr().err
    assert content(vault) == files


def test_dry_run_shows_a_diff_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"A.md": "", "B.md": "[[A]]\n"}
    vault = write_files(tmp_path, files)
    assert main(["rename", "--root", str(vault), "A", "C", "--dry-run"]) == 0
    assert "rename A.md => C.md\n--- B.md\n+++ B.md\n@@ -1,2 +1,2 @@\n-[[A]]\n+[[C]]\n" in capsys.readouterr().out
    assert content(vault) == files


def test_a_failed_move_restores_every_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"A.md": "[[B]]\n", "B.md": "[[A]]\n", "C.md": "[[A|A]]\n"}
    vault = write_files(tmp_path, files)

    def fail(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vaultlint.disk.transaction.os.rename", fail)
    assert rename(vault, "A", "sub/Z") == 2
    assert content(vault) == files
    assert not (vault / "sub").exists()


def test_git_knows_of_the_move(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"A.md": "some text\n" * 9, "B.md": "[[A]]\n", "C.md": ""})

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
        return subprocess.run(command, cwd=vault, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "start")
    assert rename(vault, "A", "sub/D") == 0
    assert git("status", "--short") == " M B.md\nR  A.md -> sub/D.md\n"
