"""Where results are remembered: a folder that only its maker believes, and that is cleared of vaultlint's own files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from vaultlint.cli.main import main
from vaultlint.vault.source import Entry
from vaultlint.workspace.files import Seen
from vaultlint.workspace.place import our_files, store_file

SETTING = 'cache-dir = "kept"\n'
SECOND = 1_000_000_000


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("VAULTLINT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VAULTLINT_STATE_DIR", str(tmp_path / "state"))
    root = tmp_path / "vault"
    root.mkdir()
    (root / "a.md").write_text("---\ntitle: [\n---\n\n[[nowhere]]\n", encoding="utf-8")
    return root


def findings(root: Path, capfd: pytest.CaptureFixture[str]) -> str:
    main(["check", "--root", str(root), "--output-format", "concise"])
    return capfd.readouterr().out


def stores(folder: Path) -> list[Path]:
    return sorted(folder.glob("vault-*.sqlite"))


def test_nothing_is_written_into_the_vault(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = sorted(vault.rglob("*"))
    assert "broken-link" in findings(vault, capfd)
    assert sorted(vault.rglob("*")) == before


def test_the_setting_is_followed(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (vault / "vaultlint.toml").write_text(SETTING)
    first = findings(vault, capfd)
    assert len(stores(vault / "kept")) == 1
    assert (vault / "kept/.gitignore").is_file()
    assert findings(vault, capfd) == first
    main(["cache", "dir", "--root", str(vault)])
    assert capfd.readouterr().out == f"{vault / 'kept'}\n"


def test_the_variable_wins(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (vault / "vaultlint.toml").write_text(SETTING)
    monkeypatch.setenv("VAULTLINT_CACHE_DIR", str(tmp_path / "elsewhere"))
    findings(vault, capfd)
    assert len(list((tmp_path / "elsewhere").rglob("vault-*.sqlite"))) == 1
    assert not (vault / "kept").exists()


@pytest.mark.parametrize("above", ["kept", "kept/deeper"])
def test_a_folder_behind_a_symlink_is_left_alone(
    above: str, vault: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (vault / "vaultlint.toml").write_text(f'cache-dir = "{above}"\n')
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "vault-precious.sqlite").write_text("precious")
    (vault / "kept").symlink_to(outside, target_is_directory=True)
    assert "invalid-frontmatter" in findings(vault, capfd)
    assert [path.name for path in outside.iterdir()] == ["vault-precious.sqlite"]


def test_a_folder_with_files_of_others_is_left_alone(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (vault / "vaultlint.toml").write_text(SETTING)
    (vault / "kept").mkdir()
    (vault / "kept/mine.txt").write_text("mine")
    assert "broken-link" in findings(vault, capfd)
    main(["cache", "clean", "--root", str(vault)])
    assert [path.name for path in (vault / "kept").iterdir()] == ["mine.txt"]


def test_what_came_with_a_clone_is_not_believed(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A stranger makes a store that says that all is well, and commits it."""
    (vault / "vaultlint.toml").write_text(SETTING)
    findings(vault, capfd)
    monkeypatch.setenv("VAULTLINT_STATE_DIR", str(tmp_path / "another user"))
    assert store_file(str(vault), "kept") is None
    copied = tmp_path / "copied" / "vault"
    shutil.copytree(vault, copied)
    monkeypatch.setenv("VAULTLINT_STATE_DIR", str(tmp_path / "state"))  # the same user, but another folder
    assert store_file(str(copied), "kept") is None
    assert "broken-link" in findings(copied, capfd)


def test_only_files_of_vaultlint_are_removed(vault: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    findings(vault, capfd)
    main(["cache", "dir", "--root", str(vault)])
    folder = Path(capfd.readouterr().out.strip())
    (store,) = stores(folder)
    (folder / "notes.txt").write_text("mine")
    (folder / "vault-mine.sqlite").write_text("mine")
    link = folder / f"vault-{'0' * 24}.sqlite"
    link.symlink_to(folder / "notes.txt")
    main(["cache", "prune", "--root", str(vault)])
    assert store.exists()
    os.utime(store, (0, 0))
    main(["cache", "prune", "--root", str(vault)])
    assert not store.exists()
    findings(vault, capfd)
    main(["cache", "clean", "--root", str(vault)])
    assert not store.exists()
    assert {"notes.txt", "vault-mine.sqlite", link.name} <= {path.name for path in folder.iterdir()}
    assert list(our_files(str(tmp_path))) == []


def test_whole_second_times_may_be_two_seconds_off() -> None:
    """Where times are whole seconds, a file may be written once more without another time."""
    entry = Entry("a.md", 10, 100 * SECOND, 100 * SECOND, False)
    for looked, sure in [(100.5, False), (101.9, False), (102.5, True)]:
        assert Seen(10, 100 * SECOND, 100 * SECOND, int(looked * SECOND), 1, b"x").is_still(entry) is sure
    fine = Entry("a.md", 10, 100 * SECOND + 7, 100 * SECOND + 7, False)
    assert Seen(10, fine.mtime, fine.ctime, 101 * SECOND, 1, b"x").is_still(fine)
    assert not Seen(10, fine.mtime, fine.ctime, 99 * SECOND, 1, b"x").is_still(fine)  # the clock was set back
