"""The language server in real editors, without a screen: each does the same and writes down what it saw."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.lsp_vault import FILES, write_vault

SCRIPTS = Path(__file__).parent / "editors"
SERVER = json.dumps([sys.executable, "-m", "vaultlint", "server"])
RENAMED = "壶嘴 [[Cup#Grip]] 与 [[Cup#^glaze]]."


def seen_by(command: list[str], tmp_path: Path) -> dict[str, Any]:
    """What an editor wrote down, whose script works on a vault of its own."""
    root, seen = write_vault(tmp_path / "vault"), tmp_path / "seen.json"
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        **os.environ,
        "VAULT": str(root),
        "SERVER": SERVER,
        "SEEN": str(seen),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "VAULTLINT_LANG": "en",
        "XDG_CONFIG_HOME": str(home),
        "VAULTLINT_CACHE_DIR": str(tmp_path / "cache"),
    }
    done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, timeout=240)
    assert seen.exists(), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(seen.read_text("utf-8"))
    assert "fault" not in found, (found, done.stderr[-3000:])
    return found


@pytest.mark.skipif(not shutil.which("nvim"), reason="Neovim is not installed")
def test_neovim(tmp_path: Path) -> None:
    found = seen_by(["nvim", "--headless", "--clean", "-n", "-S", str(SCRIPTS / "neovim.lua")], tmp_path)
    line, start, end, message = found["problem"]
    bytes_of_line = FILES["essays/Kettle.md"].split("\n")[line].encode()
    assert bytes_of_line[start:end].decode() == "Saucer" and "Saucer" in message
    assert found["definition"] == ["Cup.md", 10]
    assert found["completion"] == "topics/Tea]]"
    assert (found["renamed"], found["renamed_there"]) == (RENAMED, "### Grip")
    assert found["fixed"] == "It stirs."
    assert found["again"] is True


def has_eglot() -> bool:
    if not shutil.which("emacs"):
        return False
    test = ["emacs", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"]
    return subprocess.run(test, capture_output=True, timeout=60).returncode == 0


@pytest.mark.skipif(not has_eglot(), reason="Emacs with eglot is not installed")
def test_emacs(tmp_path: Path) -> None:
    found = seen_by(["emacs", "--batch", "-l", str(SCRIPTS / "eglot.el")], tmp_path)
    assert found["problem"] == "Saucer"
    assert (found["definition"], found["line"]) == ("Cup.md", 11)
    assert found["completion"] in ("Tea", "topics/Tea")
    assert (found["renamed"], found["renamed_there"]) == (RENAMED, "### Grip")
    assert found["fixed"] == "It stirs."
