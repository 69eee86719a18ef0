"""Rename things at random in a copy of a vault; an independent reader checks that every link opens what it did.

    python -m benchmarks.check_rename VAULT FOLDER COUNT [--seed N]

FOLDER becomes a repository with a copy of VAULT. After each `vaultlint rename` every link must open the same file,
moved or not, at the same heading or block; nothing but links may differ, in notes that have one to what was renamed.
Exit status 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import posixpath
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.plain_reader import LINK, QUOTED, Vault, fold
from benchmarks.random_renames import Rename, choose


def main() -> int:
    """Do the renames that the command line asks for."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    arguments.add_argument("vault", type=Path)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("count", type=int)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    shutil.copytree(options.vault, options.folder, ignore=shutil.ignore_patterns(".git"))
    git(options.folder, "init", "-q")
    faults = sum(rename_all(options.folder, options.count, random.Random(options.seed)))
    print(f"{options.count} renames, {faults} faults")
    return int(faults > 0)


def rename_all(root: Path, count: int, chosen: random.Random) -> Iterator[int]:
    """The number of faults after each of `count` renames."""
    commit(root)
    before = Vault(root)
    for number in range(1, count + 1):
        rename = choose(before, chosen)
        command = [sys.executable, "-m", "vaultlint", "rename", "--root", str(root), "--", rename.old, rename.new]
        result = subprocess.run(command, capture_output=True, text=True)
        print(f"{number}. {rename.old} => {rename.new}: {result.stderr.strip()}", flush=True)
        after = Vault(root)
        faults = list(compare(before, after, rename, changed_files(root))) if not result.returncode else ["refused"]
        print("".join(f"    WRONG: {fault}\n" for fault in faults), end="", flush=True)
        yield len(faults)
        commit(root)
        before = after


def compare(before: Vault, after: Vault, rename: Rename, touched: set[str]) -> Iterator[str]:
    """What is wrong after a rename; `touched` are the files that are not as they were."""
    difference = {rename.moves.get(path, path) for path in before.paths} ^ set(after.paths)
    if difference:
        yield f"the files are not those expected: {sorted(difference)[:4]}"
        return
    for path in before.texts:
        new = rename.moves.get(path, path)
        yield from (f"{new}: {fault}" for fault in compare_links(before, after, path, rename))
        if after.ambiguous(new) > before.ambiguous(path):
            yield f"{new}: a link is ambiguous that was not"
        if path != _renamed(rename) and rest(before.texts[path]) != rest(after.texts[new]):
            yield f"{new}: more than links changed"
        if new in touched and not may_change(before, path, rename):
            yield f"{new}: changed without need"


def compare_links(before: Vault, after: Vault, path: str, rename: Rename) -> Iterator[str]:
    """Links of one file that do not open what they opened; one that opened nothing may open what has its name now."""
    wanted = [(rename.moves.get(target or "", target), _place(at, rename)) for target, at in before.opened(path)]
    found = after.opened(rename.moves.get(path, path))
    if len(wanted) != len(found):
        yield f"{len(found)} links, not {len(wanted)}"
    for number, (want, got) in enumerate(zip(wanted, found, strict=False), start=1):
        if want != got and not (want[0] is None and got[0] in rename.moves.values()):
            yield f"link {number} opens {got}, not {want}"


def may_change(before: Vault, path: str, rename: Rename) -> bool:
    """Whether a file was renamed, has a link to what was, or one that the new name would capture."""
    concerned = {*rename.moves, _renamed(rename)}
    names = {_name(new) for new in rename.moves.values()}
    opened = {target for target, _ in before.opened(path)}
    if path in concerned or opened & concerned or any(_name(link.path) in names for link in before.links(path)):
        return True
    return any(may_change_heading(before, target, rename) for target in opened - {None, path})


def may_change_heading(before: Vault, target: str | None, rename: Rename) -> bool:
    """Whether a heading of `target` has a link to what was renamed, so that links to the heading change, too."""
    opened = {found for found, _ in before.opened(target)} if target in before.texts else set()
    return "[" in before.texts.get(target or "", "") and bool(opened & {*rename.moves, _renamed(rename)})


def rest(text: str) -> str:
    """The text without its links; nothing of a canvas."""
    return "" if text.startswith("{") else LINK.sub("¤", QUOTED.sub("¤", text))


def _renamed(rename: Rename) -> str:
    """The note with a heading or block that was renamed, or ""."""
    return "" if rename.moves else rename.old.partition("#")[0]


def _place(place: object, rename: Rename) -> object:
    old, new = rename.block
    return "^" + new if old and place == "^" + old.lower() else place


def _name(path: str) -> str:
    return fold(posixpath.basename(path)).removesuffix(".md")


def changed_files(root: Path) -> set[str]:
    """The files that differ from the last commit."""
    git(root, "add", "-A")
    return set(filter(None, git(root, "diff", "--cached", "--no-renames", "--name-only", "-z").split("\0")))


def commit(root: Path) -> None:
    """Commit everything."""
    git(root, "add", "-A")
    git(root, "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "x", "--allow-empty")


def git(root: Path, *arguments: str) -> str:
    """What git prints."""
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
