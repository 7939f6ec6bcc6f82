"""一、总体情况: every task counted once, and what was done in the period."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from fuquan.owed import Assignment, Situation, Standing, State, has_day, limited
from fuquan.query import is_asked_first, overdue
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.bulletin.period import Period
from fuquan.view.bulletin.turn import Carried, carried
from fuquan.view.bulletin.wording import bodies, item, joined, numbered
from fuquan.view.phrases import NOTHING_RECORDED, parted

_MOST = 20
"""Things done that are told one by one."""
_NOT_COUNTED = "时限暂未推算"
BEFORE_ISSUE = "方案印发前已到期、未报送"
LAST_DAY = "当日到期"
"""On the day that the paper is of, whenever it is read."""
_ORDER = ("已完成", "逾期", "方案", "当日", "未到期")


class Share(NamedTuple):
    """Tasks that are told as one."""

    label: str
    tasks: tuple[Standing, ...]

    @property
    def told(self) -> str:
        return f"{self.label}{len(self.tasks)}项（{numbered(self.tasks)}）"

    def of(self, ids: Collection[int]) -> "Share":
        """Of these tasks alone."""
        return self._replace(tasks=tuple(one for one in self.tasks if one.task.id in ids))


def shares(now: Situation) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """Every task in one share: those with a day, then the others."""
    dated = [one for one in now.standings if one.is_dated]
    others = [one for one in now.standings if not one.is_dated]
    by_label: dict[str, list[Standing]] = {}
    for one in dated:
        by_label.setdefault(_label(one, now), []).append(one)
    ordered = sorted(by_label, key=lambda label: next((n for n, it in enumerate(_ORDER) if label.startswith(it)), 9))
    unknown = [one for one in others if not one.recurs and is_not_counted(one, now)]
    undated: dict[str, list[Standing]] = {}
    for one in others:
        if one not in unknown:
            undated.setdefault(words.undated(one), []).append(one)
    return (
        tuple(Share(label, tuple(by_label[label])) for label in ordered),
        (
            *(Share(label, tuple(undated[label])) for label in words.in_order(undated)),
            *([Share(_NOT_COUNTED, tuple(unknown))] if unknown else []),
        ),
    )


def late_word(now: Situation) -> str:
    """With nothing on record nobody knows what is not done."""
    return "逾期未完成" if now.recorded else "逾期未报送"


def _label(one: Standing, now: Situation) -> str:
    match one.state:
        case State.OVERDUE:
            return BEFORE_ISSUE if is_asked_first(one, now.plan.issued) else late_word(now)
        case State.OPEN | State.DUE_SOON:
            return words.STATES[State.OPEN]
        case State.WAITING:
            return words.awaited(one.task.deadline.reading)
        case State.UNDETERMINED if is_not_counted(one, now):
            return _NOT_COUNTED
        case State.DUE_TODAY:
            return LAST_DAY
        case state:
            return words.STATES[state]


def is_not_counted(one: Standing, now: Situation) -> bool:
    """Whether something in it has a day that cannot be told, since the holidays of its year are not known."""
    return bool(now.no_calendar) and has_day(one.task, now.today) and any(each.due is None for each in one.open)


def part(now: Situation, of: Period) -> Iterator[str]:
    """Its paragraphs."""
    if not now.recorded:
        has_late = any(one.state is State.OVERDUE for one in now.standings)
        yield NOTHING_RECORDED if has_late else "尚未录入任何办理记录。"
    yield "".join((*_counts(now), *_carried(now), *_unknown(now), *(_done(now, of) if now.recorded else ())))


def _counts(now: Situation) -> Iterator[str]:
    total, (dated, others) = len(now.standings), shares(now)
    n = sum(len(one.tasks) for one in dated)
    told = "、".join(one.told for one in others)
    if not dated:
        yield f"截至{long_day(now.today)}，任务清单共{total}项{'：' if told else ''}{told}。"
    else:
        each = "均" if total > 1 else ""
        yield f"任务清单共{total}项，{f'其中有明确完成时限的{n}项' if others else f'{each}有明确完成时限'}。"
        yield f"截至{long_day(now.today)}，{_of_dated(dated, n, now)}。"
        if others:
            yield f"另有{told}。"
    if periods := [*_late_periods(now), *_last_days(now)]:
        yield f"{'；'.join(periods)}。"


def _of_dated(dated: Sequence[Share], n: int, now: Situation) -> str:
    label = dated[0].label
    is_none_done = now.recorded and label != words.STATES[State.DONE]
    none = ["尚无全部完成的事项"] if is_none_done and n > 1 else []
    if len(dated) > 1:
        return "；".join([*none, *(f"{one.told}，占{words.share(len(one.tasks), n)}" for one in dated)])
    return f"{n}项均{label}" if n > 1 and label.startswith(("已", "逾", "当", "未")) else dated[0].told


def _late_periods(now: Situation) -> list[str]:
    """第14项4月情况逾期未完成."""
    told = []
    for ones, label in zip(late_of(now), (BEFORE_ISSUE, late_word(now)), strict=True):
        if items := [item(one, late_keys(one), now.today) for one in ones if one.recurs]:
            told.append(f"{joined(items)}{label}")
    return told


def _last_days(now: Situation) -> list[str]:
    """第14项4月情况当日到期; nothing of a period that somebody is late with."""
    items = []
    for one in now.standings:
        late = late_keys(one)
        today = dict.fromkeys(each.period for each in one.assignments if each.state is State.DUE_TODAY)
        if one.recurs and (keys := [key for key in today if key not in late]):
            items.append(item(one, keys, now.today))
    return [f"{joined(items)}{LAST_DAY}"] if items else []


def late_keys(one: Standing) -> list[str | None]:
    return list(dict.fromkeys(each.period for each in one.assignments if each.state is State.OVERDUE))


def late_of(now: Situation) -> tuple[list[Standing], list[Standing]]:
    """Late tasks: those to ask about first, and the others; of a recurring one the periods before the issue apart."""
    issued = now.plan.issued
    late = []
    for one in overdue(now):
        parts: tuple[list[Assignment], list[Assignment]] = ([], [])
        for each in one.assignments:
            parts[not (one.recurs and each.due and each.due < issued)].append(each)
        ones = (limited(one, tuple(part), now.today) for part in parts)
        late += [part for part in ones if part.state is State.OVERDUE]
    return parted(sorted(late, key=lambda one: (one.due or dt.date.max, one.task.id)), issued)


def _carried(now: Situation) -> Iterator[str]:
    if ones := carried(now):
        done = [one for one in ones if one.is_done]
        year = f"{now.today.year}年" if (now.today.month, now.today.day) == (12, 31) else "今年以来"
        since = f"，其中{year}已完成{len(done)}项（{_items(done, now.today)}）" if done else ""
        named = numbered(one.standing for one in ones)
        yield f"由{now.today.year - 1}年结转的有{len(ones)}项（{named}）{since}。"


def _unknown(now: Situation) -> Iterator[str]:
    if ones := [one for one in now.standings if is_not_counted(one, now)]:
        years = words.listed(f"{year}年" for year in now.no_calendar)
        yield f"{numbered(ones)}时限按工作日计，缺少{years}的节假日安排，暂未推算，未计入逾期。"


class _Done(NamedTuple):
    """What bodies did of a task in the period."""

    standing: Standing
    keys: tuple[str | None, ...]
    those: tuple[Assignment, ...]
    is_whole: bool
    """Whether that is all of it."""
    is_last: bool
    """Whether with it nobody owes it any more, others having been before."""

    def item(self, today: dt.date) -> str:
        return item(self.standing, self.keys, today)


def _done(now: Situation, of: Period) -> Iterator[str]:
    today = now.today
    did = [each for one in now.standings for each in _done_of(one, of)]
    lead = f"{of.name}{'以来' if today < of.last else ''}，"
    if not did:
        yield f"{lead}暂无新的完成记录。"
        return
    whole = [one for one in did if one.is_last]
    if len(did) > _MOST:
        yield f"{lead}{numbered([one.standing for one in did])}有新的完成记录。"
        whole = [one for one in did if one.is_last or one.is_whole]
    else:
        yield f"{lead}{_told(did, today)}{_punctual(did, today)}。"
    if whole:
        yield f"至此，{_items(whole, today)}已全部完成。"


def _items(did: Sequence[_Done | Carried], today: dt.date) -> str:
    """第1、3项和第14项4月情况."""
    once = [one.standing for one in did if not one.standing.recurs]
    named = [numbered(once)] if once else []
    return joined([*named, *(item(one.standing, one.keys, today) for one in did if one.standing.recurs)])


def _done_of(one: Standing, of: Period) -> list[_Done]:
    """Of a recurring task one entry for all periods that the same bodies did alike."""
    found: dict[tuple[tuple[str, ...], bool, bool], list[_Done]] = {}
    for key, all_ in one.by_period().items():
        those = tuple(each for each in all_ if each.record.done and of.first <= each.record.done <= of.last)
        if those:
            is_whole = len(those) == len(all_)
            is_last = not is_whole and not any(each.is_open for each in all_)
            alike = (tuple(each.unit for each in those), is_whole, is_last)
            found.setdefault(alike, []).append(_Done(one, (key,), those, is_whole, is_last))
    return [
        ones[0]._replace(
            keys=tuple(key for each in ones for key in each.keys),
            those=tuple(each for done in ones for each in done.those),
        )
        for ones in found.values()
    ]


def _told(did: Sequence[_Done], today: dt.date) -> str:
    """花桥镇、六郎镇分别完成第2项、第10项本单位任务; of many 完成本单位任务的有第2项（区委编办）、…."""
    if len(did) == 1:
        one = did[0]
        return f"{bodies(one.those, one.standing)}完成{one.item(today)}{'' if one.is_whole else '本单位任务'}"
    units = {one.those[0].unit for one in did}
    whole = [one for one in did if one.is_whole]
    if len(units) == len(did) == sum(len(one.those) for one in did) and len(whole) in (0, len(did)):
        items = "、".join(one.item(today) for one in did)
        names = "、".join(one.those[0].unit for one in did)
        return f"{names}分别完成{items}{'' if whole else '本单位任务'}"
    parts = [one for one in did if not one.is_whole]
    named = [
        (label, "、".join(f"{one.item(today)}（{bodies(one.those, one.standing)}）" for one in ones))
        for label, ones in (("全部完成的有", whole), ("完成本单位任务的有", parts))
        if ones
    ]
    return "；".join(f"{label}{items}" for label, items in named)


def _punctual(did: Sequence[_Done], today: dt.date) -> str:
    """，均为逾期完成; nothing where there was no day to keep. With several bodies of a task these stand behind it."""
    each = "均" if sum(len(one.those) for one in did) > 1 else ""
    days = [those.late_days for one in did for those in one.those]
    if not any(day is not None for day in days):
        return ""
    if None not in days and (all(days) or not any(days)):
        return f"，{each}为{'逾期' if days[0] else '按期'}完成"
    late = [(one, [those for those in one.those if those.late_days]) for one in did]
    named = [
        (bodies(those, one.standing), item(one.standing, list(dict.fromkeys(x.period for x in those)), today))
        for one, those in late
        if those
    ]
    is_plain = not any("、" in who for who, _ in named)
    told = "、".join(f"{who}{what}" if is_plain else f"{what}（{who}）" for who, what in named)
    return f"，其中{told}为逾期完成" if told else ""
