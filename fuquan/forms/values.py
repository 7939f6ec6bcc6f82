"""What was typed into a cell: days in the ways that offices write them, words of progress, texts."""

import datetime as dt
import re
from contextlib import suppress
from enum import StrEnum
from typing import NamedTuple

from fuquan.daywords import Day, day_of
from fuquan.errors import FuquanError, clipped
from fuquan.text import bare, half_width, long_day, printable
from fuquan.workbook import Value


class Wrong(NamedTuple):
    """What cannot be taken from a cell, and what may have been meant."""

    message: str
    help: str | None = None


class Progress(StrEnum):
    DONE = "done"
    STARTED = "started"
    NONE = "none"
    TOLD = "told"
    """In words of its own, which are a note."""


_WORDS = {
    **dict.fromkeys("已完成 完成 已办结 办结 已报送 已报 已全部完成 全部完成".split(), Progress.DONE),
    **dict.fromkeys("推进中 正在推进 进行中 办理中 正在办理 已开始 已启动".split(), Progress.STARTED),
    **dict.fromkeys("尚未开展 未开展 尚未开始 未开始 尚未启动 未启动".split(), Progress.NONE),
}
_MARKS = "，,。；;：:、（( "
_NOTHING = {"无", "/", "\\", "-", "--", "—", "——", "暂无", "无变化", "没有变化", "N/A", "n/a", "n.a."}
"""What stands in a cell that is not to look forgotten."""


def is_empty(value: Value | None) -> bool:
    return value is None or (isinstance(value, str) and (bare(value) == "" or bare(value) in _NOTHING))


def is_error(value: Value | None) -> bool:
    """Whether a spreadsheet could not reckon what was typed, or what was pasted had been such a cell."""
    return isinstance(value, str) and bare(value).upper() in _ERRORS


