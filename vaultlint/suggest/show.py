"""Suggestions as text for a person, and as an object for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.report.colors import palette
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.report.colors import Palette
    from vaultlint.settings import Relations
    from vaultlint.suggest.gather import Gathered, Suggestions
    from vaultlint.suggest.links import BrokenLink
    from vaultlint.suggest.relations import Candidate
    from vaultlint.suggest.topics import TopicCandidate


def as_text(gathered: Gathered, relations: Relations, color: bool) -> Iterator[str]:
    """Lines to be read; those that begin with `-` are ready to be copied into a note."""
    colors = palette(color)
    for note in gathered.notes:
        yield f"{colors.bold}{plain(note.path)}{colors.reset}\n\n"
        if note.links is not None:
            yield from _links(note.links, colors)
        if note.relations is not None:
            yield from _relations(note.relations, relations, colors)
        if note.topics is not None:
            yield from _candidates("Topics: choose those that the note is about.", "topics", note.topics, colors)


def _links(links: Sequence[BrokenLink], colors: Palette) -> Iterator[str]:
    yield "Broken links\n\n" if links else "No broken links.\n\n"
    for broken in links:
        row, column = broken.location
        yield f"  {row}:{column}  {plain(broken.written)}\n"
        for near in broken.candidates:
            alike = "is spelt so" if near.same else f"{near.score:.0f} % alike"
            yield f"      {plain(near.path)}  {colors.dim}({alike}){colors.reset}\n"
        if not broken.candidates:
            yield f"      {colors.dim}no file has a similar name{colors.reset}\n"
    if links:
        yield "\n"


def _relations(candidates: Sequence[Candidate], settings: Relations, colors: Palette) -> Iterator[str]:
    task = "Relations"
    if settings.reasons:
        task += f": judge each, choose a reason ({', '.join(settings.reasons)}) and say why."
    yield from _candidates(task, "relations", candidates, colors)


def _candidates(
    task: str, what: str, candidates: Sequence[Candidate] | Sequence[TopicCandidate], colors: Palette
) -> Iterator[str]:
    if not candidates:
        yield f"No candidates for {what}.\n\n"
        return
    yield f"{task}\n\n"
    for candidate in candidates:
        yield f"{plain(candidate.line)}\n"
        yield f"    {colors.dim}{plain('; '.join(candidate.evidence))}{colors.reset}\n"
    yield "\n"


def as_object(gathered: Gathered) -> dict[str, Any]:
    """The object that `--output-format json` prints; a kind that was not asked for is null."""
    return {"notes": [_note(note) for note in gathered.notes], "notes_without_relations": gathered.lonely}


def _note(note: Suggestions) -> dict[str, Any]:
    return {
        "filename": note.path,
        "links": None if note.links is None else [_link(broken) for broken in note.links],
        "relations": None if note.relations is None else [_candidate(each) for each in note.relations],
        "topics": None if note.topics is None else [_candidate(each) for each in note.topics],
    }


def _link(broken: BrokenLink) -> dict[str, Any]:
    return {
        "location": {"row": broken.location.row, "column": broken.location.column},
        "link": broken.written,
        "target": broken.link.path,
        "candidates": [{"filename": near.path, "score": round(near.score, 1)} for near in broken.candidates],
    }


def _candidate(candidate: Candidate | TopicCandidate) -> dict[str, Any]:
    return {
        "filename": candidate.path,
        "title": candidate.title,
        "score": candidate.score,
        "evidence": list(candidate.evidence),
        "line": candidate.line,
    }
