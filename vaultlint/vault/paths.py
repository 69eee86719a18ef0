"""What a vault path says of its file."""

from __future__ import annotations


def is_note(path: str) -> bool:
    """Whether a path is a Markdown note."""
    return path[-3:].lower() == ".md"


def name_of(path: str) -> str:
    """The file name of a path without folder and without `.md`."""
    name = path.rpartition("/")[2]
    return name[:-3] if is_note(name) else name
