"""Where the files of a vault were renamed to, in all of its history and in the working tree.

Only renames that leave no doubt count: very similar files, and none that is a copy of a template. A link is repaired on
the strength of them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.git.command import fields
from vaultlint.git.repository import Repository, find_repository
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_SIMILARITY, _SAME = "-M70%", "-M100%"
_COMMIT = "\x02"


class _Event(NamedTuple):
    """A file that a commit renamed or, with `new` empty, deleted; `blob` is its content before."""

    old: str
    new: str
    blob: str


def renames(root: str) -> Mapping[str, tuple[str, ...]]:
    """Old vault paths that are gone, with the paths that they have today; empty where git does not know.

    More than one new path means that the old one was used for several files.
    """
    repository = find_repository(root)
    if repository is None:
        return {}
    try:
        return known_renames(repository)
    except VaultlintError:  # a repository without a commit, or one that git cannot read in full
        return {}


def known_renames(repository: Repository) -> dict[str, tuple[str, ...]]:
    """As `renames`, for a repository that is known."""
    blobs = Counter(row.split(" ")[1] for row in fields(repository.git("ls-files", "-z", "--stage", "--", ".")))
    today = set(repository.tracked()) | set(repository.untracked())
    trail = _Trail()
    from vaultlint.git.changes import difference

    working = difference(repository, "HEAD")
    trail.pass_commit([_Event(old, new, "") for old, new in working.renamed.items()])
    trail.pass_commit([_Event(path, "", "") for path in working.gone])
    today -= working.gone | set(working.renamed)
    for events in _history(repository):
        trail.pass_commit([event for event in events if not event.new or blobs[event.blob] < 2])
    return {
        old: kept
        for old, found in trail.found.items()
        if old not in today and (kept := tuple(sorted(path for path in found if path in today)))
    }


def are_committed(repository: Repository, paths: Collection[str]) -> bool:
    """Whether HEAD has files at all these vault paths."""
    try:
        known = fields(repository.git("ls-tree", "-z", "--name-only", "HEAD", "--", *paths))
    except VaultlintError:
        return False
    return set(paths) <= set(known)


class _Trail:
    """Follows renames backwards in time: `_now` says what a path of the moment is called today."""

    def __init__(self) -> None:
        self.found: dict[str, set[str]] = {}
        self._now: dict[str, str] = {}
        self._closed: set[str] = set()

    def pass_commit(self, events: list[_Event]) -> None:
        targets = {event.old: self._now.get(event.new, event.new) if event.new else "" for event in events}
        for event in events:
            if event.new:
                self._now[event.new] = ""  # before this commit there was no such file
        for old, target in targets.items():
            self._now[old] = target
            if not target and old not in self.found:
                self._closed.add(old)  # the last file of this name was deleted: links to it mean none of the others
            if target and old not in self._closed:
                self.found.setdefault(old, set()).add(target)


def _history(repository: Repository) -> Iterator[list[_Event]]:
    """The renames and deletions of each commit, newest first."""
    similarity = _SAME if repository.partial else _SIMILARITY  # to compare contents git would fetch them
    log = ("log", "-z", "--raw", "--no-abbrev", similarity, "--diff-filter=RD", "--format=%x02", "--relative")
    events: list[_Event] = []
    parts = iter(fields(repository.git(*log, "--no-ext-diff", "--no-textconv", "HEAD", "--", ".")))
    for part in parts:
        if part.strip("\n") == _COMMIT:
            if events:
                yield events
            events = []
            continue
        status = part.strip().split(" ")
        old = next(parts)
        events.append(_Event(old, next(parts) if status[4][0] in "RC" else "", status[2]))
    if events:
        yield events
