"""What an edit may do to the example, and what it may not: both comparisons, whichever line did it."""

from datetime import date

import pytest
from conftest import EXAMPLE

from fuquan.comparison import Comparison
from fuquan.load import load_files
from fuquan.model import Plan, Record
from fuquan.owed import situation
from fuquan.rules import OF_EDITS, broken
from fuquan.source import File

TASKS, TOWNS = ((EXAMPLE / name).read_text(encoding="utf-8") for name in ("tasks.yaml", "towns.yaml"))
TODAY = date(2023, 5, 10)

Changes = dict[str, str]
_EDITS = {rule.id for rule in OF_EDITS}


def plan(tasks: Changes | None = None, towns: Changes | None = None) -> Plan:
    """The example with some text replaced, each once."""
    texts = []
    for text, changes in ((TASKS, tasks), (TOWNS, towns)):
        for old, new in (changes or {}).items():
            assert old in text, old
            text = text.replace(old, new, 1)  # noqa: PLW2901
        texts.append(text)
    loaded = load_files(File("tasks.yaml", texts[0]), File("towns.yaml", texts[1]), "towns.yaml")
    assert loaded.found == ()
    assert loaded.plan is not None
    return loaded.plan


def told(base: Plan, head: Plan, day: date = TODAY) -> list[tuple[str, str]]:
    """(rule, message) of what the edit breaks."""
    found = broken(situation(head, day), Comparison(base=base, head=head, day=day))
    return [(one.rule, one.message) for one in found if one.rule in _EDITS]


def test_no_edit_breaks_no_rule() -> None:
    assert told(plan(), plan()) == []


SECTION_1, SECTION_2 = TASKS.split("  - id: 1\n")[0], TASKS.split("tasks:\n")[1].split("  - id: 3\n")[0]


@pytest.mark.parametrize(
    ("tasks", "towns"),
    [
        pytest.param({SECTION_2: "", "units:\n  - name: 区委编办": f"{SECTION_2}units:\n  - name: 区委编办"}, {}, id="rows moved to the end"),
        pytest.param({"    units:\n      - 区委编办\n      - 区级执法单位\n      - 各镇\n": "    units: [各镇, 区委编办, 区级执法单位]\n"}, {}, id="units reordered and in brackets"),
        pytest.param({"title: 确定承接事项": 'title: "确定承接事项 "'}, {}, id="quoted"),
        pytest.param({"    short: 优化编制资源配置\n": "    short: 优化编制\n"}, {}, id="another short name"),
        pytest.param({}, {"  - name: 湾沚镇": "  - name: 湾沚新镇\n    aliases: [湾沚镇]"}, id="renamed with its old name kept"),
        pytest.param({"    deadline: 6月中旬前\n": "    deadline: 6月中旬前\n    reading: 6月20日前\n"}, {}, id="a reading of a phrase with two"),
        pytest.param({"    deadline: 6月中旬前\n": "    deadline: 6月中旬前\n    reading: 6月10日前\n    reading_basis: 领导小组办公室答复（示例）\n"}, {}, id="another reading, with its basis"),
        pytest.param({"        reason: 方案待上级审核\n": "        reason: 方案待上级审核\n        approved_by: 分管领导（示例）\n"}, {}, id="what an adjustment left out"),
        pytest.param({"        reason: 方案待上级审核\n": "        reason: 方案待上级审核\n      - due: 2023-05-31\n        date: 2023-05-09\n        basis: 示例〔2023〕2号\n"}, {}, id="a further adjustment"),
        pytest.param({"    deadline: 按省级部署\n": "    deadline: 按省级部署\n    trigger: {date: 2023-05-05}\n    adjustments: [{due: 2023-06-30, basis: 示例〔2023〕2号}]\n"}, {}, id="a first day for what had none"),
        pytest.param({"reason: 尚有2家单位未盖章": "reason: 尚有1家单位未盖章（示例）"}, {}, id="another reason"),
        pytest.param({"        started: 2023-04-20\n        reason: 尚有2家单位未盖章\n": "        started: 2023-04-20\n        done: 2023-05-09\n"}, {}, id="done, and no reason any more"),
        pytest.param({"evidence: 审核意见": "evidence: [审核 意见, 汇总表（示例）]"}, {}, id="more evidence"),
        pytest.param({"    members: []\n": "    members: [区司法局]\n    complete: true\n"}, {}, id="the whole list of members"),
        pytest.param({"  year: 2023\n": "  year: 2023\n  until: 2023-12-31\n"}, {}, id="an end after the plan's year"),
        pytest.param({"  - name: 开发区管委会\n": ""}, {}, id="an idle body gone"),
        pytest.param({"waivers: []": "waivers:\n  - {rule: printed-task, task: 1, reason: 抄录有误（示例）, basis: 示例〔2023〕2号}", "title: 确定承接事项": "title: 确定承接的事项"}, {}, id="waived in so many words"),
    ],
)  # fmt: skip
def test_what_an_edit_may_do(tasks: Changes, towns: Changes) -> None:
    assert told(plan(), plan(tasks, towns)) == []


