"""What Python's `re` says of an error in an expression, as sentences: it knows English only."""

from __future__ import annotations

import re

from vaultlint.language import Sentence, english, say
from vaultlint.lazy_regex import lazy_regex

_PROBLEMS = (
    say("missing ), unterminated subpattern"),
    say("missing ), unterminated comment"),
    say("unbalanced parenthesis"),
    say("unterminated character set"),
    say("unexpected end of pattern"),
    say("nothing to repeat"),
    say("multiple repeat"),
    say("min repeat greater than max repeat"),
    say("the repetition number is too large"),
    say("look-behind requires fixed-width pattern"),
    say("looks too much behind"),
    say("cannot refer to an open group"),
    say("cannot refer to group defined in the same lookbehind subpattern"),
    say("conditional backref with more than two branches"),
    say("bad group number"),
    say("bad escape (end of pattern)"),
    say("global flags not at the start of the expression"),
    say("missing -, : or )"),
    say("missing :"),
    say("missing flag"),
    say("unknown flag"),
    say("missing group name"),
    say("missing <"),
    say("missing >, unterminated name"),
    say("too many groups"),
)
_KNOWN = {english(each): each for each in _PROBLEMS}
_NAMED = (
    (lazy_regex(r"bad escape (.+)"), say("bad escape {name}")),
    (lazy_regex(r"incomplete escape (.+)"), say("incomplete escape {name}")),
    (lazy_regex(r"bad character range (.+)"), say("bad character range {name}")),
    (lazy_regex(r"unknown extension (.+)"), say("unknown extension {name}")),
    (lazy_regex(r"unknown group name (.+)"), say("unknown group name {name}")),
    (lazy_regex(r"invalid group reference (.+)"), say("invalid group reference {name}")),
    (lazy_regex(r"bad character in group name (.+)"), say("bad character in group name {name}")),
    (lazy_regex(r"redefinition of group name (.+?) as .*"), say("the group name {name} is there twice")),
)


def regex_error(error: re.error | RecursionError | OverflowError | IndexError) -> Sentence:
    """What is wrong with an expression, and where; in the words of `re` where they are not known."""
    if not isinstance(error, re.error):
        return say("it is too complex") if isinstance(error, RecursionError) else str(error)
    problem = _problem(error.msg)
    if error.pos is None:
        return problem
    return say("{problem} (character {position})", problem=problem, position=error.pos + 1)


def _problem(said: str) -> Sentence:
    if said in _KNOWN:
        return _KNOWN[said]
    for pattern, sentence in _NAMED:
        if found := pattern.fullmatch(said):
            return sentence.with_fields(name=found[1])
    return said
