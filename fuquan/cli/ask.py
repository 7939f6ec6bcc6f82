"""The commands that answer: status, list, overdue, upcoming, units, towns, show."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.cli.options import Data, Form, Format, Today, Units, answer
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
    until: Callable[[dt.date], dt.date] | None = None,
) -> Asked:
    """Options and names are checked here, before anything is printed. `until` extends recurring tasks past today."""
    day = options.today(today)
    last = until(day) if until else day
    plan = options.plan_in(options.data_folder(data))
    bodies = query.bodies_named(plan, units or [])
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
    data: Data = None,
    form: Form = Format.TABLE,
    brief: Annotated[bool, typer.Option("--brief", help="只说一句话")] = False,
) -> None:
    if brief and form not in (Format.TABLE, Format.TEXT):
        raise FuquanError(f"--brief 是一句话，不能与 --format {form} 同用", "请去掉其中一个")
    from_ = asked(unit, today, data)
    now = from_.now
    if brief:
        from fuquan.view import status as view

        return answer(Format.TEXT, json=str, page=tuple, csv=str, text=lambda: [view.brief(now, from_.names)])
    return answer(
        form,
        json=lambda: to_json.tasks("status", now, now.standings),
        page=lambda: _view("status").page(now, from_.names),
        csv=lambda: _task_sheet(now, now.standings),
        text=lambda: _view("status").text(now, from_.names),
    )


def complete_states(incomplete: str) -> list[tuple[str, str]]:
    from fuquan.view.words import STATES

    return [(code.value, word) for code, word in STATES.items() if code.value.startswith(incomplete)]


def list_(
    unit: Units = None,
    today: Today = None,
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

    before = options.day(due_before, "--due-before") if due_before else None
    after = options.day(due_after, "--due-after") if due_after else None
    if before and after and before < after:
        raise FuquanError(f"--due-before {before} 早于 --due-after {after}，没有日期能同时符合", "请核对两个日期")
    states = frozenset(State(_coded(word, STATES, "--state", "状态")) for word in state or ())
    kinds = frozenset(_coded(word, KINDS, "--kind", "类别") for word in kind or ())
    from_ = asked(unit, today, data, lambda day: max(day, before or day))
    filters = query.Filters(
        sections=frozenset(query.section_named(from_.plan, word) for word in section or ()),
        states=states,
        kinds=kinds,
        due_after=after,
        due_before=before,
    )
    now = query.selected(from_.now, filters)
    total = len(from_.now.standings)
    answer(
        form,
        json=lambda: to_json.tasks("list", now, now.standings),
        page=lambda: _view("listing").page(now, total, from_.bodies, filters != query.Filters()),
        csv=lambda: _task_sheet(now, now.standings),
        text=lambda: _view("listing").text(now, total),
    )


def _coded(word: str, words: Mapping[Any, str], option: str, called: str) -> str:
    """The code that `word` is or names."""
    codes = {text: str(code) for code, name in words.items() for text in (str(code), name)}
    codes |= {"待省级部署": "waiting"} if "waiting" in codes else {"按月开展": "every"}
    if word in codes:
        return codes[word]
    known = "、".join(f"{name}（{code}）" for code, name in words.items())
    raise FuquanError(f"{option} 的“{word}”不是可用的{called}", meant(word, codes) or f"可用的有：{known}")


def overdue(
    unit: Units = None,
    today: Today = None,
    data: Data = None,
    form: Form = Format.TABLE,
    fail: Annotated[bool, typer.Option("--fail", help="有逾期任务时以状态1结束，供脚本用")] = False,
) -> int:
    from_ = asked(unit, today, data)
    now = from_.now
    late = query.overdue(now)
    answer(
        form,
        json=lambda: to_json.tasks("overdue", now, late),
        page=lambda: _view("overdue").page(now, from_.whole, from_.names, from_.bodies),
        csv=lambda: _task_sheet(now, late),
        text=lambda: _view("overdue").text(now, from_.names),
    )
    return 1 if fail and late else 0


def upcoming(
    unit: Units = None,
    today: Today = None,
    data: Data = None,
    form: Form = Format.TABLE,
    days: Annotated[int, typer.Option("--days", metavar="天数", min=0, max=36525, help="看今后多少天，0 即今天")] = 30,
) -> None:
    def last(day: dt.date) -> dt.date:
        try:
            return day + dt.timedelta(days=days)
        except OverflowError:
            raise FuquanError(f"{day}之后{days}天超出了历法的范围", "请减小 --days") from None

    from_ = asked(unit, today, data, last)
    now = from_.now
    entries = query.upcoming(now, now.today, last(now.today))
    answer(
        form,
        json=lambda: to_json.tasks("upcoming", now, entries),
        page=lambda: _view("upcoming").page(now, days),
        csv=lambda: _task_sheet(now, entries),
        text=lambda: _view("upcoming").text(now, days),
    )


def units(unit: Units = None, today: Today = None, data: Data = None, form: Form = Format.TABLE) -> None:
    _bodies("units", asked(unit, today, data), form)


def towns(unit: Units = None, today: Today = None, data: Data = None, form: Form = Format.TABLE) -> None:
    _bodies("towns", asked(unit, today, data), form)


def _bodies(command: str, from_: Asked, form: Format) -> None:
    now, plan = from_.now, from_.plan
    known = plan.towns if command == "towns" else plan.bodies()
    chosen = tuple(one for one in known if not from_.bodies or one.name in from_.bodies)
    if not known:
        raise FuquanError("数据里没有镇", "各镇列在 data/towns.yaml 的 towns 之下")
    if not chosen:
        raise FuquanError(f"{'、'.join(from_.names)}不是镇", f"各镇是：{'、'.join(one.name for one in known)}")
    rows = query.tallies(now, chosen)
    is_towns = command == "towns"

    def csv() -> str:
        from fuquan.export import to_csv
        from fuquan.view import sheets

        return to_csv.sheet(sheets.bodies(rows))

    answer(
        form,
        json=lambda: to_json.tallies(command, now, rows),
        page=lambda: _view("units").matrix(now, rows) if is_towns else _view("units").page(now, rows),
        csv=csv,
        text=lambda: _view("units").matrix_text(now, rows) if is_towns else _view("units").text(now, rows),
    )


def show(
    task: Annotated[
        list[str], typer.Argument(metavar="序号", help="任务序号，可写几个", autocompletion=options.complete_tasks)
    ],
    unit: Units = None,
    today: Today = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    numbers = options.task_numbers(task)
    from_ = asked(unit, today, data)
    wanted = [one.id for one in query.tasks_numbered(from_.plan, numbers)]
    by_id = {one.task.id: one for one in from_.now.standings}
    if missing := [number for number in wanted if number not in by_id]:
        whose = {one.id: "、".join(one.units) for one in from_.plan.tasks}
        told = "；".join(f"任务{number}的责任单位是{whose[number]}" for number in missing)
        raise FuquanError(f"{'、'.join(from_.names)}不承担任务{'、'.join(map(str, missing))}", told)
    shown = tuple(by_id[number] for number in wanted)

    def csv() -> str:
        from fuquan.export import to_csv
        from fuquan.view import sheets

        return to_csv.sheet(sheets.assignments(shown))

    answer(
        form,
        json=lambda: to_json.tasks("show", from_.now, shown),
        page=lambda: _view("show").page(from_.now, shown, from_.bodies),
        csv=csv,
        text=lambda: _view("show").text(from_.now, shown),
    )


def _view(name: str) -> Any:
    """A module of views, loaded when an answer is to be read by a person."""
    from importlib import import_module

    return import_module(f"fuquan.view.{name}")


def _task_sheet(now: Situation, shown: Iterable[Any]) -> str:
    from fuquan.export import to_csv
    from fuquan.view import sheets

    return to_csv.sheet(sheets.tasks(now, shown))
