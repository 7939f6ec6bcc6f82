"""Letterheads of the office's own, filled in and read back with python-docx."""

import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuquan.errors import FuquanError
from fuquan.export.to_docx import legal
from fuquan.export.to_template import filled

FIELDS = {
    "主送": "红杨镇人民政府",
    "编号": "",
    "正文": ["根据方案。", "请于5月17日前报送。"],
    "事项": [{"序": "1", "名称": "签订<确认书>"}, {"序": "2", "名称": "持证 & 上岗"}],
}


def template(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
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


def test_the_same_template_gives_the_same_bytes() -> None:
    letterhead = template("{{ 主送 }}")
    assert filled(letterhead, FIELDS, FIELDS) == filled(letterhead, FIELDS, FIELDS)


def test_all_unknown_fields_are_named_with_what_was_meant() -> None:
    assert refused(template("{{ 主宋 }}", "{{ 编 号 if 0 else 落款 }}".replace("编 号", "编号"))) == (
        "模板里没有这样的字段：“主宋”、“落款”",
        "是不是“主送”？可用的字段：主送、编号、正文、事项",
    )


HOW = "字段写成 {{ 主送 }}，逐项写成 {% for 项 in 事项 %}…{% endfor %}"


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        (
            "{% for 项 in 事项 %}{{ 项.名 }}{% endfor %}",
            "模板里的“名”不是字段",
            "是不是“名称”？各项的字段：序、名称",
        ),
        ("{{ 主送 * 10 }}", "模板的写法不对：不能用“*”计算", HOW),
        ("{{ '%99999d' % 1 }}", "模板的写法不对：不能用“%”计算", HOW),
        ("{% for 项 in 事项 %}", "模板的写法不对：有标记没有写完", HOW),
        ("{{ }}", "模板的写法不对：有标记没有写完", HOW),
        (
            "{{ 主送|safe }}",
            "模板的写法不对：没有“safe”这个过滤器，可用的有 default、first、join、last、length",
            HOW,
        ),
        ("{% include '/etc/passwd' %}", "模板的写法不对：不能引用别的文件“/etc/passwd”", HOW),
        ("{% 循环 %}", "模板的写法不对：不认识标记“循环”，或者它没有配成对", HOW),
        ("{{ 主送.__class__.__mro__ }}", "模板的写法不对：“__class__”不是字段", HOW),
        ("{{ 主送.replace('红', '黑') }}", "模板的写法不对：字段不能像函数那样调用", HOW),
        ("{{ 主送 }", "模板的写法不对：多了“}”", HOW),
        ("{{ 主送 主送 }}", "模板的写法不对：多了“主送”", HOW),
        ("{% for 项 里 事项 %}{% endfor %}", "模板的写法不对：此处应当是“in”，写的是“里”", HOW),
        ("{{ range(9) }}", "模板里没有这样的字段：“range”", "可用的字段：主送、编号、正文、事项"),
    ],
)
def test_a_template_does_nothing_but_fill_in(text: str, message: str, help_: str) -> None:
    assert refused(template(text)) == (message, help_)


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
        (template("{{ 主送 }}")[:-30], "模板不是 Word 文件（.docx）", SAVE_AS),
    ],
)
def test_what_is_no_plain_word_file_is_told(data: bytes, message: str, help_: str) -> None:
    assert refused(data) == (message, help_)


def test_a_template_that_grows_without_end_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 100_000_001)
    assert refused(out.getvalue()) == ("模板太大，没有套用", "请压缩其中的图片，或者核对是不是给错了文件")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_stands_for_itself(text: str) -> None:
    fields = {"主送": text}
    shown = "\n".join(map(legal, text.split("\n")))
    assert "\n".join(texts(filled(LETTERHEAD, fields, fields))) == f"甲{shown}乙"


LETTERHEAD = template("甲{{ 主送 }}乙")
