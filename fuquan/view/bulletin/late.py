"""二、未按时限完成事项: task by task who has not done it, and what these have reported."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence

from fuquan.owed import Assignment, Situation, Standing, State, limited
from fuquan.query import is_asked
from fuquan.view import words
from fuquan.view.bulletin.period import Period
from fuquan.view.bulletin.summary import is_not_counted, late_keys, late_of
from fuquan.view.bulletin.turn import carried
from fuquan.view.bulletin.wording import bodies, heading_of, limit, numbered, state_in
from fuquan.view.paper import Paragraph
from fuquan.view.phrases import ASK_FIRST
from fuquan.view.words import plain

_STARTED, _EXPLAINED, _NOTED, _NONE = "正在推进", "尚未完成", "有情况说明，尚未报送完成日期", "尚未报送"
_BEFORE = f"{_NONE}（{ASK_FIRST}）"


def title(now: Situation) -> str:
    asked_first, late = late_of(now)
    is_unknown = asked_first if not late else not now.recorded and late
    return "已到时限、尚未收到完成情况的事项" if is_unknown else "未按时限完成事项"


def part(now: Situation, of: Period) -> Iterator[Paragraph]:
    """Its paragraphs; those with a lead are to be numbered."""
    asked_first, late = late_of(now)
    left = {one.standing.task.id: one.periods for one in carried(now)}
    for one in late:
        yield Paragraph("body", _item(one, left.get(one.task.id, frozenset()), now), heading_of(one.task))
    if asked_first:
        yield Paragraph("body", _asked_first(asked_first, now))
    if not late and not asked_first:
        unknown = [one for one in now.standings if is_not_counted(one, now)]
        when = "截至目前" if now.today < of.last else f"截至{words.day(now.today)}"
        but = f"除时限暂未推算的{numbered(unknown)}外，" if unknown else ""
        yield Paragraph("body", f"{when}，{but}没有逾期未完成事项。")


def _item(one: Standing, left: Collection[str | None], now: Situation) -> str:
    """`left` are the periods that the year before left undone."""
    today = now.today
    since = f"系{today.year - 1}年结转事项"
    head = f"时限{limit(one, today)}"
    if not one.recurs:
        head = f"{head}，逾期{-(one.days or 0)}天{f'，{since}' if left else ''}"
        return f"{head}。{_standing(one, one.assignments, one.due, now)}。"
    late = {
        key: those
        for key, those in one.by_period().items()
        if key and any(each.state is State.OVERDUE for each in those)
    }
    named = "未完成" if now.recorded else "未报送"
    first = f"{'，最早一期' if len(late) > 1 else ''}逾期{-(one.days or 0)}天"
    old = [key for key in late if key in left]
    which = f"其中{words.periods(old, today)}情况" if len(old) < len(late) else ""
    first += f"，{which}{since}" if old else ""
    head = f"{head}，{words.periods(list(late), today)}情况{named if len(late) > 1 else ''}{first}。"
    if len(late) > 3:
        owing = {each.unit for those in late.values() for each in those if each.state is State.OVERDUE}
        return f"{head}尚{named}的单位有{words.listed(_ever(owing, one))}。"
    alike: dict[str, list[str]] = {}
    for key, those in late.items():
        alike.setdefault(_standing(one, those, None, now), []).append(key)
    told = [
        f"{f'{words.periods(keys, today)}情况，' if len(alike) > 1 else ''}{text}。" for text, keys in alike.items()
    ]
    return head + "".join(told)


def _ever(owing: set[str], one: Standing) -> Iterable[str]:
    """Those that are late with whatever period, in the order of the row; a group where all its bodies are."""
    members: dict[str, set[str]] = {}
    for (group, _), bodies_ in one.groups.items():
        members.setdefault(group, set()).update(bodies_)
    names = {body: group for group, all_ in members.items() if len(all_) > 1 and all_ <= owing for body in all_}
    return dict.fromkeys(names.get(each.unit, each.unit) for each in one.assignments if each.unit in owing)


def _standing(one: Standing, those: Sequence[Assignment], due: dt.date | None, now: Situation) -> str:
    """8家责任单位已完成6家；区级执法单位、红杨镇正在推进，…; `due` is the day that has been told."""
    today = now.today
    late = [each for each in those if each.state is State.OVERDUE]
    due = due or min(each.due for each in late if each.due)
    by_day: dict[tuple[dt.date | None, bool], list[Assignment]] = {}
    for each in sorted((each for each in those if each.is_open), key=lambda each: each.state is not State.OVERDUE):
        by_day.setdefault((each.due, each.state is State.OVERDUE), []).append(each)
    told = []
    for (day, is_late), here in by_day.items():
        groups = _groups(here, is_late, now.plan.issued)
        for label, owing in groups.items():
            named = "" if len(those) == len(owing) > 1 else bodies(owing, one)
            when = f"时限{words.day(day, today)}" if day else words.why_no_day(limited(one, tuple(here), today))
            own = "" if day == due else f"{when}，"
            days = f"逾期{(today - day).days}天，" if is_late and day and day != due else ""
            told.append(f"{named}{own}{days}{label}{_said(owing, one, today)}")
    done = sum(not each.is_open for each in those)
    if len(those) == 1:
        return told[0]
    noun, measure = _measured(those, now)
    whole = f"{len(those)}{noun}"
    if done:
        return "；".join([f"{whole}已完成{done}{measure}", *told])
    return f"{whole}均{told[0]}" if len(told) == 1 else "；".join([f"{whole}均未报送完成", *told])


def _groups(those: Sequence[Assignment], is_late: bool, issued: dt.date) -> dict[str, list[Assignment]]:
    groups: dict[str, list[Assignment]] = {}
    for each in those:
        groups.setdefault(_label(each, is_late, issued), []).append(each)
    order = (_STARTED, _EXPLAINED, _NOTED, _NONE, _BEFORE, "暂无记录")
    return {label: groups[label] for label in order if label in groups}


def _label(one: Assignment, is_late: bool, issued: dt.date) -> str:
    match one.on_record:
        case "started":
            return _STARTED
        case "noted":
            return _EXPLAINED if one.record.reason or one.record.expected else _NOTED
        case _ if is_late:
            return _BEFORE if is_asked(one, issued) else _NONE
        case _:
            return "暂无记录"


def _measured(those: Sequence[Assignment], now: Situation) -> tuple[str, str]:
    """（8）家责任单位 and 家; of towns alone, where each is called one, （5）个镇 and 个."""
    towns = {town.name for town in now.plan.towns if town.name.endswith("镇")}
    return ("个镇", "个") if all(each.unit in towns for each in those) else ("家责任单位", "家")


def _said(those: Sequence[Assignment], one: Standing, today: dt.date) -> str:
    """，红杨镇报送原因为待区级单位盖章，预计5月15日完成; of a body alone what it said, without its name."""
    said: dict[tuple[str, dt.date | None], list[Assignment]] = {}
    for each in those:
        reason = plain(each.record.reason or "")
        if reason or each.record.expected:
            said.setdefault((reason, each.record.expected), []).append(each)
    told = []
    for (reason, expected), here in said.items():
        who = "" if len(here) == len(those) else bodies(here, one)
        if reason:
            told.append(f"{who}报送原因为{reason}" if len(those) > 1 else reason)
            who = ""
        if expected:
            told.append(f"{who}{'原' if expected < today else ''}预计{words.day(expected, today)}完成")
    return "".join(f"，{each}" for each in told)


def _asked_first(ones: Sequence[Standing], now: Situation) -> str:
    """方案印发（4月18日）前已到期、未报送的有2项：第1、3项（3月31日）。请先核实是否已完成。"""
    today = now.today
    alike: dict[str, list[Standing]] = {}
    for one in ones:
        some = any(not each.is_open for each in one.assignments)
        late = [each for each in one.open if each.state is State.OVERDUE]
        who = f"，{bodies(late, one)}未报送" if some else ""
        which = f"{in_periods}，" if (in_periods := state_in(late_keys(one), today)) else ""
        alike.setdefault(f"（{which}{words.day(one.due, today) if one.due else ''}{who}）", []).append(one)
    told = "；".join(f"{numbered(those)}{remark}" for remark, those in alike.items())
    issued = words.day(now.plan.issued, today)
    return f"方案印发（{issued}）前已到期、未报送的有{len(ones)}项：{told}。请先核实是否已完成。"
