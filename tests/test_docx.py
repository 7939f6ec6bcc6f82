"""Word documents read back with python-docx, and printed by LibreOffice."""

import datetime as dt
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import Done, Fuquan
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import task, written
from programs import printed, program, text_of

from fuquan.export import to_docx
from fuquan.export.word import legal
from fuquan.model import Plan
from fuquan.owed import situation
from fuquan.view import annex
from fuquan.view.paper import Grid, Paper, Paragraph

TODAY = dt.date(2023, 5, 10)
LETTER: Paper = (
    Paragraph("title", "关于抓紧完成镇赋权工作有关任务的函"),
    Paragraph("number", "编号：2023年催办第1号"),
    Paragraph("addressee", "红杨镇人民政府："),
    Paragraph("heading", "一、总体情况"),
    Paragraph("body", "时限4月底前。", lead="（一）第2项：签订赋权事项承接确认书。"),
    Paragraph("body", "一二三四五六七八九十" * 60),
    Paragraph("attached", "附：任务进展情况表"),
    Paragraph("signature", "湾沚区司法局"),
    Paragraph("date", "2023年5月10日"),
    Paragraph("contact", "（联系人：）"),
)
TABLE = Grid(
    title="任务进展情况表",
    under="（截至2023年5月10日）",
    columns=("序号", "主要任务", "日期"),
    rows=((1, "甲", dt.date(2023, 4, 3)), (2, "甲", None), (3, "乙\n丙", dt.date(2023, 12, 30))),
    widths=(1, 3, 2),
    wide=True,
    spanned=frozenset({1}),
)


def made(*parts: Paragraph | Grid) -> Any:
    data = to_docx.paper(parts, title="函", author="办公室", day=TODAY)
    return docx.Document(io.BytesIO(data))


def fonts(run: Any) -> set[str | None]:
    found = run.rPr.find(qn("w:rFonts"))
    return {found.get(qn(f"w:{face}")) for face in ("ascii", "hAnsi", "eastAsia", "cs")}


def test_the_page_is_that_of_the_standard() -> None:
    document = made(*LETTER)
    [section] = document.sections
    size = (section.page_width, section.page_height)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(length.mm) for length in (*size, *margins)] == [210, 297, 37, 26, 35, 28]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert {key.rpartition("}")[2]: value for key, value in grid.attrib.items()} == {
        "type": "linesAndChars",  # of 22 lines, 20 × 28.95 points apart, and 28 characters of 16 - 849 / 4096 points
        "linePitch": "579",
        "charSpace": "-849",
    }
    assert document.styles["Normal"].font.size.pt == 16


def test_each_part_stands_in_its_place() -> None:
    document = made(*LETTER)
    assert [(each.style.name, each.text) for each in document.paragraphs] == [
        ("公文标题", "关于抓紧完成镇赋权工作有关任务的函"),
        ("公文编号", "编号：2023年催办第1号"),
        ("公文主送", "红杨镇人民政府："),
        ("公文一级标题", "一、总体情况"),
        ("公文正文", "（一）第2项：签订赋权事项承接确认书。时限4月底前。"),
        ("公文正文", "一二三四五六七八九十" * 60),
        ("公文附件说明", "附：任务进展情况表"),
        ("公文署名", "湾沚区司法局"),
        ("公文成文日期", "2023年5月10日"),
        ("公文联系人", "（联系人：）"),
    ]
    styles = {
        style.name: (fonts(style.element), style.font.size.pt, style.paragraph_format.line_spacing.pt)
        for style in document.styles
        if style.name.startswith("公文")
    }
    assert styles == {
        "公文标题": ({"方正小标宋简体"}, 22, 28.95),
        "公文题注": ({"楷体_GB2312"}, 16, 28.95),
        **{f"公文{name}": ({"仿宋_GB2312"}, 16, 28.95) for name in ("编号", "主送", "正文", "附件说明", "署名")},
        **{f"公文{name}": ({"仿宋_GB2312"}, 16, 28.95) for name in ("成文日期", "联系人")},
        "公文一级标题": ({"黑体"}, 16, 28.95),
        "公文表格": ({"仿宋_GB2312"}, 10.5, 14.5),
        "公文表头": ({"黑体"}, 10.5, 14.5),
        "公文页码": ({"宋体"}, 14, 18),
    }


