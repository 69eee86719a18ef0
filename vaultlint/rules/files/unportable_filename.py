"""unportable-filename."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import is_device
from vaultlint.rules.files._names import faulty_names
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Files

_ILLEGAL = lazy_regex(r'[<>:"\\|?*\x00-\x1f\x7f]')
_MAX_BYTES = 255


@vault_rule("files")
def unportable_filename(files: Files, options: NoOptions) -> Iterator[Problem]:
    """A file or folder name that cannot exist on every system.

    Windows refuses `< > : " \\ | ? *`, control characters, names of devices (`con`, `nul`, `com1` …) and names that end
    with a dot or a space; Linux refuses more than 255 bytes, which is 85 Chinese characters. Where such a name cannot
    exist, `git clone` and sync stop or leave the file out. The full-width `：`, `？` and `“` are other characters, and
    safe. A folder is reported once, at its first file.

    ## Bad

    ```md Why: a note.md
    Text
    ```

    ## Good

    ```md Why：a note.md
    Text
    ```
    """
    for path, name, message, _ in faulty_names(files.checked, _fault):
        yield Problem(0, 0, message, path=path, subject=name)


def _fault(name: str, is_folder: bool) -> Message | None:
    found = _ILLEGAL.findall(name)
    if found:
        shown = " ".join(f"`{mark}`" if mark.isprintable() else f"U+{ord(mark):04X}" for mark in dict.fromkeys(found))
        if is_folder:
            return say(
                "the folder `{name}` holds {marks}, which Windows does not allow: rename it", name=name, marks=shown
            )
        return say(
            "the file name `{name}` holds {marks}, which Windows does not allow: rename it", name=name, marks=shown
        )
    if name[-1:] in (".", " "):
        return _ending(name, is_folder)
    if is_device(name):
        if is_folder:
            return say("the folder `{name}` is the name of a device on Windows: rename it", name=name)
        return say("the file name `{name}` is the name of a device on Windows: rename it", name=name)
    length = len(name) if name.isascii() else len(name.encode(errors="surrogatepass"))
    return _too_long(name, length, is_folder) if length > _MAX_BYTES else None


def _ending(name: str, is_folder: bool) -> Message:
    if is_folder and name[-1] == ".":
        return say("the folder `{name}` ends with a dot, which Windows does not allow: rename it", name=name)
    if is_folder:
        return say("the folder `{name}` ends with a space, which Windows does not allow: rename it", name=name)
    if name[-1] == ".":
        return say("the file name `{name}` ends with a dot, which Windows does not allow: rename it", name=name)
    return say("the file name `{name}` ends with a space, which Windows does not allow: rename it", name=name)


def _too_long(name: str, length: int, is_folder: bool) -> Message:
    if is_folder:
        return say(
            "the folder `{name}` has {length} bytes, and Linux allows {most}: rename it",
            name=name,
            length=length,
            most=_MAX_BYTES,
        )
    return say(
        "the file name `{name}` has {length} bytes, and Linux allows {most}: rename it",
        name=name,
        length=length,
        most=_MAX_BYTES,
    )
