"""`vaultlint check` with the cache: print again what holds, do again only what has changed.

Only the formats that print note by note take this way. When nothing at all has changed, neither the parser nor the
rules are even imported.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
import time
from collections import deque
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultlint.cli.first_screen import is_possible, is_wanted
from vaultlint.cli.output import ByteWriter
from vaultlint.disk.read import SETTINGS_LIMIT, Folder, read_file, read_settings
from vaultlint.finding import Applicability, Severity
from vaultlint.lint.cache import Cache, Shown, Totals, Update, environment_key
from vaultlint.lint.hashing import Snapshot
from vaultlint.lint.outside import is_as_before
from vaultlint.report.drawing import DRAWN_FORMATS
from vaultlint.vault.templates import SETTINGS_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from vaultlint.cli.options import CheckOptions
    from vaultlint.cli.scope import Scope
    from vaultlint.config.load import Loaded
    from vaultlint.lint.incremental import Incremental
    from vaultlint.lint.selection import Selection
    from vaultlint.report.drawing import Drawing
    from vaultlint.report.tally import Tally
    from vaultlint.report.target import Target
    from vaultlint.vault.source import DiskSource

_SURROGATE = re.compile("[\ud800-\udfff]")
_LEVELS = {severity.word: severity for severity in Severity}
_SETTINGS = ("app.json", "types.json", *(file for file, _ in SETTINGS_FILES))
_DATED = (b"future-date", b"not-after-today", b"frontmatter", b"all")


class Place(NamedTuple):
    """The vault, and what decides its findings besides its files, read without parsing it."""

    root: str
    options: CheckOptions
    target: Target
    environment: str
    rendering: bytes


class Stored(NamedTuple):
    """The cache, the digest of the vault as it is now, and whether what the cache holds was printed the same way."""

    cache: Cache
    digest: bytes
    same_rendering: bool


def quick_check(options: CheckOptions, started: float) -> int | None:
    """The exit status, or None where the request, or the vault, needs the other way."""
    place = _place(options) if _is_simple(options) and not (options.no_cache and is_possible(options)) else None
    if place is None:
        return None
    cache = None if options.no_cache else Cache.open(_folder(place.root), place.environment)
    writer = ByteWriter()
    try:
        return _check(place, cache, started, writer)
    except sqlite3.Error as error:
        if cache is not None:
            cache.drop(error)
        return _check(place, None, started, writer)
    finally:
        if cache is not None:
            cache.close()


def cache_for(options: CheckOptions) -> Cache | None:
    """The cache for a request, whether or not a baseline holds findings back."""
    place = _place(options._replace(no_baseline=True)) if not options.no_cache else None
    return Cache.open(_folder(place.root), place.environment) if place else None


def _is_simple(options: CheckOptions) -> bool:
    simple = {
        "paths",
        "root",
        "config",
        "select",
        "extend_select",
        "ignore",
        "severity",
        "fail_on",
        "exit_zero",
        "output_format",
        "jobs",
        "quiet",
        "no_baseline",
        "no_cache",
        "all",
        "allow_empty",
    }
    others = (name for name in options._fields if name not in simple)
    return options.output_format in DRAWN_FORMATS and all(
        getattr(options, name) == options._field_defaults[name] for name in others
    )


def _place(options: CheckOptions) -> Place | None:
    from vaultlint.cli.output import target_for
    from vaultlint.config.load import find_file, find_root, split_config

    overrides, config_file = split_config(options.config)
    root = os.path.abspath(options.root or find_root(options.paths[0] if options.paths else "."))
    file = config_file or find_file(root)
    read, inside = (read_file if config_file else read_settings), Folder(root).read
    names = [f".obsidian/{name}" for name in _SETTINGS]
    influences = [_bytes(file, read), *(_bytes(name, lambda path: inside(path, SETTINGS_LIMIT)) for name in names)]
    asked = (
        overrides,
        options.select,
        options.extend_select,
        options.ignore,
        options.severity == "info",
        options.fail_on,
    )
    if not options.no_baseline and _has_baseline(root, influences[0] or b"", overrides):
        return None
    text = (influences[0] or b"") + repr(asked).encode(errors="surrogatepass")
    today = time.strftime("%Y-%m-%d") if any(word in text for word in _DATED) else ""
    target = target_for(root, False)
    rendering = repr((options.output_format, options.severity, target)).encode(errors="surrogatepass")
    return Place(
        root, options, target, environment_key(root, file, influences, asked, today, _program_stamp()), rendering
    )


def _has_baseline(root: str, config: bytes, overrides: Sequence[str]) -> bool:
    """Whether a baseline may hold findings back; one that the settings name counts without looking at it."""
    named = b"baseline" in config or any("baseline" in text for text in overrides)
    return named or os.path.exists(os.path.join(root, ".vaultlint-baseline.json"))


def _bytes(file: str | None, read: Callable[[str], bytes]) -> bytes | None:
    if file is None:
        return None
    try:
        return read(file)
    except OSError:
        return None


@cache
def _program_stamp() -> int:
    """The time of the newest source file of vaultlint itself: who works on a rule must not be shown old findings."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return max(
        os.stat(os.path.join(folder, name)).st_mtime_ns
        for folder, _, names in os.walk(package)
        for name in names
        if name.endswith(".py")
    )


