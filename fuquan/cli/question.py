"""What every question starts from: the data, the day, the bodies asked about, and which of the tasks."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.deadline import After
from fuquan.errors import FuquanError, meant
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


def complete_states(incomplete: str) -> list[tuple[str, str]]:
    from fuquan.view.words import STATES

    named = [(code.value, word) for code, word in STATES.items()]
    return [pair for pair in (*named, *((word, code) for code, word in named)) if pair[0].startswith(incomplete)]


Sections = Annotated[
    list[str] | None,
    typer.Option("--section", metavar="编号", help="只列这项主要任务，如 四", autocompletion=options.complete_sections),
]
States = Annotated[
    list[str] | None,
    typer.Option("--state", metavar="状态", help="只列这种状态，如 逾期 或 overdue", autocompletion=complete_states),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="类别", help="只列这类时限：by、every、ongoing、after、undetermined，或其中文"),
]
DueBefore = Annotated[str | None, typer.Option("--due-before", metavar="日期", help="只列在这一天或以前到期的")]
DueAfter = Annotated[str | None, typer.Option("--due-after", metavar="日期", help="只列在这一天或以后到期的")]


def selected(
    unit: list[str] | None,
    today: str | None,
    at: str | None,
    data: Path | None,
    section: list[str] | None,
    state: list[str] | None,
    kind: list[str] | None,
    due_before: str | None,
    due_after: str | None,
) -> tuple[Asked, Situation]:
    """The question, and the situation of the tasks that pass the filters."""
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
    return from_, query.selected(from_.now, filters)


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
