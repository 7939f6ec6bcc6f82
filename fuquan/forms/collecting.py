"""Forms that came back, held against what is on record: the steps that record them, and what stands in the way."""

import datetime as dt
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, assert_never

from fuquan.errors import FuquanError, listed
from fuquan.forms import form, keys
from fuquan.forms.filled import Entry, Filled, Finding, Item, Said
from fuquan.forms.form import DONE, EXPECTED, HEAD_ROW, PROGRESS
from fuquan.forms.values import Progress
from fuquan.load import Loaded
from fuquan.model import Task
from fuquan.owed import Assignment, Situation, situation
from fuquan.recording import asked, recorded
from fuquan.recording.asked import Problem
from fuquan.recording.reports import Report, Verb, outcome_of
from fuquan.recording.returns import received
from fuquan.recording.steps import Reporting, Returning
from fuquan.text import bare, long_day
from fuquan.view import words
from fuquan.workbook import name_of


class Collected(NamedTuple):
    """What a form would record."""

    file: str
    unit: str
    """Empty of what is no form of this plan."""
    rows: int
    """Rows that are filled in."""
    steps: tuple[Reporting | Returning, ...]
    """Of a form that is wrong, those of its rows that are right, which wait for the others."""
    already: int
    """Rows that say only what is on record."""
    again: int
    """Rows that an earlier form says as well."""
    items: frozenset["_Row"]
    """What the rows are about."""
    findings: tuple[Finding, ...]
    remarks: tuple[Finding, ...]

    @property
    def is_right(self) -> bool:
        return not self.findings


def collected(now: Situation, forms: Sequence[Filled], on: dt.date) -> tuple[Collected, ...]:
    """`on` is the day on which they came, which what has no day of its own is recorded with."""
    names = {name: unit.name for unit in now.plan.bodies() for name in (unit.name, *unit.aliases)}
    known = [_renamed(of, names) for of in forms]
    ledger, clashes = _Ledger(now, on), _clashes(known)
    return tuple(ledger.one(of, clashes.get(n, ())) for n, of in enumerate(known))


def _renamed(of: Filled, names: Mapping[str, str]) -> Filled:
    """The form under the name that its body has now, so that one body's rows are the same whatever it was called."""
    unit = names.get(of.unit)
    if of.head is None or unit is None:
        return of._replace(entries=())
    entries = (entry._replace(key=entry.key._replace(unit=unit)) for entry in of.entries)
    return of._replace(head=of.head._replace(unit=unit), entries=tuple(entries))


_Row = tuple[str, int, str | None, bool]
"""What a row is about, whatever was on record when its form was made."""


def _clashes(forms: Sequence[Filled]) -> Mapping[int, list[Finding]]:
    """Where two forms say different things of one row; neither is believed."""
    once = {(n, entry.key[:4]): entry for n, of in enumerate(forms) for entry in reversed(of.entries)}
    told: dict[_Row, dict[Said, tuple[int, Entry]]] = {}  # of all that say the same, the first
    for n, key in sorted(once, key=itemgetter(0)):
        told.setdefault(key, {}).setdefault(once[n, key].said, (n, once[n, key]))
    found: dict[int, list[Finding]] = {}
    for (n, key), entry in once.items():
        other = next((those for said, those in told[key].items() if said != entry.said), None)
        if other is not None:
            message = f"与“{forms[other[0]].file}”第{other[1].row}行填的不一样"
            cell = name_of(entry.row, PROGRESS)
            found.setdefault(n, []).append(Finding(forms[n].file, cell, message, "请核实以哪一份为准，只收那一份"))
    return found


