"""Rules about an edit: nobody's duty vanishes or moves without a paper that says so, and in time."""

import datetime as dt
from collections.abc import Iterator, Sequence

from fuquan.comparison import Comparison, Key, Pair
from fuquan.diagnostic import Span
from fuquan.model import Adjustment, Member, Task, Unit
from fuquan.owed import Assignment
from fuquan.rules.deadlines import replaced
from fuquan.rules.edits import goes_on, may_be_read
from fuquan.rules.rule import Found
from fuquan.text import long_day


def owed_gone(edit: Comparison) -> Iterator[Found]:
    """欠着的任务不会因为改了名单、时期或者日期就没有人欠了。

    不论改的是哪一行（清空成员、提前终止、改了年度、撤销了镇），少了一家、少了一期，那一份就永远不会逾期。

    改法：恢复；成员确实退出、镇确实撤销的，写 until，并用 basis 写明依据。

    改前：
        units:
          - name: 甲局
          - {name: 乙局}
          - {name: 丙局}
          - {name: 组, members: [乙局, 丙局], complete: true}
          - {name: 各镇, members: towns}
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局, 组]}
    错：
        units:
          - name: 甲局
          - {name: 乙局}
          - {name: 丙局}
          - {name: 组, members: [乙局], complete: true}
          - {name: 各镇, members: towns}
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局, 组]}
    对：
        units:
          - name: 甲局
          - {name: 乙局}
          - {name: 丙局}
          - name: 组
            members: [乙局, {name: 丙局, until: 2023-04-20, basis: 专班会议纪要第1号（示例）}]
            complete: true
          - {name: 各镇, members: towns}
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局, 组]}
    """
    if not edit.is_whole:
        return
    tasks = {task.id: task for task in edit.head.tasks}
    units = {unit.name: unit for unit in edit.head.bodies()}
    lost: dict[tuple[int, str | None], list[tuple[str, Assignment]]] = {}
    for (number, unit, period), pair in edit.owed.items():
        before = pair.before if pair.after is None and number in tasks else None
        if before and not (_is_handed_on(edit, number, units.get(unit), period) or _has_ended(units, unit, before)):
            lost.setdefault((number, period), []).append((unit, before))
    by_who: dict[tuple[int, tuple[str, ...]], list[str | None]] = {}
    for (number, period), those in lost.items():
        by_who.setdefault((number, tuple(unit for unit, _ in those)), []).append(period)
    for (number, names), periods in by_who.items():
        task, (unit, before) = tasks[number], lost[number, periods[0]][0]
        of = f"{_periods(periods)}" if periods[0] is not None else ""
        yield Found(
            _culprit(edit, task, units.get(unit), units.get(before.via or ""), before),
            f"这样改了之后，{_who(names)}不再承担任务{number}{of}",
            "请恢复；确实退出或者撤销的，写 until 和 basis",
            number,
            names[0] if len(names) == 1 else None,
            periods[0] if len(periods) == 1 else None,
        )


def _who(names: Sequence[str]) -> str:
    """The bodies, five at the most, and how many there are."""
    return "、".join(names[:5]) + (f"等{len(names)}家" if len(names) > 5 else "")


def _periods(keys: list[str | None]) -> str:
    return f"的{keys[0]}" + (f"至{keys[-1]}，共{len(keys)}期" if len(keys) > 1 else "这一期")


def _is_handed_on(edit: Comparison, number: int, unit: Unit | None, period: str | None) -> bool:
    """Whether a group that stood for members not yet named gave way to their whole list."""
    if unit is None or not unit.complete:
        return False
    members = (edit.owed.get((number, member.name, period)) for member in unit.members or ())
    return any(pair is not None and pair.after is not None for pair in members)


def _has_ended(units: "dict[str, Unit]", name: str, before: Assignment) -> bool:
    """Whether the body was out of office on the day that the duty fell due, with a paper that says so."""
    unit, group = units.get(name), units.get(before.via or "")
    spans: list[Unit | Member] = [unit] if unit is not None and unit.code else []
    spans += [member for member in (group.members if group else None) or () if member.name == name]
    day = before.due or dt.date.max
    return any(
        one.basis is not None and ((one.until and one.until < day) or (one.since and day < one.since)) for one in spans
    )


def _culprit(edit: Comparison, task: Task, unit: Unit | None, group: Unit | None, before: Assignment) -> Span:
    """The line that most likely did it."""
    head, base = edit.head, edit.base
    if before.period is not None and head.until != base.until:
        return head.at.span("until")
    if unit is not None and unit.code and unit.until is not None:
        return unit.at.span("until")
    if group is not None and not group.of_towns:
        return group.at.span("members")
    for key, old, new in (("year", base.year, head.year), ("issued", base.issued, head.issued)):
        if old != new:
            return head.at.span(key)
    return task.at.span("units")


