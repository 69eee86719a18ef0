"""The Chinese of every sentence: there, not stale, with the same fields, and written as Chinese is."""

from __future__ import annotations

import re

import pytest

from tests.catalogue import FIXED, HELP, SETTINGS, Key, fields_of, sentences, translations

CHINESE = translations()
TEMPLATES = {key: CHINESE[key] for key, place in sentences() if key in CHINESE and place not in (HELP, SETTINGS, FIXED)}
NAMES = frozenset(
    "vaultlint Obsidian Markdown CommonMark YAML JSON TOML HTML XML CSS JavaScript SARIF URL ID LaTeX PDF "  # noqa: SIM905
    "UTF-8 UTF-16 GBK Latin-1 Unicode NFC ASCII LF CRLF CR BOM GitHub git Git Dataview Templater Excalidraw "
    "Windows macOS Linux Android Tab Actions Ctrl-C Schema Python".split()
)
_CODE = re.compile(r"`[^`]*`|\{\w*(?:!r)?\}|<[^>]*>|--[\w-]+|\b[A-Z_]{2,}\b|\{\{|\}\}")
_HALF_WIDTH = re.compile(r"[一-鿿`}）」][,;:?!()]|[,;?!()][一-鿿]|[一-鿿]\.(?!\w)")
_GLUED = re.compile(r"[一-鿿][A-Za-z0-9`]|[A-Za-z0-9`][一-鿿]")


def said(key: Key) -> str:
    return key if isinstance(key, str) else key[1]


def test_every_sentence_is_a_literal_and_has_its_chinese() -> None:
    assert [place for key, place in sentences() if key is None] == []
    assert [(place, key) for key, place in sentences() if key and not CHINESE.get(key)] == []


def test_no_sentence_is_stale() -> None:
    assert sorted(map(said, CHINESE.keys() - {key for key, _ in sentences()})) == []


@pytest.mark.parametrize("key", [key for key, chinese in TEMPLATES.items() if chinese], ids=said)
def test_a_sentence_has_the_same_fields_in_both_languages(key: Key) -> None:
    wanted, given = fields_of(said(key)), fields_of(CHINESE[key])
    # Chinese has no plural: what "the link" stands for may be counted, and the other way round.
    assert given - {"n"} == wanted - {"n"}
    assert "n" not in given or "n" in wanted
    CHINESE[key].format_map(dict.fromkeys(given, "x"))


@pytest.mark.parametrize("key", [key for key, chinese in CHINESE.items() if chinese], ids=said)
def test_chinese_is_written_as_chinese(key: Key) -> None:
    chinese = CHINESE[key]
    bare = _CODE.sub("`", chinese.split("\b")[0])  # behind it stand lines of commands
    assert not _HALF_WIDTH.search(bare), "punctuation is full-width"
    spaced = re.sub(r"`[^`]*`", "`", chinese)
    assert not _GLUED.search(spaced), "a space stands between Chinese and Latin letters, digits and code"
    assert set(re.findall(r"(?<![A-Za-z0-9+])[A-Za-z][A-Za-z0-9-]+", bare)) <= NAMES, "no English words"
    assert not re.search(r"[您你]", chinese)
