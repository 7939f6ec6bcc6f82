"""An agenda as an iCalendar file (RFC 5545) that Outlook, phones and the calendars of chat programs read.

All-day events that leave the day free; nothing in it depends on a clock or on a time zone.
"""

import datetime as dt
from typing import TYPE_CHECKING

from fuquan.extras import office
from fuquan.text import printable
from fuquan.view.agenda import Agenda, Event

if TYPE_CHECKING:
    from icalendar import Alarm
    from icalendar import Event as Component


def calendar(agenda: Agenda) -> bytes:
    """Raises FuquanError where the extra `office` is not installed."""
    with office("写日历文件"):
        from icalendar import Calendar, vText
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//fuquan//fuquan//ZH")
    made.add("method", "PUBLISH")
    # Of a name that it does not know the library would not escape the text.
    made.add("x-wr-calname", vText(printable(agenda.name)))
    for event in agenda.events:
        made.add_component(_event(event, agenda.today))
    written: bytes = made.to_ical()
    return written


def _event(event: Event, today: dt.date) -> "Component":
    from icalendar import Event as Component
    from icalendar import vRecur, vText

    made = Component()
    written = dt.datetime.combine(today, dt.time(), dt.UTC)
    made.add("uid", event.uid)
    made.add("dtstamp", written)
    made.add("last-modified", written)
    made.add("sequence", event.sequence)
    made.add("dtstart", event.day)
    if event.day < dt.date.max:
        made.add("dtend", event.day + dt.timedelta(days=1))
    if event.instead_of:
        made.add("recurrence-id", event.instead_of)
    if event.series:
        made.add("rrule", vRecur.from_ical(event.series.rule))
        if event.series.without:
            made.add("exdate", list(event.series.without))
    made.add("summary", printable(event.title))
    made.add("description", "\n".join(map(printable, event.lines)))
    made.add("categories", [event.category])
    made.add("status", "CANCELLED" if event.is_off else "CONFIRMED")
    made.add("class", "PUBLIC")
    made.add("transp", "TRANSPARENT")
    made.add("x-microsoft-cdo-busystatus", vText("FREE"))
    if event.alarm is not None:
        made.add_component(_alarm(event.title, event.alarm))
    return made


_AT = dt.timedelta(hours=9)


def _alarm(title: str, days: int) -> "Alarm":
    from icalendar import Alarm

    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", printable(title))
    made.add("trigger", _AT - dt.timedelta(days=days))
    return made
