"""url-in-wiki-link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.rules.links._write import has_bare_bar, link_fix
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Link
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View

_PLAIN = lazy_regex(r"[^\s<>]+")


@vault_rule("links", fix=Applicability.SAFE)
def url_in_wiki_link(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A web address in a wiki link, which Obsidian takes for the name of a note.

    `[[https://example.org]]` does not open the page: a click makes a note with that name.

    ## Fix

    `[[https://example.org|text]]` becomes `[text](https://example.org)`, and without a text `<https://example.org>`.
    Safe.

    ## Bad

    ```md
    See [[https://example.org/tea|about tea]] and [[https://example.org]].
    ```

    ## Good

    ```md
    See [about tea](https://example.org/tea) and <https://example.org>.
    ```
    """
    for reference, _ in faults(note, view, Fault.URL):
        link = reference.link
        url = link.path + ("#" + link.subpath if link.subpath else "")
        new = _new(link, url)
        message = (
            say("`{url}` is a web address, which a wiki link cannot open: write `{new}`", url=url, new=new)
            if new
            else say("`{url}` is a web address, which a wiki link cannot open: take it out of the brackets", url=url)
        )
        edits = (Edit(link.start, link.end, new),) if new else None
        fix = link_fix(link, say("write `{text}`", text=new or ""), edits, Applicability.SAFE, "text", "links")
        yield Problem(link.target_start, link.target_end, message, fix, path=reference.source.path)


def _new(link: Link, url: str) -> str | None:
    """What to write instead, or None where that is not plain."""
    text = (link.display or "").strip()
    if link.place == "table" and has_bare_bar(link):
        return None  # the bar ends the cell: `unescaped-table-pipe` comes first
    if link.key or not _PLAIN.fullmatch(url) or any(bracket in text for bracket in "[]"):
        return None
    if link.embed or text:
        return f"{'!' * link.embed}[{text}]({_in_parentheses(url)})"
    return f"<{url}>"


def _in_parentheses(url: str) -> str:
    return f"<{url}>" if url.count("(") != url.count(")") else url
