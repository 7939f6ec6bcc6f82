"""Workbooks for Excel and WPS (Office Open XML), as they are read on a screen and printed on A4.

Of what a workbook would need to be told, nothing is left to the machine that writes it: the same sheets are the same
bytes. Every text is written as one, whatever it begins with.

Sections are merged as in print, and each row still holds its own, under the merge: so a filter finds all rows of a
section. To sort a range with merged cells, Excel, WPS and LibreOffice refuse with a sentence; had the merged column
been left out of the range, they would sort the tasks away from their sections without one. Whoever wants to sort takes
the merge back, which costs one click and no text; the header's cell says so.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from math import ceil
from typing import Any

from fuquan.errors import FuquanError
from fuquan.extras import office
from fuquan.owed import State
from fuquan.text import long_day, printable, width_of, wrap
from fuquan.view import words
from fuquan.view.page import Tone, text_of
from fuquan.view.workbook import Cell, Head, Leaf, Starred, Workbook

MOST_COLUMNS = 16_384
MOST_TEXT = 32_767
"""UTF-16 units in a cell."""

_FONT, _BOLD = "宋体", "黑体"
_TALLEST = 409
_LINE, _PAD = 14, 6
"""Points of a line of 10 point text, with the leading of the fonts that stand in for 宋体 elsewhere."""
_LINES = (_TALLEST - _PAD) // _LINE
_WIDEST = 120
_PAGE, _TALL = 145, 500
"""Columns across a page of A4 that lies, and points down, in full size."""
_SMALLEST = 0.6
_CHARTED = 25
"""Bodies in one chart, as tall as a page."""
_COLOURS = {Tone.LATE: ("#9C0006", "#FFC7CE"), Tone.SOON: ("#7F6000", "#FFEB9C"), Tone.DONE: ("#006100", "#C6EFCE")}
_SERIES: tuple[dict[str, Any], ...] = (
    {"fill": {"color": "#BFBFBF"}, "data_labels": {"value": True, "num_format": "0;-0;", "position": "outside_end"}},
    {
        "fill": {"color": "#1F4E79"},
        "data_labels": {
            "value": True,
            "num_format": "0;-0;",
            "position": "inside_base",
            "font": {"color": "#FFFFFF"},
        },
    },
)
_TONES = {words.STATES[state]: tone for state, tone in words.TONES.items()}
_CUT = "有的单元格文字过长，超出 Excel 的最大行高，打印时显示不全；全文在单元格内。"
_HINT = "要排序，请先取消本列的单元格合并；每行都有自己的“主要任务”，不会丢失。"


def workbook(book: Workbook, advance: Callable[[int], None] = lambda steps: None) -> bytes:
    """`advance` is told, as it goes, how many of `steps_of` the book are done."""
    for leaf in book.leaves:
        _refuse_what_is_too_wide(leaf)
    with office("写 Excel 文件"):
        import xlsxwriter

    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.set_properties(
        {
            "title": _text(book.title.replace("\n", " "))[:255],
            "author": _text(book.author.replace("\n", " "))[:255],
            "created": dt.datetime.combine(book.day, dt.time()),
        }
    )
    formats = _Formats(made)
    for leaf in book.leaves:
        sheet = _Sheet(made, formats, leaf, book.day)
        advance(sum(map(_characters, leaf.rows)))
        sheet.write(advance)
    made.close()
    return out.getvalue()


def steps_of(book: Workbook) -> int:
    """Characters, each of which is looked at for the width of its column and the height of its row, and written."""
    return 3 * sum(_characters(row) for leaf in book.leaves for row in leaf.rows)


def _characters(row: Sequence[Cell]) -> int:
    return sum(len(value) if isinstance(value, str) else 10 for value in row)


def _refuse_what_is_too_wide(leaf: Leaf) -> None:
    """Rows there are always enough: a task has a number of six digits."""
    if len(leaf.heads) > MOST_COLUMNS:
        told = f"“{leaf.name}”有{len(leaf.heads)}列，Excel 的一张表至多{MOST_COLUMNS}列"
        raise FuquanError(told, "请用 --section、--state 等选项分几次导出")


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, made: Any) -> None:
        self.made = made
        self.known: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **own: object) -> Any:
        key = tuple(sorted(own.items()))
        if key not in self.known:
            base = {"font_name": _FONT, "font_charset": 134, "font_size": 10, "valign": "vcenter", "text_wrap": True}
            self.known[key] = self.made.add_format({**base, **own})
        return self.known[key]

    def cell(self, **own: object) -> Any:
        return self.of(border=1, border_color="#808080", **own)


class _Sheet:
    """One sheet as it is written: title, lines below it, header, rows, total, notes."""

    def __init__(self, made: Any, formats: _Formats, leaf: Leaf, day: dt.date) -> None:
        self.made, self.formats, self.leaf, self.day = made, formats, leaf, day
        self.sheet = made.add_worksheet(leaf.name)
        self.rows = [[_shown(value) for value in row] for row in leaf.rows]
        self.titles = [_text(head.title) for head in leaf.heads]
        self.widths = [_width(head, self._column(n)) for n, head in enumerate(leaf.heads)] or [10] * 12
        self.pages = ceil(sum(self.widths) / (_PAGE / _SMALLEST)) if leaf.wide else 1
        # Columns across which lines are written: none that is repeated on the other pages.
        self.left = leaf.kept if self.pages > 1 else 0
        self.right = max(_first_page(self.widths) if self.pages > 1 else len(self.widths), self.left + 1) - 1
        self.top = 1 + len(leaf.under)
        self.first = self.top + 1
        self.is_cut = False

    def write(self, advance: Callable[[int], None]) -> None:
        leaf, sheet = self.leaf, self.sheet
        for n, width in enumerate(self.widths):
            sheet.set_column(n, n, width)
        self._line(0, leaf.title, font_name=_BOLD, font_size=16, align="center")
        for n, text in enumerate(leaf.under, 1):
            self._line(n, text, align="center")
        end = self.top
        if leaf.heads:
            self._head()
            end = self._body(advance)
        notes = (*leaf.notes, *([_CUT] if self.is_cut else []))
        for n, text in enumerate(notes, end + 1 if leaf.heads else end):
            self._line(n, text)
        self._colours()
        self._print()
        if leaf.bars:
            self._charts()

    def _column(self, n: int) -> Iterator[str]:
        yield self.titles[n]
        yield from (row[n] for row in self.rows)

    def _line(self, row: int, text: str, **own: object) -> None:
        """A line of text across the first page."""
        shown = _text(text)
        width = int(sum(self.widths[self.left : self.right + 1]) * 10 / float(str(own.get("font_size", 10))))
        self.sheet.set_row(row, _height(len(wrap(shown, width - 2)), int(str(own.get("font_size", 10)))))
        form = self.formats.of(**own)
        if self.right > self.left:
            self.sheet.merge_range(row, self.left, row, self.right, "", form)
        self.sheet.write_string(row, self.left, shown, form)

    def _head(self) -> None:
        leaf, sheet = self.leaf, self.sheet
        form = self.formats.cell(font_name=_BOLD, align="center", bg_color="#EDEDED")
        lines = (len(wrap(title, width - 1)) for title, width in zip(self.titles, self.widths, strict=True))
        # The button of the filter stands in the last line.
        sheet.set_row(self.top, _height(max(lines) + 1))
        for n, title in enumerate(self.titles):
            sheet.write_string(self.top, n, title, form)
        for n in leaf.spanned:
            sheet.data_validation(self.top, n, self.top, n, {"validate": "any", "input_message": _HINT})
        if leaf.rows:
            sheet.autofilter(self.top, 0, self.top + len(leaf.rows), len(leaf.heads) - 1)
        sheet.freeze_panes(self.first, leaf.kept)

    def _body(self, advance: Callable[[int], None]) -> int:
        """The row below the last that was written."""
        leaf = self.leaf
        heights = self._heights(advance)
        for n, (values, shown, height) in enumerate(zip(leaf.rows, self.rows, heights, strict=True), self.first):
            self.sheet.set_row(n, height)
            for column, (value, text) in enumerate(zip(values, shown, strict=True)):
                self._cell(n, column, value, text)
            advance(_characters(values))
        end = self.first + len(leaf.rows)
        for column in leaf.spanned:
            for start, run in self._paged(column, heights):
                if run > 1:
                    self._merge(start, run, column)
        if not leaf.total:
            return end
        # An empty row keeps it out of what Excel takes for the range of the filter.
        self.sheet.set_row(end, 6)
        self.sheet.set_row(end + 1, _height(1))
        for column, value in enumerate(leaf.total):
            self._cell(end + 1, column, value, _shown(value))
        return end + 2

    def _heights(self, advance: Callable[[int], None]) -> list[int]:
        widths = self._plain_widths()
        lines = []
        for values, shown in zip(self.leaf.rows, self.rows, strict=True):
            lines.append(max(_lines(text, width) for text, width in zip(shown, widths, strict=True)))
            advance(_characters(values))
        for column in self.leaf.spanned:
            for start, run in self._runs(column):
                least = ceil(_lines(self.rows[start][column], self.widths[column]) / run)
                lines[start : start + run] = [max(least, own) for own in lines[start : start + run]]
        self.is_cut = max(lines, default=0) > _LINES
        return [_height(own) for own in lines]

    def _plain_widths(self) -> list[int]:
        """Of a merged column a row need not hold all of the text."""
        return [10**6 if n in self.leaf.spanned else width for n, width in enumerate(self.widths)]

    def _runs(self, column: int) -> Iterator[tuple[int, int]]:
        start = 0
        for _, run in groupby(row[column] for row in self.rows):
            length = len(list(run))
            yield start, length
            start += length

    def _paged(self, column: int, heights: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The runs in parts no taller than a page: else whole pages would not say what their rows belong to."""
        page = _TALL * max(1, sum(self.widths) / _PAGE)
        for start, run in self._runs(column):
            parts = min(run, ceil(sum(heights[start : start + run]) / page))
            ends = [start + run * n // parts for n in range(parts + 1)]
            yield from ((first, last - first) for first, last in pairwise(ends))

    def _merge(self, start: int, run: int, column: int) -> None:
        form = self.formats.cell()
        first = self.first + start
        self.sheet.merge_range(first, column, first + run - 1, column, "", form)
        for n in range(run):
            self.sheet.write_string(first + n, column, self.rows[start + n][column], form)

    def _cell(self, row: int, column: int, value: Cell, text: str) -> None:
        kind = self.leaf.heads[column].kind
        is_told = kind == "text" or (kind == "day" and isinstance(value, str))  # 甲镇6月2日；乙镇6月4日
        align = {} if is_told else {"align": "center"}
        match value:
            case None | "":
                self.sheet.write_blank(row, column, None, self.formats.cell(**align))
            case Starred(day) | (dt.date() as day) if day.year >= 1900:
                year = "" if kind == "mark" and day.year == self.day.year else 'yyyy"年"'
                star = '"日*"' if isinstance(value, Starred) else '"日"'
                form = self.formats.cell(num_format=f'{year}m"月"d{star}', align="center")
                self.sheet.write_datetime(row, column, day, form)
            case int() | float():
                form = self.formats.cell(num_format="0.0%" if kind == "share" else '0;-0;"-"', align="center")
                self.sheet.write_number(row, column, value, form)
            case _:
                top = {} if _fits(text, self.widths[column]) else {"valign": "top"}
                self.sheet.write_string(row, column, text, self.formats.cell(**align, **top))

    def _colours(self) -> None:
        """Colour repeats what the words say, and follows them where somebody changes one."""
        first, last = self.first, self.first + len(self.leaf.rows) - 1
        marks = [n for n, head in enumerate(self.leaf.heads) if head.kind == "mark"]
        states = [n for n, head in enumerate(self.leaf.heads) if head.kind == "state"]
        if not self.leaf.rows:
            return
        for column in states:
            for word, tone in _TONES.items():
                form = self._tone(tone)
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": form}
                self.sheet.conditional_format(first, column, last, column, rule)
        if marks:
            late = words.STATES[State.OVERDUE]
            rule = {"type": "text", "criteria": "begins with", "value": late, "format": self._tone(Tone.LATE)}
            self.sheet.conditional_format(first, marks[0], last, marks[-1], rule)

    def _tone(self, tone: Tone) -> Any:
        colour, ground = _COLOURS[tone]
        return self.made.add_format({"font_color": colour, "bg_color": ground})

    def _print(self) -> None:
        from xlsxwriter.utility import xl_col_to_name

        sheet, leaf = self.sheet, self.leaf
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.fit_to_pages(self.pages, 0)
        if leaf.bars:  # no chart is cut in two
            sheet.set_h_pagebreaks(range(self.first + _CHARTED, self.first + len(leaf.rows), _CHARTED))
        if leaf.heads:
            sheet.repeat_rows(self.top)
            last = self.first + len(leaf.rows)
            sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(leaf.heads) - 1)}{last}"})
            if leaf.kept:
                sheet.repeat_columns(0, leaf.kept - 1)

    def _charts(self) -> None:
        """Bars of numbers beside the table; of many bodies several charts, each beside those it shows."""
        leaf = self.leaf
        for start in range(0, len(leaf.rows), _CHARTED):
            first = self.first + start
            last = min(first + _CHARTED, self.first + len(leaf.rows)) - 1
            chart = self.made.add_chart({"type": "bar"})
            for column, own in zip(leaf.bars, _SERIES, strict=True):
                chart.add_series(
                    {
                        "name": [leaf.name, self.top, column],
                        "categories": [leaf.name, first, 0, last, 0],
                        "values": [leaf.name, first, column, last, column],
                        "border": {"color": "#404040"},
                        "gap": 60,
                        "overlap": 100,  # what is done lies upon what is due
                        **own,
                    }
                )
            of = words.listed(leaf.heads[column].title for column in leaf.bars)
            title = f"各单位{of}项数（截至{long_day(self.day)}）"
            chart.set_title({"name": title, "name_font": {"name": _BOLD, "size": 12, "bold": False}, "overlay": False})
            chart.set_y_axis({"reverse": True, "num_font": {"name": _FONT, "size": 9}})
            chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
            chart.set_legend({"position": "bottom", "font": {"name": _FONT, "size": 9}})
            chart.set_size({"width": 480, "height": min(26 * (last - first + 1) + 90, 26 * _CHARTED)})
            beside = {"x_offset": 12, "object_position": 2, "description": title}
            self.sheet.insert_chart(first, len(leaf.heads), chart, beside)


