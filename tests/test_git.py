"""Reading a repository: trees, the index, what differs, renames."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from tests.git_vault import GitVault, run
from vaultlint.errors import VaultlintError
from vaultlint.git.changes import difference, nothing_to_compare, staged_notes
from vaultlint.git.renames import renames
from vaultlint.git.repository import find_repository, open_repository
from vaultlint.git.source import IndexSource, TrackedSource, TreeSource

if TYPE_CHECKING:
    from pathlib import Path

LONG = "".join(f"line {number}\n" for number in range(40))
OTHER = "".join(f"其他 {number}\n" for number in range(40))


@pytest.fixture(params=["", "笔记/vault"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> GitVault:
    made = GitVault(tmp_path / "repo", request.param)
    (made.folder / "outside.md").write_text("not in the vault\n") if request.param else None
    return made


def paths(source: object) -> list[str]:
    return sorted(entry.path for entry in source.entries())  # type: ignore[attr-defined]


class TestTrees:
    def test_files_of_a_commit(self, vault: GitVault) -> None:
        first = vault.commit({"甲/a b.md": "one\n", "图.png": "x", ".obsidian/app.json": "{}"})
        vault.commit({"甲/a b.md": "two\n", "new.md": ""})
        tree = TreeSource(open_repository(str(vault.root)), first)
        assert paths(tree) == ["图.png", "甲/a b.md"]
        assert tree.read("甲/a b.md") == b"one\n"
        assert tree.exists(".obsidian/app.json") and not tree.exists("new.md")
        with pytest.raises(FileNotFoundError):
            tree.read("new.md")

    def test_a_tree_survives_pickling(self, vault: GitVault) -> None:
        tree = TreeSource(open_repository(str(vault.root)), vault.commit({"a.md": "one\n"}))
        assert tree.read("a.md") == pickle.loads(pickle.dumps(tree)).read("a.md") == b"one\n"

    def test_the_index_is_what_is_staged(self, vault: GitVault) -> None:
        vault.commit({"a.md": "one\n", "gone.md": "", "same.md": "same\n"})
        vault.write({"a.md": "staged\n", "new.md": "staged\n"}).git("add", "-A")
        vault.write({"a.md": "later\n", "untracked.md": ""})
        (vault.root / "gone.md").unlink()
        index = IndexSource(open_repository(str(vault.root)))
        assert paths(index) == ["a.md", "gone.md", "new.md", "same.md"]
        assert [index.read(path) for path in ("a.md", "same.md")] == [b"staged\n", b"same\n"]

    def test_tracked_files(self, vault: GitVault) -> None:
        vault.commit({"a.md": "one\n", "gone.md": ""})
        vault.write({"untracked.md": ""})
        (vault.root / "gone.md").unlink()
        source = TrackedSource(open_repository(str(vault.root)))
        assert paths(source) == ["a.md"]
        assert not source.exists("untracked.md")


class TestDifference:
    def test_working_tree_and_index(self, vault: GitVault) -> None:
        base = vault.commit({"a.md": "one\n", "b.md": LONG, "c.md": OTHER, "same.md": "same\n"})
        vault.write({"a.md": "two\n"})
        (vault.root / "b.md").rename(vault.root / "乙.md")
        (vault.root / "c.md").unlink()
        found = difference(open_repository(str(vault.root)), base)
        assert (found.modified, found.gone, found.renamed) == ({"a.md"}, {"c.md"}, {"b.md": "乙.md"})
        assert not difference(open_repository(str(vault.root)), base, staged=True).touched("b.md")
        assert "乙.md" not in vault.git("status", "--short", "--untracked-files=no")

    def test_staged_notes(self, vault: GitVault) -> None:
        vault.write({"a.md": LONG, "甲.md": OTHER}).git("add", "-A")
        repository = open_repository(str(vault.root))
        assert staged_notes(repository) == ["a.md", "甲.md"]
        vault.commit()
        vault.git("mv", str(vault.root / "a.md"), str(vault.root / "b.md"))
        vault.git("rm", "-q", str(vault.root / "甲.md"))
        vault.write({"unstaged.md": ""})
        assert staged_notes(repository) == ["b.md"]


class TestErrors:
    def test_no_repository(self, tmp_path: Path) -> None:
        with pytest.raises(VaultlintError, match="not in a git repository: run `git init`"):
            open_repository(str(tmp_path))
        assert find_repository(str(tmp_path)) is None
        assert renames(str(tmp_path)) == {}

    @pytest.mark.parametrize(
        ("ref", "message"),
        [
            ("nothing", "git knows no commit `nothing`: correct the name, or fetch it first"),
            ("origin/main", "fetch it with `git fetch origin main:refs/remotes/origin/main`"),
            ("--all", "git knows no commit `--all`"),
            ("", "git knows no commit ``"),
        ],
    )
    def test_bad_ref(self, vault: GitVault, ref: str, message: str) -> None:
        vault.commit({"a.md": ""})
        with pytest.raises(VaultlintError, match=message):
            open_repository(str(vault.root)).merge_base(ref)

    def test_unrelated_histories(self, vault: GitVault) -> None:
        vault.commit({"a.md": ""})
        vault.git("checkout", "-q", "--orphan", "other")
        vault.commit({"b.md": ""}, "other")
        with pytest.raises(VaultlintError, match="have no commit in common"):
            open_repository(str(vault.root)).merge_base("main")

    def test_shallow_clone(self, vault: GitVault, tmp_path: Path) -> None:
        for number in range(3):
            vault.commit({"a.md": f"{number}\n"})
        vault.git("checkout", "-q", "-b", "topic", "HEAD~1")
        vault.commit({"b.md": ""})
        url = vault.folder.as_uri()
        done = run(["git", "clone", "-q", "--depth", "1", "--no-single-branch", url, "clone"], tmp_path)
        assert done.status == 0, done.err
        clone = open_repository(str(tmp_path / "clone" / vault.inside))
        with pytest.raises(VaultlintError, match=r"shallow.*git fetch --unshallow.*fetch-depth: 0"):
            clone.merge_base("origin/main")

    def test_another_owner(self, vault: GitVault, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        with pytest.raises(VaultlintError, match=r"git config --global --add safe.directory .*repo"):
            open_repository(str(vault.root))

    def test_no_git(self, vault: GitVault, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(VaultlintError, match="git is not installed"):
            open_repository(str(vault.root))


class TestInHooks:
    def test_variables_of_a_hook_in_another_repository(
        self, vault: GitVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = GitVault(tmp_path / "other")
        vault.commit({"a.md": ""})
        monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(other.folder / ".git" / "index"))
        assert open_repository(str(vault.root)).tracked() == ["a.md"]

    def test_the_index_of_a_partial_commit(self, vault: GitVault, monkeypatch: pytest.MonkeyPatch) -> None:
        vault.commit({"a.md": ""})
        index = vault.folder / ".git" / "index"
        (vault.folder / ".git" / "next.lock").write_bytes(index.read_bytes())
        vault.commit({"b.md": ""})
        monkeypatch.setenv("GIT_INDEX_FILE", str(vault.folder / ".git" / "next.lock"))
        assert open_repository(str(vault.root)).tracked() == ["a.md"]


class TestRenames:
    def rename(self, vault: GitVault, old: str, new: str) -> None:
        (vault.root / new).parent.mkdir(parents=True, exist_ok=True)
        (vault.root / old).rename(vault.root / new)
        vault.commit()

    def test_steps_are_put_together(self, vault: GitVault) -> None:
        vault.commit({"a.md": LONG, "x.md": OTHER})
        self.rename(vault, "a.md", "b.md")
        self.rename(vault, "b.md", "子/丙 c.md")
        assert renames(str(vault.root)) == {"a.md": ("子/丙 c.md",), "b.md": ("子/丙 c.md",)}

    def test_the_working_tree_counts(self, vault: GitVault) -> None:
        vault.commit({"a.md": LONG})
        self.rename(vault, "a.md", "b.md")
        (vault.root / "b.md").rename(vault.root / "c.md")
        assert renames(str(vault.root)) == {"a.md": ("c.md",), "b.md": ("c.md",)}

    def test_an_old_name_that_was_used_again(self, vault: GitVault) -> None:
        vault.commit({"a.md": LONG})
        self.rename(vault, "a.md", "b.md")
        vault.commit({"a.md": OTHER})
        assert renames(str(vault.root)) == {}
        self.rename(vault, "a.md", "c.md")
        assert renames(str(vault.root)) == {"a.md": ("b.md", "c.md")}

    def test_a_file_that_is_gone_for_good(self, vault: GitVault) -> None:
        vault.commit({"a.md": LONG})
        self.rename(vault, "a.md", "b.md")
        vault.commit({"a.md": OTHER})
        (vault.root / "a.md").unlink()
        vault.commit()
        assert renames(str(vault.root)) == {}  # a link to `a` means the note that was deleted, not `b`

    def test_copies_of_a_template_are_no_renames(self, vault: GitVault) -> None:
        vault.commit({"甲.md": "---\ntype: topic\n---\n", "乙.md": "---\ntype: topic\n---\n"})
        (vault.root / "甲.md").unlink()
        vault.commit({"丙.md": "---\ntype: topic\n---\n"})
        assert renames(str(vault.root)) == {}


class TestNothingToCompare:
    """Base, index and disk are the same tree: nothing can be new."""

    def asked(self, vault: GitVault, *, staged: bool = False) -> bool:
        repository = open_repository(str(vault.root))
        return nothing_to_compare(repository, repository.head(), staged=staged)

    def test_it(self, tmp_path: Path) -> None:
        vault = GitVault(tmp_path / "repo")
        vault.commit({"a.md": "a\n"})
        assert self.asked(vault) and self.asked(vault, staged=True)
        vault.write({"b.md": "b\n"})
        assert not self.asked(vault) and self.asked(vault, staged=True)
        (vault.root / "b.md").unlink()
        vault.write({"a.md": "b\n"})
        assert not self.asked(vault) and self.asked(vault, staged=True)
        vault.git("add", "a.md")
        assert not self.asked(vault) and not self.asked(vault, staged=True)
        vault.write({"a.md": "a\n"})
        assert not self.asked(vault)
