"""Letterheads of the office's own, filled in and read back with python-docx."""

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from fuquan.errors import FuquanError
from fuquan.export.to_template import filled
from fuquan.export.word import legal

FIELDS = {
    "主送": "红杨镇人民政府",
    "编号": "",
    "正文": ["根据方案。", "请于5月17日前报送。"],
    "事项": [
        {"序": 1, "名称": "签订<确认书>", "天数": 10},
        {"序": 2, "名称": "持证 & 上岗", "天数": ""},
    ],
}


def template(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def texts(document: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(document)).paragraphs]


def refused(made: bytes) -> tuple[str, str | None]:
    with pytest.raises(FuquanError) as error:
        filled(made, FIELDS, FIELDS)
    return error.value.message, error.value.help


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


def test_fields_lists_and_conditions_are_filled_in() -> None:
    made = filled(
        template(
            "{{ 主送 }}：",
            "{%p for 段 in 正文 %}",
            "{{ 段 }}",
            "{%p endfor %}",
            "{%p for 项 in 事项 %}",
            "{{ loop.index }}.{{ 项.名称 }}",
            "{%p endfor %}",
            "{{ 正文|join('／') }}{% if 编号 %}有编号{% endif %}{{ 正文|length }}",
        ),
        FIELDS,
        FIELDS,
    )
    assert texts(made) == [
        "红杨镇人民政府：",
        "根据方案。",
        "请于5月17日前报送。",
        "1.签订<确认书>",
        "2.持证 & 上岗",
        "根据方案。／请于5月17日前报送。2",
    ]


def test_marks_are_read_as_word_keeps_them_in_pieces_and_with_its_quotes() -> None:
    document = docx.Document()
    line = document.add_paragraph("致{")
    for piece in (
        "{ 主",
        "送 }",
        "}：",
        "{% if 主送 == “红杨镇人民政府” and 事项|length > 1 %}",
        "几项",
        "{% endif %}",
    ):
        line.add_run(piece).bold = piece == "送 }"
    assert texts(filled(saved(document), FIELDS, FIELDS)) == ["致红杨镇人民政府：几项"]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_template_gives_the_same_bytes(seed: str) -> None:
    letterhead = template("{{ 主送 }}", "{% for 段 in 正文 %}{{ 段 }}{% endfor %}")
    script = (
        "import sys\n"
        "from fuquan.export.to_template import filled\n"
        f"sys.stdout.buffer.write(filled(sys.stdin.buffer.read(), {FIELDS!r}, {list(FIELDS)!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=letterhead,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "America/Lima"},
        cwd=Path(__file__).parent.parent,
    )
    assert done.stdout == filled(letterhead, FIELDS, FIELDS)


def test_without_the_library_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    assert refused(template("{{ 主送 }}")) == (
        "套用 Word 模板要用到 docxtpl，还没有安装",
        f'请先运行 "{sys.executable}" -m pip install "fuquan[office]"',
    )


def test_all_unknown_fields_are_named_with_their_places_and_what_was_meant() -> None:
    document = docx.Document()
    document.add_paragraph("致{{ 主宋 }}：")
    document.add_paragraph("{{ 编号 if 编号 else 落款 }}")
    document.sections[0].header.paragraphs[0].text = "{{ 抬头 }}"
    document.core_properties.title = "{{ 题 }}"
    places = (
        "“主宋”（正文“致{{ 主宋 }}：”）",
        "“落款”（正文“{{ 编号 if 编号 else 落款 }}”）",
        "“抬头”（页眉“{{ 抬头 }}”）",
        "“题”（文档属性“{{ 题 }}”）",
    )
    assert refused(saved(document)) == (f"模板里没有这样的字段：{'、'.join(places)}", f"是不是“主送”？{ALL}")


def test_very_many_unknown_fields_are_counted() -> None:
    message, _ = refused(template(*(f"{{{{ 甲{n} }}}}" for n in range(50))))
    assert message.endswith("“甲19”（正文“{{ 甲19 }}”）等50个")


