"""`vaultlint delete`: a note goes only when it is said what becomes of the links to it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.helpers import write_files
from tests.test_undo import content
from vaultlint.cli.main import main


def run(vault: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(vault)])


# a line with links to a/Old.md, its words, and with links to New.md, which has the heading H
LINKS = [
    ("[[Old]] x", "Old x", "[[New]] x"),
    ("[[a/Old]]", "a/Old", "[[New]]"),
    ("[[Old|the *old* one]]", "the *old* one", "[[New|the *old* one]]"),
    ("[[Old|Old]]", "Old", "[[New|New]]"),
    ("[[Old#H]]", "Old > H", "[[New#H]]"),
    ("[[Old#Gone|x]]", "x", "[[New|x]]"),
    ("![[Old]]", "Old", "![[New]]"),
    ("[x *y*](a/Old.md#Gone)", "x *y*", "[x *y*](New.md)"),
    ("[a ![x](Other.md) b](a/Old.md)", "a ![x](Other.md) b", "[a ![x](Other.md) b](New.md)"),
    ("| a |\n|---|\n| [[Old\\|z]] |", "| a |\n|---|\n| z |", "| a |\n|---|\n| [[New\\|z]] |"),
    ("- [[Old]]：理由\n- [[Other]]", "- Old：理由\n- [[Other]]", "- [[New]]：理由\n- [[Other]]"),
    ("`[[Old]]` %%[[Old]]%%", "`[[Old]]` %%Old%%", "`[[Old]]` %%[[New]]%%"),
    ("---\nup: \"[[Old]]\"\nl: ['[[Old|it''s]]', \"[[Other]]\"]\n---", None, None),
    ("## On [[Old]]\n\n[[#On Old]]", "## On Old\n\n[[#On Old]]", "## On [[New]]\n\n[[#On New]]"),
]


@pytest.mark.parametrize(("before", "unlinked", "redirected"), LINKS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_links(tmp_path: Path, before: str, unlinked: str | None, redirected: str | None, ending: str) -> None:
    if unlinked is None:
        unlinked = "---\nup: \"Old\"\nl: ['it''s', \"[[Other]]\"]\n---"
        redirected = "---\nup: \"[[New]]\"\nl: ['[[New|it''s]]', \"[[Other]]\"]\n---"
    assert redirected is not None
    texts = [f"{text}\n".replace("\n", ending).encode() for text in (before, unlinked, redirected)]
    files = {"a/Old.md": b"# H\n# Gone\n[[Other]]\n", "N.md": texts[0], "New.md": b"# H\n", "Other.md": b""}
    vault = write_files(tmp_path, files)
    for arguments, wanted in ((["--unlink"], texts[1]), (["--redirect", "New"], texts[2])):
        assert run(vault, "delete", "Old", *arguments) == 0
        assert content(vault) == {path: data for path, data in files.items() if path != "a/Old.md"} | {"N.md": wanted}
        assert run(vault, "undo") == 0
        assert content(vault) == files


def test_without_links_it_just_goes(tmp_path: Path) -> None:
    vault = write_files(tmp_path, {"A.md": "[[#X]] [[A]] [[B]]\n# X\n", "B.md": "`[[A]]`\n"})
    assert run(vault, "delete", "A", "--dry-run") == 0
    assert set(content(vault)) == {"A.md", "B.md"}
    assert run(vault, "delete", "A") == 0
    assert set(content(vault)) == {"B.md"}
    assert run(vault, "undo") == 0
    assert content(vault)["A.md"] == b"[[#X]] [[A]] [[B]]\n# X\n"


def test_the_referrers_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    canvas = '{"nodes":[{"type":"file","file":"老.md"}]}'
    files = {"老.md": "", "N.md": "x\n[[老]]\n\n[y](老.md)\n", "c.canvas": canvas}
    vault = write_files(tmp_path, files)
    assert run(vault, "delete", "老") == 2
    said = capsys.readouterr().err
    assert "3 links open 老.md" in said
    assert "  N.md:2\n  N.md:4\n  c.canvas\n" in said
    assert run(vault, "delete", "老", "--unlink") == 2
    assert "c.canvas, line 1: a card shows the note" in capsys.readouterr().err
    assert content(vault) == {path: text.encode() for path, text in files.items()}


def test_more_links_than_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, {"A.md": "", "N.md": "[[A]]\n" * 22})
    assert run(vault, "delete", "A") == 2
    assert "  N.md:20\n  and 2 more\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("note", "arguments", "said"),
    [
        ("- ![[A]]", ["--redirect", "N"], "N.md, line 1: the embed would show itself"),
        ("[a ![[N]] b](A.md)", ["--unlink"], "N.md, line 1: the link shares its text with another one"),
        ("[[A|#tag]]", ["--unlink"], "text would be read as something that it was not"),
        ("x", ["--unlink", "--redirect", "N"], "exclude each other"),
        ("x", ["--redirect", "A"], "OTHER is the note"),
        ("x", ["--redirect", "Nobody"], "there is no note"),
    ],
)
def test_refusals(
    tmp_path: Path, note: str, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = write_files(tmp_path, {"A.md": "", "N.md": note + "\n"})
    before = content(vault)
    assert run(vault, "delete", "A", *arguments) == 2
    assert said in capsys.readouterr().err
    assert content(vault) == before


def test_links_by_reference(tmp_path: Path) -> None:
    note = "[x][1] and [y][]\n\n[1]: A.md\n[y]: <A.md#H>\n"
    vault = write_files(tmp_path, {"A.md": "# H\n", "B.md": "", "N.md": note})
    assert run(vault, "delete", "A", "--redirect", "B") == 0
    assert content(vault)["N.md"].decode() == "[x][1] and [y][]\n\n[1]: B.md\n[y]: <B.md>\n"
    assert run(vault, "undo") == 0
    assert run(vault, "delete", "A", "--unlink") == 0
    assert content(vault)["N.md"].decode().startswith("x and y\n")


def test_git_is_told_and_loses_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, {"A.md": "a\n", "N.md": "[[A]]\n"})

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
        return subprocess.run(command, cwd=vault, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "start")
    assert run(vault, "delete", "A", "--unlink") == 0
    assert git("status", "--short").splitlines() == ["D  A.md", " M N.md"]
    assert run(vault, "undo") == 0
    assert git("status", "--short") == ""
    (vault / "A.md").write_text("not committed\n")
    assert run(vault, "delete", "A", "--unlink") == 2
    assert "git could not remove A.md" in capsys.readouterr().err
    assert (vault / "A.md").read_text() == "not committed\n"
