"""Links to headings, blocks and footnotes: which are broken, and which heading was meant."""

from __future__ import annotations

import unicodedata
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.subpath import heading_key
from vaultlint.paths import is_note
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vaultlint.markdown.elements import Link
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, SeenNote, View

# What Obsidian leaves out when it writes a link to a heading (50); other punctuation stays.
_NOT_WRITTEN = lazy_regex(r"(?:[:#|^\\\r\n]|%%|\[\[|\]\])+")
_BLOCK_ID = lazy_regex(r"[ \t]\^[A-Za-z0-9-]+$")
_NOT_WORD = lazy_regex(r"[^\w-]+")  # `-` and `_` count for Obsidian, and make GitHub's anchors what they are
_EXPLICIT = lazy_regex(r"\{#([\w-]+)\}[ \t]*$")  # `## Heading {#name}`, as Docusaurus and kramdown have it
_LINK_TEXT = lazy_regex(r"\[\[?([^\]\[]*)\]\]?(?:\([^)]*\))?")
_UNSEEN = lazy_regex(r"<[^<>]*>|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)")  # tags, and marks of emphasis
_NOT_ANCHOR = lazy_regex(r"[^\w\- ]")
_HYPHENS = lazy_regex(r"-+")
_MOST_CANDIDATES = 20
Found = TypeVar("Found")


def _remembered(function: Callable[[SeenNote], Found]) -> Callable[[SeenNote], Found]:
    """`function`, which is not called again while it is about the same note: a note may have thousands of links."""
    last: list[tuple[SeenNote, Found]] = []

    @wraps(function)
    def remembering(note: SeenNote) -> Found:
        if not last or last[0][0] is not note:
            last[:] = [(note, function(note))]
        return last[0][1]

    return remembering


class Pointer(NamedTuple):
    """A link with a subpath, and the facts of the note that it resolves to."""

    reference: Reference
    note: SeenNote


def broken_headings(note: NoteFacts, view: View) -> Sequence[Pointer]:
    """Links to a heading that their note does not have."""
    return view.once(_broken_headings, note)


def _broken_headings(note: NoteFacts, view: View) -> list[Pointer]:
    judged: dict[tuple[str, str, str, str], bool] = {}  # a note may have thousands of links to the same heading
    found = []
    for pointer in view.once(_pointers, note):
        link = pointer.reference.link
        same = (pointer.note.path, link.subpath, link.form, link.path)
        is_broken = judged.get(same)
        if is_broken is None:
            is_broken = judged[same] = _has_no_heading(view, pointer)
        if is_broken:
            found.append(pointer)
    return found


def _has_no_heading(view: View, pointer: Pointer) -> bool:
    subpath, target = pointer.reference.link.subpath, pointer.note
    if _block(subpath) or not heading_key(subpath) or target.outline.find(subpath) is not None:
        return False
    if subpath.lower() == "top" and pointer.reference.link.form == "markdown":  # of the page, for every browser
        return False
    steps = {heading_key(step) for step in (*subpath.split("#"), subpath)}
    return (
        steps.isdisjoint(target.swallowed)
        and steps.isdisjoint(_without_block_ids(target))
        and not _in_other(view, pointer)
    )


def broken_blocks(note: NoteFacts, view: View) -> Iterator[tuple[Pointer, str]]:
    """Links to a block or footnote that their note does not have, with what they name: `^id` or `[^1]`."""
    for pointer in view.once(_pointers, note):
        name = _block(pointer.reference.link.subpath)
        if name.startswith("^") and name[1:].lower() not in pointer.note.block_names:
            yield pointer, name
        if name.startswith("[^") and name[2:].rstrip("]").lower() not in _footnotes(pointer.note):
            yield pointer, name


def leads_somewhere(view: View, target: str, subpath: str) -> bool:
    """Whether the file at `target` has what `subpath` names; what cannot be looked into has everything."""
    seen = view.note(target) if subpath and is_note(target) else None
    if seen is None or not seen.decodable:
        return True
    if subpath.startswith("[^"):
        return subpath[2:].rstrip("]").lower() in seen.footnotes
    if subpath.startswith("^"):
        return subpath[1:].lower() in seen.block_names
    return seen.outline.find(subpath) is not None


def _pointers(note: NoteFacts, view: View) -> list[Pointer]:
    found = []
    for reference in view.links_into(note):
        if reference.link.form != "reference" and reference.link.place != "code":
            target = reference.resolution.target
            seen = view.note(target) if target is not None and is_note(target) else None
            if seen is not None and seen.decodable:
                found.append(Pointer(reference, seen))
    return found


def _block(subpath: str) -> str:
    """The block id or footnote that a subpath ends with, or ""."""
    last = subpath.rpartition("#")[2].strip()
    return last if last.startswith(("^", "[^")) else ""