HOW = "字段写成 {{ 主送 }}，逐段写成 {%p for 项 in 事项 %}、{{ 项.全文 }}、{%p endfor %} 三段，花括号用半角"
ALL = "可用的字段：主送、编号、正文、事项"
LOOP = "{% for 项 in 正文 %}"
MISUSED = (
    "模板里有过滤器、for 或者 in 用在了数字上，或者用 in 在文字里找数字",
    "first、last、length、in 用于文字和有好几项的字段，join、for 用于有好几项的字段",
)
BESIDE = "“%s”要单独占%s，旁边的内容会丢掉（正文“%s”）"
MISPLACED = ("模板里有循环或者条件的开头和结尾不在同一层（如一个在表格里，一个在表格外）", HOW)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ 主送 * 10 }}", "不能用“*”计算"),
        ("{{ 主送 + 主送 }}", "不能用“+”计算"),
        ("{{ -1 }}", "不能用“-”计算"),
        ("{{ '%99999d' % 1 }}", "不能用“%”计算"),
        ("{{ 主送 ~ 主送 }}", "只能写字段、循环（for）和条件（if）"),
        ("{{ [1, 2] }}", "只能写字段、循环（for）和条件（if）"),
        ("{{ 正文[0] }}", "只能写字段、循环（for）和条件（if）"),
        ("{{ 正文|join(主送) }}", "只能写字段、循环（for）和条件（if）"),
        ("{{ 正文|join(*主送) }}", "只能写字段、循环（for）和条件（if）"),
        ("{% set 甲 = 主送 %}", "只能写字段、循环（for）和条件（if）"),
        ("{% macro 甲() %}{% endmacro %}", "只能写字段、循环（for）和条件（if）"),
        ("{% for 甲, 乙 in 正文 %}{% endfor %}", "只能写字段、循环（for）和条件（if）"),
        ("{% for 甲 in 正文 recursive %}{% endfor %}", "只能写字段、循环（for）和条件（if）"),
        ("{% for 项 in 事项 %}", "有标记没有写完"),
        ("{{ }}", "有标记没有写完"),
        ("{{ 主送|safe }}", "没有“safe”这个过滤器，可用的有 default、first、join、last、length"),
        ("{% include '/etc/passwd' %}", "不能引用别的文件"),
        ("{% extends '/etc/passwd' %}", "不能引用别的文件"),
        ("{% 循环 %}", "不认识标记“循环”，或者它没有配成对"),
        ("{{ 主送.replace('红', '黑') }}", "字段不能像函数那样调用"),
        ("{{ range(9) }}", "字段不能像函数那样调用"),
        ("{{ 主送 }", "有标记没有写完"),
        ("{{ 主送", "有标记没有写完"),
        ("{{ 主送 {{ 标题 }}", "有标记没有写完"),
        ("{% if 主送 < 编号 %}", "有标记没有写完"),
        ("{{ 主送 主送 }}", "多了“主送”"),
        ("{% for 项 里 事项 %}{% endfor %}", "此处应当是“in”，写的是“里”"),
        ("{% if 主送 is defined %}{% endif %}", "只能写字段、循环（for）和条件（if）"),
        ("{{ 正文 }}", "这个字段有好几项，要用 for 逐项写"),
        ("{{ 事项|first }}", "这个字段有好几项，要用 for 逐项写"),
        ("{{ 正文|default('无') }}", "这个字段有好几项，要用 for 逐项写"),
        ("{% for 字 in 主送 %}{{ 字 }}{% endfor %}", "for 只能用于有好几项的字段"),
        ("{{ 正文|first(2) }}", "“first”的括号里多了内容"),
        ("{{ 正文|length('x') }}", "“length”的括号里多了内容"),
        ("{{ 主送|default('a', true, 1) }}", "“default”的括号里多了内容"),
        ("{{ 主送|default('a', default_value='b') }}", "“default”的括号里多了内容"),
        ("{{ 正文|join('、', 'upper') }}", "“join”的括号里多了内容"),
        ("{{ 正文|join(attribute='upper') }}", "“join”的括号里多了内容"),
        ("{{ 主送|join('、') }}", "“join”只能用于有好几项的字段"),
        ("{{ 事项|join('、') }}", "“join”不能用于一项里又有好几个字段的，要用 for 逐项写"),
        ("{{ (事项|first).序|length }}", "“length”只能用于文字和有好几项的字段"),
        ("{{ 事项|first|last }}", "“last”只能用于文字和有好几项的字段"),
        ("{% for 项 in 正文 %}{{ loop|length }}{% endfor %}", "“length”只能用于文字和有好几项的字段"),
        (LOOP * 4 + "甲" + "{% endfor %}" * 4, "循环最多套3层"),
    ],
)
def test_a_template_does_nothing_but_fill_in(text: str, why: str) -> None:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    assert refused(template(text)) == (f"模板的写法不对：{why}（正文“{shown}”）", HOW)


