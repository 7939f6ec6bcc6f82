"""The register of letters, read by those alone who write, check or compare it.

What went out stands as it was written, whatever the plan has become: an entry that loads once loads for good.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fuquan import schema
from fuquan.diagnostic import Diagnostic
from fuquan.due import KEY
from fuquan.errors import clipped, ranges
from fuquan.letter import Item, Kind, Letter
from fuquan.load.reading import Reader, Row
from fuquan.model import Plan
from fuquan.source import LETTERS, File, TooManyError, exists, read
from fuquan.text import long_day


class Register(NamedTuple):
    """What could be read; whole only where nothing was `found`."""

    letters: tuple[Letter, ...]
    found: tuple[Diagnostic, ...]
    file: File | None = None
    """None where there is no register yet."""


def register_in(folder: Path, plan: Plan) -> Register:
    """The register beside the plan in `folder`; an empty one where there is none."""
    path = folder / LETTERS
    return register_of(read(path) if exists(path) else None, plan)


def register_of(file: File | Diagnostic | None, plan: Plan) -> Register:
    """The register in a text; its bodies bear the names that the `plan` has for them, if it knows them."""
    if file is None:
        return Register((), ())
    reader = Reader()
    letters: tuple[Letter, ...] = ()
    try:
        rows = reader.file(file, schema.LETTERS_FILE)
        if rows is not None:
            letters = tuple(_Linker(reader, plan).letters(rows.get("letters", ())))
    except TooManyError:
        pass
    found = tuple(sorted(reader.found, key=lambda one: one.span))
    return Register(letters, found, file if isinstance(file, File) else None)


_NUMBER = f"([1-9][0-9]{{0,3}})年({'|'.join(Kind)})第([1-9][0-9]{{0,5}})号"


class _Linker:
    def __init__(self, reader: Reader, plan: Plan) -> None:
        self.error = reader.error
        self.names = {name: unit.name for unit in plan.bodies() for name in (unit.name, *unit.aliases)}

    def letters(self, rows: tuple[Row, ...]) -> Iterator[Letter]:
        """A series may begin with any number, since an office may have begun it on paper; from there on none lacks."""
        read = [(row, letter) for row in rows if row.whole and (letter := self.letter(row)) is not None]
        first: dict[tuple[int, Kind, int], int] = {}
        for row, letter in read:
            span = row.at.span("number")
            line = first.setdefault((*letter.series, letter.n), span.line)
            if line != span.line:
                told = f"编号“{letter.number}”重复，前一处在第{line}行"
                self.error("duplicate", span, told, "一个编号只能是一份函件，请核对后一处的编号")
        last: dict[tuple[int, Kind], int] = {}
        for row, letter in sorted(read, key=lambda one: one[1].n):
            before = last.setdefault(letter.series, letter.n)
            if letter.n > before + 1:
                lacks = "、".join(f"第{part}号" for part in ranges(range(before + 1, letter.n)).split("、"))
                told = f"{letter.date.year}年{letter.kind}的编号从第{before}号跳到第{letter.n}号，缺{lacks}"
                mend = "登记只增不改：删去的一条请从版本库恢复，编号写错的请改正"
                self.error("letter-number", row.at.span("number"), told, mend)
            last[letter.series] = letter.n
        return (letter for _, letter in read)

    def letter(self, row: Row) -> Letter | None:
        number = re.fullmatch(_NUMBER, row["number"])
        year, kind = row["date"].year, row["kind"]
        such = f"{year}年{kind}第1号"
        if number is None:
            told = f"“{clipped(row['number'])}”不是编号的写法"
            self.error("letter-number", row.at.span("number"), told, f"请写成 {such} 这样")
            return None
        if (int(number[1]), number[2]) != (year, kind):
            told = f"编号“{row['number']}”与日期（{long_day(row['date'])}）和种类（{kind}）对不上"
            self.error("letter-number", row.at.span("number"), told, f"这一年这一种的编号是 {such} 这样，请核对")
            return None
        return Letter(
            date=row["date"],
            unit=self.names.get(row["unit"], row["unit"]),
            kind=Kind(kind),
            items=tuple(self.item(one) for one in row["items"] if one.whole),
            basis=row.get("basis"),
            n=int(number[3]),
            at=row.at,
        )

    def item(self, row: Row) -> Item:
        period = row.get("period")
        if period is not None and re.fullmatch(KEY, period) is None:
            told = f"“{clipped(period)}”不是时期的写法"
            self.error("period", row.at.span("period"), told, "请写成 2023-05、2023-Q2、2023-W20 这样")
        return Item(row["task"], period)
