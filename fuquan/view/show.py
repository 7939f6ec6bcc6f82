"""A task whole: phrase, reading, adjustments, every assignment with its record."""

from collections.abc import Iterable

from fuquan.deadline import After, By, Every, Ongoing, Undetermined
from fuquan.model import Adjustment
from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.view import words
from fuquan.view.days import rest_day
from fuquan.view.page import BLANK, Column, Line, Page, Row, Table

_INDENT = 2
_LABEL = 10


def page(now: Situation, standings: Iterable[Standing], bodies: frozenset[str]) -> Page:
    pages = [_task(one, now, bodies) for one in standings]
    return tuple(block for n, one in enumerate(pages) for block in ((BLANK, *one) if n else one))


def _task(standing: Standing, now: Situation, bodies: frozenset[str]) -> Page:
    task, today = standing.task, now.today
    known = [one for one in task.adjustments if one.date is None or one.date <= today]
    return (
        Line(text=f"任务{task.id}  {task.name}", heading=True),
        *([] if task.title == task.name else [_labelled("任务原文", task.title)]),
        _labelled("主要任务", words.section_title(now.plan, task.section)),
        *_deadline(standing, now),
        *(_labelled("时限调整", _adjustment(one, now)) for one in known),
        *([] if known else [_labelled("时限调整", "无")]),
        _labelled("责任单位", words.units_of(task, bodies)),
        _labelled("状态", words.state_of(standing)),
        *_progress(standing, now),
        BLANK,
        _assignments(standing, now),
        *_notes(standing, now),
    )


def _labelled(label: str, text: str) -> Line:
    """A label of up to four characters, and what belongs to it in a column of its own."""
    pad = " " * (_LABEL - 2 * len(label))
    return Line(text=f"{' ' * _INDENT}{label}{pad}{text}", hang=_INDENT + _LABEL)


def _more(text: str) -> Line:
    return Line(text=f"{' ' * (_INDENT + _LABEL)}{text}", hang=_INDENT + _LABEL)


def _deadline(standing: Standing, now: Situation) -> Iterable[Line]:
    task = standing.task
    yield _labelled("完成时限", f"{task.printed}，{_read_as(standing, now)}")
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
            yield _more(f"{words.long_day(task.trigger.date)}起算{basis}")
        case _:
            pass


def _read_as(standing: Standing, now: Situation) -> str:
    reading = standing.task.deadline.reading
    original = next((one.original_due for one in standing.assignments if one.original_due), None)
    match reading:
        case By() if original:
            end = f"（按{reading.ten_days}末计，含当日）" if reading.ten_days else "（含当日）"
            return f"按{words.long_day(original)}计{end}"
        case After() if original:
            return f"按{words.long_day(original)}计（含当日）"
        case Every():
            return f"{words.rhythm(standing.task.deadline.reading)}开展"
        case After():
            return f"{words.awaited(standing.task.deadline.reading)}，事项发生之前不计日期"
        case Ongoing():
            return "没有截止日期"
        case By() | Undetermined():
            return "时限待定"


def _adjustment(one: Adjustment, now: Situation) -> str:
    parts = [
        f"{words.day(one.date, now.today)}批准" if one.date else "",
        f"{words.period_name(one.period, now.today)}一期" if one.period else "",
        f"{words.listed(one.units)}" if one.units else "",
        f"调整为{words.long_day(one.due)}",
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
        done = sum(all(not one.is_open for one in all_ if one.period == key) for key in keys)
        told = f"列出{len(keys)}期，已完成{done}期" + (f"；逾期：{words.periods(late, now.today)}" if late else "")
        yield _labelled("进展", told)
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
    yield _labelled("进展", f"{len(all_)}家单位：{'，'.join(parts)}")
    open_groups = [
        unit.name
        for unit in now.plan.units
        if unit.members is not None and not unit.complete and any(one.unit == unit.name for one in all_)
    ]
    for name in open_groups:
        yield _more(f"{name}名单未填报，按1家计")


def _assignments(standing: Standing, now: Situation) -> Table:
    recurs = standing.recurs
    return Table(
        indent=_INDENT,
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
    notes = [(note.date, one.unit, note.text, one.period) for one in standing.assignments for note in one.record.notes]
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
        done = sum(not each.is_open for each in one.assignments)
        state = words.state_of(one)
        lines.append(f"任务{one.task.id} {one.task.name}：{words.phrase_and_day(one, now.today)}，{state}")
        lines.append(f"责任单位：{words.units_of(one.task)}；{len(one.assignments)}家（期）中已完成{done}")
        open_ones = [each for each in one.open if each.due is None or each.due <= now.today]
        if open_ones:
            units = dict.fromkeys(each.unit for each in open_ones)
            lines.append(f"尚未完成：{words.listed(units)}")
    return tuple(lines)
