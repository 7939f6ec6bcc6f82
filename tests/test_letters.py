"""Letters: whom they go to, what they say, and the register of their numbers."""

import os
import re
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import docx
import pytest
import yaml
from conftest import EXAMPLE, TESTS, Fuquan
from plans import plan_of, task, written
from processes import NOBODY, forked, held, open_folder, small_disk, status_of, told
from programs import printed, text_of
from repos import saved

from fuquan import schema
from fuquan.cli.app import app
from fuquan.cli.shell import run
from fuquan.comparison import Comparison
from fuquan.diagnostic import Severity
from fuquan.errors import FuquanError
from fuquan.export import to_text
from fuquan.letter import Chosen, Item, Kind, Letter
from fuquan.load.letters import Register, register_of
from fuquan.model import Plan
from fuquan.owed import situation
from fuquan.query import ahead
from fuquan.recording.register import Numbered, entered, numbered
from fuquan.rules import broken
from fuquan.source import File
from fuquan.text import long_day
from fuquan.view import letters as view
from fuquan.view.letters import Draft, Terms

TODAY = date(2023, 5, 10)
TERMS = Terms(date(2023, 5, 17))

# Such a letter, whole.
URGED = """\
关于抓紧完成镇赋权工作有关任务的函
编号：2023年催办第1号
红杨镇人民政府：
　　根据《芜湖市湾沚区推进镇赋权工作实施方案》（2023年4月18日印发）所附任务清单，截至2023年5月10日，你镇有3项任务已到完成时限，尚未完成或者尚未收到完成情况，具体如下：
　　1.签订赋权事项承接确认书（清单第2项）。完成时限4月底前（4月30日），逾期10天。你镇报送正在推进，未完成原因为待区级单位盖章，预计5月15日完成。
　　2.严格落实执法人员持证上岗制度（清单第9项）。完成时限4月底前（4月30日），逾期10天，尚未收到完成情况。
　　3.开展审批执法岗前业务培训（清单第10项）。完成时限4月底前（4月30日），逾期10天，尚未收到完成情况。
　　请于2023年5月17日（星期三）前将上述任务的完成日期和佐证材料报送我办；已经完成的，请一并补报；确实不能完成的，请说明原因和预计完成时间，需要调整时限的，按程序报批。
　　特此函告。
芜湖市湾沚区推进依法行政工作领导小组办公室（示例）
2023年5月10日
　　（联系人：          联系电话：          ）
"""


@pytest.fixture
def folder(data: Callable[..., Path]) -> Path:
    """The example, to be written in."""
    return data()


def drafts(plan: Plan, today: date = TODAY, kind: Chosen | None = None) -> tuple[tuple[Draft, ...], dict[str, str]]:
    made, unsent = view.drafts(situation(plan, today, until=ahead(today, plan.remind_days)), kind)
    return made, dict(unsent)


def kinds(plan: Plan, today: date = TODAY, kind: Chosen | None = None) -> dict[str, tuple[str, tuple[Item, ...]]]:
    return {one.unit.name: (one.kind.value, one.items) for one in drafts(plan, today, kind)[0]}


def texts(plan: Plan, today: date = TODAY, kind: Chosen | None = None, terms: Terms = TERMS) -> list[str]:
    """Of each letter the paragraphs that tell of tasks."""
    now = situation(plan, today, until=ahead(today, plan.remind_days))
    papers = [view.paper(one, now, terms, None) for one in view.drafts(now, kind)[0]]
    return ["\n".join(to_text.paper(paper).splitlines()) for paper in papers]


def items(plan: Plan, today: date = TODAY) -> list[str]:
    return [
        line.strip("　") for text in texts(plan, today) for line in text.splitlines() if re.match("　　[0-9]", line)
    ]


def letter(unit: str, *tasks: int, n: int = 0, kind: Kind = Kind.URGE, day: date = TODAY) -> Letter:
    return Letter(date=day, unit=unit, kind=kind, items=tuple(map(Item, tasks)), n=n)


# What it says


def test_a_letter_that_urges_is_told_whole(fuquan: Fuquan, folder: Path) -> None:
    done = fuquan("letter", "--unit", "红杨镇", "--kind", "催办", "-f", "text", "-o", "-", data=folder)
    assert (done.status, done.out) == (0, URGED)
    assert done.err == (
        f"2023年催办第1号，红杨镇：逾期3项（任务2、9、10）。\n以上共1份，编号登记在“{folder / 'letters.yaml'}”。\n"
    )


WHOLE = [
    ("--all", {}),
    ("--all --today 2023-05-19", {}),
    ("--all --today 2023-06-11", {}),
    ("--all --today 2023-06-20 --kind 提醒 --reply-by 2023-06-26 --contact 张三，0553-8760000", {}),
    ("--unit 各镇 --kind 督办 --basis 区政府领导5月9日批示", {}),
    # the office itself, and one to whom nothing but a 提示 goes
    (
        "--all --today 2023-06-11",
        {"  office: 芜湖市湾沚区推进依法行政工作领导小组办公室（示例）": "  office: 区司法局"},
    ),
    (
        "--all --today 2023-05-25",
        {"  - name: 区委编办\n": "  - name: 区委编办\n    letter: 提示\n    full: 湾沚区委编办\n"},
    ),
]


@pytest.mark.parametrize(("args", "changes"), WHOLE, ids=lambda value: value if isinstance(value, str) else len(value))
def test_whole_letters_are_as_kept(
    args: str, changes: dict[str, str], fuquan: Fuquan, data: Callable[..., Path], golden: Callable[[str, str], None]
) -> None:
    done = fuquan("letter", *args.split(), "--dry-run", "-f", "text", data=data(changes))
    assert done.status == 0
    named = "、".join(line.strip().partition(":")[0] for line in changes.values() for line in line.splitlines()[-1:])
    golden(f"letter {args.replace('--', '')}{f' {named}' if named else ''}.txt", f"{done.out}\n--\n{done.err}")


def test_with_nothing_on_record_what_was_due_before_the_issue_is_asked_about(
    fuquan: Fuquan, unrecorded: Path, golden: Callable[[str, str], None]
) -> None:
    done = fuquan("letter", "--unit", "湾沚镇", "--unit", "区委编办", "--dry-run", "-f", "text", data=unrecorded)
    assert done.status == 0
    golden("letter unrecorded.txt", f"{done.out}\n--\n{done.err}")
    before = fuquan("letter", "--all", "--today", "2023-04-19", "--dry-run", "-f", "text", data=unrecorded)
    golden("letter unrecorded today 2023-04-19.txt", f"{before.out}\n--\n{before.err}")
    urged = fuquan("letter", "--all", "--today", "2023-04-19", "--kind", "催办", "--dry-run", data=unrecorded)
    assert (urged.status, urged.out) == (
        0,
        (
            "没有要发的函件。\n"
            "没有发给区委编办、区级执法单位、湾沚镇、陶辛镇、六郎镇、花桥镇、红杨镇："
            "没有要催办的任务：任务1、3在方案印发前已到期，没有记录，先核实。\n"
            "没有发给区司法局、区数据资源管理局：没有逾期的任务。\n"
        ),
    )


def test_no_letter_blames_anybody() -> None:
    kept = "".join(path.read_text(encoding="utf-8") for path in (TESTS / "golden").glob("letter *.txt"))
    assert kept
    assert re.findall("违约|限期整改|办结|未报送|责令", kept) == []
    assert kept.count("问责") == kept.count("依单监管问责")  # the title of a task


BASE = "  - {name: 局}\n  - {name: 组, members: [所]}\n  - {name: 所}\n  - {name: 各镇, members: towns}"


def test_a_body_is_called_what_it_is_and_asked_as_it_is_asked() -> None:
    towns = """
towns:
  - {name: 甲镇, code: "340210100"}
  - {name: 乙乡, code: "340210200"}
  - {name: 丙街道, code: "340210001"}
  - {name: 丁镇, code: "340210101", full: 示例县丁镇人民政府}
  - {name: 开发区, code: "340210400"}
"""
    units = (
        "  - {name: 局, full: 示例县局}\n  - {name: 区级单位, members: []}\n  - {name: 各处, members: [所]}\n"
        "  - {name: 所}\n  - {name: 各镇, members: towns}"
    )
    plan = plan_of(task("4月底前", "局, 区级单位, 各处, 各镇"), units, towns=towns)
    now = situation(plan, TODAY)
    made = [view.fields(one, now, TERMS, None) for one in view.drafts(now)[0]]
    who = [(one["主送"], re.findall("，(.{1,3})有1项任务", str(one["开头"]))) for one in made]
    assert who == [
        ("示例县局", ["你单位"]),
        ("各区级单位", ["各单位"]),
        ("各处", ["各单位"]),
        ("所", ["你单位"]),
        ("甲镇人民政府", ["你镇"]),
        ("乙乡人民政府", ["你乡"]),
        ("丙街道办事处", ["你街道"]),
        ("示例县丁镇人民政府", ["你镇"]),
        ("开发区", ["你单位"]),
    ]


