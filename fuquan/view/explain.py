"""How deadlines are read, step by step."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, assert_never

from fuquan.deadline import (
    After,
    By,
    Deadline,
    Every,
    Ongoing,
    Reading,
    Undetermined,
    Unreadable,
    kind_of,
    read,
    steps,
)
from fuquan.due import due_of, occurrences
from fuquan.model import Plan
from fuquan.owed import Assignment, Situation
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.days import rest_day
from fuquan.view.page import BLANK, Line, Page, Sheet, Tone
from fuquan.view.phrases import folded
from fuquan.workdays import NoCalendar, is_workday


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A phrase and its reading, or why there is none."""

    title: str
    phrase: str
    kind: str
    called: str = ""
    """The kind in words: 有明确时限, 按季开展, 待省级部署."""
    due: dt.date | None = None
    """Of an `every`, its first day on or after the issue."""
    rule: str | None = None
    event: str | None = None
    soft: bool = False
    stages: tuple[tuple[str, dt.date], ...] = ()
    why: tuple[str, ...] = ()
    error: str | None = None
    no_calendar: int | None = None
    """The year without which the day cannot be told."""

    def as_json(self) -> dict[str, Any]:
        return {
            "phrase": self.phrase,
            "kind": self.kind,
            "due": self.due.isoformat() if self.due else None,
            "rule": self.rule,
            "event": self.event,
            "soft": self.soft,
            "stages": [{"text": text, "day": day.isoformat()} for text, day in self.stages],
            "why": list(self.why),
            "error": self.error,
        }


def of_task(now: Situation, number: int) -> Explained:
    """The reading of a task's deadline, with what was adjusted since."""
    standing = next(one for one in now.standings if one.task.id == number)
    task, today = standing.task, now.today
    triggered = task.trigger.date if task.trigger and task.trigger.date <= today else None
    explained = _explained(task.deadline, f"任务{number}“{task.printed}”", today, now.plan.issued, triggered)
    basis = f"，依据{task.reading_basis}" if task.reading_basis else ""
    reading = [f"印发的“{task.printed}”按本单位的理解“{task.reading}”{basis}"] if task.reading else []
    adjusted: dict[tuple[str | None, dt.date], list[Assignment]] = {}
    for own in standing.assignments:
        if own.is_adjusted and own.due:
            adjusted.setdefault((own.period, own.due), []).append(own)
    sizes = Counter(own.period for own in standing.assignments)
    changes = [
        f"{words.period_name(period, today) if period else ''}"
        f"{'' if len(those) == sizes[period] else words.listed(folded(those, standing))}"
        f"已调整为{long_day(due)}"
        for (period, due), those in adjusted.items()
    ]
    return replace(explained, phrase=task.printed, why=(*reading, *explained.why, *changes))


def of_phrase(phrase: str, today: dt.date, plan: Plan | None) -> Explained:
    """By the plan's year and day of issue; without a plan by today's."""
    year, issued = (plan.year, plan.issued) if plan is not None else (today.year, today)
    deadline = read(phrase, year=year, issued=issued)
    if isinstance(deadline, Unreadable):
        instead = (f"可以写成：{words.listed(deadline.readings)}",) if deadline.readings else ()
        return Explained(title=f"“{phrase}”", phrase=phrase, kind="error", error=deadline.message, why=instead)
    explained = _explained(deadline, f"“{phrase}”", today, issued, None)
    if plan is not None:
        return explained
    return replace(explained, why=tuple(step.replace("按方案年度", "没有方案，按今年") for step in explained.why))


