"""The pages, styles and fonts of Word documents in the layout of GB/T 9704-2012, and their bytes.

The fonts are named, not brought: 方正小标宋简体, 仿宋_GB2312, 楷体_GB2312 and 黑体 are on the machines of offices;
elsewhere the table of fonts says what is like them.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from fuquan.text import printable

if TYPE_CHECKING:
    from docx.document import Document as Word

SONG, FANG, KAI, HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"

LINE = 28.95
"""Points: 22 lines in 225 mm."""

WIDTH, LENGTH = 156, 225
"""Millimetres: the type area."""

_ABOVE, _LEFT, _RIGHT, _BELOW = 37, 28, 26, 35  # mm round it

# 28 characters of 16 points are wider than 156 mm: each gives way by a fifth of a point. The page has the grid of the
# standard, for what is typed into it; our own styles say the same by themselves (22 lines of a fixed height, characters
# closer by three tenths of a point), since LibreOffice gives a character that is wider than its cell of the grid two.
_NARROWER, _CLOSER = "-849", "-6"  # in 4096ths of a point, in twentieths


class Style(NamedTuple):
    """A kind of paragraph; sizes in points (二号 22, 三号 16, 四号 14, 五号 10.5), indents in characters."""

    name: str
    font: str = FANG
    size: float = 16
    first: int = 0
    align: str = "both"
    level: int | None = None
    """In the outline that Word shows beside the text."""
    above: int = 0
    """Lines left free above it."""
    stays: bool = False
    """Whether the next paragraph follows it on the same page."""
    line: float = LINE
    """The height of its lines; LINE of those that stand in the 22 lines and 28 columns of a page."""


STYLES = {  # 7.3: where each part stands
    "title": Style("公文标题", SONG, 22, align="center", level=0, stays=True),
    "under": Style("公文题注", KAI, align="center"),
    "number": Style("公文编号", align="right"),
    "addressee": Style("公文主送"),
    "heading": Style("公文一级标题", HEI, first=2, level=1, stays=True),
    "body": Style("公文正文", first=2),
    "signature": Style("公文署名", align="right", above=1),
    "date": Style("公文成文日期", align="right"),
    "contact": Style("公文联系人", first=2),
    "attached": Style("公文附件说明", first=2, above=1),
}
CELL = Style("公文表格", size=10.5, align="left", line=14.5)
HEAD = Style("公文表头", HEI, size=10.5, align="center", line=14.5)
_PAGE = Style("公文页码", "宋体", size=14, line=18)


class _Like(NamedTuple):
    """By what a machine without a font finds one that is like it: a name, PANOSE, family and pitch."""

    name: str
    panose: str
    family: str
    pitch: str


_ALIKE = {
    SONG: _Like("华文中宋", "02010600040101010101", "roman", "variable"),
    FANG: _Like("仿宋", "02010609060101010101", "modern", "fixed"),
    KAI: _Like("楷体", "02010609060101010101", "modern", "fixed"),
    HEI: _Like("SimHei", "02010609060101010101", "modern", "fixed"),
    "宋体": _Like("SimSun", "02010600030101010101", "roman", "variable"),
}


def begun(title: str, author: str, day: dt.date) -> "Word":
    """A document without a word in it; nothing of what the library's own template brings is left."""
    import docx
    from docx.oxml.parser import parse_xml

    document = docx.Document()
    made = dt.datetime.combine(day, dt.time(), dt.UTC)
    properties = document.core_properties
    properties.title = legal(title)[:_MOST]
    properties.author = properties.last_modified_by = legal(author)[:_MOST]
    properties.created = properties.modified = made
    properties.comments, properties.language, properties.revision = "", "zh-CN", 1
    for part in (document.part, document.part.package):
        for key in [key for key, rel in part.rels.items() if rel.reltype.rpartition("/")[2] in _UNUSED]:
            del part.rels[key]
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = _xml("fonts", "".join(_font(name, like) for name, like in _ALIKE.items())).encode()
    document.sections[0]._sectPr.attrib.clear()
    settings = document.settings.element
    settings[:] = parse_xml(_xml("settings", _SETTINGS))[:]
    styles = document.styles.element
    styles[:] = parse_xml(_xml("styles", _DEFAULTS))[:]
    styles.extend(_style(style) for style in (*STYLES.values(), CELL, HEAD, _PAGE))
    return document


_MOST = 255
"""Characters of a property."""

_UNUSED = {"stylesWithEffects", "customXml", "numbering", "webSettings", "thumbnail", "extended-properties"}

_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)

# The grid of a page counts its characters by the size of the default style.
_DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FANG}" w:hAnsi="{FANG}" w:eastAsia="{FANG}"/>'
    '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:rPr><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
)


def _xml(root: str, inner: str) -> str:
    from docx.oxml.ns import nsdecls

    return f"<w:{root} {nsdecls('w')}>{inner}</w:{root}>"


def _font(name: str, like: _Like) -> str:
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{like.name}"/><w:panose1 w:val="{like.panose}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{like.family}"/><w:pitch w:val="{like.pitch}"/></w:font>'
    )


