"""Half-width punctuation in Chinese text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Severity
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.cjk._text import HAN, TEXT, changes
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_HALF = lazy_regex(rf"[,;:!?](?=[{HAN}\r\n]|\Z)(?<=[{HAN}].)")
_FULL = dict(zip(",;:!?", "，；：！？", strict=True))


@note_rule("cjk", severity=Severity.INFO, fix=Applicability.UNSAFE, default=False, triggers=tuple(_FULL))
def half_width_punctuation(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A half-width `,` `;` `:` `!` or `?` between Chinese characters.

    Chinese text takes full-width punctuation. In prompts, code written as text and `key:value` lines the half-width
    form may be meant: that is why this rule is off by default.

    ## Fix

    Writes the full-width form. Unsafe: the half-width one may be meant.

    ## Bad

    ```md
    你好,世界!
    ```

    ## Good

    ```md
    你好，世界！
    ```
    """
    for match in _HALF.finditer(note.prose):
        start, end = match.span()
        if not note.is_chinese(start):
            continue
        full = _FULL[match[0]]
        fix = Fix(
            say("write `{text}`", text=full),
            (Edit(start, end, full),),
            Applicability.UNSAFE,
            changes(note, start, TEXT),
        )
        yield Problem(
            start,
            end,
            say("a half-width `{written}` in Chinese text: write `{full}`", written=match[0], full=full),
            fix,
        )
