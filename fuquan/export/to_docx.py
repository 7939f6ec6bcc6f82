"""Papers as Word documents, in the layout of GB/T 9704-2012."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Any

from fuquan.export import word
from fuquan.export.word import element, paragraph, run
from fuquan.extras import office
from fuquan.text import printable, width_of, wrap
from fuquan.view.page import text_of
from fuquan.view.paper import Grid, Paper, Paragraph

if TYPE_CHECKING:
    from docx.document import Document as Word


def paper(paper: Paper, *, title: str, author: str, day: dt.date) -> bytes:
    """The document; `title`, `author` and `day` are what its properties say. The same paper gives the same bytes."""
    with office("写 Word 文件"):
        import docx  # noqa: F401 - whether it is there

    document = word.begun(title, author, day)
    first = document.sections[0]
    is_wide = bool(paper) and isinstance(paper[0], Grid) and paper[0].wide
    word.lay_out(first, wide=is_wide)
    word.number_pages(first, wide=is_wide)
    signed = next((part.text for part in paper if isinstance(part, Paragraph) and part.place == "date"), "")
    above: Paragraph | Grid | None = None
    for n, part in enumerate(paper):
        if isinstance(part, Grid):
            if above is not None:
                _turn_page(document, wide=part.wide, is_other=part.wide is not is_wide)
                is_wide = part.wide
            _add(document, *_grid(part))
        else:
            is_below_title = _is_head(above) and not _is_head(part)
            is_kept = _is_kept(part, paper[n + 1 :])
            _add(document, _paragraph(part, signed, is_below_title=is_below_title, is_kept=is_kept))
        above = part
    out = io.BytesIO()
    document.save(out)
    return word.same(out.getvalue())


def _is_head(part: Paragraph | Grid | None) -> bool:
    return isinstance(part, Paragraph) and part.place in ("title", "under", "number")


def _is_kept(part: Paragraph, following: Paper) -> bool:
    """Whether it stays on the page of what follows: neither a signature nor 附：… is alone on a page.

    More than two lines are not kept, since LibreOffice would move the whole of them.
    """
    is_short = part.place != "body" or len(part.lead + part.text) <= 54
    after = following[0] if following else None
    return is_short and isinstance(after, Paragraph) and after.place in ("signature", "date", "contact", "attached")


def _add(document: "Word", *blocks: Any) -> None:
    properties = document.element.body.sectPr
    assert properties is not None  # noqa: S101 - each document has one
    for block in blocks:
        properties.addprevious(block)


def _turn_page(document: "Word", *, wide: bool, is_other: bool) -> None:
    """What follows stands on a page of its own, which may lie across."""
    section = document.add_section()
    word.lay_out(section, wide=wide)
    if is_other:
        word.number_pages(section, wide=wide)
    # The library ends the section before in a paragraph of its own, which might take a page.
    end = document.element.body[-2]
    before = end.getprevious()
    before.get_or_add_pPr().append(end.pPr.find(_SECTION))
    document.element.body.remove(end)


_SECTION = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}sectPr"


def _paragraph(part: Paragraph, date: str, *, is_below_title: bool, is_kept: bool) -> Any:
    style = word.STYLES[part.place]
    more: list[Any] = [element("w:keepNext")] if is_kept else []
    more += [word.spaced(1)] if is_below_title and not style.above else []  # 7.3.2: 标题下空一行
    match part.place:
        case "title":
            more += _balanced(part.text, word.WIDTH)
        case "signature" | "date":
            more.append(word.indent(style.size, right=_signed(part.text, date) if part.place == "signature" else 4))
    runs = [*([run(part.lead, word.KAI)] if part.lead else []), *([run(part.text)] if part.text else [])]
    return paragraph(style, *runs, more=tuple(more))


def _signed(name: str, date: str) -> float:
    """7.3.5.1, for papers that bear a seal: the date ends four characters from the edge (右空四字), and the name stands
    centred over it, as far as it can without leaving the type area.
    """
    return max(0, 4 + (width_of(printable(date)) - width_of(printable(name))) / 4)


def _balanced(title: str, across: float) -> list[Any]:
    """7.3.1: the lines of a title are alike (排列对称，长短适宜): those of a long one are set narrower than the
    type area, which is that many millimetres `across`.
    """
    style = word.STYLES["title"]
    length, most = _measured(title, across)
    lines = ceil(length / most)
    spare = (most - ceil(length / lines) - 1) / 2 if lines > 1 else 0
    return [word.indent(style.size, left=spare, right=spare)] if spare >= 1 else []


def _measured(title: str, across: float) -> tuple[int, int]:
    """Its characters, and how many of them a line takes."""
    return ceil(width_of(printable(title)) / 2), int(across / 25.4 * 72 / word.STYLES["title"].size)


def _grid(grid: Grid) -> Iterator[Any]:
    across = word.LENGTH if grid.wide else word.WIDTH
    yield paragraph(word.STYLES["title"], run(grid.title), more=tuple(_balanced(grid.title, across)))
    if grid.under:
        yield paragraph(word.STYLES["under"], run(grid.under))
    whole = across / 25.4 * 1440
    widths = [round(whole * share / sum(grid.widths)) for share in grid.widths]
    texts = [[text_of(value) for value in row] for row in grid.rows]
    centred = [all(len(text) <= _FEW for text in column) for column in zip(*texts, strict=True)]
    lines = [_tallest(row, widths, spans) for row, spans in zip(texts, _spans(texts, grid.spanned), strict=True)]
    starts = _starts(lines, grid, across)
    yield element(
        "w:tbl",
        element(
            "w:tblPr",
            element("w:tblW", w=str(sum(widths)), type="dxa"),
            element("w:jc", val="center"),
            element(
                "w:tblBorders",
                *(element(f"w:{edge}", val="single", sz="4", space="0", color="auto") for edge in _EDGES),
            ),
            element("w:tblLayout", type="fixed"),
            element(
                "w:tblCellMar", *(element(f"w:{edge}", w=str(each), type="dxa") for edge, each in _MARGINS.items())
            ),
        ),
        element("w:tblGrid", *(element("w:gridCol", w=str(each)) for each in widths)),
        _head(grid.columns, widths),
        *(
            _row(row, widths, own, spans, centred)
            for row, own, spans in zip(texts, lines, _spans(texts, grid.spanned, starts), strict=True)
        ),
    )
    # A table is followed by a paragraph; this one takes no room, nor a page behind a table that fills its own.
    alone = element("w:snapToGrid", val="0"), element("w:spacing", before="0", after="0", line="20", lineRule="exact")
    yield element("w:p", element("w:pPr", *alone, element("w:rPr", element("w:vanish"), *word.size(1))))


_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGINS = {"top": 40, "left": 60, "bottom": 40, "right": 60}  # twips within a cell
_FEW = 8
"""Characters of cells that are centred, where all of a column are so short."""
_TALL = 16
"""Lines of a row that the end of a page may part."""


def _starts(lines: Sequence[int], grid: Grid, across: float) -> frozenset[int]:
    """The rows that are the first to begin on a further page, as near as can be told without the program that prints
    them: where it may be this or the next, both. A name that stands twice on a page is better than one that does not.
    """
    room = (word.LENGTH + word.WIDTH - across) / 25.4 * 72 - _points(1)  # the header stands on every page
    length, most = _measured(grid.title, across)
    under = wrap(grid.under, int(across / 25.4 * 72 / word.STYLES["under"].size * 2)) if grid.under else ()
    left = room - word.LINE * (ceil(length / most) + len(under))
    found, page, last = set(), 0, 0
    for n, own in enumerate(lines):
        if _points(own) > left and own <= _TALL:
            page, left = page + 1, room
        if page > last or _points(own + _UNSURE) > left:
            found.add(n)
            last = page
        left -= _points(own)
        while left < 0:
            page, left = page + 1, left + room
    return frozenset(found)


_UNSURE = 1
"""Lines that a page may take more or less than is reckoned."""


def _points(lines: int) -> float:
    """Of a row of so many lines, with its margins and a border."""
    return lines * word.CELL.line + (_MARGINS["top"] + _MARGINS["bottom"]) / 20 + 0.5


def _spans(
    rows: Sequence[Sequence[str]], spanned: frozenset[int], starts: frozenset[int] = frozenset()
) -> Iterator[list[str | None]]:
    """By row, whether each cell begins (restart) or goes on with (continue) one that spans several.

    None does so across the start of a page, where its text would stand on the page before alone.
    """
    for n, row in enumerate(rows):
        above = rows[n - 1] if n and n not in starts else None
        below = rows[n + 1] if n + 1 < len(rows) and n + 1 not in starts else None
        yield [
            None
            if k not in spanned
            else "continue"
            if above and above[k] == text
            else "restart"
            if below and below[k] == text
            else None
            for k, text in enumerate(row)
        ]


def _head(columns: Sequence[str], widths: Sequence[int]) -> Any:
    """The titles, on every page that the table goes on to."""
    cells = []
    for title, places in groupby(range(len(columns)), lambda n: columns[n]):
        own = list(places)
        width = element("w:tcW", w=str(sum(widths[n] for n in own)), type="dxa")
        span = [element("w:gridSpan", val=str(len(own)))] if len(own) > 1 else []
        cells.append(_cell(paragraph(word.HEAD, run(title)), width, *span))
    return element("w:tr", element("w:trPr", element("w:cantSplit"), element("w:tblHeader")), *cells)


def _row(
    row: Sequence[str], widths: Sequence[int], lines: int, spans: Sequence[str | None], centred: Sequence[bool]
) -> Any:
    cells = []
    for text, width, span, is_centred in zip(row, widths, spans, centred, strict=True):
        look = (element("w:jc", val="center"),) if is_centred else ()
        runs = [run(text)] if text and span != "continue" else []
        merged = [element("w:vMerge", val=span)] if span else []
        cells.append(_cell(paragraph(word.CELL, *runs, more=look), element("w:tcW", w=str(width), type="dxa"), *merged))
    whole = [element("w:trPr", element("w:cantSplit"))] if lines <= _TALL else []
    return element("w:tr", *whole, *cells)


def _tallest(row: Sequence[str], widths: Sequence[int], spans: Sequence[str | None]) -> int:
    """Lines of the row, which need not hold a cell that spans several."""
    cells = zip(row, widths, spans, strict=True)
    return max((_height(text, width) for text, width, span in cells if not span), default=1)


def _height(text: str, width: int) -> int:
    """Lines that the text fills in a cell of so many twips, about."""
    columns = max(2, int((width - _MARGINS["left"] - _MARGINS["right"]) / (word.CELL.size * 10)))
    return sum(len(wrap(printable(line), columns)) for line in text.split("\n"))


def _cell(content: Any, *properties: Any) -> Any:
    return element("w:tc", element("w:tcPr", *properties, element("w:vAlign", val="center")), content)
