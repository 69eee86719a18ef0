"""Writing: atomic, faithful, and never over somebody else's change."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vaultlint.cli.main import main
from vaultlint.disk import put_back, temporary
from vaultlint.disk.temporary import PREFIX, Temporary, remove_leftovers
from vaultlint.disk.transaction import CHANGED
from vaultlint.errors import VaultlintError
from vaultlint.fix.outcome import Change
from vaultlint.fix.write import unwritable, write_changes

Vault = Callable[..., Path]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    def make(**notes: bytes) -> Path:
        for name, data in notes.items():
            (tmp_path / f"{name}.md").write_bytes(data)
        return tmp_path

    return make


def write(root: Path, *changes: tuple[str, bytes, bytes]) -> str:
    """What is said if nothing was written."""
    try:
        write_changes(str(root), [Change(f"{name}.md", before, after) for name, before, after in changes])
    except VaultlintError as error:
        return str(error)
    return ""


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}


def test_bytes_are_written_as_they_are(vault: Vault) -> None:
    root = vault(a=b"\xef\xbb\xbfa\r\n")
    assert write(root, ("a", b"\xef\xbb\xbfa\r\n", b"\xef\xbb\xbfb\r\n")) == ""
    assert files(root) == {"a.md": b"\xef\xbb\xbfb\r\n"}


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o640])
def test_mode_is_kept(vault: Vault, mode: int) -> None:
    root = vault(a=b"1")
    (root / "a.md").chmod(mode)
    write(root, ("a", b"1", b"2"))
    assert stat.S_IMODE((root / "a.md").stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_owner_is_kept(vault: Vault) -> None:
    root = vault(a=b"1")
    os.chown(root / "a.md", 12345, 54321)
    write(root, ("a", b"1", b"2"))
    status = (root / "a.md").stat()
    assert (status.st_uid, status.st_gid) == (12345, 54321)


def test_an_owner_that_cannot_be_kept_leaves_the_note_alone(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = vault(a=b"1")
    real = os.stat
    foreign = os.stat_result((*real(root / "a.md")[:4], 12345, 54321, *real(root / "a.md")[6:]))
    monkeypatch.setattr(temporary.os, "stat", lambda path: foreign if str(path).endswith("a.md") else real(path))
    monkeypatch.setattr(temporary.os, "chown", lambda *_: os.stat("there is no such file"))
    assert write(root, ("a", b"1", b"2")).startswith("nothing was changed: a.md: ")
    monkeypatch.undo()
    assert files(root) == {"a.md": b"1"}


def test_a_symlink_within_the_vault_is_followed_and_stays(vault: Vault) -> None:
    root = vault(real=b"1")
    (root / "a.md").symlink_to("real.md")
    assert write(root, ("a", b"1", b"2")) == ""
    assert (root / "a.md").is_symlink()
    assert files(root)["real.md"] == b"2"


@pytest.mark.parametrize("place", ["a.md", "folder/a.md"])
def test_a_symlink_that_leaves_the_vault_is_not_written_through(tmp_path: Path, place: str) -> None:
    outside, root = tmp_path / "outside", tmp_path / "vault"
    outside.mkdir()
    root.mkdir()
    (outside / "a.md").write_bytes(b"1")
    link = root / place.partition("/")[0]
    link.symlink_to(outside if "/" in place else outside / "a.md")
    with pytest.raises(VaultlintError, match="it is a link that leads out of the vault"):
        write_changes(str(root), [Change(place, b"1", b"2")])
    assert files(outside) == {"a.md": b"1"}


def test_a_note_that_changed_meanwhile_leaves_all_as_they_are(vault: Vault) -> None:
    root = vault(a=b"1", b=b"somebody else's")
    assert "nothing was changed: b.md: it changed" in write(root, ("a", b"1", b"2"), ("b", b"1", b"2"))
    assert files(root) == {"a.md": b"1", "b.md": b"somebody else's"}


def test_a_note_that_changes_while_others_are_written_is_kept_and_they_are_put_back(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault(a=b"1", b=b"1", c=b"1")
    real = Temporary.replace

    def replace_and_save(self: Temporary) -> None:
        real(self)
        (root / "c.md").write_bytes(b"just typed")

    monkeypatch.setattr(Temporary, "replace", replace_and_save)
    said = write(root, ("a", b"1", b"2"), ("b", b"1", b"2"), ("c", b"1", b"2"))
    assert said == f"nothing was changed: c.md: {CHANGED}"
    assert files(root) == {"a.md": b"1", "b.md": b"1", "c.md": b"just typed"}


def test_a_note_that_vanished_is_not_made_again(vault: Vault) -> None:
    root = vault()
    assert "a.md" in write(root, ("a", b"1", b"2"))
    assert files(root) == {}


def test_a_read_only_note_can_be_told_before(vault: Vault) -> None:
    root = vault(a=b"1", b=b"1")
    (root / "a.md").chmod(0o444)
    assert unwritable(str(root), ["a.md", "b.md"]) == {"a.md": "it is read-only"}
    assert write(root, ("a", b"1", b"2"), ("b", b"1", b"2")) == "nothing was changed: a.md: it is read-only"
    assert files(root) == {"a.md": b"1", "b.md": b"1"}


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_named(vault: Vault) -> None:
    root = vault(a=b"1")
    root.chmod(0o555)
    try:
        assert unwritable(str(root), ["a.md"])
        assert "a.md" in write(root, ("a", b"1", b"2"))
    finally:
        root.chmod(0o755)


STEPS = {"flush": Temporary.flush, "replace": Temporary.replace, "stage": temporary._copy_status}


def full_disk(monkeypatch: pytest.MonkeyPatch, step: str, name: str) -> None:
    """There is no room left as soon as the note called `name` takes this step."""
    real: Callable[..., None] = STEPS[step]

    def fail(*arguments: Any) -> None:
        target = arguments[0] if step == "stage" else arguments[0].target
        if os.path.basename(target) == name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(*arguments)

    if step == "stage":
        monkeypatch.setattr(temporary, "_copy_status", fail)
    else:
        monkeypatch.setattr(Temporary, step, fail)


@pytest.mark.parametrize("name", ["a.md", "b.md", "c.md"])
@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_puts_everything_back(vault: Vault, monkeypatch: pytest.MonkeyPatch, step: str, name: str) -> None:
    root = vault(a=b"1", b=b"1", c=b"1")
    full_disk(monkeypatch, step, name)
    said = write(root, ("a", b"1", b"2"), ("b", b"1", b"2"), ("c", b"1", b"2"))
    assert said == f"nothing was changed: {name}: {os.strerror(errno.ENOSPC)}"
    assert files(root) == {"a.md": b"1", "b.md": b"1", "c.md": b"1"}


def test_what_cannot_be_put_back_is_kept_for_undo(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = vault(a=b"1", b=b"1")
    full_disk(monkeypatch, "replace", "b.md")
    with monkeypatch.context() as full:
        full.setattr(put_back, "write_temporary", lambda *_: os.stat("there is no such file"))
        assert "a.md was not put back" in write(root, ("a", b"1", b"2"), ("b", b"1", b"2"))
    assert files(root) == {"a.md": b"2", "b.md": b"1"}
    assert main(["undo", "--root", str(root)]) == 0
    assert files(root) == {"a.md": b"1", "b.md": b"1"}


def test_notes_are_flushed_at_the_same_time(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after another would wait for the disk once for every note: here 16 flushes wait for each other."""
    names = [f"n{index}" for index in range(32)]
    root = vault(**dict.fromkeys(names, b"1"))
    together = threading.Barrier(16, timeout=60)
    monkeypatch.setattr(Temporary, "flush", lambda _: together.wait() and None)
    assert write(root, *[(name, b"1", b"2") for name in names]) == ""


def test_leftovers_of_killed_runs_are_removed_and_those_of_live_ones_stay(vault: Vault, tmp_path: Path) -> None:
    root = vault(a=b"1")
    dead, own, live = (root / f"{PREFIX}{owner}-0" for owner in (2**22 + 1, os.getpid(), os.getppid()))
    for file in (dead, own, live):
        file.write_bytes(b"")
    remove_leftovers([str(root)])
    assert set(files(root)) == {"a.md", live.name}
    os.utime(live, (0, 0))
    remove_leftovers([str(root)])
    assert set(files(root)) == {"a.md"}
