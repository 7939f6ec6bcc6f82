"""The format of the files, as data: what the loader reads by, and what describes it to others."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Kind = Literal[
    "text",
    "name",
    "id",
    "count",
    "year",
    "day",
    "month",
    "period",
    "flag",
    "word",
    "list",
    "table",
    "record",
    "members",
    "progress",
]


class Shape(NamedTuple):
    """What a value looks like.

    `text` admits any scalar, `name` one on a single line; `id`, `count` and `year` are whole numbers (`RANGES`);
    `month` is 2023-05; `period` is a text that a recurring deadline has the last word on; `word` is one of `words`; a
    `list` holds at least `least` of `of` (and with `one`, a lone item stands for itself); a `table` maps free keys of
    shape `key` to `of`; a `record` has the `fields` named. `members` is a list or the word towns. `progress` maps a
    task's id to a record (`of`), or to a table of periods to records.
    """

    kind: Kind
    says: str = ""
    """What one writes here, in Chinese."""
    required: bool = False
    of: "Shape | None" = None
    key: "Shape | None" = None
    one: bool = False
    least: int = 0
    words: tuple[str, ...] = ()
    fields: "Mapping[str, Shape]" = MappingProxyType({})


RANGES: Mapping[Kind, tuple[int, int]] = {"id": (1, 999_999), "count": (0, 999_999), "year": (1900, 9999)}
"""The least and the greatest number; none is written with leading zeros."""

MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"

_WANTED: Mapping[Kind, str] = {
    "text": "应当是文字",
    "name": "应当是文字，写在一行里",
    "day": "日期应写成 2023-04-18 这样",
    "month": "月份应写成 2023-05 这样",
    "period": "时期应写成 2023-05、2023-Q2、2023-H1、2023、2023-W20 这样",
    "flag": "应当是 true（是）或 false（否）",
    "list": "应当是一列，每项以“- ”开头",
    "table": "应当是若干“键: 值”",
    "record": "应当是若干“键: 值”",
    "members": "应当是一列单位，或 towns（各镇）",
    "progress": "应当是“任务序号: 办理记录”",
}


def wanted(shape: Shape) -> str:
    """What one is told who wrote something else, in Chinese."""
    match shape.kind:
        case "word":
            return f"应当是 {'、'.join(shape.words)} 之一"
        case "id" | "count" | "year" as kind:
            low, high = RANGES[kind]
            return f"应当是{low}至{high}的{'年份' if kind == 'year' else '整数'}"
        case kind:
            return _WANTED[kind]


def _text(says: str, *, required: bool = False) -> Shape:
    return Shape(kind="text", says=says, required=required)


def _name(says: str, *, required: bool = False) -> Shape:
    return Shape(kind="name", says=says, required=required)


def _day(says: str, *, required: bool = False) -> Shape:
    return Shape(kind="day", says=says, required=required)


def _period(says: str) -> Shape:
    return Shape(kind="period", says=says)


def _list(of: Shape, says: str, *, required: bool = False, one: bool = False, least: int = 0) -> Shape:
    return Shape(kind="list", says=says, of=of, required=required, one=one, least=least)


def _record(**fields: Shape) -> Shape:
    return Shape(kind="record", fields={key.rstrip("_"): of for key, of in fields.items()})


NOTE = _record(date=_day("记录日期", required=True), text=_text("说明", required=True))

_REPORTED = {
    "started": _day("开始日期"),
    "done": _day("完成日期"),
    "evidence": _list(_text("佐证材料"), "佐证材料，一项或一列；只增不减", one=True),
    "reason": _text("尚未完成的原因"),
    "expected": _day("单位报送的预计完成时间"),
    "notes": _list(NOTE, "逐日的说明，只增不改"),
}

WITHDRAWN = _record(
    **_REPORTED | {"date": _day("撤回日期", required=True), "reason": _text("撤回的原因", required=True)}
)

RECORD = _record(**_REPORTED, withdrawn=_list(WITHDRAWN, "撤回的办理记录"))._replace(says="办理记录")

_UNIT = {
    "name": _name("名称，与任务清单所印一致", required=True),
    "full": _text("全称，用于函件"),
    "aliases": _list(_name("别名"), "别名"),
    "letter": Shape(kind="word", says="只发提示，不发催办函", words=("提示",)),
    "progress": Shape(kind="progress", says="任务序号 → 办理记录；重复任务再分时期", of=RECORD),
}

MEMBER = _record(
    name=_name("单位名称", required=True),
    since=_day("自哪日起"),
    until=_day("到哪日止"),
    basis=_text("进出名单的依据"),
)

UNIT = _record(
    **_UNIT,
    members=Shape(kind="members", says="成员单位的名称，或 towns（各镇）", of=MEMBER),
    complete=Shape(kind="flag", says="成员名单是否已经完整"),
)

TOWN = _record(
    **_UNIT,
    code=_text("九位行政区划代码", required=True),
    since=_day("设立之日"),
    until=_day("撤销之日"),
    basis=_text("设立、撤销的依据"),
    returns=Shape(kind="table", says="月份 → 收到月报送的日期", key=Shape(kind="month"), of=_day("收到日期")),
)

ADJUSTMENT = _record(
    due=_day("调整后的时限", required=True),
    date=_day("批准日期"),
    basis=_text("依据：文号、会议纪要或领导批示"),
    reason=_text("事由"),
    units=_list(_name("单位"), "只适用于哪些单位；不写即全部"),
    period=_period("重复任务的哪一期"),
    approved_by=_text("批准人"),
)

TASK = _record(
    id=Shape(kind="id", says="序号", required=True),
    section=_name("所属主要任务", required=True),
    title=_text("任务内容，与印发稿一字不差", required=True),
    short=_text("简称，用于屏幕和工作群"),
    deadline=_text("完成时限，与印发稿一字不差", required=True),
    units=_list(_name("责任单位"), "责任单位，按印发的次序", required=True, least=1),
    reading=_text("对印发时限的理解，写成可读的时限"),
    reading_basis=_text("这样理解的依据"),
    trigger=_record(date=_day("发生日期", required=True), basis=_text("依据"))._replace(says="时限所等的事项何时发生"),
    from_=_period("重复任务的第一期"),
    collects=_name("本任务逐月收集哪一组单位的情况"),
    adjustments=_list(ADJUSTMENT, "时限调整，按批准的先后"),
)

SECTION = _record(id=_name("编号", required=True), title=_text("标题", required=True))

PLAN = _record(
    title=_text("标题", required=True),
    short=_text("简称，用于工作群和函件"),
    issuer=_text("印发单位"),
    issued=_day("印发日期", required=True),
    year=Shape(kind="year", says="未写年份的时限属于哪一年", required=True),
    basis=_list(_text("文号"), "依据的文件", one=True),
    office=_text("落款单位"),
    until=_day("重复任务到哪日为止"),
    remind_days=Shape(kind="count", says="提前几天提醒"),
    severity=Shape(
        kind="table",
        says="规则 → 级别",
        key=_text("规则"),
        of=Shape(kind="word", says="级别", words=("error", "warning", "hint")),
    ),
)._replace(says="方案", required=True)

WAIVER = _record(
    rule=_text("规则", required=True),
    task=Shape(kind="id", says="任务序号"),
    unit=_name("单位"),
    period=_text("时期"),
    reason=_text("理由", required=True),
    basis=_text("依据"),
)

TASKS_FILE = _record(
    plan=PLAN,
    sections=_list(SECTION, "主要任务", required=True),
    tasks=_list(TASK, "任务清单", required=True),
    units=_list(UNIT, "责任单位，按礼仪次序", required=True),
    waivers=_list(WAIVER, "认可的例外"),
)._replace(says="方案、任务清单、责任单位及其办理记录")

TOWNS_FILE = _record(towns=_list(TOWN, "各镇，按区划代码的次序", required=True))._replace(says="各镇及其办理记录")

_ITEM = _record(task=Shape(kind="id", says="任务序号", required=True), period=_period("重复任务的哪一期"))._replace(
    says="任务"
)

LETTER = _record(
    number=_name("编号，如 2023年催办第1号；只是登记的编号，不是文号", required=True),
    date=_day("函件的日期", required=True),
    unit=_name("发给哪家单位", required=True),
    kind=Shape(kind="word", says="种类", required=True, words=("提醒", "催办", "督办", "核实", "提示")),
    basis=_text("督办的依据，如领导批示"),
    items=_list(_ITEM, "所列的任务，重复任务的写明时期", required=True, least=1),
)

LETTERS_FILE = _record(letters=_list(LETTER, "函件登记，只增不改", required=True))._replace(
    says="函件登记：何日、向谁、就哪些任务发了什么函"
)
