"""Answers for programs: the JSON contract, version 1. ISO dates, codes for states, one order.

Nothing is escaped but what a terminal would obey: control characters and marks of direction, as JSON writes them.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from fuquan.diagnostic import Diagnostic
from fuquan.owed import Assignment, Situation, Standing
from fuquan.query import Returns, Tally

if TYPE_CHECKING:
    from fuquan.view.changes.change import Change, Value
    from fuquan.view.log import Entry
    from fuquan.view.trend import Sample, Trend

VERSION = 1


def tasks(command: str, now: Situation, shown: Iterable[Standing]) -> str:
    """`now` is what the filters select and is counted, `shown` what the command shows of it."""
    return _dumped(_head(command, now) | {"tasks": [_task(one) for one in shown]})


def tallies(command: str, now: Situation, rows: Iterable[Tally]) -> str:
    return _dumped(_head(command, now) | {command: [_tally(one) for one in rows]})


def returns(now: Situation, of: Returns) -> str:
    head = {"fuquan": VERSION, "command": "returns", "today": now.today.isoformat(), "plan": now.plan.title}
    days = [{"unit": name, "received": _iso(day)} for name, day in of.days]
    return _dumped(head | {"month": of.month, "task": of.task and of.task.id, "due": _iso(of.due), "returns": days})


def readings(rows: Sequence[dict[str, Any]]) -> str:
    return _dumped({"fuquan": VERSION, "command": "explain", "readings": list(rows)})


def findings(found: Iterable[Diagnostic]) -> str:
    return _dumped({"fuquan": VERSION, "command": "check", "findings": [_finding(one) for one in found]})


def changes(base: str, head: str | None, then: Situation | None, now: Situation, told: "Iterable[Change]") -> str:
    """`base` and `head` are whole commit ids, None the working tree; `then` is None where there was no plan."""
    head_ = {"fuquan": VERSION, "command": "diff", "base": base, "head": head, "today": now.today.isoformat()}
    counts = {"before": None if then is None else _counts(then), "after": _counts(now)}
    return _dumped(head_ | {"counts": counts, "changes": [_change(one) for one in told]})


def log(head: str, is_complete: bool, entries: "Iterable[Entry]") -> str:
    """`head` is the whole id of the commit up to which was looked; of a shallow clone the log is not complete."""
    head_ = {"fuquan": VERSION, "command": "log", "head": head, "complete": is_complete}
    return _dumped(head_ | {"commits": [_entry(one) for one in entries]})


def trend(told: "Trend", is_complete: bool) -> str:
    """Of a shallow clone the trend is not complete."""
    last = told.samples[-1].day
    head_ = {"fuquan": VERSION, "command": "trend", "today": _iso(last), "by": told.by, "complete": is_complete}
    return _dumped(head_ | {"samples": [_sample(one) for one in told.samples]})


def rules(rows: Iterable[dict[str, Any]]) -> str:
    return _dumped({"fuquan": VERSION, "command": "rules", "rules": list(rows)})


def _dumped(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, check_circular=False)
    if not text.isprintable():
        text = re.sub(_OBEYED, lambda found: f"\\u{ord(found[0]):04x}", text)
    return text + "\n"


# What JSON itself leaves as it is: DEL, C1, the ends of lines and the marks of direction of Unicode.
_OBEYED = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"


def _head(command: str, now: Situation) -> dict[str, Any]:
    return {
        "fuquan": VERSION,
        "command": command,
        "today": now.today.isoformat(),
        "plan": now.plan.title,
        "counts": _counts(now),
    }


def _counts(now: Situation) -> dict[str, int]:
    counts = {state.value: n for state, n in now.counts().items()}
    first = ("done", "overdue", "due-today", "due-soon", "open", "waiting", "undetermined", "ongoing")
    return {"total": len(now.standings)} | {state: counts[state] for state in first}


def _task(one: Standing) -> dict[str, Any]:
    task = one.task
    return {
        "id": task.id,
        "section": task.section,
        "title": task.title,
        "deadline": task.printed,
        "kind": one.kind,
        "due": _iso(one.due),
        "original_due": _iso(one.original_due),
        "days": one.days,
        "state": one.state.value,
        "units": task.units,
        "assignments": [_assignment(each) for each in one.assignments],
    }


def _assignment(one: Assignment) -> dict[str, Any]:
    record = one.record
    return {
        "unit": one.unit,
        "via": one.via,
        "period": one.period,
        "due": _iso(one.due),
        "original_due": _iso(one.original_due),
        "state": one.state.value,
        "record": one.on_record,
        "started": _iso(record.started),
        "done": _iso(record.done),
        "late_days": one.late_days,
        "evidence": record.evidence,
        "reason": record.reason,
        "expected": _iso(record.expected),
        "notes": [{"date": _iso(note.date), "text": note.text} for note in record.notes],
    }


def _tally(one: Tally) -> dict[str, Any]:
    return {
        "name": one.unit.name,
        "group": one.group,
        "tasks": one.tasks,
        "expected": one.expected,
        "done": one.done,
        "done_late": one.done_late,
        "overdue": one.overdue,
        "due_soon": one.due_soon,
        "rate": one.rate,
    }


def _entry(one: "Entry") -> dict[str, Any]:
    return {
        "commit": one.commit,
        "date": _iso(one.day),
        "author": one.author,
        "errors": one.errors,
        "changes": [_change(each) for each in one.told],
    }


def _sample(one: "Sample") -> dict[str, Any]:
    counted = one.counted
    return {
        "date": _iso(one.day),
        "commit": one.commit,
        "errors": one.errors,
        "expected": counted and counted.expected,
        "done": counted and counted.done,
        "done_late": counted and counted.done_late,
        "overdue": counted and counted.overdue,
        "rate": counted and counted.rate,
    }


def _change(one: "Change") -> dict[str, Any]:
    return {
        "task": one.task,
        "unit": one.unit,
        "period": one.period,
        "kind": one.kind,
        "sentence": one.sentence,
        "before": _plain(one.before),
        "after": _plain(one.after),
    }


def _plain(value: "Value") -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _finding(one: Diagnostic) -> dict[str, Any]:
    span = one.span
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "message": one.message,
        "help": one.help,
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
