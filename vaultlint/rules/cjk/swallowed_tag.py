"""Tags that swallow the text behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.cjk._text import HAN, line_bounds
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_LETTER = lazy_regex(f"[A-Za-z{HAN}]")
_SWALLOWED = lazy_regex(r"#([\w/-]++)([，。；：！？、）】》」』])")


@note_rule("cjk", triggers=("#",))
def swallowed_tag(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A tag that goes on behind full-width punctuation: in `#会议，明天见` the tag is `会议，明天见`.

    Full-width punctuation does not end a tag in Obsidian. Put a space behind the tag.

    ## Bad

    ```md
    记入 #会议，明天见。
    ```

    ## Good

    ```md
    记入 #会议 ，明天见。
    ```
    """
    for tag in note.tags:
        match = _SWALLOWED.match(note.text, tag.start)
        if match and match.end() <= tag.end and _LETTER.search(match[1]):
            name = tag.name if len(tag.name) <= 24 else tag.name[:23] + "…"
            message = (
                say(
                    "the tag goes on behind `{mark}`: Obsidian reads `#{name}`; put a space behind `#{tag}`, or behind "
                    "`#` if this is a heading",
                    mark=match[2],
                    name=name,
                    tag=match[1],
                )
                if tag.start == line_bounds(note, tag.start)[0]
                else say(
                    "the tag goes on behind `{mark}`: Obsidian reads `#{name}`; put a space behind `#{tag}`",
                    mark=match[2],
                    name=name,
                    tag=match[1],
                )
            )
            yield Problem(tag.start, tag.end, message)
