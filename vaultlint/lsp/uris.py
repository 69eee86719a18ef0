"""Vault paths and the addresses that editors use for files."""

from __future__ import annotations

import os
import unicodedata

from pygls.uris import from_fs_path, to_fs_path


def file_of(uri: str) -> str | None:
    """The path on disk of an address; None for what is no file (`untitled:`, `git:`)."""
    if not uri.startswith("file:"):
        return None
    try:
        found = to_fs_path(uri)
    except (ValueError, UnicodeError):
        return None
    return os.path.normpath(found) if found and "\0" not in found else None


def vault_path(root: str, file: str) -> str | None:
    """The vault path of a file below `root`; None for a file outside of it."""
    for base, path in ((root, file), (os.path.realpath(root), os.path.realpath(file))):
        prefix = base.rstrip(os.sep) + os.sep
        if path.startswith(prefix):
            return _as_on_disk(base, path[len(prefix) :].replace(os.sep, "/"))
    return None


def _as_on_disk(root: str, path: str) -> str:
    """The path in the Unicode form that the disk has."""
    if path.isascii() or os.path.exists(os.path.join(root, path)):
        return path
    forms = (unicodedata.normalize(form, path) for form in ("NFC", "NFD"))
    return next((each for each in forms if os.path.exists(os.path.join(root, each))), path)


def uri_of(root: str, path: str) -> str:
    """The address of the file at a vault path."""
    return from_fs_path(os.path.join(root, *path.split("/"))) or ""
