"""Letters: what each body that owes something is told, asked, and by when. Nothing here numbers or keeps them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, assert_never

from fuquan.deadline import After, By
from fuquan.letter import Chosen, Item, Kind
from fuquan.model import Adjustment, Plan, Record, Unit
from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.query import remind_day
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.bulletin.wording import plain
from fuquan.view.paper import Paper, Paragraph

PERIODS = 3
"""Of a recurring task as many periods are listed one by one; of more the oldest, and how many there are."""

CALLED = {
    Kind.REMIND: "提醒函",
    Kind.URGE: "催办函",
    Kind.SUPERVISE: "督办通知单",
    Kind.ASK: "核实函",
    Kind.NOTE: "提示",
}


class Point(NamedTuple):
    """What a body owes of one task, by the oldest day: in one period, or in several that are told together."""

    standing: Standing
    those: tuple[Assignment, ...]

    @property
    def first(self) -> Assignment:
        return self.those[0]

    @property
    def due(self) -> dt.date:
        assert self.first.due is not None  # noqa: S101 - what has no day is in no letter
        return self.first.due


class Draft(NamedTuple):
    """What one body is to be told. `is_own` of the office that signs: for its files, not sent and not numbered."""

    unit: Unit
    kind: Kind
    is_own: bool
    late: tuple[Point, ...] = ()
    soon: tuple[Point, ...] = ()
    asked: tuple[Point, ...] = ()
    """Due before the plan was issued and without a record: it may well be done, so nobody is urged."""

    @property
    def points(self) -> tuple[Point, ...]:
        return (*self.late, *self.soon, *self.asked)

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(Item(point.standing.task.id, one.period) for point in self.points for one in point.those)


class Unsent(NamedTuple):
    """A body that nothing goes to, and why."""

    unit: str
    why: str


class Terms(NamedTuple):
    """What the letters of one call have in common."""

    reply_by: dt.date
    contact: str | None = None
    basis: str | None = None
    """The decision by which a 督办通知单 goes out."""


def drafts(now: Situation, kind: Chosen | None = None) -> tuple[tuple[Draft, ...], tuple[Unsent, ...]]:
    """For each body that owes anything, in the plan's order: the one letter that fits it, or why there is none.

    Without a `kind` a letter takes all that is to be said: it urges where anything is late, else reminds, else asks.
    Of a kind it takes what that is for alone.
    """
    owed: dict[str, list[tuple[Standing, Assignment]]] = {}
    for standing in now.standings:
        for one in standing.assignments:
            owed.setdefault(one.unit, []).append((standing, one))
    made = [_draft(unit, owed[unit.name], now, kind) for unit in now.plan.bodies() if unit.name in owed]
    return tuple(one for one in made if isinstance(one, Draft)), tuple(one for one in made if isinstance(one, Unsent))


def _draft(
    unit: Unit, owed: Sequence[tuple[Standing, Assignment]], now: Situation, kind: Chosen | None
) -> Draft | Unsent:
    office = now.plan.office
    late = [pair for pair in owed if pair[1].state is State.OVERDUE]
    whole = Draft(
        unit=unit,
        kind=kind or Kind.ASK,
        is_own=office is not None and office in (unit.name, unit.full, *unit.aliases),
        late=_points(pair for pair in late if not _is_asked(pair[1], now.plan)),
        soon=_points(pair for pair in owed if _is_reminded(*pair, now)),
        asked=_points(pair for pair in late if _is_asked(pair[1], now.plan)),
    )
    is_noted = whole.is_own or unit.letter is not None
    match kind:
        case None:
            if not whole.points:
                return Unsent(unit.name, "没有逾期或者即将到期的任务")
            fit = Kind.URGE if whole.late else Kind.REMIND if whole.soon else Kind.ASK
            return whole._replace(kind=Kind.NOTE if is_noted else fit)
        case Kind.REMIND:
            if not whole.soon:
                return Unsent(unit.name, "没有即将到期的任务")
            whole = whole._replace(late=(), asked=())
        case Kind.URGE | Kind.SUPERVISE:
            if not whole.late:
                return Unsent(unit.name, _not_late(whole))
            if kind is Kind.SUPERVISE and is_noted:
                return Unsent(unit.name, f"{'是落款单位本身' if whole.is_own else '只发提示'}，不发督办通知单")
            whole = whole._replace(soon=(), asked=())
        case _ as never:
            assert_never(never)
    return whole._replace(kind=Kind.NOTE if is_noted else kind)


def _is_asked(one: Assignment, plan: Plan) -> bool:
    return one.due is not None and one.due < plan.issued and one.on_record == "none"


def _is_reminded(standing: Standing, one: Assignment, now: Situation) -> bool:
    """Whether it is time to remind of what is open and not late."""
    day = remind_day(standing.task, one, now.plan)
    return one.is_open and one.state is not State.OVERDUE and day is not None and day <= now.today


def _not_late(draft: Draft) -> str:
    if not draft.asked:
        return "没有逾期的任务"
    numbers = words.listed(str(one.standing.task.id) for one in draft.asked)
    return f"没有要催办的任务：任务{numbers}在方案印发前已到期，没有记录，先核实"


def _points(owed: Iterable[tuple[Standing, Assignment]]) -> tuple[Point, ...]:
    """By day, then by number; the periods of a task one by one unless they are many."""
    by_task: dict[int, list[tuple[Standing, Assignment]]] = {}
    for pair in owed:
        by_task.setdefault(pair[0].task.id, []).append(pair)
    points = []
    for pairs in by_task.values():
        standing, those = pairs[0][0], sorted((one for _, one in pairs), key=lambda one: one.due or dt.date.max)
        alone = len(those) <= PERIODS
        points += [Point(standing, (one,)) for one in those] if alone else [Point(standing, tuple(those))]
    return tuple(sorted(points, key=lambda one: (one.due, one.standing.task.id)))


def paper(draft: Draft, now: Situation, terms: Terms, number: str | None) -> Paper:
    """The letter; with `number` None it has none."""
    made = _Made(draft, now, terms)
    return (
        Paragraph("title", made.title),
        *([Paragraph("number", f"编号：{number}")] if number else []),
        *([Paragraph("addressee", f"{made.addressee}：")] if not draft.is_own else []),
        *made.body,
        Paragraph("body", made.demand),
        *([Paragraph("body", made.closing)] if made.closing else []),
        *([Paragraph("signature", made.signature)] if not draft.is_own else []),
        Paragraph("date", long_day(now.today)),
        *([Paragraph("contact", made.contact)] if not draft.is_own else []),
    )


FIELDS: Mapping[str, str] = {
    "标题": "如 关于抓紧完成镇赋权工作有关任务的函",
    "种类": "催办函、提醒函、核实函、督办通知单或者提示",
    "编号": "如 2023年催办第1号；落款单位给自己的提示没有编号，是空的",
    "主送": "如 红杨镇人民政府，不带冒号",
    "正文": "一列文字，逐段：开头、各事项、要求和结语，不含主送、落款和日期",
    "开头": "正文的第一段",
    "事项": "一列事项，各项的字段见下",
    "要求": "请对方在哪天以前报送什么，一段文字",
    "结语": "如 特此函告。",
    "落款": "落款单位；没有写 office 的，是留空的“（落款单位：…）”",
    "日期": "函件的日期，如 2023年5月10日",
    "报送日期": "请对方报送的日期，如 2023年5月17日（星期三）",
    "联系人": "（联系人：…），没有给 --contact 的留空",
    "方案": "方案的名称，不带书名号",
    "印发日期": "方案的印发日期，如 2023年4月18日",
    "依据": "督办的依据，即 --basis；其他函件是空的",
}
"""What a template may name, and what stands there."""

ITEM_FIELDS: Mapping[str, str] = {
    "序": "在函件里的序号，从1起",
    "类": "逾期、到期或者核实",
    "名称": "任务原文的第一句",
    "清单序号": "任务在清单里的序号",
    "时期": "重复任务的时期，如 4月；不重复的是空的",
    "完成时限": "如 4月底前（4月30日）；调整过的写明依据",
    "到期日": "如 2023年4月30日",
    "逾期天数": "逾期的天数；没有逾期的和要核实的是空的",
    "情况": "对方报送的情况，如 正在推进，未完成原因为待区级单位盖章，预计5月15日完成；没有报送的是空的",
    "全文": "这一项整段的文字",
}
"""What each of 事项 has."""


def fields(draft: Draft, now: Situation, terms: Terms, number: str | None) -> Mapping[str, object]:
    """By the names of `FIELDS`: what a letter says, for a template of the office's own."""
    made = _Made(draft, now, terms)
    body = [part.lead + part.text for part in made.body]
    return {
        "标题": made.title,
        "种类": CALLED[draft.kind],
        "编号": number or "",
        "主送": made.addressee,
        "正文": [*body, made.demand, *([made.closing] if made.closing else [])],
        "开头": body[0],
        "事项": [*made.rows()],
        "要求": made.demand,
        "结语": made.closing,
        "落款": made.signature,
        "日期": long_day(now.today),
        "报送日期": made.reply_by,
        "联系人": made.contact,
        "方案": plain(now.plan.title),
        "印发日期": long_day(now.plan.issued),
        "依据": plain(terms.basis or ""),
    }


