"""Finding and reading a vault's configuration."""

from __future__ import annotations

import errno
import os
from itertools import islice
from typing import TYPE_CHECKING

from vaultlint.disk.read import SETTINGS_LIMIT, OutsideError, read_file, read_settings
from vaultlint.errors import VaultlintError, reason_of
from vaultlint.language import listed, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vaultlint.config.merge import Layer
    from vaultlint.settings import Settings

FILE_NAME = "vaultlint.toml"
_DEEPEST = 5  # levels of folders in which a vault is looked for, below a folder that is in none
_MOST_FOLDERS = 2000  # of one level
_MOST_NAMED = 5
_PYPROJECT_TABLE = lazy_regex(rb"(?m)^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*vaultlint\b")


class Loaded(NamedTuple):
    """The settings of a vault. `digest` changes whenever anything that the settings come from does."""

    settings: Settings
    file: str | None
    root: str
    digest: bytes
    layers: tuple[Layer, ...] = ()


def settings_from_text(text: str, origin: str = FILE_NAME) -> Settings:
    """The settings in a TOML text; ConfigError with all its mistakes."""
    return _settings((_layer(text, origin),))


def load(
    root: str,
    overrides: Sequence[str] = (),
    config_path: str | None = None,
    staged: Callable[[str], bytes] | None = None,
) -> Loaded:
    """The settings of the vault at `root`: its file or `config_path`, with `overrides` (`key = value`) over it.

    `staged` reads a file of the vault as git is about to commit it; where it raises OSError, the file on disk counts.
    """
    root = os.path.abspath(root)
    data = _staged_file(staged) if staged and not config_path else None
    file = os.path.join(root, FILE_NAME) if data is not None else config_path or find_file(root)
    layers = [_file_layer(file, root, is_own=file != config_path, data=data)] if file else []
    layers += [_layer(text, f"--config '{text}'") for text in overrides]
    digest = "\0".join(layer.text for layer in layers).encode()
    return Loaded(_settings(tuple(layers)), file, root, digest, tuple(layers))


def split_config(values: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """The values of `--config` as overrides and the last file: what names no file and has a `=` is an override."""
    files = [value for value in values if "=" not in value or os.path.isfile(value)]
    return tuple(value for value in values if value not in files), files[-1] if files else None


def find_root(start: str) -> str:
    """The root of the vault that holds `start`, as an absolute path.

    The nearest folder upwards with `vaultlint.toml`, a `pyproject.toml` with `[tool.vaultlint]`, or `.obsidian/`; else
    the only such folder below `start`; else the git root; else the working directory. An error where several lie below.
    """
    start = os.path.abspath(start)
    folder = first = start if os.path.isdir(start) else os.path.dirname(start)
    git_root = None
    while True:
        if _is_vault(folder):
            return folder
        if git_root is None and os.path.exists(os.path.join(folder, ".git")):
            git_root = folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return only_vault_below(first) or git_root or os.getcwd()
        folder = parent


def only_vault_below(folder: str) -> str | None:
    """The one vault below a folder that is in none, or None; where there are several an error says what to give."""
    found = list(islice(_vaults_below(folder), _MOST_NAMED))
    if len(found) > 1:
        named = listed([os.path.relpath(each, folder) for each in found])
        raise VaultlintError(
            say("there are several vaults below this folder: {named}: say which one with `--root`", named=named)
        )
    return found[0] if found else None


def _vaults_below(folder: str) -> Iterator[str]:
    """The vaults below a folder, in the order of their names; what is deep down or in a vault is not looked for."""
    level = [folder]
    for _ in range(_DEEPEST):
        inner = []
        for each in level[:_MOST_FOLDERS]:
            if each != folder and _is_vault(each):
                yield each
            else:
                inner += _folders_in(each)
        level = inner


def _folders_in(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as children:
            found = [each.path for each in children if each.name[0] != "." and each.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(each for each in found if os.path.basename(each) != "node_modules")


def _is_vault(folder: str) -> bool:
    return find_file(folder) is not None or os.path.isdir(os.path.join(folder, ".obsidian"))


def find_file(folder: str) -> str | None:
    """The configuration file in a folder, or None."""
    path = os.path.join(folder, FILE_NAME)
    if os.path.isfile(path):
        return path
    path = os.path.join(folder, "pyproject.toml")
    try:
        data = read_settings(path)
    except OSError as error:  # one that is too large may be ours, which is an error when it is loaded
        return path if error.errno == errno.EFBIG else None
    return path if b"vaultlint" in data and _is_ours(data) else None


def _is_ours(pyproject: bytes) -> bool:
    """Whether a `pyproject.toml` has a table `tool.vaultlint`, or had one if it were TOML."""
    from vaultlint.config.errors import ConfigError
    from vaultlint.config.toml import parse_toml

    try:
        tool = parse_toml(pyproject.decode(), "pyproject.toml").get("tool")
    except (ValueError, ConfigError):
        return _PYPROJECT_TABLE.search(pyproject) is not None
    return isinstance(tool, dict) and "vaultlint" in tool


def _staged_file(read: Callable[[str], bytes]) -> bytes | None:
    """The staged `vaultlint.toml`, or None where none is."""
    try:
        return read(FILE_NAME)
    except OSError:
        return None


def _file_layer(file: str, root: str, *, is_own: bool, data: bytes | None = None) -> Layer:
    """The settings of a file, one that the vault has of its own or one that a person named; `data` if it is known."""
    from vaultlint.config.errors import ConfigError, Mistake

    path = os.path.abspath(file)
    origin = os.path.relpath(path, root) if path.startswith(root + os.sep) else file
    try:
        if data is None:
            data = read_settings(file) if is_own else read_file(file, SETTINGS_LIMIT)
    except OutsideError:
        raise VaultlintError(
            say("the configuration {origin} leads out of the vault: name it with `--config`", origin=origin)
        ) from None
    except OSError as error:
        raise VaultlintError(
            say("cannot read the configuration {file}: {reason}", file=file, reason=reason_of(error))
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError([Mistake(origin, line, 0, str(say("this line is not UTF-8 text")))]) from None
    in_pyproject = os.path.basename(file) == "pyproject.toml"
    return _layer(text, origin, ("tool", "vaultlint") if in_pyproject else ())


def _layer(text: str, origin: str, prefix: tuple[str, ...] = ()) -> Layer:
    from vaultlint.config.errors import ConfigError, Mistake
    from vaultlint.config.merge import Layer
    from vaultlint.config.toml import parse_toml

    table = parse_toml(text, origin)
    for name in prefix:
        table = table.get(name, {})
        if not isinstance(table, dict):
            raise ConfigError([Mistake(origin, 0, 0, str(say("`{key}` must be a table", key=".".join(prefix))))])
    return Layer(origin, text, table, prefix)


def _settings(layers: tuple[Layer, ...]) -> Settings:
    """The settings of all layers together, the later ones in front."""
    from vaultlint.settings import Settings

    if not layers:
        return Settings()
    from vaultlint.config.merge import merged, read_layers

    return read_layers(merged(layer.table for layer in layers), layers)
