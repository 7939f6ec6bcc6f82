"""Late tasks: whose they are, and what the body asked about has said of them."""

import datetime as dt
from collections.abc import Iterable, Sequence

from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.query import overdue
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.chat import ASK_TO_REPORT, items, until
from fuquan.view.page import BLANK, Column, Line, Page, Row, Table, Tone
from fuquan.view.phrases import (
    ASK_FIRST,
    each_with_periods,
    grouped,
    is_uneven,
    late_keys,
    late_of,
    late_table,
    marked,
    nothing_recorded,
    parted,
    shared_day,
)


def page(now: Situation, whole: Situation, asked: Sequence[str], bodies: frozenset[str]) -> Page:
    """`now` is what the bodies asked about owe, `whole` what everybody does; `asked` are the names given."""
    late = overdue(now)
    if not late:
        return (Line(text=none_late(now, asked)),)
    asked_first, others = parted(late, now.plan.issued)
    lone = len(bodies) == 1

    def table(ones: Iterable[Standing]) -> Table:
        return _lone(ones, now, whole, bodies) if lone else late_table(ones, now.today, bodies)

    return (
        Line(text=f"{words.listed(asked)}逾期{len(late)}项（截至{long_day(now.today)}）", heading=True),
        *nothing_recorded(now.recorded),
        *([table(others)] if others else []),
        *([BLANK] if others and asked_first else []),
        *((Line(text=f"{ASK_FIRST}："), table(asked_first)) if asked_first else ()),
        *([BLANK, Line(text=_share(now, whole, asked, lone))] if asked else []),
    )


def none_late(now: Situation, asked: Sequence[str]) -> str:
    """Said only when it is true: no task and no period of one is late, as far as the calendar tells."""
    today = now.today
    reached = [
        one for one in now.standings if one.is_dated and any(each.due and each.due <= today for each in one.assignments)
    ]
    periods = [
        each for one in now.standings if one.recurs for each in one.assignments if each.due and each.due <= today
    ]
    due_today = [one for one in now.standings if one.state is State.DUE_TODAY]
    parts = [
        f"承担{len(now.standings)}项" if asked else f"共{len(now.standings)}项",
        f"今日到期{len(due_today)}项（任务{words.tasks(due_today)}）" if due_today else "",
        _so_far(reached, periods) if not due_today else "",
    ]
    doubt = f"；缺少{now.no_calendar[0]}年的节假日安排，按工作日计的任务无法判断" if now.no_calendar else ""
    told = "，".join(part for part in parts if part)
    return f"{words.listed(asked)}没有逾期任务（截至{long_day(today)}；{told}{doubt}）。"


def _so_far(reached: Sequence[Standing], periods: Sequence[Assignment]) -> str:
    """已到时限的3项均已完成: said where nothing is late and nothing due today."""
    if reached:
        done = all(one.state is State.DONE for one in reached)
        return f"已到时限的{len(reached)}项均已完成" if done else f"已到时限的{len(reached)}项中，到期的部分均已完成"
    return "已到期的各期均已完成" if periods else "尚无任务到时限"


def _lone(late: Iterable[Standing], now: Situation, whole: Situation, bodies: frozenset[str]) -> Table:
    everybody = {one.task.id: one for one in whole.standings}
    return Table(
        columns=(
            Column(title="序号", right=True),
            Column(title="逾期"),
            Column(title="完成时限"),
            Column(title="本单位"),
            Column(title="任务"),
        ),
        rows=tuple(
            Row(
                cells=(
                    str(one.task.id),
                    f"{-(one.days or 0)}天",
                    words.phrase_and_day(one, now.today),
                    _progress(one),
                    f"{one.task.name}{late_keys(one, now.today)}",
                ),
                notes=(
                    f"责任单位：{marked(one, bodies)}",
                    *([f"本单位：{said}"] if (said := _said(one, now)) else []),
                    *(
                        [f"其他单位：{others}"]
                        if (others := _others(everybody[one.task.id], one, bodies, now.today))
                        else []
                    ),
                ),
                tone=Tone.LATE,
            )
            for one in late
        ),
    )