class _Ledger:
    def __init__(self, now: Situation, on: dt.date) -> None:
        self.now, self.on = now, on
        self.tasks: dict[int, Task] = {task.id: task for task in now.plan.tasks}
        self.assignments: dict[tuple[str, int, str | None], Assignment] = {
            (one.unit, standing.task.id, one.period): one for standing in now.standings for one in standing.assignments
        }
        self.bodies = {unit.name for unit in now.plan.bodies()}
        self.taken: set[_Row] = set()
        self.waiting: set[_Row] = set()  # the same of forms that are wrong
        self.asked: dict[dt.date, dict[str, list[Item]]] = {}

    def one(self, of: Filled, clashes: Sequence[Finding]) -> Collected:
        findings = [*of.findings, *clashes]
        if of.head and of.unit not in self.bodies:
            told = f"数据里没有“{of.unit}”这个单位"
            findings.append(Finding(of.file, "", told, "单位改了名的，请用 fuquan form 重新做一份"))
        elif of.head and self.on < of.head.day:
            told = f"表是{long_day(of.head.day)}做的，不会在{long_day(self.on)}就收到"
            findings.append(Finding(of.file, "", told, "请核对 --on"))
        outcomes = {entry.key[:4]: self.outcome(of, entry) for entry in of.entries}
        findings += (one for one in outcomes.values() if isinstance(one, Finding))
        taken, wrong = self.waiting if findings else self.taken, _wrong(of, findings)
        right = {key: one for key, one in outcomes.items() if not isinstance(one, Finding) and key not in wrong}
        steps = {key: one for key, one in right.items() if one is not None and key not in taken}
        again = sum(one is not None for one in right.values()) - len(steps)
        taken.update(steps)
        return Collected(
            file=of.file,
            unit=of.unit,
            rows=len(of.entries),
            steps=tuple(steps.values()),
            already=sum(one is None for one in right.values()),
            again=again,
            items=frozenset(entry.key[:4] for entry in of.entries),
            findings=tuple(sorted(findings, key=_place)),
            remarks=tuple(sorted((*of.remarks, *self.gone(of)), key=_place)),
        )

    def gone(self, of: Filled) -> tuple[Finding, ...]:
        """A remark of what stood open on the day of the form and still does, and is not in it.

        By what is known now: a row that was taken out cannot be told from one that came into the plan since.
        """
        if of.head is None or of.rows is None:
            return ()
        day = of.head.day
        gone = [item for item in self.asked_on(day).get(of.unit, ()) if item not in of.rows]
        if not gone:
            return ()
        names = [
            form.return_label(period, day) if is_return and period else f"任务{task}{words.period(period, day)}"
            for task, period, is_return in gone
        ]
        told = f"表里没有{listed(names)}，仍未完成：行被删去了，或者是做表以后才列入的"
        return (Finding(of.file, "", told),)

    def asked_on(self, day: dt.date) -> Mapping[str, Sequence[Item]]:
        """What forms of that day asked each body for and is open still; nothing that was done and taken back since."""
        if day not in self.asked:
            was = self.now if day == self.now.today else situation(self.now.plan, day)
            items, found = set(form.items_of(was, self.bodies)), self.asked.setdefault(day, {})
            for item in form.items_of(self.now, self.bodies):
                one = self.assignments.get(item[:3])
                if item in items and not (one and one.record.withdrawn):
                    found.setdefault(item[0], []).append(item[1:])
        return self.asked[day]

    def outcome(self, of: Filled, entry: Entry) -> Reporting | Returning | Finding | None:
        """The step that records the row, None where it is on record, or why it cannot be."""
        if entry.key.is_return:
            return self.returned(of, entry)
        one = self.owed(of, entry)
        return one if isinstance(one, Finding) else self.reported(of, entry, one)

    def owed(self, of: Filled, entry: Entry) -> Assignment | Finding:
        """The assignment that the row is about."""
        key = entry.key
        task = self.tasks.get(key.task)
        if task is None:
            return self.at(of, entry, 1, f"任务清单里现在没有任务{key.task}", _ANEW)
        name = form.label(task, key.period, _made(of))
        if bare(name) != bare(entry.name):
            return self.at(of, entry, 1, f"任务{task.id}现在是“{name}”，与表里的不同", _ANEW)
        one = self.assignments.get(key[:3])
        if one is None:
            return self.at(of, entry, 1, f"{key.unit}现在不承担任务{key.task}这一项", _ANEW)
        unknown = asked.undated(self.now, task, (one,))
        return one if unknown is None else self.at(of, entry, PROGRESS, *unknown)

    def reported(self, of: Filled, entry: Entry, one: Assignment) -> Reporting | Finding | None:
        said, made = entry.said, _made(of)
        report = self.report(said, one, made)
        outcome = None if report is None else outcome_of(entry.key.task, one, report)
        if isinstance(outcome, Problem):
            return self.at(of, entry, DONE if said.done else PROGRESS, *outcome)
        if outcome is None or isinstance(outcome, str):
            return None
        if keys.mark(one.record) != entry.key.state:
            held = "；".join(form.on_record(one.record, self.now.today)) or "原来的记录已经撤回"
            told = f"表是{long_day(made)}做的，这一项后来又有了记录（{held}）"
            return self.at(of, entry, PROGRESS, told, _more(entry, one))
        if said.progress is Progress.NONE and one.record.started:
            told = f"已记录为{long_day(one.record.started)}开始，这里填的是{form.NONE_WORD}"
            mend = f"已经开始的，请选“{form.STARTED_WORD}”；原来记错了的，先用 fuquan reopen 撤回"
            return self.at(of, entry, PROGRESS, told, mend)
        if said.expected and said.expected < self.on and "expected" in dict(outcome.put):
            told = f"预计完成时间{long_day(said.expected)}早于报来的日期{long_day(self.on)}"
            return self.at(of, entry, EXPECTED, told, f"请重新预计；已经完成的，请选“{form.DONE_WORD}”")
        return outcome

    def at(self, of: Filled, entry: Entry, column: int, message: str, help: str | None = None) -> Finding:  # noqa: A002
        return Finding(of.file, name_of(entry.row, column), message, help)

    def report(self, said: Said, one: Assignment, made: dt.date) -> Report | None:
        """What `fuquan done`, `start` or `note` would have been told; None where there is nothing left to tell.

        What the form tells in words is a note of the day it came, so the same words of that day or one since are the
        same note.
        """
        note, reason = said.note, said.reason
        if said.progress is Progress.DONE and reason and reason != one.record.reason:
            note, reason = f"{note}；{reason}" if note else reason, None  # none of it is left to do
        if note is not None and any(held.date >= made and held.text == note for held in one.record.notes):
            note = None
        match said.progress:
            case Progress.DONE:
                verb = Verb.DONE
            case Progress.STARTED:
                verb = Verb.START
            case Progress.NONE | Progress.TOLD | None:
                verb = Verb.NOTE
            case _ as never:
                assert_never(never)
        if verb is Verb.NOTE and not (note or said.evidence or said.reason or said.expected):
            return None
        return Report(
            verb=verb,
            on=said.done or self.on,
            is_dated=said.done is not None,
            evidence=said.evidence,
            reason=reason,
            expected=said.expected,
            note=note,
        )

    def returned(self, of: Filled, entry: Entry) -> Returning | Finding | None:
        key = entry.key
        assert key.period is not None and entry.said.done is not None  # noqa: S101 - its row has both
        try:
            decision = received(self.now, key.period, [key.unit], entry.said.done)
        except FuquanError as error:
            return self.at(of, entry, DONE, error.message, error.help)
        return next((one for one in decision.steps if isinstance(one, Returning)), None)


