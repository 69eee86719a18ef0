"""Files that options name: written in one step, and never over what people wrote."""

from __future__ import annotations

import errno
import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main
from vaultlint.disk.output import write_output
from vaultlint.disk.temporary import Temporary

COMMANDS = {
    "report": ["report", "-o"],
    "graph": ["graph", "--output-format", "json", "-o"],
    "check": ["check", "--exit-zero", "--output-format", "json", "--output-file"],
    "also": ["check", "--exit-zero", "-q", "--also"],
    "baseline": ["baseline", "--baseline"],
}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_files(
        tmp_path / "vault", {"A.md": "[[B]]\n", "b.canvas": "{}", "pic.png": "", "vaultlint.toml": "sections = []\n"}
    )
    monkeypatch.chdir(folder)
    return folder


def run(name: str, file: str) -> int:
    *options, last = COMMANDS[name]
    return main([*options, last, f"markdown={file}" if name == "also" else file])


def content(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("file", ["A.md", "b.canvas", "pic.png", "vaultlint.toml", "../vault/A.md"])
@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_of_the_vault_is_overwritten(
    vault: Path, name: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(vault)
    if name == "baseline" and file == "pic.png":
        pytest.skip("it is empty, as a baseline may be")
    assert run(name, file) == 2
    said = capsys.readouterr().err
    assert ("is not a baseline" if name == "baseline" else "is not overwritten") in said
    assert content(vault) == before


@pytest.mark.parametrize("name", ["report", "graph", "check", "also"])
def test_a_link_out_of_the_vault_is_not_written_through(vault: Path, name: str) -> None:
    outside = vault.parent / "outside.html"
    outside.write_bytes(b"mine")
    (vault / "out.html").symlink_to(outside)
    assert run(name, "out.html") == 2
    assert outside.read_bytes() == b"mine"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_leads_out_is_not_written_into(vault: Path, name: str) -> None:
    outside = vault.parent / "outside"
    outside.mkdir()
    (vault / "away").symlink_to(outside)
    assert run(name, "away/out.md" if name == "also" else "away/out.json") == 2
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="there are no devices")
def test_a_device_is_written_to_where_no_link_of_the_vault_leads_there(vault: Path) -> None:
    assert run("report", "/dev/null") == 0
    (vault / "out.html").symlink_to("/dev/null")
    assert run("report", "out.html") == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_written_anew_in_place_with_its_mode(vault: Path, name: str) -> None:
    file = "out.md" if name == "also" else "out.json"
    assert run(name, file) == 0
    first = (vault / file).read_bytes()
    os.chmod(file, 0o640)
    assert run(name, file) == 0
    assert first
    assert stat.S_IMODE((vault / file).stat().st_mode) == 0o640


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_leaves_the_old_file_and_no_other(
    vault: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = "out.md" if name == "also" else "out.json"
    assert run(name, file) == 0
    before = content(vault)

    def fail(_: Temporary) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Temporary, "flush", fail)
    assert run(name, file) == 2
    assert os.strerror(errno.ENOSPC) in capsys.readouterr().err
    assert content(vault) == before


def test_what_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "out.html"
    file.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise ValueError

    with pytest.raises(ValueError):
        write_output(str(file), pieces())
    assert content(tmp_path) == {"out.html": b"old"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no SIGKILL")
@pytest.mark.parametrize("moment", ["flush", "replace"])
def test_a_kill_leaves_nothing_that_the_next_run_does_not_remove(vault: Path, moment: str) -> None:
    before = content(vault)
    child = os.fork()
    if child == 0:
        setattr(Temporary, moment, lambda _: os.kill(os.getpid(), signal.SIGKILL))
        run("report", "out.html")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert len(content(vault)) == len(before) + 1
    assert main(["config"]) == 0
    assert content(vault) == before


def test_devices_are_written_as_they_are(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-q", "--exit-zero", "--output-format", "json", "--output-file", os.devnull]) == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("command", [["init", "."], ["new", "default", "B"]])
def test_new_files_are_never_written_over_others(vault: Path, command: list[str]) -> None:
    (vault / "B.md").write_bytes(b"mine")
    before = content(vault)
    assert main(command) == 2
    assert content(vault) == before
