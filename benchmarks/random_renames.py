"""Renames that can be done in a vault, at random: notes, folders, attachments, headings and blocks."""

from __future__ import annotations

import posixpath
import random
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from benchmarks.plain_reader import Vault, headings, split, without_code

NAMES = (
    *("新的名字", "New name", "Q&A, part 2", "它's (again)", "50%25 off"),
    *("odd (paren", "v2.0 draft", "a+b=c!", "～～", "100% 中文"),
)
ATTACHMENTS = (".png", ".jpg", ".svg", ".pdf", ".canvas")
BLOCK = re.compile(r"(?<=\s)\^([A-Za-z0-9-]+)[ \t]*\r?$", re.MULTILINE)
ATX = re.compile(r"^#{1,6} +([^\n#`\[\]|]*[^\s#`\[\]|])[ \t]*\r?$", re.MULTILINE)


class Rename(NamedTuple):
    """Arguments of the command; `moves` are the files that get a new path, `block` an old and a new id."""

    old: str
    new: str
    moves: Mapping[str, str]
    block: tuple[str, str] = ("", "")


def choose(vault: Vault, chosen: random.Random) -> Rename:
    """A rename that can be done, most often of a note or a heading."""
    while True:
        made = chosen.choice(KINDS)(vault, chosen)
        if made and not any(old == new or new in vault.paths for old, new in made.moves.items()):
            return made


def _note(vault: Vault, chosen: random.Random) -> Rename:
    old, name = _a_note(vault, chosen), _a_name(chosen) + ".md"
    return Rename(old, name, {old: posixpath.join(posixpath.dirname(old), name)})


def _moved(vault: Vault, chosen: random.Random) -> Rename:
    """A note into the folder of another one, or into a new folder."""
    old, other = _a_note(vault, chosen), _a_note(vault, chosen)
    place = posixpath.dirname(other) if chosen.random() < 0.7 else f"新 folder {chosen.randrange(9999)}/x"
    return Rename(old, f"/{place}/", {old: posixpath.join(place, posixpath.basename(old))})


def _captured(vault: Vault, chosen: random.Random) -> Rename:
    """A note gets a name that another one has."""
    old, name = _a_note(vault, chosen), posixpath.basename(_a_note(vault, chosen))
    return Rename(old, name, {old: posixpath.join(posixpath.dirname(old), name)})


def _folder(vault: Vault, chosen: random.Random) -> Rename | None:
    parts = posixpath.dirname(_a_note(vault, chosen)).split("/")
    old, name = "/".join(parts[: chosen.randint(1, len(parts))]), _a_name(chosen)
    return Rename(old, name, _below(vault, old, posixpath.join(posixpath.dirname(old), name))) if old else None


def _moved_folder(vault: Vault, chosen: random.Random) -> Rename | None:
    old, place = posixpath.dirname(_a_note(vault, chosen)), posixpath.dirname(_a_note(vault, chosen))
    new = posixpath.join(place, f"{posixpath.basename(old)} {chosen.randrange(999)}")
    return Rename(old, "/" + new, _below(vault, old, new)) if old and not new.startswith(old + "/") else None


def _attachment(vault: Vault, chosen: random.Random) -> Rename | None:
    found = [path for path in vault.paths if path.endswith(ATTACHMENTS)]
    if not found:
        return None
    old = chosen.choice(found)
    name = _a_name(chosen) + posixpath.splitext(old)[1]
    return Rename(old, name, {old: posixpath.join(posixpath.dirname(old), name)})


def _heading(vault: Vault, chosen: random.Random) -> Rename | None:
    """A heading of a note whose headings differ; most often of a note in which a link names one."""
    path = _a_note(vault, chosen)
    links = [(link, source) for source in vault.texts for link in vault.links(source)]
    named = [pair for pair in links if pair[0].subpath and not pair[0].subpath.startswith("^")]
    if named and chosen.random() < 0.8:
        link, source = chosen.choice(named)
        path = vault.resolve(link.path, source) or path
    text = vault.texts.get(path, "")
    keys = [each for _, each in headings(text)]
    shown = set(without_code(split(text)[1]).split("\n"))
    found = [match[1] for match in ATX.finditer(text) if match[0] in shown] if len(keys) == len(set(keys)) else []
    new = f"Heading {chosen.randrange(9999)}：{_a_name(chosen)}"
    return Rename(f"{path}#{chosen.choice(found)}", new, {}) if found else None


def _block(vault: Vault, chosen: random.Random) -> Rename | None:
    notes = [(path, without_code(text)) for path, text in vault.texts.items() if path.endswith(".md")]
    found = [(path, name) for path, text in notes for name in BLOCK.findall(text)]
    if not found:
        return None
    path, old = chosen.choice(found)
    new = f"new-{chosen.randrange(99999)}"
    return Rename(f"{path}#^{old}", f"^{new}", {}, (old, new))


Kind = Callable[[Vault, random.Random], Rename | None]
KINDS: tuple[Kind, ...] = (
    *(_note, _note, _moved, _moved, _captured, _folder),
    *(_moved_folder, _attachment, _heading, _heading, _block),
)


def _a_note(vault: Vault, chosen: random.Random) -> str:
    """A note; every other time one that another one links to."""
    path = chosen.choice([path for path in vault.paths if path.endswith(".md")])
    linked = [target for link in vault.links(path) if (target := vault.resolve(link.path, path)) in vault.texts]
    return chosen.choice(linked) if linked and chosen.random() < 0.5 else path


def _a_name(chosen: random.Random) -> str:
    return f"{chosen.choice(NAMES)} {chosen.randrange(9999)}"


def _below(vault: Vault, old: str, new: str) -> dict[str, str]:
    return {path: posixpath.join(new, path[len(old) + 1 :]) for path in vault.paths if path.startswith(old + "/")}
