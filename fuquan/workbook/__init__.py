"""Workbooks that others send: the values of one sheet, and only of files that are what they say.

What the file weighs, unpacks to and holds is looked at first, and the library that reads the values is handed what was
looked at and nothing else. It runs no formula and no macro, and follows no path.
"""

import datetime as dt
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
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
    others: Mapping[str, Mapping[Place, Value]] = MappingProxyType({})
    """The cells of the other sheets that are seen, by name."""
    comments: frozenset[Place] = frozenset()
    """The cells that are commented on; what is said there is not read."""


ERROR = "#N/A"
"""What stands for any error in a cell, be it #NAME? or #VALUE!."""


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
            book = calamine.load_workbook(io.BytesIO(packed(found)))
            others = {one: _cells(book.get_sheet_by_name(one), errors) for one, errors in layout.others.items()}
            return _values(book.get_sheet_by_name(name), layout, others)
    except Exception:  # whatever else is wrong with a file
        return DAMAGED
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # where the library itself gives up
            raise
        return DAMAGED


def _values(sheet: "CalamineSheet", layout: Layout, others: Mapping[str, Mapping[Place, Value]]) -> Sheet:
    return Sheet(
        cells=_cells(sheet, layout.errors),
        formulas=layout.formulas,
        merged=tuple(
            ((first[0] + 1, first[1] + 1), (last[0] + 1, last[1] + 1)) for first, last in sheet.merged_cell_ranges or ()
        ),
        others=others,
        comments=layout.comments,
    )


def _cells(sheet: "CalamineSheet", errors: frozenset[Place]) -> Mapping[Place, Value]:
    """Those that hold something; the library has nothing where there is an error."""
    top, left = sheet.start or (0, 0)
    cells: dict[Place, Value] = {
        (top + down + 1, left + right + 1): value
        for down, row in enumerate(sheet.to_python())
        for right, value in enumerate(row)
        if value != ""
    }
    return cells | dict.fromkeys(errors, ERROR)


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
