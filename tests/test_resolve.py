"""Which file a link opens: `docs/obsidian.md`, items 1–9 and 25–37. One row a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers import assert_linear
from vaultlint.settings import Settings
from vaultlint.vault.obsidian import ObsidianSettings, read_obsidian_settings
from vaultlint.vault.resolve import Resolver, normalize
from vaultlint.vault.source import MemorySource
from vaultlint.vault.vault import Vault
from vaultlint.vault.world import Paths

if TYPE_CHECKING:
    from vaultlint.vault.facts import NoteFacts

NFD = "Cafe\u0301"
NFC = "Caf\u00e9"
THREE = ("Note.md", "zzzz/Note.md", "a/b/Note.md")

# item, files, source, link path, target
ROWS = [
    (1, ("Projects/Laws.md",), "x.md", "Projects/Laws", "Projects/Laws.md"),
    (2, ("a/b.md",), "x.md", "a\\b", "a/b.md"),
    (2, ("a/b.md",), "x.md", "a//b", "a/b.md"),
    (2, ("foo bar.md",), "x.md", "foo\u00a0bar", "foo bar.md"),
    (2, ("foo\u202fbar.md",), "x.md", "foo bar", "foo\u202fbar.md"),
    (2, (f"{NFD}.md",), "x.md", NFC, f"{NFD}.md"),
    (2, (f"{NFC}.md",), "x.md", NFD, f"{NFC}.md"),
    (8, ("什么是茶？.md",), "x.md", "什么是茶？", "什么是茶？.md"),
    (9, ("a/note.md", "a/Note.md"), "x.md", "a/note", "a/note.md"),
    (9, ("a/note.md", "a/Note.md"), "x.md", "note", "a/note.md"),
    (9, ("a/note.md", "a/Note.md"), "x.md", "Note", "a/Note.md"),
    (23, ("C#.md",), "x.md", "C", None),
    (24, ("x.md",), "x.md", "", "x.md"),
    (25, ("Figure 1.png",), "x.md", "Figure 1", None),
    (25, ("Figure 1.png",), "x.md", "Figure 1.png", "Figure 1.png"),
    (25, ("Figure 1.png",), "x.md", "figure 1.PNG", "Figure 1.png"),
    (25, ("Ext.md",), "x.md", "Ext.MD", "Ext.md"),
    (25, ("Ext.md",), "x.md", "Ext.md", "Ext.md"),
    (25, ("dashboard.md", "dashboard.base"), "x.md", "dashboard", "dashboard.md"),
    (25, ("dashboard.base",), "x.md", "dashboard", None),
    (25, ("dashboard.base",), "x.md", "dashboard.base", "dashboard.base"),
    (25, ("Plan.canvas",), "x.md", "Plan", None),
    (25, ("LICENSE",), "x.md", "LICENSE", None),
    (26, ("v1.2 plan.md",), "x.md", "v1.2 plan", "v1.2 plan.md"),
    (26, ("a/Note.1.md",), "x.md", "Note.1", "a/Note.1.md"),
    (26, ("X.md", "X.md.md"), "x.md", "X.md", "X.md"),
    (26, ("X.md.md",), "x.md", "X.md", "X.md.md"),
    (27, ("y.md", "b/y.md"), "a/x.md", "../y", "y.md"),
    (27, ("y.md", "a/y.md"), "a/x.md", "./y", "a/y.md"),
    (27, ("a/c/y.md",), "a/x.md", "./c/y.md", "a/c/y.md"),
    (27, ("y.md",), "a/x.md", "./Missing", None),
    (27, ("y.md",), "a/x.md", "../../y", None),
    (27, ("b/y.md",), "a/x.md", "./y", None),
    (27, ("b/y.md",), "a/x.md", "../b/./y", "b/y.md"),
    (28, ("y.md", "a/y.md"), "a/x.md", "/y", "y.md"),
    (28, ("a/y.md",), "x.md", "/y", None),
    (28, ("a/y.md",), "x.md", "/a/y.md", "a/y.md"),
    (29, THREE, "zzzz/s.md", "Note", "Note.md"),
    (29, ("b/Note.md", "a/b/Note.md"), "a/b/s.md", "b/Note", "b/Note.md"),
    (30, ("a/b/Note.md",), "x.md", "b/Note", "a/b/Note.md"),
    (30, ("a/b/Note.md",), "x.md", "b/note.md", "a/b/Note.md"),
    (30, ("a/bb/Note.md",), "x.md", "b/Note", None),
    (30, ("a/FootNote.md",), "x.md", "Note", None),
    (31, THREE[1:], "zzzz/s.md", "Note", "zzzz/Note.md"),
    (31, ("zzzz/Note.md", "b/Note.md"), "zzzz/deep/s.md", "Note", "b/Note.md"),
    (31, ("zzzz/deep/Note.md", "b/Note.md"), "zzzz/s.md", "Note", "zzzz/deep/Note.md"),
    (31, ("zz/Note.md", "z/c/Note.md"), "z/s.md", "Note", "z/c/Note.md"),
    (32, ("zzzz/Note.md", "a/b/Note.md"), "x.md", "Note", "a/b/Note.md"),
    (32, ("Research/Target.md", "Archive/Target.md"), "x.md", "Target", "Archive/Target.md"),
    (33, ("b/Note.md", "a/Note.md"), "x.md", "Note", "a/Note.md"),
    (34, ("link_in_yaml.md",), "x.md", "liNk_in_YaMl", "link_in_yaml.md"),
    (34, ("Über/Straße.md",), "x.md", "über/STRAßE", "Über/Straße.md"),
    (36, ("dir/index.md", "dir/README.md"), "x.md", "dir", None),
    (36, ("dir/index.md",), "x.md", "dir/", None),
    (36, ("dir/index.md",), "dir/x.md", ".", None),
    (36, ("dir/index.md",), "dir/x.md", "..", None),
    (37, ("Sub/My Note.md",), "x.md", "My Note.md", "Sub/My Note.md"),
    (37, ("Sub/My Note.md",), "x.md", "My Note", "Sub/My Note.md"),
    (37, ("img/a.png", "other/a.png"), "other/x.md", "a.png", "other/a.png"),
    (37, ("img/a.png",), "notes/x.md", "../img/a.png", "img/a.png"),
    (38, ("x.md",), "x.md", "?Missing Note", None),
]  # fmt: skip


@pytest.mark.parametrize(("item", "files", "source", "link", "target"), ROWS)
def test_resolution(item: int, files: tuple[str, ...], source: str, link: str, target: str | None) -> None:
    assert Resolver(files).resolve(link, source).target == target


@pytest.mark.parametrize(
    ("item", "files", "source", "link", "candidates"),
    [
        (29, THREE, "x.md", "Note", 1),
        (30, ("a/b/Note.md", "c/b/Note.md"), "x.md", "b/Note", 2),
        (31, THREE[1:], "zzzz/s.md", "Note", 2),
        (33, ("b/Note.md", "a/Note.md"), "x.md", "Note", 2),
        (27, ("b/y.md", "c/y.md"), "a/x.md", "./y", 0),
    ],
)
def test_candidates(item: int, files: tuple[str, ...], source: str, link: str, candidates: int) -> None:
    assert len(Resolver(files).resolve(link, source).candidates) == candidates


@pytest.mark.parametrize(
    ("link", "source", "escapes"),
    [("../../y", "a/x.md", True), ("..", "x.md", True), ("../y", "a/x.md", False), ("a/../../y", "x.md", True)],
)
def test_leaving_the_vault(link: str, source: str, escapes: bool) -> None:
    assert Resolver(["y.md"]).resolve(link, source).escapes is escapes


def test_normalize() -> None:
    assert normalize("/foo\\\\bar\u00a0baz//") == "foo/bar baz"


def vault_of(*files: str, settings: ObsidianSettings) -> Vault:
    def no_facts(path: str) -> NoteFacts:
        raise AssertionError(path)

    return Vault({}, Paths(files, settings), Settings(), MemorySource({}), no_facts)


@pytest.mark.parametrize(
    ("item", "app", "link", "target"),
    [
        (6, "{}", "data.csv", None),
        (6, '{"showUnsupportedFiles": true}', "data.csv", "data.csv"),
        (6, None, "data.csv", "data.csv"),
        (6, "{}", "View.base", "View.base"),
        (6, "{}", "song.MP3", "song.MP3"),
        (4, '{"userIgnoreFilters": ["Old/"]}', "Excluded", "Old/Excluded.md"),
    ],
)
def test_formats(item: int, app: str | None, link: str, target: str | None) -> None:
    files = {".obsidian/app.json": app} if app is not None else {}
    settings = read_obsidian_settings(MemorySource(files))
    vault = vault_of("data.csv", "View.base", "song.MP3", "Old/Excluded.md", settings=settings)
    assert vault.resolver.resolve(link, "x.md").target == target


def test_many_files_of_one_name() -> None:
    def work(size: int) -> None:
        resolver = Resolver(f"folder {number}/README.md" for number in range(1_000 * size))
        for number in range(1_000 * size):
            resolver.resolve("README", f"elsewhere {number}/x.md")
            resolver.resolve("README", f"folder {number}/x.md")
            resolver.resolve(f"{number}/README", "x.md")

    assert_linear(work)