_ERRORS = {"#N/A", "#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}


def text_of(value: Value | None) -> str | Wrong:
    """Empty of an empty cell."""
    match value:
        case None:
            return ""
        case str():
            return "" if is_empty(value) else seen(value)
        case dt.datetime() | dt.date():
            return long_day(value)
        case int() | float() if not isinstance(value, bool):
            return f"{value:.15g}" if abs(value) < _EXACT else Wrong(*_TOO_LONG)
        case _:
            return Wrong("不是文字", "请写成文字")


_TOO_LONG = ("是很长的数字，后几位已经不准", "请把这一格改成文字，重新输入")
_EXACT = 10**15
"""Of larger numbers a spreadsheet has lost the last figures."""


def seen(value: str) -> str | Wrong:
    lines = [line.strip() for line in re.split(r"\r\n|\r|\n", value.strip())]
    for line in lines:
        if (shown := printable(line)) != line:
            return Wrong(f"里有看不见的字符：{clipped(shown)}", "请去掉它，重新输入")
    return "\n".join(lines)


def one_line(text: str) -> str:
    """The lines of a cell as a sentence goes on: 一是缺人；二是缺证."""
    lines = [line for line in text.split("\n") if line]
    return "".join(
        line if line[-1] in f"{_MARKS}.!?！？" or n == len(lines) else f"{line}；" for n, line in enumerate(lines, 1)
    )


def progress_of(text: str) -> tuple[Progress, str]:
    """The word, and what is told besides: 已完成，材料后补 tells that as it stands."""
    whole = bare(text)
    if whole in _WORDS:
        return _WORDS[whole], ""
    for word, progress in _WORDS.items():
        if text.startswith(word) and text[len(word)] in _MARKS:
            rest = text[len(word) :].strip(f"{_MARKS}）)。")
            return progress, text if rest else ""
    return Progress.TOLD, text


def denies_done(text: str) -> bool:
    """Whether it says first that all is done and then that it is not: 已完成80%, 已完成，尚未盖章, 已完成（预计）."""
    return any(_denied(said) for said in (bare(text), bare(re.sub(r"\s+", "，", text.strip()))))


def _denied(said: str) -> bool:
    for word in (word for word, progress in _WORDS.items() if progress is Progress.DONE and said.startswith(word)):
        rest = said[len(word) :].lstrip(_LEADS)
        is_apart = rest != said[len(word) :]
        if is_apart and re.search(_DENIALS, rest):
            return True
        if re.match(f"(?:约|近|了)*(?:{_PART}|预计|尚未|未|但.*未|基本$)", rest):
            return True
    return False


_LEADS = ",.;:、。([-—…~"
_PART = "(?<![0-9.])[0-9]{1,2}(?:[.][0-9]+)?%|百分之(?!百)|[一二三四五六七八九]成|一半|过半|大半|大?部分"
_PART += "|[二三四五六七八九十]分之"
_DENIALS = f"{_PART}|预计|基本|未|还没|还差"


def claims_done(text: str) -> bool:
    """Whether it says no more than that all is done, so that it is no mere note: 4月26日已完成, 均已完成."""
    said = "[0-9年月日号./-]*均?已?经?(?:全部|全)?(?:(?:完成|办结)(?:100%)?|100%)[.!]?"
    return re.fullmatch(said, half_width(text)) is not None


def is_no_progress(text: str) -> bool:
    """Whether it is a tick, or points elsewhere, or is a bare figure, of which nobody knows of what."""
    return bare(text) in _TICKS or re.fullmatch("[0-9]+(?:[.][0-9]+)?", bare(text)) is not None


_TICKS = {"同上", "同前", "见上", "同左", "〃", "√", "✓", "✔", "☑", "是", "否", "对", "×"}


def is_share(value: Value | None) -> bool:
    """Whether it is a number that the cell may well show as 80%; what of it is kept is 0.8."""
    return isinstance(value, float) and 0 < value < 1


def day(value: Value, near: dt.date, *, ahead: bool = False) -> dt.date | Wrong:
    """The day that a cell names, as `day_named` finds it."""
    found = day_named(value, near, ahead=ahead)
    return found if isinstance(found, Wrong) else found.date


def day_named(value: Value, near: dt.date, *, ahead: bool = False, held: dt.date | None = None) -> Day | Wrong:
    """The day that a cell names; of one without a year the latest that is not after `near`, the day the form came.

    Where it may as well be `held`, the day that is on record, it is that one. With `ahead` it may be a limit, 5月底前,
    and is the next after `near`, then the day the form was made, unless that is about a year away.
    """
    match value:
        case str():
            return _typed(value, near, ahead=ahead, held=held)
        case dt.datetime() if value.year < _LOWEST:
            return _number(_serial(value), near, ahead=ahead, held=held)
        case dt.date():
            found = value.date() if isinstance(value, dt.datetime) else value
            return Day(found, is_full=True) if found.year >= _LOWEST else Wrong(f"是{long_day(found)}", _DAYS)
        case int() | float() if not isinstance(value, bool):
            return _number(value, near, ahead=ahead, held=held)
        case _:
            return Wrong("不是日期", _DAYS)


def typed(value: Value) -> str | None:
    """What a day is read from, as it was typed; None where the cell holds the day itself."""
    match value:
        case str():
            return " ".join(value.split())
        case dt.datetime() if value.year < _LOWEST:
            return _figures(_serial(value))
        case int() | float():
            return _figures(value)
        case _:
            return None


_LOWEST = 1905
"""Excel takes 4.26 for the 5th day of its calendar; no plan is so old."""

_DAYS = "请写成 2023-04-26 或者 2023年4月26日"
_YEAR = 300
"""Days: what seems to be further ahead has rather just passed."""

_CLOCK = "[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$"
"""What a phone writes behind a day that it keeps as text."""

_FIRST = dt.date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""The days from 2000 to 2099, as a spreadsheet counts them."""


def _serial(day: dt.datetime) -> float:
    """The number that a cell for days shows as one of the first days of the calendar."""
    first = dt.datetime(1899, 12, 31 if day < dt.datetime(1900, 3, 1) else 30)
    return (day - first) / dt.timedelta(days=1)


def _figures(value: float) -> str:
    return f"{round(value, 6):.10g}"


def _number(value: float, near: dt.date, *, ahead: bool, held: dt.date | None) -> Day | Wrong:
    """45042 is a day as spreadsheets count; 4.26 is one as people write, but for 4.3, which may have been 4.30."""
    if value in _SERIALS:
        return Day(_FIRST + dt.timedelta(days=int(value)), is_full=True)
    shown = _figures(value)
    if re.fullmatch("[0-9]{1,2}[.][123]", shown):
        month = shown[:-2]
        told = f"“{shown}”分不清是{month}月{shown[-1]}日还是{month}月{shown[-1]}0日"
        return Wrong(told, _DAYS)
    return _typed(shown, near, ahead=ahead, held=held)


def _typed(text: str, near: dt.date, *, ahead: bool, held: dt.date | None) -> Day | Wrong:
    quoted = f"“{clipped(text)}”"
    timeless = re.sub(_CLOCK, "", half_width(text))
    said = re.sub(r"(?<=[0-9])\s*[，,、\s]\s*(?=[0-9])", ".", timeless)
    said = re.sub("(?:已经|已)?(?:完成|办结|报送)$", "", said)
    if ahead:
        said = re.sub("前$", "", said.removeprefix("预计"))
    if re.search("月份?$" if ahead else "(?:月份?|[底末])$", said):
        return Wrong(f"{quoted}没有写明是哪一天", _DAYS)
    said = re.sub("(月[0-9一二三四五六七八九十]{1,3})$", r"\1日", said)
    said = re.sub("^([0-9./-]*[./-][0-9]+)[日号]$", r"\1", said)
    if said.isdecimal() and len(said) == 5 and int(said) in _SERIALS:
        return Day(_FIRST + dt.timedelta(days=int(said)), is_full=True)
    if found := re.search("[今昨明前后去本上下这][天日年月周个]|^(?:周|星期|礼拜)", said):
        part = "" if found[0] == said else f"里的“{found[0]}”"
        return Wrong(f"{quoted}{part}不知从哪天算起", _DAYS)
    if re.fullmatch("[0-9一二三四五六七八九十]{1,3}[日号]|月[底末]", said):
        return Wrong(f"{quoted}没有写明是哪一月", _DAYS)
    try:
        return _next(said, near) if ahead else _past(said, near, held)
    except FuquanError as error:
        told = error.message.removeprefix(" 的").replace(f"“{clipped(said)}”", quoted, 1)
        return Wrong(told, _DAYS if "可写" in (error.help or "") else error.help)


def _next(said: str, made: dt.date) -> Day:
    nearest, following = day_of(said, made, "", near=made), day_of(said, made, "", ahead=True)
    return following if (following.date - made).days <= _YEAR else nearest


def _past(said: str, came: dt.date, held: dt.date | None) -> Day:
    if held is not None:
        with suppress(FuquanError):
            if (found := day_of(said, held, "")).date == held:
                return found._replace(is_full=True)
    return day_of(said, came, "")


def comes_again(passed: dt.date, came: dt.date) -> dt.date | None:
    """The same day of the next year, where that is so near that it may have been meant."""
    if (came - passed).days <= _YEAR or (passed.month, passed.day) == (2, 29):
        return None
    return passed.replace(year=passed.year + 1)
