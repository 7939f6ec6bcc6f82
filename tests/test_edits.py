"""What an edit may do to the example, and what it may not: both comparisons, whichever line did it."""

from datetime import date

import pytest
from conftest import EXAMPLE

from fuquan.comparison import Comparison
from fuquan.load import load_files
from fuquan.model import Plan
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