class _Made:
    """The words of one letter."""

    def __init__(self, draft: Draft, now: Situation, terms: Terms) -> None:
        self.draft, self.now, self.terms = draft, now, terms
        self.we = _we(now.plan.office)
        self.you = self.we if draft.is_own else _you(draft.unit)
        self.said = "已记录" if draft.is_own else f"{self.you}报送"
        self.unsaid = "尚无完成记录" if draft.is_own else "尚未收到完成情况"

    @property
    def title(self) -> str:
        work = plain(self.now.plan.short or "") or f"《{plain(self.now.plan.title)}》"
        match self.draft.kind:
            case Kind.URGE:
                return f"关于抓紧完成{work}有关任务的函"
            case Kind.REMIND:
                return f"关于按时完成{work}有关任务的函"
            case Kind.ASK:
                return f"关于核实{work}有关任务完成情况的函"
            case Kind.SUPERVISE:
                return f"{work}督办通知单"
            case Kind.NOTE:
                return f"关于{work}有关任务的提示"
            case _ as never:
                assert_never(never)

    @property
    def addressee(self) -> str:
        unit = self.draft.unit
        if full := plain(unit.full or ""):
            return full
        if unit.members is not None:
            return unit.name if unit.name.startswith("各") else f"各{unit.name}"
        seat = next((seat for end, seat in _SEATS.items() if unit.code and unit.name.endswith(end)), "")
        return f"{unit.name}{seat}"

    @property
    def reply_by(self) -> str:
        day = self.terms.reply_by
        return f"{long_day(day)}（{words.weekday(day, '星期')}）"

    @property
    def signature(self) -> str:
        return plain(self.now.plan.office or "") or f"（落款单位：{_BLANK * 2}）"

    @property
    def contact(self) -> str:
        return f"（联系人：{self.terms.contact or f'{_BLANK}联系电话：{_BLANK}'}）"

    @property
    def closing(self) -> str:
        if self.draft.is_own:
            return ""
        return {Kind.SUPERVISE: "特此通知。", Kind.NOTE: "特此提示。"}.get(self.draft.kind, "特此函告。")

    @property
    def demand(self) -> str:
        day, we = self.reply_by, self.we
        these = "上述已到完成时限任务" if self.draft.soon else "上述任务"
        unable = "请说明原因和预计完成时间，需要调整时限的，"
        match self.draft.kind:
            case Kind.URGE:
                return (
                    f"请于{day}前将{these}的完成日期和佐证材料报送{we}；已经完成的，请一并补报；"
                    f"确实不能完成的，{unable}按程序报批。"
                )
            case Kind.SUPERVISE:
                return (
                    f"请抓紧办理，于{day}前将办理结果和佐证材料报送{we}；已经完成的，请一并补报；"
                    f"确实不能完成的，{unable}按程序报批。"
                )
            case Kind.REMIND:
                return (
                    f"请按时限完成，并于{day}前将办理进展报送{we}；已经完成的，请报送完成日期和佐证材料；"
                    f"预计不能按时完成的，{unable}在到期以前按程序报批。"
                )
            case Kind.ASK:
                return (
                    f"请于{day}前将核实情况报送{we}：已经完成的，报送完成日期和佐证材料；"
                    "尚未完成的，说明原因和预计完成时间。"
                )
            case Kind.NOTE if self.draft.is_own:
                return (
                    f"请承办人员于{day}前补齐办理记录：已经完成的，记录完成日期和佐证材料；"
                    "尚未完成的，记录原因和预计完成时间，需要调整时限的，按程序报批。"
                )
            case Kind.NOTE:
                return (
                    f"有关情况请于{day}前告知{we}：已经完成的，请提供完成日期和佐证材料；"
                    "尚未完成的，请说明进展、原因和预计完成时间。"
                )
            case _ as never:
                assert_never(never)

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """Each part under the sentence that leads to it; the items are numbered through."""
        told: list[Paragraph] = []
        n = 0
        for part, points in self.parts():
            lead = f"另有{_tasks(points)}" if told else f"{self.opening}{self.you}有{_tasks(points)}"
            urged = "，请按时限完成" if part == "到期" and self.draft.kind is not Kind.NOTE else ""
            ends = f"{urged}：" if told else "，具体如下："
            told.append(Paragraph("body", f"{lead}{self.said_of(part, points)}{ends}"))
            for point in points:
                n += 1
                told.append(Paragraph("body", self.text(part, point), lead=self.named(n, point)))
        return tuple(told)

    def parts(self) -> Iterator[tuple[str, tuple[Point, ...]]]:
        draft = self.draft
        yield from (
            (part, points) for part, points in zip(_PARTS, (draft.late, draft.soon, draft.asked), strict=True) if points
        )

    @property
    def opening(self) -> str:
        plan, today = self.now.plan, long_day(self.now.today)
        basis = plain(self.terms.basis or "") if self.draft.kind is Kind.SUPERVISE else ""
        decided = f"{basis}和" if basis else ""
        return f"根据{decided}《{plain(plan.title)}》（{long_day(plan.issued)}印发）所附任务清单，截至{today}，"

    def said_of(self, part: str, points: Sequence[Point]) -> str:
        match part:
            case "逾期":
                supervised = "，现予督办" if self.draft.kind is Kind.SUPERVISE else ""
                return f"已到完成时限，尚未完成或者{self.unsaid}{supervised}"
            case "到期":
                today = [one.due == self.now.today for one in points]
                return "今日到期" if all(today) else "今日到期或者即将到期" if any(today) else "即将到期"
            case _:
                issued = words.day(self.now.plan.issued, self.now.today)
                return f"在方案印发（{issued}）前已到完成时限，{self.unsaid}，请核实是否已经完成"

    def named(self, n: int, point: Point) -> str:
        """1.签订赋权事项承接确认书（清单第2项）。"""
        period = self.period(point)
        return f"{n}.{_first_sentence(point)}（清单第{point.standing.task.id}项{f'，{period}' if period else ''}）。"

    def period(self, point: Point) -> str:
        keys = [one.period for one in point.those if one.period]
        names = [words.period_name(key, self.now.today) for key in (*keys[:1], *keys[1:][-1:])]
        return "至".join(names) + (f"共{len(keys)}期" if len(keys) > 1 else "")

    def text(self, part: str, point: Point) -> str:
        days = self.days(point) if part != "核实" else ""
        limit = f"完成时限{self.limit(point)}{f'，{days}' if days else ''}"
        if said := self.reported(point):
            return f"{limit}。{self.said}{said}。"
        return f"{limit}，{self.unsaid}。" if part == "逾期" else f"{limit}。"

    def days(self, point: Point) -> str:
        left = (point.due - self.now.today).days
        return f"逾期{-left}天" if left < 0 else f"还有{left}天" if left else "今日到期"

    def limit(self, point: Point) -> str:
        """4月底前（4月30日）; of an adjusted one what it was, by which paper, and what it is."""
        task, one, today = point.standing.task, point.first, self.now.today
        day, printed = words.day(point.due, today), plain(task.printed)
        if len(point.those) > 1:
            return f"{printed}，最早一期{day}"
        if one.due == one.original_due:
            return f"{printed}（{day}{self.remark(point)}）"
        paper = self.adjustment(point)
        granted = f"{words.day(paper.date, today)}" if paper and paper.date else ""
        basis = _in_brackets(paper.basis if paper else None)
        verb = "经批准调整为" if one.original_due else "确定为"
        return f"{printed}，{granted}{verb}{day}{basis}"

    def remark(self, point: Point) -> str:
        task = point.standing.task
        if task.reading is not None:
            return f"，按“{plain(task.reading)}”计"
        match task.deadline.reading:
            case By(ten_days=str(part)):
                return f"，按{part}末计"
            case After() if task.trigger is not None:
                return f"，自{words.day(task.trigger.date, self.now.today)}{_in_brackets(task.trigger.basis)}起算"
            case _:
                return ""

    def adjustment(self, point: Point) -> Adjustment | None:
        """The one that gave the day."""
        one, task = point.first, point.standing.task
        own = {one.unit, *self.now.plan.groups().get(one.unit, ())}
        known = (each for each in task.adjustments if each.date is None or each.date <= self.now.today)
        fitting = [each for each in known if each.period == one.period and (not each.units or own & {*each.units})]
        return fitting[-1] if fitting else None

    def reported(self, point: Point) -> str:
        """正在推进，未完成原因为待盖章，预计5月15日完成: what the body itself has said; of several periods nothing."""
        return _reported(point.first.record, self.now.today) if len(point.those) == 1 else ""

    def rows(self) -> Iterator[Mapping[str, str]]:
        """By the names of `ITEM_FIELDS`."""
        n = 0
        for part, points in self.parts():
            for point in points:
                n += 1
                yield {
                    "序": str(n),
                    "类": part,
                    "名称": _first_sentence(point),
                    "清单序号": str(point.standing.task.id),
                    "时期": self.period(point),
                    "完成时限": self.limit(point),
                    "到期日": long_day(point.due),
                    "逾期天数": str((self.now.today - point.due).days) if part == "逾期" else "",
                    "情况": self.reported(point),
                    "全文": self.named(n, point) + self.text(part, point),
                }


