"""Rules about an edit: what was printed, decided or recorded stays."""

from collections.abc import Iterator
from dataclasses import replace

from fuquan.comparison import Comparison, Reported
from fuquan.deadline import By
from fuquan.diagnostic import Span
from fuquan.model import Adjustment, Plan, Record, Task
from fuquan.rules.rule import Found
from fuquan.text import bare, long_day

LONG_AGO = 30
"""Days after which a report of something done is asked about: a month's return would have brought it sooner."""

_MARKS = str.maketrans("[(【〈<﹝])】〉>﹞己巳", "〔〔〔〔〔〔〕〕〕〕〕〕已已")


def printed_plan(edit: Comparison) -> Iterator[Found]:
    """方案的标题、印发单位、印发日期和依据，主要任务的编号和标题，照印发稿，不改不删。

    印发以后要变的，印发新的文件；抄错了要更正的，在 waivers 里写明理由和依据。

    改法：恢复原来的文字。

    改前：
        plan: {title: 示例方案, issued: 2023-04-18, year: 2023, basis: 皖政〔2022〕112号}
    错：
        plan: {title: 示例工作方案, issued: 2023-04-18, year: 2023, basis: 皖政〔2022〕112号}
    对：
        plan: {title: 示例方案, short: 示例, issued: 2023-04-18, year: 2023, basis: 皖政〔2022〕112号}
    """
    base, head = edit.base, edit.head
    named = (("title", "标题", base.title, head.title), ("issuer", "印发单位", base.issuer, head.issuer))
    for key, called, before, after in named:
        if before is not None and not _same(before, after):
            yield Found(head.at.span(key), f"方案的{called}“{before}”被改动", _RESTORE)
    if base.issued != head.issued:
        yield Found(head.at.span("issued"), f"方案的印发日期由{base.issued}改为{head.issued}", _RESTORE)
    kept = {_plain(text) for text in head.basis}
    for text in base.basis:
        if _plain(text) not in kept:
            yield Found(head.at.span("basis"), f"方案的依据“{text}”被改动或删去", _RESTORE)
    sections = {section.id: section for section in head.sections}
    for section in base.sections:
        after_section = sections.get(section.id)
        if after_section is None:
            yield Found(head.at.span(), f"主要任务“{section.id}、{section.title}”不见了", _RESTORE)
        elif not _same(section.title, after_section.title):
            told = f"主要任务“{section.id}、{section.title}”的标题被改动"
            yield Found(after_section.at.span("title"), told, _RESTORE)


_RESTORE = "请恢复原文；抄录有误要更正的，在 waivers 里写明理由和依据"


def printed_task(edit: Comparison) -> Iterator[Found]:
    """清单里的任务照印发稿，不删去，不改号，不改原文，不改归到别的主要任务。

    删去的任务再也不会逾期；改了号，以前的记录和函件就对不上了。

    改法：恢复原来的任务；不再办理的，记完成并在说明里写“不涉及”；抄录有误的，在 waivers 里写明理由和依据。

    改前：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
          - {id: 2, section: 一, title: 签订确认书, deadline: 4月28日前, units: [甲局]}
    错：
        tasks:
          - {id: 1, section: 一, title: 签订确认书, deadline: 4月28日前, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
          - {id: 2, section: 一, title: 签订确认书, short: 确认书, deadline: 4月28日前, units: [甲局]}
    """
    for before, after in edit.tasks:
        if before is None:
            continue
        if after is None:
            told = f"任务{before.id}“{before.name}”不见了"
            yield Found(_list_of(edit.head), told, _RESTORE, task=before.id)
            continue
        if before.id != after.id:
            told = f"任务{before.id}“{before.name}”的序号改成了{after.id}"
            yield Found(after.at.span("id"), told, _RESTORE, task=after.id)
        if not _same(before.title, after.title):
            told = f"任务{after.id}的原文“{before.title}”被改动"
            yield Found(after.at.span("title"), told, _RESTORE, task=after.id)
        if before.section != after.section:
            told = f"任务{after.id}从主要任务“{before.section}”改归“{after.section}”"
            yield Found(after.at.span("section"), told, _RESTORE, task=after.id)


