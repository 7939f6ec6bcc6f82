"""What `fuquan check` says of data that load, and of an edit of them: tables of rules, and what breaks them."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from fuquan.comparison import Comparison
from fuquan.deadline import Every
from fuquan.diagnostic import Diagnostic, Severity, Span
from fuquan.errors import clipped, meant
from fuquan.model import Plan
from fuquan.owed import Situation, TooMuchError, situation
from fuquan.rules import deadlines, duties, edits, letters, lists, records, writing
from fuquan.rules.letters import Registered
from fuquan.rules.loading import LOADING
from fuquan.rules.rule import Rule, applied, rule
from fuquan.source import Mapping

if TYPE_CHECKING:
    from fuquan.letter import Letter

__all__ = ["LOADING", "OF_DATA", "OF_EDITS", "OF_LETTERS", "OF_RULES", "Rule", "broken", "checked", "rules"]

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT

OF_DATA: tuple[Rule, ...] = (
    rule("gap", W, lists.gap),
    rule("same-title", W, lists.same_title),
    rule("empty-section", W, lists.empty_section),
    rule("listed-twice", W, lists.listed_twice),
    rule("town-code", E, lists.town_code),
    rule("document-number", W, writing.document_number),
    rule("unseen", W, writing.unseen),
    rule("similar-word", W, writing.similar_word),
    rule("full-width", W, writing.full_width),
    rule("split-row", W, deadlines.split_row),
    rule("ten-days", H, deadlines.ten_days),
    rule("soft-word", H, deadlines.soft_word),
    rule("before-issue", H, deadlines.before_issue),
    rule("rest-day", H, deadlines.rest_day),
    rule("no-end", H, deadlines.no_end),
    rule("calendar", W, deadlines.calendar),
    rule("still-undated", W, deadlines.still_undated),
    rule("adjustment-basis", W, deadlines.adjustment_basis),
    rule("adjustment-order", W, deadlines.adjustment_order),
    rule("adjustment-earlier", W, deadlines.adjustment_earlier),
    rule("future", E, records.future),
    rule("typo-year", E, records.typo_year),
    rule("no-evidence", H, records.no_evidence),
    rule("stray", W, records.stray),
)

OF_LETTERS: tuple[Rule, ...] = (
    rule("letter-future", E, letters.letter_future),
    rule("letter-order", W, letters.letter_order),
    rule("letter-gone", W, letters.letter_gone),
    rule("letter-owed", W, letters.letter_owed),
)

OF_EDITS: tuple[Rule, ...] = (
    rule("printed-plan", E, edits.printed_plan),
    rule("printed-task", E, edits.printed_task),
    rule("printed-deadline", E, edits.printed_deadline),
    rule("printed-units", E, edits.printed_units),
    rule("reading-changed", E, edits.reading_changed),
    rule("adjustment-changed", E, edits.adjustment_changed),
    rule("trigger-changed", E, edits.trigger_changed),
    rule("body-changed", E, edits.body_changed),
    rule("record-changed", E, edits.record_changed),
    rule("owed-gone", E, duties.owed_gone),
    rule("owed-moved", E, duties.owed_moved),
    rule("letter-changed", E, edits.letter_changed),
    rule("late-extension", W, duties.late_extension),
    rule("late-entry", W, edits.late_entry),
)

_WAIVER = """\
waivers 里的每一条都写对了规则，并且还用得着。

用不着的留着，以后真出了问题也不会提示。读取数据时发现的问题（fuquan rules 中列在最后的一类）必须改正，不能豁免。

改法：删去用不着的一条，或者改正规则名和所指的任务、单位、时期。

错：
    waivers:
      - {rule: no-evidence, task: 1, unit: 甲局, reason: 材料存纸质件（示例）}
对：
    units:
      - name: 甲局
        progress: {1: {done: 2023-04-26}}
      - name: 各镇
        members: towns
    waivers:
      - {rule: no-evidence, task: 1, unit: 甲局, reason: 材料存纸质件（示例）}
"""

_SEVERITY = """\
plan 的 severity 里写的都是可以改级别的规则。

规则名写错了，级别就没有改成。读取数据时发现的问题总是错误，不能改。

改法：照提示改正规则名；全部规则见 fuquan rules。

错：
    plan: {title: 示例方案, issued: 2023-04-18, year: 2023, severity: {rest-days: warning}}
对：
    plan: {title: 示例方案, issued: 2023-04-18, year: 2023, severity: {gap: error}}