_BLANK = " " * 10
_PARTS = ("逾期", "到期", "核实")
_SEATS = {"镇": "人民政府", "乡": "人民政府", "街道": "办事处"}


def _we(office: str | None) -> str:
    """我办 of …办公室, 我局 of …局: how the office that signs calls itself, whatever stands in brackets behind."""
    name = re.sub("（[^（）]*）$", "", office or "")
    return next((f"我{end[0]}" for end in _OFFICES if name.endswith(end)), "我单位")


_OFFICES = ("办公室", "办", "局", "委员会", "委", "厅")


def _you(unit: Unit) -> str:
    if unit.members is not None:
        return "各单位"
    return next((f"你{end}" for end in _SEATS if unit.code and unit.name.endswith(end)), "你单位")


def _tasks(points: Sequence[Point]) -> str:
    return f"{len({one.standing.task.id for one in points})}项任务"


def _first_sentence(point: Point) -> str:
    return plain(point.standing.task.title.partition("。")[0])


def _in_brackets(basis: str | None) -> str:
    return f"（{told}）" if (told := plain(basis or "")) else ""


def _reported(record: Record, today: dt.date) -> str:
    day, reason = record.expected, plain(record.reason or "")
    parts = [
        "正在推进" if record.started else "",
        f"未完成原因为{reason}" if reason else "",
        f"{'' if day >= today else '原'}预计{words.day(day, today)}完成" if day else "",
    ]
    return "，".join(part for part in parts if part)


def told(draft: Draft, number: str | None) -> str:
    """2023年催办第1号，红杨镇：逾期3项（任务2、9、10）."""
    said = {"逾期": draft.late, "即将到期": draft.soon, "待核实": draft.asked}
    parts = [f"{part}{_numbers(points)}" for part, points in said.items() if points]
    name = number or f"{CALLED[draft.kind]}（落款单位内部，不编号）"
    return f"{name}，{draft.unit.name}：{'；'.join(parts)}"


def _numbers(points: Sequence[Point]) -> str:
    tasks = dict.fromkeys(str(one.standing.task.id) for one in points)
    return f"{len(tasks)}项（任务{words.listed(tasks)}）"


def unsent(those: Iterable[Unsent]) -> Iterator[str]:
    """没有发给湾沚镇、陶辛镇：没有逾期或者即将到期的任务."""
    alike: dict[str, list[str]] = {}
    for one in those:
        alike.setdefault(one.why, []).append(one.unit)
    return (f"没有发给{words.listed(units)}：{why}" for why, units in alike.items())
