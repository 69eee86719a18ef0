"""Problems of vault rules as plain values, which are kept until they are placed in their note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.finding import Problem, Severity, pack_fix, pack_related, unpack_fix, unpack_related
from vaultlint.language import packed_sentence, unpacked_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultlint.lint.vault_rules import Found

_MESSAGE, _FIX, _RELATED, _SEVERITY = map(Problem._fields.index, ("message", "fix", "related", "severity"))


def pack_problem(found: Found) -> list[Any]:
    """A problem with the name of its rule."""
    rule, problem = found
    row: list[Any] = [*problem]
    row[_MESSAGE] = packed_sentence(problem.message)
    row[_FIX] = problem.fix and pack_fix(problem.fix)
    row[_RELATED] = [pack_related(each) for each in problem.related]
    row[_SEVERITY] = problem.severity and int(problem.severity)
    return [rule, *row]


def unpack_problem(packed: Any) -> Found:
    """The problem that `pack_problem` packed."""
    rule, *row = packed
    row[_MESSAGE] = unpacked_sentence(row[_MESSAGE])
    row[_FIX] = row[_FIX] and unpack_fix(row[_FIX])
    row[_RELATED] = tuple([unpack_related(each) for each in row[_RELATED]])
    row[_SEVERITY] = row[_SEVERITY] and Severity(row[_SEVERITY])
    return rule, Problem(*row)


def named_by(problem: Problem) -> set[str]:
    """The paths of the other notes in which a problem names a place, or which its fix would change."""
    edits = problem.fix.edits if problem.fix else ()
    related = {each.path for each in problem.related if each.end}
    return (related | {edit.path for edit in edits}) - {"", problem.path}


def moved(found: Found, places: Mapping[str, Mapping[int, int]]) -> Found | None:
    """The problem with its places in some notes moved: `places` maps old ones to new ones. None for an unknown one."""
    rule, problem = found
    try:
        own = places.get(problem.path)
        if own is not None:
            problem = problem._replace(start=_moved(own, problem.start), end=_moved(own, problem.end))
        related = tuple(
            each._replace(start=_moved(there, each.start), end=_moved(there, each.end))
            if (there := places.get(each.path)) is not None and each.end
            else each
            for each in problem.related
        )
        if problem.fix and problem.fix.edits and any(path in places for path in _edited(problem)):
            return None
    except KeyError:
        return None
    return rule, problem._replace(related=related)


def _moved(places: Mapping[int, int], place: int) -> int:
    return places[place] if place else 0


def _edited(problem: Problem) -> Iterator[str]:
    return (edit.path or problem.path for edit in (problem.fix.edits if problem.fix else ()))
