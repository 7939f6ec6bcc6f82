"""Both files into the plan: a whole one to the letter, and a located finding for all that is not as it should be."""

import gc
from datetime import date
from pathlib import Path

import pytest
from plans import HEAD, TOWNS, loaded_of, task

from fuquan.deadline import Deadline, Unreadable, read
from fuquan.diagnostic import Diagnostic, Severity, Span
from fuquan.load import load, load_files
from fuquan.model import Adjustment, Member, Note, Plan, Record, Section, Task, Trigger, Unit, Waiver, Withdrawn
from fuquan.owed import situation
from fuquan.source import MAX_FOUND, File, Node, compose

Finding = tuple[str, int, int, str, str | None]

UNITS = "units:\n  - {name: 局}\n"


def found(tasks: str, towns: str | None = "towns: []") -> list[Finding]:
    """(rule, line, column, message, help) of every finding."""
    return [(one.rule, one.span.line, one.span.column, one.message, one.help) for one in loaded_of(tasks, towns).found]


def of_header(text: str) -> list[Finding]:
    """What is said of one more line of the plan's header, which is line 5."""
    return found(
        f"plan:\n  title: 示例方案\n  issued: 2023-04-18\n  year: 2023\n  {text}\n"
        f"sections: [{{id: 一, title: 示例}}]\ntasks:\n{task('4月底前')}\n{UNITS}"
    )


def of_task(text: str, deadline: str = "4月底前") -> list[Finding]:
    """What is said of more lines of the one task, the first of which is line 10."""
    return found(
        f"{HEAD % ''}tasks:\n  - id: 1\n    section: 一\n    title: 任务\n    deadline: {deadline}\n"
        f"    units: [局]\n    {text}\n{UNITS}"
    )


def of_unit(text: str, deadline: str = "4月底前") -> list[Finding]:
    """What is said of more lines of the one unit, the first of which is line 8."""
    return found(f"{HEAD % ''}tasks:\n{task(deadline)}\nunits:\n  - name: 局\n    {text}\n")


def of_town(text: str) -> list[Finding]:
    """What is said of more lines of the one town, the first of which is line 4."""
    plan = f"{HEAD % ''}tasks:\n{task('4月底前')}\n{UNITS}"
    return found(plan, f'towns:\n  - name: 甲镇\n    code: "340210100"\n    {text}\n')


def phrase(text: str) -> Deadline:
    deadline = read(text, year=2023, issued=date(2023, 4, 18))
    assert isinstance(deadline, Deadline)
    return deadline


def refused(text: str) -> str:
    unreadable = read(text, year=2023, issued=date(2023, 4, 18))
    assert isinstance(unreadable, Unreadable)
    return unreadable.message


def somewhere() -> Node:
    """A place; those of the model take no part in equality."""
    node, _ = compose(File("x.yaml", "a: 1"))
    assert node is not None
    return node


def test_a_whole_plan_is_read_to_the_letter() -> None:
    at = somewhere()
    loaded = loaded_of(
        """
plan:
  title: 示例方案
  short: 示例
  issuer: 示例组
  issued: 2023-04-18
  year: 2023
  basis: 示例〔2023〕1号
  office: 示例办
  until: 2024-12-31
  remind_days: 0
  severity: {rest-day: hint, stage: warning}
sections:
  - {id: 一, title: 甲事}
tasks:
  - id: 1
    section: 一
    title: 任务。详情
    short: 任务
    deadline: 2024年8月前
    reading: 2024年7月底前
    reading_basis: 示例批示
    units: [甲局, 各镇, 组]
    adjustments:
      - {due: 2024-08-15, date: 2023-05-01, basis: 示例〔2023〕2号, reason: 待核, units: [局, 各镇], approved_by: 某}
      - due: 2024-08-31
  - id: 2
    section: 一
    title: 任务
    deadline: 收到通知后3日内
    trigger: {date: 2023-05-04, basis: 示例〔2023〕3号}
    units: [局]
  - id: 3
    section: 一
    title: 任务
    deadline: 每月20日前
    from: 2023-05
    collects: 各镇
    units: [局]
    adjustments: [{due: 2023-05-25, period: 2023-05}]
units:
  - name: 甲局
    full: 示例甲局
    aliases: [局, 本局]
    letter: 提示
    progress:
      1:
        started: 2023-04-20
        expected: 2023-05-31
        reason: 待盖章
        evidence: [表, 函]
        notes: [{date: 2023-04-22, text: 初审}]
        withdrawn: [{done: 2023-04-21, evidence: 表, date: 2023-04-25, reason: 误报}]
      3:
        2023-05: {done: 2023-05-19, evidence: 表}
        2023-06: {}
  - name: 组
    members: [局, {name: 乙局, since: 2023-05-01, until: 2023-12-31}]
    complete: true
  - {name: 乙局, members: ~}
  - name: 各镇
    members: towns
waivers:
  - {rule: rest-day, task: 1, unit: 局, period: 2023-05, reason: 示例, basis: 示例〔2023〕4号}
  - {rule: stage, reason: 示例}
""",
        """
towns:
  - name: 甲镇
    code: "340210100"
    since: 2023-01-01
    until: 2023-12-31
    returns: {2023-05: 2023-05-18}
""",
    )
    bare = {"progress": {}, "returns": {}, "at": at}
    assert loaded.found == ()
    assert loaded.plan == Plan(
        title="示例方案",
        short="示例",
        issuer="示例组",
        issued=date(2023, 4, 18),
        year=2023,
        basis=("示例〔2023〕1号",),
        office="示例办",
        until=date(2024, 12, 31),
        remind_days=0,
        severity={"rest-day": "hint", "stage": "warning"},
        sections=(Section(id="一", title="甲事", at=at),),
        tasks=(
            Task(
                id=1,
                section="一",
                title="任务。详情",
                short="任务",
                printed="2024年8月前",
                deadline=phrase("2024年7月底前"),
                reading="2024年7月底前",
                reading_basis="示例批示",
                units=("甲局", "各镇", "组"),
                adjustments=(
                    Adjustment(
                        due=date(2024, 8, 15),
                        date=date(2023, 5, 1),
                        basis="示例〔2023〕2号",
                        reason="待核",
                        units=("甲局", "各镇"),
                        approved_by="某",
                        at=at,
                    ),
                    Adjustment(due=date(2024, 8, 31), at=at),
                ),
                at=at,
            ),
            Task(
                id=2,
                section="一",
                title="任务",
                printed="收到通知后3日内",
                deadline=phrase("收到通知后3日内"),
                units=("甲局",),
                trigger=Trigger(date(2023, 5, 4), "示例〔2023〕3号"),
                at=at,
            ),
            Task(
                id=3,
                section="一",
                title="任务",
                printed="每月20日前",
                deadline=phrase("每月20日前"),
                units=("甲局",),
                first_period="2023-05",
                collects="各镇",
                adjustments=(Adjustment(due=date(2023, 5, 25), period="2023-05", at=at),),
                at=at,
            ),
        ),
        units=(
            Unit(
                name="甲局",
                full="示例甲局",
                aliases=("局", "本局"),
                letter="提示",
                progress={
                    (1, None): Record(
                        started=date(2023, 4, 20),
                        evidence=("表", "函"),
                        reason="待盖章",
                        expected=date(2023, 5, 31),
                        notes=(Note(date(2023, 4, 22), "初审"),),
                        withdrawn=(
                            Withdrawn(date(2023, 4, 25), "误报", Record(done=date(2023, 4, 21), evidence=("表",))),
                        ),
                    ),
                    (3, "2023-05"): Record(done=date(2023, 5, 19), evidence=("表",)),
                    (3, "2023-06"): Record(),
                },
                returns={},
                at=at,
            ),
            Unit(
                name="组",
                members=(Member("甲局"), Member("乙局", date(2023, 5, 1), date(2023, 12, 31))),
                complete=True,
                **bare,
            ),
            Unit(name="乙局", **bare),
            Unit(
                name="各镇",
                members=(Member("甲镇", date(2023, 1, 1), date(2023, 12, 31)),),
                complete=True,
                of_towns=True,
                **bare,
            ),
        ),
        towns=(
            Unit(
                name="甲镇",
                code="340210100",
                since=date(2023, 1, 1),
                until=date(2023, 12, 31),
                progress={},
                returns={"2023-05": date(2023, 5, 18)},
                at=at,
            ),
        ),
        waivers=(
            Waiver(
                rule="rest-day", task=1, unit="甲局", period="2023-05", reason="示例", basis="示例〔2023〕4号", at=at
            ),
            Waiver(rule="stage", reason="示例", at=at),
        ),
        at=at,
    )
    assert list(loaded.files) == ["tasks.yaml", "towns.yaml"]


