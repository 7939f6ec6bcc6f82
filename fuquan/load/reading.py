"""Nodes by their shapes: values, records of them, and a finding for each that is not what the format says."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from fuquan.diagnostic import Diagnostic, Replacement, Severity, Span
from fuquan.errors import clipped, meant
from fuquan.load import fixes
from fuquan.model import Member
from fuquan.schema import MONTH, RANGES, Shape, wanted
from fuquan.source import Alias, File, Node, Scalar, Sequence, add, compose
from fuquan.source import Mapping as MappingNode
from fuquan.text import half_width, seen, unseen

if TYPE_CHECKING:
    from fuquan.source.slips import Slip


class Row(dict[str, Any]):
    """The readable fields of a record; `whole` when none that is required is missing."""

    at: MappingNode
    whole: bool = False


BROKEN: Any = object()
# Compiled when first needed: most files are right.
_ANY_DAY = r"(\d{4})[-/.年 ]+(\d{1,2})[-/.月 ]+(\d{1,2})日?"
_ANY_MONTH = r"(\d{4})[-/.年 ]+(\d{1,2})月?"
_MOVED_KEY = r"(?:- ?)?(?:[a-z_]+|\d[\d-]*)"
_WIDE_COLON = r"(?:^|\s)([a-z_]+)："


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
            "period": self.text,  # its form depends on the deadline, which is not known yet
            "flag": self.flag,
            "word": self.word,
        }

    def error(
        self,
        rule: str,
        span: Span,
        message: str,
        help: str | None = None,  # noqa: A002 - the field's word
        fix: tuple[Replacement, ...] = (),
    ) -> None:
        add(self.found, Diagnostic(rule, Severity.ERROR, span, message, help, fix))

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
        slips = [slip for slip in _slips(root) if slip.fix]
        fix = [each for slip in slips for each in slip.fix] if slips and slips[0].key in shape.fields else []
        self.error("type", root.span(), "文件的内容不是“键: 值”", help, tuple(fix))
        return None

    def value(self, shape: Shape, node: Node) -> Any:
        return self.kinds[shape.kind](shape, node)

    def record(self, shape: Shape, node: Node) -> Any:
        if not isinstance(node, MappingNode):
            return self.run_together(node, shape.fields) or self.wrong(shape, node)
        row = Row()
        row.at = node
        fields, kinds = shape.fields, self.kinds
        for key, child in node.values.items():
            field = fields.get(key)
            if field is None:
                self.unknown_key(node.keys[key], fields, node.flow)
            elif node.flow and field.kind in _PLAIN and (found := fixes.swallowed(child, fields)):
                name, fix = found
                told = f"“{name}”前面用了全角逗号“，”，连到了“{key}”的内容里"
                self.error("value", child.span(), told, f"请改为半角逗号加空格，如 , {name}: 内容", fix)
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

    def unknown_key(self, key: Scalar, fields: Mapping[str, Shape], in_flow: bool) -> None:
        name, colon, _ = key.text.partition("：")
        if colon and half_width(name) in fields:
            told = f"“{name}”后面用了全角冒号“：”"
            fix = fixes.of_keys(key, fields) if in_flow else ()
            return self.error("key", key.span(), told, f"请改为半角冒号加空格，如 {half_width(name)}: 内容", fix)
        moved = key.start.column == 0 and key.text[:1].isspace() and re.fullmatch(_MOVED_KEY, half_width(key.text))
        if moved and (slips := _slips(key)):
            return self.error("key", slips[0].span, slips[0].message, slips[0].help, slips[0].fix)
        meaning = half_width(key.text)
        if meaning in fields and (codes := unseen(key.text)):
            told = f"“{seen(key.text)}”这个键里有看不见的字符{codes}"
            return self.error("key", key.span(), told, "请删去它", fixes.without_unseen(key))
        known = "、".join(fields)
        fix = fixes.written(key, meaning) if meaning in fields else ()
        offer = meant(meaning, fields)
        self.error("key", key.span(), f"“{clipped(key.text)}”不是这里可用的键", offer or f"可用的键：{known}", fix)
        return None

    def run_together(self, node: Node, fields: Mapping[str, Shape] | None = None) -> Any:
        """A finding and `BROKEN` for what would be keys and values but for a mark or a blank; else None.

        The first key must be one of `fields`, where these are what there may be.
        """
        slips = [slip for slip in _slips(node) if slip.fix]
        if not slips or (fields is not None and slips[0].key and slips[0].key not in fields):
            return None
        fix = tuple(each for slip in slips for each in slip.fix)
        self.error("value", slips[0].span, slips[0].message, slips[0].help, fix)
        return BROKEN

    def wrong(self, shape: Shape, node: Node) -> Any:
        """A finding for a value of another make than its shape; always `BROKEN`."""
        name = f"（{shape.says}）" if shape.says else ""
        if type(node) is Alias:
            return BROKEN
        if isinstance(node, Scalar):
            if node.is_null:
                self.error("value", node.span(), f"缺少内容{name}：{wanted(shape)}")
                return BROKEN
            told, help, fix = self.mistyped(shape, node, f"写法不对{name}：{wanted(shape)}")  # noqa: A001
        else:
            told = f"这里写成了{'一列' if isinstance(node, Sequence) else '一组键值'}{name}：{wanted(shape)}"
            help, fix = None, ()  # noqa: A001
        self.error("value", node.span(), told, help, fix)
        return BROKEN

    def mistyped(self, shape: Shape, node: Scalar, wrong: str) -> tuple[str, str | None, tuple[Replacement, ...]]:
        """(message, help, fix) of a scalar that cannot be read; its like in half width may be."""
        right = half_width(node.text)
        if month := shape.kind == "month" and re.fullmatch(_ANY_MONTH, right):
            right = f"{month[1]}-{month[2]:>02}"
        reads = _PLAIN.get(shape.kind)
        is_right = reads is not None and reads(shape, right) is not BROKEN
        if not is_right and (listed := fixes.brackets(node, shape)):
            return f"“{clipped(node.text)}”{wrong}", f"有全角字符，请改为半角：{clipped(listed[0])}", listed[1]
        fix = fixes.written(node, right) if is_right else ()
        if is_right and (codes := unseen(node.text)):
            return f"“{clipped(seen(node.text))}”里有看不见的字符{codes}", f"请改写成 {right}", fix
        told = f"“{clipped(node.text)}”{wrong}"
        if month and is_right:
            return told, f"请写成 {right}", fix
        is_wide = right != node.text.strip(" '\"")
        return told, f"有全角字符，请改为半角：{clipped(right)}" if is_wide else None, fix

    def text(self, shape: Shape, node: Node) -> Any:
        if type(node) is not Scalar or not (text := node.text.strip()) or node.is_null:
            return self.wrong(shape._replace(kind="text"), node)
        if node.plain and "：" in text and node.end.line > node.start.line and (wide := re.search(_WIDE_COLON, text)):
            fix = [each for slip in _slips(node) for each in slip.fix]
            told = f"“{wide[1]}”后面像是用了全角冒号“：”"
            self.error("value", node.span(), told, f"请改为半角冒号加空格，如 {wide[1]}: 内容", tuple(fix))
            return BROKEN
        return text

    def name(self, shape: Shape, node: Node) -> Any:
        text = self.text(shape, node)
        return self.wrong(shape, node) if text is not BROKEN and "\n" in text else text

    def day(self, shape: Shape, node: Node) -> Any:
        if type(node) is not Scalar:
            return self.wrong(shape, node)
        day = day_of(shape, node.text)
        if day is not BROKEN:
            return day
        right = half_width(node.text)
        any_day = re.fullmatch(_ANY_DAY, right)
        if any_day is None:
            return self.wrong(shape, node)
        iso = f"{any_day[1]}-{any_day[2]:>02}-{any_day[3]:>02}"
        codes = unseen(node.text)
        if day_of(shape, iso) is BROKEN:
            self.error("date", node.span(), f"“{seen(node.text)}”不是有效的日期", "历书上没有这一天，请核对年月日")
        elif codes:
            told = f"“{seen(node.text)}”里有看不见的字符{codes}"
            self.error("date", node.span(), told, f"请改写成 {iso}", fixes.written(node, iso))
        else:
            told = f"“{node.text}”不是日期的写法"
            self.error("date", node.span(), told, f"请写成 {iso}", fixes.written(node, iso))
        return BROKEN

    def number(self, shape: Shape, node: Node) -> Any:
        value = number_of(shape, node.text) if type(node) is Scalar else BROKEN
        return self.wrong(shape, node) if value is BROKEN else value

    def month(self, shape: Shape, node: Node) -> Any:
        value = _month(shape, node.text) if type(node) is Scalar else BROKEN
        return self.wrong(shape, node) if value is BROKEN else value

    def flag(self, shape: Shape, node: Node) -> Any:
        value = _flag(shape, node.text) if type(node) is Scalar and node.plain else BROKEN
        return self.wrong(shape, node) if value is BROKEN else value

    def word(self, shape: Shape, node: Node) -> Any:
        value = _word(shape, node.text) if type(node) is Scalar else BROKEN
        return self.wrong(shape, node) if value is BROKEN else value

    def list(self, shape: Shape, node: Node) -> Any:
        assert shape.of is not None  # noqa: S101 - for the type checker
        if shape.one and isinstance(node, Scalar):
            value = self.value(shape.of, node)
            return value if value is BROKEN else (value,)
        if not isinstance(node, Sequence):
            return self.run_together(node) or self.wrong(shape, node)
        if len(node.items) < shape.least:
            self.error("value", node.span(), f"没有{shape.of.says}", f"请列出{shape.of.says}")
            return BROKEN
        values = [self.value(shape.of, item) for item in node.items]
        return tuple(value for value in values if value is not BROKEN)

    def table(self, shape: Shape, node: Node) -> Any:
        assert shape.of is not None and shape.key is not None  # noqa: S101 - for the type checker
        if not isinstance(node, MappingNode):
            return self.run_together(node) or self.wrong(shape, node)
        read = ((self.value(shape.key, node.keys[key]), self.value(shape.of, node.values[key])) for key in node.keys)
        return {key: value for key, value in read if key is not BROKEN and value is not BROKEN}

    def members(self, shape: Shape, node: Node) -> Any:
        if type(node) is Scalar and node.text == "towns":
            return "towns"
        if not isinstance(node, Sequence):
            return self.run_together(node) or self.wrong(shape, node)
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
            return self.run_together(node) or self.wrong(shape, node)
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


def day_of(_: Shape, text: str) -> Any:
    """2023-04-18, not the other forms that `date.fromisoformat` takes."""
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii() and text.replace("-", "").isdecimal():
        with suppress(ValueError):
            return dt.date.fromisoformat(text)
    return BROKEN


def number_of(shape: Shape, text: str) -> Any:
    if text.isascii() and text.isdecimal() and len(text) < 7 and (text[0] != "0" or text == "0"):
        low, high = RANGES[shape.kind]
        return int(text) if low <= int(text) <= high else BROKEN
    return BROKEN


def _month(_: Shape, text: str) -> Any:
    return text if re.fullmatch(MONTH, text) else BROKEN


def _flag(_: Shape, text: str) -> Any:
    return text == "true" if text in ("true", "false") else BROKEN


def _word(shape: Shape, text: str) -> Any:
    return text if text in shape.words else BROKEN


def _towns(_: Shape, text: str) -> Any:
    return text if text == "towns" else BROKEN


_PLAIN: dict[str, Callable[[Shape, str], Any]] = {
    "day": day_of,
    "id": number_of,
    "count": number_of,
    "year": number_of,
    "month": _month,
    "flag": _flag,
    "word": _word,
    "members": _towns,
}


def _slips(node: Node) -> "tuple[Slip, ...]":
    """Of the lines of a plain scalar: what might have been keys."""
    if type(node) is not Scalar or not node.plain:
        return ()
    from fuquan.source.slips import slips_in

    return slips_in(node.file, node.start.line + 1, min(node.end.line + 1, len(node.file.lines)))


_TASK_ID = Shape(kind="id", says="任务序号")
