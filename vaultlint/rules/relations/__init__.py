"""Rules about typed relations between documents."""

from vaultlint.rules.relations.conflicting_relations import conflicting_relations
from vaultlint.rules.relations.duplicate_relation import duplicate_relation
from vaultlint.rules.relations.malformed_relation import malformed_relation
from vaultlint.rules.relations.missing_explanation import missing_explanation
from vaultlint.rules.relations.missing_reason import missing_reason
from vaultlint.rules.relations.relation_outside_section import relation_outside_section
from vaultlint.rules.relations.relation_separator import relation_separator
from vaultlint.rules.relations.relation_to_topic import relation_to_topic
from vaultlint.rules.relations.repeated_explanation import repeated_explanation
from vaultlint.rules.relations.self_relation import self_relation
from vaultlint.rules.relations.unknown_reason import unknown_reason
from vaultlint.rules.relations.unreciprocated_relation import unreciprocated_relation
from vaultlint.rules.relations.vague_explanation import vague_explanation
from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    malformed_relation,
    missing_reason,
    unknown_reason,
    missing_explanation,
    vague_explanation,
    repeated_explanation,
    relation_separator,
    duplicate_relation,
    self_relation,
    relation_to_topic,
    relation_outside_section,
    unreciprocated_relation,
    conflicting_relations,
)
