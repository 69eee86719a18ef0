"""What the gate compares: for each member of `CHANGES`, a value that must be the same before and after.

An aspect may depend on what is declared: a fix that moves blocks (`structure`) may change an order but loses nothing,
one that changes links may change the words inside links, one that changes emphasis may turn marks into emphasis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.markdown.marks import addresses
from vaultlint.markdown.rendering import MARKS, visible
from vaultlint.markdown.subpath import heading_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultlint.fix.reading import Reading
    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note

Changes = frozenset[str]
_LINKING = frozenset({"links", "embeds"})


def _ordered(values: Iterable[Any], declared: Changes) -> list[Any]:
    """`values` in their order, or sorted where blocks may move."""
    return sorted(values, key=repr) if "structure" in declared else list(values)


def _text(reading: Reading, declared: Changes) -> str:
    text = texts(reading, declared)[-1]
    return "".join(_ordered(text, declared)) if "structure" in declared else text


def texts(reading: Reading, declared: Changes) -> list[str]:
    """The text, and where links may change, the text without the words in links."""
    rendering = reading.rendering
    found = [rendering.text, rendering.unlinked] if declared & _LINKING else [rendering.text]
    return [text.translate(MARKS) for text in found] if "emphasis" in declared else found


def _structure(reading: Reading, _: Changes) -> object:
    return reading.rendering.structure


def _emphasis(reading: Reading, declared: Changes) -> object:
    found = reading.rendering.emphasis
    if "text" in declared:
        return _ordered([kind for kind, _ in found], declared), len(reading.highlights)
    return _ordered(found, declared), _ordered(reading.highlights, declared)


def _links(reading: Reading, declared: Changes) -> object:
    rendering = reading.rendering
    return (
        _ordered(_internal(reading.note, embed=False), declared),
        _external(reading, "Link"),
        sorted(rendering.urls),
        sorted(addresses(reading.text)),
    )


def _embeds(reading: Reading, declared: Changes) -> object:
    return _ordered(_internal(reading.note, embed=True), declared), _external(reading, "Image")


def _internal(note: Note, *, embed: bool) -> list[Any]:
    """Wiki links as Obsidian reads them; Markdown links are compared as the renderer reads them."""
    return [
        (link.path, link.subpath, link.display, link.key)
        for link in note.links
        if link.embed is embed and link.form == "wiki"
    ]


def _external(reading: Reading, kind: str) -> list[tuple[str, str, str]]:
    return sorted(link for link in reading.rendering.links if link[0].startswith(kind) and "WikiLink" not in link[0])


def _headings(reading: Reading, declared: Changes) -> object:
    """The headings. Where links may change, the words in them do; who links to them is looked at with the vault."""
    keys = [
        (heading.level, "" if declared & _LINKING else heading_key(heading.text), heading.nested)
        for heading in reading.note.headings
    ]
    return _ordered(keys, declared)


def _tags(reading: Reading, declared: Changes) -> object:
    return _ordered([tag.name for tag in reading.note.tags], declared)


def _block_ids(reading: Reading, declared: Changes) -> object:
    return _ordered([block.name for block in reading.note.block_ids], declared)


def _code(reading: Reading, declared: Changes) -> object:
    return _ordered(reading.rendering.code, declared)


def _math(reading: Reading, declared: Changes) -> object:
    """The math of the note, whose spans leave out prices (`$5 … $25`), which the renderer takes for math."""
    note = reading.note
    spans = [span for span in note.spans if span.kind in ("math", "display-math")]
    return _ordered([(span.kind, " ".join(note.text[span.start : span.end].split())) for span in spans], declared)


def _html(reading: Reading, declared: Changes) -> object:
    return "".join(_ordered(reading.rendering.html, declared))


def _properties(reading: Reading, _: Changes) -> object:
    """Keys, values and comments of the frontmatter, the keys of inline fields, and the kinds of callouts."""
    return _frontmatter(reading), reading.fields


def _frontmatter(reading: Reading) -> object:
    frontmatter = reading.note.frontmatter
    if frontmatter is None:
        return None
    written = reading.text[frontmatter.text_start : frontmatter.text_end]
    if frontmatter.error:
        return _lines(written)
    return visible(written), [_property(reading.text, prop) for prop in frontmatter.properties]


def _property(text: str, prop: Property) -> object:
    values = tuple((value.text, value.type) for value in prop.values)
    return prop.key, prop.shape, values, _lines(text[prop.start : prop.end]) if prop.nested else []


def _lines(text: str) -> list[str]:
    """The lines that are not blank, without the white space at their ends."""
    return [line.rstrip() for line in text.split("\n") if line.strip()]


ASPECTS: dict[str, Callable[[Reading, Changes], object]] = {
    "text": _text,
    "structure": _structure,
    "emphasis": _emphasis,
    "links": _links,
    "embeds": _embeds,
    "headings": _headings,
    "tags": _tags,
    "block-ids": _block_ids,
    "code": _code,
    "math": _math,
    "html": _html,
    "properties": _properties,
}
