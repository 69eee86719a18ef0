"""template-residue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.globs import matches
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_RESIDUE = lazy_regex(r"<%(?:(?!<%)[^\r\n])*?%>|\{\{[^{}\r\n]+\}\}")
_TEMPLATES = ("**/Templates/**", "**/templates/**", "**/Template/**", "**/template/**", "**/模板/**", "**/模版/**")


@frozen
class Options:
    """Options of template-residue."""

    exclude: tuple[str, ...] = option(_TEMPLATES, "Globs of the templates themselves.", type="glob")


@note_rule("content", default=False, options=Options, triggers=("{{", "<%"))
def template_residue(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A template command that was never filled in: `{{date}}`, `<% tp.file.title %>`.

    The note was made without the plugin, or by copying the template. Commands in code and in formulas are not reported,
    nor are the templates themselves (option `exclude`).

    ## Bad

    ```md
    写于 {{date}}，作者 <% tp.user.name() %>。
    ```

    ## Good

    ```md
    写于 2026-01-02；模板里写 `{{date}}`。
    ```
    """
    if matches(note.path, options.exclude):
        return
    templates = {span.start for span in note.spans_of("template")}
    for match in _RESIDUE.finditer(note.text):
        start = match.start()
        if start < note.body_start or start in templates or not note.is_opaque(start):
            message = say(
                "`{written}` is a template command that was not filled in: put its value in its place", written=match[0]
            )
            yield Problem(match.start(), match.end(), message)
