"""Forms as the program makes them, filled in by other code than wrote them, as a town would."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
from conftest import EXAMPLE
from openpyxl.worksheet.worksheet import Worksheet

from fuquan.export import to_form
from fuquan.forms.form import SHEET, forms
from fuquan.load import load
from fuquan.owed import situation

TODAY = date(2023, 5, 10)


def blank(unit: str, folder: Path = EXAMPLE, day: date = TODAY) -> bytes:
    """The form of the body on that day."""
    plan = load(folder).plan
    assert plan is not None
    [one] = forms(situation(plan, day), {unit})
    return to_form.form(one)


def fill(form: bytes, cells: Mapping[str, object], change: Callable[[Worksheet], object] | None = None) -> bytes:
    """The form with these cells filled in, and saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book[SHEET]
    for name, value in cells.items():
        sheet[name] = value
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
