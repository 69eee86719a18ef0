"""What decides findings besides the vault's files, as a key: read without parsing it, so that it takes no time."""

from __future__ import annotations

import os
import sys
import time
from functools import cache
from typing import TYPE_CHECKING

from vaultlint import __version__
from vaultlint.disk.read import SETTINGS_LIMIT, Folder, read_file, read_settings
from vaultlint.disk.trusted import follows_symlinks
from vaultlint.values import NamedTuple
from vaultlint.vault.templates import SETTINGS_FILES
from vaultlint.workspace.seal import content_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_DATED = (b"future-date", b"not-after-today", b"frontmatter", b"all")
_DEPENDENCIES = ("pyromark-", "pyyaml-", "python_frontmatter-", "rapidfuzz-", "pathspec-", "networkx-")
_OBSIDIAN = ("app.json", "types.json", *(file for file, _ in SETTINGS_FILES))


class Environment(NamedTuple):
    """Keys of what decides the facts of a note, and its findings; `cache_dir` is the setting of that name."""

    facts: bytes
    findings: bytes
    cache_dir: str | None = None


class Asked(NamedTuple):
    """What is asked for besides the settings that decides which rules run; without anything, what editors see."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    fail_on: str | None = None
    wants_info: bool = False
    exclude: tuple[str, ...] = ()


def environment_of(
    root: str,
    file: str | None,
    overrides: Sequence[str],
    asked: Asked,
    *,
    named: bool = False,
    staged: tuple[bytes, Callable[[str], bytes] | None] = (b"", None),
) -> Environment:
    """The environment of the vault at `root`, whose configuration is `file` with `overrides` over it.

    `asked` decides which rules run; `named` says that the file was named, not found.
    `staged` is what tells staged settings from those in the file, with a function that reads Obsidian's settings from
    where they are looked at, if that is not the disk.
    """
    config = _bytes(file, read_file if named else read_settings) or b""
    others, read = staged
    inside = Folder(root).read
    read = read or (lambda path: inside(path, SETTINGS_LIMIT))
    obsidian = [_bytes(f".obsidian/{name}", read) for name in _OBSIDIAN]
    where = file and os.path.relpath(file, root)
    own = repr((where, list(overrides), follows_symlinks())).encode(errors="surrogatepass")
    facts = content_key(program(), config, own, repr(obsidian).encode(), *([others] if others else []))
    choice = repr(asked).encode(errors="surrogatepass")
    today = time.strftime("%Y-%m-%d") if any(word in config + own + choice for word in _DATED) else ""
    return Environment(facts, content_key(facts, choice, today.encode()), _cache_dir(config))


def _cache_dir(config: bytes) -> str | None:
    """The setting `cache-dir`, if there may be one: looked for in the file alone, as it moves what is read first."""
    if b"cache-dir" not in config:
        return None
    import tomllib

    try:
        loaded = tomllib.loads(config.decode("utf-8-sig"))
        table = loaded.get("tool", {}).get("vaultlint", loaded)
        found = table.get("cache-dir")
    except (ValueError, AttributeError, RecursionError):
        return None
    return found if isinstance(found, str) and found else None


def _bytes(file: str | None, read: Callable[[str], bytes]) -> bytes | None:
    if file is None:
        return None
    try:
        return read(file)
    except OSError:
        return None


@cache
def program() -> bytes:
    """A key of the program itself: its version, Python's, and those of everything that can change a result."""
    parts = [__version__, sys.version, *_dependencies(), *_sources()]
    return content_key("\0".join(parts).encode(errors="surrogatepass"))


def _dependencies() -> Iterator[str]:
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        installed = (name for name in names if name.endswith(".dist-info"))
        yield from sorted(name for name in installed if name.lower().startswith(_DEPENDENCIES))


def _sources() -> Iterator[str]:
    """When the newest source file was written, where the program is not installed from a package."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(os.path.dirname(package), f"obsidian_vaultlint-{__version__}.dist-info")
    if os.path.isdir(installed):
        return
    yield str(_newest(package))


def _newest(folder: str) -> int:
    with os.scandir(folder) as children:
        found = list(children)
    own = [each.stat().st_mtime_ns for each in found if each.name.endswith(".py")]
    return max([0, *own, *(_newest(each.path) for each in found if each.is_dir() and each.name != "__pycache__")])
