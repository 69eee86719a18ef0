"""malformed-link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, also
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import is_note
from vaultlint.rules.links._subpaths import leads_somewhere
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.rules.links._write import link_fix
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.slips import Slip
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View

_WHAT = {
    "missing-end": say("a bracket is missing at the end of this link: write `{text}`"),
    "missing-start": say("a bracket is missing at the start of this link: write `{text}`"),
    "two-lines": say("a wiki link must stand on one line: write `{text}`"),
    "wide-brackets": say("full-width brackets do not make a link: write `{text}`"),
    "wide-parentheses": say("full-width parentheses do not hold the target of a link: write `{text}`"),
    "space": say("a target with spaces needs angle brackets around it: write `{text}`"),
    "swapped": say("the `>` and the `)` of this link have changed places: write `{text}`"),
    "title": say("a space is missing in front of the title of this link: write `{text}`"),
    "wide-mark": say("a full-width exclamation mark does not embed a file: write `{text}`"),
}
_SENTENCE = lazy_regex(r"[，。！？；,;!?]")
_LONGEST_NAME = 60
_CHANGES = frozenset({"links", "embeds", "text"})
_ADDRESS = also("".join(map(chr, range(33, 127))))  # what stands behind `[[1]]` is shown no more


@vault_rule("links", fix=Applicability.SAFE)
def malformed_link(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """Text that was meant to be a link and is none.

    A bracket too few (`[[Tea]`), a line break inside a wiki link, a Markdown target with spaces, or what an input
    method left: `【【茶】】`, `[[茶｜Tea]]`, `[[茶＃水]]`, `[Tea](（https://…）)`. `[[1]](https://…)`, a citation
    from a web page, is a wiki link to a note `1` with an address behind it.

    A bracket too few is only reported where the text names a note that exists.

    ## Fix

    Writes the link that was meant. Safe where it then opens a file of the vault; unsafe where it leads to the web,
    since nobody can tell whether it was meant to.

    ## Bad

    ```md Note.md
    See 【【Tea】】, [[Tea], and [[Tea｜it]].
    ```

    ```md Tea.md
    A drink.
    ```

    ## Good

    ```md Note.md
    See [[Tea]], [[Tea]], and [[Tea|it]].
    ```

    ```md Tea.md
    A drink.
    ```
    """
    for slip in note.slips if note.slip_rows else ():
        yield from _slip(view, note, slip)
    for reference, _ in faults(note, view, Fault.WIDE):
        yield _wide(reference)
    for reference, _ in faults(note, view, Fault.CITATION):
        yield _citation(reference)


def _slip(view: View, note: NoteFacts, slip: Slip) -> Iterator[Problem]:
    is_address = not slip.path and slip.kind in ("wide-parentheses", "swapped", "title")
    same_note = slip.kind == "space" and not slip.path and bool(slip.subpath)  # `[x](#Two words)`
    target = note.path if same_note else view.resolve(slip.path, note.path).target if slip.path else None
    if slip.kind == "wide-mark" and (target is None or is_note(target)):
        return
    if not target and not is_address and not _is_name(slip):
        return
    level = Applicability.SAFE if target and slip.kind != "wide-mark" else Applicability.UNSAFE
    edits = (Edit(slip.start, slip.end, slip.text),)
    changes = _CHANGES | {"structure"} if slip.kind == "two-lines" else _CHANGES  # the line break goes
    possible = is_address if target is None else leads_somewhere(view, target, slip.subpath)
    fix = Fix(say("write `{text}`", text=slip.text), edits, level, changes) if possible and slip.apart else None
    yield Problem(slip.start, slip.end, _WHAT[slip.kind].with_fields(text=slip.text), fix, path=note.path)


def _is_name(slip: Slip) -> bool:
    """Whether `【【…】】` around what no file is called reads like a link all the same."""
    return slip.kind == "wide-brackets" and len(slip.path) <= _LONGEST_NAME and not _SENTENCE.search(slip.path)


def _wide(reference: Reference) -> Problem:
    """`[[Note｜text]]` or `[[Note＃heading]]`."""
    link = reference.link
    offset = min(index for index in map(link.path.find, "｜＃") if index > 0)
    wide = link.path[offset]
    narrow = "|" if wide == "｜" else "#"
    message = say(
        "`{wide}` is a full-width mark, which a link takes for a part of the name: write `{narrow}`",
        wide=wide,
        narrow=narrow,
    )
    start = link.target_start + offset
    pipe = "\\|" if narrow == "|" and link.place == "table" else narrow
    fix = link_fix(
        link, say("write `{text}`", text=narrow), (Edit(start, start + 1, pipe),), Applicability.SAFE, "text"
    )
    return Problem(start, start + 1, message, fix, path=reference.source.path)


def _citation(reference: Reference) -> Problem:
    """`[[1]](https://…)`."""
    link = reference.link
    message = say(
        "`[[{path}]]` in front of an address is a wiki link to a note `{path}`: write "
        "`[\\[{path}\\]](…)` for a link that shows the brackets",
        path=link.path,
    )
    edits = (Edit(link.start + 1, link.start + 1, "\\"), Edit(link.end - 2, link.end - 2, "\\"))
    possible = edits if link.place == "url" else None  # characters beyond ASCII are too many to be named
    fix = link_fix(link, say("escape the inner brackets"), possible, Applicability.UNSAFE, "text", _ADDRESS)
    return Problem(link.start, link.end, message, fix, path=reference.source.path)
