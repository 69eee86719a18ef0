"""What a note is made of, as frozen values. Offsets are 0-based code points of `Note.text`; lines are 1-based."""

from __future__ import annotations

from vaultlint.cached import cached_property
from vaultlint.values import NamedTuple, frozen

# A Markdown link's form, as pyromark calls it, and its address with escapes resolved.
Address = tuple[str, str]


class Span(NamedTuple):
    """A Markdown element: its kind and where it stands.

    Block kinds: `quote`, `list`, `ordered-list`, `item`, `fence`, `indented-code`, `table`, `html`, `rule`, `footnote`,
    `heading`. Inline kinds: `strong`, `emphasis`, `strikethrough`, `code`, `math`, `display-math`, `inline-html`,
    `link`, `image`, `autolink`, `task`, `template`;
    and `misplaced-properties`. A block's end may include the blank lines behind it.
    """

    kind: str
    start: int
    end: int


class Heading(NamedTuple):
    """A heading; `text` is the raw Markdown of its content, without `#` marks."""

    level: int
    start: int
    end: int  # behind the last character of its last line, without the line end
    text: str
    text_start: int
    nested: bool  # inside a quote, callout, list item or footnote: not a section of the note

    @property
    def text_end(self) -> int:
        """The offset behind the last character of `text`."""
        return self.text_start + len(self.text)


class Section(NamedTuple):
    """A level-2 heading and what stands under it, up to the next heading of level 1 or 2."""

    heading: Heading
    start: int  # behind the heading's last character
    end: int

    @property
    def title(self) -> str:
        """The heading's text, without its marks."""
        return self.heading.text


class Link(NamedTuple):
    """An internal link or embed, as Obsidian reads it.

    `form` is `wiki`, `markdown` or `reference`. `path` is the link path in front of the first `#` (percent-decoded for
    Markdown links, `\\|` handled for wiki links), `subpath` what follows it, without the first `#`. `target_start` and
    `target_end` bound path and subpath as written. `key` is the property for a link in the frontmatter, else "".
    `place` is `table` in a table, where a pipe is written `\\|`, and `url` for `[[…]](address)`, which other renderers
    take for a Markdown link whose text is in brackets, and `code` in `<code>…</code>` and its like, where a link may be
    no more than an example; else "".
    """

    form: str
    embed: bool
    start: int
    end: int
    target_start: int
    target_end: int
    path: str
    subpath: str
    display: str | None
    section: str
    line: int
    key: str = ""
    place: str = ""


class Url(NamedTuple):
    """A link to somewhere outside the vault. `bare` marks a URL in running text, `auto` one in `<…>`."""

    form: str  # "markdown", "reference", "auto" or "bare"
    embed: bool
    start: int
    end: int
    url: str
    text_start: int  # the link text; equal bounds where there is none
    text_end: int


class Item(NamedTuple):
    """A list item: `start` is its marker, `end` behind its last character (white space at the end left out)."""

    start: int
    end: int
    content_start: int
    depth: int  # 0 for an item that stands in no other item
    ordered: bool


class BlockId(NamedTuple):
    """A block id: `name` without `^`; `start` is the `^`."""

    name: str
    start: int
    end: int


class Tag(NamedTuple):
    """An inline tag: `name` without `#`; `start` is the `#`."""

    name: str
    start: int
    end: int


class Scalar(NamedTuple):
    """One value in the frontmatter: its text as YAML reads it, YAML's type, and where it stands."""

    text: str
    type: str  # "text", "number", "checkbox", "date", "datetime" or "empty"
    start: int
    end: int
    style: str  # "" plain, '"', "'", "|", ">", or "*" for a value that an alias stands for


class Property(NamedTuple):
    """One top-level key of the frontmatter.

    `shape` is `scalar`, `list` or `map`; `values` holds the scalar, or the scalars of a list; `nested` says that a list
    or map holds lists or maps (`key: [[A]]`).
    """

    key: str
    key_start: int
    key_end: int
    start: int  # of the value; equal to `end` where there is none
    end: int
    shape: str
    values: tuple[Scalar, ...]
    nested: bool = False

    @property
    def text(self) -> str:
        """The value of a scalar property, or "" for an empty one, a list or a map."""
        return self.values[0].text if self.shape == "scalar" and self.values else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The values of a list, or the one value of a non-empty scalar."""
        return tuple(value.text for value in self.values if value.type != "empty")


class YamlError(NamedTuple):
    """YAML that does not parse: what YAML says, and where; `context` is where what it was reading begins, or -1."""

    message: str
    start: int
    end: int
    context: int = -1


@frozen
class Frontmatter:
    """The properties block. `start` is the opening `---`, `end` behind the closing one's last character.

    Duplicate keys are all in `properties`, in order; `get` gives the last one, as YAML does.
    """

    start: int
    end: int
    text_start: int
    text_end: int
    properties: tuple[Property, ...] = ()
    error: YamlError | None = None

    @cached_property
    def by_key(self) -> dict[str, Property]:
        """The properties by key; the last one where a key stands twice."""
        return {prop.key: prop for prop in self.properties}

    def get(self, key: str) -> Property | None:
        """The property with this key, or None."""
        return self.by_key.get(key)
