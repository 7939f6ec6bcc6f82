"""Workbooks that others send: the values of one sheet, and only of files that are what they say.

What the file weighs, unpacks to and holds is looked at first, and the library that reads the values is handed what was
looked at and nothing else. It runs no formula and no macro, and follows no path.
"""

import datetime as dt
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from fuquan.extras import office
from fuquan.workbook.layout import Layout, Place, looked_at
from fuquan.workbook.layout import name_of as name_of
from fuquan.workbook.parts import DAMAGED, packed, parts
from fuquan.workbook.parts import MOST_BYTES as MOST_BYTES
from fuquan.workbook.parts import Refused as Refused

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Value = int | float | str | bool | dt.date | dt.datetime | dt.time | dt.timedelta


class Sheet(NamedTuple):
    cells: Mapping[Place, Value]
    """By row and column, from 1; those that hold something."""
    formulas: frozenset[Place]
    merged: tuple[tuple[Place, Place], ...]
    """First and last cell of each."""


def read(data: bytes, name: str) -> Sheet | Refused:
    """The sheet of that name in a workbook, or why the file is not read."""
    found = parts(data)
    if isinstance(found, Refused):
        return found
    layout = looked_at(found, name)
    if isinstance(layout, Refused):
        return layout
    with office("读取 Excel 文件"):
        import python_calamine as calamine
    try:
        with _quiet():
            return _values(calamine.load_workbook(io.BytesIO(packed(found))).get_sheet_by_name(name), layout)
    except Exception:  # whatever else is wrong with a file
        return DAMAGED
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # where the library itself gives up
            raise
        return DAMAGED


def _values(sheet: "CalamineSheet", layout: Layout) -> Sheet:
    top, left = sheet.start or (0, 0)
    rows = sheet.to_python()
    return Sheet(
        cells={
            (top + down + 1, left + right + 1): value
            for down, row in enumerate(rows)
            for right, value in enumerate(row)
            if value != ""
        },
        formulas=layout.formulas,
        merged=tuple(
            ((first[0] + 1, first[1] + 1), (last[0] + 1, last[1] + 1)) for first, last in sheet.merged_cell_ranges or ()
        ),
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """What the library prints where it gives up is not for the user's eyes; it writes past Python."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # nobody listens
        yield
        return
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
