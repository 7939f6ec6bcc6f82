"""The monthly returns of the towns: the day that one came in."""

import datetime as dt
from collections.abc import Sequence

from fuquan import query
from fuquan.due import period_name
from fuquan.errors import FuquanError
from fuquan.owed import Situation
from fuquan.recording import asked
from fuquan.recording.asked import Problem
from fuquan.recording.steps import Decision, Returning
from fuquan.text import long_day


def received(now: Situation, month: str, units: Sequence[str], on: dt.date, *, is_dated: bool = True) -> Decision:
    """`month` is a key, 2023-05; a day that was not typed contradicts no other.

    Raises FuquanError of bodies that are no towns, and of what contradicts the record.
    """
    asked.past(on, now.today)
    first = dt.date.fromisoformat(f"{month}-01")
    if on < first:
        told = f"{period_name(month)}情况不会在{long_day(on)}就报来"
        raise FuquanError(told, "请核对月份和 --on")
    named = asked.names(now.plan, units)
    there = {name for name, _ in query.returns(now, month, None).days}
    towns = {town.name: town for town in now.plan.towns}
    problems: list[Problem] = []
    asked_for: dict[str, None] = {}
    for name in named:
        own, bodies = query.own_names(now.plan, [name]), query.bodies_named(now.plan, [name], may_be_idle=True) or ()
        if not (its := [town for town in towns if town in bodies]):
            known = f"各镇是：{'、'.join(towns)}" if towns else "数据里没有镇"
            problems.append(Problem(f"{'、'.join(own)}不是镇，没有月报送", known))
        elif not (present := [town for town in its if town in there]):
            problems.append(Problem(f"{period_name(month)}没有{'、'.join(own)}", "请核对月份和镇的设立、撤销日期"))
        else:
            asked_for |= dict.fromkeys(present)
    steps: list[Returning] = []
    already: list[str] = []
    for town in (towns[name] for name in towns if name in asked_for):
        held = town.returns.get(month)
        if held is None:
            steps.append(Returning(town.name, month, on))
        elif held == on or not is_dated:
            already.append(f"{town.name}{period_name(month)}情况已记录为{long_day(held)}报送")
        else:
            span = town.at.span("returns")
            told = f"{town.name}{period_name(month)}情况已记录为{long_day(held)}报送，不是{long_day(on)}"
            mend = f"确实记错了的，请直接改 {span.path} 第{span.line}行起的 returns，并在 waivers 里写明理由和依据"
            problems.append(Problem(told, mend))
    asked.refuse(problems)
    return Decision(tuple(steps), tuple(already))