def owed_moved(edit: Comparison) -> Iterator[Found]:
    """到期日只能因为有依据的时限调整而变动。

    不论改的是哪一行（方案年度、印发日期、理解、起算日期），日期往后挪了，逾期的就不显示逾期了。原来没有日期的，
    定下日期不算变动。

    改法：恢复；确实要变的，在 adjustments 里另加一条，写明 basis。某旬前另有理解的，写 reading 并写明 reading_basis。

    改前：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
    错：
        tasks:
          - id: 1
            section: 一
            title: 确定承接事项
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-31, date: 2023-04-27, reason: 方案待审核（示例）}
    对：
        tasks:
          - id: 1
            section: 一
            title: 确定承接事项
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-31, date: 2023-04-27, basis: 专班会议纪要第1号（示例）, reason: 方案待审核（示例）}
    """
    if not edit.is_whole:
        return
    tasks = {task.id: (before, task) for before, task in edit.tasks if before and task}
    groups = edit.head.groups()
    moved: dict[tuple[int, dt.date, dt.date | None], list[Key]] = {}
    papers = {number: _Papers(edit, *both) for number, both in tasks.items()}
    for key, pair in edit.owed.items():
        own = (key[1], *groups.get(key[1], ()))
        if (number := key[0]) in tasks and (days := _moved(*tasks[number], pair, papers[number], own, key[2])):
            moved.setdefault((number, *days), []).append(key)
    for (number, old, new), keys in moved.items():
        before, task = tasks[number]
        names = list(dict.fromkeys(unit for _, unit, _ in keys))
        periods = list(dict.fromkeys(period for _, _, period in keys))
        became = long_day(new) if new else "没有日期"
        told = f"这样改了之后，任务{number}的到期日由{long_day(old)}变为{became}（{_who(names)}）"
        yield Found(
            _mover(edit, before, task),
            f"{told}，没有带依据的时限调整",
            "请恢复；确实要变的，在 adjustments 里另加一条，写明 basis",
            number,
            names[0] if len(names) == 1 else None,
            periods[0] if len(periods) == 1 else None,
        )


def _moved(
    before: Task, after: Task, pair: Pair, papers: "_Papers", names: tuple[str, ...], period: str | None
) -> tuple[dt.date, dt.date | None] | None:
    """The day before and after, where it moved and no paper says that it may."""
    then, now = pair
    if then is None or now is None:
        return None
    is_read = before.reading is None and after.reading_basis is not None and may_be_read(before)
    if then.original_due is not None and then.original_due != now.original_due and not is_read:
        return then.original_due, now.original_due
    if then.due is None or then.due == now.due:
        return None
    if now.is_adjusted or then.is_adjusted:
        return None if papers.allow(names, period) else (then.due, now.due)
    return None if is_read else (then.due, now.due)


class _Papers:
    """The adjustments of a task that are known on the day of the edit, by whom they name."""

    def __init__(self, edit: Comparison, before: Task, after: Task) -> None:
        self.known = _Known(edit, before)
        self.adjustments = after.adjustments
        self.latest = {
            (one.period, name): n
            for n, one in enumerate(after.adjustments)
            if one.date is None or one.date <= edit.day
            for name in one.units or (None,)
        }

    def allow(self, names: tuple[str, ...], period: str | None) -> bool:
        """Whether the last entry that names the body, a group of its, or nobody is new and has a basis."""
        n = max((self.latest.get((period, name), -1) for name in (None, *names)), default=-1)
        return n >= 0 and self.adjustments[n].basis is not None and self.adjustments[n] not in self.known


class _Known:
    """The adjustments that a task had before the edit."""

    def __init__(self, edit: Comparison, before: Task | None) -> None:
        self.edit = edit
        self.alike: dict[tuple[dt.date, dt.date | None, str | None, tuple[str, ...]], list[Adjustment]] = {}
        for one in before.adjustments if before else ():
            names = sorted(edit.names.get(name, name) for name in one.units)
            self.alike.setdefault((one.due, one.date, one.period, tuple(names)), []).append(one)

    def __contains__(self, one: Adjustment) -> bool:
        alike = self.alike.get((one.due, one.date, one.period, tuple(sorted(one.units))), ())
        return any(goes_on(self.edit, old, one) for old in alike)


def _mover(edit: Comparison, before: Task, after: Task) -> Span:
    head, base = edit.head, edit.base
    if before.adjustments != after.adjustments:
        return after.adjustments[-1].at.span("due") if after.adjustments else after.at.span("deadline")
    changed = (("reading", before.reading, after.reading), ("trigger", before.trigger, after.trigger))
    for key, was, became in changed:
        if was != became:
            return after.at.span(key)
    for key, old, new in (("year", base.year, head.year), ("issued", base.issued, head.issued)):
        if old != new and before.printed == after.printed:
            return head.at.span(key)
    return after.at.span("deadline")


def late_extension(edit: Comparison) -> Iterator[Found]:
    """延期在到期之前批准；到期以后再延的，要说得出道理。

    各地的督查办法都要求在到期之前申请延期。到期以后补批的，逾期的天数不应当就此抹去。

    改法：核对批准日期；确是事后批准的，在 waivers 里写明。

    改前：
        tasks:
          - {id: 1, section: 一, title: 提出方案, deadline: 4月28日前, units: [甲局]}
    错：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-31, date: 2023-05-09, basis: 专班会议纪要第1号（示例）}
    对：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-31, date: 2023-04-27, basis: 专班会议纪要第1号（示例）}
    """
    for before, after in edit.tasks:
        if after is None:
            continue
        known = _Known(edit, before)
        for one, day in replaced(edit.head, after):
            if one in known:
                continue
            granted = one.date or edit.day
            if day is not None and day < granted and day < one.due:
                told = f"任务{after.id}的时限是{long_day(day)}，{long_day(granted)}才批准延到{long_day(one.due)}"
                yield Found(one.at.span("due"), told, "请核对批准日期", after.id, None, one.period)
