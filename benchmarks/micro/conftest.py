"""The vaults that are measured: the sample, and the one in the folder `VAULTLINT_VAULT`, if that is set."""

from __future__ import annotations

import os
from functools import lru_cache

import pytest

from benchmarks.micro.sample import sample_vault
from benchmarks.micro.subject import Subject
from vaultlint.settings import Lint, Settings
from vaultlint.vault.source import DiskSource, MemorySource

OWN_VAULT = os.environ.get("VAULTLINT_VAULT", "")


@lru_cache
def _subject(folder: str) -> Subject:
    source = DiskSource(folder) if folder else MemorySource(sample_vault())
    return Subject(source, Settings(lint=Lint(select=("all",))))


@pytest.fixture(params=["", OWN_VAULT] if OWN_VAULT else [""], ids=lambda folder: "own" if folder else "sample")
def subject(request: pytest.FixtureRequest) -> Subject:
    """Each vault in turn."""
    return _subject(request.param)
