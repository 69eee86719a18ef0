"""What the contents of notes give: facts for other notes, and what linting them by themselves finds.

Both depend on path, bytes and settings only. They are memos: looked up under a key of these, and worked out where there
is none.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vaultlint.finding import in_order
from vaultlint.lint.hashing import content_hash
from vaultlint.paths import is_board, is_note
from vaultlint.workspace.environment import program
from vaultlint.workspace.seal import content_key, packed, unpacked

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.lint.learning import Look
    from vaultlint.lint.note_linter import NoteResult
    from vaultlint.lint.styles import Styles
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.source import Entry
    from vaultlint.workspace.environment import Environment
    from vaultlint.workspace.setting import Setting
    from vaultlint.workspace.state import State
    from vaultlint.workspace.store import Store

_AT_ONCE = 2000  # memos that are written together
_FIX, _CHANGES = 8, 3  # where a packed finding has its fix, and the fix what it changes


class Contents:
    """The contents of one source. `below` are those of another state of the vault, which may be the same.

    `differs` says of a path whether it has to be looked at, and is not surely as it is below.
    """

    def __init__(
        self,
        setting: Setting,
        state: State,
        store: Store | None,
        environment: Environment | None,
        below: Contents | None = None,
        differs: Callable[[str], bool] | None = None,
    ) -> None:
        self.setting, self.state, self.store, self.environment = setting, state, store, environment
        self._below, self._differs = below, differs
        self.hashes: dict[str, bytes] = {}  # of the contents as they are now
        self._facts: dict[str, NoteFacts] = {}  # those that are at hand
        self._own: dict[str, bytes] = {}  # sealed results that are at hand
        self._of: dict[str, bytes] = {}  # the hashes of the contents that these are about
        self._unkept: list[tuple[str, bytes, bytes]] = []
        self._styles: dict[str, tuple[bytes, Any]] = {}  # what files said last about styles, with the keys of the memos
        self._learned: tuple[bytes, Styles] | None = None  # what was learned last, with its key
        self.parsed = 0  # how many files were parsed: work is counted in tests
        setting.learned = self.learned

    def hash_now(self, path: str) -> bytes:
        """The hash of what a file holds; b"" where it cannot be read."""
        try:
            return content_hash(self.setting.source.read(path))
        except OSError:
            return b""

    def hashes_of(self, entries: Iterable[Entry], touched: Collection[str]) -> dict[str, bytes]:
        """The hashes of the contents, as far as they help: where there are no memos, nothing is read for them."""
        seen, found = self.state.seen, {}
        useful = self.state.complete or self._below is not None or (self.store is not None and self.store.has_memos())
        for entry in entries:
            path, known = entry.path, seen.get(entry.path)
            if known and known.hash and path not in touched and self._may_trust(entry, known):
                found[path] = known.hash
            elif useful and (digest := self.hash_now(path)):
                found[path] = digest
        return found

    def _may_trust(self, entry: Entry, known: Any) -> bool:
        if self._differs is not None:
            return not self._differs(entry.path)
        return bool(known.is_still(entry))

    def _key(self, kind: bytes, path: str, digest: bytes) -> bytes:
        assert self.environment is not None
        environment = self.environment.facts if kind == b"facts" else self.environment.findings
        styles = self.setting.styles_key if kind == b"own" else ""
        return content_key(kind, environment, *(text.encode(errors="surrogatepass") for text in (styles, path)), digest)

    def _memo(self, kind: bytes, path: str, digest: bytes) -> bytes | None:
        return self.store.memo(self._key(kind, path, digest)) if self.store is not None and digest else None

    def take_in(self, entries: Sequence[Entry], *, only_facts: bool = False) -> list[tuple[str, str]]:
        """Make sure that facts and findings of the files are known; those that cannot be read, with the reason.

        With `only_facts` no rule runs.
        """
        from vaultlint.lint.parallel import lint_notes
        from vaultlint.workspace.looking import Looking
        from vaultlint.workspace.sealed import Sealed, SealingLinter, unsealed_facts

        kinds = (b"facts",) if only_facts else (b"facts", b"own")
        todo = [entry for entry in entries if not self._is_known(entry.path, kinds)]
        failed = []
        setting = self.setting
        linter = SealingLinter(
            lambda: setting.reader if only_facts else setting.linter, keeping=self.keeps, only_facts=only_facts
        )
        look = None if only_facts or setting.is_chosen else Looking(setting)
        jobs, progress = setting.options.jobs, setting.options.progress
        paths = {entry.path: entry.path for entry in todo}  # one string for one path
        for done, row, reason, digest in lint_notes(linter, setting.source, todo, jobs, progress, look):
            path = paths[done]
            if row is None:
                failed.append((path, reason))
                self.hashes.pop(path, None)
                continue
            sealed = Sealed(*row)
            self._facts[path], self._own[path] = unsealed_facts(path, sealed.facts), sealed.own
            self.hashes[path] = self._of[path] = digest
            if self.keeps:
                self._keep(path, digest, sealed.kept_facts, sealed.kept_own)
        linter.linter.parsed.clear()
        self.parsed += len(todo)
        return sorted(failed)

    @property
    def keeps(self) -> bool:
        """Whether what is worked out is kept."""
        return self.store is not None

    def _is_known(self, path: str, kinds: tuple[bytes, ...]) -> bool:
        digest = self.hashes.get(path)
        if digest is None or self._of.get(path) != digest or path not in self._own:
            self.put_away([path])
        if digest is None:
            return False
        return self.knows(path, digest, kinds) or (self._below is not None and self._below.knows(path, digest))

    def knows(self, path: str, digest: bytes, kinds: tuple[bytes, ...] = (b"facts", b"own")) -> bool:
        """Whether this workspace has what a file with this content gives."""
        if self._of.get(path) == digest and path in self._own:
            return True
        return self.store is not None and self.store.knows([self._key(kind, path, digest) for kind in kinds])

    def adopt(self, result: NoteResult, digest: bytes) -> None:
        """Take over what linting a note gave, whose content has this hash."""
        from vaultlint.workspace.sealed import sealed_result

        path = result.facts.path
        sealed = sealed_result(result, keeping=self.keeps)
        self._facts[path], self._own[path], self._of[path] = result.facts, sealed.own, digest
        if self.keeps:
            self._keep(path, digest, sealed.kept_facts, sealed.kept_own)

    def learned(self, paths: list[str], files: tuple[str, ...], look: Look) -> Styles:
        """The styles of the vault, learned from the notes at `paths`, where names are those of `files`."""
        from vaultlint.lint.styles import Styles

        if self.store is None:
            return look({})
        digests = [self.hashes.get(path) or self.hash_now(path) for path in paths]
        key = content_key(b"learned", program(), _key_of(tuple(paths)), _key_of(files), *digests)
        if self._learned and self._learned[0] == key:
            return self._learned[1]
        memo = self.store.memo(key)
        if memo is not None:
            self._learned = key, Styles.unpack(unpacked(memo))
            return self._learned[1]
        styles = look(StyleRows(self))
        if styles.looked_at == len(paths):
            self._learned = key, styles
            self._unkept.append(("styles", key, packed(styles.pack())))
        return styles

    def style_memo(self, path: str) -> tuple[bytes, Any]:
        """The key of what a note says about styles, b"" where nothing is kept, and what is known of it."""
        if self.store is None:
            return b"", None
        digest = self.hashes.get(path) or self.hash_now(path)
        key = content_key(b"styles", program(), path.encode(errors="surrogatepass"), digest)
        if self._styles.get(path, (b"", None))[0] != key:
            self._styles.pop(path, None)
            memo = self.store.memo(key)
            if memo is not None:
                self._styles[path] = key, unpacked(memo)
        return key, self._styles.get(path, (key, None))[1]

    def put_away(self, paths: Iterable[str]) -> None:
        """Forget what is at hand about files."""
        for path in paths:
            self._facts.pop(path, None)
            self._own.pop(path, None)
            self._of.pop(path, None)

    def facts_before(self, path: str) -> NoteFacts | None:
        """The facts of a file as it was when the state was made; None where they are not known any more."""
        from vaultlint.workspace.sealed import kept_facts

        digest = self.state.seen[path].hash
        if self._of.get(path) == digest and path in self._facts:
            return self._facts[path]
        if self._below is not None:
            return self._below.facts(path) if self._below.hash_of(path) == digest else None
        memo = self._memo(b"facts", path, digest)
        return None if memo is None else kept_facts(path, memo)

    def hash_of(self, path: str) -> bytes:
        """The hash of a file's content, b"" for one that is not linted."""
        found = self.hashes.get(path)
        if found is None:
            seen = self.state.seen.get(path)
            found = seen.hash if seen else b""
        return found

    def _keep(self, path: str, digest: bytes, facts: bytes, own: bytes) -> None:
        self._unkept.append(("facts", self._key(b"facts", path, digest), facts))
        if own:
            self._unkept.append(("own", self._key(b"own", path, digest), own))
        if len(self._unkept) >= _AT_ONCE and not self.state.complete:
            self.write_memos(now=True)

    def write_memos(self, *, now: bool) -> None:
        """Write what was worked out to the store, in a transaction of its own if `now`."""
        if self.store is None:
            return
        for kind in ("facts", "own", "styles"):
            rows = [(key, value) for each, key, value in self._unkept if each == kind]
            if rows:
                (self.store.keep_now if now else self.store.keep)(kind, rows)
        self._unkept = []

    def facts(self, path: str) -> NoteFacts | None:
        """The facts of a note or board; None for what is none, or cannot be read."""
        found = self._facts.get(path)
        if found is None and (is_note(path) or is_board(path)):
            found = self._load_facts(path)
            if found is not None:
                self._facts[path], self._of[path] = found, self.hash_of(path)
        return found

    def _load_facts(self, path: str) -> NoteFacts | None:
        from vaultlint.workspace.sealed import facts_of, kept_facts

        digest = self.hash_of(path)
        if self._below is not None and digest and self._below.hash_of(path) == digest:
            return self._below.facts(path)
        memo = self._memo(b"facts", path, digest)
        if memo is not None:
            return kept_facts(path, memo)
        try:
            data = self.setting.source.read(path)
        except OSError:
            return None
        self.parsed += 1
        return facts_of(self.setting.reader, path, data)

    def each_facts(self, paths: Iterable[str]) -> Iterator[NoteFacts]:
        """The facts of notes and boards, one at a time; those that were not at hand are not kept."""
        for path in paths:
            found = self._facts.get(path) or self._load_facts(path)
            if found is not None:
                yield found

    def empty_hands(self) -> None:
        """Keep nothing in memory that the store has: it is looked up when it is asked for."""
        if self.keeps and not self._unkept:
            self.put_away([*self._own, *self._facts])

    def own(self, path: str) -> NoteResult | None:
        """What linting a note by itself gave; None for a file that is not linted."""
        from vaultlint.workspace.sealed import kept_own, sealed_result, unsealed_own

        facts, digest = self.facts(path), self.hash_of(path)
        if facts is None or not digest:
            return None
        sealed = self._own.get(path)
        if sealed is not None and self._of.get(path) == digest:
            return unsealed_own(sealed, facts)
        if self._below is not None and self._below.hash_of(path) == digest:
            return self._below.own(path)
        memo = self._memo(b"own", path, digest)
        if memo is not None:
            return kept_own(memo, facts)
        if is_board(path):
            return None
        self.parsed += 1
        result = self.setting.linter.lint(path, self.setting.source.read(path))
        self._own[path], self._of[path] = sealed_result(result, keeping=False).own, digest
        return result

    def waits(self, path: str) -> bool:
        """Whether links in other notes decide how safe a fix of a note's own findings is."""
        sealed = self._own.get(path)
        if sealed is None:
            own = self.own(path)
            rows = own.rows if own else ()
        else:
            rows = marshal.loads(sealed)[0] if b"headings" in sealed else ()
        return may_wait(rows)

    def own_findings(self, path: str) -> list[Finding]:
        """What linting a note by itself found, in order."""
        own = self.own(path)
        return in_order(own.findings) if own else []

    def put_away_all(self) -> None:
        """Other rules run than before: what was found holds no more."""
        self._own.clear()

    def keep_style(self, path: str, key: bytes, row: Any) -> None:
        """Keep what a note says about styles."""
        self._unkept.append(("styles", key, packed(row)))
        self._styles[path] = key, row


def may_wait(rows: Iterable[Any]) -> bool:
    """Whether some fix of packed findings changes a heading: how safe it is, links in other notes decide."""
    return any(row[_FIX] and "headings" in row[_FIX][_CHANGES] for row in rows)


@lru_cache(maxsize=2)
def _key_of(paths: tuple[str, ...]) -> bytes:
    """The same again as long as no file comes or goes: an open vault asks after each change."""
    return content_key("\0".join(paths).encode(errors="surrogatepass"))


class StyleRows(dict[str, Any]):
    """What notes say about styles, by path: looked up among the memos, and kept there where it is new."""

    def __init__(self, contents: Contents) -> None:
        super().__init__()
        self._contents = contents
        self._asked: dict[str, bytes] = {}

    def __contains__(self, path: object) -> bool:
        if not super().__contains__(path) and isinstance(path, str) and path not in self._asked:
            self._asked[path], value = self._contents.style_memo(path)
            if value is not None:
                super().__setitem__(path, value)
        return super().__contains__(path)

    def __setitem__(self, path: str, row: Any) -> None:
        super().__setitem__(path, row)
        if self._asked.get(path):
            self._contents.keep_style(path, self._asked[path], row)
