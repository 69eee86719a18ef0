"""Only what is new, in kinds of repositories and states that are not the usual one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.git_vault import GitVault, run

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = 'sections = []\n[lint]\nselect = ["links", "format"]\n[rules.consecutive-blank-lines]\nstyle = "strict"\n'
STAGED = ("--staged", "--since", "HEAD")
BLANKS = "a\n\n\n\nb\n"


@pytest.fixture
def vault(tmp_path: Path) -> GitVault:
    made = GitVault(tmp_path / "vault")
    made.commit({"vaultlint.toml": CONFIG, "a.md": "one\n", "b.md": "[[a]]\n"})
    return made


class TestMerge:
    @pytest.fixture
    def merging(self, vault: GitVault) -> GitVault:
        """A merge whose conflict in `a.md` is resolved, with an old problem of each side and none of its own."""
        vault.git("checkout", "-q", "-b", "topic")
        vault.commit({"t.md": BLANKS + "\n[[nowhere]]\n", "a.md": "theirs [[lost]]\n"})
        vault.git("checkout", "-q", "main")
        vault.commit({"a.md": "ours\n\n[[gone]]\n"})
        run(["git", "merge", "-q", "topic"], vault.folder)
        vault.write({"a.md": "theirs [[lost]]\n\n[[gone]]\n"}).git("add", "a.md")
        return vault

    @pytest.mark.parametrize("options", [STAGED, ("--since", "HEAD")])
    def test_what_a_parent_has_is_old(self, merging: GitVault, options: tuple[str, ...]) -> None:
        assert merging.check(*options) == []
        merging.write({"a.md": "theirs [[lost]]\n\n[[gone]] [[own]]\n"}).git("add", "a.md")
        assert [line.split(": ")[0] for line in merging.check(*options)] == ["a.md:3:12"]

    def test_a_second_one_of_what_both_have_is_new(self, vault: GitVault) -> None:
        vault.commit({"c.md": "[[gone]]\n"})
        vault.git("checkout", "-q", "-b", "topic")
        vault.commit({"a.md": "theirs\n"})
        vault.git("checkout", "-q", "main")
        vault.commit({"a.md": "ours\n"})
        run(["git", "merge", "-q", "topic"], vault.folder)
        vault.write({"a.md": "both\n", "c.md": "[[gone]]\n\nand [[gone]]\n"}).git("add", "-A")
        assert [line.split(": ")[0] for line in vault.check(*STAGED)] == ["c.md:3:7"]

    def test_fix_leaves_the_other_side_alone(self, merging: GitVault) -> None:
        merging.write({"a.md": BLANKS}).git("add", "a.md")
        merging.vaultlint("fix", "--staged", "-q")
        assert (merging.root / "t.md").read_text().startswith(BLANKS)
        assert (merging.root / "a.md").read_text() == "a\n\nb\n"

    def test_fix_leaves_conflicts_alone(self, vault: GitVault) -> None:
        vault.git("checkout", "-q", "-b", "topic")
        vault.commit({"a.md": BLANKS + "theirs\n"})
        vault.git("checkout", "-q", "main")
        vault.commit({"a.md": BLANKS + "ours\n"})
        run(["git", "merge", "-q", "topic"], vault.folder)
        before = (vault.root / "a.md").read_text()
        assert "<<<<<<<" in before
        vault.vaultlint("fix", "--staged", "-q")
        assert (vault.root / "a.md").read_text() == before

    def test_a_hook_of_git_merge_itself(self, vault: GitVault) -> None:
        """There is no MERGE_HEAD yet; git names the other parent in the environment."""
        vault.git("checkout", "-q", "-b", "topic")
        theirs = vault.commit({"t.md": "[[nowhere]]\n"})
        vault.git("checkout", "-q", "main")
        vault.commit({"a.md": "ours\n"})
        vault.git("merge", "-q", "--no-commit", "topic")
        (vault.folder / ".git" / "MERGE_HEAD").unlink()
        assert len(vault.check(*STAGED)) == 1
        assert vault.check(*STAGED, **{f"GITHEAD_{theirs}": "topic"}) == []


class TestSparse:
    @pytest.mark.parametrize("options", [(), ("--tracked",), ("--staged",), ("--since", "HEAD"), STAGED])
    def test_what_is_left_out_is_there(self, vault: GitVault, tmp_path: Path, options: tuple[str, ...]) -> None:
        vault.commit({"here/n.md": "[[far]] ![[p.png]]\n", "there/far.md": "x\n", "there/p.png": "x"})
        run(["git", "clone", "-q", "--no-checkout", str(vault.folder), "sparse"], tmp_path)
        clone = GitVault(tmp_path / "sparse")
        clone.git("sparse-checkout", "set", "--cone", "here")
        clone.git("checkout", "-q", "main")
        assert not (clone.root / "there").exists()
        assert clone.check(*options) == []
        clone.write({"here/n.md": "[[far]] [[gone]]\n"}).git("add", "-A")
        assert len(clone.check(*options)) == 1


class TestSubmodule:
    @pytest.fixture
    def parent(self, vault: GitVault, tmp_path: Path) -> GitVault:
        library = GitVault(tmp_path / "library")
        library.commit({"S.md": "s\n"})
        vault.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library.folder), "lib")
        vault.commit()
        return vault

    @pytest.mark.parametrize("options", [("--tracked",), ("--staged",), ("--since", "HEAD"), STAGED])
    def test_a_link_into_it(self, parent: GitVault, options: tuple[str, ...]) -> None:
        parent.write({"a.md": "[[S]]\n"}).git("add", "a.md")
        assert parent.check(*options) == []

    @pytest.mark.parametrize("options", [("--since", "HEAD"), STAGED])
    def test_it_moves_and_breaks_a_link(self, parent: GitVault, options: tuple[str, ...]) -> None:
        parent.commit({"a.md": "[[S]]\n"})
        inner = GitVault(parent.folder / "lib")
        inner.git("rm", "-q", "S.md")
        inner.commit()
        parent.git("add", "lib")
        (line,) = parent.check(*options)
        assert line.startswith("a.md:1:")

    def test_it_is_removed(self, parent: GitVault) -> None:
        parent.commit({"a.md": "[[S]]\n"})
        parent.git("rm", "-q", "-f", "lib")
        assert [line[:7] for line in parent.check(*STAGED)] == ["a.md:1:"]
        shutil.rmtree(parent.folder / ".git" / "modules")
        assert parent.check(*STAGED) == []  # as where it was never checked out

    def test_it_is_not_checked_out(self, parent: GitVault, tmp_path: Path) -> None:
        parent.commit({"a.md": "[[S]]\n"})
        GitVault(parent.folder / "lib").commit({"T.md": "t\n"})
        parent.commit()
        run(["git", "clone", "-q", str(parent.folder), "clone"], tmp_path)
        clone = GitVault(tmp_path / "clone")
        assert clone.check("--since", "HEAD~1") == []
        clone.write({"a.md": "[[S]] [[new]]\n"})
        assert [line[:8] for line in clone.check("--since", "HEAD~1")] == ["a.md:1:9"]

    def test_it_lacks_the_older_commit(self, parent: GitVault) -> None:
        GitVault(parent.folder / "lib").commit({"T.md": "t\n"})
        parent.git("update-index", "--cacheinfo", f"160000,{'1' * 40},lib")
        parent.git("commit", "-q", "-m", "one that is nowhere")
        result = parent.vaultlint("check", "--no-cache", "--since", "HEAD")
        assert result.status == 2 and f"`git -C lib fetch origin {'1' * 40}`" in result.err


class TestIndex:
    """What git has been told about single files."""

    def test_a_note_that_is_only_meant_to_be_added(self, vault: GitVault) -> None:
        vault.write({"new.md": "x\n", "b.md": "[[new]]\n"}).git("add", "b.md")
        vault.git("add", "--intent-to-add", "new.md")
        (line,) = vault.check("--staged", "--extend-select", "empty-note")
        assert "`new.md` is not in git" in line

    @pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
    def test_notes_that_git_does_not_look_at(self, vault: GitVault, flag: str) -> None:
        vault.git("update-index", flag, "a.md")
        vault.write({"a.md": "[[only here]]\n"})
        assert vault.check("--staged") == vault.check("--since", "HEAD") == []

    def test_an_index_elsewhere(self, vault: GitVault, tmp_path: Path) -> None:
        other = GitVault(tmp_path / "other")
        other.commit({"a.md": "x\n"})
        index = shutil.copy(vault.folder / ".git" / "index", tmp_path / "index")
        vault.write({"a.md": "[[new]]\n"}).git("add", "a.md")
        assert vault.check(*STAGED, GIT_INDEX_FILE=str(index)) == []
        for foreign in (other.folder / ".git" / "index", tmp_path / "none"):
            assert len(vault.check(*STAGED, GIT_INDEX_FILE=str(foreign))) == 1


@pytest.mark.parametrize("options", [("--since", "HEAD"), STAGED])
def test_a_symlink_becomes_a_note(vault: GitVault, options: tuple[str, ...]) -> None:
    (vault.root / "c.md").symlink_to("a.md")
    vault.commit()
    assert vault.check(*options) == []
    (vault.root / "c.md").unlink()
    vault.write({"c.md": "[[new]]\n"}).git("add", "c.md")
    assert len(vault.check(*options)) == 1


def test_a_branch_without_a_commit(vault: GitVault) -> None:
    vault.git("checkout", "-q", "--orphan", "other")
    result = vault.vaultlint("check", "--no-cache", "--since", "main")
    assert result.status == 2 and "`main` and HEAD have no commit in common" in result.err


def test_what_is_in_conflict_has_one_finding(vault: GitVault) -> None:
    """Both sides renamed the note and changed it: git's marks are longer then, and look like a heading and a quote."""
    text = "".join(f"line {number}\n" for number in range(20))
    vault.commit({"n.md": text})
    for branch, name in (("topic", "theirs.md"), ("main", "ours.md")):
        vault.git("checkout", "-q", *(("-b",) if branch == "topic" else ()), branch)
        vault.git("mv", "n.md", name)
        vault.commit({name: f"{text}[[{branch}]]\n"})
    assert run(["git", "merge", "-q", "topic"], vault.folder).status == 1
    assert "<<<<<<<< " in (vault.root / "ours.md").read_text(encoding="utf-8")
    lines = vault.check("--extend-select", "conflict-marker", "ours.md")
    assert [line.split(": ")[1] for line in lines] == ["error conflict-marker"]


