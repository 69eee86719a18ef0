"""What a vault path says of its file."""

from __future__ import annotations


def is_note(path: str) -> bool:
    """Whether a path is a Markdown note."""
    return path[-3:].lower() == ".md"


def stem(path: str) -> str:
    """A path, or a file name, without `.md`."""
    return path[:-3] if is_note(path) else path


def name_of(path: str) -> str:
    """The file name of a path without folder and without `.md`."""
    return stem(path.rpartition("/")[2])


def is_board(path: str) -> bool:
    """Whether a path is a canvas or a base: files besides notes that link to files of the vault."""
    return path[-7:].lower() == ".canvas" or path[-5:].lower() == ".base"
