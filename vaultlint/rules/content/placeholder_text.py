"""placeholder-text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_PHRASES = ("待补充", "待填写", "TODO 占位", "占位文件", "占位内容")
# `有待补充` says what is open in the world; `待补充的材料` and `“待补充”` speak of something else.
_FRONT_OF_OPEN = r"(?<![有等期亟急尚仍“‘「『《\"'`])"
_FRONT_OF_OTHERS = r"(?<!\w)(?<![“‘「『《\"'`])"
_BEHIND = r"(?=[ \t]*(?:$|[\r\n。．.，,；;：:！!？?…）)\]】｜|~～\ue000-\ue003]))"


@frozen
class Options:
    """Options of placeholder-text."""

    phrases: tuple[str, ...] = option(_PHRASES, "Texts that stand for what is not written yet.")


@note_rule("content", options=Options)
def placeholder_text(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """Text that stands for something not written yet: `待补充`, `TODO 占位`.

    Such places are forgotten and reach the reader. A phrase counts where it closes a clause and nothing is in front of
    it; one that begins with 待 may have its noun in front: `作者：待补充`, `（待补充）`, `链接待补充。` It does not
    count in code, links and comments, in quotation marks, or in a sentence about something else (`有待补充`,
    `待补充的材料`). A property counts if it holds nothing but the phrase.

    ## Bad

    ```md
    作者：待补充

    ## 笔记

    TODO 占位
    ```

    ## Good

    ```md
    不要写“待补充”，也不要写 `TODO 占位`。

    ## 笔记

    列出待补充的材料。
    ```
    """
    text = note.text
    told = [phrases for character, phrases in _telling(options.phrases).items() if character in text]
    if not any(phrase in text for phrases in told for phrase in phrases):
        return
    pattern = _pattern(options.phrases)
    places = [match.span() for match in pattern.finditer(note.prose, note.body_start)]
    for prop in note.frontmatter.properties if note.frontmatter else ():
        places += [
            (value.start, value.end) for value in prop.values if value.text.strip("（）()[]。. ") in options.phrases
        ]
    for start, end in sorted(places):
        message = say(
            "`{text}` stands for text that is not written yet: write it, or leave it out", text=text[start:end]
        )
        yield Problem(start, end, message)


@lru_cache(maxsize=8)
def _telling(phrases: tuple[str, ...]) -> dict[str, list[str]]:
    """The phrases by a character of theirs, which is looked for much faster than they are, or by themselves."""
    found: dict[str, list[str]] = {}
    for phrase in phrases:
        found.setdefault(next((each for each in phrase if not each.isascii()), phrase), []).append(phrase)
    return found


@lru_cache(maxsize=8)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    opened = [re.escape(phrase) for phrase in phrases if phrase.startswith("待")]
    others = [re.escape(phrase) for phrase in phrases if phrase and not phrase.startswith("待")]
    branches = [
        front + f"(?:{'|'.join(words)})"
        for front, words in ((_FRONT_OF_OPEN, opened), (_FRONT_OF_OTHERS, others))
        if words
    ]
    return re.compile(f"(?m)(?:{'|'.join(branches) or '(?!)'}){_BEHIND}")
