"""What a vault path says of its file."""

from __future__ import annotations

from vaultlint.lazy_regex import lazy_regex

_DEVICE = lazy_regex(r"(?i:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])[ ]*(?:\.|\Z)")


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
    return not path.endswith(".md") and path[-7:].lower().endswith((".canvas", ".base"))


def is_device(name: str) -> bool:
    """Whether Windows takes the name of a file or folder, with any ending, for that of a device."""
    return _DEVICE.match(name) is not None