@pytest.mark.parametrize(
    ("text", "name", "help_"),
    [
        ("{% for 项 in 事项 %}{{ 项.名 }}{% endfor %}", "名", "是不是“名称”？可用的字段：序、名称、天数"),
        ("{% for 项 in 事项 %}{{ 项['名'] }}{% endfor %}", "名", "是不是“名称”？可用的字段：序、名称、天数"),
        ("{{ (事项|first).名 }}", "名", "是不是“名称”？可用的字段：序、名称、天数"),
        ("{{ 主送.__class__.__mro__ }}", "__class__", ALL),
        ("{{ 正文.append }}", "append", ALL),
        ("{{ 项.名称 }}", "项", f"是不是“事项”？{ALL}"),
        ("{% for 项 in 事项 %}{% endfor %}{{ 项 }}", "项", f"是不是“事项”？{ALL}"),
        ("{% for 项 in 事项 if 甲 %}{% else %}{% endfor %}", "甲", f"{ALL}、项"),
    ],
)
def test_what_is_no_field_is_told_with_those_that_are(text: str, name: str, help_: str) -> None:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    assert refused(template(text)) == (f"模板里没有这样的字段：“{name}”（正文“{shown}”）", help_)


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        ("致｛｛ 主送 ｝｝", "模板的花括号要用半角：正文“致｛｛ 主送 ｝｝”", HOW),
        ("红头", "模板里没有字段，写出来会份份一样", HOW),
        (
            "{{ " + "(" * 5000 + "主送" + ")" * 5000 + " }}",
            "模板的写法不对：正文里有一层套一层的标记，多得读不出来",
            HOW,
        ),
        (
            "{% for 项 in 事项 if 项.天数 > 5 %}{% endfor %}",
            "模板里有比不了的大小：文字和数字不能相比，空的也不能",
            "先写明有它才比，如 {% if 项.逾期天数 and 项.逾期天数 > 5 %}",
        ),
        ("{% if 1 in 主送 %}{% endif %}", *MISUSED),
    ],
    ids=["wide", "none", "deep", "compared", "sought"],
)
def test_what_cannot_be_filled_in_is_told(text: str, message: str, help_: str) -> None:
    assert refused(template(text)) == (message, help_)


@pytest.mark.parametrize("of", ["{{ 项.数|length }}", "{{ 项.数|first }}"])
def test_a_number_where_the_first_item_has_a_text_is_told_as_well(of: str) -> None:
    fields = {"事项": [{"数": ""}, {"数": 5}]}
    with pytest.raises(FuquanError) as error:
        filled(template(f"{{% for 项 in 事项 if 项.数 %}}{of}{{% endfor %}}"), fields, fields)
    assert (error.value.message, error.value.help) == MISUSED


def test_a_field_too_long_for_a_document_is_told() -> None:
    with pytest.raises(FuquanError) as error:
        filled(LETTERHEAD, {"主送": "长" * 10_000_001}, ["主送"])
    assert (error.value.message, error.value.help) == (
        "模板套用以后不成为 Word 文件，没有写出",
        "请核对各个字段，有没有哪一个长得出奇",
    )


