"""A form as a value: what a body has open, each in a row that says what is on record and leaves cells to fill in."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from fuquan import query
from fuquan.due import period_name
from fuquan.forms import keys
from fuquan.forms.keys import Key
from fuquan.model import Plan, Record, Task
from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.text import printable
from fuquan.view import words
from fuquan.view.phrases import ASK_FIRST

SHEET = "填报表"
SHOWN = ("序号", "任务", "完成时限", "应办日期", "状态和已有记录")
FILLED = ("进展", "完成日期", "佐证材料", "原因", "预计完成时间")
COLUMNS = (*SHOWN, *FILLED)
PROGRESS, DONE, EVIDENCE, REASON, EXPECTED = range(len(SHOWN) + 1, len(COLUMNS) + 1)
"""The columns to fill in, from 1."""
KEY = len(COLUMNS) + 1
"""The column that is not shown."""
HEAD_ROW = 4
"""Below the title, the plan and the instructions."""

DONE_WORD, STARTED_WORD, NONE_WORD, RETURNED_WORD = "已完成", "推进中", "尚未开展", "已报送"

AHEAD = 5
"""Years; whoever expects to be done later most likely mistyped one, and no rule of `check` asks."""

_INSTRUCTIONS = (
    "填表说明：1.只填黄色的格，没有变化的不填。"
    f"2.进展从下拉框选“{DONE_WORD}”“{STARTED_WORD}”或者“{NONE_WORD}”，也可以直接写进展情况。\n"
    "3.已完成的填完成日期（如 2023-4-26）和佐证材料的名称；尚未完成的填原因和预计完成时间。{}"
    "4.请不要增删、移动行列。填好后存为 .xlsx 发回。"
)
_OF_RETURNS = f"月报送的行，已经报了的选“{RETURNED_WORD}”，填报送的日期。"
"""A phone shows none of what the cells say of themselves."""


class FormRow(NamedTuple):
    number: int
    name: str
    """The first sentence of the title as printed, with the period."""
    limit: str
    due: dt.date | None
    standing: str
    key: str
    is_return: bool = False
    """Of which only the day is asked for."""


class Form(NamedTuple):
    unit: str
    plan: str
    day: dt.date
    first: dt.date
    """No day of completion is earlier."""
    key: str
    rows: tuple[FormRow, ...]

    @property
    def title(self) -> str:
        return title_of(self.unit)

    @property
    def instructions(self) -> str:
        return _INSTRUCTIONS.format(_OF_RETURNS if any(row.is_return for row in self.rows) else "")

    @property
    def last_year(self) -> int:
        """No day on which a body expects to be done is later."""
        return min(self.day.year + AHEAD, dt.MAXYEAR)

    @property
    def under(self) -> str:
        day = self.day
        return f"《{self.plan}》任务清单，截至{day.year}年{day.month}月{day.day}日"


def title_of(unit: str) -> str:
    return f"{unit}任务办理情况填报表"


def first_day(plan: Plan) -> dt.date:
    return dt.date(min(plan.issued.year, plan.year), 1, 1)


def forms(now: Situation, bodies: Collection[str]) -> tuple[Form, ...]:
    """A form for each of the bodies that has something open, in the plan's order."""
    rows: dict[str, list[FormRow]] = {}
    for standing, one in _open(now, bodies):
        rows.setdefault(one.unit, []).append(_row(now, standing, one))
    for task, unit, month, first in _missing(now, bodies):
        rows.setdefault(unit, []).append(_return(now, task, unit, month, first))
    plan = now.plan
    return tuple(
        Form(
            unit=body.name,
            plan=plan.title,
            day=now.today,
            first=first_day(plan),
            key=keys.head(plan.title, body.name, now.today),
            rows=tuple(rows[body.name]),
        )
        for body in plan.bodies()
        if body.name in rows
    )


def items_of(now: Situation, bodies: Collection[str]) -> Iterator[tuple[str, int, str | None, bool]]:
    """What the rows of the bodies' forms are about: the body, the task, the period, and whether it is a return."""
    for standing, one in _open(now, bodies):
        yield one.unit, standing.task.id, one.period, False
    for task, unit, month, _ in _missing(now, bodies):
        yield unit, task.id, month, True