def test_a_link_to_a_note_that_is_not_added(vault: GitVault) -> None:
    vault.write({"new.md": "x\n", "a.md": "[[new]]\n"}).git("add", "a.md")
    (line,) = vault.check(*STAGED)
    assert "`new.md` is not in git: add it with `git add`" in line


def test_line_ends_that_git_makes_uniform(vault: GitVault) -> None:
    vault.git("config", "core.autocrlf", "true")
    vault.write({"a.md": "a\r\nb\n"}).git("add", "a.md")
    assert vault.check(*STAGED, "--select", "mixed-line-endings") == []


def test_an_empty_ref(vault: GitVault) -> None:
    result = vault.vaultlint("check", "--since", "")
    assert result.status == 2 and "--since" in result.err and "empty" in result.err


def test_a_thousand_renamed_and_edited(vault: GitVault) -> None:
    """More than git follows by itself; counted in tens here, with git's own limit set low."""
    vault.git("config", "diff.renameLimit", "5")
    text = "".join(f"line {number}\n" for number in range(20))
    vault.commit({f"old/{number}.md": f"{text}{number}\n[[gone {number}]]\n" for number in range(20)})
    (vault.root / "new").mkdir()
    for number in range(20):
        vault.write({f"new/n{number}.md": (vault.root / f"old/{number}.md").read_text() + "edited\n"})
    shutil.rmtree(vault.root / "old")
    vault.git("add", "-A")
    assert vault.check(*STAGED) == []


