"""Records into the plan: what the parts say of one another is checked, and the model made of them."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from fuquan.deadline import After, Every, Ongoing, Unreadable
from fuquan.deadline import read as read_deadline
from fuquan.diagnostic import Span
from fuquan.due import key_of, occurrence_in, occurrences, owed_periods
from fuquan.errors import clipped, listed, meant, ranges
from fuquan.load import fixes
from fuquan.load.reading import Reader, Row
from fuquan.model import Adjustment, Member, Note, Plan, Record, Section, Task, Trigger, Unit, Waiver, Withdrawn
from fuquan.source import Mapping as MappingNode
from fuquan.source import Node, Scalar, Sequence
from fuquan.text import half_width, seen, unseen

_OFFERS = 100
"""Names looked for the nearest to; whoever has more unknown ones has made another mistake."""
_COMPARED = 100_000
"""Pairs of names compared for that."""
_MEMBERSHIPS = 100_000
"""Of towns in groups, which take a word in the file and are a list each."""


class Linker:
    """Checks what the parts say of one another, and makes the plan of them."""

    def __init__(self, reader: Reader, rows: Row, town_rows: Row | None) -> None:
        """`town_rows` is None where there are towns that could not be read."""
        self.error = reader.error
        self.knows_towns = town_rows is not None
        self.header: Row = rows.get("plan") or Row()
        self.section_rows: tuple[Row, ...] = rows.get("sections", ())
        self.task_rows: tuple[Row, ...] = rows.get("tasks", ())
        self.unit_rows: tuple[Row, ...] = rows.get("units", ())
        self.town_rows: tuple[Row, ...] = (town_rows or Row()).get("towns", ())
        self.waiver_rows: tuple[Row, ...] = rows.get("waivers", ())
        self.sections = list(dict.fromkeys(row["id"] for row in self.section_rows if "id" in row))
        self.known_sections = frozenset(self.sections)
        self.task_ids = {row["id"] for row in self.task_rows if "id" in row}
        self.knows_tasks = "tasks" in rows and all("id" in row for row in self.task_rows)
        self.numbers = sorted(self.task_ids)
        self.numbered = clipped(ranges(self.numbers))
        self.unknown = self.compared = self.memberships = 0
        self.names: dict[str, str] = {}  # every name and alias → the name
        self.named: list[tuple[str, Scalar]] = []  # every name and alias, and where it is given
        self.plain_names: dict[str, tuple[str, Scalar]] | None = None  # those of them that hold what nobody sees
        self.groups: dict[str, list[str]] = {}  # a name → the groups that it is a member of
        self.samples: dict[Every, str] = {}
        self.unsure: set[str | int] = set()  # tasks and groups with a unit that is not known: who owes them is open

    def plan(self) -> Plan | None:
        self.unique(self.section_rows, "id", "编号")
        self.unique(self.task_rows, "id", "任务序号")
        self.unique(self.town_rows, "code", "代码")
        issued, until = self.header.get("issued"), self.header.get("until")
        if issued and until and until < issued:
            self.error("order", self.header.at.span("until"), f"截止日期{until}早于印发日期{issued}", "请核对两个日期")
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

    def unique(self, rows: Iterable[Row], key: str, called: str) -> None:
        first: dict[Any, Span] = {}
        for row in rows:
            if key in row:
                span = row.at.span(key)
                if row[key] in first:
                    other = first[row[key]]
                    self.error(
                        "duplicate",
                        span,
                        f"{called}“{clipped(str(row[key]))}”重复，前一处在第{other.line}行",
                        "请改正其中一处",
                    )
                else:
                    first[row[key]] = span

    def name_bodies(self) -> None:
        places: dict[str, Span] = {}
        for row in (*self.unit_rows, *self.town_rows):
            names = [(row["name"], row.at.values["name"])] if "name" in row else []
            for name, node in (*names, *_texts(row.at.values.get("aliases"))):
                assert isinstance(node, Scalar)  # noqa: S101 - it was read as a name
                if name in places:
                    where = f"{places[name].path}第{places[name].line}行"
                    told = f"名称或别名“{clipped(name)}”重复，前一处在{where}"
                    self.error("duplicate", node.span(), told, "一个名称只能指一个单位")
                else:
                    places[name] = node.span()
                    self.names[name] = row.get("name", name)
                    self.named.append((name, node))

    def resolved(self, name: str, node: Node, within: Node | None = None) -> str | None:
        """The body's own name, or a finding; `within` is the list that the node is an item of."""
        if name in self.names:
            return self.names[name]
        if not self.knows_towns:
            return None
        node = node.values["name"] if isinstance(node, MappingNode) else node
        assert isinstance(node, Scalar)  # noqa: S101 - it was read as a name
        parts = [part for part in re.split(r"[，、,；;\s]+", name) if part]
        if len(parts) > 1 and all(part in self.names for part in parts):
            told = f"“{clipped(name)}”是几个单位连成了一个"
            mend = f"请用半角逗号分开：[{clipped(', '.join(parts))}]"
            self.error("unit", node.span(), told, mend, fixes.apart(node, within))
        elif not self.differs_unseen(name, node):
            offer = self.meant(seen(name), self.names)
            help = offer or "请核对名称；确有这个单位的，先在 units 中列出"  # noqa: A001
            fix = fixes.written(node, half_width(name)) if half_width(name) in self.names else ()
            told = f"没有“{clipped(seen(name))}”这个责任单位"
            told += f"，名称里还有看不见的字符{unseen(name)}" if unseen(name) else ""
            self.error("unit", node.span(), told, help, fix)
        return None

    def differs_unseen(self, name: str, node: Scalar) -> bool:
        """Whether the name is known but for characters that nobody sees, here or where it was given; then a finding."""
        if (codes := unseen(name)) and seen(name) in self.names:
            told = f"“{clipped(seen(name))}”里有看不见的字符{codes}，对不上 units 里的名称"
            self.error("unit", node.span(), told, "请删去它", fixes.without_unseen(node))
            return True
        if self.plain_names is None:
            self.plain_names = {seen(known): (known, at) for known, at in self.named if unseen(known)}
        if seen(name) not in self.plain_names:
            return False
        known, at = self.plain_names[seen(name)]
        told = f"没有“{clipped(seen(name))}”这个责任单位：{at.file.path}第{at.start.line + 1}行的名称里"
        told += f"有看不见的字符{unseen(known)}"
        self.error("unit", node.span(), told, "请把那里的删去", fixes.without_unseen(at))
        return True

    def meant(self, name: str, known: Collection[str]) -> str | None:
        """The question after the nearest of the known names, as long as few are unknown."""
        self.unknown += 1
        self.compared += len(known)
        return meant(name, known) if self.unknown < _OFFERS and self.compared <= _COMPARED else None

    def members_of(self, row: Row) -> tuple[Member, ...] | None:
        members = row.get("members")
        if members is None or "name" not in row:
            return None
        if members == "towns":
            self.memberships += len(self.town_rows)
            if self.memberships > _MEMBERSHIPS:
                told = f"写明 members: towns 的单位太多：成员合计超过{_MEMBERSHIPS}个"
                self.error("unit", row.at.span("members"), told, "请核对 units，各镇只列为一组")
                return None
            for town in self.town_rows:
                if "name" in town:
                    self.groups.setdefault(town["name"], []).append(row["name"])
            return tuple(
                Member(name=town["name"], since=town.get("since"), until=town.get("until"), basis=town.get("basis"))
                for town in self.town_rows
                if "name" in town
            )
        groups = {other["name"] for other in self.unit_rows if "members" in other and "name" in other}
        kept: dict[str, Member] = {}
        for node, member in members:
            name = self.resolved(member.name, node, row.at.values["members"])
            if name is None:
                self.unsure.add(row["name"])
                continue
            if name in groups:
                self.error(
                    "unit", node.span("name"), f"“{clipped(name)}”本身是一组单位，不能再作成员", "请列出其中的各个单位"
                )
            elif name in kept:
                self.error("duplicate", node.span("name"), f"成员“{clipped(name)}”重复", "请删去一处")
            else:
                self.in_time(member.since, member.until, node)
                kept[name] = member._replace(name=name)
                self.groups.setdefault(name, []).append(row["name"])
        return tuple(kept.values())

    def in_time(self, since: dt.date | None, until: dt.date | None, node: Node) -> None:
        if since and until and until < since:
            self.error("order", node.span("until"), f"截止日期{until}早于起始日期{since}", "请核对两个日期")

    def task(self, row: Row) -> Task | None:
        if "section" in row and row["section"] not in self.known_sections:
            self.no_section(row["section"], row.at.values["section"])
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
            collects=self.collected(row),
            adjustments=(),
            at=row.at,
        )
        return self.with_adjustments(task, row)

    def no_section(self, name: str, node: Node) -> None:
        help = self.meant(name, self.sections) or f"sections 中有：{listed(self.sections)}"  # noqa: A001
        told = f"没有“{clipped(name)}”这项主要任务"
        fix = fixes.written(node, half_width(name)) if half_width(name) in self.sections else ()
        if fix:
            told = f"“{seen(name)}”里有看不见的字符{unseen(name)}" if unseen(name) else told
        self.error("section", node.span(), told, help, fix)

    def collected(self, row: Row) -> str | None:
        """The group whose returns the task gathers."""
        if "collects" not in row:
            return None
        span = row.at.span("collects")
        name = self.resolved(row["collects"], row.at.values["collects"])
        if name is not None and not any("members" in unit for unit in self.unit_rows if unit.get("name") == name):
            self.error("unit", span, f"{clipped(name)}不是一组单位，没有成员可以逐月报送", "请写一组单位，如 各镇")
        return name

    def units_of(self, row: Row) -> tuple[str, ...]:
        names: dict[str, None] = {}
        node = row.at.values.get("units")
        for text, item in _texts(node):
            name = self.resolved(text, item, node)
            if name is None:
                self.unsure.add(row.get("id", ""))
            elif name in names:
                self.error("duplicate", item.span(), f"责任单位“{clipped(text)}”在这项任务里列了两次", "请删去一处")
            else:
                names[name] = None
        return tuple(names)

    def deadline(self, row: Row) -> Any:
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

    def with_adjustments(self, task: Task, row: Row) -> Task:
        """The task, once its own fields are held against the kind of its deadline."""
        reading = task.deadline.reading
        if task.trigger is not None and not isinstance(reading, After):
            self.error(
                "trigger",
                row.at.span("trigger"),
                f"任务{task.id}的时限“{clipped(task.printed)}”不等任何事项，不能写 trigger",
                "请删去 trigger",
            )
        if "collects" in row and not isinstance(reading, Every):
            told = f"任务{task.id}的时限“{clipped(task.printed)}”不重复，没有逐月的报送可以收集"
            self.error("unit", row.at.span("collects"), told, "请删去 collects")
        if isinstance(reading, Every):
            self.some_period(task, reading, row)
        if task.first_period is not None:
            self.period(task, task.first_period, row.at.values["from"], "请删去 from")
        adjustments = tuple(
            adjustment
            for entry in row.get("adjustments", ())
            if entry.whole and (adjustment := self.adjustment(task, entry)) is not None
        )
        return replace(task, adjustments=adjustments)

    def adjustment(self, task: Task, row: Row) -> Adjustment | None:
        units: list[str] = []
        within = row.at.values.get("units")
        for text, item in _texts(within):
            name = self.resolved(text, item, within)
            if name is None:
                continue
            if not self.owes(task, name):
                self.error(
                    "owes",
                    item.span(),
                    f"{clipped(name)}不是任务{task.id}的责任单位",
                    f"责任单位是{listed(task.units)}",
                )
            units.append(name)
        reading, period = task.deadline.reading, row.get("period")
        span = row.at.span("period")
        if isinstance(reading, Ongoing):
            self.error(
                "adjustment",
                row.at.span(),
                f"任务{task.id}是{clipped(task.printed)}，没有时限可以调整",
                "请删去这条调整",
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
                self.period(task, period, row.at.values["period"], "请删去 period")
        elif period is not None:
            self.error("period", span, f"任务{task.id}不是重复办理的，不能写 period", "请删去 period")
        fields = {key: value for key, value in row.items() if key != "units"}
        return Adjustment(**fields, units=tuple(units), at=row.at)

    def period(self, task: Task, text: str, node: Node, mend: str) -> bool:
        """Whether the task has the period; a finding where it has not, with `mend` for a task that does not recur."""
        reading, span = task.deadline.reading, node.span()
        if not isinstance(reading, Every):
            self.error(
                "period", span, f"任务{task.id}的时限“{clipped(task.printed)}”不重复，没有“{clipped(text)}”这一期", mend
            )
            return False
        one = occurrence_in(reading, text)
        if one is None:
            self.no_period(task, reading, text, node)
            return False
        named = occurrence_in(reading, task.first_period) if task.first_period else None
        issued, until = self.header.get("issued", dt.date.min), self.header.get("until")
        is_early = one.nominal < named.nominal if named else (one.day or one.nominal) < issued
        if is_early or (until is not None and one.nominal > until):
            told = f"任务{task.id}没有“{clipped(text)}”这一期：该期{(one.day or one.nominal).isoformat()}到期，"
            first = f"第一期（{task.first_period}）" if named else f"方案印发（{issued}）"
            told += f"早于{first}" if is_early else f"晚于方案截止日（{until}）"
            self.error("period", span, told, "请核对时期")
            return False
        return True

    def no_period(self, task: Task, every: Every, text: str, node: Node) -> None:
        right = half_width(text)
        if month := re.fullmatch(r"(\d{4})[-/.年 ]+(\d{1,2})月?", right):
            right = f"{month[1]}-{month[2]:>02}"
        is_right = occurrence_in(every, right) is not None
        fix = fixes.written(node, right) if is_right else ()
        told = f"“{clipped(seen(text))}”不是任务{task.id}（{clipped(task.printed)}）的时期写法"
        told += f"：里面有看不见的字符{unseen(text)}" if unseen(text) else ""
        self.error("period", node.span(), told, f"写法如 {right if is_right else self.sample(every)}", fix)

    def some_period(self, task: Task, every: Every, row: Row) -> None:
        """A finding for a task that recurs but never falls due."""
        issued = self.header.get("issued")
        if issued is None or task.first_period is not None:
            return
        first = next(owed_periods(every, issued, None), None)
        until = self.header.get("until")
        if first is None or (until is not None and first.nominal > until):
            told = (
                f"任务{task.id}的时限“{clipped(task.printed)}”从方案印发（{issued}）到{until or '规定的终止日'}没有一期"
            )
            self.error("deadline", row.at.span("deadline"), told, "请核对印发日期、方案截止日 until 和原文")

    def sample(self, every: Every) -> str:
        """A period as this rule names them."""
        if every not in self.samples:
            first = self.header.get("issued", dt.date(2024, 1, 1))
            named = (one.period for one in occurrences(every, first))
            self.samples[every] = next(named, key_of(every, every.until or first))
        return self.samples[every]

    def owes(self, task: Task, name: str) -> bool:
        """Whether the body ever owes the task; taken for granted where that cannot be known."""
        if task.id in self.unsure or not self.unsure.isdisjoint(task.units):
            return True
        return name in task.units or any(group in task.units for group in self.groups.get(name, ()))

    def unit(self, row: Row, members: tuple[Member, ...] | None, tasks: Mapping[int, Task]) -> Unit:
        of_towns = row.get("members") == "towns"
        self.in_time(row.get("since"), row.get("until"), row.at)
        fields = {key: value for key, value in row.items() if key not in ("progress", "members")}
        progress = dict(self.progress(row, tasks))
        made: dict[str, Any] = {"returns": {}, "complete": of_towns, **fields}
        return Unit(**made, members=members, of_towns=of_towns, progress=progress, at=row.at)

    def progress(self, row: Row, tasks: Mapping[int, Task]) -> Iterator[tuple[tuple[int, str | None], Record]]:
        name = row["name"]
        for key, number, period, record_row in row.get("progress", ()):
            record = record_row if isinstance(record_row, Record) else self.record(record_row)
            task = tasks.get(number)
            if task is None:
                if self.knows_tasks and number not in self.task_ids:
                    self.error(
                        "task",
                        key.span(),
                        f"没有任务{number}，{clipped(name)}的这条办理记录无处可归",
                        self.other_tasks(number),
                    )
            elif not self.owes(task, name):
                self.error(
                    "owes",
                    key.span(),
                    f"{clipped(name)}不是任务{number}的责任单位",
                    f"责任单位是{listed(task.units)}",
                )
            elif period is not None:
                if self.period(task, period.text, period, "请删去这一层，记录直接写在任务序号之下"):
                    yield (number, period.text), record
            elif isinstance(reading := task.deadline.reading, Every):
                told = f"任务{number}（{clipped(task.printed)}）重复办理，办理记录要写在时期之下"
                self.error(
                    "period", key.span(), told, f"写法如 {number}: 下一行缩进写 {self.sample(reading)}: 再下一行写记录"
                )
            else:
                yield (number, None), record

    def record(self, row: Row) -> Record:
        started, done = row.get("started"), row.get("done")
        if started and done and done < started:
            self.error("order", row.at.span("done"), f"完成日期{done}早于开始日期{started}", "请核对两个日期")
        fields = dict(row)
        fields["notes"] = tuple(Note(**note) for note in row.get("notes", ()) if note.whole)
        if "withdrawn" in row:
            fields["withdrawn"] = tuple(self.withdrawn(taken) for taken in row["withdrawn"] if taken.whole)
        return Record(**fields, at=row.at)

    def withdrawn(self, row: Row) -> Withdrawn:
        kept = Row({key: value for key, value in row.items() if key not in ("date", "reason")})
        kept.at = row.at
        return Withdrawn(date=row["date"], reason=row["reason"], record=self.record(kept))

    def other_tasks(self, number: int) -> str:
        """The numbers that there are, and the nearest to `number`."""
        if not self.numbers:
            return "任务清单是空的"
        at = bisect_left(self.numbers, number)
        near = min(self.numbers[max(at - 1, 0) : at + 1], key=lambda other: abs(other - number))
        return f"最接近的是任务{near}；任务序号有{self.numbered}"

    def waiver(self, row: Row) -> Waiver:
        if "task" in row and self.knows_tasks and row["task"] not in self.task_ids:
            self.error("task", row.at.span("task"), f"没有任务{row['task']}", self.other_tasks(row["task"]))
        unit = self.resolved(row["unit"], row.at.values["unit"]) if "unit" in row else None
        return Waiver(**dict(row) | {"unit": unit}, at=row.at)


def _texts(node: Node | None) -> Iterator[tuple[str, Scalar]]:
    """The words of a list, each with its node."""
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar) and not item.is_null and (text := item.text.strip()):
            yield text, item
