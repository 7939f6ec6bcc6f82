"""What a form bears where nobody looks: whose it is, and what each of its rows was when it was made.

A key is plain text with a checksum. It holds no secret and proves nothing against whoever wants to forge one; what it
finds is what happens: a row moved, a number typed over, a form of another office or of last month.
"""

import datetime as dt
import hashlib
import json
from typing import NamedTuple

from fuquan.model import Record

FORMAT = "赋权填报表1"
"""The first field of every key; another number when the form is another."""


class Head(NamedTuple):
    """Of the form: the body that fills it in, and the day it was made."""

    unit: str
    day: dt.date
    plan: str
    """What is left of the plan's title."""


class Key(NamedTuple):
    """Of a row: a task of the body, or with `is_return` the return of a month."""

    unit: str
    task: int
    period: str | None
    is_return: bool
    state: str
    """What is left of what was on record."""


def head(plan: str, unit: str, day: dt.date) -> str:
    return _sealed((day.isoformat(), plan_mark(plan)), unit)


def key(plan: str, of: Key, label: str) -> str:
    """`label` is how the row was shown, whose number and name shall stay beside its key."""
    return _sealed((str(of.task), of.period or "", "R" if of.is_return else "", of.state), of.unit, plan, label)


def read_head(text: str) -> Head | None:
    """None of what is none, or was altered."""
    parts = text.split("|", 4)
    if len(parts) != 5 or parts[0] != FORMAT:
        return None
    _, day, plan, _, unit = parts
    try:
        made = dt.date.fromisoformat(day)
    except ValueError:
        return None
    return Head(unit, made, plan) if text == _sealed((day, plan), unit) else None


def read_key(text: str, plan: str, label: str) -> Key | None:
    """None of what is none, was altered, or stands beside another row than its own."""
    parts = text.split("|", 6)
    if len(parts) != 7 or parts[0] != FORMAT or not (parts[1].isdecimal() and len(parts[1]) < 7):
        return None
    _, task, period, kind, state, _, unit = parts
    of = Key(unit, int(task), period or None, kind == "R", state)
    return of if text == key(plan, of, label) else None


def plan_mark(title: str) -> str:
    return _digest(title)


def mark(record: Record) -> str:
    """Of what is on record: another record has another."""
    return _digest(json.dumps(_plain(record), ensure_ascii=True))


def return_mark(day: dt.date | None) -> str:
    return _digest(str(day))


def _plain(record: Record) -> list[object]:
    return [
        str(record.started),
        str(record.done),
        list(record.evidence),
        record.reason,
        str(record.expected),
        [(str(note.date), note.text) for note in record.notes],
        [(str(one.date), one.reason, _plain(one.record)) for one in record.withdrawn],
    ]


def _sealed(fields: tuple[str, ...], unit: str, *more: str) -> str:
    return "|".join((FORMAT, *fields, _digest(*fields, unit, *more), unit))


def _digest(*texts: str) -> str:
    return hashlib.sha256("\x1f".join((FORMAT, *texts)).encode(errors="backslashreplace")).hexdigest()[:12]
