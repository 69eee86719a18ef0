"""A new note: where it stands, and what is in it before anybody has written a word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.globs import matches
from vaultlint.language import Message, Sentence, listed, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.wanted import wanted_sections
from vaultlint.report.escape import plain
from vaultlint.vault.note_types import note_type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.finding import Finding
    from vaultlint.markdown.wanted import Wanted
    from vaultlint.settings import NoteType, Settings
    from vaultlint.vault.listing import Listing

DEFAULT = "default"  # the name by which the type of notes that no note type matches can be asked for
_SHOWN = 8
_PLAIN_KEY = lazy_regex(r"[^\W\d_][\w /.()（）-]*[\w)）]|[^\W\d_]")
_NOT_PLAIN = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")
_WILD = lazy_regex(r"[*?\[{]")


def type_names(settings: Settings) -> list[str]:
    """The note types that can be asked for."""
    names = [note_type.name for note_type in settings.note_types]
    return names if DEFAULT in names or not settings.sections else [*names, DEFAULT]


def type_called(settings: Settings, name: str) -> NoteType:
    """The note type of that name; VaultlintError with the nearest name where there is none."""
    from vaultlint.errors import nearest_name
    from vaultlint.settings import NoteType

    for note_type in settings.note_types:
        if note_type.name == name:
            return note_type
    if name == DEFAULT:
        return NoteType(sections=settings.sections)
    names = type_names(settings)
    raise VaultlintError(_no_type(plain(name), nearest_name(name, names), names))


def _no_type(name: str, nearest: str, names: list[str]) -> Message:
    if nearest:
        return say("there is no note type `{name}`: did you mean `{nearest}`?", name=name, nearest=nearest)
    if names:
        known = listed([f"`{each}`" for each in names])
        return say("there is no note type `{name}`: there are {known}", name=name, known=known)
    return say("there is no note type `{name}`: the configuration has none", name=name)


def note_text(note_type: NoteType, title: str) -> str:
    """The note with its properties, required sections and their parts, all empty but the title."""
    lines = list(_properties(note_type, title))
    for section in wanted_sections(note_type.sections):
        if not section.optional:
            lines += ["", f"## {section.name}"] if lines else [f"## {section.name}"]
            for part in note_type.parts.get(section.name, ()):
                lines += ["", f"**{_first_spelling(part)}**"]
            lines += _sections_below(section, 3)
    return "".join(line + "\n" for line in lines)


def _sections_below(section: Wanted, level: int) -> Iterator[str]:
    """The headings of the required sections in another one."""
    for below in section.below:
        if not below.optional:
            yield from ("", f"{'#' * level} {below.name}")
            yield from _sections_below(below, level + 1)


def _properties(note_type: NoteType, title: str) -> Iterator[str]:
    """The properties of the type: those by which a note is of it have their values."""
    known = {**dict.fromkeys(note_type.properties, ""), **{k: v for k, v in note_type.where.items() if v != "*"}}
    if not (known or note_type.where or note_type.tags):
        return
    yield "---"
    for key in {**known, **note_type.where}:
        written = (
            key if _PLAIN_KEY.fullmatch(key) and key.lower() not in _NOT_PLAIN else json.dumps(key, ensure_ascii=False)
        )
        value = title if key == "title" else known.get(key, "")
        yield f"{written}: {json.dumps(value, ensure_ascii=False)}" if value else f"{written}:"
    if note_type.tags and "tags" not in known:
        yield f"tags: [{note_type.tags[0].removeprefix('#')}]"
    yield "---"


def _first_spelling(part: str) -> str:
    """The first spelling of a part; where `*` stands for anything, what is around it."""
    return next((spelling.strip() for spelling in part.split("|") if spelling.strip()), part).replace("*", "")


def choose_folder(settings: Settings, note_type: NoteType, listing: Listing, wanted: str | None) -> str:
    """The folder for a note of this type; an error that names the folders where several are possible."""
    known = possible_folders(settings, note_type, listing)
    if wanted is None:
        if len(known) == 1:
            return known[0]
        raise VaultlintError(_which_folder(note_type, known))
    folder = wanted.replace("\\", "/").strip("/").removeprefix("./")
    folder = "" if folder == "." else folder
    if folder not in known:
        ending = [each for each in known if each.endswith("/" + folder)]
        folder = ending[0] if len(ending) == 1 else folder
    if note_type.folders and not matches(folder, _folder_globs(note_type)):
        raise VaultlintError(
            say(
                "notes of type `{name}` belong in {folders}, not in `{folder}`",
                name=note_type.name,
                folders=_listed(note_type.folders),
                folder=plain(folder),
            )
        )
    return folder


def possible_folders(settings: Settings, note_type: NoteType, listing: Listing) -> list[str]:
    """The folders that a note of this type may stand in: those that the type names, or those in which such notes stand.

    The folder with the most notes of the type comes first.
    """
    counts: dict[str, int] = {}
    for path in listing.files:
        folder = path.rpartition("/")[0]
        while folder and folder not in counts:
            counts[folder] = 0
            folder = folder.rpartition("/")[0]
    counts.setdefault("", 0)
    for entry in listing.notes:
        if note_type_of(settings, entry.path).name == note_type.name:
            counts[entry.path.rpartition("/")[0]] += 1
    if note_type.folders:
        named = {glob for glob in _folder_globs(note_type) if not _WILD.search(glob)}
        found = named | {folder for folder in counts if matches(folder, _folder_globs(note_type))}
    else:
        found = (
            {folder for folder, count in counts.items() if count} or {_base(path) for path in note_type.paths} or {""}
        )
    return sorted(found, key=lambda folder: (-counts.get(folder, 0), folder))


def _folder_globs(note_type: NoteType) -> list[str]:
    return ["" if folder in (".", "./", "/") else folder.strip("/") for folder in note_type.folders]


def _base(glob: str) -> str:
    """The folder that a glob of paths begins with."""
    kept: list[str] = []
    for part in glob.removeprefix("./").strip("/").split("/")[: None if glob.endswith("/") else -1]:
        if _WILD.search(part):
            break
        kept.append(part)
    return "/".join(kept)


def _which_folder(note_type: NoteType, known: list[str]) -> Message:
    name = note_type.name or DEFAULT
    if not known:
        return say(
            "no folder of the vault is one of {folders}: name it with --folder", folders=_listed(note_type.folders)
        )
    if len(known) > _SHOWN:
        return say(
            "notes of type `{name}` may stand in {folders} and {more} more: choose with --folder",
            name=name,
            folders=_listed(known[:_SHOWN]),
            more=f"{len(known) - _SHOWN:,}",
        )
    return say("notes of type `{name}` may stand in {folders}: choose with --folder", name=name, folders=_listed(known))


def _listed(folders: Iterable[str]) -> Sentence:
    return listed([f"`{plain(folder) or '.'}`" for folder in folders])


def name_findings(settings: Settings, path: str, text: str) -> tuple[Finding, ...]:
    """What the rules about file names and folders would say of a note at `path`."""
    from dataclasses import replace

    from vaultlint.vault.source import MemorySource
    from vaultlint.workspace.run import lint_vault

    lint = replace(settings.lint, select=("files",), extend_select=(), ignore=(*settings.lint.ignore, "empty-note"))
    return lint_vault(MemorySource({path: text}), replace(settings, lint=lint, exclude=())).findings
