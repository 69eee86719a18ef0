"""What was asked for. A goal is printed beside its figure; nothing fails when it is missed."""

from __future__ import annotations

_SIZES = {3_300: (2_500, 5_000), 33_000: (25_000, 50_000), 100_000: (80_000, 150_000)}

# Case and size of the vault → at most how many times rumdl's wall time.
_RATIOS = {
    ("cold", 3_300): 1.2,
    ("warm, nothing changed", 3_300): 0.5,
    ("warm, nothing changed", 33_000): 0.2,
    ("one line appended to a note", 33_000): 0.4,
    ("one link added to a note", 33_000): 0.4,
}
LARGE_NOTE_SECONDS = 1.0
COMMAND_SECONDS = {"version": 0.06, "rule": 0.1}
COST_GROWTH = 1.3  # of the cost per note, from 3,300 to 100,000 notes
MEMORY_MB = 1536.0  # at 100,000 notes

# Times the processor time of another run, where a store is there.
BESIDE_CONCISE = 1.5  # any format, nothing changed
WITH_STORE = 0.25  # a command beside its run without a store
AFTER_CHANGE = 3.0  # any change beside a line
BESIDE_FMT = 1.5  # `fix`, cold, beside `rumdl fmt`
FIRST_MEMORY = 1.2  # the first run beside one without a store: its memory


def size_of(notes: int) -> int | None:
    """The size that goals are given for to which a vault of so many notes belongs."""
    return next((size for size, (least, most) in _SIZES.items() if least <= notes <= most), None)


def ratio_goal(case: str, notes: int) -> float | None:
    """At most how many times rumdl's time a case may take in a vault of so many notes."""
    size = size_of(notes)
    return _RATIOS.get((case, size)) if size else None


def judged(value: float, at_most: float | None, unit: str) -> str:
    """The goal, and whether it is met."""
    if at_most is None:
        return "–"
    return f"≤ {at_most:g} {unit}: {'met' if value <= at_most else 'missed'}"
