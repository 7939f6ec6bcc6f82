"""A task whole: phrase, reading, adjustments, every assignment with its record."""

from collections.abc import Iterable
from typing import assert_never

from fuquan.deadline import After, By, Every, Ongoing, Undetermined
from fuquan.model import Adjustment, Task
from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.days import rest_day
from fuquan.view.page import BLANK, Column, Line, Page, Row, Table
from fuquan.view.phrases import folded, granted, marked


def page(now: Situation, standings: Iterable[Standing], bodies: frozenset[str]) -> Page:
    pages = [_task(one, now, bodies) for one in standings]
    return tuple(block for n, one in enumerate(pages) for block in ((BLANK, *one) if n else one))


def _task(standing: Standing, now: Situation, bodies: frozenset[str]) -> Page:
    task, today = standing.task, now.today
    known = [one for one in task.adjustments if one.date is None or one.date <= today]
    return (
        Line(text=f"任务{task.id}  {task.name}", heading=True),
        *([] if task.title == task.name else [Line(label="任务原文", text=task.title)]),
        Line(label="主要任务", text=words.section_title(now.plan, task.section)),
        *_deadline(standing, now),
        *(Line(label="时限调整", text=_adjustment(one, task, now)) for one in known),
        *([] if known else [Line(label="时限调整", text="无")]),
        Line(label="责任单位", text=marked(standing, bodies)),
        Line(label="状态", text=words.state_of(standing)),
        *_progress(standing, now),
        BLANK,
        _assignments(standing, now),
        *_notes(standing, now),
    )


def _more(text: str) -> Line:
    """What belongs to the field above."""
    return Line(label="", text=text)


def _deadline(standing: Standing, now: Situation) -> Iterable[Line]:
    task = standing.task
    yield Line(label="完成时限", text=f"{task.printed.rstrip('。；，')}，{_read_as(standing, now)}")
    if task.reading:
        basis = f"，依据{task.reading_basis}" if task.reading_basis else ""
        yield _more(f"本单位理解为“{task.reading}”{basis}")
    match task.deadline.reading:
        case By() as by:
            day = next((one.original_due for one in standing.assignments if one.original_due), None)
            if day and (rest := rest_day(day)):
                yield _more(rest)
            for stage in by.stages:
                passed = "，已过" if stage.day < now.today else ""
                yield _more(f"其中{stage.text}（{words.day(stage.day, now.today)}{passed}）")
            if by.then_ongoing:
                yield _more("到期之后还要长期坚持")
            if by.soft:
                yield _more("原文留有余地（原则上、力争等），日期照计")
        case After() if task.trigger and task.trigger.date <= now.today:
            basis = f"，依据{task.trigger.basis}" if task.trigger.basis else ""
            yield _more(f"{long_day(task.trigger.date)}起算{basis}")
        case _:
            pass


def _read_as(standing: Standing, now: Situation) -> str:
    reading = standing.task.deadline.reading
    original = next((one.original_due for one in standing.assignments if one.original_due), None)
    match reading:
        case By() if original:
            end = f"（按{reading.ten_days}末计，含当日）" if reading.ten_days else "（含当日）"
            return f"按{long_day(original)}计{end}"
        case After() if original:
            return f"按{long_day(original)}计（含当日）"
        case Every():
            return f"{words.rhythm(standing.task.deadline.reading)}开展"
        case After() if any(one.state is State.WAITING for one in standing.assignments):
            return f"{words.awaited(standing.task.deadline.reading)}，事项发生之前不计日期"
        case Ongoing():
            return "没有截止日期"
        case By() | After() | Undetermined():
            return "时限待定"
        case _ as never:
            assert_never(never)


def _adjustment(one: Adjustment, task: Task, now: Situation) -> str:
    parts = [
        f"{words.period_name(one.period, now.today)}一期" if one.period else "",
        f"{words.listed(one.units)}" if one.units else "",
        granted(one, task, now),
        f"依据{one.basis}" if one.basis else "",
        f"事由：{one.reason}" if one.reason else "",
        f"批准人：{one.approved_by}" if one.approved_by else "",
    ]
    return "，".join(part for part in parts if part)


