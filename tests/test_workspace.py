"""A workspace does work in proportion to what a change concerns: counted, not timed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import TODAY, lint, write_files
from vaultlint.settings import Lint, Settings
from vaultlint.vault.source import DiskSource, OverlaySource
from vaultlint.workspace.environment import Environment
from vaultlint.workspace.setting import Options, Setting
from vaultlint.workspace.store import Store
from vaultlint.workspace.workspace import Workspace

SETTINGS = Settings(sections=(), lint=Lint(select=("links", "relations", "graph")))
FILES = {f"{number}.md": f"# Note\n\nSee [[{number + 1}]].\n" for number in range(60)}
FILES |= {"Target.md": "## One\n", "Pointing.md": "[[Target#One]]\n"}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_files(tmp_path / "vault", FILES)


@pytest.fixture
def workspace(vault: Path) -> Workspace:
    made = Workspace(
        Setting(DiskSource(str(vault)), SETTINGS, Options(show_info=True, today=TODAY)),
        store=Store.in_memory(),
        environment=Environment(b"facts", b"findings"),
    )
    assert made.refresh()
    assert findings(made) == fresh(vault)
    made.save()
    return made


def findings(workspace: Workspace) -> list[tuple[str, str, str]]:
    return [(each.path, each.rule, each.message) for _, found in workspace.found.findings() for each in found]


def fresh(vault: Path) -> list[tuple[str, str, str]]:
    files = {str(path.relative_to(vault)): path.read_bytes() for path in vault.rglob("*.md")}
    return [(each.path, each.rule, each.message) for each in lint(dict(files), SETTINGS).findings]


def work_of(workspace: Workspace, vault: Path) -> tuple[int, int]:
    """How many notes are parsed and judged to bring the workspace up to date; its findings are right then."""
    parsed, judged = workspace.contents.parsed, workspace.judgement.judged
    workspace.refresh()
    done = workspace.contents.parsed - parsed, workspace.judgement.judged - judged
    assert findings(workspace) == fresh(vault)
    workspace.save()
    return done


def test_nothing_changed(workspace: Workspace, vault: Path) -> None:
    assert work_of(workspace, vault) == (0, 0)
    (vault / "1.md").touch()
    assert work_of(workspace, vault) == (0, 0)


def test_a_paragraph(workspace: Workspace, vault: Path) -> None:
    (vault / "Target.md").write_text("A paragraph.\n\n## One\n", encoding="utf-8")
    assert work_of(workspace, vault) == (1, 1)


def test_a_heading_that_a_link_names(workspace: Workspace, vault: Path) -> None:
    (vault / "Target.md").write_text("## Two\n", encoding="utf-8")
    assert work_of(workspace, vault) == (1, 2)


def test_a_note_comes_and_goes(workspace: Workspace, vault: Path) -> None:
    (vault / "60.md").write_text("The last one.\n", encoding="utf-8")
    assert work_of(workspace, vault) == (1, 2)
    (vault / "60.md").unlink()
    assert work_of(workspace, vault) == (0, 1)


def test_what_was_undone_is_not_parsed_again(workspace: Workspace, vault: Path) -> None:
    old = (vault / "7.md").read_bytes()
    (vault / "7.md").write_text("[[nowhere]]\n", encoding="utf-8")
    assert work_of(workspace, vault)[0] == 1
    (vault / "7.md").write_bytes(old)
    assert work_of(workspace, vault)[0] == 0


def test_another_state_of_the_vault(workspace: Workspace, vault: Path) -> None:
    other = workspace.over(OverlaySource(workspace.source, {"7.md": b"[[nowhere]]\n"}), lambda path: path == "7.md")
    other.refresh()
    assert (other.contents.parsed, other.judgement.judged) == (1, 1)
    assert "broken-link" in [rule for path, rule, _ in findings(other) if path == "7.md"]
    assert findings(workspace) == fresh(vault)


def test_a_second_process_parses_nothing(vault: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "store.sqlite")
    for parsed in (len(FILES), 0):
        store = Store.open(path)
        assert store is not None
        made = Workspace(
            Setting(DiskSource(str(vault)), SETTINGS, Options(show_info=True, today=TODAY)),
            store=store,
            environment=Environment(b"facts", b"findings"),
        )
        made.refresh()
        assert findings(made) == fresh(vault)
        assert made.contents.parsed == parsed
        made.save()
        store.close()
