"""What a letter asks of its addressee, and by when."""

import datetime as dt
from collections.abc import Sequence
from typing import assert_never

from fuquan.letter import Kind
from fuquan.owed import State
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.letters.drafting import Draft, Point, Terms
from fuquan.workdays import rest_of


def reply_day(draft: Draft, terms: Terms, today: dt.date) -> dt.date:
    """What only reminds is to be answered before anything falls due: by the last working day up to then."""
    if terms.is_given or not draft.is_ahead:
        return terms.reply_by
    first = draft.soon[0].due
    rest = rest_of(first)
    return max(today, min(terms.reply_by, rest.before if rest else first))


def named(day: dt.date) -> str:
    """2023年5月17日（星期三）."""
    return f"{long_day(day)}（{words.weekday(day, '星期')}）"


def falling_due(points: Sequence[Point]) -> str:
    is_today = [one.first.state is State.DUE_TODAY for one in points]
    return "今日到期" if all(is_today) else "今日到期或者即将到期" if any(is_today) else "即将到期"


def demand(draft: Draft, terms: Terms, today: dt.date, we: str) -> str:
    """Of one that only reminds, what falls due; of any other, what is late: what falls due beside it has its day."""
    by = _by(terms.reply_by, today)
    these = "上述已到完成时限任务" if draft.soon else "上述任务"
    unable = "确实不能完成的，请说明原因和预计完成时间，需要调整时限的，按程序报批"
    match draft.kind:
        case Kind.URGE:
            return f"请于{by}将{these}的完成日期和佐证材料报送{we}；已经完成的，请一并补报；{unable}。"
        case Kind.SUPERVISE:
            return f"请抓紧办理，于{by}将办理结果和佐证材料报送{we}；已经完成的，请一并补报；{unable}。"
        case Kind.ASK:
            return f"请于{by}将核实情况报送{we}：{_VERIFIED}"
        case Kind.REMIND:
            asked = f"{_BEFORE}请于{by}将核实情况报送{we}：{_VERIFIED}" if draft.asked else ""
            return f"{_ahead(draft, terms, today, we)}{asked}"
        case Kind.NOTE if draft.is_ahead:
            asked = f"于{by}核实并补齐办理记录" if draft.is_own else f"请于{by}告知{we}是否已经完成"
            return f"{_ahead(draft, terms, today, we)}{f'{_BEFORE}{asked}。' if draft.asked else ''}"
        case Kind.NOTE:
            return _noted(draft, f"{these}的" if draft.soon else "", by, we)
        case _ as never:
            assert_never(never)


_BEFORE = "方案印发前已到完成时限的，"
_VERIFIED = "已经完成的，报送完成日期和佐证材料；尚未完成的，说明原因和预计完成时间。"


def _by(day: dt.date, today: dt.date) -> str:
    return f"今日（{long_day(day)}，{words.weekday(day, '星期')}）" if day == today else f"{named(day)}前"


def _noted(draft: Draft, whose: str, by: str, we: str) -> str:
    if draft.is_own:
        return (
            f"请承办人员于{by}补齐{whose}办理记录：已经完成的，记录完成日期和佐证材料；"
            "尚未完成的，记录原因和预计完成时间，需要调整时限的，按程序报批。"
        )
    return (
        f"{whose}有关情况请于{by}告知{we}：已经完成的，请提供完成日期和佐证材料；"
        "尚未完成的，请说明进展、原因和预计完成时间。"
    )


def _ahead(draft: Draft, terms: Terms, today: dt.date, we: str) -> str:
    """Who is going to be late says so before that, even where an answer was asked for by a day behind it."""
    day, first = reply_day(draft, terms, today), draft.soon[0].due
    by, before, is_behind = _by(day, today), "即" if first == today else "在到期以前", day > first
    tell, apply_ = (before, "一并") if is_behind else ("", before)
    if draft.is_own:
        return (
            f"请承办人员按时限办理，并于{by}更新办理记录：已经完成的，记录完成日期和佐证材料；"
            f"预计不能按时完成的，{tell}记录原因和预计完成时间，需要调整时限的，{apply_}按程序报批。"
        )
    which = f"{falling_due(draft.soon)}的，" if draft.asked else ""
    progress = "完成情况" if is_behind else "办理情况" if first == today else "办理进展"
    if draft.kind is Kind.NOTE:
        return (
            f"{which}请于{by}将{progress}告知{we}：已经完成的，请提供完成日期和佐证材料；"
            f"预计不能按时完成的，请{tell}说明原因和预计完成时间。"
        )
    return (
        f"{which}请按时限完成，并于{by}将{progress}报送{we}；已经完成的，请报送完成日期和佐证材料；"
        f"预计不能按时完成的，请{tell}说明原因和预计完成时间，需要调整时限的，"
        f"{'请' if apply_ == '即' else ''}{apply_}按程序报批。"
    )
