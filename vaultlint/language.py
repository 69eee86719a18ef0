"""Sentences for people: templates that are put into words, in the reader's language, when they are shown.

The English template is the key of the catalogue. Nothing is loaded for English: a run in English opens no file here.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import NullTranslations

LANGUAGES = ("en", "zh")
_CATALOGUES = {"zh": "zh_CN"}
_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")

_spoken = "en"
_catalogue: NullTranslations | None = None


class Message(NamedTuple):
    """A whole sentence in English with `{named}` fields. It depends on no language: it can be stored and compared.

    `many` is the template for another `number` than one, where the sentence counts something.
    """

    template: str
    fields: Mapping[str, str | int] = {}
    many: str = ""
    number: int = 1

    def __str__(self) -> str:
        """The sentence in the language of the run."""
        return words(self)


def say(template: str, /, **fields: str | int) -> Message:
    """A sentence. `template` is a literal, so that it is found when the catalogue is made; `{{` is a brace."""
    return Message(template, fields)


def say_number(number: int, one: str, many: str, /, **fields: str | int) -> Message:
    """A sentence about `number` things; `{n}` is the number with its thousands marked."""
    return Message(one, {"n": f"{number:,}", **fields}, many, number)


def words(message: Message | str) -> str:
    """The sentence in the language of the run; a plain string stays as it is."""
    if isinstance(message, str):
        return message
    template, fields, many, number = message
    if _catalogue is not None:
        template = _catalogue.ngettext(template, many, number) if many else _catalogue.gettext(template)
    elif many and number != 1:
        template = many
    return template.format_map(fields)


def translated(text: str) -> str:
    """A text of the catalogue that has no fields, such as a line of help, in the language of the run."""
    return text if _catalogue is None or not text else _catalogue.gettext(text)


def page_file(name: str) -> str:
    """Where the page of that name lies, written in the language of the run; "" for English, which is in the code."""
    return os.path.join(_FOLDER, _CATALOGUES[_spoken], "rules", f"{name}.md") if _spoken in _CATALOGUES else ""


def speak(language: str) -> None:
    """Put sentences into `language` from now on, in this process; what has no translation stays English."""
    global _spoken, _catalogue
    _spoken, _catalogue = language, None
    if language in _CATALOGUES:
        import gettext

        _catalogue = gettext.translation("vaultlint", _FOLDER, [_CATALOGUES[language]], fallback=True)
        # click looks its own words up in the catalogue of the process.
        os.environ["LANGUAGE"] = _CATALOGUES[language]
        gettext.bindtextdomain("vaultlint", _FOLDER)
        gettext.textdomain("vaultlint")


def spoken() -> str:
    """The language of the run: a member of `LANGUAGES`."""
    return _spoken


def language_of(asked: str | None, setting: str = "auto") -> str:
    """The language to speak: what is `asked` for on the command line, `VAULTLINT_LANG`, the `setting`, the locale.

    `zh`, `zh-CN`, `zh_CN.UTF-8` and `zh-Hans` mean the same; whatever is not known is English.
    """
    environment = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    configured = "" if setting == "auto" else setting
    named = next((name for name in (asked, os.environ.get("VAULTLINT_LANG"), configured, *environment) if name), "")
    short = named.replace("-", "_").split("_")[0].split(".")[0].lower()
    return short if short in LANGUAGES else "en"
