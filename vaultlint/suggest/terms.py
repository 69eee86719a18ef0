"""TF-IDF over character n-grams: how alike two texts are, without a dictionary and without numpy."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[a-z0-9][a-z0-9.+#_-]*|[\u3400-\u9fff]+")
_KEPT = 160  # the heaviest terms of a text; the rest adds little but time
_COMMON = 0.25  # a term in more than this share of the texts says nothing


def terms(text: str) -> Counter[str]:
    """Latin words, and the two- and three-character pieces of runs of Han."""
    found: Counter[str] = Counter()
    for run in _WORD.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < "\u3400":
            found[run] += 1
            continue
        for size in (2, 3):
            found.update(run[start : start + size] for start in range(len(run) - size + 1))
    return found


class TermIndex:
    """An inverted index of weighted terms. `texts` gives, by document, pieces of text with their weight."""

    def __init__(self, texts: Mapping[str, Iterable[tuple[str, float]]]) -> None:
        counted = {document: _weighted(pieces) for document, pieces in texts.items()}
        frequency: Counter[str] = Counter()
        for counts in counted.values():
            frequency.update(counts.keys())
        total = max(len(counted), 1)
        self._rarity = {
            term: math.log(total / count) for term, count in frequency.items() if 1 < count <= max(2, total * _COMMON)
        }
        self.vectors = {document: self._vector(counts) for document, counts in counted.items()}
        self._postings: dict[str, list[tuple[str, float]]] = {}
        for document, vector in self.vectors.items():
            for term, weight in vector.items():
                self._postings.setdefault(term, []).append((document, weight))

    def similar(self, document: str) -> dict[str, float]:
        """Cosine similarity of every document that shares a term with `document`, itself left out."""
        scores: dict[str, float] = {}
        for term, weight in self.vectors.get(document, {}).items():
            for other, other_weight in self._postings[term]:
                scores[other] = scores.get(other, 0.0) + weight * other_weight
        scores.pop(document, None)
        return scores

    def shared(self, one: str, other: str, most: int = 5) -> list[str]:
        """The terms that make two documents alike, the weightiest first; pieces of longer shared terms left out."""
        first, second = self.vectors.get(one, {}), self.vectors.get(other, {})
        weights = sorted(((first[term] * second[term], term) for term in first.keys() & second.keys()), reverse=True)
        kept: list[str] = []
        for _, term in weights:
            if not any(term in longer or longer in term for longer in kept):
                kept.append(term)
            if len(kept) == most:
                break
        return kept

    def _vector(self, counts: Mapping[str, float]) -> dict[str, float]:
        weights = {
            term: (1 + math.log(1 + count)) * self._rarity[term]
            for term, count in counts.items()
            if term in self._rarity
        }
        heaviest = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_KEPT]
        length = math.sqrt(sum(weight * weight for _, weight in heaviest)) or 1.0
        return {term: weight / length for term, weight in heaviest}


def _weighted(pieces: Iterable[tuple[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for text, weight in pieces:
        for term, count in terms(text).items():
            total[term] = total.get(term, 0.0) + weight * count
    return total
