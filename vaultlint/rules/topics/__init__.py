"""Rules about topics."""

from vaultlint.rules.rule import Rule
from vaultlint.rules.topics.banned_topic import banned_topic
from vaultlint.rules.topics.copied_topics import copied_topics
from vaultlint.rules.topics.duplicate_topic import duplicate_topic
from vaultlint.rules.topics.hashtag_topic import hashtag_topic
from vaultlint.rules.topics.malformed_topic import malformed_topic
from vaultlint.rules.topics.only_generic_topics import only_generic_topics
from vaultlint.rules.topics.similar_topics import similar_topics
from vaultlint.rules.topics.topic_count import topic_count
from vaultlint.rules.topics.topic_outside_folder import topic_outside_folder
from vaultlint.rules.topics.topic_synonym import topic_synonym
from vaultlint.rules.topics.unused_topic import unused_topic

RULES: tuple[Rule, ...] = (
    malformed_topic,
    topic_outside_folder,
    topic_synonym,
    banned_topic,
    only_generic_topics,
    topic_count,
    duplicate_topic,
    hashtag_topic,
    copied_topics,
    unused_topic,
    similar_topics,
)