def test_a_row_that_is_gone_renumbered_retitled_or_moved() -> None:
    without = TASKS.split("  - id: 15\n")[1].split("\nunits:\n")[0]
    assert told(plan(), plan({f"  - id: 15\n{without}": ""})) == [
        ("printed-task", "任务15“运行情况评估和动态调整”不见了")
    ]
    assert told(plan(), plan({"  - id: 15\n": "  - id: 16\n"})) == [
        ("printed-task", "任务15“运行情况评估和动态调整”的序号改成了16")
    ]
    assert told(
        plan(), plan({"title: 确定承接事项": "title: 确定全部承接事项", "    section: 一\n": "    section: 二\n"})
    ) == [
        ("printed-task", "任务1从主要任务“一”改归“二”"),
        ("printed-task", "任务1的原文“确定承接事项”被改动"),
    ]


def test_the_head_of_the_plan_and_its_sections_stay() -> None:
    changes = {
        "  title: 芜湖市": "  title: 芜湖",
        "  issuer: 芜湖市": "  issuer: 芜湖",
        "    - 皖政〔2022〕112号\n": "",
        "title: 积极稳妥开展赋权承接工作": "title: 稳妥开展赋权承接工作",
    }
    assert [message for _, message in told(plan(), plan(changes))] == [
        "方案的标题“芜湖市湾沚区推进镇赋权工作实施方案”被改动",
        "方案的印发单位“芜湖市湾沚区推进依法行政工作领导小组”被改动",
        "方案的依据“皖政〔2022〕112号”被改动或删去",
        "主要任务“一、积极稳妥开展赋权承接工作”的标题被改动",
    ]
    assert told(plan({"  - id: 一\n": "  - id: 七\n    title: 甲\n  - id: 一\n"}), plan()) == [
        ("printed-plan", "主要任务“七、甲”不见了")
    ]


