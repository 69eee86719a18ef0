"""Refactorings at random in a copy of a vault; a reader that knows nothing of vaultlint judges each of them.

    python -m benchmarks.random_moves VAULT FOLDER COUNT [--seed N]

FOLDER becomes a copy of VAULT. Sections are extracted, notes merged and deleted, tags and properties renamed; after
each every link must open what the plan says, nothing else may differ, and `vaultlint undo` must give back every byte.
Exit status 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.check_rename import rest
from benchmarks.plain_reader import HEADING, Vault, headings, links_of, split, without_code

TAG = re.compile(r"(?<![^\s])#([^\s!-,.:-@\[-^`{-~\u2000-\u206f\u2e00-\u2e7f]+)")
KEY = re.compile(r"^([^\s#\"'\[{-][^:\n]*?)[ \t]*:(?=\s|$)", re.MULTILINE)
Opened = tuple[str | None, object]
Judge = Callable[[Vault, Vault], Iterator[str]]


class Move(NamedTuple):
    """Arguments of the command, and what judges its result."""

    arguments: tuple[str, ...]
    judge: Judge


def choose(vault: Vault, chosen: random.Random) -> Move:
    """A refactoring that should be possible."""
    while True:
        made = chosen.choice((_extract, _merge, _redirect, _unlink, _tag, _property))(vault, chosen)
        if made:
            return made


def _notes(vault: Vault) -> list[str]:
    return [path for path in vault.paths if path.endswith(".md")]


def _files(before: Vault, after: Vault, gone: Sequence[str] = (), new: Sequence[str] = ()) -> Iterator[str]:
    if {*before.paths} - {*gone} | {*new} != {*after.paths}:
        yield "the files are not those expected"


def _same(path: str, wanted: Sequence[Opened], found: Sequence[Opened]) -> Iterator[str]:
    if len(wanted) != len(found):
        yield f"{path}: {len(found)} links, not {len(wanted)}"
    pairs = zip(wanted, found, strict=False)
    yield from (f"{path}: a link opens {got}, not {want}" for want, got in pairs if want != got and want[0] is not None)


def _extract(vault: Vault, chosen: random.Random) -> Move | None:
    """A section of a note whose headings differ and that has no footnotes."""
    path = chosen.choice(_notes(vault))
    text = vault.texts[path]
    names = [each for _, each in headings(text)]
    lines = text.split("\n")
    shown = (split(text)[0] + without_code(split(text)[1])).split("\n")
    found = [index for index, line in enumerate(shown) if HEADING.match(line.rstrip("\r"))]
    found = [index for index in found if index >= split(text)[0].count("\n")]
    if not names or len(set(names)) < len(names) or len(found) != len(names) or "[^" in text or "%%" in text:
        return None
    number = chosen.randrange(len(names))
    level = headings(text)[number][0]
    last = next((each for each in range(number + 1, len(names)) if headings(text)[each][0] <= level), len(names))
    start, end = found[number], found[last] if last < len(names) else len(lines)
    parts = ("\n".join(lines[:start]), "\n".join(lines[start:end]), "\n".join(lines[end:]))
    name = f"extracted {chosen.randrange(99999)} 摘出"
    new = (path.rpartition("/")[0] + "/" + name + ".md").lstrip("/")
    heading = HEADING.match(lines[start].rstrip("\r"))
    embed = chosen.random() < 0.5
    if heading is None or not re.fullmatch(r"[\w ：（）、，。-]+", heading[2]):
        return None

    def moved(opened: Opened) -> Opened:
        target, place = opened
        if target != path:
            return opened
        if isinstance(place, int) and number <= place < last:
            return new, place - number
        if isinstance(place, int) and place >= last:
            return path, place - (last - number)
        is_inside = (
            isinstance(place, str) and place.startswith("^") and re.search(rf"\{place}\s*$", parts[1], re.M | re.I)
        )
        return (new, place) if is_inside else opened

    def judge(before: Vault, after: Vault) -> Iterator[str]:
        yield from _files(before, after, new=[new])
        first, inside = (len(links_of(part)) for part in parts[:2])
        opened = [moved(each) for each in before.opened(path)]
        yield from _same(new, opened[first : first + inside], after.opened(new))
        yield from _same(path, [*opened[:first], (new, ""), *opened[first + inside :]], after.opened(path))
        if rest(parts[1]).split() != rest(after.texts[new]).split():
            yield f"{new}: the section is not what it was"
        left = [*rest(parts[0]).split(), "¤", *rest(parts[2]).split()]
        if left != rest(after.texts[path]).split():
            yield f"{path}: more than the section went"
        yield from _others(before, after, {path}, moved)

    return Move(("extract", f"{path}#{heading[2]}", name, *(["--embed"] if embed else [])), judge)


def _others(
    before: Vault, after: Vault, but: set[str], moved: Callable[[Opened], Opened], *, whole: bool = True
) -> Iterator[str]:
    """Links of all other files open what they should, and nothing but links differs."""
    for path in before.texts:
        if path in but:
            continue
        yield from _same(path, [moved(each) for each in before.opened(path)], after.opened(path))
        if whole and rest(before.texts[path]) != rest(after.texts[path]):
            yield f"{path}: more than links changed"


def _keys(text: str) -> list[str]:
    return KEY.findall(split(text)[0])


def _merge(vault: Vault, chosen: random.Random) -> Move | None:
    note, into = chosen.sample(_notes(vault), 2)
    text = vault.texts[note]
    if len({*headings(text)}) < len(headings(text)) or "[^" in text or text.count("%%") % 2:
        return None
    arguments = ["merge", note, into, "--heading", f"Merged {chosen.randrange(99999)} 并入"]
    for each in _keys(text):
        arguments += ["--drop", each]
    body = links_of(split(text)[1])
    first = len(vault.links(note)) - len(body)
    has_body = bool(split(text)[1].strip())
    count = len(headings(vault.texts[into])) + 1

    def moved(opened: Opened) -> Opened:
        target, place = opened
        if target != note:
            return opened
        return into, count + place if isinstance(place, int) and place >= 0 else place

    def judge(before: Vault, after: Vault) -> Iterator[str]:
        yield from _files(before, after, gone=[note])
        wanted = [moved(each) for each in (*before.opened(into), *before.opened(note)[first:])]
        yield from _same(into, wanted, after.opened(into))
        words = [*rest(before.texts[into]).split(), *(arguments[4].split() if has_body else ())]
        found = [word for word in rest(after.texts[into]).split() if not re.fullmatch("#{1,6}", word)]
        words = [word for word in (*words, *rest(split(text)[1]).split()) if not re.fullmatch("#{1,6}", word)]
        if words != found:
            yield f"{into}: the text is not that of both notes"
        yield from _others(before, after, {note, into}, moved)

    return Move(tuple(arguments), judge)


def _linked(vault: Vault, chosen: random.Random) -> str | None:
    """A note that another one links to."""
    path = chosen.choice(_notes(vault))
    found = [target for target, _ in vault.opened(path) if target and target != path and target.endswith(".md")]
    return chosen.choice(found) if found else None


def _redirect(vault: Vault, chosen: random.Random) -> Move | None:
    note, other = _linked(vault, chosen), chosen.choice(_notes(vault))
    if note is None or note == other:
        return None

    def judge(before: Vault, after: Vault) -> Iterator[str]:
        yield from _files(before, after, gone=[note])
        for path in before.texts:
            if path == note:
                continue
            pairs = zip(before.opened(path), after.opened(path), strict=False)
            wanted = [(other, got[1]) if was[0] == note else was for was, got in pairs]
            yield from _same(path, wanted, after.opened(path))
            if len(wanted) != len(before.opened(path)):
                yield f"{path}: links are lost"
            if rest(before.texts[path]) != rest(after.texts[path]):
                yield f"{path}: more than links changed"

    return Move(("delete", note, "--redirect", other), judge)


def _unlink(vault: Vault, chosen: random.Random) -> Move | None:
    note = _linked(vault, chosen)
    if note is None:
        return None

    def judge(before: Vault, after: Vault) -> Iterator[str]:
        yield from _files(before, after, gone=[note])
        for path in before.texts:
            if path != note:
                wanted = [each for each in before.opened(path) if each[0] != note]
                yield from _same(path, wanted, after.opened(path))
                if before.texts[path].count("\n") != after.texts[path].count("\n"):
                    yield f"{path}: more than links changed"
                if len(wanted) == len(before.opened(path)) and before.texts[path] != after.texts[path]:
                    yield f"{path}: changed without need"

    return Move(("delete", note, "--unlink"), judge)


def _tags(text: str) -> list[str]:
    return TAG.findall(without_code(split(text)[1]))


def _tag(vault: Vault, chosen: random.Random) -> Move | None:
    found = sorted({tag for path in _notes(vault) for tag in _tags(vault.texts[path]) if "%%" not in vault.texts[path]})
    if not found:
        return None
    old = chosen.choice(found)
    new = chosen.choice([f"new-{chosen.randrange(999)}/新", *found])
    if old.isdigit() or "#" in old + new or old.lower() == new.lower() or new.isdigit():
        return None

    def renamed(tag: str) -> str:
        is_old = tag.lower() == old.lower() or tag.lower().startswith(old.lower() + "/")
        return new + tag[len(old) :] if is_old else tag

    def judge(before: Vault, after: Vault) -> Iterator[str]:
        yield from _files(before, after)
        yield from _others(before, after, set(), lambda opened: opened, whole=False)
        for path in _notes(before):
            was, now = before.texts[path], after.texts[path]
            if Counter(map(renamed, _tags(was))) != Counter(_tags(now)):
                yield f"{path}: the tags are not those expected"
            if old.lower() not in was.lower() and links_of(was) == links_of(now) and was != now:
                yield f"{path}: changed without need"
            if TAG.sub("¤", rest(split(was)[1])) != TAG.sub("¤", rest(split(now)[1])):
                yield f"{path}: more than tags changed"

    return Move(("rename", f"#{old}", f"#{new}"), judge)


def _property(vault: Vault, chosen: random.Random) -> Move | None:
    path = chosen.choice(_notes(vault))
    found = _keys(vault.texts[path])
    if not found:
        return None
    old, new = chosen.choice(found), f"prop {chosen.randrange(9999)} 属性"

    def judge(before: Vault, after: Vault) -> Iterator[str]:
        yield from _files(before, after)
        for each in before.texts:
            head, body = split(before.texts[each])
            wanted = re.sub(rf"(?m)^{re.escape(old)}(?=[ \t]*:(?:\s|$))", new, head) + body
            if wanted != after.texts[each]:
                yield f"{each}: is not as before with another key"

    return Move(("rename", f"property:{old}", f"property:{new}"), judge)


def contents(root: Path) -> dict[str, bytes]:
    """All files but hidden ones, by path."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found if "/." not in path.as_posix()}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of vaultlint."""
    command = [sys.executable, "-m", "vaultlint", *arguments, "--root", str(root)]
    return subprocess.run(command, capture_output=True, text=True)


def main() -> int:
    """Do what the command line asks for."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    arguments.add_argument("vault", type=Path)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("count", type=int)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    shutil.copytree(options.vault, options.folder, ignore=shutil.ignore_patterns(".git"))
    chosen = random.Random(options.seed)
    before, wrong, refused = Vault(options.folder), 0, 0
    for number in range(1, options.count + 1):
        move = choose(before, chosen)
        old = contents(options.folder)
        result = run(options.folder, *move.arguments)
        faults = list(move.judge(before, Vault(options.folder))) if not result.returncode else []
        refused += bool(result.returncode)
        if result.returncode == 0:
            run(options.folder, "undo")
        if contents(options.folder) != old:
            faults.append("undo did not give back every byte")
        wrong += bool(faults)
        print(
            f"{number}. {' '.join(move.arguments)}: {result.stderr.strip()[:300]}",
            *faults[:5],
            sep="\n    ",
            flush=True,
        )
    print(f"{options.count} refactorings, {refused} refused, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
