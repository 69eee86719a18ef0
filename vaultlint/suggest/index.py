"""TF-IDF over the terms of texts, without numpy: which documents are alike, and how much. It can be kept."""

from __future__ import annotations

import math
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, count, repeat
from typing import Any

from vaultlint.cached import cached_property
from vaultlint.suggest.terms import Pieces, weighted
from vaultlint.workspace.seal import packed, unpacked

_KEPT = 160  # the heaviest terms of a text; the rest adds little but time
_COMMON = 0.1  # a term in more than this share of the texts says nothing
_TYPES = "dIIdII"  # of the arrays


def made_index(
    texts: Iterable[tuple[str, Pieces]], boilerplate: frozenset[str] = frozenset()
) -> Generator[None, None, TermIndex]:
    """Make the index step by step: it stops behind each document. `texts` are documents with their pieces of text."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__  # a term is known by a number: the next one, when it first occurs
    frequency: Counter[int] = Counter()
    counted = []
    for document, pieces in texts:
        counts = weighted(pieces)
        found = array("I", map(numbers.__getitem__, counts))
        frequency.update(found)
        counted.append((document, found, array("d", counts.values())))
        yield
    total = max(len(counted), 1)
    telling = {number for number, often in frequency.items() if 1 < often <= max(2, total * _COMMON)}
    yield
    terms = [term for term, number in numbers.items() if number in telling]
    rarity = array("d", [math.log(total / frequency[number]) for number in numbers.values() if number in telling])
    new = {number: place for place, number in enumerate(sorted(telling))}
    all_numbers, weights, ends = array("I"), array("d"), array("I")
    places: list[list[int]] = [[] for _ in terms]
    for _, found, often in counted:
        row = _heaviest(
            ((new[number], n) for number, n in zip(found, often, strict=True) if number in new), terms, rarity
        )
        for place, number in enumerate(row, len(all_numbers)):
            places[number].append(place)
        all_numbers.extend(row)
        weights.extend(row.values())
        ends.append(len(all_numbers))
        yield
    firsts = array("I", accumulate(map(len, places), initial=0))
    arrays = (rarity, ends, all_numbers, weights, array("I", chain.from_iterable(places)), firsts)
    return TermIndex([document for document, _, _ in counted], terms, boilerplate, arrays)


def _heaviest(counts: Iterable[tuple[int, float]], terms: Sequence[str], rarity: Sequence[float]) -> dict[int, float]:
    """The weights of a text's heaviest terms, by their numbers; together they have the length 1."""
    ordered = sorted([(-_damped(often) * rarity[number], terms[number], number) for number, often in counts])[:_KEPT]
    length = math.sqrt(sum([weight * weight for weight, _, _ in ordered])) or 1.0
    return {number: -weight / length for weight, _, number in ordered}


@cache
def _damped(often: float) -> float:
    return 1 + math.log(1 + often)


class TermIndex:
    """Documents with their heaviest terms, which are known by numbers. `boilerplate` is what was left out of the texts.

    `arrays` are how rare each term is; where the row of each document ends; the numbers and the weights of all rows;
    the places in these by term, and where those of each term begin.
    """

    def __init__(
        self, documents: Sequence[str], terms: Sequence[str], boilerplate: frozenset[str], arrays: Sequence[array[Any]]
    ) -> None:
        self.boilerplate = boilerplate
        self._documents, self._terms, self._arrays = documents, terms, arrays
        self._rarity, self._ends, self._numbers, self._weights, self._places, self._firsts = arrays
        self._at = {document: place for place, document in enumerate(documents)}
        lengths = map(int.__sub__, self._ends, chain([0], self._ends))
        self._owners = array("I", chain.from_iterable(map(repeat, count(), lengths)))
        self._put: dict[str, dict[int, float]] = {}  # documents that are not in the arrays
        self._compared: dict[str, dict[int, float]] = {}

    @classmethod
    def unpack(cls, data: bytes) -> TermIndex:
        """The index that `pack` packed."""
        size = int.from_bytes(data[:4], "big")
        documents, terms, boilerplate, lengths = unpacked(data[4 : 4 + size])
        body, start, arrays = zlib.decompress(data[4 + size :]), 0, []
        for kind, length in zip(_TYPES, lengths, strict=True):
            arrays.append(array(kind, body[start : start + length]))
            start += length
        return cls(documents, terms, frozenset(boilerplate), arrays)

    def pack(self) -> bytes:
        """The index as it was made, as bytes."""
        parts = [each.tobytes() for each in self._arrays]
        head = packed([self._documents, self._terms, sorted(self.boilerplate), [*map(len, parts)]])
        return len(head).to_bytes(4, "big") + head + zlib.compress(b"".join(parts), 1)

    def __contains__(self, document: str) -> bool:
        return document in self._at or document in self._put or document in self._compared

    def put(self, document: str, pieces: Pieces) -> None:
        """Take in a document that is new or was taken out."""
        self._put[document] = self._row_of(pieces)

    def take_out(self, document: str) -> None:
        """Forget a document, or what is compared with documents; what is none is passed over."""
        for known in (self._at, self._put, self._compared):
            known.pop(document, None)

    def add(self, document: str, pieces: Pieces) -> None:
        """Make known what is compared with the documents, and is none of them itself."""
        self._compared[document] = self._row_of(pieces)

    def similar(self, document: str) -> dict[str, float]:
        """Cosine similarity of every document that shares a term with `document`, itself left out."""
        mine = self._row(document)
        scores: dict[int, float] = {}
        places, firsts, owners, weights = self._places, self._firsts, self._owners, self._weights
        for number, weight in mine.items():
            for place in places[firsts[number] : firsts[number + 1]]:
                owner = owners[place]
                scores[owner] = scores.get(owner, 0.0) + weight * weights[place]
        paths = self._documents
        found = {paths[owner]: score for owner, score in scores.items() if paths[owner] in self._at}
        for other, row in self._put.items():
            if shares := [weight * row[number] for number, weight in mine.items() if number in row]:
                found[other] = sum(shares)
        found.pop(document, None)
        return found

    def vector(self, document: str) -> Mapping[str, float]:
        """The weights of a document's terms, the heaviest first."""
        return {self._terms[number]: weight for number, weight in self._row(document).items()}

    def _row(self, document: str) -> Mapping[int, float]:
        if document not in self._at:
            return self._put.get(document) or self._compared.get(document, {})
        at = self._at[document]
        row = slice(self._ends[at - 1] if at else 0, self._ends[at])
        return dict(zip(self._numbers[row], self._weights[row], strict=True))

    def _row_of(self, pieces: Pieces) -> dict[int, float]:
        known = self._known
        counts = weighted(pieces)
        return _heaviest(((known[term], counts[term]) for term in counts if term in known), self._terms, self._rarity)

    @cached_property
    def _known(self) -> dict[str, int]:
        return {term: number for number, term in enumerate(self._terms)}
