"""The vault as the links of one note see it. What a rule asks of it is written down, so that nobody has to declare it.

A question is a short text: a letter for its kind, and what it is about.

- `n` name: which files answer to a file name;
- `f` path: what can be seen of a file from elsewhere: headings, blocks, title, aliases, but no places;
- `F` path: the file as it is, places included;
- `a` alias: which notes have an alias;
- `b` fingerprint: which notes have a text;
- `p` name: which notes link to headings or blocks of files of that name;
- `w` name: which links of notes with this file name open nothing;
- `d` folder: whether a folder holds files;
- `h` path: whether there is a hidden file;
- `~`: all names of files and notes; `g`: what git knows of renames.

`lint` and the workspace compare them with what a change of files and notes concerns: see `vault/concern.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from vaultlint.markdown.subpath import heading_key
from vaultlint.paths import is_board
from vaultlint.values import NamedTuple
from vaultlint.vault.facts import ANY, pointer_key
from vaultlint.vault.resolve import Resolution, fold, normalize
from vaultlint.vault.source import linked_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.relation import Relation, Topic
    from vaultlint.markdown.subpath import Outline
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.nearest import Near
    from vaultlint.vault.resolve import Resolver
    from vaultlint.vault.world import World

ItemT = TypeVar("ItemT", "Relation", "Topic")
WorkedOut = TypeVar("WorkedOut")
NAMES, GIT = "~", "g"
_new = tuple.__new__  # what `Limited(…)` does, at half the cost


class Reference(NamedTuple):
    """A link with the note it stands in and what it resolves to."""

    source: NoteFacts
    link: Link
    resolution: Resolution


class Limited(NamedTuple):
    """A costly question, of which a run answers only so many: its kind, what it is about, whether it was answered."""

    kind: str
    key: str
    limit: int
    answered: bool


class PutOffError(Exception):
    """A costly question that is not answered here: what it takes to answer it, each process would make for itself."""


class SeenNote:
    """Another note, as far as it can be seen without its places; who asks for a place asks for the note as it is."""

    __slots__ = ("_facts", "_view")

    def __init__(self, facts: NoteFacts, view: View) -> None:
        self._facts, self._view = facts, view

    @property
    def path(self) -> str:
        """The vault path."""
        return self._facts.path

    @property
    def name(self) -> str:
        """The file name without folder and without `.md`."""
        return self._facts.name

    @property
    def title(self) -> str:
        """The title, or ""."""
        return self._facts.title

    @property
    def type_name(self) -> str:
        """The note type, or ""."""
        return self._facts.type_name

    @property
    def decodable(self) -> bool:
        """Whether the note is valid UTF-8."""
        return self._facts.decodable

    @property
    def aliases(self) -> tuple[str, ...]:
        """The aliases, in text order."""
        return tuple([row[0] for row in self._facts.aliases])

    @property
    def headings(self) -> tuple[str, ...]:
        """The texts of the headings, in text order."""
        return tuple([row[3] for row in self._facts.heading_rows])

    @property
    def outline(self) -> Outline:
        """The headings, for looking up subpaths."""
        return self._facts.outline

    @property
    def blocks(self) -> tuple[str, ...]:
        """The block ids as written, in text order."""
        return tuple([row[0] for row in self._facts.block_rows])

    @property
    def block_names(self) -> frozenset[str]:
        """Lower-case names of the block ids."""
        return self._facts.block_names

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The names of the footnotes, in lower case."""
        return self._facts.footnotes

    @property
    def swallowed(self) -> tuple[str, ...]:
        """Compared form of the headings that an unclosed code fence swallows."""
        return self._facts.swallowed

    @property
    def views(self) -> tuple[str, ...]:
        """The names of the views of a base."""
        return tuple([row[1] for row in self._facts.named_rows if row[0] == "view"])

    @property
    def is_faulty(self) -> bool:
        """Whether a canvas or base does not parse."""
        return bool(self._facts.fault_rows)

    def place_of_heading(self, index: int) -> tuple[int, int]:
        """Where the text of a heading stands."""
        self._view.asked.add("F" + self.path)
        heading = self._facts.headings[index]
        return heading.text_start, heading.text_end

    def place_of_alias(self, alias: str) -> tuple[int, int]:
        """Where an alias stands, whatever its case."""
        self._view.asked.add("F" + self.path)
        rows = self._facts.aliases
        return next((start, end) for text, start, end in rows if text.lower() == alias.lower())


