"""Any reports on any day, one after another: what was asked is there, and nothing else is different."""

from dataclasses import replace
from datetime import date

from conftest import EXAMPLE
from hypothesis import given, settings
from hypothesis import strategies as st

from fuquan.errors import FuquanError
from fuquan.load import load_files
from fuquan.model import Note, Plan, Record, Withdrawn
from fuquan.owed import situation
from fuquan.recording import recorded
from fuquan.recording.reports import Report, Verb, reported
from fuquan.recording.steps import Reporting, Step
from fuquan.source import TASKS, TOWNS, File
from fuquan.text import bare

Call = tuple[Report, list[int], list[str], str | None]
Key = tuple[str, int, str | None]

BODIES = ("区委编办", "区司法局", "区级执法单位", "各镇", "湾沚镇", "红杨镇", "相关执法部门")
DAYS = st.dates(date(2023, 4, 1), date(2023, 6, 30))
TEXTS = st.text("甲乙 :#-'\"[]{},&*!|>%@1年", min_size=1).map(str.strip).filter(bool)

REPORTS = st.builds(
    Report,
    verb=st.sampled_from(Verb),
    on=DAYS,
    is_dated=st.booleans(),
    evidence=st.lists(TEXTS, max_size=2).map(tuple),
    reason=st.none() | TEXTS,
    expected=st.none() | DAYS,
    note=st.none() | TEXTS,
)
CALLS = st.lists(
    st.tuples(
        REPORTS,
        st.lists(st.integers(1, 15), min_size=1, max_size=3, unique=True),
        st.lists(st.sampled_from(BODIES), min_size=1, max_size=2),
        st.none() | st.sampled_from(["2023-04", "2023-05", "2023-06", "4月"]),
    ),
    max_size=6,
)


@given(CALLS)
@settings(max_examples=150, deadline=None)
def test_what_was_asked_is_there_and_nothing_else_differs(calls: list[Call]) -> None:
    files = tuple(File(name, (EXAMPLE / name).read_text(encoding="utf-8")) for name in ("tasks.yaml", "towns.yaml"))
    for report, numbers, units, period in sorted(calls, key=lambda call: call[0].on):
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
    evidence = {bare(text): text for text in reversed((*before.evidence, *report.evidence))}
    return replace(
        before,
        started=before.started or (report.on if report.verb is Verb.START else None),
        done=before.done or (report.on if report.verb is Verb.DONE else None),
        evidence=tuple(reversed(evidence.values())),
        reason=report.reason or before.reason,
        expected=report.expected or before.expected,
        notes=before.notes if set(note) <= set(before.notes) else (*before.notes, *note),
    )
