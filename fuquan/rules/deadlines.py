"""Rules about deadlines: how they may be misread, where they fall, and what has been made of them since."""

import datetime as dt
from collections.abc import Iterator

from fuquan.deadline import After, By, Every, LengthUnit, later
from fuquan.diagnostic import Span
from fuquan.due import due_of, occurrence_in
from fuquan.model import Adjustment, Plan, Task
from fuquan.owed import Situation
from fuquan.rules.rule import Found
from fuquan.text import long_day
from fuquan.workdays import NoCalendar, rest_of


def calendar(now: Situation) -> Iterator[Found]:
    """按工作日计的时限，要有那一年的节假日安排才推算得出日期。

    国务院办公厅在上一年秋冬公布下一年的安排；公布之前，这样的时限没有日期，也不会显示逾期。

    改法：公布后更新程序所用的节假日表：pip install --upgrade chinesecalendar。

    错：
        tasks:
          - {id: 1, section: 一, title: 报送情况, deadline: 2040年6月最后一个工作日前, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 报送情况, deadline: 2040年6月30日前, units: [甲局]}
    """
    if not now.no_calendar:
        return
    years = "、".join(f"{year}年" for year in now.no_calendar)
    for one in now.standings:
        if isinstance(one.task.deadline.reading, By | Every) and any(each.due is None for each in one.assignments):
            told = f"任务{one.task.id}按工作日计，没有{years}的节假日安排，暂时推算不出日期"
            yield Found(one.task.at.span("deadline"), told, "请待公布后更新 chinesecalendar", task=one.task.id)


def before_issue(now: Situation) -> Iterator[Found]:
    """印发的时限早于印发日期的，先核实是否已经完成，再谈逾期。

    这样的任务往往在印发之前就办完了。时限的年份仍按方案年度计，不推到下一年。

    改法：向责任单位核实，已完成的补录完成日期；确是年份写漏了的，用 reading 写明。

    错：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 3月底前, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
    """
    for task, due in _printed(now):
        if due < now.plan.issued:
            told = f"任务{task.id}的时限{long_day(due)}早于印发日期{long_day(now.plan.issued)}"
            yield Found(task.at.span("deadline"), told, "请先核实是否已经完成，已完成的补录完成日期", task=task.id)


def rest_day(now: Situation) -> Iterator[Found]:
    """时限落在休息日的，最好在之前最后一个工作日办完。

    时限没有写明顺延的不顺延；休息日收不到材料、盖不了章。

    改法：提醒单位提前，或者调整时限；不改也不算错。

    错：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月底前, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
    """
    for task, due in _printed(now):
        if rest := _rest(due):
            told = f"任务{task.id}的时限{long_day(due)}{rest}"
            yield Found(task.at.span("deadline"), told, "请提醒责任单位提前办理", task=task.id)
    for task in now.plan.tasks:
        for one in task.adjustments:
            if rest := _rest(one.due):
                told = f"任务{task.id}调整后的时限{long_day(one.due)}{rest}"
                yield Found(one.at.span("due"), told, "请提醒责任单位提前办理", task=task.id, period=one.period)


def _rest(day: dt.date) -> str:
    """是周日，在五一假期内，之前最后一个工作日是4月28日; empty of a working day or a year without a calendar."""
    if (rest := rest_of(day)) is None:
        return ""
    inside = f"，在{rest.holiday}假期内" if rest.holiday else ""
    before = rest.before
    return f"是周{'一二三四五六日'[day.weekday()]}{inside}，之前最后一个工作日是{before.month}月{before.day}日"


def ten_days(now: Situation) -> Iterator[Found]:
    """“某旬前”按旬末计：上旬10日，中旬20日，下旬月末。

    没有文件规定它怎样算；有的县按旬末计，也有人理解为那一旬开始之前。

    改法：同意按旬末计的不用改。本单位另有理解的，用 reading 写明，如 reading: 6月10日前。

    错：
        tasks:
          - {id: 1, section: 一, title: 修订机制, deadline: 6月中旬前, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 修订机制, deadline: 6月中旬前, reading: 6月20日前, units: [甲局]}
    """
    for task in now.plan.tasks:
        reading = task.deadline.reading
        if isinstance(reading, By) and reading.ten_days and "前" in task.deadline.phrase:
            told = f"任务{task.id}的“{task.deadline.phrase}”按{reading.ten_days}末计，即{long_day(reading.day)}"
            yield Found(_place(task), told, "另有理解的，请用 reading 写明", task=task.id)


