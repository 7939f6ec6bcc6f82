"""What an edit changed, one Chinese sentence a change: facts, whether or not the rules allow them."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from fuquan.comparison import Comparison, Key, Pair, Reported
from fuquan.diagnostic import Severity
from fuquan.model import Adjustment, Member, Plan, Record, Section, Task, Trigger, Unit, Withdrawn
from fuquan.owed import NOTHING
from fuquan.rules.deadlines import printed_day
from fuquan.text import bare, long_day
from fuquan.view import words

if TYPE_CHECKING:
    from fuquan.letter import Letter

Value = str | int | bool | dt.date | tuple[str, ...] | None


class Change(NamedTuple):
    """One thing that differs, of one body where it is a body's."""

    kind: str
    """A code for programs: what it belongs to, and the key or the deed (record-done, task-title)."""
    said: tuple[str, ...]
    """The sentence; in two parts where the name of the body stands between them."""
    task: int | None = None
    name: str | None = None
    """The name of the task."""
    unit: str | None = None
    period: str | None = None
    before: Value = None
    after: Value = None

    @property
    def sentence(self) -> str:
        return (self.unit or "").join(self.said)


def changes(edit: Comparison) -> tuple[Change, ...]:
    """Everything that differs: of the plan, of each task in the plan's order, of the bodies, of the letters' register.

    The order of a list and the way a file is written are no change.
    """
    told = [*_plan(edit), *_waivers(edit), *of_letters(edit)]
    for before, after in edit.tasks:
        told += _task(edit, before, after)
    told += (one for reported in edit.records() for one in of_record(edit, reported))
    for old, new in edit.bodies:
        told += (*_body(edit, old, new), *of_returns(edit, old, new))
    if edit.is_whole:
        told += _effects(edit, told)
    place: dict[tuple[int | None, str | None], int] = {}
    for task in (new or old for old, new in edit.tasks):
        assert task is not None  # noqa: S101 - one of the two is there
        place.setdefault((task.id, task.name), len(place))
    return tuple(sorted(told, key=lambda one: _place(one, place)))


def _place(one: Change, tasks: Mapping[tuple[int | None, str | None], int]) -> int:
    if one.task is not None:
        return tasks[one.task, one.name]
    return len(tasks) + is_of_letter(one) if is_of_body(one) or is_of_letter(one) else -1


def is_of_letter(one: Change) -> bool:
    return one.kind.startswith("letter-")


def is_of_body(one: Change) -> bool:
    """Whether it stands under the bodies, not under a task, the plan or the register of letters."""
    return one.task is None and one.kind.partition("-")[0] in ("body", "member", "return")


class Merged(NamedTuple):
    """Changes that differ in the body alone, by the first of them."""

    first: Change
    sentence: str
    """Of them all: 湾沚镇、陶辛镇完成任务2，…

    A group whose list is complete is named where all its members are among them.
    """
    bodies: tuple[str, ...]


def merged(told: Iterable[Change], plan: Plan) -> tuple[Merged, ...]:
    alike: dict[Change, list[Change]] = {}
    for one in told:
        key = one._replace(unit=None) if len(one.said) > 1 else one
        alike.setdefault(key, []).append(one)
    return tuple(
        Merged(ones[0], _names(ones, plan).join(ones[0].said), tuple(one.unit for one in ones if one.unit))
        for ones in alike.values()
    )


def _names(ones: Sequence[Change], plan: Plan) -> str:
    names = [one.unit for one in ones if one.unit]
    groups: dict[str, str] = {}
    row = next((task.units for task in plan.tasks if task.id == ones[0].task), None)
    for unit in plan.units if row is None else [unit for unit in plan.units if unit.name in row]:
        members = [member.name for member in unit.members or ()]
        if unit.complete and len(members) > 1 and set(members) <= set(names):
            groups |= dict.fromkeys(members, unit.name)
    return words.listed(dict.fromkeys(groups.get(name, name) for name in names))


def concerning(told: Iterable[Change], edit: Comparison, bodies: Collection[str]) -> tuple[Change, ...]:
    """The changes that touch these bodies of the head: their own, those of their groups, and those of what they owe.

    A record of a group stands for members not yet named, so it is the group's alone.
    """
    groups = {**edit.base.groups(), **edit.head.groups()}
    wider = {*bodies, *(group for body in bodies for group in groups.get(body, ()))}
    owed = {number for number, body, _ in edit.owed if body in bodies}
    owed |= {task.id for task in (*edit.base.tasks, *edit.head.tasks) if not wider.isdisjoint(task.units)}

    def touches(one: Change) -> bool:
        if one.unit is None:
            return one.task in owed
        return one.unit in (bodies if one.kind.startswith("record") else wider)

    return tuple(one for one in told if touches(one))


