"""The month, quarter or year that a bulletin is of, and the day by which it is told."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from fuquan.deadline import Grain, month_length
from fuquan.due import period_name, period_of
from fuquan.errors import FuquanError
from fuquan.model import Plan
from fuquan.query import ahead
from fuquan.text import long_day

SOON = 30
"""Days ahead that are told at least, however near the end of the period is."""


class Period(NamedTuple):
    """Both days are in it."""

    key: str
    """2023-05, 2023-Q2 or 2023."""
    first: dt.date
    last: dt.date

    @property
    def title(self) -> str:
        """2023年5月, 2023年第二季度, 2023年度."""
        return f"{period_name(self.key)}{'' if '-' in self.key else '度'}"

    @property
    def name(self) -> str:
        """5月, 第二季度, 2023年: what the text calls it, under a title that says the year."""
        return period_name(self.key, self.first)

    @property
    def is_year(self) -> bool:
        return "-" not in self.key


def period(key: str) -> Period:
    year, _, part = key.partition("-")
    if not part:
        first, last = 1, 12
    elif part[0] == "Q":
        first, last = 3 * int(part[1]) - 2, 3 * int(part[1])
    else:
        first = last = int(part)
    return Period(key, dt.date(int(year), first, 1), dt.date(int(year), last, month_length(int(year), last)))


def as_of(of: Period, plan: Plan, today: dt.date) -> dt.date:
    """Today, or the last day of a period that is over: what came later is not of it.

    Raises FuquanError of a period that has not begun, and before the plan was issued.
    """
    issued = f"方案{long_day(plan.issued)}印发"
    if of.first > today:
        raise FuquanError(f"{of.title}还没有到", f"今天是{long_day(today)}，请核对")
    if of.last < plan.issued:
        raise FuquanError(f"{of.title}时方案还没有印发，没有推进情况可报", f"{issued}，请核对")
    if today < plan.issued:
        raise FuquanError(f"{long_day(today)}时方案还没有印发，没有推进情况可报", f"{issued}，请核对日期")
    return min(of.last, today)


def horizon(of: Period, day: dt.date) -> dt.date:
    """Up to when what falls due is told: the end of the period, but at least thirty days on."""
    return max(of.last, ahead(day, SOON))


def since(first: dt.date, today: dt.date, grain: str) -> Iterator[Period]:
    """The periods from that day on that have begun, the latest first."""
    day = today
    while day >= first:
        one = period(period_of(day, Grain(grain)))
        yield one
        if one.first <= first:
            return
        day = one.first - dt.timedelta(days=1)