def test_what_is_not_written_has_its_default() -> None:
    loaded = loaded_of(f"{HEAD % ''}tasks: []\nunits: []\n", None)
    assert loaded.plan == Plan(
        title="示例方案",
        issued=date(2023, 4, 18),
        year=2023,
        severity={},
        sections=(Section(id="一", title="示例", at=somewhere()),),
        tasks=(),
        units=(),
        towns=(),
        at=somewhere(),
    )
    assert (loaded.found, list(loaded.files)) == ((), ["tasks.yaml"])


def test_the_towns_stand_where_their_group_does() -> None:
    def names(units: str, towns: str = TOWNS) -> list[str]:
        plan = loaded_of(f"{HEAD % ''}tasks: []\nunits: [{units}]\n", towns).plan
        assert plan is not None
        return [one.name for one in plan.bodies()]

    assert names("{name: 局}, {name: 各镇, members: towns}, {name: 委}") == ["局", "各镇", "甲镇", "乙镇", "丙镇", "委"]
    assert names("{name: 局}, {name: 委}") == ["局", "委", "甲镇", "乙镇", "丙镇"]
    assert names("{name: 局}, {name: 各镇, members: towns}", "towns: []") == ["局", "各镇"]
    assert names("") == ["甲镇", "乙镇", "丙镇"]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "- 一\n- 二\n",
            ("type", 1, 3, "文件的内容不是“键: 值”", "最外层应当是 plan:、sections:、tasks:、units:、waivers: 等键"),
        ),
        (
            "甲乙\n",
            ("type", 1, 1, "文件的内容不是“键: 值”", "最外层应当是 plan:、sections:、tasks:、units:、waivers: 等键"),
        ),
        ("plan：\n", ("type", 1, 1, "文件的内容不是“键: 值”", "文件像是用了全角冒号“：”，请改为半角冒号加空格“: ”")),
        (
            "waivers: []\n",
            (
                *("missing", 1, 1),
                "缺少“plan”（方案）、“sections”（主要任务）、“tasks”（任务清单）、“units”（责任单位，按礼仪次序）",
                "请补上 plan:、sections:、tasks:、units:",
            ),
        ),
    ],
)
def test_a_file_of_another_make_is_no_plan(text: str, finding: Finding) -> None:
    assert found(text) == [finding]
    assert loaded_of(text).plan is None