# The plan


def _plan(edit: Comparison) -> Iterator[Change]:
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
            shown = (_full(was), _full(became))
            yield Change(f"plan-{key}", (f"方案的{_altered(label, *shown)}",), before=was, after=became)
    yield from _listed("plan-basis", "方案", "依据", old.basis, new.basis)
    for rule in dict.fromkeys((*old.severity, *new.severity)):
        level, other = old.severity.get(rule), new.severity.get(rule)
        if level != other:
            said = _altered(f"规则“{rule}”的级别", _level(level), _level(other))
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


def _waivers(edit: Comparison) -> Iterator[Change]:
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
            where = [f"任务{one.task}" if one.task else "", one.unit or "", _period(one.period, edit)]
            parts = [
                f"{verb}一条认可的例外：规则“{one.rule}”",
                "".join(where),
                f"理由：{one.reason}" if one.reason else "",
                f"依据{one.basis}" if one.basis else "未写依据",
            ]
            said = "，".join(part for part in parts if part)
            task = _numbered(edit, one.task) if one.task else None
            yield Change(kind, (said,), *_of(task), one.unit, one.period)


def _numbered(edit: Comparison, number: int) -> Task | None:
    """The task of the head, else the one of the base that is gone."""
    return next((one for one in (*edit.head.tasks, *edit.base.tasks) if one.id == number), None)


def _of(task: Task | None) -> tuple[int | None, str | None]:
    return (task.id, task.name) if task else (None, None)


# The register of letters


def of_letters(edit: Comparison) -> Iterator[Change]:
    """What the register gained, lost or has otherwise: 登记了2023年催办第1号，发给红杨镇：任务2、9."""
    for was, became in edit.entries():
        if was == became:
            continue
        if became is None:
            assert was is not None  # noqa: S101 - one of the two is there
            said = (f"登记的{was.number}被删去，是发给", f"的：{_entered(was, edit)}")
            yield Change("letter-removed", said, unit=was.unit, before=was.number)
        elif was is None:
            said = (f"登记了{became.number}，发给", f"：{_entered(became, edit)}")
            yield Change("letter-added", said, unit=became.unit, after=became.number)
        else:
            fields = (
                ("日期", _maybe(was.date, edit), _maybe(became.date, edit)),
                ("单位", _quoted(was.unit), _quoted(became.unit)),
                ("依据", _quoted(was.basis), _quoted(became.basis)),
                ("任务", _items(was, edit), _items(became, edit)),
            )
            parts = "，".join(_altered(label, old, new) for label, old, new in fields if old != new)
            said = (f"登记的{became.number}（发给", f"）被改动，{parts}")
            yield Change("letter-changed", said, unit=became.unit, before=was.number, after=became.number)


def _entered(one: "Letter", edit: Comparison) -> str:
    """任务2、9、14（4月）; of a 督办通知单 and its basis."""
    return f"{f'依据{one.basis}，' if one.basis else ''}任务{_items(one, edit)}"


def _items(one: "Letter", edit: Comparison) -> str:
    return words.listed(f"{item.task}{words.period(item.period, edit.day)}" for item in one.items)


# A task


def _task(edit: Comparison, old: Task | None, new: Task | None) -> Iterator[Change]:
    if new is None:
        assert old is not None  # noqa: S101 - one of the two is there
        yield Change("task-removed", (f"任务{old.id}“{old.title}”被删去",), *_of(old), before=old.title)
        return
    if old is None:
        said = f"新增任务{new.id}“{new.title}”，时限{new.printed}，责任单位{words.listed(new.units)}"
        yield Change("task-added", (said,), *_of(new), after=new.title)
    else:
        yield from _printed(edit, old, new)
    yield from _understood(edit, old, new)
    yield from _trigger(edit, old.trigger if old else None, new)
    yield from _adjustments(edit, old.adjustments if old else (), new)


