"""Markdown tables, and figures in them."""

from __future__ import annotations

from collections.abc import Iterable


def heading(*columns: str) -> str:
    """The first two lines of a table; a column that begins with a space is aligned to the right."""
    titles = " | ".join(column.strip() for column in columns)
    return f"| {titles} |\n|{'|'.join('---:' if column.startswith(' ') else '---' for column in columns)}|"


def row(*cells: str) -> str:
    """One line of a table."""
    return f"| {' | '.join(cells)} |"


def figure(value: float) -> str:
    """A number with about two digits that mean something."""
    for least, digits in ((100, 0), (10, 1), (0.1, 2)):
        if value >= least:
            return f"{value:,.{digits}f}"
    return f"{value:.3f}"


def beside(values: Iterable[float]) -> str:
    """Several programs' figures in one cell."""
    return " / ".join(map(figure, values))
