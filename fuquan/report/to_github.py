"""Findings as annotations of GitHub Actions, and as the table of a job's summary."""

from collections.abc import Iterable, Iterator

from fuquan.diagnostic import Diagnostic, Severity
from fuquan.report import MOST, place_in
from fuquan.text import printable
from fuquan.view.page import Column, Line, Page, Row, Table
from fuquan.view.words import LEVELS

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def annotations(found: Iterable[Diagnostic], top: str) -> str:
    """Workflow commands; paths as the folder `top`, where the repository is checked out, names them."""
    found = tuple(found)
    return "".join(f"{line}\n" for line in _lines(found, top))


def _lines(found: tuple[Diagnostic, ...], top: str) -> Iterator[str]:
    for one in found[:MOST]:
        span = one.span
        fields = {"file": place_in(top, span.path), "line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:  # GitHub takes columns of a place on one line only, the last one included
            fields |= {"col": span.column, "endColumn": max(span.column, span.end_column - 1)}
        fields["title"] = f"{LEVELS[one.severity]} {one.rule}"
        told = one.message if one.help is None else f"{one.message}\n{one.help}"
        listed = ",".join(f"{key}={_property(str(value))}" for key, value in fields.items())
        yield f"::{_COMMANDS[one.severity]} {listed}::{_data(told)}"
    if len(found) > MOST:
        yield f"::warning::另有{len(found) - MOST}条未列出，请先改正以上各条"


def _data(text: str) -> str:
    """As the runner's own toolkit escapes it; what is not seen is written out."""
    lines = "%0A".join(printable(line.replace("%", "%25")) for line in text.split("\n"))
    return lines.replace("\r", "%0D")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(found: Iterable[Diagnostic], top: str, told: str) -> Page:
    """A table of the findings under the sentences that sum the check up."""
    found = tuple(found)
    rows = tuple(
        Row(
            cells=(
                LEVELS[one.severity],
                one.rule,
                f"{place_in(top, one.span.path)}:{one.span.line}",
                one.message if one.help is None else f"{one.message}\n{one.help}",
            )
        )
        for one in found[:MOST]
    )
    columns = tuple(Column(title=title) for title in ("级别", "规则", "位置", "问题；怎样改"))
    more = (Line(text=f"另有{len(found) - MOST}条未列出。"),) if len(found) > MOST else ()
    table = (Table(columns=columns, rows=rows),) if rows else ()
    return (Line(text="数据核对", heading=True), Line(text=told), *table, *more)
