"""An entry of the register of letters: what went to whom on which day, under which 编号."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from fuquan.model import Place


class Kind(StrEnum):
    """What a letter is; each has numbers of its own in every year."""

    REMIND = "提醒"
    URGE = "催办"
    SUPERVISE = "督办"
    ASK = "核实"
    NOTE = "提示"


Chosen = Literal[Kind.REMIND, Kind.URGE, Kind.SUPERVISE]
"""What may be asked for by its name; the others follow from what is owed and by whom."""


class Item(NamedTuple):
    """A task that a letter names, and of a recurring one the period."""

    task: int
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    date: dt.date
    unit: str
    kind: Kind
    items: tuple[Item, ...]
    basis: str | None = None
    """The leader's decision by which a 督办通知单 goes out."""
    n: int = 0
    """Its place among those of its kind in its year; 0 while it has none."""
    at: "Place | None" = field(default=None, compare=False, repr=False)

    @property
    def number(self) -> str:
        """2023年催办第1号: the register's own, not a 文号."""
        return f"{self.date.year}年{self.kind}第{self.n}号"

    @property
    def series(self) -> tuple[int, Kind]:
        return self.date.year, self.kind
