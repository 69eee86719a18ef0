"""The gate for plans: what a plan comes to is parsed, and must be what the plan says and nothing else.

Every link opens what it did before, by its new name; nothing else in a changed note is another thing, or stands in
another place, than the edits make it. A plan that does not pass is refused with the place named.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from vaultlint.errors import VaultlintError
from vaultlint.fix.edits import apply_edits
from vaultlint.language import Sentence, say
from vaultlint.markdown.parse import parse_text
from vaultlint.markdown.subpath import Outline, heading_key
from vaultlint.rename.canvas import canvas_links, nodes_of
from vaultlint.rename.plan import all_notes, resolvers
from vaultlint.report.escape import plain
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vaultlint.finding import Edit
    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note
    from vaultlint.rename.plan import Plan
    from vaultlint.vault.vault import Vault


class Outcome(NamedTuple):
    """A plan carried out in memory: the bytes of each changed file, by the path that it has before the move."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]


def carried_out(vault: Vault, plan: Plan) -> Outcome:
    """What the plan comes to; VaultlintError with the place where that is not what the plan says."""
    after: dict[str, bytes] = {}
    for path, edits in sorted(plan.edits.items()):
        text = plan.before[path].decode()
        _refuse_overlaps(path, text, edits)
        changed = apply_edits(text, edits).encode()
        if changed != plan.before[path]:
            after[path] = changed
    _Gate(vault, plan, after).judge()
    return Outcome({path: plan.before[path] for path in after}, after)


def _refuse_overlaps(path: str, text: str, edits: Iterable[Edit]) -> None:
    reach = 0
    for edit in sorted(set(edits)):
        if edit.start < reach or not edit.start <= edit.end <= len(text):
            raise _refused(path, text, edit.start, say("two changes would touch each other"))
        reach = edit.end


def _refused(path: str, text: str, offset: int, why: Sentence) -> VaultlintError:
    line = text.count("\n", 0, offset) + 1
    return VaultlintError(
        say(
            "nothing was changed: {path}, line {line}: {why}; change this place by hand first",
            path=plain(path),
            line=line,
            why=why,
        )
    )


