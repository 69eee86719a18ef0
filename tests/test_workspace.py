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


def test_a_second_process_parses_nothing(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULTLINT_CACHE_DIR", str(tmp_path / "cache"))
    for parsed in (len(FILES), 0):
        store = Store.open(str(vault), None)
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


def test_a_note_that_comes_into_a_folder_of_many(tmp_path: Path) -> None:
    """Everybody asks who names its headings, and broken links ask for folders: a newcomer seldom answers otherwise."""
    settings = Settings(sections=(), lint=Lint(select=("links", "sections")))
    files = {f"f/{number}.md": f"# Note\n\nSee [[f/{number + 1}]].\n" for number in range(30)}
    vault = write_files(tmp_path / "vault", files | {"g/up.md": "Nothing yet.\n", "h.md": "[[f/not/there]]\n"})
    setting = Setting(DiskSource(str(vault)), settings, Options(show_info=True, today=TODAY))
    made = Workspace(setting, store=Store.in_memory(), environment=Environment(b"facts", b"findings"))

    def judged() -> int:
        before = made.judgement.judged
        made.refresh()
        files = {str(path.relative_to(vault)): path.read_bytes() for path in vault.rglob("*.md")}
        found = [(each.path, each.rule, each.message) for each in lint(dict(files), settings).findings]
        assert findings(made) == found
        made.save()
        return made.judgement.judged - before

    judged()
    (vault / "f/30.md").write_text("# The last one\n", encoding="utf-8")
    assert judged() <= 4
    (vault / "g/up.md").write_text("[[..#Note]]\n", encoding="utf-8")
    judged()
    (vault / "f/31.md").write_text("# Another\n", encoding="utf-8")
    assert judged() > 30  # what `..` names, any file may change
    (vault / "g/up.md").unlink()
    judged()
    (vault / "f/31.md").unlink()
    assert judged() <= 4
    (vault / "f/not").mkdir()
    (vault / "f/not/here.md").write_text("# Here\n", encoding="utf-8")
    judged()


def test_a_draft_looks_at_names_that_are_known(workspace: Workspace, vault: Path) -> None:
    """What is known of all names is worked out once for drafts that change none of them."""
    assert workspace.judgement.nearest() is workspace.judgement.nearest()
    same = workspace.over(OverlaySource(workspace.source, {"7.md": b"[[nowhere]]\n"}), lambda path: path == "7.md")
    same.refresh()
    assert same.judgement.files() is workspace.judgement.files()
    assert same.judgement.nearest() is workspace.judgement.nearest()
    drafts: list[dict[str, bytes | None]] = [{"7.md": b"---\ntitle: Other\n---\n"}, {"new.md": b""}, {"7.md": None}]
    for buffers in drafts:
        other = workspace.over(OverlaySource(workspace.source, buffers), buffers.__contains__)
        other.refresh()
        assert other.judgement.nearest() is not workspace.judgement.nearest()
    assert findings(workspace) == fresh(vault)
