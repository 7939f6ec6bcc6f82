r"""Completion in bash, zsh and fish: what their scripts ask, what they are answered, and where the scripts are kept.

The words are read and the candidates found by Typer. The scripts and the format are our own, because Typer's zsh script
evaluates what it is answered (a name with \$(…) would be run), its bash script splits and expands names, and both
render help with Rich at every Tab.
"""

import os
import re
from pathlib import Path

from typer._click import Command
from typer._click.shell_completion import CompletionItem
from typer._completion_classes import BashComplete, FishComplete, ZshComplete

from fuquan.cli import COMPLETION
from fuquan.text import printable

SCRIPTS = {
    "bash": r"""
_fuquan_completion() {
    local IFS=$'\n' line
    COMPREPLY=()
    while read -r line; do
        COMPREPLY+=("$line")
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" _FUQUAN_COMPLETE=complete_bash "$1" 2>/dev/null)
}
complete -o default -o nosort -F _fuquan_completion fuquan 2>/dev/null ||
    complete -o default -F _fuquan_completion fuquan
""",
    "zsh": r"""
#compdef fuquan
_fuquan_completion() {
    local -a found
    found=("${(@f)$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _FUQUAN_COMPLETE=complete_zsh fuquan 2>/dev/null)}")
    if [[ -n $found ]]; then
        _describe -V fuquan found
    else
        _files
    fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _fuquan_completion "$@"
else
    compdef _fuquan_completion fuquan
fi
""",
    "fish": r"""
function __fuquan_completion
    set --local line (commandline -cp | string collect)
    set --local found (env _TYPER_COMPLETE_ARGS=$line _FUQUAN_COMPLETE=complete_fish fuquan 2>/dev/null)
    if set --query found[1]
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command fuquan --no-files --keep-order --arguments '(__fuquan_completion)'
""",
}

_READERS: dict[str, type[BashComplete | ZshComplete | FishComplete]] = {
    "bash": BashComplete,
    "zsh": ZshComplete,
    "fish": FishComplete,
}
_ESCAPED = r"\\\g<0>"
_ZSH_SPECIAL = r"[:\\]"


def script(shell: str) -> str:
    return SCRIPTS[shell].strip()


def answer(command: Command, instruction: str) -> str:
    """The candidates for `complete_bash`, `complete_zsh` or `complete_fish`, one on a line; none if anything is wrong.

    A traceback in the middle of the line that is being typed helps nobody.
    """
    try:
        return "".join(f"{line}\n" for line in _candidates(command, instruction.removeprefix("complete_")))
    except Exception:
        return ""


def install(shell: str, home: Path) -> Path:
    """The script's file, written under `home`, where the shell finds it from the next terminal on."""
    match shell:
        case "bash":
            path = home / ".bash_completions" / "fuquan.sh"
            _ensure_line(home / ".bashrc", f"source '{path}'")
        case "zsh":
            path = home / ".zfunc" / "_fuquan"
            _ensure_line(home / ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit")
        case _:
            path = home / ".config" / "fish" / "completions" / "fuquan.fish"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{script(shell)}\n", encoding="utf-8", newline="\n")
    return path


def _candidates(command: Command, shell: str) -> list[str]:
    reader = _READERS[shell](command, {}, "fuquan", COMPLETION)
    args, incomplete = reader.get_completion_args()
    before = ""
    if shell == "bash":  # which makes a word of “=”
        args, incomplete = [arg for arg in args if arg != "="], incomplete.removeprefix("=")
    elif incomplete.startswith("--") and "=" in incomplete:
        option, _, incomplete = incomplete.partition("=")
        args, before = [*args, option], f"{option}="
    items = [
        CompletionItem(before + str(item.value), help=item.help)
        for item in reader.get_completions(args, incomplete)
        if printable(str(item.value)) == str(item.value)
    ]
    match shell:
        case "bash":
            words = os.environ["COMP_WORDS"].split("\n")
            return [_quoted(item.value, words[-1]) for item in items]
        case "zsh":
            return [f"{re.sub(_ZSH_SPECIAL, _ESCAPED, item.value)}:{_help(item)}" for item in items]
        case _:
            return [f"{item.value}\t{_help(item)}" for item in items]


def _help(item: CompletionItem) -> str:
    return printable((item.help or "").partition("\n")[0])


def _quoted(value: str, typed: str) -> str:
    """`value` as bash will read it after the quotation mark, if any, with which `typed` begins."""
    match typed[:1]:
        case "'":
            return value.replace("'", r"'\''")
        case '"':
            return re.sub(r'["$`\\]', _ESCAPED, value)
        case _:
            return re.sub(r"[\s!-$&-*;<>?\[-^`{-~]", _ESCAPED, value)


def _ensure_line(path: Path, line: str) -> None:
    """Added at the end unless it is there: whatever else the file holds stays as it is, in whatever encoding."""
    content = path.read_bytes() if path.exists() else b""
    wanted = line.encode()
    if wanted not in content.splitlines():
        with path.open("ab") as file:
            file.write(b"\n" * (not content.endswith(b"\n") and content != b"") + wanted + b"\n")