@pytest.mark.parametrize(("field", "grid"), [("主送", True), ("编号", True), ("", False)])
def test_a_table_whose_columns_cannot_be_counted_is_told(field: str, grid: bool) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = f"{{% colspan {field} %}}甲" if field else "{{ 主送 }}"
    document.add_paragraph("{{ 主送 }}")
    if not grid:
        table._tbl.remove(table._tbl.tblGrid)
    assert refused(saved(document)) == (
        "模板里有一张表的列数或者列宽读不出来",
        "colspan 后面要写数字；没有写 colspan 的，请在 Word 里把这张表重新做一遍",
    )


def test_an_item_that_is_not_there_this_time_is_told() -> None:
    with pytest.raises(FuquanError) as error:
        filled(template("{{ 正文|first }}"), {"正文": []}, ["正文"])
    assert (error.value.message, error.value.help) == (
        "模板里写到的一项，这一次没有",
        "先写明有它才写，如 {% if 正文 %}{{ 正文|first }}{% endif %}",
    )
    letterhead = template("{% if 正文 %}{{ 正文|first }}{% endif %}{{ 空 }}。")
    assert texts(filled(letterhead, {"正文": [], "空": None}, ())) == ["。"]


def with_footnote(text: str, sections: int = 1) -> bytes:
    document = docx.Document()
    for _ in range(1, sections):
        document.add_section()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    note = f"<w:footnote><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
    xml = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(part, RT.FOOTNOTES)
    return saved(document)


def footnote(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return "".join(text.text for text in parse_xml(archive.read("word/footnotes.xml")).iter(qn("w:t")))


def test_notes_at_the_foot_are_held_to_the_fields_as_well() -> None:
    told = ("模板里没有这样的字段：“主宋”（脚注“{{ 主宋 }}”）", f"是不是“主送”？{ALL}")
    assert refused(with_footnote("{{ 主宋 }}")) == told


@pytest.mark.parametrize("sections", [1, 2])
@pytest.mark.parametrize("text", ["{{ 主送 }}", "{{ 坏", "{% for x in %}", "{{ 编号"])
def test_what_a_field_says_is_no_mark_at_the_foot_either(text: str, sections: int) -> None:
    fields = {"主送": text, "编号": "一"}
    assert footnote(filled(with_footnote("甲{{ 主送 }}乙", sections), fields, fields)) == f"甲{text}乙"


def test_notes_that_a_condition_tears_apart_are_told() -> None:
    begins, ends = "<w:p><w:r><w:t>", "</w:t></w:r></w:p>"
    table = f"<w:tbl><w:tr><w:tc>{begins}{{% if 编号 %}}甲{ends}</w:tc></w:tr></w:tbl>"
    assert refused(with_footnote(f"{{{{ 主送 }}}}{ends}{table}{begins}乙{{% endif %}}")) == MISPLACED


def test_a_condition_that_begins_in_a_table_and_ends_outside_loses_no_text() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{% if 编号 %}甲"
    document.add_paragraph("乙{% endif %}{{ 主送 }}")
    assert refused(saved(document)) == MISPLACED


def test_rows_are_repeated_and_a_cell_that_is_left_empty_stays_a_cell() -> None:
    document = docx.Document()
    table = document.add_table(4, 2)
    texts = ("序", "名"), ("{%tr for 项 in 事项 %}", ""), ("{{ 项.序 }}", "{%p if 编号 %}"), ("{%tr endfor %}", "")
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(2, 1).add_paragraph("{{ 项.名称 }}")
    table.cell(2, 1).add_paragraph("{%p endif %}")
    made = docx.Document(io.BytesIO(filled(saved(document), FIELDS, FIELDS)))
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert rows == [["序", "名"], ["1", ""], ["2", ""]]
    assert all(cell.paragraphs for row in made.tables[0].rows for cell in row.cells)


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        (["{{p 主送 }}"], "“{{”后面不能写 p，写了就没有内容（正文“{{p 主送 }}”）"),
        (["致{{r 主送 }}："], "“{{”后面不能写 r，写了就没有内容（正文“致{{r 主送 }}：”）"),
        (
            ["附：{%p if 编号 %}", "{{ 编号 }}", "{%p endif %}"],
            BESIDE % ("{%p if 编号 %}", "一段", "附：{%p if 编号 %}"),
        ),
        (["{%p if 编号 %}", "{{ 编号 }}", "{%p endif %}。"], BESIDE % ("{%p endif %}", "一段", "{%p endif %}。")),
        (["附：{#p 说明 #}{{ 主送 }}"], BESIDE % ("{#p 说明 #}", "一段", "附：{#p 说明 #}{{ 主送 }}")),
    ],
)
def test_what_would_be_lost_is_told(paragraphs: list[str], told: str) -> None:
    assert refused(template(*paragraphs)) == (f"模板的写法不对：{told}", HOW)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            "{%tr for 项 in 事项 %}",
            "名称",
            BESIDE % ("{%tr for 项 in 事项 %}", "表格的一行", "{%tr for 项 in 事项 %}名称"),
        ),
        ("甲{%tc if 编号 %}", "", BESIDE % ("{%tc if 编号 %}", "表格的一格", "甲{%tc if 编号 %}")),
        ("{{tc 主送 }}", "", "“{{”后面不能写 tc，写了就没有内容（页眉“{{tc 主送 }}”）"),
    ],
)
def test_what_would_be_lost_of_a_table_is_told(first: str, second: str, told: str) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 主送 }}")
    head = document.sections[0].header
    table = head.add_table(1, 2, Mm(100)) if "页眉" in told else document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = first, second
    assert refused(saved(document)) == (f"模板的写法不对：{told}", HOW)


