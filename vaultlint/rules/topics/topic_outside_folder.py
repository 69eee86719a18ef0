"""topic-outside-folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.globs import matches
from vaultlint.language import say
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@frozen
class Options:
    """Options of topic-outside-folder."""

    allow: tuple[str, ...] = option((), "Globs of notes outside the folder that serve as topics.", type="glob")


@vault_rule("topics", options=Options)
def topic_outside_folder(note: NoteFacts, view: View, options: Options) -> Iterator[Problem]:
    """A topic that is not a note of the topic folder.

    Topics are the vocabulary of a vault and stand together in one folder (`topics.folder`). A link to an article in the
    topic section is a relation in the wrong place, or a topic note in the wrong folder. A vault that has no such folder
    keeps its topics elsewhere, and nothing is reported.

    ## Bad

    ```md Note.md
    ## 关联主题

    - [[Article]]
    ```

    ```md Article.md
    文章。
    ```

    ```md 00-元语/Agent.md
    概念。
    ```

    ## Good

    ```md Note.md
    ## 关联主题

    - [[00-元语/Agent]]
    ```

    ```md 00-元语/Agent.md
    概念。
    ```
    """
    topics = view.settings.topics
    edges, prefix = view.topic_edges(note), topics.prefix
    if not edges or not view.holds_files(topics.folder.strip("/")):
        return
    for _, reference in edges:
        target = reference.resolution.target
        if target and not target.startswith(prefix) and not matches(target, options.allow):
            link = reference.link
            message = say(
                "`{target}` is not in the topic folder `{folder}`: link a topic, or list it under "
                "`## {section}` with its reason",
                target=target,
                folder=topics.folder,
                section=view.settings.relations.section,
            )
            yield Problem(link.start, link.end, message, path=reference.source.path)
