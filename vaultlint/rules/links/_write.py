"""Writing a link anew: the shortest edits that give it another target, in the style it was written in."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import is_note, stem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.language import Sentence
    from vaultlint.markdown.elements import Link
    from vaultlint.vault.view import Reference, View

_UNWRITABLE = lazy_regex(r"[#^|\[\]\r\n]|%%")
_NEEDS_ENCODING = lazy_regex(r"[\s<>\\]|%(?=[0-9A-Fa-f]{2})")


def path_span(link: Link) -> tuple[int, int]:
    """The bounds of the link path as written; those of the whole target where its end cannot be told."""
    length = link.target_end - link.target_start
    if link.subpath and length == len(link.path) + 1 + len(link.subpath):
        return link.target_start, link.target_start + len(link.path)
    return link.target_start, link.target_end


def display_span(link: Link) -> tuple[int, int] | None:
    """The bounds of a wiki link's display text, or None where there is none or it cannot be told."""
    if link.form != "wiki" or link.display is None:
        return None
    end = link.end - 2
    start = end - len(link.display)
    if link.key:
        start = link.target_end + 1
        end = start + len(link.display)
    return (start, end) if start - link.target_end in (1, 2) else None


def retarget(
    link: Link, path: str, *, display: str | None = None, subpath: str | None = None
) -> tuple[Edit, ...] | None:
    """Edits that make `link` point to `path`; None where it cannot be written so.

    The subpath stays, unless `subpath` is given. `display` becomes the display text of a wiki link: it replaces the one
    there is, or is added.
    """
    if link.place == "table" and has_bare_bar(link):
        return None  # the bar ends the cell: `unescaped-table-pipe` comes first
    if _UNWRITABLE.search(path) or (link.key and any(mark in path + (display or "") for mark in "\"'\\")):
        return None
    target = _target_edit(link, path, link.subpath if subpath is None else subpath, keeps=subpath is None)
    if display is None or link.form != "wiki":
        return (target,)
    if _UNWRITABLE.search(display):
        return None
    span = display_span(link)
    if span:
        return target, Edit(*span, display)
    if link.display is not None:
        return None
    pipe = "\\|" if link.place == "table" else "|"
    if target.end == link.target_end:
        return (target._replace(content=f"{target.content}{pipe}{display}"),)
    return target, Edit(link.target_end, link.target_end, pipe + display)


def has_bare_bar(link: Link) -> bool:
    """Whether one character stands between the target and the display text, and not `\\|`."""
    if link.form != "wiki" or link.display is None:
        return False
    return link.end - len("]]") - len(link.display) - link.target_end == len("|")


def _target_edit(link: Link, path: str, subpath: str, *, keeps: bool) -> Edit:
    start, end = path_span(link)
    whole = path + ("#" + subpath if subpath else "")
    if link.form == "wiki" and path == link.path and link.subpath and subpath and end < link.target_end:
        return Edit(end + 1, link.target_end, subpath)
    if link.form == "wiki":
        return Edit(start, end, path) if keeps and end < link.target_end else Edit(start, link.target_end, whole)
    in_angles = " " in link.path + link.subpath and link.target_end - link.target_start == len(_whole(link))
    return Edit(link.target_start, link.target_end, whole if in_angles else encoded(whole))


def _whole(link: Link) -> str:
    return link.path + ("#" + link.subpath if link.subpath else "")


def encoded(destination: str) -> str:
    """A destination as Obsidian writes it: only what CommonMark does not allow is percent-encoded (62)."""
    written = _NEEDS_ENCODING.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), destination)
    if written.count("(") != written.count(")"):
        written = written.replace("(", "%28").replace(")", "%29")
    return written


def link_fix(
    link: Link, message: Sentence, edits: Iterable[Edit] | None, applicability: Applicability, *changes: str
) -> Fix | None:
    """A fix that declares that it changes links; None without edits."""
    if edits is None:
        return None
    kind = "embeds" if link.embed else "links"
    declared = {kind, "properties"} if link.key else {kind}
    return Fix(message, tuple(edits), applicability, frozenset(declared | set(changes)))


def shown(link: Link) -> str | None:
    """What Obsidian shows for a wiki link without a display text (22), to be kept; None for others."""
    if link.form != "wiki" or link.display is not None or link.embed:
        return None
    return " > ".join(step for step in (link.path, *link.subpath.split("#")) if step)


def spelling(view: View, target: str, source: str, style: str, *, suffix: bool) -> str | None:
    """The link path for `target` in the note `source`: `shortest`, `absolute` or `relative`; `suffix` keeps `.md`.

    `shortest` is the bare name where that is enough, else the whole path (61). None where no link reaches the target.
    """
    whole = target if suffix else stem(target)
    tries = {"shortest": whole.rpartition("/")[2], "absolute": whole, "relative": _relative(whole, source)}
    for path in (tries[style], whole):
        resolution = view.resolve(path, source)
        if resolution.target == target and (resolution.exact or len(resolution.candidates) == 1):
            return path
    return None


def _relative(path: str, source: str) -> str:
    return posixpath.relpath(path, source.rpartition("/")[0] or ".")


def same_style(view: View, reference: Reference, target: str) -> str | None:
    """The link path for `target`, written as the reference's own is: bare, whole or relative, with or without `.md`."""
    written, source = reference.link.path, reference.source.path
    suffix = is_note(written)
    if not written.startswith(("./", "../")):
        return spelling(view, target, source, "absolute" if "/" in written else "shortest", suffix=suffix)
    path = _relative(target if suffix else stem(target), source)
    path = path if path.startswith("../") else f"./{path}"
    return path if view.resolve(path, source).target == target else None