def _printed(edit: Comparison, old: Task, new: Task) -> Iterator[Change]:
    its = f"任务{new.id}的"
    if old.id != new.id:
        yield Change("task-id", (f"任务{old.id}的序号改为{new.id}",), *_of(new), before=old.id, after=new.id)
    fields = (
        ("title", "原文", old.title, new.title),
        ("section", "主要任务", old.section, new.section),
        ("short", "简称", old.short, new.short),
        ("deadline", "印发时限", old.printed, new.printed),
    )
    for key, label, was, became in fields:
        if was != became:
            said = f"{its}{_altered(label, _quoted(was), _quoted(became))}"
            yield Change(f"task-{key}", (said,), *_of(new), before=was, after=became)
    then = [edit.names.get(name, name) for name in old.units]
    for name in new.units:
        if name not in then:
            yield Change("task-unit-added", ("", f"列为任务{new.id}的责任单位"), *_of(new), unit=name)
    for name in then:
        if name not in new.units:
            yield Change("task-unit-removed", ("", f"不再列为任务{new.id}的责任单位"), *_of(new), unit=name)


def _understood(edit: Comparison, old: Task | None, new: Task) -> Iterator[Change]:
    """How the office reads the row; of a new one as far as it says."""
    collects = edit.names.get(old.collects, old.collects) if old and old.collects else None
    fields = (
        ("reading", "对时限的理解", old.reading if old else None, new.reading),
        ("reading-basis", "理解的依据", old.reading_basis if old else None, new.reading_basis),
        ("from", "第一期", old.first_period if old else None, new.first_period),
        ("collects", "收集情况的单位", collects, new.collects),
    )
    for key, label, was, became in fields:
        if was != became:
            shown = [
                one and words.period_name(one, edit.day) if key == "from" else _quoted(one) for one in (was, became)
            ]
            said = f"任务{new.id}{'' if key == 'reading' else '的'}{_altered(label, *shown)}"
            yield Change(f"task-{key}", (said,), *_of(new), before=was, after=became)


def _trigger(edit: Comparison, old: Trigger | None, task: Task) -> Iterator[Change]:
    new = task.trigger
    if old == new:
        return
    was, became = (one.date if one else None for one in (old, new))
    if old is None and new is not None:
        said = f"任务{task.id}所等的事项已发生，{_day(new.date, edit)}起算，{_basis(new.basis)}"
    elif new is None and old is not None:
        said = f"任务{task.id}起算的事项（{_day(old.date, edit)}，{_basis(old.basis)}）被删去"
    else:
        assert old is not None and new is not None  # noqa: S101 - for the type checker
        parts = [
            _altered("日期", _day(old.date, edit), _day(new.date, edit)) if old.date != new.date else "",
            _altered("依据", _quoted(old.basis), _quoted(new.basis)) if old.basis != new.basis else "",
        ]
        said = f"任务{task.id}起算的{'，'.join(part for part in parts if part)}"
    yield Change("task-trigger", (said,), *_of(task), before=was, after=became)


# Adjustments


def _adjustments(edit: Comparison, old: Iterable[Adjustment], task: Task) -> Iterator[Change]:
    """Those added, rewritten and removed; of those that name bodies, one for each body."""
    before = [_renamed(one, edit) for one in old]
    added: list[tuple[int, Adjustment]] = []
    for n, one in enumerate(task.adjustments):
        same = next((other for other in before if _alike(other) == _alike(one)), None)
        if same is None:
            added.append((n, one))
        else:
            before.remove(same)
    for n, one in added:
        was = _rewritten(one, before)
        if was is None:
            yield from adjusted(edit, task, n)
        else:
            before.remove(was)
            yield from _altered_adjustment(edit, task, was, one)
    for one in before:
        named = f"{_of_period(task, one.period, edit)}调整到{_day(one.due, edit)}的一条时限调整被删去"
        for unit, said in _each(one.units, named):
            yield Change("adjustment-removed", said, *_of(task), unit=unit, period=one.period, before=one.due)


def _renamed(one: Adjustment, edit: Comparison) -> Adjustment:
    return replace(one, units=tuple(edit.names.get(name, name) for name in one.units))


def _alike(one: Adjustment) -> Adjustment:
    return replace(one, units=tuple(sorted(one.units)))


def _rewritten(one: Adjustment, before: Iterable[Adjustment]) -> Adjustment | None:
    """The one that it most likely was: the same period and bodies, best the same day, or granted on the same day."""
    same = [other for other in before if other.period == one.period and set(other.units) == set(one.units)]
    near = [other for other in same if other.due == one.due] or [other for other in same if other.date == one.date]
    return next(iter(near or same), None)


