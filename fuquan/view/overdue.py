"""Late tasks: whose they are, and what the body asked about has said of them."""

from collections.abc import Iterable, Sequence

from fuquan.owed import Situation, Standing, State
from fuquan.query import overdue
from fuquan.view import words
from fuquan.view.page import BLANK, Column, Line, Page, Row, Table, Tone
from fuquan.view.status import (
    ASK_FIRST,
    ASK_TO_REPORT,
    NOTHING_RECORDED,
    by_day,
    grouped,
    late_keys,
    late_table,
    nothing_recorded,
    own,
    parted,
    shared_day,
    who_is_late,
)


def page(now: Situation, whole: Situation, asked: Sequence[str], bodies: frozenset[str], *, recorded: bool) -> Page:
    """`now` is what the bodies asked about owe, `whole` what everybody does; `asked` are the names given."""
    late = overdue(now)
    if not late:
        return (Line(text=none_late(now, asked)),)
    asked_first, others = parted(late, now.plan.issued)
    lone = len(bodies) == 1
    return (
        Line(text=f"{words.listed(asked)}逾期{len(late)}项（截至{words.long_day(now.today)}）", heading=True),
        *nothing_recorded(recorded),
        *([_lone(others, now, whole, bodies) if lone else late_table(others, now.today, bodies)] if others else []),
        *([BLANK, Line(text=f"{ASK_FIRST}：{by_day(asked_first, now.today)}", hang=2)] if asked_first else []),
        *([BLANK, Line(text=_share(now, whole, asked, lone))] if asked else []),
    )


def none_late(now: Situation, asked: Sequence[str]) -> str:
    """Said only when it is true: no task and no period of one is late."""
    today = now.today
    reached = [
        one for one in now.standings if one.is_dated and any(each.due and each.due <= today for each in one.assignments)
    ]
    open_ones = [one for one in reached if one.state is not State.DONE]
    if not reached:
        so_far = "尚无任务到时限"
    elif open_ones:
        so_far = (
            f"已到时限的{len(reached)}项中，今日到期{len(open_ones)}项"
            if _all_today(open_ones)
            else f"已到时限{len(reached)}项"
        )
    else:
        so_far = f"已到时限的{len(reached)}项均已完成"
    owes = "承担" if asked else "共"
    return f"{words.listed(asked)}没有逾期任务（截至{words.long_day(today)}；{owes}{len(now.standings)}项，{so_far}）。"


def _all_today(open_ones: Iterable[Standing]) -> bool:
    return all(one.state is State.DUE_TODAY for one in open_ones)


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
                    words.progress_of(own(one)),
                    f"{one.task.name}{late_keys(one, now.today)}",
                ),
                notes=(
                    f"责任单位：{_marked(one, bodies)}",
                    *([f"本单位：{said}"] if (said := _said(one, now)) else []),
                    *([f"其他单位：{others}"] if (others := _others(everybody[one.task.id], bodies)) else []),
                ),
                tone=Tone.LATE,
            )
            for one in late
        ),
    )


def _marked(standing: Standing, bodies: frozenset[str]) -> str:
    """The units as printed, with the body marked, or the group through which it owes."""
    groups = {one.via for one in standing.assignments if one.via}
    return words.units_of(standing.task, bodies | groups)


def _said(standing: Standing, now: Situation) -> str:
    record = own(standing).record
    parts = [
        record.reason or "",
        f"预计{words.day(record.expected, now.today)}完成" if record.expected else "",
        *(f"{words.day(note.date, now.today)}{note.text}" for note in record.notes[-1:]),
    ]
    return "；".join(part for part in parts if part)


def _others(standing: Standing, bodies: frozenset[str]) -> str:
    """已完成4家；未报送 红杨镇: the other bodies of the oldest open period."""
    period = own(standing).period if standing.open else None
    others = [one for one in standing.assignments if one.unit not in bodies and one.period == period]
    done = sum(not one.is_open for one in others)
    parts = [f"已完成{done}家"] if done else []
    parts += [f"{label} {names}" for label, names in grouped((one for one in others if one.is_open), standing)]
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


def text(now: Situation, asked: Sequence[str], *, recorded: bool) -> tuple[str, ...]:
    late = overdue(now)
    if not late:
        return (none_late(now, asked),)
    when = shared_day(late, now.today)
    lines = [
        f"{one.task.id}.{one.task.name}{late_keys(one, now.today)}"
        f"{'' if when else f'（{words.day(one.due, now.today)}）' if one.due else ''}：{who_is_late(one)}"
        for one in late
    ]
    asks = () if recorded else (NOTHING_RECORDED,)
    first, _ = parted(late, now.plan.issued)
    ask = [f"其中{ASK_FIRST}：{by_day(first, now.today)}。"] if first else []
    return (
        f"{words.listed(asked)}逾期{len(late)}项{when}（截至{words.day(now.today)}）",
        *asks,
        *lines,
        *ask,
        ASK_TO_REPORT,
    )