def soft_word(now: Situation) -> Iterator[Found]:
    """“原则上”“力争”“基本”一类留有余地的话，不改变时限。

    到期没有完成的，照样算逾期。

    改法：不用改；单位要推迟的，走时限调整。

    错：
        tasks:
          - {id: 1, section: 一, title: 签订确认书, deadline: 原则上于5月底前完成, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 签订确认书, deadline: 5月底前, units: [甲局]}
    """
    for task in now.plan.tasks:
        if getattr(task.deadline.reading, "soft", False):
            told = f"任务{task.id}的时限“{task.deadline.phrase}”留有余地，日期照样按写明的计"
            yield Found(_place(task), told, "需要推迟的，请另记 adjustments", task=task.id)


def split_row(now: Situation) -> Iterator[Found]:
    """一项任务只有一个时限；有几个日子，或者先有日期、后有长期要求的，分成几项。

    一项任务只记一次完成：写了几个日子的只按最后一个计逾期，长期的要求一旦记了完成就没有人再问。

    改法：报经同意后分成几项，或者在 waivers 里写明按最后一个日子计。

    错：
        tasks:
          - {id: 1, section: 一, title: 改造平台, deadline: 5月底前启动、10月底前完成, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 启动平台改造, deadline: 5月31日前, units: [甲局]}
          - {id: 2, section: 一, title: 完成平台改造, deadline: 10月31日前, units: [甲局]}
    """
    for task in now.plan.tasks:
        reading = task.deadline.reading
        if isinstance(reading, By) and reading.stages:
            days = "、".join(long_day(day) for day in (*(stage.day for stage in reading.stages), reading.day))
            told = f"任务{task.id}有{len(reading.stages) + 1}个日子（{days}），只按最后一个计"
            yield Found(_place(task), told, "请分成几项，各有时限", task=task.id)
        elif isinstance(reading, By | After) and reading.then_ongoing:
            told = f"任务{task.id}除了日期还有长期要求，完成之后长期的一半就没有人问了"
            yield Found(_place(task), told, "请分成两项：有日期的一项，长期的一项", task=task.id)


def no_end(now: Situation) -> Iterator[Found]:
    """按月、按季的任务，最好写明到哪一天为止。

    方案年度过了以后，没有终止日的还会一期一期地欠下去。

    改法：确定了终止日的，在 plan 里写 until；长期开展的不用改。

    错：
        plan: {title: 示例方案, issued: 2023-04-18, year: 2023}
        tasks:
          - {id: 1, section: 一, title: 报送情况, deadline: 每月20日前, units: [甲局]}
    对：
        plan: {title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-12-31}
        tasks:
          - {id: 1, section: 一, title: 报送情况, deadline: 每月20日前, units: [甲局]}
    """
    if now.plan.until is not None:
        return
    for task in now.plan.tasks:
        reading = task.deadline.reading
        if isinstance(reading, Every) and (reading.until is None or reading.until.year > now.plan.year):
            told = f"任务{task.id}“{task.printed}”没有终止日，{now.plan.year}年以后各期照计"
            yield Found(task.at.span("deadline"), told, "有终止日的，请在 plan 里写 until", task=task.id)


def still_undated(now: Situation) -> Iterator[Found]:
    """等待的事项发生半年以后，任务应当有日期。

    “按省级部署”一类的时限，部署到了却一直不定日期，就永远不会逾期。

    改法：按部署的要求，用 adjustments 写明时限。

    错：
        plan: {title: 示例方案, issued: 2022-10-18, year: 2022}
        tasks:
          - id: 1
            section: 一
            title: 纳入考评
            deadline: 按省级部署
            trigger: {date: 2022-10-20, basis: 皖司〔2022〕4号（示例）}
            units: [甲局]
    对：
        plan: {title: 示例方案, issued: 2022-10-18, year: 2022}
        tasks:
          - id: 1
            section: 一
            title: 纳入考评
            deadline: 按省级部署
            trigger: {date: 2022-10-20, basis: 皖司〔2022〕4号（示例）}
            units: [甲局]
            adjustments:
              - {due: 2023-06-30, date: 2022-11-01, basis: 专班会议纪要第1号（示例）, reason: 部署要求}
    """
    for one in now.standings:
        trigger = one.task.trigger
        if trigger is None or not any(each.is_open and each.due is None for each in one.assignments):
            continue
        if now.today > later(trigger.date, 6, LengthUnit.MONTH):
            told = f"任务{one.task.id}所等的事项{long_day(trigger.date)}已经发生，半年过去仍没有日期"
            yield Found(one.task.at.span("trigger"), told, "请用 adjustments 写明时限", task=one.task.id)


