"""What an edit changed, by task, and what it does to the counts."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from fuquan.owed import Situation, State
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.changes import Merged, is_of_body, is_of_letter, merged
from fuquan.view.changes.change import Change
from fuquan.view.page import BLANK, Line, Page, Sheet

COLUMNS = ("任务", "单位", "时期", "变化")


class Difference(NamedTuple):
    """Two states of the data on one day, narrowed to the bodies asked about, and what differs between them."""

    told: tuple[Change, ...]
    then: Situation
    now: Situation
    base: str
    """What the two are called: main（3181a06）, 工作区."""
    head: str
    names: tuple[str, ...] = ()
    """The bodies asked about."""


def page(of: Difference) -> Page:
    if not of.told:
        return (Line(text=nothing(of)),)
    shown = merged(of.told, of.now.plan)
    blocks: list[Line] = [Line(text=f"{_between(of)}，{_whose(of)}共{len(shown)}处变化", heading=True)]
    for title, sentences in _groups(shown):
        blocks += [BLANK, Line(text=title, heading=True)]
        blocks += (Line(text=f"  {sentence}", hang=4, item=True) for sentence in sentences)
    return (*blocks, BLANK, Line(text=f"{_counted(of)}（按{long_day(of.now.today)}）。"))


def nothing(of: Difference) -> str:
    return f"{_between(of)}，{_whose(of)}没有变化。"


def _between(of: Difference) -> str:
    return f"从{of.base}到{of.head}"


def _whose(of: Difference) -> str:
    return words.listed(of.names)


def text(of: Difference) -> tuple[str, ...]:
    """For a chat group: every sentence names its task, so the titles are left out."""
    if not of.told:
        return (nothing(of),)
    shown = merged(of.told, of.now.plan)
    head = f"【{of.now.plan.name}】{_whose(of)}有{len(shown)}处变化："
    return (head, *(one.sentence for one in shown), f"{_counted(of)}（截至{words.day(of.now.today)}）。")


def sheet(of: Difference) -> Sheet:
    return Sheet(
        columns=COLUMNS,
        rows=tuple((one.task, one.unit, one.period, one.sentence) for one in of.told),
    )


def _groups(shown: Iterable[Merged]) -> Iterator[tuple[str, list[str]]]:
    for title, ones in groupby(shown, key=lambda one: _title(one.first)):
        yield title, [one.sentence for one in ones]


def _title(one: Change) -> str:
    if one.task is not None:
        return f"任务{one.task} {one.name}"
    return "单位" if is_of_body(one) else "函件登记" if is_of_letter(one) else "方案"


def _counted(of: Difference) -> str:
    """逾期5项 → 3项；已完成2项 → 3项: what changed alone."""
    before, after = (_tallied(now) for now in (of.then, of.now))
    changed = [
        f"{label}{before.get(label, 0)}项 → {after.get(label, 0)}项"
        for label in dict.fromkeys((*before, *after))
        if before.get(label, 0) != after.get(label, 0)
    ]
    return "；".join(changed) or "各类任务的项数不变"


def _tallied(now: Situation) -> dict[str, int]:
    counts = now.counts()
    first = (State.OVERDUE, State.DONE)
    order = (*first, *(state for state in State if state not in first))
    return {"任务共": len(now.standings)} | {words.STATES[state]: counts[state] for state in order}
