"""Sheets as CSV (RFC 4180): ISO dates, and text that no spreadsheet takes for a formula."""

import csv
import datetime as dt
import io

from fuquan.text import printable
from fuquan.view.page import Sheet, Value


def sheet(sheet: Sheet) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([_cell(value) for value in row] for row in sheet.rows)
    return out.getvalue()


def _cell(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case dt.date():
            return value.isoformat()
        case str():
            text = "\n".join(map(printable, value.split("\n")))
            # A leading apostrophe is how a spreadsheet itself marks text that would else be a formula.
            return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
        case _:
            return value
