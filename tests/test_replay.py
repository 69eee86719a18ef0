"""`--since`, `--staged` and `--tracked` printed again: nothing is run, and nothing is believed that has changed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.git_vault import ENVIRONMENT, ROOT, GitVault
from vaultlint.cli.main import main
from vaultlint.git.evidence import Evidence
from vaultlint.workspace.replay import Replay

if TYPE_CHECKING:
    from pathlib import Path

REQUESTS = [("--since", "HEAD"), ("--staged", "--since", "HEAD"), ("--staged",), ("--tracked",)]
SETTLED = 0.06  # seconds after which the times of files are believed


@pytest.fixture
def vault(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> GitVault:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("VAULTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    made = GitVault(tmp_path / "repo", cache=True)
    made.commit({"A.md": "[[B]] [[nowhere]]\n", "B.md": "text \n", ".obsidian/app.json": "{}\n", "更.md": "[[A]]\n"})
    return made


def check(vault: GitVault, capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, list[str]]:
    status = main(["check", "--root", str(vault.root), *options])
    said = capfd.readouterr()
    return status, said.out, [line.rpartition("(")[0] for line in said.err.splitlines()]


def count_replays(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each report that was asked for was there."""
    found: list[bool] = []
    again = Replay.at_once

    def noted(replay: Replay) -> object:
        report = again(replay)
        found.append(report is not None)
        return report

    monkeypatch.setattr(Replay, "at_once", noted)
    return found


