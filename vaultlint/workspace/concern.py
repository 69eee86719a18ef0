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

_ASKED = {"A": "a", "B": "b", "n": "w"}  # what a note can be found by, and the question that is answered by it


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
    changed = (found_by(before) if before else set()) ^ (found_by(after) if after else set())
    found.update(_ASKED[each[0]] + each[1:] for each in changed if each[0] in _ASKED)
    if any(each[0] == "A" for each in changed) or (before and before.title) != (after and after.title):
        found.add(NAMES)
    pointers = _pointers(before), _pointers(after)
    found.update("p" + key for key, _ in (pointers[0] - pointers[1]) | (pointers[1] - pointers[0]))
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
    return given(facts) | {"n" + pointer_key(link.path) for link in facts.links if link.path}


def _pointers(facts: NoteFacts | None) -> Counter[tuple[str, str]]:
    links = (link for link in facts.links if link.subpath) if facts else ()
    return Counter((pointer_key(link.path or (facts.path if facts else "")), link.subpath) for link in links)
