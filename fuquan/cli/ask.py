"""The commands that answer: status, list, overdue, upcoming, units, towns, show."""

from typing import Annotated

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.cli.options import At, Data, Form, Format, Today, Units, answer
from fuquan.cli.question import Asked, DueAfter, DueBefore, Kinds, Sections, States, asked, selected
from fuquan.errors import FuquanError
from fuquan.export import to_json


def status(
    unit: Units = None,
    today: Today = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
    brief: Annotated[bool, typer.Option("--brief", help="只说一句话")] = False,
) -> None:
    if brief and form not in (Format.TABLE, Format.TEXT):
        raise FuquanError(f"--brief 是一句话，不能与 --format {form} 同用", "请去掉其中一个")
    from_ = asked(unit, today, data, at, None if form is Format.JSON else lambda day: query.ahead(day, 30))
    now = from_.now
    if form is Format.JSON:
        return options.write(to_json.tasks("status", now, now.standings))
    from fuquan.view import chat, sheets
    from fuquan.view import status as view
    from fuquan.view.page import Line

    return answer(
        form,
        page=lambda: (Line(text=view.brief(now, from_.names)),) if brief else view.page(now, from_.names, from_.bodies),
        sheet=lambda: sheets.tasks(now, now.standings),
        text=lambda: (view.brief(now, from_.names),) if brief else chat.message(now, from_.names),
    )


def list_(
    unit: Units = None,
    today: Today = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
    section: Sections = None,
    state: States = None,
    kind: Kinds = None,
    due_before: DueBefore = None,
    due_after: DueAfter = None,
) -> None:
    from_, now = selected(unit, today, at, data, section, state, kind, due_before, due_after)
    if form is Format.JSON:
        return options.write(to_json.tasks("list", now, now.standings))
    from fuquan.view import listing as view
    from fuquan.view import sheets

    total = len(from_.now.standings)
    is_part = any((section, state, kind, due_before, due_after))
    return answer(
        form,
        page=lambda: view.page(now, total, from_.bodies, is_part),
        sheet=lambda: sheets.tasks(now, now.standings),
        text=lambda: view.text(now, total),
    )


def overdue(
    unit: Units = None,
    today: Today = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
    fail: Annotated[bool, typer.Option("--fail", help="有逾期任务时以状态1结束，供脚本用")] = False,
) -> int:
    from_ = asked(unit, today, data, at)
    now = from_.now
    late = query.overdue(now)
    status = (1 if late else 2 if now.no_calendar else 0) if fail else 0
    if form is Format.JSON:
        options.write(to_json.tasks("overdue", now, late))
        return status
    from fuquan.view import overdue as view
    from fuquan.view import sheets

    answer(
        form,
        page=lambda: view.page(now, from_.whole, from_.names, from_.bodies),
        sheet=lambda: sheets.tasks(now, late),
        text=lambda: view.text(now, from_.names),
    )
    return status


def upcoming(
    unit: Units = None,
    today: Today = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
    days: Annotated[int, typer.Option("--days", metavar="天数", min=0, max=36525, help="看今后多少天，0 即今天")] = 30,
) -> None:
    from_ = asked(unit, today, data, at, lambda day: query.ahead(day, days))
    now = from_.now
    entries = query.upcoming(now, now.today, query.ahead(now.today, days))
    if form is Format.JSON:
        return options.write(to_json.tasks("upcoming", now, entries))
    from fuquan.view import sheets
    from fuquan.view import upcoming as view

    return answer(
        form,
        page=lambda: view.page(now, days, from_.bodies),
        sheet=lambda: sheets.tasks(now, entries),
        text=lambda: view.text(now, days),
    )


def units(unit: Units = None, today: Today = None, at: At = None, data: Data = None, form: Form = Format.TABLE) -> None:
    _bodies("units", asked(unit, today, data, at, may_be_idle=True), form)


def towns(unit: Units = None, today: Today = None, at: At = None, data: Data = None, form: Form = Format.TABLE) -> None:
    _bodies("towns", asked(unit, today, data, at), form)


def _bodies(command: str, from_: Asked, form: Format) -> None:
    now, plan = from_.now, from_.plan
    known = plan.towns if command == "towns" else plan.bodies()
    chosen = tuple(one for one in known if not from_.bodies or one.name in from_.bodies)
    if not known and command == "towns":
        raise FuquanError("数据里没有镇", "各镇列在 data/towns.yaml 的 towns 之下")
    if known and not chosen:
        raise FuquanError(f"{'、'.join(from_.names)}不是镇", f"各镇是：{'、'.join(one.name for one in known)}")
    rows = query.tallies(now, chosen)
    if form is Format.JSON:
        return options.write(to_json.tallies(command, now, rows))
    from fuquan.view import sheets
    from fuquan.view import units as view

    page, text = (view.matrix, view.matrix_text) if command == "towns" else (view.page, view.text)
    return answer(
        form,
        page=lambda: page(now, rows),
        sheet=lambda: sheets.bodies(rows),
        text=lambda: text(now, rows),
    )


def returns(
    month: Annotated[
        str | None, typer.Argument(metavar="月份", help="哪个月，如 2023-05、5月；不写即本月", show_default=False)
    ] = None,
    unit: Units = None,
    today: Today = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    if month is not None:
        options.month(month, options.today(today))  # what is no month is said before the data are read
    from_ = asked(unit, today, data, at, may_be_idle=True)
    day = from_.now.today
    key = options.month(month, day) if month is not None else f"{day:%Y-%m}"
    if not from_.plan.towns:
        raise FuquanError("数据里没有镇，没有月报送", "各镇列在 data/towns.yaml 的 towns 之下")
    of = query.returns(from_.whole, key, from_.bodies or None)
    if not of.days:
        raise FuquanError(
            f"{'、'.join(from_.names)}不是镇，没有月报送", f"各镇是：{'、'.join(one.name for one in from_.plan.towns)}"
        )
    if form is Format.JSON:
        return options.write(to_json.returns(from_.whole, of))
    from fuquan.view import returns as view

    return answer(
        form,
        page=lambda: view.page(of, day),
        sheet=lambda: view.sheet(of),
        text=lambda: view.text(of, day),
    )


def show(
    task: Annotated[
        list[str], typer.Argument(metavar="序号", help="任务序号，可写几个", autocompletion=options.complete_tasks)
    ],
    unit: Units = None,
    today: Today = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    numbers = options.task_numbers(task)
    from_ = asked(unit, today, data, at)
    wanted = [one.id for one in query.tasks_numbered(from_.plan, numbers)]
    by_id = {one.task.id: one for one in from_.now.standings}
    if missing := [number for number in wanted if number not in by_id]:
        whose = {one.id: "、".join(one.units) for one in from_.plan.tasks}
        told = "；".join(f"任务{number}的责任单位是{whose[number]}" for number in missing)
        raise FuquanError(f"{'、'.join(from_.names)}不承担任务{'、'.join(map(str, missing))}", told)
    shown = tuple(by_id[number] for number in wanted)
    if form is Format.JSON:
        return options.write(to_json.tasks("show", from_.now, shown))
    from fuquan.view import sheets
    from fuquan.view import show as view

    return answer(
        form,
        page=lambda: view.page(from_.now, shown, from_.bodies),
        sheet=lambda: sheets.assignments(shown),
        text=lambda: view.text(from_.now, shown),
    )