@pytest.mark.parametrize(
    ("office", "we", "signed"),
    [
        ("office: 某某领导小组办公室（示例）", "我办", "某某领导小组办公室（示例）"),
        ("office: 编办", "我办", "编办"),
        ("office: 司法局", "我局", "司法局"),
        ("office: 卫生健康委员会", "我委", "卫生健康委员会"),
        ("office: 工作专班", "我单位", "工作专班"),
        ("short: 示例", "我单位", "（落款单位：                    ）"),
    ],
)
def test_the_office_signs_and_calls_itself_as_offices_do(office: str, we: str, signed: str) -> None:
    [text] = texts(plan_of(task("4月底前"), BASE, header=office))
    assert f"报送{we}；" in text
    assert text.splitlines()[-3:] == [signed, "2023年5月10日", "　　（联系人：          联系电话：          ）"]


def test_a_plan_without_a_short_name_is_named_by_its_title() -> None:
    assert texts(plan_of(task("4月底前"), BASE))[0].startswith("关于抓紧完成《示例方案》有关任务的函\n局：\n")


LIMITS = [
    ("4月底前", "", "", "完成时限4月底前（4月30日），逾期10天，尚未收到完成情况。"),
    ("4月中旬前", "", "", "完成时限4月中旬前（4月20日，按中旬末计），逾期20天，尚未收到完成情况。"),
    (
        "2023年5月前",
        ", reading: 4月底前",
        "",
        "完成时限2023年5月前（4月30日，按“4月底前”计），逾期10天，尚未收到完成情况。",
    ),
    ("印发之日起15日内", "", "", "完成时限印发之日起15日内（5月3日），逾期7天，尚未收到完成情况。"),
    (
        "收到通知后10日内",
        ", trigger: {date: 2023-04-20, basis: 皖司〔2023〕4号}",
        "",
        "完成时限收到通知后10日内（4月30日，自4月20日（皖司〔2023〕4号）起算），逾期10天，尚未收到完成情况。",
    ),
    (
        "收到通知后10日内",
        ", trigger: {date: 2023-04-20}",
        "",
        "完成时限收到通知后10日内（4月30日，自4月20日起算），逾期10天，尚未收到完成情况。",
    ),
    ("适时", ", adjustments: [{due: 2023-05-08}]", "", "完成时限适时，确定为5月8日，逾期2天，尚未收到完成情况。"),
    ("5月12日前", "", "", "完成时限5月12日前（5月12日），还有2天。"),
    ("5月10日前", "", "", "完成时限5月10日前（5月10日），今日到期。"),
    ("5月10日前", "", "started: 2023-05-08", "完成时限5月10日前（5月10日），今日到期。你单位报送正在推进。"),
    ("3月底前", "", "", "完成时限3月底前（3月31日）。"),
    (
        "3月底前",
        "",
        "notes: [{date: 2023-05-08, text: 说明}]",
        "完成时限3月底前（3月31日），逾期40天，尚未收到完成情况。",
    ),
    (
        "4月底前",
        "",
        "started: 2023-05-08, reason: 待盖章。",
        "完成时限4月底前（4月30日），逾期10天。你单位报送正在推进，未完成原因为待盖章。",
    ),
    ("4月底前", "", "reason: 待盖章", "完成时限4月底前（4月30日），逾期10天。你单位报送未完成原因为待盖章。"),
    (
        "4月底前",
        "",
        "reason: 待盖章, expected: 2023-05-10",
        "完成时限4月底前（4月30日），逾期10天。你单位报送未完成原因为待盖章，预计5月10日完成。",
    ),
    (
        "4月底前",
        "",
        "reason: 待盖章, expected: 2023-05-09",
        "完成时限4月底前（4月30日），逾期10天。你单位报送未完成原因为待盖章，原预计5月9日完成。",
    ),
]


@pytest.mark.parametrize(("deadline", "more", "record", "told"), LIMITS)
def test_an_item_says_its_limit_by_what_paper_and_what_was_reported(
    deadline: str, more: str, record: str, told: str
) -> None:
    progress = f"  - {{name: 局, progress: {{1: {{{record}}}}}}}\n" if record else "  - {name: 局}\n"
    plan = plan_of(task(deadline, more=more), progress + BASE.partition("\n")[2])
    assert items(plan) == [f"1.任务（清单第1项）。{told}"]


UNTIDY = r'"一是缺人；\n二是缺证，\n"'


@pytest.mark.parametrize(
    ("deadline", "more", "record", "header"),
    [
        ("4月底前", "", f"{{reason: {UNTIDY}, expected: 2023-05-20}}", ""),
        ("4月底前", "", "{reason: 。, expected: 2023-05-20}", ""),
        ("3月底前", f", adjustments: [{{due: 2023-05-08, date: 2023-04-19, basis: {UNTIDY}}}]", "{}", ""),
        ("收到通知后10日内", f", trigger: {{date: 2023-04-20, basis: {UNTIDY}}}", "{}", ""),
        (r'"4月底\n前；"', ", reading: 4月底前", "{}", ""),
        ("2023年5月前", r', reading: "4月底前，"', "{}", ""),
        ("4月底前", "", "{started: 2023-05-01, reason: 缺人。}", rf'short: {UNTIDY}, office: "示例；\n办公室，"'),
    ],
)
@pytest.mark.parametrize("kind", [None, Kind.SUPERVISE])
def test_what_others_wrote_in_lines_and_with_stops_becomes_a_part_of_a_sentence(
    deadline: str, more: str, record: str, header: str, kind: Chosen | None
) -> None:
    row = task(deadline, more=more).replace("title: 任务", r'title: "签订赋权事项\n承接确认书。\n并公布；"')
    unit = f"  - {{name: 局, full: {UNTIDY}, progress: {{1: {record}}}}}"
    plan = plan_of(row, unit, header=header)
    [text] = texts(plan, kind=kind, terms=Terms(date(2023, 5, 17), basis="区长批示精神。"))
    assert not re.search(r"[,;:()]|None|[，；：、。][，；：、。]|（）|[，；]$|\\n|为。", text), text
    assert "1.签订赋权事项；承接确认书（清单第1项）。" in text
    made = view.fields(drafts(plan, kind=kind)[0][0], situation(plan, TODAY), TERMS, None)
    assert all("\n" not in str(value) for value in made.values() if isinstance(value, str))


@pytest.mark.parametrize(
    ("adjustments", "told"),
    [
        (
            "{due: 2023-05-08, date: 2023-04-24, basis: 纪要, units: [局]}, {due: 2023-06-30, units: [所]}",
            "完成时限4月25日前，4月24日经批准调整为5月8日（纪要），逾期2天，尚未收到完成情况。",
        ),
        (
            "{due: 2023-05-08, units: [组]}, {due: 2023-05-09}, {due: 2023-06-30, date: 2023-05-11}",
            "完成时限4月25日前，经批准调整为5月9日，逾期1天，尚未收到完成情况。",
        ),
    ],
)
def test_the_adjustment_that_gave_the_day_is_named(adjustments: str, told: str) -> None:
    units = "  - {name: 局}\n  - {name: 组, members: [所], complete: true}\n"
    units += "  - {name: 所, progress: {1: {done: 2023-04-20}}}"
    plan = plan_of(task("4月25日前", "局, 组", more=f", adjustments: [{adjustments}]"), units)
    assert items(plan) == [f"1.任务（清单第1项）。{told}"]


