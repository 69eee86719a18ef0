"""What is done with a vault as a whole: resolving links, the graph, reports."""

from __future__ import annotations

import os
from typing import Any

import pytest

from benchmarks.micro.subject import Subject
from vaultlint.report.target import Target, renderer
from vaultlint.vault.graph import build_graph
from vaultlint.vault.vault import Vault
from vaultlint.vault.world import Paths

_ROUNDS = 5


def _vault(subject: Subject) -> Vault:
    """The vault, made anew: no link has been resolved."""
    known = subject.run.vault
    paths = Paths(known.files, known.obsidian)
    return Vault(known.notes, paths, known.settings, known.source, known.notes.__getitem__)


@pytest.mark.benchmark(group="vault")
def test_resolve(benchmark: Any, subject: Subject) -> None:
    benchmark(lambda: _vault(subject).references)


@pytest.mark.benchmark(group="vault")
def test_graph(benchmark: Any, subject: Subject) -> None:
    benchmark.pedantic(build_graph, setup=lambda: ((_vault(subject),), {}), rounds=_ROUNDS)


@pytest.mark.benchmark(group="report")
@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_report(benchmark: Any, subject: Subject, output_format: str) -> None:
    render = renderer(output_format)

    def draw() -> None:
        with open(os.devnull, "w", encoding="utf-8") as file:
            file.writelines(render(subject.run, Target()))

    benchmark(draw)
