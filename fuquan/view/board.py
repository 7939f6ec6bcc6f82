"""The plan on one page for those who read it in a browser: all that a screen answers, as one value."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fuquan.owed import Situation, Standing, State
from fuquan.query import Tally
from fuquan.text import long_day
from fuquan.view import annex, overdue, status, units, upcoming, words
from fuquan.view.annex import AnnexRow
from fuquan.view.page import Line, Page
from fuquan.view.phrases import NOTHING_RECORDED, late_periods, marked, no_calendar


class Part(NamedTuple):
    """So many tasks of a whole, in a state; None of those that shares do not count."""

    label: str
    tasks: int
    state: State | None


class Section(NamedTuple):
    title: str
    total: int
    parts: tuple[Part, ...]


class Entry(NamedTuple):
    """A row of the annex, and what it is found by."""

    row: AnnexRow
    name: str
    units: str
    """As printed, the bodies asked about in 【】."""
    bodies: tuple[str, ...]
    """All whose task it is: as printed, and the members that owe it."""


class Board(NamedTuple):
    title: str
    whose: str
    """责任单位：区司法局; empty where nobody is asked about."""
    day: str
    cautions: tuple[str, ...]
    said: tuple[str, ...]
    """The counts in sentences."""
    dated: int
    shares: tuple[Part, ...]
    """Of the tasks with a day."""
    sections: tuple[Section, ...]
    late: Page
    ahead: Page
    entries: tuple[Entry, ...]
    towns: Page
    """Empty where none of them owes a task that is shown."""
    units: Page
    """Empty where no task is shown."""


def board(
    now: Situation,
    whole: Situation,
    later: Situation,
    tallies: Sequence[Tally],
    towns: Sequence[Tally],
    *,
    total: int,
    asked: Sequence[str] = (),
    bodies: frozenset[str] = frozenset(),
) -> Board:
    """`now` is what is shown of the `total` tasks that the bodies asked about owe, `whole` what everybody does.

    `later` is `now` with the periods of the days ahead.
    """
    dated = [one for one in now.standings if one.is_dated]
    shares = tuple(Part(words.STATES[state], n, state) for state, n in status.shares(dated)) if dated else ()
    is_part = len(now.standings) < total
    return Board(
        title=now.plan.title,
        whose=f"责任单位：{words.listed(asked)}" if asked else "",
        day=f"截至{long_day(now.today)}（{words.weekday(now.today, '星期')}）",
        cautions=tuple(_cautions(now, total)),
        said=tuple(_said(now, shares, "所列" if is_part else "承担" if asked else "共"))
        if now.standings
        else (f"没有符合条件的任务（清单共{total}项）。",),
        dated=len(dated),
        shares=shares,
        sections=_sections(now),
        late=_late(now, whole, is_part, asked, bodies),
        ahead=_ahead(later, is_part, bodies),
        entries=tuple(_entry(row, one, bodies) for row, one in zip(annex.rows(now), now.standings, strict=True)),
        towns=_rest(units.matrix(now, towns)) if any(one.tasks for one in towns) else (),
        units=_rest(units.page(now, tallies)) if now.standings else (),
    )


def _cautions(now: Situation, total: int) -> list[str]:
    day, is_part = long_day(now.today), len(now.standings) < total
    part = f"本页只列符合条件的任务{len(now.standings)}项（清单共{total}项），各项数字均按此计。"
    return [
        *([] if now.recorded else [NOTHING_RECORDED]),
        *([part] if is_part else []),
        *([f"另有{now.left_out}条记录、调整或起算的日期晚于{day}，未计入。"] if now.left_out else []),
        *(no_calendar([year]) for year in now.no_calendar),
    ]


def _said(now: Situation, shares: Sequence[Part], which: str) -> Iterator[str]:
    """The counts; and beside the tasks with a day the late periods of the others, which they do not hold."""
    head, dated = f"{which}{len(now.standings)}项任务", sum(one.tasks for one in shares)
    if not dated:
        yield f"{head}，都没有明确时限。"
    else:
        scope = "均有明确时限" if dated == len(now.standings) else f"其中有明确时限的{dated}项"
        told = "，".join(f"{one.label}{one.tasks}项（{words.share(one.tasks, dated)}）" for one in shares)
        yield f"{head}，{scope}：{told}。"
    yield from status.told(now, now.recorded)
    if periods := late_periods(now):
        also = any(one.tasks for one in shares if one.state is State.OVERDUE)
        yield f"{'另有' if also else ''}{periods}。"


def _sections(now: Situation) -> tuple[Section, ...]:
    """Those that have a task here, in the plan's order; all with the same parts."""
    by_section: dict[str, list[Standing]] = {one.id: [] for one in now.plan.sections}
    for one in now.standings:
        by_section[one.task.section].append(one)
    here = {one.state for one in now.standings if one.is_dated}
    always = (State.DONE, State.OVERDUE, State.OPEN)
    ahead = (State.DONE, State.OVERDUE, State.DUE_TODAY, State.DUE_SOON, State.OPEN)
    shown = [state for state in ahead if state in here or state in always]
    return tuple(
        Section(title=words.section_title(now.plan, key), total=len(ones), parts=_parts(ones, shown))
        for key, ones in by_section.items()
        if ones
    )


def _parts(ones: Sequence[Standing], shown: Sequence[State]) -> tuple[Part, ...]:
    counted = Counter(one.state for one in ones if one.is_dated)
    parts = [Part(words.STATES[state], counted[state], state) for state in shown]
    return (*parts, Part("其他", len(ones) - sum(one.tasks for one in parts), None))


def _late(now: Situation, whole: Situation, is_part: bool, asked: Sequence[str], bodies: frozenset[str]) -> Page:
    """As `overdue` says it; of a part of the tasks nothing is said that would be taken for all."""
    if not is_part:
        page = overdue.page(now, whole, asked, bodies)
    elif any(one.state is State.OVERDUE for one in now.standings):
        page = overdue.page(now, whole, (), bodies)
    else:
        return (Line(text="所列任务中没有逾期的；未列的任务不在此内。"),) if now.standings else ()
    return _rest(page)


def _rest(page: Page) -> Page:
    """The page without what stands at the head of the board already."""
    return tuple(block for block in page if block != Line(text=NOTHING_RECORDED))


def _ahead(later: Situation, is_part: bool, bodies: frozenset[str]) -> Page:
    if not later.standings:
        return ()
    page = upcoming.page(later, status.SOON, bodies)
    first = page[0]
    if is_part and isinstance(first, Line):
        return (first._replace(text=f"所列任务中，{first.text}"), *page[1:])
    return page


def _entry(row: AnnexRow, one: Standing, bodies: frozenset[str]) -> Entry:
    owing = (own.unit for own in one.assignments)
    return Entry(
        row=row,
        name=one.task.name,
        units=marked(one, bodies),
        bodies=tuple(dict.fromkeys((*one.task.units, *owing))),
    )
