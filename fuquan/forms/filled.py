"""A form that came back: what it reports, row by row, and what is wrong with it, cell by cell."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fuquan.errors import clipped
from fuquan.forms import form, keys, values
from fuquan.forms.form import COLUMNS, DONE, EVIDENCE, EXPECTED, HEAD_ROW, KEY, PROGRESS, REASON
from fuquan.forms.keys import Head, Key
from fuquan.forms.values import Progress, Wrong
from fuquan.model import Plan
from fuquan.text import bare, long_day
from fuquan.workbook import Refused, Sheet, Value, name_of


class Finding(NamedTuple):
    """What is wrong with a form: in a cell, or with the whole of it where none is named.

    Kept among `remarks` it is what ought to be known of a form, and does not hold it back.
    """

    file: str
    cell: str
    message: str
    help: str | None = None


class Entry(NamedTuple):
    """A row that was filled in."""

    row: int
    key: Key
    name: str
    """As the row shows it."""
    said: "Said"


Item = tuple[int, str | None, bool]
"""The task, the period, and whether it is a return."""


class Said(NamedTuple):
    """What it reports, whatever row of whatever form it stands in."""

    progress: Progress | None = None
    done: dt.date | None = None
    evidence: tuple[str, ...] = ()
    reason: str | None = None
    expected: dt.date | None = None
    note: str | None = None


class Filled(NamedTuple):
    file: str
    head: Head | None
    """None of what is no form of this plan."""
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    remarks: tuple[Finding, ...] = ()
    rows: "frozenset[Item] | None" = None
    """What its rows are about, be they filled in or not; None where that is not known of each."""

    @property
    def unit(self) -> str:
        return self.head.unit if self.head else ""


def filled(file: str, sheet: Sheet, plan: Plan, today: dt.date, came: dt.date | None = None) -> Filled:
    """`came` is the day on which it was received, today if it is not told."""
    return _Reading(file, sheet, plan, today, came or today).all()


def unread(file: str, why: Refused) -> Filled:
    """A file whose sheet could not be had."""
    return Filled(file, None, (), (Finding(file, "", *why),))


class _Reading:
    def __init__(self, file: str, sheet: Sheet, plan: Plan, today: dt.date, came: dt.date) -> None:
        self.file, self.cells, self.plan, self.today, self.came = file, sheet.cells, plan, today, came
        self.sheet = sheet
        self.bodies = {name: unit for unit in plan.bodies() for name in (unit.name, *unit.aliases)}
        self.findings: list[Finding] = []
        self.remarks: list[Finding] = []
        self.items: list[Item | None] = []
        self.last = max((row for row, column in self.cells if column == KEY), default=HEAD_ROW)
        """The last row that is one of the form; what stands below is not in it."""
        self.head: Head

    def all(self) -> Filled:
        head = keys.read_head(str(self.cells.get((1, KEY), "")))
        wrong = self.strange(head)
        if head is None or wrong:
            return Filled(self.file, None, (), tuple(wrong))
        self.head = head
        self.findings += self.misplaced()
        self.findings += self.besides()
        for row, column in sorted(self.sheet.comments):
            self.remark(row, column, "有批注，没有读取")
        entries: list[Entry] = []
        rows = None
        if not self.findings:
            entries = [entry for row in self.rows() if (entry := self.entry(row)) is not None]
            rows = None if None in self.items else frozenset(item for item in self.items if item)
            self.twice(entries)
        return Filled(self.file, head, tuple(entries), tuple(self.findings), tuple(self.remarks), rows)

    def at(self, row: int, column: int, message: str, help: str | None = None) -> Finding:  # noqa: A002
        return Finding(self.file, name_of(row, column), message, help)

    def say(self, row: int, column: int, message: str, help: str | None = None) -> None:  # noqa: A002
        self.findings.append(self.at(row, column, message, help))

    def remark(self, row: int, column: int, message: str) -> None:
        self.remarks.append(self.at(row, column, message))

    def strange(self, head: Head | None) -> list[Finding]:
        """Why this is no form, or not one of this plan."""
        if head is None:
            told = "不是 fuquan form 做的填报表，或者表里隐藏的编号被改动、删去了"
            return [Finding(self.file, "", told, "请用 fuquan form 重新做一份，再请填报")]
        if head.plan != keys.plan_mark(self.plan.title):
            told = f"是另一个方案的填报表：{clipped(str(self.cells.get((2, 1), '')))}"
            return [Finding(self.file, "", told, f"这里的数据是《{self.plan.title}》的，请核对是不是发错了文件")]
        title, own = str(self.cells.get((1, 1), "")), form.title_of(head.unit)
        if bare(title) != bare(own):
            told = f"表头是“{clipped(title)}”，表里隐藏的编号却是{head.unit}的"
            return [self.at(1, 1, told, "请各单位填写发给自己的表，不要改动表头")]
        if head.day > self.today:
            told = f"是{long_day(head.day)}做的表，晚于今天（{long_day(self.today)}）"
            return [Finding(self.file, "", told, "请核对日期")]
        return []

    def misplaced(self) -> Iterator[Finding]:
        """Columns, headings and cells that are not as they were."""
        for column, title in enumerate(COLUMNS, 1):
            there = _shown(self.cells.get((HEAD_ROW, column)))
            if bare(there) != bare(title):
                told = f"应当是“{title}”，现在是“{clipped(there)}”" if there else f"应当是“{title}”，现在是空的"
                yield self.at(HEAD_ROW, column, told, "请不要移动、增删行列，也不要改表头；请在原表上重新填写")
        for (top, left), (bottom, _) in self.sheet.merged:
            if bottom >= HEAD_ROW and top <= self.last and left <= KEY:
                yield self.at(max(top, HEAD_ROW), left, "这里的格被合并了，分不清填的是哪一项", "请拆开，每项各填各的")

    def besides(self) -> Iterator[Finding]:
        """Copies of the form in the same file, where something is filled in that the form itself does not say."""
        unread = []
        for name, cells in self.sheet.others.items():
            if more := self.more(cells):
                where = name_of(*more[0]) + ("等" if more[1:] else "")
                told = f"另一张工作表“{clipped(name)}”里也填了内容（{where}），没有读取"
                yield Finding(self.file, "", told, f"请都填在“{form.SHEET}”这一张里，删去另一张")
            else:
                unread.append(f"“{clipped(name)}”")
        if unread:
            self.remarks.append(Finding(self.file, "", f"另有工作表{'、'.join(unread)}，没有读取"))

    def more(self, cells: Mapping[tuple[int, int], Value]) -> list[tuple[int, int]]:
        """Where a copy says what the form does not."""
        if (head := _head_of(cells)) is None:
            return []
        row, columns = head
        there = (place for place in cells if place[0] > row and place[1] in columns)
        return sorted(one for one in there if not values.is_empty(cells[one]) and self.cells.get(one) != cells[one])

    def rows(self) -> Iterator[int]:
        """Those that have a key; of what else stands there it is said."""
        columns: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            if row > HEAD_ROW and not values.is_empty(self.cells[row, column]):
                columns.setdefault(row, []).append(column)
        for row, there in columns.items():
            if self.is_below(row):
                self.remark(row, there[0], "写在表外，没有读取")
                continue
            for column in (column for column in there if column > KEY):
                self.say(row, column, "写在表外，没有读取", "请移到表里相应的格")
            if KEY in there:
                yield row
            elif there[0] < KEY:
                self.items.append(None)
                self.say(row, there[0], *_KEYLESS)

    def is_below(self, row: int) -> bool:
        """Whether it is a line below the table, as of who filled it in: it is not numbered as a row, nor filled in."""
        is_numbered = isinstance(self.cells.get((row, 1)), int | float) and (row, 2) in self.cells
        return row > self.last and not is_numbered and all(self.is_blank(row, column) for column in _TO_FILL)

    def entry(self, row: int) -> Entry | None:
        """What the row reports; None where nothing is filled in, and where it is not what it was."""
        name = _shown(self.cells.get((row, 2)))
        label = f"{_shown(self.cells.get((row, 1)))} {name}"
        key = keys.read_key(str(self.cells.get((row, KEY))), self.plan.title, label)
        self.items.append(key and key[1:4])
        if key is None:
            told = "这一行的序号、任务和表里隐藏的编号对不上，没有读取"
            self.say(row, 1, told, "请不要改动、移动这些格；请在原表上重新填写")
            return None
        if key.unit != self.head.unit:
            self.say(row, 1, f"这一行是{key.unit}的表里的，不是{self.head.unit}的", "请各单位填写发给自己的表")
            return None
        before = len(self.findings)
        said = self.returned(row, key) if key.is_return else self.said(row, key)
        return Entry(row, key, name, said) if said != Said() and len(self.findings) == before else None

    def said(self, row: int, key: Key) -> Said:
        text, evidence = values.one_line(self.text(row, PROGRESS)), self.text(row, EVIDENCE)
        progress, note = values.progress_of(text) if text else (None, "")
        done, expected = self.done(row, key), self.expected(row)
        if text and values.denies_done(text):
            told = f"“{clipped(text)}”前后不一"
            mend = f"是已完成还是推进中，请写明；还没有完成的，请选“{form.STARTED_WORD}”，情况写在原因里"
            self.say(row, PROGRESS, told, mend)
        elif text and values.is_no_progress(text):
            told = f"“{clipped(text)}”看不出进展"
            self.say(row, PROGRESS, told, f"请写明进展，如“{form.DONE_WORD}”“{form.STARTED_WORD}”")
        elif progress is Progress.DONE:
            if done is None and self.is_blank(row, DONE):
                self.say(row, DONE, "进展是已完成，没有填完成日期", "请补填")
            if expected is not None:
                self.say(row, EXPECTED, "已经完成的，没有预计完成时间", "请清空这一格；还没有完成的，请改进展")
        elif not self.is_blank(row, DONE):
            told = f"填了完成日期（{name_of(row, DONE)}），进展{f'却是“{clipped(text)}”' if text else '是空的'}"
            self.say(row, PROGRESS, told, f"已经完成的，请选“{form.DONE_WORD}”；没有完成的，请清空完成日期")
        elif progress is Progress.TOLD and values.claims_done(text):
            told = f"“{clipped(text)}”像是说已经完成"
            self.say(row, PROGRESS, told, f"请选“{form.DONE_WORD}”，并填完成日期")
        if progress is Progress.NONE and evidence:
            told = f"进展是“{clipped(text)}”，却有佐证材料"
            self.say(row, EVIDENCE, told, f"已经开始的，请选“{form.STARTED_WORD}”；没有的，请清空这一格")
        if progress is Progress.NONE and not note:
            note = form.NONE_WORD
        reason = values.one_line(self.text(row, REASON))
        return Said(progress, done, tuple(filter(None, evidence.split("\n"))), reason or None, expected, note or None)

    def returned(self, row: int, key: Key) -> Said:
        """Of a return only the day is taken."""
        text = values.one_line(self.text(row, PROGRESS))
        for column in (EVIDENCE, REASON, EXPECTED):
            if not self.is_blank(row, column):
                self.say(row, column, "月报送这一行只填进展和完成日期", "请清空这一格")
        progress, note = values.progress_of(text) if text else (None, "")
        done = self.done(row, key)
        if progress is Progress.DONE and not note:
            if done is None and self.is_blank(row, DONE):
                self.say(row, DONE, f"进展是{form.RETURNED_WORD}，没有填报送的日期", "请补填")
        elif text or not self.is_blank(row, DONE):
            told = f"已经报送的，请选“{form.RETURNED_WORD}”并填日期；没有报送的，请清空这一行"
            self.say(row, PROGRESS, f"月报送这一行的进展{f'是“{clipped(text)}”' if text else '是空的'}", told)
        return Said(progress, done)

    def is_blank(self, row: int, column: int) -> bool:
        return values.is_empty(self.cells.get((row, column))) and (row, column) not in self.sheet.formulas

    def value(self, row: int, column: int) -> Value | None:
        if (row, column) in self.sheet.formulas:
            self.say(row, column, "是公式，没有读取", "请直接填写内容")
            return None
        value = self.cells.get((row, column))
        if values.is_error(value):
            self.say(row, column, "是错误值（如 #N/A、#NAME?），读不出填了什么", "请重新填写")
            return None
        return None if values.is_empty(value) else value

    def text(self, row: int, column: int) -> str:
        value = self.value(row, column)
        if column != PROGRESS and values.is_share(value):
            told = f"是数字{value:.10g}，看不出是不是百分比"
            self.say(row, column, told, "请写成文字，如“完成80%”")
            return ""
        text = values.text_of(value)
        if isinstance(text, Wrong):
            self.say(row, column, *text)
            return ""
        return text

    def expected(self, row: int) -> dt.date | None:
        value = self.value(row, EXPECTED)
        if value is None:
            return None
        day = values.day(value, self.head.day, ahead=True)
        if isinstance(day, Wrong):
            self.say(row, EXPECTED, *day)
        elif day.year > (last := max(self.plan.year, self.today.year) + form.AHEAD):
            told = f"{long_day(day)}晚于{last}年"
            self.say(row, EXPECTED, told, "请核对年份；确实如此的，用 fuquan note 录入")
        else:
            self.reckoned(row, EXPECTED, value, day)
            return day
        return None

    def done(self, row: int, key: Key) -> dt.date | None:
        value = self.value(row, DONE)
        if value is None:
            return None
        found = values.day_named(value, self.came, held=self.held(key))
        if isinstance(found, Wrong):
            self.say(row, DONE, *found)
            return None
        wrong = self.untrue(found.date) if found.is_full else self.uncertain(found.date)
        if wrong:
            self.say(row, DONE, *wrong)
            return None
        self.reckoned(row, DONE, value, found.date)
        return found.date

    def reckoned(self, row: int, column: int, value: Value, day: dt.date) -> None:
        """Say which day was made of what is none by itself."""
        if (typed := values.typed(value)) is not None:
            self.remark(row, column, f"“{clipped(typed)}”不是日期格式，按{long_day(day)}计")

    def held(self, key: Key) -> dt.date | None:
        """The day that is on record, which the form may have brought there."""
        body = self.bodies.get(key.unit)
        if body is None:
            return None
        if key.is_return:
            return body.returns.get(key.period) if key.period else None
        record = body.progress.get((key.task, key.period))
        return record.done if record else None

    def untrue(self, day: dt.date) -> Wrong | None:
        """Why nothing was done on the day."""
        if day > self.today:
            return Wrong(f"{long_day(day)}还没有到（今天是{long_day(self.today)}）", "请核对日期")
        first = form.first_day(self.plan)
        if day < first:
            told = f"{long_day(day)}早于方案的{first.year}年"
            return Wrong(told, "请核对年份；确实如此的，用 fuquan done 录入")
        return None

    def uncertain(self, day: dt.date) -> Wrong | None:
        """Why the year is to be asked for, where it was not told."""
        issued = self.plan.issued
        again = values.comes_again(day, self.came)
        if again and day < max(issued, self.head.day):
            if wrong := self.untrue(again):
                return wrong
            return Wrong(f"{long_day(again)}晚于收到表的{long_day(self.came)}", "请核对日期和 --on")
        if day < issued:
            told = f"没有写年份，最近的{long_day(day)}早于方案印发的{long_day(issued)}"
            return Wrong(told, "请写全年月日；确实早于印发的，用 fuquan done 录入")
        return None

    def twice(self, entries: list[Entry]) -> None:
        """Rows that were copied, where both are filled in."""
        first = {entry.key[:4]: entry.row for entry in reversed(entries)}
        for entry in entries:
            if (row := first[entry.key[:4]]) != entry.row:
                self.say(entry.row, 1, f"与第{row}行是同一项", "请只留一行")


def _head_of(cells: Mapping[tuple[int, int], Value]) -> tuple[int, set[int]] | None:
    """The row with the form's heading, and the columns to fill in below it."""
    found: dict[int, set[int]] = {}
    for (row, column), value in cells.items():
        if isinstance(value, str) and bare(value) in _FILLED:
            found.setdefault(row, set()).add(column)
    return min(((row, columns) for row, columns in found.items() if len(columns) > 1), default=None)


_TO_FILL = (PROGRESS, DONE, EVIDENCE, REASON, EXPECTED)
_KEYLESS = (
    "这一行没有隐藏的编号（是后加的，或者编号被删去了），没有读取",
    "后加的，请删去这一行，表里没有的任务请另行说明；编号被删去了的，请在原表上重新填写",
)
_FILLED = {bare(title) for title in form.FILLED}


def _shown(value: Value | None) -> str:
    """What we wrote there, be it a mark that means nothing where others write it."""
    text = values.seen(value) if isinstance(value, str) else values.text_of(value)
    return "" if isinstance(text, Wrong) else text
