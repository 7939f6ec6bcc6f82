"""What one year leaves undone to the next: the same whether it is told at the end of the one or in the other."""

import datetime as dt
from typing import NamedTuple

from fuquan.owed import Assignment, Situation, Standing, situation
from fuquan.view.bulletin.period import horizon, period


class Carried(NamedTuple):
    """A task that a year left undone, as it stands now."""

    standing: Standing
    periods: frozenset[str | None]
    """Those left undone; of a task that does not recur there is one, without a key."""

    @property
    def keys(self) -> list[str | None]:
        """The periods in their order."""
        return [key for key in self.standing.by_period() if key in self.periods]

    @property
    def is_done(self) -> bool:
        return not any(one.is_open for one in self.standing.assignments if one.period in self.periods)


def undone(now: Situation) -> tuple[Carried, ...]:
    """What is left at the end of the year of `now`; of what recurs the periods that fell due by then."""
    end = dt.date(now.today.year, 12, 31)
    found = (
        Carried(one, frozenset(each.period for each in one.open if not one.recurs or _is_of(each, end)))
        for one in now.standings
    )
    return tuple(one for one in found if one.periods)


def _is_of(one: Assignment, end: dt.date) -> bool:
    """Whether the period is one of the year or before: by its day as printed or as adjusted, else by its key."""
    days = [day for day in (one.due, one.original_due) if day]
    return min(days) <= end if days else (one.period or "")[:4] <= f"{end.year:04}"


def carried(now: Situation) -> tuple[Carried, ...]:
    """What the year before left undone; nothing in the year of the issue."""
    year = now.today.year - 1
    if year < now.plan.issued.year:
        return ()
    end = dt.date(year, 12, 31)
    then = situation(now.plan, end, until=horizon(period(f"{year:04}"), end))
    left = {one.standing.task.id: one.periods for one in undone(then)}
    return tuple(Carried(one, left[one.task.id]) for one in now.standings if one.task.id in left)
