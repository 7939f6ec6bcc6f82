"""What one body reported of one task."""

import datetime as dt
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import TypeVar

from fuquan.comparison import Comparison, Pair, Reported
from fuquan.model import Record, Task, Withdrawn
from fuquan.owed import NOTHING
from fuquan.text import bare
from fuquan.view import words
from fuquan.view.changes.change import Change, Value
from fuquan.view.changes.wording import altered, day_in, its_task, maybe_day, of_period, quoted


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
        said = f"{its.task}，{day_in(gone.date, edit)}撤回的原记录{_held(gone.record, edit)}被改动或删去"
        yield its.says("record-withdrawn-changed", "", said)
    yield from _days(its, old, new, taken)
    yield from _texts(its, old, new, taken)


class _Its:
    """Makes the changes of one record."""

    def __init__(self, edit: Comparison, task: Task, one: Reported) -> None:
        self.edit = edit
        self.one = one
        self.of = its_task(task)
        self.task = of_period(task, one.period, edit)
        pair = edit.owed.get((one.number, one.body, one.period), Pair(None, None))
        self.due = pair.after.due if pair.after else None

    def says(self, kind: str, lead: str, tail: str, before: Value = None, after: Value = None) -> Change:
        return Change(kind, (lead, tail), *self.of, self.one.body, self.one.period, before, after)


def _withdrawn(its: _Its, taken: Withdrawn) -> Change:
    said = f"{its.task}的记录{_held(taken.record, its.edit)}，原因：{taken.reason}"
    return its.says("record-withdrawn", f"{day_in(taken.date, its.edit)}撤回", said, before=taken.record.done)


def _held(record: Record, edit: Comparison) -> str:
    """（5月8日完成）: what is worth naming of a record that is gone."""
    if record.done:
        return f"（{day_in(record.done, edit)}完成）"
    return f"（{day_in(record.started, edit)}开始）" if record.started else ""


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
            said = f"{its.task}的{altered(label, maybe_day(was, edit), maybe_day(became, edit))}，原记录没有撤回"
            yield its.says(f"record-{key}-changed", "", said, was, became)
        elif became is not None:
            said = f"开始办理{its.task}，{day_in(became, edit)}" if key == "started" else _completed(its, became)
            yield its.says(f"record-{key}", "", said, was, became)


def _completed(its: _Its, done: dt.date) -> str:
    """完成任务2，4月26日，按期."""
    parts = [f"完成{its.task}", day_in(done, its.edit) + ("（印发前）" if done < its.edit.head.issued else "")]
    if its.due is not None:
        late = (done - its.due).days
        parts.append(f"逾期{late}天" if late > 0 else "按期")
    return "，".join(parts)


def _texts(its: _Its, old: Record, new: Record, taken: Sequence[Withdrawn]) -> Iterator[Change]:
    edit = its.edit
    reason, expected = (quoted(one.reason) for one in (old, new)), (maybe_day(one.expected, edit) for one in (old, new))
    if old.reason != new.reason:
        said = _stated(its, new, "尚未完成的原因", *reason) or f"填报{its.task}尚未完成的原因：{new.reason}"
        yield its.says("record-reason", "", said, old.reason, new.reason)
    if old.expected != new.expected and (new.expected or all(one.record.expected is None for one in taken)):
        said = _stated(its, new, "的预计完成时间", *expected) or f"预计{maybe_day(new.expected, edit)}完成{its.task}"
        yield its.says("record-expected", "", said, old.expected, new.expected)
    evidence = _differing(old.evidence, new.evidence, [one.record.evidence for one in taken])
    come = yield from _kept(its, "record-evidence", *([("佐证材料", text) for text in texts] for texts in evidence))
    if come:
        said = f"报送{its.task}佐证材料{words.listed(f'“{text}”' for _, text in come)}"
        yield its.says("record-evidence", "", said, after=tuple(text for _, text in come))
    notes = _differing(old.notes, new.notes, [one.record.notes for one in taken])
    called = ([(f"{day_in(note.date, edit)}的说明", note.text) for note in those] for those in notes)
    for label, text in (yield from _kept(its, "record-note", *called)):
        yield its.says("record-note", "", f"{its.task}，{label.removesuffix('的说明')}说明：{text}", after=text)


def _stated(its: _Its, new: Record, label: str, was: str | None, became: str | None) -> str:
    """What became of a reason or an expected day, which are of no interest once the task is done; empty of a first."""
    if was is None:
        return ""
    if became is None and new.done:
        return f"不再列{its.task}{label}{was}"
    return altered(f"{its.task}{label}", was, became)


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
        said = f"{its.task}的{altered(label, quoted(text), quoted(after))}{end}"
        yield its.says(f"{kind}-changed", "", said, text, after)
    return left
