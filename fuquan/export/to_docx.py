"""Papers as Word documents, in the layout of GB/T 9704-2012.

The fonts are named, not brought: 方正小标宋简体, 仿宋_GB2312, 楷体_GB2312 and 黑体 are on the machines of offices;
elsewhere the table of fonts says which are like them.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from fuquan.extras import office
from fuquan.text import long_day, printable
from fuquan.view.page import Value
from fuquan.view.paper import Grid, Paper, Paragraph

if TYPE_CHECKING:
    from docx.document import Document as Word

SONG, FANG, KAI, HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"

_ALIKE = {SONG: "华文中宋", FANG: "仿宋", KAI: "楷体", HEI: "SimHei", "宋体": "SimSun"}
"""What a machine without the font has in its place."""


class _Style(NamedTuple):
    """A kind of paragraph; sizes in points (二号 22, 三号 16, 四号 14), indents in characters of its size."""

    name: str
    font: str = FANG
    size: float = 16
    first: float = 0
    align: str = "both"
    level: int | None = None
    """In the outline that Word shows beside the text."""
    above: int = 0
    """Lines left free above it."""


_STYLES = {  # 7.3: where each part stands
    "title": _Style("公文标题", SONG, 22, align="center", level=0),
    "under": _Style("公文题注", KAI, align="center"),
    "number": _Style("公文编号", align="right"),
    "addressee": _Style("公文主送", above=1),
    "heading": _Style("公文一级标题", HEI, first=2, level=1),
    "body": _Style("公文正文", first=2),
    "signature": _Style("公文署名", align="right", above=1),
    "date": _Style("公文成文日期", align="right"),
    "contact": _Style("公文联系人", first=2),
    "attached": _Style("公文附件说明", first=2, above=1),
}
_CELL = _Style("公文表格", size=10.5, align="left")

_LINE = 28.95  # points: 22 lines in 225 mm
_WIDTH, _LENGTH = 156, 225  # mm, the type area
_ABOVE, _LEFT, _RIGHT, _BELOW = 37, 28, 26, 35  # mm round it


def paper(paper: Paper, *, title: str, author: str, day: dt.date) -> bytes:
    """The document; `title`, `author` and `day` are what its properties say. The same paper gives the same bytes."""
    with office("写 Word 文件"):
        import docx

    document = docx.Document()
    _set_up(document, title, author, day)
    signed = next((part.text for part in paper if isinstance(part, Paragraph) and part.place == "date"), "")
    for n, part in enumerate(paper):
        if isinstance(part, Grid):
            _add_grid(document, part, is_first=not n)
        else:
            _add_paragraph(document, part, signed)
    out = io.BytesIO()
    document.save(out)
    return same(out.getvalue())


def same(document: bytes) -> bytes:
    """The file without the time at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _set_up(document: "Word", title: str, author: str, day: dt.date) -> None:
    properties = document.core_properties
    made = dt.datetime.combine(day, dt.time(), dt.UTC)
    properties.title, properties.author, properties.last_modified_by = legal(title), legal(author), legal(author)
    properties.created = properties.modified = made
    properties.comments, properties.language, properties.revision = "", "zh-CN", 1
    _name_fonts(document)
    _set_default(document)
    for style in (*_STYLES.values(), _CELL):
        _add_style(document, style)
    _lay_out(document.sections[0], wide=False)
    _number_pages(document)


def _name_fonts(document: "Word") -> None:
    from docx.oxml.ns import nsdecls

    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{alike}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"roman" if name in (SONG, "宋体") else "modern"}"/><w:pitch w:val="variable"/></w:font>'
        for name, alike in _ALIKE.items()
    )
    package = document.part.package
    for key in [key for key, one in package.rels.items() if one.reltype.endswith("/thumbnail")]:
        del package.rels[key]  # a picture of the library's own template
    for part in package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


def _set_default(document: "Word") -> None:
    """What is said nowhere else: the language, and the body's own font."""
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults is not None  # noqa: S101 - the library's own template has it
    for child in list(defaults):
        defaults.remove(child)
    defaults.append(_fonts(FANG))
    defaults.append(_element("w:sz", val="32"))
    defaults.append(_element("w:lang", val="zh-CN", eastAsia="zh-CN"))