class Shift:
    """Offsets before edits → offsets behind them."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.edits = sorted(set(edits))
        self._ends = [edit.end for edit in self.edits]
        grown = (len(edit.content) - (edit.end - edit.start) for edit in self.edits)
        self._grown = list(accumulate(grown, initial=0))

    def __call__(self, offset: int) -> int:
        """Where a character stands now that no edit replaced."""
        return offset + self._grown[bisect_right(self._ends, offset)]

    def is_gone(self, start: int, end: int) -> bool:
        """Whether one edit covers `start:end`."""
        return any(edit.start <= start and end <= edit.end for edit in self.edits)

    def grown_before(self, edit: Edit) -> int:
        """By how much the text in front of an edit has grown."""
        return self._grown[self.edits.index(edit)]

    def new_spans(self) -> list[tuple[int, int]]:
        """Where what the edits put in stands now."""
        found = []
        for edit, grown in zip(self.edits, self._grown, strict=False):
            found.append((edit.start + grown, edit.start + grown + len(edit.content)))
        return found


class _Gate:
    """Compares a vault before and after a plan."""

    def __init__(self, vault: Vault, plan: Plan, after: Mapping[str, bytes]) -> None:
        self.vault, self.plan, self.after = vault, plan, after
        self.old, self.new = resolvers(vault, plan.moves, plan.removes)
        self.notes: dict[str, Note] = {}  # changed notes as parsed afterwards, by their old path
        for path, data in after.items():
            if not path.endswith(".canvas"):
                self.notes[path] = parse_text(plan.moves.get(path, path), data.decode())

    def judge(self) -> None:
        for facts in all_notes(self.vault):
            if facts.path in self.plan.removes:
                continue
            note = self.notes.get(facts.path)
            if note is None:
                self._links(facts.path, facts.links, facts.links, None)
                continue
            self._changed(parse_text(facts.path, self.plan.before[facts.path].decode()), note)
        for path in self.after:
            if path.endswith(".canvas"):
                self._canvas(path)

    def _changed(self, before: Note, after: Note) -> None:
        """A changed note is what the plan says, and nothing else."""
        shift = Shift(self.plan.edits[before.path])
        kept = [link for link in before.links if not (self.plan.may_drop and _is_dropped(before, link, shift))]
        links = list(after.links)
        own = self.plan.own.get(before.path)
        if own is not None:
            start = own.start + shift.grown_before(own)
            kept = [link for link in kept if not own.start <= link.start < own.end]
            links = [link for link in links if not start <= link.start < start + len(own.content)]
        if len(kept) != len(links):
            raise _refused(before.path, before.text, _first_difference(kept, links, shift), say("links would be lost"))
        for old, new in zip(kept, links, strict=True):
            if (old.form, old.embed, old.key, old.place) != (new.form, new.embed, new.key, new.place):
                raise _refused(before.path, before.text, old.start, say("a link would be read as something else"))
        self._links(before.path, kept, links, before)
        self._rest(before, after, shift)

    def _links(self, path: str, kept: Sequence[Link], links: Sequence[Link], before: Note | None) -> None:
        """Links open what the plan says."""
        source = self.plan.moves.get(path, path)
        for old, new in zip(kept, links, strict=True):
            target = self.old.resolve(old.path, path).target
            if target is None:
                continue
            if not old.path:
                wanted = source
            elif path in self.plan.instead:  # what is replaced keeps its own links
                wanted = self.plan.moves.get(target, target)
            else:
                wanted = self.plan.target(target)
            found = self.new.resolve(new.path, source).target
            same_place = not old.subpath or self._place(target, old.subpath) in (
                None,
                self._new_place(target, new.subpath),
            )
            if found == wanted and (same_place or target in self.plan.instead):
                continue
            text = before.text if before else ""
            shown = say(
                "`{link}` would open {found}, not {wanted}",
                link=plain(new.path),
                found=plain(found) if found else say("nothing"),
                wanted=plain(wanted),
            )
            if found == wanted:
                shown = say(
                    "`{link}` would open another place than now", link=f"{plain(new.path)}#{plain(new.subpath)}"
                )
            if before is None:
                raise VaultlintError(
                    say(
                        "nothing was changed: {path}, line {line}: {shown}",
                        path=plain(path),
                        line=old.line,
                        shown=shown,
                    )
                )
            raise _refused(path, text, old.start, shown)

    def _place(self, target: str, subpath: str) -> object:
        """The number of the heading or block that a subpath names now; None where there is none to compare."""
        facts = self.vault.facts(target) if target.lower().endswith(".md") else None
        if facts is None:
            return None
        if subpath.startswith("^"):
            names = [row[0].lower() for row in facts.block_rows]
            return ("block", names.index(subpath[1:].lower())) if subpath[1:].lower() in names else None
        return None if subpath.startswith("[^") else facts.outline.find(subpath)

    def _new_place(self, target: str, subpath: str) -> object:
        note = self.notes.get(target)
        if note is None:
            return self._place(target, subpath)
        if subpath.startswith("^"):
            names = [block.name.lower() for block in note.block_ids]
            return ("block", names.index(subpath[1:].lower())) if subpath[1:].lower() in names else None
        return Outline([(each.level, heading_key(each.text)) for each in note.headings]).find(subpath)

    def _rest(self, before: Note, after: Note, shift: Shift) -> None:
        """Nothing but the edits differs: every other element is the same one in the same place."""
        inside = Inside([(link.start, link.end) for link in before.links] + [(e.start, e.end) for e in shift.edits])
        inside_new = Inside([(link.start, link.end) for link in after.links] + shift.new_spans())
        for old, new in _compared(before, after, inside, inside_new, shift, whole=not self.plan.may_drop):
            if old == new:
                continue
            place = next((row for row, other in zip(old, new, strict=False) if row != other), (0, 0))
            offset = place[1] if isinstance(place[1], int) else 0
            raise _refused(before.path, before.text, min(offset, len(before.text)), "the text around would change")

    def _canvas(self, path: str) -> None:
        before, after = self.plan.before[path].decode(), self.after[path].decode()
        source = self.plan.moves.get(path, path)
        old, new = list(canvas_links(path, before)), list(canvas_links(source, after))
        if not nodes_of(after) or len(old) != len(new):
            raise _refused(path, before, 0, say("links would be lost"))
        for was, now in zip(old, new, strict=True):
            target = self.old.resolve(was.path if was.link else "/" + was.path, path).target
            if target is None:
                continue
            wanted = self.plan.target(target) if was.path else source
            if self.new.resolve(now.path if now.link else "/" + now.path, source).target != wanted:
                raise _refused(path, before, 0, f"`{plain(now.path)}` would not open {plain(wanted)}")


def _first_difference(kept: Sequence[Link], links: Sequence[Link], shift: Shift) -> int:
    starts = {link.start for link in links}
    return next((link.start for link in kept if shift(link.start) not in starts), 0)


def _is_dropped(note: Note, link: Link, shift: Shift) -> bool:
    start, end = link.start, link.end
    if link.key and note.text[start : start + 1] in ('"', "'"):
        start, end = start + 1, end - 1
    return shift.is_gone(start, end)


class Inside:
    """Whether a range lies within one of some ranges."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)
        self._starts = [start for start, _ in self._ranges]
        self._reach = list(accumulate((end for _, end in self._ranges), max))

    def __call__(self, start: int, end: int) -> bool:
        """Whether `start:end` does."""
        index = bisect_right(self._starts, start) - 1
        return index >= 0 and end <= self._reach[index]


def _compared(
    before: Note, after: Note, inside: Inside, inside_new: Inside, shift: Shift, *, whole: bool
) -> Iterator[tuple[list[Any], list[Any]]]:
    """Pairs of lists that must be equal; the first ones are as they must be afterwards."""
    yield (
        [(each.level, shift(each.start), each.nested) for each in before.headings],
        [(each.level, each.start, each.nested) for each in after.headings],
    )
    yield (
        [("^", shift(each.start)) for each in before.block_ids],
        [("^", each.start) for each in after.block_ids],
    )
    yield (
        [(each.name, shift(each.start)) for each in before.tags if not inside(each.start, each.end)],
        [(each.name, each.start) for each in after.tags if not inside_new(each.start, each.end)],
    )
    yield _properties(before, whole=whole), _properties(after, whole=whole)
    if whole:
        yield (
            [(each[0], shift(each[1]), shift(each[2])) for each in before.spans if not inside(each[1], each[2])],
            [tuple(each) for each in after.spans if not inside_new(each[1], each[2])],
        )


def _properties(note: Note, *, whole: bool) -> list[Any]:
    """Keys and, where all of a note is compared, shapes and the values that are no links."""
    if note.frontmatter is None:
        return []
    error = ("error", note.frontmatter.error is not None)
    if not whole:
        return [*(prop.key for prop in note.frontmatter.properties), error]
    linked = {(link.start, link.end) for link in note.links if link.key}
    return [
        (
            prop.key,
            prop.shape,
            prop.nested,
            [value.text for value in prop.values if (value.start, value.end) not in linked and "[" not in value.text],
        )
        for prop in note.frontmatter.properties
    ] + [error]