"""

OF_RULES = (Rule(id="waiver", severity=W, text=_WAIVER), Rule(id="severity", severity=E, text=_SEVERITY))


def rules() -> tuple[Rule, ...]:
    """All of them, in the order in which they are listed."""
    return (*OF_DATA, *OF_LETTERS, *OF_EDITS, *OF_RULES, *LOADING)


def checked(
    plan: Plan, today: dt.date, edit: Comparison | None = None, register: "tuple[Letter, ...] | None" = None
) -> tuple[Diagnostic, ...]:
    """What is `broken` today; alone, where what is owed has no end, the task that is to blame.

    Where it had no end at the base, who owes what cannot be compared, and the edit may be what mends it.
    """
    try:
        now = situation(plan, today)
        return broken(now, edit and _comparable(edit), register)
    except TooMuchError as error:
        recurs = isinstance(error.task.deadline.reading, Every)
        place = error.task.at.span("deadline" if recurs else "units")
        return (Diagnostic("typo-year" if recurs else "unit", E, place, error.message, error.help),)


def _comparable(edit: Comparison) -> Comparison:
    try:
        edit.then  # noqa: B018 - asked for here, and kept
    except TooMuchError:
        return replace(edit, is_whole=False)
    return edit


def broken(
    now: Situation, edit: Comparison | None = None, register: "tuple[Letter, ...] | None" = None
) -> tuple[Diagnostic, ...]:
    """What breaks any rule, by place: of the data as they stand, of the edit that made them so, and of the letters.

    An edit is judged at the levels of its base, so that it cannot excuse itself. The `register` is None where it was
    not read.
    """
    plan = now.plan
    judged = [applied(OF_DATA, now, plan.severity, plan.waivers)]
    if register is not None:
        judged.append(applied(OF_LETTERS, Registered(register, plan, now.today), plan.severity, plan.waivers))
    if edit:
        judged.append(applied(OF_EDITS, edit, edit.base.severity, plan.waivers))
    used = frozenset(n for one in judged for n in one.used)
    rules = (*OF_DATA, *(OF_LETTERS if register is not None else ()), *(OF_EDITS if edit else ()))
    found = (*(each for one in judged for each in one.found), *_of_rules(plan, rules, used, edit))
    return tuple(sorted(found, key=lambda one: one.span))


def _of_rules(
    plan: Plan, rules: Collection[Rule], used: Collection[int], edit: Comparison | None
) -> Iterator[Diagnostic]:
    """What is wrong with the waivers and levels themselves, of which those are judged whose `rules` were."""
    judged = {one.id for one in rules}
    known = {one.id for one in (*OF_DATA, *OF_LETTERS, *OF_EDITS, *OF_RULES)}
    new = set(plan.waivers) - set(edit.base.waivers) if edit else set()
    for n, waiver in enumerate(plan.waivers):
        if waiver.rule not in known:
            near = known if n < _OFFERS else ()
            yield _of_rule(plan, "waiver", waiver.at.span("rule"), *_unknown(waiver.rule, near, "不能豁免"))
        elif waiver.rule in judged and n not in used and not (waiver.rule in _OF_EDITS and waiver in new):
            told = f"这条豁免用不着了：现在没有它所说的“{waiver.rule}”问题"
            yield _of_rule(plan, "waiver", waiver.at.span("rule"), told, "请删去这一条，或者核对任务、单位和时期")
    table = cast(Mapping, plan.at).values.get("severity")
    for n, name in enumerate(plan.severity):
        if name not in known and isinstance(table, Mapping):
            near = known if n < _OFFERS else ()
            yield _of_rule(plan, "severity", table.keys[name].span(), *_unknown(name, near, "不能改级别"))


_OF_EDITS = frozenset(one.id for one in OF_EDITS)
_OFFERS = 100
"""Waivers and levels for whose rule the nearest is looked for."""


def _of_rule(plan: Plan, name: str, span: Span, message: str, help: str) -> Diagnostic:  # noqa: A002 - the field's word
    usual = next(one.severity for one in OF_RULES if one.id == name)
    return Diagnostic(name, Severity(plan.severity.get(name, usual)), span, message, help)


def _unknown(name: str, known: Collection[str], never: str) -> tuple[str, str]:
    if any(one.id == name for one in LOADING):
        return f"“{name}”是读取数据时发现的问题，必须改正，{never}", "请删去这一条，改正它所说的问题"
    return f"没有“{clipped(name)}”这条规则", meant(name, known) or "全部规则见 fuquan rules"
