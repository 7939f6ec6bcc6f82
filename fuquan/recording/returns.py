"""The monthly returns of the towns: the day that one came in."""

import datetime as dt
from collections.abc import Sequence

from fuquan import query
from fuquan.errors import FuquanError
from fuquan.owed import Situation
from fuquan.recording import asked
from fuquan.recording.asked import Problem
from fuquan.recording.steps import Decision, Returning
from fuquan.text import long_day


def received(now: Situation, month: str, units: Sequence[str], on: dt.date) -> Decision:
    """`month` is a key, 2023-05. Raises FuquanError of bodies that are no towns, and of what contradicts the record."""
    asked.past(on, now.today)
    first = dt.date.fromisoformat(f"{month}-01")
    if on < first:
        told = f"{_month(month)}情况不会在{long_day(on)}就报来"
        raise FuquanError(told, "请核对月份和 --on")
    named = asked.names(now.plan, units)
    bodies = query.bodies_named(now.plan, named, may_be_idle=True) or frozenset()
    towns = {town.name: town for town in now.plan.towns}
    problems = [
        Problem(f"{own}不是镇，没有月报送", f"各镇是：{'、'.join(towns)}" if towns else "数据里没有镇")
        for name in named
        for own in query.own_names(now.plan, [name])
        if (query.bodies_named(now.plan, [name], may_be_idle=True) or frozenset()).isdisjoint(towns)
    ]
    steps: list[Returning] = []
    already: list[str] = []
    for town in now.plan.towns:
        if town.name not in bodies:
            continue
        held = town.returns.get(month)
        if held is None:
            is_gone = (town.until is not None and town.until < first) or (town.since is not None and town.since > on)
            if is_gone:
                problems.append(Problem(f"{_month(month)}时没有{town.name}", "请核对镇的设立、撤销日期"))
            else:
                steps.append(Returning(town.name, month, on))
        elif held == on:
            already.append(f"{town.name}{_month(month)}情况已记录为{long_day(on)}报送")
        else:
            span = town.at.span("returns")
            told = f"{town.name}{_month(month)}情况已记录为{long_day(held)}报送，不是{long_day(on)}"
            mend = f"确实记错了的，请直接改 {span.path} 第{span.line}行起的 returns，并在 waivers 里写明理由和依据"
            problems.append(Problem(told, mend))
    asked.refuse(problems)
    return Decision(tuple(steps), tuple(already))


def month_named(text: str, today: dt.date) -> str:
    """The key of a month: 2023-05, 2023年5月, or 5月, the latest such month that has begun."""
    key = asked.key_named(text, today)
    try:
        first = dt.date.fromisoformat(f"{key}-01")
    except ValueError:
        raise FuquanError(f"“{text}”不是月份", "请写成 2023-05、2023年5月或5月") from None
    if len(key) != 7:
        raise FuquanError(f"“{text}”不是月份", "请写成 2023-05、2023年5月或5月")
    if first > today:
        raise FuquanError(f"{_month(key)}还没有到", f"今天是{long_day(today)}，请核对月份")
    return key


def _month(key: str) -> str:
    return f"{int(key[:4])}年{int(key[5:])}月"
