"""Findings for people: the place, the line itself and a caret that stands under the right character."""

from collections.abc import Iterable, Iterator, Mapping

from fuquan.diagnostic import Diagnostic, Severity
from fuquan.source import File
from fuquan.text import printable, width_of

LEVELS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.HINT: "提示"}

MOST = 200
"""Findings shown at once; the rest are counted."""

_WINDOW = 100
"""Columns of a line that are shown, around the place."""


def text(found: Iterable[Diagnostic], files: Mapping[str, File]) -> str:
    found = tuple(found)
    shown = [line for one in found[:MOST] for line in _finding(one, files.get(one.span.path))]
    if len(found) > MOST:
        shown.append(f"……另有{len(found) - MOST}条未列出，请先改正以上各条")
    return "".join(f"{line}\n" for line in shown)


def summed(found: Iterable[Diagnostic]) -> str:
    """错误2处，警告1处; empty of none."""
    found = tuple(found)
    counted = {level: sum(one.severity is level for one in found) for level in Severity}
    return "，".join(f"{LEVELS[level]}{n}处" for level, n in counted.items() if n)


def _finding(one: Diagnostic, file: File | None) -> Iterator[str]:
    span = one.span
    place = f"{printable(span.path)}:{span.line}:{span.column}"
    yield f"{place}: {LEVELS[one.severity]} {one.rule}: {printable(one.message)}"
    if file is not None and (line := file.line(span.line)):
        yield from _excerpt(line, span.column - 1, span.end_column - 1 if span.end_line == span.line else len(line))
    if one.help:
        yield f"    {printable(one.help)}"


def _excerpt(line: str, start: int, end: int) -> Iterator[str]:
    """The line and, below, a caret under each column of the place."""
    first = max(0, start - _WINDOW // 2) if start > _WINDOW // 2 else 0
    before, here, after = line[first:start], line[start : max(end, start)], line[max(end, start) :]
    before, here = printable(before.replace("\t", " ")), printable(here[:_WINDOW].replace("\t", " "))
    lead = "…" if first else ""
    shown = f"{lead}{before}{here}{printable(after[: max(0, _WINDOW - len(before) - len(here))].replace(chr(9), ' '))}"
    yield f"    {shown}"
    yield f"    {' ' * width_of(lead + before)}{'^' * max(1, width_of(here))}"
