"""What is said of a day: its weekday, and the last working day before one of rest."""

import datetime as dt

from fuquan.view import words
from fuquan.workdays import NoCalendar, holiday_name, is_workday, last_workday


def rest_day(day: dt.date) -> str:
    """当日为周日，在五一假期内，之前最后一个工作日是4月28日（周五）; empty of a working day or an unknown year."""
    try:
        if is_workday(day):
            return ""
        before, holiday = last_workday(day), holiday_name(day)
    except NoCalendar:
        return ""
    inside = f"，在{holiday}假期内" if holiday else ""
    return f"当日为{words.weekday(day)}{inside}，之前最后一个工作日是{words.day_of_week(before, day)}"