class View:
    """Answers the questions of link rules about one note; `begin` gives the view of another one.

    `asked` and `limited` are the questions, `hidden` says which files in dot folders are there. Costly questions are
    answered up to `limits` of a kind; `allowed`, where it is given, says which ones instead. While `puts_off` is set,
    they raise PutOffError.
    """

    puts_off = False

    def __init__(self, world: World, allowed: Callable[[str, str], bool] | None = None) -> None:
        self._world = world
        self._allowed = allowed
        self._answered: dict[str, set[str]] = {}
        self._keys: dict[str, str] = {}
        self._held: dict[str, bool] = {}  # the folders that were asked for
        self.settings = world.settings
        self.obsidian = world.obsidian
        self._begin()

    def begin(self) -> View:
        """The view of another note, about which nothing has been asked; costly questions are counted together."""
        made = View.__new__(View)
        vars(made).update(vars(self))
        made._begin()
        return made

    def _begin(self) -> None:
        self.asked: set[str] = set()
        self.hidden: dict[str, bool] = {}
        self.limited: list[Limited] = []
        self._once: dict[Any, Any] = {}
        self._notes: dict[str, SeenNote] = {}

    def text(self, path: str) -> str:
        """The text of the present note; "" where it cannot be read any more."""
        try:
            return self._world.source.read(path).decode(errors="replace")
        except OSError:
            return ""

    def once(self, work: Callable[[NoteFacts, View], WorkedOut], note: NoteFacts) -> WorkedOut:
        """What `work` makes of the present note; several rules need it, and it is made once."""
        known = self._once
        if work not in known:
            known[work] = work(note, self)
        found: WorkedOut = known[work]
        return found

    def resolve(self, link_path: str, source: str) -> Resolution:
        """The file that `link_path`, written in the note `source`, opens."""
        if link_path:
            self.asked.add(self._name(link_path))
        return self._world.resolver.resolve(link_path, source)

    def by_name(self, name: str) -> Sequence[str]:
        """All files with this file name, compared as Obsidian does, the shortest path first."""
        self.asked.add(self._name(name))
        return self._world.resolver.by_name(name)

    def unlinkable(self, link_path: str, source: str) -> str | None:
        """The file of a format that Obsidian does not link which `link_path` means, or None."""
        self.asked.add(self._name(link_path))
        resolver = self._world.paths.unlinkable
        return resolver.resolve(link_path, source).target if resolver else None

    def _name(self, link_path: str) -> str:
        key = self._keys.get(link_path)
        if key is None:
            key = self._keys[link_path] = "n" + pointer_key(link_path)
        return key

    def references(self, note: NoteFacts) -> Sequence[Reference]:
        """Every internal link of a note with its resolution, in text order; none for a canvas or base."""
        return () if is_board(note.path) else self.links_of(note)

    def links_of(self, note: NoteFacts) -> Sequence[Reference]:
        """Every internal link of a note, a canvas or a base with its resolution, in text order."""
        return self.once(_references, note)

    def links_into(self, note: NoteFacts) -> Sequence[Reference]:
        """Those links of a note, a canvas or a base that name something in a file: a heading, a block, a view."""
        return self.once(_links_into, note)

    def resolve_link(self, link: Link, source: str) -> Resolution:
        """What `link`, which stands in the file `source`, opens."""
        if link.path:
            self.asked.add(self._name(link.path))
        return self._world.resolve(link, source)

    def relation_edges(self, note: NoteFacts) -> Sequence[tuple[Relation, Reference]]:
        """Every relation of the note that has a link, with that link, in text order."""
        return self.once(_relation_edges, note)

    def topic_edges(self, note: NoteFacts) -> Sequence[tuple[Topic, Reference]]:
        """Every topic of the note that has a link, with that link, in text order."""
        return self.once(_topic_edges, note)

    def edges(self, note: NoteFacts, items: tuple[ItemT, ...]) -> Sequence[tuple[ItemT, Reference]]:
        """Those of the items of a note that have a link, with that link."""
        references = self.references(note) if items else ()
        return [(item, references[item.link]) for item in items if item.link >= 0]

    def note(self, path: str) -> SeenNote | None:
        """What can be seen of any note of the vault; None for what is not a note."""
        self.asked.add("f" + path)
        found = self._notes.get(path)
        if found is None:
            facts = self._world.facts(path)
            if facts is None:
                return None
            found = self._notes[path] = SeenNote(facts, self)
        return found

    def board(self, path: str) -> SeenNote | None:
        """What can be seen of a canvas or base that is checked; None for what is none."""
        self.asked.add("f" + path)
        facts = self._world.board(path)
        return SeenNote(facts, self) if facts is not None else None

    def is_wanted(self, link_path: str) -> bool:
        """Whether a link of some linted note has this path, compared as Obsidian does, and opens nothing."""
        self.asked.add("w" + pointer_key(link_path))
        return self._world.is_wanted(link_path)

    def may_lead_out(self, link_path: str) -> bool:
        """Whether a link that opens nothing may lead into a folder that a symlink has outside of the vault."""
        linked = linked_folders(self._world.source)
        if not linked:
            return False
        path = normalize(link_path)
        folder, slash, _ = path.partition("/")
        if not slash:
            return True
        begun = fold(path + "/")
        return any(begun.startswith(fold(each)) for each in linked) or not self._world.holds_files(folder + "/")

    def with_alias(self, alias: str) -> list[SeenNote]:
        """The linted notes with this alias, whatever its case."""
        self.asked.add("a" + alias.lower())
        paths = self._world.aliased(alias)
        return [note for note in map(self.note, paths) if note is not None] if paths else []

    def alike(self, note: NoteFacts) -> Sequence[str]:
        """The linted notes with the same text, itself included, in path order; none where it hardly says anything."""
        if not note.body:
            return ()
        self.asked.add("b" + note.body)
        return self._world.with_body(note.body)

    def pointers(self, path: str) -> list[Reference]:
        """The links of all linted notes that name a heading of the note at `path`, in path and text order."""
        key = pointer_key(path)
        self.asked |= {"p" + key, "p" + ANY}
        found = []
        for note in self._world.pointing(key):
            for link in note.links:
                if link.subpath and not link.subpath.startswith(("^", "[^")):
                    resolution = self._world.resolve(link, note.path)
                    if resolution.target == path:
                        found.append(Reference(note, link, resolution))
        return found

    def holds_files(self, folder: str) -> bool:
        """Whether there are files in a folder or below it; `folder` without a final `/`."""
        self.asked.add("d" + fold(folder))
        found = self._held.get(folder)
        if found is None:
            found = self._held[folder] = self._world.holds_files(folder + "/")
        return found

    def is_folder(self, link_path: str) -> bool:
        """Whether a link path is the path of a folder of the vault."""
        self.asked.add("d" + fold(link_path.strip("./")))
        return self._world.nearest.is_folder(link_path)

    @property
    def folders(self) -> Iterable[str]:
        """The vault paths of all folders in which, or below which, a file stands."""
        self.asked.add(NAMES)
        return self._world.nearest.folders

    def near(self, link_path: str, *, embed: bool) -> tuple[Near, ...]:
        """At most three files with near names, the nearest first; none when too many targets were asked for."""
        nearest = self._world.nearest
        self.asked.add(NAMES)
        if not self.may_ask("embed" if embed else "link", link_path, nearest.limit):
            return ()
        return nearest.find(link_path, embed=embed)

    def may_ask(self, kind: str, key: str, limit: int) -> bool:
        """Whether a costly question is answered: the first `limit` of its kind in a vault are."""
        self._answer()
        answered = self._answered.setdefault(kind, set())
        allowed = self._allowed(kind, key) if self._allowed else key in answered or len(answered) < limit
        if allowed:
            answered.add(key)
        self.limited.append(_new(Limited, (kind, key, limit, allowed)))
        return allowed

    @property
    def renames(self) -> Mapping[str, tuple[str, ...]]:
        """Where git knows that a path which is gone was renamed: its new paths that exist today. Empty without git."""
        self.asked.add(GIT)
        self._answer()
        return self._world.renames

    @property
    def old_names(self) -> Resolver:
        """Looks up link paths among the paths that were renamed."""
        self.asked.add(GIT)
        self._answer()
        return self._world.old_names

    def _answer(self) -> None:
        if self.puts_off:
            raise PutOffError

    def hidden_file(self, link_path: str, source: str) -> str | None:
        """The path of an existing file in a dot folder that `link_path` means, or None (3)."""
        if "." not in link_path:
            return None
        path = normalize(link_path)
        folder = source.rpartition("/")[0]
        for candidate in _hidden_candidates(path, folder):
            self.asked.add("h" + candidate)
            self.hidden[candidate] = self._world.source.exists(candidate)
            if self.hidden[candidate]:
                return candidate
        return None