def _explained(deadline: Deadline, title: str, today: dt.date, issued: dt.date, triggered: dt.date | None) -> Explained:
    reading = deadline.reading
    due, rule, event, why, no_calendar = None, None, None, list(steps(deadline)), None
    try:
        match reading:
            case By():
                due = due_of(reading, issued=issued, triggered=None)
                why += [_day(day) for day in (due,) if day]
            case Every():
                first = next(occurrences(reading, issued), None)
                if first is not None and first.day is None:
                    raise NoCalendar(first.nominal.year)
                due = first.day if first else None
                rule = reading.rule
                why += _rule(reading, max(today, issued))
            case After():
                event = reading.event
                due = due_of(reading, issued=issued, triggered=triggered)
                why.append(_day(due) if due else _waits(reading, triggered))
            case Ongoing():
                why.append("没有截止日期，不会逾期")
            case Undetermined():
                why.append("没有写明任何时间，不计逾期")
            case _ as never:
                assert_never(never)
    except NoCalendar as missing:
        no_calendar = missing.year
    return Explained(
        title=title,
        phrase=deadline.phrase,
        kind=kind_of(reading),
        called=_called(reading, due, triggered),
        due=due,
        rule=rule,
        event=event,
        soft=getattr(reading, "soft", False),
        stages=tuple((one.text, one.day) for one in reading.stages) if isinstance(reading, By) else (),
        why=tuple(why),
        no_calendar=no_calendar,
    )


def _called(reading: Reading, due: dt.date | None, triggered: dt.date | None) -> str:
    match reading:
        case Every():
            return f"{words.rhythm(reading)}开展"
        case After() if due:
            return "按起算日推定"
        case After():
            return "时限待定" if triggered else words.awaited(reading)
        case _:
            return words.KINDS[kind_of(reading)]


def _day(due: dt.date) -> str:
    told = f"到期日：{long_day(due)}（{words.weekday(due)}），含当日"
    try:
        return f"{told}，是工作日" if is_workday(due) else f"{told}；{rest_day(due)}"
    except NoCalendar as missing:
        return f"{told}；没有{missing.year}年的节假日安排，不知是否工作日"


def _rule(every: Every, start: dt.date) -> Iterable[str]:
    if every.rule:
        yield f"规则：{every.rule}（RFC 5545）"
    following = tuple(islice(occurrences(every, start), 3))
    days = [one.day for one in following if one.day]
    if days:
        told = words.listed(words.day_of_week(day, start) for day in days)
        yield f"{words.day(start, start)}起的{len(days)}次：{told}"
    if unknown := [one for one in following if one.day is None]:
        yield f"没有{unknown[0].nominal.year}年的节假日安排，其后各次尚不能推算"
    if not following:
        yield f"{words.day(start, start)}起不再有到期日"
    for day in days:
        if rest := rest_day(day):
            yield f"{words.day(day, start)}{rest}"


def _waits(after: After, triggered: dt.date | None) -> str:
    if triggered:
        return f"事项已于{long_day(triggered)}发生，原文没有写明期限，时限待定"
    return f"要等“{after.event or '起算的事项'}”，事项发生之前不计日期"


def page(readings: Iterable[Explained]) -> Page:
    blocks: list[Line] = []
    for one in readings:
        if blocks:
            blocks.append(BLANK)
        if one.error:
            blocks.append(Line(text=f"{one.title}：读不懂", heading=True, tone=Tone.LATE))
            blocks.append(Line(text=f"  {one.error}", hang=4))
        else:
            blocks.append(Line(text=f"{one.title}：{one.called}{_short(one)}", heading=True))
        blocks += [Line(text=f"  {step}", hang=4) for step in one.why]
    return tuple(blocks)


def _short(one: Explained) -> str:
    if one.due is None:
        return ""
    return f"，首次{long_day(one.due)}" if one.kind == "every" else f"，{long_day(one.due)}"


def text(readings: Iterable[Explained]) -> tuple[str, ...]:
    return tuple(
        f"{one.title}：{one.error}" if one.error else f"{one.title}：{one.called}{_short(one)}" for one in readings
    )


def sheet(readings: Sequence[Explained]) -> Sheet:
    return Sheet(
        columns=("时限", "类别", "日期", "规则", "事项", "说明", "问题"),
        rows=tuple(
            (
                one.phrase,
                one.called or "读不懂",
                one.due,
                one.rule,
                one.event,
                "；".join(one.why),
                one.error,
            )
            for one in readings
        ),
    )
