"""What several pages say alike: whose a task is, what is on record, which days and periods are meant."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile

from fuquan.deadline import After, By
from fuquan.model import Adjustment, Task
from fuquan.owed import Assignment, Situation, Standing, State, has_day, known_adjustments, limited, moves
from fuquan.query import is_asked_first, on_day, overdue
from fuquan.view import words
from fuquan.view.page import Column, Line, Page, Row, Table, Tone
from fuquan.workdays import rest_of

_UNRECORDED = "尚未录入任何办理记录。{}“逾期”仅指已到时限、未报送，请先核实是否已完成。"
NOTHING_RECORDED = _UNRECORDED.format("以下")
NOTHING_IN_TABLE = _UNRECORDED.format("表中")
"""Above the table that it is said of."""
ASK_FIRST = "方案印发前已到期，请先核实是否已完成"


def nothing_recorded(recorded: bool) -> Page:
    return () if recorded else (Line(text=NOTHING_RECORDED),)


def no_calendar(years: Sequence[int]) -> str:
    """没有2036年的节假日安排，…: what cannot be told for want of these years; empty of none."""
    named = words.listed(f"{year}年" for year in years)
    return f"没有{named}的节假日安排，按工作日计的时限无法推算，暂作时限待定。" if named else ""


def read_as(task: Task, today: dt.date) -> tuple[str, ...]:
    """按中旬末计, 自5月8日（皖政办〔2023〕5号）起算: how the phrase is read, where it does not say so itself."""
    parts = [f"按“{words.plain(task.reading)}”计"] if task.reading else []
    match task.deadline.reading:
        case By(ten_days=str(part)):
            parts.append(f"按{part}末计")
        case After() if task.trigger and task.trigger.date <= today:
            basis = f"（{words.plain(task.trigger.basis)}）" if task.trigger.basis else ""
            parts.append(f"自{words.day(task.trigger.date, today)}{basis}起算")
        case _:
            pass
    return tuple(parts)


def marked(standing: Standing, bodies: Collection[str]) -> str:
    """The units as the row prints them, the bodies asked about in 【】, or the group through which they owe."""
    groups = {one.via for one in standing.assignments if one.via and one.unit in bodies}
    return words.units_of(standing.task, frozenset((*bodies, *groups)))


def grouped(assignments: Iterable[Assignment], standing: Standing) -> list[tuple[str, str]]:
    """Open assignments by what is on record: (推进中, 区级执法单位、红杨镇), then what has a note, then nothing."""
    by_label: dict[str, list[Assignment]] = {}
    for one in assignments:
        by_label.setdefault(words.progress_of(one), []).append(one)
    return [(label, words.listed(folded(by_label[label], standing))) for label in PROGRESS if label in by_label]


PROGRESS = ("推进中", "有说明", "未报送", "暂无记录")
"""What is on record of what is not done, in the order in which it is told."""


def folded(assignments: Iterable[Assignment], standing: Standing) -> Iterable[str]:
    """The bodies of the assignments; a group is named where all that owe through it are among them, each time."""
    assignments = tuple(assignments)
    here = {(one.unit, one.period) for one in assignments}
    names: dict[tuple[str, str | None], str] = {}
    for (group, period), bodies in standing.groups.items():
        if len(bodies) > 1 and all((body, period) in here for body in bodies):
            names |= {(body, period): group for body in bodies}
    called: dict[str, set[str]] = {}
    for one in assignments:
        called.setdefault(one.unit, set()).add(names.get((one.unit, one.period), one.unit))
    return dict.fromkeys(ones.pop() if len(ones) == 1 else unit for unit, ones in called.items())


def who_is_late(standing: Standing, today: dt.date) -> str:
    """推进中：区级执法单位、红杨镇; of periods that differ as in `each_with_periods`."""
    if not is_uneven(late := late_of(standing)):
        return "；".join(f"{label}：{names}" for label, names in grouped(late, standing))
    return "；".join(each_with_periods(late, standing, today))


def each_with_periods(those: Iterable[Assignment], standing: Standing, today: dt.date) -> list[str]:
    """局（6月推进中，7月未报送）, 办（7月未报送）."""
    stories = in_stories(those, standing, today)
    return [f"{names}（{'，'.join(map(''.join, told))}）" for names, told in stories]


def late_of(standing: Standing) -> tuple[Assignment, ...]:
    return tuple(one for one in standing.assignments if one.state is State.OVERDUE)


def is_uneven(those: Sequence[Assignment]) -> bool:
    """Whether the bodies do not owe the same periods, or one does not stand alike in all of its own."""
    by_unit: dict[str, list[tuple[str | None, str]]] = {}
    for one in those:
        by_unit.setdefault(one.unit, []).append((one.period, words.progress_of(one)))
    periods = {tuple(period for period, _ in told) for told in by_unit.values()}
    return len(periods) > 1 or any(len({label for _, label in told}) > 1 for told in by_unit.values())


def in_stories(
    those: Iterable[Assignment], standing: Standing, today: dt.date
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(局、办, [(6月, 推进中), (7月、8月, 未报送)]): bodies that stand alike in all periods, and how in which."""
    those = tuple(those)
    by_unit: dict[str, dict[str, list[str]]] = {}
    for one in those:
        by_unit.setdefault(one.unit, {}).setdefault(words.progress_of(one), []).append(one.period or "")
    alike: dict[tuple[tuple[str, str], ...], set[str]] = {}
    for unit, labels in by_unit.items():
        told = tuple((words.periods(labels[label], today), label) for label in PROGRESS if label in labels)
        alike.setdefault(told, set()).add(unit)
    for told, units in alike.items():
        yield words.listed(folded((one for one in those if one.unit in units), standing)), [*told]


