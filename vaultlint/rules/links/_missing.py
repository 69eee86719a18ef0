"""What broken-link and broken-embed share: the message, the suggestions and the fix for a missing target."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Related, Severity
from vaultlint.globs import matches
from vaultlint.language import Message, listed, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import stem
from vaultlint.rules.links._write import display_span, link_fix, path_span, retarget, same_style
from vaultlint.settings import option
from vaultlint.values import NamedTuple, frozen
from vaultlint.vault.resolve import fold
from vaultlint.vault.unwritten import names_unwritten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.markdown.elements import Link
    from vaultlint.rules.links._targets import Found
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View

_WEB = lazy_regex(r"(?:www\.[\w-]+\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|cn|dev|ai)(?:/|$))", re.IGNORECASE)
SEVERITIES = {severity.word: severity for severity in Severity}
_WORDS = ("error", "warning", "info")


@frozen
class MissingOptions:
    """Options of broken-link and broken-embed."""

    allow: tuple[str, ...] = option(
        (), "Names, or globs of link paths, that are left unresolved on purpose.", type="glob"
    )
    ignore_sections: tuple[str, ...] = option((), "Level-2 headings under which such links are not reported.")
    section_severity: dict[str, str] = option({}, "The severity under a level-2 heading.", choices=_WORDS)
    folder_severity: dict[str, str] = option(
        {},
        "The severity in the notes that a glob matches; a section's goes before it.",
        choices=_WORDS,
        key_type="glob",
    )


class Advice(NamedTuple):
    """What is said of a missing target; `known` says that it is a slip, whatever the vault's habits are."""

    message: Message
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    known: bool = True


def missing_problems(
    note: NoteFacts,
    view: View,
    found: Sequence[Found],
    options: MissingOptions,
    unwritten: Severity | None = None,
) -> Iterator[Problem]:
    """The problems of the note's references, which resolve to nothing.

    `unwritten` is the severity of names that are yet to be written, unless they are known to be slips.
    """
    said: dict[tuple[object, ...], Advice] = {}  # a note may name a target that is missing many times
    in_folder = _in_folder(note.path, options)
    for reference, _ in found:
        link = reference.link
        if link.section in options.ignore_sections and link.section:
            continue
        if options.allow and _is_allowed(link.path, options.allow):
            continue
        same = (link.path, link.subpath, link.form, link.embed)
        advice = said.get(same) or _advice(view, reference)
        if advice.fix is None and not advice.related:
            said[same] = advice
        severity = SEVERITIES.get(options.section_severity.get(link.section, "")) if link.section else None
        severity = severity or in_folder
        if severity is None and unwritten is not None and not advice.known and names_unwritten(link):
            severity = unwritten
        start, end = path_span(link)
        yield Problem(start, end, advice.message, advice.fix, advice.related, note.path, "", severity)


def _is_allowed(path: str, allow: Sequence[str]) -> bool:
    name = path.rpartition("/")[2]
    folded = {fold(each) for each in (path, name, path.removesuffix(".md"), name.removesuffix(".md"))}
    return any(fold(each) in folded for each in allow) or matches(path, allow) or matches(name, allow)


def _in_folder(path: str, options: MissingOptions) -> Severity | None:
    word = next((each for glob, each in options.folder_severity.items() if matches(path, (glob,))), "")
    return SEVERITIES.get(word)


def _advice(view: View, reference: Reference) -> Advice:
    """The message, with the fix and the places that it speaks of."""
    link = reference.link
    path, is_file = link.path, _is_file(link)
    renamed = _renamed(view, reference)
    if renamed:
        new, fix = renamed
        message = (
            say("there is no file `{path}`: it was renamed to `{new}`", path=path, new=new)
            if is_file
            else say("there is no note `{path}`: it was renamed to `{new}`", path=path, new=new)
        )
        return Advice(message, fix, (Related(say("its new name"), new),))
    written = _decoded(view, reference)
    if written:
        message = (
            say("there is no file `{path}`: a wiki link is not percent-encoded", path=path)
            if is_file
            else say("there is no note `{path}`: a wiki link is not percent-encoded", path=path)
        )
        return Advice(message, written)
    if _is_folder(view, reference):
        return Advice(
            say("`{path}` is a folder, which a link cannot open: link one of its notes", path=link.path),
            known="/" in link.path,
        )
    if link.form == "markdown" and _WEB.match(link.path):
        address = link.path + ("#" + link.subpath if link.subpath else "")
        message = (
            say(
                "there is no file `{path}`: if it is a web address, write `https://{address}`",
                path=path,
                address=address,
            )
            if is_file
            else say(
                "there is no note `{path}`: if it is a web address, write `https://{address}`",
                path=path,
                address=address,
            )
        )
        return Advice(message)
    hashed = _hash_name(view, link) if _has_hash(link) else None
    if hashed:
        message = (
            say(
                "there is no file `{path}`: a link ends its path at `#`, so that no link can open `{name}`",
                path=path,
                name=hashed,
            )
            if is_file
            else say(
                "there is no note `{path}`: a link ends its path at `#`, so that no link can open `{name}`",
                path=path,
                name=hashed,
            )
        )
        return Advice(message)
    return _suggestion(view, reference, is_file=is_file)


