"""Each rule of the catalogue on all notes, or on the vault; what others asked of the notes before is known."""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest

from benchmarks.micro.subject import Subject
from vaultlint.rules import RULES
from vaultlint.rules.rule import Rule
from vaultlint.vault.view import View

_NOTE_RULES = [rule for rule in RULES if rule.scope == "note"]
_LINK_RULES = [rule for rule in RULES if rule.scope == "link"]


def _name(rule: Rule) -> str:
    return rule.name


@pytest.mark.benchmark(group="note rules", max_time=0.2, min_rounds=3)
@pytest.mark.parametrize("rule", _NOTE_RULES, ids=_name)
def test_note_rule(benchmark: Any, subject: Subject, rule: Rule) -> None:
    options = subject.settings.rules.get(rule.name) or rule.options()
    pairs = list(zip(subject.notes, subject.contexts, strict=True))
    if rule.triggers:
        pairs = [(note, context) for note, context in pairs if any(trigger in note.text for trigger in rule.triggers)]

    def check() -> None:
        for note, context in pairs:
            deque(rule.check(note, context, options), maxlen=0)

    check()
    benchmark(check)


@pytest.mark.benchmark(group="link rules", max_time=0.2, min_rounds=3)
@pytest.mark.parametrize("rule", _LINK_RULES, ids=_name)
def test_link_rule(benchmark: Any, subject: Subject, rule: Rule) -> None:
    options = subject.settings.rules.get(rule.name) or rule.options()
    vault = subject.run.vault

    def check() -> None:
        view = View(vault)
        for note in vault.notes.values():
            deque(rule.check(note, view.begin(), options), maxlen=0)

    benchmark(check)
