"""What a change of a file concerns: the questions (see `vault.view`) that may be answered otherwise than before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from vaultlint.vault.facts import ANY, pointer_key
from vaultlint.vault.resolve import fold
from vaultlint.vault.view import NAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vaultlint.vault.facts import NoteFacts


def of_file(path: str, folders: Collection[str]) -> set[str]:
    """The questions that a file coming or going concerns, whatever is in it; `folders` are there in either case."""
    key = pointer_key(path)
    found = {f"{kind}{each}" for kind in "npw" for each in (key, ANY)} | {"f" + path, "F" + path, NAMES}
    return found | {"d" + fold(folder) for folder in folders_of(path) if folder not in folders}


def folders_of(path: str) -> Iterator[str]:
    """The folders that a file stands in, the innermost first."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def of_change(path: str, before: NoteFacts | None, after: NoteFacts | None) -> set[str]:
    """The questions that another content of a note or board concerns; None where it is not one that is linted."""
    found = {"F" + path}
    if before is None or after is None or sight(before) != sight(after):
        found.add("f" + path)
    aliases = _aliases(before) ^ _aliases(after)
    found.update("a" + alias for alias in aliases)
    if aliases or (before and before.title) != (after and after.title):
        found.add(NAMES)
    found.update(
        "b" + facts.body for facts in (before, after) if facts and _body(before) != _body(after) and facts.body
    )
    changed = _pointers(before), _pointers(after)
    found.update("p" + key for key, _ in (changed[0] - changed[1]) | (changed[1] - changed[0]))
    found.update("w" + key for key in _names(before) ^ _names(after))
    return found


def sight(facts: NoteFacts) -> tuple[Any, ...]:
    """What can be seen of a note from elsewhere, without places."""
    return (
        facts.title,
        facts.type_name,
        facts.decodable,
        [row[0] for row in facts.aliases],
        [(row[0], row[3]) for row in facts.heading_rows],
        [row[0] for row in facts.block_rows],
        list(facts.footnotes),
        list(facts.swallowed),
        [(row[0], row[1]) for row in facts.named_rows],
        bool(facts.fault_rows),
    )


def given(facts: NoteFacts) -> set[str]:
    """What a note can be found by: its aliases (`A`), the names its links to headings have (`P`), its text (`B`)."""
    found = {"A" + row[0].lower() for row in facts.aliases} | {"P" + key for key in facts.pointers}
    return found | {"B" + facts.body} if facts.body else found


def found_by(facts: NoteFacts) -> set[str]:
    """The questions by which others find a note: what it gives, and the names it links to."""
    return given(facts) | {"n" + key for key in _names(facts)}


def _body(facts: NoteFacts | None) -> str:
    return facts.body if facts else ""


def _aliases(facts: NoteFacts | None) -> set[str]:
    return {row[0].lower() for row in facts.aliases} if facts else set()


def _pointers(facts: NoteFacts | None) -> Counter[tuple[str, str]]:
    links = (link for link in facts.links if link.subpath) if facts else ()
    return Counter((pointer_key(link.path or (facts.path if facts else "")), link.subpath) for link in links)


def _names(facts: NoteFacts | None) -> set[str]:
    return {pointer_key(link.path) for link in facts.links if link.path} if facts else set()
