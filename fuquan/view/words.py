"""The words of the field: states, days, measures and lists as an office writes them."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import assert_never

from fuquan import due
from fuquan.deadline import After, By, Every, Grain, Ongoing, Reading, Undetermined
from fuquan.diagnostic import Severity
from fuquan.model import Plan, Task
from fuquan.owed import Assignment, Standing, State
from fuquan.view.page import Tone

STATES = {
    State.OVERDUE: "逾期",
    State.DUE_TODAY: "今日到期",
    State.DUE_SOON: "临期",
    State.OPEN: "未到期",
    State.WAITING: "待起算",
    State.UNDETERMINED: "时限待定",
    State.ONGOING: "持续推进",
    State.DONE: "已完成",
}

KINDS = {
    "by": "有明确时限",
    "every": "按月（季、年）开展",
    "ongoing": "持续推进",
    "after": "待起算",
    "undetermined": "时限待定",
}

LEVELS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.HINT: "提示"}

TONES = {State.OVERDUE: Tone.LATE, State.DUE_TODAY: Tone.SOON, State.DUE_SOON: Tone.SOON, State.DONE: Tone.DONE}

_RHYTHMS = {
    Grain.DAY: "按日",
    Grain.WEEK: "按周",
    Grain.MONTH: "按月",
    Grain.QUARTER: "按季",
    Grain.HALF: "按半年",
    Grain.YEAR: "按年",
}

WEEKDAYS = "一二三四五六日"


def day(value: dt.date, today: dt.date | None = None) -> str:
    """4月30日; with the year where it is not that of `today`."""
    year = f"{value.year}年" if today is not None and value.year != today.year else ""
    return f"{year}{value.month}月{value.day}日"


def weekday(value: dt.date, prefix: str = "周") -> str:
    return f"{prefix}{WEEKDAYS[value.weekday()]}"


def day_of_week(value: dt.date, today: dt.date | None = None) -> str:
    """5月19日（周五）."""
    return f"{day(value, today)}（{weekday(value)}）"


def rhythm(reading: Reading) -> str:
    """按月, 按季…: how often a recurring deadline falls due."""
    return _RHYTHMS[reading.grain] if isinstance(reading, Every) else ""


def awaited(reading: Reading) -> str:
    """待省级部署 where the phrase names a level, else 待起算."""
    return f"待{reading.level}部署" if isinstance(reading, After) and reading.level else "待起算"


def state_of(standing: Standing) -> str:
    """The state of a task in words, with the days where it is late."""
    if standing.state is State.OVERDUE and standing.days is not None:
        return f"逾期{-standing.days}天"
    if standing.state is State.OPEN and standing.recurs:
        return f"{rhythm(standing.task.deadline.reading)}开展"
    if standing.state is State.WAITING:
        return awaited(standing.task.deadline.reading)
    return STATES[standing.state]


def progress_of(one: Assignment) -> str:
    """What is on record of an assignment that is not done, once its day is set against it or not."""
    match one.on_record:
        case "started":
            return "推进中"
        case "noted":
            return "有说明"
        case _:
            return "未报送" if one.state is State.OVERDUE else "暂无记录"


def outcome(one: Assignment) -> str:
    """按期, or 逾期n天完成, of an assignment that is done; empty where it had no day."""
    if one.late_days is None:
        return ""
    return f"逾期{one.late_days}天完成" if one.late_days else "按期"


def period(key: str | None, today: dt.date | None = None) -> str:
    """（5月）: the period of an assignment as a title bears it; with the year where it is not that of `today`."""
    return f"（{period_name(key, today)}）" if key else ""


period_name = due.period_name


def periods(keys: Sequence[str], today: dt.date) -> str:
    """4月、5月; of more than three 4月至12月共9期, or 6月、8月至11月共5期 where one between them is not meant.

    Where that makes too many parts, or may be of any days: 4月18日至12月26日间共50期.
    """
    if len(keys) <= _FEW:
        return listed(period_name(key, today) for key in keys)
    runs = _runs(keys)
    if len(runs) > _RUNS:
        return f"{_span(keys[0], keys[-1], today)}间共{len(keys)}期"
    parts = [
        part
        for run in runs
        for part in ([_span(run[0], run[-1], today)] if len(run) >= _FEW else [period_name(key, today) for key in run])
    ]
    return f"{listed(parts)}共{len(keys)}期"


def _runs(keys: Sequence[str]) -> list[list[str]]:
    """The keys, those together of which each follows the one before."""
    runs: list[list[str]] = []
    for key in keys:
        before, place = due.place_of(runs[-1][-1]) if runs else None, due.place_of(key)
        if before and place and place == (before[0], before[1] + 1):
            runs[-1].append(key)
        else:
            runs.append([key])
    return runs


def _span(first: str, last: str, today: dt.date) -> str:
    """4月至12月, with the years where they are not all that of `today`."""
    if first[:4] != last[:4]:
        return f"{period_name(first)}至{period_name(last)}"
    return f"{period_name(first, today)}至{period_name(last, dt.date(int(last[:4]), 1, 1))}"


_FEW = 3
"""Periods that are listed one by one."""

_RUNS = 4
"""Runs of periods that are told apart."""


def plain(text: str) -> str:
    """What somebody wrote as a part of a sentence: on one line, without the stop at its end."""
    lines = (re.sub(r"[\s。；，、;,.]+$", "", line.strip()) for line in text.splitlines())
    return "；".join(line for line in lines if line)


def listed(words: Iterable[str]) -> str:
    return "、".join(words)


def bracketed(names: Sequence[str]) -> str:
    """（区司法局、各镇）: whom a title is about; empty of everybody."""
    return f"（{listed(names)}）" if names else ""


def tallied(labels: Iterable[str]) -> list[str]:
    """已完成1项, 未到期6项, 按月开展1项: labels counted, in a settled order."""
    counted = Counter(labels)
    return [f"{label}{counted[label]}项" for label in in_order(counted)]


def in_order(labels: Iterable[str]) -> list[str]:
    """Each label once, in a settled order."""
    return sorted(dict.fromkeys(labels), key=_place)


_ORDER = ("已完成", "逾期", "今日到期", "临期", "未到期", "按", "持续推进", "待", "时限待定", "不计时限")


def _place(label: str) -> int:
    return next(n for n, start in enumerate(_ORDER) if label.startswith(start))


def tasks(standings: Iterable[Standing]) -> str:
    """1、3: the numbers of tasks."""
    return listed(str(one.task.id) for one in standings)


def units_of(task: Task, asked: frozenset[str] = frozenset()) -> str:
    """The units as the row prints them, those asked about in 【】."""
    return listed(f"【{name}】" if name in asked else name for name in task.units)


def share(part: int, whole: int) -> str:
    """One decimal; `-` of nothing."""
    return f"{part / whole * 100:.1f}%" if whole else "-"


def bar(part: int, whole: int) -> str:
    """Twenty marks for the whole."""
    return "#" * round(part / whole * 20) if whole else ""


def phrase_and_day(standing: Standing, today: dt.date) -> str:
    """4月底前（4月30日）; of an adjusted one 5月19日（原4月底前）."""
    task, due = standing.task, standing.due
    if due is None:
        return task.printed
    if due != standing.original_due:
        return f"{day(due, today)}（原{task.printed}）"
    return f"{task.printed}（{day(due, today)}）"


def limit_and_state(standing: Standing, today: dt.date) -> str:
    """4月底前（4月30日），逾期10天; said once where the phrase is the state."""
    return "，".join(dict.fromkeys((phrase_and_day(standing, today), state_of(standing))))


def section_title(plan: Plan, key: str) -> str:
    return next((f"{one.id}、{one.title}" for one in plan.sections if one.id == key), key)


def why_no_day(standing: Standing) -> str:
    """持续推进, 待省级部署 or 时限待定: why nobody is reminded of the task by date."""
    match standing.task.deadline.reading:
        case Ongoing():
            return "持续推进"
        case After() if standing.state is State.WAITING:
            return awaited(standing.task.deadline.reading)
        case By() | Every() | After() | Undetermined():
            return "时限待定"
        case _ as never:
            assert_never(never)


def undated(standing: Standing) -> str:
    """按月开展, 持续推进, 待省级部署…: what a task is counted as whose share of a whole is not told."""
    if standing.recurs:
        return f"{rhythm(standing.task.deadline.reading)}开展"
    return "不计时限已完成" if standing.state is State.DONE else why_no_day(standing)
