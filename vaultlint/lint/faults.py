"""A fault of vaultlint itself is a finding of the note it happened in; the run goes on with the others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.finding import Problem, Severity
from vaultlint.language import Message, say
from vaultlint.lint.locate import Locator, make_finding
from vaultlint.rules.suppressions import internal_fault

if TYPE_CHECKING:
    from types import TracebackType

    from vaultlint.finding import Finding

FAULT = internal_fault.name


def raise_unless_fault(error: BaseException) -> None:
    """Raise the error again unless it is a fault of a rule or a parser, which a finding can speak of.

    A panic of the Markdown parser is no `Exception`. With `VAULTLINT_DEBUG` every error is raised.
    """
    is_fault = isinstance(error, Exception) and not isinstance(error, (VaultlintError, MemoryError, TimeoutError))
    if "VAULTLINT_DEBUG" in os.environ or not (is_fault or type(error).__name__ == "PanicException"):
        raise error


def fault_in_rule(path: str, rule: str, error: BaseException) -> Finding:
    """The finding for an error in a rule that looks at one note."""
    return _finding(
        path,
        rule,
        _message_of_rule(rule, error),
    )


def fault_in_link_rule(rule: str, error: BaseException) -> Problem:
    """The problem for an error in a rule that looks at the links of one note."""
    return Problem(0, 0, _message_of_rule(rule, error), subject=rule)


def _message_of_rule(rule: str, error: BaseException) -> Message:
    return say(
        "vaultlint itself failed while `{rule}` looked at this note ({error}): the rule may have missed something "
        "here; please report the fault",
        rule=rule,
        error=_described(error),
    )


def fault_in_vault_rule(path: str, rule: str, error: BaseException) -> Problem:
    """The problem for an error in a rule that looks at the whole vault; `path` is the note it was looking at."""
    message = say(
        "vaultlint itself failed while `{rule}` looked at the vault ({error}): the rule may "
        "have missed something in any note; please report the fault",
        rule=rule,
        error=_described(error),
    )
    return Problem(0, 0, message, path=path, subject=rule)


def fault_in_reading(path: str, error: BaseException) -> Finding:
    """The finding for an error in the parser: no rule has looked at the note."""
    return _finding(
        path,
        "parser",
        say(
            "vaultlint itself failed while it read this note ({error}): no rule has looked at it; please report the "
            "fault",
            error=_described(error),
        ),
    )


def fault_in_fixing(path: str, error: BaseException) -> Finding:
    """The finding for an error while a note was being fixed: it stays as it was."""
    return _finding(
        path,
        "fix",
        say(
            "vaultlint itself failed while it fixed this note ({error}): the note stays as it was; please report the "
            "fault",
            error=_described(error),
        ),
    )


def note_at_fault(error: BaseException) -> str:
    """The path of the note that a vault rule was looking at, as far as the error tells; "" if it does not."""
    path, trace = "", error.__traceback__
    while trace is not None:
        path = _note_in(trace) or path
        trace = trace.tb_next
    return path


def _note_in(trace: TracebackType) -> str:
    for value in trace.tb_frame.f_locals.values():
        path = getattr(value, "path", None) if type(value).__name__ in ("NoteFacts", "SmallFacts") else None
        if isinstance(path, str):
            return path
    return ""


def _described(error: BaseException) -> str:
    said = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _finding(path: str, rule: str, message: Message) -> Finding:
    problem = Problem(0, 0, message, subject=rule)
    return make_finding(problem, path, FAULT, Severity.ERROR, Locator(""), lambda _: "")
