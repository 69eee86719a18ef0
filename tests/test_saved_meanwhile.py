"""A note that an editor saves while vaultlint is at work is never damaged, whatever the moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main

FILES = {
    "vaultlint.toml": "sections = []\n[topics]\nfolder = '00'\n",
    "00/Old.md": "# Old\n\n## Part\n\ntext ^id\n",
    "00/New.md": "# New\n",
    "A.md": "First words.\n\nSee [[00/Old]] and [[00/Old#Part]] and [[00/Old#^id]].  \n",
    "Z.md": "See [[00/Old]].\n",
    "b.canvas": '{"nodes":[{"type":"file","file":"00/Old.md"}]}',
}
SAVED = "A sentence that was just typed. " + FILES["A.md"]
COMMANDS = {
    "note": ["rename", "00/Old", "Later"],
    "heading": ["rename", "00/Old#Part", "Piece"],
    "block": ["rename", "00/Old#^id", "other"],
    "folder": ["rename", "00", "11"],
    "merge": ["merge-topic", "Old", "New"],
}
# Functions at whose beginning or end the editor saves: between reading and planning, planning and judging, judging and
# writing the journal, the journal and the first file.
MOMENTS = [
    ("vaultlint.cli.common.before_reading", "after"),
    ("vaultlint.cli.rename.open_vault", "after"),
    ("vaultlint.cli.merge_topic.open_vault", "after"),
    ("vaultlint.rename.asked.plan_of", "after"),
    ("vaultlint.rename.merge.plan_merge", "after"),
    ("vaultlint.rename.apply.writes_of", "before"),
    ("vaultlint.rename.apply.writes_of", "after"),
    ("vaultlint.rename.apply.commit", "before"),
    ("vaultlint.disk.transaction.begin", "before"),
    ("vaultlint.disk.transaction.begin", "after"),
    ("vaultlint.disk.transaction.flush_all", "after"),
]


def content(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


def saving(real: Callable[..., Any], save: Callable[[], None], when: str) -> Callable[..., Any]:
    def hooked(*arguments: Any, **named: Any) -> Any:
        if when == "before":
            save()
        result = real(*arguments, **named)
        if when == "after":
            save()
        return result

    return hooked


@pytest.mark.parametrize("path", ["A.md", "00/Old.md", "b.canvas"])
@pytest.mark.parametrize(("place", "when"), MOMENTS)
@pytest.mark.parametrize("name", COMMANDS)
def test_saved_at_every_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, place: str, when: str, path: str
) -> None:
    from pkgutil import resolve_name

    plain = write_files(tmp_path / "plain", FILES)
    vault = write_files(tmp_path / "vault", FILES)
    saved = {"A.md": SAVED, "00/Old.md": FILES["00/Old.md"] + "More.\n", "b.canvas": FILES["b.canvas"] + "\n"}[path]
    module, _, function = place.rpartition(".")
    happened = []

    def save() -> None:
        happened.append(True)
        (vault / path).write_text(saved, encoding="utf-8")

    monkeypatch.setattr(place, saving(getattr(resolve_name(module), function), save, when))
    status = main([*COMMANDS[name], "--root", str(vault)])
    monkeypatch.undo()
    if not happened:
        pytest.skip("this command does not come there")
    if status:
        assert content(vault) == FILES | {path: saved}
        return
    write_files(plain, {path: saved})
    assert main([*COMMANDS[name], "--root", str(plain)]) == 0
    assert content(vault) == content(plain)


def test_fix_leaves_a_note_that_was_saved_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from vaultlint.disk import transaction

    vault = write_files(
        tmp_path, {"A.md": "a \n", "B.md": "b \n", "vaultlint.toml": "[lint]\nselect = ['trailing-space']\n"}
    )
    monkeypatch.setattr(
        transaction,
        "begin",
        saving(transaction.begin, lambda: (vault / "A.md").write_bytes(b"saved \n") and None, "after"),
    )
    assert main(["fix", "--root", str(vault)]) == 2
    assert "A.md: it changed while vaultlint was at work" in capsys.readouterr().err
    assert (vault / "A.md").read_bytes() == b"saved \n"
    assert (vault / "B.md").read_bytes() == b"b \n"  # the gate judged the fixes of both together
