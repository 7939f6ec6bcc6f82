"""The plan itself: its head, its sections, what the office accepts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fuquan.comparison import Comparison
from fuquan.diagnostic import Severity
from fuquan.model import Section, Task
from fuquan.view import words
from fuquan.view.changes.change import Change, Value
from fuquan.view.changes.wording import altered, in_full, its_task, listed, period_in


def of_plan(edit: Comparison) -> Iterator[Change]:
    old, new = edit.base, edit.head
    fields: tuple[tuple[str, str, Value, Value], ...] = (
        ("title", "标题", old.title, new.title),
        ("short", "简称", old.short, new.short),
        ("issuer", "印发单位", old.issuer, new.issuer),
        ("issued", "印发日期", old.issued, new.issued),
        ("year", "年度", old.year, new.year),
        ("office", "落款单位", old.office, new.office),
        ("until", "截止日", old.until, new.until),
        ("remind-days", "提醒天数", old.remind_days, new.remind_days),
    )
    for key, label, was, became in fields:
        if was != became:
            shown = (in_full(was), in_full(became))
            yield Change(f"plan-{key}", (f"方案的{altered(label, *shown)}",), before=was, after=became)
    yield from listed("plan-basis", "方案", "依据", old.basis, new.basis)
    for rule in dict.fromkeys((*old.severity, *new.severity)):
        level, other = old.severity.get(rule), new.severity.get(rule)
        if level != other:
            said = altered(f"规则“{rule}”的级别", _level(level), _level(other))
            yield Change("plan-severity", (said,), before=level, after=other)
    yield from _sections(old.sections, new.sections)


def _level(code: str | None) -> str | None:
    return words.LEVELS[Severity(code)] if code else None


def _sections(old: Iterable[Section], new: Iterable[Section]) -> Iterator[Change]:
    before, after = ({one.id: one.title for one in sections} for sections in (old, new))
    for key in dict.fromkeys((*before, *after)):
        was, became = before.get(key), after.get(key)
        if was is None:
            yield Change("section-added", (f"新增主要任务“{key}、{became}”",), after=became)
        elif became is None:
            yield Change("section-removed", (f"主要任务“{key}、{was}”被删去",), before=was)
        elif was != became:
            said = f"主要任务“{key}”的标题由“{was}”改为“{became}”"
            yield Change("section-title", (said,), before=was, after=became)


def of_waivers(edit: Comparison) -> Iterator[Change]:
    old = Counter(
        replace(
            one,
            task=edit.numbers.get(one.task, one.task) if one.task else None,
            unit=edit.names.get(one.unit, one.unit) if one.unit else None,
        )
        for one in edit.base.waivers
    )
    new = Counter(edit.head.waivers)
    for verb, kind, those in (("新增", "waiver-added", new - old), ("删去", "waiver-removed", old - new)):
        for one in those.elements():
            where = [f"任务{one.task}" if one.task else "", one.unit or "", period_in(one.period, edit)]
            parts = [
                f"{verb}一条认可的例外：规则“{one.rule}”",
                "".join(where),
                f"理由：{one.reason}" if one.reason else "",
                f"依据{one.basis}" if one.basis else "未写依据",
            ]
            said = "，".join(part for part in parts if part)
            task = _numbered(edit, one.task) if one.task else None
            yield Change(kind, (said,), *its_task(task), one.unit, one.period)


def _numbered(edit: Comparison, number: int) -> Task | None:
    """The task of the head, else the one of the base that is gone."""
    return next((one for one in (*edit.head.tasks, *edit.base.tasks) if one.id == number), None)
