"""Settings that are about nothing in the vault are named behind the findings."""

from __future__ import annotations

import pytest

from tests.helpers import lint
from vaultlint.cli.unmatched import unmatched
from vaultlint.config.load import settings_from_text
from vaultlint.settings import Settings
from vaultlint.workspace.workspace import Workspace

NOTES = {"blog/A.md": "## Intro\n\nText.\n", "B.md": "Text.\n"}
CASES = [
    (
        '[[note-types]]\nname = "blog"\npaths = ["blogs/**"]',
        "No note is of the note type `blog`: its `paths` match nothing.",
    ),
    (
        '[[note-types]]\nname = "all"\npaths = ["**"]\n[[note-types]]\nname = "blog"\npaths = ["blog/**"]',
        "No note is of the note type `blog`: types above it take all notes that its `paths` match.",
    ),
    (
        '[[patterns]]\nname = "no-x"\npattern = "x"\npaths = ["blgo/**"]',
        "The pattern `no-x` searches no note: its `paths` match nothing.",
    ),
    (
        '[[patterns]]\nname = "no-x"\npattern = "x"\nsection = "Inrto"',
        "The pattern `no-x` searches the section `Inrto`, which no note has.",
    ),
    ('[lint.per-path-ignores]\n"blgo/**" = ["links"]', "`blgo/**` in `lint.per-path-ignores` matches nothing."),
]


def workspace_of(settings: Settings) -> Workspace:
    workspace = lint(dict(NOTES), settings).workspace
    assert workspace is not None
    return workspace


@pytest.mark.parametrize(("config", "sentence"), CASES)
def test_what_matches_nothing_is_said(config: str, sentence: str) -> None:
    settings = settings_from_text(f"sections = []\n{config}\n")
    assert list(unmatched(workspace_of(settings))) == [sentence]


def test_what_matches_is_not() -> None:
    type_and_ignore = (
        '[[note-types]]\nname = "blog"\npaths = ["blog/**"]\n[lint.per-path-ignores]\n"B.md" = ["links"]\n'
    )
    assert not list(unmatched(workspace_of(settings_from_text(f"sections = []\n{type_and_ignore}"))))
