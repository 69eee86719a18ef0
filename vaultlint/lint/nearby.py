"""Judging again only what a change of few notes concerns, where no file came or went.

A vault rule says by its `reach` what its findings in a note depend on, besides the settings:

- `files`: which files there are;
- `links`: that, the note itself, the facts of the notes that its links may lead to, and the names of all notes;
- `headings`: the note itself, and all links that name one of its headings or blocks;
- `relations`: the relations of all notes;
- `vault`: anything.

So a change concerns the notes themselves, those whose findings point to them, and those with links to their headings.
For these the second and third kind of rules run again, on the facts of these notes and of those that point to them.
What the rest has found is remembered; where it may not hold, the outcome is None, and everything runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultlint.cached import cached_property
from vaultlint.git.stamps import git_stamps
from vaultlint.lint.cache import Cache, Verdict
from vaultlint.lint.engine import Run, vault_findings
from vaultlint.lint.locate import Locator
from vaultlint.lint.note_linter import CATEGORY_OF, pack_finding, rules_of, unpack_finding
from vaultlint.lint.outside import VAULT, are_hidden_as_before
from vaultlint.lint.unaffected import may_be_renamed, outline, sights
from vaultlint.paths import is_board
from vaultlint.vault.facts import NoteFacts, pointer_key
from vaultlint.vault.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Collection

    from vaultlint.finding import Finding
    from vaultlint.lint.note_linter import NoteResult

_MANY = 500  # notes: where a change concerns more, everything runs
_AGAIN = ("links", "headings")  # reaches of rules that can be run on some notes only
_ORDER = {name: index for index, name in enumerate(CATEGORY_OF)}


class Nearby(NamedTuple):
    """What is found again: a run over some notes, and the vault rules' findings in those that the change concerns.

    `extra` has all concerned notes; without any, the vault rules' findings are what they were.
    """

    run: Run
    extra: dict[str, list[Finding]]
    meta: Mapping[str, bytes]


class PartOfVault(Vault):
    """A vault that holds some of the notes and can look up the others."""

    def look_up(self, cache: Cache) -> None:
        """Take the facts and names of the other notes from `cache`."""
        self._cache = cache
        parse = self.load_facts
        self.load_facts = lambda path: next((NoteFacts(*row) for _, row in cache.facts([path])), None) or parse(path)

    def names(self) -> Iterable[tuple[str, str, Sequence[str]]]:
        """Path, title and aliases of each linted note that has any, in path order."""
        return self._names

    @cached_property
    def _names(self) -> list[tuple[str, str, list[str]]]:
        return self._cache.names()

    def is_linted(self, path: str) -> bool:
        """Whether a note is linted."""
        return path in self.notes or any(self._cache.facts([path]))


def knowledge(
    run: Run, count: int, git: Sequence[Sequence[int]], before: Mapping[str, Any] | None = None
) -> dict[str, bytes]:
    """What the cache has to hold about a complete run, of which `count` paths are printed, besides its verdicts.

    `git` is what `git_stamps` gave when the run began; `before` is what is known of the run that it goes on from.
    """
    before = before or {"asked git": False, "asked": {}, "hidden": {}}
    known = {
        "paths": count,
        "asked git": before["asked git"] or "renames" in vars(run.vault),
        "git": git,
        "asked": _asked(run.vault, before["asked"]),
        "hidden": before["hidden"] | run.vault.hidden,
    }
    return {VAULT: json.dumps(known).encode()}


def _asked(vault: Vault, before: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """How many costly questions rules have asked, with those of a run `before` about other things, by kind."""
    return dict(before) | {kind: {**before.get(kind, {}), **each.asked} for kind, each in vault.questions.items()}


def _is_too_much(vault: Vault, before: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether a run over all notes may not answer every question that the rules have asked."""
    asked = _asked(vault, before)
    return any(sum(asked[kind].values()) > each.limit for kind, each in vault.questions.items())


def verdicts(run: Run, extra: Mapping[str, Sequence[Finding]], paths: Iterable[str] | None = None) -> list[Verdict]:
    """What the cache has to hold about the findings of vault rules at `paths`, or wherever there are any."""
    reach = {rule.name: rule.reach for rule in run.selection.rules}
    return [_verdict(path, extra.get(path, ()), reach) for path in (extra if paths is None else paths)]


def _verdict(path: str, found: Sequence[Finding], reach: Mapping[str, str]) -> Verdict:
    held: set[str] = set()
    leaning: set[str] = set()
    for finding in found:
        again = reach.get(finding.rule) == "links" or _is_about_file(finding, reach)
        (leaning if again else held).update(_named(finding))
    return Verdict(path, sorted(held), sorted(leaning), [pack_finding(finding) for finding in found])


def _is_about_file(finding: Finding, reach: Mapping[str, str]) -> bool:
    """Whether all that a finding takes from the content of its note is the line at its start."""
    return reach.get(finding.rule) == "files" and finding.start == finding.end == 0


def _named(finding: Finding) -> set[str]:
    """The paths of all notes that a finding stands in, points to or would change."""
    edits = finding.fix.edits if finding.fix else ()
    named = {finding.path, *(related.path for related in finding.related), *(edit.path for edit in edits)}
    return named - {""}