def test_the_last_adjustment_of_a_group_or_a_period_is_its() -> None:
    plan = plan_of(
        task(
            "每月20日前",
            "组",
            more=", adjustments: [{due: 2023-05-08, date: 2023-04-19, period: 2023-04, units: [组], basis: 甲},"
            " {due: 2023-05-25, date: 2023-04-19, period: 2023-05, basis: 乙}]",
        ),
        BASE,
    )
    told = "任务（清单第1项，4月）。完成时限每月20日前，4月19日经批准调整为5月8日（甲），逾期2天，尚未收到完成情况。"
    assert items(plan) == [f"1.{told}", f"1.{told}"]


def test_periods_are_told_one_by_one_unless_they_are_many() -> None:
    plan = plan_of(task("每月20日前"), "  - {name: 局, progress: {1: {2023-05: {done: 2023-05-20}}}}")
    told = "完成时限每月20日前（%s），逾期%s天，尚未收到完成情况。"
    assert items(plan, date(2023, 8, 10)) == [
        f"1.任务（清单第1项，4月）。{told % ('4月20日', 112)}",
        f"2.任务（清单第1项，6月）。{told % ('6月20日', 51)}",
        f"3.任务（清单第1项，7月）。{told % ('7月20日', 21)}",
    ]
    assert items(plan, date(2024, 2, 10)) == [
        (
            "1.任务（清单第1项，2023年4月至1月共9期）。"
            "完成时限每月20日前，最早一期2023年4月20日，逾期296天，尚未收到完成情况。"
        )
    ]
    assert kinds(plan, date(2023, 7, 10)) == {"局": ("催办", (Item(1, "2023-04"), Item(1, "2023-06")))}
    assert "你单位有1项任务已到" in texts(plan, date(2023, 8, 10))[0]


# Whom it goes to


def test_one_letter_tells_a_body_all_and_is_what_its_gravest_part_makes_it() -> None:
    rows = "\n".join(
        task(deadline, units, n)
        for n, (deadline, units) in enumerate(
            [("4月底前", "甲, 丁"), ("5月15日前", "甲, 乙, 丁"), ("3月底前", "甲, 乙, 丙"), ("年底前", "戊")], 1
        )
    )
    plan = plan_of(rows, "\n".join(f"  - {{name: {name}}}" for name in "丙丁甲乙戊己"))
    assert kinds(plan) == {
        "丙": ("核实", (Item(3),)),
        "丁": ("催办", (Item(1), Item(2))),
        "甲": ("催办", (Item(1), Item(2), Item(3))),
        "乙": ("提醒", (Item(2), Item(3))),
    }
    assert drafts(plan)[1] == {"戊": "没有逾期或者即将到期的任务"}
    assert kinds(plan, kind=Kind.URGE) == {"丁": ("催办", (Item(1),)), "甲": ("催办", (Item(1),))}
    asked = "没有要催办的任务：任务3在方案印发前已到期，没有记录，先核实"
    assert drafts(plan, kind=Kind.URGE)[1] == {"丙": asked, "乙": asked, "戊": "没有逾期的任务"}
    assert kinds(plan, kind=Kind.SUPERVISE) == {"丁": ("督办", (Item(1),)), "甲": ("督办", (Item(1),))}
    assert kinds(plan, kind=Kind.REMIND) == {name: ("提醒", (Item(2),)) for name in "丁甲乙"}
    assert drafts(plan, kind=Kind.REMIND)[1] == {"丙": "没有即将到期的任务", "戊": "没有即将到期的任务"}


def test_the_office_itself_and_who_gets_only_a_note_are_never_urged() -> None:
    units = "  - {name: 局, aliases: [办]}\n  - {name: 所, letter: 提示}\n  - {name: 处}"
    plan = plan_of(task("4月底前", "局, 所, 处"), units, header="office: 办")
    told = [(one.unit.name, one.kind, one.is_own) for one in drafts(plan)[0]]
    assert told == [("局", Kind.NOTE, True), ("所", Kind.NOTE, False), ("处", Kind.URGE, False)]
    urged = [(one.unit.name, one.kind) for one in drafts(plan, kind=Kind.URGE)[0]]
    assert urged == [("局", Kind.NOTE), ("所", Kind.NOTE), ("处", Kind.URGE)]
    made, unsent = drafts(plan, kind=Kind.SUPERVISE)
    assert [one.unit.name for one in made] == ["处"]
    assert unsent == {"局": "是落款单位本身，不发督办通知单", "所": "只发提示，不发督办通知单"}


@pytest.mark.parametrize(
    ("deadline", "more", "days"),
    [
        ("6月20日前", "", [("2023-06-12", False), ("2023-06-13", True), ("2023-06-20", True), ("2023-06-21", False)]),
        ("6月中旬前", "", [("2023-06-10", False), ("2023-06-11", True), ("2023-06-20", True), ("2023-06-21", False)]),
        ("6月15日-20日", "", [("2023-06-12", False), ("2023-06-13", True)]),
        ("6月中旬前", ", adjustments: [{due: 2023-06-30}]", [("2023-06-12", False), ("2023-06-23", True)]),
        ("持续推进", "", [("2023-06-12", False)]),
        ("每周二前", ", from: 2023-W24", [("2023-06-06", False), ("2023-06-07", True), ("2023-06-13", True)]),
    ],
)
def test_it_is_reminded_from_the_earlier_day_on(deadline: str, more: str, days: list[tuple[str, bool]]) -> None:
    plan = plan_of(task(deadline, more=more), BASE)
    made = {day: drafts(plan, date.fromisoformat(day))[0] for day, _ in days}
    assert [(day, bool(made[day]) and bool(made[day][0].soon)) for day, _ in days] == days


def test_an_office_that_owes_is_told_in_its_own_words() -> None:
    plan = plan_of(
        task("4月底前") + "\n" + task("4月底前", number=2),
        "  - {name: 局, progress: {2: {started: 2023-05-08}}}",
        header="office: 局, short: 示例工作",
    )
    assert texts(plan) == [
        (
            "关于示例工作有关任务的提示\n"
            "　　根据《示例方案》（2023年4月18日印发）所附任务清单，截至2023年5月10日，我局有2项任务已到完成时限，"
            "尚未完成或者尚无完成记录，具体如下：\n"
            "　　1.任务（清单第1项）。完成时限4月底前（4月30日），逾期10天，尚无完成记录。\n"
            "　　2.任务（清单第2项）。完成时限4月底前（4月30日），逾期10天。已记录正在推进。\n"
            "　　请承办人员于2023年5月17日（星期三）前补齐办理记录：已经完成的，记录完成日期和佐证材料；"
            "尚未完成的，记录原因和预计完成时间，需要调整时限的，按程序报批。\n"
            "2023年5月10日"
        )
    ]
    [own] = drafts(plan)[0]
    assert view.told(own, None) == "提示（落款单位内部，不编号），局：逾期2项（任务1、2）"


def test_the_fields_of_a_template_are_those_that_are_described() -> None:
    rows = "\n".join(
        task(each, number=n) for n, each in enumerate(("4月底前", "5月12日前", "3月底前", "每月20日前"), 1)
    )
    now = situation(plan_of(rows, BASE), TODAY)
    [draft] = view.drafts(now)[0]
    made = view.fields(draft, now, Terms(date(2023, 5, 17), "张三"), "2023年催办第1号")
    assert made.keys() == view.FIELDS.keys()
    points = made["事项"]
    assert isinstance(points, list)
    assert [one.keys() for one in points] == [view.ITEM_FIELDS.keys()] * 4
    assert [(one["序"], one["类"], one["清单序号"], one["时期"], one["逾期天数"]) for one in points] == [
        ("1", "逾期", "4", "4月", "20"),
        ("2", "逾期", "1", "", "10"),
        ("3", "到期", "2", "", ""),
        ("4", "核实", "3", "", ""),
    ]
    body = made["正文"]
    assert isinstance(body, list)
    paper = view.paper(draft, now, Terms(date(2023, 5, 17), "张三"), "2023年催办第1号")
    assert f"{made['标题']}\n编号：{made['编号']}\n{made['主送']}：\n" in to_text.paper(paper)
    assert all(f"　　{line}\n" in to_text.paper(paper) for line in [*body, made["联系人"]])
    assert [one["全文"] for one in points] == [line for line in body if re.match("[0-9]", line)]
    assert (made["开头"], made["要求"], made["结语"]) == (body[0], body[-2], body[-1])


# The register


