"""The text in ASCII that the parser is shown: it is read as the note itself is."""

from __future__ import annotations

import random

import pytest

from vaultlint.markdown import parse
from vaultlint.markdown.in_ascii import in_ascii
from vaultlint.markdown.parse import parse_text

_PIECES = (
    *("*", "**", "_", "~~", "$", "[", "]", "[[", "]]", "(", ")", "](", "<", ">", "`", "\n", "\n\n", " ", "- ", "> "),
    *(
        "# ",
        "|",
        "\\",
        "!",
        "<b>",
        "<?",
        "?",
        "://",
        "a",
        "x.md",
        "字",
        "，",
        "（",
        "：",
        "“",
        "\u3000",
        "é",
        "«",
        "😀",
    ),
    *("€", "\u0301", "<字", "- [字] ", "```\n", "|-|-|\n", "[^1]", "]:", "\x7f", "&amp;", "1. ", "%%"),
)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain?", "plain?"),
        ("字?😀", "\x7f?\x7f"),
        ("**重：**字", "**\x7f,**\x7f"),
        ("重：字", "\x7f\x7f\x7f"),
        ("a*\u3000b*", None),  # white space beside a mark is not hidden
        ("[字]: x.md", None),  # which label it is matters
        ("字\x7f", None),
    ],
)
def test_each_character_takes_one_byte(text: str, seen: str | None) -> None:
    assert in_ascii(text) == seen


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("![图](a/图.png)", "a/图.png"),
        ("字 <https://example.org/字>", "https://example.org/字"),
        ("[字](<https://example.org/a 字>)", "https://example.org/a 字"),
        ("[字](https://example.org/字 '“](字')", "https://example.org/字"),
        ("[字](https://example.org/“*”)", "https://example.org/“*”"),
        ("[字](https://example.org/&amp;字)", "https://example.org/&字"),
    ],
)
def test_addresses_are_those_of_the_note(text: str, address: str) -> None:
    note = parse_text("A.md", text)
    assert [*(url.url for url in note.urls), *(link.path for link in note.markdown_links)] == [address]


def test_any_text_is_read_as_if_it_were_shown_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    choose = random.Random(11)
    texts = ["".join(choose.choices(_PIECES, k=choose.randint(2, 30))) for _ in range(400)]
    found = [parse_text("A.md", text) for text in texts]
    monkeypatch.setattr(parse, "in_ascii", lambda _: None)
    assert found == [parse_text("A.md", text) for text in texts]