def _list_of(plan: Plan) -> Span:
    """Where what is gone would stand: the first task, or the plan where there is none."""
    return plan.tasks[0].at.span("id") if plan.tasks else plan.at.span()


def printed_deadline(edit: Comparison) -> Iterator[Found]:
    """完成时限照印发稿，一个字也不改；时限有变化，另记时限调整。

    原来的时限改掉了，就没有人知道延过期。

    改法：恢复原文，在 adjustments 里写明新的日期和依据。

    改前：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
    错：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 5月31日前, units: [甲局]}
    对：
        tasks:
          - id: 1
            section: 一
            title: 确定承接事项
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-31, date: 2023-04-27, basis: 专班会议纪要第1号（示例）}
    """
    for before, after in _kept(edit):
        if before.printed != after.printed:
            told = f"任务{after.id}印发的时限“{before.printed}”被改为“{after.printed}”"
            mend = "请恢复原文；时限有变化，用 adjustments 写明新的日期和依据"
            yield Found(after.at.span("deadline"), told, mend, task=after.id)


def printed_units(edit: Comparison) -> Iterator[Found]:
    """责任单位照印发稿，不增不减。

    删去的单位就不再欠这项任务；添上的单位会收到催办。

    改法：恢复原来的单位；单位改名的，改名称并把旧名留在 aliases 里。

    改前：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局, 各镇]}
    错：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [各镇, 甲局]}
    """
    for before, after in _kept(edit):
        then = dict.fromkeys(edit.names.get(name, name) for name in before.units)
        units = frozenset(after.units)
        lost = [name for name in then if name not in units]
        added = [name for name in after.units if name not in then]
        if lost or added:
            told = "，".join(
                f"{verb}了{'、'.join(names)}" for verb, names in (("删去", lost), ("添上", added)) if names
            )
            mend = "请恢复原来的单位；印发新文件变更的，在 waivers 里写明依据"
            yield Found(after.at.span("units"), f"任务{after.id}的责任单位{told}", mend, task=after.id)


def reading_changed(edit: Comparison) -> Iterator[Found]:
    """本单位对时限的理解（reading）写定了就不改；读得懂的时限不另写理解。

    换一种理解就是换一个日期，等于不经批准调整时限。原文读不懂，或者提示有两种读法（某旬前）的，可以补写。

    改法：恢复原来的理解；日期要变的，用 adjustments 写明依据。

    改前：
        tasks:
          - {id: 1, section: 一, title: 公布目录, deadline: 2024年8月前, reading: 2024年7月底前, units: [甲局]}
    错：
        tasks:
          - {id: 1, section: 一, title: 公布目录, deadline: 2024年8月前, reading: 2024年8月底前, units: [甲局]}
    对：
        tasks:
          - {id: 1, section: 一, title: 公布目录, deadline: 2024年8月前, reading: 2024年7月底前,
             reading_basis: 领导小组办公室答复（示例）, units: [甲局]}
    """
    for before, after in _kept(edit):
        if before.printed != after.printed or before.reading == after.reading:
            continue
        mend = "请恢复；日期要变的，用 adjustments 写明新的日期和依据"
        if before.reading is not None:
            told = f"任务{after.id}对时限的理解“{before.reading}”被{'改动' if after.reading else '删去'}"
            yield Found(_reading_of(after), told, mend, task=after.id)
        elif not may_be_read(before):
            told = f"任务{after.id}的时限“{before.printed}”本来读得懂，不能另写理解“{after.reading}”"
            yield Found(_reading_of(after), told, mend, task=after.id)


def _reading_of(task: Task) -> Span:
    return task.at.span("reading" if task.reading else "deadline")


def may_be_read(task: Task) -> bool:
    """Whether a hint offers two readings of the printed phrase (`ten-days`)."""
    reading = task.deadline.reading
    return isinstance(reading, By) and reading.ten_days is not None and "前" in task.printed


