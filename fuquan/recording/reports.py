"""What units report: start, done, note, reopen. Nothing that is on record is ever written over."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, assert_never

from fuquan import query
from fuquan.errors import FuquanError
from fuquan.model import Note, Record
from fuquan.owed import Assignment, Situation
from fuquan.recording import asked
from fuquan.recording.asked import Problem
from fuquan.recording.steps import Decision, Reporting
from fuquan.text import bare, long_day


class Verb(StrEnum):
    START = "start"
    DONE = "done"
    NOTE = "note"
    REOPEN = "reopen"


class Report(NamedTuple):
    """What was typed."""

    verb: Verb
    on: dt.date
    is_dated: bool = True
    """Whether the day was typed; without one it is today, which contradicts no other day."""
    evidence: tuple[str, ...] = ()
    reason: str | None = None
    expected: dt.date | None = None
    note: str | None = None


def reported(
    now: Situation, numbers: Sequence[int], units: Sequence[str], report: Report, period: str | None = None
) -> Decision:
    """The steps that record it of every task and body. Raises FuquanError of all that is not so."""
    _refuse_odd(report, now.today)
    tasks = query.tasks_numbered(now.plan, numbers)
    named = asked.names(now.plan, units)
    query.bodies_named(now.plan, named)
    problems: list[Problem] = []
    outcomes: list[Reporting | str] = []
    for task in tasks:
        owed, unowed = asked.owed(now, task, named, report.verb)
        problems += unowed
        if not owed:
            continue
        recurs = asked.standing_of(now, task).recurs
        if report.verb is Verb.DONE and recurs and period is None and not asked.open_periods(now, owed):
            outcomes.append(f"{asked.who(owed)}任务{task.id}到这一期为止都已记录为完成")
            continue
        those, others = asked.in_period(now, task, owed, period, named, done=report.verb is Verb.REOPEN)
        problems += others
        if (unknown := asked.undated(now, task, those)) is not None:
            problems.append(unknown)
            continue
        if report.verb is Verb.REOPEN:
            own = query.own_names(now.plan, named)
            idle = [one for one in those if one.unit not in own and _is_idle(one.record, report)]
            if 0 < len(idle) < len(those):  # who was asked about as one of a group, and has nothing, stays as it is
                outcomes.append(f"{asked.who(idle)}任务{task.id}没有可以撤回的记录")
                those = tuple(one for one in those if one not in idle)
        for one in those:
            outcome = outcome_of(task.id, one, report)
            if isinstance(outcome, Problem):
                problems.append(outcome)
            else:
                outcomes.append(outcome)
    asked.refuse(problems)
    return Decision(
        steps=tuple(one for one in outcomes if isinstance(one, Reporting)),
        already=tuple(one for one in outcomes if isinstance(one, str)),
    )


def outcome_of(task: int, one: Assignment, report: Report) -> Reporting | str | Problem:
    """A step, or the sentence that it is so already, or why it cannot be."""
    whose = f"{one.unit}任务{task}{f'的{one.period}这一期' if one.period else ''}"
    undo = f"报错了的，先撤回原记录：fuquan reopen {task} -u {one.unit}"
    undo += f"{f' --period {one.period}' if one.period else ''} --reason 原因"
    step = Reporting(one.unit, task, one.period)
    if one.record.done and report.verb is not Verb.REOPEN and report.expected not in (None, one.record.expected):
        return Problem(f"{whose}已记录为{long_day(one.record.done)}完成，没有预计完成日期", undo)
    match report.verb:
        case Verb.DONE:
            outcome = _done(whose, undo, one.record, report)
        case Verb.START:
            outcome = _started(whose, undo, one.record, report)
        case Verb.NOTE:
            outcome = ()
        case Verb.REOPEN:
            return _reopened(whose, step, one.record, report)
        case _ as never:
            assert_never(never)
    if isinstance(outcome, Problem):
        return outcome
    more = _more(one.record, report)
    step = step._replace(put=(*outcome, *more.put), evidence=more.evidence, note=more.note)
    if step.put or step.evidence or step.note:
        return step
    if report.verb is Verb.NOTE:
        return f"{whose}已经有这些记录"
    done, started = one.record.done, one.record.started
    held = done if report.verb is Verb.DONE else started
    assert held is not None  # noqa: S101 - else it would be put
    return f"{whose}已记录为{long_day(held)}{'完成' if report.verb is Verb.DONE else '开始'}"


def _refuse_odd(report: Report, today: dt.date) -> None:
    """Raises FuquanError of options that say nothing, or nothing together."""
    asked.past(report.on, today)
    verb, has_more = report.verb, report.evidence or report.reason or report.expected or report.note
    if verb is Verb.NOTE and not has_more:
        raise FuquanError(
            "没有写要记什么", "请用 --note 写说明，或者 --reason 原因、--expected 预计完成日期、--evidence 佐证材料"
        )
    if verb is Verb.REOPEN and not report.reason:
        raise FuquanError("撤回记录要写明原因", "请加上 --reason，如 --reason 材料不全，退回补正")
    if verb is Verb.REOPEN and report.evidence:
        raise FuquanError("撤回记录时不带佐证材料", "请先撤回；重新完成之后，用 fuquan done 一并记上")
    if verb is Verb.DONE and report.expected:
        raise FuquanError("已经完成的，没有预计完成日期", "请去掉 --expected；还没有完成的用 fuquan note")
    if report.expected and report.expected < report.on:
        told = f"预计完成日期{long_day(report.expected)}早于报送的日期{long_day(report.on)}"
        raise FuquanError(told, "请核对 --expected 和 --on")


Put = tuple[tuple[str, dt.date | str], ...]


def _done(whose: str, undo: str, record: Record, report: Report) -> Put | Problem:
    if record.done is not None:
        if report.is_dated and record.done != report.on:
            return Problem(f"{whose}已记录为{long_day(record.done)}完成，不是{long_day(report.on)}", undo)
        return ()
    if record.started is not None and report.on < record.started:
        told = f"{whose}的完成日期{long_day(report.on)}早于开始日期{long_day(record.started)}"
        return Problem(told, undo)
    return (("done", report.on),)


def _started(whose: str, undo: str, record: Record, report: Report) -> Put | Problem:
    if record.started is not None:
        if report.is_dated and record.started != report.on:
            return Problem(f"{whose}已记录为{long_day(record.started)}开始，不是{long_day(report.on)}", undo)
        return ()
    if record.done is not None and report.on > record.done:
        return Problem(f"{whose}已记录为{long_day(record.done)}完成，不能在此之后开始", undo)
    return (("started", report.on),)


def _reopened(whose: str, step: Reporting, record: Record, report: Report) -> Reporting | str | Problem:
    assert report.reason is not None  # noqa: S101 - it was asked for
    if _is_taken_back(record, report):
        return f"{whose}的记录已于{long_day(report.on)}撤回"
    if _is_idle(record, report):
        return Problem(f"{whose}没有可以撤回的记录")
    latest = max((day for day in (record.done, record.started) if day), default=report.on)
    if report.on < latest:
        return Problem(f"撤回的日期{long_day(report.on)}早于{whose}所记的{long_day(latest)}", "请核对 --on")
    more = _more(Record(reason=report.reason), report)
    return step._replace(put=more.put, note=more.note, withdrawn=(report.on, report.reason))


def _is_idle(record: Record, report: Report) -> bool:
    """Whether nothing is on record that could be taken back, nor has been just so."""
    held = record.done or record.started or record.evidence or record.notes or record.expected
    return not held and not _is_taken_back(record, report)


def _is_taken_back(record: Record, report: Report) -> bool:
    """Whether it has been withdrawn so, and nothing is on record since but what that left or what came with it."""
    alike = [one.record for one in record.withdrawn if (one.date, one.reason) == (report.on, report.reason)]
    return (
        record.started in {taken.started if taken.done else None for taken in alike}
        and not (record.done or record.evidence)
        and record.expected in (None, report.expected)
        and all((one.date, one.text) == (report.on, report.note) for one in record.notes)
    )


def _more(record: Record, report: Report) -> Reporting:
    """What comes with a report, as far as the record has not got it."""
    said = (("reason", report.reason, record.reason), ("expected", report.expected, record.expected))
    evidence = dict.fromkeys(map(bare, record.evidence), "")
    for text in report.evidence:
        evidence.setdefault(bare(text), text)
    note = Note(report.on, report.note) if report.note else None
    return Reporting(
        body="",
        task=0,
        period=None,
        put=tuple((key, value) for key, value, held in said if value is not None and value != held),
        evidence=tuple(filter(None, evidence.values())),
        note=note if note not in record.notes else None,
    )
