"""The plan on one page for a browser: the glance at the top, and below it the tables of the workbook."""

from collections.abc import Sequence
from typing import NamedTuple

from fuquan.owed import Situation
from fuquan.view import status, words
from fuquan.view.page import BLANK, Line, Page, Tone
from fuquan.view.workbook import Leaf, workbook


class Share(NamedTuple):
    """A part of the tasks that have a day."""

    label: str
    number: int
    whole: int
    tone: Tone | None


class Board(NamedTuple):
    title: str
    under: tuple[str, ...]
    """The day, and what must be known first."""
    said: tuple[str, ...]
    """The counts in sentences."""
    shares: tuple[Share, ...]
    late: Leaf
    ahead: Page
    """What comes next, and of the whole plan how each section stands."""
    annex: Leaf
    owners: tuple[tuple[str, ...], ...]
    """By row of the annex, the bodies that owe it, members of groups by name."""
    others: tuple[Leaf, ...]


def board(now: Situation, asked: Situation, names: Sequence[str], bodies: frozenset[str]) -> Board:
    """As `workbook`: `now` are the tasks selected of `asked`, which are all that the bodies asked about owe."""
    book = workbook(now, asked, names, bodies)
    annex, *others, late = book.leaves
    counts = status.counts(now, now.recorded)
    dated = sum(one.is_dated for one in now.standings)
    return Board(
        title=book.title,
        under=annex.under,
        said=tuple(one.text for one in counts if isinstance(one, Line)),
        shares=tuple(
            Share(words.STATES[state], n, dated, words.TONES.get(state) if n else None)
            for state, n in (status.parts(now) if dated else ())
        ),
        late=late,
        ahead=(*status.soon(now, bodies), *([] if names else [BLANK, *status.sections(now)])),
        annex=annex,
        owners=tuple(tuple(dict.fromkeys(each.unit for each in one.assignments)) for one in now.standings),
        others=tuple(others),
    )