def _open(now: Situation, bodies: Collection[str]) -> Iterator[tuple[Standing, Assignment]]:
    return ((one, each) for one in now.standings for each in one.open if each.unit in bodies)


def label(task: Task, period: str | None, day: dt.date) -> str:
    """开展审批执法岗前业务培训; 收集掌握镇赋权情况（5月）, the year beside it where it is not that of the form."""
    return printable(f"{_cut(task.first_sentence.strip(), 240)}{words.period(period, day)}")


def return_label(month: str, day: dt.date) -> str:
    return f"报送{period_name(month, day)}情况"


def shown_as(number: int, name: str) -> str:
    """What of a row its key holds fast to."""
    return f"{number} {name}"


def _row(now: Situation, standing: Standing, one: Assignment) -> FormRow:
    task, plan = standing.task, now.plan
    name = label(task, one.period, now.today)
    key = Key(one.unit, task.id, one.period, False, keys.mark(one.record))
    return FormRow(
        number=task.id,
        name=name,
        limit=_limit(task, one),
        due=one.due,
        standing=printable("；".join(_standing(now, standing, one))),
        key=keys.key(plan.title, key, shown_as(task.id, name)),
    )


def _limit(task: Task, one: Assignment) -> str:
    return printable(task.printed) + ("（已调整）" if one.is_adjusted else "")


def _standing(now: Situation, standing: Standing, one: Assignment) -> Iterator[str]:
    """逾期10天；4月25日开始，推进中；原因：待区级单位盖章；预计5月15日完成."""
    today = now.today
    if one.state is State.OVERDUE and one.due:
        yield f"逾期{(today - one.due).days}天"
    elif one.state is State.WAITING:
        yield words.awaited(standing.task.deadline.reading)
    else:
        yield words.STATES[one.state]
    yield from on_record(one.record, today) or (words.progress_of(one),)
    if one.state is State.OVERDUE and query.is_asked(one, now.plan.issued):
        yield ASK_FIRST


def on_record(record: Record, today: dt.date) -> tuple[str, ...]:
    """4月25日开始, 原因：…: what a record says, in parts."""
    parts = (
        record.started and f"{words.day(record.started, today)}开始",
        record.done and f"{words.day(record.done, today)}完成",
        record.evidence and f"佐证材料：{_cut(words.listed(record.evidence))}",
        record.reason and f"原因：{_cut(record.reason)}",
        record.expected and f"预计{words.day(record.expected, today)}完成",
        record.notes and f"{words.day(record.notes[-1].date, today)}说明：{_cut(record.notes[-1].text)}",
    )
    return tuple(part for part in parts if part)


def _cut(text: str, most: int = 80) -> str:
    """As much as brings it to mind: a row of a sheet is no taller than a page."""
    return text if len(text) <= most else f"{text[:most]}…"


def _missing(now: Situation, bodies: Collection[str]) -> Iterator[tuple[Task, str, str, Assignment]]:
    """The returns that are missing, of the months up to the one that falls due next, each with the first of those for
    which it is gathered.
    """
    groups = now.plan.groups()
    first = f"{now.plan.issued:%Y-%m}"
    for standing in now.standings:
        task = standing.task
        if not task.collects:
            continue
        by_month = {key: those for key, those in standing.by_period().items() if key}
        for month in (key for key in by_month if len(key) == len("2023-05") and key[5:].isdecimal() and key >= first):
            for unit, day in query.returns(now, month, None).days:
                if day is None and unit in bodies and task.collects in groups.get(unit, ()):
                    yield task, unit, month, min(by_month[month], key=lambda one: one.due or dt.date.max)


def _return(now: Situation, task: Task, unit: str, month: str, first: Assignment) -> FormRow:
    name = return_label(month, now.today)
    key = Key(unit, task.id, month, True, keys.return_mark(None))
    return FormRow(
        number=task.id,
        name=name,
        limit=_limit(task, first),
        due=first.due,
        standing="未报送",  # the day is that of those who gather it: no town is late by it
        key=keys.key(now.plan.title, key, shown_as(task.id, name)),
        is_return=True,
    )
