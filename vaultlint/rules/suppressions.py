"""Rules about vaultlint itself: its suppression comments, and its own faults. The engine makes their findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import nearest_name
from vaultlint.finding import Applicability, Edit, Fix, Problem, Severity
from vaultlint.language import listed, say
from vaultlint.rules.rule import Rule, vault_rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vaultlint.markdown.suppressions import Suppression
    from vaultlint.rules.rule import NoOptions
    from vaultlint.vault.kinds import Files


@vault_rule("vaultlint", fix=Applicability.SAFE)
def unused_suppression(files: Files, options: NoOptions) -> Iterator[Problem]:
    """A `vaultlint-ignore` comment that suppresses nothing.

    The fault it was written for is gone, or the comment stands on the wrong line. Left in place it would hide the next
    fault of that rule. Comments for rules that do not run are not reported.

    ## Fix

    Removes the comment, and its line where it has the line to itself. Safe: comments are not shown.

    ## Example configuration

    ```toml
    [lint]
    extend-select = ["trailing-space"]
    ```

    ## Bad

    ```md
    %% vaultlint-ignore trailing-space: a poem %%
    A line without a fault.
    ```

    ## Good

    ```md
    A line without a fault.
    ```
    """
    yield from ()


@vault_rule("vaultlint")
def unknown_rule(files: Files, options: NoOptions) -> Iterator[Problem]:
    """A `vaultlint-ignore` comment that names a rule which does not exist.

    Such a comment suppresses nothing; most often the name is misspelt.

    ## Bad

    ```md
    %% vaultlint-ignore broken-lnik %%
    ```

    ## Good

    ```md
    A note without the comment.
    ```
    """
    yield from ()


@vault_rule("vaultlint", severity=Severity.ERROR)
def internal_fault(files: Files, options: NoOptions) -> Iterator[Problem]:
    """A fault of vaultlint itself that kept it from looking at a note, or a rule from looking at it.

    The finding names the rule and the error. All other rules and notes are checked as ever, but nobody can say whether
    this rule would have found something here: so it is an error, it is always on, and no comment suppresses it. Please
    report it, with the note if you can share it. `VAULTLINT_DEBUG=1` stops at the fault and shows where it is.
    """
    yield from ()


def judge_suppressions(
    suppressions: tuple[Suppression, ...],
    used: Collection[int],
    running: Collection[str],
    patterns: Collection[str] = (),
) -> Iterator[tuple[Rule, Problem]]:
    """What is wrong with the suppressions of one note; `used` are the indices of those that suppressed a finding.

    `running` are the names of the rules and patterns that run, `patterns` those of all the vault's own patterns.
    """
    from vaultlint.rules import RULES

    known = {rule.name for rule in RULES} | {rule.category for rule in RULES} | {*patterns}
    in_category = {rule.category for rule in RULES if rule.name in running}
    for index, suppression in enumerate(suppressions):
        unknown = [
            (name, start)
            for name, start in zip(suppression.names, suppression.name_starts, strict=True)
            if name not in known
        ]
        for name, start in unknown:
            near = nearest_name(name, known)
            message = (
                say("there is no rule `{name}`: did you mean `{near}`?", name=name, near=near)
                if near
                else say("there is no rule `{name}`: see `vaultlint rule`", name=name)
            )
            yield unknown_rule, Problem(start, start + len(name), message)
        runs = not suppression.names or any(name in running or name in in_category for name in suppression.names)
        if index not in used and runs and not unknown:
            cut = Edit(suppression.cut_start, suppression.cut_end, "")
            fix = Fix(say("remove the comment"), (cut,), changes=frozenset({"text", "html", "structure"}))
            names = listed([f"`{name}`" for name in suppression.names])
            message = (
                say("this comment suppresses nothing: no finding of {names} where it holds; remove it", names=names)
                if names
                else say("this comment suppresses nothing: no finding of any rule where it holds; remove it")
            )
            yield unused_suppression, Problem(suppression.start, suppression.end, message, fix)
