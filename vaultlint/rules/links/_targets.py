"""What is wrong with the target of each link: each reference is classified once, so that a fault is found once."""

from __future__ import annotations

import posixpath
import re
from enum import Enum
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import is_note
from vaultlint.values import NamedTuple
from vaultlint.vault.resolve import fold, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View

_URL = lazy_regex(r"(?:[A-Za-z][A-Za-z0-9+.-]*:/|mailto:)")
_TEMPLATE = lazy_regex(r"\{\{|\}\}|<%|%>|\A%(?:.*%)?\Z", re.DOTALL)  # `[[{{title}}]]`: none before the template is used
_WIDE = lazy_regex("[｜＃]")
_CODE = lazy_regex(
    r"[:.=][a-z0-9_-]+[:.=]"  # a class of characters
    r"|[^\[\]]*\],? *\[.*"  # a list in a list
    r"|[-+.\d]+(?:, ?[-+.\d]+)+"  # numbers
    r"|(?:! )?-[a-zA-Z] \S.*|\"?\$[\w{(].*"  # a test of the shell
    r"|(?i:toc|_toc_)"
)


class Fault(Enum):
    """What can be wrong with a target."""

    MISSING = "no such note"
    MISSING_EMBED = "no such file to embed"
    ALIAS = "an alias of a note"
    AMBIGUOUS = "several files of that name"
    HIDDEN = "in a dot folder"
    UNSUPPORTED = "of a format that Obsidian links only when told so"
    ESCAPING = "outside the vault"
    CASE = "found only by ignoring case or Unicode form"
    URL = "a web address"
    EMPTY = "nothing"
    WIDE = "written with a full-width mark"
    PARENTHESES = "in full-width parentheses"
    CITATION = "a Markdown link whose text is in brackets"


class Found(NamedTuple):
    """A reference at fault; `file` is the file that it means, where one can be named."""

    reference: Reference
    file: str = ""


def faults(note: NoteFacts, view: View, fault: Fault) -> Sequence[Found]:
    """The references of the note with this fault, in text order."""
    found = view.once(_judge, note)
    return found.get(fault, ()) if found else ()


def _judge(note: NoteFacts, view: View) -> Mapping[Fault, Sequence[Found]]:
    found: dict[Fault, list[Found]] = {}
    judge = _Judge(view)
    for reference in view.links_of(note):
        path, resolution = reference.link.path, reference.resolution
        if resolution.exact and (not path or resolution.target == path + ".md"):
            continue
        result = judge.resolved(reference) if resolution.target is not None else judge.missing(reference)
        if result is not None:
            found.setdefault(result[0], []).append(Found(reference, result[1]))
    return found


