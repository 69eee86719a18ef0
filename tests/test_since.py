"""`check --since`: what a commit brought, wherever it stands, and nothing old."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.git_vault import GitVault, run

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = 'sections = ["Text"]\n[lint]\nselect = ["links", "sections", "orphan-note"]\nignore = ["orphan-note"]\n'
FILLER = "".join(f"line {number}\n" for number in range(30))
HUB = "## Text\n\n- [[甲]]\n- [[乙]]\n- [[nowhere]]\n"


def note(*lines: str) -> str:
    return "## Text\n\n" + FILLER + "".join(line + "\n" for line in lines)


@pytest.fixture(params=[("", False), ("notes", True)], ids=["plain", "folder and cache"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> GitVault:
    made = GitVault(tmp_path / "repo", *request.param)
    made.commit(
        {
            "vaultlint.toml": CONFIG,
            "Hub.md": HUB,
            "甲.md": note("[[missing]]"),
            "乙.md": note(),
            "丙.md": "no section, [[missing]]\n",
        }
    )
    return made


def rules(lines: list[str]) -> list[tuple[str, str]]:
    """Path and rule of findings in the concise format."""
    return [(line.split(":")[0], line.split(": ")[1].split()[1]) for line in lines]


class TestNew:
    def test_nothing_changed(self, vault: GitVault) -> None:
        assert len(vault.check()) == 4
        result = vault.vaultlint("check", "--since", "HEAD", "--output-format", "concise", "--no-cache")
        assert (result.status, result.out) == (0, "")
        assert "No new problems in 4 notes" in result.err
        assert "Compared with HEAD" in result.err and "older ones are not shown" in result.err

    def test_a_new_problem_in_a_note_with_old_ones(self, vault: GitVault) -> None:
        vault.write({"丙.md": "in front\n\nno section, [[missing]] and [[new]]\n"})
        assert rules(vault.check("--since", "HEAD")) == [("丙.md", "broken-link")]
        assert "new" in vault.check("--since", "HEAD")[0]

    def test_a_second_one_of_the_same(self, vault: GitVault) -> None:
        vault.write({"丙.md": "[[missing]]\n\nno section, [[missing]]\n"})
        (line,) = vault.check("--since", "HEAD")
        assert line.startswith("丙.md:1:")

    def test_deletion_breaks_untouched_notes(self, vault: GitVault) -> None:
        (vault.root / "乙.md").unlink()
        assert rules(vault.check("--since", "HEAD")) == [("Hub.md", "broken-link")]

    def test_renaming_breaks_untouched_notes_and_keeps_old_problems_old(self, vault: GitVault) -> None:
        (vault.root / "甲.md").rename(vault.root / "丁.md")
        (line,) = vault.check("--since", "HEAD")
        assert line.startswith("Hub.md:3:") and "甲" in line
        vault.write({"Hub.md": HUB.replace("甲", "丁")})
        assert vault.check("--since", "HEAD") == []

    def test_a_problem_of_a_link_that_follows_a_rename_is_old(self, vault: GitVault) -> None:
        vault.commit({"Hub.md": HUB + "- [[甲#没有]]\n"})
        (vault.root / "甲.md").rename(vault.root / "丁.md")
        vault.write({"Hub.md": HUB.replace("甲", "丁") + "- [[丁#没有]]\n"})
        assert vault.check("--since", "HEAD") == []

    def test_a_section_with_a_new_name_keeps_its_old_problems(self, vault: GitVault) -> None:
        vault.commit({"己.md": note("", "## Old", "", "[[missing]]")})
        vault.write({"己.md": note("", "## New", "", "[[missing]]")})
        assert vault.check("--since", "HEAD") == []

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("intro\n\n[[missing]]\n", "## Text\n\nintro\n\n[[missing]]\n"),
            ("## Text\n\nintro\n\n[[missing]]\n", "## Text\n\nintro\n\n## More\n\n[[missing]]\n"),
            ("## Text\n\n# Again\n\n[[missing]]\n", "## Text\n\n[[missing]]\n"),
            ("## Text\n\n[[missing]]\n\n## Other\n\nmore\n", "## Text\n\n## Other\n\nmore [[missing]]\n"),
        ],
        ids=["put above", "split", "taken out", "line moved"],
    )
    def test_headings_open_nothing_again(self, vault: GitVault, before: str, after: str) -> None:
        vault.commit({"己.md": before})
        vault.vaultlint("baseline", "--baseline", "known.json")
        vault.write({"己.md": after})
        assert vault.check("--since", "HEAD") == vault.check("--baseline", "known.json") == []
        vault.write({"己.md": after + "[[missing]]\n"})
        assert len(vault.check("--since", "HEAD")) == len(vault.check("--baseline", "known.json")) == 1

    @pytest.mark.parametrize(
        ("fewer", "some", "more"),
        [
            ("* a\n* b\n", "* a\n* b\n* c\n", "* a\n* b\n* c\n* d\n"),
            ("-  a\n", "-  a\n-  b\n", "-  a\n-  b\n-  c\n"),
            ("_b_ c\n", "_a_ b _b_ c\n", "_a_ b _b_ c _d_ e\n"),
        ],
    )
    def test_less_of_a_fault_is_old_and_more_is_new(self, vault: GitVault, fewer: str, some: str, more: str) -> None:
        vault.commit({"己.md": "## Text\n\n" + some})
        options = ("--select", "format")
        vault.write({"己.md": "## Text\n\n" + fewer})
        assert vault.check("--since", "HEAD", *options) == []
        vault.write({"己.md": "## Text\n\n" + more})
        assert len(vault.check("--since", "HEAD", *options)) == 1

    def test_one_of_the_missing_sections_is_added(self, vault: GitVault) -> None:
        vault.write({"vaultlint.toml": CONFIG.replace('["Text"]', '["Text", "More", "End"]')}).commit()
        vault.vaultlint("baseline", "--baseline", "known.json")
        vault.write({"丙.md": "## More\n\nno section, [[missing]]\n", "乙.md": note("", "## End", "", "words")})
        assert vault.check("--since", "HEAD") == vault.check("--baseline", "known.json") == []
        vault.commit()
        vault.write({"丙.md": "no section, [[missing]]\n"})
        result = vault.vaultlint("check", "--since", "HEAD", "--output-format", "concise", "--no-cache")
        assert rules(result.lines) == [("丙.md", "missing-section")]
        assert "0 problems fixed" in result.err

    def test_new_note(self, vault: GitVault) -> None:
        vault.write({"新.md": "[[乙]] [[nope]]\n"})
        assert rules(vault.check("--since", "HEAD")) == [("新.md", "broken-link"), ("新.md", "missing-section")]

    def test_repairs_are_counted(self, vault: GitVault) -> None:
        vault.write({"missing.md": note()})
        result = vault.vaultlint("check", "--since", "HEAD", "--no-cache")
        assert result.status == 0 and "2 problems fixed" in result.err

    def test_paths_narrow_the_report(self, vault: GitVault) -> None:
        vault.write({"新.md": "x\n", "丙.md": "no section, [[missing]], [[new]]\n"})
        assert rules(vault.check("--since", "HEAD", "丙.md")) == [("丙.md", "broken-link")]

    def test_line_ends_turned_round(self, vault: GitVault) -> None:
        text = (vault.root / "甲.md").read_text()
        vault.write({"甲.md": text.replace("\n", "\r\n")})
        assert vault.check("--since", "HEAD") == []


class TestCache:
    @pytest.mark.parametrize("vault", [("notes", True)], ids=["folder and cache"], indirect=True)
    def test_every_step_is_as_without_it(self, vault: GitVault) -> None:
        for path, text in (
            ("丙.md", "no section, [[missing]] and [[new]]\n"),
            ("丙.md", "%% vaultlint-ignore broken-link: later %%\n\n[[missing]] and [[new]]\n"),
            ("新.md", note("[[乙#nope]]")),
            ("乙.md", "## Text\n\n## nope\n"),
            ("Hub.md", HUB),
        ):
            vault.write({path: text})
            for options in (("--since", "HEAD"), ()):
                found = vault.check(*options)
                assert found == vault.check(*options) == vault.check(*options, "--no-cache")
        (vault.root / "乙.md").unlink()
        for options in (("--since", "HEAD"), ("--since", "HEAD", "--tracked")):
            assert vault.check(*options) == vault.check(*options, "--no-cache") != []
        vault.commit()
        assert vault.check("--since", "HEAD") == []
        assert vault.check() == vault.check("--no-cache")


class TestSettings:
    def test_both_trees_are_judged_by_the_settings_of_today(self, vault: GitVault) -> None:
        vault.write({"vaultlint.toml": CONFIG.replace('"Text"', '"Text", "End"')})
        assert len(vault.check()) == 7
        assert vault.check("--since", "HEAD") == []

    def test_ignored_files_count_as_having_been_there(self, vault: GitVault) -> None:
        vault.commit({".gitignore": "private/\n*.png\n", "戊.md": note("![[图.png]]")})
        vault.write({"图.png": "x", "private/甲.md": "## Text\n"})
        assert vault.check("--since", "HEAD") == []


class TestMergeBase:
    def test_only_this_branch(self, vault: GitVault) -> None:
        vault.git("checkout", "-q", "-b", "topic")
        vault.commit({"新.md": "[[nope]]\n"})
        vault.git("checkout", "-q", "main")
        vault.commit({"丙.md": "## Text\n"})
        vault.git("checkout", "-q", "topic")
        assert rules(vault.check("--since", "main")) == [("新.md", "broken-link"), ("新.md", "missing-section")]

    def test_shallow_clone_with_its_merge_base(self, vault: GitVault, tmp_path: Path) -> None:
        vault.commit({"新.md": "[[nope]]\n"})
        run(["git", "clone", "-q", "--depth", "2", vault.folder.as_uri(), "clone"], tmp_path)
        clone = GitVault(tmp_path / "clone", vault.inside)
        assert rules(clone.check("--since", "HEAD~1")) == [("新.md", "broken-link"), ("新.md", "missing-section")]

    def test_shallow_clone_without(self, vault: GitVault, tmp_path: Path) -> None:
        vault.commit({"新.md": "[[nope]]\n"})
        run(["git", "clone", "-q", "--depth", "1", vault.folder.as_uri(), "clone"], tmp_path)
        result = GitVault(tmp_path / "clone", vault.inside).vaultlint("check", "--since", "HEAD~1")
        assert (result.status, result.out) == (2, "")
        assert "git fetch --unshallow" in result.err

    def test_bad_ref_is_an_error(self, vault: GitVault) -> None:
        result = vault.vaultlint("check", "--since", "mian")
        assert (result.status, result.out) == (2, "")
        assert "git knows no commit `mian`" in result.err


class TestStaged:
    def test_the_index_counts(self, vault: GitVault) -> None:
        vault.write({"丙.md": "no section, [[missing]], [[staged]]\n"}).git("add", "-A")
        vault.write({"丙.md": "no section, [[missing]], [[later]]\n", "untracked.md": "[[nope]]\n"})
        (line,) = vault.check("--staged", "--since", "HEAD")
        assert "staged" in line
        assert len(vault.check("--staged")) == 5

    def test_untracked_notes_hide_nothing(self, vault: GitVault) -> None:
        vault.write({"untracked.md": note(), "新.md": note("[[untracked]]")}).git("add", str(vault.root / "新.md"))
        assert vault.check("--since", "HEAD") == []
        assert rules(vault.check("--since", "HEAD", "--tracked")) == [("新.md", "broken-link")]
        assert rules(vault.check("--since", "HEAD", "--staged")) == [("新.md", "broken-link")]

    def test_before_the_first_commit(self, tmp_path: Path) -> None:
        vault = GitVault(tmp_path)
        vault.write({"vaultlint.toml": CONFIG, "a.md": "[[nope]]\n"}).git("add", "-A")
        expected = [("a.md", "broken-link"), ("a.md", "missing-section")]
        assert rules(vault.check("--staged", "--since", "HEAD")) == expected

    def test_a_range_of_pre_commit(self, vault: GitVault) -> None:
        first = vault.git("rev-parse", "HEAD")
        vault.commit({"新.md": "[[nope]]\n"})
        assert vault.check("--staged", "--since", "HEAD") == []
        assert len(vault.check("--staged", "--since", "HEAD", PRE_COMMIT_FROM_REF=first)) == 2

    def test_outside_of_git(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("")
        result = run([sys.executable, "-m", "vaultlint", "check", "--staged"], tmp_path)
        assert result.status == 2 and "not in a git repository" in result.err
