"""An office's own letterhead: a Word file with fields such as {{ 主送 }}, filled in.

A template is a file from outside. It can name fields, repeat and leave out, and nothing else: no function, no other
file, no attribute of what stands behind a field.
"""

import io
import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

from fuquan.errors import FuquanError, listed, meant
from fuquan.export.to_docx import legal, same
from fuquan.extras import office

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_BYTES = 20_000_000
MOST_INFLATED = 100_000_000

FILTERS = frozenset({"default", "first", "join", "last", "length"})
"""Of Jinja's: those whose result is no longer than what they are given."""


def filled(template: bytes, fields: Mapping[str, object], known: Collection[str]) -> bytes:
    """The document. A field is a text, or a list of texts or of records of texts; a new line in a text is one.

    Raises FuquanError where the template is no Word file, or names a field that is not `known` or that no record has.
    """
    _refuse_unsafe(template)
    with office("套用 Word 模板"):
        from docxtpl import DocxTemplate
    from jinja2 import TemplateError, UndefinedError

    environment = _environment()
    try:
        document = DocxTemplate(io.BytesIO(template))
        named = document.get_undeclared_template_variables(environment)
        if unknown := sorted(named - set(known)):
            _refuse_names(unknown, known)
        document.render({name: _plain(value) for name, value in fields.items()}, environment)
        out = io.BytesIO()
        document.save(out)
    except UndefinedError as error:
        _refuse_part(error, fields)
    except TemplateError as error:
        raise FuquanError(f"模板的写法不对：{_told(error)}", _HOW) from error
    except FuquanError:
        raise
    except Exception as error:  # what is no Word file inside, the libraries say in errors of every kind
        raise FuquanError("模板不是能够套用的 Word 文件", "请用 Word 或 WPS 另存为 .docx") from error
    return same(out.getvalue())


_HOW = "字段写成 {{ 主送 }}，逐项写成 {% for 项 in 事项 %}…{% endfor %}"


def _refuse_unsafe(data: bytes) -> None:
    """What is no plain .docx is told before anything in it is read."""
    save_as = "请用 Word 或 WPS 打开，另存为 .docx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FuquanError("模板设有打开密码", "请去掉密码，另存为 .docx")
        raise FuquanError("模板是旧格式的文件（如 .doc）", save_as)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise FuquanError("模板不是 Word 文件（.docx）", save_as) from error
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names:
        raise FuquanError("模板不是 Word 文件（.docx）", save_as)
    if any("vbaproject" in name.lower() for name in names):
        raise FuquanError("模板带有宏，没有套用", "请另存为不带宏的 .docx")
    if len(data) > MOST_BYTES or sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise FuquanError("模板太大，没有套用", "请压缩其中的图片，或者核对是不是给错了文件")


def _environment() -> "Environment":
    from jinja2 import DictLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Fields(ImmutableSandboxedEnvironment):
        """Without arithmetic, by which a text could be made as long as one likes."""

        intercepted_binops = frozenset({"*", "**", "%"})

        def call_binop(self, context: object, operator: str, left: object, right: object) -> NoReturn:
            raise TemplateError(f"不能用“{operator}”计算")

        def is_safe_callable(self, obj: object) -> bool:
            return getattr(obj, "__name__", "") in FILTERS

    from jinja2 import TemplateError

    environment = Fields(autoescape=True, undefined=StrictUndefined, loader=DictLoader({}))
    environment.globals = {}
    environment.filters = {name: made for name, made in environment.filters.items() if name in FILTERS}
    return environment


def _plain(value: object) -> object:
    """What there is no place for in XML written out; docxtpl makes lines and tabs of what these characters mean."""
    if isinstance(value, str):
        return "\n".join(map(legal, value.split("\n")))
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    assert isinstance(value, Sequence)  # noqa: S101 - fields are nothing else
    return [_plain(each) for each in value]


def _refuse_names(unknown: Sequence[str], known: Collection[str]) -> NoReturn:
    near = [told for name in unknown if (told := meant(name, known))]
    raise FuquanError(
        f"模板里没有这样的字段：{listed([f'“{name}”' for name in unknown])}",
        f"{''.join(near)}可用的字段：{listed(list(known))}",
    )


def _refuse_part(error: Exception, fields: Mapping[str, object]) -> NoReturn:
    """One of the records in a list has no such field."""
    parts = {
        key: None
        for value in fields.values()
        if isinstance(value, Sequence)
        for each in value
        if isinstance(each, Mapping)
        for key in each
    }
    found = re.search(r"has no attribute '(.*)'|'(.*)' is undefined", str(error))
    name = next(filter(None, found.groups()), "") if found else str(error)
    raise FuquanError(
        f"模板里的“{name}”不是字段",
        (meant(name, parts) or "") + (f"各项的字段：{listed(list(parts))}" if parts else ""),
    ) from error


def _told(error: Exception) -> str:
    """What Jinja says of it, in our words."""
    text = f"{type(error).__name__}: {error}"
    return next(
        (words.format(*found.groups()) for pattern, words in _SAID if (found := re.search(pattern, text))),
        "有看不懂的标记",
    )


_SAID = (
    ("(不能用“.+”计算)", "{}"),
    ("No filter named '(.*)'", f"没有“{{}}”这个过滤器，可用的有 {'、'.join(sorted(FILTERS))}"),
    ("unknown tag '(.*?)'", "不认识标记“{}”，或者它没有配成对"),
    ("TemplateNotFound: (.*)", "不能引用别的文件“{}”"),
    ("access to attribute '(.*?)'", "“{}”不是字段"),
    ("not safely callable", "字段不能像函数那样调用"),
    ("expected token 'end of .*', got '(.*)'", "多了“{}”"),
    ("end of template|end of print statement|Missing end", "有标记没有写完"),
    ("expected token '(.*)', got '(.*)'", "此处应当是“{}”，写的是“{}”"),
    ("unexpected '(.*)'", "多了“{}”"),
)
