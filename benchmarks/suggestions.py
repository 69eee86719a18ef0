"""How good suggestions are: hide existing relations and topics, and count how often they come back.

    python -m benchmarks.suggestions VAULT [--hide 300] [--seed 1]

For each hidden pair the candidates of its note are ranked as `vaultlint suggest` does; a hit is the hidden target among
the first 5 or 10. Two baselines rank the same candidates by the number of shared topics and by the similarity of
titles. All pairs are hidden at once, so that none helps to find another.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable

from rapidfuzz import fuzz

from vaultlint.cli.common import open_vault
from vaultlint.markdown.parse import decode
from vaultlint.suggest.corpus import Corpus
from vaultlint.suggest.relations import relation_scores
from vaultlint.suggest.topics import topic_names, topic_scores

Scores = dict[str, float]


def rank(scores: Scores, target: str) -> int:
    """The 1-based rank of `target`; ties are broken by path, as the command does."""
    ordered = sorted(scores, key=lambda path: (-scores[path], path))
    return ordered.index(target) + 1 if target in scores else 10**9


def row(name: str, pairs: Iterable[tuple[str, str]], score: Callable[[str], Scores]) -> str:
    ranks = [rank(score(path), target) for path, target in pairs]
    total = len(ranks)
    return f"| {name} | {sum(r <= 5 for r in ranks) / total:.1%} | {sum(r <= 10 for r in ranks) / total:.1%} |"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("vault")
    parser.add_argument("--hide", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--config", action="append", default=[])
    arguments = parser.parse_args()
    vault = open_vault(arguments.vault, tuple(arguments.config))
    texts: dict[str, str] = {}

    def read(path: str) -> str:
        if path not in texts:
            texts[path] = decode(vault.source.read(path))[0]
        return texts[path]

    everything = Corpus(vault, read)
    chance = random.Random(arguments.seed)
    relations = sorted(
        (path, target)
        for path, targets in everything.related.items()
        for target in targets
        if target in everything.documents and path in everything.documents
    )
    topics = sorted(
        (path, target)
        for path in everything.documents
        for target in everything.topics_of[path]
        if target in vault.notes
    )
    hidden_relations = chance.sample(relations, min(arguments.hide, len(relations)))
    hidden_topics = chance.sample(topics, min(arguments.hide, len(topics)))

    corpus = Corpus(vault, read, hidden_relations=frozenset(hidden_relations))

    def shared_topics(path: str) -> Scores:
        known = corpus.related[path] | {path}
        mine = corpus.topics_of[path]
        return {other: len(mine & corpus.topics_of[other]) for other in corpus.documents if other not in known}

    def title_similarity(path: str) -> Scores:
        known = corpus.related[path] | {path}
        return {
            other: fuzz.ratio(corpus.title(path), corpus.title(other))
            for other in corpus.documents
            if other not in known
        }

    print(
        f"{len(hidden_relations)} of {len(relations)} relations hidden\n\n"
        "| relations | first 5 | first 10 |\n|---|---|---|"
    )
    print(row("shared topics", hidden_relations, shared_topics))
    print(row("title similarity", hidden_relations, title_similarity))
    print(row("vaultlint suggest", hidden_relations, lambda path: relation_scores(corpus, path)))

    corpus = Corpus(vault, read, hidden_topics=frozenset(hidden_topics))
    all_topics = [path for path in vault.notes if corpus.is_topic(path)]

    def companions(path: str) -> Scores:
        mine = corpus.topics_of[path]
        scores = dict.fromkeys((topic for topic in all_topics if topic not in mine), 0.0)
        for other in corpus.documents:
            shared = len(mine & corpus.topics_of[other])
            for topic in corpus.topics_of[other] - mine if shared and other != path else ():
                scores[topic] = scores.get(topic, 0.0) + shared
        return scores

    def topic_title(path: str) -> Scores:
        mine = corpus.topics_of[path]
        return {
            topic: max(fuzz.ratio(corpus.title(path).lower(), name) for name in topic_names(corpus, topic))
            for topic in all_topics
            if topic not in mine
        }

    print(f"\n{len(hidden_topics)} of {len(topics)} topics hidden\n\n| topics | first 5 | first 10 |\n|---|---|---|")
    print(row("shared topics", hidden_topics, companions))
    print(row("title similarity", hidden_topics, topic_title))
    print(row("vaultlint suggest", hidden_topics, lambda path: topic_scores(corpus, path)))


if __name__ == "__main__":
    main()
