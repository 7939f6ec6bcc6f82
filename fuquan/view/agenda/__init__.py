"""Deadlines as the events of a calendar: days, series with their exceptions, reminders and texts.

A calendar that is read in again knows an event by its name (UID) and takes what is new of it; what is missing from the
file stays there. So a name never holds the day, what is done stays as an event without a reminder, and an event that
is no more is said to be off.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID, uuid5

from fuquan.deadline import Every
from fuquan.due import occurrence_in
from fuquan.errors import FuquanError
from fuquan.model import Adjustment, Plan, Task
from fuquan.owed import Assignment, Situation, Standing, State, known_adjustments, limited, moves, narrowed, situation
from fuquan.query import ahead, is_asked_first, remind_day, remind_days
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.agenda import wording
from fuquan.view.agenda.recurrence import Part, parts
from fuquan.view.phrases import ASK_FIRST, adjusted, marked, partly_undated, rest_advice, undated, without_day


class Series(NamedTuple):
    """The days on which an event recurs from its own on."""

    rule: str
    """RFC 5545."""
    without: tuple[dt.date, ...]
    """Days of the rule on which nothing is left to be done."""


class Event(NamedTuple):
    """A deadline, of as long as the day is."""

    uid: str
    day: dt.date
    title: str
    lines: tuple[str, ...]
    category: str
    sequence: int
    """Grows with what is adjusted, done and taken back."""
    alarm: int | None
    """How many days ahead one is reminded; None of what needs no reminder."""
    series: Series | None = None
    instead_of: dt.date | None = None
    """The day of the series of this name for which this event stands."""
    is_off: bool = False


class Agenda(NamedTuple):
    name: str
    today: dt.date
    events: tuple[Event, ...]
    remarks: tuple[str, ...]
    """What the calendar does not hold, in sentences."""


def agenda(now: Situation, names: Sequence[str] = (), bodies: frozenset[str] = frozenset()) -> Agenda:
    """One event a task and day of the tasks in `now`, which are those of the `bodies` asked about as `names`, if any.

    What recurs by a rule is one event with that rule. Other recurring days are given up to the next one, and to the end
    of the year or as long as the plan runs, though for five years at the most. Raises FuquanError of no days at all.
    """
    asked = _Asked(now, tuple(sorted(names)), bodies, now.plan.groups())
    wide = _Wide(asked)
    of_task = [(one, tuple(_events(asked, wide, one))) for one in now.standings]
    events = tuple(event for _, own in of_task for event in own)
    absent = undated(one for one, own in of_task if not own)
    if not events:
        raise FuquanError("没有带日期的任务，写不成日历", without_day(absent, now.today) or "请换一个范围")
    remarks = (
        *([f"{len(of_task)}项任务中有{len(absent)}项未列入日历，{without_day(absent, now.today)}"] if absent else []),
        *(
            f"任务{one.task.id}（{names}{words.why_no_day(part)}）只列入了有日期的部分。"
            for one, part, names in partly_undated((one for one, own in of_task if own), now.today)
        ),
        *(f"没有{year}年的节假日安排，这一年按工作日计的日期未列入日历。" for year in wide.no_calendar),
    )
    return Agenda(f"{now.plan.name}{words.bracketed(names)}", now.today, events, remarks)


class _Asked(NamedTuple):
    now: Situation
    names: tuple[str, ...]
    bodies: frozenset[str]
    groups: Mapping[str, Sequence[str]]


class _Wide:
    """Recurring tasks with all the periods that a calendar must know of: of every body, and of those asked about."""

    def __init__(self, asked: _Asked) -> None:
        now = asked.now
        self.last = _end_of(now.plan, now.today)
        tasks = [one.task for one in now.standings if one.recurs]
        ruled = [each for each in tasks if parts(each.deadline.reading)]
        single = [each for each in tasks if not parts(each.deadline.reading)]
        every = [
            _as_of(now, ruled, max([now.today, *_changes(asked, ruled)])),
            _as_of(now, single, max([now.today, self.last, *_changes(asked, single)])),
        ]
        only = asked.bodies or None
        self.whole = {one.task.id: one for each in every for one in each.standings}
        self.own = {one.task.id: one for each in every for one in narrowed(each, only).standings}
        self.no_calendar = sorted({year for each in every for year in each.no_calendar if year <= self.last.year})


_YEARS = 5
_YEAR = 366


def _end_of(plan: Plan, today: dt.date) -> dt.date:
    """Up to when recurring days without a rule are given."""
    most = dt.date(min(today.year + _YEARS, dt.MAXYEAR), 12, 31)
    return min(plan.until or dt.date(max(plan.year, today.year), 12, 31), most)


def _as_of(now: Situation, tasks: Sequence[Task], until: dt.date) -> Situation:
    return situation(replace(now.plan, tasks=tuple(tasks)), now.today, until=until)


def _changes(asked: _Asked, tasks: Iterable[Task]) -> Iterator[dt.date]:
    """Days up to which a series must be known: of periods that were adjusted, and of bodies asked about that leave."""
    plan, today = asked.now.plan, asked.now.today
    most = dt.date(min(today.year + _YEARS, dt.MAXYEAR), 12, 31)
    leaving = (member for unit in plan.units for member in unit.members or () if member.name in asked.bodies)
    yield from (min(member.until, most) for member in leaving if member.until)
    named = ((task.deadline.reading, one.period) for task in tasks for one in task.adjustments)
    found = (occurrence_in(reading, key) for reading, key in named if isinstance(reading, Every) and key)
    yield from (min(one.nominal, most) for one in found if one)
    if any(len(parts(task.deadline.reading)) > 1 for task in tasks):  # the next day of each
        yield ahead(today, _YEAR)


def _events(asked: _Asked, wide: _Wide, listed: Standing) -> Iterator[Event]:
    task, today = listed.task, asked.now.today
    if not listed.recurs:
        yield from _of_period(asked, _Period(listed, listed.assignments, known_adjustments(task, None, today)))
    elif apart := parts(task.deadline.reading):
        for part in apart:
            yield from _recurring(asked, wide, listed, part, None if len(apart) == 1 else part.key)
    else:
        near = listed.by_period()
        for key, those in wide.own[task.id].by_period().items():
            known, day = known_adjustments(task, key, today), those[0].original_due
            if known or key in near or (day is not None and day <= wide.last):
                yield from _of_period(asked, _Period(wide.own[task.id], those, known))


Scope = tuple[str, ...]
"""For whom a day was adjusted, as the entry names them; empty of everybody. An event bears its name."""


class _Day(NamedTuple):
    due: dt.date
    those: tuple[Assignment, ...]
    scope: Scope


class _Period(NamedTuple):
    """What is owed of a task once, or in one of its periods."""

    standing: Standing
    those: tuple[Assignment, ...]
    known: tuple[Adjustment, ...]

    @property
    def key(self) -> str | None:
        return self.those[0].period

    @property
    def sequence(self) -> int:
        return len(self.known) + _turns(self.those)


def _of_period(asked: _Asked, of: _Period, series: str | None = None) -> Iterator[Event]:
    """An event for each day on which bodies owe the task.

    Of a series those who were not adjusted apart have theirs in its place, though it be on the day of the series again.
    """
    days = _days(asked, of.those, of.known)
    for day in days:
        event = _event(asked, of, day, is_split=len(day.those) < len(of.those))
        if series and not day.scope:
            event = event._replace(uid=series, instead_of=day.those[0].original_due)
        yield event
    names = {day.scope for day in days}
    gone = {
        before.scope: before.due
        for n in range(len(of.known))
        for before in _days(asked, of.those, of.known[:n])
        if before.scope not in names
    }
    yield from (_off(asked, of, scope, due) for scope, due in gone.items())


def _days(asked: _Asked, those: Iterable[Assignment], known: Sequence[Adjustment]) -> list[_Day]:
    """The days of a period as these entries have it, each under the name that its event keeps.

    Whoever was adjusted apart has an event of another name, as long as the day differs from that of the others. When
    nobody is left with those others, who came last keeps their name: where one body owes a task there is only one.
    """
    order: dict[Scope, int] = {(): -1}
    for n, each in enumerate(known):
        order.setdefault(each.units, n)
    days: dict[dt.date, list[tuple[Assignment, Scope]]] = {}
    for one in those:
        last = next((each for each in reversed(known) if moves(each, one.unit, asked.groups)), None)
        due = last.due if last else one.original_due
        if due:
            days.setdefault(due, []).append((one, last.units if last else ()))
    named = {min((scope for _, scope in here), key=order.__getitem__): due for due, here in days.items()}
    if named and () not in named:
        named[()] = named.pop(max(named, key=order.__getitem__))
    found = (_Day(due, tuple(one for one, _ in days[due]), scope) for scope, due in named.items())
    return sorted(found, key=lambda day: day.due)


def _event(asked: _Asked, of: _Period, day: _Day, *, is_split: bool) -> Event:
    now, task = asked.now, of.standing.task
    here = limited(of.standing, day.those, now.today)
    is_done = not here.open
    whose = wording.whose(of.standing, day.those) if asked.names or is_split else ""
    mark = "已完成" if is_done else "逾期" if here.state is State.OVERDUE else "到期"
    lines = (
        *wording.head(now, of.standing, day.those[0]),
        *(
            adjusted(each, task, now)
            for each in of.known
            if any(moves(each, one.unit, asked.groups) for one in day.those)
        ),
        f"责任单位：{marked(here, asked.bodies)}",
        f"办理情况：{wording.progress(here, now.today)}",
        rest_advice(day.due, task, now.today) if here.open and day.due > now.today else "",
        ASK_FIRST if here.state is State.OVERDUE and is_asked_first(here, now.plan.issued) else "",
        f"截至{long_day(now.today)}",
    )
    return Event(
        uid=_uid(asked, task, of.key, day.scope),
        day=day.due,
        title=wording.title(mark, task, words.period_name(of.key, now.today) if of.key else "", whose),
        lines=tuple(line for line in lines if line),
        category=words.STATES[here.state],
        sequence=of.sequence,
        alarm=None if is_done else _alarm(asked, here, day),
    )


def _off(asked: _Asked, of: _Period, scope: Scope, due: dt.date) -> Event:
    """The event of bodies whose day is the others' again."""
    task = of.standing.task
    name = words.period_name(of.key, asked.now.today) if of.key else ""
    return Event(
        uid=_uid(asked, task, of.key, scope),
        day=due,
        title=wording.title("已取消", task, name, words.listed(scope)),
        lines=(f"任务{task.id}：{task.title}", "时限又有调整，这一天不再单列。", f"截至{long_day(asked.now.today)}"),
        category="已取消",
        sequence=of.sequence,
        alarm=None,
        is_off=True,
    )


