"""Patterns that are compiled when they are first used behave as those that are compiled at once."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import vaultlint
from vaultlint.lazy_regex import lazy_regex


def test_it_finds_what_a_pattern_finds() -> None:
    lazy, eager = lazy_regex(r"(?P<word>b+)", re.IGNORECASE), re.compile(r"(?P<word>b+)", re.IGNORECASE)
    for _ in range(2):
        assert [match.span() for match in lazy.finditer("aBbcb", 2)] == [
            match.span() for match in eager.finditer("aBbcb", 2)
        ]
        assert lazy.sub("-", "aBbcb") == "a-c-"
        assert (lazy.pattern, lazy.flags, lazy.groups) == (eager.pattern, eager.flags, eager.groups)


def test_a_mistake_shows_when_it_is_used() -> None:
    wrong = lazy_regex("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_nothing_else_is_looked_up_in_it() -> None:
    assert not hasattr(lazy_regex("a"), "__deepcopy__")


def test_every_pattern_of_the_program_compiles() -> None:
    package = Path(vaultlint.__file__).parent
    files = [file for file in package.rglob("*.py") if "lazy_regex(" in file.read_text(encoding="utf-8")]
    names = [".".join(file.relative_to(package.parent).with_suffix("").parts) for file in files]
    members = [each for name in names for each in vars(importlib.import_module(name)).values()]
    found = [each for each in members if type(each) is type(lazy_regex("a"))]
    assert len(found) > 200
    for each in found:
        assert re.compile(each.pattern, each.flags).groups == each.groups