def adjustment_changed(edit: Comparison) -> Iterator[Found]:
    """批准过的时限调整不改、不删；再次调整，在后面另加一条。

    改了以前的调整，就说不清当时批准到哪一天。漏写的依据、事由和批准人可以补写。

    改法：恢复原来的一条，新的调整加在后面。

    改前：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-19, date: 2023-04-27, basis: 专班会议纪要第1号（示例）}
    错：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-31, date: 2023-04-27, basis: 专班会议纪要第1号（示例）}
    对：
        tasks:
          - id: 1
            section: 一
            title: 提出方案
            deadline: 4月28日前
            units: [甲局]
            adjustments:
              - {due: 2023-05-19, date: 2023-04-27, basis: 专班会议纪要第1号（示例）}
              - {due: 2023-05-31, date: 2023-05-09, basis: 专班会议纪要第2号（示例）}
    """
    for before, after in _kept(edit):
        left = iter(after.adjustments)
        for one in before.adjustments:
            if not any(goes_on(edit, one, other) for other in left):
                left = iter(())
                told = f"任务{after.id}调整到{long_day(one.due)}的一条时限调整被改动或删去"
                span = after.at.span("adjustments")
                yield Found(span, told, "请恢复这一条；再次调整的，在后面另加一条", after.id, None, one.period)


def goes_on(edit: Comparison, before: Adjustment, after: Adjustment) -> bool:
    """Whether the entry is the same, or says more of its basis, its reason and who approved it."""
    names = [edit.names.get(name, name) for name in before.units]
    same = (before.due, before.date, before.period) == (after.due, after.date, after.period)
    said = ((before.basis, after.basis), (before.reason, after.reason), (before.approved_by, after.approved_by))
    return same and sorted(names) == sorted(after.units) and all(old is None or _same(old, new) for old, new in said)


def trigger_changed(edit: Comparison) -> Iterator[Found]:
    """起算的事项记下以后，日期和依据不改、不删。

    改了起算日，时限就跟着变，或者回到“待起算”，不再逾期。漏写的依据可以补写。

    改法：恢复原来的 trigger；记错了的，在 waivers 里写明理由和依据。

    改前：
        tasks:
          - id: 1
            section: 一
            title: 纳入考评
            deadline: 按省级部署
            trigger: {date: 2023-04-20, basis: 皖司〔2023〕4号（示例）}
            units: [甲局]
    错：
        tasks:
          - {id: 1, section: 一, title: 纳入考评, deadline: 按省级部署, units: [甲局]}
    对：
        tasks:
          - id: 1
            section: 一
            title: 纳入考评
            deadline: 按省级部署
            trigger: {date: 2023-04-20, basis: 皖司〔2023〕4号（示例）}
            units: [甲局]
            adjustments:
              - {due: 2023-06-30, date: 2023-05-09, basis: 皖司〔2023〕4号（示例）}
    """
    for before, after in _kept(edit):
        old, new = before.trigger, after.trigger
        if old is None or (new and new.date == old.date and (old.basis is None or _same(old.basis, new.basis))):
            continue
        told = f"任务{after.id}起算的事项（{long_day(old.date)}）被{'改动' if new else '删去'}"
        yield Found(after.at.span("trigger"), told, "请恢复；记错了要更正的，在 waivers 里写明依据", task=after.id)


