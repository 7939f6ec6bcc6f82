"""Pages of lines and tables, and the flat sheets that programs read."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from fuquan.text import long_day


class Tone(StrEnum):
    """A colour that repeats what the words say."""

    LATE = "late"
    SOON = "soon"
    DONE = "done"


class Line(NamedTuple):
    """A paragraph; what does not fit on its first line stands `hang` columns in.

    With a `label` of up to four Han characters it is a field, whose text stands in a column of its own; with an empty
    one it belongs to the field above.
    """

    text: str
    hang: int = 0
    label: str | None = None
    tone: Tone | None = None
    heading: bool = False
    item: bool = False
    """Whether it is one of a list, which Markdown marks."""


class Column(NamedTuple):
    title: str
    right: bool = False


class Row(NamedTuple):
    """Cells may hold several lines. `notes` stand below the row, across the table; `tone` colours the cell `toned`."""

    cells: tuple[str, ...]
    notes: tuple[str, ...] = ()
    tone: Tone | None = None
    toned: int = 1
    tones: tuple[Tone | None, ...] = ()
    """Of each cell, for what can colour them all; empty where none has one."""


class Table(NamedTuple):
    """The last column takes the width that the others leave, so long text stands there. `indent` is in columns.

    A `divisible` table that is too wide goes on in further ones, each with the first column.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    indent: int = 0
    divisible: bool = False


class Code(NamedTuple):
    """Text that stands as it is, line by line: a piece of YAML."""

    text: str


Page = tuple[Line | Table | Code, ...]

BLANK = Line(text="")

Value = str | int | float | dt.date | None


def text_of(value: Value) -> str:
    """A plain value as people write it."""
    return "" if value is None else long_day(value) if isinstance(value, dt.date) else str(value)


class Sheet(NamedTuple):
    """A table of plain values under one header, dates as dates."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