ROWS = "\n".join((task("4月底前", "局, 各镇"), task("每月20日前", "局", 2)))
PLAN = plan_of(ROWS, "  - {name: 局, aliases: [旧局]}\n  - {name: 各镇, members: towns}")
ENTRY = "  - {number: %s, date: %s, unit: %s, kind: %s, items: [%s]}\n"


def entry(
    number: str = "2023年催办第1号",
    day: str = "2023-05-10",
    unit: str = "局",
    kind: str = "催办",
    items: str = "{task: 1}",
) -> str:
    return ENTRY % (number, day, unit, kind, items)


def register(*entries: str) -> Register:
    return register_of(File("letters.yaml", f"letters:\n{''.join(entries)}"), PLAN)


def test_an_entry_is_read_as_it_was_written() -> None:
    assert register_of(None, PLAN) == Register((), ())
    read = register(
        entry(unit="旧局", items="{task: 1}, {task: 2, period: 2023-04}"),
        "  - {number: 2023年督办第7号, date: 2023-05-11, unit: 甲镇, kind: 督办, basis: 批示, items: [{task: 1}]}\n",
    )
    assert read.found == ()
    assert read.letters == (
        Letter(date=TODAY, unit="局", kind=Kind.URGE, items=(Item(1), Item(2, "2023-04")), n=1),
        Letter(date=date(2023, 5, 11), unit="甲镇", kind=Kind.SUPERVISE, items=(Item(1),), n=7, basis="批示"),
    )
    assert [one.number for one in read.letters] == ["2023年催办第1号", "2023年督办第7号"]


def test_the_format_knows_the_kinds_that_there_are() -> None:
    assert schema.LETTER.fields["kind"].words == tuple(Kind)
    assert {*view.CALLED} == {*Kind}


@pytest.mark.parametrize("kind", Kind)
def test_who_asks_for_a_kind_gets_it_or_is_refused(kind: Kind, fuquan: Fuquan, folder: Path) -> None:
    basis = ("--basis", "批示") if kind is Kind.SUPERVISE else ()
    done = fuquan("letter", "--all", "--kind", kind, *basis, "--today", "2023-05-16", "--dry-run", data=folder)
    if kind in get_args(Chosen):
        assert (done.status, {*re.findall("^2023年(..)第", done.out, re.MULTILINE)}) == (0, {kind.value})
    else:
        assert (done.status, done.out) == (2, "")
        assert "提醒、催办、督办" in done.err


WRONG = [
    ([entry(number="第1号")], "letter-number", "“第1号”不是编号的写法", "请写成 2023年催办第1号 这样"),
    (
        [entry(day="2024-05-10")],
        "letter-number",
        "编号“2023年催办第1号”与日期（2024年5月10日）和种类（催办）对不上",
        "这一年这一种的编号是 2024年催办第1号 这样，请核对",
    ),
    (
        [entry(kind="提醒")],
        "letter-number",
        "编号“2023年催办第1号”与日期（2023年5月10日）和种类（提醒）对不上",
        "这一年这一种的编号是 2023年提醒第1号 这样，请核对",
    ),
    (
        [entry("2023年催办第8号"), entry("2023年催办第4号"), entry("2023年催办第5号")],
        "letter-number",
        "2023年催办的编号从第5号跳到第8号，缺第6至7号",
        "登记只增不改：删去的一条请从版本库恢复，编号写错的请改正",
    ),
    (
        [entry(), entry()],
        "duplicate",
        "编号“2023年催办第1号”重复，前一处在第2行",
        "一个编号只能是一份函件，请核对后一处的编号",
    ),
    (
        [entry(items="{task: 2, period: 五月}")],
        "period",
        "“五月”不是时期的写法",
        "请写成 2023-05、2023-Q2、2023-W20 这样",
    ),
    ([entry(day="2023-02-30")], "date", "“2023-02-30”不是有效的日期", "历书上没有这一天，请核对年月日"),
    (
        [entry().replace("{number", "{nunber: 甲, number")],
        "key",
        "“nunber”不是这里可用的键",
        "是不是“number”？",
    ),
    ([entry(items="{period: 2023-04}")], "missing", "缺少“task”（任务序号）", "请补上 task:"),
]


@pytest.mark.parametrize(("entries", "rule", "message", "help_"), WRONG)
def test_what_is_wrong_with_the_register_is_found_where_it_stands(
    entries: list[str], rule: str, message: str, help_: str
) -> None:
    found = register(*entries).found
    assert (found[0].rule, found[0].message, found[0].help) == (rule, message, help_)
    assert found[0].span.path == "letters.yaml"
    assert len(found) == 1


GONE = [
    (entry(unit="旧据"), 2, "函件“2023年催办第1号”发给的“旧据”，现在没有这个责任单位"),
    (entry(items="{task: 7}"), 2, "函件“2023年催办第1号”（局）列有任务7，现在的清单里没有"),
    (
        entry(items="{task: 1, period: 2023-04}"),
        2,
        "函件“2023年催办第1号”（局）列有任务1（4月底前）的“2023-04”，现在没有这一期",
    ),
    (
        entry(items="{task: 2}"),
        2,
        "函件“2023年催办第1号”（局）列有任务2（每月20日前），没有写明是哪一期",
    ),
    (
        entry(items="{task: 2, period: 2023-Q1}"),
        2,
        "函件“2023年催办第1号”（局）列有任务2（每月20日前）的“2023-Q1”，现在没有这一期",
    ),
    (entry(items="{task: 2, period: 2023-05}"), 2, None),
]


@pytest.mark.parametrize(("text", "line", "message"), GONE)
def test_what_the_plan_no_longer_has_stays_on_the_register_and_is_told(
    text: str, line: int, message: str | None
) -> None:
    read = register(text)
    assert (read.found, len(read.letters)) == ((), 1)
    found = broken(situation(PLAN, TODAY), None, read.letters)
    told = [
        (one.rule, one.severity, one.span.path, one.span.line, one.message) for one in found if "letter" in one.rule
    ]
    assert told == ([("letter-gone", Severity.WARNING, "letters.yaml", line, message)] if message else [])


def waive(folder: Path, *waivers: str) -> None:
    tasks = folder / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    assert text.endswith("waivers: []\n")
    tasks.write_text(text.replace("waivers: []", f"waivers: [{', '.join(waivers)}]"), encoding="utf-8")


def test_a_plan_that_changes_under_the_register_stops_no_letter(fuquan: Fuquan, folder: Path) -> None:
    """A task, a body and a period that were in letters are taken out of the plan, with or without a waiver."""
    gone = (
        "letters:\n"
        "  - {number: 2023年催办第1号, date: 2023-05-09, unit: 红阳镇, kind: 催办, items: [{task: 2}]}\n"
        "  - {number: 2023年催办第2号, date: 2023-05-09, unit: 红杨镇, kind: 催办, items: [{task: 40}]}\n"
        "  - {number: 2023年催办第3号, date: 2023-05-09, unit: 红杨镇, kind: 催办, "
        "items: [{task: 2, period: 2023-04}]}\n"
    )
    (folder / "letters.yaml").write_text(gone, encoding="utf-8")
    checked = fuquan("check", "-f", "concise", data=folder)
    assert (checked.status, checked.out.count("警告 letter-gone")) == (0, 3)
    done = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", "-", data=folder)
    assert (done.status, done.out.splitlines()[1]) == (0, "编号：2023年催办第4号")
    assert (folder / "letters.yaml").read_text(encoding="utf-8").startswith(gone)
    waive(
        folder,
        "{rule: letter-gone, reason: 撤销的镇（示例）}",
        "{rule: letter-gone, unit: 红杨镇, reason: 重印的清单（示例）}",
    )
    assert "letter-gone" not in fuquan("check", "-f", "concise", data=folder).out
    (folder / "letters.yaml").unlink()
    assert fuquan("check", "-f", "concise", data=folder).out.count("这条豁免用不着了") == 2


def test_a_series_may_begin_where_the_office_had_come_to_on_paper() -> None:
    read = register(entry("2023年催办第4号"), entry("2023年催办第5号"))
    assert (read.found, [one.n for one in read.letters]) == ((), [4, 5])
    assert [one.letter.n for one in numbered(read, [letter("局", 2)])] == [6]


