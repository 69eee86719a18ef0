"""The tools that write: first a dry run, whose fingerprint the call that writes must carry.

A fingerprint stands for the very bytes that would be written over the very bytes that are there. No relation and no
topic is ever written: whatever a plan comes to, the items of both sections are compared before and after.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from vaultlint.disk.transaction import Write
from vaultlint.harmless import plain
from vaultlint.language import say
from vaultlint.markdown.parse import parse_text
from vaultlint.markdown.relation import read_relations, read_topics
from vaultlint.markdown.section_lines import read_tag_lines
from vaultlint.mcp.given import checked_name, checked_path, checked_scope, holds, refused
from vaultlint.mcp.looking import MOST_LINKS
from vaultlint.paths import is_note
from vaultlint.report.plain_diff import plain_diff
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from vaultlint.finding import Finding
    from vaultlint.fix.outcome import Change, Outcome
    from vaultlint.mcp.desk import Desk
    from vaultlint.settings import Settings

MOST_DIFF = 8_000  # characters
MOST_NOTE = 4_000


class Consent(NamedTuple):
    """What the client says about writing: a dry run, unless it has the fingerprint of one."""

    dry_run: bool | None = None
    fingerprint: str = ""

    def writes(self, fingerprint: str) -> bool:
        """Whether the plan with this fingerprint is carried out; VaultlintError where another one was looked at."""
        if self.dry_run or (self.dry_run is None and not self.fingerprint):
            return False
        if not self.fingerprint:
            raise refused(say("nothing was written: make a dry run first, and give the fingerprint that it answers"))
        if self.fingerprint != fingerprint:
            raise refused(
                say(
                    "nothing was written: the fingerprint is stale, because the vault or what is asked is not what the "
                    "dry run saw; make another dry run"
                )
            )
        return True


def fix(desk: Desk, paths: Sequence[str], unsafe: bool, consent: Consent) -> dict[str, Any]:
    """Make the fixes of the notes at `paths`, or of all notes."""
    from vaultlint.fix.policy import policy_for
    from vaultlint.fix.rounds import fix_notes
    from vaultlint.fix.write import unwritable, write_changes

    workspace, settings = desk.workspace, desk.workspace.settings
    scope = checked_scope(desk.root, paths, workspace.state.seen)
    policy = replace(policy_for(settings, desk.root, scope, unsafe=unsafe), kept=own_sections(settings))
    found = [each for path, rows in desk.findings().items() if holds(scope, path) for each in rows]
    wanted = {path for each in found if policy.wants(each) for path in _edited(each)}
    shut = unwritable(desk.root, sorted(wanted))
    outcome = fix_notes(workspace, replace(policy, shut=frozenset(shut)), wanted, desk.source)
    changes, kept = _without_relations(outcome, settings)
    writes = [Write(*change) for change in changes]
    seal = fingerprint_of("fix", [*map(str, scope), str(unsafe)], writes)
    answer = {**_fixed(outcome, changes), **_refusals(outcome, kept)}
    if not consent.writes(seal):
        return {**answer, **_shown(writes, {}), "written": False, "fingerprint": seal}
    write_changes(desk.root, changes)
    desk.refresh([change.path for change in changes])
    failed = [{"path": path, "reason": reason} for path, reason in shut.items()]
    return {**answer, "written": True, "failed": failed[:MOST_LINKS], "left": _left(desk, scope)}


def _edited(finding: Finding) -> Iterable[str]:
    edits = finding.fix.edits if finding.fix else ()
    return {finding.path, *(edit.path for edit in edits if edit.path)}


def _without_relations(outcome: Outcome, settings: Settings) -> tuple[list[Change], frozenset[str]]:
    """The changes without those that would write a relation or a topic, and the notes that these would be made in."""
    bad = {
        change.path
        for change in outcome.changes
        if items_of(change.path, change.before, settings) != items_of(change.path, change.after, settings)
    }
    for group in outcome.groups:
        bad |= group if group & bad else frozenset()
    return [change for change in outcome.changes if change.path not in bad], frozenset(bad)


def _fixed(outcome: Outcome, changes: Sequence[Change]) -> dict[str, Any]:
    rules = Counter[str]()
    for change in changes:
        rules.update(outcome.applied.get(change.path, {}))
    paths = [change.path for change in changes]
    return {
        "fixed": rules.total(),
        "by_rule": dict(sorted(rules.items(), key=lambda row: (-row[1], row[0]))),
        "notes_total": len(paths),
        "notes": paths[:MOST_LINKS],
    }


def _refusals(outcome: Outcome, kept: Collection[str]) -> dict[str, Any]:
    rows = [{"path": each.path, "rule": each.rule, "would_change": list(each.changes)} for each in outcome.refused]
    rows += [{"path": path, "rule": "", "would_change": ["relations or topics"]} for path in sorted(kept)]
    return {"refused": rows[:10]} if rows else {}


def _left(desk: Desk, scope: tuple[str, ...]) -> int:
    return sum(len(found) for path, found in desk.findings().items() if holds(scope, path))


class Planned(NamedTuple):
    """A rename: what is written, what moves, how many links follow, and what gives the names that are left."""

    writes: tuple[Write, ...]
    moves: Mapping[str, str]
    move: tuple[str, str] | None
    links: int
    leftovers: Callable[[], Iterable[str]]


def rename(desk: Desk, old: str, new: str, consent: Consent) -> dict[str, Any]:
    """Move a note, a folder or an attachment, or rename a heading, block, tag or property; what names it follows."""
    from vaultlint.rename.apply import apply_plan
    from vaultlint.rename.asked import is_word
    from vaultlint.rename.texts import Seen

    named_word = is_word(desk.vault, checked_name("old", old))
    old, new = (old, checked_name("new", new)) if named_word else _names(desk, old, new)
    seen = None
    if consent.fingerprint:
        seen = Seen(desk.workspace.source)
        desk.refresh()
    writes, moves, move, links, leftovers = (_planned_word if named_word else _planned)(desk, old, new)
    seal = fingerprint_of("rename", [old, new], writes, moves)
    answer: dict[str, Any] = {"links": links, "files_total": len(writes), "moves_total": len(moves)}
    if move:
        answer["moves"] = {"from": move[0], "to": move[1]}
    if not consent.writes(seal):
        return {**answer, **_shown(writes, moves), "written": False, "fingerprint": seal}
    if seen is not None:
        seen.refuse_changes()
    apply_plan(desk.root, f"rename {old} {new}", writes, [move] if move else [])
    left = [line.strip() for line in leftovers()]
    desk.refresh([moves.get(write.path, write.path) for write in writes])
    return {**answer, "written": True, **({"still_named": left[:10]} if left else {})}


def _planned(desk: Desk, old: str, new: str) -> Planned:
    from vaultlint.rename.apply import writes_of
    from vaultlint.rename.asked import plan_of
    from vaultlint.rename.leftover import mentions

    vault = desk.vault
    plan, move = plan_of(vault, old, new)
    writes = writes_of(vault, plan)
    _refuse_relations(writes, desk.workspace.settings)
    return Planned(writes, plan.moves, move, plan.links, lambda: mentions(vault, plan, move) if move else ())


def _planned_word(desk: Desk, old: str, new: str) -> Planned:
    """The same for a tag or a property; the gate sees to it that nothing but its name changes."""
    from vaultlint.rename.asked import plan_word
    from vaultlint.rename.properties import PREFIX
    from vaultlint.rename.recast_gate import carried_out
    from vaultlint.rename.word_leftover import word_leftovers

    vault = desk.vault
    recast = plan_word(vault, old, new)
    kind, name = ("property", old.removeprefix(PREFIX)) if old.startswith(PREFIX) else ("tag", old[1:])
    return Planned(carried_out(vault, recast), {}, None, recast.links, lambda: word_leftovers(vault, name, kind))


def _names(desk: Desk, old: str, new: str) -> tuple[str, str]:
    """What is renamed, and to what, as `plan_of` takes it; what lies outside the vault is refused."""
    name, mark, rest = checked_name("old", old).partition("#")
    if not name:
        raise refused(say("`{name}` is empty", name="old"))
    if mark and old not in desk.workspace.state.seen:
        return checked_path(desk.root, "old", name) + mark + rest, checked_name("new", new)
    folder = new.endswith("/")
    if "/" in checked_name("new", new):
        new = "/" + checked_path(desk.root, "new", new) + ("/" if folder else "")
    return checked_path(desk.root, "old", old), new


def _refuse_relations(writes: Iterable[Write], settings: Settings) -> None:
    """Raise VaultlintError where a relation or topic would be another one; its link may follow what it names."""
    for write in writes:
        if write.before is None or write.after is None or not is_note(write.path):
            continue
        before, after = (items_of(write.path, data, settings, links=False) for data in (write.before, write.after))
        if before != after:
            raise refused(
                say("nothing is written: in {path} relations or topics would be other ones", path=plain(write.path))
            )


def new(desk: Desk, type_name: str, title: str, folder: str | None, consent: Consent) -> dict[str, Any]:
    """Write a new note of a note type, with its sections empty."""
    from vaultlint.making.new_note import choose_folder, note_text, type_called
    from vaultlint.making.place import check_place, file_name, write_new

    settings, listing = desk.workspace.settings, desk.workspace.listing
    note_type = type_called(settings, checked_name("type", type_name))
    title = checked_name("title", title).strip().removesuffix(".md")
    name = file_name(title)
    wanted = checked_path(desk.root, "folder", folder) if folder else None
    folder = choose_folder(settings, note_type, listing, wanted)
    path = f"{folder}/{name}" if folder else name
    text = note_text(note_type, title)
    check_place(settings, note_type, listing, path, text)
    write = Write(path, None, text.encode())
    seal = fingerprint_of("new", [type_name], [write])
    if not consent.writes(seal):
        return {"path": path, "text": text[:MOST_NOTE], "written": False, "fingerprint": seal}
    write_new(desk.root, path, text)
    desk.refresh([path])
    return {"path": path, "text": text[:MOST_NOTE], "written": True}


def own_sections(settings: Settings) -> frozenset[str]:
    """The sections that a person fills: those of relations and of topics."""
    return frozenset(filter(None, (settings.relations.section, settings.topics.section)))


def items_of(path: str, data: bytes, settings: Settings, *, links: bool = True) -> list[tuple[str, ...]]:
    """What the relations and topics of a note say: their words, without marks and white space.

    Without `links`, what is written in their links does not count.
    """
    try:
        note = parse_text(path, data.decode())
    except UnicodeDecodeError:
        return [("", repr(data))]
    found = []
    for kind, items in (
        ("relation", read_relations(note, settings.relations)),
        ("topic", read_topics(note, settings.topics.section)),
    ):
        for item in items:
            text = note.text[item.start : item.end]
            if not links:
                inside = [link for link in note.links if item.start <= link.start and link.end <= item.end]
                for link in sorted(inside, reverse=True):
                    text = text[: link.start - item.start] + text[link.end - item.start :]
            found.append((kind, _words(text)))
    lines = [("tags", _words(note.text[row.start : row.end])) for row in read_tag_lines(note, settings.topics.section)]
    return [*found, *lines]


def _words(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


def fingerprint_of(
    tool: str, asked: Sequence[str], writes: Iterable[Write], moves: Mapping[str, str] | None = None
) -> str:
    """What stands for a plan: the tool, what was asked, the bytes before and after, and what moves."""
    digest = hashlib.blake2b(digest_size=12)
    parts: list[bytes] = [tool.encode(), *(each.encode(errors="surrogatepass") for each in asked)]
    for write in writes:
        parts += [write.path.encode(errors="surrogatepass")]
        parts += [b"-" if data is None else b"+" + data for data in (write.before, write.after)]
    for old, target in sorted((moves or {}).items()):
        parts += [old.encode(errors="surrogatepass"), target.encode(errors="surrogatepass")]
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _shown(writes: Sequence[Write], moves: Mapping[str, str]) -> dict[str, Any]:
    """The diff, as far as it is short."""
    shown, size, cut = [], 0, False
    for line in islice(plain_diff(writes, moves), 2_000):
        size += len(line)
        if size > MOST_DIFF:
            cut = True
            break
        shown.append(line)
    return {"diff": "".join(shown), "diff_cut": cut}
