"""One state of a note, read in every way that the gate compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.cached import cached_property
from vaultlint.markdown.marks import addresses, fields, highlights, tag_like, wiki_links
from vaultlint.markdown.parse import parse_note, parse_text
from vaultlint.markdown.rendering import Rendering, events, render
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.markdown.note import Note


@frozen
class Reading:
    """A note with its rendering, made when the gate first asks for it."""

    note: Note

    @classmethod
    def of(cls, path: str, text: str) -> Reading:
        """The reading of `text` as the note at `path`."""
        return cls(parse_text(path, text))

    @classmethod
    def of_bytes(cls, path: str, data: bytes) -> Reading:
        """The reading of the bytes of the note at `path`."""
        return cls(parse_note(path, data))

    @property
    def text(self) -> str:
        """The whole note."""
        return self.note.text

    @cached_property
    def events(self) -> Sequence[Any]:
        """The renderer's events of the body."""
        return events(self.text[self.note.body_start :], of_note=self.note.frontmatter is None)

    @cached_property
    def rendering(self) -> Rendering:
        """What a renderer would show of the body."""
        return render(self.events)

    @property
    def head(self) -> str:
        """The frontmatter as written."""
        return self.text[: self.note.body_start]

    @cached_property
    def marks(self) -> tuple[list[Any], ...]:
        """What Obsidian reads in the raw text: where this and the rendering are equal, links, tags and headings are."""
        text = self.text
        return (
            wiki_links(text),
            tag_like(text),
            [block.name for block in self.note.block_ids],
            [heading.text for heading in self.note.headings],
            self.fields,
            self.highlights,
            addresses(text),
        )

    @cached_property
    def fields(self) -> list[Any]:
        """The keys of Dataview's inline fields, and the kinds of callouts."""
        return fields(self.text, self.note.body_start)

    @cached_property
    def highlights(self) -> list[str]:
        """The text of `==highlights==`."""
        return highlights(self.text)
