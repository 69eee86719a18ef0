"""Rules about Chinese text: typography and look-alikes."""

from vaultlint.rules.cjk.cjk_radical import cjk_radical
from vaultlint.rules.cjk.cjk_spacing import cjk_spacing
from vaultlint.rules.cjk.full_width_alphanumeric import full_width_alphanumeric
from vaultlint.rules.cjk.half_width_punctuation import half_width_punctuation
from vaultlint.rules.cjk.invisible_character import invisible_character
from vaultlint.rules.cjk.repeated_punctuation import repeated_punctuation
from vaultlint.rules.cjk.space_around_punctuation import space_around_punctuation
from vaultlint.rules.cjk.swallowed_tag import swallowed_tag
from vaultlint.rules.cjk.unbalanced_brackets import unbalanced_brackets
from vaultlint.rules.cjk.unrendered_emphasis import unrendered_emphasis
from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    unrendered_emphasis,
    cjk_radical,
    invisible_character,
    full_width_alphanumeric,
    repeated_punctuation,
    space_around_punctuation,
    cjk_spacing,
    half_width_punctuation,
    unbalanced_brackets,
    swallowed_tag,
)