class _Judge:
    """Classifies references of one note; what is asked often is kept."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._missing: dict[tuple[object, ...], tuple[Fault, str] | None] = {}

    def missing(self, reference: Reference) -> tuple[Fault, str] | None:
        """What is wrong with a link that resolves to nothing."""
        link = reference.link
        same = (link.path, link.form, link.embed, link.place)
        if same not in self._missing:
            self._missing[same] = self._judged(reference)
        return self._missing[same]

    def _judged(self, reference: Reference) -> tuple[Fault, str] | None:
        link = reference.link
        if link.form == "reference" or link.place == "code" or _is_template(link.path) or _is_code(link.path):
            return None
        if link.form == "name" and self._view.is_wanted(link.path):
            return None
        if link.form == "wiki":
            own = self._missing_wiki(reference)
            if own is not None:
                return own
        elif link.path.startswith("（") and link.path.endswith("）"):
            return Fault.PARENTHESES, ""
        found = self._elsewhere(reference)
        if found is None and self._view.may_lead_out(link.path):
            return None
        return found or (Fault.MISSING_EMBED if link.embed else Fault.MISSING, "")

    def _missing_wiki(self, reference: Reference) -> tuple[Fault, str] | None:
        link = reference.link
        if _URL.match(link.path):
            return Fault.URL, ""
        if link.path.startswith(("|", "\\|")) or not link.path.strip("\\ "):
            return Fault.EMPTY, ""
        if link.place in ("url", "iri"):
            return Fault.CITATION, ""
        wide = None if link.path.isascii() else _WIDE.search(link.path)
        if wide and wide.start():
            target = self._view.resolve(link.path[: wide.start()].strip(), reference.source.path).target
            if target:
                return Fault.WIDE, target
        return None

    def _elsewhere(self, reference: Reference) -> tuple[Fault, str] | None:
        """A file or note that exists, but that the link does not reach."""
        path, source = reference.link.path, reference.source.path
        if reference.resolution.escapes:
            return Fault.ESCAPING, ""
        hidden = self._view.hidden_file(path, source) if "." in path else None
        if hidden:
            return Fault.HIDDEN, hidden
        unsupported = self._view.unlinkable(path, source)
        if unsupported:
            return Fault.UNSUPPORTED, unsupported
        notes = self._view.with_alias(path)
        return (Fault.ALIAS, notes[0].path if len(notes) == 1 else "") if notes else None

    def resolved(self, reference: Reference) -> tuple[Fault, str] | None:
        """What is wrong with a link that resolves."""
        link, target = reference.link, str(reference.resolution.target)
        if link.form != "reference" and self._is_ambiguous(reference, target):
            return Fault.AMBIGUOUS, target
        if _is_spelt_out(link.path, target):
            return None
        named = link.form != "reference" and named_exactly(link.path, target, reference.resolution.candidates)
        return (Fault.AMBIGUOUS, target) if named else (Fault.CASE, target)

    def _is_ambiguous(self, reference: Reference, target: str) -> bool:
        """Not where only the case differs, nor where the path is right as seen from the note's folder."""
        resolution = reference.resolution
        if resolution.exact or len(resolution.candidates) < 2:
            return False
        relative_links = reference.link.form == "markdown" or self._view.obsidian.link_format == "relative"
        if relative_links and _points_to(reference.source.folder, reference.link.path, target):
            return False
        others = (path for path in resolution.candidates if fold(path) != fold(target))
        if _is_spelt_out(reference.link.path, target):  # then those whose names have another case are not meant
            return any(_is_spelt_out(reference.link.path, path) for path in others)
        return next(others, None) is not None


def named_exactly(link_path: str, target: str, candidates: Iterable[str]) -> str | None:
    """The candidate that has the link's name letter by letter, where the target has it in another case only."""
    if _is_spelt_out(link_path, target):
        return None
    return next((path for path in candidates if path != target and _is_spelt_out(link_path, path)), None)


def _is_template(link_path: str) -> bool:
    """Whether a template has yet to fill the link path in; of `](<% … %>)` the angle brackets are not part of it."""
    return _TEMPLATE.search(link_path) is not None


def _is_code(link_path: str) -> bool:
    """Whether the brackets are code without marks: `[[Array[int]]]`, `[[1, 2], [3, 4]]`, `[[ -f "$x" ]]`.

    Site generators put a table of contents in the place of `[[toc]]` and `[[_TOC_]]`.
    """
    if "]" not in link_path and "[" not in link_path and link_path[:1].isalpha():
        return link_path.lower() == "toc"  # as nearly all links begin
    return link_path.count("[") > link_path.count("]") or _CODE.fullmatch(link_path) is not None


def _points_to(folder: str, link_path: str, target: str) -> bool:
    joined = fold(posixpath.normpath(posixpath.join(folder, link_path)))
    return fold(target) in (joined, joined + ".md")


def _is_spelt_out(link_path: str, target: str) -> bool:
    """Whether a link path names its target letter by letter; a target whose own name is decomposed is not its fault."""
    path = link_path.replace("\\", "/").strip("/")
    while path.startswith(("./", "../")):
        path = path.partition("/")[2]
    if "/./" in path or "/../" in path or "//" in path:
        return True
    return any(whole == path or whole.endswith("/" + path) for whole in _spellings(target))


def _spellings(target: str) -> Iterator[str]:
    for whole in (target, normalize(target)):
        yield whole
        if is_note(whole):
            yield whole[:-3]
