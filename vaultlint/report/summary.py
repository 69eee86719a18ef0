"""The lines behind the findings: how many there are, what can be fixed, and what was left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.language import listed, say, say_number, translated, words
from vaultlint.paths import is_note
from vaultlint.report.escape import plain
from vaultlint.report.tally import counted, severities_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vaultlint.language import Message
    from vaultlint.report.tally import Tally
    from vaultlint.workspace.run import Comparison


def summary(
    counts: Tally, checked: int, left_out: Mapping[str, str], seconds: float, verdict: str | None = None
) -> Iterator[str]:
    """Lines without line ends. `checked` notes were looked at; `left_out` maps the others to what excludes them.

    `verdict` takes the place of the line that counts the problems.
    """
    for path, reason in counts.unreadable:
        yield unreadable_line(path, reason)
    yield verdict or _verdict(counts, checked, left_out, seconds)
    yield from _fixable(counts)
    if counts.held_back:
        yield str(_held_back(counts.held_back))
    if counts.outdated:
        yield _outdated(counts.outdated)
    if counts.changes:
        yield _compared(counts.changes)
        if counts.changes.settings:
            yield _settings_touched(counts.changes.settings)
    if checked and notes_in(left_out):
        yield str(say("Left out: {what}.", what=_by_setting(left_out)))
    yield from _not_looked_into(left_out)


def _held_back(count: int) -> Message:
    return say_number(
        count, "{n} known problem held back by the baseline.", "{n} known problems held back by the baseline."
    )


def _outdated(count: int) -> str:
    return str(
        say_number(
            count,
            "The baseline holds {n} problem that no longer occurs: drop it with `vaultlint baseline --prune`.",
            "The baseline holds {n} problems that no longer occur: drop them with `vaultlint baseline --prune`.",
        )
    )


def _compared(changes: Comparison) -> str:
    return str(
        say_number(
            changes.fixed,
            "Compared with {ref} ({commit}): {n} problem fixed; older ones are not shown.",
            "Compared with {ref} ({commit}): {n} problems fixed; older ones are not shown.",
            ref=plain(changes.ref),
            commit=changes.base[:10],
        )
    )


def _settings_touched(paths: Iterable[str]) -> str:
    named = listed([f"`{plain(path)}`" for path in paths])
    return str(say("This change touches what decides which problems are reported: {paths}.", paths=named))


def unreadable_line(path: str, reason: str) -> str:
    """What is said of a note that could not be read."""
    return str(say("vaultlint: cannot read {path}: {reason}", path=plain(path), reason=plain(translated(reason))))


def _verdict(counts: Tally, checked: int, left_out: Mapping[str, str], seconds: float) -> str:
    time = f"{seconds:.1f}"
    if counts.total:
        return str(_found(counts, checked, time))
    return str(_fine(counts, checked, time)) if checked else nothing_checked((), left_out)


def _found(counts: Tally, checked: int, time: str) -> Message:
    problems = counted(counts.total, "new problem" if counts.changes else "problem")
    severities, faulty = severities_in_words(counts.severities), f"{counts.faulty:,}"
    if counts.faulty > checked:  # findings about other files count, too
        return say(
            "Found {problems} ({severities}) in {faulty} files ({notes} checked) ({time} s).",
            problems=problems,
            severities=severities,
            faulty=faulty,
            notes=counted(checked, "note"),
            time=time,
        )
    return say(
        "Found {problems} ({severities}) in {faulty} of {notes} ({time} s).",
        problems=problems,
        severities=severities,
        faulty=faulty,
        notes=counted(checked, "note"),
        time=time,
    )


def _fine(counts: Tally, checked: int, time: str) -> Message:
    if counts.unreadable:
        return say_number(
            checked,
            "No problems in the {n} note that could be read ({time} s).",
            "No problems in the {n} notes that could be read ({time} s).",
            time=time,
        )
    if counts.changes:
        return say_number(
            checked, "No new problems in {n} note ({time} s).", "No new problems in {n} notes ({time} s).", time=time
        )
    if counts.held_back:
        return say_number(
            checked,
            "The note is fine besides what the baseline knows ({time} s).",
            "All {n} notes are fine besides what the baseline knows ({time} s).",
            time=time,
        )
    return say_number(checked, "The note is fine ({time} s).", "All {n} notes are fine ({time} s).", time=time)


def nothing_checked(paths: Sequence[str], left_out: Mapping[str, str]) -> str:
    """Why no note was checked; `paths` are those that were asked for."""
    if notes_in(left_out):
        return str(say("No note was checked, for these are left out: {what}.", what=_by_setting(left_out)))
    others = [path for path in paths if not path.endswith("/") and not is_note(path)]
    if others:
        return str(say("No note was checked: {path} is no note.", path=plain(others[0])))
    return str(say("No note was checked: there is no `.md` file here."))


def notes_in(left_out: Mapping[str, str]) -> dict[str, str]:
    """The notes among what was left out; what ends with a `/` is a folder."""
    return {path: setting for path, setting in left_out.items() if not path.endswith("/")}


def _not_looked_into(left_out: Mapping[str, str]) -> Iterator[str]:
    folders = [plain(path) for path in left_out if path.endswith("/")]
    if len(folders) == 1:
        yield str(
            say(
                "Not looked into: {folder}, a symlink that leads out of the vault. Links that may lead there are not "
                "judged; see `--follow-symlinks`.",
                folder=folders[0],
            )
        )
    elif folders:
        yield str(
            say(
                "Not looked into: {folders}, of {number} symlinks that lead out of the vault. Links that may lead "
                "there are not judged; see `--follow-symlinks`.",
                folders=listed(folders[:3]),
                number=f"{len(folders):,}",
            )
        )


def _fixable(counts: Tally) -> Iterator[str]:
    if counts.safe:
        safe, unsafe = f"{counts.safe:,}", f"{counts.unsafe:,}"
        if counts.unsafe:
            yield str(
                say(
                    "[*] {safe} fixable with `vaultlint fix` ({unsafe} more with `--unsafe-fixes`).",
                    safe=safe,
                    unsafe=unsafe,
                )
            )
        else:
            yield str(say("[*] {safe} fixable with `vaultlint fix`.", safe=safe))
    elif counts.unsafe:
        yield str(say("[*] {unsafe} fixable with `vaultlint fix --unsafe-fixes`.", unsafe=f"{counts.unsafe:,}"))


def _by_setting(left_out: Mapping[str, str]) -> str:
    counts = Counter(notes_in(left_out).values()).most_common()
    return words(listed([str(_excluded(count, setting)) for setting, count in counts]))


def _excluded(count: int, setting: str) -> Message:
    from vaultlint.vault.listing import SYMLINK

    if setting == SYMLINK:
        return say_number(
            count,
            "{n} note by symlinks that lead out of the vault",
            "{n} notes by symlinks that lead out of the vault",
        )
    name = "`exclude`" if setting == "exclude" else setting
    return say_number(count, "{n} note by {setting}", "{n} notes by {setting}", setting=name)
