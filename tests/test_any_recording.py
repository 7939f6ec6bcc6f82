"""Any reports on any day, one after another: what was asked is there, and nothing else is different."""

from dataclasses import replace
from datetime import date, timedelta

from conftest import EXAMPLE
from hypothesis import given, settings
from hypothesis import strategies as st

from fuquan.errors import FuquanError
from fuquan.load import load, load_files
from fuquan.model import Note, Plan, Record, Withdrawn
from fuquan.owed import situation
from fuquan.recording import recorded
from fuquan.recording.reports import Report, Verb, reported
from fuquan.recording.steps import Reporting, Step
from fuquan.source import TASKS, TOWNS, File
from fuquan.text import bare

Call = tuple[Report, list[int], list[str], str | None]
Key = tuple[str, int, str | None]

TEXTS = st.text("甲乙 :#-'\"[]{},&*!|>%@1年", min_size=1).map(str.strip).filter(bool)
PLAN = load(EXAMPLE).plan
assert PLAN is not None
OWED = [
    (one.task.id, name)
    for one in situation(PLAN, date(2023, 5, 10)).standings
    for name in dict.fromkeys((*one.task.units, *(each.unit for each in one.assignments)))
]
OTHER_WORDS = ("相关执法部门", "开发区管委会")


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """Mostly such as can be met: of bodies that owe the task, and options that go with the verb."""
    verb, on = draw(st.sampled_from(Verb)), draw(st.dates(date(2023, 4, 1), date(2023, 6, 30)))
    task, body = draw(st.sampled_from(OWED))
    expected = draw(st.none() | st.integers(-1, 60).map(lambda days: on + timedelta(days)))
    return (
        Report(
            verb=verb,
            on=on,
            is_dated=draw(st.booleans()),
            evidence=() if verb is Verb.REOPEN else tuple(draw(st.lists(TEXTS, max_size=2))),
            reason=draw(TEXTS if verb is Verb.REOPEN else st.none() | TEXTS),
            expected=None if verb is Verb.DONE else expected,
            note=draw(TEXTS if verb is Verb.NOTE else st.none() | TEXTS),
        ),
        [task, *draw(st.lists(st.sampled_from([1, 2, 14]), max_size=1))],
        [body, *draw(st.lists(st.sampled_from(OTHER_WORDS), max_size=1))],
        draw(st.sampled_from([None, "2023-04", "5月"])) if task == 14 else None,
    )


@given(st.lists(calls(), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_what_was_asked_is_there_and_nothing_else_differs(typed: list[Call]) -> None:
    files = tuple(File(name, (EXAMPLE / name).read_text(encoding="utf-8")) for name in ("tasks.yaml", "towns.yaml"))
    for report, numbers, units, period in sorted(typed, key=lambda call: call[0].on):
        loaded = load_files(*files, "towns.yaml")
        plan, today = loaded.plan, report.on
        assert plan is not None
        try:
            steps = reported(situation(plan, today), numbers, units, report, period).steps
            made = recorded(loaded, steps, today)
        except FuquanError:
            continue
        was, now = _records(plan), _records(made.edit.head)
        touched = {_key(step): step for step in steps}
        assert now == was | {key: _meant(was.get(key, Record()), report) for key in touched}
        assert _without_records(made.edit.head) == _without_records(plan)
        new = {old.path: new for old, new in made.files}
        assert new.keys() == {TOWNS if _is_town(plan, key[0]) else TASKS for key in touched}
        files = (new.get(TASKS, files[0]), new.get(TOWNS, files[1]))
        if period is not None or all(key[2] is None for key in touched):  # else the next period is the only one open
            again = reported(situation(made.edit.head, today), numbers, units, report, period)
            assert again.steps == ()


def _key(step: Step) -> Key:
    assert isinstance(step, Reporting)
    return step.body, step.task, step.period


def _records(plan: Plan) -> dict[Key, Record]:
    return {(body.name, *key): record for body in plan.bodies() for key, record in body.progress.items()}


def _without_records(plan: Plan) -> Plan:
    units, towns = (tuple(replace(one, progress={}) for one in bodies) for bodies in (plan.units, plan.towns))
    return replace(plan, units=units, towns=towns)


def _is_town(plan: Plan, name: str) -> bool:
    return name in {town.name for town in plan.towns}


def _meant(before: Record, report: Report) -> Record:
    """What a report makes of a record, said once more and apart from files."""
    note = (Note(report.on, report.note),) if report.note else ()
    if report.verb is Verb.REOPEN:
        assert report.reason is not None
        taken = Withdrawn(report.on, report.reason, replace(before, reason=None, withdrawn=()))
        started = before.started if before.done else None
        kept = Record(started=started, reason=before.reason, expected=report.expected, notes=note)
        return replace(kept, withdrawn=(*before.withdrawn, taken))
    evidence: dict[str, str] = {}
    for text in (*before.evidence, *report.evidence):
        evidence.setdefault(bare(text), text)
    return replace(
        before,
        started=before.started or (report.on if report.verb is Verb.START else None),
        done=before.done or (report.on if report.verb is Verb.DONE else None),
        evidence=tuple(evidence.values()),
        reason=report.reason or before.reason,
        expected=report.expected or before.expected,
        notes=before.notes if set(note) <= set(before.notes) else (*before.notes, *note),
    )