def adjusted(edit: Comparison, task: Task, n: int) -> Iterator[Change]:
    """The task's adjustment number `n`: 任务5时限由6月中旬前（6月20日）调整为6月30日，延后10天，依据…"""
    one, earlier = task.adjustments[n], task.adjustments[:n]
    groups = edit.head.groups()
    old, original = _originally(edit, task, one)
    for unit in one.units or (None,):
        names = {unit, *groups.get(unit, ())} if unit else set()
        own = [
            other.due
            for other in earlier
            if other.period == one.period and not (other.units and names.isdisjoint(other.units))
        ]
        was = own[-1] if own else original
        said = (
            f"{_of_period(task, one.period, edit)}时限{_from_to(edit, old, one, original, was)}"
            f"{_others(edit, one, earlier) if unit is None else ''}，{_basis(one.basis)}"
            f"{f'，事由：{one.reason}' if one.reason else ''}"
            f"{f'，{_day(one.date, edit)}批准' if one.date else ''}"
            f"{f'，批准人：{one.approved_by}' if one.approved_by else ''}"
        )
        parts = ("", said) if unit else (said,)
        yield Change("adjustment-added", parts, *_of(task), unit, one.period, was, one.due)


def _originally(edit: Comparison, task: Task, one: Adjustment) -> tuple[Task, dt.date | None]:
    """The row with the day that its printed phrase gives: as the base had it, if it did, since that was to be kept."""
    old = next((before for before, after in edit.tasks if after is not None and after.id == task.id), None)
    if old is not None and (day := printed_day(edit.base, old, one.period)) is not None:
        return old, day
    return task, printed_day(edit.head, task, one.period)


def _from_to(edit: Comparison, task: Task, one: Adjustment, original: dt.date | None, was: dt.date | None) -> str:
    new = _day(one.due, edit)
    if was is None:
        return f"确定为{new}"
    if one.period is not None or original is None:
        old = _day(was, edit)
    else:
        old = f"{task.printed}（{_day(was, edit)}）" if was == original else f"{_day(was, edit)}（原{task.printed}）"
    days = (one.due - was).days
    by = f"延后{days}天" if days > 0 else f"提前{-days}天" if days < 0 else "日期不变"
    return f"由{old}调整为{new}，{by}"


def _others(edit: Comparison, one: Adjustment, earlier: Iterable[Adjustment]) -> str:
    """（红杨镇原为5月15日）: the bodies that had a day of their own until now."""
    own: dict[str, dt.date] = {}
    for other in earlier:
        if other.period == one.period:
            own = own | dict.fromkeys(other.units, other.due) if other.units else {}
    days: dict[dt.date, list[str]] = {}
    for name, due in own.items():
        days.setdefault(due, []).append(name)
    told = "；".join(f"{words.listed(names)}原为{_day(due, edit)}" for due, names in days.items())
    return f"（{told}）" if told else ""


def _altered_adjustment(edit: Comparison, task: Task, old: Adjustment, new: Adjustment) -> Iterator[Change]:
    fields = (
        ("时限", _maybe(old.due, edit), _maybe(new.due, edit)),
        ("批准日期", _maybe(old.date, edit), _maybe(new.date, edit)),
        ("依据", _quoted(old.basis), _quoted(new.basis)),
        ("事由", _quoted(old.reason), _quoted(new.reason)),
        ("批准人", _quoted(old.approved_by), _quoted(new.approved_by)),
    )
    parts = "，".join(_altered(label, was, became) for label, was, became in fields if was != became)
    named = f"{_of_period(task, new.period, edit)}调整到{_day(old.due, edit)}的一条时限调整，{parts}"
    for unit, said in _each(new.units, named):
        yield Change(
            "adjustment-changed", said, *_of(task), unit=unit, period=new.period, before=old.due, after=new.due
        )


def _each(units: Iterable[str], said: str) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """The sentence of each body, or of all."""
    names = tuple(units)
    return ((name, ("", said)) for name in names) if names else iter([(None, (said,))])


def _of_period(task: Task, period: str | None, edit: Comparison) -> str:
    return f"任务{task.id}{_period(period, edit)}"


# Records


def of_record(edit: Comparison, one: Reported) -> Iterator[Change]:
    """What one body reported of one task, and what of its report is no longer there."""
    task = one.task or next(task for task in edit.base.tasks if task.id == one.number)
    its = _Its(edit, task, one)
    old, new = one.before or NOTHING, one.after or NOTHING
    if old == new:
        return
    if one.after is None:
        end = "，原记录没有撤回" if one.unit and one.task else ""
        yield its.says("record-removed", "", f"{its.task}的办理记录{_held(old, edit)}被删去{end}", before=old.done)
        return
    lost, taken = _differing(old.withdrawn, new.withdrawn, ())
    yield from (_withdrawn(its, one) for one in taken)
    for gone in lost:
        said = f"{its.task}，{_day(gone.date, edit)}撤回的原记录{_held(gone.record, edit)}被改动或删去"
        yield its.says("record-withdrawn-changed", "", said)
    yield from _days(its, old, new, taken)
    yield from _texts(its, old, new, taken)


