"""Read a deadline phrase as an official would, or say why not."""

from datetime import date
from itertools import pairwise

from fuquan.deadline.dates import Reader, Refusal, later, with_dates, with_dues
from fuquan.deadline.forms import FORMS, Form, form_of, unread_part
from fuquan.deadline.kinds import (
    After,
    By,
    Deadline,
    Every,
    Grain,
    Kind,
    LengthUnit,
    Ongoing,
    Reading,
    Shift,
    ShiftTo,
    Stage,
    Undetermined,
    Unreadable,
    kind_of,
)
from fuquan.deadline.words import LONGEST, Folded, Trap, Word, folded, joined, words_of

__all__ = [
    "FORMS", "After", "By", "Deadline", "Every", "Form", "Grain", "Kind", "LengthUnit", "Ongoing", "Reading", "Shift",
    "ShiftTo", "Stage", "Undetermined", "Unreadable", "kind_of", "later", "read", "steps",
]  # fmt: skip


def read(phrase: str, *, year: int, issued: date) -> Deadline | Unreadable:
    try:
        return _read(phrase, year=year, issued=issued)
    except Refusal as refusal:
        return Unreadable(phrase=phrase, kind=refusal.kind, message=refusal.message, readings=refusal.readings)


def _read(phrase: str, *, year: int, issued: date) -> Deadline:
    plain = folded(phrase)
    if len(plain.text) > LONGEST:
        raise Refusal("error", f"完成时限长达{len(plain.text)}字，超过{LONGEST}字")
    text = plain.text.strip(",;、:.")
    if not text:
        raise Refusal("error", "完成时限是空的")
    start = plain.text.index(text)
    plain = Folded(text, plain.at[start : start + len(text)])
    words = _unwrapped(words_of(plain.text))
    words, soft = _essential(words)
    words = with_dates(joined(words))
    for word in words:
        if isinstance(word.value, Trap):
            raise Refusal(word.value.kind, word.value.message)
    words = with_dues(words)
    reader = Reader(phrase=phrase, at=plain.at, plan=year, issued=issued, soft=soft)
    if (form := form_of(words)) is None:
        raise Refusal("error", f"未能理解“{reader.printed(unread_part(words))}”部分")
    reading = form.build(reader, words)
    return Deadline(
        phrase=phrase,
        reading=reading,
        form=form.name,
        normal="".join(word.text for word in words),
        year=reader.year.year if reader.year else None,
        year_from=reader.year.source if reader.year else "",
        notes=tuple(reader.notes),
    )


def _unwrapped(words: list[Word]) -> list[Word]:
    if len(words) > 2 and (words[0].kind, words[-1].kind) == ("open", "close") and sum(w.kind == "open" for w in words) == 1:
        return words[1:-1]
    return words


_DATED = frozenset("year-of month-of day-of quarter-of half-of full-date week-of plan-of year-edge festival-of count".split())
_TIMED = _DATED | {"every", "length", "years"}


def _essential(words: list[Word]) -> tuple[list[Word], bool]:
    """The words without 于, 截至 and 原则上, and whether there was one like 原则上.

    What leads a day after another one stays (力争6月底前、确保8月底前), and so does what parts a matter from its day.
    Haste is no more than manner where a day is named.
    """
    is_timed = any(word.kind in _TIMED for word in words)
    kept: list[Word] = []
    is_soft = False
    for word, following in pairwise([*words, Word("", "", 0, 0)]):
        if word.kind == "haste" and is_timed:
            kept.append(word._replace(kind="deed"))
        elif word.kind not in {"lead", "firm", "soft"}:
            kept.append(word)
        elif word.kind != "lead" and following.kind in _DATED | {"lead"} and any(one.kind in _DATED for one in kept):
            kept.append(word)
        elif word.kind == "lead" and kept and kept[-1].kind == "deed":
            kept.append(word)
        else:
            is_soft = is_soft or word.kind == "soft"
    return kept, is_soft


def steps(deadline: Deadline) -> tuple[str, ...]:
    return (f"写法：{deadline.form}",)
