"""Rules about what was reported: its days, its evidence, and whether it counts at all."""

import datetime as dt
from collections.abc import Iterator

from fuquan.deadline import By
from fuquan.owed import Situation
from fuquan.rules.places import days
from fuquan.rules.rule import Found

_YEAR = dt.timedelta(days=366)
_FAR = 20
"""Years between two days of one plan that only a slip of the finger explains."""
_PLAN_YEAR = 5
"""Years that a plan's own year may lie from its issue."""


def future(now: Situation) -> Iterator[Found]:
    """已经发生的事，日期不晚于今天。

    写到了以后的完成日期，会让逾期的任务提前显示为已完成。（查询时，晚于当日的记录本来就不计入。）

    改法：核对年月日。还没有发生的，预计的日期写在 expected 里。

    错：
        units:
          - name: 甲局
            progress:
              1:
                done: 2032-04-26
          - name: 各镇
            members: towns
    对：
        units:
          - name: 甲局
            progress:
              1:
                done: 2023-04-26
          - name: 各镇
            members: towns
    """
    for one in days(now.plan):
        if one.reported and one.day > now.today:
            told = f"{_whose(one.task, one.unit)}{one.called}{one.day}晚于今天（{now.today}）"
            yield Found(one.span, told, "请核对年月日", one.task, one.unit, one.period)


def typo_year(now: Situation) -> Iterator[Found]:
    """年份没有明显的笔误：办理记录不早于印发日期一年以上，各个日期相差不到二十年。

    印发之前办完的任务是常有的，早一两个月不算错；差了年份的，逾期天数就差几百天。

    改法：核对年份。

    错：
        units:
          - name: 甲局
            progress:
              1:
                done: 2013-04-26
          - name: 各镇
            members: towns
    对：
        units:
          - name: 甲局
            progress:
              1:
                done: 2023-03-26
          - name: 各镇
            members: towns
    """
    issued, year = now.plan.issued, now.plan.year
    if abs(year - issued.year) > _PLAN_YEAR:
        told = f"方案年度{year}与印发日期{issued}相差{abs(year - issued.year)}年，像是笔误"
        yield Found(now.plan.at.span("year"), told, "请核对年份")
    for one in days(now.plan):
        if one.reported and issued - one.day > _YEAR:
            told = f"{_whose(one.task, one.unit)}{one.called}{one.day}早于印发日期{issued}一年以上，像是笔误"
        elif abs(one.day.year - issued.year) >= _FAR:
            told = f"{_whose(one.task, one.unit)}{one.called}{one.day}与印发日期{issued}相差{_FAR}年以上，像是笔误"
        else:
            continue
        yield Found(one.span, told, "请核对年份", one.task, one.unit, one.period)
    for task in now.plan.tasks:
        reading = task.deadline.reading
        if isinstance(reading, By) and abs(reading.day.year - issued.year) >= _FAR:
            told = f"任务{task.id}的时限{reading.day}与印发日期{issued}相差{_FAR}年以上，像是笔误"
            yield Found(task.at.span("deadline"), told, "请对照印发稿核对年份", task=task.id)


def _whose(task: int | None, unit: str | None) -> str:
    """甲局任务2的, 任务2的, 甲镇的, or nothing of the plan."""
    whose = f"{unit or ''}{'' if task is None else f'任务{task}'}"
    return f"{whose}的" if whose else ""


def no_evidence(now: Situation) -> Iterator[Found]:
    """报了完成的，附有佐证材料。

    没有佐证材料的完成，检查时说不清楚；材料存在纸上的，也写一句存在哪里。

    改法：补写 evidence；确实没有材料的，在 waivers 里写明。

    错：
        units:
          - name: 甲局
            progress:
              1:
                done: 2023-04-26
          - name: 各镇
            members: towns
    对：
        units:
          - name: 甲局
            progress:
              1:
                done: 2023-04-26
                evidence: 签到表（示例）
          - name: 各镇
            members: towns
    """
    for unit in (*now.plan.units, *now.plan.towns):
        for (task, period), record in unit.progress.items():
            if record.done and not record.evidence and record.at is not None:
                of = f"的{period}这一期" if period else ""
                told = f"{unit.name}任务{task}{of}报了完成，没有佐证材料"
                yield Found(record.at.span("done"), told, "请补写 evidence", task, unit.name, period)


def stray(now: Situation) -> Iterator[Found]:
    """每条办理记录都归得到一家承担任务的单位和一个时期。

    归不到的记录留在数据里，但不计入，也没有人看得见。

    改法：把记录移到承担任务的单位或时期之下；或者改正 since、until 和 members。

    错：
        tasks:
          - {id: 1, section: 一, title: 报送情况, deadline: 每月20日前, units: [甲局]}
        units:
          - name: 甲局
            progress:
              1:
                2023-09:
                  started: 2023-05-08
          - name: 各镇
            members: towns
    对：
        tasks:
          - {id: 1, section: 一, title: 报送情况, deadline: 每月20日前, units: [甲局]}
        units:
          - name: 甲局
            progress:
              1:
                2023-05:
                  started: 2023-05-08
          - name: 各镇
            members: towns
    """
    units = {unit.name: unit for unit in (*now.plan.units, *now.plan.towns)}
    for name, task, period, record in now.strays:
        if units[name].members is not None:
            why, mend = f"{name}的名单已经完整，由成员各自承担", "请把记录移到承担的成员之下"
        elif period is not None:
            why, mend = f"任务{task}的{period}这一期还没有到", "请核对时期"
        else:
            why, mend = f"任务{task}到期之日{name}不承担它", "请核对单位的设立、撤销日期和成员的起止日期"
        assert record.at is not None  # noqa: S101 - it was read
        yield Found(record.at.span(), f"这条办理记录没有计入：{why}", mend, task, name, period)
