"""Vault paths and the addresses that editors use for files."""

from __future__ import annotations

import os
import sys
import unicodedata
from functools import cache
from urllib.parse import unquote, urlsplit

from vaultlint.lazy_regex import lazy_regex

_DRIVE = lazy_regex(r"/[a-zA-Z]:")
_ACTIVE = lazy_regex(r"(?a)[^\w.~/-]+")


def file_of(uri: str) -> str | None:
    """The path on disk of an address; None for what is no file (`untitled:`, `git:`)."""
    if not uri.startswith("file:"):
        return None
    try:
        parts = urlsplit(uri.replace("?", "%3F"), allow_fragments=False)
        path = unquote(parts.path, errors="surrogateescape")
    except ValueError:
        return None
    if _DRIVE.match(path):
        path = path[1].lower() + path[2:]
    elif parts.netloc and path and parts.netloc != "localhost":
        path = f"//{parts.netloc}{path}"
    return os.path.normpath(path) if path and "\0" not in path else None


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
    return _address(root.rstrip(os.sep)) + "/" + _quoted(path)


def _quoted(path: str) -> str:
    """What `urllib.parse.quote` gives, which looks at each byte by itself: a start names all files of a vault."""
    return _ACTIVE.sub(lambda run: "%" + run[0].encode(errors="surrogateescape").hex("%").upper(), path)


@cache
def _address(folder: str) -> str:
    """The address of a folder."""
    if sys.platform == "win32":
        folder = folder.replace("\\", "/")
    host, path = "", folder
    if folder.startswith("//"):
        host, _, path = folder[2:].partition("/")
    path = path if not path or path.startswith("/") else "/" + path
    drive = path[:1] + path[1].lower() + path[2:3] if _DRIVE.match(path) else ""
    return f"file://{host}{drive}" + _quoted(path[len(drive) :])
