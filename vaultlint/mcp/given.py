"""What a client gives: judged before anything is done with it, and refused with the reason."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError, nearest_name
from vaultlint.harmless import plain
from vaultlint.language import say
from vaultlint.vault.source import is_hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from vaultlint.language import Message

LONGEST_NAME = 1_000  # characters of a path, a title or a name
LONGEST_TEXT = 1_000_000  # characters of a draft
_CONTROL = ("Cc", "Cs", "Zl", "Zp")


def refused(message: Message) -> VaultlintError:
    """The error that tells the client why nothing was done."""
    return VaultlintError(str(message))


def checked_name(name: str, text: str) -> str:
    """A short text on one line; `name` is what the argument is called."""
    if not text.strip():
        raise refused(say("`{name}` is empty", name=name))
    if len(text) > LONGEST_NAME:
        raise refused(say("`{name}` is longer than {most} characters", name=name, most=f"{LONGEST_NAME:,}"))
    bad = next((each for each in text if unicodedata.category(each) in _CONTROL), None)
    if bad is not None:
        raise refused(say("`{name}` holds the control character {code}", name=name, code=f"U+{ord(bad):04X}"))
    return text


def checked_path(root: str, name: str, text: str) -> str:
    """The vault path of a file or folder that a client names, relative to the vault or absolute; "" for the root.

    It need not exist. What lies outside the vault, also through a symlink, and what Obsidian hides is refused.
    """
    checked_name(name, text)
    target = os.path.normpath(os.path.join(root, text.replace("\\", "/")))
    found = _below(target, root)
    if found is None or _below(os.path.realpath(target), os.path.realpath(root)) is None:
        raise refused(say("{path} lies outside the vault", path=plain(text)))
    if is_hidden(found):
        raise refused(say("{path} is hidden: Obsidian does not show it, and nothing is done with it", path=plain(text)))
    return found


def checked_scope(root: str, paths: Iterable[str], files: Collection[str]) -> tuple[str, ...]:
    """The vault paths of files and, with `/` at their ends, folders; none at all for the whole vault."""
    found = []
    for text in paths:
        path = checked_path(root, "paths", text)
        if not path:
            return ()
        if path in files:
            found.append(path)
        elif any(file.startswith(path + "/") for file in files):
            found.append(path + "/")
        else:
            raise refused(_no_file(path, files))
    return tuple(found)


def checked_file(root: str, text: str, files: Collection[str]) -> str:
    """The vault path of a file that exists."""
    path = checked_path(root, "path", text)
    if path in files:
        return path
    if path + ".md" in files:
        return path + ".md"
    raise refused(_no_file(path, files))


def _no_file(path: str, files: Collection[str]) -> Message:
    name = path.rpartition("/")[2]
    same = sorted(file for file in files if file.rpartition("/")[2] in (name, name + ".md"))
    if same:
        return say("there is no file {path} in the vault: did you mean {file}?", path=plain(path), file=plain(same[0]))
    return say("there is no file {path} in the vault", path=plain(path))


def checked_choice(name: str, value: str, known: Collection[str]) -> str:
    """One of the known words."""
    if value not in known:
        value, near = plain(value), nearest_name(value, known)
        if near:
            raise refused(
                say("`{name}` cannot be `{value}`: did you mean `{near}`?", name=name, value=value, near=near)
            )
        raise refused(say("`{name}` cannot be `{value}`", name=name, value=value))
    return value


def holds(scope: tuple[str, ...], path: str) -> bool:
    """Whether a path is one of the scope or lies in a folder of it."""
    return not scope or any(path == each or (each.endswith("/") and path.startswith(each)) for each in scope)


def _below(path: str, root: str) -> str | None:
    if path == root:
        return ""
    base = root.rstrip(os.sep) + os.sep
    return path[len(base) :].replace(os.sep, "/") if path.startswith(base) else None