@_remembered
def _without_block_ids(note: SeenNote) -> frozenset[str]:
    """The headings with a block id at their end, without it: Obsidian may or may not count it."""
    return frozenset(heading_key(_BLOCK_ID.sub("", text)) for text in note.headings if "^" in text)


def _in_other(view: View, pointer: Pointer) -> bool:
    """Whether another candidate of an ambiguous link has the heading: ambiguous-link says enough."""
    resolution = pointer.reference.resolution
    if resolution.exact or len(resolution.candidates) < 2:
        return False
    if len(resolution.candidates) > _MOST_CANDIDATES:
        return True
    notes = (view.note(path) for path in resolution.candidates if is_note(path))
    subpath = pointer.reference.link.subpath
    return any(note is not None and note.outline.find(subpath) is not None for note in notes)


def written(heading: str) -> str:
    """A heading's text as Obsidian writes it into a link (50)."""
    return " ".join(_NOT_WRITTEN.sub(" ", heading).split())


def span(link: Link) -> tuple[int, int]:
    """The subpath as written, or the whole target where its bounds cannot be told."""
    start = link.target_end - len(link.subpath)
    exact = link.target_end - link.target_start == len(link.path) + 1 + len(link.subpath)
    return (start, link.target_end) if exact else (link.target_start, link.target_end)


def github_heading(note: SeenNote, link: Link) -> int | None:
    """The index of the heading that a Markdown link names by its anchor on GitHub; None where there is no such."""
    if link.form != "markdown" or "#" in link.subpath:
        return None
    return _anchors(note).get(_joined(link.subpath))


@_remembered
def _anchors(note: SeenNote) -> dict[str, int]:
    """The headings by their anchors: the second of equal ones ends in `-1`, as on GitHub."""
    anchors: dict[str, int] = {}
    seen: dict[str, int] = {}
    for index, heading in enumerate(note.headings):
        explicit = _EXPLICIT.search(heading)
        anchor = explicit[1] if explicit else _joined(_github(heading))
        count = seen[anchor] = seen.get(anchor, -1) + 1
        anchors.setdefault(f"{anchor}-{count}" if count else anchor, index)
    return anchors


def _github(heading: str) -> str:
    """Lower case, punctuation dropped, spaces as hyphens; of a link its text."""
    text = _UNSEEN.sub("", _LINK_TEXT.sub(r"\1", heading)).lower()
    return _NOT_ANCHOR.sub("", text).strip().replace(" ", "-")


def _joined(anchor: str) -> str:
    """Some tools leave one hyphen where GitHub leaves several."""
    return _HYPHENS.sub("-", anchor.lower()).strip("-")


def same_but_form(note: SeenNote, subpath: str) -> str | None:
    """The heading that differs from the subpath's last step only in width, case, spaces or punctuation.

    As a link names it; None where there is none or more than one, or where a link could not reach it.
    """
    wanted = _plain(subpath.rpartition("#")[2])
    found = _by_form(note).get(wanted, ()) if wanted else ()
    if len(found) != 1:
        return None
    text = written(found[0])
    index = note.outline.find(text)
    return text if index is not None and _plain(texts_of(note)[index]) == wanted else None


@_remembered
def texts_of(note: SeenNote) -> tuple[str, ...]:
    """The texts of the headings; a note unpacks them anew whenever it is asked."""
    return note.headings


@_remembered
def block_ids(note: SeenNote) -> tuple[str, ...]:
    """The block ids as written, the same way."""
    return note.blocks


@_remembered
def _footnotes(note: SeenNote) -> frozenset[str]:
    return frozenset(note.footnotes)


@_remembered
def _by_form(note: SeenNote) -> dict[str, tuple[str, ...]]:
    """The headings by what is left of them without width, case, spaces and punctuation."""
    forms: dict[str, dict[str, None]] = {}
    for text in note.headings:
        forms.setdefault(_plain(text), {})[text] = None
    return {form: tuple(headings) for form, headings in forms.items()}


def _plain(text: str) -> str:
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


@_remembered
def _by_words(note: SeenNote) -> dict[str, str]:
    """The headings by their compared form without hyphens; the first of equal ones."""
    return {heading_key(text).replace("-", " "): text for text in reversed(note.headings)}


def near_headings(note: SeenNote, subpath: str) -> list[str]:
    """The nearest headings, the best first; at most three."""
    from rapidfuzz import fuzz, process

    wanted = heading_key(subpath.rpartition("#")[2]).replace("-", " ")
    texts = _by_words(note)
    cutoff = 75 if len(wanted) <= 6 else 60
    matches = process.extract(wanted, texts.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=3)
    return [written(texts[key]) for key, _, _ in matches]
