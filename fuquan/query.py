"""Answers: names resolved, tasks selected, bodies counted. Nothing here knows how they are shown."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import islice, pairwise
from typing import NamedTuple

from fuquan.deadline import After, By, Every
from fuquan.due import occurrences, period_name
from fuquan.errors import FuquanError, meant, ranges
from fuquan.model import Plan, Task, Unit
from fuquan.owed import Assignment, Situation, Standing, State, limited
from fuquan.text import long_day


def bodies_named(plan: Plan, names: Sequence[str], *, may_be_idle: bool = False) -> frozenset[str] | None:
    """The bodies whose assignments `names` ask for: a group's are all its members'. None where nobody is named."""
    if not names:
        return None
    by_name = _by_name(plan)
    asked = [_body(plan, by_name, name, may_be_idle=may_be_idle) for name in names]
    idle = [unit.name for unit in asked if not may_be_idle and is_idle(plan, unit)]
    if idle:
        raise FuquanError(f"没有“{'”“'.join(idle)}”这个责任单位：它在通知主送范围内，但任务清单未列其任务。")
    return frozenset(name for unit in asked for name in (unit.name, *(one.name for one in unit.members or ())))


def is_idle(plan: Plan, unit: Unit) -> bool:
    """Whether no row names the body, a group of its or a member: it was addressed, no more."""
    own = {unit.name, *plan.groups().get(unit.name, ()), *(one.name for one in unit.members or ())}
    return all(own.isdisjoint(task.units) for task in plan.tasks)


def own_names(plan: Plan, names: Sequence[str]) -> tuple[str, ...]:
    """The names that the plan uses for the bodies asked for, once each."""
    by_name = _by_name(plan)
    return tuple(dict.fromkeys(_body(plan, by_name, name, may_be_idle=True).name for name in names))


def _by_name(plan: Plan) -> dict[str, Unit]:
    return {name: unit for unit in plan.bodies() for name in (unit.name, *unit.aliases)}


def _body(plan: Plan, by_name: Mapping[str, Unit], name: str, *, may_be_idle: bool) -> Unit:
    if name in by_name:
        return by_name[name]
    known = [unit.name for unit in plan.bodies() if may_be_idle or not is_idle(plan, unit)]
    raise FuquanError(f"没有“{name}”这个责任单位", meant(name, by_name) or f"责任单位有：{'、'.join(known)}")


def tasks_numbered(plan: Plan, numbers: Iterable[int]) -> tuple[Task, ...]:
    """The tasks by number, in the order asked, once each."""
    by_id = {task.id: task for task in plan.tasks}
    unknown = [number for number in dict.fromkeys(numbers) if number not in by_id]
    if unknown:
        told = f"任务序号有{ranges(by_id)}" if by_id else "任务清单是空的"
        raise FuquanError(f"没有任务{'、'.join(map(str, unknown))}", told)
    return tuple(by_id[number] for number in dict.fromkeys(numbers))


def section_named(plan: Plan, word: str) -> str:
    """The id of the section that `word` numbers or titles."""
    for section in plan.sections:
        if word in (section.id, section.title, f"{section.id}、{section.title}"):
            return section.id
    known = [text for section in plan.sections for text in (section.id, section.title)]
    sections = "；".join(f"{section.id}、{section.title}" for section in plan.sections)
    raise FuquanError(f"没有“{word}”这项主要任务", meant(word, known) or f"主要任务有：{sections}")


class Filters(NamedTuple):
    """What `list` selects; empty is everything. Days are inclusive, and hold of any assignment's day."""

    sections: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    levels: frozenset[str] = frozenset()
    """Whose 部署 a task may wait for, beside the states: 省级."""
    kinds: frozenset[str] = frozenset()
    due_after: dt.date | None = None
    due_before: dt.date | None = None