def _style(style: Style) -> Any:
    return element(
        "w:style",
        element("w:name", val=style.name),
        element("w:basedOn", val="Normal"),
        element("w:qFormat"),
        element(
            "w:pPr",
            *([element("w:keepNext")] if style.stays else []),
            element("w:widowControl", val="0"),
            *(element(f"w:autoSpace{kind}", val="0") for kind in ("DE", "DN")),
            element("w:snapToGrid", val="0"),
            spaced(style.above, style.line),
            *([indent(style.size, first=style.first)] if style.first else []),
            element("w:jc", val=style.align),
            *([element("w:outlineLvl", val=str(style.level))] if style.level is not None else []),
        ),
        element(
            "w:rPr",
            fonts(style.font),
            element("w:snapToGrid", val="0"),
            *([element("w:spacing", val=_CLOSER)] if style.line == LINE else []),
            *size(style.size),
        ),
        type="paragraph",
        customStyle="1",
        styleId=style.name,
    )


def spaced(above: int = 0, line: float = LINE) -> Any:
    """Lines of a fixed height, so that as many of them fill a page wherever it is opened."""
    return element(
        "w:spacing", before=str(round(above * line * 20)), after="0", line=str(round(line * 20)), lineRule="exact"
    )


def indent(points: float, *, first: float = 0, left: float = 0, right: float = 0) -> Any:
    """Characters, and the same in twips for programs that do not count them."""
    marks: dict[str, str] = {}
    for side, count in (("left", left), ("right", right), ("firstLine", first)):
        if count:
            marks |= {f"{side}Chars": str(round(count * 100)), side: str(round(count * points * 20))}
    return element("w:ind", **marks)


def size(points: float) -> list[Any]:
    return [element("w:sz", val=str(round(points * 2))), element("w:szCs", val=str(round(points * 2)))]


def fonts(name: str) -> Any:
    """The face of all characters, “ ” and figures too, which are Chinese here."""
    return element("w:rFonts", hint="eastAsia", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def element(tag: str, *children: Any, **marks: str) -> Any:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    made = OxmlElement(tag)
    for key, value in marks.items():
        made.set(qn(f"w:{key}"), value)
    made.extend(children)
    return made


def paragraph(style: Style, *runs: Any, more: tuple[Any, ...] = ()) -> Any:
    return element("w:p", element("w:pPr", element("w:pStyle", val=style.name), *more), *runs)


def run(text: str, font: str | None = None) -> Any:
    look = element("w:rPr", fonts(font) if font else element("w:rFonts", hint="eastAsia"))
    return element("w:r", look, *_lines(text))


def _lines(text: str) -> Iterator[Any]:
    for n, line in enumerate(text.split("\n")):
        if n:
            yield element("w:br")
        written = element("w:t")
        written.text = legal(line)
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        yield written


def legal(text: str) -> str:
    """XML has no place for control characters; all that is not seen is written out."""
    return printable(text)


def lay_out(section: Any, *, wide: bool) -> None:
    """5.2: the type area on the page; 8: one that lies across is turned with its head to the left of the upright."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    around = (_LEFT, _ABOVE, _RIGHT, _BELOW) if wide else (_ABOVE, _RIGHT, _BELOW, _LEFT)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, around)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(around[2] - 12)  # 7.5: the number stands 7 mm below the type area, and is 5 mm high
    properties = section._sectPr
    for old in properties.xpath("./w:docGrid | ./w:cols"):
        properties.remove(old)
    grid = {"linePitch": str(round(LINE * 20))}
    characters = {"type": "lines"} if wide else {"type": "linesAndChars", "charSpace": _NARROWER}
    properties.append(element("w:docGrid", **characters, **grid))


def number_pages(section: Any, *, wide: bool) -> None:
    """7.5: — 1 — in half-width 宋体 of 14 points, on odd pages to the right and on even ones to the left.

    8: on a page that lies across it is where it is on the others.
    """
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        content = footer._element
        content[:] = [_turned(side), paragraph(_PAGE)] if wide else [_number(side)]


def _number(side: str) -> Any:
    place = (indent(_PAGE.size, **{side: 1}), element("w:jc", val=side))
    field = element("w:fldSimple", run("1"), instr=" PAGE ")
    return paragraph(_PAGE, run("— "), field, run(" —"), more=place)


def _turned(side: str) -> Any:
    """The number at the edge that is below when the page is turned upright, in a frame that lies along it."""
    place = {"vertAnchor": "page", "horzAnchor": "page", "tblpX": _twips(_BELOW - 14), "tblpY": _twips(_LEFT)}
    return element(
        "w:tbl",
        element(
            "w:tblPr",
            element("w:tblpPr", leftFromText="0", rightFromText="0", **place),
            element("w:tblOverlap", val="never"),
            element("w:tblW", w=_twips(7), type="dxa"),
            element("w:tblLayout", type="fixed"),
            element("w:tblCellMar", *(element(f"w:{edge}", w="0", type="dxa") for edge in ("left", "right"))),
        ),
        element("w:tblGrid", element("w:gridCol", w=_twips(7))),
        element(
            "w:tr",
            element("w:trPr", element("w:trHeight", val=_twips(WIDTH), hRule="exact")),
            element(
                "w:tc",
                element("w:tcPr", element("w:tcW", w=_twips(7), type="dxa"), element("w:textDirection", val="tbRl")),
                _number(side),
            ),
        ),
    )


def _twips(millimetres: float) -> str:
    return str(round(millimetres / 25.4 * 1440))


def same(document: bytes) -> bytes:
    """The file without the time at which it was packed, or on what system."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
