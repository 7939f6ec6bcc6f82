"""A text with some stretches of it replaced, and what that changed."""

import difflib
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from fuquan.diagnostic import Replacement
from fuquan.source import LETTERS, TASKS, TOWNS, File, Node, Scalar, Sequence, shown
from fuquan.source.saving import Change, save
from fuquan.text import printable


def spliced(file: File, replacements: Iterable[Replacement]) -> str:
    """The text with each replaced; the same one twice counts once. None may overlap another."""
    return joined(file.text, stretches(file, replacements))


def joined(text: str, stretches: Iterable[tuple[int, int, str]]) -> str:
    """The text with each stretch replaced, given by place and none over another."""
    parts: list[str] = []
    at = 0
    for start, end, new in stretches:
        parts += (text[at:start], new)
        at = end
    return "".join((*parts, text[at:]))


def stretches(file: File, replacements: Iterable[Replacement]) -> list[tuple[int, int, str]]:
    """(start, end, new text) by place."""
    found = sorted({(*file.range(each.span), each.text) for each in replacements}, key=lambda one: one[:2])
    assert all(left[1] <= right[0] for left, right in pairwise(found))  # noqa: S101 - whoever calls sees to it
    return found


def scalars(node: Node) -> Iterator[Scalar]:
    """Every key and value that is one, in the order of the text."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case _:
            for key, value in node.values.items():
                yield node.keys[key]
                yield from scalars(value)


def diff(path: str, old: str, new: str) -> str:
    """As git shows it, with what is not seen written out."""
    before, after = (re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text) for text in (old, new))
    return "".join(map(_shown, difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")))


def _shown(line: str) -> str:
    content = line.rstrip("\r\n")
    return printable(content) + ("\n" if content != line else "\n\\ No newline at end of file\n")


def write(folder: Path, files: Iterable[tuple[File, File]]) -> None:
    """The files, old and new: all or none; raises FuquanError where one cannot be written or has changed meanwhile."""
    paths = {shown(folder / name): folder / name for name in (TASKS, TOWNS, LETTERS)}
    save(*(Change(paths[old.path], old.data, new.data) for old, new in files))
