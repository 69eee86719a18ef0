"""The findings of single files: put together, kept, counted, and given file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from vaultlint.cached import cached_property
from vaultlint.finding import in_order
from vaultlint.paths import is_board
from vaultlint.values import NamedTuple
from vaultlint.workspace.seal import of_json, to_json

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.workspace.contents import Contents
    from vaultlint.workspace.setting import Setting
    from vaultlint.workspace.state import State

_AGAIN = b"again"  # of findings that were not kept
Draw = Callable[["list[Finding]"], Any]


class Counts(NamedTuple):
    """Findings by severity, the worst first; files that have any; findings that can be fixed safely, and otherwise."""

    severities: dict[int, int]
    faulty: int
    safe: int
    unsafe: int


class Found:
    """What was found in the files of one vault. Those that are `stale` have to be put together; None means all."""

    def __init__(self, setting: Setting, contents: Contents, state: State) -> None:
        self.setting, self.contents, self.state = setting, contents, state
        self.stale: set[str] | None = set()
        self.finished: set[str] | None = set()  # what was put together in this run; None: all

    def forget_rules(self) -> None:
        """Other rules may run."""
        self.__dict__.pop("_finisher", None)

    def finish(self, draw: Draw | None = None, *, keep: bool = True) -> Iterator[tuple[str, Any]]:
        """Put the findings of the stale files together, in path order; yields what `draw` makes of each.

        What `draw` gives are plain values; None where there are no findings. Without `keep` nobody is going to ask for
        the findings once they are drawn: they are put together again if somebody does.
        """
        from vaultlint.lint.fix_levels import FixLevels
        from vaultlint.lint.parallel import map_paths

        if not self.stale and self.stale is not None:
            return
        paths = self.paths() if self.stale is None else sorted(self.stale)
        level, state = FixLevels.of(self.setting.selection), self.state

        def work(paths: Sequence[str]) -> Iterator[Any]:
            together = [self._put_together(path) for path in paths]
            rows = [_rows(*found, level, keep=keep) for found in together]
            for row, (findings, _, _) in zip(rows, together, strict=True):
                yield *row, draw(findings) if draw else None

        for path, (kept, counts, quiet, drawn) in map_paths(work, paths, self.setting.options.jobs):
            state.table("findings").put(path, kept or None)
            state.table("counts").put(path, counts or None)
            state.table("quiet").put(path, quiet or None)
            yield path, drawn
        self.finished = None if self.stale is None or self.finished is None else self.finished | self.stale
        self.stale = set()

    def settle(self) -> None:
        """Put the findings of the stale files together."""
        for _ in self.finish():
            pass

    def paths(self) -> list[str]:
        """All files that may have findings, in path order."""
        state = self.state
        found = {path for path, seen in state.seen.items() if seen.hash}
        return sorted(found | {path for path, _ in state.table("whole")})

    def findings(self, paths: Iterable[str] | None = None) -> Iterator[tuple[str, list[Finding]]]:
        """The findings of files that have any, file by file in path order."""
        self.settle()
        counts = self.state.table("counts")
        some = sorted(counts.some(set(paths))) if paths is not None else [path for path, _ in counts]
        for path in some:
            yield path, self.findings_at(path)

    def quiet(self) -> Iterator[Finding]:
        """The findings that nobody is shown: see `NoteResult`."""
        from vaultlint.workspace.rows import unpack_findings

        self.settle()
        for path, data in self.state.table("quiet"):
            yield from unpack_findings(path, data)

    def _put_together(self, path: str) -> tuple[list[Finding], list[Finding], list[Finding]]:
        """All findings of a file, and those that linting it by itself gave, each in order; those nobody is shown."""
        from vaultlint.workspace.problems import unpack_problem

        seen = self.state.seen.get(path)
        if seen is None:
            return [], [], []
        linted = bool(seen.hash)
        facts, own = (self.contents.facts(path), self.contents.own(path)) if linted else (None, None)
        rows, named = self.state.table("problems").get(path) or ((), ())
        whole = [row for _, row in self.state.table("whole").get(path) or ()]
        problems = [unpack_problem(row) for row in (*rows, *whole)]
        mine = in_order(own.findings) if own else []
        if not problems and not named and not (own and (own.suppressions or own.quiet)):
            return mine, mine, []
        quiet = self._finisher.quiet(path, facts, own, problems)
        return self._finisher.findings(path, facts, own, problems, set(named)), mine, quiet

    @cached_property
    def _finisher(self) -> Any:
        from vaultlint.lint.bounded import MOST_LISTED
        from vaultlint.workspace.finish import Finisher

        return Finisher(self.setting.selection, self.text, MOST_LISTED)

    def text(self, path: str) -> str:
        """The text of a file; "" where it cannot be read."""
        from vaultlint.markdown.parse import decode

        try:
            return decode(self.setting.source.read(path))[0]
        except OSError:
            return ""

    def note_text(self, path: str) -> str:
        """The text of a linted note; "" for everything else."""
        return self.text(path) if self.is_note(path) else ""

    def drawn(self, draw: Draw) -> Iterator[tuple[str, Any]]:
        """What `draw` makes of each file with findings, in path order."""
        from vaultlint.lint.parallel import map_paths

        self.settle()
        counts = [path for path, _ in self.state.table("counts")]
        return map_paths(lambda paths: map(draw, map(self.findings_at, paths)), counts, self.setting.options.jobs)

    def findings_at(self, path: str) -> list[Finding]:
        """The findings of a finished file."""
        if self.state.table("counts").get(path) is None:
            return []
        data = self.state.table("findings").get(path)
        if data is None:
            return self.contents.own_findings(path)
        if data == _AGAIN:
            return self._put_together(path)[0]
        from vaultlint.workspace.rows import unpack_findings

        return unpack_findings(path, data)

    def counts(self, least: int) -> Counts:
        """How many findings there are of at least a severity, and how they can be fixed."""
        severities, faulty, safe, unsafe = Counter[int](), 0, 0, 0
        together = b",".join([data for _, data in self.state.table("counts")])
        for all_rows in of_json(b"[%b]" % together):
            rows = [row for row in all_rows if row[1] >= least]
            faulty += bool(rows)
            for _, severity, total, safely, otherwise in rows:
                severities[severity] += total
                safe, unsafe = safe + safely, unsafe + otherwise
        return Counts({level: severities[level] for level in sorted(severities, reverse=True)}, faulty, safe, unsafe)

    @property
    def notes(self) -> list[str]:
        """The linted notes, in path order."""
        return sorted(path for path, seen in self.state.seen.items() if seen.hash and not is_board(path))

    @property
    def boards(self) -> list[str]:
        """The canvases and bases that are checked, in path order."""
        return sorted(path for path, seen in self.state.seen.items() if seen.hash and is_board(path))

    def is_note(self, path: str) -> bool:
        """Whether a note is linted."""
        seen = self.state.seen.get(path)
        return seen is not None and bool(seen.hash) and not is_board(path)


def _counts(findings: Iterable[Finding], level: Callable[[Finding], Any]) -> list[list[Any]]:
    """Rule, severity, and how many findings there are, can be fixed safely, and otherwise."""
    found: dict[tuple[str, int], list[int]] = {}
    for finding in findings:
        row = found.setdefault((finding.rule, int(finding.severity)), [0, 0, 0])
        row[0] += 1
        fix = level(finding)
        if fix is not None:
            row[1 if fix == 3 else 2] += 1
    return [[rule, severity, *row] for (rule, severity), row in found.items()]


def _rows(
    findings: list[Finding], own: list[Finding], quiet: list[Finding], level: Callable[[Finding], Any], *, keep: bool
) -> tuple[bytes, bytes, bytes]:
    """What is kept of a file: its findings, if they are not the note's own ones, their number, and the quiet ones."""
    from vaultlint.workspace.rows import pack_findings

    kept = b"" if findings == own else pack_findings(findings) if keep else _AGAIN
    counts = to_json(_counts(findings, level)) if findings else b""
    return kept, counts, pack_findings(quiet) if quiet else b""