def selected(now: Situation, filters: Filters) -> Situation:
    """The situation of the tasks that pass."""
    after, before = filters.due_after or dt.date.min, filters.due_before or dt.date.max
    by_day = filters.due_after is not None or filters.due_before is not None

    def awaits(standing: Standing) -> bool:
        reading = standing.task.deadline.reading
        return standing.state is State.WAITING and isinstance(reading, After) and reading.level in filters.levels

    def passes(standing: Standing) -> bool:
        return (
            (not filters.sections or standing.task.section in filters.sections)
            and (not (filters.states or filters.levels) or standing.state in filters.states or awaits(standing))
            and (not filters.kinds or standing.kind in filters.kinds)
            and (not by_day or any(one.due and after <= one.due <= before for one in standing.assignments))
        )

    return now._replace(standings=tuple(one for one in now.standings if passes(one)))


def overdue(now: Situation) -> tuple[Standing, ...]:
    """Late tasks, by the oldest open day."""
    late = (one for one in now.standings if one.state is State.OVERDUE)
    return tuple(sorted(late, key=lambda one: (one.due or dt.date.max, one.task.id)))


def upcoming(now: Situation, first: dt.date, last: dt.date | None) -> tuple[Standing, ...]:
    """One entry a task and day from `first` to `last`, both included: the standing of what is open on that day.

    Of a recurring task an entry has the assignments up to today, those of the next period and its own, which may be
    several: adjusted, two may fall due on one day.
    """
    entries = []
    for standing in now.standings:
        days: dict[dt.date, list[Assignment]] = {}
        for one in standing.open:
            if one.due and first <= one.due and (last is None or one.due <= last):
                days.setdefault(one.due, []).append(one)
        by_period = standing.by_period() if days else {}
        so_far = _so_far(by_period, now.today)
        for due, here in days.items():
            periods = so_far | dict.fromkeys(one.period for one in here)
            shown = tuple(one for key in periods for one in by_period[key])
            entries.append(replace(limited(standing, tuple(here), now.today), due=due, assignments=shown))
    return tuple(sorted(entries, key=lambda one: (one.due or dt.date.max, one.task.id)))


def _so_far(by_period: Mapping[str | None, Sequence[Assignment]], today: dt.date) -> dict[str | None, None]:
    """The periods due up to today, the next, and those that were brought forward to be due no later."""
    keys: dict[str | None, None] = {}
    last: dt.date | None = None
    for key, those in by_period.items():
        if last is None or any(one.due and one.due <= last for one in those):
            keys[key] = None
        if last is None and those[0].original_due is not None and those[0].original_due > today:
            last = max(one.due or those[0].original_due for one in those)
    return keys


def on_day(entry: Standing) -> tuple[Assignment, ...]:
    """The open assignments that an entry of `upcoming` stands for."""
    return tuple(one for one in entry.open if one.due == entry.due)


def remind_day(task: Task, one: Assignment, plan: Plan) -> dt.date | None:
    """From when one is reminded of the assignment: `remind_days` ahead, of a 旬 from its first day if that is earlier.

    Of what recurs not before the day that came before it is over. None without a day.
    """
    if one.due is None:
        return None
    day = _back(one.due, remind_days(task, plan))
    match task.deadline.reading:
        case By(ten_days=str(), opens=dt.date() as first) if not one.is_adjusted:
            return min(day, first)
        case _:
            return day


def remind_days(task: Task, plan: Plan) -> int:
    """How many days ahead one is reminded: the plan's, of what recurs at the most as many as lie between two of it."""
    match task.deadline.reading:
        case Every() as every:
            days = [one.nominal for one in islice(occurrences(every, plan.issued), _ENOUGH)]
            return min((plan.remind_days, *((later - day).days - 1 for day, later in pairwise(days))))
        case _:
            return plan.remind_days


_ENOUGH = 14
"""Days of a series among which its shortest distance is."""


def _back(day: dt.date, days: int) -> dt.date:
    """So many days before; the first day that there is where the calendar begins later."""
    return day - dt.timedelta(days=days) if days < (day - dt.date.min).days else dt.date.min


class Tally(NamedTuple):
    """A body's assignments counted: 应完成 is what is due up to today, `done` and `done_late` are of those."""

    unit: Unit
    group: str | None
    tasks: int
    expected: int
    done: int
    done_late: int
    overdue: int
    due_today: int
    due_soon: int

    @property
    def rate(self) -> float | None:
        """已完成 ÷ 应完成; None of nothing."""
        return self.done / self.expected if self.expected else None


