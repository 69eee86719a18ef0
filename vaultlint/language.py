"""Sentences for people: templates that are put into words, in the reader's language, when they are shown.

The English template is the key of the catalogue. Nothing is loaded for English: a run in English opens no file here.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from gettext import NullTranslations

LANGUAGES = ("en", "zh")
_CATALOGUES = {"zh": "zh_CN"}
_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")

_spoken = "en"
_catalogue: NullTranslations | None = None


class Message(NamedTuple):
    """A whole sentence in English with `{named}` fields. It depends on no language: it can be stored and compared.

    `fields` are pairs of a name and a value, which may be a message of its own (what an error of a parser says, the
    names in a list), and `many` is the template for another `number` than one, where the sentence counts something.
    """

    template: str
    fields: tuple[tuple[str, Field], ...] = ()
    many: str = ""
    number: int = 1

    def with_fields(self, **fields: Field) -> Message:
        """The sentence with other fields: one of a table of sentences is filled in."""
        return self._replace(fields=tuple(fields.items()))

    def with_number(self, number: int) -> Message:
        """The sentence about another number of things."""
        return self._replace(fields=(("n", f"{number:,}"), *self.fields[1:]), number=number)

    def __str__(self) -> str:
        """The sentence in the language of the run."""
        return words(self)


Field: TypeAlias = Union[str, int, Message]  # noqa: UP007 (evaluated when imported)
Sentence: TypeAlias = Message | str  # noqa: UP007; a string is of an owner's own wording, and shown as it is


def say(template: str, /, **fields: Field) -> Message:
    """A sentence. `template` is a literal, so that it is found when the catalogue is made; `{{` is a brace."""
    return Message(template, tuple(fields.items()))


def say_number(number: int, one: str, many: str, /, **fields: Field) -> Message:
    """A sentence about `number` things; `{n}` is the number with its thousands marked."""
    return Message(one, (("n", f"{number:,}"), *fields.items()), many, number)


def listed(names: Sequence[Sentence], *, last: str = "") -> Sentence:
    """Names in a row, `a, b, c`; with `last="or"` or `last="and"` that word stands before the last: `a, b or c`."""
    if len(names) < 2:
        return names[0] if names else ""
    if last == "or":
        return say("{names} or {last}", names=listed(names[:-1]), last=names[-1])
    if last == "and":
        return say("{names} and {last}", names=listed(names[:-1]), last=names[-1])
    return say("{names}, {next}", names=listed(names[:-1]), next=names[-1])


def words(message: Sentence) -> str:
    """The sentence in the language of the run; a plain string stays as it is."""
    return message if isinstance(message, str) else _words(message)


@lru_cache(maxsize=1024)  # many findings say the same
def _words(message: Message) -> str:
    template, fields, many, number = message
    if _catalogue is not None:
        template = _catalogue.ngettext(template, many, number) if many else _catalogue.gettext(template)
    elif many and number != 1:
        template = many
    return template.format_map(dict(fields)) if fields else template.format()


def english(message: Sentence) -> str:
    """The sentence in English, whatever the language of the run is: what is sorted by it stands in one order."""
    if isinstance(message, str):
        return message
    template, fields, many, number = message
    values = {name: english(value) if isinstance(value, Message) else value for name, value in fields}
    return (many if many and number != 1 else template).format_map(values)


def packed_sentence(message: Sentence) -> Any:
    """The sentence as plain values, for `marshal` and JSON."""
    if isinstance(message, str):
        return message
    template, fields, many, number = message
    packed = tuple([(name, packed_sentence(value) if isinstance(value, Message) else value) for name, value in fields])
    return (template, packed, many, number) if many else (template, packed)


def unpacked_sentence(row: Any) -> Sentence:
    """The sentence that `packed_sentence` packed."""
    if isinstance(row, str):
        return row
    return _known_message(row) if type(row) is tuple else _message(row)  # JSON gives lists


def _message(row: Any) -> Message:
    template, fields, *rest = row
    values = [(name, value if isinstance(value, (str, int)) else unpacked_sentence(value)) for name, value in fields]
    # what `Message(…)` does, at a third of the cost
    return tuple.__new__(Message, (template, tuple(values), *(rest or ("", 1))))


_known_message = lru_cache(maxsize=1024)(_message)


def translated(text: str) -> str:
    """A text of the catalogue that has no fields, such as a line of help, in the language of the run."""
    return text if _catalogue is None or not text else _catalogue.gettext(text)


def page_file(name: str) -> str:
    """Where the page of that name lies, written in the language of the run; "" for English, which is in the code."""
    return os.path.join(_FOLDER, _CATALOGUES[_spoken], "rules", f"{name}.md") if _spoken in _CATALOGUES else ""


def speak(language: str) -> None:
    """Put sentences into `language` from now on, in this process; what has no translation stays English."""
    global _spoken, _catalogue
    if language == _spoken:
        return
    if _spoken in _CATALOGUES:  # another run of this process
        _fall_silent()
    _spoken, _catalogue = language, None
    _words.cache_clear()
    if language in _CATALOGUES:
        import gettext

        _catalogue = gettext.translation("vaultlint", _FOLDER, [_CATALOGUES[language]], fallback=True)
        # click looks its own words up in the catalogue of the process.
        os.environ["LANGUAGE"] = _CATALOGUES[language]
        gettext.bindtextdomain("vaultlint", _FOLDER)
        gettext.textdomain("vaultlint")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Put sentences into `language` for a while."""
    before = _spoken
    speak(language)
    try:
        yield
    finally:
        speak(before)


def _fall_silent() -> None:
    """Have click look nothing up any more."""
    import gettext

    os.environ.pop("LANGUAGE", None)
    gettext.textdomain("messages")


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
    short = short_name(named)
    return short if short in LANGUAGES else "en"


def short_name(name: str) -> str:
    """The language in the name of a locale: `zh` in `zh_CN.UTF-8`."""
    return name.replace("-", "_").split("_")[0].split(".")[0].lower()
