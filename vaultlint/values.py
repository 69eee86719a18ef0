"""Frozen values, and named tuples, that take little time to define.

`dataclass(frozen=True)` writes six functions for each class and compiles them, two thirds of a millisecond; a run would
make a hundred such classes. Here all classes share the functions. `dataclasses.fields` and `replace` work as ever.
`typing.NamedTuple` compiles each annotation; the one here is the same for type checkers, and leaves them as they are.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NamedTuple as NamedTuple
else:

    class _Naming(type):
        def __new__(cls, name, bases, members):
            if not bases:
                return super().__new__(cls, name, bases, members)
            names = members.get("__annotations__", {})
            defaults = [members[each] for each in names if each in members]
            made = namedtuple(name, names, defaults=defaults, module=members["__module__"])
            for key, member in members.items():
                if key not in names and key not in ("__module__", "__dict__", "__weakref__"):
                    setattr(made, key, member)
            return made

    class NamedTuple(metaclass=_Naming):
        """A base of tuples with names, as `typing.NamedTuple`."""


ClassT = TypeVar("ClassT", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: ClassT) -> ClassT:
    """Make a class a frozen dataclass: its fields are its annotations."""
    for name, function in _SHARED.items():
        if name not in vars(cls) or (name == "__hash__" and cls.__hash__ is None):
            setattr(cls, name, function)
    setattr(cls, _FIELDS, _Fields())
    return cls


class _Fields:
    """Makes the class that it stands in a dataclass when somebody asks for its fields."""

    def __get__(self, value: object, cls: type) -> Any:
        for owner in cls.__mro__:
            if vars(owner).get(_FIELDS) is self:
                delattr(owner, _FIELDS)
                dataclass(init=False, repr=False, eq=False)(owner)
                break
        return getattr(cls, _FIELDS)


_FIELDS = "__dataclass_fields__"


def _init(self: Any, *given: Any, **named: Any) -> None:
    names, defaults, factories = _signature(type(self))
    values = vars(self)
    if not named and len(given) == len(names):
        values.update(zip(names, given, strict=True))
        return
    values.update(defaults)
    for name, factory in factories:
        if name not in named:
            values[name] = factory()
    if given:
        places = [*names][: len(given)]
        if len(given) > len(places) or not named.keys().isdisjoint(places):
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}, each once")
        values.update(zip(places, given, strict=True))
    values.update(named)
    if wrong := values.keys() ^ names.keys():
        raise TypeError(f"{type(self).__name__} takes {', '.join(names)}, and not more or less: {', '.join(wrong)}")


def _signature(cls: type) -> tuple[dict[str, bool], dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """The names of the fields, with whether they are shown; their defaults, and what makes a default for each value."""
    found = vars(cls).get("_signature")
    if found is None:
        all_fields = fields(cls)
        defaults = {each.name: each.default for each in all_fields if each.default is not MISSING}
        made = [(each.name, each.default_factory) for each in all_fields if each.default_factory is not MISSING]
        found = {each.name: each.repr for each in all_fields}, defaults, made
        cls._signature = found  # type: ignore[attr-defined]
    return found


def _values(self: Any) -> tuple[Any, ...]:
    values = vars(self)
    return tuple([values[name] for name in _signature(type(self))[0]])


def _eq(self: Any, other: object) -> Any:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    pairs = [f"{name}={vars(self)[name]!r}" for name, shown in _signature(type(self))[0].items() if shown]
    return f"{type(self).__qualname__}({', '.join(pairs)})"


def _setattr(self: Any, name: str, given: Any) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED: dict[str, Any] = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
}
