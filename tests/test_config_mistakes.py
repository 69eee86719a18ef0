"""Every mistake in a configuration is named with its key, its line and what was perhaps meant."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultlint.config.errors import ConfigError
from vaultlint.config.load import settings_from_text
from vaultlint.config.merge import Layer, read_layers
from vaultlint.errors import VaultlintError

MISTAKES = [
    ("slect = []", 1, "unknown key `slect`"),
    ("\nselect = []", 2, "unknown key `select`: did you mean `lint.select`?"),
    ("[lint]\nselct = []", 2, "unknown key `lint.selct`: did you mean `select`?"),
    ("[lint]\nfail_on = 'error'", 2, "did you mean `fail-on`?"),
    ("[links]\nx = 1", 1, "unknown key `links`"),
    (
        "[lint]\nselect = 'default'",
        2,
        '`lint.select` must be a list of strings, not the string "default": write `["default"]`',
    ),
    ("lint.select = [1]", 1, "`lint.select[1]` must be a string, not the number 1"),
    ("lint.fail-on = 'warn'", 1, "`lint.fail-on` is `warn`, and must be one of `error`, `warning`, `info`, `never`"),
    ("lint = 1", 1, "`lint` must be a table, not the number 1"),
    ("respect-gitignore = 'yes'", 1, '`respect-gitignore` must be `true` or `false`, not the string "yes"'),
    ("respect-gitignore = 1", 1, "must be `true` or `false`, not the number 1"),
    ("sections = true", 1, "must be a list of strings, not `true`"),
    ("cache-dir = 2026-01-02", 1, "must be a string, not the date or time 2026-01-02"),
    ("[lint]\nselect = [\n  'default',  # a ] comment\n  'orphan-noet',\n]", 4, "did you mean `orphan-note`?"),
    ("[lint.severity]\norphan-note = 'eror'", 2, "`lint.severity.orphan-note` is `eror`"),
    (
        "[lint.severity]\norphan-nte = 'error'",
        2,
        "there is no rule or category `orphan-nte`: did you mean `orphan-note`?",
    ),
    ("[lint.severity]\ndefault = 'error'", 2, "there is no rule or category `default`"),
    (
        "[lint.per-path-ignores]\n'a/**' = ['nope']",
        2,
        '`lint.per-path-ignores."a/**"[1]`: there is no rule or category `nope`',
    ),
    ("[lint.per-path-ignores]\n'a\\b' = ['all']", 2, "folders are separated by `/`"),
    ("[rules.orphan-noet]\nallow = []", 1, "there is no rule `orphan-noet`: did you mean `orphan-note`?"),
    ("[rules.orphan-note]\nalow = []", 2, "unknown key `rules.orphan-note.alow`: did you mean `allow`?"),
    ("[rules.orphan-note]\nallow = ['[z-a]']", 2, "`[z-a]` is not a glob"),
    ("[rules.dead-end-note]\nx = 1", 2, "this rule has no options"),
    ("[rules]\norphan-note = 1", 2, "must be a table with the rule's options"),
    ("rules = 1", 1, "must be a table of tables"),
    ("[note-types]\nname = 'a'", 1, "must be a list of tables, not a table: write its header in double brackets"),
    ("[[note-types]]\npaths = ['a']", 1, "`note-types[1]` needs `name`"),
    ("[[note-types]]\nname = 'a'", 1, "`note-types[1]` needs `paths`, `where` or `tags`"),
    (
        "[[note-types]]\nname='a'\npaths=['a']\n[note-types.properties]\nby = { to = ['a', 'x/', 'person'] }",
        5,
        "there is no note type `person`: a folder is written `person/`",
    ),
    ("[[boundaries]]\nfrom = 'a/**'", 1, "`boundaries[1]` needs `not-to`"),
    ("[[note-types]]\nname = ''\npaths = ['a']", 2, "`note-types[1].name` must not be empty"),
    ("[[note-types]]\nname = 'a'\npaths = [' ']", 3, "a glob must not be empty"),
    (
        "[[note-types]]\nname='a'\npaths=['a']\n[[note-types]]\nname='a'\npaths=['b']",
        5,
        "already one with the name `a`",
    ),
    (
        "[[note-types]]\nname='a'\npaths=['a']\n[note-types.properties]\n发布日期 = { type = 'dat' }",
        5,
        "`note-types[1].properties.发布日期.type` is `dat`",
    ),
    ("[[note-types]]\nname='a'\npaths=['a']\nfilename='('", 4, "`(` is not a regular expression"),
    ("[[note-types]]\nname='a'\npaths=['a']\noff=['orphan']", 4, "there is no rule or category `orphan`"),
    (
        "[relations.synonyms]\n延伸 = '延伸思索'",
        2,
        "`延伸思索` is not one of `relations.reasons`: did you mean `延伸思考`?",
    ),
    (
        "[[note-types]]\nname='a'\npaths=['a']\nsections=['Intro|Opening']\n[note-types.parts]\nInrto = ['x']",
        6,
        "`Inrto` is not one of the `sections` of this note type: did you mean `Intro`?",
    ),
    ("[relations]\nreasons = ['a']\nsymmetric = ['b']", 3, "`b` is not one of `relations.reasons`"),
    (
        "[[patterns]]\nname = 'orphan-note'\npattern = 'x'",
        2,
        "`orphan-note` is the name of a built-in rule or category",
    ),
    ("[[patterns]]\nname = 'links'\npattern = 'x'", 2, "`links` is the name of a built-in rule or category"),
    ("[[patterns]]\nname = 'all'\npattern = 'x'", 2, "`all` is the name of a built-in rule or category"),
    ("[[patterns]]\nname = 'No Foo'\npattern = 'x'", 2, "must be in kebab case"),
    ("[[patterns]]\nname = 'a'\npattern = '(x'", 3, "`(x` is not a regular expression: missing )"),
    ("[[patterns]]\nname = 'a'", 1, "`patterns[1]` needs `pattern`"),
    ("[[patterns]]\nname='a'\npattern='x'\nreplacement='\\1'", 4, "`patterns[1].replacement` does not fit the pattern"),
    ("[[patterns]]\nname='a'\npattern='x'\nwhere='title'", 4, "must be one of `text`"),
    ("[[patterns]]\nname='a'\npattern='x'\nproperty='t'", 4, 'only with `where = "property"`'),
    ("[[patterns]]\nname='a'\npattern='x'\nwhere='filename'\nsection='t'", 5, "has no meaning"),
    ("[[patterns]]\nname='a'\npattern='x'\nwhere='filename'\nreplacement='t'", 5, "cannot rename a note"),
    ("[[patterns]]\nname='a'\npattern='x'\nmust-match=true\nreplacement='t'", 5, "nothing to replace"),
    ("[[patterns]]\nname='a'\npattern='x'\n[[patterns]]\nname='a'\npattern='y'", 5, "already one with the name `a`"),
    ("patterns = [1]", 1, "`patterns[1]` must be a table"),
    ("sections = [\n'''\na''', 1]", 3, "`sections[2]` must be a string"),
    ('"lint"."fail-on" = 1', 1, "`lint.fail-on` must be a string"),
    ("a = ", 1, "not valid TOML"),
    ("x = [1\n", 1, "this list is not closed"),
    ("lint.fail-on = error", 1, "text needs quotes"),
    ("a = 1\na = 2", 2, "not valid TOML: this key has a value already"),
    ("a = " + "1" * 5000, 0, "not valid TOML"),
    ("a = " + "[" * 5000, 0, "nested too deeply"),
]


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES, ids=[message for _, _, message in MISTAKES])
def test_mistake(text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings_from_text(text)
    assert [mistake.line for mistake in caught.value.mistakes] == [line]
    assert message in caught.value.mistakes[0].message


def test_all_mistakes_at_once_in_the_order_of_their_lines() -> None:
    with pytest.raises(ConfigError) as caught:
        settings_from_text("x = 1\n[lint]\nselect = 3\nignore = ['nope']\n[topics]\nfoldr = ''", "vault/vaultlint.toml")
    assert [(mistake.origin, mistake.line) for mistake in caught.value.mistakes] == [
        ("vault/vaultlint.toml", line) for line in (1, 3, 4, 6)
    ]
    assert str(caught.value).startswith("the configuration has 4 mistakes\n  vault/vaultlint.toml:1: unknown key `x`")


def test_column_of_what_is_not_toml_is_that_of_the_file() -> None:
    with pytest.raises(ConfigError) as caught:
        settings_from_text("摘要 = 1 = 2")
    assert caught.value.mistakes[0][1:3] == (1, 8)


def test_a_mistake_is_named_after_the_layer_it_stands_in() -> None:
    layers = (
        Layer("file", "[lint]\nselect = ['default']", {"lint": {"select": ["default"]}}),
        Layer("--config", "lint.ignore = 1", {"lint": {"ignore": 1}}),
    )
    with pytest.raises(ConfigError) as caught:
        read_layers({"lint": {"select": ["default"], "ignore": 1}}, layers)
    assert caught.value.mistakes[0].origin == "--config"


KEYS = st.sampled_from(
    ["lint", "select", "rules", "note-types", "patterns", "name", "摘要", '"a b"', "properties", "[x]"]
)
VALUES = st.sampled_from(["1", "'x'", "[1, 'a']", "{a = 1}", "[{name = 'x'}]", "true", "2026-01-02", "'''\n'''", "nan"])
LINES = st.one_of(
    st.tuples(KEYS, KEYS, VALUES).map("{0[0]}.{0[1]} = {0[2]}".format),
    st.tuples(KEYS, VALUES).map("{0[0]} = {0[1]}".format),
    KEYS.map("[{}]".format),
    KEYS.map("[[{}]]".format),
    st.text(max_size=8),
)


@given(st.lists(LINES, max_size=8).map("\n".join))
@example("[[patterns]]\nname = ['x']\npattern = {}")
@example("[[note-types]]\nname = 'a'\npaths = ['a']\nproperties = { title = 1 }")
def test_whatever_is_written_it_is_settings_or_a_list_of_mistakes(text: str) -> None:
    try:
        settings_from_text(text)
    except VaultlintError as error:
        assert str(error)
