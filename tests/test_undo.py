"""`vaultlint undo`: what the last fix, rename or merge changed is as it was, byte for byte."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main
from vaultlint.disk import journal

FILES: dict[str, str | bytes] = {
    "vaultlint.toml": "sections = []\n[topics]\nfolder = '00'\n[lint]\nselect = ['trailing-space']\n",
    "A.md": b"\xef\xbb\xbf[[B]] \r\n\r\n[b](B.md) \r\n",
    "B.md": "# B\n\n- [[00/x]]\n",
    "00/x.md": "# X\n",
    "00/y.md": "# Y \n",
    "sub/C.md": "[[B]] [[00/x]] \n",
}
COMMANDS = {
    "fix": ["fix"],
    "rename": ["rename", "B", "deep/er/B2"],
    "folder": ["rename", "sub", "00/"],
    "merge-topic": ["merge-topic", "x", "y", "--delete"],
    "extract": ["extract", "B#B", "deep/er/B2"],
    "merge": ["merge", "B", "sub/C"],
    "unlink": ["delete", "B", "--unlink"],
    "redirect": ["delete", "B", "--redirect", "sub/C"],
}


def content(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def run(vault: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(vault)])


@pytest.mark.parametrize("name", COMMANDS)
def test_bytes_are_as_they_were(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, FILES)
    before = content(vault)
    os.chmod(vault / "A.md", 0o640)
    assert run(vault, *COMMANDS[name]) in (0, 1)
    assert content(vault) != before
    capsys.readouterr()
    assert run(vault, "undo", "--dry-run") == 0
    assert capsys.readouterr().out
    assert run(vault, "undo") == 0
    assert content(vault) == before
    assert (vault / "A.md").stat().st_mode & 0o777 == 0o640
    assert run(vault, "undo") == 2
    assert "there is nothing to undo" in capsys.readouterr().err


def test_one_after_the_other(tmp_path: Path) -> None:
    """Whatever was done in whatever order, as many undos lead back through the same states."""
    vault = write_files(tmp_path, FILES)
    chosen = random.Random(7)
    states = [content(vault)]
    for number in range(8):
        names = sorted(path for path in content(vault) if path.endswith(".md"))
        old = chosen.choice(names)
        new = f"/{chosen.choice(['', 'sub/', 'n w/'])}N{number}"
        assert run(vault, "rename", old, new) == 0
        states.append(content(vault))
    while len(states) > 1:
        states.pop()
        assert run(vault, "undo") == 0
        assert content(vault) == states[-1]


def test_a_note_that_changed_since_is_named_and_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, FILES)
    before = content(vault)
    assert run(vault, "rename", "B", "D") == 0
    (vault / "A.md").write_bytes(b"mine")
    assert run(vault, "undo") == 2
    assert "A.md stays as it is: it was changed since." in capsys.readouterr().err
    assert content(vault) == before | {"A.md": b"mine"}


def test_a_file_that_took_the_old_place_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, FILES)
    assert run(vault, "rename", "B", "D") == 0
    (vault / "B.md").write_bytes(b"another")
    assert run(vault, "undo") == 2
    assert "D.md stays as it is: it cannot go back to B.md." in capsys.readouterr().err
    assert (vault / "B.md").read_bytes() == b"another"
    assert (vault / "D.md").exists()


def test_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, FILES)
    assert run(vault, "undo", "--list") == 0
    assert capsys.readouterr().out == ""
    run(vault, "rename", "B", "D")
    run(vault, "fix")
    capsys.readouterr()
    assert run(vault, "undo", "--list") == 0
    assert [line.split("  ", 1)[1] for line in capsys.readouterr().out.splitlines()] == [
        "fix  (3 files)",
        "rename B D  (2 files)",
    ]


def test_the_number_and_size_of_what_is_kept_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_files(tmp_path, {"N0.md": "x" * 1000, "A.md": "[[N0]]" + "y" * 1000})
    monkeypatch.setattr(journal, "_KEPT", 3)
    for number in range(6):
        assert run(vault, "rename", f"N{number}", f"N{number + 1}") == 0
    assert [each.command for each in journal.closed_journals(str(vault))] == [
        "rename N5 N6",
        "rename N4 N5",
        "rename N3 N4",
    ]
    monkeypatch.setattr(journal, "_KEPT_BYTES", 100)
    assert run(vault, "rename", "N6", "N7") == 0
    assert len(list(journal.closed_journals(str(vault)))) == 1


def test_git_follows(tmp_path: Path) -> None:
    vault = write_files(tmp_path, FILES)

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
        return subprocess.run(command, cwd=vault, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "start")
    for name in ("rename", "folder", "merge-topic", "extract", "merge", "unlink", "redirect"):
        assert run(vault, *COMMANDS[name]) == 0
        assert git("status", "--short")
        assert run(vault, "undo") == 0
        assert git("status", "--short") == ""


def test_an_open_journal_of_another_place_is_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault, other = write_files(tmp_path / "vault", FILES), tmp_path / "other"
    other.mkdir()
    (other / "K.md").write_bytes(b"key")
    before = content(vault)
    for path in ("../other/K.md", str(other / "K.md"), "a/../../other/K.md"):
        journal.make_folder(str(vault))
        entry = journal.Entry(path, b"evil", journal.digest_of(b"key"), 0o644, ".vaultlint-tmp-1-1")
        journal.begin(journal.Journal(str(vault), "rename", "", (entry,)))
        assert run(vault, "config") == 0
        assert "is damaged and was not followed" in capsys.readouterr().err
    assert (other / "K.md").read_bytes() == b"key"
    assert content(vault) == before


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-1], lambda data: data.replace(b"[[B]]", b"[[Z]]"), lambda _: b""]
)
def test_a_damaged_journal_is_not_followed(tmp_path: Path, spoil: object, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, FILES)
    before = content(vault)
    data = (vault / "A.md").read_bytes()
    journal.make_folder(str(vault))
    entry = journal.Entry("A.md", b"[[B]]", journal.digest_of(data), 0o644, ".vaultlint-tmp-1-1")
    journal.begin(journal.Journal(str(vault), "rename", "", (entry,)))
    place = Path(journal.open_path(str(vault)))
    place.write_bytes(spoil(place.read_bytes()))  # type: ignore[operator]
    assert run(vault, "config") == 0
    assert "is damaged and was not followed" in capsys.readouterr().err
    assert content(vault) == before
    assert run(vault, "rename", "B", "D") == 0


def test_what_cannot_be_kept_is_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = write_files(tmp_path / "vault", FILES)
    before = content(vault)
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("VAULTLINT_STATE_DIR", str(tmp_path / "file"))
    assert run(vault, "rename", "B", "D") == 2
    assert "nothing was changed" in capsys.readouterr().err
    assert content(vault) == before


def test_two_writers_do_not_meet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from vaultlint.disk.lock import locked

    vault = write_files(tmp_path, FILES)
    before = content(vault)
    with locked(os.path.join(journal.make_folder(str(vault)), "lock")):
        assert run(vault, "rename", "B", "D") == 2
    assert "another run of vaultlint is writing in this vault" in capsys.readouterr().err
    assert content(vault) == before
