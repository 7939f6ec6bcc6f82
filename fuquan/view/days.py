"""What is said of a day: its weekday, and the last working day before one of rest."""

import datetime as dt

from fuquan.view import words
from fuquan.workdays import rest_of


def rest_day(day: dt.date) -> str:
    """当日为周日，在五一假期内，之前最后一个工作日是4月28日（周五）; empty of a working day or an unknown year."""
    if (rest := rest_of(day)) is None:
        return ""
    inside = f"，在{rest.holiday}假期内" if rest.holiday else ""
    return f"当日为{words.weekday(day)}{inside}，之前最后一个工作日是{words.day_of_week(rest.before, day)}"