def test_a_register_that_cannot_be_read_at_all_is_said_so() -> None:
    assert [one.rule for one in register_of(File("letters.yaml", "letters: [\n"), PLAN).found] == ["yaml"]
    assert [one.rule for one in register_of(File("letters.yaml", "letter: []\n"), PLAN).found] == ["key", "missing"]
    many = register_of(File("letters.yaml", "letters: [" + "1," * 20_100 + "]\n"), PLAN)
    assert "问题超过20000处" in many.found[0].message + many.found[-1].message
    assert many.letters == ()


def test_numbers_run_on_by_year_and_kind_and_none_is_given_twice() -> None:
    known = (letter("局", 1, n=3), letter("局", 1, n=1, kind=Kind.REMIND), letter("局", 1, n=9, day=date(2022, 5, 10)))
    same, other, noted = letter("局", 1), letter("甲镇", 1), letter("局", 1, kind=Kind.NOTE)
    next_day = letter("局", 1, day=date(2023, 5, 11))
    given = numbered(Register(known, ()), [other, same, noted, next_day])
    assert given == (
        Numbered(letter("甲镇", 1, n=4), True),
        Numbered(letter("局", 1, n=3), False),
        Numbered(letter("局", 1, n=1, kind=Kind.NOTE), True),
        Numbered(letter("局", 1, n=5, day=date(2023, 5, 11)), True),
    )


def test_entries_go_behind_the_others_and_leave_them_to_the_byte() -> None:
    first = Letter(date=TODAY, unit="甲镇", kind=Kind.URGE, items=(Item(1), Item(2, "2023-04")), n=1)
    second = Letter(date=TODAY, unit="局", kind=Kind.SUPERVISE, items=(Item(1),), n=1, basis="批示: 请督办 #1")
    before, begun = entered(register_of(None, PLAN), "letters.yaml", [first], PLAN)
    assert before is None
    assert begun.text.startswith("# 函件登记：")
    assert begun.text.endswith(
        "\n\nletters:\n  - number: 2023年催办第1号\n    date: 2023-05-10\n    unit: 甲镇\n    kind: 催办\n    items:\n"
        "      - {task: 1}\n      - {task: 2, period: 2023-04}\n"
    )
    old, new = entered(register_of(begun, PLAN), "letters.yaml", [second], PLAN)
    assert old is begun
    assert new.text == begun.text + (
        "  - number: 2023年督办第1号\n    date: 2023-05-10\n    unit: 局\n    kind: 督办\n"
        "    basis: '批示: 请督办 #1'\n    items:\n      - {task: 1}\n"
    )
    assert register_of(new, PLAN).letters == (first, second)


@pytest.mark.parametrize("text", ["letters: []", "letters: [] # 尚无\n", "# 甲\r\nletters:   [  ]\r\n"])
def test_an_empty_register_is_begun(text: str) -> None:
    one = letter("局", 1, n=1)
    _, new = entered(register_of(File("letters.yaml", text), PLAN), "letters.yaml", [one], PLAN)
    assert register_of(new, PLAN).letters == (one,)
    assert re.findall("#.*", text) == re.findall("#.*", new.text)


def test_a_register_in_braces_stays_in_braces() -> None:
    old = register(entry())
    _, new = entered(old, "letters.yaml", [letter("甲镇", 1, n=2)], PLAN)
    assert old.file is not None
    assert new.text == old.file.text + (
        "  - {number: 2023年催办第2号, date: 2023-05-10, unit: 甲镇, kind: 催办, items: [{task: 1}]}\n"
    )


def test_what_would_make_the_register_wrong_is_not_written() -> None:
    with pytest.raises(FuquanError) as raised:
        entered(register(entry()), "letters.yaml", [letter("局", 1, n=3)], PLAN)
    assert raised.value.message == "2023年催办的编号从第1号跳到第3号，缺第2号"


# The command


NAME = "镇赋权工作-红杨镇-2023年催办第1号-2023-05-10.txt"
REGISTER = """\
letters:
  - number: 2023年催办第1号
    date: 2023-05-10
    unit: 红杨镇
    kind: 催办
    items:
      - {task: 2}
      - {task: 9}
      - {task: 10}
"""


def test_letters_are_written_and_entered_once_however_often_they_are_asked_for(
    fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    out, kept = tmp_path / "函件", folder / "letters.yaml"
    asked = ("letter", "-u", "红杨镇", "-f", "text", "-o", str(out))
    done = fuquan(*asked, data=folder)
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        f"2023年催办第1号，红杨镇：逾期3项（任务2、9、10）。\n已写出1份到“{out}”，编号登记在“{kept}”。\n"
    )
    assert held(out) == {NAME: URGED.encode()}
    assert kept.read_text(encoding="utf-8").partition("\n\n")[2] == REGISTER
    before = kept.read_bytes()
    again = fuquan(*asked, data=folder)
    assert again.out == (
        "2023年催办第1号，红杨镇：逾期3项（任务2、9、10）（今天已经登记过，编号不变）。\n"
        f"1份都已在“{out}”，内容相同，没有再写，编号登记在“{kept}”。\n"
    )
    assert (held(out), kept.read_bytes()) == ({NAME: URGED.encode()}, before)
    (out / NAME).unlink()
    assert fuquan(*asked, data=folder).status == 0
    assert (held(out), kept.read_bytes()) == ({NAME: URGED.encode()}, before)
    # the others are numbered on, and what is there already is not entered again
    everybody = fuquan("letter", "--all", "-f", "text", "-o", str(out), data=folder)
    assert [line.partition("：")[0] for line in everybody.out.splitlines()[:4]] == [
        "2023年催办第2号，区司法局",
        "2023年催办第3号，区级执法单位",
        "2023年催办第4号，花桥镇",
        "2023年催办第1号，红杨镇",
    ]
    assert kept.read_bytes().startswith(before)
    assert fuquan("check", data=folder).status == 0
    # the next day it is another letter
    later = fuquan(*asked, "--today", "2023-05-11", data=folder)
    assert later.out.startswith("2023年催办第5号，红杨镇：")


