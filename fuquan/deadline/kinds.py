"""What a deadline can be: the five kinds as a sum type, and the two results of reading a phrase."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias


class Kind(StrEnum):
    BY = "by"
    EVERY = "every"
    ONGOING = "ongoing"
    AFTER = "after"
    UNDETERMINED = "undetermined"


class Grain(StrEnum):
    """The period that a recurring deadline is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class LengthUnit(StrEnum):
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class ShiftTo(StrEnum):
    """How working days move a day that the phrase names."""

    NEXT = "next"  # 遇节假日顺延: the first working day on or after it
    LAST = "last"  # 遇节假日提前, 最后一个工作日: the last one on or before it
    NTH = "nth"  # 第n个工作日: the n-th one from it on, itself included
    AFTER = "after"  # 自5月1日起n个工作日内: the n-th one after it
    EACH = "each"  # 每个工作日: every one of them


class Shift(NamedTuple):
    to: ShiftTo
    n: int = 0


class Stage(NamedTuple):
    """An earlier day of a phrase that names several."""

    text: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class By:
    """A day."""

    day: date
    """The calendar day named, inclusive, before `shift`."""
    opens: date | None = None
    """The first day of what is named, where that is more than a day: 6月中旬前, 9月15日-25日, 第三季度."""
    ten_days: Literal["上旬", "中旬", "下旬"] | None = None
    shift: Shift | None = None
    stages: tuple[Stage, ...] = ()
    then_ongoing: bool = False
    """A standing duty stands beside the day: 2024年底前，并长期坚持."""
    soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Every:
    """A day of every period, from `start` to `until` where the phrase names them."""

    grain: Grain
    rule: str | None
    """RFC 5545, where that can say it without skipping a short month."""
    dates: tuple[tuple[int, int], ...] = ()
    """(month, day) of a year, ascending; a day past the month's end, or -1, is its last. Empty for days and weeks."""
    weekdays: tuple[int, ...] = ()
    """Monday is 0. With `nth`, the one weekday meant in the months of `dates`."""
    nth: int = 0
    """第n个星期几 of a month, -1 the last."""
    start: date | None = None
    until: date | None = None
    shift: Shift | None = None
    soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ongoing:
    """持续推进: a duty without an end, never overdue."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class After:
    """A day that waits for an event."""

    event: str
    """As printed: 收到通知; empty when the phrase gives only a length: 3个工作日内."""
    level: str | None = None
    """Whose 部署 is waited for: 省级 in 按省级部署."""
    length: int | None = None
    unit: LengthUnit | None = None
    from_issue: bool = False
    """The event is the issue of this very document."""
    shift: Shift | None = None
    then_ongoing: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Undetermined:
    """待定: names no time at all, never overdue."""


Reading: TypeAlias = By | Every | Ongoing | After | Undetermined


def kind_of(reading: Reading) -> Kind:
    return _KINDS[type(reading)]


_KINDS: dict[type[Reading], Kind] = {
    By: Kind.BY,
    Every: Kind.EVERY,
    Ongoing: Kind.ONGOING,
    After: Kind.AFTER,
    Undetermined: Kind.UNDETERMINED,
}


class Deadline(NamedTuple):
    """A phrase and what it was read as."""

    phrase: str
    reading: Reading
    form: str
    """The name of the form of the table that the phrase has."""
    normal: str
    """The phrase as the grammar saw it: digits, no spaces, no 于 and 完成 around it."""
    year: int | None = None
    year_from: str = ""
    """Where the year of the day comes from: 文中写明2024年."""
    notes: tuple[str, ...] = ()
    """What else was checked or set aside: a weekday, an hour."""


class Unreadable(NamedTuple):
    """A phrase that no date may be made of."""

    phrase: str
    kind: Literal["ambiguous", "error"]
    message: str
    readings: tuple[str, ...] = ()
    """What it may honestly mean, as phrases of the same grammar, to be put in `reading`."""
