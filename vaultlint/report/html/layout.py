"""Where the graph's nodes start: groups on a sunflower spiral, their nodes on one each. The page refines it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_SPACING = 12.0


def seed_positions(nodes: Sequence[str], group_of: Callable[[str], str]) -> list[tuple[float, float]]:
    """A position for each node, the same on every run; nodes of one group start close together."""
    groups: dict[str, list[int]] = {}
    for index, node in enumerate(nodes):
        groups.setdefault(group_of(node), []).append(index)
    positions = [(0.0, 0.0)] * len(nodes)
    reach = 0.0
    for rank, name in enumerate(sorted(groups, key=lambda group: (-len(groups[group]), group))):
        radius = _SPACING * math.sqrt(len(groups[name]))
        distance = 0.0 if rank == 0 else reach + radius * 0.6
        center = (distance * math.cos(rank * _GOLDEN_ANGLE), distance * math.sin(rank * _GOLDEN_ANGLE))
        reach = max(reach, radius if rank == 0 else distance * 0.8)
        for position, index in enumerate(groups[name]):
            r, angle = _SPACING * math.sqrt(position + 0.5), position * _GOLDEN_ANGLE
            positions[index] = (center[0] + r * math.cos(angle), center[1] + r * math.sin(angle))
    return positions
