"""下一步工作: what the data owe, restated; no plan that nobody reported."""

import re
from collections.abc import Iterator

from fuquan.owed import Situation, Standing, State
from fuquan.query import on_day, returns, upcoming
from fuquan.view import words
from fuquan.view.bulletin.ahead import coming
from fuquan.view.bulletin.period import Period, horizon
from fuquan.view.bulletin.summary import LAST_DAY, is_not_counted, late_keys, late_of
from fuquan.view.bulletin.wording import bodies, item, joined, numbered
from fuquan.view.phrases import folded, periods_of
from fuquan.workdays import rest_of


def steps(now: Situation, of: Period) -> list[str]:
    asked_first, late = late_of(now)
    ask = asked_first if now.recorded else [*asked_first, *late]
    return [
        *([f"请有关单位核实{_named(ask, now)}是否已完成，{_REPORT}。"] if ask else []),
        *([f"督促{_named(late, now)}尚未完成的单位抓紧完成并报送佐证材料。"] if late and now.recorded else []),
        *([f"{'；'.join(told)}。"] if (told := [*_due(now, of), *_open(now)]) else []),
        *_returns(now, of),
    ]


_REPORT = "已完成的补报完成日期和佐证材料，暂不能完成的报送原因和预计完成时间"


def _named(ones: list[Standing], now: Situation) -> str:
    """第2、9、10项和第14项4月情况."""
    lone = [one for one in ones if not one.recurs]
    named = [numbered(lone)] if lone else []
    named += [item(one, late_keys(one), now.today) for one in ones if one.recurs]
    return joined(named)


def _due(now: Situation, of: Period) -> Iterator[str]:
    """第4、6项将于5月到期，请区委编办按时限推进."""
    ones = [one for entry, _ in coming(now, of) for one in entry if not one.recurs]
    if not ones:
        return
    today = now.today
    days: dict[str, list[Standing]] = {}
    for one in ones:
        assert one.due is not None  # noqa: S101 - an entry of `upcoming` has a day
        month = words.period_name(f"{one.due:%Y-%m}", today)
        days.setdefault(LAST_DAY if one.due == today else f"将于{month}到期", []).append(one)
    told = "，".join(f"{_each(those, ones)}{when}" for when, those in days.items())
    yield f"{told}，请{_whose(ones, now)}按时限推进"


def _each(those: list[Standing], ones: list[Standing]) -> str:
    """第4、6项; with its bodies what other bodies owe by another day: 第4项、第6项（乙镇）."""
    at = {one.task.id: {each.due for each in ones if each.task.id == one.task.id} for one in ones}
    ids = [one for one in those if at[one.task.id] <= {each.due for each in those if each.task.id == one.task.id}]
    named = [numbered(ids)] if ids else []
    return "、".join([*named, *(f"{numbered([one])}（{bodies(on_day(one), one)}）" for one in those if one not in ids)])


def _whose(ones: list[Standing], now: Situation) -> str:
    """The bodies that owe it then, in the plan's order, a group for all its members."""
    named = {name for one in ones for name in folded(on_day(one), one)}
    return words.listed(unit.name for unit in now.plan.bodies() if unit.name in named)


def _open(now: Situation) -> Iterator[str]:
    """第15项请区委编办、区司法局研究确定时限."""
    alike: dict[str, list[Standing]] = {}
    for one in now.standings:
        if one.state is State.UNDETERMINED and not is_not_counted(one, now):
            those = [each for each in one.open if each.state is State.UNDETERMINED]
            alike.setdefault(bodies(those, one), []).append(one)
    for named, ones in alike.items():
        yield f"{numbered(ones)}请{named}研究确定时限"


def _returns(now: Situation, of: Period) -> Iterator[str]:
    """5月20日为星期六，请各镇于5月19日前报送5月情况。"""
    seen: set[int] = set()
    for one in upcoming(now, now.today, horizon(of, now.today)):
        keys = periods_of(on_day(one))
        if one.task.collects is None or not keys or one.due is None or one.task.id in seen:
            continue
        seen.add(one.task.id)
        missing: dict[str, list[str]] = {}
        for key in keys:
            if named := _missing(now, one.task.collects, key):
                missing.setdefault(named, []).append(key)
        if missing:
            rest = rest_of(one.due)
            if rest and rest.before < now.today:
                rest = None  # no working day is left
            day = rest.before if rest else one.due
            inside = f"在{rest.holiday}假期内" if rest and rest.holiday else f"为{words.weekday(one.due, '星期')}"
            why = f"{words.day(one.due, now.today)}{inside}，" if rest else ""
            by = f"于{words.day(day, now.today)}前报送"
            told = (f"请{named}{by}{words.periods(those, now.today)}情况" for named, those in missing.items())
            yield f"{why}{'，'.join(told)}。"


def _missing(now: Situation, group: str, key: str) -> str:
    """The towns whose return of the month has not come; the group where none has, and where it is no month."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}", key) or key < f"{now.plan.issued:%Y-%m}":
        return group
    came = returns(now, key, None)
    return group if len(came.missing) == len(came.days) else words.listed(came.missing)
