"""Findings for people: the place, the line itself and a caret that stands under the right character."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from fuquan.diagnostic import Diagnostic, Severity
from fuquan.source import File
from fuquan.text import printable, width_of, wrap
from fuquan.view.words import LEVELS

MOST = 200
"""Findings shown at once; the rest are counted."""

_WIDEST = 120
"""Columns of a file's line that are shown at the most."""


def text(found: Iterable[Diagnostic], files: Mapping[str, File], width: int | None = None) -> str:
    """A finding begins with one line that tools can read, however long; what follows it keeps to `width`."""
    found = tuple(found)
    shown = [line for one in found[:MOST] for line in _finding(one, files.get(one.span.path), width)]
    return "".join(f"{line}\n" for line in (*shown, *_left_out(found)))


def concise(found: Iterable[Diagnostic]) -> str:
    """A line a finding."""
    found = tuple(found)
    return "".join(f"{line}\n" for line in (*map(_headline, found[:MOST]), *_left_out(found)))


def _left_out(found: Sequence[Diagnostic]) -> Iterator[str]:
    if len(found) > MOST:
        yield f"……另有{len(found) - MOST}条未列出，请先改正以上各条"


def _headline(one: Diagnostic) -> str:
    place = f"{printable(one.span.path)}:{one.span.line}:{one.span.column}"
    return f"{place}: {LEVELS[one.severity]} {one.rule}: {printable(one.message)}"


def summed(found: Iterable[Diagnostic]) -> str:
    """错误2处，警告1处; empty of none."""
    found = tuple(found)
    counted = {level: sum(one.severity is level for one in found) for level in Severity}
    return "，".join(f"{LEVELS[level]}{n}处" for level, n in counted.items() if n)


def _finding(one: Diagnostic, file: File | None, width: int | None) -> Iterator[str]:
    span = one.span
    yield _headline(one)
    if file is not None and (line := file.line(span.line)):
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        yield from _excerpt(line, span.column - 1, max(end, span.column - 1), (width or _WIDEST) - len(_INDENT))
    if one.help:
        for text in wrap(printable(one.help), width - len(_INDENT)) if width else (printable(one.help),):
            yield f"{_INDENT}{text}"


_INDENT = " " * 4


def _excerpt(line: str, start: int, end: int, width: int) -> Iterator[str]:
    """The line, cut around the place to `width` columns, and below it a caret under each column of the place."""
    # Of a line without end, no more is looked at than has room: a thousand findings may stand on it.
    first, last = max(0, start - width), min(end, start + width)
    before, here, after = (_plain(part) for part in (line[first:start], line[start:last], line[last : last + width]))
    is_long = first > 0 or width_of(before) > width // 2
    lead, before = ("…", _cut(before[::-1], width // 2)[::-1]) if is_long else ("", before)
    room = width - width_of(lead + before)
    here = _cut(here, room)
    yield f"{_INDENT}{lead}{before}{here}{_cut(after, room - width_of(here))}"
    yield f"{_INDENT}{' ' * width_of(lead + before)}{'^' * max(1, width_of(here))}"


def _plain(text: str) -> str:
    return printable(text.replace("\t", " "))


def _cut(text: str, width: int) -> str:
    """As much of the beginning as there is room for."""
    if width_of(text) <= width:
        return text
    return next(text[:n] for n in range(min(len(text), width), -1, -1) if width_of(text[:n]) <= width)


def place_in(top: str, path: str) -> str:
    """The path from the folder `top` where it lies below, as a forge names it; of a revision (abc1234:…) the path."""
    if of_revision := re.fullmatch("[0-9a-f]{7}:(.+)", path):
        return of_revision[1]
    whole = PurePath(os.path.abspath(path))  # noqa: PTH100 - which also resolves ..
    return whole.relative_to(top).as_posix() if whole.is_relative_to(top) else path
