"""What is not late: adjusted days, days to come, what has no day of its own, what goes over to the next year."""

import datetime as dt
from collections.abc import Iterator, Sequence

from fuquan.deadline import After
from fuquan.model import Adjustment, Task
from fuquan.owed import Assignment, Situation, Standing, State, adjustments_of, has_day
from fuquan.query import is_asked, on_day, upcoming
from fuquan.view import words
from fuquan.view.bulletin.period import Period, horizon
from fuquan.view.bulletin.summary import BEFORE_ISSUE, LAST_DAY, is_not_counted, late_word, shares
from fuquan.view.bulletin.turn import undone
from fuquan.view.bulletin.wording import bodies, heading_of, joined, numbered, state_in
from fuquan.view.paper import Paragraph
from fuquan.view.phrases import granted, partly_undated
from fuquan.view.words import plain

_MOST = 3
"""Days of a recurring task that are told one by one."""


def adjusted(now: Situation, of: Period) -> Iterator[Paragraph]:
    """三、时限调整事项: of what is not done, and what was granted in the period."""
    for one in now.standings:
        known = adjustments_of(one, now)
        if one.state is State.DONE or one.recurs:
            owed = {each.period for each in one.open} if one.recurs else set()
            known = tuple(each for each in known if each.period in owed or (each.date and of.first <= each.date))
        if known:
            yield Paragraph("body", _adjusted(known, one.task, now), heading_of(one.task))


def _adjusted(known: Sequence[Adjustment], task: Task, now: Situation) -> str:
    """原时限4月底前，4月27日经批准调整为5月19日，事由为方案待上级审核。"""
    told: list[str] = []
    moved: set[tuple[tuple[str, ...], str | None]] = set()
    for each in known:
        whose_ = f"{words.listed(each.units)}{'' if not each.period else '的'}" if each.units else ""
        which = f"{words.period_name(each.period, now.today)}情况" if each.period else ""
        why = f"，事由为{plain(each.reason)}" if each.reason else ""
        again = (each.units, each.period) in moved
        text = granted(each, task, now, again=again)
        told.append(f"{whose_}{which}{text}{why}")
        if "调整" in text:  # what was 确定 has not been moved yet
            moved.add((each.units, each.period))
    return f"{'原' if has_day(task, now.today) else ''}时限{plain(task.printed)}，{'；'.join(told)}。"


def coming(now: Situation, of: Period) -> list[tuple[tuple[Standing, ...], str]]:
    """四、即将到期事项: the entries that are told together, and the words, by day."""
    entries = upcoming(now, now.today, horizon(of, now.today))
    series: dict[int, list[Standing]] = {}
    for one in entries:
        if one.recurs:
            series.setdefault(one.task.id, []).append(one)
    together: dict[tuple[int, dt.date | None, str], list[Standing]] = {}
    for n, one in enumerate(entries):
        ones = series.get(one.task.id, [])
        if len(ones) > _MOST:  # told by the next one and the phrase
            if one is ones[0]:
                together[n, one.due, ""] = ones
        else:
            together.setdefault((n if one.recurs else -1, one.due, bodies(on_day(one), one)), []).append(one)
    ordered = sorted(together.values(), key=lambda ones: (ones[0].due or dt.date.max, ones[0].task.id))
    return [(tuple(ones), _coming(ones, now.today)) for ones in ordered]


def _coming(ones: Sequence[Standing], today: dt.date) -> str:
    """第4项（区委编办）5月19日到期; of periods owed by others 第14项5月情况（局、办）、6月情况（局）5月20日到期."""
    first = ones[0]
    here = on_day(first)
    alike: dict[str, list[str | None]] = {}
    for key in dict.fromkeys(each.period for each in here):
        alike.setdefault(bodies((each for each in here if each.period == key), first), []).append(key)
    which = "、".join(f"{state_in(keys, today)}（{names}）" for names, keys in alike.items())
    after = f"，其后为{plain(first.task.printed)}" if first.recurs and len(ones) > 1 else ""
    when = LAST_DAY if first.due == today else f"{words.day(first.due, today) if first.due else ''}到期"
    return f"{numbered(ones)}{which}{when}{after}"


def undated(now: Situation, of: Period) -> tuple[str, str]:
    """五、按月开展、持续推进、待省级部署和时限待定事项: the title and the text; empty where there are none."""
    labels: list[str] = []
    told: list[str] = []
    for share in shares(now)[1]:
        if all(one.state is State.DONE and not one.recurs for one in share.tasks):
            continue
        said = {one.task.id: _undated(one, now, of) for one in share.tasks}
        alike: dict[str, list[Standing]] = {}
        for one in share.tasks:
            alike.setdefault(said[one.task.id], []).append(one)
        labels.append(share.label)
        told += [f"{numbered(ones)}{text}" for text, ones in alike.items()]
    for one, part, names in partly_undated(now.standings, now.today):
        if one.state is not State.OVERDUE:  # of one that is late it has been said
            labels += [label] if (label := words.why_no_day(part)) not in labels else []
            told.append(f"{numbered([one])}{_undated(part, now, of, names)}")
    if not labels:
        return "", ""
    return f"{joined(labels)}事项", "".join(f"{text}。" for text in told)


