"""What one pastes into a chat group: no table, no Markdown, no reasons of a unit before the whole group."""

import datetime as dt
from collections.abc import Iterable, Sequence

from fuquan.owed import Situation, Standing, State
from fuquan.query import ahead, on_day, overdue, upcoming
from fuquan.view import words
from fuquan.view.phrases import (
    ASK_FIRST,
    late_keys,
    late_periods,
    late_units,
    own,
    parted,
    periods_of,
    shared_day,
    title_of,
    who_is_late,
    whose,
)
from fuquan.view.status import SOON
from fuquan.workdays import NoCalendar, last_workday

ASK_TO_REPORT = "已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。"


def message(now: Situation, asked: Sequence[str] = ()) -> tuple[str, ...]:
    """To everybody, or to the bodies asked about, named as `asked`."""
    return _own(now, asked) if asked else _everybody(now)


def items(late: Iterable[Standing], now: Situation) -> list[str]:
    """2.签订赋权事项承接确认书：区级执法单位、红杨镇; each with its day unless all share it."""
    late = tuple(late)
    each = not shared_day(late, now.today)
    return [
        f"{one.task.id}.{one.task.name}{late_keys(one, now.today)}{_due(one, now) if each else ''}："
        f"{late_units(one, now.today)}"
        for one in late
    ]


def _due(one: Standing, now: Situation) -> str:
    return f"（{words.day(one.due, now.today)}）" if one.due else ""


def _everybody(now: Situation) -> tuple[str, ...]:
    dated = [one for one in now.standings if one.is_dated]
    late = [one for one in overdue(now) if not one.recurs]
    periods = late_periods(now)
    head = f"【{now.plan.name}提示】截至{until(now)}，有明确时限的{len(dated)}项任务"
    if now.recorded:
        done = sum(one.state is State.DONE for one in dated)
        lines = [f"{head}已完成{done}项，逾期{len(late)}项。"]
    else:
        lines = [f"{head}尚未录入办理记录{'，以下请先核实是否已完成' if late or periods else ''}。"]
    for n, (title, told) in enumerate(_parts(now, late, periods)):
        lines += [f"{'一二三'[n]}、{title}", *told]
    return (*lines, *([ASK_TO_REPORT] if late or periods else []))


def until(now: Situation) -> str:
    """5月10日; with the year where it is not that of the issue."""
    return words.day(now.today, now.plan.issued)


def _parts(now: Situation, late: Sequence[Standing], periods: str) -> Iterable[tuple[str, list[str]]]:
    asked_first, others = parted(late, now.plan.issued)
    if asked_first:
        yield f"{ASK_FIRST}{shared_day(asked_first, now.today)}", items(asked_first, now)
    if others or periods:
        ask = "请抓紧完成并报送" if now.recorded else "请核实并报送"
        also = [f"{'另有' if others else ''}{periods}。"] if periods else []
        yield f"已到时限{shared_day(others, now.today)}，{ask}", [*items(others, now), *also]
    entries = upcoming(now, now.today, ahead(now.today, SOON))
    if entries:
        yield "近期到期", [line for one in entries for line in _entry(one, now)]


def _entry(one: Standing, now: Situation) -> Iterable[str]:
    assert one.due is not None  # noqa: S101 - an entry of `upcoming` has a day
    yield f"{words.day_of_week(one.due, now.today)}{title_of(one, now.today)}：{whose(one, now.today)}"
    keys = periods_of(on_day(one))
    if one.task.collects and keys:
        day = words.day_of_week(_collect_by(one.due), now.today)
        yield f"请{one.task.collects}于{day}下班前报送{words.periods(keys, now.today)}情况。"


def _collect_by(due: dt.date) -> dt.date:
    """The day itself, or the last working day before it; the day itself where the calendar is not known."""
    try:
        return last_workday(due)
    except NoCalendar:
        return due


def _own(now: Situation, asked: Sequence[str]) -> tuple[str, ...]:
    today = now.today
    late = [one for one in overdue(now) if not one.recurs]
    periods = late_periods(now)
    lead = f"{words.listed(asked)}：截至{until(now)}，"
    soon = [
        f"{words.day_of_week(one.due, today)}{title_of(one, today)}"
        for one in upcoming(now, today, ahead(today, SOON))
        if one.due
    ]
    ahead_ = [f"近期到期：{'；'.join(soon)}。"] if soon else []
    if not late and not periods:
        return (f"{lead}没有逾期任务。", *ahead_)
    when = shared_day(late, today)
    head = f"{lead}有{len(late)}项任务已到时限{when}。" if late else f"{lead}有{periods}。"
    several = len({one.unit for standing in late for one in standing.assignments}) > 1
    told = [
        f"{one.task.id}.{one.task.name}（{who_is_late(one, today) if several else words.progress_of(own(one))}"
        f"{'' if when or not one.due else f'，{words.day(one.due, today)}'}）"
        for one in late
    ]
    first, _ = parted(late, now.plan.issued)
    ask = [f"其中任务{words.tasks(first)}{ASK_FIRST}。"] if first else []
    also = [f"另有{periods}。"] if late and periods else []
    return (head, *told, *also, *ask, *ahead_, ASK_TO_REPORT)
