"""The plan at a glance: the page a leader would want, the sentence, and the message to the chat group."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.query import is_asked_first, on_day, overdue, upcoming
from fuquan.view import words
from fuquan.view.page import BLANK, Column, Line, Page, Row, Table, Tone

SOON = dt.timedelta(days=30)

NOTHING_RECORDED = "尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。"
ASK_FIRST = "方案印发前已到期，请先核实是否已完成"


def page(now: Situation, asked: Sequence[str] = (), *, recorded: bool) -> Page:
    """`asked` are the names given with --unit; `recorded` says whether anybody has a record at all."""
    return (
        Line(text=now.plan.title, heading=True),
        Line(text=f"截至{words.long_day(now.today)}（{words.weekday(now.today, '星期')}）"),
        *([Line(text=f"责任单位：{words.listed(asked)}")] if asked else []),
        *nothing_recorded(recorded),
        *_counts(now, recorded),
        BLANK,
        *(_late(now) if recorded else _late_unrecorded(now)),
        BLANK,
        *_soon(now),
        *([] if asked else [BLANK, *_sections(now)]),
    )


def nothing_recorded(recorded: bool) -> Page:
    return () if recorded else (Line(text=NOTHING_RECORDED),)


def brief(now: Situation, asked: Sequence[str] = (), *, recorded: bool) -> str:
    """One sentence."""
    dated = [one for one in now.standings if one.is_dated]
    late = [one for one in dated if one.state is State.OVERDUE]
    done = sum(one.state is State.DONE for one in dated)
    named = f"（任务{words.tasks(late)}）" if late else ""
    entries = upcoming(now, now.today, None)
    following = (
        f"；下一项{words.day(entries[0].due, now.today)}到期（任务{entries[0].task.id}）"
        if entries and entries[0].due
        else ""
    )
    unsure = "" if recorded else "尚未录入任何办理记录；"
    whose = f"{words.listed(asked)}：" if asked else ""
    recurring = late_periods(now)
    also = f"，另有{recurring}" if recurring else ""
    return (
        f"{whose}截至{words.long_day(now.today)}，{unsure}共{len(now.standings)}项任务，"
        f"有明确时限的{len(dated)}项已完成{done}项，逾期{len(late)}项{named}{also}{following}。"
    )


def _counts(now: Situation, recorded: bool) -> Iterable[Line | Table]:
    dated = [one for one in now.standings if one.is_dated]
    others = [one for one in now.standings if not one.is_dated]
    if not dated:
        yield Line(text=f"共{len(now.standings)}项任务，都没有明确时限。")
    else:
        scope = "均有明确时限" if not others else f"其中有明确时限的{len(dated)}项"
        yield Line(text=f"共{len(now.standings)}项任务，{scope}：")
        counted = Counter(one.state for one in dated)
        undated = [state for state in (State.WAITING, State.UNDETERMINED) if counted[state]]
        always = (State.DONE, State.OVERDUE, State.OPEN)
        shown = [
            state
            for state in (State.DONE, State.OVERDUE, State.DUE_TODAY, State.DUE_SOON, State.OPEN, *undated)
            if counted[state] or state in always
        ]
        yield Table(
            indent=2,
            columns=(Column(title=""), Column(title="", right=True), Column(title="", right=True), Column(title="")),
            rows=tuple(
                Row(
                    cells=(
                        words.STATES[state],
                        f"{counted[state]}项",
                        words.share(counted[state], len(dated)),
                        words.bar(counted[state], len(dated)),
                    ),
                    tone=words.TONES.get(state) if counted[state] else None,
                    toned=0,
                )
                for state in shown
            ),
        )
    if others:
        yield Line(text=f"另有{words.listed(words.tallied(map(_why_undated, others)))}。")
    if recorded and dated:
        yield Line(text=_reached(dated, now.today))


def _why_undated(one: Standing) -> str:
    if one.recurs:
        return f"{words.rhythm(one.task.deadline.reading)}开展"
    return "不计时限已完成" if one.state is State.DONE else words.why_no_day(one)


def _reached(dated: Iterable[Standing], today: dt.date) -> str:
    dated = list(dated)
    reached = [one for one in dated if any(own.due and own.due <= today for own in one.assignments)]
    done = [one for one in reached if one.state is State.DONE]
    late = [one for one in done if any(own.late_days for own in one.assignments)]
    how = f"，其中逾期完成{len(late)}项（任务{words.tasks(late)}）" if late else "，均按期" if done else ""
    adjusted = [one for one in dated if any(own.is_adjusted for own in one.assignments)]
    changed = f"；调整过时限的{len(adjusted)}项（任务{words.tasks(adjusted)}）" if adjusted else ""
    if not reached:
        return f"尚无任务到时限{changed}。"
    return f"已到时限的{len(reached)}项中完成{len(done)}项{how}{changed}。"


def _late(now: Situation) -> Iterable[Line | Table]:
    late = [one for one in overdue(now) if not one.recurs]
    periods = late_periods(now)
    if not late:
        yield Line(text=f"有明确时限的任务没有逾期；{periods}。" if periods else "没有逾期任务。")
        return
    yield Line(text=f"逾期{len(late)}项", heading=True)
    asked_first, rest = parted(late, now.plan.issued)
    if rest:
        yield late_table(rest, now.today)
    if asked_first:
        yield Line(text=f"{ASK_FIRST}：{by_day(asked_first, now.today)}", hang=2)
    if periods:
        yield Line(text=f"另有{periods}", hang=2)


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
                    f"{one.task.name}{late_keys(one, today)}\n{who_is_late(one)}"
                    + (f"\n责任单位：{words.units_of(one.task, bodies)}" if bodies else ""),
                ),
                tone=Tone.LATE,
            )
            for one in late
        ),
    )


def late_keys(standing: Standing, today: dt.date) -> str:
    """（4月）: the late periods, as a title bears them."""
    late = dict.fromkeys(one.period for one in standing.assignments if one.state is State.OVERDUE and one.period)
    return f"（{words.periods(list(late), today)}）" if late else ""


def who_is_late(standing: Standing) -> str:
    """推进中：区级执法单位、红杨镇；未报送：花桥镇."""
    return "；".join(f"{label}：{names}" for label, names in late_units(standing))


def late_units(standing: Standing) -> list[tuple[str, str]]:
    return grouped((one for one in standing.assignments if one.state is State.OVERDUE), standing)


def grouped(assignments: Iterable[Assignment], standing: Standing) -> list[tuple[str, str]]:
    """Open assignments by what is on record: (推进中, 区级执法单位、红杨镇), then what has a note, then nothing.

    Where all of a group are alike, the group is named.
    """
    by_label: dict[str, list[Assignment]] = {}
    for one in assignments:
        by_label.setdefault(words.progress_of(one), []).append(one)
    order = ("推进中", "有说明", "未报送", "暂无记录")
    return [(label, words.listed(_folded(by_label[label], standing))) for label in order if label in by_label]


def _folded(alike: Sequence[Assignment], standing: Standing) -> Iterable[str]:
    sizes = Counter((one.via, one.period) for one in standing.assignments if one.via)
    here = Counter((one.via, one.period) for one in alike)
    return dict.fromkeys(
        one.via if one.via and sizes[one.via, one.period] == here[one.via, one.period] > 1 else one.unit
        for one in alike
    )


def _late_unrecorded(now: Situation) -> Iterable[Line]:
    late = [one for one in overdue(now) if not one.recurs]
    periods = late_periods(now)
    if late:
        yield Line(text=f"逾期{len(late)}项", heading=True)
        issued = now.plan.issued
        before, after = parted(late, issued)
        if before:
            yield Line(
                text=f"  方案印发（{words.day(issued, now.today)}）前已到期：{by_day(before, now.today)}", hang=4
            )
        if after:
            yield Line(text=f"  方案印发后到期：{by_day(after, now.today)}", hang=4)
    if periods:
        yield Line(text=f"{'另有' if late else ''}{periods}", hang=2)
    if not late and not periods:
        yield Line(text=f"截至{words.long_day(now.today)}，没有任务到时限。")


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
    return (
        f"{called}任务{len(late)}项逾期：{words.listed(f'{one.task.id}的{_late_days(one, now.today)}' for one in late)}"
    )


def _late_days(standing: Standing, today: dt.date) -> str:
    late = {one.period: one.due for one in standing.assignments if one.state is State.OVERDUE and one.period}
    if len(late) > 3:
        return words.periods(list(late), today)
    return words.listed(
        f"{words.period_name(key, today)}（{words.day(due, today)}）" for key, due in late.items() if due
    )


def _soon(now: Situation) -> Iterable[Line | Table]:
    entries = upcoming(now, now.today, now.today + SOON)
    if not entries:
        yield Line(text=f"今后{SOON.days}天没有到期任务。")
        return
    yield Line(text="近期到期", heading=True)
    yield Table(
        columns=(
            Column(title="序号", right=True),
            Column(title="还有"),
            Column(title="到期日"),
            Column(title="任务；责任单位"),
        ),
        rows=tuple(
            Row(
                cells=(
                    str(one.task.id),
                    days_left(one),
                    words.day_of_week(one.due, now.today) if one.due else "",
                    f"{one.task.name}{words.period(period_of(one), now.today)}；{whose(one)}{originally(one)}",
                ),
                tone=words.TONES.get(one.state),
            )
            for one in entries
        ),
    )


def days_left(entry: Standing) -> str:
    return f"{entry.days}天" if entry.days else "今日"


def period_of(entry: Standing) -> str | None:
    return next((one.period for one in on_day(entry)), None)


def whose(entry: Standing) -> str:
    """The units as printed while all of them owe, else those that still do."""
    here = on_day(entry)
    period = here[0].period if here else None
    everybody = [one for one in entry.assignments if one.period == period]
    return words.units_of(entry.task) if len(here) == len(everybody) else words.listed(one.unit for one in here)


def originally(entry: Standing) -> str:
    return f"（原{entry.task.printed}）" if any(one.is_adjusted for one in on_day(entry)) else ""


def _sections(now: Situation) -> Iterable[Line | Table]:
    titles = {section.id: section.title for section in now.plan.sections}
    by_section: dict[str, list[Standing]] = {key: [] for key in titles}
    for one in now.standings:
        by_section[one.task.section].append(one)
    yield Line(text="各项主要任务", heading=True)
    yield Table(
        columns=(
            Column(title=""),
            *(Column(title=title, right=True) for title in ("共", "已完成", "逾期", "未到期", "其他")),
            Column(title="主要任务"),
        ),
        rows=tuple(
            Row(cells=(key, *_tallied(ones), title))
            for key, ones, title in (
                *((key, ones, titles[key]) for key, ones in by_section.items()),
                ("合计", now.standings, ""),
            )
        ),
    )


def _tallied(ones: Sequence[Standing]) -> tuple[str, ...]:
    dated = [one for one in ones if one.is_dated]
    done = sum(one.state is State.DONE for one in dated)
    late = sum(one.state is State.OVERDUE for one in dated)
    ahead = sum(one.state in (State.DUE_TODAY, State.DUE_SOON, State.OPEN) for one in dated)
    return tuple(str(n) if n else "-" for n in (len(ones), done, late, ahead, len(ones) - done - late - ahead))


def text(now: Situation, asked: Sequence[str] = (), *, recorded: bool) -> tuple[str, ...]:
    """What one pastes into a chat group: no table, no reasons of a unit before the whole group."""
    return _own(now, asked) if asked else _everybody(now, recorded)


ASK_TO_REPORT = "已完成的请报完成日期和佐证材料，暂不能完成的请报原因和预计完成时间。"


def _everybody(now: Situation, recorded: bool) -> tuple[str, ...]:
    today = now.today
    dated = [one for one in now.standings if one.is_dated]
    late = [one for one in overdue(now) if not one.recurs]
    done = sum(one.state is State.DONE for one in dated)
    periods = late_periods(now)
    first = f"【{now.plan.name}提示】截至{words.day(today)}，有明确时限的{len(dated)}项任务"
    lines = [
        f"{first}已完成{done}项，逾期{len(late)}项。"
        if recorded
        else f"{first}尚未录入办理记录，以下请先核实是否已完成。"
    ]
    parts = []
    if late or periods:
        when = shared_day(late, today)
        ask = "请抓紧完成并报送" if recorded else "请核实并报送"
        items = [
            f"{one.task.id}.{one.task.name}{'' if when else f'（{words.day(one.due, today)}）' if one.due else ''}："
            f"{words.listed(names for _, names in late_units(one))}"
            for one in late
        ]
        parts.append((f"已到时限{when}，{ask}", [*items, *([f"另有{periods}。"] if periods else [])]))
    entries = upcoming(now, today, today + SOON)
    if entries:
        parts.append(("近期到期", [line for one in entries for line in _entry(one, now)]))
    for n, (title, items) in enumerate(parts):
        lines += [f"{'一二三'[n]}、{title}", *items]
    return (*lines, ASK_TO_REPORT)


def _entry(one: Standing, now: Situation) -> Iterable[str]:
    if one.due is None:
        return
    key = period_of(one)
    yield f"{words.day_of_week(one.due, now.today)}{one.task.name}{words.period(key, now.today)}：{whose(one)}"
    if one.task.collects and key:
        day = collect_by(one.due)
        name = words.period_name(key, now.today)
        yield f"请{one.task.collects}于{words.day_of_week(day, now.today)}下班前报送{name}情况。"


def collect_by(due: dt.date) -> dt.date:
    """The day itself, or the last working day before it; the day itself where the calendar is not known."""
    from fuquan.workdays import NoCalendar, last_workday

    try:
        return last_workday(due)
    except NoCalendar:
        return due


def shared_day(late: Sequence[Standing], today: dt.date) -> str:
    """（4月30日） where all are due on one day, else nothing."""
    days = {one.due for one in late}
    due = days.pop() if len(days) == 1 else None
    return f"（{words.day(due, today)}）" if due else ""


def _own(now: Situation, asked: Sequence[str]) -> tuple[str, ...]:
    today = now.today
    whose_ = words.listed(asked)
    late = [one for one in overdue(now) if not one.recurs]
    periods = late_periods(now)
    if not late and not periods:
        soon = upcoming(now, today, today + SOON)
        following = [
            f"{words.day_of_week(one.due, today)}{one.task.name}{words.period(period_of(one), today)}"
            for one in soon
            if one.due
        ]
        head = f"{whose_}：截至{words.day(today)}，没有逾期任务。"
        return (head, f"近期到期：{'；'.join(following)}。") if following else (head,)
    when = shared_day(late, today)
    several = len({one.unit for standing in late for one in standing.assignments}) > 1
    head = (
        f"{whose_}：截至{words.day(today)}，有{len(late)}项任务已到时限{when}。"
        if late
        else f"{whose_}：截至{words.day(today)}，有{periods}。"
    )
    items = [
        f"{one.task.id}.{one.task.name}（{who_is_late(one) if several else words.progress_of(own(one))}"
        f"{'' if when else f'，{words.day(one.due, today)}' if one.due else ''}）"
        for one in late
    ]
    also = [f"另有{periods}。"] if late and periods else []
    return (head, *items, *also, ASK_TO_REPORT)


def own(standing: Standing) -> Assignment:
    """The earliest open assignment: that of the one body asked about."""
    return min(standing.open, key=lambda one: one.due or dt.date.max)