def _undated(one: Standing, now: Situation, of: Period, names: str = "") -> str:
    """尚未收到省级部署; with the names of those who wait where others do not."""
    if one.recurs:
        return _recurring(one, now, of)
    task, today = one.task, now.today
    reading = task.deadline.reading
    level = reading.level if isinstance(reading, After) else None
    match one.state:
        case State.ONGOING:
            return f"，{_progress(one.assignments, one)}"
        case State.WAITING:
            wait = f"尚未收到{level}部署" if level else f"时限为“{plain(task.printed)}”，尚未起算"
        case _ if is_not_counted(one, now):
            wait = "时限暂未推算"
        case _ if task.trigger is not None and task.trigger.date <= today:
            basis = f"（{plain(task.trigger.basis)}）" if task.trigger.basis else ""
            came = f"{level}部署已于" if level else f"时限为“{plain(task.printed)}”，所待事项已于"
            when = f"{came}{words.day(task.trigger.date, today)}{'收到' if level else '发生'}{basis}"
            wait, names = f"{when}，{names}时限尚未确定", ""
        case _:
            wait = "时限尚未确定"
    known = [each for each in one.assignments if each.on_record != "none"]
    return f"{names}{wait}" + (f"，{_progress(known, one)}" if known else "")


def _progress(those: Sequence[Assignment], one: Standing) -> str:
    """湾沚镇、红杨镇正在推进，区委编办、陶辛镇、六郎镇、花桥镇暂无进展记录."""
    by_label: dict[str, list[Assignment]] = {}
    for each in those:
        by_label.setdefault(_LABELS[each.on_record], []).append(each)
    ordered = [(label, by_label[label]) for label in _LABELS.values() if label in by_label]
    return "，".join(f"{bodies(here, one)}{label}" for label, here in ordered)


_LABELS = {"done": "已完成", "started": "正在推进", "noted": "有情况说明", "none": "暂无进展记录"}


def _recurring(one: Standing, now: Situation, of: Period) -> str:
    """4月情况已按期收集: of the periods due in the time told of, else the last one before; and of what is due today."""
    passed = {key: those for key, those in one.by_period().items() if _has_come(those, now.today)}
    if not passed:
        return "各期时限暂未推算" if is_not_counted(one, now) else "各期均未到期"
    here = [key for key, those in passed.items() if any(each.due and each.due >= of.first for each in those)]
    done = "收集" if one.task.collects else "完成"
    alike: dict[str, list[str | None]] = {}
    for key in here or sorted(passed, key=lambda key: _last_day(passed[key]))[-1:]:
        alike.setdefault(_outcome(passed[key], one, done, now), []).append(key)
    return "，".join(f"{state_in(keys, now.today)}{outcome}" for outcome, keys in alike.items())


def _last_day(those: Sequence[Assignment]) -> dt.date:
    return max((each.due for each in those if each.due), default=dt.date.min)


def _has_come(those: Sequence[Assignment], today: dt.date) -> bool:
    """Whether nobody owes it any more, or the day of somebody has come."""
    return all(not each.is_open for each in those) or any(each.due and each.due <= today for each in those)


def _outcome(those: Sequence[Assignment], one: Standing, done: str, now: Situation) -> str:
    if late := [each for each in those if each.state is State.OVERDUE]:
        return BEFORE_ISSUE if all(is_asked(each, now.plan.issued) for each in late) else late_word(now)
    ends = [each for each in those if each.state is State.DUE_TODAY]
    later = [each for each in those if each.is_open and each.state is not State.DUE_TODAY]
    if len(ends) == len(those):
        return LAST_DAY
    if ends or later:
        told = [f"{bodies(here, one)}{when}" for here, when in ((ends, LAST_DAY), (later, "尚未到期")) if here]
        return "，".join([*told, *([f"其余已{done}"] if len(ends) + len(later) < len(those) else [])])
    after = [each for each in those if each.late_days]
    if not after:
        return f"已按期{done}" if all(each.late_days is not None for each in those) else f"已{done}"
    return f"已{done}，其中{bodies(after, one)}逾期完成" if len(after) < len(those) else f"已{done}，为逾期完成"


def left_over(now: Situation, of: Period) -> str:
    """结转事项, of a year that is over: empty where all is done, or the year is not over."""
    if not of.is_year or now.today < of.last:
        return ""
    ids = {one.standing.task.id for one in undone(now)}
    if not ids:
        return ""
    left = [share.of(ids) for group in shares(now) for share in group]
    told = "；".join(share.told for share in left if share.tasks)
    which = "未完成" if now.recorded else "尚未收到完成情况"
    return f"{which}的{len(ids)}项结转{of.last.year + 1}年：{told}。"