def _add_style(document: "Word", style: _Style) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    element = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH).element
    is_cell = style is _CELL
    pitch = _element("w:spacing", before="0", after="0") if is_cell else _pitch(style.above)
    element.append(
        _element(
            "w:pPr",
            *([_element("w:keepNext")] if style.level is not None else []),
            _element("w:widowControl", val="0"),
            *(_element(f"w:autoSpace{kind}", val="0") for kind in ("DE", "DN")),
            _element("w:snapToGrid", val="0"),  # on which LibreOffice gives a tall line twice the room
            pitch,
            *([_indent(style.size, first=style.first)] if style.first else []),
            _element("w:jc", val=style.align),
            *([_element("w:outlineLvl", val=str(style.level))] if style.level is not None else []),
        )
    )
    element.append(_element("w:rPr", _fonts(style.font), *([_spacing()] if not is_cell else []), *_size(style.size)))


def _pitch(above: int) -> Any:
    """Lines of a fixed height, so that 22 of them fill a page wherever it is opened."""
    return _element(
        "w:spacing", before=str(round(above * _LINE * 20)), after="0", line=str(round(_LINE * 20)), lineRule="exact"
    )


def _spacing() -> Any:
    """28 characters of 16 points are wider than 156 mm: each gives way by a quarter of a point."""
    return _element("w:spacing", val="-5")


def _size(points: float) -> list[Any]:
    return [_element("w:sz", val=str(round(points * 2))), _element("w:szCs", val=str(round(points * 2)))]


def _indent(size: float, *, first: float = 0, right: float = 0) -> Any:
    """Characters, and the same in twips for programs that do not count them."""
    marks: dict[str, str] = {}
    if first:
        marks |= {"firstLine": str(round(first * size * 20)), "firstLineChars": str(round(first * 100))}
    if right:
        marks |= {"right": str(round(right * size * 20)), "rightChars": str(round(right * 100))}
    return _element("w:ind", **marks)