def test_a_mark_in_a_box_leaves_what_stands_round_it() -> None:
    document = docx.Document()
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("{%p if 主送 %}", "内", "{%p endif %}"))
    box = f"<w:p {nsdecls('w')}><w:r><w:t>外{{{{ 主送 }}}}</w:t></w:r><w:r><w:pict><w:txbxContent>{inner}"
    document.element.body.insert(0, parse_xml(f"{box}</w:txbxContent></w:pict></w:r></w:p>"))
    made = docx.Document(io.BytesIO(filled(saved(document), FIELDS, FIELDS)))
    assert [one.text for one in made.element.body.iter(qn("w:t"))] == ["外红杨镇人民政府", "内"]


def test_heads_feet_and_properties_are_filled_in() -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    document.sections[0].header.paragraphs[0].text = "{{ 主送 }}"
    document.sections[0].footer.paragraphs[0].text = "{{ 正文|first }}"
    document.core_properties.title = "{{ (事项|last).名称 }}"
    document.core_properties.author = "区司法局"
    made = docx.Document(io.BytesIO(filled(saved(document), FIELDS, FIELDS)))
    assert made.sections[0].header.paragraphs[0].text == "红杨镇人民政府"
    assert made.sections[0].footer.paragraphs[0].text == "根据方案。"
    assert (made.core_properties.title, made.core_properties.author) == ("持证 & 上岗", "区司法局")


@pytest.mark.parametrize("text", ["{_{ 甲 }_}", "{{ 主送 }}", "{% if %}", "&amp;", "甲\n乙\t丙\x1b[31m"])
def test_what_a_field_says_is_no_mark(text: str) -> None:
    fields = {"主送": text}
    [line] = texts(filled(LETTERHEAD, fields, fields))
    assert line == f"甲{legal(text)}乙".replace("\\n", "\n")


LETTERHEAD = template("甲{{ 主送 }}乙")
KINDS = "[Content_Types].xml"