def _alarm(asked: _Asked, here: Standing, day: _Day) -> int | None:
    """Days ahead; none once the day is past.

    Where the day of the reminder is past, the day before, or else the day itself; of that Outlook takes no reminder.
    """
    plan, today = asked.now.plan, asked.now.today
    first = min(remind_day(here.task, one, plan) or day.due for one in here.open)
    if day.due < today:
        return None
    if first >= today:
        return (day.due - first).days
    return int((day.due - today).days > 1)


def _turns(those: Iterable[Assignment]) -> int:
    """How often one of them was done, and taken back."""
    return sum(2 * len(one.record.withdrawn) + (one.record.done is not None) for one in those)


def _recurring(asked: _Asked, wide: _Wide, listed: Standing, part: Part, name: str | None) -> Iterator[Event]:
    """The series, and beside it the periods that differ from it."""
    task, today = listed.task, asked.now.today
    whole, own, listed = (_only(one, part, today) for one in (wide.whole[task.id], wide.own[task.id], listed))
    if not own.assignments:
        return
    uid = _uid(asked, task, name, ())
    by_period = own.by_period()
    of_first = next(iter(by_period.values()))
    days = {key: those[0].original_due for key, those in by_period.items()}
    known = {key: known_adjustments(task, key, today) for key in by_period}
    first, last = min(filter(None, days.values())), max(filter(None, days.values()))
    of_all = whole.by_period()
    leaves = [*of_all][-1] not in by_period
    ends = leaves or not own.goes_on
    done = [key for key, those in by_period.items() if not any(one.is_open for one in those) and not known[key]]
    idle = [those[0].original_due for key, those in of_all.items() if key not in by_period]
    without = [*(days[key] for key in done), *(day for day in idle if day and first < day < last)]
    # A series without a day would be none: where all is done its last day stays, as done.
    kept = done[-1] if ends and len(done) == len(by_period) else None
    yield Event(
        uid=uid,
        day=first,
        title=wording.title(
            "到期", task, wording.series_late(listed, today), wording.whose(own, of_first) if asked.names else ""
        ),
        lines=wording.series_lines(asked.now, asked.bodies, listed, own, part, last if leaves else None),
        category=words.rhythm(task.deadline.reading) + "开展",
        sequence=sum(map(len, known.values())) + _turns(own.assignments),
        alarm=None if ends and last < today else remind_days(task, asked.now.plan),
        series=Series(
            part.rule + _until(asked.now.plan, task, last if leaves else None),
            tuple(sorted(day for day in without if day and (kept is None or day != days[kept]))),
        ),
    )
    for key, those in by_period.items():
        if key == kept:
            event = _event(asked, _Period(own, those, ()), _Day(last, those, ()), is_split=False)
            yield event._replace(uid=uid, instead_of=last)
        elif known[key]:
            yield from _of_period(asked, _Period(own, those, known[key]), uid)


def _only(standing: Standing, part: Part, today: dt.date) -> Standing:
    here = (one for one in standing.assignments if one.original_due and part.has(one.original_due))
    return limited(standing, tuple(here), today)


def _until(plan: Plan, task: Task, last: dt.date | None) -> str:
    """;UNTIL=20231231: the last day of the phrase, of the plan, or of the bodies asked about."""
    reading = task.deadline.reading
    ends = [day for day in (isinstance(reading, Every) and reading.until, plan.until, last) if day]
    return f";UNTIL={min(ends).isoformat().replace('-', '')}" if ends else ""


def _uid(asked: _Asked, task: Task, period: str | None, scope: Scope) -> str:
    plan = asked.now.plan
    named = (plan.title, plan.issued.isoformat(), task.id, period, scope, asked.names)
    return str(uuid5(_NAMESPACE, json.dumps(named)))


_NAMESPACE = UUID("5b0d7a7e-3c0f-5d6e-9a41-0d0f6c2f4e11")
"""For ever: another would have every calendar show every deadline twice."""
