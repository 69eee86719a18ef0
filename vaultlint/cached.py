"""Properties that are worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

ResultT = TypeVar("ResultT")


class cached_property(Generic[ResultT]):  # noqa: N801 (named as the one of the standard library)
    """`functools.cached_property` without the lock that it takes in Python 3.11, which is most of its cost.

    What is worked out depends on frozen values only: if two threads work it out, nothing is lost but time.
    """

    def __init__(self, work_out: Callable[[Any], ResultT]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> ResultT: ...
    def __get__(self, instance: object | None, owner: type) -> ResultT | Self:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value
