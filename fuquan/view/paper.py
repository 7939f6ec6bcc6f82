"""A paper as an office writes it: paragraphs that each have their place, and tables, whatever it is written in."""

from typing import Literal, NamedTuple

from fuquan.view.page import Value

Place = Literal[
    "title",  # centred, two sizes larger
    "under",  # centred below the title: the time it is of
    "number",  # to the right below the title: 编号
    "addressee",  # from the left edge, ends with ：
    "heading",  # 一、 a level of its own
    "body",  # two characters in; with a `lead`, that stands out: （一）…。
    "signature",  # to the right: the office that signs
    "date",  # to the right, under the signature
    "contact",  # （联系人：…）
    "attached",  # 附：…
]
"""The parts of GB/T 9704-2012, 7.3, that these papers have."""


class Paragraph(NamedTuple):
    place: Place
    text: str
    lead: str = ""
    """What it begins with, set apart (楷体): （一）第2项：签订赋权事项承接确认书。"""


class Grid(NamedTuple):
    """A table under its title, on pages of its own; `wide` has them lie across."""

    title: str
    columns: tuple[str, ...]
    """Their titles; equal ones that follow one another are one."""
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[int, ...]
    """Of the columns, in shares of the whole."""
    under: str = ""
    """Below the title, in lines: the day it is of, and what must be known first."""
    wide: bool = False
    spanned: frozenset[int] = frozenset()
    """Columns in which equal cells that follow one another are one, as printed lists have them."""


Paper = tuple[Paragraph | Grid, ...]