def test_a_paragraph_begins_two_characters_in_and_what_leads_it_is_set_apart() -> None:
    document = made(*LETTER)
    indent = document.styles["公文正文"].element.pPr.find(qn("w:ind"))
    assert dict(indent.attrib) == {qn("w:firstLine"): "640", qn("w:firstLineChars"): "200"}
    lead, rest = document.paragraphs[4].runs
    assert (lead.text, fonts(lead._r)) == ("（一）第2项：签订赋权事项承接确认书。", {"楷体_GB2312"})
    assert (rest.text, fonts(rest._r)) == ("时限4月底前。", {None})


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("湾沚区司法局", "425"),  # the date ends 4 characters from the edge and is 6.5 long: its middle is at 7.25
        ("芜湖市湾沚区推进依法行政工作领导小组办公室", "0"),
    ],
)
def test_the_office_signs_over_the_date(name: str, right: str) -> None:
    document = made(Paragraph("signature", name), Paragraph("date", "2023年5月10日"))
    signature, date = (each._p.pPr.find(qn("w:ind")) for each in document.paragraphs)
    assert date.get(qn("w:rightChars")) == "400"
    assert (signature.get(qn("w:rightChars")) or "0") == right


def test_pages_are_numbered_outside() -> None:
    document = made(*LETTER)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        [paragraph] = footer.paragraphs
        _, before, field, after = paragraph._p
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == align
        assert (before.text, field.get(qn("w:instr")), after.text) == ("— ", " PAGE ", " —")
        assert paragraph.style.name == "公文页码"
        indent = paragraph._p.pPr.find(qn("w:ind"))
        assert (indent.get(qn(f"w:{align}Chars")), indent.get(qn(f"w:{align}"))) == ("100", "280")


def test_a_table_lies_across_on_pages_of_its_own() -> None:
    document = made(*LETTER, TABLE)
    upright, across = document.sections
    assert [round(section.page_width.mm) for section in (upright, across)] == [210, 297]
    margins = (across.top_margin, across.right_margin, across.bottom_margin, across.left_margin)
    assert [round(length.mm) for length in margins] == [28, 37, 26, 35]
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "主要任务", "日期"],
        ["1", "甲", "2023年4月3日"],
        ["2", "甲", ""],  # the cell above is one with it
        ["3", "乙\n丙", "2023年12月30日"],
    ]
    assert table.cell(1, 1)._tc is table.cell(2, 1)._tc
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False, False, False]
    assert sum(column.width for column in table.columns) == pytest.approx(Mm(225), abs=Mm(0.1))


def test_the_number_of_a_page_that_lies_across_is_where_it_is_on_the_others() -> None:
    upright, across = made(*LETTER, TABLE).sections
    for section, turned in ((upright, []), (across, ["1191", "1587", "8844"])):
        for footer in (section.footer, section.even_page_footer):
            places = footer._element.xpath("//w:tblpPr/@w:tblpX | //w:tblpPr/@w:tblpY | //w:trHeight/@w:val")
            assert sorted(map(str, places)) == turned  # 21 and 28 mm from the corner, along 156 mm
            assert "".join(footer._element.xpath(".//w:t/text()")) == "— 1 —"


def test_a_table_behind_another_has_its_own_page_under_the_same_numbers() -> None:
    first, second = made(TABLE, TABLE._replace(title="续表")).sections
    assert (second.footer.is_linked_to_previous, second.even_page_footer.is_linked_to_previous) == (True, True)
    assert [round(section.page_width.mm) for section in (first, second)] == [297, 297]


def test_paragraphs_behind_a_table_stand_below_it() -> None:
    document = made(TABLE, Paragraph("body", "注：甲"))
    assert len(document.sections) == 1
    assert [each.text for each in document.paragraphs][-2:] == ["", "注：甲"]


def test_the_page_before_a_table_has_no_empty_line_more() -> None:
    document = made(*LETTER, TABLE)
    assert [each.text for each in document.paragraphs][-4:] == [
        "（联系人：）",
        "任务进展情况表",
        "（截至2023年5月10日）",
        "",
    ]


def test_titles_alike_are_one_and_short_columns_are_centred() -> None:
    grid = Grid(
        title="表",
        columns=("序号", "主要任务", "主要任务", "备注"),
        rows=((1, "一、甲", "短", "很长的一段说明文字"), (2, "二、乙", "短", None)),
        widths=(1, 1, 1, 1),
    )
    document = made(grid)
    [table] = document.tables
    head, first, _ = table.rows
    assert [cell.text for cell in head.cells] == ["序号", "主要任务", "主要任务", "备注"]
    assert head.cells[1]._tc is head.cells[2]._tc
    assert [cell.paragraphs[0].alignment for cell in first.cells] == [1, 1, 1, None]
    assert [(each.style.name, each.text) for each in document.paragraphs][:1] == [("公文标题", "表")]


