"""Which notes reach which: shared by the graph rules, on plain dictionaries so that networkx need not be loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


def linked_to(outgoing: Mapping[str, set[str]]) -> set[str]:
    """The files that some other note links to."""
    return set().union(*outgoing.values()) if outgoing else set()


def reachable(outgoing: Mapping[str, Iterable[str]], start: Iterable[str]) -> set[str]:
    """What can be reached from `start`, itself included."""
    seen = set(start)
    waiting = list(seen)
    while waiting:
        for target in outgoing.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def groups(outgoing: Mapping[str, set[str]], notes: Collection[str]) -> list[list[str]]:
    """The weakly connected groups of `notes`, the largest first; each sorted by path."""
    both: dict[str, set[str]] = {path: set(targets) for path, targets in outgoing.items()}
    for path, targets in outgoing.items():
        for target in targets:
            both.setdefault(target, set()).add(path)
    seen: set[str] = set()
    found = []
    for path in outgoing:
        if path not in seen:
            group = reachable(both, [path])
            seen |= group
            found.append(sorted(group.intersection(notes)))
    return sorted(filter(None, found), key=lambda group: (-len(group), group[0]))
