"""Whom letters go to: what each body owes, and the one letter that fits it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, assert_never

from fuquan.letter import Chosen, Item, Kind
from fuquan.model import Unit
from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.query import is_asked, remind_day
from fuquan.view import words

PERIODS = 3
"""Of a recurring task as many periods are listed one by one; of more the oldest, and how many there are."""


class Point(NamedTuple):
    """What a body owes of one task, by the oldest day: in one period, or in several that are told together."""

    standing: Standing
    those: tuple[Assignment, ...]

    @property
    def first(self) -> Assignment:
        return self.those[0]

    @property
    def due(self) -> dt.date:
        assert self.first.due is not None  # noqa: S101 - what has no day is in no letter
        return self.first.due


class Draft(NamedTuple):
    """What one body is to be told. `is_own` of the office that signs: for its files, not sent and not numbered."""

    unit: Unit
    kind: Kind
    is_own: bool
    late: tuple[Point, ...] = ()
    soon: tuple[Point, ...] = ()
    asked: tuple[Point, ...] = ()
    """Due before the plan was issued and without a record: it may well be done, so nobody is urged."""

    @property
    def is_ahead(self) -> bool:
        """Whether it reminds of what falls due and urges nothing."""
        return bool(self.soon) and not self.late

    @property
    def points(self) -> tuple[Point, ...]:
        return (*self.late, *self.soon, *self.asked)

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(Item(point.standing.task.id, one.period) for point in self.points for one in point.those)


class Unsent(NamedTuple):
    """A body that nothing goes to, and why."""

    unit: str
    why: str


class Terms(NamedTuple):
    """What the letters of one call have in common."""

    reply_by: dt.date
    contact: str | None = None
    basis: str | None = None
    """The decision by which a 督办通知单 goes out."""
    is_given: bool = False
    """Whether somebody asked for that day; else what only reminds is to be answered before anything falls due."""


def drafts(now: Situation, kind: Chosen | None = None) -> tuple[tuple[Draft, ...], tuple[Unsent, ...]]:
    """For each body that owes anything, in the plan's order: the one letter that fits it, or why there is none.

    Without a `kind` a letter takes all that is to be said: it urges where anything is late, else reminds, else asks.
    Of a kind it takes what that is for alone.
    """
    owed: dict[str, list[tuple[Standing, Assignment]]] = {}
    for standing in now.standings:
        for one in standing.assignments:
            owed.setdefault(one.unit, []).append((standing, one))
    made = [_draft(unit, owed[unit.name], now, kind) for unit in now.plan.bodies() if unit.name in owed]
    return tuple(one for one in made if isinstance(one, Draft)), tuple(one for one in made if isinstance(one, Unsent))


def _draft(
    unit: Unit, owed: Sequence[tuple[Standing, Assignment]], now: Situation, kind: Chosen | None
) -> Draft | Unsent:
    office = now.plan.office
    late = [pair for pair in owed if pair[1].state is State.OVERDUE]
    whole = Draft(
        unit=unit,
        kind=kind or Kind.ASK,
        is_own=office is not None and office in (unit.name, unit.full, *unit.aliases),
        late=_points(pair for pair in late if not is_asked(pair[1], now.plan.issued)),
        soon=_points(pair for pair in owed if _is_reminded(*pair, now)),
        asked=_points(pair for pair in late if is_asked(pair[1], now.plan.issued)),
    )
    is_noted = whole.is_own or unit.letter is not None
    match kind:
        case None:
            if not whole.points:
                return Unsent(unit.name, "没有逾期或者即将到期的任务")
            fit = Kind.URGE if whole.late else Kind.REMIND if whole.soon else Kind.ASK
            return whole._replace(kind=Kind.NOTE if is_noted else fit)
        case Kind.REMIND:
            if not whole.soon:
                return Unsent(unit.name, "没有即将到期的任务")
            whole = whole._replace(late=(), asked=())
        case Kind.URGE | Kind.SUPERVISE:
            if not whole.late:
                return Unsent(unit.name, _not_late(whole))
            if kind is Kind.SUPERVISE and is_noted:
                return Unsent(unit.name, f"{'是落款单位本身' if whole.is_own else '只发提示'}，不发督办通知单")
            whole = whole._replace(soon=(), asked=())
        case _ as never:
            assert_never(never)
    return whole._replace(kind=Kind.NOTE if is_noted else kind)


def _is_reminded(standing: Standing, one: Assignment, now: Situation) -> bool:
    """Whether it is time to remind of what is open and not late."""
    day = remind_day(standing.task, one, now.plan)
    return one.is_open and one.state is not State.OVERDUE and day is not None and day <= now.today


def periods_by_task(points: Iterable[Point]) -> Mapping[int, int]:
    """How much there is of each task, in the order of the points."""
    counted: Counter[int] = Counter()
    for point in points:
        counted[point.standing.task.id] += len(point.those)
    return counted


def parted(points: Sequence[Point], before: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """Those of other tasks than the ones before, and those of the same."""
    known = {one.standing.task.id for one in before}
    parts: tuple[list[Point], list[Point]] = ([], [])
    for one in points:
        parts[one.standing.task.id in known].append(one)
    return parts


def _not_late(draft: Draft) -> str:
    if not draft.asked:
        return "没有逾期的任务"
    numbers = words.listed(map(str, periods_by_task(draft.asked)))
    return f"没有要催办的任务：任务{numbers}在方案印发前已到期，没有记录，先核实"


def _points(owed: Iterable[tuple[Standing, Assignment]]) -> tuple[Point, ...]:
    """By day, then by number; the periods of a task one by one unless they are many."""
    by_task: dict[int, list[tuple[Standing, Assignment]]] = {}
    for pair in owed:
        by_task.setdefault(pair[0].task.id, []).append(pair)
    points = []
    for pairs in by_task.values():
        standing, those = pairs[0][0], sorted((one for _, one in pairs), key=lambda one: one.due or dt.date.max)
        alone = len(those) <= PERIODS
        points += [Point(standing, (one,)) for one in those] if alone else [Point(standing, tuple(those))]
    return tuple(sorted(points, key=lambda one: (one.due, one.standing.task.id)))
