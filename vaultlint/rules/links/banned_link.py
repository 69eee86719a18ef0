"""banned-link."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vaultlint.finding import Applicability, Edit, Fix, Problem, Severity
from vaultlint.globs import matches
from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.bare_urls import bare_urls
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_LOOPBACK = lazy_regex(r"(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1\]?|.*\.localhost)\Z", re.IGNORECASE)
_CREDENTIALS = lazy_regex(
    r"://[^/\s@:]+:[^/\s@]+@"  # user:password@
    r"|[?&;](?:x-amz-(?:signature|credential|security-token)|sig(?:nature)?|jwt|api[-_]?key|access[-_]?token|auth[-_]?token"
    r"|token|password|passwd|secret|session(?:id)?|ticket|pass_ticket)="
    r"|unsubscribe",
    re.IGNORECASE,
)


@frozen
class Options:
    """Options of banned-link."""

    patterns: tuple[str, ...] = option((), "Regular expressions that no destination may contain.", type="regex")
    hosts: tuple[str, ...] = option((), "Hosts that may not be linked, with all below them; `host/path` is allowed.")
    extensions: tuple[str, ...] = option((), "File extensions that may not be linked, such as `py`.")
    loopback: bool = option(False, "Links to the writer's own machine, such as `localhost`, are banned.")
    credentials: bool = option(False, "Addresses with passwords, signatures or tokens, or to unsubscribe, are banned.")
    bare: bool = option(True, "Addresses in running text count as links.")
    allow: tuple[str, ...] = option((), "Globs of destinations that are allowed all the same.", type="glob")


class _Place(NamedTuple):
    start: int
    end: int
    destination: str
    text: str | None  # of a Markdown link


@note_rule(
    "links",
    severity=Severity.ERROR,
    fix=Applicability.UNSAFE,
    options=Options,
    when=lambda _, options: any(
        (options.patterns, options.hosts, options.extensions, options.loopback, options.credentials)
    ),
)
def banned_link(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A link whose destination the configuration does not allow.

    Scripts that readers should not click, the writer's own machine, signed or private addresses, hosts of ill repute.
    Without options the rule finds nothing.

    ## Fix

    Keeps the text of the link only; a link to a banned kind of file becomes code. Unsafe. Bare addresses are left.

    ## Example configuration

    ```toml
    [rules.banned-link]
    extensions = ["py"]
    hosts = ["example.net"]
    loopback = true
    credentials = true
    ```

    ## Bad

    ```md
    Run [setup](scripts/setup.py), see [there](https://files.example.net/a) or [here](http://localhost:8000).
    ```

    ## Good

    ```md
    Run setup `scripts/setup.py`, see there or here.
    ```
    """
    for place in _places(note, options):
        why = _reason(place.destination, options)
        if why and not matches(place.destination, options.allow):
            yield Problem(place.start, place.end, why, _fix(place, options))


def _places(note: Note, options: Options) -> Iterator[_Place]:
    text = note.text
    for url in note.urls:
        label = text[url.text_start : url.text_end] if url.form == "markdown" and not url.embed else None
        yield _Place(url.start, url.end, url.url, label)
    for link in note.markdown_links:
        destination = link.path + ("#" + link.subpath if link.subpath else "")
        yield _Place(link.start, link.end, destination, link.display if not link.embed else None)
    if options.bare:
        yield from (_Place(url.start, url.url_end, text[url.start : url.url_end], None) for url in bare_urls(note))


def _reason(destination: str, options: Options) -> Message | None:
    """Why a destination is banned, or None."""
    shown = _short(destination)
    host, path = _parts(destination)
    if options.extensions and _extension(path) in {each.lower().lstrip(".") for each in options.extensions}:
        return say(
            "`{address}` is a `.{extension}` file, which may not be linked: remove the link",
            address=shown,
            extension=_extension(path),
        )
    if options.loopback and host and _LOOPBACK.match(host):
        return say("`{address}` is on the writer's own machine: remove the link", address=shown)
    if options.credentials and _CREDENTIALS.search(destination):
        return say(
            "`{address}` holds a password, a signature or a token, or unsubscribes somebody: remove the link",
            address=shown,
        )
    banned = next((each for each in options.hosts if host and _is_below(host, path, each)), None)
    if banned:
        return say("`{address}` is on `{host}`, which may not be linked: remove the link", address=shown, host=banned)
    pattern = next((each for each in options.patterns if re.search(each, destination)), None)
    if pattern is None:
        return None
    return say("`{address}` matches the banned pattern `{pattern}`: remove the link", address=shown, pattern=pattern)


@lru_cache(maxsize=1024)
def _parts(destination: str) -> tuple[str, str]:
    """Host, in lower case, and path; no host for a path in the vault."""
    if destination.startswith("www."):
        destination = "https://" + destination
    try:
        parts = urlsplit(destination)
        return (parts.hostname or "").lower(), parts.path
    except ValueError:
        return "", destination


def _extension(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def _is_below(host: str, path: str, banned: str) -> bool:
    name, slash, folder = banned.lower().partition("/")
    return (host == name or host.endswith("." + name)) and path.lower().startswith(slash + folder)


def _fix(place: _Place, options: Options) -> Fix | None:
    if place.text is None:
        return None
    content, changes = place.text, {"links", "text"}
    if options.extensions and "`" not in place.destination and "://" not in place.destination:
        is_same = place.text.strip("`") == place.destination
        content = f"`{place.destination}`" if is_same else f"{place.text} `{place.destination}`"
        changes.add("code")
    return Fix(
        say("keep the text only"), (Edit(place.start, place.end, content),), Applicability.UNSAFE, frozenset(changes)
    )


def _short(destination: str) -> str:
    return destination if len(destination) <= 80 else destination[:79] + "…"
