"""What `fuquan check` says of data that load: plain generators, each of what breaks one rule."""

from collections.abc import Callable, Iterator

from fuquan.deadline import By, Every
from fuquan.diagnostic import Diagnostic, Severity, Span
from fuquan.owed import Situation

Rule = Callable[[Situation], Iterator[Diagnostic]]


def stray(now: Situation) -> Iterator[Diagnostic]:
    """A record belongs to an assignment: one that does not is kept, but counts for nothing and nobody sees it.

    Mend it by moving the record to the body or period that owes the task, or by correcting since, until and members.
    """
    units = {unit.name: unit for unit in (*now.plan.units, *now.plan.towns)}
    for name, task, period, record in now.strays:
        if units[name].members is not None:
            why, mend = f"{name}的名单已经完整，由成员各自承担", "请把记录移到承担的成员之下"
        elif period is not None:
            why, mend = f"任务{task}的{period}这一期还没有到", "请核对时期"
        else:
            why, mend = f"任务{task}到期之日{name}不承担它", "请核对单位的设立、撤销日期和成员的起止日期"
        assert record.at is not None  # noqa: S101 - it was read
        yield _warning("stray", record.at.span(), f"这条办理记录没有计入：{why}", mend)


def calendar(now: Situation) -> Iterator[Diagnostic]:
    """A deadline in working days needs its year's calendar, which the State Council publishes in the autumn before.

    Until then it has no day. Mend it by updating chinesecalendar once the year is published.
    """
    for one in now.standings:
        counted = isinstance(one.task.deadline.reading, By | Every) and any(
            each.due is None for each in one.assignments
        )
        if counted and now.no_calendar:
            years = "、".join(f"{year}年" for year in now.no_calendar)
            told = f"任务{one.task.id}按工作日计，没有{years}的节假日安排，暂时推算不出日期"
            yield _warning("calendar", one.task.at.span("deadline"), told, "请待公布后更新 chinesecalendar")


RULES: tuple[Rule, ...] = (stray, calendar)


def broken(now: Situation) -> tuple[Diagnostic, ...]:
    """What breaks any rule, by place."""
    found = (one for rule in RULES for one in rule(now))
    return tuple(sorted(found, key=lambda one: one.span))


def _warning(rule: str, span: Span, message: str, help: str) -> Diagnostic:  # noqa: A002 - the field's word
    return Diagnostic(rule=rule, severity=Severity.WARNING, span=span, message=message, help=help)