def body_changed(edit: Comparison) -> Iterator[Found]:
    """镇和单位不删去，不改代码；改名的，旧名留在 aliases 里。

    删去一个单位，它欠的任务和报过的记录就一起没有了；旧名没有了，以前的文件就对不上。

    改法：恢复；撤销的镇写 until 和 basis，改名的把旧名写进 aliases。

    改前：
        towns:
          - {name: 甲镇, code: "340210100"}
          - {name: 乙镇, code: "340210101"}
    错：
        towns:
          - {name: 甲镇, code: "340210100"}
          - {name: 丁镇, code: "340210101"}
    对：
        towns:
          - {name: 甲镇, code: "340210100"}
          - {name: 丁镇, code: "340210101", aliases: [乙镇]}
    """
    idle = {name for name, owes in _owing(edit.base).items() if not owes}
    for before, after in edit.bodies:
        if before is None:
            continue
        if after is None:
            if before.code or before.progress or before.name not in idle:
                told = f"没有了“{before.name}”{'这个镇' if before.code else '这个单位'}"
                mend = "请恢复；撤销的写 until 和 basis，改名的把旧名写进新名称的 aliases"
                yield Found(edit.head.at.span(), told, mend, unit=before.name)
            continue
        if before.name not in (after.name, *after.aliases):
            told = f"“{before.name}”改名为“{after.name}”，旧名没有留下"
            yield Found(after.at.span("name"), told, f"请加一行 aliases: [{before.name}]", unit=after.name)
        if before.code and before.code != after.code:
            told = f"{after.name}的代码由{before.code}改为{after.code or '空'}"
            yield Found(after.at.span("code"), told, _RESTORE, unit=after.name)


def _owing(plan: Plan) -> dict[str, bool]:
    """Whether a row names the body, or a group of its."""
    listed = {name for task in plan.tasks for name in task.units}
    groups = plan.groups()
    return {unit.name: not listed.isdisjoint((unit.name, *groups.get(unit.name, ()))) for unit in plan.bodies()}


def record_changed(edit: Comparison) -> Iterator[Found]:
    """报过的日期、佐证材料和说明只增不减，不改；报错了的，撤回原记录再记。

    已经报的完成悄悄没有了，或者改了日期，谁也说不清。尚未完成的原因和预计完成时间可以更新；错别字、文号括号这类
    写法上的更正不算改动。

    改法：恢复原来的内容。报错了的，用 fuquan reopen 撤回：原来的记录整条写进 withdrawn，写明撤回的
    日期 date 和原因 reason，再写新的。

    改前：
        units:
          - name: 甲局
            progress: {1: {done: 2023-04-26, evidence: 签到表（示例）}}
          - name: 各镇
            members: towns
    错：
        units:
          - name: 甲局
            progress: {1: {done: 2023-04-20, evidence: 签到表（示例）}}
          - name: 各镇
            members: towns
    对：
        units:
          - name: 甲局
            progress:
              1:
                done: 2023-04-20
                evidence: 签到表（示例）
                withdrawn:
                  - {done: 2023-04-26, evidence: 签到表（示例）, date: 2023-05-09, reason: 日期报错（示例）}
          - name: 各镇
            members: towns
    """
    for one in edit.records():
        if one.before is not None and one.unit is not None and one.task is not None:
            for what in _lost(one.before, one.after):
                of = f"的{one.period}这一期" if one.period else ""
                told = f"{one.body}任务{one.number}{of}{what}"
                mend = "请恢复；报错了的，用 fuquan reopen 撤回，原记录会留在 withdrawn 里"
                yield Found(_record_place(one), told, mend, one.number, one.body, one.period)
    for before, after in edit.bodies:
        for month, day in (before.returns if before and after else {}).items():
            assert after is not None  # noqa: S101 - for the type checker
            if after.returns.get(month) != day:
                told = f"{after.name}{month}的报送日期{day}被{'改动' if month in after.returns else '删去'}"
                yield Found(after.at.span("returns"), told, "请恢复原来的日期", None, after.name, month)


def _record_place(one: Reported) -> Span:
    if one.after is not None and one.after.at is not None:
        return one.after.at.span()
    assert one.unit is not None  # noqa: S101 - who is gone has been told
    return one.unit.at.span("progress" if one.unit.progress else "name")


def _lost(before: Record, after: Record | None) -> Iterator[str]:
    """What was on record and is no more, unless the whole of it was withdrawn."""
    if after is None:
        if before != Record():
            yield "的办理记录不见了"
        return
    was, now = before.withdrawn, after.withdrawn  # the same may be withdrawn twice
    new = [taken for taken in now if now.count(taken) > was.count(taken)]
    whole = replace(before, reason=None)  # which has no place beside the reason of the withdrawal
    if any(not _changes(whole, taken.record) for taken in new):
        return
    yield from _changes(before, after)
    if any(now.count(taken) < was.count(taken) for taken in was):
        yield "撤回的原记录被改动或删去"