def test_a_header_that_lacks_something_is_no_plan_and_all_else_is_still_checked() -> None:
    text = f"plan: {{title: 示例方案}}\nsections: [{{id: 一, title: 示例}}]\ntasks:\n{task('13月底前', '居')}\n{UNITS}"
    loaded = loaded_of(text)
    assert loaded.plan is None
    assert [(one.rule, one.span.line, one.message) for one in loaded.found] == [
        ("missing", 1, "缺少“issued”（印发日期）、“year”（未写年份的时限属于哪一年）"),
        ("deadline", 4, refused("13月底前")),
        ("unit", 4, "没有“居”这个责任单位"),
    ]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("issuer: ''", ("value", 5, 11, "“”写法不对（印发单位）：应当是文字", None)),
        ("issuer: {a: b}", ("value", 5, 12, "这里写成了一组键值（印发单位）：应当是文字", None)),
        (
            "short：示例\n  office: 甲",
            ("yaml", 5, 8, "“short”后面用了全角冒号“：”", "请改为半角冒号加空格，如 short: 内容"),
        ),
        (
            "office: 甲\n   short：示例",
            ("value", 5, 11, "“short”后面像是用了全角冒号“：”", "请改为半角冒号加空格，如 short: 内容"),
        ),
        ("short：示例: 甲", ("key", 5, 3, "“short”后面用了全角冒号“：”", "请改为半角冒号加空格，如 short: 内容")),
        ("ｏffice：示例: 甲", ("key", 5, 3, "“ｏffice”后面用了全角冒号“：”", "请改为半角冒号加空格，如 office: 内容")),
        ("until: 2023-02-30", ("date", 5, 10, "“2023-02-30”不是有效的日期", "历书上没有这一天，请核对年月日")),
        ("until: 2023年5月1日", ("date", 5, 10, "“2023年5月1日”不是日期的写法", "请写成 2023-05-01")),
        ("until: ２０２３-０５-０１", ("date", 5, 10, "“２０２３-０５-０１”不是日期的写法", "请写成 2023-05-01")),
        (
            "until: 20230501",
            ("value", 5, 10, "“20230501”写法不对（重复任务到哪日为止）：日期应写成 2023-04-18 这样", None),
        ),
        (
            "until: [2023-05-01]",
            ("value", 5, 10, "这里写成了一列（重复任务到哪日为止）：日期应写成 2023-04-18 这样", None),
        ),
        ("remind_days: 07", ("value", 5, 16, "“07”写法不对（提前几天提醒）：应当是0至999999的整数", None)),
        ("remind_days: -1", ("value", 5, 16, "“-1”写法不对（提前几天提醒）：应当是0至999999的整数", None)),
        ("remind_days: 1000000", ("value", 5, 16, "“1000000”写法不对（提前几天提醒）：应当是0至999999的整数", None)),
        (
            "remind_days: ７",
            ("value", 5, 16, "“７”写法不对（提前几天提醒）：应当是0至999999的整数", "有全角字符，请改为半角：7"),
        ),
        ("basis: [甲, ~]", ("value", 5, 14, "缺少内容（文号）：应当是文字", None)),
        ("basis: {甲: 乙}", ("value", 5, 11, "这里写成了一组键值（依据的文件）：应当是一列，每项以“- ”开头", None)),
        ("severity: [甲]", ("value", 5, 13, "这里写成了一列（规则 → 级别）：应当是若干“键: 值”", None)),
        ("severity: {甲: fatal}", ("value", 5, 17, "“fatal”写法不对（级别）：应当是 error、warning、hint 之一", None)),
        ("severity: {'': error}", ("value", 5, 14, "“”写法不对（规则）：应当是文字", None)),
        (
            f"office: [{'甲' * 41}",
            ("yaml", 6, 9, "方括号没有配对，或各项之间少了半角逗号", "写法如 [区委编办, 区司法局]"),
        ),
        (
            f"remind_days: {'甲' * 41}",
            ("value", 5, 16, f"“{'甲' * 40}…”写法不对（提前几天提醒）：应当是0至999999的整数", None),
        ),
    ],
)
def test_a_field_of_the_header_is_of_its_kind(text: str, finding: Finding) -> None:
    assert of_header(text) == [finding]


@pytest.mark.parametrize("text", ["issuer:", "issuer: ~", "until: null", "severity:", "basis: ~"])
def test_a_field_that_may_be_missing_may_be_empty(text: str) -> None:
    assert of_header(text) == []


def test_a_full_width_colon_is_no_fault_of_a_text() -> None:
    assert of_header("office: 示例：甲\n   乙：丙") == []
    assert of_header("office: '示例 short：甲\n   乙'") == []
    assert of_header("office: 示例 short：甲") == []


def test_a_lone_item_that_cannot_be_read_leaves_the_list_out() -> None:
    assert of_header("basis: ''") == [("value", 5, 10, "“”写法不对（文号）：应当是文字", None)]


@pytest.mark.parametrize(
    ("year", "mend"),
    [("1899", "“1899”"), ("23", "“23”"), ("20230", "“20230”"), ("'' ", "“”"), ("二〇二三", "“二〇二三”")],
)
def test_a_year_has_four_figures(year: str, mend: str) -> None:
    assert found((HEAD % "").replace("year: 2023", f"year: {year}") + f"tasks: []\n{UNITS}") == [
        ("value", 2, 47, f"{mend}写法不对（未写年份的时限属于哪一年）：应当是1900至9999的年份", None)
    ]


