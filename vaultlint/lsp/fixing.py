"""Fixes for the editor: each has passed the gate before it is offered, and none writes a relation or a topic."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from vaultlint.errors import VaultlintError
from vaultlint.finding import Applicability, Edit
from vaultlint.fix.choose import Candidate, Policy, candidates, choose
from vaultlint.fix.ignores import WAYS, with_comments
from vaultlint.fix.settle import settle
from vaultlint.fix.vault_round import VaultRound
from vaultlint.lint.fix_levels import FixLevels
from vaultlint.lsp.differences import edits_between
from vaultlint.markdown.conflicts import may_be_in_conflict
from vaultlint.markdown.layout import lay_out
from vaultlint.markdown.parse import parse_text
from vaultlint.paths import is_note
from vaultlint.values import NamedTuple, frozen
from vaultlint.vault.note_types import note_type_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from vaultlint.finding import Finding
    from vaultlint.lsp.look import Look
    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note
    from vaultlint.vault.vault import Vault

_ROUNDS = 10
FORMAT_BESIDES = ("missing-final-newline",)  # rules about layout that stand in another category


class Quick(NamedTuple):
    """A fix of one finding: edits by path."""

    finding: Finding
    message: str
    edits: dict[str, tuple[Edit, ...]]
    is_safe: bool


@frozen
class Fixer:
    """Makes the fixes of one note, whose present text is `text`."""

    look: Look
    path: str
    text: str

    def quick(self, finding: Finding) -> Quick | None:
        """The fix of a finding as far as it passes the gate; None where there is none."""
        finding = self._chosen(finding)
        level = FixLevels.of(self.look.selection)(finding)
        if level is None or finding.fix is None:
            return None
        policy = Policy(level=Applicability.UNSAFE)
        found = candidates([finding], policy)
        accepted = self._round(self.text, choose(found))
        if not accepted:
            return None
        edits: dict[str, tuple[Edit, ...]] = {}
        for candidate in accepted:
            for edit in dict.fromkeys(candidate.edits):
                edits[edit.path] = (*edits.get(edit.path, ()), edit)
        return Quick(finding, str(finding.fix.message), edits, level is Applicability.SAFE)

    def _chosen(self, finding: Finding) -> Finding:
        """The finding with its suggestion as a fix: a person chooses it. Not where relations or topics are written."""
        fix, settings = finding.fix, self.look.selection.settings
        if fix is None or fix.applicability is not Applicability.DISPLAY:
            return finding
        if finding.section in (settings.relations.section, settings.topics.section):
            return finding
        return finding._replace(fix=fix._replace(applicability=Applicability.UNSAFE))

    def _round(self, text: str, chosen: Iterable[Candidate]) -> list[Candidate]:
        """Those of the fixes that the gate lets pass, with the whole vault at hand."""
        return self._attempt(text, chosen).accepted

    def _attempt(self, text: str, chosen: Iterable[Candidate]) -> VaultRound:
        reader = self.look.sight.reader

        def text_of(path: str) -> str | None:
            found = text if path == self.path else reader.text(path)
            return None if may_be_in_conflict(found) and parse_text(path, found).conflicts else found

        attempt = VaultRound(cast("Vault", self.look.sight), self.look.linter, text_of)
        attempt.judge(chosen)
        return attempt

    def all_safe(self, rules: Collection[str] | None = None) -> list[Edit]:
        """The edits that all safe fixes of this note come to (of some rules only, if given); none for other notes."""
        policy = self._policy(rules)
        text = self.text
        for _ in range(_ROUNDS):
            settled = settle(self.look.linter, policy, self.path, text.encode("utf-8", "replace"))
            text = text if settled.text is None else settled.text
            after = self._vault_fixes(text, policy)
            if after == text:
                break
            text = after
        return edits_between(self.text, text)

    def _policy(self, rules: Collection[str] | None) -> Policy:
        """Safe fixes of the rules that settings let fix."""
        selection = self.look.selection
        lint = selection.settings.lint
        fixable = set(selection.names(lint.fixable)) - set(selection.names(lint.unfixable))
        wanted = fixable if rules is None else fixable & set(rules)
        return Policy(Applicability.SAFE, frozenset(wanted), frozenset({self.path}))

    def _vault_fixes(self, text: str, policy: Policy) -> str:
        """The text after one round of the fixes that need the vault."""
        if self.look.rules is None:
            return text
        findings = self.look.findings(self.path, text.encode("utf-8", "replace"))
        local = {rule.name for rule in self.look.selection.rules if rule.scope == "note"}
        wanted = [
            each
            for each in candidates(findings, policy)
            if each.paths == {self.path} and (each.rule not in local or not each.is_local)
        ]
        if not wanted:
            return text
        attempt = self._attempt(text, choose(wanted))
        reading = attempt.readings.get(self.path)
        return reading.text if attempt.accepted and reading else text

    def layout(self) -> list[Edit]:
        """The edits of safe fixes of layout only."""
        names = set(self.look.selection.names(("format",))) | set(FORMAT_BESIDES)
        return self.all_safe(names)

    def ignoring(self, finding: Finding, reason: str, before: Sequence[Finding]) -> list[Edit]:
        """The edits that put a comment which suppresses this finding and nothing else; none where none does."""
        data = self.text.encode()
        wanted = Counter([_kind(each) for each in before])
        wanted.subtract([_kind(finding)])
        for way in WAYS:
            after = with_comments(self.path, data, [finding], reason, way)
            found = Counter(_kind(each) for each in self.look.findings(self.path, after))
            if after != data and found == +wanted:
                return edits_between(self.text, after.decode())
        return []


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.rule, str(finding.message)


def missing_sections(look: Look, note: Note) -> list[tuple[str, Edit]]:
    """The required sections that a note lacks, each with the edit that adds its heading; never relations or topics."""
    settings = look.selection.settings
    layout = lay_out(note, note_type_of(settings, note.path, note).sections)
    barred = {settings.relations.section, settings.topics.section}
    found = []
    for index in layout.absent:
        wanted = layout.wanted[index]
        if wanted.optional or index in layout.near or barred & set(wanted.spellings):
            continue
        behind = next((sections[0].heading.start for sections in layout.found[index + 1 :] if sections), None)
        found.append((wanted.name, _heading_edit(note, wanted.name, behind)))
    return found


def _heading_edit(note: Note, name: str, start: int | None) -> Edit:
    line = note.newline
    if start is not None:
        return Edit(start, start, f"## {name}{line}{line}")
    end = len(note.text.rstrip())
    return Edit(end, len(note.text), f"{line}{line}## {name}{line}" if end else f"## {name}{line}")


def new_note(look: Look, link: Link) -> tuple[str, str] | None:
    """Path and text of the note that a link which opens nothing asks for; None where no note can be called so."""
    from vaultlint.making.new_note import note_text
    from vaultlint.rename.names import check_name

    settings, sight = look.selection.settings, look.sight
    name = link.path.strip().lstrip("/")
    if not name or ("." in name.rpartition("/")[2] and not is_note(name)):
        return None
    path = name if is_note(name) else name + ".md"
    folder = sight.obsidian.new_note_folder.strip("/") if "/" not in path else ""
    path = f"{folder}/{path}" if folder else path
    try:
        check_name(path)
    except VaultlintError:
        return None
    if path in sight.files:
        return None
    note_type = note_type_of(settings, path)
    return path, note_text(note_type, path.rpartition("/")[2][:-3])
