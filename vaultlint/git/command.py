"""Every command line of git: quiet, without locks, hooks, filters and network, and with errors that say what to do.

Nothing that a repository holds is run. What it configures is switched off on the command line, which goes before all
files; commands that have names of their own (`filter.NAME.clean`) are looked up and switched off one by one.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import Message, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.git.locate import Place

_SETTINGS = (
    "safe.bareRepository=explicit",
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "protocol.allow=never",
    "core.quotepath=false",
    "core.pager=cat",
    "log.showSignature=false",
    "diff.external=",
    "diff.ignoreSubmodules=dirty",  # git would start another git in each of them
)
_OPTIONS = ("--no-optional-locks", "--no-pager", *(word for setting in _SETTINGS for word in ("-c", setting)))
_VARIABLES = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",  # git 2.44
    "GIT_ALLOW_PROTOCOL": "none",  # goes before `protocol.NAME.allow`, which a repository may set
}
# What describes a repository, and what git would run for the person who calls it.
_DROPPED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_ASKPASS")
_RUNNING = r"^(filter|diff|merge)\..*\.(clean|smudge|process|required|textconv|command|driver)$"
_FILTERS = r"^filter\..*\.(smudge|process)$"
_PARTIAL = r"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$"


class GitError(VaultlintError):
    """git ended with an error. `status` is its exit status, `output` what it wrote to its error stream."""

    def __init__(self, message: Sentence, status: int = 128, output: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.output = output


def run_git(place: Place, *arguments: str, index: str = "", data: bytes | None = None) -> bytes:
    """What `git ARGUMENTS`, run in the folder of `place`, prints; `index` is another index file, `data` its input."""
    return _run(place.folder, arguments, environment(place, index), data)


def ask_owner(place: Place) -> bytes:
    """Whether the clone is shallow, as git prints it; an error where git does not trust who owns the repository.

    git judges that only for a repository which it finds itself, so it is started beside its `.git`.
    """
    variables = environment(place) if not place.found else _base()
    return _run(place.top, ("rev-parse", "--is-shallow-repository"), variables, None)


def command_line(arguments: Iterable[str]) -> list[str]:
    """The command that runs git with `arguments`, whatever the settings of the user and the repository are."""
    return ["git", *_OPTIONS, *arguments]


def environment(place: Place, index: str = "") -> dict[str, str]:
    """The environment in which git works on the repository of `place`, and runs nothing that this one configures."""
    variables = {**_base(), "GIT_DIR": place.git_dir, "GIT_WORK_TREE": place.top}
    if index:
        variables["GIT_INDEX_FILE"] = index
    first = int(variables.get("GIT_CONFIG_COUNT") or 0)
    silenced = _configured(place).silenced
    for number, (key, value) in enumerate(silenced, first):
        variables[f"GIT_CONFIG_KEY_{number}"], variables[f"GIT_CONFIG_VALUE_{number}"] = key, value
    return variables | ({"GIT_CONFIG_COUNT": str(first + len(silenced))} if silenced else {})


def filtering_environment(place: Place) -> dict[str, str]:
    """The same, for the one command that turns what git stores into what a person sees: `cat-file --filters`.

    The filters that the enclosing repository configures run (git-crypt writes itself into `.git/config`, which no clone
    brings along): without them an encrypted note of an older commit cannot be read. Large files are not fetched.
    """
    variables = {**_base(), "GIT_DIR": place.git_dir, "GIT_WORK_TREE": place.top, "GIT_LFS_SKIP_SMUDGE": "1"}
    return variables if place.found else environment(place)


def has_filters(place: Place) -> bool:
    """Whether git turns some files into others when it stores them, by anybody's configuration."""
    try:
        return bool(run_git(place, "config", "--includes", "--name-only", "--get-regexp", _FILTERS))
    except GitError as error:
        if error.status == 1:
            return False
        raise


def is_partial(place: Place) -> bool:
    """Whether the clone leaves objects to be fetched when they are wanted."""
    return _configured(place).partial


def fields(output: bytes) -> list[str]:
    """The parts of an output made with `-z`; bytes that are not UTF-8 survive as they do in file names."""
    return [os.fsdecode(part) for part in output.split(b"\0")[:-1]]


class _Configured:
    """What a repository's configuration says: the commands in it, switched off, and whether the clone is partial."""

    def __init__(self, rows: list[str]) -> None:
        own = [key for scope, key in zip(rows[::2], rows[1::2], strict=True) if scope in ("local", "worktree")]
        running = [key for key in own if key.startswith(("filter.", "diff.", "merge."))]
        self.silenced = [(key, "false" if key.endswith(".required") else "") for key in dict.fromkeys(running)]
        self.partial = len(running) < len(own)


@lru_cache(maxsize=8)
def _configured(place: Place) -> _Configured:
    variables = {**_base(), "GIT_DIR": place.git_dir, "GIT_WORK_TREE": place.top}
    asked = ("config", "--includes", "--show-scope", "-z", "--name-only", "--get-regexp", f"{_RUNNING}|{_PARTIAL}")
    try:
        return _Configured(fields(_run(place.folder, asked, variables, None)))
    except GitError as error:
        if error.status == 1:  # nothing of the kind
            return _Configured([])
        raise


def _base() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return {**kept, **_VARIABLES}


def _run(folder: str, arguments: tuple[str, ...], variables: Mapping[str, str], data: bytes | None) -> bytes:
    import subprocess

    try:
        done = subprocess.run(
            command_line(arguments), cwd=folder, env=variables, input=data, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise _not_runnable(folder) from None
    if done.returncode:
        raise _explained(folder, arguments, done.returncode, done.stderr.decode(errors="replace").strip())
    return done.stdout


def _not_runnable(folder: str) -> GitError:
    if not os.path.isdir(folder):
        return GitError(say("there is no folder {folder}", folder=folder))
    return GitError(say("git is not installed, or not on PATH: install it, or leave out the options that need it"))


def _explained(folder: str, arguments: tuple[str, ...], status: int, output: str) -> GitError:
    if "dubious ownership" in output or "safe.directory" in output:
        text = say(
            "git refuses to read {folder}, because another user owns the repository: run `git config --global --add "
            "safe.directory {top}`",
            folder=folder,
            top=_top_of(output) or folder,
        )
    elif "not a git repository" in output:
        text = no_repository(folder)
    elif "must be run in a work tree" in output:
        text = say("{folder} is not in the working tree of a git repository", folder=folder)
    elif "promisor remote" in output or "unable to read" in output:
        text = say("git lacks objects in {folder}: {how}", folder=folder, how=how_to_fetch())
    elif output:
        said = output.splitlines()[0].removeprefix("fatal: ")
        text = say("`git {command}` failed in {folder}: {said}", command=arguments[0], folder=folder, said=said)
    else:
        text = say(
            "`git {command}` failed in {folder}: exit status {status}",
            command=arguments[0],
            folder=folder,
            status=status,
        )
    return GitError(text, status, output)


def how_to_fetch() -> Message:
    """What to do in a clone that lacks the content of files."""
    return say(
        "this clone is partial, and vaultlint never uses the network: fetch what is missing with `git fetch --refetch "
        "--no-filter origin`, or clone without `--filter`; in GitHub Actions give actions/checkout no `filter`"
    )


def no_repository(folder: str) -> Message:
    """What is said of a folder that lies in no repository."""
    return say(
        "{folder} is not in a git repository: run `git init`, or leave out the options that need git", folder=folder
    )


def _top_of(output: str) -> str:
    """The repository that git names in its message about ownership."""
    parts = output.split("'")
    return parts[1] if len(parts) > 2 else ""
