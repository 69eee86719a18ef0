"""Which language a run speaks: known before the first word is said, and without parsing the settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint import language
from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLAIN = lazy_regex(r"""[ \t]*language[ \t]*=[ \t]*(["'])([\w.-]*)\1[ \t]*(#.*)?""")
_asked: str | None = None


def listen(arguments: Sequence[str]) -> None:
    """Speak what `--lang` or the environment ask for. It is looked for before click does: its errors are sentences.

    That a language is not spoken here is said in the one that would be spoken without `--lang`.
    """
    global _asked
    asked = _option(arguments)
    _asked = asked if asked and language.short_name(asked) in language.LANGUAGES else None
    language.speak(language.language_of(_asked))


def is_asked() -> bool:
    """Whether `--lang` or `VAULTLINT_LANG` names a language."""
    return bool(_asked or os.environ.get("VAULTLINT_LANG"))


def heed(file: str | None, overrides: Iterable[str] = ()) -> None:
    """Speak what the settings ask for, where neither `--lang` nor `VAULTLINT_LANG` says anything."""
    if not is_asked():
        language.speak(language.language_of(None, setting_of(file, overrides)))


def heed_around(folder: str) -> None:
    """Speak what the nearest settings ask for, in this folder or above it, for a command that needs no more of them."""
    if not is_asked():
        heed(_file_around(folder))


def heed_client(folder: str | None, locale: str | None) -> None:
    """Speak to a client with this `locale` and this folder open: its locale stands where that of a terminal would."""
    if not is_asked():
        setting = setting_of(_file_around(folder)) if folder else "auto"
        language.speak(language.language_of(locale if setting == "auto" else None, setting))


def _file_around(folder: str) -> str | None:
    from vaultlint.config.load import find_file

    while (file := find_file(folder)) is None and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return file


def setting_of(file: str | None, overrides: Iterable[str] = ()) -> str:
    """The setting `language` of a configuration file with `overrides` over it; `auto` where there is none to be read.

    Only what is not written as one plain line above all tables is parsed.
    """
    given = [text for text in overrides if text.lstrip(" \t\"'").startswith("language")]
    if given:
        return _setting(given[-1])
    if file is None:
        return "auto"
    from vaultlint.disk.read import SETTINGS_LIMIT, read_file

    try:
        data = read_file(file, SETTINGS_LIMIT)
    except OSError:
        return "auto"  # what is wrong with it is said when it is loaded
    if b"language" not in data:
        return "auto"
    return _setting(
        data.decode("utf-8-sig", "replace"), ("tool", "vaultlint") if file.endswith("pyproject.toml") else ()
    )


def _setting(text: str, prefix: Sequence[str] = ()) -> str:
    if not prefix:
        for line in text.splitlines():
            if match := _PLAIN.fullmatch(line):
                return match[2]
            if line.lstrip().startswith("[") or '"""' in line or "'''" in line:
                break
    return _parsed(text, prefix)


def _parsed(text: str, prefix: Sequence[str]) -> str:
    from vaultlint.config.errors import ConfigError
    from vaultlint.config.toml import parse_toml

    try:
        table = parse_toml(text, "")
    except ConfigError:
        return "auto"
    for name in prefix:
        inner = table.get(name)
        table = inner if isinstance(inner, dict) else {}
    found = table.get("language")
    return found if isinstance(found, str) else "auto"


def _option(arguments: Sequence[str]) -> str | None:
    """The value of the last `--lang` in front of a `--`."""
    found = None
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
        elif argument == "--lang" and number + 1 < len(arguments):
            found = arguments[number + 1]
    return found
