"""Nodes by their shapes: values, records of them, and a finding for each that is not what the format says."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from fuquan.diagnostic import Diagnostic, Severity, Span
from fuquan.errors import clipped, meant
from fuquan.model import Member
from fuquan.schema import Shape
from fuquan.source import Alias, File, Node, Scalar, Sequence, add, compose
from fuquan.source import Mapping as MappingNode


class Row(dict[str, Any]):
    """The readable fields of a record; `whole` when none that is required is missing."""

    at: MappingNode
    whole: bool = False


BROKEN: Any = object()
# Compiled when first needed: most files are right.
_ANY_DAY = r"(\d{4})[-/.年 ]+(\d{1,2})[-/.月 ]+(\d{1,2})日?"
_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
_WIDE_COLON = r"(?:^|\s)([a-z_]+)："
_WIDE_MARKS = str.maketrans("，：；［］｛｝“”‘’　－０１２３４５６７８９", ",:;[]{}\"\"'' -0123456789")


class Reader:
    """Reads nodes by shape. A value that cannot be read is a finding, and `BROKEN` or left out."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.kinds: dict[str, Callable[[Shape, Any], Any]] = {
            "text": self.text,
            "name": self.name,
            "day": self.day,
            "record": self.record,
            "list": self.list,
            "table": self.table,
            "progress": self.progress,
            "members": self.members,
            "id": self.number,
            "count": self.number,
            "year": self.number,
            "month": self.month,
            "flag": self.flag,
            "word": self.word,
        }

    def error(self, rule: str, span: Span, message: str, help: str | None = None) -> None:  # noqa: A002 - the field's word
        add(self.found, Diagnostic(rule=rule, severity=Severity.ERROR, span=span, message=message, help=help))

    def file(self, file: File | Diagnostic, shape: Shape) -> Row | None:
        if isinstance(file, Diagnostic):
            self.found.append(file)
            return None
        root, found = compose(file)
        self.found.extend(found)
        if root is None:
            return None
        if isinstance(root, MappingNode):
            row: Row = self.record(shape, root)
            return row
        keys = "、".join(f"{key}:" for key in shape.fields)
        help = f"最外层应当是 {keys} 等键"  # noqa: A001
        if isinstance(root, Scalar) and "：" in root.text:
            help = "文件像是用了全角冒号“：”，请改为半角冒号加空格“: ”"  # noqa: A001
        self.error("type", root.span(), "文件的内容不是“键: 值”", help)
        return None

    def value(self, shape: Shape, node: Node) -> Any:
        return self.kinds[shape.kind](shape, node)

    def record(self, shape: Shape, node: Node) -> Any:
        if not isinstance(node, MappingNode):
            return self.wrong(shape, node, "应当是若干“键: 值”")
        row = Row()
        row.at = node
        fields, kinds = shape.fields, self.kinds
        for key, child in node.values.items():
            field = fields.get(key)
            if field is None:
                self.unknown_key(node.keys[key], fields)
            elif not (type(child) is Scalar and child.is_null and not field.required):
                value = kinds[field.kind](field, child)
                if value is not BROKEN:
                    row[key] = value
        missing = [key for key, field in fields.items() if field.required and key not in row]
        row.whole = not missing
        if unwritten := [key for key in missing if key not in node.values]:
            told = "、".join(f"“{key}”（{fields[key].says or '必填'}）" for key in unwritten)
            self.error("missing", node.span(), f"缺少{told}", f"请补上 {'、'.join(f'{key}:' for key in unwritten)}")
        return row

    def unknown_key(self, key: Scalar, fields: Mapping[str, Shape]) -> None:
        name, colon, _ = key.text.partition("：")
        if colon and name.strip() in fields:
            return self.error(
                "key", key.span(), f"“{name}”后面用了全角冒号“：”", f"请改为半角冒号加空格，如 {name}: 内容"
            )
        known = "、".join(fields)
        offer = meant(key.text.translate(_WIDE_MARKS), fields)
        self.error("key", key.span(), f"“{clipped(key.text)}”不是这里可用的键", offer or f"可用的键：{known}")
        return None

    def wrong(self, shape: Shape, node: Node, wanted: str) -> Any:
        """A finding for a value of another make than `wanted`; always `BROKEN`."""
        name = f"（{shape.says}）" if shape.says else ""
        if type(node) is Alias:
            return BROKEN
        if isinstance(node, Scalar):
            if node.is_null:
                self.error("value", node.span(), f"缺少内容{name}：{wanted}")
                return BROKEN
            told = f"“{clipped(node.text)}”写法不对{name}：{wanted}"
            plain = node.text.translate(_WIDE_MARKS)
            help = f"有全角字符，请改为半角：{clipped(plain)}" if plain != node.text else None  # noqa: A001
        else:
            told = f"这里写成了{'一列' if isinstance(node, Sequence) else '一组键值'}{name}：{wanted}"
            help = None  # noqa: A001
        self.error("value", node.span(), told, help)
        return BROKEN

    def text(self, shape: Shape, node: Node) -> Any:
        if type(node) is not Scalar or not (text := node.text.strip()) or node.is_null:
            return self.wrong(shape, node, "应当是文字")
        if node.plain and "：" in text and node.end.line > node.start.line and (wide := re.search(_WIDE_COLON, text)):
            self.error(
                "value",
                node.span(),
                f"“{wide[1]}”后面像是用了全角冒号“：”",
                f"请改为半角冒号加空格，如 {wide[1]}: 内容",
            )
            return BROKEN
        return text

    def name(self, shape: Shape, node: Node) -> Any:
        text = self.text(shape, node)
        return self.wrong(shape, node, "应当写在一行里") if text is not BROKEN and "\n" in text else text

    def day(self, shape: Shape, node: Node) -> Any:
        if type(node) is Scalar:
            text = node.text
            if _looks_iso(text):
                try:
                    return dt.date.fromisoformat(text)
                except ValueError:
                    self.error("date", node.span(), f"“{text}”不是有效的日期", "历书上没有这一天，请核对年月日")
                    return BROKEN
            if any_day := re.fullmatch(_ANY_DAY, text.translate(_WIDE_MARKS)):
                year, month, day = any_day.groups()
                self.error("date", node.span(), f"“{text}”不是日期的写法", f"请写成 {year}-{month:>02}-{day:>02}")
                return BROKEN
        return self.wrong(shape, node, "日期应写成 2023-04-18 这样")

    def number(self, shape: Shape, node: Node) -> Any:
        if type(node) is Scalar and (text := node.text).isascii() and text.isdecimal():
            if shape.kind == "year":
                if len(text) == 4 and text >= "1900":
                    return int(text)
            elif len(text) < 7 and (text[0] != "0" or (shape.kind == "count" and text == "0")):
                return int(text)
        wanted = {"id": "应当是1至999999的整数", "count": "应当是0至999999的整数", "year": "应当是1900至9999的年份"}
        return self.wrong(shape, node, wanted[shape.kind])

    def month(self, shape: Shape, node: Node) -> Any:
        if type(node) is Scalar and re.fullmatch(_MONTH, node.text):
            return node.text
        return self.wrong(shape, node, "月份应写成 2023-05 这样")

    def flag(self, shape: Shape, node: Node) -> Any:
        if type(node) is Scalar and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        return self.wrong(shape, node, "应当是 true（是）或 false（否）")

    def word(self, shape: Shape, node: Node) -> Any:
        if type(node) is Scalar and node.text in shape.words:
            return node.text
        return self.wrong(shape, node, f"应当是 {'、'.join(shape.words)} 之一")

    def list(self, shape: Shape, node: Node) -> Any:
        assert shape.of is not None  # noqa: S101 - for the type checker
        if shape.one and isinstance(node, Scalar):
            value = self.value(shape.of, node)
            return value if value is BROKEN else (value,)
        if not isinstance(node, Sequence):
            return self.wrong(shape, node, "应当是一列，每项以“- ”开头")
        values = [self.value(shape.of, item) for item in node.items]
        return tuple(value for value in values if value is not BROKEN)

    def table(self, shape: Shape, node: Node) -> Any:
        assert shape.of is not None and shape.key is not None  # noqa: S101 - for the type checker
        if not isinstance(node, MappingNode):
            return self.wrong(shape, node, "应当是若干“键: 值”")
        read = ((self.value(shape.key, node.keys[key]), self.value(shape.of, node.values[key])) for key in node.keys)
        return {key: value for key, value in read if key is not BROKEN and value is not BROKEN}

    def members(self, shape: Shape, node: Node) -> Any:
        if type(node) is Scalar and node.text == "towns":
            return "towns"
        if not isinstance(node, Sequence):
            return self.wrong(shape, node, "应当是一列单位，或 towns（各镇）")
        assert shape.of is not None  # noqa: S101 - for the type checker
        rows: list[tuple[Node, Member]] = []
        for item in node.items:
            if type(item) is Scalar:
                name = self.text(shape.of.fields["name"], item)
                if name is not BROKEN:
                    rows.append((item, Member(name=name)))
            elif (row := self.record(shape.of, item)) is not BROKEN and row.whole:
                rows.append((item, Member(**row)))
        return rows

    def progress(self, shape: Shape, node: Node) -> Any:
        """[(the task's key, its id, the period's key or None, the record's row)]"""
        if not isinstance(node, MappingNode):
            return self.wrong(shape, node, "应当是“任务序号: 办理记录”")
        assert shape.of is not None  # noqa: S101 - for the type checker
        entries: list[tuple[Scalar, int, Scalar | None, Row]] = []
        for text, value in node.values.items():
            key = node.keys[text]
            task = self.number(_TASK_ID, key)
            if task is BROKEN:
                continue
            if isinstance(value, MappingNode) and value.values and next(iter(value.values))[:1].isdecimal():
                for period, record in value.values.items():
                    row = self.record(shape.of, record)
                    if row is not BROKEN:
                        entries.append((key, task, value.keys[period], row))
            elif (row := self.record(shape.of, value)) is not BROKEN:
                entries.append((key, task, None, row))
        return entries


def _looks_iso(text: str) -> bool:
    """2023-04-18, not the other forms that `date.fromisoformat` takes."""
    return len(text) == 10 and text[4] == text[7] == "-" and text.isascii() and text.replace("-", "").isdecimal()


_TASK_ID = Shape(kind="id", says="任务序号")
