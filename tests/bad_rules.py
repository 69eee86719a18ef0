"""Rules written to misbehave, and some that behave, for the tests of the fix engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.rules.rule import Rule, note_rule, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator


def replacing(
    name: str,
    pattern: str,
    replacement: str,
    changes: str = "",
    level: Applicability = Applicability.SAFE,
    reach: int = 0,
    fixable: bool = True,
    together: bool = False,
) -> Rule:
    """A note rule that replaces every match of `pattern`, and `reach` characters behind it; `together`: in one fix."""
    compiled = re.compile(pattern, re.MULTILINE)

    def check(note: Any, context: Any, options: Any) -> Iterator[Problem]:
        """Finds a pattern."""
        if together:
            edits = tuple(Edit(*match.span(), match.expand(replacement)) for match in compiled.finditer(note.text))
            if edits:
                yield Problem(edits[0].start, edits[0].end, "found some", Fix("replace them", edits, level))
            return
        for match in compiled.finditer(note.text):
            edit = Edit(match.start(), match.end() + reach, match.expand(replacement))
            fix = Fix(f"replace “{match[0]}”", (edit,), level, frozenset(changes.split()))
            yield Problem(*match.span(), f"found “{match[0]}”", fix if fixable else None)

    check.__name__ = name.replace("-", "_")
    return note_rule("format", fix=level)(check)


def vault_replacing(name: str, edits: dict[str, tuple[str, str]], changes: str = "") -> Rule:
    """A vault rule with one fix: in each note of `edits`, the first string is replaced by the second."""

    def check(note: Any, view: Any, options: Any) -> Iterator[Problem]:
        """Finds strings in several notes."""
        places = []
        for path, (old, new) in edits.items() if note.path == min(edits) else ():
            view.asked.add("F" + path)
            start = view._world.source.read(path).decode().find(old)
            if start < 0:
                return
            places.append(Edit(start, start + len(old), new, path))
        first = min(places, key=lambda edit: edit.path, default=None)
        if first is None:
            return
        fix = Fix("replace", tuple(places), Applicability.SAFE, frozenset(changes.split()))
        yield Problem(first.start, first.end, "found", fix, path=first.path)

    check.__name__ = name.replace("-", "_")
    return vault_rule("links", fix=Applicability.SAFE)(check)


GOOD = replacing("good", r"[ \t]+$", "")