def changed(parts: Mapping[str, bytes]) -> bytes:
    """The letterhead with other parts, or more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as old, zipfile.ZipFile(out, "w") as new:
        for name in dict.fromkeys((*old.namelist(), *parts)):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return out.getvalue()


SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx"


@pytest.mark.parametrize(
    ("data", "message", "help_"),
    [
        (b"", "模板不是 Word 文件（.docx）", SAVE_AS),
        ("{{ 主送 }}".encode(), "模板不是 Word 文件（.docx）", SAVE_AS),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 500, "模板是旧格式的文件（如 .doc）", SAVE_AS),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "模板设有打开密码",
            "请去掉密码，另存为 .docx",
        ),
        (packed(xl__workbook_xml=""), "模板不是 Word 文件（.docx）", SAVE_AS),
        (
            packed(word__document_xml="", word__vbaProject_bin=""),
            "模板带有宏，没有套用",
            "请另存为不带宏的 .docx",
        ),
        (packed(word__document_xml="<a"), "模板不是能够套用的 Word 文件", "请用 Word 或 WPS 另存为 .docx"),
        (template("{{ 主送 }}")[:-30], "模板已经损坏，读不出来", SAVE_AS),
        (
            changed({"[Content_Types].xml": b"<!DOCTYPE x><x/>"}),
            "模板里有 Word 不会写的内容（DOCTYPE），没有套用",
            "请核对文件的来历",
        ),
    ],
)
def test_what_is_no_plain_word_file_is_told(data: bytes, message: str, help_: str) -> None:
    assert refused(data) == (message, help_)


NO_MACROS = ("模板带有宏，没有套用", "请另存为不带宏的 .docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("wordprocessingml.document.main+xml", "macroEnabled.main+xml"),
        (
            'Extension="jpeg" ContentType="image/jpeg"',
            'Extension="JPG" ContentType="application/vnd.ms-office.vbaProject"',
        ),
        (
            "</Types>",
            '<Override PartName="/word/foo.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        ),
    ],
)
def test_macros_are_found_under_any_name(old: str, new: str, encoding: str) -> None:
    with zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as archive:
        kinds = re.sub(r"<\?.*?\?>", "", archive.read(KINDS).decode())
    assert old in kinds
    assert refused(changed({KINDS: kinds.replace(old, new).encode(encoding), "word/a.jpg": b""})) == NO_MACROS


def test_a_kind_of_macros_that_no_part_is_of_is_none() -> None:
    with zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as archive:
        kinds = archive.read(KINDS).decode()
    none = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    made = changed({KINDS: kinds.replace("</Types>", none).encode()})
    assert texts(filled(made, FIELDS, FIELDS)) == ["甲红杨镇人民政府乙"]


LINKED = (
    "模板链接着别的文件“http://x/a.bin”，没有套用",
    "请断开链接（文件，信息，编辑指向文件的链接），图片改为插入，另存为 .docx",
)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (
            f"{RT.HYPERLINK.removesuffix('hyperlink')}attachedTemplate",
            (
                "模板挂着另一个模板“http://x/a.bin”，没有套用",
                "请在 Word 的“开发工具”“文档模板”里换成 Normal，另存为 .docx",
            ),
        ),
        (RT.OLE_OBJECT, LINKED),
        (RT.IMAGE, LINKED),
        ("", LINKED),
    ],
)
def test_a_template_that_leads_to_other_files_is_refused(kind: str, told: tuple[str, str]) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 主送 }}")
    part = document.sections[0].header.part
    part.relate_to("http://x/a.bin", kind, is_external=True)
    assert refused(saved(document)) == told


def test_an_address_that_can_be_clicked_stays() -> None:
    document = docx.Document()
    document.add_paragraph("{{ 主送 }}")
    document.part.relate_to("http://x/", RT.HYPERLINK, is_external=True)
    made = docx.Document(io.BytesIO(filled(saved(document), FIELDS, FIELDS)))
    assert [rel.target_ref for rel in made.part.rels.values() if rel.is_external] == ["http://x/"]


def test_a_template_that_grows_without_end_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 100_000_001)
    assert refused(out.getvalue()) == ("模板太大，没有套用", "请压缩其中的图片，或者核对是不是给错了文件")


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(), max_size=30))
def test_any_text_stands_for_itself(text: str) -> None:
    fields = {"主送": text}
    shown = "\n".join(map(legal, text.split("\n")))
    assert "\n".join(texts(filled(LETTERHEAD, fields, fields))) == f"甲{shown}乙"
