"""The answers as flat sheets, one row a task, an assignment or a body, under the annex's own words."""

from collections.abc import Iterable

from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.query import Tally
from fuquan.view import words
from fuquan.view.page import Sheet, Value

TASKS = (
    *("序号", "主要任务", "任务", "完成时限", "责任单位", "应办日期", "原应办日期", "状态", "逾期天数"),
    *("已完成单位数", "单位数", "未完成单位"),
)


def tasks(now: Situation, shown: Iterable[Standing]) -> Sheet:
    return Sheet(columns=TASKS, rows=tuple(_task(one, now) for one in shown))


def _task(one: Standing, now: Situation) -> tuple[Value, ...]:
    task = one.task
    late = -one.days if one.state is State.OVERDUE and one.days is not None else None
    open_units = dict.fromkeys(own.unit for own in one.open)
    units = dict.fromkeys(own.unit for own in one.assignments)
    return (
        task.id,
        words.section_title(now.plan, task.section),
        task.title,
        task.printed,
        words.units_of(task),
        one.due,
        one.original_due,
        _state(one),
        late,
        len(units) - len(open_units),
        len(units),
        words.listed(open_units),
    )


def _state(one: Standing) -> str:
    return words.awaited(one.task.deadline.reading) if one.state is State.WAITING else words.STATES[one.state]


ASSIGNMENTS = (
    *(
        "序号",
        "任务",
        "单位",
        "所属",
        "时期",
        "应办日期",
        "原应办日期",
        "状态",
        "办理情况",
        "开始日期",
        "完成日期",
        "逾期完成天数",
    ),
    *("佐证材料", "原因", "预计完成时间", "说明"),
)


def assignments(standings: Iterable[Standing]) -> Sheet:
    return Sheet(
        columns=ASSIGNMENTS,
        rows=tuple(_assignment(standing, one) for standing in standings for one in standing.assignments),
    )


def _assignment(standing: Standing, one: Assignment) -> tuple[Value, ...]:
    record = one.record
    return (
        standing.task.id,
        standing.task.name,
        one.unit,
        one.via,
        one.period,
        one.due,
        one.original_due,
        words.awaited(standing.task.deadline.reading) if one.state is State.WAITING else words.STATES[one.state],
        words.progress_of(one) if one.is_open else words.STATES[State.DONE],
        record.started,
        record.done,
        one.late_days,
        words.listed(record.evidence),
        record.reason,
        record.expected,
        "\n".join(f"{note.date.isoformat()} {note.text}" for note in record.notes),
    )


BODIES = ("单位", "所属", "承担", "应完成", "已完成", "逾期完成", "逾期", "今日到期", "临期", "完成率")


def bodies(rows: Iterable[Tally]) -> Sheet:
    return Sheet(
        columns=BODIES,
        rows=tuple(
            (
                one.unit.name,
                one.group,
                one.tasks,
                one.expected,
                one.done,
                one.done_late,
                one.overdue,
                one.due_today,
                one.due_soon,
                words.share(one.done, one.expected) if one.expected else None,
            )
            for one in rows
        ),
    )
