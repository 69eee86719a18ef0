"""Candidates for a note's relations: shared specific topics, neighbours in the graph, shared terms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from vaultlint.language import listed, say
from vaultlint.suggest.names import UNSHOWN, can_be_linked
from vaultlint.suggest.terms import shared_phrases
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.suggest.corpus import Corpus
    from vaultlint.vault.vault import Vault

_TERMS, _TOPICS, _BACK, _TOGETHER, _FOLDER, _LINKING = 1.0, 0.12, 0.35, 0.14, 0.06, 0.1
_DAMPING = 0.7  # many terms in common are worth less than as many times one


class Candidate(NamedTuple):
    """A document that may belong among the relations of a note, and why; a higher score is better."""

    path: str
    title: str
    score: float
    evidence: tuple[str, ...]
    line: str  # ready to be copied; the reason is left for the person


def suggest_relations(corpus: Corpus, path: str, most: int = 10) -> list[Candidate]:
    """The best candidates for relations of the note at `path` that it does not have yet."""
    scores = relation_scores(corpus, path)
    best = sorted(scores, key=lambda other: (-scores[other], other))[:most]
    return [_candidate(corpus, path, other, scores[other]) for other in best]


def relation_scores(corpus: Corpus, path: str) -> dict[str, float]:
    """A score for every document that has something in common with the note and is not among its relations."""
    similar = corpus.similar(path)
    topics = topic_overlap(corpus, path)
    together = _together(corpus, path)
    back = corpus.related_back.get(path, set())
    known = corpus.related.get(path, frozenset()) | corpus.linked(path) | {path}
    folder, linking = path.rpartition("/")[0], corpus.linking(path)
    scores = {}
    for other in similar.keys() | topics.keys() | together.keys() | back:
        if other in known or corpus.is_topic(other) or not can_be_linked(other):
            continue
        score = _TERMS * similar.get(other, 0.0) ** _DAMPING + _TOPICS * topics.get(other, 0.0)
        score += _TOGETHER * together.get(other, 0.0) + _BACK * (other in back) + _LINKING * (other in linking)
        scores[other] = score + _FOLDER * (other.rpartition("/")[0] == folder)
    return scores


def topic_overlap(corpus: Corpus, path: str) -> dict[str, float]:
    """Adamic–Adar over topics: for every document, the summed specificity of the topics it shares with the note."""
    mine = corpus.topics_of.get(path, frozenset())
    scores: dict[str, float] = {}
    for other in corpus.documents:
        shared = mine & corpus.topics_of[other]
        if shared and other != path:
            scores[other] = sum(corpus.topic_weight[topic] for topic in shared)
    return scores


def _together(corpus: Corpus, path: str) -> dict[str, float]:
    """Documents two relations away, in any direction, with how specific what lies between is, as in Adamic–Adar."""
    scores: dict[str, float] = {}
    near = corpus.related.get(path, frozenset()) | corpus.related_back.get(path, set())
    for middle in near:
        beyond = corpus.related.get(middle, frozenset()) | corpus.related_back.get(middle, set())
        weight = 1 / math.log(2 + len(beyond))
        for other in beyond:
            scores[other] = scores.get(other, 0.0) + weight
    return scores


def _candidate(corpus: Corpus, path: str, other: str, score: float) -> Candidate:
    title = corpus.title(other)
    line = _relation(corpus, other, title) if corpus.has_relations else f"- {plain_link(corpus.vault, path, other)}"
    return Candidate(other, title, round(score, 4), tuple(_evidence(corpus, path, other)), line)


def _relation(corpus: Corpus, other: str, title: str) -> str:
    """A relation to `other` whose reason and explanation are left for the person."""
    form = corpus.vault.settings.relations
    reason = f"{form.separator}{form.reason_label}{form.colon}"
    return f"- {wiki_link(other, title)}{reason}{form.separator}{form.explanation_label}{form.colon}"


def plain_link(vault: Vault, path: str, other: str, shown: str = "") -> str:
    """A wiki link from the note `path` to the note `other` by its name where that opens it, else by its path.

    `shown` is the text to be displayed, where that is not the name.
    """
    target = other.removesuffix(".md")
    name = target.rpartition("/")[2]
    if vault.resolver.resolve(name, path).target == other:
        target = name
    return f"[[{target}|{shown}]]" if shown and shown != target else f"[[{target}]]"


def wiki_link(path: str, title: str) -> str:
    """A wiki link to the note at `path`; its title is shown if a link can show it, else its file name."""
    target = path.removesuffix(".md")
    shown = target.rpartition("/")[2] if UNSHOWN.search(title) else title
    return f"[[{target}|{shown}]]" if shown != target else f"[[{target}]]"


def _evidence(corpus: Corpus, path: str, other: str) -> list[str]:
    found = []
    if other in corpus.related_back.get(path, set()):
        found.append(str(say("has a relation to this note already")))
    elif other in corpus.linking(path):
        found.append(str(say("links to this note")))
    shared = sorted(
        corpus.topics_of[path] & corpus.topics_of[other], key=lambda topic: (-corpus.topic_weight[topic], topic)
    )
    if shared:
        topics = listed([corpus.title(topic) for topic in shared[:4]])
        found.append(str(say("shares the topics {topics}", topics=topics)))
    vectors = corpus.index.vector(path), corpus.index.vector(other)
    phrases = shared_phrases(*vectors, corpus.summary(path), corpus.summary(other))
    if phrases:
        found.append(str(say("uses the same terms: {terms}", terms=listed(phrases))))
    near = corpus.related[path] | corpus.related_back.get(path, set())
    common = near & (corpus.related[other] | corpus.related_back.get(other, set()))
    if common:
        middle = listed([corpus.title(each) for each in sorted(common)[:2]])
        found.append(str(say("both are related to {notes}", notes=middle)))
    if path.rpartition("/")[0] == other.rpartition("/")[0]:
        found.append(str(say("stands in the same folder")))
    return found
