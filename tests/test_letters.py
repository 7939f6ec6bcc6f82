"""Letters: whom they go to and what they say."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import TESTS, Fuquan
from plans import plan_of, task

from fuquan.export import to_text
from fuquan.letter import Chosen, Item, Kind
from fuquan.model import Plan
from fuquan.owed import situation
from fuquan.query import ahead
from fuquan.view import letters as view
from fuquan.view.letters import Draft, Terms

TODAY = date(2023, 5, 10)


TERMS = Terms(date(2023, 5, 17))


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


WHOLE = [
    ("--all", {}),
    ("--all --kind 提醒 --today 2023-05-15", {}),
    ("--all --today 2023-05-19", {}),
    ("--all --today 2023-06-11", {}),
    ("--all --today 2023-06-20 --kind 提醒 --reply-by 2023-06-26 --contact 张三，0553-8760000", {}),
    ("--unit 区委编办 --today 2024-12-20", {}),
    ("--unit 各镇 --kind 督办 --basis 根据区政府领导5月9日批示", {}),
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
    (
        "4月中旬前",
        ", reading: 4月上旬前",
        "",
        "完成时限4月中旬前（4月10日，按“4月上旬前”计，按上旬末计）。",
    ),
    (
        "适时",
        ", adjustments: [{due: 2023-05-08, date: 2023-04-20, approved_by: 区长}]",
        "",
        "完成时限适时，4月20日经批准确定为5月8日，逾期2天，尚未收到完成情况。",
    ),
    ("适时", ", adjustments: [{due: 2023-05-08}]", "", "完成时限适时，已确定为5月8日，逾期2天，尚未收到完成情况。"),
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
            "完成时限4月25日前，已调整为5月9日，逾期1天，尚未收到完成情况。",
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
            "1.任务（清单第1项，2023年4月、2023年6月至2024年1月共9期）。"
            "完成时限每月20日前，最早一期2023年4月20日，逾期296天，尚未收到完成情况。"
        )
    ]
    assert kinds(plan, date(2023, 7, 10)) == {"局": ("催办", (Item(1, "2023-04"), Item(1, "2023-06")))}


def test_of_many_periods_it_is_said_what_was_reported_of_which() -> None:
    units = """\
  - name: 办
    progress:
      1:
        2023-05: {done: 2023-05-19}
        2023-06: {reason: 人手不足, expected: 2023-12-25}
        2023-07: {done: 2023-08-03}
        2023-08: {reason: 系统故障}"""
    plan = plan_of(task("每月20日前", "办", more=", from: 2023-05"), units)
    limit = "完成时限每月20日前，最早一期6月20日，逾期163天"
    said = (
        "你单位报送6月未完成原因为人手不足，预计12月25日完成；8月未完成原因为系统故障；9月、10月、11月尚未收到完成情况"
    )
    assert items(plan, date(2023, 11, 30)) == [f"1.任务（清单第1项，6月、8月至11月共5期）。{limit}。{said}。"]
    [draft] = drafts(plan, date(2023, 11, 30))[0]
    rows = view.fields(draft, situation(plan, date(2023, 11, 30)), TERMS, None)["事项"]
    assert isinstance(rows, list)
    assert [row["情况"] for row in rows] == [said.removeprefix("你单位报送").rpartition("；")[0]]
    started = units + "\n" + "\n".join(f"        2023-{n:02}: {{started: 2023-11-01}}" for n in (9, 10, 11))
    [told] = items(plan_of(task("每月20日前", "办", more=", from: 2023-05"), started), date(2023, 11, 30))
    assert told.endswith("8月未完成原因为系统故障；9月、10月、11月正在推进。")


def sentences(plan: Plan, today: date) -> list[str]:
    """Of the one letter what leads to items, and what is asked."""
    [text] = texts(plan, today)
    return [line.strip("　").rpartition("日，")[2] for line in text.splitlines() if line.endswith("：")][1:]


def summed(plan: Plan, today: date) -> list[str]:
    return [view.told(one, "第1号") for one in drafts(plan, today)[0]]


WEEKLY = task("每周三前", more=", from: 2023-W17")
LATE = "已到完成时限，尚未完成或者尚未收到完成情况，具体如下："


@pytest.mark.parametrize(
    ("rows", "today", "leads", "told"),
    [
        (task("每月20日前"), date(2023, 7, 10), [f"你单位有1项任务3期{LATE}"], "逾期1项（任务1，3期）"),
        (
            WEEKLY,
            date(2023, 5, 10),
            [f"你单位有1项任务2期{LATE}", "上述清单第1项的第19周今日到期，请按时限完成："],
            "逾期1项（任务1，2期）；今日到期1期（任务1）",
        ),
        (
            f"{WEEKLY}\n{task('5月5日前', number=2)}\n{task('5月15日前', number=3)}",
            date(2023, 5, 10),
            [
                f"你单位有2项任务（其中清单第1项2期）{LATE}",
                "另有1项任务和上述清单第1项的第19周今日到期或者即将到期，请按时限完成：",
            ],
            "逾期2项（任务2；任务1，2期）；今日到期或者即将到期1项（任务3）、1期（任务1）",
        ),
        (
            task("每周三前", more=", from: 2023-W14"),
            date(2023, 5, 12),
            [
                f"你单位有1项任务4期{LATE}",
                "上述清单第1项的第20周即将到期，请按时限完成：",
                "上述清单第1项的第14周、第15周在方案印发（4月18日）前已到完成时限，尚未收到完成情况，请核实是否已经完成：",
            ],
            "逾期1项（任务1，4期）；即将到期1期（任务1）；待核实2期（任务1）",
        ),
        (
            f"{task('每月20日前')}\n{task('每周三前', number=2, more=', from: 2023-W19')}",
            date(2023, 5, 18),
            [
                f"你单位有2项任务（其中清单第2项2期）{LATE}",
                "上述清单第1项的5月、清单第2项的第21周即将到期，请按时限完成：",
            ],
            "逾期2项（任务1；任务2，2期）；即将到期2期（任务1、2）",
        ),
    ],
)
def test_a_task_is_counted_once_and_its_periods_beside_it(rows: str, today: date, leads: list[str], told: str) -> None:
    plan = plan_of(rows, BASE)
    assert sentences(plan, today) == leads
    assert summed(plan, today) == [f"第1号，局：{told}"]


@pytest.mark.parametrize(
    ("deadline", "more", "today", "named"),
    [
        ("每月20日前", "", date(2024, 12, 20), "2023年4月至2024年11月共20期"),
        ("每周五前", "", date(2024, 1, 10), "2023年第16周至2024年第1周共38期"),
        ("每月20日前", "", date(2023, 8, 25), "4月至8月共5期"),
        # the oldest day is not that of the first period
        ("每月20日前", ", adjustments: [{due: 2023-08-24, period: 2023-04}]", date(2023, 8, 25), "4月至8月共5期"),
    ],
)
def test_a_range_of_periods_runs_from_the_first_to_the_last_and_names_both_years(
    deadline: str, more: str, today: date, named: str
) -> None:
    assert items(plan_of(task(deadline, more=more), BASE), today)[0].startswith(f"1.任务（清单第1项，{named}）。")


@pytest.mark.parametrize(
    "basis", ["根据区长批示精神。", "依据：区长批示精神；", "按照区长批示精神", "根据\n区长批示精神\n"]
)
def test_a_basis_is_told_behind_the_word_that_leads_to_it(basis: str) -> None:
    plan, terms = plan_of(task("4月底前"), BASE), Terms(date(2023, 5, 17), basis=basis)
    [text] = texts(plan, kind=Kind.SUPERVISE, terms=terms)
    assert "　　根据区长批示精神和《示例方案》（2023年4月18日印发）" in text
    now = situation(plan, TODAY)
    [draft] = drafts(plan, kind=Kind.SUPERVISE)[0]
    assert view.fields(draft, now, terms, None)["依据"] == "区长批示精神"


def replies(plan: Plan, today: date = TODAY, terms: Terms = TERMS) -> tuple[str, str]:
    """Of the one letter the day of the reply, and what is asked by it."""
    now = situation(plan, today, until=ahead(today, plan.remind_days))
    [draft] = view.drafts(now)[0]
    made = view.fields(draft, now, terms, None)
    return str(made["报送日期"]), str(made["要求"])


GIVEN = Terms(date(2023, 5, 22), is_given=True)


@pytest.mark.parametrize(
    ("deadlines", "today", "terms", "day"),
    [
        (["5月16日前", "5月12日前"], TODAY, TERMS, "2023年5月12日（星期五）"),
        (["5月10日前", "5月12日前"], TODAY, TERMS, "2023年5月10日（星期三）"),
        (["5月14日前"], TODAY, TERMS, "2023年5月12日（星期五）"),  # a Sunday
        (["5月14日前"], date(2023, 5, 13), Terms(date(2023, 5, 19)), "2023年5月13日（星期六）"),
        (["6月中旬前"], date(2023, 6, 11), Terms(date(2023, 6, 16)), "2023年6月16日（星期五）"),
        (["5月12日前", "3月底前"], TODAY, TERMS, "2023年5月12日（星期五）"),
        (["5月12日前"], TODAY, GIVEN, "2023年5月22日（星期一）"),
        (["5月12日前", "4月底前"], TODAY, TERMS, "2023年5月17日（星期三）"),
        (["3月底前"], TODAY, TERMS, "2023年5月17日（星期三）"),
    ],
)
@pytest.mark.parametrize("letter", ["", ", letter: 提示"])
def test_what_only_reminds_is_to_be_answered_before_anything_falls_due(
    deadlines: list[str], today: date, terms: Terms, day: str, letter: str
) -> None:
    rows = "\n".join(task(each, number=n) for n, each in enumerate(deadlines, 1))
    plan = plan_of(rows, f"  - {{name: 局{letter}}}")
    assert replies(plan, today, terms)[0] == day


def test_where_no_calendar_says_what_is_a_day_of_rest_the_day_itself_is_taken() -> None:
    plan = plan_of(task("2036年5月11日前"), BASE)  # a Sunday
    assert replies(plan, date(2036, 5, 9), Terms(date(2036, 5, 16)))[0] == "2036年5月11日（星期日）"


SOON, TODAY_TOO, ASKED, LATE_TOO = (
    task("5月12日前"),
    task("5月10日前", number=2),
    task("3月底前", number=3),
    task("4月底前", number=4),
)
VERIFIED = "已经完成的，报送完成日期和佐证材料；尚未完成的，说明原因和预计完成时间。"
DEMANDS = [
    (
        "局",
        [SOON],
        TERMS,
        (
            "请按时限完成，并于2023年5月12日（星期五）前将办理进展报送我办；已经完成的，请报送完成日期和佐证材料；"
            "预计不能按时完成的，请说明原因和预计完成时间，需要调整时限的，在到期以前按程序报批。"
        ),
    ),
    (
        "局",
        [SOON, TODAY_TOO, ASKED],
        TERMS,
        (
            "今日到期或者即将到期的，请按时限完成，并于今日（2023年5月10日，星期三）将办理情况报送我办；"
            "已经完成的，请报送完成日期和佐证材料；"
            "预计不能按时完成的，请说明原因和预计完成时间，需要调整时限的，请即按程序报批。"
            f"方案印发前已到完成时限的，请于2023年5月17日（星期三）前将核实情况报送我办：{VERIFIED}"
        ),
    ),
    (
        "局",
        [SOON],
        GIVEN,
        (
            "请按时限完成，并于2023年5月22日（星期一）前将完成情况报送我办；已经完成的，请报送完成日期和佐证材料；"
            "预计不能按时完成的，请在到期以前说明原因和预计完成时间，需要调整时限的，一并按程序报批。"
        ),
    ),
    (
        "局",
        [SOON, LATE_TOO],
        TERMS,
        (
            "请于2023年5月17日（星期三）前将上述已到完成时限任务的完成日期和佐证材料报送我办；已经完成的，请一并补报；"
            "确实不能完成的，请说明原因和预计完成时间，需要调整时限的，按程序报批。"
        ),
    ),
    ("局", [ASKED], TERMS, f"请于2023年5月17日（星期三）前将核实情况报送我办：{VERIFIED}"),
    (
        "所",
        [SOON],
        TERMS,
        (
            "请于2023年5月12日（星期五）前将办理进展告知我办：已经完成的，请提供完成日期和佐证材料；"
            "预计不能按时完成的，请说明原因和预计完成时间。"
        ),
    ),
    (
        "所",
        [SOON, ASKED],
        GIVEN,
        (
            "即将到期的，请于2023年5月22日（星期一）前将完成情况告知我办：已经完成的，请提供完成日期和佐证材料；"
            "预计不能按时完成的，请在到期以前说明原因和预计完成时间。"
            "方案印发前已到完成时限的，请于2023年5月22日（星期一）前告知我办是否已经完成。"
        ),
    ),
    (
        "所",
        [SOON, LATE_TOO],
        TERMS,
        (
            "上述已到完成时限任务的有关情况请于2023年5月17日（星期三）前告知我办：已经完成的，请提供完成日期和佐证材料；"
            "尚未完成的，请说明进展、原因和预计完成时间。"
        ),
    ),
    (
        "编办",
        [TODAY_TOO, ASKED],
        TERMS,
        (
            "请承办人员按时限办理，并于今日（2023年5月10日，星期三）更新办理记录：已经完成的，记录完成日期和佐证材料；"
            "预计不能按时完成的，记录原因和预计完成时间，需要调整时限的，即按程序报批。"
            "方案印发前已到完成时限的，于2023年5月17日（星期三）前核实并补齐办理记录。"
        ),
    ),
    (
        "编办",
        [SOON, LATE_TOO],
        TERMS,
        (
            "请承办人员于2023年5月17日（星期三）前补齐上述已到完成时限任务的办理记录：已经完成的，记录完成日期和佐证材料；"
            "尚未完成的，记录原因和预计完成时间，需要调整时限的，按程序报批。"
        ),
    ),
]


@pytest.mark.parametrize(("who", "rows", "terms", "told"), DEMANDS)
def test_what_is_asked_fits_what_is_told(who: str, rows: list[str], terms: Terms, told: str) -> None:
    units = f"  - {{name: {who}{', letter: 提示' if who == '所' else ''}}}"
    owed = "\n".join(rows).replace("units: [局]", f"units: [{who}]")
    assert replies(plan_of(owed, units, header="office: 编办"), terms=terms)[1] == told


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


def test_what_is_to_be_verified_first_is_named_once_whatever_its_periods() -> None:
    plan = plan_of(task("每周三前", more=", from: 2023-W14"), BASE)
    told = "没有要催办的任务：任务1在方案印发前已到期，没有记录，先核实"
    assert drafts(plan, date(2023, 4, 18), Kind.URGE)[1] == {"局": told}


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


def test_the_page_on_letters_names_every_field() -> None:
    page = (TESTS.parent / "docs" / "letters.md").read_text(encoding="utf-8")
    tables = [
        dict(re.findall(r"^\| (.+?) \| (.+) \|$", part, re.MULTILINE))
        for part in page.split("| 字段 | 内容 |\n|---|---|\n")[1:]
    ]
    assert tables == [view.FIELDS, view.ITEM_FIELDS]
