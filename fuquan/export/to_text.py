"""Papers as plain text, to be pasted where there is no layout: a paragraph a line, two characters in."""

import datetime as dt
from collections.abc import Iterator

from fuquan.text import long_day, printable
from fuquan.view.page import Value
from fuquan.view.paper import Grid, Paper, Paragraph


def paper(paper: Paper) -> str:
    return "\n".join(line for part in paper for line in _lines(part)) + "\n"


def _lines(part: Grid | Paragraph) -> Iterator[str]:
    if isinstance(part, Grid):
        yield printable(part.title)
        yield from (
            "　　"
            + "；".join(
                f"{title}：{_cell(value)}" for title, value in zip(part.columns, row, strict=True) if value is not None
            )
            for row in part.rows
        )
        return
    text = printable(part.lead + part.text)
    yield text if part.place in ("title", "under", "number", "addressee", "signature", "date") else f"　　{text}"


def _cell(value: Value) -> str:
    return long_day(value) if isinstance(value, dt.date) else printable(str(value))
