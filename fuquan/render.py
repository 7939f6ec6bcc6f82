"""Pages on a terminal, drawn by Rich: any width, any encoding, colour only where a person looks."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TextIO

from fuquan.text import pad, printable, width_of, wrap
from fuquan.view.page import Code, Line, Page, Row, Table, Tone

if TYPE_CHECKING:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

_STYLES = {Tone.LATE: "red", Tone.SOON: "yellow", Tone.DONE: "green"}
_GAP = 2
_INSET, _LABEL = 2, 10
"""Columns before the label of a field, and for it."""
_LAST = 20
"""Columns that the last, free text gets at least, where the others can spare them."""
_LEAST = 6
_NARROWEST = 8


def show(page: Page, file: TextIO | None = None, width: int | None = None) -> None:
    """Write the page to `file`, the standard output unless given, at the terminal's width or `width`."""
    from rich.console import Console

    console = Console(file=file or sys.stdout, width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)
    draw(page, console)


@contextmanager
def bar(doing: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr that is moved by the steps told, and gone afterwards."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as shown:
        task = shown.add_task(doing, total=total)
        yield lambda steps: shown.advance(task, steps)


def draw(page: Page, console: "Console") -> None:
    paper = _Paper(console, console.width, console.is_terminal or console.record)
    for block in page:
        if isinstance(block, Line):
            _line(block, paper)
        elif isinstance(block, Code):
            for text in block.text.split("\n"):
                _line(Line(text=f"    {text}", hang=6 + len(text) - len(text.lstrip())), paper)
        else:
            for part in _divided(block, paper.width) if block.divisible else (block,):
                _table(part, paper)


class _Paper(NamedTuple):
    """Where to draw; a console works out anew what it is whenever it is asked."""

    console: "Console"
    width: int
    shows_colour: bool


def _line(line: Line, paper: _Paper) -> None:
    style = "bold" if line.heading else _STYLES.get(line.tone, "") if line.tone else ""
    lead, hang = ("", line.hang) if line.label is None else (" " * _INSET + pad(line.label, _LABEL), _INSET + _LABEL)
    _print(hung(lead + printable(line.text.replace("\n", " ")), paper.width, hang), paper, style)


def _print(lines: Iterable[str], paper: _Paper, style: str = "") -> None:
    """Lines that fit; where nobody sees a colour, without what Rich does for one."""
    if paper.shows_colour:
        from rich.text import Text

        for text in lines:
            paper.console.print(Text(text, style=style))
    else:
        paper.console.file.writelines(f"{text}\n" for text in lines)


def hung(text: str, width: int, hang: int) -> list[str]:
    """The lines of a paragraph, those after the first `hang` columns in."""
    lead = text[: len(text) - len(text.lstrip(" \u3000"))]
    hang = min(hang, width // 2)
    first, *rest = wrap(text[len(lead) :], width - width_of(lead))
    if not rest:
        return [lead + first]
    # What follows the first line is narrower or wider than it, so it is wrapped anew.
    left = text[len(lead) :][len(first) :].lstrip(" \u3000")
    return [lead + first, *(" " * hang + one for one in wrap(left, width - hang))]


def _table(table: Table, paper: _Paper) -> None:
    from rich.text import Text

    rows = [_Safe(row) for row in table.rows]
    widths = _widths(table, rows, paper.width - table.indent)
    if not widths:
        return _stacked(table, rows, paper)
    inset = min(table.indent + widths[0] + _GAP, paper.width // 4)
    titles = [
        Text("\n".join(wrap(column.title, width)), style="dim")
        for column, width in zip(table.columns, widths, strict=True)
    ]
    waiting = [titles] if any(column.title for column in table.columns) else []
    for row in rows:
        waiting.append(_cells(row, widths))
        if row.notes:
            _grid(table, widths, waiting, paper)
            waiting = []
            for note in row.notes:
                _print(hung(" " * inset + note, paper.width, inset + 2), paper)
    if waiting:
        _grid(table, widths, waiting, paper)
    return None


def _stacked(table: Table, rows: "Iterable[_Safe]", paper: _Paper) -> None:
    """A line a cell, for a terminal too narrow for the columns."""
    for row in rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            for line in cell.split("\n"):
                _print(hung(f"{column.title}：{line}" if column.title else line, paper.width, 2), paper)
        for note in row.notes:
            _print(hung(note, paper.width, 2), paper)


def _cells(row: "_Safe", widths: Sequence[int]) -> "list[Text]":
    from rich.text import Text

    texts = [Text("\n".join(_wrapped(cell, width))) for cell, width in zip(row.cells, widths, strict=True)]
    if row.row.tone:
        texts[row.row.toned].stylize(_STYLES[row.row.tone])
    return texts


def _grid(table: Table, widths: Iterable[int], rows: "Iterable[list[Text]]", paper: _Paper) -> None:
    from rich.padding import Padding
    from rich.table import Table as Grid

    grid = Grid.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    for column, width in zip(table.columns, widths, strict=True):
        grid.add_column(justify="right" if column.right else "left", width=width, no_wrap=True, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    _print_trimmed(Padding(grid, (0, 0, 0, table.indent), expand=False), paper.console)


def _print_trimmed(drawn: "Padding", console: "Console") -> None:
    """Print without the spaces that fill each line up."""
    from rich.segment import Segment, Segments

    for line in console.render_lines(drawn, pad=False):
        while line and not line[-1].text.strip():
            line.pop()
        if line:
            line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
        console.print(Segments([*line, Segment.line()]), end="")


class _Safe:
    """A row whose texts hold nothing that a terminal would act on."""

    __slots__ = ("cells", "notes", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.cells = ["\n".join(map(printable, cell.split("\n"))) for cell in row.cells]
        self.notes = [printable(note.replace("\n", " ")) for note in row.notes]


def _wrapped(text: str, width: int) -> list[str]:
    return [line for part in text.split("\n") for line in wrap(part, width)]


def _widths(table: Table, rows: Iterable["_Safe"], width: int) -> list[int]:
    """A width a column: what its widest cell needs, while the last has enough for free text; none if that cannot be."""
    texts = [[column.title] for column in table.columns]
    for row in rows:
        for own, cell in zip(texts, row.cells, strict=True):
            own.extend(cell.split("\n"))
    wanted = [max(map(width_of, own)) for own in texts]
    gaps = _GAP * (len(wanted) - 1)
    least = min(wanted[-1], _LAST)
    while sum(wanted[:-1]) + gaps + least > width:
        widest = max(range(len(wanted) - 1), key=wanted.__getitem__, default=None)
        if widest is None or wanted[widest] <= _LEAST:
            break
        wanted[widest] -= 1
    left = width - sum(wanted[:-1]) - gaps
    return [*wanted[:-1], min(wanted[-1], left)] if left >= min(wanted[-1], _NARROWEST) else []


def _divided(table: Table, width: int) -> list[Table]:
    """The table, or several that fit: each has the first column and as many of the others as there is room for."""
    safe = [_Safe(row) for row in table.rows]
    wanted = [
        max(width_of(text) for text in (column.title, *(row.cells[n] for row in safe)))
        for n, column in enumerate(table.columns)
    ]
    parts: list[list[int]] = [[0]]
    used = wanted[0]
    for n in range(1, len(wanted)):
        if used + _GAP + wanted[n] > width and len(parts[-1]) > 1:
            parts.append([0])
            used = wanted[0]
        parts[-1].append(n)
        used += _GAP + wanted[n]
    return [
        Table(
            columns=tuple(table.columns[n] for n in part),
            rows=tuple(Row(cells=tuple(row.cells[n] for n in part)) for row in table.rows),
        )
        for part in parts
    ]
