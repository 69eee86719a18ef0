"""Problems of vault rules as plain values, which are kept until they are placed in their note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.finding import Problem, Severity, pack_fix, pack_related, unpack_fix, unpack_related
from vaultlint.language import packed_sentence, unpacked_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultlint.lint.vault_rules import Found


def pack_problem(found: Found) -> list[Any]:
    """A problem with the name of its rule."""
    rule, (start, end, message, fix, related, path, own_rule, severity, subject, amount) = found
    level = None if severity is None else int(severity)
    return [
        rule,
        start,
        end,
        packed_sentence(message),
        fix and pack_fix(fix),
        [pack_related(each) for each in related],
        path,
        own_rule,
        level,
        subject,
        amount,
    ]


def unpack_problem(row: Any) -> Found:
    """The problem that `pack_problem` packed."""
    rule, start, end, message, fix, related, path, own_rule, level, subject, amount = row
    return rule, Problem(
        start,
        end,
        unpacked_sentence(message),
        fix and unpack_fix(fix),
        tuple(unpack_related(each) for each in related),
        path,
        own_rule,
        None if level is None else Severity(level),
        subject,
        amount,
    )


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