_ANEW = "请用新做的表填报"


def _more(entry: Entry, one: Assignment) -> str:
    """How to add to what is on record; what is done stands in no new form."""
    if not one.record.done:
        return "请核对；还要更新的，用新做的表填报"
    period = f" --period {one.period}" if one.period else ""
    return f"请核对；还要补充的，用 fuquan note {entry.key.task} -u {one.unit}{period} --evidence 材料名称"


def _made(of: Filled) -> dt.date:
    assert of.head is not None  # noqa: S101 - rows are read of forms alone
    return of.head.day


def _wrong(of: Filled, findings: Sequence[Finding]) -> set[_Row]:
    """The rows that something is said of; all of them where it is said of the whole form."""
    places = {_place(one)[0] for one in findings}
    is_whole = any(row <= HEAD_ROW for row in places)
    return {entry.key[:4] for entry in of.entries if is_whole or entry.row in places}


def _place(finding: Finding) -> tuple[int, str]:
    """By row and column, those of the whole form first."""
    column = finding.cell.rstrip("0123456789")
    return int(finding.cell[len(column) :] or 0), column.rjust(3)


def steps_of(forms: Sequence[Collected]) -> tuple[Reporting | Returning, ...]:
    """Of the forms that are right, in the order of the forms."""
    return tuple(step for one in forms if one.is_right for step in one.steps)


def waiting_of(forms: Sequence[Collected]) -> tuple[Reporting | Returning, ...]:
    """What the right rows of the other forms would record."""
    return tuple(step for one in forms if not one.is_right for step in one.steps)


def borne(loaded: Loaded, forms: Sequence[Collected], today: dt.date) -> tuple[Collected, ...]:
    """The forms, with a finding in those whose steps would by themselves make the data wrong, and none of these."""
    return tuple(_borne(loaded, one, today) for one in forms)


def _borne(loaded: Loaded, one: Collected, today: dt.date) -> Collected:
    if not one.steps:
        return one
    try:
        recorded(loaded, one.steps, today)
    except FuquanError as error:
        why = "；".join(line.strip() for line in (error.help or "").split("\n"))
        return one._replace(steps=(), findings=(*one.findings, Finding(one.file, "", f"{error.message}{why}")))
    return one
