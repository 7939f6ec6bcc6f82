"""Rules about the register of letters: its days, their order, and what it says of the plan."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fuquan.deadline import Every
from fuquan.diagnostic import Span
from fuquan.due import occurrence_in
from fuquan.errors import clipped
from fuquan.model import Plan, Task
from fuquan.rules.rule import Found
from fuquan.text import long_day

if TYPE_CHECKING:
    from fuquan.letter import Item, Kind, Letter


class Registered(NamedTuple):
    """The register beside the plan that it speaks of."""

    letters: "tuple[Letter, ...]"
    plan: Plan
    today: dt.date


def letter_future(of: Registered) -> Iterator[Found]:
    """函件登记（letters.yaml）里的日期不晚于今天。

    还没有到的日子发不出函；日期写错了，编号的年份也可能不对。

    改法：核对年月日。

    错：
        letters:
          - {number: 2032年催办第1号, date: 2032-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
    对：
        letters:
          - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
    """
    for one in of.letters:
        if one.date > of.today:
            told = f"函件“{one.number}”的日期{long_day(one.date)}晚于今天（{long_day(of.today)}）"
            yield Found(_place(one, "date"), told, "请核对年月日", unit=one.unit)


def letter_order(of: Registered) -> Iterator[Found]:
    """同一年、同一种函件，编号在后的，日期不早于编号在前的。

    编号按登记的先后取；后一号的日期反而早，是日期写错了，还是事后补登的，要说得清。

    改法：核对这两号的日期；确是补登以前发出的函件的，登记不改，在 waivers 里写明。

    错：
        letters:
          - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
          - {number: 2023年催办第2号, date: 2023-05-08, unit: 甲局, kind: 催办, items: [{task: 1}]}
    对：
        letters:
          - {number: 2023年催办第1号, date: 2023-05-08, unit: 甲局, kind: 催办, items: [{task: 1}]}
          - {number: 2023年催办第2号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
    """
    last: dict[tuple[int, Kind], Letter] = {}
    for one in sorted(of.letters, key=lambda one: one.n):
        before = last.get(one.series)
        if before is not None and one.date < before.date:
            told = f"函件“{one.number}”的日期{long_day(one.date)}早于前一号“{before.number}”（{long_day(before.date)}）"
            yield Found(_place(one, "date"), told, "请核对这两号的日期；确是补登的，在 waivers 里写明", unit=one.unit)
        last[one.series] = one


def letter_gone(of: Registered) -> Iterator[Found]:
    """函件登记里的单位、任务和时期，现在的方案里都有。

    发出去的函照原样登记着，不随方案改动；没有的，是方案后来变了，还是登记写错了，要有人看过。

    改法：单位改了名的，把旧名写在 aliases 里；方案确实变了的，登记不改，在 waivers 里写明理由。

    错：
        letters:
          - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 3}]}
    对：
        letters:
          - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
    """
    names = {unit.name for unit in of.plan.bodies()}
    tasks = {task.id: task for task in of.plan.tasks}
    for one in of.letters:
        if one.unit not in names:
            told = f"函件“{one.number}”发给的“{clipped(one.unit)}”，现在没有这个责任单位"
            yield Found(_place(one, "unit"), told, _MEND, unit=one.unit)
        for item in one.items:
            if lacks := _lacking(item, tasks.get(item.task)):
                told = f"函件“{one.number}”（{clipped(one.unit)}）列有{lacks}"
                yield Found(_place(one, "number"), told, _MEND, item.task, one.unit, item.period)


def letter_owed(of: Registered) -> Iterator[Found]:
    """函件登记里所列的任务，收函的单位都是它的责任单位，或者是所列的组的成员。

    催了不承担这项任务的单位，多半是登记的任务序号或者单位写错了；任务改由别的单位承担的，要有人看过。

    改法：核对任务序号和单位；方案确实变了的，登记不改，在 waivers 里写明理由。

    错：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
          - {id: 2, section: 一, title: 签订确认书, deadline: 4月28日前, units: [各镇]}
        letters:
          - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 2}]}
    对：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
          - {id: 2, section: 一, title: 签订确认书, deadline: 4月28日前, units: [各镇]}
        letters:
          - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
    """
    names = {unit.name for unit in of.plan.bodies()}
    groups = of.plan.groups()
    tasks = {task.id: task for task in of.plan.tasks}
    for one in of.letters:
        own = {one.unit, *groups.get(one.unit, ())}
        for item in one.items if one.unit in names else ():
            task = tasks.get(item.task)
            if task is not None and own.isdisjoint(task.units):
                owing = "、".join(map(clipped, task.units))
                told = f"函件“{one.number}”列有任务{task.id}，{clipped(one.unit)}不是它的责任单位（{owing}）"
                mend = "请核对任务序号和单位；方案变了的，登记不改，在 waivers 里写明理由"
                yield Found(_place(one, "number"), told, mend, item.task, one.unit, item.period)


_MEND = "请核对；单位改了名的，旧名写在 aliases 里；方案变了的，登记不改，在 waivers 里写明理由"


def _lacking(item: "Item", task: Task | None) -> str:
    """What of the item the plan does not have."""
    if task is None:
        return f"任务{item.task}，现在的清单里没有"
    reading = task.deadline.reading
    named = f"任务{task.id}（{clipped(task.printed)}）"
    if item.period is None:
        return f"{named}，没有写明是哪一期" if isinstance(reading, Every) else ""
    if isinstance(reading, Every) and occurrence_in(reading, item.period) is not None:
        return ""
    return f"{named}的“{clipped(item.period)}”，现在没有这一期"


def _place(one: "Letter", key: str) -> Span:
    assert one.at is not None  # noqa: S101 - what is on the register was read from it
    return one.at.span(key)