def test_a_row_is_parted_by_the_end_of_a_page_only_where_it_is_tall() -> None:
    [table] = made(
        Grid(title="表", columns=("甲",), rows=(("短",), ("长" * 2000,), ("短\n" * 40,)), widths=(1,))
    ).tables
    parted = [row._tr.trPr is None or row._tr.trPr.find(qn("w:cantSplit")) is None for row in table.rows]
    assert parted == [False, False, True, True]


@pytest.mark.parametrize(
    ("title", "indent"),
    [
        ("一" * 20, None),
        ("一" * 21, "400"),  # in lines of 12 rather than of 20 and 1
        ("一" * 45, "200"),
    ],
)
def test_the_lines_of_a_title_are_alike(title: str, indent: str | None) -> None:
    found = made(Paragraph("title", title)).paragraphs[0]._p.pPr.find(qn("w:ind"))
    assert (found if found is None else found.get(qn("w:leftChars"))) == indent


def test_a_line_is_free_below_the_title() -> None:
    document = made(Paragraph("title", "题"), Paragraph("under", "（示例）"), Paragraph("heading", "一、甲"))
    assert [each.paragraph_format.space_before for each in document.paragraphs] == [None, None, 28.95 * 12700]


def test_a_signature_is_parted_neither_from_its_date_nor_from_the_line_before_it() -> None:
    end = (Paragraph("signature", "局"), Paragraph("date", "2023年5月10日"), Paragraph("contact", "（联系人：）"))
    for closing, kept in (("特此函告。", [True, True, True, None]), ("长" * 55, [None, True, True, None])):
        document = made(Paragraph("body", closing), *end)
        assert [each.paragraph_format.keep_with_next for each in document.paragraphs] == kept


def test_nothing_of_the_library_s_own_template_is_left() -> None:
    data = to_docx.paper(LETTER, title="函", author="办公室", day=TODAY)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sorted(archive.namelist()) == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/fontTable.xml",
            "word/footer1.xml",
            "word/footer2.xml",
            "word/settings.xml",
            "word/styles.xml",
            "word/theme/theme1.xml",
        ]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not re.search(rb"Macintosh|rsid|en-US.{0,20}ja-JP", b"".join(map(archive.read, archive.namelist())))


def test_a_table_alone_has_no_page_before_it() -> None:
    document = made(TABLE)
    assert len(document.sections) == 1
    assert [each.text for each in document.paragraphs] == ["任务进展情况表", "（截至2023年5月10日）", ""]


def test_fonts_that_are_not_there_have_others_like_them() -> None:
    document = made(*LETTER)
    [part] = [part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml"]
    for font in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert f'w:name="{font}"><w:altName' in part.blob.decode()


def test_the_properties_say_what_is_given_and_nothing_of_the_machine() -> None:
    properties = made(*LETTER).core_properties
    midnight = dt.datetime(2023, 5, 10, tzinfo=dt.UTC)
    assert (properties.title, properties.author, properties.last_modified_by) == ("函", "办公室", "办公室")
    assert (properties.created, properties.modified, properties.comments) == (midnight, midnight, "")


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(), max_size=40))
def test_any_text_is_the_text_that_is_read(text: str) -> None:
    grid = Grid(title=f"表{text}", columns=(text,), rows=((text,),), widths=(1,))
    document = made(grid, Paragraph("body", text, lead=text))
    shown = "\n".join(map(legal, text.split("\n")))
    assert [each.text for each in document.paragraphs] == [f"表{shown}", "", shown + shown]
    assert [cell.text for cell in document.tables[0].column_cells(0)] == [shown, shown]


def test_the_annex_on_paper_is_read_back(fuquan: Fuquan, tmp_path: Path, example: Plan) -> None:
    file = tmp_path / "表.docx"
    assert fuquan("export", "docx", "-o", str(file)).out == f"已写出 {file}：15项任务。\n"
    [table] = docx.Document(str(file)).tables
    grid = annex.grid(situation(example, TODAY))
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [*grid.columns],
        *(["" if value is None else str(value) for value in row] for row in grid.rows),
    ]