def late_units(standing: Standing, today: dt.date) -> str:
    """区级执法单位、红杨镇, by what is on record; of periods that differ as in `who_owes`."""
    late = late_of(standing)
    if not is_uneven(late):
        return words.listed(names for _, names in grouped(late, standing))
    return who_owes(late, standing, today)


def who_owes(those: Sequence[Assignment], standing: Standing, today: dt.date) -> str:
    """区级执法单位、红杨镇; each once, with its periods where they do not owe the same: 局（6月）、办（7月）."""
    by_unit: dict[str, list[str]] = {}
    for one in those:
        by_unit.setdefault(one.unit, []).append(one.period or "")
    alike: dict[tuple[str, ...], set[str]] = {}
    for unit, keys in by_unit.items():
        alike.setdefault(tuple(keys), set()).add(unit)
    if len(alike) == 1:
        return words.listed(folded(those, standing))
    return words.listed(
        f"{words.listed(folded((one for one in those if one.unit in units), standing))}（{words.periods(keys, today)}）"
        for keys, units in alike.items()
    )


def parted(late: Iterable[Standing], issued: dt.date) -> tuple[list[Standing], list[Standing]]:
    """Those to ask about first, since they were due before the issue and have no record; and the others."""
    parts: tuple[list[Standing], list[Standing]] = ([], [])
    for one in late:
        parts[not is_asked_first(one, issued)].append(one)
    return parts


def late_table(late: Iterable[Standing], today: dt.date, bodies: frozenset[str] = frozenset()) -> Table:
    """Where bodies are asked about, the printed units stand below each task, those bodies marked."""
    return Table(
        columns=(
            Column(title="序号", right=True),
            Column(title="逾期"),
            Column(title="完成时限"),
            Column(title="任务；尚未完成的单位"),
        ),
        rows=tuple(
            Row(
                cells=(
                    str(one.task.id),
                    f"{-(one.days or 0)}天",
                    words.phrase_and_day(one, today),
                    f"{one.task.name}{late_keys(one, today)}\n{who_is_late(one, today)}"
                    + (f"\n责任单位：{marked(one, bodies)}" if bodies else ""),
                ),
                tone=Tone.LATE,
            )
            for one in late
        ),
    )


def late_keys(standing: Standing, today: dt.date) -> str:
    """（4月）: the late periods, as a title bears them."""
    return _bracketed(late_of(standing), today)


def _bracketed(those: Iterable[Assignment], today: dt.date) -> str:
    keys = periods_of(those)
    return f"（{words.periods(keys, today)}）" if keys else ""


def periods_of(those: Iterable[Assignment]) -> list[str]:
    return [*dict.fromkeys(one.period for one in those if one.period)]


def by_day(standings: Iterable[Standing], today: dt.date) -> str:
    """2、4、9、10（4月30日）；5（6月20日）."""
    days: dict[dt.date | None, list[Standing]] = {}
    for one in standings:
        days.setdefault(one.due, []).append(one)
    return "；".join(f"{words.tasks(ones)}（{words.day(due, today)}）" for due, ones in days.items() if due)


def late_periods(now: Situation) -> str:
    """按月任务1项逾期：14的4月（4月20日）; empty where no period is late."""
    late = [one for one in overdue(now) if one.recurs]
    if not late:
        return ""
    rhythms = {words.rhythm(one.task.deadline.reading) for one in late}
    called = rhythms.pop() if len(rhythms) == 1 else "重复"
    return f"{called}任务{len(late)}项逾期：{'；'.join(f'{one.task.id}的{_late_days(one, now.today)}' for one in late)}"


def _late_days(standing: Standing, today: dt.date) -> str:
    late = {one.period: one.due for one in standing.assignments if one.state is State.OVERDUE and one.period}
    if len(late) > 3:
        return words.periods(list(late), today)
    named = ((words.period_name(key, today), words.day(due, today)) for key, due in late.items() if due)
    return words.listed(name if name == day else f"{name}（{day}）" for name, day in named)


