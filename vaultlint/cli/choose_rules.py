"""`--select`, `--extend-select`, `--ignore` and `--fail-on` over the configuration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vaultlint.cli.loading import load_settings
from vaultlint.errors import VaultlintError, nearest_name
from vaultlint.language import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.cli.options import CheckOptions
    from vaultlint.config.load import Loaded
    from vaultlint.language import Message
    from vaultlint.settings import Settings


def settings_for(options: CheckOptions, start: str) -> Loaded:
    """The settings of the vault that holds `start`, with the options of the command line over them."""
    loaded = load_settings(options.root, options.config, start, staged=options.staged)
    for option, names in (
        ("--select", options.select),
        ("--extend-select", options.extend_select),
        ("--ignore", options.ignore),
        ("--fixable", options.fixable),
        ("--unfixable", options.unfixable),
    ):
        check_names(option, names, loaded.settings)
    overrides = tuple(_overrides(options, loaded.settings))
    if not overrides:
        return loaded
    return load_settings(loaded.root, (*options.config, *overrides), staged=options.staged)


def check_names(option: str, names: Iterable[str], settings: Settings) -> None:
    """Raise VaultlintError for a name that is no rule, category or pattern of the vault."""
    from vaultlint.rules import CATEGORIES, NAMES

    known = {"default", "all", "patterns", *NAMES, *CATEGORIES}
    known.update(pattern.name for pattern in settings.patterns)
    for name in names:
        if name not in known:
            raise VaultlintError(_no_rule(option, name, nearest_name(name, known)))


def _no_rule(option: str, name: str, nearest: str) -> Message:
    if nearest:
        return say(
            "{option}: there is no rule or category `{name}`: did you mean `{nearest}`?",
            option=option,
            name=name,
            nearest=nearest,
        )
    return say("{option}: there is no rule or category `{name}`: `vaultlint rule` lists them", option=option, name=name)


def _overrides(options: CheckOptions, settings: Settings) -> Iterable[str]:
    """The options as `key = value`; what is selected by name here is no longer ignored by the configuration."""
    lint = settings.lint
    if options.exclude:
        yield _list("exclude", (*settings.exclude, *options.exclude))
    selected = {*options.select, *options.extend_select}
    if options.select:
        yield _list("lint.select", options.select)
    if options.extend_select:
        yield _list("lint.extend-select", (*lint.extend_select, *options.extend_select))
    if options.ignore or selected.intersection(lint.ignore):
        kept = [name for name in lint.ignore if name not in selected]
        yield _list("lint.ignore", (*kept, *options.ignore))
    if options.fixable:
        yield _list("lint.fixable", options.fixable)
    if options.unfixable:
        yield _list("lint.unfixable", (*lint.unfixable, *options.unfixable))
    if options.fail_on:
        yield f'lint.fail-on = "{options.fail_on}"'


def _list(key: str, names: Iterable[str]) -> str:
    return f"{key} = {json.dumps(list(names), ensure_ascii=False)}"
