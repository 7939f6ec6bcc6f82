"""Letters: what each body that owes something is told, asked, and by when. Nothing here numbers or keeps them."""

from collections.abc import Iterable, Iterator, Sequence

from fuquan.owed import Situation
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.letters.drafting import Draft as Draft
from fuquan.view.letters.drafting import Point
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
    said = {"逾期": draft.late, "即将到期": draft.soon, "待核实": draft.asked}
    parts = [f"{part}{_numbers(points)}" for part, points in said.items() if points]
    name = number or f"{CALLED[draft.kind]}（落款单位内部，不编号）"
    return f"{name}，{draft.unit.name}：{'；'.join(parts)}"


def _numbers(points: Sequence[Point]) -> str:
    tasks = dict.fromkeys(str(one.standing.task.id) for one in points)
    return f"{len(tasks)}项（任务{words.listed(tasks)}）"


def unsent(those: Iterable[Unsent]) -> Iterator[str]:
    """没有发给湾沚镇、陶辛镇：没有逾期或者即将到期的任务."""
    alike: dict[str, list[str]] = {}
    for one in those:
        alike.setdefault(one.why, []).append(one.unit)
    return (f"没有发给{words.listed(units)}：{why}" for why, units in alike.items())