def test_without_the_library_the_command_that_installs_it_is_named(
    fuquan: Fuquan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    assert fuquan("export", "docx", "-o", "-") == Done(
        status=2,
        out="",
        err="错误：写 Word 文件要用到 python-docx，还没有安装\n"
        f'请先运行 "{sys.executable}" -m pip install "fuquan[office]"\n',
    )


def test_libreoffice_prints_22_lines_of_28_characters(tmp_path: Path) -> None:
    file = tmp_path / "函.docx"
    file.write_bytes(to_docx.paper((*LETTER, TABLE), title="函", author="", day=TODAY))
    first, second, third = text_of(printed(file, tmp_path)).split("\f")[:3]
    lines = [line.strip() for line in first.split("\n") if line.strip()]
    assert lines[5:8] == [
        "一二三四五六七八九十一二三四五六七八九十一二三四五六",
        "七八九十一二三四五六七八九十一二三四五六七八九十一二三四",
        "五六七八九十一二三四五六七八九十一二三四五六七八九十一二",
    ]
    assert len(lines) == 22  # one is left free, and the number of the page follows
    assert ["".join(page.split())[-3:] for page in (first, second)] == ["—1—", "—2—"]
    assert "3" in third  # whose number lies along the edge
    sizes = subprocess.run(
        [program("pdfinfo"), "-l", "3", tmp_path / "函.pdf"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    assert re.findall(r"size: +(\d+)[.\d]* x (\d+)", sizes) == [("595", "841"), ("595", "841"), ("841", "595")]


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    file = tmp_path / "满.docx"
    file.write_bytes(to_docx.paper((Paragraph("body", "国" * 2000),), title="满", author="", day=TODAY))
    first, second = text_of(printed(file, tmp_path)).split("\f")[:2]
    for page, indent in ((first, 2), (second, 0)):
        lines = ["".join(line.split()) for line in page.split("\n") if "国" in line]
        assert lines == ["国" * (28 - indent), *["国" * 28] * 21]


def test_a_table_that_fills_its_page_is_followed_by_no_empty_one(tmp_path: Path) -> None:
    file = tmp_path / "表.docx"
    grids = [
        TABLE._replace(rows=tuple((n, f"第{n}项", "一\n二") for n in range(1, most + 1)), spanned=frozenset())
        for most in range(8, 16)
    ]
    file.write_bytes(to_docx.paper(tuple(grids), title="表", author="", day=TODAY))
    pages = text_of(printed(file, tmp_path)).split("\f")[:-1]
    assert len(pages) > len(grids)
    assert all("项" in page for page in pages)


def test_what_spans_rows_is_named_on_every_page(tmp_path: Path) -> None:
    rows = tuple((n, "一、示例", None) for n in range(1, 55))
    data = to_docx.paper((TABLE._replace(rows=rows),), title="表", author="办公室", day=TODAY)
    [table] = docx.Document(io.BytesIO(data)).tables
    merges = [row._tr.tc_lst[1].vMerge for row in table.rows[1:]]
    # A page may take a line more than is reckoned, or less: whichever row begins it bears the name.
    assert [n for n, merge in enumerate(merges, 1) if merge != "continue"] == [1, 19, 20, 41, 42]
    (tmp_path / "表.docx").write_bytes(data)
    pages = text_of(printed(tmp_path / "表.docx", tmp_path)).split("\f")[:-1]
    assert [page.count("一、示例") for page in pages] == [1, 2, 2]


def test_what_spans_rows_that_pages_part_is_named_where_a_row_begins(tmp_path: Path) -> None:
    rows = tuple((n, "一、示例", "字" * 700) for n in range(1, 4))
    data = to_docx.paper((TABLE._replace(rows=rows),), title="表", author="办公室", day=TODAY)
    (tmp_path / "表.docx").write_bytes(data)
    pages = text_of(printed(tmp_path / "表.docx", tmp_path)).split("\f")[:-1]
    assert [page.count("一、示例") for page in pages[:3]] == [1, 1, 1]


def test_ugly_data_are_text(tmp_path: Path, fuquan: Fuquan) -> None:
    title = "=cmd()<b>&amp;[red]\\x1b[31m\\t{{ 甲 }}" + "长" * 500
    folder = written(
        tmp_path,
        task("4月底前").replace("title: 任务", f'title: "{title}"'),
        "  - {name: 局}\n  - {name: 各镇, members: towns}",
    )
    file = tmp_path / "丑.docx"
    assert fuquan("export", "docx", "-o", str(file), data=folder).status == 0
    shown = "=cmd()<b>&amp;[red]\\x1b[31m\\t{{ 甲 }}" + "长" * 500
    assert docx.Document(str(file)).tables[0].cell(1, 2).text == shown
    assert "".join(text_of(printed(file, tmp_path)).split()).count("长") == 500