@pytest.mark.parametrize(
    ("text", "deadline", "finding"),
    [
        ("reading: 6月初", "2024年8月前", ("deadline", 10, 14, refused("6月初"), None)),
        (
            "reading: 2024年7月底前\n    collects: 居",
            "2024年8月前",
            ("unit", 11, 15, "没有“居”这个责任单位", "请核对名称；确有这个单位的，先在 units 中列出"),
        ),
        (
            "collects: 局",
            "每月20日前",
            ("unit", 10, 15, "局不是一组单位，没有成员可以逐月报送", "请写一组单位，如 各镇"),
        ),
        (
            "trigger: {date: 昨天}",
            "收到通知后3日内",
            ("value", 10, 21, "“昨天”写法不对（发生日期）：日期应写成 2023-04-18 这样", None),
        ),
        (
            "trigger: 昨天",
            "收到通知后3日内",
            ("value", 10, 14, "“昨天”写法不对（时限所等的事项何时发生）：应当是若干“键: 值”", None),
        ),
        (
            "trigger: {date: 2023-05-04}",
            "每月20日前",
            ("trigger", 10, 15, "任务1的时限“每月20日前”不等任何事项，不能写 trigger", "请删去 trigger"),
        ),
        (
            "adjustments: [{date: 2023-05-04}]",
            "4月底前",
            ("missing", 10, 20, "缺少“due”（调整后的时限）", "请补上 due:"),
        ),
        (
            "adjustments: [{due: 2023-05-04, units: 局}]",
            "4月底前",
            ("value", 10, 44, "“局”写法不对（只适用于哪些单位；不写即全部）：应当是一列，每项以“- ”开头", None),
        ),
        (
            "adjustments: [{due: 2023-05-04, period: 2023-05}]",
            "4月底前",
            ("period", 10, 45, "任务1不是重复办理的，不能写 period", "请删去 period"),
        ),
        (
            "adjustments: [{due: 2023-05-04, period: 2023-05}]",
            "持续推进",
            ("adjustment", 10, 20, "任务1是持续推进，没有时限可以调整", "请删去这条调整"),
        ),
        (
            "adjustments: [{due: 2023-05-04}]",
            "每月20日前",
            ("period", 10, 20, "任务1是重复办理的，这条调整没有写明是哪一期", "请加一行 period:，如 period: 2023-05"),
        ),
        (
            "adjustments: [{due: 2023-05-04, period: 5月}]",
            "每月20日前",
            ("period", 10, 45, "“5月”不是任务1（每月20日前）的时期写法", "写法如 2023-04"),
        ),
        (
            "from: 2023-05",
            "4月底前",
            ("period", 10, 11, "任务1的时限“4月底前”不重复，没有“2023-05”这一期", "请删去 from"),
        ),
        (
            "from: 2023-W20",
            "每月20日前",
            ("period", 10, 11, "“2023-W20”不是任务1（每月20日前）的时期写法", "写法如 2023-04"),
        ),
        (
            "from: 2023-06\n    adjustments: [{due: 2023-05-31, period: 2023-05}]",
            "每月20日前",
            ("period", 11, 45, "任务1没有“2023-05”这一期：该期2023-05-20到期，早于第一期（2023-06）", "请核对时期"),
        ),
        (
            "adjustments: [{due: 2023-04-20, period: 2023-Q1}]",
            "每季度首月10日前",
            (
                "period",
                10,
                45,
                "任务1没有“2023-Q1”这一期：该期2023-01-10到期，早于方案印发（2023-04-18）",
                "请核对时期",
            ),
        ),
    ],
)
def test_a_task_is_held_against_the_kind_of_its_deadline(text: str, deadline: str, finding: Finding) -> None:
    assert of_task(text, deadline) == [finding]


def test_an_unreadable_deadline_asks_for_a_reading() -> None:
    assert of_task("short: 甲", "2024年8月前") == [
        (
            *("deadline", 8, 15),
            refused("2024年8月前"),
            "请加一行 reading:，用读得懂的写法写明本单位的理解，如 2024年7月底前、2024年8月底前；印发的原文不动",
        )
    ]
    assert of_task("short: 甲", "大概是明后天") == [
        (
            *("deadline", 8, 15),
            refused("大概是明后天"),
            "请加一行 reading:，用读得懂的写法写明本单位的理解；印发的原文不动",
        )
    ]


def test_a_period_after_the_plan_is_none_of_the_tasks() -> None:
    progress = "{1: {2023-07: {done: 2023-07-01}}}"
    text = (
        f"{HEAD % ', until: 2023-07-19'}tasks:\n{task('每月20日前')}\nunits:\n  - {{name: 局, progress: {progress}}}\n"
    )
    assert found(text) == [
        (
            *("period", 7, 30),
            "任务1没有“2023-07”这一期：该期2023-07-20到期，晚于方案截止日（2023-07-19）",
            "请核对时期",
        )
    ]


def test_the_sample_of_a_period_is_of_the_rules_grain() -> None:
    assert of_unit("progress: {1: {done: 2023-05-01}}", "2023—2024年每年12月底前")[0][4] == (
        "写法如 1: 下一行缩进写 2023: 再下一行写记录"
    )


