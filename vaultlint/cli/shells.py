"""How bash, zsh and fish are talked to, so that names with spaces, quotes and Chinese come out right."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem, ShellComplete, ZshComplete, add_completion_class, split_arg_string

from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPECIAL = lazy_regex(r"[\s\"'\\$`!&|;<>()\[\]{}*?#~]")
_IN_DOUBLE_QUOTES = lazy_regex(r'["\\$`!]')

_BASH = """\
%(complete_func)s() {
    local item
    COMPREPLY=()
    while IFS= read -r item; do
        case $item in
            files) compopt -o default 2>/dev/null ;;
            folders) compopt -o dirnames 2>/dev/null ;;
            open) compopt -o nospace 2>/dev/null ;;
            =*) COMPREPLY+=("${item#=}") ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_BREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local -a lines values shown open
    local line value
    lines=("${(@f)$(COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \\
        %(complete_var)s=zsh_complete ${words[1]} 2>/dev/null)}")
    for line in "${lines[@]}"; do
        case $line in
            files) _files ;;
            folders) _files -/ ;;
            ">"*) open+=("${line#>}") ;;
            "="*)
                value="${${line#=}%%%%$'\\t'*}"
                values+=("$value")
                shown+=("${${line#=}/$'\\t'/  -- }") ;;
        esac
    done
    (( $#open )) && compadd -U -S '' -a open
    (( $#values )) && compadd -U -l -d shown -a values
    return 0
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
function %(complete_func)s
    for line in (COMP_LINE=(commandline -cp) %(complete_var)s=fish_complete %(prog_name)s 2>/dev/null)
        switch $line
            case files
                __fish_complete_path (commandline -ct)
            case folders
                __fish_complete_directories (commandline -ct)
            case '=*'
                string sub -s 2 -- $line
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class _Shell(ShellComplete):
    """What bash and fish have in common: they hand over the text of the line up to the cursor."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The whole words behind the command, and the word at the cursor without its quotes."""
        self.typed = Typed(os.environ.get("COMP_LINE", ""))
        return self.typed.words[1:], self.typed.value

    def complete(self) -> str:
        """One line for each completion."""
        args, incomplete = self.get_completion_args()
        return "\n".join(self.lines(self.get_completions(args, incomplete)))

    def lines(self, items: list[CompletionItem]) -> Iterator[str]:
        """What the shell's function is told."""
        raise NotImplementedError

    def format_completion(self, item: CompletionItem) -> str:
        """One completion with its help; not used by bash."""
        return special(item) or f"={item.value}" + (f"\t{item.help}" if item.help else "")


class Bash(_Shell):
    """Bash replaces what stands behind the last word break, and adds no quotes of its own."""

    name = "bash"
    source_template = _BASH

    def lines(self, items: list[CompletionItem]) -> Iterator[str]:
        """Values as they have to be inserted; a single one that goes on gets no space behind it."""
        if len(items) == 1 and items[0].value.endswith(("/", "=")):
            yield "open"
        breaks = os.environ.get("COMP_BREAKS", "\"'><=;|&(:")
        for item in items:
            yield special(item) or "=" + self.typed.inserted(item.value, breaks)


class Fish(_Shell):
    """fish takes values as they are, with a help text behind a tab."""

    name = "fish"
    source_template = _FISH

    def lines(self, items: list[CompletionItem]) -> Iterator[str]:
        """Values and help texts."""
        yield from map(self.format_completion, items)


class Zsh(ZshComplete):
    """zsh quotes by itself; values that go on are told apart, so that no space is put behind them."""

    name = "zsh"
    source_template = _ZSH

    def format_completion(self, item: CompletionItem) -> str:
        """One completion with its help."""
        if item.value.endswith(("/", "=")):
            return f">{item.value}"
        return special(item) or f"={item.value}" + (f"\t{item.help}" if item.help else "")


def special(item: CompletionItem) -> str:
    """The word by which the shell is told to complete files or folders itself, or ""."""
    return {"file": "files", "dir": "folders"}.get(item.type, "")


class Typed:
    """A line up to the cursor: its whole words, and the word at the cursor, as typed (`raw`) and as meant (`value`)."""

    def __init__(self, line: str) -> None:
        start, self.quote = _last_word(line)
        self.words = split_arg_string(line[:start])
        self.raw = line[start:]
        parts = split_arg_string(self.raw)
        self.value = parts[0] if parts else ""

    def inserted(self, value: str, breaks: str) -> str:
        """What bash has to insert for `value`: quoted as the word was begun, from the last word break on."""
        if self.quote == "'":
            return value.replace("'", "'\\''")
        if self.quote == '"':
            return _IN_DOUBLE_QUOTES.sub(lambda match: "\\" + match[0], value)
        written = _SPECIAL.sub(lambda match: "\\" + match[0], value)
        cut = max((index + 1 for index in _unescaped(self.raw) if self.raw[index] in breaks), default=0)
        return written[cut:] if written.startswith(self.raw[:cut]) else written


def _last_word(line: str) -> tuple[int, str]:
    """Where the word at the cursor starts, and the quote that is open in it, or ""."""
    start, quote, index = 0, "", 0
    while index < len(line):
        character = line[index]
        if character == "\\" and quote != "'":
            index += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in " \t\n":
            start = index + 1
        index += 1
    return start, quote


def _unescaped(raw: str) -> Iterator[int]:
    index = 0
    while index < len(raw):
        if raw[index] == "\\":
            index += 1
        else:
            yield index
        index += 1


for _shell in (Bash, Zsh, Fish):
    add_completion_class(_shell)
