"""What the YAML parser says of an error, as sentences: it knows English only."""

from __future__ import annotations

from vaultlint.language import Sentence, english, say
from vaultlint.lazy_regex import lazy_regex

_CONTEXTS = (
    say("while parsing a block mapping"),
    say("while parsing a block collection"),
    say("while parsing a flow mapping"),
    say("while parsing a flow sequence"),
    say("while parsing a flow node"),
    say("while parsing a block node"),
    say("while parsing a node"),
    say("while parsing a quoted scalar"),
    say("while scanning a simple key"),
    say("while scanning a quoted scalar"),
    say("while scanning a plain scalar"),
    say("while scanning a block scalar"),
    say("while scanning for the next token"),
    say("while scanning an anchor"),
    say("while scanning an alias"),
    say("while scanning an anchor or alias"),
    say("while scanning a tag"),
    say("while scanning a directive"),
    say("while constructing a mapping"),
)
_PROBLEMS = (
    say("mapping values are not allowed in this context"),
    say("mapping keys are not allowed in this context"),
    say("block sequence entries are not allowed in this context"),
    say("could not find expected ':'"),
    say("did not find expected key"),
    say("did not find expected '-' indicator"),
    say("did not find expected ',' or ']'"),
    say("did not find expected ',' or '}}'"),
    say("did not find expected node content"),
    say("did not find expected <document start>"),
    say("did not find expected alphabetic or numeric character"),
    say("did not find expected comment or line break"),
    say("did not find expected whitespace or line break"),
    say("did not find expected hexdecimal number"),
    say("found character that cannot start any token"),
    say("found unexpected end of stream"),
    say("found unexpected document indicator"),
    say("found unexpected ':'"),
    say("found unknown escape character"),
    say("found undefined tag handle"),
    say("found duplicate anchor"),
    say("found undefined alias"),
    say("found a tab character that violates indentation"),
    say("found a tab character where an indentation space is expected"),
    say("found extra document start"),
    say("control characters are not allowed"),
    say("the YAML does not parse"),
    say("properties are `key: value` lines, and this is a list"),
    say("properties are `key: value` lines, and this is a single value"),
    say("the properties are nested more than 100 deep"),
)
_BY_ENGLISH = {english(each): each for each in (*_CONTEXTS, *_PROBLEMS)}
_IN_QUOTES = lazy_regex(r"(found undefined alias|found duplicate anchor) '(.*)'")
_CHARACTER = lazy_regex(r"YAML does not allow the character (U\+[0-9A-F]+)")


def yaml_error(said: str) -> Sentence:
    """The parser's words about an error, context and problem, as a sentence; as they are where they are not known."""
    if said in _BY_ENGLISH:
        return _BY_ENGLISH[said]
    for context in _CONTEXTS:
        if said.startswith(f"{context.template} "):
            problem = _problem(said.removeprefix(f"{context.template} "))
            return say("{context} {problem}", context=context, problem=problem)
    return _problem(said)


def _problem(said: str) -> Sentence:
    if character := _CHARACTER.fullmatch(said):
        return say("YAML does not allow the character {code}", code=character[1])
    named = _IN_QUOTES.fullmatch(said)
    if named and named[1] == "found undefined alias":
        return say("found undefined alias '{name}'", name=named[2])
    if named:
        return say("found duplicate anchor '{name}'", name=named[2])
    return _BY_ENGLISH.get(said, said)
