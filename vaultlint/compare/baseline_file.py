"""The file of a baseline, which lives with the vault and is merged by git.

It is JSON with one entry a line. Every entry line begins with a comma, behind a line that names the columns, so that no
line changes when another is added. Two branches that add neighbouring entries still conflict: such a file is read as
the union of both sides, which forgets nothing that was known and knows nothing that neither side did.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

from vaultlint.compare.baseline import ANY, Baseline, Entry
from vaultlint.disk.read import Folder, read_file
from vaultlint.errors import VaultlintError, reason_of
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.lint.identity import identity_of
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COLUMNS = ["path", "rule", "text", "count"]
_VERSION = 2
_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_VAGUE = ("topic-count", "emphasis-marker", "hard-tab")
_COUNTED = lazy_regex(r"([0-9]+) (.+)", re.DOTALL)


class Stored(NamedTuple):
    """A baseline as a file holds it; `conflict` says that the file is in the middle of a merge."""

    baseline: Baseline
    conflict: bool = False


def text_of(baseline: Baseline) -> str:
    """The content of the file."""
    lines = ["{", f'"version": {_VERSION},', '"findings": [', _json(_COLUMNS)]
    lines += ["," + _json([*entry, count]) for entry, count in sorted(baseline.items()) if count > 0]
    return "\n".join([*lines, "]", "}", ""])


def baseline_in(data: bytes, path: str) -> Stored:
    """The baseline in the bytes of the file at `path`; VaultlintError where they hold none."""
    text = data.decode("utf-8", "surrogateescape")
    conflict = any(line.startswith(_MARKS[0]) for line in text.split("\n"))
    try:
        rows = list(_united(text)) if conflict else json.loads(text)["findings"][1:]
        return Stored(_counts(rows), conflict)
    except json.JSONDecodeError as error:
        raise VaultlintError(
            say(
                "{path} is not a baseline, its line {line} is no JSON: get it back from git, or remove it and make it "
                "anew with `vaultlint baseline`",
                path=path,
                line=error.lineno,
            )
        ) from None
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
        raise VaultlintError(
            say(
                "{path} is not a baseline: get it back from git, or remove it and make it anew with "
                "`vaultlint baseline`",
                path=path,
            )
        ) from None


def configured_path(root: str, setting: str) -> str:
    """The path on disk of the baseline that the settings of the vault at `root` name; it must lie in the vault."""
    path = os.path.join(root, setting)
    if not Folder(root).holds(path):
        raise VaultlintError(
            say("the setting `baseline` names {setting}, which lies outside the vault", setting=setting)
        )
    return path


def read_baseline(path: str) -> Stored:
    """The baseline in the file at `path`."""
    try:
        data = read_file(path)
    except FileNotFoundError:
        raise VaultlintError(
            say("there is no baseline {path}: make one with `vaultlint baseline`", path=path)
        ) from None
    except OSError as error:
        raise VaultlintError(
            say("the baseline {path} cannot be read: {reason}", path=path, reason=reason_of(error))
        ) from None
    return baseline_in(data, path)


def write_baseline(path: str, baseline: Baseline, root: str) -> None:
    """Write the file at `path` in one step, through no link that leads out of the vault at `root`."""
    from vaultlint.disk.output import write_output

    write_output(path, [text_of(baseline).encode("utf-8", "surrogateescape")], root)


def _united(text: str) -> Iterator[Any]:
    """The entries of both sides of a conflict; not those that only the common ancestor had."""
    ancestor = False
    for line in text.splitlines():
        if line.startswith(_MARKS):
            ancestor = line.startswith(_MARKS[1])
        elif line.startswith(",[") and not ancestor:
            yield json.loads(line[1:])


def _counts(rows: Iterable[Any]) -> Baseline:
    """How often each entry occurs, by the rows of this version or of the first one, which had sections."""
    united: dict[tuple[str, ...], int] = {}
    for *key, count in rows:
        row = tuple(map(str, key))
        if len(row) not in (3, 4):
            raise ValueError("an entry has not the columns that it should have")
        united[row] = max(int(count), united.get(row, 0))  # a union merge leaves two lines of one entry
    counts = Baseline()
    for row, count in united.items():
        entry, many = _first_version(*row) if len(row) == 4 else (Entry(*row), 1)
        counts[entry] += many * count
    return counts


def _first_version(path: str, rule: str, _section: str, text: str) -> tuple[Entry, int]:
    """The entry for a row of the first version, and how much of its fault one of its findings stands for."""
    if rule in _VAGUE:  # it did not say how many, nor whether too few or too many
        return Entry(path, rule, ANY), 1
    counted = _COUNTED.fullmatch(text) if rule in ("list-marker", "list-marker-space") else None
    if counted:
        return Entry(path, rule, "items" if rule == "list-marker-space" else "list items"), int(counted[1])
    return Entry(path, rule, identity_of(text)), 1


def _json(row: list[object] | list[str]) -> str:
    return json.dumps(row, ensure_ascii=False)