@pytest.mark.parametrize(
    ("text", "deadline", "findings"),
    [
        (
            "letter: 催办",
            "4月底前",
            [("value", 8, 13, "“催办”写法不对（只发提示，不发催办函）：应当是 提示 之一", None)],
        ),
        (
            "complete: 'true'",
            "4月底前",
            [("value", 8, 15, "“true”写法不对（成员名单是否已经完整）：应当是 true（是）或 false（否）", None)],
        ),
        ("complete: false", "4月底前", []),
        ("aliases: 局子", "4月底前", [("value", 8, 14, "“局子”写法不对（别名）：应当是一列，每项以“- ”开头", None)]),
        (
            "aliases: [甲, 甲]",
            "4月底前",
            [("duplicate", 8, 18, "名称或别名“甲”重复，前一处在tasks.yaml第8行", "一个名称只能指一个单位")],
        ),
        (
            "members: 甲",
            "4月底前",
            [
                (
                    "value",
                    8,
                    14,
                    "“甲”写法不对（成员单位的名称，或 towns（各镇））：应当是一列单位，或 towns（各镇）",
                    None,
                )
            ],
        ),
        (
            "members: {甲: 乙}",
            "4月底前",
            [
                (
                    "value",
                    8,
                    15,
                    "这里写成了一组键值（成员单位的名称，或 towns（各镇））：应当是一列单位，或 towns（各镇）",
                    None,
                )
            ],
        ),
        ("members: [~]", "4月底前", [("value", 8, 15, "缺少内容（单位名称）：应当是文字", None)]),
        ("members: [[甲]]", "4月底前", [("value", 8, 15, "这里写成了一列：应当是若干“键: 值”", None)]),
        ("members: [{since: 2023-05-01}]", "4月底前", [("missing", 8, 16, "缺少“name”（单位名称）", "请补上 name:")]),
        ("members: [局]", "4月底前", [("unit", 8, 15, "“局”本身是一组单位，不能再作成员", "请列出其中的各个单位")]),
        ("members: [甲、局]", "4月底前", [("unit", 8, 15, "没有“甲、局”这个责任单位", "是不是“局”？")]),
        (
            "progress: 无",
            "4月底前",
            [
                (
                    "value",
                    8,
                    15,
                    "“无”写法不对（任务序号 → 办理记录；重复任务再分时期）：应当是“任务序号: 办理记录”",
                    None,
                )
            ],
        ),
        ("progress: {0: {}}", "4月底前", [("value", 8, 16, "“0”写法不对（任务序号）：应当是1至999999的整数", None)]),
        ("progress: {1: 完成}", "4月底前", [("value", 8, 19, "“完成”写法不对（办理记录）：应当是若干“键: 值”", None)]),
        (
            "progress: {1: {2023-05: 完成}}",
            "每月20日前",
            [("value", 8, 29, "“完成”写法不对（办理记录）：应当是若干“键: 值”", None)],
        ),
        (
            "progress: {1: {done: 2023-05-20}}",
            "每月20日前",
            [
                (
                    "period",
                    8,
                    16,
                    "任务1（每月20日前）重复办理，办理记录要写在时期之下",
                    "写法如 1: 下一行缩进写 2023-04: 再下一行写记录",
                )
            ],
        ),
        (
            "progress: {1: {2023-05: {}}}",
            "4月底前",
            [
                (
                    "period",
                    8,
                    20,
                    "任务1的时限“4月底前”不重复，没有“2023-05”这一期",
                    "请删去这一层，记录直接写在任务序号之下",
                )
            ],
        ),
        (
            "progress: {1: {notes: [{date: 2023-05-01}]}}",
            "4月底前",
            [("missing", 8, 29, "缺少“text”（说明）", "请补上 text:")],
        ),
        (
            "progress: {1: {withdrawn: [{date: 2023-05-01}]}}",
            "4月底前",
            [("missing", 8, 33, "缺少“reason”（撤回的原因）", "请补上 reason:")],
        ),
        (
            "progress: {1: {withdrawn: [{started: 2023-05-02, done: 2023-05-01, date: 2023-05-03, reason: 误报}]}}",
            "4月底前",
            [("order", 8, 60, "完成日期2023-05-01早于开始日期2023-05-02", "请核对两个日期")],
        ),
        (
            "progress: {20: {}}",
            "4月底前",
            [("task", 8, 16, "没有任务20，局的这条办理记录无处可归", "最接近的是任务1；任务序号有1")],
        ),
        (
            "progress: {11: {}}",
            "4月底前",
            [("task", 8, 16, "没有任务11，局的这条办理记录无处可归", "最接近的是任务1；任务序号有1")],
        ),
        (
            "returns: {}",
            "4月底前",
            [
                (
                    "key",
                    8,
                    5,
                    "“returns”不是这里可用的键",
                    "可用的键：name、full、aliases、letter、progress、members、complete",
                )
            ],
        ),
    ],
)
def test_a_unit_is_what_it_can_be(text: str, deadline: str, findings: list[Finding]) -> None:
    assert of_unit(text, deadline) == findings


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("returns: {2023-13: 2023-05-18}", [("value", 4, 15, "“2023-13”写法不对：月份应写成 2023-05 这样", None)]),
        (
            "returns: {2023-05: 5月18日}",
            [("value", 4, 24, "“5月18日”写法不对（收到日期）：日期应写成 2023-04-18 这样", None)],
        ),
        (
            "returns: [2023-05]",
            [("value", 4, 14, "这里写成了一列（月份 → 收到月报送的日期）：应当是若干“键: 值”", None)],
        ),
        (
            "since: 2023-05-02\n    until: 2023-05-01",
            [("order", 5, 12, "截止日期2023-05-01早于起始日期2023-05-02", "请核对两个日期")],
        ),
        ("progress: {1: {}}", [("owes", 4, 16, "甲镇不是任务1的责任单位", "责任单位是局")]),
    ],
)
def test_a_town_is_a_unit_with_a_code_and_returns(text: str, findings: list[Finding]) -> None:
    assert of_town(text) == findings


def test_units_run_together_are_told_apart() -> None:
    text = f"{HEAD % ''}tasks:\n{task('4月底前', '局、委')}\nunits: [{{name: 局}}, {{name: 委}}]\n"
    assert found(text) == [("unit", 5, 60, "“局、委”是几个单位连成了一个", "请用半角逗号分开：[局, 委]")]


def test_a_task_without_units_is_owed_by_nobody() -> None:
    assert found(f"{HEAD % ''}tasks:\n{task('4月底前', '')}\n{UNITS}") == [
        ("value", 5, 59, "没有责任单位", "请列出责任单位")
    ]


def test_an_empty_item_of_a_list_is_no_word_of_it() -> None:
    assert found(f"{HEAD % ''}tasks:\n{task('4月底前', '局, ~')}\n{UNITS}") == [
        ("value", 5, 63, "缺少内容（责任单位）：应当是文字", None)
    ]


def test_an_unknown_section_is_told_with_those_there_are() -> None:
    text = f"{HEAD % ''}tasks:\n{task('4月底前').replace('section: 一', 'section: 七')}\n{UNITS}"
    assert found(text) == [("section", 5, 22, "没有“七”这项主要任务", "sections 中有：一")]


