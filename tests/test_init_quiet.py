"""`vaultlint init` infers nothing that the next note of the vault would break, and nothing that is not so."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.git_vault import GitVault
from tests.helpers import write_files
from vaultlint.cli.init import inferred_text
from vaultlint.config.load import settings_from_text
from vaultlint.config.vocabulary import closed_values
from vaultlint.git.births import births
from vaultlint.globs import glob_of, matches
from vaultlint.vault.source import DiskSource
from vaultlint.workspace.run import lint_vault

Files = dict[str, str | bytes]


def table(root: Path) -> dict[str, Any]:
    return tomllib.loads(inferred_text(str(root)))


def errors(root: Path) -> list[str]:
    run = lint_vault(DiskSource(str(root)), settings_from_text(inferred_text(str(root))))
    return [f"{finding.path} {finding.rule}" for finding in run.findings if finding.severity.word == "error"]


def properties(root: Path) -> dict[str, Any]:
    (note_type,) = table(root)["note-types"]
    found: dict[str, Any] = note_type["properties"]
    return found


WORDS = [(None, word) for word in ("open", "closed") for _ in range(12)]


@pytest.mark.parametrize(
    ("rows", "closed"),
    [
        (WORDS, True),
        (WORDS[:6] + WORDS[-6:], False),  # few notes
        ([*WORDS, (None, "opne")], True),  # a slip
        ([*WORDS, (None, "waiting")], False),  # a new one
        (WORDS + [(None, "waiting")] * 3, False),
        ([(None, f"v{number % 2}") for number in range(30)], False),
        ([(None, "★" * (number % 3 + 1)) for number in range(30)], False),
        ([(None, f"word {chr(97 + number)}") for number in range(13) for _ in range(9)], False),
        ([(day, word) for day, (_, word) in enumerate(WORDS)], False),  # "closed" came late
        ([(day, ("open", "closed")[day % 2]) for day in range(24)], True),
        ([(1, word) for _, word in WORDS], True),  # all of one day: no history
        ([], False),
    ],
)
def test_closed_lists_of_values(rows: list[tuple[int | None, str]], closed: bool) -> None:
    assert set(closed_values(rows)) == ({"open", "closed"} if closed else set())


def test_history_says_that_words_still_come(tmp_path: Path) -> None:
    vault = GitVault(tmp_path)
    words = ["open"] * 16 + ["closed"] * 8
    for number, word in enumerate(words):
        vault.write({f"n/{number}.md": f"---\nstate: {word}\n---\n"})
        if number % 4 == 3:
            vault.commit()
    assert sorted(set(births(str(tmp_path)).values())) == [1, 2, 3, 4, 5, 6]
    assert "values" not in properties(tmp_path)["state"]


def test_git_that_knows_nothing(tmp_path: Path) -> None:
    assert births(str(tmp_path)) == {}


def test_properties_of_obsidian_have_its_types(tmp_path: Path) -> None:
    one = "---\ntags: tea\naliases: Pot\ncssclasses: wide\n---\n"
    many = "---\ntags: [tea]\naliases: [Pot]\ncssclasses: [wide]\n---\n"
    write_files(tmp_path, {**{f"n/{number}.md": one for number in range(40)}, "n/x.md": many})
    kinds = {key: (rule["type"], "values" in rule) for key, rule in properties(tmp_path).items()}
    assert kinds == {"tags": ("tags", False), "aliases": ("aliases", False), "cssclasses": ("list", False)}
    assert errors(tmp_path) == []


def test_types_that_obsidian_was_told(tmp_path: Path) -> None:
    types = '{"types": {"with": "multitext", "day": "date"}}'
    note = "---\nwith: Ann\nday: 2025-01-02\n---\n"
    write_files(tmp_path, {**{f"n/{number}.md": note for number in range(9)}, ".obsidian/types.json": types})
    assert properties(tmp_path) == {"with": {"required": True}, "day": {"type": "date", "required": True}}


def test_one_list_among_texts_leaves_the_type_open(tmp_path: Path) -> None:
    write_files(
        tmp_path, {**{f"n/{n}.md": "---\nby: Ann\n---\n" for n in range(40)}, "n/x.md": "---\nby: [A, B]\n---\n"}
    )
    assert properties(tmp_path)["by"] == {"required": True}


@pytest.mark.parametrize(("with_it", "required"), [(120, True), (118, False)])
def test_required_is_what_99_of_100_have(tmp_path: Path, with_it: int, required: bool) -> None:
    write_files(tmp_path, {f"n/{n}.md": "---\nby: Ann\n---\n## Cup\n" if n < with_it else "" for n in range(121)})
    (note_type,) = table(tmp_path)["note-types"]
    assert note_type["properties"]["by"].get("required", False) is required
    assert note_type["sections"] == ["Cup" if required else "Cup?"]


LINKS = "- [[t/a]]\n- [[t/b]]\n"


@pytest.mark.parametrize(
    ("section", "is_topics"),
    [
        (LINKS, True),
        (f"Parts of it:\n\n{LINKS}", False),
        ("- [[t/a]]\n- [[t/b]] comes next\n", False),
        ("Prose with [[t/a]].\n", False),
        ("", False),
    ],
)
def test_a_topic_section_is_a_list_of_links(tmp_path: Path, section: str, is_topics: bool) -> None:
    notes: Files = {f"n/{n}.md": f"## Parts\n\n{section}\n## End\n\nx\n" for n in range(9)}
    write_files(tmp_path, {**notes, "t/a.md": "", "t/b.md": ""})
    assert ("topics" in table(tmp_path)) is is_topics
    assert errors(tmp_path) == []


def test_notes_about_folders_are_of_no_type(tmp_path: Path) -> None:
    notes: Files = {f"Cups/{n}.md": "## Maker\n\nx\n" for n in range(9)}
    write_files(tmp_path, {**notes, "Cups/README.md": "# All\n", "Cups/Cups.md": "# All\n", "Other/index.md": "# x\n"})
    found = table(tmp_path)["note-types"]
    assert [entry["name"] for entry in found] == ["index", "Cups"]
    assert found[0]["paths"] == ["Cups/Cups.md", "**/README.md"]
    assert errors(tmp_path) == []


def test_headings_with_marks_of_the_settings_are_left_out(tmp_path: Path) -> None:
    titles = ("Why?", "A | B", "Use", "Use/More", "x{2}")
    text = "".join(f"## {title}\n\ntext\n\n" for title in titles)
    write_files(tmp_path, {f"n/{n}.md": text for n in range(9)})
    assert table(tmp_path)["note-types"][0]["sections"] == ["Use"]
    assert errors(tmp_path) == []


def test_a_folder_that_is_named_gets_the_file(tmp_path: Path) -> None:
    vault = GitVault(tmp_path).write({"inner/a.md": "text\n", "b.md": "text\n"})
    assert vault.vaultlint("init", "inner").status == 0
    text = (tmp_path / "inner" / "vaultlint.toml").read_text(encoding="utf-8")
    assert text.startswith("#:schema https://") and "from 1 note:" in text
    assert not (tmp_path / "vaultlint.toml").exists()


def test_styles_are_written_with_their_counts(tmp_path: Path) -> None:
    notes: Files = {f"n/{n}.md": f"# A\n\n{'*' if n else '-'} one\n{'*' if n else '-'} two\n" for n in range(40)}
    text = inferred_text(str(write_files(tmp_path, notes)))
    assert '\nlist-marker.style = "*"  # 39 of 40 notes that show it\n' in text
    assert settings_from_text(text).rules["list-marker"].style == "*"
    assert errors(tmp_path) == []


@pytest.mark.parametrize("path", ["a*b?.md", "[x]/{a,b}.md", "[!a].md", "a[.md"])
def test_globs_of_paths(path: str) -> None:
    assert matches(path, [glob_of(path)])
    assert not matches(path + "d", [glob_of(path)])


def test_sections_that_some_notes_have_twice_may_be_there_twice(tmp_path: Path) -> None:
    twice = "## Use\n\nx\n\n## Variant\n\na\n\n## Variant\n\nb\n"
    notes: Files = {f"n/{n}.md": twice if n < 2 else "## Use\n\nx\n\n## Variant\n\na\n" for n in range(30)}
    write_files(tmp_path, notes)
    assert table(tmp_path)["note-types"][0]["sections"] == ["Use", "Variant{1,}"]
    assert errors(tmp_path) == []
