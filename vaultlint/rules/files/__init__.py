"""Rules about files."""

from vaultlint.rules.files.banned_filename import banned_filename
from vaultlint.rules.files.byte_order_mark import byte_order_mark
from vaultlint.rules.files.colliding_filenames import colliding_filenames
from vaultlint.rules.files.disguised_filename import disguised_filename
from vaultlint.rules.files.empty_note import empty_note
from vaultlint.rules.files.missing_final_newline import missing_final_newline
from vaultlint.rules.files.mixed_line_endings import mixed_line_endings
from vaultlint.rules.files.stray_file import stray_file
from vaultlint.rules.files.undecodable_file import undecodable_file
from vaultlint.rules.files.unexpected_folder import unexpected_folder
from vaultlint.rules.files.unlinkable_filename import unlinkable_filename
from vaultlint.rules.files.unportable_filename import unportable_filename
from vaultlint.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    undecodable_file,
    byte_order_mark,
    mixed_line_endings,
    missing_final_newline,
    unlinkable_filename,
    unportable_filename,
    colliding_filenames,
    disguised_filename,
    banned_filename,
    unexpected_folder,
    stray_file,
    empty_note,
)