MARCH_29 = "      1:\n        done: 2023-03-29\n"
ADJUSTED = "      - due: 2023-05-19\n        date: 2023-04-27\n        basis: 专班会议纪要第1号（示例）\n        reason: 方案待上级审核\n"
APRIL = "      14:\n        2023-04:\n          done: 2023-04-20\n  - name: 区数据"
WITHOUT_APRIL = {
    APRIL: "  - name: 区数据",
    "      14:\n        2023-04:\n          done: 2023-04-20\n  - name: 区司": "  - name: 区司",
}
TRIGGERED = {
    "    deadline: 按省级部署\n": "    deadline: 按省级部署\n    trigger: {date: 2023-05-05, basis: 示例〔2023〕2号}\n"
}
BASES: dict[str, tuple[Changes, Changes]] = {
    "the example": ({}, {}),
    "no return of April": (WITHOUT_APRIL, {}),
    "a trigger": (TRIGGERED, {}),
    "an end": ({"  year: 2023\n": "  year: 2023\n  until: 2024-03-31\n"}, {}),
    "members": ({"    members: []\n": "    members: [区司法局, 区数据资源管理局]\n    complete: true\n"}, {}),
    "a reading": ({"    deadline: 6月中旬前\n": "    deadline: 6月中旬前\n    reading: 6月10日前\n"}, {}),
    "returns": ({}, {'    code: "340210100"\n': '    code: "340210100"\n    returns: {2023-04: 2023-04-18}\n'}),
    "notes": (
        {},
        {
            MARCH_29: f"{MARCH_29}        notes: [{{date: 2023-03-30, text: 已报送（示例）}}]\n        reason: 待核（示例）\n"
        },
    ),
    "withdrawn": (
        {},
        {MARCH_29: f"{MARCH_29}        withdrawn: [{{done: 2023-03-28, date: 2023-04-20, reason: 报错（示例）}}]\n"},
    ),
}
Told = list[tuple[str, str]]
FORBIDDEN: dict[str, tuple[str, Changes, Changes, Told]] = {
    # what is written
    "the day of the issue": ("no return of April", {"  issued: 2023-04-18": "  issued: 2023-04-21", **WITHOUT_APRIL}, {}, [
        ("printed-plan", "方案的印发日期由2023-04-18改为2023-04-21"),
        ("owed-gone", "这样改了之后，区委编办、区司法局不再承担任务14的2023-04这一期"),
    ]),
    "numbers swapped": ("the example", {"  - id: 5\n": "  - id: 99\n", "  - id: 7\n": "  - id: 5\n", "  - id: 99\n": "  - id: 7\n"}, {}, [
        ("printed-task", "任务5“优化编制资源配置”的序号改成了7"),
        ("printed-task", "任务7“修订完善四项机制”的序号改成了5"),
        ("record-changed", "区委编办任务7的办理记录不见了"),
    ]),
    "a deadline and units": ("the example", {"    deadline: 5月底前\n    units:\n      - 区委编办\n": "    deadline: 6月底前\n    units:\n      - 区司法局\n", "      6:\n        started: 2023-04-28\n": ""}, {}, [
        ("printed-deadline", "任务6印发的时限“5月底前”被改为“6月底前”"),
        ("printed-units", "任务6的责任单位删去了区委编办，添上了区司法局"),
        ("owed-gone", "这样改了之后，区委编办不再承担任务6"),
        ("record-changed", "区委编办任务6的办理记录不见了"),
    ]),
    "a reading of what can be read": ("the example", {"    deadline: 5月底前\n": "    deadline: 5月底前\n    reading: 6月底前\n    reading_basis: 领导口头同意（示例）\n"}, {}, [
        ("reading-changed", "任务6的时限“5月底前”本来读得懂，不能另写理解“6月底前”"),
        ("owed-moved", "这样改了之后，任务6的到期日由2023年5月31日变为2023年6月30日（区委编办），没有带依据的时限调整"),
    ]),
    "a reading without its basis": ("the example", {"    deadline: 6月中旬前\n": "    deadline: 6月中旬前\n    reading: 6月30日前\n"}, {}, [
        ("owed-moved", "这样改了之后，任务5的到期日由2023年6月20日变为2023年6月30日（区委编办），没有带依据的时限调整"),
    ]),
    "a reading given up": ("a reading", {}, {}, [
        ("reading-changed", "任务5对时限的理解“6月10日前”被删去"),
        ("owed-moved", "这样改了之后，任务5的到期日由2023年6月10日变为2023年6月20日（区委编办），没有带依据的时限调整"),
    ]),
    "an adjustment removed": ("the example", {f"    adjustments:\n{ADJUSTED}": ""}, {}, [
        ("owed-moved", "这样改了之后，任务4的到期日由2023年5月19日变为2023年4月30日（区委编办），没有带依据的时限调整"),
        ("adjustment-changed", "任务4调整到2023年5月19日的一条时限调整被改动或删去"),
    ]),
    "an adjustment rewritten": ("the example", {"due: 2023-05-19": "due: 2023-06-19"}, {}, [
        ("adjustment-changed", "任务4调整到2023年5月19日的一条时限调整被改动或删去"),
    ]),
    "a trigger of another day": ("a trigger", {"    deadline: 按省级部署\n": "    deadline: 按省级部署\n    trigger: {date: 2023-05-06, basis: 示例〔2023〕2号}\n"}, {}, [
        ("trigger-changed", "任务12起算的事项（2023年5月5日）被改动"),
    ]),
    "a town renamed": ("the example", {}, {"  - name: 湾沚镇": "  - name: 湾沚新镇"}, [
        ("body-changed", "“湾沚镇”改名为“湾沚新镇”，旧名没有留下"),
    ]),
    "codes swapped": ("the example", {}, {"340210100": "999999999", "340210101": "340210100", "999999999": "340210101"}, [
        ("body-changed", "湾沚镇的代码由340210100改为340210101"),
        ("body-changed", "陶辛镇的代码由340210101改为340210100"),
    ]),
    "evidence of another kind": ("the example", {"evidence: 审核意见": "evidence: 汇总表（示例）"}, {}, [
        ("record-changed", "区司法局任务2的佐证材料“审核意见”被改动或删去"),
    ]),
    "another day": ("the example", {"        started: 2023-04-20\n        reason: 尚有": "        started: 2023-04-21\n        reason: 尚有"}, {}, [
        ("record-changed", "区级执法单位任务2的开始日期2023-04-20被改为2023-04-21"),
    ]),
    "no longer done": ("the example", {}, {MARCH_29: "      1:\n        started: 2023-03-29\n"}, [
        ("record-changed", "湾沚镇任务1的完成日期2023-03-29被删去"),
    ]),
    "a period moved": ("the example", {APRIL: APRIL.replace("2023-04:", "2023-05:")}, {}, [
        ("record-changed", "区司法局任务14的2023-04这一期的办理记录不见了"),
    ]),
    "a reason dropped": ("the example", {"        started: 2023-04-20\n        reason: 尚有2家单位未盖章\n": "        started: 2023-04-20\n"}, {}, [
        ("record-changed", "区级执法单位任务2的尚未完成的原因被删去"),
    ]),
    "a note dropped": ("notes", {}, {MARCH_29: f"{MARCH_29}        reason: 待核（示例）\n"}, [
        ("record-changed", "湾沚镇任务1的2023-03-30的说明“已报送（示例）”被改动或删去"),
    ]),
    "another record withdrawn": ("the example", {}, {MARCH_29: "      1:\n        done: 2023-03-28\n        withdrawn: [{started: 2023-03-29, date: 2023-05-09, reason: 示例}]\n"}, [
        ("record-changed", "湾沚镇任务1的完成日期2023-03-29被改为2023-03-28"),
        ("late-entry", "湾沚镇任务1于2023年3月28日完成，43天以后才录入"),
    ]),
    "what was withdrawn dropped": ("withdrawn", {}, {}, [
        ("record-changed", "湾沚镇任务1撤回的原记录被改动或删去"),
    ]),
    "a return of another day": ("returns", {}, {"    code: \"340210100\"\n": "    code: \"340210100\"\n    returns: {2023-04: 2023-04-19}\n"}, [
        ("record-changed", "湾沚镇2023-04的报送日期2023-04-18被改动"),
    ]),
    "a return dropped": ("returns", {}, {}, [
        ("record-changed", "湾沚镇2023-04的报送日期2023-04-18被删去"),
    ]),
    # what is owed
    "another year": ("the example", {"  year: 2023": "  year: 2024"}, {}, [
        ("owed-moved", "这样改了之后，任务1的到期日由2023年3月31日变为2024年3月31日（区委编办、区级执法单位、湾沚镇、陶辛镇、六郎镇等7家），没有带依据的时限调整"),
    ]),
    "an earlier end": ("an end", {"  year: 2023\n": "  year: 2023\n  until: 2023-12-31\n"}, {}, [
        ("owed-gone", "这样改了之后，区委编办、区司法局不再承担任务14的2024-01至2024-03，共3期"),
    ]),
    "a first end within the year": ("the example", {"  year: 2023\n": "  year: 2023\n  until: 2023-11-30\n"}, {}, [
        ("owed-gone", "这样改了之后，区委编办、区司法局不再承担任务14的2023-12这一期"),
    ]),
    "a later beginning": ("the example", {"    collects: 各镇\n": "    collects: 各镇\n    from: 2023-06\n", "      14:\n        2023-04:\n          done: 2023-04-20\n  - name: 区司": "  - name: 区司", APRIL: "  - name: 区数据"}, {}, [
        ("owed-gone", "这样改了之后，区委编办、区司法局不再承担任务14的2023-04至2023-05，共2期"),
        ("record-changed", "区委编办任务14的2023-04这一期的办理记录不见了"),
        ("record-changed", "区司法局任务14的2023-04这一期的办理记录不见了"),
    ]),
    "members emptied": ("members", {}, {}, [
        ("owed-gone", "这样改了之后，区司法局、区数据资源管理局不再承担任务1"),
        ("owed-gone", "这样改了之后，区数据资源管理局不再承担任务2"),
        ("owed-gone", "这样改了之后，区司法局、区数据资源管理局不再承担任务3"),
        ("owed-gone", "这样改了之后，区数据资源管理局不再承担任务10"),
        ("owed-gone", "这样改了之后，区司法局不再承担任务13"),
    ]),
    "a town ended": ("the example", {}, {"    code: \"340210100\"\n": "    code: \"340210100\"\n    until: 2023-06-01\n"}, [
        ("owed-gone", "这样改了之后，湾沚镇不再承担任务13"),
    ]),
    "a town not yet begun": ("the example", {}, {"    code: \"340210104\"\n": "    code: \"340210104\"\n    since: 2023-05-01\n"}, [
        ("owed-gone", f"这样改了之后，红杨镇不再承担任务{n}") for n in (1, 2, 3, 9, 10)
    ]),
    # what is asked about
    "granted too late": ("the example", {"    deadline: 5月底前\n": "    deadline: 5月底前\n    adjustments: [{due: 2023-07-31, basis: 示例〔2023〕2号}, {due: 2023-06-30, date: 2023-05-08, basis: 示例〔2023〕3号}]\n", "due: 2023-05-19\n        date: 2023-04-27": "due: 2023-05-19\n        date: 2023-04-27", "        reason: 方案待上级审核\n": "        reason: 方案待上级审核\n", "  - id: 9\n    section: 四\n": "  - id: 9\n    adjustments: [{due: 2023-05-31, basis: 示例〔2023〕2号}]\n    section: 四\n"}, {}, [
        ("late-extension", "任务9的时限是2023年4月30日，2023年5月10日才批准延到2023年5月31日"),
    ]),
    "recorded too late": ("the example", {"      14:\n        2023-04:\n          done: 2023-04-20\n  - name: 区司": "      14:\n        2023-04:\n          done: 2023-04-20\n        2023-05:\n          done: 2023-04-01\n  - name: 区司"}, {}, [
        ("late-entry", "区委编办任务14的2023-05这一期于2023年4月1日完成，39天以后才录入"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("base", "tasks", "towns", "expected"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_an_edit_may_not_do(base: str, tasks: Changes, towns: Changes, expected: Told) -> None:
    found = told(plan(*BASES[base]), plan(tasks, towns))
    if base == "the example" and "  year: 2023" in tasks and "2024" in tasks["  year: 2023"]:
        assert {rule for rule, _ in found} == {"owed-moved"}
        assert len(found) == 11
        found = found[:1]
    assert sorted(found) == sorted(expected)


def test_a_town_may_end_and_a_member_leave_with_a_paper() -> None:
    ended = {'    code: "340210100"\n': '    code: "340210100"\n    until: 2023-06-01\n    basis: 示例〔2023〕2号\n'}
    assert told(plan(), plan({}, ended)) == []
    left = "    members: [区司法局, {name: 区数据资源管理局, until: 2023-03-01, basis: 示例〔2023〕2号}]\n    complete: true\n"
    found = told(plan(*BASES["members"]), plan({"    members: []\n": left}))
    assert found == []


def test_a_town_that_is_gone_takes_what_it_owed_and_reported_with_it() -> None:
    start = TOWNS.index("  - name: 红杨镇")
    text = TOWNS[start:]
    found = told(plan(), plan({}, {text: ""}))
    assert found[0] == ("body-changed", "没有了“红杨镇”这个镇")
    assert {rule for rule, _ in found} == {"body-changed", "owed-gone"}


def test_an_edit_of_a_base_that_could_not_be_read_whole_is_held_to_what_was_written() -> None:
    base, head = plan(), plan({"  year: 2023": "  year: 2024", "    deadline: 5月底前": "    deadline: 6月底前"})
    found = broken(situation(head, TODAY), Comparison(base=base, head=head, day=TODAY, is_whole=False))
    assert [one.rule for one in found if one.rule in _EDITS] == ["printed-deadline"]


def test_a_record_that_says_nothing_may_go() -> None:
    empty = plan({"      14:\n": "      8: {}\n      14:\n"})
    assert empty.units[0].progress[8, None] == Record()
    assert told(empty, plan()) == []


def test_a_row_or_a_body_may_be_added_and_its_records_with_it() -> None:
    row = "  - {id: 16, section: 六, title: 新增任务（示例）, deadline: 6月底前, units: [新单位]}\n"
    body = "  - {name: 新单位, progress: {16: {started: 2023-05-09}}}\n"
    more = {"\nunits:\n": f"{row}\nunits:\n", "\nwaivers: []": f"{body}\nwaivers: []"}
    assert told(plan(), plan(more)) == []
    assert [rule for rule, _ in told(plan(more), plan())] == ["body-changed", "printed-task"]
