"""推进情况: the paper of a month, a quarter or a year, as one hands it to the leading group.

It states what the data say, as of its day: every task is counted once, and nothing is said that nobody reported.
"""

import datetime as dt
import re
from collections.abc import Iterator

from fuquan.model import Plan
from fuquan.owed import Situation
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.annex import grid
from fuquan.view.bulletin import ahead, late, summary
from fuquan.view.bulletin.period import Period
from fuquan.view.bulletin.steps import steps
from fuquan.view.paper import Paper, Paragraph

_NUMERALS = "一二三四五六七八九十"


def bulletin(
    now: Situation, of: Period, *, to: str | None = None, dated: dt.date | None = None, annex: bool = True
) -> Paper:
    """The paper of the period as of `now`; with `to`, a circular (通报) to these addressees, signed by the office.

    With `annex` the table of all tasks is attached.
    """
    table = grid(now) if annex else None
    return (
        Paragraph("title", title(now.plan) if to is None else f"关于{title(now.plan)}的通报"),
        Paragraph("under", f"（{of.title}，截至{words.day(now.today)}）"),
        *([] if to is None else [Paragraph("addressee", f"{to.rstrip('：: ')}：")]),
        *(
            paragraph
            for numeral, (heading, paragraphs) in zip(_NUMERALS, _parts(now, of), strict=False)
            for paragraph in (Paragraph("heading", f"{numeral}、{heading}"), *paragraphs)
        ),
        *([] if table is None else [Paragraph("attached", "附：任务进展情况表")]),
        *([] if to is None else _signature(now.plan, dated or now.today)),
        *([] if table is None else [table]),
    )


def title(plan: Plan) -> str:
    """湾沚区镇赋权工作推进情况."""
    if not plan.short:
        return f"《{plan.title}》推进情况"
    place = _place(plan)
    return f"{'' if plan.short.startswith(place) else place}{plan.short}推进情况"


def _place(plan: Plan) -> str:
    """湾沚区: what the titles of plan and issuer begin with, the lowest of 省市区县; empty where they do not."""
    found = re.match("(?:[^省市区县州盟旗]{1,8}[省市区县州盟旗])+", plan.issuer or "")
    if found is None or not plan.title.startswith(found[0]):
        return ""
    return str(re.findall("[^省市区县州盟旗]+[省市区县州盟旗]", found[0])[-1])


def _parts(now: Situation, of: Period) -> Iterator[tuple[str, list[Paragraph]]]:
    yield "总体情况", [Paragraph("body", text) for text in summary.part(now, of)]
    yield late.title(now), _itemised(list(late.part(now, of)))
    if changed := list(ahead.adjusted(now, of)):
        yield "时限调整事项", _itemised(changed)
    if coming := ahead.coming(now, of):
        yield "即将到期事项", [Paragraph("body", f"{'；'.join(text for _, text in coming)}。")]
    heading, text = ahead.undated(now, of)
    if text:
        yield heading, [Paragraph("body", text)]
    if text := ahead.left_over(now, of):
        yield "结转事项", [Paragraph("body", text)]
    if todo := steps(now, of):
        yield "下一步工作", _numbered(todo)


def _itemised(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Those with a lead as （一）, （二）…; one alone has no number."""
    if sum(bool(one.lead) for one in paragraphs) < 2:
        return paragraphs
    n = 0
    found = []
    for one in paragraphs:
        n += bool(one.lead)
        found.append(one._replace(lead=f"（{_numeral(n)}）{one.lead}") if one.lead else one)
    return found


def _numbered(texts: list[str]) -> list[Paragraph]:
    if len(texts) == 1:
        return [Paragraph("body", texts[0])]
    return [Paragraph("body", f"（{_numeral(n)}）{text}") for n, text in enumerate(texts, 1)]


def _numeral(n: int) -> str:
    """十二; 一百二十 is past what a paper has, and told in figures."""
    if n > 99:
        return str(n)
    tens, ones = divmod(n, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return lead + (_NUMERALS[ones - 1] if ones else "")


def _signature(plan: Plan, day: dt.date) -> Iterator[Paragraph]:
    if plan.office:
        yield Paragraph("signature", plan.office)
    yield Paragraph("date", long_day(day))
