"""unexpected-folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.globs import matches
from vaultlint.language import listed, say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("files", severity=Severity.ERROR, when=lambda settings, _: any(each.folders for each in settings.note_types))
def unexpected_folder(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A note in a folder that its note type does not allow.

    `folders` of a note type lists globs; the folder a note stands in must match one of them as a whole. `*` stays
    inside one level: `01-博客/*` allows notes in `01-博客/OpenAI`, but neither in `01-博客` itself nor one level
    deeper. `.` is the root of the vault. A last note type with `paths = ["**"]` says where all other notes may stand.
    Without these settings the rule finds nothing.

    ## Example configuration

    ```toml
    [[note-types]]
    name = "blog"
    paths = ["01-博客/**"]
    folders = ["01-博客/*"]

    [[note-types]]
    name = "other"
    paths = ["**"]
    folders = [".", "00-元语"]
    ```

    ## Bad

    ```md 01-博客/OpenAI/2026/发布会.md
    Text
    ```

    ## Good

    ```md 01-博客/OpenAI/发布会.md
    Text
    ```
    """
    note_type = context.note_type
    if not note_type.folders or matches(note.folder, [_glob(folder) for folder in note_type.folders]):
        return
    allowed = listed([f"`{folder}`" for folder in note_type.folders])
    message = (
        say(
            "notes of type `{type}` belong in {allowed}; this one stands in `{folder}`: move it",
            type=note_type.name,
            allowed=allowed,
            folder=note.folder,
        )
        if note.folder
        else say(
            "notes of type `{type}` belong in {allowed}; this one stands at the root of the vault: move it",
            type=note_type.name,
            allowed=allowed,
        )
    )
    yield Problem(0, 0, message, subject=note.folder)


def _glob(folder: str) -> str:
    return "" if folder in (".", "./", "/") else folder.rstrip("/")