def adjustment_basis(now: Situation) -> Iterator[Found]:
    """时限调整写明依据：文号、会议纪要或者领导批示。

    没有依据的调整，事后说不清是谁同意的；改动数据时（fuquan check --base）也不算数。

    改法：补写 basis；没有依据的，按程序报批。

    错：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-19, date: 2023-04-27, reason: 方案待审核}
    对：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-19, date: 2023-04-27, basis: 专班会议纪要第1号（示例）, reason: 方案待审核}
    """
    for task, one in _adjustments(now):
        if one.basis is None:
            told = f"任务{task.id}调整到{long_day(one.due)}，没有写依据"
            yield Found(one.at.span(), told, "请加一行 basis:，写文号、会议纪要或者领导批示", task.id, None, one.period)


def adjustment_order(now: Situation) -> Iterator[Found]:
    """时限调整按批准的先后排列，后批准的写在后面。

    以最后一条为准；次序颠倒了，作废的日期会重新生效。

    改法：把先批准的一条移到前面，或者改正批准日期。

    错：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-19, date: 2023-04-27, basis: 专班会议纪要第2号（示例）}
              - {due: 2023-05-26, date: 2023-04-20, basis: 专班会议纪要第1号（示例）}
    对：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-19, date: 2023-04-20, basis: 专班会议纪要第1号（示例）}
              - {due: 2023-05-26, date: 2023-04-27, basis: 专班会议纪要第2号（示例）}
    """
    for task in now.plan.tasks:
        latest: dict[str | None, dt.date] = {}
        for one in task.adjustments:
            if one.date is None:
                continue
            before = latest.setdefault(one.period, one.date)
            if one.date < before:
                told = f"任务{task.id}的这条调整{long_day(one.date)}批准，早于上面一条的{long_day(before)}"
                yield Found(one.at.span("date"), told, "请按批准的先后排列", task.id, None, one.period)
            latest[one.period] = max(before, one.date)


def adjustment_earlier(now: Situation) -> Iterator[Found]:
    """时限调整一般是延后；提前的，要核对日期有没有写错。

    上级提前要求的情况是有的，但更常见的是写错了月份。

    改法：核对依据的文件；确是提前的，在 waivers 里写明。

    错：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 6月底前
            units: [甲局]
            adjustments:
              - {due: 2023-05-19, date: 2023-04-27, basis: 专班会议纪要第1号（示例）}
    对：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 6月底前
            units: [甲局]
            adjustments:
              - {due: 2023-07-19, date: 2023-04-27, basis: 专班会议纪要第1号（示例）}
    """
    for task in now.plan.tasks:
        for one, before in replaced(now.plan, task):
            if before is not None and one.due < before:
                told = f"任务{task.id}调整到{long_day(one.due)}，早于原来的{long_day(before)}"
                yield Found(one.at.span("due"), told, "请核对依据的文件，确是提前还是写错了", task.id, None, one.period)


def replaced(plan: Plan, task: Task) -> Iterator[tuple[Adjustment, dt.date | None]]:
    """Each adjustment of the task with the day that stood before it for the same bodies and period."""
    latest: dict[tuple[str | None, str | None], tuple[int, dt.date]] = {}  # by period and body, None for any or all
    for n, one in enumerate(task.adjustments):
        names = (*one.units, _ALL) if one.units else (None,)
        before = max((latest[one.period, name] for name in names if (one.period, name) in latest), default=None)
        yield one, before[1] if before else printed_day(plan, task, one.period)
        latest |= {(one.period, name): (n, one.due) for name in (None, *(one.units or (_ALL,)))}


_ALL = ""
"""Stands for the unit of an adjustment that names none; no body is called so."""


def printed_day(plan: Plan, task: Task, period: str | None) -> dt.date | None:
    """The day of the printed deadline, in a period of it where the task recurs; None where it has none."""
    if isinstance(task.deadline.reading, Every):
        occurrence = occurrence_in(task.deadline.reading, period or "")
        return occurrence.day if occurrence else None
    return _day_of(plan, task)


def _adjustments(now: Situation) -> Iterator[tuple[Task, Adjustment]]:
    return ((task, one) for task in now.plan.tasks for one in task.adjustments)


def _printed(now: Situation) -> Iterator[tuple[Task, dt.date]]:
    """The tasks that fall due once, with the day of the printed deadline, or of the office's reading of it."""
    for task in now.plan.tasks:
        if (due := _day_of(now.plan, task)) is not None:
            yield task, due


def _day_of(plan: Plan, task: Task) -> dt.date | None:
    reading = task.deadline.reading
    if not isinstance(reading, By | After):
        return None
    try:
        return due_of(reading, issued=plan.issued, triggered=task.trigger.date if task.trigger else None)
    except NoCalendar:
        return None


def _place(task: Task) -> Span:
    """Of the phrase that was read."""
    return task.at.span("reading" if task.reading else "deadline")
