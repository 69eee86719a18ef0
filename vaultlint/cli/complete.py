"""What can stand at the cursor: rules, note types, notes, topics, folders and settings, for the shell's completion.

Nothing is linted for it: notes are known by their paths. Whatever goes wrong, the answer is that nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from vaultlint.config.load import Loaded
    from vaultlint.settings import Settings
    from vaultlint.vault.listing import Listing

Completer = Callable[["click.Context", "click.Parameter", str], "list[CompletionItem]"]


def _completer(find: Callable[[click.Context, str], Iterable[tuple[str, str]]]) -> Completer:
    """A completion callback from a function that yields values with their help."""

    def complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        try:
            return [CompletionItem(value, help=text or None) for value, text in find(context, incomplete)]
        except Exception:  # a prompt is no place for messages
            return []

    return complete


def _rules(_context: click.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    from vaultlint.rules import RULES
    from vaultlint.rules.prose import summary_of

    yield from ((rule.name, summary_of(rule)) for rule in RULES if rule.name.startswith(incomplete))


def _selection(context: click.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Rules, categories and the vault's own patterns; behind a comma the next one."""
    from vaultlint.rules import CATEGORIES, RULES
    from vaultlint.rules.prose import summary_of

    before, comma, last = incomplete.rpartition(",")
    names = {rule.name: summary_of(rule) for rule in RULES} | dict.fromkeys(CATEGORIES, "A category.")
    names |= {"default": "The rules that are on by default.", "all": "All rules."}
    names |= {pattern.name: pattern.message for pattern in _loaded(context).settings.patterns}
    chosen = before.split(",")
    for name, text in names.items():
        if name.startswith(last) and name not in chosen:
            yield f"{before}{comma}{name}", text


