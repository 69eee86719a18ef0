"""disguised-filename."""

from __future__ import annotations

import unicodedata
from html import unescape
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import Message, Sentence, listed, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.files._names import faulty_names, is_linkable
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Files

_ENTITY = lazy_regex(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#[xX][0-9a-fA-F]+);")
_RADICAL = lazy_regex("[\u2e80-\u2ef3\u2f00-\u2fd5]")
_INVISIBLE = lazy_regex("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACE = lazy_regex("[\u00a0\u202f\u2028\u2029]")
# A selector or joiner belongs behind an emoji or a letter of a script that joins; a lone one is left over from a copy.
_LONE_SELECTOR = lazy_regex("(?:^|(?<=[\\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef A-Za-z.,:_-]))[\ufe00-\ufe0f]")
_LONE_JOINER = lazy_regex("(?:^|(?<=[\\s!-~\u3000-\u9fff\uff00-\uffef]))[\u200c\u200d]")
_SUSPECT = lazy_regex(
    "[\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2069\u2e80-\u2fd5\ufe00-\ufe0f\ufeff]"
)  # any of these


@vault_rule("files")
def disguised_filename(files: Files, options: NoOptions) -> Iterator[Problem]:
    """A file or folder name that is not spelt as it looks.

    A link that is typed by hand, or a search, does not find it, and nobody can see why. Reported are CJK radicals that
    look like characters (`⼤` for `大`), characters that cannot be seen (zero-width spaces, direction marks, variation
    selectors without an emoji, no-break spaces), HTML entities (`&quot;`), and letters and accents that Unicode writes
    apart (`e` + `´` for `é`), as some versions of macOS do. A folder is reported once, at its first file.

    ## Bad

    ```md 推⽂.md
    Text
    ```

    ## Good

    ```md 推文.md
    Text
    ```
    """
    paths = [path for path in files.checked if not path.isascii() or "&" in path]
    for path, name, message, is_folder in faulty_names(paths, _fault):
        if is_folder or is_linkable(path):
            yield Problem(0, 0, message, path=path, subject=name)


def _fault(name: str, is_folder: bool) -> Message | None:
    if "&" in name and (entity := _entity(name)):
        return _with_entity(name, entity, _portable(unescape(entity)), is_folder)
    if name.isascii() or (not _SUSPECT.search(name) and unicodedata.is_normalized("NFC", name)):
        return None
    if found := _RADICAL.findall(name):
        pairs = listed([_with_likeness(mark) for mark in dict.fromkeys(found)])
        if is_folder:
            return say(
                "the folder `{name}` holds CJK radicals instead of characters: {radicals}; rename it",
                name=name,
                radicals=pairs,
            )
        return say(
            "the file name `{name}` holds CJK radicals instead of characters: {radicals}; rename it",
            name=name,
            radicals=pairs,
        )
    for pattern in (_INVISIBLE, _LONE_SELECTOR, _LONE_JOINER):
        if found := pattern.findall(name):
            return _with_invisible(name, f"U+{ord(found[0]):04X}", is_folder)
    if found := _SPACE.findall(name):
        code = f"U+{ord(found[0]):04X}"
        if is_folder:
            return say(
                "the folder `{name}` holds {code}, which looks like a space: write a space", name=name, code=code
            )
        return say("the file name `{name}` holds {code}, which looks like a space: write a space", name=name, code=code)
    return _not_composed(name, is_folder) if not unicodedata.is_normalized("NFC", name) else None


def _with_entity(name: str, entity: str, instead: Sentence, is_folder: bool) -> Message:
    if is_folder:
        return say(
            "the folder `{name}` holds the HTML entity `{entity}`: write {instead} instead",
            name=name,
            entity=entity,
            instead=instead,
        )
    return say(
        "the file name `{name}` holds the HTML entity `{entity}`: write {instead} instead",
        name=name,
        entity=entity,
        instead=instead,
    )


def _with_invisible(name: str, code: str, is_folder: bool) -> Message:
    if is_folder:
        return say(
            "the folder `{name}` holds a character that cannot be seen ({code}): remove it", name=name, code=code
        )
    return say("the file name `{name}` holds a character that cannot be seen ({code}): remove it", name=name, code=code)


def _not_composed(name: str, is_folder: bool) -> Message:
    if is_folder:
        return say(
            "the folder `{name}` is not in Unicode's composed form (NFC), so that it differs from the same name as it "
            "is typed: rename it",
            name=name,
        )
    return say(
        "the file name `{name}` is not in Unicode's composed form (NFC), so that it differs from the same name as it "
        "is typed: rename it",
        name=name,
    )


def _entity(name: str) -> str | None:
    for match in _ENTITY.finditer(name):
        if not unescape(match[0]).endswith(";"):
            return match[0]
    return None


def _portable(text: str) -> Sentence:
    """What a file name can hold in place of a character that Windows does not allow."""
    if text == "\xa0":
        return say("a space")
    if text == '"':
        return listed(["`“`", "`”`"], last="or")
    return "`" + {"<": "＜", ">": "＞", "|": "｜", ":": "："}.get(text, text) + "`"


def _with_likeness(mark: str) -> Message:
    plain = unicodedata.normalize("NFKC", mark)
    if plain == mark:
        return say("`{mark}` ({code})", mark=mark, code=f"U+{ord(mark):04X}")
    return say("`{mark}` (`{plain}`)", mark=mark, plain=plain)