class _Its:
    """Makes the changes of one record."""

    def __init__(self, edit: Comparison, task: Task, one: Reported) -> None:
        self.edit = edit
        self.one = one
        self.of = _of(task)
        self.task = _of_period(task, one.period, edit)
        pair = edit.owed.get((one.number, one.body, one.period), Pair(None, None))
        self.due = pair.after.due if pair.after else None

    def says(self, kind: str, lead: str, tail: str, before: Value = None, after: Value = None) -> Change:
        return Change(kind, (lead, tail), *self.of, self.one.body, self.one.period, before, after)


def _withdrawn(its: _Its, taken: Withdrawn) -> Change:
    said = f"{its.task}的记录{_held(taken.record, its.edit)}，原因：{taken.reason}"
    return its.says("record-withdrawn", f"{_day(taken.date, its.edit)}撤回", said, before=taken.record.done)


def _held(record: Record, edit: Comparison) -> str:
    """（5月8日完成）: what is worth naming of a record that is gone."""
    if record.done:
        return f"（{_day(record.done, edit)}完成）"
    return f"（{_day(record.started, edit)}开始）" if record.started else ""


def _days(its: _Its, old: Record, new: Record, taken: Sequence[Withdrawn]) -> Iterator[Change]:
    edit = its.edit
    fields = (
        ("started", "开始日期", old.started, new.started, {one.record.started for one in taken}),
        ("done", "完成日期", old.done, new.done, {one.record.done for one in taken}),
    )
    for key, label, was, became, back in fields:
        if was == became:
            continue
        is_told = was is None or was in back
        if not is_told:
            said = f"{its.task}的{_altered(label, _maybe(was, edit), _maybe(became, edit))}，原记录没有撤回"
            yield its.says(f"record-{key}-changed", "", said, was, became)
        elif became is not None:
            said = f"开始办理{its.task}，{_day(became, edit)}" if key == "started" else _completed(its, became)
            yield its.says(f"record-{key}", "", said, was, became)


def _completed(its: _Its, done: dt.date) -> str:
    """完成任务2，4月26日，按期."""
    parts = [f"完成{its.task}", _day(done, its.edit) + ("（印发前）" if done < its.edit.head.issued else "")]
    if its.due is not None:
        late = (done - its.due).days
        parts.append(f"逾期{late}天" if late > 0 else "按期")
    return "，".join(parts)


def _texts(its: _Its, old: Record, new: Record, taken: Sequence[Withdrawn]) -> Iterator[Change]:
    edit = its.edit
    reason, expected = (_quoted(one.reason) for one in (old, new)), (_maybe(one.expected, edit) for one in (old, new))
    if old.reason != new.reason:
        said = _stated(its, new, "尚未完成的原因", *reason) or f"填报{its.task}尚未完成的原因：{new.reason}"
        yield its.says("record-reason", "", said, old.reason, new.reason)
    if old.expected != new.expected and (new.expected or all(one.record.expected is None for one in taken)):
        said = _stated(its, new, "的预计完成时间", *expected) or f"预计{_maybe(new.expected, edit)}完成{its.task}"
        yield its.says("record-expected", "", said, old.expected, new.expected)
    evidence = _differing(old.evidence, new.evidence, [one.record.evidence for one in taken])
    come = yield from _kept(its, "record-evidence", *([("佐证材料", text) for text in texts] for texts in evidence))
    if come:
        said = f"报送{its.task}佐证材料{words.listed(f'“{text}”' for _, text in come)}"
        yield its.says("record-evidence", "", said, after=tuple(text for _, text in come))
    notes = _differing(old.notes, new.notes, [one.record.notes for one in taken])
    called = ([(f"{_day(note.date, edit)}的说明", note.text) for note in those] for those in notes)
    for label, text in (yield from _kept(its, "record-note", *called)):
        yield its.says("record-note", "", f"{its.task}，{label.removesuffix('的说明')}说明：{text}", after=text)


def _stated(its: _Its, new: Record, label: str, was: str | None, became: str | None) -> str:
    """What became of a reason or an expected day, which are of no interest once the task is done; empty of a first."""
    if was is None:
        return ""
    if became is None and new.done:
        return f"不再列{its.task}{label}{was}"
    return _altered(f"{its.task}{label}", was, became)


