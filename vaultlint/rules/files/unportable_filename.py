"""unportable-filename."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.rules.files._names import faulty_names
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Files

_ILLEGAL = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])[ ]*(?:\.|\Z)", re.IGNORECASE)
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
    for path, name, said, is_folder in faulty_names(files.checked, _fault):
        what = "folder" if is_folder else "file name"
        yield Problem(0, 0, f"the {what} `{name}` {said}: rename it", path=path, subject=name)


def _fault(name: str) -> str | None:
    found = _ILLEGAL.findall(name)
    if found:
        shown = " ".join(f"`{mark}`" if mark.isprintable() else f"U+{ord(mark):04X}" for mark in dict.fromkeys(found))
        return f"holds {shown}, which Windows does not allow"
    if name[-1:] in (".", " "):
        return f"ends with a {'dot' if name[-1] == '.' else 'space'}, which Windows does not allow"
    if _DEVICE.match(name):
        return "is the name of a device on Windows"
    length = len(name) if name.isascii() else len(name.encode(errors="surrogatepass"))
    return f"has {length} bytes, and Linux allows {_MAX_BYTES}" if length > _MAX_BYTES else None
