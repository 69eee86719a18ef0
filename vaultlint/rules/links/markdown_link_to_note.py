"""markdown-link-to-note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Severity
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import is_note, stem
from vaultlint.rules.links._write import encoded, link_fix, spelling
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View

_MARKUP = lazy_regex(r"[|\[\]*_`~=<>\\!#$\r\n]")
_CLOSING = 2
_UNWRITABLE = lazy_regex(r"[#^|\[\]]|%%")


@frozen
class Options:
    """Options of markdown-link-to-note."""

    prefer: str | None = option(
        None, "The form to use; none means as Obsidian is set to write links.", choices=("wiki", "markdown")
    )


@vault_rule("links", severity=Severity.INFO, default=False, fix=Applicability.SAFE, options=Options)
def markdown_link_to_note(note: NoteFacts, view: View, options: Options) -> Iterator[Problem]:
    """A Markdown link to a note in a vault that uses wiki links, or the reverse.

    Obsidian resolves both alike; one form in one vault is easier to search for. Which one it is says the option, or
    "Use `[[Wikilinks]]`" in Obsidian's settings (`useMarkdownLinks` in `.obsidian/app.json`).

    ## Fix

    Writes the other form with the same target and text, where the text is plain. Safe; unsafe where the link has a
    title, which is lost. Embeds are left as they are.

    ## Bad

    ```md Note.md
    See [the tea](Tea.md#Water).
    ```

    ```md Tea.md
    ## Water
    ```

    ## Good

    ```md Note.md
    See [[Tea#Water|the tea]].
    ```

    ```md Tea.md
    ## Water
    ```
    """
    prefer = options.prefer or ("markdown" if view.obsidian.markdown_links else "wiki")
    other = "markdown" if prefer == "wiki" else "wiki"
    for reference in view.references(note):
        note, link, resolution = reference
        if link.form != other or link.key or link.embed or resolution.target is None or not is_note(resolution.target):
            continue
        fix = _to_wiki(view, reference) if prefer == "wiki" else _to_markdown(reference)
        target = link.path or f"#{link.subpath}"
        message = (
            say("`{target}` is linked by a Markdown link: this vault uses wiki links", target=target)
            if prefer == "wiki"
            else say("`{target}` is linked by a wiki link: this vault uses Markdown links", target=target)
        )
        yield Problem(link.start, link.end, message, fix, path=note.path)


def _to_wiki(view: View, reference: Reference) -> Fix | None:
    note, link, resolution = reference
    text, subpath = (link.display or "").strip(), link.subpath
    path = ""
    if link.path:
        path = stem(link.path)
        if view.resolve(path, note.path).target != resolution.target:
            path = spelling(view, str(resolution.target), note.path, "shortest", suffix=False) or ""
    if not text or _MARKUP.search(text) or _UNWRITABLE.search(path) or "|" in subpath or not (path or subpath):
        return None
    target = path + ("#" + subpath if subpath else "")
    pipe = "\\|" if link.place == "table" else "|"
    new = f"[[{target}]]" if text == target else f"[[{target}{pipe}{text}]]"
    # Behind the destination, `)` or `>)` is all there may be: a wiki link has no title.
    level = Applicability.SAFE if link.end - link.target_end <= _CLOSING else Applicability.UNSAFE
    return link_fix(link, say("write `{text}`", text=new), (Edit(link.start, link.end, new),), level)


def _to_markdown(reference: Reference) -> Fix | None:
    link = reference.link
    text = (link.display or " > ".join(part for part in (link.path, *link.subpath.split("#")) if part)).strip()
    if _MARKUP.search(text):
        return None
    suffix = "" if not link.path or is_note(link.path) else ".md"
    target = encoded(link.path + suffix + ("#" + link.subpath if link.subpath else ""))
    new = f"[{text}]({target})"
    return link_fix(link, say("write `{text}`", text=new), (Edit(link.start, link.end, new),), Applicability.SAFE)