Text = TypeVar("Text")
_Item = tuple[str, str]
"""What a text is called, and the text."""


def _differing(
    old: Sequence[Text], new: Sequence[Text], back: Iterable[Sequence[Text]]
) -> tuple[list[Text], list[Text]]:
    """Those gone and those come, where `back` was taken back in the meantime."""
    if new[: len(old)] == old:  # as it should be: what was reported stays
        return [], list(new[len(old) :])
    before, after = Counter(old), Counter(new)
    gone, come = before - after, after - before
    for those in back:
        gone -= Counter(those)
    return list(gone.elements()), list(come.elements())


def _kept(its: _Its, kind: str, gone: Iterable[_Item], come: list[_Item]) -> Generator[Change, None, list[_Item]]:
    """What was altered or removed, though it should stay; the rest of `come` is returned."""
    left = list(come)
    for label, text in gone:
        became = next((one for one in left if one[0] == label), None)
        if became is not None:
            left.remove(became)
        is_writing = became is not None and bare(text) == bare(became[1])
        end = "" if is_writing else "，原记录没有撤回"
        after = became[1] if became else None
        said = f"{its.task}的{_altered(label, _quoted(text), _quoted(after))}{end}"
        yield its.says(f"{kind}-changed", "", said, text, after)
    return left


# Bodies


def _body(edit: Comparison, old: Unit | None, new: Unit | None) -> Iterator[Change]:
    if new is None:
        assert old is not None  # noqa: S101 - one of the two is there
        yield Change("body-removed", (f"{_called(old)}“{old.name}”被删去",), unit=old.name, before=old.name)
        return
    name = new.name
    if old is None:
        code = f"（代码{new.code}）" if new.code else ""
        yield Change("body-added", (f"新增{_called(new)}“{name}”{code}",), unit=name, after=name)
    elif old.name != name:
        kept = "旧名留作别名" if old.name in new.aliases else "旧名没有留下"
        said = f"“{old.name}”改名为“{name}”，{kept}"
        yield Change("body-name", (said,), unit=name, before=old.name, after=name)
    fields = (
        ("full", "全称", old.full if old else None, new.full),
        ("code", "代码", old.code if old else new.code, new.code),
        ("since", "设立之日", old.since if old else None, new.since),
        ("until", "撤销之日", old.until if old else None, new.until),
        ("basis", "设立、撤销的依据", old.basis if old else None, new.basis),
    )
    for key, label, was, became in fields:
        if was != became:
            said = f"的{_altered(label, _shown(was, edit), _shown(became, edit))}"
            yield Change(f"body-{key}", ("", said), unit=name, before=was, after=became)
    letter = old.letter if old else None
    if letter != new.letter:
        said = f"改为只发{new.letter}，不发催办函" if new.letter else f"不再限于只发{letter}"
        yield Change("body-letter", ("", said), unit=name, before=letter, after=new.letter)
    yield from _aliases(old, new)
    yield from _members(edit, old, new)


def _called(unit: Unit) -> str:
    return "镇" if unit.code else "单位"


def _aliases(old: Unit | None, new: Unit) -> Iterator[Change]:
    told = {new.name, old.name} if old and old.name != new.name else set()
    before, after = set(old.aliases if old else ()), set(new.aliases)
    for alias in new.aliases:
        if alias not in before | told:
            yield Change("body-aliases", ("", f"添别名“{alias}”"), unit=new.name, after=alias)
    for alias in old.aliases if old else ():
        if alias not in after | told:
            yield Change("body-aliases", ("", f"的别名“{alias}”被删去"), unit=new.name, before=alias)


def _members(edit: Comparison, old: Unit | None, new: Unit) -> Iterator[Change]:
    group = new.name
    was, became = _sort(old) if old else "", _sort(new)
    if was != became and (old or new.members is not None):
        said = f"由{was}改为{became}" if old else f"是{became}"
        yield Change("body-members", ("", said), unit=group, before=was or None, after=became)
    if old and (old.of_towns and new.of_towns):
        then = now = {}
    else:
        then = {
            name: one._replace(name=name) for one in (old.members if old else None) or () for name in [_now(edit, one)]
        }
        now = {one.name: one for one in new.members or ()}
    for name in dict.fromkeys((*now, *then)):
        yield from _member(edit, group, then.get(name), now.get(name))
    if (old.complete if old else new.of_towns) != new.complete:
        said = "的名单已经报齐" if new.complete else "的名单不再是完整的"
        yield Change("body-complete", ("", said), unit=group, before=not new.complete, after=new.complete)