class TestAllFiles:
    """What `pre-commit run --all-files` comes to: nothing is staged, and no range is named."""

    def test_everything_is_checked(self, vault: GitVault) -> None:
        vault.commit({"a.md": "[[broken]]\n"})
        result = vault.vaultlint("check", *STAGED, "--output-format", "concise", PRE_COMMIT="1")
        assert result.status == 1 and "a.md:1:3" in result.out
        assert "Nothing is staged, so the whole vault is checked" in result.err

    def test_but_not_in_a_commit_or_for_a_range(self, vault: GitVault) -> None:
        first = vault.commit({"a.md": "[[broken]]\n"})
        index = str(vault.folder / ".git" / "index")
        assert vault.check(*STAGED, PRE_COMMIT="1", GIT_INDEX_FILE=index) == []
        assert vault.check(*STAGED, PRE_COMMIT="1", PRE_COMMIT_FROM_REF=first) == []
        assert vault.check(*STAGED) == []
        vault.write({"b.md": "changed\n"}).git("add", "b.md")
        assert vault.check(*STAGED, PRE_COMMIT="1") == []


class TestFilters:
    """git-crypt and its like: what git stores is not what a person sees."""

    @pytest.fixture
    def encrypted(self, vault: GitVault) -> GitVault:
        for name in ("clean", "smudge"):
            vault.git("config", f"filter.rot.{name}", "tr a-z n-za-m")
        vault.git("config", "filter.rot.required", "true")
        vault.commit({".gitattributes": "秘/*.md filter=rot\n", "秘/n.md": "[[gone]]\n"})
        assert "[[tbar]]" in vault.git("show", "HEAD:秘/n.md")
        return vault

    @pytest.mark.parametrize("options", [("--since", "HEAD"), STAGED])
    def test_old_problems_stay_old(self, encrypted: GitVault, options: tuple[str, ...]) -> None:
        encrypted.write({"秘/n.md": "[[gone]]\n\nedited\n"}).git("add", "-A")
        assert encrypted.check(*options) == []
        encrypted.write({"秘/n.md": "[[gone]] [[new]]\n"}).git("add", "-A")
        assert len(encrypted.check(*options)) == 1

    def test_a_filter_that_fails(self, encrypted: GitVault) -> None:
        encrypted.git("config", "filter.rot.smudge", "false")
        encrypted.write({"秘/n.md": "[[gone]]\n\nedited\n"})
        result = encrypted.vaultlint("check", "--no-cache", "--since", "HEAD")
        assert result.status == 2 and "the filter that git stores `秘/n.md` through failed" in result.err

    def test_a_plain_check_runs_none(self, encrypted: GitVault, tmp_path: Path) -> None:
        mark = tmp_path / "ran"
        encrypted.git("config", "filter.rot.smudge", f"sh -c 'touch {mark}; cat'")
        encrypted.git("config", "filter.rot.clean", f"sh -c 'touch {mark}; cat'")
        encrypted.write({"秘/n.md": "[[gone]] [[more]]\n"})
        assert len(encrypted.check()) == 2
        assert not mark.exists()