def _folder(root: str) -> str:
    return os.environ.get("VAULTLINT_CACHE_DIR") or os.path.join(root, ".vaultlint_cache")


def _check(place: Place, cache: Cache | None, started: float, writer: ByteWriter) -> int | None:
    from vaultlint.cli.check import check_root
    from vaultlint.cli.scope import scope_of
    from vaultlint.vault.source import DiskSource

    check_root(place.root)
    scope = scope_of(place.root, place.options.paths)
    source = DiskSource(place.root)
    entries = sorted(source.entries())
    if cache is None:
        return _do_again(place, None, scope, source, Snapshot(entries, "", ()), started, writer)
    snapshot = Snapshot.of(entries, source.ignore_files)
    digest = snapshot.digest()
    same_rendering = cache.meta("rendering") == place.rendering
    same_files = cache.meta("listing") == digest and not cache.is_racy((*entries, *source.ignore_files))
    if same_rendering and same_files and is_as_before(cache, place.root, source.exists):
        return _replay(place, cache, scope, started, writer)
    if _SURROGATE.search(snapshot.text):
        return _do_again(place, None, scope, source, snapshot, started, writer)  # such names cannot be keys
    return _do_again(place, Stored(cache, digest, same_rendering), scope, source, snapshot, started, writer)


def _replay(place: Place, cache: Cache, scope: Scope, started: float, writer: ByteWriter) -> int | None:
    totals = _totals(cache, scope, {}, ())
    if is_wanted(place.options, totals.errors + totals.warnings + totals.infos):
        return None
    meta = _remembered(cache, scope)
    writer.write(rendered for path, rendered in cache.rendered() if rendered and scope.holds(path))
    return _finish(place, totals, meta, scope, started)


def _totals(
    cache: Cache | None, scope: Scope, fresh: Mapping[str, tuple[Shown, bytes]], gone: Collection[str]
) -> Totals:
    """The counts of what `fresh` has, and of what the cache has besides; `gone` left out."""
    new = Totals.of(shown for path, (shown, _) in fresh.items() if scope.holds(path))
    if cache is None:
        return new
    if scope.paths:
        old = (row for row in cache.shown() if row.path not in fresh and row.path not in gone)
        return new.plus(Totals.of(row for row in old if scope.holds(row.path)))
    return new.plus(cache.totals()).plus(Totals.of(cache.shown({*fresh, *gone})), -1)


def _remembered(cache: Cache, scope: Scope) -> dict[str, Any]:
    """What `_meta` gave for the last run, with all notes if the scope needs them."""
    meta: dict[str, Any] = json.loads(cache.meta("summary") or b"{}")
    notes = json.loads(cache.meta("notes") or b"[]") if scope.paths else []
    return meta | {"notes": notes}


def _finish(place: Place, totals: Totals, meta: dict[str, Any], scope: Scope, started: float) -> int:
    """Print the summary; the exit status."""
    from vaultlint.cli.check import is_empty, left_out_of
    from vaultlint.cli.output import say
    from vaultlint.report.summary import nothing_checked, summary, unreadable_line

    unreadable = tuple((path, reason) for path, reason in meta["unreadable"] if scope.holds(path))
    counts = _tally(totals, unreadable)
    checked = sum(map(scope.holds, meta["notes"])) if scope.paths else meta["checked"]
    empty = is_empty(checked + sum(map(scope.holds, meta["boards"])), place.options)
    left_out = left_out_of(scope, meta["left_out"])
    if not place.options.quiet:
        verdict = None if checked or counts.total else nothing_checked(scope.paths, left_out)
        say(*summary(counts, checked, left_out, time.monotonic() - started, verdict), *meta["advice"])
    elif unreadable:
        say(*(unreadable_line(*row) for row in unreadable))
    elif empty:
        say(nothing_checked(scope.paths, left_out))
    if unreadable or empty:
        return 2
    least = _LEVELS.get(meta["fail_on"])
    failed = least is not None and any(severity >= least and count for severity, count in counts.severities.items())
    return int(failed and not place.options.exit_zero)


def _tally(totals: Totals, unreadable: tuple[tuple[str, str], ...]) -> Tally:
    from vaultlint.report.tally import Tally

    counts = {Severity.ERROR: totals.errors, Severity.WARNING: totals.warnings, Severity.INFO: totals.infos}
    severities = {severity: count for severity, count in counts.items() if count}
    return Tally(severities, totals.faulty, totals.safe, totals.unsafe, unreadable)


