"""Sentences: templates, plurals, and which language is spoken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vaultlint.language import language_of, say, say_number, speak, words


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    speak("en")


def test_a_sentence_is_put_into_words_when_it_is_shown() -> None:
    assert words(say("there is no note `{target}`", target="{x}")) == "there is no note `{x}`"
    assert words("as it is {not a field}") == "as it is {not a field}"
    assert str(say("{{braces}}")) == "{braces}"


@pytest.mark.parametrize(("count", "said"), [(0, "0 links"), (1, "1 link"), (2, "2 links"), (12345, "12,345 links")])
def test_plurals(count: int, said: str) -> None:
    assert words(say_number(count, "{n} link", "{n} links")) == said


def test_what_has_no_translation_stays_english() -> None:
    speak("zh")
    assert words(say("no translator has seen this {word}", word="sentence")) == "no translator has seen this sentence"


@pytest.mark.parametrize(
    ("asked", "variable", "setting", "locale", "language"),
    [
        (None, "", "auto", "", "en"),
        (None, "", "auto", "zh_CN.UTF-8", "zh"),
        (None, "", "en", "zh_CN.UTF-8", "en"),
        (None, "zh", "en", "", "zh"),
        ("zh-CN", "en", "en", "", "zh"),
        ("zh_CN.UTF-8", "", "auto", "", "zh"),
        (None, "", "auto", "de_DE.UTF-8", "en"),
        (None, "", "auto", "C", "en"),
    ],
)
def test_language(
    monkeypatch: pytest.MonkeyPatch, asked: str | None, variable: str, setting: str, locale: str, language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAULTLINT_LANG", variable)
    monkeypatch.setenv("LANG", locale)
    assert language_of(asked, setting) == language
