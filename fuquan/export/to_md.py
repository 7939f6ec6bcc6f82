"""Pages and papers as Markdown, for documents and merge requests."""

import re
from collections.abc import Iterator

from fuquan.text import printable
from fuquan.view.page import Code, Page, Row, Table, Value, text_of
from fuquan.view.paper import Grid, Paper, Paragraph

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!@&])")


def page(page: Page) -> str:
    """Every character of the data stands for itself: nothing in it is markup."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(page)).strip("\n")) + "\n"


def paper(paper: Paper) -> str:
    """A title, headings, a paragraph each, and the tables behind."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for part in paper for line in _part(part)).strip("\n")) + "\n"


def _part(part: Grid | Paragraph) -> Iterator[str]:
    if isinstance(part, Grid):
        yield f"\n## {_text(part.title)}\n"
        yield f"{_paragraph(part.under)}\n"
        yield _row([_text(title) if title not in part.columns[:n] else "" for n, title in enumerate(part.columns)])
        yield _row(["---" for _ in part.columns])
        yield from (_row([_value(value) for value in row]) for row in part.rows)
        yield ""
    elif part.place in _MARKS:
        yield f"\n{_MARKS[part.place]} {_text(part.text).strip(' ')}\n"
    else:
        yield f"\n{_paragraph(f'{part.lead}{part.text}'.replace(chr(10), ' ').strip(' '))}\n"


_MARKS = {"title": "#", "heading": "##"}


def _value(value: Value) -> str:
    return "<br>".join(map(_text, text_of(value).split("\n")))


def _lines(page: Page) -> Iterator[str]:
    headings = 0
    for block in page:
        if isinstance(block, Table):
            yield from _table(block)
        elif isinstance(block, Code):
            yield from ("", "```yaml", *map(printable, block.text.split("\n")), "```", "")
        elif block.heading:
            headings += 1
            yield f"\n{'#' if headings == 1 else '##'} {_text(block.text.strip())}\n"
        elif block.item:
            yield f"- {_paragraph(block.text.strip())}"
        elif block.label is not None:
            yield f"- {_text(block.label)}：{_text(block.text)}" if block.label else f"  {_text(block.text)}"
        elif block.text:
            yield f"\n{_paragraph(block.text.strip())}\n"


def _table(table: Table) -> Iterator[str]:
    used = [n for n, column in enumerate(table.columns) if column.title or any(row.cells[n] for row in table.rows)]
    yield ""
    yield _row([_text(table.columns[n].title) for n in used])
    yield _row(["---:" if table.columns[n].right else "---" for n in used])
    for row in table.rows:
        yield _row([_cell(row, n, last=n == used[-1]) for n in used])
    yield ""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(row: Row, n: int, *, last: bool) -> str:
    lines = row.cells[n].split("\n")
    return "<br>".join(_text(line) for line in ([*lines, *row.notes] if last else lines))


def _paragraph(text: str) -> str:
    """A text that begins no list and no rule."""
    return re.sub(r"^(\d+(?=[.)])|(?=[-+=]))", r"\1\\", _text(text))


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(text.replace("\n", " ")))
