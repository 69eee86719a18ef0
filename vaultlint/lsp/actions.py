"""What can be done about what stands in a range of a note: plain values, made from findings that are up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.language import say, words
from vaultlint.lsp.fixing import Fixer, missing_sections, new_note
from vaultlint.lsp.places import link_at
from vaultlint.markdown.parse import parse_text
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vaultlint.finding import Finding
    from vaultlint.lsp.look import Look
    from vaultlint.markdown.note import Note

QUICK, FIX_ALL = "quickfix", "source.fixAll.vaultlint"
_MISSING = ("broken-link", "broken-embed")
_MOST = 30  # findings in a range that are looked at


class Action(NamedTuple):
    """Something that can be done: edits by path, a file to be made first (path and text), and the finding it ends."""

    title: str
    kind: str
    edits: Mapping[str, Sequence[Edit]]
    finding: Finding | None = None
    is_preferred: bool = False
    creates: tuple[str, str] | None = None


def wants(only: Sequence[str] | None, kind: str) -> bool:
    """Whether a client that asks for certain kinds wants this one: a kind holds those below it."""
    return only is None or any(kind == each or kind.startswith(each + ".") or not each for each in only)


def actions(
    look: Look, path: str, text: str, findings: Sequence[Finding], chosen: Sequence[Finding], only: Sequence[str] | None
) -> Iterator[Action]:
    """What can be done in the note at `path`, whose `findings` are all and `chosen` those that were asked about."""
    fixer = Fixer(look, path, text)
    if wants(only, QUICK):
        note = parse_text(path, text)
        for finding in chosen[:_MOST]:
            yield from _about(fixer, note, finding, findings)
    if wants(only, FIX_ALL):
        edits = fixer.all_safe()
        if edits:
            yield Action(words(say("Fix everything in this note that can be fixed safely")), FIX_ALL, {path: edits})


def _about(fixer: Fixer, note: Note, finding: Finding, findings: Sequence[Finding]) -> Iterator[Action]:
    quick = fixer.quick(finding)
    if quick is not None:
        yield Action(quick.message, QUICK, quick.edits, finding, quick.is_safe)
    if finding.rule in _MISSING:
        yield from _creating(fixer, note, finding)
    if finding.rule == "missing-section":
        for name, edit in missing_sections(fixer.look, note):
            title = words(say("Add the section “{name}”", name=name))
            yield Action(title, QUICK, {note.path: [edit]}, finding)
    reason = words(say("as it should be"))
    comment = fixer.ignoring(finding, reason, findings)
    if comment:
        title = words(say("Ignore {rule} here, with a reason", rule=finding.rule))
        yield Action(title, QUICK, {note.path: comment}, finding)


def _creating(fixer: Fixer, note: Note, finding: Finding) -> Iterator[Action]:
    link = link_at(note, finding.start)
    made = new_note(fixer.look, link) if link else None
    if made is not None:
        title = words(say("Create the note {path}", path=made[0]))
        yield Action(title, QUICK, {}, finding, creates=made)
