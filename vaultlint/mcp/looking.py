"""The tools that look: each gives a bounded object, and writes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from vaultlint.finding import Severity
from vaultlint.harmless import plain
from vaultlint.language import say
from vaultlint.mcp.given import (
    LONGEST_TEXT,
    checked_choice,
    checked_file,
    checked_name,
    checked_path,
    checked_scope,
    holds,
    refused,
)
from vaultlint.paths import is_note
from vaultlint.report.limited import limited_object, shortened
from vaultlint.rules import CATEGORIES, NAMES, rule_named
from vaultlint.workspace.run import Run, run_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultlint.finding import Finding
    from vaultlint.mcp.desk import Desk
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.resolve import Resolution
    from vaultlint.vault.view import Reference
    from vaultlint.workspace.workspace import Workspace

MOST_FINDINGS = 100
MOST_LINKS = 50
MOST_CANDIDATES = 10
MOST_PAGE = 4_000  # characters of a rule's page
SUGGESTIONS = ("links", "mentions", "relations", "topics")
_LEVELS = {severity.word: severity for severity in Severity}


def check(
    desk: Desk, paths: Sequence[str], rules: Sequence[str], severity: str, limit: int, since: str = ""
) -> dict[str, Any]:
    """The findings of the vault, or of some of it: all counted, the worst shown; `since` a commit, only new ones."""
    least = _LEVELS[severity]
    wanted = _rule_names(desk.workspace, rules)
    scope = checked_scope(desk.root, paths, desk.workspace.state.seen)
    run = _run_since(desk, since) if since else desk.run()
    found = tuple(
        finding
        for finding in run.findings
        if finding.severity >= least and (not wanted or finding.rule in wanted) and holds(scope, finding.path)
    )
    unreadable = [path for path, _ in desk.workspace.about.unreadable if holds(scope, path)]
    answer, _ = limited_object(replace(run, findings=found), min(limit, MOST_FINDINGS))
    return {**answer, **({"unreadable": unreadable[:MOST_LINKS]} if unreadable else {})}


def _run_since(desk: Desk, since: str) -> Run:
    """The findings that a commit did not have; VaultlintError where there is no such commit."""
    from vaultlint.compare.since import only_since

    if checked_name("since", since).startswith("-"):
        raise refused(say("`{name}` cannot be `{value}`", name="since", value=plain(since)))
    return only_since(desk.run(), desk.root, since)


def _rule_names(workspace: Workspace, rules: Iterable[str]) -> frozenset[str]:
    own = {pattern.name for pattern in workspace.settings.patterns}
    known = {*NAMES, *CATEGORIES, *own}
    return frozenset(workspace.selection.names([checked_choice("rules", rule, known) for rule in rules]))


def explain(desk: Desk, name: str) -> dict[str, Any]:
    """A rule: what it finds, why, how to repair it, its options."""
    settings = desk.workspace.settings
    patterns = {pattern.name: pattern for pattern in settings.patterns}
    checked_choice("rule", name, {*NAMES, *patterns})
    if name in patterns:
        pattern = patterns[name]
        return {"rule": name, "severity": pattern.severity, "summary": pattern.message, "pattern": pattern.pattern}
    runs = any(name == each.name for each in desk.workspace.selection.rules)
    return {**_page(name), "runs": runs}


@cache
def _page(name: str) -> dict[str, Any]:
    from vaultlint.report.rule_options import options_of
    from vaultlint.report.urls import rule_url

    rule = rule_named(name)
    return {
        "rule": name,
        "category": rule.category,
        "severity": rule.severity.word,
        "fix": rule.fix.word if rule.fix else None,
        "summary": rule.summary,
        "page": rule.page[:MOST_PAGE],
        "options": {key: text for key, _, _, text in options_of(rule)},
        "url": rule_url(name),
    }


def check_text(desk: Desk, path: str, text: str, limit: int) -> dict[str, Any]:
    """What would be found if the note at `path` were `text`: in it, and what is new in others."""
    from vaultlint.vault.source import OverlaySource

    path = checked_path(desk.root, "path", path)
    if not is_note(path):
        raise refused(say("a note has a path that ends with `.md`"))
    if len(text) > LONGEST_TEXT:
        raise refused(say("`{name}` is longer than {most} characters", name="text", most=f"{LONGEST_TEXT:,}"))
    workspace = desk.workspace
    draft = workspace.over(
        OverlaySource(desk.source, {path: text.encode(errors="surrogatepass")}), lambda each: each == path
    )
    draft.refresh()
    if not draft.found.is_note(path):
        raise refused(say("{path} is left out by the settings, so that nothing is checked there", path=path))
    if draft.found.stale is not None:
        draft.found.stale = {path, *(draft.found.stale & draft.state.differing())}
    stale = draft.found.stale
    elsewhere = list(_new_elsewhere(desk, draft, None if stale is None else stale - {path}, path))
    run = run_of(draft, [path])
    answer, shown = limited_object(run, min(limit, MOST_FINDINGS), elsewhere[:MOST_CANDIDATES])
    return {
        **answer,
        "exists": path in workspace.state.seen,
        "elsewhere": shown,
        "elsewhere_total": len(elsewhere),
    }


def _new_elsewhere(desk: Desk, draft: Workspace, paths: set[str] | None, own: str) -> Iterator[Finding]:
    """The findings in other files that the vault as it is does not have."""
    before = desk.findings()
    for path, found in draft.found.findings(paths):
        if path == own:
            continue
        known = Counter((each.rule, str(each.message)) for each in before.get(path, ()))
        for each in found:
            key = each.rule, str(each.message)
            known[key] -= 1
            if known[key] < 0:
                yield each


def links(desk: Desk, path: str, limit: int) -> dict[str, Any]:
    """The links of a note and to a file, with what they open."""
    world, most = desk.workspace.judgement.lazy_world(), min(limit, MOST_LINKS)
    path = checked_file(desk.root, path, world.files)
    facts = world.facts(path) or world.board(path)
    outgoing = [(link, world.resolve(link, path)) for link in facts.links] if facts else []
    incoming = world.references(path)
    shown = list(islice(incoming, most))
    return {
        "path": path,
        "title": facts.title if facts else "",
        "outgoing_total": len(outgoing),
        "outgoing": [_outgoing(link, resolution) for link, resolution in outgoing[:most]],
        "incoming_total": len(shown) + sum(1 for _ in incoming),
        "incoming": [_incoming(each) for each in shown],
    }


def _outgoing(link: Any, resolution: Resolution) -> dict[str, Any]:
    row = {"link": shortened(link.path, 60), "opens": resolution.target}
    return {**row, "at": shortened(link.subpath, 40)} if link.subpath else row


def _incoming(reference: Reference) -> dict[str, Any]:
    source: NoteFacts = reference.source
    row = {"from": source.path, "line": reference.link.line}
    section = source.section_at(reference.link.start)
    return {**row, "section": shortened(section, 30)} if section else row


def suggest(desk: Desk, path: str, kinds: Sequence[str], limit: int) -> dict[str, Any]:
    """Candidates for a person to judge: targets of broken links, links that lack, relations, topics."""
    from vaultlint.suggest.gather import Gathered, for_note
    from vaultlint.suggest.show import as_object

    vault, most = desk.vault, min(limit, MOST_CANDIDATES)
    path = checked_file(desk.root, path, vault.files)
    if path not in vault.notes:
        raise refused(say("{path} is no note that vaultlint looks at", path=path))
    found = for_note(desk.corpus, path, kinds or SUGGESTIONS, most)
    (answer,) = as_object(Gathered((found,), related=desk.corpus.has_relations))["notes"]
    bounded = {key: value[:most] if isinstance(value, list) else value for key, value in answer.items()}
    return {**bounded, "note": str(say("These are candidates: which of them hold is for a person to judge."))}
