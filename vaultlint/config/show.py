"""The settings in force, with the place that each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from itertools import dropwhile
from typing import TYPE_CHECKING, Any

from vaultlint.config.errors import dotted
from vaultlint.config.keys import keys_of
from vaultlint.config.toml import parse_toml
from vaultlint.config.write import toml_key, toml_value
from vaultlint.errors import VaultlintError, nearest_name
from vaultlint.language import Message, say, translated
from vaultlint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.config.errors import KeyPath
    from vaultlint.config.load import Loaded
    from vaultlint.config.merge import Layer
    from vaultlint.settings import Settings

DEFAULT = "default"
_NOTHING: Mapping[str, str] = {}


def plain_settings(settings: Settings) -> dict[str, Any]:
    """The settings as TOML or JSON has them: tables, lists, text, numbers. What is not set is left out."""
    table: dict[str, Any] = _plain(settings)
    options = {rule.name: _plain(settings.rules.get(rule.name) or rule.options()) for rule in RULES}
    table["rules"] = {name: values for name, values in options.items() if values}
    return table


def origins(table: Mapping[str, Any], layers: Sequence[Layer], path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """For each key of `plain_settings` down to what is not a table, the name of the place it comes from."""
    for key, value in table.items():
        if isinstance(value, dict) and value and not _is_map((*path, key)):
            yield from origins(value, layers, (*path, key))
        else:
            yield (*path, key), _origin((*path, key), layers)


def settings_as_toml(loaded: Loaded, learned: Mapping[str, str] = _NOTHING) -> Iterator[str]:
    """The settings as lines of TOML that give the same settings again; a comment behind each names its place.

    `learned` says by `rule.option` what `auto` stands for in this vault.
    """
    yield f"# {say('The settings of {root}', root=loaded.root)}"
    yield f"# {say('Configuration file: {file}', file=loaded.file or say('none'))}"
    yield ""
    table = plain_settings(loaded.settings)
    lists = {key: table.pop(key) for key in ("note-types", "patterns", "boundaries")}
    yield from _lines(table, loaded.layers, (), learned)
    for key, entries in lists.items():
        for entry in entries:
            yield from ("", f"[[{key}]]  # {_place((key,), loaded.layers)}")
            yield from (f"{toml_key(name)} = {toml_value(value)}" for name, value in entry.items())


def settings_as_object(loaded: Loaded, learned: Mapping[str, str] = _NOTHING) -> dict[str, Any]:
    """The settings for `--output-format json`; `learned` as in `settings_as_toml`."""
    table = plain_settings(loaded.settings)
    places = {dotted(path): origin for path, origin in origins(table, loaded.layers)}
    given = {"root": loaded.root, "file": loaded.file, "settings": table, "origins": places}
    return given | ({"learned": dict(learned)} if learned else {})


def setting(loaded: Loaded, key: str) -> tuple[KeyPath, Any]:
    """The path and the value of the setting that a person calls `key`; an error names the nearest key."""
    path: KeyPath = ()
    value: Any = plain_settings(loaded.settings)
    table = parse_toml(f"{key} = 0", "KEY")
    while isinstance(table, dict):
        name, table = next(iter(table.items()))
        if not isinstance(value, dict) or name not in value:
            known = value if isinstance(value, dict) else ()
            raise VaultlintError(_no_setting(dotted((*path, name)), nearest_name(name, known)))
        path, value = (*path, name), value[name]
    return path, value


def _no_setting(key: str, nearest: str) -> Message:
    if nearest:
        return say("there is no setting `{key}`, or it is not set: did you mean `{nearest}`?", key=key, nearest=nearest)
    return say("there is no setting `{key}`, or it is not set: `vaultlint config` shows all", key=key)


def setting_as_toml(loaded: Loaded, key: str) -> Iterator[str]:
    """One setting, or a table of them, as lines of TOML with the places they come from."""
    path, value = setting(loaded, key)
    if isinstance(value, dict) and not _is_map(path):
        lines = _lines({str(path[-1]): value}, loaded.layers, path[:-1], {})
        yield from dropwhile(lambda line: not line, lines)
    else:
        yield f"{dotted(path)} = {toml_value(value)}  # {_place(path, loaded.layers)}"


def _plain(value: Any, short: bool = False) -> Any:
    """The value as TOML has it; `short` leaves out what is at its default, in the entries of lists and maps."""
    if is_dataclass(value):
        given = {key.name: (getattr(value, key.field), key.default) for key in keys_of(type(value))}
        return {
            name: _plain(entry)
            for name, (entry, default) in given.items()
            if entry is not None and not (short and entry == default)
        }
    if isinstance(value, dict):
        return {name: _plain(entry, short=True) for name, entry in value.items()}
    if isinstance(value, (tuple, list, frozenset)):
        return [_plain(entry, short=True) for entry in value]
    return value


def _lines(
    table: Mapping[str, Any], layers: Sequence[Layer], path: KeyPath, learned: Mapping[str, str]
) -> Iterator[str]:
    """Keys first, then the tables within."""
    inner = {key: value for key, value in table.items() if isinstance(value, dict) and not _is_map((*path, key))}
    for key, value in table.items():
        if key not in inner:
            said = learned.get(".".join(map(str, (*path[1:], key)))) if value == "auto" else None
            place = _place((*path, key), layers)
            comment = say("{place}; here {learned}", place=place, learned=said) if said else place
            yield f"{toml_key(key)} = {toml_value(value)}  # {comment}"
    for key, value in inner.items():
        if any(not isinstance(entry, dict) or _is_map((*path, key, name)) for name, entry in value.items()):
            yield from ("", f"[{dotted((*path, key))}]")
        yield from _lines(value, layers, (*path, key), learned)


def _is_map(path: KeyPath) -> bool:
    """Whether the table at `path` is one value: its keys are the vault's own."""
    return len(path) == (3 if path[0] == "rules" else 2)


def _place(path: KeyPath, layers: Sequence[Layer]) -> str:
    """Where a setting comes from, for people."""
    return translated(_origin(path, layers))


def _origin(path: KeyPath, layers: Sequence[Layer]) -> str:
    for layer in reversed(layers):
        table: Any = layer.table
        for part in path:
            table = table.get(part) if isinstance(table, dict) else None
        if table is not None:
            return str(layer.origin)
    return DEFAULT
