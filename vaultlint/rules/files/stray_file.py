"""stray-file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.globs import matches
from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import is_note
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Files

_LEFT_OVER = lazy_regex(
    r".*(?:~|\.(?:tmp|temp|orig|rej|bak|swp|swo|part|crdownload))|~\$.*|thumbs\.db|desktop\.ini", re.I
)
_CONFLICT = lazy_regex(r"\.sync-conflict-\d{8}-\d{6}|\([^()]*\bconflicted copy\b[^()]*\)|冲突副本|冲突文件", re.I)


@frozen
class Options:
    """Options of stray-file."""

    allow: tuple[str, ...] = option((), "Globs of files that may stay.", type="glob")
    only_notes: tuple[str, ...] = option(
        (), "Globs of folders and files below which only notes may stand.", type="glob"
    )


@vault_rule("files", options=Options)
def stray_file(files: Files, options: Options) -> Iterator[Problem]:
    """A left-over of an editor, a merge, a download or a sync conflict.

    Such files (`.tmp`, `.orig`, `.bak`, `~`, `sync-conflict`, `conflicted copy` …) are committed by mistake, and a
    conflict copy is a second note that answers to searches and links. With the option `only-notes`, every file that is
    no note is reported in the folders it names.

    ## Bad

    ```md Note.md
    Text
    ```

    ```md Note.sync-conflict-20260211-120000-ABCDEFG.md
    Text
    ```

    ## Good

    ```md Note.md
    Text
    ```
    """
    for path in files.checked:
        message = _fault(path, options)
        if message and not matches(path, options.allow):
            yield Problem(0, 0, message, path=path)


def _fault(path: str, options: Options) -> Message | None:
    name = path.rpartition("/")[2]
    if _LEFT_OVER.fullmatch(name):
        return say("`{name}` is a left-over of a program: delete it, or keep it outside the vault", name=name)
    if _CONFLICT.search(name):
        return say(
            "`{name}` is a copy that a sync conflict left: merge it into the note it was copied from, and delete it",
            name=name,
        )
    if options.only_notes and not is_note(path) and matches(path, options.only_notes):
        return say("`{name}` is not a note, and only notes may stand here: move it", name=name)
    return None
