"""Nodes into the model: the strict reading of both files, every problem a located finding, all in one run."""

import datetime as dt
import gc
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from fuquan import schema
from fuquan.deadline import After, Every, Ongoing, Unreadable
from fuquan.deadline import read as read_deadline
from fuquan.diagnostic import Diagnostic, Severity, Span, start_of
from fuquan.due import occurrence_in, occurrences
from fuquan.errors import meant
from fuquan.model import Adjustment, Member, Note, Plan, Record, Section, Task, Trigger, Unit, Waiver, Withdrawn
from fuquan.schema import Shape
from fuquan.source import TASKS, TOWNS, File, Node, Scalar, Sequence, compose, read, shown
from fuquan.source import Mapping as MappingNode


class Loaded(NamedTuple):
    """What could be read. `plan` is whole only where `found` holds no error; None where there is no plan header."""

    plan: Plan | None
    found: tuple[Diagnostic, ...]
    files: Mapping[str, File]


def load(folder: Path) -> Loaded:
    """The plan in `folder`, which is known to exist."""
    resting = gc.isenabled()
    gc.disable()  # nothing read here is garbage, and looking for some takes a third of the time
    try:
        towns = folder / TOWNS
        return load_files(read(folder / TASKS), read(towns) if towns.exists() else None, towns)
    finally:
        if resting:
            gc.enable()


def load_files(tasks: File | Diagnostic, towns: File | Diagnostic | None, towns_path: Path) -> Loaded:
    """The plan in two texts; `towns` is None where there is no such file, which matters only to a group of towns."""
    reader = _Reader()
    rows = reader.file(tasks, schema.TASKS_FILE)
    town_rows = reader.file(towns, schema.TOWNS_FILE) if towns is not None else None
    if rows is not None and towns is None and any(row.get("members") == "towns" for row in rows.get("units", ())):
        reader.error(
            "file",
            start_of(shown(towns_path)),
            f"没有文件“{shown(towns_path)}”",
            f"{TASKS} 里有单位写明 members: towns，各镇要列在这个文件的 towns: 之下",
        )
    plan = None if rows is None else _Linker(reader, rows, town_rows or _Row()).plan()
    files = {file.path: file for file in (tasks, towns) if isinstance(file, File)}
    return Loaded(plan=plan, found=_in_order(reader.found, tuple(files)), files=files)


