"""The commands that answer: status, list, overdue, upcoming, units, towns, show."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.cli.options import At, Data, Form, Format, Today, Units, answer
from fuquan.deadline import After
from fuquan.errors import FuquanError, meant
from fuquan.export import to_json
from fuquan.model import Plan
from fuquan.owed import Situation, State, narrowed, situation


class Asked(NamedTuple):
    """What every question starts from: the whole situation, and that of the bodies asked about."""

    plan: Plan
    whole: Situation
    now: Situation
    names: tuple[str, ...]
    """The bodies' own names, as asked for."""
    bodies: frozenset[str]


def asked(
    units: list[str] | None,
    today: str | None,
    data: Path | None,
    at: str | None,
    until: Callable[[dt.date], dt.date] | None = None,
    *,
    may_be_idle: bool = False,
) -> Asked:
    """Options and names are checked here, before anything is printed. `until` extends recurring tasks past today."""
    plan, day = options.plan_and_day(data, at, today)
    last = until(day) if until else day
    bodies = query.bodies_named(plan, units or [], may_be_idle=may_be_idle)
    whole = situation(plan, day, until=last)
    options.caution(whole)
    return Asked(
        plan=plan,
        whole=whole,
        now=narrowed(whole, bodies),
        names=query.own_names(plan, units or []),
        bodies=bodies or frozenset(),
    )


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


def complete_states(incomplete: str) -> list[tuple[str, str]]:
    from fuquan.view.words import STATES

    named = [(code.value, word) for code, word in STATES.items()]
    return [pair for pair in (*named, *((word, code) for code, word in named)) if pair[0].startswith(incomplete)]


def list_(
    unit: Units = None,
    today: Today = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section", metavar="编号", help="只列这项主要任务，如 四", autocompletion=options.complete_sections
        ),
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state", metavar="状态", help="只列这种状态，如 逾期 或 overdue", autocompletion=complete_states
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="类别", help="只列这类时限：by、every、ongoing、after、undetermined，或其中文"),
    ] = None,
    due_before: Annotated[
        str | None, typer.Option("--due-before", metavar="日期", help="只列在这一天或以前到期的")
    ] = None,
    due_after: Annotated[
        str | None, typer.Option("--due-after", metavar="日期", help="只列在这一天或以后到期的")
    ] = None,
) -> None:
    from fuquan.view.words import KINDS, STATES

    before = options.day_beside(due_before, "--due-before", today) if due_before else None
    after = options.day_beside(due_after, "--due-after", today) if due_after else None
    if before and after and before < after:
        raise FuquanError(f"--due-before {before} 早于 --due-after {after}，没有日期能同时符合", "请核对两个日期")
    kinds = frozenset(_coded(word, KINDS, "--kind", "类别") for word in kind or ())
    from_ = asked(unit, today, data, at, lambda day: max(day, before or day, after or day))
    levels = _levels(state or (), from_.plan)
    filters = query.Filters(
        sections=frozenset(query.section_named(from_.plan, word) for word in section or ()),
        states=frozenset(State(_coded(word, STATES, "--state", "状态")) for word in state or () if word not in levels),
        levels=frozenset(levels.values()),
        kinds=kinds,
        due_after=after,
        due_before=before,
    )
    now = query.selected(from_.now, filters)
    if form is Format.JSON:
        return options.write(to_json.tasks("list", now, now.standings))
    from fuquan.view import listing as view
    from fuquan.view import sheets

    total = len(from_.now.standings)
    return answer(
        form,
        page=lambda: view.page(now, total, from_.bodies, filters != query.Filters()),
        sheet=lambda: sheets.tasks(now, now.standings),
        text=lambda: view.text(now, total),
    )


def _levels(words: Iterable[str], plan: Plan) -> dict[str, str]:
    """The words among these that screens have for waiting on somebody's 部署: 待省级部署 → 省级."""
    readings = (task.deadline.reading for task in plan.tasks)
    levels = {f"待{one.level}部署": one.level for one in readings if isinstance(one, After) and one.level}
    return {word: levels[word] for word in words if word in levels}


def _coded(word: str, words: Mapping[Any, str], option: str, called: str) -> str:
    """The code that `word` is or names."""
    codes = {text: str(code) for code, name in words.items() for text in (str(code), name)}
    if word in codes:
        return codes[word]
    if word.startswith("按") and word.endswith("开展"):  # what screens call a recurring task, whatever its state
        if called == "类别":
            return "every"
        raise FuquanError(f"“{word}”是时限的类别，不是状态", "请用 --kind every")
    known = "、".join(f"{name}（{code}）" for code, name in words.items())
    raise FuquanError(f"{option} 的“{word}”不是可用的{called}", meant(word, codes) or f"可用的有：{known}")


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
