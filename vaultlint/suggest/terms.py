"""The terms of a text, which need no dictionary, and the phrases that two texts have in common."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from vaultlint.lazy_regex import lazy_regex

# Scripts that put no space between words, or little words behind others: these are compared piece by piece. Hiragana,
# which holds endings and particles, ends a run as punctuation does; a run of katakana is a word.
_RUNS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u0900-\u0903"
    "\u093a-\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a71\u0a81-\u0acd\u0b01-\u0b57\u0b82-\u0bd7\u0c00-\u0c56"
    "\u0c81-\u0cd6\u0d00-\u0d57\u0d81-\u0ddf\u0f71-\u0f84\u200c"
)
_LETTER = rf"(?:[^\W_\u3040-\u309f{_RUNS}]|[{_MARKS}])"
_WORD = lazy_regex(rf"[{_RUNS}]+|{_LETTER}(?:(?:{_LETTER}|[.+#_'’-])*(?:{_LETTER}|[+#]))?")
_RUN = lazy_regex(f"[{_RUNS}]")
_HANGUL = lazy_regex("[\uac00-\ud7a3]")
_PARTICLES = "的了在是和与及或也都将把被从对为以于到让并就还又而"
_STOP_WORDS = frozenset(
    ["and", "are", "but", "for", "from", "has", "have", "into", "not", "that", "the", "this", "was", "will", "with"]
)
_PHRASE = 4  # characters of a phrase that means something wherever it stands; a shorter one may be half a word
Pieces = Iterable[tuple[str, float]]  # of a text, with their weights


def folded(text: str) -> str:
    """`text` in one form of width and case. A vowel of Thai and Lao, which NFKC takes apart, stays as it is typed."""
    return (
        unicodedata.normalize("NFKC", text).lower().replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3")
    )


def terms(text: str) -> list[str]:
    """Words, and the two- and three-character pieces of runs of Han and the like, each as often as it occurs."""
    found: list[str] = []
    for run in _WORD.findall(folded(text)):
        if not _RUN.match(run):
            found.append(run)
        else:
            pairs = [*map(str.__add__, run, run[1:])]
            found += pairs
            found += map(str.__add__, pairs, run[2:])
    return found


def shared_phrases(
    first: Mapping[str, float], second: Mapping[str, float], text: str, other_text: str, most: int = 5
) -> list[str]:
    """The words and phrases that two texts have in common, whose terms have these weights, the weightiest first.

    The first line of each text is its title; a short phrase counts only if it stands in one.
    """
    titles = folded(text.partition("\n")[0] + other_text.partition("\n")[0])
    weights = {term: first[term] * second[term] for term in first.keys() & second.keys()}
    worth: dict[str, float] = {}
    for phrase in _common_phrases(text, other_text):
        pieces = [term for term in weights if term in phrase]
        if pieces and (_stands_alone(phrase) or phrase in titles):
            worth[phrase] = sum(weights[term] for term in pieces)
    kept: list[str] = []
    for phrase in sorted(worth, key=lambda phrase: (-worth[phrase], phrase)):
        if not any(phrase in longer or longer in phrase for longer in kept):
            kept.append(phrase)
    return kept[:most]


def _stands_alone(phrase: str) -> bool:
    """Whether a phrase means something without its neighbours: a word, or a piece that is long enough."""
    return len(phrase) >= _PHRASE or not _RUN.match(phrase) or bool(_HANGUL.match(phrase))


def _common_phrases(text: str, other_text: str) -> set[str]:
    """Words, and the longest runs of Han and the like that stand in both texts, without particles at their ends."""
    other = folded(other_text)
    words = set(_WORD.findall(other))
    found = set()
    for run in set(_WORD.findall(folded(text))):
        if not _RUN.match(run):
            found.update({run} & words - _STOP_WORDS)
        else:
            found.update(phrase.strip(_PARTICLES) for phrase in _common_runs(run, other))
    return {phrase for phrase in found if _says_something(phrase)}


def _says_something(phrase: str) -> bool:
    """Whether a phrase has letters, and enough of them: a number or a date says nothing."""
    return len(phrase) > 1 + (not _RUN.match(phrase)) and any(map(str.isalpha, phrase))


def _common_runs(run: str, text: str) -> Iterator[str]:
    """The longest pieces of `run`, of at least two characters, that occur in `text`; they do not overlap."""
    start = 0
    while start < len(run) - 1:
        end = start + 2
        while end <= len(run) and run[start:end] in text:
            end += 1
        if end > start + 2:
            yield run[start : end - 1]
        start = max(start + 1, end - 1)


def weighted(pieces: Pieces) -> dict[str, float]:
    """How often each term occurs in the pieces of a text, times their weights."""
    total: dict[str, float] = {}
    for text, weight in pieces:
        counts = Counter(terms(text))
        if not total and weight == 1:
            total = dict(counts)
            continue
        for term, count in counts.items():
            total[term] = total.get(term, 0.0) + weight * count
    return total