def test_whether_a_body_owes_is_open_while_a_unit_is_unknown() -> None:
    adjusted = ", adjustments: [{due: 2023-05-04, units: [委, 会]}]"
    units = "units: [{name: 局}, {name: 委, progress: {1: {}}}]\n"
    assert [
        (one[0], one[2], one[3]) for one in found(f"{HEAD % ''}tasks:\n{task('4月底前', '居', more=adjusted)}\n{units}")
    ] == [
        ("unit", 60, "没有“居”这个责任单位"),
        ("unit", 107, "没有“会”这个责任单位"),
    ]
    group = "units: [{name: 组, members: [居]}, {name: 委, progress: {1: {}}}]\n"
    assert [one[3] for one in found(f"{HEAD % ''}tasks:\n{task('4月底前', '组')}\n{group}")] == ["没有“居”这个责任单位"]


def test_an_adjustment_names_only_those_who_owe() -> None:
    adjusted = ", adjustments: [{due: 2023-05-04, units: [委]}]"
    text = f"{HEAD % ''}tasks:\n{task('4月底前', more=adjusted)}\nunits: [{{name: 局}}, {{name: 委}}]\n"
    assert found(text) == [("owes", 5, 104, "委不是任务1的责任单位", "责任单位是局")]


def test_a_record_of_a_task_that_cannot_be_read_says_nothing_more() -> None:
    unit = "units: [{name: 局, progress: {1: {}, 2: {}}}]\n"
    assert [one[0] for one in found(f"{HEAD % ''}tasks:\n{task('13月底前')}\n{unit}")] == ["deadline", "task"]
    without = task("4月底前").replace("id: 1, ", "")
    assert [one[0] for one in found(f"{HEAD % ''}tasks:\n{without}\n{unit}")] == ["missing"]


def test_a_record_in_a_plan_without_tasks_belongs_nowhere() -> None:
    assert found(f"{HEAD % ''}tasks: []\nunits: [{{name: 局, progress: {{1: {{}}}}}}]\n") == [
        ("task", 5, 30, "没有任务1，局的这条办理记录无处可归", "任务清单是空的")
    ]


def test_the_tasks_that_there_are_are_told_by_number() -> None:
    tasks = "\n".join(task("4月底前", number=number) for number in (1, 2, 3, 5))
    unit = "units: [{name: 局, progress: {4: {}}}]\n"
    waivers = "waivers: [{rule: stage, reason: 示例, task: 7}]\n"
    assert [(one[0], *one[3:]) for one in found(f"{HEAD % ''}tasks:\n{tasks}\n{unit}{waivers}")] == [
        ("task", "没有任务4，局的这条办理记录无处可归", "最接近的是任务3；任务序号有1至3、5"),
        ("task", "没有任务7", "最接近的是任务5；任务序号有1至3、5"),
    ]


def test_a_plan_does_not_end_before_its_issue() -> None:
    assert of_header("until: 2023-04-17") == [
        ("order", 5, 10, "截止日期2023-04-17早于印发日期2023-04-18", "请核对两个日期")
    ]
    assert of_header("until: 2023-04-18") == []


@pytest.mark.parametrize(
    ("until", "deadline", "told"),
    [
        (", until: 2023-06-29", "每年6月底前", "到2023-06-29没有一期"),
        ("", "2021—2022年每年12月底前", "到规定的终止日没有一期"),
    ],
)
def test_a_recurring_task_falls_due_at_least_once(until: str, deadline: str, told: str) -> None:
    text = f"tasks:\n{task(deadline)}\n{UNITS}"
    assert found(f"{HEAD % until}{text}") == [
        (
            *("deadline", 5, 46),
            f"任务1的时限“{deadline}”从方案印发（2023-04-18）{told}",
            "请核对印发日期、方案截止日 until 和原文",
        )
    ]


def test_a_recurring_task_may_fall_due_on_the_plans_last_day_alone() -> None:
    assert found(f"{HEAD % ', until: 2023-06-30'}tasks:\n{task('每年6月底前')}\n{UNITS}") == []


def test_an_alias_says_one_thing_alone() -> None:
    aliases = "full: *a\n    letter: *a\n    aliases: *a\n    progress: {1: {done: *a, evidence: [*a], notes: *a}}"
    message = "不支持别名“*a”", "请把内容照写一遍"
    assert of_unit(aliases) == [
        ("yaml", 8, 11, *message),
        ("yaml", 9, 13, *message),
        ("yaml", 10, 14, *message),
        ("yaml", 11, 26, *message),
        ("yaml", 11, 41, *message),
        ("yaml", 11, 53, *message),
    ]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ('aliases: ["甲\\n乙"]', ("value", 8, 15, "“甲\n乙”写法不对（别名）：应当是文字，写在一行里", None)),
        (
            'members: [{name: "甲\\n乙"}]',
            ("value", 8, 22, "“甲\n乙”写法不对（单位名称）：应当是文字，写在一行里", None),
        ),
    ],
)
def test_a_name_is_of_one_line(text: str, finding: Finding) -> None:
    assert of_unit(text) == [finding]


def test_a_first_period_may_fall_due_before_its_nominal_day() -> None:
    assert of_task("from: 2023-05", "每月20日前，遇节假日提前") == []


def test_a_period_that_is_owed_may_have_a_record() -> None:
    progress = "{1: {2023-05: {done: 2023-05-19}}}"
    text = f"tasks:\n{task('每月20日前，遇节假日顺延')}\nunits:\n  - {{name: 局, progress: {progress}}}\n"
    loaded = loaded_of(f"{HEAD % ', until: 2023-05-20'}{text}")
    assert loaded.plan is not None
    owed = situation(loaded.plan, date(2023, 5, 21)).standings[0].assignments
    assert ("2023-05" in [one.period for one in owed]) is (loaded.found == ())