def _do_again(
    place: Place,
    stored: Stored | None,
    scope: Scope,
    source: DiskSource,
    snapshot: Snapshot,
    started: float,
    writer: ByteWriter,
) -> int | None:
    from vaultlint.cli.choose_rules import settings_for
    from vaultlint.cli.progress import Progress
    from vaultlint.lint.incremental import lint_incrementally

    options = place.options
    loaded = settings_for(options, options.paths[0] if options.paths else ".")
    cache, reuse = (stored.cache, stored.same_rendering) if stored else (None, False)
    with Progress(started, sys.stderr.isatty() and not options.quiet) as progress:
        outcome = lint_incrementally(
            source,
            loaded.settings,
            cache,
            snapshot,
            lambda selection: _drawing(place, selection),
            show_info=options.severity == "info",
            reuse_shown=reuse,
            jobs=options.jobs,
            progress=progress,
        )
    if cache is None:
        rows: list[Shown] = []
        writer.write(_streamed(outcome, scope, rows))
        return _finish(place, Totals.of(rows), _meta(outcome, loaded, scope), scope, started)
    fresh = dict(_rendered(outcome))
    gone = set(outcome.gone)
    shown = cache if reuse else None
    totals = _totals(shown, scope, fresh, gone)
    meta = _remembered(cache, scope) if cache and outcome.partial else _meta(outcome, loaded, scope)
    status: int | None = None
    if not is_wanted(options, totals.errors + totals.warnings + totals.infos):
        writer.write(piece for path, piece in _merged(shown, fresh, gone) if piece and scope.holds(path))
        status = _finish(place, totals, meta, scope, started)
    if stored and _is_as_before(place):
        _store(place, stored, outcome, fresh, meta)
    return status


def _is_as_before(place: Place) -> bool:
    """Whether the settings that were read for the run are surely those that the environment is named after."""
    now = _place(place.options)
    return now is not None and now.environment == place.environment


def _drawing(place: Place, selection: Selection) -> Drawing:
    from vaultlint.report.drawing import Drawing
    from vaultlint.report.tally import FixLevels

    options = place.options
    least = _LEVELS[options.severity] if options.severity else Severity.INFO
    return Drawing(options.output_format, place.target, FixLevels.of(selection), least)


def _rendered(outcome: Incremental) -> Iterator[tuple[str, tuple[Shown, bytes]]]:
    """What is printed, and counted, for each path that was judged again."""
    for part in outcome.parts:
        severities = [row[1] for row in part.drawn]
        levels = [row[2] for row in part.drawn]
        shown = Shown(
            part.path,
            part.extra,
            severities.count(Severity.ERROR),
            severities.count(Severity.WARNING),
            severities.count(Severity.INFO),
            levels.count(Applicability.SAFE),
            levels.count(Applicability.UNSAFE),
        )
        text = "".join([row[3] for row in part.drawn])
        yield part.path, (shown, text.encode("utf-8", "backslashreplace"))


def _streamed(outcome: Incremental, scope: Scope, rows: list[Shown]) -> Iterator[bytes]:
    """What is printed, while it is made; the counts go into `rows`."""
    for path, (shown, rendered) in _rendered(outcome):
        if scope.holds(path):
            rows.append(shown)
            yield rendered


def _merged(
    cache: Cache | None, fresh: dict[str, tuple[Shown, bytes]], gone: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """What is printed for every path, in path order: new, or as it was."""
    new = deque(sorted(fresh))
    for path, rendered in cache.rendered() if cache else ():
        while new and new[0] <= path:
            yield new[0], fresh[new.popleft()][1]
        if path not in fresh and path not in gone:
            yield path, rendered
    for path in new:
        yield path, fresh[path][1]


def _meta(outcome: Incremental, loaded: Loaded, scope: Scope) -> dict[str, Any]:
    from vaultlint.cli.advice import advice

    run = outcome.run
    return {
        "notes": list(run.vault.notes) if scope.paths else [],
        "checked": len(run.vault.notes),
        "boards": run.listing.boards,
        "left_out": run.listing.left_out,
        "unreadable": run.unreadable,
        "advice": list(advice(run, loaded)),
        "fail_on": loaded.settings.lint.fail_on,
    }


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _store(
    place: Place, stored: Stored, outcome: Incremental, fresh: dict[str, tuple[Shown, bytes]], meta: dict[str, Any]
) -> None:
    from vaultlint.lint.unaffected import FORGOTTEN

    run = outcome.run
    complete = outcome.partial or (not run.unreadable and len(run.vault.notes) == len(run.listing.notes))
    about = {} if outcome.partial else {"summary": _json(meta | {"notes": []}), "notes": _json(list(run.vault.notes))}
    stored.cache.store(
        Update(
            {
                "rendering": place.rendering,
                "listing": stored.digest if complete else b"",
                "started": str(stored.cache.started).encode(),
                **about,
                **(outcome.meta if complete else FORGOTTEN),
            },
            stamps=list(outcome.stamps.items()),
            facts=[result.facts for result in outcome.fresh.values()],
            own=((path, result.rest) for path, result in outcome.fresh.items()),
            shown=list(fresh.values()),
            gone=outcome.gone,
            forget_shown=not stored.same_rendering,
            verdicts=outcome.verdicts,
            forget_verdicts=not outcome.partial,
        )
    )
