"""What an edit did, as whole sentences: small plans before and after."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import loaded_of

from fuquan.comparison import Comparison
from fuquan.model import Plan, Record, Unit
from fuquan.view.changes import changes, concerning, merged
from fuquan.view.changes.change import Change

TODAY = date(2023, 5, 10)

# What a case does not say: one block a key, in YAML's flow style.
USUAL = {
    "plan": "{title: 示例方案, issued: 2023-04-18, year: 2023}",
    "sections": "[{id: 一, title: 承接}, {id: 二, title: 机构}]",
    "task": "{id: 1, section: 一, title: 确定承接事项, deadline: 4月底前, units: [甲局]}",
    "tasks": "",
    "unit": "{name: 甲局}",
    "units": "{name: 乙局}, {name: 各镇, members: towns}",
    "waivers": "[]",
    "towns": '[{name: 甲镇, code: "1"}, {name: 乙镇, code: "2"}]',
}


def plan(**blocks: str) -> Plan:
    has = USUAL | blocks
    tasks = ", ".join(one for one in (has["task"], has["tasks"]) if one)
    units = ", ".join(one for one in (has["unit"], has["units"]) if one)
    loaded = loaded_of(
        f"plan: {has['plan']}\nsections: {has['sections']}\ntasks: [{tasks}]\nunits: [{units}]\n"
        f"waivers: {has['waivers']}\n",
        f"towns: {has['towns']}\n",
    )
    assert loaded.found == ()
    assert loaded.plan is not None
    return loaded.plan


def edit(base: dict[str, str], head: dict[str, str]) -> Comparison:
    return Comparison(base=plan(**base), head=plan(**head), day=TODAY)


def told(base: dict[str, str], head: dict[str, str]) -> list[tuple[str, str]]:
    """(kind, sentence) of every change."""
    return [(one.kind, one.sentence) for one in changes(edit(base, head))]


def row(more: str = "", **fields: str) -> str:
    """The usual task, with some of its fields written otherwise."""
    has = {"id": "1", "section": "一", "title": "确定承接事项", "deadline": "4月底前", "units": "[甲局]"} | fields
    return f"{{{', '.join(f'{key}: {value}' for key, value in has.items())}{more}}}"


def adjustments(*entries: str, **fields: str) -> dict[str, str]:
    return {"task": row(f", adjustments: [{', '.join(f'{{{one}}}' for one in entries)}]", **fields)}


def record(text: str, number: int = 1) -> dict[str, str]:
    return {"unit": f"{{name: 甲局, progress: {{{number}: {text}}}}}"}


PLAN = "{title: 示例方案, issued: 2023-04-18, year: 2023%s}"
MONTHLY = row(deadline="每月20日前")
TO_TOWNS = row(units="[各镇]")

CASES: dict[str, tuple[dict[str, str], dict[str, str], list[tuple[str, str]]]] = {
    "nothing": ({}, {}, []),
    # the plan
    "title": (
        {},
        {"plan": "{title: 示例工作方案, issued: 2023-04-18, year: 2023}"},
        [("plan-title", "方案的标题由“示例方案”改为“示例工作方案”")],
    ),
    "header": (
        {"plan": PLAN % ", short: 示例, basis: [甲〔2023〕1号, 乙〔2023〕2号], severity: {evidence: error}"},
        {
            "plan": PLAN % ", issuer: 领导小组, office: 专班, until: 2024-03-31, remind_days: 5, "
            "basis: [乙〔2023〕2号, 丙〔2023〕3号], severity: {evidence: hint, weekend: warning}"
        },
        [
            ("plan-short", "方案的简称“示例”被删去"),
            ("plan-issuer", "方案的印发单位写明为“领导小组”"),
            ("plan-office", "方案的落款单位写明为“专班”"),
            ("plan-until", "方案的截止日写明为2024年3月31日"),
            ("plan-remind-days", "方案的提醒天数由7改为5"),
            ("plan-basis", "方案的依据添“丙〔2023〕3号”"),
            ("plan-basis", "方案的依据“甲〔2023〕1号”被删去"),
            ("plan-severity", "规则“evidence”的级别由错误改为提示"),
            ("plan-severity", "规则“weekend”的级别写明为警告"),
        ],
    ),
    "year": (
        {},
        {"plan": "{title: 示例方案, issued: 2023-04-18, year: 2024}"},
        [("plan-year", "方案的年度由2023改为2024"), ("owed-due", "任务1的到期日由4月30日变为2024年4月30日")],
    ),
    "issued": (
        {"task": row(deadline="印发之日起30日内")},
        {"task": row(deadline="印发之日起30日内"), "plan": "{title: 示例方案, issued: 2023-04-28, year: 2023}"},
        [
            ("plan-issued", "方案的印发日期由2023年4月18日改为2023年4月28日"),
            ("owed-due", "任务1的到期日由5月18日变为5月28日"),
        ],
    ),
    "sections": (
        {},
        {"sections": "[{id: 一, title: 承接工作}, {id: 三, title: 清单}]"},
        [
            ("section-title", "主要任务“一”的标题由“承接”改为“承接工作”"),
            ("section-removed", "主要任务“二、机构”被删去"),
            ("section-added", "新增主要任务“三、清单”"),
        ],
    ),
    "waivers": (
        {"waivers": "[{rule: evidence, reason: 甲}, {rule: evidence, reason: 甲}, {rule: weekend, reason: 乙}]"},
        {
            "waivers": "[{rule: evidence, reason: 甲}, {rule: weekend, reason: 乙},"
            " {rule: order, task: 1, unit: 甲局, reason: 丙, basis: 会议纪要第1号}]"
        },
        [
            ("waiver-removed", "删去一条认可的例外：规则“evidence”，理由：甲，未写依据"),
            ("waiver-added", "新增一条认可的例外：规则“order”，任务1甲局，理由：丙，依据会议纪要第1号"),
        ],
    ),
    # the row of a task
    "task added": (
        {},
        {"tasks": row(id="2", title="签订确认书", deadline="按省级部署", units="[甲局, 乙局]", more=", reading: 待定")},
        [
            ("task-added", "新增任务2“签订确认书”，时限按省级部署，责任单位甲局、乙局"),
            ("task-reading", "任务2对时限的理解写明为“待定”"),
        ],
    ),
    "task removed": (
        {"tasks": row(id="2", title="签订确认书"), **record("{done: 2023-05-08}", 2)},
        {},
        [
            ("task-removed", "任务2“签订确认书”被删去"),
            ("record-removed", "甲局任务2的办理记录（5月8日完成）被删去"),
        ],
    ),
    "number taken by the next": (
        {
            "tasks": row(id="2", title="签订确认书"),
            "unit": "{name: 甲局, progress: {1: {done: 2023-04-20}, 2: {started: 2023-05-08}}}",
        },
        {"task": row(title="签订确认书"), "unit": "{name: 甲局, progress: {1: {started: 2023-05-08}}}"},
        [
            ("task-id", "任务2的序号改为1"),
            ("task-removed", "任务1“确定承接事项”被删去"),
            ("record-removed", "甲局任务1的办理记录（4月20日完成）被删去"),
        ],
    ),
    "task printed": (
        {},
        {"task": row(title="确定承接的事项", section="二", deadline="5月底前", units="[乙局, 各镇]", short="承接")},
        [
            ("task-title", "任务1的原文由“确定承接事项”改为“确定承接的事项”"),
            ("task-section", "任务1的主要任务由“一”改为“二”"),
            ("task-short", "任务1的简称写明为“承接”"),
            ("task-deadline", "任务1的印发时限由“4月底前”改为“5月底前”"),
            ("task-unit-added", "乙局列为任务1的责任单位"),
            ("task-unit-added", "各镇列为任务1的责任单位"),
            ("task-unit-removed", "甲局不再列为任务1的责任单位"),
        ],
    ),
    "another deadline": (
        {},
        {"task": row(deadline="5月底前")},
        [
            ("task-deadline", "任务1的印发时限由“4月底前”改为“5月底前”"),
            ("owed-due", "任务1的到期日由4月30日变为5月31日"),
        ],
    ),
    "a deadline that recurs": (
        {},
        {"task": MONTHLY},
        [("task-deadline", "任务1的印发时限由“4月底前”改为“每月20日前”")],
    ),
    "reading": (
        {"task": row(deadline="2024年8月前", reading="2024年7月底前")},
        {"task": row(deadline="2024年8月前", reading="2024年8月底前", reading_basis="答复")},
        [
            ("task-reading", "任务1对时限的理解由“2024年7月底前”改为“2024年8月底前”"),
            ("task-reading-basis", "任务1的理解的依据写明为“答复”"),
            ("owed-due", "任务1的到期日由2024年7月31日变为2024年8月31日"),
        ],
    ),
    "first period": (
        {"task": row(deadline="每月20日前", **{"from": "2023-05"})},
        {"task": row(deadline="每月20日前", collects="各镇")},
        [
            ("task-from", "任务1的第一期5月被删去"),
            ("task-collects", "任务1的收集情况的单位写明为“各镇”"),
            ("owed-added", "甲局开始承担任务1的4月"),
        ],
    ),
    "trigger given": (
        {"task": row(deadline="收到通知后30日内")},
        {"task": row(deadline="收到通知后30日内", trigger="{date: 2023-05-05, basis: 皖司〔2023〕4号}")},
        [
            ("task-trigger", "任务1所等的事项已发生，5月5日起算，依据皖司〔2023〕4号"),
            ("owed-due", "任务1的到期日确定为6月4日"),
        ],
    ),
    "trigger changed": (
        {"task": row(deadline="收到通知后30日内", trigger="{date: 2023-05-05}")},
        {"task": row(deadline="收到通知后30日内", trigger="{date: 2023-05-08, basis: 通知}")},
        [
            ("task-trigger", "任务1起算的日期由5月5日改为5月8日，依据写明为“通知”"),
            ("owed-due", "任务1的到期日由6月4日变为6月7日"),
        ],
    ),
    "trigger removed": (
        {"task": row(deadline="收到通知后30日内", trigger="{date: 2023-05-05}")},
        {"task": row(deadline="收到通知后30日内")},
        [
            ("task-trigger", "任务1起算的事项（5月5日，未写依据）被删去"),
            ("owed-due", "任务1的到期日由6月4日变为没有日期"),
        ],
    ),
    # adjustments
    "extended": (
        {"task": row(deadline="6月中旬前")},
        adjustments("due: 2023-06-30, basis: 芜湾府〔2023〕6号", deadline="6月中旬前"),
        [("adjustment-added", "任务1时限由6月中旬前（6月20日）调整为6月30日，延后10天，依据芜湾府〔2023〕6号")],
    ),
    "extended again, brought forward, kept": (
        adjustments("due: 2023-05-19"),
        adjustments(
            "due: 2023-05-19",
            "due: 2024-01-05, date: 2023-05-08, reason: 待审核, approved_by: 甲",
            "due: 2023-12-29, date: 2023-05-09",
            "due: 2023-12-29, date: 2023-05-10, basis: 纪要",
        ),
        [
            (
                "adjustment-added",
                "任务1时限由5月19日（原4月底前）调整为2024年1月5日，延后231天，未写依据，事由：待审核，5月8日批准，批准人：甲",
            ),
            (
                "adjustment-added",
                "任务1时限由2024年1月5日（原4月底前）调整为12月29日，提前7天，未写依据，5月9日批准",
            ),
            (
                "adjustment-added",
                "任务1时限由12月29日（原4月底前）调整为12月29日，日期不变，依据纪要，5月10日批准",
            ),
        ],
    ),
    "first day": (
        {"task": row(deadline="待定")},
        adjustments("due: 2023-06-30", deadline="待定"),
        [("adjustment-added", "任务1时限确定为6月30日，未写依据")],
    ),
    "day after a first day": (
        adjustments("due: 2023-06-30", deadline="待定"),
        adjustments("due: 2023-06-30", "due: 2023-07-31", deadline="待定"),
        [("adjustment-added", "任务1时限由6月30日调整为7月31日，延后31天，未写依据")],
    ),
    "first day after a trigger of the same edit": (
        {"task": row(deadline="收到通知后30日内")},
        adjustments("due: 2023-06-30", deadline="收到通知后30日内", trigger="{date: 2023-05-05}"),
        [
            ("task-trigger", "任务1所等的事项已发生，5月5日起算，未写依据"),
            ("adjustment-added", "任务1时限由收到通知后30日内（6月4日）调整为6月30日，延后26天，未写依据"),
        ],
    ),
    "for some, then for all": (
        {"task": TO_TOWNS},
        adjustments("due: 2023-05-15, units: [甲镇, 乙镇], basis: 会议", "due: 2023-05-31", units="[各镇]"),
        [
            ("adjustment-added", "甲镇任务1时限由4月底前（4月30日）调整为5月15日，延后15天，依据会议"),
            ("adjustment-added", "乙镇任务1时限由4月底前（4月30日）调整为5月15日，延后15天，依据会议"),
            (
                "adjustment-added",
                "任务1时限由4月底前（4月30日）调整为5月31日，延后31天（甲镇、乙镇原为5月15日），未写依据",
            ),
        ],
    ),
    "for all, then for some": (
        adjustments("due: 2023-05-15, units: [甲镇]", "due: 2023-05-31", units="[各镇]"),
        adjustments(
            "due: 2023-05-15, units: [甲镇]",
            "due: 2023-05-31",
            "due: 2023-06-02",
            "due: 2023-06-05, units: [各镇]",
            units="[各镇]",
        ),
        [
            ("adjustment-added", "任务1时限由5月31日（原4月底前）调整为6月2日，延后2天，未写依据"),
            ("adjustment-added", "各镇任务1时限由6月2日（原4月底前）调整为6月5日，延后3天，未写依据"),
        ],
    ),
    "for a period": (
        {"task": MONTHLY},
        adjustments("due: 2023-05-25, period: 2023-05", deadline="每月20日前"),
        [("adjustment-added", "任务1（5月）时限由5月20日调整为5月25日，延后5天，未写依据")],
    ),
    "for one period after another": (
        adjustments("due: 2023-05-25, period: 2023-05, units: [甲镇]", deadline="每月20日前", units="[各镇]"),
        adjustments(
            "due: 2023-05-25, period: 2023-05, units: [甲镇]",
            "due: 2023-06-25, period: 2023-06",
            deadline="每月20日前",
            units="[各镇]",
        ),
        [("adjustment-added", "任务1（6月）时限由6月20日调整为6月25日，延后5天，未写依据")],
    ),
    "rewritten": (
        adjustments("due: 2023-05-15, date: 2023-04-27, basis: 甲", "due: 2023-05-19, reason: 丁"),
        adjustments("due: 2023-05-31, date: 2023-04-27, basis: 乙, approved_by: 丙", "due: 2023-05-19, reason: 戊"),
        [
            (
                "adjustment-changed",
                "任务1调整到5月15日的一条时限调整，时限由5月15日改为5月31日，依据由“甲”改为“乙”，批准人写明为“丙”",
            ),
            ("adjustment-changed", "任务1调整到5月19日的一条时限调整，事由由“丁”改为“戊”"),
        ],
    ),
    "rewritten for a town": (
        adjustments("due: 2023-05-15, units: [甲镇]", units="[各镇]"),
        adjustments("due: 2023-05-16, date: 2023-05-09, units: [甲镇]", units="[各镇]"),
        [
            (
                "adjustment-changed",
                "甲镇任务1调整到5月15日的一条时限调整，时限由5月15日改为5月16日，批准日期写明为5月9日",
            )
        ],
    ),
    "removed": (
        adjustments("due: 2023-05-15, units: [甲镇, 乙镇]", "due: 2023-05-31", units="[各镇]"),
        {"task": TO_TOWNS},
        [
            ("adjustment-removed", "甲镇任务1调整到5月15日的一条时限调整被删去"),
            ("adjustment-removed", "乙镇任务1调整到5月15日的一条时限调整被删去"),
            ("adjustment-removed", "任务1调整到5月31日的一条时限调整被删去"),
        ],
    ),
    "adjustments in another order": (
        adjustments("due: 2023-05-15", "due: 2023-05-31"),
        adjustments("due: 2023-05-31", "due: 2023-05-15"),
        [("owed-due", "任务1的到期日由5月31日变为5月15日")],
    ),
    # records
    "done": (
        record("{started: 2023-04-20, reason: 待盖章}"),
        record(
            "{started: 2023-04-20, done: 2023-04-26, evidence: [甲, 乙], notes: [{date: 2023-04-22, text: 已初审}]}"
        ),
        [
            ("record-done", "甲局完成任务1，4月26日，按期"),
            ("record-reason", "甲局不再列任务1尚未完成的原因“待盖章”"),
            ("record-evidence", "甲局报送任务1佐证材料“甲”、“乙”"),
            ("record-note", "甲局任务1，4月22日说明：已初审"),
        ],
    ),
    "done late": ({}, record("{done: 2023-05-08}"), [("record-done", "甲局完成任务1，5月8日，逾期8天")]),
    "done before the issue, in another year": (
        {"task": row(deadline="待定")},
        {"task": row(deadline="待定"), **record("{started: 2022-12-30, done: 2023-03-30}")},
        [
            ("record-started", "甲局开始办理任务1，2022年12月30日"),
            ("record-done", "甲局完成任务1，3月30日（印发前）"),
        ],
    ),
    "done in a period": (
        {"task": MONTHLY},
        {"task": MONTHLY, "unit": "{name: 甲局, progress: {1: {2023-05: {done: 2023-05-09}}}}"},
        [("record-done", "甲局完成任务1（5月），5月9日，按期")],
    ),
    "expected": (
        record("{reason: 待盖章, expected: 2023-05-15}"),
        record("{reason: 待审核, expected: 2023-05-20}"),
        [
            ("record-reason", "甲局任务1尚未完成的原因由“待盖章”改为“待审核”"),
            ("record-expected", "甲局任务1的预计完成时间由5月15日改为5月20日"),
        ],
    ),
    "expected no more": (
        record("{reason: 待盖章, expected: 2023-05-15, notes: [{date: 2023-05-08, text: 甲}]}"),
        record("{notes: [{date: 2023-05-08, text: 甲}]}"),
        [
            ("record-reason", "甲局任务1尚未完成的原因“待盖章”被删去"),
            ("record-expected", "甲局任务1的预计完成时间5月15日被删去"),
        ],
    ),
    "expected for the first time": (
        {},
        record("{reason: 待盖章, expected: 2023-05-15}"),
        [
            ("record-reason", "甲局填报任务1尚未完成的原因：待盖章"),
            ("record-expected", "甲局预计5月15日完成任务1"),
        ],
    ),
    "withdrawn": (
        record("{done: 2023-04-26, evidence: [签到表, 照片], notes: [{date: 2023-04-22, text: 已初审}]}"),
        record(
            "{done: 2023-04-20, evidence: [照片], withdrawn: [{done: 2023-04-26, evidence: [签到表, 照片], "
            "notes: [{date: 2023-04-22, text: 已初审}], date: 2023-05-09, reason: 日期报错}]}"
        ),
        [
            ("record-withdrawn", "5月9日撤回甲局任务1的记录（4月26日完成），原因：日期报错"),
            ("record-done", "甲局完成任务1，4月20日，按期"),
        ],
    ),
    "withdrawn and no more": (
        record("{started: 2023-04-26}"),
        record("{withdrawn: [{started: 2023-04-26, date: 2023-05-09, reason: 没有开始}]}"),
        [("record-withdrawn", "5月9日撤回甲局任务1的记录（4月26日开始），原因：没有开始")],
    ),
    "a withdrawal rewritten": (
        record("{done: 2023-04-20, withdrawn: [{reason: 日期报错, date: 2023-05-09}]}"),
        record("{done: 2023-04-20, withdrawn: [{reason: 报错了, date: 2023-05-09}]}"),
        [
            ("record-withdrawn", "5月9日撤回甲局任务1的记录，原因：报错了"),
            ("record-withdrawn-changed", "甲局任务1，5月9日撤回的原记录被改动或删去"),
        ],
    ),
    "altered": (
        record(
            "{started: 2023-04-01, done: 2023-04-26, evidence: [湾司（2023）12号, 签到表, 照片], "
            "notes: [{date: 2023-04-22, text: 已初审}, {date: 2023-04-23, text: 已复审}]}"
        ),
        record(
            "{started: 2023-04-02, evidence: [湾司(2023)12号, 汇总表], "
            "notes: [{date: 2023-04-22, text: 已终审}, {date: 2023-04-24, text: 已上报}]}"
        ),
        [
            ("record-started-changed", "甲局任务1的开始日期由4月1日改为4月2日，原记录没有撤回"),
            ("record-done-changed", "甲局任务1的完成日期4月26日被删去，原记录没有撤回"),
            ("record-evidence-changed", "甲局任务1的佐证材料由“湾司（2023）12号”改为“湾司(2023)12号”"),
            ("record-evidence-changed", "甲局任务1的佐证材料由“签到表”改为“汇总表”，原记录没有撤回"),
            ("record-evidence-changed", "甲局任务1的佐证材料“照片”被删去，原记录没有撤回"),
            ("record-note-changed", "甲局任务1的4月22日的说明由“已初审”改为“已终审”，原记录没有撤回"),
            ("record-note-changed", "甲局任务1的4月23日的说明“已复审”被删去，原记录没有撤回"),
            ("record-note", "甲局任务1，4月24日说明：已上报"),
        ],
    ),
    "record gone": (
        record("{reason: 待盖章}"),
        {},
        [("record-removed", "甲局任务1的办理记录被删去，原记录没有撤回")],
    ),
    "returns": (
        {
            "task": row(deadline="每月20日前", collects="各镇"),
            "towns": '[{name: 甲镇, code: "1", returns: {2023-03: 2023-04-18, 2023-04: 2023-04-18,'
            " 2023-05: 2023-05-08}},"
            ' {name: 乙镇, code: "2"}]',
        },
        {
            "task": row(deadline="每月20日前", collects="各镇"),
            "towns": '[{name: 甲镇, code: "1", returns: {2023-03: 2023-04-18, 2023-05: 2023-05-09}},'
            ' {name: 乙镇, code: "2", returns: {2022-12: 2023-05-09}}]',
        },
        [
            ("return-removed", "甲镇4月情况的报送日期4月18日被删去"),
            ("return-changed", "甲镇5月情况的报送日期由5月8日改为5月9日"),
            ("return-added", "乙镇2022年12月情况已报，5月9日"),
        ],
    ),
    # bodies
    "bodies": (
        {},
        {
            "units": "{name: 丙局, full: 区丙局, aliases: [丙], letter: 提示}, {name: 组, members: [丙局, {name: 甲局, "
            "since: 2023-05-01, until: 2023-12-31, basis: 名单}], complete: true}, {name: 各镇, members: towns}",
            "towns": '[{name: 甲镇, code: "1"}, {name: 乙镇, code: "2"},'
            ' {name: 丙镇, code: "3", since: 2023-05-01, basis: 批复}]',
        },
        [
            ("body-added", "新增单位“丙局”"),
            ("body-full", "丙局的全称写明为“区丙局”"),
            ("body-letter", "丙局改为只发提示，不发催办函"),
            ("body-aliases", "丙局添别名“丙”"),
            ("body-added", "新增单位“组”"),
            ("body-members", "组是一组单位"),
            ("member-added", "丙局列入组"),
            ("member-added", "甲局列入组，自5月1日起，到12月31日止，依据名单"),
            ("body-complete", "组的名单已经报齐"),
            ("body-added", "新增镇“丙镇”（代码3）"),
            ("body-since", "丙镇的设立之日写明为5月1日"),
            ("body-basis", "丙镇的设立、撤销的依据写明为“批复”"),
            ("body-removed", "单位“乙局”被删去"),
        ],
    ),
    "renamed": (
        {
            "task": row(units="[甲局, 乙局, 各镇]"),
            "unit": "{name: 甲局, aliases: [老甲], letter: 提示, progress: {1: {done: 2023-04-26}}}",
            "waivers": "[{rule: evidence, unit: 甲局, task: 1, reason: 丙}]",
        },
        {
            "task": row(units="[委, 乙局, 各镇]"),
            "unit": "{name: 委, aliases: [甲局], progress: {1: {done: 2023-04-26}}}",
            "towns": '[{name: 甲镇, code: "1"}, {name: 丁镇, code: "2", until: 2023-04-20}]',
            "waivers": "[{rule: evidence, unit: 委, task: 1, reason: 丙}]",
        },
        [
            ("body-name", "“甲局”改名为“委”，旧名留作别名"),
            ("body-letter", "委不再限于只发提示"),
            ("body-aliases", "委的别名“老甲”被删去"),
            ("body-name", "“乙镇”改名为“丁镇”，旧名没有留下"),
            ("body-until", "丁镇的撤销之日写明为4月20日"),
        ],
    ),
    "another code": (
        {"towns": '[{name: 甲镇, code: "1"}]'},
        {"towns": '[{name: 甲镇, code: "9"}]'},
        [("body-code", "甲镇的代码由“1”改为“9”")],
    ),
    "town gone": (
        {
            "task": TO_TOWNS,
            "towns": '[{name: 甲镇, code: "1"}, {name: 乙镇, code: "2", progress: {1: {started: 2023-05-01}}}]',
        },
        {"task": TO_TOWNS, "towns": '[{name: 甲镇, code: "1"}]'},
        [
            ("record-removed", "乙镇任务1的办理记录（5月1日开始）被删去"),
            ("body-removed", "镇“乙镇”被删去"),
        ],
    ),
    "members": (
        {
            "task": row(units="[组]"),
            "units": "{name: 乙局}, {name: 丙局}, {name: 组, members: [甲局, 乙局], complete: true}",
        },
        {
            "task": row(units="[组]"),
            "units": "{name: 乙局}, {name: 丙局}, {name: 组, members: [{name: 乙局, until: 2023-04-20}, 丙局]}",
        },
        [
            ("member-changed", "乙局退出组，到4月20日止，未写依据"),
            ("member-added", "丙局列入组"),
            ("member-removed", "甲局从组的成员中删去"),
            ("body-complete", "组的名单不再是完整的"),
        ],
    ),
    "a member's time": (
        {"units": "{name: 组, members: [{name: 甲局, since: 2023-04-01, until: 2023-05-01}]}"},
        {"units": "{name: 组, members: [{name: 甲局, since: 2023-04-02, basis: 名单}]}"},
        [("member-changed", "甲局在组的起始日期由4月1日改为4月2日，截止日期5月1日被删去，依据写明为“名单”")],
    ),
    "kinds of groups": (
        {"unit": "{name: 甲局}, {name: 组, members: []}, {name: 镇, members: towns}", "units": "{name: 乙局}"},
        {"unit": "{name: 甲局, members: []}, {name: 组}, {name: 镇, members: [甲镇, 乙镇]}", "units": "{name: 乙局}"},
        [
            ("body-members", "甲局由一个单位改为一组单位"),
            ("body-members", "组由一组单位改为一个单位"),
            ("body-members", "镇由全部镇改为一组单位"),
            ("body-complete", "镇的名单不再是完整的"),
        ],
    ),
    # what follows
    "the plan ends earlier": (
        {"task": row(deadline="每月20日前", units="[甲局, 乙局]")},
        {"task": row(deadline="每月20日前", units="[甲局, 乙局]"), "plan": PLAN % ", until: 2023-10-31"},
        [
            ("plan-until", "方案的截止日写明为2023年10月31日"),
            ("owed-removed", "甲局不再承担任务1的11月、12月"),
            ("owed-removed", "乙局不再承担任务1的11月、12月"),
        ],
    ),
    "the days of a task that recurs": (
        {"task": row(deadline="每月20日前", reading="每月18日前", units="[甲局]")},
        {"task": row(deadline="每月20日前", reading="每月25日前", units="[甲局]")},
        [
            ("task-reading", "任务1对时限的理解由“每月18日前”改为“每月25日前”"),
            (
                "owed-due",
                "任务1的到期日有变：4月由4月18日变为4月25日；5月由5月18日变为5月25日；6月由6月18日变为6月25日；共9期",
            ),
        ],
    ),
    "a body less, and another year": (
        {"task": row(units="[甲局, 乙局]")},
        {"task": row(units="[甲局]"), "plan": "{title: 示例方案, issued: 2023-04-18, year: 2024}"},
        [
            ("plan-year", "方案的年度由2023改为2024"),
            ("task-unit-removed", "乙局不再列为任务1的责任单位"),
            ("owed-due", "任务1的到期日由4月30日变为2024年4月30日"),
        ],
    ),
    "the day of a town alone": (
        {
            "task": row(
                units="[各镇]",
                more=", adjustments: [{due: 2023-05-15, units: [甲镇]}, {due: 2023-05-31, units: [甲镇]}]",
            )
        },
        {
            "task": row(
                units="[各镇]",
                more=", adjustments: [{due: 2023-05-31, units: [甲镇]}, {due: 2023-05-15, units: [甲镇]}]",
            )
        },
        [("owed-due", "甲镇任务1的到期日由5月31日变为5月15日")],
    ),
}


@pytest.mark.parametrize(("base", "head", "sentences"), CASES.values(), ids=CASES)
def test_each_change_has_its_sentence(
    base: dict[str, str], head: dict[str, str], sentences: list[tuple[str, str]]
) -> None:
    assert told(base, head) == sentences


def test_the_same_deed_of_several_bodies_is_one_sentence() -> None:
    towns = '[{name: 甲镇, code: "1"%s}, {name: 乙镇, code: "2"%s}]'
    done = ", progress: {1: {done: %s}}"
    base = {"task": row(units="[甲局, 乙局, 各镇]")}
    both = base | {
        "towns": towns % (done % "2023-04-26", done % "2023-04-26"),
        "unit": f"{{name: 甲局{done % '2023-04-26'}}}",
    }
    each = base | {"towns": towns % (done % "2023-04-26", done % "2023-05-08")}

    def sentences(head: dict[str, str]) -> list[str]:
        of = edit(base, head)
        return [one.sentence for one in merged(changes(of), of.head)]

    assert sentences(both) == ["甲局、各镇完成任务1，4月26日，按期"]
    assert sentences(each) == ["甲镇完成任务1，4月26日，按期", "乙镇完成任务1，5月8日，逾期8天"]


def test_changes_stand_in_the_order_of_the_plan() -> None:
    base = {"tasks": row(id="2", title="签订"), "towns": '[{name: 甲镇, code: "1"}]'}
    head = {
        "plan": PLAN % ", office: 专班",
        "task": row(id="2", title="签订", short="签"),
        "tasks": row(title="确定承接事项", short="定"),
        "towns": '[{name: 甲镇, code: "1", full: 湾沚区甲镇}]',
    }
    assert [(one.task, one.name, one.kind) for one in changes(edit(base, head))] == [
        (None, None, "plan-office"),
        (2, "签", "task-short"),
        (1, "定", "task-short"),
        (None, None, "body-full"),
    ]


def test_a_change_names_its_task_body_period_and_values() -> None:
    base = {"task": row(deadline="每月20日前", units="[各镇]"), "towns": '[{name: 甲镇, code: "1"}]'}
    done = '[{name: 甲镇, code: "1", progress: {1: {2023-05: {done: 2023-05-09}}}}]'
    [one] = changes(edit(base, base | {"towns": done}))
    assert one == Change(
        kind="record-done",
        said=("", "完成任务1（5月），5月9日，按期"),
        task=1,
        name="确定承接事项",
        unit="甲镇",
        period="2023-05",
        before=None,
        after=date(2023, 5, 9),
    )
    assert one.sentence == "甲镇完成任务1（5月），5月9日，按期"


@pytest.mark.parametrize(
    ("bodies", "kinds"),
    [
        ({"甲局"}, ["task-short"]),
        ({"乙局"}, ["task-short"]),
        ({"甲镇"}, ["adjustment-added", "record-done"]),
        ({"乙镇"}, ["adjustment-added", "body-full"]),
        ({"组", "乙局"}, ["task-short", "record-started"]),
        ({"丙局"}, []),
    ],
)
def test_changes_concern_the_bodies_that_they_touch(bodies: set[str], kinds: list[str]) -> None:
    units = "{name: 乙局}, {name: 丙局}, {name: 组, members: [乙局]%s}, {name: 各镇, members: towns}"
    base = {
        "task": row(units="[甲局, 组]"),
        "tasks": row(id="2", title="签订", units="[各镇]"),
        "units": units % "",
    }
    head = {
        "plan": PLAN % ", office: 专班",
        "task": row(units="[甲局, 组]", short="承接"),
        "tasks": row(", adjustments: [{due: 2023-05-31, units: [各镇]}]", id="2", title="签订", units="[各镇]"),
        "units": units % ", progress: {1: {started: 2023-05-08}}",
        "towns": '[{name: 甲镇, code: "1", progress: {2: {done: 2023-05-08}}}, {name: 乙镇, code: "2", full: 区乙镇}]',
    }
    of = edit(base, head)
    assert [one.kind for one in concerning(changes(of), of, bodies)] == kinds


def test_of_a_base_that_was_not_read_whole_nothing_is_said_of_what_follows() -> None:
    of = edit({}, {"plan": "{title: 示例方案, issued: 2023-04-18, year: 2024}"})
    part = Comparison(base=of.base, head=of.head, day=TODAY, is_whole=False)
    assert [one.kind for one in changes(part)] == ["plan-year"]


# Each field of the format with values that fit whatever the others are.
DAYS = ("2023-04-20", "2023-05-08")
RECORDS = (
    {},
    *({"done": one} for one in DAYS),
    *({"started": one} for one in DAYS),
    {"evidence": ["甲"]},
    {"evidence": ["乙", "甲"]},
    {"evidence": ["甲", "乙"]},
    {"reason": "甲"},
    {"expected": DAYS[0]},
    {"notes": [{"date": DAYS[0], "text": "甲"}]},
    {"notes": [{"date": DAYS[0], "text": "甲"}, {"date": DAYS[0], "text": "甲"}]},
    {"done": DAYS[0], "withdrawn": [{"date": DAYS[1], "reason": "甲", "done": DAYS[1]}]},
    {"done": DAYS[0], "withdrawn": [{"date": DAYS[1], "reason": "甲", "done": DAYS[1], "evidence": ["甲"]}]},
)
ADJUSTMENTS = (
    [],
    [{"due": DAYS[1]}],
    [{"due": DAYS[1], "basis": "甲"}],
    [{"due": DAYS[1], "date": DAYS[0], "reason": "甲"}],
    [{"due": DAYS[1], "units": ["甲镇"]}, {"due": "2023-06-30", "approved_by": "乙"}],
    [{"due": "2023-06-30", "approved_by": "乙"}, {"due": DAYS[1], "units": ["甲镇"]}],
)
FIELDS: dict[str, tuple[object, ...]] = {
    "plan.title": ("甲", "乙"),
    **{f"plan.{key}": (None, "甲", "乙") for key in ("short", "issuer", "office")},
    "plan.issued": ("2023-04-18", "2023-04-10"),
    "plan.year": (2023, 2024),
    "plan.basis": ([], ["甲", "乙"], ["乙", "甲"], ["甲", "甲"]),
    "plan.until": (None, "2023-12-31", "2024-06-30"),
    "plan.remind_days": (None, 5, 7),
    "plan.severity": ({}, {"evidence": "hint"}, {"evidence": "error", "weekend": "hint"}),
    "section": ("甲", "乙"),
    "task.id": (1, 3),
    "task.section": ("一", "二"),
    "task.title": ("甲", "乙"),
    "task.short": (None, "甲"),
    "task.deadline": ("4月底前", "6月中旬前", "2024年8月前"),
    "task.reading": ("2024年7月底前", "2024年8月底前"),
    "task.reading_basis": (None, "甲"),
    "task.units": (["甲局", "各镇"], ["各镇", "甲局"], ["甲局", "各镇", "乙局"]),
    "task.adjustments": ADJUSTMENTS,
    "waiting.trigger": (None, {"date": DAYS[0]}, {"date": DAYS[0], "basis": "甲"}, {"date": DAYS[1]}),
    "monthly.from": (None, "2023-05"),
    "monthly.collects": (None, "各镇"),
    "unit.name": ("甲局", "委"),
    "unit.full": (None, "甲"),
    "unit.letter": (None, "提示"),
    "unit.aliases": ([], ["甲"], ["甲", "乙"], ["乙", "甲"]),
    "unit.record": RECORDS,
    "group.members": (None, [], ["甲局"], ["乙局", "甲局"], [{"name": "甲局", "until": DAYS[0]}], "towns"),
    "group.complete": (None, True),
    "town.name": ("甲镇", "丁镇"),
    "town.code": ("1", "9"),
    "town.since": (None, DAYS[0]),
    "town.until": (None, DAYS[1]),
    "town.basis": (None, "甲"),
    "town.record": RECORDS,
    "town.month": (None, *RECORDS),
    "town.returns": ({}, {"2023-04": DAYS[0]}, {"2023-04": DAYS[1]}),
    "waivers": (
        [],
        [{"rule": "evidence", "reason": "甲"}],
        [
            {"rule": "evidence", "reason": "甲", "basis": "甲", "unit": "乙局"},
            {"rule": "order", "reason": "甲", "task": 2},
        ],
        [
            {"rule": "order", "reason": "甲", "task": 2},
            {"rule": "evidence", "reason": "甲", "basis": "甲", "unit": "乙局"},
        ],
    ),
}
State = dict[str, object]


def fields_of(state: State, part: str) -> dict[str, object]:
    return {
        key.partition(".")[2]: value
        for key, value in state.items()
        if key.startswith(f"{part}.") and value is not None and not key.endswith((".record", ".month"))
    }


def built(state: State) -> Plan:
    """JSON is YAML. Renamed bodies keep the usual names as aliases, by which the rest refers to them."""
    number = state["task.id"]
    unit, town = fields_of(state, "unit"), fields_of(state, "town")
    unit["aliases"] = [*unit["aliases"], *(["甲局"] if unit["name"] != "甲局" else [])]  # type: ignore[misc]
    town |= {"aliases": ["甲镇"]} if town["name"] != "甲镇" else {}
    unit["progress"] = {number: state["unit.record"]}
    month = state["town.month"]
    town["progress"] = {number: state["town.record"]} | ({5: {"2023-05": month}} if month is not None else {})
    tasks = [
        fields_of(state, "task") | {"id": number},
        {"id": 4, "section": "一", "title": "等", "deadline": "收到通知后30日内", "units": ["甲局"]},
        {"id": 5, "section": "一", "title": "月", "deadline": "每月20日前", "units": ["各镇"]},
        {"id": 2, "section": "一", "title": "组", "deadline": "待定", "units": ["组"]},
    ]
    tasks[1] |= fields_of(state, "waiting")
    tasks[2] |= fields_of(state, "monthly")
    whole = {
        "plan": fields_of(state, "plan"),
        "sections": [{"id": "一", "title": state["section"]}, {"id": "二", "title": "二"}],
        "tasks": tasks,
        "units": [
            unit,
            {"name": "乙局"},
            {"name": "组"} | fields_of(state, "group"),
            {"name": "各镇", "members": "towns"},
        ],
        "waivers": state["waivers"],
    }
    loaded = loaded_of(
        json.dumps(whole, ensure_ascii=False), json.dumps({"towns": [town, {"name": "乙镇", "code": "2"}]})
    )
    assert loaded.found == ()
    assert loaded.plan is not None
    return loaded.plan


def settled(plan: Plan) -> tuple[Plan, object]:
    """The plan in one order, without records that say nothing."""
    return replace(
        plan,
        basis=tuple(sorted(plan.basis)),
        tasks=tuple(
            replace(
                one,
                units=tuple(sorted(one.units)),
                adjustments=tuple(sorted(one.adjustments, key=lambda each: (each.due, each.units))),
            )
            for one in plan.tasks
        ),
        units=tuple(map(settled_unit, plan.units)),
        towns=tuple(map(settled_unit, plan.towns)),
        waivers=(),
    ), sorted((one.rule, one.task or 0, one.unit or "", one.reason or "", one.basis or "") for one in plan.waivers)


def settled_unit(unit: Unit) -> Unit:
    kept = {
        key: replace(one, evidence=tuple(sorted(one.evidence)), notes=tuple(sorted(one.notes)))
        for key, one in unit.progress.items()
        if one != Record()
    }
    members = tuple(sorted(unit.members, key=lambda one: one.name)) if unit.members is not None else None
    return replace(unit, aliases=tuple(sorted(unit.aliases)), members=members, progress=kept)


STATES = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in FIELDS.items()})
EDITS = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.integers(0, 20), max_size=3)


@settings(max_examples=300, deadline=None)
@given(STATES, EDITS)
def test_what_differs_is_said_and_what_does_not_is_not(state: State, edits: dict[str, int]) -> None:
    base = built(state)
    head = built(state | {key: FIELDS[key][n % len(FIELDS[key])] for key, n in edits.items()})
    of = Comparison(base=base, head=head, day=TODAY)
    told = changes(of)
    if settled(base) == settled(head):
        assert {one.kind for one in told} <= {"owed-due"}  # of adjustments in another order
    else:
        assert told != ()
    assert all(one.sentence and "None" not in one.sentence for one in told)


def usual() -> Iterator[tuple[str, object]]:
    for key, values in FIELDS.items():
        yield key, values[0]


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_alone_is_said(field: str) -> None:
    state = dict(usual()) | {"task.deadline": "2024年8月前"}
    plans = [built(state | {field: value}) for value in FIELDS[field]]
    for base, head in itertools.permutations(plans, 2):
        told = changes(Comparison(base=base, head=head, day=TODAY))
        assert (told == ()) is (settled(base) == settled(head)) or {one.kind for one in told} == {"owed-due"}