class Concern:
    """Finds out what a change of the `fresh` notes, whose facts were `before`, concerns."""

    def __init__(self, run: Run, cache: Cache, fresh: Mapping[str, NoteResult], before: Mapping[str, Any]) -> None:
        self._run = run  # over the fresh notes, with all files of the vault
        self._cache = cache
        self._fresh = fresh
        self._before = {path: NoteFacts(*row) for path, row in before.items()}
        self._reach = {rule.name: rule.reach for rule in rules_of(run.selection, "vault")}
        self._reaches = set(self._reach.values())
        self._known = json.loads(cache.meta(VAULT) or b"")
        self._root = getattr(run.vault.source, "root", "")
        self._git = git_stamps(self._root)

    def judge(self) -> Nearby | None:
        """What is found again; None where everything has to run."""
        if not self._cache.is_whole(self._known["paths"]):
            return None
        if not are_hidden_as_before(self._known, self._run.vault.source.exists):
            return None
        held, leaning = self._cache.leaning_on(self._fresh.keys())
        alike = all(
            not result.waiting and outline(self._before[path].pack()) == outline(result.facts.pack())
            for path, result in self._fresh.items()
        )
        if held or (not alike and self._can_be_seen()):
            return None
        if not alike and any(map(is_board, self._run.vault.files)):  # what a canvas links to is not in the cache
            return None
        if alike and not leaning:
            return None if self._git_may_differ(self._known["asked git"]) else Nearby(self._run, {}, {})
        seen = {*self._fresh, *self._pointed_at()}
        concerned = seen | leaning | self._pointing_to(seen)
        needed = concerned | self._pointing_to(concerned)
        return self._again(concerned, needed) if len(needed) <= _MANY else None

    def _pointing_to(self, paths: Iterable[str]) -> set[str]:
        return self._cache.pointing_to({pointer_key(path) for path in paths})

    def _can_be_seen(self) -> bool:
        """Whether the change can be seen from afar."""
        if "vault" in self._reaches:
            return True
        sections = self._run.selection.settings.sections
        for path, result in self._fresh.items():
            old, new = sights(self._before[path]), sights(result.facts)
            if old["names"] != new["names"] or (old["relations"] != new["relations"] and "relations" in self._reaches):
                return True
            if self._before[path].has_section(sections) != result.facts.has_section(sections):  # see `cli.advice`
                return True
        return False

    def _pointed_at(self) -> set[str]:
        """The notes whose headings or blocks the fresh notes name or named, where that has changed."""
        vault = self._run.vault
        found: set[str] = set()
        for path, result in self._fresh.items():
            before = self._before[path]
            if sights(before)["pointers"] != sights(result.facts)["pointers"]:
                links = [link for link in (*before.links, *result.facts.links) if link.subpath]
                found.update(vault.resolver.resolve(link.path, path).target or path for link in links)
        return {path for path in found if path in self._fresh or any(self._cache.facts([path]))}

    def _again(self, paths: Collection[str], needed: Collection[str]) -> Nearby | None:
        """What is found when the rules for which that is enough run on the needed notes only."""
        facts = {path: NoteFacts(*row) for path, row in self._cache.facts(sorted(needed))}
        facts |= {path: result.facts for path, result in self._fresh.items()}
        whole, linter = self._run.vault, self._run.linter
        if not facts.keys() >= set(needed) or linter is None:
            return None
        vault = PartOfVault(
            facts, whole.files, whole.settings, whole.obsidian, whole.source, whole.load_facts, lambda: whole.renames
        )
        vault.look_up(self._cache)
        run = replace(self._run, vault=vault)
        rules = [rule for rule in rules_of(run.selection, "vault") if rule.reach in _AGAIN]
        found = vault_findings(run, rules, paths)
        asked_git = self._known["asked git"] or "renames" in vars(vault)
        if self._git_may_differ(asked_git) or _is_too_much(vault, self._known["asked"]):
            return None
        extra = self._with_remembered(paths, found, {rule.name for rule in rules})
        meta = knowledge(run, self._known["paths"], self._git, self._known)
        return Nearby(run, extra, meta)

    def _git_may_differ(self, asked: bool) -> bool:
        """Whether what git knows of renames may have changed, where it was `asked`."""
        return asked and (self._known["git"] != self._git or may_be_renamed(self._root, self._fresh.keys()))

    def _with_remembered(
        self, paths: Collection[str], found: Mapping[str, list[Finding]], again: Collection[str]
    ) -> dict[str, list[Finding]]:
        """What all vault rules find at `paths`: `found` just now by the rules `again`, or remembered."""
        stored = self._cache.verdicts(paths)
        extra = {}
        for path in paths:
            kept = [finding for finding in map(unpack_finding, stored.get(path, ())) if finding.rule not in again]
            kept = [self._placed_again(finding) for finding in kept]
            extra[path] = sorted([*kept, *found.get(path, ())], key=lambda finding: _ORDER.get(finding.rule, 0))
        return extra

    def _placed_again(self, finding: Finding) -> Finding:
        """A remembered finding with what it shows of its note, if that has changed."""
        if finding.path not in self._fresh or not _is_about_file(finding, self._reach):
            return finding
        source, start = Locator(self._run.text(finding.path)).source(0, 1, 1)
        section = self._fresh[finding.path].facts.section_at(0)
        return finding._replace(source=source, source_start=start, section=section)


def concern(run: Run, cache: Cache, fresh: Mapping[str, NoteResult], before: Mapping[str, Any]) -> Nearby | None:
    """What a change of the `fresh` notes, whose facts were `before`, concerns; None where that cannot be told."""
    try:
        return Concern(run, cache, fresh, before).judge()
    except (ValueError, TypeError, LookupError, AttributeError):  # somebody has damaged the cache
        return None
