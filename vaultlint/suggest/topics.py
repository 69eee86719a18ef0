"""Candidates for a note's topics: those that its text names, that notes like it have, that go with its own."""

from __future__ import annotations

import heapq
import math
import re

from vaultlint.language import say, say_number
from vaultlint.suggest.corpus import Corpus
from vaultlint.suggest.names import can_be_linked
from vaultlint.values import NamedTuple

_NAMED_IN_TITLE, _NAMED, _NEAR, _WITH = 0.6, 0.45, 1.0, 0.1
_SAME_FOLDER, _SHARED = 1.0, 0.1  # what makes a neighbour nearer besides its words
_NEIGHBOURS = 30
_INDEXES = ("readme.md", "index.md")


class TopicCandidate(NamedTuple):
    """An existing topic that may belong to a note, and why."""

    path: str
    title: str
    score: float
    evidence: tuple[str, ...]
    line: str


def suggest_topics(corpus: Corpus, path: str, most: int = 10) -> list[TopicCandidate]:
    """The best candidates among the existing topics for the note at `path`."""
    scores = topic_scores(corpus, path)
    found: list[TopicCandidate] = []
    for topic in sorted(scores, key=lambda topic: (-scores[topic], topic)):
        evidence = tuple(_evidence(corpus, path, topic))
        if evidence and can_be_linked(topic):
            line = f"- [[{topic.removesuffix('.md')}]]"
            found.append(TopicCandidate(topic, corpus.title(topic), round(scores[topic], 4), evidence, line))
        if len(found) == most:
            break
    return found


def topic_scores(corpus: Corpus, path: str) -> dict[str, float]:
    """A score for every topic that the note does not name yet."""
    named = _named(corpus, path)
    near = _near(corpus, path)
    going_with = _going_with(corpus, path)
    known = corpus.topics_of.get(path, frozenset())
    return {
        topic: named.get(topic, 0.0) + _NEAR * near.get(topic, 0.0) + _WITH * going_with.get(topic, 0.0)
        for topic in (named.keys() | near.keys() | going_with.keys()) - known
        if not is_index(topic)
    }


def is_index(path: str) -> bool:
    """Whether a note is about the topic folder, rather than a topic."""
    return path.rpartition("/")[2].lower() in _INDEXES


def topic_names(corpus: Corpus, topic: str) -> list[str]:
    """What a topic is called: its title, file name and aliases, lower case."""
    note = corpus.vault.notes[topic]
    return sorted({name.lower() for name in (note.title, note.name, *(alias for alias, _, _ in note.aliases)) if name})


def _named(corpus: Corpus, path: str) -> dict[str, float]:
    """Topics whose name or alias occurs in the note: in its title, or more often than elsewhere in its text."""
    title, text = corpus.title(path).lower(), corpus.body(path).lower()
    found = {}
    for topic in corpus.vault.notes:
        if not corpus.is_topic(topic) or topic == path:
            continue
        score = 0.0
        for name in topic_names(corpus, topic):
            if _occurrences(name, title):
                score = max(score, _NAMED_IN_TITLE)
            elif len(name) > 1 and (count := _occurrences(name, text)):
                score = max(score, _NAMED * min(1.0, math.log(1 + count) / 3))
        if score:
            found[topic] = score
    return found


def _occurrences(name: str, text: str) -> int:
    """How often `name` occurs in `text`; a Latin name only as a whole word."""
    if name not in text:
        return 0
    if not name.isascii():
        return text.count(name)
    return len(re.findall(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text))


def _near(corpus: Corpus, path: str) -> dict[str, float]:
    """The topics of the nearest documents, each document voting with its nearness."""
    nearest = _neighbours(corpus, path)
    total = sum(nearest.values()) or 1.0
    votes: dict[str, float] = {}
    for other, weight in nearest.items():
        for topic in corpus.topics_of[other]:
            votes[topic] = votes.get(topic, 0.0) + weight / total
    return votes


def _neighbours(corpus: Corpus, path: str) -> dict[str, float]:
    """The documents nearest to a note, with their nearness: like words, the same folder, and other topics in common."""
    folder, mine = path.rpartition("/")[0], corpus.topics_of.get(path, frozenset())
    weights = {
        other: score * (1 + _SAME_FOLDER * (other.rpartition("/")[0] == folder))
        for other, score in corpus.similar(path).items()
    }
    likely = heapq.nsmallest(3 * _NEIGHBOURS, weights, key=lambda other: (-weights[other], other))
    for other in likely:
        weights[other] += _SHARED * sum(corpus.topic_weight[topic] for topic in mine & corpus.topics_of[other])
    return {
        other: weights[other]
        for other in heapq.nsmallest(_NEIGHBOURS, likely, key=lambda other: (-weights[other], other))
    }


def _going_with(corpus: Corpus, path: str) -> dict[str, float]:
    """How often each topic stands beside the topics that the note has."""
    mine = corpus.topics_of.get(path, frozenset())
    if not mine:
        return {}
    together: dict[str, float] = {}
    with_mine = dict.fromkeys(mine, 0)
    for other, topics in corpus.topics_of.items():
        for topic in topics & mine if other != path else ():
            with_mine[topic] += 1
            for companion in topics - mine:
                together[companion] = together.get(companion, 0.0) + 1
    total = sum(with_mine.values()) or 1
    return {topic: count / total for topic, count in together.items()}


def _having(number: int, of: int, title: str) -> str:
    """How many of the nearest notes have a topic."""
    if of == 1:
        return str(say("the nearest note, “{title}”, has it", title=title))
    if number == 1:
        return str(say("one of the {of} nearest notes has it: “{title}”", of=of, title=title))
    return str(say("{number} of the {of} nearest notes have it, such as “{title}”", number=number, of=of, title=title))


def _evidence(corpus: Corpus, path: str, topic: str) -> list[str]:
    found = []
    title, text = corpus.title(path).lower(), corpus.body(path).lower()
    for name in topic_names(corpus, topic):
        if _occurrences(name, title):
            found.append(str(say("“{name}” stands in the title", name=name)))
        elif len(name) > 1 and (count := _occurrences(name, text)):
            found.append(
                str(
                    say_number(count, "“{name}” occurs in the text", "“{name}” occurs {n} times in the text", name=name)
                )
            )
    nearest = _neighbours(corpus, path)
    having = [other for other in nearest if topic in corpus.topics_of[other]]
    if len(having) > 1 or (having and found):
        found.append(_having(len(having), len(nearest), corpus.title(having[0])))
    return found
