"""What falls due in the days ahead, and what comes after."""

import datetime as dt
from collections.abc import Iterable

from fuquan.deadline import By
from fuquan.owed import Situation, Standing
from fuquan.query import ahead, on_day, remind_day, upcoming
from fuquan.view import words
from fuquan.view.page import BLANK, Column, Line, Page, Row, Table
from fuquan.view.phrases import (
    days_left,
    each_with_periods,
    grouped,
    is_uneven,
    marked,
    on_day_keys,
    originally,
    rest_advice,
    title_of,
    whose,
    without_day,
)
from fuquan.workdays import NoCalendar, workdays_between


def page(now: Situation, days: int, bodies: frozenset[str] = frozenset()) -> Page:
    entries, last = _entries(now, days)
    after = _after(now, last)
    head = _head(now, days, last)
    return (
        Line(text=f"{head}到期{len(entries)}项" if entries else f"{head}没有到期任务。", heading=bool(entries)),
        *([_table(entries, now, bodies)] if entries else []),
        *([BLANK, *after] if after else []),
    )


def _head(now: Situation, days: int, last: dt.date) -> str:
    return (
        f"今后{days}天（至{words.day(last, now.today)}）"
        if days
        else f"今日（{words.day(last)}，{words.weekday(last)}）"
    )


def _entries(now: Situation, days: int) -> tuple[tuple[Standing, ...], dt.date]:
    last = ahead(now.today, days)
    return upcoming(now, now.today, last), last


def _table(entries: Iterable[Standing], now: Situation, bodies: frozenset[str]) -> Table:
    return Table(
        columns=(
            Column(title="到期日"),
            Column(title="还有"),
            Column(title="序号", right=True),
            Column(title="任务；责任单位"),
        ),
        rows=tuple(
            Row(
                cells=(
                    words.day_of_week(one.due, now.today) if one.due else "",
                    f"{days_left(one)}{_working(one, now.today)}",
                    str(one.task.id),
                    f"{title_of(one, now.today)}\n{_units(one, now.today, bodies)}{_rest(one, now.today)}",
                ),
                tone=words.TONES.get(one.state),
            )
            for one in entries
        ),
    )


def _working(entry: Standing, today: dt.date) -> str:
    if not entry.days or entry.due is None:
        return ""
    try:
        return f"，{workdays_between(today, entry.due)}个工作日"
    except NoCalendar:
        return ""


def _units(entry: Standing, today: dt.date, bodies: frozenset[str]) -> str:
    """区委编办 推进中；原4月底前，已调整; of periods that differ 局（6月推进中，7月暂无记录）."""
    here = on_day(entry)
    told = (
        each_with_periods(here, entry, today)
        if is_uneven(here)
        else [f"{names} {label}" for label, names in grouped(here, entry)]
    )
    changed = f"；{was}，已调整" if (was := originally(entry, today)) else ""
    return f"{'；'.join(told)}{changed}" + (f"\n责任单位：{marked(entry, bodies)}" if bodies else "")


def _rest(entry: Standing, today: dt.date) -> str:
    """逢周六，宜于5月19日（周五）前收齐."""
    if entry.due is None or entry.due == today:
        return ""
    advice = rest_advice(entry.due, entry.task, today)
    return advice and f"\n{advice}"


def _after(now: Situation, last: dt.date) -> list[Line]:
    lines = []
    following: dict[dt.date, list[Standing]] = {}
    seen: set[int] = set()
    for one in upcoming(now, ahead(last, 1), None) if last < dt.date.max else ():
        if one.due and not (one.recurs and one.task.id in seen):
            seen.add(one.task.id)
            following.setdefault(one.due, []).append(one)
    if following:
        told = [f"{words.day(due, now.today)} {_tasks(ones, now)}" for due, ones in following.items()]
        lines.append(Line(text=f"其后：{'；'.join(told)}。", hang=6))
    if without := without_day(now.standings, now.today):
        lines.append(Line(text=without, hang=2))
    return lines


def _tasks(ones: Iterable[Standing], now: Situation) -> str:
    """任务5、7、11（6月中旬前，按中旬末计，6月11日起提醒）、14（6月）."""
    alike: dict[str, list[Standing]] = {}
    for one in ones:
        alike.setdefault(_remark(one, now), []).append(one)
    return f"任务{words.listed(f'{words.tasks(those)}{remark}' for remark, those in alike.items())}"


def _remark(entry: Standing, now: Situation) -> str:
    if keys := on_day_keys(entry, now.today):
        return keys
    match entry.task.deadline.reading:
        case By(ten_days=str(part)) if (first := remind_day(entry.task, on_day(entry)[0], now.plan)) and (
            entry.due == entry.original_due
        ):
            return f"（{entry.task.printed}，按{part}末计，{words.day(first, now.today)}起提醒）"
        case _:
            return ""


def text(now: Situation, days: int) -> tuple[str, ...]:
    entries, last = _entries(now, days)
    head = _head(now, days, last)
    if not entries:
        return (f"{head}没有到期任务。",)
    lines = [
        f"{words.day_of_week(one.due, now.today)}{title_of(one, now.today)}：{whose(one, now.today)}"
        for one in entries
        if one.due
    ]
    return (f"{head}到期{len(entries)}项", *lines)
