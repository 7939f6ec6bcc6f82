"""What the events of a calendar say."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import takewhile

from fuquan.deadline import Every, Grain
from fuquan.due import occurrences
from fuquan.model import Task
from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.query import ahead
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.agenda.recurrence import Part
from fuquan.view.phrases import folded, grouped, late_of, marked, periods_of, read_as, rest_advice


def title(mark: str, task: Task, *about: str) -> str:
    """【到期】收集掌握镇赋权情况（5月，区委编办）."""
    told = "，".join(part for part in about if part)
    return f"【{mark}】{task.name}" + (f"（{told}）" if told else "")


def head(now: Situation, standing: Standing, one: Assignment | None) -> Iterator[str]:
    """The task, its section, and its deadline as printed and as read."""
    task, today = standing.task, now.today
    yield f"任务{task.id}：{task.title}"
    yield f"主要任务：{words.section_title(now.plan, task.section)}"
    yield f"完成时限：{task.printed}{_reading(task, one.original_due if one else None, today)}"


def _reading(task: Task, due: dt.date | None, today: dt.date) -> str:
    """（按中旬末计，即6月20日）: how the phrase is read, and to which day."""
    parts = [*read_as(task, today)]
    if due and words.day(due) not in task.printed:
        parts.append(f"即{words.day(due, today)}")
    return f"（{'，'.join(parts)}）" if parts else ""


_FEW = 3


def whose(standing: Standing, those: Iterable[Assignment]) -> str:
    names = tuple(folded(those, standing))
    return words.listed(names) if len(names) <= _FEW else f"{names[0]}等{len(names)}家单位"


def progress(here: Standing, today: dt.date) -> str:
    """推进中, 4月27日已完成, or 8家单位已完成5家；推进中：区级执法单位；未报送：花桥镇."""
    those, still = here.assignments, here.open
    if len(those) == 1:
        done = those[0].record.done
        return f"{words.day(done, today)}已完成" if done else words.progress_of(those[0])
    if not still:
        return f"{len(those)}家单位均已完成"
    counted = f"{len(those)}家单位{f'已完成{len(those) - len(still)}家' if len(still) < len(those) else '均未完成'}"
    return "；".join((counted, *(f"{label}：{names}" for label, names in grouped(still, here))))


def series_lines(
    now: Situation, bodies: frozenset[str], listed: Standing, own: Standing, part: Part, last: dt.date | None
) -> tuple[str, ...]:
    """`last` is the last day of bodies that leave."""
    owed = [one for one in listed.assignments if one.due and one.due <= now.today]
    late, today = (_owed(listed, state, now.today) for state in (State.OVERDUE, State.DUE_TODAY))
    lines = (
        *head(now, own, None),
        f"责任单位：{marked(listed, bodies)}",
        f"逾期：{late}" if late else "",
        f"今日到期：{today}" if today else "",
        "已到期的各期均已完成" if owed and not late and not today else "",
        _next(listed, now.today),
        *_rest_days(now, own, part, last),
        f"截至{long_day(now.today)}",
    )
    return tuple(line for line in lines if line)


def series_late(listed: Standing, today: dt.date) -> str:
    """4月逾期: a series has one title on all of its days, so it says which of them are late."""
    late = periods_of(late_of(listed))
    return f"{words.periods(late, today)}逾期" if late else ""


def _owed(listed: Standing, state: State, today: dt.date) -> str:
    """4月、6月（办）；5月（局、办）: the periods that stand so, by who owes them."""
    missing: dict[tuple[str, ...], list[str]] = {}
    for key in listed.by_period():
        here = tuple(folded((one for one in listed.open if one.period == key and one.state is state), listed))
        if here and key:
            missing.setdefault(here, []).append(key)
    return "；".join(f"{words.periods(keys, today)}（{words.listed(names)}）" for names, keys in missing.items())


def _next(listed: Standing, today: dt.date) -> str:
    """下一期：5月20日; with those who owe it where others have done it, or each has a day of its own."""
    ahead = sorted((one.due, n) for n, one in enumerate(listed.assignments) if one.due and one.due > today)
    still = [(due, listed.assignments[n]) for due, n in ahead if listed.assignments[n].is_open]
    if not still:
        return f"下一期：{words.day(ahead[0][0], today)}（已完成）" if ahead else ""
    key = still[0][1].period
    days: dict[dt.date, list[Assignment]] = {}
    for due, one in still:
        if one.period == key:
            days.setdefault(due, []).append(one)
    if [*map(len, days.values())] == [len(listed.by_period()[key])]:
        return f"下一期：{words.day(still[0][0], today)}"
    named = (f"{words.day(due, today)}（{words.listed(folded(those, listed))}）" for due, those in days.items())
    return f"下一期：{words.listed(named)}"


def _rest_days(now: Situation, own: Standing, part: Part, last: dt.date | None) -> Iterator[str]:
    """8月20日逢周日，宜于8月18日（周五）前收齐: of the days of the series that lie ahead in this year."""
    reading, plan, today = own.task.deadline.reading, now.plan, now.today
    if not isinstance(reading, Every) or reading.grain in (Grain.DAY, Grain.WEEK):
        return
    end = min(day for day in (dt.date(today.year, 12, 31), plan.until, last) if day)
    apart = {
        those[0].original_due
        for those in own.by_period().values()
        if any(one.is_adjusted for one in those) or not any(one.is_open for one in those)
    }
    days = takewhile(lambda day: day <= end, (one.nominal for one in occurrences(reading, ahead(today, 1))))
    for day in days:
        if part.has(day) and day not in apart and (advice := rest_advice(day, own.task, today)):
            yield f"{words.day(day)}{advice}"
