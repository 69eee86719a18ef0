"""disguised-filename."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.files._names import faulty_names, is_linkable
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Files

_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#[xX][0-9a-fA-F]+);")
_RADICAL = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACE = re.compile("[\u00a0\u202f\u2028\u2029]")
# A selector or joiner belongs behind an emoji or a letter of a script that joins; a lone one is left over from a copy.
_LONE_SELECTOR = lazy_regex("(?:^|(?<=[\\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef A-Za-z.,:_-]))[\ufe00-\ufe0f]")
_LONE_JOINER = lazy_regex("(?:^|(?<=[\\s!-~\u3000-\u9fff\uff00-\uffef]))[\u200c\u200d]")
_SUSPECT = re.compile(
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
    for path, name, said, is_folder in faulty_names(paths, _fault):
        if is_folder or is_linkable(path):
            what = "folder" if is_folder else "file name"
            yield Problem(0, 0, f"the {what} `{name}` {said}", path=path, subject=name)


def _fault(name: str) -> str | None:
    if "&" in name and (entity := _entity(name)):
        return f"holds the HTML entity `{entity}`: write {_portable(unescape(entity))} instead"
    if name.isascii() or (not _SUSPECT.search(name) and unicodedata.is_normalized("NFC", name)):
        return None
    if found := _RADICAL.findall(name):
        pairs = ", ".join(f"`{mark}`{_looks_like(mark)}" for mark in dict.fromkeys(found))
        return f"holds CJK radicals instead of characters: {pairs}; rename it"
    for pattern in (_INVISIBLE, _LONE_SELECTOR, _LONE_JOINER):
        if found := pattern.findall(name):
            return f"holds a character that cannot be seen (U+{ord(found[0]):04X}): remove it"
    if found := _SPACE.findall(name):
        return f"holds U+{ord(found[0]):04X}, which looks like a space: write a space"
    if not unicodedata.is_normalized("NFC", name):
        return (
            "is not in Unicode's composed form (NFC), so that it differs from the same name as it is typed: rename it"
        )
    return None


def _entity(name: str) -> str | None:
    for match in _ENTITY.finditer(name):
        if not unescape(match[0]).endswith(";"):
            return match[0]
    return None


def _portable(text: str) -> str:
    """What a file name can hold in place of a character that Windows does not allow."""
    return {'"': "`“` or `”`", "<": "`＜`", ">": "`＞`", "|": "`｜`", ":": "`：`", "\xa0": "a space"}.get(
        text, f"`{text}`"
    )


def _looks_like(mark: str) -> str:
    plain = unicodedata.normalize("NFKC", mark)
    return f" (`{plain}`)" if plain != mark else f" (U+{ord(mark):04X})"
