"""The register of letters."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fuquan.comparison import Comparison
from fuquan.view import words
from fuquan.view.changes.change import Change
from fuquan.view.changes.wording import altered, maybe_day, quoted

if TYPE_CHECKING:
    from fuquan.letter import Letter


def of_letters(edit: Comparison) -> Iterator[Change]:
    """What the register gained, lost or has otherwise: 登记了2023年催办第1号，发给红杨镇：任务2、9."""
    for was, became in edit.entries():
        if was == became:
            continue
        if became is None:
            assert was is not None  # noqa: S101 - one of the two is there
            said = (f"登记的{was.number}被删去，是发给", f"的：{_entered(was, edit)}")
            yield Change("letter-removed", said, unit=was.unit, before=was.number)
        elif was is None:
            said = (f"登记了{became.number}，发给", f"：{_entered(became, edit)}")
            yield Change("letter-added", said, unit=became.unit, after=became.number)
        else:
            fields = (
                ("日期", maybe_day(was.date, edit), maybe_day(became.date, edit)),
                ("单位", quoted(was.unit), quoted(became.unit)),
                ("依据", quoted(was.basis), quoted(became.basis)),
                ("任务", _items(was, edit), _items(became, edit)),
            )
            parts = "，".join(altered(label, old, new) for label, old, new in fields if old != new)
            said = (f"登记的{became.number}（发给", f"）被改动，{parts}")
            yield Change("letter-changed", said, unit=became.unit, before=was.number, after=became.number)


def _entered(one: "Letter", edit: Comparison) -> str:
    """任务2、9、14（4月）; of a 督办通知单 and its basis."""
    return f"{f'依据{one.basis}，' if one.basis else ''}任务{_items(one, edit)}"


def _items(one: "Letter", edit: Comparison) -> str:
    return words.listed(f"{item.task}{words.period(item.period, edit.day)}" for item in one.items)