def _progress(standing: Standing, now: Situation) -> Iterable[Line]:
    all_ = standing.assignments
    if standing.recurs:
        keys = list(dict.fromkeys(one.period for one in all_ if one.period))
        late = list(dict.fromkeys(one.period for one in all_ if one.period and one.state is State.OVERDUE))
        unfinished = {one.period for one in all_ if one.is_open}
        done = sum(key not in unfinished for key in keys)
        told = f"列出{len(keys)}期，已完成{done}期" + (f"；逾期：{words.periods(late, now.today)}" if late else "")
        yield Line(label="进展", text=told)
        return
    done_ones = [one for one in all_ if not one.is_open]
    late_done = sum(bool(one.late_days) for one in done_ones)
    on_time = sum(one.late_days == 0 for one in done_ones)
    open_ones = [one for one in all_ if one.is_open]
    counted = [
        (label, sum(words.progress_of(one) == label for one in open_ones))
        for label in ("推进中", "有说明", "未报送", "暂无记录")
    ]
    parts = [f"{label}{n}家" for label, n in (("已完成", len(done_ones)), *counted) if n]
    if late_done:
        parts[0] += f"（按期{on_time}家、逾期{late_done}家）"
    yield Line(label="进展", text=f"{len(all_)}家单位：{'，'.join(parts)}")
    for unit in now.plan.units:
        if unit.members is not None and not unit.complete and any(one.unit == unit.name for one in all_):
            yield _more(f"{unit.name}名单{'尚未报齐，本身另' if unit.members else '未填报，'}按1家计")


def _assignments(standing: Standing, now: Situation) -> Table:
    recurs = standing.recurs
    return Table(
        indent=2,
        columns=(
            *([Column(title="时期")] if recurs else []),
            Column(title="单位"),
            Column(title="情况"),
            Column(title="完成日期"),
            Column(title="时限"),
            Column(title="佐证材料；说明"),
        ),
        rows=tuple(
            Row(
                cells=(
                    *([words.period_name(one.period or "", now.today)] if recurs else []),
                    one.unit,
                    words.STATES[State.DONE] if not one.is_open else words.progress_of(one),
                    words.day(one.record.done, now.today) if one.record.done else "",
                    _against_limit(one, now),
                    _told(one, now),
                ),
                tone=words.TONES.get(one.state),
                toned=4 if recurs else 3,
            )
            for one in standing.assignments
        ),
    )


def _against_limit(one: Assignment, now: Situation) -> str:
    if not one.is_open:
        return words.outcome(one).removesuffix("完成")
    if one.due is None:
        return ""
    days = (one.due - now.today).days
    return f"逾期{-days}天" if days < 0 else "今日到期" if days == 0 else words.day(one.due, now.today)


def _told(one: Assignment, now: Situation) -> str:
    record = one.record
    if not one.is_open:
        return words.listed(record.evidence) or "缺佐证材料"
    parts = [
        *record.evidence,
        record.reason or "",
        f"预计{words.day(record.expected, now.today)}完成" if record.expected else "",
    ]
    return "；".join(part for part in parts if part)


def _notes(standing: Standing, now: Situation) -> Iterable[Line]:
    notes = [
        (note.date, one.unit, note.text, one.period)
        for one in standing.assignments
        for record in (*(taken.record for taken in one.record.withdrawn), one.record)
        for note in record.notes
    ]
    taken = [(taken, one) for one in standing.assignments for taken in one.record.withdrawn if taken.date <= now.today]
    if notes or taken:
        yield BLANK
    for date, unit, text, key in sorted(notes, key=lambda note: note[0]):
        yield Line(text=f"  {words.day(date, now.today)}{unit}{words.period(key, now.today)}：{text}", hang=4)
    for withdrawn, one in taken:
        done = f"{words.day(withdrawn.record.done, now.today)}完成" if withdrawn.record.done else ""
        yield Line(
            text=f"  {words.day(withdrawn.date, now.today)}撤回{one.unit}原报{done}的记录：{withdrawn.reason}", hang=4
        )


def text(now: Situation, standings: Iterable[Standing]) -> tuple[str, ...]:
    lines: list[str] = []
    for one in standings:
        lines.append(f"任务{one.task.id} {one.task.name}：{words.limit_and_state(one, now.today)}")
        lines.append(f"责任单位：{words.units_of(one.task)}")
        due = [each for each in one.open if each.due and each.due <= now.today]
        if due:
            lines.append(f"尚未完成：{words.listed(folded(due, one))}")
    return tuple(lines)