def _progress(standing: Standing) -> str:
    """What is on record of all that is late; which of the late periods stands how is said below."""
    labels = {words.progress_of(one) for one in late_of(standing)}
    return labels.pop() if len(labels) == 1 else "各期不同"


def _said(standing: Standing, now: Situation) -> str:
    """等章；预计5月15日完成; of several periods 6月有说明：等章，预计7月5日完成；7月、8月未报送."""
    late = late_of(standing)
    if len(late) == 1:
        return "；".join(_words_of(late[0], now))
    alike: dict[tuple[str, str], list[str]] = {}
    for one in late:
        alike.setdefault((words.progress_of(one), "，".join(_words_of(one, now))), []).append(one.period or "")
    if len(alike) == 1:
        return next(iter(alike))[1]
    return "；".join(
        f"{words.periods(keys, now.today)}{label}{f'：{told}' if told else ''}" for (label, told), keys in alike.items()
    )


def _words_of(one: Assignment, now: Situation) -> list[str]:
    record = one.record
    parts = [
        record.reason or "",
        f"预计{words.day(record.expected, now.today)}完成" if record.expected else "",
        *(f"{words.day(note.date, now.today)}{note.text}" for note in record.notes[-1:]),
    ]
    return [part for part in parts if part]


def _others(whole: Standing, mine: Standing, bodies: frozenset[str], today: dt.date) -> str:
    """已完成4家；未报送 红杨镇: the other bodies, of a recurring task in the same periods."""
    periods = {one.period for one in late_of(mine)}
    others = [one for one in whole.assignments if one.unit not in bodies and one.period in periods]
    still = [one for one in others if one.is_open]
    done = len({one.unit for one in others} - {one.unit for one in still})
    parts = [f"已完成{done}家"] if done else []
    if is_uneven(still) or (still and {one.period for one in still} != periods):
        return "；".join((*parts, *each_with_periods(still, whole, today)))
    parts += [f"{label} {names}" for label, names in grouped(still, whole)]
    return "；".join(parts)


def _share(now: Situation, whole: Situation, asked: Sequence[str], lone: bool) -> str:
    """What the bodies asked about owe in all, and why a late task of the plan is not among theirs."""
    summed = "，".join(words.tallied(map(_label, now.standings)))
    told = f"{words.listed(asked)}共承担{len(now.standings)}项：{summed}。"
    late = {one.task.id for one in whole.standings if one.state is State.OVERDUE}
    for one in now.standings:
        if lone and one.state is State.DONE and one.task.id in late:
            done = max((each.record.done for each in one.assignments if each.record.done), default=None)
            when = f"已于{words.day(done, now.today)}完成" if done else "已完成"
            told += f"任务{one.task.id}本单位{when}，不列入。"
    return told


def _label(standing: Standing) -> str:
    if standing.recurs and standing.state in (State.OPEN, State.DUE_SOON, State.DUE_TODAY):
        return f"{words.rhythm(standing.task.deadline.reading)}开展"
    if standing.state is State.WAITING:
        return words.awaited(standing.task.deadline.reading)
    return words.STATES[standing.state]


def text(now: Situation, asked: Sequence[str]) -> tuple[str, ...]:
    late = overdue(now)
    if not late:
        return (none_late(now, asked),)
    asked_first, others = parted(late, now.plan.issued)
    head = f"截至{until(now)}，{words.listed(asked)}逾期{len(late)}项"
    first = [f"{ASK_FIRST}{shared_day(asked_first, now.today)}：", *items(asked_first, now)] if asked_first else []
    rest = [f"已到时限{shared_day(others, now.today)}：", *items(others, now)] if others else []
    return (f"{head}。", *first, *rest, ASK_TO_REPORT)
