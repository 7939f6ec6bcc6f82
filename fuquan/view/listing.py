"""All tasks, or those that filters select."""

from fuquan.owed import Situation
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.page import Column, Line, Page, Row, Table
from fuquan.view.phrases import marked


def page(now: Situation, total: int, bodies: frozenset[str], filtered: bool) -> Page:
    """`total` is the number of tasks before any filter."""
    when = f"截至{long_day(now.today)}"
    if not now.standings:
        return (Line(text=nothing(now, total)),)
    scope = (
        f"符合条件的任务{len(now.standings)}项（{when}；清单共{total}项）"
        if filtered
        else f"任务清单共{total}项（{when}）"
    )
    return (
        Line(text=scope, heading=True),
        Table(
            columns=(
                Column(title="序号", right=True),
                Column(title="状态"),
                Column(title="完成时限"),
                Column(title="任务；责任单位"),
            ),
            rows=tuple(
                Row(
                    cells=(
                        str(one.task.id),
                        words.state_of(one),
                        words.phrase_and_day(one, now.today),
                        f"{one.task.name}\n{marked(one, bodies)}",
                    ),
                    tone=words.TONES.get(one.state),
                )
                for one in now.standings
            ),
        ),
    )


def nothing(now: Situation, total: int) -> str:
    return f"没有符合条件的任务（截至{long_day(now.today)}；清单共{total}项）。"


def text(now: Situation, total: int) -> tuple[str, ...]:
    if not now.standings:
        return (nothing(now, total),)
    return (
        f"任务{len(now.standings)}项（截至{words.day(now.today)}）",
        *(f"{one.task.id}.{one.task.name}：{words.limit_and_state(one, now.today)}" for one in now.standings),
    )