def _types(context: click.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    from vaultlint.making.new_note import type_names

    yield from ((name, "") for name in type_names(_loaded(context).settings) if name.startswith(incomplete))


def _notes(context: click.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    listing = _listing(*_read(context))
    yield from _paths([entry.path for entry in listing.notes], incomplete)


def _files(context: click.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Files, folders, and behind `NOTE#` the headings of a note."""
    root, settings = _read(context)
    if "#" in incomplete:
        yield from _headings(root, settings, incomplete)
    else:
        yield from _paths(_listing(root, settings).files, incomplete)


def _renamed(context: click.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Everything that can be renamed: files and headings, behind `#` the tags, behind `property:` the properties."""
    root, settings = _read(context)
    if incomplete.startswith("#"):
        yield from ((tag, "") for tag in sorted(_tags(root, settings)) if tag.startswith(incomplete))
    elif incomplete.startswith("property:"):
        from vaultlint.vault.obsidian import read_obsidian_settings
        from vaultlint.vault.source import DiskSource

        names = (f"property:{name}" for name in read_obsidian_settings(DiskSource(root)).property_types)
        yield from ((name, "") for name in sorted(names) if name.startswith(incomplete))
    else:
        yield from _files(context, incomplete)


def _tags(root: str, settings: Settings) -> set[str]:
    """What looks like a tag in the notes, without parsing them."""
    import re

    from vaultlint.markdown.inline import TAG_CHARACTERS
    from vaultlint.vault.source import DiskSource

    source, tag = DiskSource(root), re.compile(rf"(?<!\S)#{TAG_CHARACTERS}*[^\d\W]{TAG_CHARACTERS}*")
    texts = (source.read(entry.path).decode("utf-8", "ignore") for entry in _listing(root, settings).notes)
    return {found for text in texts for found in tag.findall(text)}


def _topics(context: click.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    root, settings = _read(context)
    topics = settings.topics
    for entry in _listing(root, settings).notes:
        name = entry.path[len(topics.prefix) : -3]
        if topics.hold(entry.path) and name.startswith(incomplete):
            yield name, ""


def _folders(context: click.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The folders for a new note of the type that was named before."""
    from vaultlint.making.new_note import possible_folders, type_called

    loaded = _loaded(context)
    name = context.params.get("type_name") or next(iter(context.args), "")  # click stops at an option without a value
    note_type = type_called(loaded.settings, name)
    found = possible_folders(loaded.settings, note_type, _listing(loaded.root, loaded.settings))
    yield from ((folder, "") for folder in sorted(found) if folder.startswith(incomplete))
    if incomplete and "/" not in incomplete:
        names = ((folder.rpartition("/")[2], folder) for folder in found if "/" in folder)
        yield from (pair for pair in names if pair[0].startswith(incomplete))


def _settings(_context: click.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Settings as `key=`, those of single rules included; a configuration file is completed by the shell."""
    if "=" in incomplete:
        return
    from dataclasses import fields, is_dataclass

    from vaultlint.rules import RULES
    from vaultlint.settings import Settings

    found: dict[str, str] = {}
    for group in fields(Settings):
        value = getattr(Settings(), group.name)
        parts = fields(value) if is_dataclass(value) else ()
        for part in parts:
            found[f"{_key(group.name)}.{_key(part.name)}="] = part.metadata["help"]
        if (not parts and isinstance(value, (str, bool))) or group.name in ("sections", "exclude"):
            found[f"{_key(group.name)}="] = group.metadata["help"]
    for rule in RULES:
        for part in fields(rule.options):
            found[f"rules.{rule.name}.{_key(part.name)}="] = part.metadata.get("help", "")
    yield from (pair for pair in found.items() if pair[0].startswith(incomplete))


def _key(name: str) -> str:
    return name.replace("_", "-")


def _paths(paths: Iterable[str], incomplete: str) -> Iterator[tuple[str, str]]:
    """Paths up to the next `/`, and, where none has been typed, the notes whose names begin so."""
    paths = list(paths)
    folder = incomplete.rpartition("/")[0]
    start = len(folder) + 1 if folder else 0
    found: dict[str, str] = {}
    for path in paths:
        if path.startswith(incomplete):
            end = path.find("/", start) + 1
            found[path[:end] if end else path] = ""
    if incomplete and "/" not in incomplete:
        for path in paths:
            name = path.rpartition("/")[2].removesuffix(".md")
            if "/" in path and name.startswith(incomplete):
                found[name] = path.rpartition("/")[0]
    yield from found.items()


def _headings(root: str, settings: Settings, incomplete: str) -> Iterator[tuple[str, str]]:
    from vaultlint.markdown.parse import parse_note
    from vaultlint.vault.resolve import Resolver
    from vaultlint.vault.source import DiskSource

    name, _, heading = incomplete.partition("#")
    path = Resolver(_listing(root, settings).files).resolve(name, "").target
    if path is None:
        return
    note = parse_note(path, DiskSource(root).read(path))
    yield from ((f"{name}#{each.text}", "") for each in note.headings if each.text.startswith(heading))


def _loaded(context: click.Context) -> Loaded:
    from vaultlint.cli.loading import load_settings

    given: dict[str, Any] = context.params
    return load_settings(given.get("root"), tuple(given.get("config") or ()))


def _read(context: click.Context) -> tuple[str, Settings]:
    """The root and what paths depend on, without the rules that are needed to judge a configuration."""
    import tomllib

    from vaultlint.config.load import find_file, find_root
    from vaultlint.disk.read import read_settings
    from vaultlint.settings import Settings, Topics

    root = context.params.get("root") or find_root(".")
    file = find_file(root)
    table: dict[str, Any] = {}
    if file:
        table = tomllib.loads(read_settings(file).decode())
    table = table.get("tool", {}).get("vaultlint", {}) if file and file.endswith("pyproject.toml") else table
    topics = Topics(folder=table.get("topics", {}).get("folder", Topics().folder))
    return root, Settings(exclude=tuple(table.get("exclude", ())), topics=topics)


def _listing(root: str, settings: Settings) -> Listing:
    from vaultlint.git.listing import list_vault
    from vaultlint.vault.obsidian import read_obsidian_settings
    from vaultlint.vault.source import DiskSource

    source = DiskSource(root)
    return list_vault(source, settings, read_obsidian_settings(source))


def complete_disk(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders on disk, which the shell completes itself."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


complete_rule = _completer(_rules)
complete_rules = _completer(_selection)
complete_type = _completer(_types)
complete_note = _completer(_notes)
complete_file = _completer(_files)
complete_renamed = _completer(_renamed)
complete_topic = _completer(_topics)
complete_folder = _completer(_folders)
_complete_setting = _completer(_settings)


def complete_config(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Settings, and configuration files on disk."""
    from click.shell_completion import CompletionItem

    found = _complete_setting(context, parameter, incomplete)
    return found or [CompletionItem(incomplete, type="file")]
