"""An office's own letterhead: a Word file with fields such as {{ 主送 }}, filled in.

A template is a file from outside. It can name fields, repeat and leave out, and nothing else: no function, no other
file, no attribute of what stands behind a field.
"""

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from fuquan import archive
from fuquan.archive import Unfit
from fuquan.errors import FuquanError, clipped
from fuquan.export.fields import HOW, Part, check, environment
from fuquan.export.word import legal, same
from fuquan.extras import office

MOST_BYTES = 20_000_000
MOST_INFLATED = 100_000_000
MOST_XML = 10_000_000
"""Of the parts in which fields are looked for; pictures are none of them."""


def filled(template: bytes, fields: Mapping[str, object], known: Collection[str]) -> bytes:
    """The document. A field is a text, a number, or a list of these or of records of them; a new line in a text is one.

    Raises FuquanError where the template is no Word file, or names a field that is not `known` or that no record has.
    """
    _refuse_unsafe(template)
    with office("套用 Word 模板"):
        from docxtpl import DocxTemplate
    from jinja2 import UndefinedError

    jinja = environment()
    plain = {name: _plain(value) for name, value in fields.items()}
    try:
        document = _document(DocxTemplate, template)
        parts = list(_parts(document))
    except FuquanError:
        raise
    except Exception as error:  # what is no Word file inside, the libraries say in errors of every kind
        raise FuquanError("模板不是能够套用的 Word 文件", "请用 Word 或 WPS 另存为 .docx") from error
    check(parts, jinja, {**dict.fromkeys(known), **plain})
    out = io.BytesIO()
    try:
        document.render(plain, jinja)
        document.save(out)
    except TypeError as error:
        raise FuquanError(*(_COMPARED if "not supported between" in str(error) else _MISUSED)) from error
    except SyntaxError as error:  # of XML
        raise FuquanError(*(_MISPLACED if getattr(error, "code", None) in _TORN else _NO_XML)) from error
    except UndefinedError as error:
        raise FuquanError(
            "模板里写到的一项，这一次没有", "先写明有它才写，如 {% if 正文 %}{{ 正文|first }}{% endif %}"
        ) from error
    return same(out.getvalue())


_COMPARED = (
    "模板里有比不了的大小：文字和数字不能相比，空的也不能",
    "先写明有它才比，如 {% if 项.逾期天数 and 项.逾期天数 > 5 %}",
)
_MISUSED = (
    "模板里有过滤器、for 或者 in 用在了数字上，或者用 in 在文字里找数字",
    "first、last、length、in 用于文字和有好几项的字段，join、for 用于有好几项的字段",
)
_MISPLACED = ("模板里有循环或者条件的开头和结尾不在同一层（如一个在表格里，一个在表格外）", HOW)
_UNCOUNTED = (
    "模板里有一张表的列数或者列宽读不出来",
    "colspan 后面要写数字；没有写 colspan 的，请在 Word 里把这张表重新做一遍",
)
_NO_XML = ("模板套用以后不成为 Word 文件，没有写出", "请核对各个字段，有没有哪一个长得出奇")
_TORN = {5, 74, 76, 77}
"""What libxml2 says of tags that do not fit: XML_ERR_DOCUMENT_END, _LTSLASH_REQUIRED, _TAG_NAME_MISMATCH and
_TAG_NOT_FINISHED.
"""


def _refuse_unsafe(data: bytes) -> None:
    """What is no plain .docx, or leads to other files, is told before anything in it is read."""
    found = archive.opened(data, archive.Bounds(MOST_BYTES, MOST_XML, MOST_INFLATED), _is_xml)
    if isinstance(found, Unfit):
        raise FuquanError(*_UNFIT[found])
    if "word/document.xml" not in found.names:
        raise FuquanError(*_UNFIT[Unfit.OTHER])
    if found.has_macros:
        raise FuquanError("模板带有宏，没有套用", "请另存为不带宏的 .docx")
    for link in found.links:
        if link.kind == "attachedTemplate":
            told = f"模板挂着另一个模板“{clipped(legal(link.target))}”，没有套用"
            raise FuquanError(told, "请在 Word 的“开发工具”“文档模板”里换成 Normal，另存为 .docx")
        if link.kind != "hyperlink":
            told = f"模板链接着别的文件“{clipped(legal(link.target))}”，没有套用"
            raise FuquanError(told, "请断开链接（文件，信息，编辑指向文件的链接），图片改为插入，另存为 .docx")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx"
_NO_WORD = ("模板不是 Word 文件（.docx）", _SAVE_AS)
_TOO_LARGE = ("模板太大，没有套用", "请压缩其中的图片，或者核对是不是给错了文件")
_UNFIT = {
    Unfit.LARGE: _TOO_LARGE,
    Unfit.EMPTY: _NO_WORD,
    Unfit.OTHER: _NO_WORD,
    Unfit.OLD: ("模板是旧格式的文件（如 .doc）", _SAVE_AS),
    Unfit.SEALED: ("模板设有打开密码", "请去掉密码，另存为 .docx"),
    Unfit.SWOLLEN: _TOO_LARGE,
    Unfit.STRANGE: ("模板里有 Word 不会写的内容（DOCTYPE），没有套用", "请核对文件的来历"),
    Unfit.DAMAGED: ("模板已经损坏，读不出来", _SAVE_AS),
}


