"""Suggestions as text for a person, and as an object for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.language import Message, listed, say, say_number, words
from vaultlint.report.colors import palette
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.report.colors import Palette
    from vaultlint.settings import Relations
    from vaultlint.suggest.gather import Gathered, Suggestions
    from vaultlint.suggest.links import BrokenLink
    from vaultlint.suggest.mentions import Mention
    from vaultlint.suggest.relations import Candidate
    from vaultlint.suggest.topics import TopicCandidate


def as_text(gathered: Gathered, relations: Relations, color: bool) -> Iterator[str]:
    """Lines to be read; those that begin with `-` are ready to be copied into a note."""
    colors = palette(color)
    for note in gathered.notes:
        yield f"{colors.bold}{plain(note.path)}{colors.reset}\n\n"
        if note.links is not None:
            yield from _links(note.links, colors)
        if note.mentions is not None:
            yield from _mentions(note.mentions, colors)
        if note.relations is not None:
            yield from _candidates(*_task(relations, gathered.related), note.relations, colors)
        if note.topics is not None:
            yield from _candidates(*_TOPICS, note.topics, colors)


def _links(links: Sequence[BrokenLink], colors: Palette) -> Iterator[str]:
    """The broken links that have candidates; the others are counted."""
    guessed = [broken for broken in links if broken.candidates]
    if guessed:
        yield f"{say('Broken links')}\n\n"
    for broken in guessed:
        row, column = broken.location
        yield f"  {row}:{column}  {plain(broken.written)}\n"
        for near in broken.candidates:
            alike = say("(is spelt so)") if near.same else say("({share} % alike)", share=f"{near.score:.0f}")
            yield f"      {plain(near.path)}  {colors.dim}{alike}{colors.reset}\n"
    if guessed:
        yield "\n"
    yield (
        f"{_without_candidates(len(links), len(links) - len(guessed))}\n\n"
        if len(links) > len(guessed) or not links
        else ""
    )


def _without_candidates(total: int, number: int) -> str:
    if not total:
        return str(say("No broken links."))
    return str(
        say_number(
            number,
            "{n} broken link has no file of a similar name.",
            "{n} broken links have no file of a similar name.",
        )
    )


def _mentions(mentions: Sequence[Mention], colors: Palette) -> Iterator[str]:
    head = say("Notes that the text names without a link") if mentions else say("No note is named without a link.")
    yield f"{head}\n\n"
    for mention in mentions:
        row, column = mention.location
        yield f"  {row}:{column}  {plain(mention.written)}  →  {plain(mention.link)}\n"
        if mention.times > 1:
            yield f"      {colors.dim}{say('{n} times in the text', n=f'{mention.times:,}')}{colors.reset}\n"
        if len(mention.targets) > 1:
            several = say("several notes have this name: {paths}", paths=plain(words(listed(mention.targets))))
            yield f"      {colors.dim}{several}{colors.reset}\n"
    if mentions:
        yield "\n"


_TOPICS = (say("Topics: choose those that the note is about."), say("No candidates for topics."))


def _task(relations: Relations, related: bool) -> tuple[Message, Message]:
    """What a person is asked to do with the candidates, and what is said where there are none."""
    if not related:
        return (
            say("Notes that have something in common with this one"),
            say("No other note has enough in common with this one."),
        )
    reasons = listed(relations.reasons)
    return (
        say("Relations: judge each, choose a reason ({reasons}) and say why.", reasons=reasons),
        say("No candidates for relations."),
    )


def _candidates(
    task: Message, nothing: Message, candidates: Sequence[Candidate] | Sequence[TopicCandidate], colors: Palette
) -> Iterator[str]:
    if not candidates:
        yield f"{nothing}\n\n"
        return
    yield f"{task}\n\n"
    for candidate in candidates:
        yield f"{plain(candidate.line)}\n"
        yield f"    {colors.dim}{plain(str(say('; ')).join(candidate.evidence))}{colors.reset}\n"
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
        "mentions": None if note.mentions is None else [_mention(each) for each in note.mentions],
    }


def _link(broken: BrokenLink) -> dict[str, Any]:
    return {
        "location": {"row": broken.location.row, "column": broken.location.column},
        "link": broken.written,
        "target": broken.link.path,
        "candidates": [{"filename": near.path, "score": round(near.score, 1)} for near in broken.candidates],
    }


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "location": {"row": mention.location.row, "column": mention.location.column},
        "text": mention.written,
        "filenames": list(mention.targets),
        "times": mention.times,
        "link": mention.link,
    }


def _candidate(candidate: Candidate | TopicCandidate) -> dict[str, Any]:
    return {
        "filename": candidate.path,
        "title": candidate.title,
        "score": candidate.score,
        "evidence": list(candidate.evidence),
        "line": candidate.line,
    }
