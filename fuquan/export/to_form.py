"""A form as an Excel file: locked but for the cells to fill in, which say what belongs into them."""

import datetime as dt
import io
from itertools import groupby
from typing import TYPE_CHECKING, Any

from fuquan.extras import office
from fuquan.forms import form as layout
from fuquan.forms.form import COLUMNS, DONE, EVIDENCE, EXPECTED, HEAD_ROW, KEY, PROGRESS, REASON, Form, FormRow
from fuquan.text import long_day, printable, wrap

if TYPE_CHECKING:
    from xlsxwriter import Workbook, Worksheet

_WIDTHS = (5, 27, 13, 12, 25, 12, 13, 19, 19, 13)
"""Of the columns in characters of half width: together as wide as A4 lies, at a size that is read on paper."""

_LINES = 3
"""Of a row at least: what is filled in needs room as well."""
_TALLEST = 409
"""Points; no row of a sheet is taller."""

_DAY = 'yyyy"年"m"月"d"日"'


def form(of: Form) -> bytes:
    """The bytes hang on the form alone."""
    with office("写 Excel 文件"):
        import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": of.title, "created": dt.datetime(of.day.year, of.day.month, of.day.day)})
    sheet = book.add_worksheet(layout.SHEET)
    styles = _styles(book)
    _heading(sheet, of, styles)
    for n, row in enumerate(of.rows, HEAD_ROW):
        _row(sheet, n, row, styles)
    _validate(sheet, of)
    _paper(sheet, of)
    book.close()
    return out.getvalue()


_Styles = dict[str, Any]


def _styles(book: "Workbook") -> _Styles:
    base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
    cell = base | {"border": 1, "text_wrap": True}
    fill = cell | {"bg_color": "#FFF8DC", "locked": False}
    made = {
        "title": base | {"font_name": "黑体", "font_size": 16, "align": "center"},
        "under": base | {"align": "center"},
        "told": base | {"text_wrap": True, "valign": "top"},
        "head": cell | {"font_name": "黑体", "align": "center", "bg_color": "#E7E6E6"},
        "text": cell,
        "middle": cell | {"align": "center"},
        "day": cell | {"align": "center", "num_format": _DAY},
        "none": cell | {"bg_color": "#F2F2F2"},
        "fill": fill | {"num_format": "@"},
        "fill_day": fill | {"align": "center", "num_format": _DAY},
        "key": base | {"font_size": 8, "hidden": True},
    }
    return {name: book.add_format(given) for name, given in made.items()}


def _heading(sheet: "Worksheet", of: Form, styles: _Styles) -> None:
    last = len(COLUMNS) - 1
    texts = ((of.title, "title"), (printable(of.under), "under"), (of.instructions, "told"))
    for n, (text, style) in enumerate(texts):
        sheet.merge_range(n, 0, n, last, "", styles[style])
        sheet.write_string(n, 0, text, styles[style])
    sheet.set_row(0, 28)
    sheet.set_row(2, 15 * len(wrap(of.instructions, sum(_WIDTHS))) + 6)
    sheet.write_string(0, KEY - 1, of.key, styles["key"])
    for column, title in enumerate(COLUMNS):
        sheet.write_string(HEAD_ROW - 1, column, title, styles["head"])
        sheet.set_column(column, column, _WIDTHS[column])
    sheet.set_row(HEAD_ROW - 1, 22)
    sheet.set_column(KEY - 1, KEY - 1, 12, None, {"hidden": True})


def _row(sheet: "Worksheet", n: int, row: FormRow, styles: _Styles) -> None:
    told = ((1, row.name), (2, row.limit), (4, row.standing))
    lines = max(len(wrap(text, _WIDTHS[column] - 1)) for column, text in told)
    sheet.set_row(n, min(_TALLEST, 14.5 * max(lines, _LINES) + 4))  # who opens it does not see to that
    sheet.write_number(n, 0, row.number, styles["middle"])
    for column, text in told:
        sheet.write_string(n, column, text, styles["middle" if column == 2 else "text"])
    if row.due is None:
        sheet.write_blank(n, 3, None, styles["day"])
    else:
        sheet.write_datetime(n, 3, dt.datetime(row.due.year, row.due.month, row.due.day), styles["day"])
    for column in (PROGRESS, DONE, EVIDENCE, REASON, EXPECTED):
        is_day, is_asked = column in (DONE, EXPECTED), not row.is_return or column in (PROGRESS, DONE)
        sheet.write_blank(n, column - 1, None, styles["none" if not is_asked else "fill_day" if is_day else "fill"])
    sheet.write_string(n, KEY - 1, row.key, styles["key"])


def _validate(sheet: "Worksheet", of: Form) -> None:
    """One rule for the cells of a column that ask for the same."""
    first = HEAD_ROW
    for is_return, rows in groupby(of.rows, key=lambda row: row.is_return):
        last = first + len(tuple(rows)) - 1
        for column, rule in _rules(of, is_return=is_return).items():
            sheet.data_validation(first, column - 1, last, column - 1, {"ignore_blank": True} | rule)
        first = last + 1


def _rules(of: Form, *, is_return: bool) -> dict[int, dict[str, Any]]:
    """What the cells ask for and refuse. Words of one's own are no mistake where progress is told."""
    told = [layout.DONE_WORD, layout.STARTED_WORD, layout.NONE_WORD]
    day = "请填年月日，如 2023-4-26"
    rules: dict[int, dict[str, Any]] = {
        PROGRESS: {
            "validate": "list",
            "source": [layout.RETURNED_WORD] if is_return else told,
            "input_title": "进展",
            "input_message": "请从下拉框选" if is_return else "请从下拉框选，也可以直接写进展情况",
            "show_error": is_return,
        }
        | (_OF_RETURN if is_return else {}),
        DONE: {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.datetime(of.first.year, 1, 1),
            "maximum": "=TODAY()",
            "input_title": "报送日期" if is_return else "完成日期",
            "input_message": f"{day}；没有{'报送' if is_return else '完成'}的不填",
            "error_title": "日期不对",
            "error_message": f"{day}；应在{long_day(of.first)}以后，不晚于今天",
        },
    }
    if is_return:
        return rules
    return rules | {
        EVIDENCE: _any("佐证材料", "请写材料的名称或者文号，几份的分行写"),
        REASON: _any("原因", "还没有完成的，请写原因"),
        EXPECTED: {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.datetime(of.day.year, of.day.month, of.day.day),
            "maximum": dt.datetime(of.last_year, 12, 31),
            "input_title": "预计完成时间",
            "input_message": f"{day}；已经完成的不填",
            "error_title": "日期不对",
            "error_message": f"{day}；应在{long_day(of.day)}到{of.last_year}年底之间",
        },
    }


_OF_RETURN = {"error_title": "进展", "error_message": f"这一行请选“{layout.RETURNED_WORD}”，或者不填"}
"""What is said where a word of one's own is refused."""


def _any(title: str, message: str) -> dict[str, Any]:
    return {"validate": "any", "input_title": title, "input_message": message}


def _paper(sheet: "Worksheet", of: Form) -> None:
    """Locked without a password, which would keep out nobody; rows and columns may be made larger."""
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(HEAD_ROW - 1)
    sheet.print_area(0, 0, HEAD_ROW - 1 + len(of.rows), len(COLUMNS) - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.freeze_panes(HEAD_ROW, 2)
    sheet.hide_gridlines(2)
    sheet.set_selection(HEAD_ROW, PROGRESS - 1, HEAD_ROW, PROGRESS - 1)