def _changes(before: Record, after: Record) -> list[str]:
    days = (("开始日期", before.started, after.started), ("完成日期", before.done, after.done))
    told = [
        f"的{called}{old}被{f'改为{new}' if new else '删去'}"
        for called, old, new in days
        if old is not None and old != new
    ]
    evidence = {_plain(text) for text in after.evidence}
    told += [f"的佐证材料“{text}”被改动或删去" for text in before.evidence if _plain(text) not in evidence]
    notes = {(note.date, _plain(note.text)) for note in after.notes}
    told += [
        f"的{note.date}的说明“{note.text}”被改动或删去"
        for note in before.notes
        if (note.date, _plain(note.text)) not in notes
    ]
    said = (("尚未完成的原因", before.reason, after.reason), ("预计完成时间", before.expected, after.expected))
    if after.done is None:
        told += [f"的{called}被删去" for called, old, new in said if old is not None and new is None]
    return told


def late_entry(edit: Comparison) -> Iterator[Found]:
    """完成了及时录入，不晚于完成后一个月。

    早就完成、隔了很久才录入的，此前的通报和函件都把它算作逾期；也可能是月份写错了。

    改法：核对完成日期；属实的不用改。

    改前：
        units:
          - name: 甲局
          - name: 各镇
            members: towns
    错：
        units:
          - name: 甲局
            progress: {1: {done: 2023-03-26, evidence: 签到表（示例）}}
          - name: 各镇
            members: towns
    对：
        units:
          - name: 甲局
            progress: {1: {done: 2023-04-26, evidence: 签到表（示例）}}
          - name: 各镇
            members: towns
    """
    for one in edit.records():
        done = one.after.done if one.after else None
        if done is None or (one.before is not None and one.before.done == done):
            continue
        if (days := (edit.day - done).days) > LONG_AGO:
            assert one.after is not None and one.after.at is not None  # noqa: S101 - it was read
            of = f"的{one.period}这一期" if one.period else ""
            told = f"{one.body}任务{one.number}{of}于{long_day(done)}完成，{days}天以后才录入"
            yield Found(one.after.at.span("done"), told, "请核对完成日期", one.number, one.body, one.period)


def letter_changed(edit: Comparison) -> Iterator[Found]:
    """函件登记只增不改：登记了的函件不改、不删，作废的也留着。

    编号已经随函件发出去了；删了、改了，就说不清哪一号是发给谁的，空出来的编号还会再用一次。

    改法：恢复原来的一条；确是登记有误要更正的，在 waivers 里写明理由和依据。

    改前：
        letters:
          - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
    错：
        letters:
          - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲镇, kind: 催办, items: [{task: 1}]}
    对：
        letters:
          - {number: 2023年催办第1号, date: 2023-05-10, unit: 甲局, kind: 催办, items: [{task: 1}]}
          - {number: 2023年催办第2号, date: 2023-05-10, unit: 甲镇, kind: 催办, items: [{task: 1}]}
    """
    for before, after in edit.entries():
        if before is None or before == after:
            continue
        place = after or next(iter(edit.letters[1]), None)
        span = place.at.span("number") if place is not None and place.at is not None else edit.head.at.span()
        told = f"函件登记里的“{before.number}”（{before.unit}）{'被改动' if after else '不见了'}"
        yield Found(span, told, "请恢复这一条；登记有误要更正的，在 waivers 里写明理由和依据", unit=before.unit)


def _kept(edit: Comparison) -> Iterator[tuple[Task, Task]]:
    return ((before, after) for before, after in edit.tasks if before is not None and after is not None)


def _same(before: str, after: str | None) -> bool:
    """Whether only the way of writing differs: widths, white space, what is not seen, brackets of a 文号, 己 and 已."""
    return after is not None and _plain(before) == _plain(after)


def _plain(text: str) -> str:
    return bare(text).translate(_MARKS).replace("〕第", "〕")
