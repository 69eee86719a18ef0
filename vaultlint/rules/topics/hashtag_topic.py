"""hashtag-topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say, say_number
from vaultlint.paths import is_note
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.resolve import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.section_lines import TagLine
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("topics", fix=Applicability.SAFE)
def hashtag_topic(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A tag in the topic section, where a link to a topic note belongs.

    A tag is only a label; a topic note can explain the idea, have relations of its own, and be part of the graph.

    ## Fix

    Puts a link to the topic note in place of the tag. Safe where a note of that name, or of the name that
    `topics.synonyms` gives, exists in the topic folder for every tag of the line; otherwise there is no fix.

    ## Bad

    ```md Note.md
    ## 关联主题

    - #agent
    ```

    ```md 00-元语/Agent.md
    概念。
    ```

    ## Good

    ```md Note.md
    ## 关联主题

    - [[00-元语/Agent]]
    ```
    """
    for line in note.tag_lines if note.tag_line_rows else ():
        yield _problem(view, line)


def _topic_note(view: View, name: str) -> str | None:
    """The link path of the topic note that a tag's name leads to, by itself or as a synonym."""
    synonyms = {fold(each): right for each, right in view.settings.topics.synonyms.items()}
    right = synonyms.get(fold(name))
    return (right and _of_that_name(view, right)) or _of_that_name(view, name)


def _of_that_name(view: View, name: str) -> str | None:
    topics = view.settings.topics
    wanted = fold(name)
    found = [
        path[:-3]
        for path in view.by_name(name.rpartition("/")[2] + ".md")
        if topics.hold(path) and is_note(path) and fold(path[len(topics.prefix) : -3]) == wanted
    ]
    return max(found, default=None)


def _problem(view: View, line: TagLine) -> Problem:
    targets = [_topic_note(view, name) for name in line.names]
    shown = " ".join(f"#{name}" for name in line.names)
    fix = None
    if all(targets):
        links = [f"[[{target}]]" for target in targets]
        content = ("" if line.before else "- ") + f"{line.line_end}{line.before or '- '}".join(links)
        edit = Edit(line.start, line.end, content)
        fix = Fix(
            say("link the topic note"), (edit,), Applicability.SAFE, frozenset({"tags", "links", "text", "structure"})
        )
        message = (
            say("`{tags}` is a tag, not a topic: write `- {link}`", tags=shown, link=links[0])
            if len(links) == 1
            else say("`{tags}` are tags, not topics: link their topic notes, one a line", tags=shown)
        )
    else:
        message = say_number(
            len(line.names),
            "`{tags}` is a tag, not a topic: link a note in `{folder}` instead",
            "`{tags}` are tags, not topics: link notes in `{folder}` instead",
            tags=shown,
            folder=view.settings.topics.folder,
        )
    return Problem(line.start, line.end, message, fix)
