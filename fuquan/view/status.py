"""The plan at a glance: the page a leader would want, the sentence, and the message to the chat group."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from fuquan.owed import Situation, Standing, State
from fuquan.query import ahead, overdue, upcoming
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.page import BLANK, Column, Line, Page, Row, Table
from fuquan.view.phrases import (
    ASK_FIRST,
    by_day,
    days_left,
    late_periods,
    late_table,
    nothing_recorded,
    originally,
    parted,
    title_of,
    whose,
)

SOON = 30
"""Days ahead that are shown."""


def page(now: Situation, asked: Sequence[str] = (), bodies: frozenset[str] = frozenset()) -> Page:
    """`asked` are the names given with --unit, `bodies` whom they stand for."""
    recorded = now.recorded
    return (
        Line(text=now.plan.title, heading=True),
        Line(text=f"截至{long_day(now.today)}（{words.weekday(now.today, '星期')}）"),
        *([Line(text=f"责任单位：{words.listed(asked)}")] if asked else []),
        *nothing_recorded(recorded),
        *_counts(now, recorded),
        BLANK,
        *(_late(now, bodies) if recorded else _late_unrecorded(now)),
        BLANK,
        *_soon(now, bodies),
        *([] if asked else [BLANK, *_sections(now)]),
    )


def brief(now: Situation, asked: Sequence[str] = ()) -> str:
    """One sentence."""
    today = now.today
    dated = [one for one in now.standings if one.is_dated]
    parts = [
        f"有明确时限的{len(dated)}项已完成{sum(one.state is State.DONE for one in dated)}项"
        if dated
        else "都没有明确时限",
        _named("逾期", [one for one in dated if one.state is State.OVERDUE]) or ("逾期0项" if dated else ""),
        _named("今日到期", [one for one in now.standings if _is_due_today(one)]),
        f"另有{periods}" if (periods := late_periods(now)) else "",
    ]
    following = upcoming(now, ahead(today, 1), None)
    first = [one for one in following if one.due == following[0].due]
    then = f"；下一个到期日：任务{by_day(first, today)}" if first else ""
    return (
        f"{words.listed(asked)}{'：' if asked else ''}截至{long_day(today)}，"
        f"{'' if now.recorded else '尚未录入任何办理记录；'}共{len(now.standings)}项任务，"
        f"{'，'.join(part for part in parts if part)}{then}。"
    )


def _is_due_today(one: Standing) -> bool:
    """Of what recurs a period may be, though one before it is late."""
    return one.state is State.DUE_TODAY or (one.recurs and any(each.state is State.DUE_TODAY for each in one.open))


def _named(label: str, ones: Sequence[Standing]) -> str:
    """逾期3项（任务2、9、10）; empty of none."""
    return f"{label}{len(ones)}项（任务{words.tasks(ones)}）" if ones else ""


def shares(dated: Sequence[Standing]) -> tuple[tuple[State, int], ...]:
    """How many of the tasks with a day are in each state; the three that every page names are there at 0 too."""
    counted = Counter(one.state for one in dated)
    return tuple((state, counted[state]) for state in _SHOWN if counted[state] or state in _ALWAYS)


_SHOWN = (
    *(State.DONE, State.OVERDUE, State.DUE_TODAY, State.DUE_SOON, State.OPEN),
    *(State.WAITING, State.UNDETERMINED),
)
_ALWAYS = (State.DONE, State.OVERDUE, State.OPEN)


def told(now: Situation, recorded: bool) -> Iterable[str]:
    """What is said of the tasks beside those shares: 另有按月开展1项。"""
    dated = [one for one in now.standings if one.is_dated]
    others = [one for one in now.standings if not one.is_dated]
    if others:
        yield f"另有{words.listed(words.tallied(map(words.undated, others)))}。"
    if recorded and dated:
        yield _reached(dated, now.today)


def _counts(now: Situation, recorded: bool) -> Iterable[Line | Table]:
    dated = [one for one in now.standings if one.is_dated]
    others = [one for one in now.standings if not one.is_dated]
    if not dated:
        yield Line(text=f"共{len(now.standings)}项任务，都没有明确时限。")
    else:
        scope = "均有明确时限" if not others else f"其中有明确时限的{len(dated)}项"
        yield Line(text=f"共{len(now.standings)}项任务，{scope}：")
        yield Table(
            indent=2,
            columns=(Column(title=""), Column(title="", right=True), Column(title="", right=True), Column(title="")),
            rows=tuple(
                Row(
                    cells=(
                        words.STATES[state],
                        f"{n}项",
                        words.share(n, len(dated)),
                        words.bar(n, len(dated)),
                    ),
                    tone=words.TONES.get(state) if n else None,
                    toned=0,
                )
                for state, n in shares(dated)
            ),
        )
    yield from (Line(text=text) for text in told(now, recorded))


def _reached(dated: Iterable[Standing], today: dt.date) -> str:
    dated = list(dated)
    reached = [one for one in dated if any(own.due and own.due <= today for own in one.assignments)]
    done = [one for one in reached if one.state is State.DONE]
    late = [one for one in done if any(own.late_days for own in one.assignments)]
    how = f"，其中逾期完成{len(late)}项（任务{words.tasks(late)}）" if late else "，均按期" if done else ""
    adjusted = [one for one in dated if any(own.is_adjusted for own in one.assignments)]
    changed = f"；调整过时限的{len(adjusted)}项（任务{words.tasks(adjusted)}）" if adjusted else ""
    if not reached:
        return f"尚无任务到时限{changed}。"
    return f"已到时限的{len(reached)}项中完成{len(done)}项{how}{changed}。"


def _late(now: Situation, bodies: frozenset[str]) -> Iterable[Line | Table]:
    late = [one for one in overdue(now) if not one.recurs]
    periods = late_periods(now)
    if not late:
        yield Line(text=f"有明确时限的任务没有逾期；{periods}。" if periods else "没有逾期任务。")
        return
    yield Line(text=f"逾期{len(late)}项", heading=True)
    asked_first, rest = parted(late, now.plan.issued)
    if rest:
        yield late_table(rest, now.today, bodies)
    if asked_first:
        yield Line(text=f"{ASK_FIRST}：{by_day(asked_first, now.today)}", hang=2)
    if periods:
        yield Line(text=f"另有{periods}", hang=2)


def _late_unrecorded(now: Situation) -> Iterable[Line]:
    late = [one for one in overdue(now) if not one.recurs]
    periods = late_periods(now)
    if late:
        yield Line(text=f"逾期{len(late)}项", heading=True)
        issued = now.plan.issued
        before, after = parted(late, issued)
        if before:
            yield Line(
                text=f"  方案印发（{words.day(issued, now.today)}）前已到期：{by_day(before, now.today)}", hang=4
            )
        if after:
            yield Line(text=f"  方案印发后到期：{by_day(after, now.today)}", hang=4)
    if periods:
        yield Line(text=f"{'另有' if late else ''}{periods}", hang=2)
    if not late and not periods:
        yield Line(text="没有逾期任务。")


def _soon(now: Situation, bodies: frozenset[str]) -> Iterable[Line | Table]:
    entries = upcoming(now, now.today, ahead(now.today, SOON))
    if not entries:
        yield Line(text=f"今后{SOON}天没有到期任务。")
        return
    yield Line(text="近期到期", heading=True)
    yield Table(
        columns=(
            Column(title="序号", right=True),
            Column(title="还有"),
            Column(title="到期日"),
            Column(title="任务；责任单位"),
        ),
        rows=tuple(
            Row(
                cells=(
                    str(one.task.id),
                    days_left(one),
                    words.day_of_week(one.due, now.today) if one.due else "",
                    f"{title_of(one, now.today)}；{whose(one, now.today, bodies)}{_adjusted(one, now.today)}",
                ),
                tone=words.TONES.get(one.state),
            )
            for one in entries
        ),
    )


def _adjusted(entry: Standing, today: dt.date) -> str:
    """（原4月底前）."""
    return f"（{was}）" if (was := originally(entry, today)) else ""


def _sections(now: Situation) -> Iterable[Line | Table]:
    titles = {section.id: section.title for section in now.plan.sections}
    by_section: dict[str, list[Standing]] = {key: [] for key in titles}
    for one in now.standings:
        by_section[one.task.section].append(one)
    here = {one.state for one in now.standings if one.is_dated}
    shown = [state for state in _AHEAD if state in here or state is State.OPEN]
    yield Line(text="各项主要任务", heading=True)
    yield Table(
        columns=(
            Column(title=""),
            *(
                Column(title=title, right=True)
                for title in ("共", "已完成", "逾期", *(words.STATES[state] for state in shown), "其他")
            ),
            Column(title="主要任务"),
        ),
        rows=tuple(
            Row(cells=(key, *_tallied(ones, shown), title))
            for key, ones, title in (
                *((key, ones, titles[key]) for key, ones in by_section.items()),
                ("合计", now.standings, ""),
            )
        ),
    )


_AHEAD = (State.DUE_TODAY, State.DUE_SOON, State.OPEN)


def _tallied(ones: Sequence[Standing], shown: Sequence[State]) -> tuple[str, ...]:
    counted = Counter(one.state for one in ones if one.is_dated)
    numbers = [counted[state] for state in (State.DONE, State.OVERDUE, *shown)]
    return tuple(str(n) if n else "-" for n in (len(ones), *numbers, len(ones) - sum(numbers)))