def _references(note: NoteFacts, view: View) -> tuple[Reference, ...]:
    links, source = note.links, note.path
    if is_board(source):
        return tuple([Reference(note, link, view.resolve_link(link, source)) for link in links])
    opened = {path: view.resolve(path, source) for path in {link.path for link in links}}
    return tuple([_new(Reference, (note, link, opened[link.path])) for link in links])


def _links_into(note: NoteFacts, view: View) -> Sequence[Reference]:
    return [reference for reference in view.links_of(note) if reference.link.subpath]


def _relation_edges(note: NoteFacts, view: View) -> Sequence[tuple[Relation, Reference]]:
    return view.edges(note, note.relations if note.relation_rows else ())


def _topic_edges(note: NoteFacts, view: View) -> Sequence[tuple[Topic, Reference]]:
    return view.edges(note, note.topics)


def steps_of(link: Link) -> set[str]:
    """The compared forms of the headings that a link names on its way."""
    return {heading_key(step) for step in (*link.subpath.split("#"), link.subpath)}


def _hidden_candidates(path: str, folder: str) -> Iterator[str]:
    import posixpath

    for base in dict.fromkeys((posixpath.normpath(path), posixpath.normpath(posixpath.join(folder, path)))):
        if not base.startswith("../") and (base.startswith(".") or "/." in base):
            yield base
            yield base + ".md"