def _sort(unit: Unit) -> str:
    if unit.members is None:
        return "一个单位"
    return "全部镇" if unit.of_towns else "一组单位"


def _now(edit: Comparison, one: Member) -> str:
    return edit.names.get(one.name, one.name)


def _member(edit: Comparison, group: str, old: Member | None, new: Member | None) -> Iterator[Change]:
    if old == new:
        return
    if new is None:
        assert old is not None  # noqa: S101 - one of the two is there
        yield Change("member-removed", ("", f"从{group}的成员中删去"), unit=old.name, before=group)
        return
    if old is None:
        parts = [
            f"列入{group}",
            f"自{_day(new.since, edit)}起" if new.since else "",
            f"到{_day(new.until, edit)}止" if new.until else "",
            f"依据{new.basis}" if new.basis else "",
        ]
        said = "，".join(part for part in parts if part)
        yield Change("member-added", ("", said), unit=new.name, after=group)
        return
    if new.until and new == old._replace(until=new.until, basis=new.basis) and not (old.until or old.basis):
        said = f"退出{group}，到{_day(new.until, edit)}止，{_basis(new.basis)}"
    else:
        fields = (
            ("起始日期", _maybe(old.since, edit), _maybe(new.since, edit)),
            ("截止日期", _maybe(old.until, edit), _maybe(new.until, edit)),
            ("依据", _quoted(old.basis), _quoted(new.basis)),
        )
        said = f"在{group}的{'，'.join(_altered(label, was, now) for label, was, now in fields if was != now)}"
    yield Change("member-changed", ("", said), unit=new.name, before=old.until, after=new.until)


def of_returns(edit: Comparison, old: Unit | None, new: Unit | None) -> Iterator[Change]:
    """六郎镇5月情况已报，5月18日: under the task that gathers them."""
    before, after = old.returns if old else {}, new.returns if new else {}
    if before == after:
        return
    body = new or old
    assert body is not None  # noqa: S101 - one of the two is there
    groups = {*edit.base.groups().get(old.name if old else "", ()), *edit.head.groups().get(body.name, ())}
    gathers = (one for one in (*edit.head.tasks, *edit.base.tasks) if one.collects in groups)
    task = next(gathers, None)
    for month in sorted({*before, *after}):
        was, became = before.get(month), after.get(month)
        name = f"{words.period_name(month, edit.day)}情况"
        if was == became:
            continue
        if was is None:
            kind, said = "return-added", f"{name}已报，{_maybe(became, edit)}"
        else:
            kind = "return-changed" if became else "return-removed"
            said = f"{name}的{_altered('报送日期', _maybe(was, edit), _maybe(became, edit))}"
        yield Change(kind, ("", said), *_of(task), body.name, month, was, became)


# What follows from all this, where nothing above says so


def _effects(edit: Comparison, told: Iterable[Change]) -> Iterator[Change]:
    """Due days that no adjustment moved, and duties that came or went though no list of bodies changed."""
    told = tuple(told)
    tasks = {after.id: after for before, after in edit.tasks if before and after}
    moved: dict[int, dict[str, list[tuple[str | None, Pair]]]] = {}
    owing: dict[tuple[int, bool], dict[str, list[str | None]]] = {}
    why = _Reasons(edit, told)
    for key, pair in edit.owed.items():
        number, body, period = key
        if number not in tasks:
            continue
        if pair.before and pair.after:
            if pair.before.due != pair.after.due and not why.is_adjusted(key):
                moved.setdefault(number, {}).setdefault(body, []).append((period, pair))
        elif not why.is_listed(key, pair):
            owing.setdefault((number, pair.after is not None), {}).setdefault(body, []).append(period)
    both = _still_owing(edit) if moved else {}
    for number, by_body in moved.items():
        yield from _moves(edit, tasks[number], by_body, both[number])
    for (number, is_new), periods_of in owing.items():
        for body, periods in periods_of.items():
            yield _owes(edit, tasks[number], is_new, body, periods)


