"""Who owes what by when, and how it stands: the one place that expands groups, periods and adjustments.

An assignment is one task × one body that owes it × one period where the deadline recurs. Everything is answered as of
`today`: what is dated later is not there yet, and is counted.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, assert_never

from fuquan.deadline import After, By, Every, Ongoing, Undetermined, kind_of
from fuquan.due import Occurrence, due_of, occurrence_in, owed_periods
from fuquan.errors import FuquanError, clipped
from fuquan.model import Adjustment, Plan, Record, Task, Unit
from fuquan.workdays import NoCalendar


class State(StrEnum):
    """Of an assignment, and of a task; the worst first."""

    OVERDUE = "overdue"
    DUE_TODAY = "due-today"
    DUE_SOON = "due-soon"
    OPEN = "open"
    WAITING = "waiting"
    UNDETERMINED = "undetermined"
    ONGOING = "ongoing"
    DONE = "done"


_WORST_FIRST = {state: n for n, state in enumerate(State)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Assignment:
    """One task × one body that owes it × one period where the deadline recurs; equal to itself alone."""

    unit: str
    via: str | None
    """The group through which the unit owes the task; None where the row names it."""
    period: str | None
    due: dt.date | None
    original_due: dt.date | None
    """The day of the printed deadline, whatever was adjusted since."""
    state: State
    record: Record

    @property
    def is_open(self) -> bool:
        return self.state is not State.DONE

    @property
    def on_record(self) -> str:
        """none, noted (notes, a reason or evidence only), started or done."""
        record = self.record
        if record.done:
            return "done"
        if record.started:
            return "started"
        return "noted" if record.notes or record.reason or record.evidence or record.expected else "none"

    @property
    def late_days(self) -> int | None:
        """By how many days it was done late, at least 0; None while it is not done, or has no day."""
        done, due = self.record.done, self.due
        return max(0, (done - due).days) if done and due else None

    @property
    def is_adjusted(self) -> bool:
        return self.original_due is not None and self.due != self.original_due


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Standing:
    """How a task stands for the bodies asked about: its worst open assignment, and the earliest open day."""

    task: Task
    assignments: tuple[Assignment, ...]
    groups: Mapping[tuple[str, str | None], frozenset[str]]
    """The bodies that owe the task through each group of the row in each period, the group itself while it does."""
    goes_on: bool
    """Whether the task has further periods than those listed."""
    state: State
    due: dt.date | None
    original_due: dt.date | None
    days: int | None
    """From today to `due`; below 0 once that is past."""

    @property
    def kind(self) -> str:
        return kind_of(self.task.deadline.reading)

    @property
    def recurs(self) -> bool:
        return isinstance(self.task.deadline.reading, Every)

    @property
    def is_dated(self) -> bool:
        """Whether shares count the task: it has one day, printed or given since."""
        if isinstance(self.task.deadline.reading, By):
            return True
        return not self.recurs and any(one.due for one in self.assignments)

    @property
    def open(self) -> tuple[Assignment, ...]:
        return tuple(one for one in self.assignments if one.is_open)

    def by_period(self) -> dict[str | None, tuple[Assignment, ...]]:
        """The assignments of each period; of a task that does not recur there is one, without a key."""
        periods: dict[str | None, list[Assignment]] = {}
        for one in self.assignments:
            periods.setdefault(one.period, []).append(one)
        return {key: tuple(those) for key, those in periods.items()}


class Situation(NamedTuple):
    """The plan as of `today`."""

    plan: Plan
    today: dt.date
    standings: tuple[Standing, ...]
    left_out: int
    """How many records, adjustments and triggers are dated after today."""
    no_calendar: tuple[int, ...]
    """Years whose working days are not known, though a deadline counts by them."""
    recorded: bool
    """Whether anything at all is on record as of today."""
    strays: tuple[tuple[str, int, str | None, Record], ...]
    """Records, by unit, task and period, that belong to no assignment: of a body outside its time, a group whose list
    is complete, a period beyond the next."""

    def counts(self) -> dict[State, int]:
        counted = dict.fromkeys(State, 0)
        for standing in self.standings:
            counted[standing.state] += 1
        return counted


def situation(plan: Plan, today: dt.date, *, until: dt.date | None = None) -> Situation:
    """How every task stands. A recurring one has its periods up to today, or `until` if later, and the next one."""
    ledger = _Ledger(plan, today, max(today, until or today))
    standings = tuple(ledger.standing(task) for task in plan.tasks)
    return Situation(
        plan=plan,
        today=today,
        standings=standings,
        left_out=ledger.left_out,
        no_calendar=tuple(sorted(ledger.no_calendar)),
        recorded=any(record != NOTHING for records in ledger.records.values() for record in records.values()),
        strays=tuple(ledger.strays()),
    )


def narrowed(now: Situation, only: Set[str] | None) -> Situation:
    """How every task stands for the bodies in `only` (None: all); one that none of them owes is not in it."""
    if only is None:
        return now
    owed = ((one, tuple(own for own in one.assignments if own.unit in only)) for one in now.standings)
    return now._replace(standings=tuple(limited(one, own, now.today) for one, own in owed if own))


def limited(standing: Standing, assignments: tuple[Assignment, ...], today: dt.date) -> Standing:
    """The standing by these of its assignments alone."""
    return _standing(standing.task, assignments, standing.groups, standing.goes_on, today)


def granted(task: Task, today: dt.date) -> tuple[Adjustment, ...]:
    """The entries that were granted by `today`, in their order."""
    return tuple(one for one in task.adjustments if one.date is None or one.date <= today)


def known_adjustments(task: Task, period: str | None, today: dt.date) -> tuple[Adjustment, ...]:
    """Those for that period."""
    return tuple(one for one in granted(task, today) if one.period == period)


def adjustments_of(standing: Standing, now: Situation) -> tuple[Adjustment, ...]:
    """Those for any of the bodies that the standing is of."""
    groups = now.plan.groups()
    bodies = {one.unit for one in standing.assignments}
    return tuple(one for one in granted(standing.task, now.today) if any(moves(one, unit, groups) for unit in bodies))


def has_day(task: Task, today: dt.date) -> bool:
    """Whether the phrase gives a day, be the calendar of its year known or not."""
    match task.deadline.reading:
        case By() | Every():
            return True
        case After() as after:
            has_come = task.trigger is not None and task.trigger.date <= today
            return after.length is not None and (after.from_issue or has_come)
        case _:
            return False


def moves(adjustment: Adjustment, unit: str, groups: Mapping[str, Sequence[str]]) -> bool:
    """Whether an entry of its task and period is for the unit: it names the unit, a group of its, or nobody."""
    own = (unit, *groups.get(unit, ()))
    return not adjustment.units or any(name in own for name in adjustment.units)


def _standing(
    task: Task,
    assignments: tuple[Assignment, ...],
    groups: Mapping[tuple[str, str | None], frozenset[str]],
    goes_on: bool,
    today: dt.date,
) -> Standing:
    open_ones = [one for one in assignments if one.state is not State.DONE]
    first = min((one for one in open_ones if one.due), key=_day, default=None)
    if open_ones:
        state = min((one.state for one in open_ones), key=_WORST_FIRST.__getitem__)
    else:
        state = State.OPEN if goes_on else State.DONE
    return Standing(
        task=task,
        assignments=assignments,
        groups=groups,
        goes_on=goes_on,
        state=state,
        due=first.due if first else None,
        original_due=first.original_due if first else None,
        days=(first.due - today).days if first and first.due else None,
    )


def _day(assignment: Assignment) -> dt.date:
    return assignment.due or dt.date.max


NOTHING = Record()

_EVERYBODY = ""
"""Stands for the unit of an adjustment that names none; no body is called so."""

MOST = 300_000
"""Assignments of a plan. The largest there may be has some thousands; more would be no answer, but a wait for one."""

MOST_PERIODS = 10_000
"""Periods of a task: each day of 27 years."""


class TooMuchError(FuquanError):
    """A date, the day asked for or a list of members is so far off that what `task` owes cannot be listed."""

    def __init__(self, task: Task, message: str, help: str) -> None:  # noqa: A002 - the field's word
        super().__init__(message, help)
        self.task = task


class _Owners(NamedTuple):
    via: Mapping[str, str | None]
    """Each body with the group it owes through, None where the row names it."""
    groups: Mapping[str, frozenset[str]]
    """The bodies that owe through each group, itself while its list is open or empty."""


class _Ledger:
    """The plan with what is dated after today struck out, and its bodies by name."""

    def __init__(self, plan: Plan, today: dt.date, until: dt.date) -> None:
        self.plan = plan
        self.today = today
        self.until = until
        self.left_out = 0
        self.owed = 0
        self.no_calendar: set[int] = set()
        self.seen: set[tuple[str, int, str | None]] = set()
        self.units: dict[str, Unit] = {unit.name: unit for unit in (*plan.units, *plan.towns)}
        self.records: Mapping[str, Mapping[tuple[int, str | None], Record]] = {
            name: self.as_of_today(unit.progress) for name, unit in self.units.items()
        }
        self.groups = plan.groups()

    def as_of_today(self, progress: Mapping[tuple[int, str | None], Record]) -> Mapping[tuple[int, str | None], Record]:
        kept = {}
        for key, record in progress.items():
            known = _known(record, self.today)
            if known is not record:
                self.left_out += 1
            if known is not None:
                kept[key] = known
        return kept

    def standing(self, task: Task) -> Standing:
        adjustments = granted(task, self.today)
        self.left_out += len(task.adjustments) - len(adjustments)
        days, goes_on = self.days_of(task)
        assignments: list[Assignment] = []
        groups: dict[tuple[str, str | None], frozenset[str]] = {}
        by_period: dict[str | None, list[Adjustment]] = {}
        for one in adjustments:
            by_period.setdefault(one.period, []).append(one)
        for period, original in days:
            here = by_period.get(period, ())
            owners = self.owners(task, original or (here[0].due if here else self.today))
            assignments += self.assignments(task, period, original, here, owners.via)
            groups |= {(group, period): bodies for group, bodies in owners.groups.items()}
        return _standing(task, tuple(assignments), groups, goes_on, self.today)

    def strays(self) -> Iterator[tuple[str, int, str | None, Record]]:
        for unit, records in self.records.items():
            for (task, period), record in records.items():
                if (unit, task, period) not in self.seen:
                    yield unit, task, period, record

    def days_of(self, task: Task) -> tuple[list[tuple[str | None, dt.date | None]], bool]:
        """Each period of the task (None for one that does not recur) with the day of the printed deadline, and whether
        there are more.
        """
        reading = task.deadline.reading
        match reading:
            case Every():
                return self.periods(task, reading)
            case By() | After():
                triggered = task.trigger.date if task.trigger else None
                if triggered and triggered > self.today:
                    self.left_out += 1
                    triggered = None
                try:
                    return [(None, due_of(reading, issued=self.plan.issued, triggered=triggered))], False
                except NoCalendar as missing:
                    self.no_calendar.add(missing.year)
                    return [(None, None)], False
            case Ongoing() | Undetermined():
                return [(None, None)], False
            case _ as never:
                assert_never(never)

    def periods(self, task: Task, every: Every) -> tuple[list[tuple[str | None, dt.date | None]], bool]:
        """The periods up to the horizon, and the next, with those that were brought forward to be due no later."""
        end = self.plan.until or dt.date.max
        days: list[tuple[str | None, dt.date | None]] = []
        following: Occurrence | None = None
        for one in owed_periods(every, self.plan.issued, task.first_period):
            if one.nominal > end:
                return days, False
            if following:
                return [*days, *map(self.printed_day, self.brought_forward(task, every, following))], True
            days.append(self.printed_day(one))
            if len(days) > MOST_PERIODS:
                told = f"任务{task.id}（{clipped(task.printed)}）到{self.until}为止超过{MOST_PERIODS}期，无法逐期计算"
                raise TooMuchError(task, told, "请核对印发日期 issued、from、until 和 --today")
            following = one if one.nominal > self.until else None
        return days, False

    def printed_day(self, one: Occurrence) -> tuple[str, dt.date | None]:
        if one.day is None:
            self.no_calendar.add(one.nominal.year)
        return one.period, one.day

    def brought_forward(self, task: Task, every: Every, to: Occurrence) -> list[Occurrence]:
        """The periods after this one that were adjusted to a day up to its; keys of a task are in the order of time."""
        adjustments = granted(task, self.today)
        day = max([to.day or to.nominal, *(each.due for each in adjustments if each.period == to.period)])
        keys = {each.period for each in adjustments if each.period and each.period > to.period and each.due <= day}
        return [one for key in sorted(keys) if (one := occurrence_in(every, key))]

    def assignments(
        self,
        task: Task,
        period: str | None,
        original: dt.date | None,
        adjustments: Sequence[Adjustment],
        owners: Mapping[str, str | None],
    ) -> Iterator[Assignment]:
        latest = {name: (n, one.due) for n, one in enumerate(adjustments) for name in one.units or (_EVERYBODY,)}
        for unit, via in owners.items():
            record = self.records[unit].get((task.id, period), NOTHING)
            if record is not NOTHING:
                self.seen.add((unit, task.id, period))
            due = self.adjusted(unit, latest) or original if latest else original
            yield Assignment(
                unit=unit,
                via=via,
                period=period,
                due=due,
                original_due=original,
                state=self.state(task, due, record),
                record=record,
            )

    def owners(self, task: Task, day: dt.date) -> "_Owners":
        """The bodies that owe the task on `day`, in the row's order."""
        via: dict[str, str | None] = {}
        groups: dict[str, frozenset[str]] = {}
        named = frozenset(task.units)
        for name in task.units:
            unit = self.units[name]
            self.owed += 1 if unit.members is None else len(unit.members)
            if self.owed > MOST:
                told = f"算到任务{task.id}，各单位要办的已超过{MOST}项，无法逐项计算"
                raise TooMuchError(task, told, "请核对责任单位、成员名单和重复任务的起止日期")
            if unit.members is None:
                via[name] = None
                continue
            present = [
                one.name
                for one in unit.members
                if (one.since is None or one.since <= day) and (one.until is None or day <= one.until)
            ]
            owing = present if present and unit.complete else [name, *present]
            groups[name] = frozenset(owing)
            for body in owing:
                via.setdefault(body, None if body in named else name)
        return _Owners(via, groups)

    def adjusted(self, unit: str, latest: Mapping[str, tuple[int, dt.date]]) -> dt.date | None:
        """The day of the last entry that names the unit, a group of its, or nobody."""
        own = (_EVERYBODY, unit, *self.groups.get(unit, ()))
        return max((latest[name] for name in own if name in latest), default=(0, None))[1]

    def state(self, task: Task, due: dt.date | None, record: Record) -> State:
        if record.done:
            return State.DONE
        if due is not None:
            return self.state_by_day((due - self.today).days)
        match task.deadline.reading:
            case Ongoing():
                return State.ONGOING
            case After() as after if not (after.from_issue or self.has_come(task)):
                return State.WAITING
            case _:
                return State.UNDETERMINED

    def state_by_day(self, left: int) -> State:
        if left > self.plan.remind_days:
            return State.OPEN
        return State.DUE_SOON if left > 0 else State.OVERDUE if left < 0 else State.DUE_TODAY

    def has_come(self, task: Task) -> bool:
        return task.trigger is not None and task.trigger.date <= self.today


def _known(record: Record, today: dt.date) -> Record | None:
    """The record as of today: itself where nothing in it is dated later, None where everything is."""
    taken = min((one for one in record.withdrawn if one.date > today), key=lambda one: one.date, default=None)
    if taken is not None:
        return _known(taken.record, today)
    started, done, notes = record.started, record.done, record.notes
    if (
        (started is None or started <= today)
        and (done is None or done <= today)
        and all(note.date <= today for note in notes)
    ):
        return record
    kept = tuple(note for note in notes if note.date <= today)
    if not (kept or (started and started <= today) or (done and done <= today)):
        return None
    return replace(
        record,
        started=started if started and started <= today else None,
        done=done if done and done <= today else None,
        notes=kept,
    )