def tallies(now: Situation, bodies: Iterable[Unit]) -> tuple[Tally, ...]:
    """A row a body, in the order given; a group that is only its members has none."""
    groups = now.plan.groups()
    owed: dict[str, list[tuple[int, Assignment]]] = {}
    for standing in now.standings:
        for one in standing.assignments:
            owed.setdefault(one.unit, []).append((standing.task.id, one))
    return tuple(
        _tally(unit, next(iter(groups.get(unit.name, ())), None), owed.get(unit.name, ()), now.today)
        for unit in bodies
        if unit.name in owed or not (unit.members and unit.complete)
    )


def _tally(unit: Unit, group: str | None, owed: Sequence[tuple[int, Assignment]], today: dt.date) -> Tally:
    states = [one.state for _, one in owed]
    return Tally(
        unit=unit,
        group=group,
        tasks=len({number for number, _ in owed}),
        **_counted([one for _, one in owed], today)._asdict(),
        due_today=states.count(State.DUE_TODAY),
        due_soon=states.count(State.DUE_SOON),
    )


class Returns(NamedTuple):
    """What came in of a month's returns."""

    month: str
    """2023-05."""
    task: Task | None
    """The one that gathers them, if a row does."""
    due: dt.date | None
    """The day by which that task gathers those of the month."""
    days: tuple[tuple[str, dt.date | None], ...]
    """The day for each town, None of one whose return is missing."""

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name, day in self.days if day is None)


def returns(now: Situation, month: str, only: Set[str] | None) -> Returns:
    """The returns of the towns that were there in the month; of those in `only` (None: all).

    One that came in after today is not there yet. Raises FuquanError of a month before the plan was issued.
    """
    if month < f"{now.plan.issued:%Y-%m}":
        told = f"{period_name(month)}早于方案印发（{long_day(now.plan.issued)}），没有月报送"
        raise FuquanError(told, "请核对月份")
    task = next((one for one in now.plan.tasks if one.collects), None)
    periods = [each for one in now.standings if one.task is task for each in one.assignments if each.period == month]
    first = dt.date.fromisoformat(f"{month}-01")
    last = periods[0].due if periods and periods[0].due else first
    towns = [
        town
        for town in now.plan.towns
        if (only is None or town.name in only)
        and (town.since is None or town.since <= last)
        and (town.until is None or first <= town.until)
    ]
    came = ((town.name, town.returns.get(month)) for town in towns)
    return Returns(
        month=month,
        task=task,
        due=periods[0].due if periods else None,
        days=tuple((name, day if day and day <= now.today else None) for name, day in came),
    )


class Counted(NamedTuple):
    """The assignments of a situation: 应完成 is what is due up to today, `done` and `done_late` are of those."""

    expected: int
    done: int
    done_late: int
    overdue: int

    @property
    def rate(self) -> float | None:
        return self.done / self.expected if self.expected else None


def counted(now: Situation) -> Counted:
    """Of each body, task and period once, whatever bodies there are."""
    return _counted([one for standing in now.standings for one in standing.assignments], now.today)


def _counted(owed: Sequence[Assignment], today: dt.date) -> Counted:
    expected = [one for one in owed if one.due and one.due <= today]
    done = [one for one in expected if not one.is_open]
    late = sum(one.state is State.OVERDUE for one in owed)
    return Counted(len(expected), len(done), sum(bool(one.late_days) for one in done), late)


def ahead(day: dt.date, days: int) -> dt.date:
    """So many days on; the last day that there is where the calendar ends before."""
    return day + dt.timedelta(days=days) if days < (dt.date.max - day).days else dt.date.max


def is_asked(one: Assignment, issued: dt.date) -> bool:
    """Whether it was due before the plan was issued and has no record: it may well be done already."""
    return one.due is not None and one.due < issued and one.on_record == "none"


def is_asked_first(standing: Standing, issued: dt.date) -> bool:
    """Whether a late task has no record, and a day before the plan was issued."""
    still = standing.open
    return any(is_asked(one, issued) for one in still) and all(one.on_record == "none" for one in still)
