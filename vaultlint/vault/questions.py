"""A bound on what a run asks that is costly to answer."""

from __future__ import annotations


class Questions:
    """Costly questions, of which a run asks no more than `limit`: how many were asked, by what they are about."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.asked: dict[str, int] = {}