class _Reasons:
    """What was said of adjustments and of who belongs where."""

    def __init__(self, edit: Comparison, told: Iterable[Change]) -> None:
        self.groups = edit.base.groups()
        for name, groups in edit.head.groups().items():
            self.groups[name] = [*self.groups.get(name, ()), *groups]
        told = tuple(told)
        self.adjusted = {(one.task, one.unit, one.period) for one in told if one.kind.startswith("adjustment")}
        self.printed = {one.task for one in told if one.kind in ("task-deadline", "task-reading")}
        self.rows = {(one.task, one.unit) for one in told if one.kind.startswith("task-unit")}
        changed = ("member-added", "member-removed", "member-changed", "body-since", "body-until", "body-complete")
        whole = ("body-added", "body-removed", "body-members")
        self.bodies = {one.unit for one in told if one.kind in (*changed, *whole)}

    def is_adjusted(self, key: Key) -> bool:
        number, body, period = key
        return any((number, name, period) in self.adjusted for name in (None, body, *self.groups.get(body, ())))

    def is_listed(self, key: Key, pair: Pair) -> bool:
        """Whether the row, the body or its group is said to have changed, or the periods by another phrase."""
        number, body, _ = key
        one = pair.before or pair.after
        names = {body, one.via if one else None}
        return (
            number in self.printed
            or not self.bodies.isdisjoint(names)
            or any((number, name) in self.rows for name in names)
        )


def _still_owing(edit: Comparison) -> dict[int, set[str]]:
    """The bodies that owed and owe a period of each task."""
    both: dict[int, set[str]] = {}
    for (number, body, _), pair in edit.owed.items():
        if pair.before and pair.after:
            both.setdefault(number, set()).add(body)
    return both


def _moves(
    edit: Comparison, task: Task, by_body: Mapping[str, list[tuple[str | None, Pair]]], owing: Collection[str]
) -> Iterator[Change]:
    """One sentence for all where all that owe the task have the same new days, else one for each body."""
    said = {body: f"任务{task.id}的到期日{_days_moved(edit, pairs)}" for body, pairs in by_body.items()}
    is_all = len(set(said.values())) == 1 and set(owing) == set(said)
    for body in list(said)[:1] if is_all else said:
        period, pair = by_body[body][0]
        yield Change(
            "owed-due",
            (said[body],) if is_all else ("", said[body]),
            *_of(task),
            unit=None if is_all else body,
            period=period if len(by_body[body]) == 1 else None,
            before=pair.before.due if pair.before else None,
            after=pair.after.due if pair.after else None,
        )


def _days_moved(edit: Comparison, pairs: Sequence[tuple[str | None, Pair]]) -> str:
    """由6月20日变为6月30日; of periods 有变：4月由4月20日变为4月25日；5月…，共9期."""
    parts = []
    for period, (before, after) in pairs[:3]:
        old, new = before.due if before else None, after.due if after else None
        became = _day(new, edit) if new else "没有日期"
        name = words.period_name(period, edit.day) if period else ""
        parts.append(f"{name}由{_day(old, edit)}变为{became}" if old else f"{name}确定为{became}")
    if pairs[0][0] is None:
        return parts[0]
    return f"有变：{'；'.join(parts)}{f'；共{len(pairs)}期' if len(pairs) > 3 else ''}"


def _owes(edit: Comparison, task: Task, is_new: bool, body: str, periods: Sequence[str | None]) -> Change:
    keys = [period for period in periods if period]
    of = f"的{words.periods(keys, edit.day)}" if keys else ""
    said = f"{'开始' if is_new else '不再'}承担任务{task.id}{of}"
    kind = "owed-added" if is_new else "owed-removed"
    return Change(kind, ("", said), *_of(task), unit=body, period=keys[0] if len(keys) == 1 else None)


# Words


def _altered(label: str, was: str | None, became: str | None) -> str:
    if was is None:
        return f"{label}写明为{became}"
    return f"{label}由{was}改为{became}" if became is not None else f"{label}{was}被删去"


def _listed(kind: str, whose: str, label: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
    before, after = Counter(old), Counter(new)
    for text in (after - before).elements():
        yield Change(kind, (f"{whose}的{label}添“{text}”",), after=text)
    for text in (before - after).elements():
        yield Change(kind, (f"{whose}的{label}“{text}”被删去",), before=text)


def _basis(text: str | None) -> str:
    return f"依据{text}" if text else "未写依据"


def _quoted(text: str | None) -> str | None:
    return None if text is None else f"“{text}”"


def _day(value: dt.date, edit: Comparison) -> str:
    return words.day(value, edit.day)


def _maybe(value: dt.date | None, edit: Comparison) -> str | None:
    return _day(value, edit) if value else None


def _shown(value: str | dt.date | None, edit: Comparison) -> str | None:
    return _day(value, edit) if isinstance(value, dt.date) else _quoted(value)


def _full(value: Value) -> str | None:
    if isinstance(value, dt.date):
        return long_day(value)
    return str(value) if isinstance(value, int) else _quoted(value if isinstance(value, str) else None)


def _period(key: str | None, edit: Comparison) -> str:
    return words.period(key, edit.day)