@pytest.mark.parametrize("request_", REQUESTS, ids=" ".join)
def test_no_process_is_started_for_what_was_printed_before(
    vault: GitVault, request_: tuple[str, ...], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.write({"A.md": "[[B]] [[nowhere]] [[new]]\n"})
    time.sleep(SETTLED)
    first = check(vault, capfd, *request_)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", fail)
    assert check(vault, capfd, *request_) == first


def modules_of(vault: GitVault, *options: str) -> set[str]:
    """The modules that one run imports."""
    program = (
        "import sys; from vaultlint.cli.main import main; main(sys.argv[1:]); "
        "print('MODULES', *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", *options],
        cwd=vault.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    return set(done.stderr.decode().rpartition("MODULES")[2].split())


def test_a_replay_imports_what_a_plain_one_does(vault: GitVault) -> None:
    time.sleep(SETTLED)
    plain, since = (), ("--staged", "--since", "HEAD")
    for options in (plain, since):
        modules_of(vault, *options)
    more = modules_of(vault, *since) - modules_of(vault, *plain)
    assert {name for name in more if name.startswith("vaultlint.")} <= {
        "vaultlint.git.evidence",
        "vaultlint.workspace.replay",
        "vaultlint.workspace.run",
    }
    assert not {"subprocess", "yaml", "pyromark", "vaultlint.markdown.parse"} & more


def edit(vault: GitVault, path: str, text: str) -> None:
    vault.write({path: text})


CHANGES = {
    "a note": lambda vault: edit(vault, "B.md", "[[other]] \n"),
    "a staged note": lambda vault: (edit(vault, "B.md", "[[third]] \n"), vault.git("add", "-A")),
    "a note that is staged, and edited after that": lambda vault: (
        edit(vault, "更.md", "[[x]]\n"),
        vault.git("add", "-A"),
        edit(vault, "更.md", "[[y]]\n"),
    ),
    "unstaged again": lambda vault: vault.git("reset", "-q"),
    "a commit": lambda vault: vault.git("commit", "-q", "--allow-empty", "-am", "more"),
    "HEAD goes back": lambda vault: vault.git("reset", "-q", "--soft", "HEAD~0"),
    "another branch": lambda vault: vault.git("checkout", "-q", "-B", "side"),
    "a new note": lambda vault: edit(vault, "C.md", "[[nobody]]\n"),
    "ignored": lambda vault: edit(vault, ".gitignore", "C.md\n"),
    "not ignored": lambda vault: (vault.root / ".gitignore").unlink(missing_ok=True),
    "line ends": lambda vault: vault.git("config", "core.autocrlf", "input"),
    "attributes": lambda vault: edit(vault, ".gitattributes", "*.md text\n"),
    "ignored by the user": lambda vault: vault.git("config", "core.excludesFile", str(vault.root / ".git" / "mine")),
    "settings": lambda vault: edit(vault, "vaultlint.toml", 'sections = []\n[lint]\nignore = ["trailing-space"]\n'),
    "Obsidian's settings": lambda vault: edit(vault, ".obsidian/app.json", '{"userIgnoreFilters": ["B.md"]}\n'),
    "a merge": lambda vault: edit(vault, ".git/MERGE_HEAD", vault.git("rev-parse", "HEAD") + "\n"),
    "no merge": lambda vault: (vault.folder / ".git" / "MERGE_HEAD").unlink(missing_ok=True),
    "packed": lambda vault: vault.git("pack-refs", "--all"),
    "a hidden file": lambda vault: edit(vault, ".hidden.png", "x"),
    "a link to it": lambda vault: edit(vault, "D.md", "![[.hidden.png]] [[.hidden.png]]\n"),
}


@pytest.mark.parametrize("seed", range(3))
def test_printed_again_equals_made_anew(
    vault: GitVault, seed: int, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, replays = random.Random(seed), count_replays(monkeypatch)
    names = chance.sample([*CHANGES], 10)
    for name in names:
        CHANGES[name](vault)
        time.sleep(SETTLED)
        options = chance.choice(REQUESTS)
        anew = check(vault, capfd, *options, "--no-cache")
        assert check(vault, capfd, *options) == anew, name
        assert check(vault, capfd, *options) == anew, name
    assert replays[1::2].count(True) >= 8  # each of them was there the second time, or nearly so


@pytest.mark.parametrize("ref", ["HEAD", "main", "refs/heads/main", "heads/main", "HEAD~0", "tag", "origin/main"])
def test_a_revision_is_told_without_git(vault: GitVault, ref: str) -> None:
    vault.git("tag", "tag")
    vault.git("update-ref", "refs/remotes/origin/main", "HEAD")
    keys = [Evidence(str(vault.root), ref).parts()]
    vault.git("pack-refs", "--all")
    keys.append(Evidence(str(vault.root), ref).parts())
    assert keys[0] is not None and keys[0] == keys[1]
    vault.write({"A.md": "[[B]]\n"})
    vault.git("commit", "-qam", "more")
    assert Evidence(str(vault.root), ref).parts() != keys[0]


@pytest.mark.parametrize("ref", ["nobody", "HEAD@{0}", ":/more", "HEAD^{tree}", "a..b", "-x", "", "abcdef12"])
def test_what_only_git_can_tell_has_no_key(vault: GitVault, ref: str) -> None:
    assert Evidence(str(vault.root), ref).parts() is None


def test_submodules_and_replaced_objects_are_left_to_git(vault: GitVault, capfd: pytest.CaptureFixture[str]) -> None:
    first = vault.git("rev-parse", "HEAD")
    vault.write({"A.md": "[[B]]\n"})
    vault.git("commit", "-qam", "more")
    vault.git("replace", first, vault.git("rev-parse", "HEAD"))
    assert Evidence(str(vault.root)).parts() is None
    assert check(vault, capfd, "--since", "HEAD")[0] == 0


def test_what_the_listing_leaves_out_is_left_out_with_a_store_too(
    vault: GitVault, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Ignore files and links out of the vault are known to who lists the files, and to who begins with that list."""
    (tmp_path / "outside").mkdir()
    (vault.root / "shared").symlink_to(tmp_path / "outside")
    edit(vault, ".gitignore", "C.md\n")
    edit(vault, "C.md", "[[nobody]]\n")
    edit(vault, "D.md", "[[shared/somebody]]\n")
    time.sleep(SETTLED)
    anew = check(vault, capfd, "--since", "HEAD", "--no-cache")
    assert check(vault, capfd, "--since", "HEAD") == anew
    assert check(vault, capfd, "--since", "HEAD") == anew
