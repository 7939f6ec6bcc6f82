"""The words of one letter."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fuquan.letter import Kind
from fuquan.model import Adjustment, Record, Unit
from fuquan.owed import Situation, known_adjustments, moves
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.letters.demands import demand, falling_due, named, reply_day
from fuquan.view.letters.drafting import Draft, Point, Terms, parted, periods_by_task
from fuquan.view.paper import Paragraph
from fuquan.view.phrases import granted, read_as
from fuquan.view.words import plain


class _Sort(NamedTuple):
    """What is said of a kind wherever it goes; what it asks for is in `demands`."""

    called: str
    title: str
    closing: str


_SORTS = {
    Kind.REMIND: _Sort("提醒函", "关于按时完成{}有关任务的函", "特此函告。"),
    Kind.URGE: _Sort("催办函", "关于抓紧完成{}有关任务的函", "特此函告。"),
    Kind.SUPERVISE: _Sort("督办通知单", "{}督办通知单", "特此通知。"),
    Kind.ASK: _Sort("核实函", "关于核实{}有关任务完成情况的函", "特此函告。"),
    Kind.NOTE: _Sort("提示", "关于{}有关任务的提示", "特此提示。"),
}
CALLED = {kind: sort.called for kind, sort in _SORTS.items()}


class Wording:
    def __init__(self, draft: Draft, now: Situation, terms: Terms) -> None:
        self.draft, self.now, self.terms = draft, now, terms
        self.we = _we(plain(now.plan.office or ""))
        self.you = self.we if draft.is_own else _you(draft.unit)
        self.said = "已记录" if draft.is_own else f"{self.you}报送"
        self.unsaid = "尚无完成记录" if draft.is_own else "尚未收到完成情况"

    @property
    def title(self) -> str:
        work = plain(self.now.plan.short or "") or f"《{plain(self.now.plan.title)}》"
        return _SORTS[self.draft.kind].title.format(work)

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
        return named(reply_day(self.draft, self.terms, self.now.today))

    @property
    def signature(self) -> str:
        return plain(self.now.plan.office or "") or f"（落款单位：{_BLANK * 2}）"

    @property
    def contact(self) -> str:
        return f"（联系人：{self.terms.contact or f'{_BLANK}联系电话：{_BLANK}'}）"

    @property
    def closing(self) -> str:
        return "" if self.draft.is_own else _SORTS[self.draft.kind].closing

    @property
    def demand(self) -> str:
        return demand(self.draft, self.terms, self.now.today, self.we)

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """Each part under the sentence that leads to it; the items are numbered through."""
        told: list[Paragraph] = []
        before: list[Point] = []
        for part, points in self.parts():
            if told:
                lead, ends = self.further(points, before), f"{self.urged if part == '到期' else ''}："
            else:
                lead, ends = f"{self.opening}{self.you}有{_tasks(points)}", "，具体如下："
            told.append(Paragraph("body", f"{lead}{self.said_of(part, points)}{ends}"))
            for n, point in enumerate(points, len(before) + 1):
                told.append(Paragraph("body", f"{self.numbered(n, point)}{self.text(part, point)}"))
            before += points
        return tuple(told)

    @property
    def urged(self) -> str:
        if self.draft.kind is not Kind.NOTE:
            return "，请按时限完成"
        return "，请按时限办理" if self.draft.is_own else "，请予关注"

    def further(self, points: Sequence[Point], before: Sequence[Point]) -> str:
        """另有1项任务和上述清单第14项的5月: a task that was told of already is not another one."""
        new, again = parted(points, before)
        periods: dict[int, list[str]] = {}
        for point in again:
            periods.setdefault(point.standing.task.id, []).extend(one.period for one in point.those if one.period)
        named = (f"清单第{number}项的{self.periods(keys)}" for number, keys in periods.items())
        parts = [f"另有{_tasks(new)}"] if new else []
        return "和".join([*parts, *([f"上述{words.listed(named)}"] if again else [])])

    def parts(self) -> Iterator[tuple[str, tuple[Point, ...]]]:
        draft = self.draft
        yield from (
            (part, points) for part, points in zip(_PARTS, (draft.late, draft.soon, draft.asked), strict=True) if points
        )

    @property
    def opening(self) -> str:
        plan, today = self.now.plan, long_day(self.now.today)
        decided = f"{self.basis}和" if self.basis else ""
        return f"根据{decided}《{plain(plan.title)}》（{long_day(plan.issued)}印发）所附任务清单，截至{today}，"

    @property
    def basis(self) -> str:
        """The decision as it stands behind 根据."""
        told = plain(self.terms.basis or "") if self.draft.kind is Kind.SUPERVISE else ""
        return re.sub(r"^(根据|依据|按照)[：:；，\s]*", "", told)

    def said_of(self, part: str, points: Sequence[Point]) -> str:
        match part:
            case "逾期":
                supervised = "，现予督办" if self.draft.kind is Kind.SUPERVISE else ""
                return f"已到完成时限，尚未完成或者{self.unsaid}{supervised}"
            case "到期":
                return falling_due(points)
            case _:
                issued = words.day(self.now.plan.issued, self.now.today)
                return f"在方案印发（{issued}）前已到完成时限，{self.unsaid}，请核实是否已经完成"

    def numbered(self, n: int, point: Point) -> str:
        """1.签订赋权事项承接确认书（清单第2项）。"""
        task, period = point.standing.task, self.period(point)
        return f"{n}.{plain(task.first_sentence)}（清单第{task.id}项{f'，{period}' if period else ''}）。"

    def period(self, point: Point) -> str:
        return self.periods([one.period for one in point.those if one.period])

    def periods(self, keys: Sequence[str]) -> str:
        return words.periods(sorted(keys), self.now.today)

    def text(self, part: str, point: Point) -> str:
        days = self.days(point) if part != "核实" else ""
        limit = f"完成时限{self.limit(point)}{f'，{days}' if days else ''}"
        if said := self.reported(point):
            rest = self.periods(self.unreported(point)) if part == "逾期" else ""
            return f"{limit}。{self.said}{said}{f'；{rest}{self.unsaid}' if rest else ''}。"
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
        return f"{printed}，{granted(paper, task, self.now)}{_in_brackets(paper.basis)}"

    def remark(self, point: Point) -> str:
        return "".join(f"，{part}" for part in read_as(point.standing.task, self.now.today))

    def adjustment(self, point: Point) -> Adjustment:
        """The one that gave the day."""
        one, groups = point.first, self.now.plan.groups()
        known = known_adjustments(point.standing.task, one.period, self.now.today)
        return [each for each in known if moves(each, one.unit, groups)][-1]

    def reported(self, point: Point) -> str:
        """正在推进，未完成原因为待盖章，预计5月15日完成: what the body itself has said.

        Of several periods, of which: 6月、7月正在推进；8月未完成原因为缺人.
        """
        if len(point.those) == 1:
            return _reported(point.first.record, self.now.today)
        alike: dict[str, list[str]] = {}
        for one in point.those:
            if said := _reported(one.record, self.now.today):
                alike.setdefault(said, []).append(one.period or "")
        return "；".join(f"{self.periods(keys)}{said}" for said, keys in alike.items())

    def unreported(self, point: Point) -> list[str]:
        """Of several periods those of which the body has said nothing."""
        if len(point.those) == 1:
            return []
        return [one.period for one in point.those if one.period and not _reported(one.record, self.now.today)]


_BLANK = " " * 10
_PARTS = ("逾期", "到期", "核实")
_SEATS = {"镇": "人民政府", "乡": "人民政府", "街道": "办事处"}


def _we(office: str) -> str:
    """我办 of …办公室, 我局 of …局: how the office that signs calls itself, whatever stands in brackets behind."""
    name = re.sub("（[^（）]*）$", "", office)
    return next((f"我{end[0]}" for end in _OFFICES if name.endswith(end)), "我单位")


_OFFICES = ("办公室", "办", "局", "委员会", "委", "厅")


def _you(unit: Unit) -> str:
    if unit.members is not None:
        return "各单位"
    return next((f"你{end}" for end in _SEATS if unit.code and unit.name.endswith(end)), "你单位")


def _tasks(points: Sequence[Point]) -> str:
    """3项任务; with the periods of what recurs, where they are several: 1项任务3期, 3项任务（其中清单第14项3期）."""
    periods = periods_by_task(points)
    several = {number: n for number, n in periods.items() if n > 1}
    if len(periods) == 1:
        return "".join(("1项任务", *(f"{n}期" for n in several.values())))
    told = words.listed(f"清单第{number}项{n}期" for number, n in several.items())
    return f"{len(periods)}项任务{f'（其中{told}）' if told else ''}"


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
