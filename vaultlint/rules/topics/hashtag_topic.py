"""hashtag-topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.paths import is_note
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.resolve import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.section_lines import TagLine
    from vaultlint.vault.vault import Vault


@vault_rule("topics", fix=Applicability.SAFE, reach="links")
def hashtag_topic(vault: Vault, options: NoOptions) -> Iterator[Problem]:
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
    lines = [(path, line) for path, note in vault.notes.items() if note.tag_line_rows for line in note.tag_lines]
    if lines:
        known = _topic_notes(vault)
        for path, line in lines:
            yield _problem(vault, path, line, known)


def _topic_notes(vault: Vault) -> dict[str, str]:
    """The link paths of the topic notes, by the names that lead to them."""
    topics = vault.settings.topics
    found = {
        fold(path[len(topics.prefix) : -3]): path[:-3]
        for path in sorted(vault.files)
        if topics.hold(path) and is_note(path)
    }
    for name, right in topics.synonyms.items():
        if fold(right) in found:
            found[fold(name)] = found[fold(right)]
    return found


def _problem(vault: Vault, path: str, line: TagLine, known: dict[str, str]) -> Problem:
    targets = [known.get(fold(name)) for name in line.names]
    shown = " ".join(f"#{name}" for name in line.names)
    fix, advice = None, f"link a note in `{vault.settings.topics.folder}` instead"
    if all(targets):
        links = [f"[[{target}]]" for target in targets]
        content = ("" if line.before else "- ") + f"{line.line_end}{line.before or '- '}".join(links)
        edit = Edit(line.start, line.end, content)
        fix = Fix("link the topic note", (edit,), Applicability.SAFE, frozenset({"tags", "links", "text", "structure"}))
        advice = f"write `- {links[0]}`" if len(links) == 1 else "link their topic notes, one a line"
    what = "is a tag" if len(line.names) == 1 else "are tags"
    return Problem(line.start, line.end, f"`{shown}` {what}, not a topic: {advice}", fix, path=path)
