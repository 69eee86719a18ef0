"""Frozen values are as those of `dataclass(frozen=True)`."""

from __future__ import annotations

import copy
import pickle
import typing
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from vaultlint.cached import cached_property
from vaultlint.values import NamedTuple, frozen


@dataclass(frozen=True)
class Usual:
    """A class."""

    first: int
    second: str = "b"
    third: dict[str, int] = field(default_factory=dict)
    secret: str = field(default="", repr=False)


@frozen
class Ours:
    """A class."""

    first: int
    second: str = "b"
    third: dict[str, int] = field(default_factory=dict)
    secret: str = field(default="", repr=False)

    @cached_property
    def twice(self) -> int:
        return 2 * self.first


@frozen
class More(Ours):
    """One field more."""

    fourth: tuple[int, ...] = ()


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, "c", {"x": 1}, "s"), {}),
    ((), {"first": 2, "third": {}}),
    ((1,), {"second": "d"}),
    ((), {}),
    ((1,), {"first": 1}),
    ((1, 2, 3, 4, 5), {}),
    ((1,), {"fifth": 5}),
    ((), {"fifth": 5}),
]


@pytest.mark.parametrize(("given", "named"), CALLS)
def test_made_as_usual(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    try:
        usual = Usual(*given, **named)
    except TypeError:
        with pytest.raises(TypeError, match="Ours takes first, second, third, secret"):
            Ours(*given, **named)
        return
    ours = Ours(*given, **named)
    assert repr(ours) == repr(usual).replace("Usual", "Ours")
    assert {each.name: getattr(ours, each.name) for each in fields(ours)} == vars(usual)


def test_equal_by_fields_and_kind() -> None:
    ours = Ours(1)
    assert ours.twice == 2
    assert ours == Ours(1) != Ours(2)
    assert ours != Usual(1)
    assert ours != More(1)
    assert hash(Ours(1, third=())) == hash(Ours(1, third=()))  # type: ignore[arg-type]


def test_a_default_that_can_change_is_made_for_each() -> None:
    first, second = Ours(1), Ours(1)
    first.third["x"] = 1
    assert second.third == {}


def test_frozen() -> None:
    ours = Ours(1)
    with pytest.raises(FrozenInstanceError):
        ours.first = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del ours.first


def test_known_to_the_library() -> None:
    more = More(1, fourth=(4,))
    assert is_dataclass(more)
    assert [each.name for each in fields(More)] == ["first", "second", "third", "secret", "fourth"]
    assert replace(more, first=3) == More(3, fourth=(4,))
    assert pickle.loads(pickle.dumps(more)) == more == copy.deepcopy(more)


class Usually(typing.NamedTuple):
    """A tuple."""

    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def twice(self) -> int:
        return 2 * self.first

    def then(self, second: str) -> typing.Any:
        return self._replace(second=second)


class Named(NamedTuple):
    """A tuple."""

    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def twice(self) -> int:
        return 2 * self.first

    def then(self, second: str) -> typing.Any:
        return self._replace(second=second)


def test_tuples_are_as_usual() -> None:
    ours, usual = Named(1, third=(3,)), Usually(1, third=(3,))
    assert ours == usual == (1, "b", (3,))
    assert repr(ours) == repr(usual).replace("Usually", "Named")
    assert (ours.twice, ours.then("c"), Named.__doc__) == (usual.twice, usual.then("c"), Usually.__doc__)
    assert (Named._fields, Named._field_defaults) == (Usually._fields, Usually._field_defaults)
    assert typing.get_type_hints(Named) == typing.get_type_hints(Usually)
    assert type(pickle.loads(pickle.dumps(ours))) is Named
    with pytest.raises(TypeError):
        Named()  # type: ignore[call-arg]