def _in_order(found: list[Diagnostic], paths: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """By place, one finding a place: what follows from the first at the same spot says nothing new."""
    place = {path: n for n, path in enumerate(paths)}
    ordered = sorted(found, key=lambda one: (place.get(one.span.path, -1), one.span.line, one.span.column))
    return tuple({(one.span.path, one.span.line, one.span.column): one for one in reversed(ordered)}.values())[::-1]


class _Row(dict[str, Any]):
    """The readable fields of a record; `whole` when none that is required is missing."""

    at: MappingNode
    whole: bool = False


_BROKEN: Any = object()
# Compiled when first needed: most files are right.
_ANY_DAY = r"(\d{4})[-/.年 ]+(\d{1,2})[-/.月 ]+(\d{1,2})日?"
_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
_WIDE_COLON = r"(?:^|\s)([a-z_]+)："
_WIDE_MARKS = str.maketrans("，：；［］｛｝“”‘’　－０１２３４５６７８９", ",:;[]{}\"\"'' -0123456789")


class _Reader:
    """Reads nodes by shape. A value that cannot be read is a finding, and `_BROKEN` or left out."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.kinds: dict[str, Callable[[Shape, Any], Any]] = {
            "text": self.text,
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
        self.found.append(Diagnostic(rule=rule, severity=Severity.ERROR, span=span, message=message, help=help))

    def file(self, file: File | Diagnostic, shape: Shape) -> _Row | None:
        if isinstance(file, Diagnostic):
            self.found.append(file)
            return None
        root, found = compose(file)
        self.found.extend(found)
        if root is None:
            return None
        if isinstance(root, MappingNode):
            row: _Row = self.record(shape, root)
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
        row = _Row()
        row.at = node
        fields, kinds = shape.fields, self.kinds
        for key, child in node.values.items():
            field = fields.get(key)
            if field is None:
                self.unknown_key(node.keys[key], fields)
            elif not (type(child) is Scalar and child.is_null and not field.required):
                value = kinds[field.kind](field, child)
                if value is not _BROKEN:
                    row[key] = value
        missing = [key for key, field in fields.items() if field.required and key not in row]
        row.whole = not missing
        if unwritten := [key for key in missing if key not in node.values]:
            told = "、".join(f"“{key}”（{fields[key].says or '必填'}）" for key in unwritten)
            self.error("key", node.span(), f"缺少{told}", f"请补上 {'、'.join(f'{key}:' for key in unwritten)}")
        return row

    def unknown_key(self, key: Scalar, fields: Mapping[str, Shape]) -> None:
        name, colon, _ = key.text.partition("：")
        if colon and name.strip() in fields:
            return self.error(
                "key", key.span(), f"“{name}”后面用了全角冒号“：”", f"请改为半角冒号加空格，如 {name}: 内容"
            )
        known = "、".join(fields)
        offer = meant(key.text.translate(_WIDE_MARKS), fields)
        self.error("key", key.span(), f"“{key.text}”不是这里可用的键", offer or f"可用的键：{known}")
        return None

    def wrong(self, shape: Shape, node: Node, wanted: str) -> Any:
        """A finding for a value of another make than `wanted`; always `_BROKEN`."""
        name = f"（{shape.says}）" if shape.says else ""
        if isinstance(node, Scalar):
            if node.is_null:
                self.error("value", node.span(), f"缺少内容{name}：{wanted}")
                return _BROKEN
            told = f"“{_clipped(node.text)}”写法不对{name}：{wanted}"
            plain = node.text.translate(_WIDE_MARKS)
            help = f"有全角字符，请改为半角：{_clipped(plain)}" if plain != node.text else None  # noqa: A001
        else:
            told = f"这里写成了{'一列' if isinstance(node, Sequence) else '一组键值'}{name}：{wanted}"
            help = None  # noqa: A001
        self.error("value", node.span(), told, help)
        return _BROKEN

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
            return _BROKEN
        return text

    def day(self, shape: Shape, node: Node) -> Any:
        if type(node) is Scalar:
            text = node.text
            if _looks_iso(text):
                try:
                    return dt.date.fromisoformat(text)
                except ValueError:
                    self.error("date", node.span(), f"“{text}”不是有效的日期", "历书上没有这一天，请核对年月日")
                    return _BROKEN
            if any_day := re.fullmatch(_ANY_DAY, text.translate(_WIDE_MARKS)):
                year, month, day = any_day.groups()
                self.error("date", node.span(), f"“{text}”不是日期的写法", f"请写成 {year}-{month:>02}-{day:>02}")
                return _BROKEN
        return self.wrong(shape, node, "日期应写成 2023-04-18 这样")

    def number(self, shape: Shape, node: Node) -> Any:
        if type(node) is Scalar and (text := node.text).isascii() and text.isdecimal():
            if shape.kind == "year":
                if len(text) == 4 and text >= "1900":
                    return int(text)
            elif len(text) < 7 and (text[0] != "0" or (shape.kind == "count" and text == "0")):
                return int(text)
        wanted = {"id": "应当是从1起的整数", "count": "应当是不小于0的整数", "year": "应当是四位年份"}
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
        if shape.one and type(node) is Scalar:
            value = self.value(shape.of, node)
            return value if value is _BROKEN else (value,)
        if not isinstance(node, Sequence):
            return self.wrong(shape, node, "应当是一列，每项以“- ”开头")
        values = [self.value(shape.of, item) for item in node.items]
        return tuple(value for value in values if value is not _BROKEN)

    def table(self, shape: Shape, node: Node) -> Any:
        assert shape.of is not None and shape.key is not None  # noqa: S101 - for the type checker
        if not isinstance(node, MappingNode):
            return self.wrong(shape, node, "应当是若干“键: 值”")
        read = ((self.value(shape.key, node.keys[key]), self.value(shape.of, node.values[key])) for key in node.keys)
        return {key: value for key, value in read if key is not _BROKEN and value is not _BROKEN}

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
                if name is not _BROKEN:
                    rows.append((item, Member(name=name)))
            elif (row := self.record(shape.of, item)) is not _BROKEN and row.whole:
                rows.append((item, Member(**row)))
        return rows

    def progress(self, shape: Shape, node: Node) -> Any:
        """[(the task's key, its id, the period's key or None, the record's row)]"""
        if not isinstance(node, MappingNode):
            return self.wrong(shape, node, "应当是“任务序号: 办理记录”")
        assert shape.of is not None  # noqa: S101 - for the type checker
        entries: list[tuple[Scalar, int, Scalar | None, _Row]] = []
        for text, value in node.values.items():
            key = node.keys[text]
            task = self.number(_TASK_ID, key)
            if task is _BROKEN:
                continue
            if isinstance(value, MappingNode) and value.values and next(iter(value.values))[:1].isdecimal():
                for period, record in value.values.items():
                    row = self.record(shape.of, record)
                    if row is not _BROKEN:
                        entries.append((key, task, value.keys[period], row))
            elif (row := self.record(shape.of, value)) is not _BROKEN:
                entries.append((key, task, None, row))
        return entries


def _looks_iso(text: str) -> bool:
    """2023-04-18, not the other forms that `date.fromisoformat` takes."""
    return len(text) == 10 and text[4] == text[7] == "-" and text.isascii() and text.replace("-", "").isdecimal()


_TASK_ID = Shape(kind="id", says="任务序号")


def _clipped(text: str) -> str:
    """A value short enough to stand in a message."""
    return text if len(text) <= 40 else f"{text[:40]}…"


class _Linker:
    """Checks what the parts say of one another, and makes the plan of them."""

    def __init__(self, reader: _Reader, rows: _Row, town_rows: _Row) -> None:
        self.reader = reader
        self.error = reader.error
        self.header: _Row = rows.get("plan") or _Row()
        self.section_rows: tuple[_Row, ...] = rows.get("sections", ())
        self.task_rows: tuple[_Row, ...] = rows.get("tasks", ())
        self.unit_rows: tuple[_Row, ...] = rows.get("units", ())
        self.town_rows: tuple[_Row, ...] = town_rows.get("towns", ())
        self.waiver_rows: tuple[_Row, ...] = rows.get("waivers", ())
        self.at = rows.at
        self.sections = [row["id"] for row in self.section_rows if "id" in row]
        self.task_ids = {row["id"] for row in self.task_rows if "id" in row}
        self.knows_tasks = all("id" in row for row in self.task_rows) and bool(self.task_rows)
        self.names: dict[str, str] = {}  # every name and alias → the name
        self.groups: dict[str, list[str]] = {}  # a name → the groups that it is a member of
        self.unsure: set[str | int] = set()  # tasks and groups with a unit that is not known: who owes them is open

    def plan(self) -> Plan | None:
        self.unique(self.section_rows, "id", "编号")
        self.unique(self.task_rows, "id", "任务序号")
        self.unique(self.town_rows, "code", "代码")
        self.name_bodies()
        members = {id(row): self.members_of(row) for row in self.unit_rows}
        tasks = [task for row in self.task_rows if (task := self.task(row)) is not None]
        by_id = {task.id: task for task in tasks}
        units = [self.unit(row, members[id(row)], by_id) for row in self.unit_rows if row.whole]
        towns = [self.unit(row, None, by_id) for row in self.town_rows if row.whole]
        waivers = [self.waiver(row) for row in self.waiver_rows if row.whole]
        if not self.header.whole:
            return None
        fields: dict[str, Any] = {"severity": {}, **self.header}
        return Plan(
            **fields,
            sections=tuple(Section(**row, at=row.at) for row in self.section_rows if row.whole),
            tasks=tuple(tasks),
            units=tuple(units),
            towns=tuple(towns),
            waivers=tuple(waivers),
            at=self.header.at,
        )

    def unique(self, rows: Iterable[_Row], key: str, called: str) -> None:
        first: dict[Any, Span] = {}
        for row in rows:
            if key in row:
                span = row.at.span(key)
                if row[key] in first:
                    other = first[row[key]]
                    self.error(
                        "duplicate", span, f"{called}“{row[key]}”重复，前一处在第{other.line}行", "请改正其中一处"
                    )
                else:
                    first[row[key]] = span

    def name_bodies(self) -> None:
        places: dict[str, Span] = {}
        for row in (*self.unit_rows, *self.town_rows):
            alias_node = row.at.values.get("aliases")
            names = [(row["name"], row.at.span("name"))] if "name" in row else []
            for name, span in (*names, *_texts(alias_node)):
                if name in places:
                    where = f"{places[name].path}第{places[name].line}行"
                    self.error("duplicate", span, f"名称或别名“{name}”重复，前一处在{where}", "一个名称只能指一个单位")
                else:
                    places[name] = span
                    self.names[name] = row.get("name", name)

    def resolved(self, name: str, span: Span) -> str | None:
        """The body's own name, or a finding."""
        if name in self.names:
            return self.names[name]
        parts = [part for part in re.split(r"[，、,；;\s]+", name) if part]
        if len(parts) > 1 and all(part in self.names for part in parts):
            joined = ", ".join(parts)
            self.error("unit", span, f"“{_clipped(name)}”是几个单位连成了一个", f"请用半角逗号分开：[{joined}]")
        else:
            offer = meant(name, self.names)
            help = offer or "请核对名称；确有这个单位的，先在 units 中列出"  # noqa: A001
            self.error("unit", span, f"没有“{_clipped(name)}”这个责任单位", help)
        return None

    def members_of(self, row: _Row) -> tuple[Member, ...] | None:
        members = row.get("members")
        if members is None or "name" not in row:
            return None
        if members == "towns":
            for town in self.town_rows:
                if "name" in town:
                    self.groups.setdefault(town["name"], []).append(row["name"])
            return tuple(
                Member(name=town["name"], since=town.get("since"), until=town.get("until"))
                for town in self.town_rows
                if "name" in town
            )
        groups = {other["name"] for other in self.unit_rows if "members" in other and "name" in other}
        kept: dict[str, Member] = {}
        for node, member in members:
            name = self.resolved(member.name, node.span("name"))
            if name is None:
                self.unsure.add(row["name"])
                continue
            if name in groups:
                self.error("unit", node.span("name"), f"“{name}”本身是一组单位，不能再作成员", "请列出其中的各个单位")
            elif name in kept:
                self.error("duplicate", node.span("name"), f"成员“{name}”重复", "请删去一处")
            else:
                self.in_time(member.since, member.until, node)
                kept[name] = Member(name=name, since=member.since, until=member.until)
                self.groups.setdefault(name, []).append(row["name"])
        return tuple(kept.values())

    def in_time(self, since: dt.date | None, until: dt.date | None, node: Node) -> None:
        if since and until and until < since:
            self.error("order", node.span("until"), f"截止日期{until}早于起始日期{since}", "请核对两个日期")

    def task(self, row: _Row) -> Task | None:
        if "section" in row and row["section"] not in self.sections:
            offer = meant(row["section"], self.sections)
            help = offer or f"sections 中有：{'、'.join(self.sections)}"  # noqa: A001
            self.error("section", row.at.span("section"), f"没有“{row['section']}”这项主要任务", help)
        units = self.units_of(row)
        if not (row.whole and (deadline := self.deadline(row))):
            return None
        fields = {
            key: row[key] for key in ("id", "section", "title", "short", "reading", "reading_basis") if key in row
        }
        trigger = row.get("trigger")
        task = Task(
            **fields,
            printed=row["deadline"],
            deadline=deadline,
            units=units,
            trigger=Trigger(**trigger) if trigger is not None and trigger.whole else None,
            first_period=row.get("from"),
            collects=self.resolved(row["collects"], row.at.span("collects")) if "collects" in row else None,
            adjustments=(),
            at=row.at,
        )
        return self.with_adjustments(task, row)

    def units_of(self, row: _Row) -> tuple[str, ...]:
        names: dict[str, None] = {}
        node = row.at.values.get("units")
        for text, span in _texts(node):
            name = self.resolved(text, span)
            if name is None:
                self.unsure.add(row.get("id", ""))
            elif name in names:
                self.error("duplicate", span, f"责任单位“{text}”在这项任务里列了两次", "请删去一处")
            else:
                names[name] = None
        if isinstance(node, Sequence) and not node.items:
            self.error("value", node.span(), "没有责任单位", "请按印发稿列出责任单位")
        return tuple(names)

    def deadline(self, row: _Row) -> Any:
        key = "reading" if "reading" in row else "deadline"
        issued = self.header.get("issued", dt.date(2024, 1, 1))  # a leap year refuses no day by mistake
        read = read_deadline(row[key], year=self.header.get("year", issued.year), issued=issued)
        if not isinstance(read, Unreadable):
            return read
        help = None  # noqa: A001
        if key == "deadline":
            such = f"，如 {'、'.join(read.readings)}" if read.readings else ""
            help = f"请加一行 reading:，用读得懂的写法写明本单位的理解{such}；印发的原文不动"  # noqa: A001
        self.error("deadline", row.at.span(key), read.message, help)
        return None

    def with_adjustments(self, task: Task, row: _Row) -> Task:
        """The task, once its own fields are held against the kind of its deadline."""
        reading = task.deadline.reading
        if task.trigger is not None and not isinstance(reading, After):
            self.error(
                "trigger",
                row.at.span("trigger"),
                f"任务{task.id}的时限“{task.printed}”不等任何事项，不能写 trigger",
                "请删去 trigger",
            )
        if task.first_period is not None:
            self.period(task, task.first_period, row.at.span("from"), "请删去 from")
        adjustments = tuple(
            adjustment
            for entry in row.get("adjustments", ())
            if entry.whole and (adjustment := self.adjustment(task, entry)) is not None
        )
        return replace(task, adjustments=adjustments)

    def adjustment(self, task: Task, row: _Row) -> Adjustment | None:
        units: list[str] = []
        for text, span in _texts(row.at.values.get("units")):
            name = self.resolved(text, span)
            if name is None:
                continue
            if not self.owes(task, name):
                self.error("owes", span, f"{name}不是任务{task.id}的责任单位", f"责任单位是{'、'.join(task.units)}")
            units.append(name)
        reading, period = task.deadline.reading, row.get("period")
        span = row.at.span("period")
        if isinstance(reading, Ongoing):
            self.error(
                "adjustment", row.at.span(), f"任务{task.id}是{task.printed}，没有时限可以调整", "请删去这条调整"
            )
        elif isinstance(reading, Every):
            if period is None:
                self.error(
                    "period",
                    span,
                    f"任务{task.id}是重复办理的，这条调整没有写明是哪一期",
                    "请加一行 period:，如 period: 2023-05",
                )
            else:
                self.period(task, period, span, "请删去 period")
        elif period is not None:
            self.error("period", span, f"任务{task.id}不是重复办理的，不能写 period", "请删去 period")
        fields = {key: value for key, value in row.items() if key != "units"}
        return Adjustment(**fields, units=tuple(units), at=row.at)

    def period(self, task: Task, text: str, span: Span, mend: str) -> bool:
        """Whether the task has the period; a finding where it has not, with `mend` for a task that does not recur."""
        reading = task.deadline.reading
        if not isinstance(reading, Every):
            self.error(
                "period", span, f"任务{task.id}的时限“{task.printed}”不重复，没有“{_clipped(text)}”这一期", mend
            )
            return False
        one = occurrence_in(reading, text)
        if one is None:
            self.error(
                "period",
                span,
                f"“{_clipped(text)}”不是任务{task.id}（{task.printed}）的时期写法",
                f"写法如 {self.sample(reading)}",
            )
            return False
        first = self.first_day(task, reading)
        until = self.header.get("until")
        day = one.nominal
        if day < first or (until is not None and day > until):
            told = f"任务{task.id}没有“{text}”这一期：该期{day.isoformat()}到期，"
            told += f"早于第一期（{first.isoformat()}）" if day < first else f"晚于方案截止日（{until}）"
            self.error("period", span, told, "请核对时期")
            return False
        return True

    def first_day(self, task: Task, every: Every) -> dt.date:
        """From which day on the task owes its periods: that of the first one named, else the day of issue."""
        named = occurrence_in(every, task.first_period) if task.first_period else None
        return named.nominal if named else max(self.header.get("issued", dt.date.min), every.start or dt.date.min)

    def sample(self, every: Every) -> str:
        """A period as this rule names them."""
        first = self.header.get("issued", dt.date(2024, 1, 1))
        return next((one.period for one in occurrences(every, first)), f"{first:%Y-%m}")

    def owes(self, task: Task, name: str) -> bool:
        """Whether the body ever owes the task; taken for granted where that cannot be known."""
        if task.id in self.unsure or not self.unsure.isdisjoint(task.units):
            return True
        return name in task.units or any(group in task.units for group in self.groups.get(name, ()))

    def unit(self, row: _Row, members: tuple[Member, ...] | None, tasks: Mapping[int, Task]) -> Unit:
        of_towns = row.get("members") == "towns"
        self.in_time(row.get("since"), row.get("until"), row.at)
        fields = {key: value for key, value in row.items() if key not in ("progress", "members")}
        progress = dict(self.progress(row, tasks))
        made: dict[str, Any] = {"returns": {}, "complete": of_towns, **fields}
        return Unit(**made, members=members, of_towns=of_towns, progress=progress, at=row.at)

    def progress(self, row: _Row, tasks: Mapping[int, Task]) -> Iterator[tuple[tuple[int, str | None], Record]]:
        name = row["name"]
        for key, number, period, record_row in row.get("progress", ()):
            record = self.record(record_row)
            task = tasks.get(number)
            if task is None:
                if self.knows_tasks and number not in self.task_ids:
                    offer = meant(str(number), map(str, sorted(self.task_ids)))
                    self.error(
                        "task", key.span(), f"没有任务{number}，{name}的这条办理记录无处可归", offer or "请核对任务序号"
                    )
            elif not self.owes(task, name):
                self.error(
                    "owes", key.span(), f"{name}不是任务{number}的责任单位", f"责任单位是{'、'.join(task.units)}"
                )
            elif period is not None:
                if self.period(task, period.text, period.span(), "请删去这一层，记录直接写在任务序号之下"):
                    yield (number, period.text), record
            elif isinstance(reading := task.deadline.reading, Every):
                told = f"任务{number}（{task.printed}）重复办理，办理记录要写在时期之下"
                self.error(
                    "period", key.span(), told, f"写法如 {number}: 下一行缩进写 {self.sample(reading)}: 再下一行写记录"
                )
            else:
                yield (number, None), record

    def record(self, row: _Row) -> Record:
        started, done = row.get("started"), row.get("done")
        if started and done and done < started:
            self.error("order", row.at.span("done"), f"完成日期{done}早于开始日期{started}", "请核对两个日期")
        fields = dict(row)
        fields["notes"] = tuple(Note(**note) for note in row.get("notes", ()) if note.whole)
        if "withdrawn" in row:
            fields["withdrawn"] = tuple(self.withdrawn(taken) for taken in row["withdrawn"] if taken.whole)
        return Record(**fields, at=row.at)

    def withdrawn(self, row: _Row) -> Withdrawn:
        kept = _Row({key: value for key, value in row.items() if key not in ("date", "reason")})
        kept.at = row.at
        return Withdrawn(date=row["date"], reason=row["reason"], record=self.record(kept))

    def waiver(self, row: _Row) -> Waiver:
        if "task" in row and row["task"] not in self.task_ids:
            offer = meant(str(row["task"]), map(str, sorted(self.task_ids)))
            self.error("task", row.at.span("task"), f"没有任务{row['task']}", offer or "请核对任务序号")
        unit = self.resolved(row["unit"], row.at.span("unit")) if "unit" in row else None
        return Waiver(**dict(row) | {"unit": unit}, at=row.at)


def _texts(node: Node | None) -> Iterator[tuple[str, Span]]:
    """The words of a list, each with its place."""
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar) and not item.is_null and (text := item.text.strip()):
            yield text, item.span()
