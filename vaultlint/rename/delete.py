"""Deleting a note: who links to it, and what becomes of these links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say, say_number
from vaultlint.rename.canvas import canvas_links
from vaultlint.rename.follow import followed, shown_words, unlinked
from vaultlint.rename.link_edits import MisplacedError
from vaultlint.rename.plan import all_notes
from vaultlint.rename.recast import Recast, refused
from vaultlint.rename.recast_gate import rows
from vaultlint.report.escape import plain
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.finding import Edit
    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note
    from vaultlint.rename.recast import Rows
    from vaultlint.rename.texts import Texts
    from vaultlint.vault.vault import Vault

_SHOWN = 20


class Referrer(NamedTuple):
    """A file that links to the note, and the line; 0 for a card of a canvas."""

    path: str
    line: int


def referrers(vault: Vault, path: str, texts: Texts) -> Iterator[Referrer]:
    """Every link to the note at `path` from other files, in path and text order."""
    for facts in all_notes(vault):
        for link in _links_to(vault, facts.path, facts.links, path):
            yield Referrer(facts.path, link.line)
    for each in sorted(vault.files):
        if each.endswith(".canvas"):
            text = texts.data(each).decode("utf-8", "replace")
            for found in canvas_links(each, text):
                name = found.path if found.link else "/" + found.path
                if found.path and vault.resolver.resolve(name, each).target == path:
                    yield Referrer(each, 0)


def _links_to(vault: Vault, source: str, links: tuple[Link, ...], path: str) -> Iterator[Link]:
    if source != path:
        yield from (link for link in links if link.path and vault.resolve(link, source).target == path)


def plan_delete(vault: Vault, path: str, texts: Texts, *, unlink: bool = False, redirect: str | None = None) -> Recast:
    """Remove the note at `path`; links to it become their words (`unlink`), or links to the note `redirect`.

    VaultlintError with the referrers where there are some and neither is asked for.
    """
    note = texts.note(path)
    if not unlink and redirect is None:
        found = list(referrers(vault, path, texts))
        if found:
            raise VaultlintError("\n".join(_refusal(path, found)))
    edits: dict[str, tuple[Edit, ...]] = {}
    drops: dict[str, tuple[tuple[int, int], ...]] = {path: ((0, len(note.text)),)}
    wanted: dict[str, Rows] = {}
    count = 0
    for facts in all_notes(vault) if unlink else ():
        links = list(_links_to(vault, facts.path, facts.links, path))
        if links:
            other = texts.note(facts.path)
            count += len(links)
            edits[facts.path] = tuple(edit for link in links for edit in _unlinked(other, link))
            drops[facts.path] = tuple((link.start, link.start + 1) for link in links)
            wanted[facts.path] = _rows(other, {link.start: link for link in links if link.key})
    instead = {path: redirect} if redirect else {}
    shape = Recast({}, edits, texts.before, removes=(path,), instead=instead, drops=drops, rows=wanted, unlinked=count)
    return followed(vault, texts, shape)


def _unlinked(note: Note, link: Link) -> Iterator[Edit]:
    others = (each for each in note.links if each != link and not each.key)
    if any(each.start <= link.start < each.end or link.start < each.start < link.end < each.end for each in others):
        raise refused(note.path, note.text, link.start, str(say("the link shares its text with another one")))
    try:
        yield from unlinked(note.text, link)
    except MisplacedError:
        why = say("where the link is written cannot be told")
        raise refused(note.path, note.text, link.start, str(why)) from None


def _rows(note: Note, gone: dict[int, Link]) -> Rows:
    """The properties afterwards: a value that was a link to the note is its words."""
    found = rows(note)
    linked = {link.start for link in note.links if link.key} - gone.keys()
    for number, prop in enumerate(note.frontmatter.properties if note.frontmatter else ()):
        values = tuple(
            (_words(gone[value.start]), "text") if value.start in gone else (value.text, value.type)
            for value in prop.values
            if value.start not in linked
        )
        found[number] = (prop.key, prop.shape, prop.nested, values)
    return found


def _words(link: Link) -> str:
    return link.display.strip() if link.display and link.display.strip() else shown_words(link)


def _refusal(path: str, found: list[Referrer]) -> Iterator[str]:
    yield str(
        say_number(
            len(found),
            "nothing was changed: one link opens {path}; `--unlink` leaves its words, `--redirect OTHER` lets it "
            "open another note:",
            "nothing was changed: {n} links open {path}; `--unlink` leaves their words, `--redirect OTHER` lets them "
            "open another note:",
            path=plain(path),
        )
    )
    yield from (
        f"  {plain(each.path)}:{each.line}" if each.line else f"  {plain(each.path)}" for each in found[:_SHOWN]
    )
    if len(found) > _SHOWN:
        yield str(say_number(len(found) - _SHOWN, "  and one more", "  and {n} more"))
