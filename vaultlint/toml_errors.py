"""What `tomllib` says of an error, as sentences: it knows English only, and speaks of its grammar."""

from __future__ import annotations

from vaultlint.language import Sentence, say
from vaultlint.lazy_regex import lazy_regex

_KNOWN = {
    "Cannot overwrite a value": say("this key has a value already"),
    "Expected '=' after a key in a key/value pair": say("behind a key stand `=` and its value"),
    "Expected ']' at the end of a table declaration": say("the head of this table lacks its `]`"),
    "Expected ']]' at the end of an array declaration": say("the head of this table lacks its `]]`"),
    "Expected newline or end of document after a statement": say(
        "the value ends here, but the line goes on: every key has a line of its own"
    ),
    "Invalid date or datetime": say("there is no such date or time"),
    "Invalid hex value": say("behind `\\x`, `\\u` and `\\U` stand hexadecimal digits"),
    "Escaped character is not a Unicode scalar value": say("Unicode has no such character"),
    "Invalid initial character for a key part": say("a key does not begin so: put it in quotes"),
    "Invalid statement": say("a key, the head of a table or a comment must stand here"),
    "Unclosed inline table": say("this table is not closed: its `}}` is missing"),
    "Unclosed array": say("this list is not closed: its `]` is missing"),
    "Unescaped '\\' in a string": say(
        "a backslash in double quotes begins an escape: write `\\\\`, or put the text in single quotes"
    ),
    "Unterminated string": say("this text has no closing quote"),
    "Illegal character '\\n'": say("this text has no closing quote in its line"),
}
_PLACE = lazy_regex(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_EXPECTED = lazy_regex(r"""Expected ["'](.+)["']""")
_CHARACTER = lazy_regex(r"(?:Illegal|Found invalid) character (.+)")
_TAKEN = lazy_regex(
    r"(?:Cannot (?:declare|redefine namespace|mutate immutable namespace)|Duplicate inline table key) (.+)"
)
_NAME = lazy_regex(r"""(["'])(.*?)\1""")


def toml_error(said: str) -> Sentence:
    """The parser's words about an error, without the place, as a sentence; as they are where they are not known."""
    if said in _KNOWN:
        return _KNOWN[said]
    if expected := _EXPECTED.fullmatch(said):
        return say("this text is not closed: `{mark}` is missing", mark=expected[1])
    if character := _CHARACTER.fullmatch(said):
        return say("the character {character} may not stand here", character=character[1])
    if (taken := _TAKEN.match(said)) and (names := _NAME.findall(taken[1])):
        return say("`{key}` is there already", key=".".join(name for _, name in names))
    return said


def toml_fault(error: ValueError | RecursionError) -> Sentence:
    """What was wrong when a whole text was read, with its line."""
    said = str(error)
    place = _PLACE.search(said)
    problem = toml_error(_PLACE.sub("", said))
    return say("line {line}: {problem}", line=place[1], problem=problem) if place and place[1] else problem