def _width(head: Head, texts: Iterator[str]) -> int:
    """As wide as the longest line, if that is less than enough; wider where a row would grow too tall for Excel."""
    shown = list(dict.fromkeys(texts))
    natural = max(width_of(line) for text in shown for line in text.split("\n")) + 2
    least = min(natural, width_of(head.title) + 2, 8)
    width = max(least, min(head.width, natural))
    for text in shown:
        while not _fits(text, width) and _fits(text, _WIDEST):
            width = min(_WIDEST, ceil(width * 1.3))
    return width


def _lines(text: str, width: int) -> int:
    return _counted(text, width) if "\n" in text or len(text) * 2 >= width else 1


@lru_cache(maxsize=20_000)
def _counted(text: str, width: int) -> int:
    return len(wrap(text, width - 1))


def _fits(text: str, width: int) -> bool:
    """Whether the tallest row holds it; most texts are so short or so long that they need not be wrapped to know."""
    if len(text) * 4 // width + text.count("\n") < _LINES:  # a line is half full at least
        return True
    return width_of(text) <= _LINES * width and _lines(text, width) <= _LINES


def _height(lines: int, size: int = 10) -> int:
    return min(_TALLEST, ceil(lines * _LINE * size / 10) + _PAD)


def _first_page(widths: Sequence[int]) -> int:
    """How many columns stand on the first page."""
    return sum(total <= _PAGE / _SMALLEST for total in accumulate(widths))


def _shown(value: Cell) -> str:
    """What a cell says, as wide as it will be."""
    match value:
        case Starred(day):
            return f"{long_day(day)}*"
        case float():
            return f"{value:.1%}"
        case _:
            return _text(text_of(value))


def _text(text: str) -> str:
    """A text that a cell can hold; what nobody sees is written out."""
    shown = "\n".join(map(printable, text.split("\n")))
    coded = shown.encode("utf-16-le")
    if len(coded) <= MOST_TEXT * 2:
        return shown
    told = f"…（全文{len(text)}字，一格写不下）"
    return coded[: (MOST_TEXT - len(told)) * 2].decode("utf-16-le", errors="ignore") + told
