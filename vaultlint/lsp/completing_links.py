"""Completing what stands in `[[…]]`: files and aliases, topics, headings, blocks, display texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.lsp.choices import MOST, Choice
from vaultlint.lsp.index import frequent
from vaultlint.lsp.matching import Name, fit, name_of
from vaultlint.lsp.world import shortest
from vaultlint.paths import is_note
from vaultlint.paths import name_of as file_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.lsp.world import Sight
    from vaultlint.markdown.note import Note

_UNWRITABLE = lazy_regex(r"[#^|\[\]\r\n]|%%")
_IN_HEADING = lazy_regex(r"[\[\]|#^]|%%")


def link_choices(sight: Sight, note: Note, start: int, offset: int, line: str) -> list[Choice]:
    """What can stand behind `[[` between `start` and `offset`, where the cursor is; `line` is the line up to there."""
    typed = note.text[start:offset]
    path, bar, display = typed.partition("|")
    if bar:
        return _displays(sight, note, path.rstrip("\\"), display, offset)
    name, mark, subpath = typed.partition("#")
    if not mark and "^" in typed:
        name, mark, subpath = *typed.partition("^")[:1], "^", "^" + typed.partition("^")[2]
    if mark:
        return _places(sight, note, name, subpath, offset)
    in_table = line.lstrip().startswith("|")
    if note.section_at(offset) == sight.settings.topics.section:
        topics = _topics(sight, note, typed, offset)
        known = {choice.label for choice in topics}
        return [*topics, *(each for each in _files(sight, note, typed, offset, in_table) if each.label not in known)]
    return list(_files(sight, note, typed, offset, in_table))


def _closing(note: Note, offset: int) -> str:
    """`]]`, unless the link is closed already."""
    rest = note.text[offset : offset + 300].split("\n", 1)[0]
    closed, opened = rest.find("]]"), rest.find("[[")
    return "" if closed >= 0 and (opened < 0 or closed < opened) else "]]"


def _files(sight: Sight, note: Note, typed: str, offset: int, in_table: bool) -> Iterator[Choice]:
    folder = note.folder + "/"
    found = fit(names_to_complete(sight), typed, MOST, lambda name: name.value.startswith(folder))
    closing, start = _closing(note, offset), offset - len(typed)
    bar = "\\|" if in_table else "|"
    for name in found:
        target = shortest(sight.resolver, name.value, note.path)
        if _UNWRITABLE.search(target):
            continue
        if name.text in (name.value, file_name(name.value)):
            yield Choice(target, target + closing, start, offset, "file", name.value)
        else:
            yield Choice(name.text, f"{target}{bar}{name.text}{closing}", start, offset, "alias", name.value)


def names_to_complete(sight: Sight) -> list[Name]:
    """The names that links can be completed with; made anew only where names have changed."""
    kept = vars(sight.paths).get("to_complete")
    if kept is None or kept[0] != sight.index.names_serial:
        kept = vars(sight.paths)["to_complete"] = sight.index.names_serial, list(_names(sight))
    found: list[Name] = kept[1]
    return found


def _names(sight: Sight) -> Iterator[Name]:
    """Notes by file name and aliases, other files by their names."""
    for path in sight.linkable():
        name = file_name(path) if is_note(path) else path.rpartition("/")[2]
        yield name_of(name, path)
    for path, _, aliases in sight.index.names():
        for alias in aliases:
            if not _UNWRITABLE.search(alias):
                yield name_of(alias, path)


def _topics(sight: Sight, note: Note, typed: str, offset: int) -> list[Choice]:
    """The topics of the vault as they are mostly written, the frequent ones first; not those that the note has."""
    own = sight.index.rows.get(note.path)
    mine = {sight.resolver.resolve(path, note.path).target for path in own.topics} if own else set()
    counts: dict[str, int] = {}
    written: dict[str, str] = {}
    for path, count in frequent(sight.index.topics):
        target = sight.resolver.resolve(path, note.path).target
        if target and target not in mine:
            counts[target] = counts.get(target, 0) + count
            written.setdefault(target, path)
    for path in sight.files:
        if sight.settings.topics.hold(path) and is_note(path) and path not in mine and path not in counts:
            counts[path], written[path] = 0, shortest(sight.resolver, path, note.path)
    names = [name_of(written[target], target) for target in counts]
    found = fit(names, typed, MOST, lambda name: counts[name.value])
    closing = _closing(note, offset)
    return [
        Choice(each.text, each.text + closing, offset - len(typed), offset, "topic", f"× {counts[each.value]:,}")
        for each in found
    ]


def _places(sight: Sight, note: Note, name: str, subpath: str, offset: int) -> list[Choice]:
    """Headings behind `#`, blocks behind `#^` or `^`."""
    target = sight.resolver.resolve(name, note.path).target
    facts = sight.facts(target) if target else None
    if facts is None:
        return []
    closing = _closing(note, offset)
    if subpath.startswith("^"):
        typed, start = subpath[1:], offset - len(subpath)
        mark = "^" if note.text[start - 1 : start] == "#" else "#^"
        blocks = fit([name_of(row[0]) for row in facts.block_rows], typed, MOST)
        return [Choice("^" + each.text, mark + each.text + closing, start, offset, "block") for each in blocks]
    typed = subpath.rpartition("#")[2]
    seen: dict[str, int] = {}
    for row in facts.heading_rows:
        text = " ".join(_IN_HEADING.sub(" ", row[3]).split())
        if text:
            seen.setdefault(text, row[0])
    names = [name_of(text) for text in seen]
    found = fit(names, typed, MOST) if typed else names[:MOST]
    return [
        Choice(each.text, each.text + closing, offset - len(typed), offset, "heading", "#" * seen[each.text])
        for each in found
    ]


def _displays(sight: Sight, note: Note, target: str, typed: str, offset: int) -> list[Choice]:
    """Display texts: title, aliases and the heading of the target."""
    name, _, subpath = target.partition("#")
    path = sight.resolver.resolve(name, note.path).target
    facts = sight.facts(path) if path else None
    if facts is None:
        return []
    texts = [*(row[0] for row in facts.aliases), facts.title, facts.name]
    if subpath and not subpath.startswith("^"):
        texts.insert(0, subpath.rpartition("#")[2])
    names = [name_of(text) for text in dict.fromkeys(texts) if text and not _UNWRITABLE.search(text)]
    wanted = typed.casefold()
    closing = _closing(note, offset)
    return [
        Choice(each.text, each.text + closing, offset - len(typed), offset, "alias", path or "")
        for each in names
        if wanted in each.folded
    ]
