"""What the office decides: another day for a deadline, and the day an awaited event came."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from fuquan import query
from fuquan.deadline import After, Ongoing
from fuquan.errors import FuquanError
from fuquan.model import Plan, Task
from fuquan.owed import Assignment, Situation, known_adjustments, moves
from fuquan.recording import asked
from fuquan.recording.asked import Problem
from fuquan.recording.steps import Adjusting, Coming, Decision
from fuquan.text import long_day


class Grant(NamedTuple):
    """An adjustment as it was typed."""

    due: dt.date
    on: dt.date
    basis: str
    reason: str
    units: tuple[str, ...] = ()
    period: str | None = None
    approved_by: str | None = None


def present_due(now: Situation, task: Task, units: Sequence[str], period: str | None) -> dt.date | None:
    """The day that an adjustment of these bodies would move, the last of several; None where there is none."""
    dated = [(one.due, one.is_open) for one in _moved(now, task, units, period)[0] if one.due]
    return max((due for due, is_open in dated if is_open), default=max((due for due, _ in dated), default=None))


def adjusted(now: Situation, number: int, grant: Grant) -> Decision:
    """Raises FuquanError where the deadline cannot be moved so."""
    [task] = query.tasks_numbered(now.plan, [number])
    asked.past(grant.on, now.today)
    if isinstance(task.deadline.reading, Ongoing):
        raise FuquanError(f"任务{task.id}是{task.printed}，没有时限可以调整")
    those, problems = _moved(now, task, grant.units, grant.period)
    asked.refuse(problems)
    own = query.own_names(now.plan, asked.names(now.plan, grant.units)) if grant.units else ()
    period = those[0].period
    same = [one for one in task.adjustments if one.period == period]
    latest = max((one.date for one in same if one.date), default=grant.on)
    if grant.on < latest:
        told = f"批准日期{long_day(grant.on)}早于任务{task.id}已有的一条调整（{long_day(latest)}批准）"
        raise FuquanError(told, "请核对 --on；次序确实如此的，请直接编辑 tasks.yaml，照批准的先后排列")
    if all(one.due == grant.due for one in those):
        held = "、".join(_papers(now, task, those))  # another for the same day is not put down
        told = f"{'、'.join(own)}任务{task.id}{f'（{period}）' if period else ''}的时限已经是{long_day(grant.due)}"
        return Decision((), (f"{told}（依据{held}）" if held else told,))
    put: dict[str, dt.date | str | None] = {
        "due": grant.due,
        "date": grant.on,
        "basis": grant.basis,
        "reason": grant.reason,
        "period": period,
        "approved_by": grant.approved_by,
    }
    return Decision((Adjusting(task.id, tuple((key, value) for key, value in put.items() if value is not None), own),))


def _papers(now: Situation, task: Task, those: Sequence[Assignment]) -> list[str]:
    """By which the days of these stand, as far as they were adjusted."""
    groups, known = now.plan.groups(), known_adjustments(task, those[0].period, now.today)
    last = (next((one for one in reversed(known) if moves(one, each.unit, groups)), None) for each in those)
    return list(dict.fromkeys(one.basis for one in last if one and one.basis))


def _moved(
    now: Situation, task: Task, units: Sequence[str], period: str | None
) -> tuple[tuple[Assignment, ...], list[Problem]]:
    """The assignments whose day would be another."""
    owed, problems = asked.standing_of(now, task).assignments, list[Problem]()
    named = asked.names(now.plan, units) if units else ()
    if named:
        owed, problems = asked.owed(now, task, named, "adjust")
    if not owed:
        return (), problems
    those, others = asked.in_period(now, task, owed, period, named)
    return those, [*problems, *others]


def triggered(now: Situation, number: int, on: dt.date, basis: str | None) -> Decision:
    """Raises FuquanError of a task that waits for nothing, and where another day is on record."""
    [task] = query.tasks_numbered(now.plan, [number])
    asked.past(on, now.today)
    reading = task.deadline.reading
    if not isinstance(reading, After):
        raise FuquanError(f"任务{task.id}的时限“{task.printed}”不等任何事项，不用记起算", _waiting(now.plan))
    if reading.from_issue:
        raise FuquanError(f"任务{task.id}的时限“{task.printed}”从方案印发之日起算，不等别的事项", _waiting(now.plan))
    if task.trigger is None:
        return Decision((Coming(task.id, on, basis),))
    held = task.trigger
    if held.date == on and basis and held.basis is None:
        return Decision((Coming(task.id, on, basis),))
    if held.date == on and basis in (None, held.basis):
        return Decision((), (f"任务{task.id}已记录为{long_day(on)}起算",))
    span = task.at.span("trigger")
    told = f"任务{task.id}已记录为{long_day(held.date)}起算（{held.basis or '未写依据'}）"
    raise FuquanError(told, f"确实记错了的，请直接改 {span.path} 第{span.line}行，并在 waivers 里写明理由和依据")


def _waiting(plan: Plan) -> str:
    those = [
        one
        for one in plan.tasks
        if isinstance(one.deadline.reading, After) and not one.deadline.reading.from_issue and one.trigger is None
    ]
    return (
        f"还在等的有：{'、'.join(f'任务{one.id}（{one.printed}）' for one in those)}"
        if those
        else "没有还在等事项的任务"
    )
