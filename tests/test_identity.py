"""What makes two findings the same one: rule, note and text at fault."""

from __future__ import annotations

import pytest

from vaultlint.compare.baseline import ANY, Entry, amounts
from vaultlint.compare.baseline_file import baseline_in, text_of
from vaultlint.compare.subtract import subtract
from vaultlint.finding import SEVERAL, Finding, Location, Severity
from vaultlint.lint.identity import Known, faults_of, fingerprints, identity_of, known_by


def finding(text: str, *, amount: int = 1, path: str = "a.md", section: str = "", source: str = "") -> Finding:
    place = Location(1, 1)
    identity = identity_of(text, amount)
    return Finding(path, 0, 1, "rule", Severity.ERROR, "", place, place, None, (), identity, source, section)


class TestIdentity:
    @pytest.mark.parametrize(("text", "kept"), [("a  b", "a b"), ("a\r\n b", "a b"), ("   ", " "), ("甲", "甲")])
    def test_white_space_is_one_space(self, text: str, kept: str) -> None:
        assert known_by(finding(text)) == Known("a.md", "rule", kept)

    def test_amount(self) -> None:
        assert known_by(finding("`*`", amount=12)) == Known("a.md", "rule", "`*`", 12)
        assert known_by(finding("a\x1f7")).amount == 1

    @pytest.mark.parametrize("fewer", [f"{SEVERAL}a", f"{SEVERAL}a{SEVERAL}c"])
    def test_several_faults_in_one_finding(self, fewer: str) -> None:
        whole, part = finding(f"{SEVERAL}a{SEVERAL}b b{SEVERAL}c"), finding(fewer)
        assert [known.text for known in faults_of(whole)] == ["a", "b b", "c"]
        assert fingerprints([whole]) == fingerprints([part])
        assert subtract([part], [whole], {}) == ((), ())
        assert subtract([whole], [part], {}) == ((whole,), ())
        assert amounts([whole]) == {Entry("a.md", "rule", text): 1 for text in ("a", "b b", "c")}

    def test_fingerprints_see_neither_section_nor_amount(self) -> None:
        one, other = finding("x", section="A", amount=3), finding("x", section="B")
        assert fingerprints([one]) == fingerprints([other])
        assert len(set(fingerprints([one, other]))) == 2


class TestSubtract:
    def test_a_section_does_not_count(self) -> None:
        old = finding("x", section="A")
        assert subtract([finding("x", section="B")], [old], {}) == ((), ())

    def test_of_several_alike_the_one_in_a_new_place_is_new(self) -> None:
        new = finding("x", section="B")
        assert subtract([new, finding("x", section="A")], [finding("x", section="A")], {}) == ((new,), ())

    @pytest.mark.parametrize(("before", "now", "is_new"), [(3, 2, False), (3, 3, False), (3, 4, True), (1, 9, True)])
    def test_more_of_a_fault_is_new_and_what_it_grew_from_is_not_gone(
        self, before: int, now: int, is_new: bool
    ) -> None:
        new, gone = subtract([finding("`*`", amount=now)], [finding("`*`", amount=before)], {})
        assert (bool(new), gone) == (is_new, ())

    def test_several_old_ones_make_up_for_a_larger_one(self) -> None:
        old = [finding("`*`", amount=2, section="A"), finding("`*`", amount=2, section="B")]
        assert subtract([finding("`*`", amount=4)], old, {}) == ((), ())

    def test_a_link_that_follows_a_rename(self) -> None:
        renamed = {"f/old.md": "f/new.md"}
        assert subtract([finding("f/new#x")], [finding("f/old#x")], renamed) == ((), ())
        assert subtract(
            [finding("a?new.md", path="a?new.md")], [finding("a?.md", path="a?.md")], {"a?.md": "a?new.md"}
        ) == (
            (),
            (),
        )
        assert len(subtract([finding("newer#x")], [finding("older#x")], renamed)[0]) == 1


class TestFile:
    def test_round_trip(self) -> None:
        text = ',["a.md", "r", "x", 2]\n,["a.md", "r", "y", 1]\n'
        stored = baseline_in(f'{{"version": 2, "findings": [["path"]\n{text}]}}'.encode(), "f")
        assert text in text_of(stored.baseline) and not stored.conflict

    def test_both_sides_of_a_conflict_and_not_their_ancestor(self) -> None:
        lines = ["<<<<<<< ours", ',["a", "r", "x", 2]', "||||||| base", ',["a", "r", "gone", 1]', "======="]
        lines += [',["a", "r", "x", 1]', ',["b", "r", "y", 1]', ">>>>>>> theirs"]
        stored = baseline_in("\n".join(['{"findings": [["path"]', *lines, "]}"]).encode(), "f")
        assert stored.conflict
        assert stored.baseline == {Entry("a", "r", "x"): 2, Entry("b", "r", "y"): 1}

    def test_the_first_version(self) -> None:
        rows = [["a", "r", "A", "x", 1], ["a", "r", "B", "x", 2], ["a", "list-marker", "", "3 `*`", 1]]
        lines = "".join(f",{row}\n".replace("'", '"') for row in [*rows, ["a", "topic-count", "", "", 1]])
        counts = baseline_in(f'{{"findings": [["path"]\n{lines}]}}'.encode(), "f").baseline
        assert counts == {
            Entry("a", "r", "x"): 3,
            Entry("a", "list-marker", "list items"): 3,
            Entry("a", "topic-count", ANY): 1,
        }
