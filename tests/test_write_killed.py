"""A kill at any moment leaves each note either old or new, and the next run leaves no temporary file."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from vaultlint.disk.temporary import PREFIX

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

NOTES = 120
OLD = "# 一\n第 {} 篇  笔记 \n## 二\n" + "正文。 \n" * 20
SETTINGS = "sections = []\n[lint]\nselect = ['trailing-space', 'heading-spacing']\n"


def old_notes() -> dict[str, bytes]:
    return {f"{index % 7}/{index}.md": OLD.format(index).encode() for index in range(NOTES)}


def put(root: Path, notes: dict[str, bytes]) -> None:
    for path, data in notes.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(data)


def get(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.glob("*/*.md")}


def start(root: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "vaultlint", "fix", "--root", str(root), "-q", str(root)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_at_random_moments(tmp_path: Path, kills: int) -> None:
    (tmp_path / "vaultlint.toml").write_text(SETTINGS)
    put(tmp_path, old_notes())
    started = time.monotonic()
    assert start(tmp_path).wait() == 0
    duration = time.monotonic() - started
    new = get(tmp_path)
    assert all(new[path] != data for path, data in old_notes().items())
    moments = random.Random(1)
    mixed = 0
    for _ in range(kills):
        put(tmp_path, old_notes())
        process = start(tmp_path)
        time.sleep(moments.uniform(duration * 0.4, duration * 1.05))
        process.kill()
        process.wait()
        found = get(tmp_path)
        assert all(found[path] in (data, new[path]) for path, data in old_notes().items())
        mixed += found not in (old_notes(), new)
    assert start(tmp_path).wait() == 0
    assert get(tmp_path) == new
    assert [name for _, _, names in os.walk(tmp_path) for name in names if name.startswith(PREFIX)] == []
    assert mixed or kills < 100, "no kill fell into the writing"