def days_left(entry: Standing) -> str:
    return f"{entry.days}天" if entry.days else "今日"


def title_of(entry: Standing, today: dt.date) -> str:
    """收集掌握镇赋权情况（5月）."""
    return f"{entry.task.name}{on_day_keys(entry, today)}"


def on_day_keys(entry: Standing, today: dt.date) -> str:
    """（5月）: the periods that fall due on the entry's day, as a title bears them."""
    return _bracketed(on_day(entry), today)


def whose(entry: Standing, today: dt.date, bodies: Collection[str] = ()) -> str:
    """The bodies that still owe it; of bodies asked about, the printed units with those marked."""
    return marked(entry, bodies) if bodies else who_owes(on_day(entry), entry, today)


def originally(entry: Standing, today: dt.date) -> str:
    """原4月底前, of a day that was adjusted; 6月原每月20日前 where other periods of that day were not."""
    here = on_day(entry)
    moved = tuple(one for one in here if one.is_adjusted)
    if not moved:
        return ""
    keys = periods_of(moved)
    which = words.periods(keys, today) if len(keys) < len(periods_of(here)) else ""
    return f"{which}原{entry.task.printed}"


def granted(one: Adjustment, task: Task, now: Situation, *, again: bool = False) -> str:
    """4月27日经批准调整为5月19日: when, by whose leave and to which day.

    The first day of what had none is 确定; 经批准 stands where the entry says when, by which paper or by whom.
    """
    day = words.day(one.date, now.today) if one.date else ""
    leave = "经批准" if one.date or one.basis or one.approved_by else "已"
    verb = "调整" if has_day(task, now.today) or _had_one(one, task, now) else "确定"
    return f"{day}{'再次' if again else ''}{leave}{verb}为{words.day(one.due, now.today)}"


def _had_one(one: Adjustment, task: Task, now: Situation) -> bool:
    """Whether an entry before it gave a day to those whom it is for."""
    groups = now.plan.groups()
    before = takewhile(lambda each: each is not one, known_adjustments(task, one.period, now.today))
    return any(
        not each.units or (one.units and all(moves(each, unit, groups) for unit in one.units)) for each in before
    )


def adjusted(one: Adjustment, task: Task, now: Situation) -> str:
    """时限4月27日经批准调整为5月19日（专班会议纪要第1号）."""
    whose = f"{words.listed(one.units)}的" if one.units else ""
    basis = f"（{words.plain(one.basis)}）" if one.basis else ""
    return f"{whose}{words.period(one.period, now.today)}时限{granted(one, task, now)}{basis}"


def rest_advice(due: dt.date, task: Task, today: dt.date) -> str:
    """逢周六，宜于5月19日（周五）前收齐; empty of a working day, and while the calendar of the year is not known."""
    if (rest := rest_of(due)) is None:
        return ""
    when = f"宜于{words.day_of_week(rest.before, today)}前" if rest.before > today else "宜提前"
    why = f"逢{words.weekday(due)}" if due.weekday() > 4 else "逢法定节假日"
    return f"{why}，{when}{'收齐' if task.collects else '完成'}"


def undated(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Those of which nobody can be reminded by date."""
    return tuple(one for one in standings if one.state in (State.ONGOING, State.WAITING, State.UNDETERMINED))


def without_day(standings: Iterable[Standing], today: dt.date) -> str:
    """不按日期提醒：任务8（持续推进）、12（办待省级部署）; empty where each has a day or is done."""
    standings = tuple(standings)
    reasons = {one.task.id: words.why_no_day(one) for one in undated(standings)}
    reasons |= {
        one.task.id: f"{names}{words.why_no_day(part)}" for one, part, names in partly_undated(standings, today)
    }
    told = words.listed(f"{one.task.id}（{reasons[one.task.id]}）" for one in standings if one.task.id in reasons)
    return f"不按日期提醒：任务{told}。" if told else ""


def partly_undated(standings: Iterable[Standing], today: dt.date) -> Iterator[tuple[Standing, Standing, str]]:
    """Tasks of which some bodies were given a day and others still have none: how it stands for these, and who."""
    for one in standings:
        without = tuple(each for each in one.open if each.due is None)
        if one.due and without and not one.recurs:
            yield one, limited(one, without, today), words.listed(folded(without, one))


def own(standing: Standing) -> Assignment:
    """The earliest open assignment: that of the one body asked about."""
    return min(standing.open, key=lambda one: one.due or dt.date.max)


def shared_day(late: Sequence[Standing], today: dt.date) -> str:
    """（4月30日） where all are due on one day, else nothing."""
    days = {one.due for one in late}
    due = days.pop() if len(days) == 1 else None
    return f"（{words.day(due, today)}）" if due else ""
