"""What a client sends, judged before anything is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from vaultlint.lsp.shapes import Position, Range

KindT = TypeVar("KindT")
_LARGEST = 2**31 - 1


class MalformedError(Exception):
    """Parameters are not what the protocol says; the message names what is wrong."""


def known(value: Any, *names: str) -> Any:
    """What stands below these names; None where there is nothing."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def given(kind: type[KindT], value: Any, *names: str) -> KindT:
    """What stands below these names and has to be of that kind; MalformedError where it is not."""
    found = known(value, *names)
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise MalformedError(f"{'.'.join(names) or 'params'} has to be of the kind {kind.__name__}")
    return found


def uri_in(params: Any) -> str:
    """The address of the text that is asked about."""
    return given(str, params, "textDocument", "uri")


def position_in(value: Any, *names: str) -> Position:
    """A position."""
    line, character = given(int, value, *names, "line"), given(int, value, *names, "character")
    if not (0 <= line <= _LARGEST and 0 <= character <= _LARGEST):
        raise MalformedError(f"{'.'.join(names)} is no position")
    return {"line": line, "character": character}


def range_in(value: Any, *names: str) -> Range:
    """A range."""
    return {"start": position_in(value, *names, "start"), "end": position_in(value, *names, "end")}


def rows_in(value: Any, *names: str) -> list[dict[str, Any]]:
    """A list of objects; one that is not there is empty, and so is an object without keys, as Lua has it."""
    found = known(value, *names)
    if found is None or found == {}:
        return []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise MalformedError(f"{'.'.join(names)} has to be a list of objects")
    return cast("list[dict[str, Any]]", found)


def words_in(value: Any, *names: str) -> list[str] | None:
    """A list of strings; None where there is none."""
    found = known(value, *names)
    if found is None or found == {}:
        return None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise MalformedError(f"{'.'.join(names)} has to be a list of strings")
    return cast("list[str]", found)
