"""Letters: what each body that owes something is told, asked, and by when. Nothing here numbers or keeps them."""

from collections.abc import Iterable, Iterator, Sequence

from fuquan.owed import Situation
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.letters.demands import falling_due
from fuquan.view.letters.drafting import Draft as Draft
from fuquan.view.letters.drafting import Point, parted, periods_by_task
from fuquan.view.letters.drafting import Terms as Terms
from fuquan.view.letters.drafting import Unsent as Unsent
from fuquan.view.letters.drafting import drafts as drafts
from fuquan.view.letters.templates import FIELDS as FIELDS
from fuquan.view.letters.templates import ITEM_FIELDS as ITEM_FIELDS
from fuquan.view.letters.templates import fields as fields
from fuquan.view.letters.wording import CALLED as CALLED
from fuquan.view.letters.wording import Wording
from fuquan.view.paper import Paper, Paragraph


def paper(draft: Draft, now: Situation, terms: Terms, number: str | None) -> Paper:
    """The letter; with `number` None it has none."""
    made = Wording(draft, now, terms)
    return (
        Paragraph("title", made.title),
        *([Paragraph("number", f"编号：{number}")] if number else []),
        *([Paragraph("addressee", f"{made.addressee}：")] if not draft.is_own else []),
        *made.body,
        Paragraph("body", made.demand),
        *([Paragraph("body", made.closing)] if made.closing else []),
        *([Paragraph("signature", made.signature)] if not draft.is_own else []),
        Paragraph("date", long_day(now.today)),
        *([Paragraph("contact", made.contact)] if not draft.is_own else []),
    )


def told(draft: Draft, number: str | None) -> str:
    """2023年催办第1号，红杨镇：逾期3项（任务2、9、10）."""
    parts: list[str] = []
    before: list[Point] = []
    for part, points in (("逾期", draft.late), (falling_due(draft.soon), draft.soon), ("待核实", draft.asked)):
        if points:
            parts.append(f"{part}{_counted(*parted(points, before))}")
        before += points
    name = number or f"{CALLED[draft.kind]}（落款单位内部，不编号）"
    return f"{name}，{draft.unit.name}：{'；'.join(parts)}"


def _counted(new: Sequence[Point], again: Sequence[Point]) -> str:
    """3项（任务9、10；任务14，3期）; of tasks that were counted before 1期（任务14）."""
    periods = periods_by_task(new)
    once = words.listed(str(number) for number, n in periods.items() if n == 1)
    several = (f"任务{number}，{n}期" for number, n in periods.items() if n > 1)
    parts = [f"{len(periods)}项（{'；'.join([*([f'任务{once}'] if once else []), *several])}）"] if new else []
    periods = periods_by_task(again)
    if again:
        parts.append(f"{sum(periods.values())}期（任务{words.listed(map(str, periods))}）")
    return "、".join(parts)


def unsent(those: Iterable[Unsent]) -> Iterator[str]:
    """没有发给湾沚镇、陶辛镇：没有逾期或者即将到期的任务."""
    alike: dict[str, list[str]] = {}
    for one in those:
        alike.setdefault(one.why, []).append(one.unit)
    return (f"没有发给{words.listed(units)}：{why}" for why, units in alike.items())
