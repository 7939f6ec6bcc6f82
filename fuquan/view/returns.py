"""The monthly returns of the towns: whose came in, on which day, and whose are missing."""

import datetime as dt

from fuquan.query import Returns
from fuquan.view import words
from fuquan.view.page import BLANK, Column, Line, Page, Row, Sheet, Table, Tone


def page(of: Returns, today: dt.date) -> Page:
    table = Table(
        columns=(Column(title="镇"), Column(title="报送日期"), Column(title="时限")),
        rows=tuple(_row(of, name, day, today) for name, day in of.days),
    )
    return (*(Line(text=line, heading=not n) for n, line in enumerate(text(of, today))), BLANK, table)


def _row(of: Returns, name: str, day: dt.date | None, today: dt.date) -> Row:
    if day is None:
        return Row(cells=(name, "未报", ""), tone=Tone.SOON)
    late = (day - of.due).days if of.due else 0
    return Row(cells=(name, words.day(day, today), f"晚{late}天" if late > 0 else ""), tone=Tone.DONE)


def text(of: Returns, today: dt.date) -> tuple[str, ...]:
    """5月情况已报3个镇，未报：花桥镇、红杨镇（截至5月19日）。"""
    month, until = words.period_name(of.month, today), f"（截至{words.day(today)}）"
    came = len(of.days) - len(of.missing)
    if not of.missing:
        head = f"{month}情况{came}个镇均已报{until}。"
    else:
        head = f"{month}情况已报{came}个镇，未报：{words.listed(of.missing)}{until}。"
    if of.task is None or of.due is None:
        return (head,)
    gathers = f"任务{of.task.id}（{words.listed(of.task.units)}）{words.day_of_week(of.due, today)}到期"
    return head, f"收集各镇情况的{gathers}。"


def sheet(of: Returns) -> Sheet:
    rows = tuple((of.month, name, day, of.due) for name, day in of.days)
    return Sheet(columns=("月份", "镇", "报送日期", "到期日"), rows=rows)