def test_a_dry_run_writes_nothing_and_takes_no_number(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    before = held(folder)
    done = fuquan("letter", "--all", "-o", str(tmp_path / "函件"), "--dry-run", data=folder)
    assert (done.status, done.out, done.err) == (
        0,
        (
            "2023年催办第1号，区司法局：逾期2项（任务9、10）。\n"
            "2023年催办第2号，区级执法单位：逾期2项（任务2、10）。\n"
            "2023年催办第3号，花桥镇：逾期1项（任务10）。\n"
            "2023年催办第4号，红杨镇：逾期3项（任务2、9、10）。\n"
            "没有发给区委编办、区数据资源管理局、湾沚镇、陶辛镇、六郎镇：没有逾期或者即将到期的任务。\n"
        ),
        "以上没有写入文件，也没有占用编号。\n",
    )
    assert held(folder) == before
    assert not (tmp_path / "函件").exists()


def test_where_nothing_is_owed_nothing_is_written(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    done = fuquan("letter", "-u", "湾沚镇", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
    assert (done.status, done.out, done.err) == (
        0,
        "没有要发的函件。\n没有发给湾沚镇：没有逾期或者即将到期的任务。\n",
        "",
    )
    assert not (tmp_path / "函件").exists()
    assert not (folder / "letters.yaml").exists()


def test_the_office_s_own_note_has_no_number(fuquan: Fuquan, data: Callable[..., Path], tmp_path: Path) -> None:
    folder = data({"  office: 芜湖市湾沚区推进依法行政工作领导小组办公室（示例）": "  office: 区司法局"})
    done = fuquan("letter", "-u", "区司法局", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
    assert done.out == (
        f"提示（落款单位内部，不编号），区司法局：逾期2项（任务9、10）。\n已写出1份到“{tmp_path / '函件'}”。\n"
    )
    assert list(held(tmp_path / "函件")) == ["镇赋权工作-区司法局-提示-2023-05-10.txt"]
    assert not (folder / "letters.yaml").exists()


def test_without_a_folder_they_go_to_one_that_says_plan_and_date(
    fuquan: Fuquan, data: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data({"  office: 芜湖市湾沚区推进依法行政工作领导小组办公室（示例）\n": ""})
    monkeypatch.chdir(tmp_path)
    done = fuquan("letter", "-u", "红杨镇", "-f", "text", data=folder)
    assert done.err == "提示：plan 里没有写 office（落款单位），函件的落款是空的。\n"
    assert list(held(tmp_path / "镇赋权工作-函件-2023-05-10")) == [NAME]


REFUSED = [
    (
        [],
        (
            "没有写给哪家单位发函\n"
            "请用 --unit 写明单位，或者用 --all 发给所有欠着任务的单位；可以先加 --dry-run 看看会发什么"
        ),
    ),
    (["--all", "-u", "红杨镇"], "--all 是所有单位，不能与 --unit 同用\n请去掉其中一个"),
    (
        ["--all", "--kind", "督办"],
        "督办要有依据\n请用 --basis 写明领导批示或者会议决定；没有的，用 --kind 催办",
    ),
    (
        ["--all", "--basis", "批示"],
        "--basis 是督办的依据，要与 --kind 督办 同用\n请加上 --kind 督办，或者去掉 --basis",
    ),
    (["--all", "--contact", " "], "--contact 是空的\n请写上内容，或者去掉这个选项"),
    (["--all", "--contact", "张\n三"], "--contact 里有换行或者看不见的字符：张\\n三\n请去掉它，重新输入"),
    (
        ["--all", "--reply-by", "2023-05-09"],
        "--reply-by 的“2023-05-09”早于函件的日期（2023年5月10日）\n请核对日期",
    ),
    (
        ["--all", "--reply-by", "5月1日"],
        "--reply-by 的“5月1日”早于函件的日期（2023年5月10日）\n确是2024年5月1日的，请写全年月日",
    ),
    (["--all", "--reply-by", "下辈子"], None),
    (["--all", "--template", "x.docx", "-f", "text"], "--template 是 Word 模板，不能与 -f text 同用\n请去掉其中一个"),
    (["--all", "--template", "没有.docx"], "模板“没有.docx”没有这个文件\n请核对 --template 的文件名"),
    (["--all", "-o", "-"], "Word 文件不能写到标准输出\n请加上 -f text，或者用 -o 写明文件夹"),
    (
        ["--all", "--today", "2999-01-01", "-f", "text"],
        (
            f"--today 的2999年1月1日晚于今天（{long_day(datetime.now(ZoneInfo('Asia/Shanghai')).date())}）\n"
            "函件还不能登记编号；只是看看的，请加上 --dry-run"
        ),
    ),
    (["-u", "红杨"], "没有“红杨”这个责任单位\n是不是“红杨镇”？"),
    (["-u", "开发区管委会"], None),
]


@pytest.mark.parametrize(("args", "told"), REFUSED)
def test_what_cannot_be_done_is_refused_before_anything_is_written(
    args: list[str], told: str | None, fuquan: Fuquan, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = held(folder)
    done = fuquan("letter", *args, data=folder)
    assert (done.status, done.out) == (2, "")
    if told is not None:
        assert done.err == f"错误：{told}\n"
    assert held(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_year_without_a_calendar_needs_the_day(fuquan: Fuquan, folder: Path) -> None:
    asked = ("letter", "-u", "红杨镇", "--dry-run", "-f", "text", "--today", "2040-05-10")
    done = fuquan(*asked, data=folder)
    assert (done.status, done.out, done.err) == (
        2,
        "",
        (
            "错误：没有2040年的节假日安排，算不出5个工作日以后是哪一天\n"
            "请用 --reply-by 写明日期，如 --reply-by 2040-05-17\n"
        ),
    )
    assert "请于2040年5月18日（星期五）前" in fuquan(*asked, "--reply-by", "2040-05-18", data=folder).out
    idle = fuquan(
        "letter", "-u", "区数据资源管理局", "--dry-run", "--kind", "提醒", "--today", "2040-05-10", data=folder
    )
    assert idle.status == 0


def test_files_of_others_stay_unless_they_may_go(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "函件"
    out.mkdir()
    (out / NAME).write_text("甲", encoding="utf-8")
    asked = ("letter", "-u", "红杨镇", "-f", "text", "-o", str(out))
    done = fuquan(*asked, data=folder)
    assert (done.status, done.out, done.err) == (
        2,
        "",
        (
            f"错误：“{out}”里已经有“{NAME}”，内容不同，没有写出函件，也没有登记编号\n"
            "要换掉，请加上 --force；或者用 -o 换一个文件夹\n"
        ),
    )
    assert not (folder / "letters.yaml").exists()
    assert fuquan(*asked, "--force", data=folder).status == 0
    assert held(out) == {NAME: URGED.encode()}
    (out / NAME).unlink()
    (out / NAME).mkdir()
    again = fuquan(*asked, "--force", data=folder)
    assert (again.status, again.err.partition("\n")[0]) == (2, f"错误：“{out / NAME}”是文件夹，不是文件")
    beside = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(folder / "tasks.yaml"), data=folder)
    assert (beside.status, beside.err.partition("\n")[0]) == (2, f"错误：“{folder / 'tasks.yaml'}”是文件，不是文件夹")


def test_a_number_is_taken_only_for_a_file_that_can_be_named(fuquan: Fuquan, tmp_path: Path) -> None:
    folder, out, unit = tmp_path / "data", tmp_path / "函件", "乙" * 40
    folder.mkdir()
    written(folder, task("4月底前", unit), f"  - {{name: {unit}}}", header=f"short: {'甲' * 40}")
    done = fuquan("letter", "--all", "-f", "text", "-o", str(out), data=folder)
    assert (folder / "letters.yaml").exists() == out.exists() == (done.status == 0)
    assert done.status == 0 or "的名称太长，没有写出函件，也没有登记编号\n" in done.err
    done = fuquan("letter", "--all", "-f", "text", "-o", str(tmp_path / ("丙" * 100)), data=folder)
    assert done.status == 2
    assert "的名称太长，没有写出函件，也没有登记编号\n" in done.err


@pytest.mark.parametrize("target", ["没有/letters.yaml", "letters.yaml"])
def test_a_register_that_leads_nowhere_is_said_in_its_own_words(
    target: str, fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    (folder / "letters.yaml").symlink_to(target)
    done = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
    assert (done.status, done.out, done.err) == (
        2,
        "",
        (
            f"错误：“{folder / 'letters.yaml'}”是符号链接，它所指的地方写不了文件，没有登记编号，也没有写出函件\n"
            "请改好这个链接，或者删去它\n"
        ),
    )
    assert not (tmp_path / "函件").exists()


def test_a_template_that_never_ends_is_not_read(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "红头.docx")
    for path in (tmp_path / "红头.docx", Path("/dev/zero"), tmp_path):
        done = fuquan("letter", "--all", "--template", str(path), "--dry-run", data=folder)
        assert (done.status, done.err) == (2, f"错误：模板“{path}”不是文件\n请核对 --template 的文件名\n")


def test_a_wrong_register_stops_letters_and_check_and_no_other_command(fuquan: Fuquan, folder: Path) -> None:
    kept = folder / "letters.yaml"
    kept.write_text(REGISTER.replace("催办第1号", "催办1号"), encoding="utf-8")
    done = fuquan("letter", "--all", "--dry-run", data=folder)
    told = (
        f"{kept}:2:13: 错误 letter-number: “2023年催办1号”不是编号的写法\n      - number: 2023年催办1号\n"
        "                ^^^^^^^^^^^^^\n    请写成 2023年催办第1号 这样\n"
    )
    assert (done.status, done.out, done.err) == (1, "", f"{told}函件登记有错，没有写出函件：错误1处\n")
    checked = fuquan("check", data=folder)
    assert (checked.status, checked.out) == (1, told)
    for command in ("status", "overdue", "list", "export csv -o -", "note 2 -u 红杨镇 --note 说明"):
        assert fuquan(*command.split(), data=folder).status == 0
    kept.write_text("", encoding="utf-8")
    assert fuquan("letter", "--all", "--dry-run", data=folder).err.startswith(
        f"{kept}:1:1: 错误 file: “{kept}”是空文件"
    )


def test_a_letter_of_a_day_to_come_is_found_by_check_and_can_be_waived(fuquan: Fuquan, folder: Path) -> None:
    (folder / "letters.yaml").write_text(REGISTER.replace("05-10", "05-11"), encoding="utf-8")
    done = fuquan("check", "-f", "concise", data=folder)
    told = "函件“2023年催办第1号”的日期2023年5月11日晚于今天（2023年5月10日）"
    assert (done.status, done.out) == (1, f"{folder / 'letters.yaml'}:3:11: 错误 letter-future: {told}\n")
    waive(folder, "{rule: letter-future, unit: 红杨镇, reason: 提前打印（示例）}")
    assert fuquan("check", data=folder).status == 0


# Together with others


def writing(folder: Path, out: Path, unit: str) -> Callable[[], None]:
    def work() -> None:
        with redirect_stdout(StringIO()):
            assert run(app, ["letter", "-u", unit, "-f", "text", "-o", str(out), "--data", str(folder)]) == 0

    return work


def test_letters_written_at_once_have_numbers_of_their_own(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-10")
    out = tmp_path / "函件"
    out.mkdir()
    units = ("区司法局", "区级执法单位", "花桥镇", "红杨镇")
    processes = [forked(writing(folder, out, unit)) for unit in units for _ in range(2)]
    assert [status_of(process) for process in processes] == [0] * 8
    read = yaml.safe_load((folder / "letters.yaml").read_bytes())["letters"]
    assert [one["number"] for one in read] == [f"2023年催办第{n}号" for n in (1, 2, 3, 4)]
    assert sorted(one["unit"] for one in read) == sorted(units)
    assert sorted(held(out)) == sorted(f"镇赋权工作-{one['unit']}-{one['number']}-2023-05-10.txt" for one in read)
    assert sorted(held(folder)) == ["letters.yaml", "tasks.yaml", "towns.yaml"]


@pytest.mark.parametrize("begun", [False, True])
def test_where_the_register_cannot_be_written_no_letter_is(
    begun: bool, fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    with small_disk(folder, "size=64k"):
        for name in ("tasks.yaml", "towns.yaml"):
            (folder / name).write_bytes((EXAMPLE / name).read_bytes())
        if begun:
            assert fuquan("letter", "-u", "花桥镇", "-f", "text", "-o", "-", data=folder).status == 0
        before = held(folder)
        with suppress(OSError), (folder / "filler").open("wb") as file:
            while True:
                file.write(b"x" * 4096)
                file.flush()
        done = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
        assert (done.status, done.out) == (2, "")
        assert "没有写入：磁盘空间不足" in done.err
        (folder / "filler").unlink()
        assert held(folder) == before
        assert not (tmp_path / "函件").exists()
        done = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
        assert done.out.startswith(f"2023年催办第{2 if begun else 1}号，红杨镇：")


def test_where_a_letter_cannot_be_written_its_number_is_kept_for_the_next_try(
    fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "函件"
    out.mkdir()
    asked = ("letter", "-u", "红杨镇", "-f", "text", "-o", str(out))
    with small_disk(out, "size=4k"):
        (out / "filler").write_bytes(b"x" * 4096)
        done = fuquan(*asked, data=folder)
        assert (done.status, done.out) == (2, "")
        assert done.err == (
            f"错误：编号已经登记在“{folder / 'letters.yaml'}”，但是“{out / NAME}”没有写入：磁盘空间不足\n"
            "请腾出空间后重新运行；解决以后当天再运行同样的命令，还是原来的编号\n"
        )
        before = (folder / "letters.yaml").read_bytes()
        (out / "filler").unlink()
        assert fuquan(*asked, data=folder).out.startswith("2023年催办第1号，红杨镇：")
        assert held(out) == {NAME: URGED.encode()}
    assert (folder / "letters.yaml").read_bytes() == before


@pytest.mark.skipif(os.getuid() != 0, reason="needs to be another user")
def test_who_may_not_write_the_folder_is_given_no_number() -> None:
    with open_folder() as top:
        folder, out = top / "data", top / "函件"
        for path in (folder, out):
            path.mkdir()
        for name in ("tasks.yaml", "towns.yaml"):
            (folder / name).write_bytes((EXAMPLE / name).read_bytes())
        folder.chmod(0o777)
        said = StringIO()

        def work() -> None:
            with redirect_stdout(StringIO()), redirect_stderr(said):
                run(app, ["letter", "-u", "红杨镇", "-f", "text", "-o", str(out), "--data", str(folder)])
            raise FuquanError(said.getvalue())

        assert told(work, NOBODY).startswith(f"错误：“{out}”没有写入权限，没有写出函件，也没有登记编号\n")
        assert sorted(held(folder)) == ["tasks.yaml", "towns.yaml"]


# What an edit may not do


def test_what_was_entered_may_not_be_changed_or_taken_out(
    top: Path, fuquan: Fuquan, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = top / "data"
    folder.mkdir()
    for name in ("tasks.yaml", "towns.yaml"):
        (folder / name).write_bytes((EXAMPLE / name).read_bytes())
    kept = folder / "letters.yaml"
    saved(top)
    assert fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", "-", data=folder).status == 0
    assert fuquan("check", "--base", "HEAD", data=folder).status == 0
    saved(top)
    assert fuquan("letter", "--all", "-f", "text", "-o", "-", data=folder).status == 0
    assert fuquan("check", "--base", "HEAD", data=folder).status == 0
    whole = kept.read_text(encoding="utf-8")
    kept.write_text(whole.replace("task: 2}", "task: 8}", 1), encoding="utf-8")
    done = fuquan("check", "--base", "HEAD", "-f", "concise", data=folder)
    changed = "函件登记里的“2023年催办第1号”（红杨镇）被改动"
    assert (done.status, f"letters.yaml:5:13: 错误 letter-changed: {changed}" in done.out) == (1, True)
    kept.unlink()
    done = fuquan("check", "--base", "HEAD", "-f", "concise", data=folder)
    assert (done.status, "letter-changed: 函件登记里的“2023年催办第1号”（红杨镇）不见了" in done.out) == (1, True)
    # without the first of a series it begins later, which is seen against the base alone
    first, second = (whole.index(f"  - number: 2023年催办第{n}号") for n in (1, 2))
    kept.write_text(whole[:first] + whole[second:], encoding="utf-8")
    assert fuquan("check", data=folder).status == 0
    done = fuquan("check", "--base", "HEAD", "-f", "concise", data=folder)
    assert (done.status, "letter-changed: 函件登记里的“2023年催办第1号”（红杨镇）不见了" in done.out) == (1, True)
    kept.write_text(whole, encoding="utf-8")
    saved(top)
    done = fuquan("check", "--base", "HEAD~1", "--head", "HEAD", data=folder)
    assert (done.status, done.err) == (0, "")
    kept.write_text(whole.replace("第1号", "第01号", 1), encoding="utf-8")
    saved(top)
    wrong = fuquan("check", "--base", "HEAD~1", "--head", "HEAD", "-f", "concise", data=folder)
    assert wrong.status == 1
    assert "data/letters.yaml:5:13: 错误 letter-number: “2023年催办第01号”不是编号的写法" in wrong.out
    # what is there and cannot be read is not said to be gone
    kept.write_text(whole.replace("kind: 催办", "kind: 摧办", 1), encoding="utf-8")
    wrong = fuquan("check", "--base", "HEAD~1", "-f", "concise", data=folder)
    assert (wrong.status, [line.split(" ")[2] for line in wrong.out.splitlines()]) == (1, ["value:"])


def test_an_entry_stands_though_its_task_or_body_has_gone_from_the_plan() -> None:
    """Whichever name it was entered by, and whether its task's number was followed or left."""
    old = "  - {name: 局, aliases: [旧局]}\n  - {name: 所}"
    kept = task("5月底前", "所", 2).replace("title: 任务", "title: 留下的任务")
    base = plan_of(task("4月底前", "局, 所") + "\n" + kept, old)
    head = plan_of(kept.replace("id: 2", "id: 1"), "  - {name: 所}")

    def found(before: str, after: str) -> list[str]:
        then, now = (
            register_of(File("letters.yaml", f"letters:\n{text}"), plan).letters
            for text, plan in ((before, base), (after, head))
        )
        edit = Comparison(base=base, head=head, day=TODAY, letters=(then, now))
        return [one.message for one in broken(situation(head, TODAY), edit) if one.rule == "letter-changed"]

    for unit in ("局", "旧局"):
        assert found(entry(unit=unit), entry(unit=unit)) == []
    for number in (1, 2):
        assert found(entry(unit="所", items="{task: 2}"), entry(unit="所", items=f"{{task: {number}}}")) == []
    changed = ["函件登记里的“2023年催办第1号”（局）被改动"]
    assert found(entry(unit="旧局"), entry(unit="所")) == changed
    assert found(entry(unit="局"), entry(unit="局", items="{task: 2}")) == changed


def test_what_became_of_the_register_is_told_by_diff(top: Path, fuquan: Fuquan) -> None:
    folder = top / "data"
    folder.mkdir()
    for name in ("tasks.yaml", "towns.yaml"):
        (folder / name).write_bytes((EXAMPLE / name).read_bytes())
    kept = folder / "letters.yaml"

    def said(*args: str) -> tuple[int, list[str]]:
        done = fuquan("diff", "HEAD", *args, "-f", "csv", data=folder)
        return done.status, [line.rpartition(",")[2] for line in done.out.splitlines()[1:]]

    saved(top)
    assert said() == (0, [])
    assert fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", "-", data=folder).status == 0
    assert said() == (0, ["登记了2023年催办第1号，发给红杨镇：任务2、9、10"])
    assert said("-u", "花桥镇") == (0, [])
    supervised = ("--kind", "督办", "--basis", "批示", "--today", "2023-05-10")
    assert fuquan("letter", "-u", "花桥镇", *supervised, "-f", "text", "-o", "-", data=folder).status == 0
    assert said("-u", "花桥镇") == (0, ["登记了2023年督办第1号，发给花桥镇：依据批示，任务10"])
    saved(top)
    assert fuquan("diff", "HEAD~1", "HEAD", data=folder).out.count("登记了") == 2
    whole = kept.read_text(encoding="utf-8")
    kept.write_text(
        whole.replace("date: 2023-05-10", "date: 2023-05-09", 1)
        .replace("task: 2}", "task: 14, period: 2023-04}")
        .replace("basis: 批示", "basis: 纪要")
        .replace("unit: 花桥镇", "unit: 陶辛镇"),
        encoding="utf-8",
    )
    assert said() == (
        0,
        [
            "登记的2023年催办第1号（发给红杨镇）被改动，日期由5月10日改为5月9日，任务由2、9、10改为14（4月）、9、10",
            "登记的2023年督办第1号（发给陶辛镇）被改动，单位由“花桥镇”改为“陶辛镇”，依据由“批示”改为“纪要”",
        ],
    )
    kept.unlink()
    page = fuquan("diff", "HEAD", data=folder).out
    assert "函件登记\n  登记的2023年催办第1号被删去，是发给红杨镇的：任务2、9、10\n" in page
    kept.write_text(whole.replace("第1号", "第一号", 1), encoding="utf-8")
    done = fuquan("diff", "HEAD", data=folder)
    assert (done.status, "没有变化" in done.out) == (0, True)
    assert done.err == "提示：函件登记（letters.yaml）有错，没有比较；用 fuquan check 查看。\n"


def test_names_and_texts_that_are_none_come_out_as_text_and_in_the_folder(
    fuquan: Fuquan, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    folder, out = tmp_path / "data", tmp_path / "函件"
    folder.mkdir()
    title = r'"[red]=cmd()|<script>\e[31m甲\n乙{{ 标题 }}&"'
    reason = r'"\e]0;甲\a\u202e丙\n丁"'
    written(
        folder,
        task("4月底前", "../../局, 'a/b:c'").replace("title: 任务", f"title: {title}")
        + "\n"
        + task("5月12日前", "../../局", 2).replace("title: 任务", f"title: {'长' * 500}"),
        f"  - {{name: ../../局, progress: {{1: {{reason: {reason}}}}}}}\n  - {{name: 'a/b:c'}}",
        header=r'short: "<工作>\n", office: "=办\e[0m"',
    )
    done = fuquan("letter", "--all", "-f", "text", "-o", str(out), "--reply-by", "2023-05-17", data=folder)
    assert (done.status, done.err) == (0, "")
    golden(
        "letter ugly.txt",
        done.out.replace(str(tmp_path), "")
        + "".join(f"\n{name}\n{text.decode()}" for name, text in sorted(held(out).items())),
    )
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["data", "函件"]


def test_the_page_on_letters_names_every_field() -> None:
    page = (TESTS.parent / "docs" / "letters.md").read_text(encoding="utf-8")
    tables = [
        dict(re.findall(r"^\| (.+?) \| (.+) \|$", part, re.MULTILINE))
        for part in page.split("| 字段 | 内容 |\n|---|---|\n")[1:]
    ]
    assert tables == [view.FIELDS, view.ITEM_FIELDS]


# In Word


def read_back(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).paragraphs if one.text]


WORD = NAME.replace(".txt", ".docx")


def test_in_word_it_says_the_same(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    done = fuquan("letter", "-u", "红杨镇", "--kind", "催办", "-o", str(tmp_path / "甲"), data=folder)
    assert (done.status, done.err) == (0, "")
    assert list(held(tmp_path / "甲")) == [WORD]
    assert read_back(tmp_path / "甲" / WORD) == [line.removeprefix("　　") for line in URGED.splitlines()]


def test_every_letter_in_word_says_what_it_says_as_text(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    asked = ("letter", "--all", "--today", "2023-06-11", "-o", str(tmp_path / "函件"))
    assert fuquan(*asked, data=folder).status == 0
    assert fuquan(*asked, "-f", "text", data=folder).status == 0
    files = {path.stem: path for path in (tmp_path / "函件").glob("*.docx")}
    assert len(files) == 5
    for name, path in files.items():
        text = (path.parent / f"{name}.txt").read_text(encoding="utf-8")
        assert read_back(path) == [line.removeprefix("　　") for line in text.splitlines()]


def test_in_print_it_is_a_letter(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    assert fuquan("letter", "-u", "红杨镇", "-o", str(tmp_path / "函件"), data=folder).status == 0
    text = "".join(text_of(printed(tmp_path / "函件" / WORD, tmp_path)).split())
    assert all("".join(line.split()) in re.sub("—[0-9]+—", "", text) for line in URGED.splitlines())


def template(path: Path, *lines: str) -> Path:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.save(str(path))
    return path


def test_an_office_s_own_template_is_filled_with_the_fields_that_are_described(
    fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    lines = [f"{{{{ {name} }}}}" for name in view.FIELDS if name not in ("正文", "事项")]
    own = template(
        tmp_path / "红头.docx",
        *lines,
        *("{%p for 段 in 正文 %}", "{{ 段 }}", "{%p endfor %}"),
        *("{%p for 项 in 事项 %}", "|".join(f"{{{{ 项.{name} }}}}" for name in view.ITEM_FIELDS), "{%p endfor %}"),
    )
    asked = ("letter", "-u", "红杨镇", "--template", str(own), "--contact", "张三<&>")
    done = fuquan(*asked, "-o", str(tmp_path / "甲"), data=folder)
    assert (done.status, done.err) == (0, "")
    with zipfile.ZipFile(tmp_path / "甲" / WORD) as packed:  # or the time would be another whenever it is made
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    urged = [line.removeprefix("　　") for line in URGED.splitlines()]
    assert read_back(tmp_path / "甲" / WORD) == [
        urged[0],
        "催办函",
        "2023年催办第1号",
        "红杨镇人民政府",
        urged[3],
        *urged[7:9],
        "芜湖市湾沚区推进依法行政工作领导小组办公室（示例）",
        "2023年5月10日",
        "2023年5月17日（星期三）",
        "（联系人：张三<&>）",
        "芜湖市湾沚区推进镇赋权工作实施方案",
        "2023年4月18日",
        *urged[3:9],
        "1|逾期|签订赋权事项承接确认书|2||4月底前（4月30日）|2023年4月30日|10|正在推进，未完成原因为待区级单位盖章，预计5月15日完成|"
        + urged[4],
        "2|逾期|严格落实执法人员持证上岗制度|9||4月底前（4月30日）|2023年4月30日|10||" + urged[5],
        "3|逾期|开展审批执法岗前业务培训|10||4月底前（4月30日）|2023年4月30日|10||" + urged[6],
    ]


def test_a_field_that_there_is_not_is_named_and_nothing_is_written(
    fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    own = template(tmp_path / "红头.docx", "{{ 标题 }}", "{{ 文号 }}")
    before = held(folder)
    done = fuquan("letter", "--all", "--template", str(own), "-o", str(tmp_path / "函件"), data=folder)
    assert (done.status, done.out) == (2, "")
    assert "文号" in done.err
    assert held(folder) == before
    assert not (tmp_path / "函件").exists()
    (tmp_path / "红头.docx").write_bytes(b"PK")
    assert fuquan("letter", "--all", "--template", str(own), "--dry-run", data=folder).status == 2
