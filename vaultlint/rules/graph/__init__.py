"""Rules about the graph of links."""

from vaultlint.rules.graph.dead_end_note import dead_end_note
from vaultlint.rules.graph.isolated_group import isolated_group
from vaultlint.rules.graph.orphan_note import orphan_note
from vaultlint.rules.graph.unreachable_note import unreachable_note
from vaultlint.rules.graph.unused_attachment import unused_attachment
from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = (orphan_note, dead_end_note, isolated_group, unreachable_note, unused_attachment)
