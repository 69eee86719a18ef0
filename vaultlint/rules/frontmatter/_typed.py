"""What invalid-property asks besides the form of each value: how many, where links lead, nothing twice."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related
from vaultlint.globs import matches
from vaultlint.language import listed, say, say_number
from vaultlint.markdown.placeholders import has_placeholder
from vaultlint.rules.frontmatter._values import is_empty, shown
from vaultlint.vault.note_types import note_type_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property
    from vaultlint.rules.rule import NoOptions
    from vaultlint.settings import PropertyRule
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.kinds import Titles, Value
    from vaultlint.vault.view import View


def count_faults(prop: Property, rule: PropertyRule) -> Iterator[Problem]:
    """Too few or too many values, and in a list of unique values one that stands there twice."""
    if is_empty(prop) or prop.shape == "map" or prop.nested:
        return
    count, name = len(prop.texts), shown(prop.key)
    if rule.min is not None and count < rule.min:
        yield Problem(
            prop.start,
            prop.end,
            say_number(
                rule.min,
                "`{name}` has {count} of at least one value: add what is missing",
                "`{name}` has {count} of at least {n} values: add what is missing",
                name=name,
                count=count,
            ),
        )
    if rule.max is not None and count > rule.max:
        yield Problem(
            prop.start,
            prop.end,
            say_number(
                count,
                "`{name}` has {n} value, and may have {max}: remove it",
                "`{name}` has {n} values, and may have {max}: remove the others",
                name=name,
                max=rule.max,
            ),
        )
    seen: set[str] = set()
    for value in prop.values if rule.unique else ():
        key = _key(value.text)
        if key in seen:
            yield Problem(
                value.start,
                value.end,
                say("`{name}` has the value `{text}` twice: remove one", name=name, text=shown(value.text)),
            )
        seen.add(key)


def leads_where_it_may(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """Links in properties that lead to other files than those which the note type allows there."""
    rules = note_type_named(view.settings, note.type_name).properties
    if not any(rule.to for rule in rules.values()):
        return
    for _, link, resolution in view.references(note):
        rule = rules.get(link.key) if link.key else None
        target = resolution.target
        if rule is None or not rule.to or target is None or _may_lead(view, target, rule.to):
            continue
        places = listed([f"`{place}`" for place in rule.to])
        message = say(
            "`{key}` links to `{target}`, and may link to {places} only: name another note",
            key=shown(link.key),
            target=target,
            places=places,
        )
        yield Problem(link.start, link.end, message)


def _may_lead(view: View, target: str, places: tuple[str, ...]) -> bool:
    """Whether a file is one of those that a property may link to: by a note type's name, a folder or a glob."""
    for place in places:
        if "*" in place:
            if matches(target, (place,)):
                return True
        elif "/" in place:
            if target.startswith(place.strip("/") + "/"):
                return True
        else:
            found = view.note(target)
            if found is not None and found.type_name == place:
                return True
    return False


def is_unique(titles: Titles, options: NoOptions) -> Iterator[Problem]:
    """Values that another note of the type has in the same property."""
    unique = {
        (note_type.name, key)
        for note_type in titles.settings.note_types
        for key, rule in note_type.properties.items()
        if rule.unique
    }
    first: dict[tuple[str, str, str], tuple[str, Value]] = {}
    for note in titles if unique else ():
        for key, values in note.values.items():
            for value in values if (note.type_name, key) in unique else ():
                if not value.text.strip() or has_placeholder(value.text):
                    continue
                path, other = first.setdefault((note.type_name, key, _key(value.text)), (note.path, value))
                if path != note.path:
                    message = say(
                        "`{key}` is `{text}` in `{path}` too: no two notes may have one value",
                        key=shown(key),
                        text=shown(value.text),
                        path=path,
                    )
                    related = (Related(say("the other note"), path, other.start, other.end),)
                    yield Problem(value.start, value.end, message, related=related, path=note.path)


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
