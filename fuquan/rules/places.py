"""Where the plan's texts and days stand, and whose they are: what rules about writing and about days go through."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, cast

from fuquan.diagnostic import Span
from fuquan.model import Plan, Record, Task, Unit
from fuquan.source import File, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from fuquan.model import Place


class Text(NamedTuple):
    """A scalar as written, the key it stands under, and whose it is."""

    node: Scalar
    key: str
    task: int | None = None
    unit: str | None = None

    @property
    def is_printed(self) -> bool:
        """Whether it was copied from the notice, where it is what it is."""
        return self.unit is None and self.key in ("title", "deadline")


def files(plan: Plan) -> tuple[File, ...]:
    """The files that the plan was read from."""
    nodes = (plan.at, *(unit.at for unit in (*plan.units, *plan.towns)))
    return tuple({id(file): file for node in nodes if (file := cast(Mapping, node).file)}.values())


def texts(plan: Plan) -> Iterator[Text]:
    """Every value of the plan, and every key that is not one of the format's words."""
    for at in (plan.at, *(one.at for one in plan.sections), *(one.at for one in plan.waivers)):
        yield from _texts(cast(Mapping, at), "", None, None)
    for task in plan.tasks:
        yield from _texts(cast(Mapping, task.at), "", task.id, None)
    for unit in (*plan.units, *plan.towns):
        for key, node in cast(Mapping, unit.at).values.items():
            if key == "progress" and isinstance(node, Mapping):
                for number, record in node.values.items():
                    yield from _texts(record, "", int(number), unit.name)
            else:
                yield from _texts(node, key, None, unit.name)


def _texts(node: Node, key: str, task: int | None, unit: str | None) -> Iterator[Text]:
    if isinstance(node, Scalar):
        yield Text(node, key, task, unit)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item, key, task, unit)
    else:
        for name, value in node.values.items():
            yield from _texts(value, name, task, unit)


def piece(node: Scalar, first: int, last: int) -> Span | None:
    """The place of `node.text[first:last]`; None where the file writes it otherwise: escaped, or broken over lines.

    Nor is it looked for in a text of pages, where every piece would be counted through the whole of it.
    """
    text, wanted = node.text, node.text[first:last]
    if len(text) > _LONGEST:
        return None
    raw = node.file.text[node.start.index : node.end.index]
    if not wanted or "\n" in wanted or raw.count(wanted) != text.count(wanted):
        return None
    at = raw.find(wanted)
    for _ in range(text.count(wanted, 0, first)):
        at = raw.find(wanted, at + len(wanted))
    start = node.start.index + at
    return node.file.span(start, start + len(wanted))


_LONGEST = 5_000


class Day(NamedTuple):
    """A day that the data give, what it is called, and whose it is."""

    day: dt.date
    node: "Place"
    key: str
    called: str
    reported: bool
    """Whether it says when something happened, so that it cannot lie ahead."""
    task: int | None = None
    unit: str | None = None
    period: str | None = None

    @property
    def span(self) -> Span:
        return self.node.span(self.key)


def days(plan: Plan) -> Iterator[Day]:
    yield Day(plan.issued, plan.at, "issued", "印发日期", True)
    if plan.until:
        yield Day(plan.until, plan.at, "until", "方案截止日", False)
    for task in plan.tasks:
        yield from _of_task(task)
    for unit in (*plan.units, *plan.towns):
        yield from _of_unit(unit)


def _of_task(task: Task) -> Iterator[Day]:
    if task.trigger is not None:
        at = cast(Mapping, task.at).values["trigger"]
        yield Day(task.trigger.date, at, "date", "起算日期", True, task.id)
    for one in task.adjustments:
        yield Day(one.due, one.at, "due", "调整后的时限", False, task.id, None, one.period)
        if one.date is not None:
            yield Day(one.date, one.at, "date", "批准日期", True, task.id, None, one.period)


def _of_unit(unit: Unit) -> Iterator[Day]:
    for (task, period), record in unit.progress.items():
        yield from _of_record(record, task, unit.name, period)
    at = cast(Mapping, unit.at).values.get("returns")
    for month, day in unit.returns.items():
        assert at is not None  # noqa: S101 - it was read
        yield Day(day, at, month, f"{month}的报送日期", True, None, unit.name, month)


def _of_record(record: Record, task: int, unit: str, period: str | None) -> Iterator[Day]:
    at = cast(Mapping, record.at)
    if record.started is not None:
        yield Day(record.started, at, "started", "开始日期", True, task, unit, period)
    if record.done is not None:
        yield Day(record.done, at, "done", "完成日期", True, task, unit, period)
    if record.expected is not None:
        yield Day(record.expected, at, "expected", "预计完成时间", False, task, unit, period)
    for note, node in zip(record.notes, _items(at, "notes"), strict=True):
        yield Day(note.date, node, "date", "说明的日期", True, task, unit, period)
    for taken, node in zip(record.withdrawn, _items(at, "withdrawn"), strict=True):
        yield Day(taken.date, node, "date", "撤回日期", True, task, unit, period)
        yield from _of_record(taken.record, task, unit, period)


def _items(at: Mapping, key: str) -> list[Node]:
    node = at.values.get(key)
    return node.items if isinstance(node, Sequence) else []
