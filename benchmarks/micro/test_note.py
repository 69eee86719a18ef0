"""What is done with each note of a vault, step by step."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from benchmarks.micro.subject import Subject
from vaultlint.markdown.frontmatter import read_frontmatter
from vaultlint.markdown.note import Note
from vaultlint.vault.facts import facts_of

Step = Callable[[Note], Any]

_ROUNDS = 5


def _exhaust(values: Iterable[Any]) -> None:
    deque(values, maxlen=0)


@pytest.mark.benchmark(group="parse")
def test_frontmatter(benchmark: Any, subject: Subject) -> None:
    benchmark(lambda: _exhaust(read_frontmatter(text) for _, text in subject.texts))


@pytest.mark.benchmark(group="parse")
def test_parse(benchmark: Any, subject: Subject) -> None:
    benchmark(subject.parsed)


def _on_fresh_notes(benchmark: Any, subject: Subject, step: Step, before: Step) -> None:
    """Measure a step on notes that know what `before` asks of them, and no more."""

    def prepared() -> tuple[tuple[list[Note]], dict[str, Any]]:
        notes = subject.parsed()
        _exhaust(map(before, notes))
        return (notes,), {}

    benchmark.pedantic(lambda notes: _exhaust(map(step, notes)), setup=prepared, rounds=_ROUNDS)


def _nothing(_note: Note) -> None:
    pass


@pytest.mark.benchmark(group="note")
def test_links(benchmark: Any, subject: Subject) -> None:
    _on_fresh_notes(benchmark, subject, lambda note: note.links, _nothing)


@pytest.mark.benchmark(group="note")
def test_prose_mask(benchmark: Any, subject: Subject) -> None:
    _on_fresh_notes(benchmark, subject, lambda note: note.prose, lambda note: note.links)


@pytest.mark.benchmark(group="note")
def test_facts(benchmark: Any, subject: Subject) -> None:
    _on_fresh_notes(benchmark, subject, lambda note: facts_of(note, subject.settings, ""), lambda note: note.links)
