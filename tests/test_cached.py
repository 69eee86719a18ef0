"""A cached property is worked out once for each value, and keeps its documentation."""

from __future__ import annotations

from dataclasses import dataclass

from vaultlint.cached import cached_property

calls: list[int] = []


@dataclass(frozen=True)
class Square:
    side: int

    @cached_property
    def area(self) -> int:
        """Its area."""
        calls.append(self.side)
        return self.side**2


def test_it_is_worked_out_once_for_each_value() -> None:
    calls.clear()
    small, large = Square(2), Square(3)
    assert [small.area, large.area, small.area, large.area] == [4, 9, 4, 9]
    assert calls == [2, 3]


def test_it_says_what_it_is() -> None:
    assert Square.area.__doc__ == "Its area."
