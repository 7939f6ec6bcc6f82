"""What a call names: the bodies, the tasks they owe, the periods; whatever is not so is said of all in one go."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fuquan import query
from fuquan.daywords import month_of
from fuquan.deadline import After, By
from fuquan.diagnostic import Diagnostic
from fuquan.due import due_of, period_name
from fuquan.errors import FuquanError
from fuquan.model import Plan, Task
from fuquan.owed import Assignment, Situation, Standing
from fuquan.text import half_width, long_day
from fuquan.workdays import NoCalendar


class Problem(NamedTuple):
    """Why a part of a request cannot be met, as a `FuquanError` would say it."""

    message: str
    help: str | None = None


def refuse(problems: Sequence[Problem]) -> None:
    """Raises FuquanError of all of them; of none nothing happens."""
    if not problems:
        return
    once = list(dict.fromkeys(problems))
    if len(once) == 1:
        raise FuquanError(*once[0])
    raise FuquanError(f"有{len(once)}处不能这样记录，什么都没有写入：", listed(once))


def listed(found: Iterable[Problem | Diagnostic]) -> str:
    """A line each, and below it how to mend it."""
    return "\n".join(line for one in found for line in (f"  {one.message}", *([f"    {one.help}"] if one.help else [])))


def past(day: dt.date, today: dt.date, option: str = "--on") -> dt.date:
    """The day; raises FuquanError of one that is still to come, on which nothing can have been reported."""
    if day > today:
        raise FuquanError(
            f"{option} 的{long_day(day)}晚于今天（{long_day(today)}）", "还没有发生的事不能记录，请核对日期"
        )
    return day


def names(plan: Plan, words: Iterable[str]) -> tuple[str, ...]:
    """The bodies' names as typed, once each; 红杨镇、湾沚镇 is two unless a body is called so."""
    known = {name for unit in plan.bodies() for name in (unit.name, *unit.aliases)}
    parts = (
        part for word in words for part in ([word] if word in known else re.split("[、，,；;]", word)) if part.strip()
    )
    found = tuple(dict.fromkeys(part.strip() for part in parts))
    if not found:
        raise FuquanError("--unit 没有写单位", "请写明是哪家单位报的，如 --unit 红杨镇")
    return found


def owed(
    now: Situation, task: Task, named: Sequence[str], command: str
) -> tuple[tuple[Assignment, ...], list[Problem]]:
    """The assignments of the task that the named bodies owe, and those bodies that owe none."""
    standing = standing_of(now, task)
    problems: list[Problem] = []
    bodies: set[str] = set()
    for name in named:
        its = query.bodies_named(now.plan, [name], may_be_idle=True) or frozenset()
        if its.isdisjoint(one.unit for one in standing.assignments):
            problems.append(_not_owed(now, task, name, command))
        bodies |= its
    return tuple(one for one in standing.assignments if one.unit in bodies), problems


def standing_of(now: Situation, task: Task) -> Standing:
    return next(one for one in now.standings if one.task is task)


def _not_owed(now: Situation, task: Task, name: str, command: str) -> Problem:
    [own] = query.own_names(now.plan, [name])
    told = f"{own}不是任务{task.id}的责任单位（{'、'.join(task.units)}）"
    if task.collects and command != "adjust" and task.collects in (own, *now.plan.groups().get(own, ())):
        month = f"{now.today:%Y-%m}"
        told += f"；镇的月报送请用 fuquan received {month} -u {own}"
    elif not {own, *now.plan.groups().get(own, ())}.isdisjoint(task.units):
        is_dated = any(one.original_due for one in standing_of(now, task).assignments)
        told = f"任务{task.id}到期之日{own}不承担它" if is_dated else f"{own}现在不承担任务{task.id}"
    return Problem(told)