def test_bodies_without_a_name_are_left_out_of_their_groups() -> None:
    towns = 'towns: [{code: "340210100"}, {name: 乙镇, code: "340210101"}]\n'
    units = "units: [{name: 局}, {members: [局]}, {name: 各镇, members: towns}]"
    text = f"{HEAD % ''}tasks:\n{task('4月底前')}\n{units}\n"
    loaded = loaded_of(text, towns)
    assert [(one.rule, one.message) for one in loaded.found] == [
        ("missing", "缺少“name”（名称，与任务清单所印一致）"),
        ("missing", "缺少“name”（名称，与任务清单所印一致）"),
    ]
    assert loaded.plan is not None
    assert [(one.name, one.members) for one in loaded.plan.units] == [("局", None), ("各镇", (Member("乙镇"),))]


@pytest.mark.parametrize(
    ("waiver", "findings"),
    [
        ("{reason: 示例}", [("missing", "缺少“rule”（规则）")]),
        ("{rule: stage, reason: 示例, task: 11}", [("task", "没有任务11")]),
        ("{rule: stage, reason: 示例, unit: 居}", [("unit", "没有“居”这个责任单位")]),
        ("{rule: stage, reason: 示例, task: 1, unit: 局}", []),
    ],
)
def test_a_waiver_names_what_there_is(waiver: str, findings: list[tuple[str, str]]) -> None:
    text = f"{HEAD % ''}tasks:\n{task('4月底前')}\n{UNITS}waivers: [{waiver}]\n"
    assert [(one.rule, one.message) for one in loaded_of(text).found] == findings


def test_a_task_that_does_not_recur_collects_nothing() -> None:
    group = "units: [{name: 局}, {name: 组, members: [局]}]\n"
    text = f"{HEAD % ''}tasks:\n{task('4月底前', more=', collects: 组')}\n{group}"
    assert found(text) == [("unit", 5, 74, "任务1的时限“4月底前”不重复，没有逐月的报送可以收集", "请删去 collects")]


def test_two_rules_may_find_something_in_one_place() -> None:
    assert found(f"{HEAD % ''}tasks:\n{task('4月底前')}\n{UNITS}waivers: [{{rul: 甲}}]\n") == [
        ("key", 8, 12, "“rul”不是这里可用的键", "是不是“rule”？"),
        ("missing", 8, 12, "缺少“rule”（规则）、“reason”（理由）", "请补上 rule:、reason:"),
    ]
    assert of_task("collects: 居") == [
        ("unit", 10, 15, "没有“居”这个责任单位", "请核对名称；确有这个单位的，先在 units 中列出")
    ]


def test_findings_come_by_place_and_one_a_rule_and_place() -> None:
    text = f"{HEAD % ''}tasks:\n{task('13月底前', '居, 居')}\n{UNITS}waivers: 无\n"
    loaded = loaded_of(text, "towns: 无")
    assert [(one.span.path, one.span.line, one.span.column, one.rule) for one in loaded.found] == [
        ("tasks.yaml", 5, 46, "deadline"),
        ("tasks.yaml", 5, 61, "unit"),
        ("tasks.yaml", 5, 64, "unit"),
        ("tasks.yaml", 8, 10, "value"),
        ("towns.yaml", 1, 8, "value"),
    ]


def test_a_group_of_towns_needs_their_file() -> None:
    text = f"{HEAD % ''}tasks: []\nunits: [{{name: 各镇, members: towns}}]\n"
    [finding] = loaded_of(text, None).found
    assert finding == Diagnostic(
        "file",
        Severity.ERROR,
        Span(path="towns.yaml", line=1, column=1, end_line=1, end_column=1),
        "没有文件“towns.yaml”",
        "tasks.yaml 里有单位写明 members: towns，各镇要列在这个文件的 towns: 之下",
    )


def test_a_file_that_cannot_be_had_is_its_own_finding() -> None:
    [broken] = loaded_of("a: 'b", None).found
    loaded = load_files(broken, File("towns.yaml", TOWNS), Path("towns.yaml"))
    assert (loaded.plan, loaded.found, list(loaded.files)) == (None, (broken,), ["towns.yaml"])


@pytest.mark.parametrize("resting", [True, False])
def test_the_collector_is_left_as_it_was(resting: bool, tmp_path: Path) -> None:
    was = gc.isenabled()
    (gc.disable if resting else gc.enable)()
    try:
        assert load(tmp_path).plan is None
        assert gc.isenabled() is not resting
    finally:
        (gc.enable if was else gc.disable)()


PROGRESS = "“%s”写法不对（任务序号 → 办理记录；重复任务再分时期）：应当是“任务序号: 办理记录”"


@pytest.mark.parametrize(
    ("text", "finding", "right"),
    [
        (
            "returns: {2023年5月: 2023-05-18}",
            ("value", "“2023年5月”写法不对：月份应写成 2023-05 这样", "请写成 2023-05"),
            "2023-05",
        ),
        ("returns: {2023-05: '2023.5.18'}", ("date", "“2023.5.18”不是日期的写法", "请写成 2023-05-18"), "2023-05-18"),
        (
            "since: 2023-05-0\u200b1",
            ("date", "“2023-05-01”里有看不见的字符U+200B", "请改写成 2023-05-01"),
            "2023-05-01",
        ),
        (
            "since: ２０２３年２月３０日",
            ("date", "“２０２３年２月３０日”不是有效的日期", "历书上没有这一天，请核对年月日"),
            None,
        ),
        (
            "since:\u30002023-05-01",
            ("yaml", "“since”的冒号后面用了全角空格", "请改为半角冒号加空格，如 since: 内容"),
            ": ",
        ),
        ("letter: 提\u00ad示", ("value", "“提示”里有看不见的字符U+00AD", "请改写成 提示"), "提示"),
        ("progress: ［甲，乙］", ("value", PROGRESS % "［甲，乙］", "有全角字符，请改为半角：[甲,乙]"), None),
        ("progress: ｛甲｝", ("value", PROGRESS % "｛甲｝", "有全角字符，请改为半角：{甲}"), "}"),
        ("si\u200bnce: 2023-05-01", ("key", "“since”这个键里有看不见的字符U+200B", "请删去它"), ""),
        ("letter: 提示\n　　since: 2023-05-01", ("key", "用了全角空格缩进", "请改用半角空格缩进"), "    "),
        ("letter: 提示\n　　&甲: 1", ("key", "“　　&甲”不是这里可用的键", "可用的键：towns"), None),
        ("　since: 2023-05-01", ("key", "“　since”不是这里可用的键", "是不是“since”？"), "since"),
        ("ｓｉｎｃｅ: 2023-05-01", ("key", "“ｓｉｎｃｅ”不是这里可用的键", "是不是“since”？"), "since"),
    ],
)
def test_what_a_keyboard_did_is_explained(text: str, finding: tuple[str, str, str], right: str | None) -> None:
    towns = f'towns:\n  - name: 甲镇\n    code: "340210100"\n    {text}\n'
    [one] = loaded_of(f"{HEAD % ''}tasks: []\nunits: []\n", towns).found
    assert (one.rule, one.message, one.help) == finding
    assert [each.text for each in one.fix][-1:] == ([] if right is None else [right])


