"""The baseline: what is known is not reported, what is new is, and the file merges."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.git_vault import GitVault, run
from vaultlint.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = 'sections = ["Text"]\n[lint]\nselect = ["links", "missing-section"]\n'
FILE = ".vaultlint-baseline.json"


@pytest.fixture
def vault(tmp_path: Path) -> GitVault:
    made = GitVault(tmp_path / "vault")
    made.commit({"vaultlint.toml": CONFIG, "a.md": "[[x]] [[x]]\n", "b.md": "## Text\n\n[[“引号”]]\n"})
    return made


def recorded(vault: GitVault) -> GitVault:
    assert vault.vaultlint("baseline").status == 0
    return vault


def rows(vault: GitVault) -> list[list[object]]:
    loaded: list[list[object]] = json.loads((vault.root / FILE).read_text(encoding="utf-8"))["findings"]
    return loaded


class TestFile:
    def test_one_sorted_entry_a_line(self, vault: GitVault) -> None:
        text = (recorded(vault).root / FILE).read_text(encoding="utf-8")
        assert rows(vault) == [
            ["path", "rule", "text", "count"],
            ["a.md", "broken-link", "x", 2],
            ["a.md", "missing-section", "Text", 1],
            ["b.md", "broken-link", "“引号”", 1],
        ]
        assert sum(line.startswith(',["') for line in text.splitlines()) == 3

    def test_branches_merge(self, vault: GitVault) -> None:
        vault.commit({f"{name}.md": "[[x]]\n" for name in "cdefgh"})
        recorded(vault).commit()
        vault.git("checkout", "-q", "-b", "topic")
        recorded(vault.write({"c1.md": "[[x]]\n"})).commit()
        vault.git("checkout", "-q", "main")
        recorded(vault.write({"z.md": "[[x]]\n"})).commit()
        vault.git("merge", "-q", "--no-edit", "topic")
        assert vault.check() == []
        assert len(rows(vault)) == 4 + 6 * 2 + 2 * 2

    def test_a_union_merge_may_double_an_entry(self, vault: GitVault) -> None:
        text = (recorded(vault).root / FILE).read_text(encoding="utf-8")
        line = ',["a.md", "broken-link", "x", 2]\n'
        vault.write({FILE: text.replace(line, line + line.replace("2", "1"))})
        assert vault.check() == []

    @pytest.mark.parametrize("content", ["", "{}", "[1]", '{"findings": [0, ["a"]]}', '{"findings": 3}'])
    def test_a_broken_file_is_an_error(self, vault: GitVault, content: str) -> None:
        result = vault.write({FILE: content}).vaultlint("check")
        assert result.status == 2
        assert FILE in result.err and "make it anew with `vaultlint baseline`" in result.err


class TestCheck:
    def test_known_findings_are_held_back_and_counted(self, vault: GitVault) -> None:
        result = recorded(vault).vaultlint("check")
        assert (result.status, result.out) == (0, "")
        assert "4 known problems held back by the baseline." in result.err

    def test_they_stay_known_when_lines_move(self, vault: GitVault) -> None:
        recorded(vault).write({"a.md": "new line\n\n- and more\n\n[[x]] [[x]]\n"})
        assert vault.check() == []

    def test_one_more_of_the_same_is_new(self, vault: GitVault) -> None:
        recorded(vault).write({"a.md": "[[x]] [[x]] [[x]]\n"})
        (line,) = vault.check()
        assert line.startswith("a.md:1:1") and "broken-link" in line

    def test_a_renamed_note_stays_known(self, vault: GitVault) -> None:
        vault.commit({"long.md": "word\n" * 30 + "[[gone]]\n"})
        recorded(vault).commit()
        (vault.root / "long.md").rename(vault.root / "改名.md")
        assert vault.check() == []
        vault.vaultlint("baseline", "--prune")
        assert ["改名.md", "broken-link", "gone", 1] in rows(vault)

    def test_no_baseline(self, vault: GitVault) -> None:
        assert len(recorded(vault).check("--no-baseline")) == 4

    def test_another_file(self, vault: GitVault) -> None:
        vault.vaultlint("baseline", "--baseline", "known.json")
        assert not (vault.root / FILE).exists()
        assert len(vault.check()) == 4
        assert vault.check("--baseline", "known.json") == []
        result = vault.vaultlint("check", "--baseline", "nothing.json")
        assert result.status == 2 and "there is no baseline nothing.json" in result.err

    def test_with_since(self, vault: GitVault) -> None:
        recorded(vault).commit()
        vault.write({"a.md": "[[x]] [[x]] [[x]]\n"})
        (line,) = vault.check("--since", "HEAD")
        assert line.startswith("a.md:1:")
        assert recorded(vault).check("--since", "HEAD") == []


class TestOutdated:
    def test_strict(self, vault: GitVault) -> None:
        recorded(vault).write({"b.md": "## Text\n"})
        relaxed, strict = vault.vaultlint("check"), vault.vaultlint("check", "--strict-baseline")
        assert (relaxed.status, strict.status) == (0, 1)
        assert "The baseline holds 1 problem that no longer occurs" in strict.err

    def test_prune_only_drops(self, vault: GitVault) -> None:
        recorded(vault).write({"b.md": "## Text\n", "a.md": "[[x]] [[new]]\n"})
        result = vault.vaultlint("baseline", "--prune")
        assert "Dropped 2 problems from " in result.err
        assert rows(vault)[1:] == [["a.md", "broken-link", "x", 1], ["a.md", "missing-section", "Text", 1]]
        assert len(vault.check()) == 1
        assert vault.vaultlint("check", "--strict-baseline", "--select", "missing-section").status == 0

    def test_rules_that_do_not_run_are_not_outdated(self, vault: GitVault) -> None:
        assert recorded(vault).vaultlint("check", "--select", "missing-section", "--strict-baseline").status == 0

    def test_prune_without_a_baseline(self, vault: GitVault) -> None:
        assert vault.vaultlint("baseline", "--prune").status == 2


def test_outside_of_git(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[[x]]\n")
    assert run([sys.executable, "-m", "vaultlint", "baseline", "--root", "."], tmp_path).status == 0
    assert run([sys.executable, "-m", "vaultlint", "check", "--root", "."], tmp_path).status == 0


class TestMoved:
    def test_a_shallow_clone_does_not_know_the_rename(self, vault: GitVault, tmp_path: Path) -> None:
        recorded(vault).commit()
        (vault.root / "folder").mkdir()
        vault.git("mv", "a.md", "folder/a.md")
        vault.commit()
        run(["git", "clone", "-q", "--depth", "1", vault.folder.as_uri(), "clone"], tmp_path)
        assert GitVault(tmp_path / "clone").check() == []

    def test_a_new_note_of_another_name_is_new(self, vault: GitVault) -> None:
        recorded(vault)
        (vault.root / "a.md").rename(vault.root / "other.md")
        vault.write({"other.md": "[[x]] quite another note\n"})
        assert len(vault.check()) == 2

    def test_a_link_that_follows_a_rename(self, vault: GitVault) -> None:
        vault.commit({"long.md": "word\n" * 30, "c.md": "## Text\n\n[[long#none]]\n"})
        recorded(vault).commit()
        vault.git("mv", "long.md", "renamed.md")
        vault.write({"c.md": "## Text\n\n[[renamed#none]]\n"})
        assert [line for line in vault.check() if line.startswith("c.md")] == []


def test_advice_for_merging(vault: GitVault) -> None:
    line = ".vaultlint-baseline.json merge=union"
    assert line in vault.vaultlint("baseline").err
    (vault.root / FILE).unlink()
    vault.write({".gitattributes": line + "\n"})
    assert line not in vault.vaultlint("baseline").err


def test_prune_makes_one_file_of_a_conflict_and_swallows_nothing(vault: GitVault) -> None:
    recorded(vault).commit()
    vault.git("checkout", "-q", "-b", "topic")
    recorded(vault.write({"c.md": "## Text\n\n[[c]]\n"})).commit()
    vault.git("checkout", "-q", "main")
    recorded(vault.write({"d.md": "## Text\n\n[[d]]\n"})).commit()
    run(["git", "merge", "-q", "topic"], vault.folder)
    assert "<<<<<<<" in (vault.root / FILE).read_text(encoding="utf-8")
    result = vault.write({"b.md": "## Text\n\n[[new]]\n"}).vaultlint(
        "check", "--output-format", "concise", "--no-cache"
    )
    assert [line.split(":")[0] for line in result.lines] == ["b.md"]
    assert "in the middle of a merge" in result.err
    vault.vaultlint("baseline", "--prune")
    assert {str(row[0]) for row in rows(vault)[1:]} == {"a.md", "c.md", "d.md"}


class TestQuiet:
    """What a rule itself holds for mere information is not shown, but known: who asks for it by name gets an error."""

    @pytest.fixture
    def quiet(self, vault: GitVault) -> GitVault:
        text = "ten\u00a0miles\n\n%% vaultlint-ignore invisible-character %%\ntwo\u00a0miles\n"
        return vault.write({"vaultlint.toml": "sections = []\n", "c.md": text})

    def test_it_is_recorded(self, quiet: GitVault) -> None:
        assert ["c.md", "invisible-character", "no-break spaces", 1] in rows(recorded(quiet))
        assert "no longer occurs" not in quiet.vaultlint("check").err

    def test_it_is_dropped_once_it_is_gone(self, quiet: GitVault) -> None:
        recorded(quiet).write({"c.md": "ten miles\n"})
        assert "The baseline holds 2 problems that no longer occur" in quiet.vaultlint("check").err
        quiet.vaultlint("baseline", "--prune")
        assert "c.md" not in {row[0] for row in rows(quiet)}

    def test_what_is_said_of_suppressions_is_known(self, quiet: GitVault) -> None:
        assert any("c.md" in line for line in quiet.check())
        assert recorded(quiet).check() == []

    def test_a_check_leaves_nothing_to_do(self, quiet: GitVault, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = rows(recorded(quiet))
        quiet.write({"d.md": "[[y]] ten\u00a0miles\n"})
        assert main(["check", "--root", str(quiet.root)]) == 1
        for name in ("lint.note_linter.NoteLinter.lint_all", "workspace.judgement.Judgement.judge"):
            monkeypatch.setattr(f"vaultlint.{name}", None)
        more = [["d.md", "broken-link", "y", 1], ["d.md", "invisible-character", "no-break spaces", 1]]
        assert main(["baseline", "--root", str(quiet.root)]) == 0
        assert rows(quiet) == [*expected, *more]