def in_period(
    now: Situation,
    task: Task,
    of: Sequence[Assignment],
    period: str | None,
    named: Sequence[str] = (),
    *,
    done: bool = False,
) -> tuple[tuple[Assignment, ...], list[Problem]]:
    """Those of the period: the one named, else the only one that is open (with `done`: on record) up to the next day.

    Of a task that does not recur all, if no period is named. Those of the `named` whose assignments are all of other
    periods are a problem.
    """
    standing = standing_of(now, task)
    if not standing.recurs and period is None:
        return tuple(of), []
    if not standing.recurs:
        return (), [Problem(f"任务{task.id}（{task.printed}）不是重复办理的，没有时期", "请去掉 --period")]
    found = _only(now, task, of, done=done) if period is None else _named(now, standing, period)
    if isinstance(found, Problem):
        return (), [found]
    those = tuple(one for one in of if one.period == found)
    problems: list[Problem] = []
    for name in named:
        bodies = query.bodies_named(now.plan, [name], may_be_idle=True) or ()
        keys = list(dict.fromkeys(one.period for one in of if one.unit in bodies and one.period))
        if keys and found not in keys:
            [own] = query.own_names(now.plan, [name])
            problems.append(Problem(f"{own}不承担任务{task.id}的{found}这一期", f"它承担的有：{_few(keys)}"))
    return those, problems


def _named(now: Situation, standing: Standing, period: str) -> str | Problem:
    keys = list(dict.fromkeys(one.period for one in standing.assignments if one.period))
    names = {name: key for key in reversed(keys) for name in (period_name(key), period_name(key, now.today), key)}
    later = now.today.replace(year=min(now.today.year + 1, dt.MAXYEAR), day=1)
    typed = half_width(period).upper()
    for one in (typed, month_of(period, now.today), month_of(period, later)):  # 9月 may be the last or the next
        if one in names:
            return names[one]
    task = standing.task
    return Problem(f"任务{task.id}（{task.printed}）现在没有“{period}”这一期", f"可以写的有：{_few(keys)}")


def open_periods(now: Situation, of: Sequence[Assignment], *, done: bool = False) -> list[str]:
    """Those in which one of them is not done yet (with `done`: on record), up to the next day that falls due, and those
    brought forward to it.
    """
    ahead = (one.original_due for one in of if one.original_due and one.original_due >= now.today)
    last = min(ahead, default=dt.date.max)
    up_to_last = (
        one for one in of if one.original_due is None or min(one.original_due, one.due or dt.date.max) <= last
    )
    found = (one.period for one in up_to_last if (one.on_record != "none" if done else one.is_open))
    return [key for key in dict.fromkeys(found) if key]


def _only(now: Situation, task: Task, of: Sequence[Assignment], *, done: bool) -> str | Problem:
    keys = open_periods(now, of, done=done)
    if len(keys) == 1:
        return keys[0]
    which = "有记录" if done else "还没有完成"
    if not keys:
        return Problem(f"任务{task.id}（{task.printed}）没有{who(of)}{which}的时期", "请用 --period 写明是哪一期")
    told = f"任务{task.id}（{task.printed}）{who(of)}{which}的不止一期：{_few(keys)}"
    return Problem(told, f"请写明是哪一期，如 --period {keys[0]}")


def who(of: Sequence[Assignment]) -> str:
    return "、".join(dict.fromkeys(one.unit for one in of))


def undated(now: Situation, task: Task, those: Sequence[Assignment]) -> Problem | None:
    """Why it cannot be said when these fall due, though they do: the holidays of that year are not known."""
    if not now.no_calendar or all(one.due for one in those):
        return None
    year = next((int(one.period[:4]) for one in those if one.period and not one.due), None)
    if isinstance(reading := task.deadline.reading, By | After):
        try:
            due_of(reading, issued=now.plan.issued, triggered=task.trigger.date if task.trigger else None)
        except NoCalendar as missing:
            year = missing.year
    if year is None:
        return None
    told = f"任务{task.id}（{task.printed}）按工作日计，没有{year}年的节假日安排，算不出到期日"
    return Problem(told, "请待国务院公布该年放假安排后更新 chinesecalendar")


def _few(keys: Sequence[str]) -> str:
    return "、".join(keys) if len(keys) <= 12 else f"{keys[0]}、{keys[1]}…{keys[-1]}，共{len(keys)}期"