@pytest.mark.parametrize(
    ("name", "message", "offer", "pieces"),
    [
        ("己镇", "没有“己镇”这个责任单位", "是不是“已镇”？", []),
        ("巳镇", "没有“巳镇”这个责任单位", "是不是“已镇”？", []),
        ("巳\u200b镇", "没有“巳镇”这个责任单位，名称里还有看不见的字符U+200B", "是不是“已镇”？", []),
        ("已\u200b镇", "“已镇”里有看不见的字符U+200B，对不上 units 里的名称", "请删去它", [""]),
        ("Ａ局", "没有“Ａ局”这个责任单位", "是不是“A局”？", ["A局"]),
        ("委", "没有“委”这个责任单位：tasks.yaml第6行的名称里有看不见的字符U+200D", "请把那里的删去", [""]),
    ],
)
def test_a_name_that_only_looks_known_is_explained(name: str, message: str, offer: str, pieces: list[str]) -> None:
    units = "units: [{name: 已镇}, {name: A局}, {name: 局, aliases: [委\u200d]}]"
    [one] = loaded_of(f"{HEAD % ''}tasks:\n{task('4月底前', name)}\n{units}\n").found
    assert (one.message, one.help, [each.text for each in one.fix]) == (message, offer, pieces)


def test_a_section_or_a_period_that_only_looks_known_is_explained() -> None:
    tasks = task("每月20日前", more=", from: 2023-05\u200b").replace("section: 一", "section: 一\u200b")
    told = loaded_of(f"{HEAD % ''}tasks:\n{tasks}\n{UNITS}").found
    assert [(one.message, one.help, [each.text for each in one.fix]) for one in told] == [
        ("“一”里有看不见的字符U+200B", "是不是“一”？", ["一"]),
        ("“2023-05”不是任务1（每月20日前）的时期写法：里面有看不见的字符U+200B", "写法如 2023-05", ["2023-05"]),
    ]


def test_what_loads_as_text_is_no_key() -> None:
    assert of_unit("progress: {1: {evidence: 函，reason：甲, reason: 乙，done：丙}}") == []


def test_a_name_is_not_missed_while_the_towns_cannot_be_read() -> None:
    told = loaded_of(f"{HEAD % ''}tasks:\n{task('4月底前', '甲镇')}\n{UNITS}", "towns: [").found
    assert [one.span.path for one in told] == ["towns.yaml"]


def test_no_more_is_said_than_anybody_reads() -> None:
    loaded = loaded_of(f"{HEAD % ''}tasks:\n{task('4月底前', ', '.join(['局'] * (MAX_FOUND + 2)))}\n{UNITS}")
    assert (loaded.plan, len(loaded.found)) == (None, MAX_FOUND + 1)
    assert [(one.rule, one.span.line, one.message) for one in loaded.found[:2]] == [
        ("file", 1, "问题超过20000处，其余的没有再读"),
        ("duplicate", 5, "责任单位“局”在这项任务里列了两次"),
    ]


def test_names_are_offered_as_long_as_that_costs_little() -> None:
    many = "".join(f"  - {{name: 司法局{n}}}\n" for n in range(60_000))
    of_two = found(f"{HEAD % ''}tasks:\n{task('4月底前', '司法居1, 司法居2')}\nunits:\n{many}")
    assert [mend for *_, mend in of_two] == [
        "是不是“司法局1”或“司法局91”或“司法局81”？",
        "请核对名称；确有这个单位的，先在 units 中列出",
    ]


def test_a_list_in_a_message_ends() -> None:
    units = ", ".join(f"局{n}" for n in range(70))
    names = "".join(f"  - {{name: 局{n}}}\n" for n in range(70))
    told = found(
        f"{HEAD % ''}tasks:\n{task('4月底前', units)}\nunits:\n{names}  - {{name: 室, progress: {{1: {{}}}}}}\n"
    )
    assert [(message, mend) for *_, message, mend in told] == [
        ("室不是任务1的责任单位", f"责任单位是{'、'.join(f'局{n}' for n in range(60))}等70个")
    ]


def test_groups_of_all_towns_are_few() -> None:
    groups = "".join(f"  - {{name: 组{n}, members: towns}}\n" for n in range(101))
    towns = "towns:\n" + "".join(f'  - {{name: {n}镇, code: "{n:09}"}}\n' for n in range(1000))
    assert found(f"{HEAD % ''}tasks:\n{task('4月底前')}\n{UNITS}{groups}", towns) == [
        (
            "unit",
            108,
            27,
            "写明 members: towns 的单位太多：成员合计超过100000个",
            "请核对 units，各镇只列为一组",
        )
    ]