def _plain(value: object) -> object:
    """What there is no place for in XML written out; docxtpl makes lines and tabs of what these characters mean."""
    if isinstance(value, str):
        return "\n".join(map(legal, value.split("\n")))
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    return "" if value is None else value


def _document(base: Any, template: bytes) -> Any:
    class Document(base):  # type: ignore[misc]  # docxtpl ships no types
        """docxtpl's, held to what the template says."""

        def render_xml_part(self, src_xml: str, part: object, context: object, jinja_env: Any) -> str:
            """Without the library's own escapes ({_{ for {{), which would change what a field says."""
            return str(self.resolve_listing(jinja_env.from_string(src_xml).render(context)))

        def fix_tables(self, xml: str) -> Any:
            """What is not well-formed is refused, which the library would mend by leaving text out; and each cell has a
            paragraph, without which Word takes the file for damaged.
            """
            from docx.oxml.ns import qn
            from docx.oxml.parser import OxmlElement

            _refuse_unparted(xml)
            try:
                tree = super().fix_tables(xml)
            except (AttributeError, TypeError, ValueError) as error:  # it counts and measures columns
                raise FuquanError(*_UNCOUNTED) from error
            for cell in tree.iter(qn("w:tc")):
                if len(cell) == 0 or cell[-1].tag != qn("w:p"):
                    cell.append(OxmlElement("w:p"))
            return tree

        def render_footnotes(self, context: object, jinja_env: Any) -> None:
            """Once. The library fills them in once a section, and would take for marks what a field has said."""
            for part in _footnotes(self.docx):
                xml = self.render_xml_part(self.patch_xml(part.blob.decode()), part, context, jinja_env)
                _refuse_unparted(xml)
                part._blob = xml.encode()

        def render_properties(self, context: object, jinja_env: Any) -> None:
            """A property is text, in which nothing is to be escaped."""
            unescaped = jinja_env.overlay(autoescape=False)
            for name, text in _properties(self.docx):
                setattr(self.docx.core_properties, name, unescaped.from_string(text).render(context)[:255])

    document = Document(io.BytesIO(template))
    document.render_init()
    return document


def _refuse_unparted(xml: str) -> None:
    """Raises SyntaxError of what is not well-formed."""
    from docx.oxml.parser import parse_xml

    parse_xml(xml.encode())


def _footnotes(document: Any) -> Iterator[Any]:
    yield from (part for part in document.part.package.iter_parts() if part.content_type.endswith(".footnotes+xml"))


def _properties(document: Any) -> Iterator[tuple[str, str]]:
    for name in ("author", "comments", "subject", "title"):
        if "{" in (text := getattr(document.core_properties, name) or ""):
            yield name, text


def _parts(document: Any) -> Iterator[Part]:
    """Wherever docxtpl fills in fields."""

    def read(name: str, xml: str) -> Part:
        _refuse_lost(name, xml)
        return Part(name, re.sub(r"<w:p([ >])", r"\n<w:p\1", document.patch_xml(xml).replace("\n", " ")))

    yield read("正文", document.get_xml())
    for name, kind in (("页眉", document.HEADER_URI), ("页脚", document.FOOTER_URI)):
        for _, part in document.get_headers_footers(kind):
            yield read(name, document.get_part_xml(part))
    for part in _footnotes(document.docx):
        yield read("脚注", part.blob.decode())
    for _, text in _properties(document.docx):
        yield Part("文档属性", text.replace("\n", " "))


def _refuse_lost(name: str, xml: str) -> None:
    """Refuses what docxtpl would leave out without a word: a text beside a mark that takes the whole paragraph, row or
    cell for itself, and a field written as such a mark, which would stand where Word shows no text.
    """
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    for element in parse_xml(xml.encode()).iter(*map(qn, _WHOLE)):
        own = (one for one in element.iter(qn("w:t")) if next(one.iterancestors(element.tag)) is element)
        text = "".join(one.text or "" for one in own)
        letters, called = _WHOLE[f"w:{element.tag.rpartition('}')[2]}"]
        place = Part(name, text).place(1)
        if bare := re.search(r"\{\{(p|r|tr|tc)\s", text):
            raise FuquanError(f"模板的写法不对：“{{{{”后面不能写 {bare[1]}，写了就没有内容（{place}）", HOW)
        if (mark := re.search(rf"\{{([%#]){letters} [^}}%#]*\1\}}", text)) and text.replace(mark[0], "", 1).strip():
            raise FuquanError(f"模板的写法不对：“{clipped(mark[0])}”要单独占{called}，旁边的内容会丢掉（{place}）", HOW)


_WHOLE = {"w:tr": ("tr", "表格的一行"), "w:tc": ("tc", "表格的一格"), "w:p": ("p", "一段")}
"""By what marks such as {%p … %} take, and how that is called."""