def _fonts(name: str) -> Any:
    return _element("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="eastAsia")


def _element(tag: str, *children: Any, **marks: str) -> Any:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    element = OxmlElement(tag)
    for key, value in marks.items():
        element.set(qn(f"w:{key}"), value)
    element.extend(children)
    return element


def _lay_out(section: Any, *, wide: bool) -> None:
    """5.2: the type area on the page; lying across, the page is turned with its binding edge up."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    around = (_LEFT, _ABOVE, _RIGHT, _BELOW) if wide else (_ABOVE, _RIGHT, _BELOW, _LEFT)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, around)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(around[2] - 12)  # 7.5: the number stands 7 mm below the type area, and is 5 mm high
    properties = section._sectPr
    for old in properties.findall(_tag("w:docGrid")):
        properties.remove(old)
    properties.append(_element("w:docGrid", type="lines", linePitch=str(round(_LINE * 20))))


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _number_pages(document: "Word") -> None:
    """7.5: — 1 — in half-width 宋体 of 14 points, on odd pages to the right and on even ones to the left."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]._p
        margin = {"right": "280"} if align == "right" else {"left": "280"}
        paragraph.get_or_add_pPr().extend([_element("w:ind", **margin), _element("w:jc", val=align)])
        for text in ("— ", None, " —"):
            run = _run(text or "1", "宋体", 14)
            paragraph.append(run if text else _element("w:fldSimple", run, instr=" PAGE "))


def _run(text: str, font: str | None = None, size: float | None = None) -> Any:
    element = _element("w:r")
    if font:
        element.append(_element("w:rPr", _fonts(font), *(_size(size) if size else [])))
    for n, line in enumerate(text.split("\n")):
        if n:
            element.append(_element("w:br"))
        written = _element("w:t")
        written.text = legal(line)
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        element.append(written)
    return element


def legal(text: str) -> str:
    """XML has no place for control characters, and two for none at all."""
    return printable(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def _add_paragraph(document: "Word", part: Paragraph, date: str) -> None:
    style = _STYLES[part.place]
    paragraph = document.add_paragraph(style=style.name)._p
    if part.place in ("signature", "date"):
        right = _signed(part.text, date) if part.place == "signature" else 4
        paragraph.get_or_add_pPr().append(_indent(style.size, right=right))
    if part.lead:
        paragraph.append(_run(part.lead, KAI))
    if part.text:
        paragraph.append(_run(part.text))


def _signed(name: str, date: str) -> float:
    """7.3.5.1: the date ends four characters from the edge, and the name stands centred over it, as far as it can."""
    from fuquan.text import width_of

    return max(0, 4 + (width_of(printable(date)) - width_of(printable(name))) / 4)


def _add_grid(document: "Word", grid: Grid, *, is_first: bool) -> None:
    from docx.enum.section import WD_SECTION

    section = document.sections[0] if is_first else document.add_section(WD_SECTION.NEW_PAGE)
    _lay_out(section, wide=grid.wide)
    for text, style in ((grid.title, _STYLES["title"]), (grid.under, _STYLES["under"])):
        if text:
            document.add_paragraph(style=style.name)._p.append(_run(text))
    width = (_LENGTH if grid.wide else _WIDTH) / 25.4 * 1440
    widths = [round(width * share / sum(grid.widths)) for share in grid.widths]
    edges = [_element(f"w:{edge}", val="single", sz="4", space="0", color="auto") for edge in _EDGES]
    table = _element(
        "w:tbl",
        _element(
            "w:tblPr",
            _element("w:tblW", w=str(sum(widths)), type="dxa"),
            _element("w:jc", val="center"),
            _element("w:tblBorders", *edges),
            _element("w:tblLayout", type="fixed"),
            _element("w:tblCellMar", *(_element(f"w:{side}", w="60", type="dxa") for side in ("left", "right"))),
        ),
        _element("w:tblGrid", *(_element("w:gridCol", w=str(each)) for each in widths)),
        _row([(title, None) for title in grid.columns], widths, is_head=True),
        *(_row(cells, widths) for cells in _cells(grid)),
    )
    properties = document.element.body.sectPr
    assert properties is not None  # noqa: S101 - each document has one
    properties.addprevious(table)
    properties.addprevious(_last())


_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _last() -> Any:
    """A table is followed by a paragraph; this one takes no room."""
    spacing = _element("w:spacing", before="0", after="0", line="20", lineRule="exact")
    return _element("w:p", _element("w:pPr", spacing, _element("w:rPr", *_size(1))))


def _cells(grid: Grid) -> Iterator[list[tuple[str, str | None]]]:
    """By row, each cell's text and whether it begins (restart) or goes on with (continue) one that spans rows."""
    rows = [[_text(value) for value in row] for row in grid.rows]
    none: Sequence[str | None] = [None] * len(grid.columns)
    for n, row in enumerate(rows):
        above = rows[n - 1] if n else none
        below = rows[n + 1] if n + 1 < len(rows) else none
        yield [(text, _span(above[k], text, below[k]) if k in grid.spanned else None) for k, text in enumerate(row)]


def _span(above: str | None, text: str, below: str | None) -> str | None:
    return "continue" if above == text else "restart" if below == text else None


def _text(value: Value) -> str:
    return "" if value is None else long_day(value) if isinstance(value, dt.date) else str(value)


def _row(cells: Sequence[tuple[str, str | None]], widths: Sequence[int], *, is_head: bool = False) -> Any:
    is_short = all(len(text) < _MOST for text, _ in cells)
    properties = _element(
        "w:trPr",
        *([_element("w:cantSplit")] if is_short else []),
        *([_element("w:tblHeader")] if is_head else []),
    )
    made = [_cell(text, width, span, is_head=is_head) for (text, span), width in zip(cells, widths, strict=True)]
    return _element("w:tr", *([properties] if len(properties) else []), *made)


_MOST = 300
"""Characters of a cell whose row may not be parted by the end of a page."""


def _cell(text: str, width: int, span: str | None, *, is_head: bool) -> Any:
    style = _element("w:pStyle", val=_CELL.name)
    look = _element("w:pPr", style, *([_element("w:jc", val="center")] if is_head else []))
    run = [] if span == "continue" or not text else [_run(text, HEI if is_head else None)]
    return _element(
        "w:tc",
        _element(
            "w:tcPr",
            _element("w:tcW", w=str(width), type="dxa"),
            *([_element("w:vMerge", val=span)] if span else []),
            _element("w:vAlign", val="center"),
        ),
        _element("w:p", look, *run),
    )
