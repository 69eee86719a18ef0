"""malformed-relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.section_lines import Stray, read_strays
from vaultlint.rules.excerpt import excerpt
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import Relations, option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note
    from vaultlint.markdown.relation import Relation

_LINK = lazy_regex(r"!?\[\[|\]\(")
_LONGEST_FRONT = 40  # characters of markers in front of a relation
_SENTENCE_ENDS = ("。", "！", "？", ".", "!", "?")
_SEPARATORS = " \t\r\n；;，,。、|*•-—–"


@frozen
class Options:
    """Options of malformed-relation."""

    allow: tuple[str, ...] = option(
        ("无", "暂无", "暂无相关文档"), "Texts that may stand in place of relations where a note has none."
    )


@note_rule("relations", severity=Severity.ERROR, options=Options)
def malformed_relation(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A line of the relation section that is not a relation.

    A relation is a list item that begins with one link to a document, followed by its reason and its explanation:
    `- [[path|title]]；关联理由：引用；说明：…`. Whatever else stands in the section is not in the graph: plain text,
    links without a list marker, links to the web, two links in one item, nested relations. An explanation may be
    wrapped, and reason and explanation may stand in nested items. Comments and sub-headings are allowed.

    ## Bad

    ```md
    ## 相关文档

    以下文档值得一读：

    [[A]]；关联理由：引用；说明：本文引用了它。

    - 参见 [[B]]；关联理由：引用；说明：本文引用了它。
    - [网页](https://example.com)
    ```

    ## Good

    ```md
    ## 相关文档

    - [[A]]；关联理由：引用；说明：本文引用了它。
    - [[B]]；关联理由：引用；说明：本文引用了它。
    ```
    """
    settings = context.settings.relations
    yield from _stray_problems(note, settings, options.allow)
    for relation in context.relations:
        yield from _item_problems(note, settings, relation, options.allow)


def _stray_problems(note: Note, settings: Relations, allow: tuple[str, ...]) -> Iterator[Problem]:
    """What stands outside of list items; lines of plain text that follow each other make one problem."""
    run: list[Stray] = []
    for stray in read_strays(note, settings.section):
        text = note.text[stray.start : stray.end]
        if stray.kind != "text":
            yield Problem(
                stray.start,
                stray.end,
                say(
                    "{block} in the section `## {section}`: only relations belong here",
                    block=stray.name,
                    section=settings.section,
                ),
            )
        elif _LINK.search(text):
            yield Problem(
                stray.start, stray.end, say("`{text}` is not a list item: put `- ` in front of it", text=excerpt(text))
            )
        elif text.strip("。.（）() ") not in allow:
            if run and note.text[run[-1].end : stray.start].strip():
                yield _prose(note, settings, run)
                run = []
            run.append(stray)
    if run:
        yield _prose(note, settings, run)


def _prose(note: Note, settings: Relations, run: list[Stray]) -> Problem:
    start, end = run[0].start, run[-1].end
    message = say(
        "`{text}` is not a relation: write `- "
        "[[document]]{separator}{reason_label}{colon}…{separator}{explanation_label}{colon}…`, "
        "or move the text to another section",
        text=excerpt(note.text[start:end]),
        separator=settings.separator,
        reason_label=settings.reason_label,
        colon=settings.colon,
        explanation_label=settings.explanation_label,
    )
    return Problem(start, end, message)


def _item_problems(note: Note, settings: Relations, relation: Relation, allow: tuple[str, ...]) -> Iterator[Problem]:
    text = note.text
    if relation.link < 0:
        yield from _no_link(note, relation, allow)
        return
    link = note.links[relation.link]
    front = text[relation.content_start : link.start].strip()
    if front:
        yield Problem(
            relation.content_start,
            link.start,
            say("`{front}` stands in front of the link: begin with it", front=excerpt(front)),
        )
    elif link.embed:
        yield Problem(
            link.start, link.end, say("`{text}` embeds the document: remove the `!`", text=text[link.start : link.end])
        )
    else:
        yield from _behind_link(note, settings, relation, link.end)
    yield from _inner_relations(note, settings, relation)
    yield from _lazy_lines(note, settings, relation)


def _no_link(note: Note, relation: Relation, allow: tuple[str, ...]) -> Iterator[Problem]:
    content = note.text[relation.content_start : relation.end]
    if content.strip("。.（）() ") in allow:
        return
    if not content:
        message = say("an empty list item: remove it")
    elif "://" in content or any(relation.start <= url.start < relation.end for url in note.urls):
        message = say(
            "`{content}` leads out of the vault: a relation links to a document of the vault", content=excerpt(content)
        )
    else:
        message = say("`{content}` has no link: a relation begins with a link to a document", content=excerpt(content))
    yield Problem(relation.content_start if content else relation.start, relation.end, message)


def _behind_link(note: Note, settings: Relations, relation: Relation, link_end: int) -> Iterator[Problem]:
    """What stands between the link and the first label; labels in the wrong order."""
    text = note.text
    if relation.reason is None:
        return
    if relation.explanation is not None and relation.explanation_start < relation.reason_start:
        start, end = relation.reason_start, relation.reason_end
        message = say(
            "the reason stands behind the explanation: put `{reason_label}` right behind the link",
            reason_label=settings.reason_label,
        )
        yield Problem(start, end, message)
        return
    stop = text.rfind(settings.reason_label, link_end, relation.reason_start)
    between = text[link_end:stop].strip(_SEPARATORS)
    if not between:
        return
    start = text.find(between, link_end)
    message = (
        say("`{text}` is a second link: write one relation a line", text=excerpt(between))
        if _LINK.search(between)
        else say(
            "`{text}` is text between the link and its reason: move it behind `{label}`",
            text=excerpt(between),
            label=settings.explanation_label + settings.colon,
        )
    )
    yield Problem(start, start + len(between), message)


def _lazy_lines(note: Note, settings: Relations, relation: Relation) -> Iterator[Problem]:
    """Text right below a relation that was complete: Markdown takes it for more of the item."""
    text = note.text
    cut = text.find("\n", relation.start, relation.end)
    if cut < 0 or not relation.explanation or relation.explanation_start > cut:
        return
    first = text[cut + 1 : relation.end]
    if text[:cut].rstrip().endswith(_SENTENCE_ENDS) and not first[0].isspace() and "[[" not in first:
        yield _prose(note, settings, [Stray("text", cut + 1, relation.end)])


def _inner_relations(note: Note, settings: Relations, relation: Relation) -> Iterator[Problem]:
    """Relations on later lines of the item: without a marker of their own, or nested."""
    text = note.text
    if "\n" not in text[relation.start : relation.end]:
        return
    for link in note.links[relation.link + 1 :]:
        if link.start >= relation.end:
            return
        line_end, front = text[max(relation.start, link.start - _LONGEST_FRONT) : link.start].rpartition("\n")[1:]
        behind = text[link.end : link.end + _LONGEST_FRONT].lstrip(_SEPARATORS)
        if not line_end or front.strip(" \t-*+") or not (behind.startswith(settings.reason_label) or not front):
            continue
        nested = bool(front.strip())
        written = text[link.start : link.end]
        message = (
            say(
                "`{written}` belongs to the relation above as it is written: move it out of the item above",
                written=written,
            )
            if nested
            else say(
                "`{written}` belongs to the relation above as it is written: put `- ` in front of it", written=written
            )
        )
        yield Problem(link.start, link.end, message)