def _is_folder(view: View, reference: Reference) -> bool:
    """Whether a link names a folder: by its path in the vault, or as seen from its note."""
    path, source = reference.link.path, reference.source.path
    if path.startswith(("./", "../")):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    return path == "." or view.is_folder(path)


def _is_file(link: Link) -> bool:
    """Whether a link names a file that is no note."""
    name = link.path.rpartition("/")[2]
    extension = name.rpartition(".")[2] if "." in name else ""
    is_plain = extension.isascii() and extension.isalnum() and 1 < len(extension) < 6 and not extension.isdigit()
    return is_plain and extension.lower() != "md"


def _suggestion(view: View, reference: Reference, *, is_file: bool) -> Advice:
    link = reference.link
    near = view.near(link.path, embed=link.embed)
    if not near:
        return Advice(_nothing(link, is_file=is_file), known=False)
    stems = [stem(each.path) for each in near if each.same] or [stem(near[0].path)]
    names = listed([f"`{name}`" for name in stems], last="or")
    path = same_style(view, reference, near[0].path)
    fix = path and link_fix(link, say("link `{text}`", text=path), retarget(link, path), Applicability.DISPLAY)
    related = tuple(
        Related(say("has a similar title") if each.titled else say("has a similar name"), each.path) for each in near
    )
    message = (
        say("there is no file `{path}`: did you mean {names}?", path=link.path, names=names)
        if is_file
        else say("there is no note `{path}`: did you mean {names}?", path=link.path, names=names)
    )
    return Advice(message, fix or None, related, known=near[0].same and not near[0].titled)


def _nothing(link: Link, *, is_file: bool) -> Message:
    """What is said where no name is like the one that is missing."""
    path = link.path
    if link.embed and is_file:
        return say("there is no file `{path}`: embed a file that exists", path=path)
    if link.embed:
        return say("there is no note `{path}`: embed a file that exists", path=path)
    if is_file:
        return say("there is no file `{path}`: correct the link, or add the file", path=path)
    return say("there is no note `{path}`: correct the link, or create the note", path=path)


def _has_hash(link: Link) -> bool:
    """Whether the target as written has a `#`, be it that nothing stands behind it."""
    ends_in_hash = link.form == "wiki" and link.target_end - link.target_start == len(link.path) + 1
    return bool(link.subpath) or ends_in_hash


def _hash_name(view: View, link: Link) -> str | None:
    """The file whose name holds the `#` at which the link was split (23)."""
    name = link.path.rpartition("/")[2]
    for hash_mark in ("#", "# ", " #", " # "):  # the spaces beside it are lost
        whole = (name + hash_mark + link.subpath).strip()
        found = view.by_name(whole) or view.by_name(whole + ".md")
        if found:
            return found[0]
    return None


def _decoded(view: View, reference: Reference) -> Fix | None:
    """The fix for a wiki link that is percent-encoded, where the decoded path resolves."""
    link = reference.link
    if link.form != "wiki" or "%" not in link.path:
        return None
    from urllib.parse import unquote

    path, subpath = unquote(link.path), unquote(link.subpath)
    if path == link.path or not view.resolve(path, reference.source.path).target:
        return None
    return link_fix(link, say("write `{text}`", text=path), retarget(link, path, subpath=subpath), Applicability.SAFE)


def _renamed(view: View, reference: Reference) -> tuple[str, Fix | None] | None:
    """Where git says that the target was renamed, to one path only, that path and the fix."""
    if not view.renames:
        return None
    resolution = view.old_names.resolve(reference.link.path, reference.source.path)
    old = (str(resolution.target),) if resolution.exact else resolution.candidates
    new = {path for each in old for path in view.renames.get(each, ())}
    if len(new) != 1:
        return None
    target = new.pop()
    return target, _rename_fix(view, reference, old[0], target)


def _rename_fix(view: View, reference: Reference, old: str, new: str) -> Fix | None:
    link = reference.link
    path = same_style(view, reference, new)
    if path is None:
        return None
    old_name, new_name = stem(old.rpartition("/")[2]), stem(new.rpartition("/")[2])
    is_name = link.form == "wiki" and link.display is not None and link.display.strip() in (old_name, stem(old))
    display = None
    if is_name and display_span(link):
        display = new_name if str(link.display).strip() == old_name else stem(new)
    edits: tuple[Edit, ...] | None = retarget(link, path, display=display)
    return link_fix(link, say("link the new name `{path}`", path=path), edits, Applicability.SAFE)
