"""Where things stand in a workbook, from its XML: so that a sheet as large as the world is never laid out."""

import posixpath
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple
from xml.parsers import expat

from fuquan.archive import StrangeError, read_xml
from fuquan.workbook.parts import DAMAGED, STRANGE, TOO_MUCH, WORKBOOK, Refused, target

MOST_ROWS, MOST_COLUMNS = 20_000, 60
"""Within which there may be something: the library lays out all that is between. A form has eleven columns."""

Place = tuple[int, int]
"""Row and column, from 1."""


class Layout(NamedTuple):
    formulas: frozenset[Place]
    errors: frozenset[Place]
    """#N/A and the like, typed or pasted."""
    others: Mapping[str, frozenset[Place]]
    """The other sheets that are seen, and their errors."""
    comments: frozenset[Place]


MOST_SHEETS = 20


def looked_at(parts: Mapping[str, bytes], sheet: str) -> Layout | Refused:
    """The sheet of that name in a workbook whose parts are all XML without surprises, or why it is not read."""
    try:
        scans = {name: _scanned(part) for name, part in parts.items()}  # all: any of them may be named as a sheet
        sheets: dict[str, str] = {}
        hidden: set[str] = set()
        read_xml(parts[WORKBOOK], lambda tag, given: _named(tag, given, sheets, hidden))
        if sheet not in sheets:
            return _without(sheet, list(sheets))
        leads: dict[str, str] = {}
        read_xml(parts["xl/_rels/workbook.xml.rels"], lambda _, given: leads.update({given.get("Id", ""): _to(given)}))
        part = leads[sheets[sheet]]
        own = scans[part]
        others = {
            name: frozenset(scans[other].errors)
            for name, id_ in sheets.items()
            if name not in hidden | {sheet}
            and (other := leads.get(id_, "")).startswith("xl/worksheets/")
            and other in scans
        }
        if len(others) >= MOST_SHEETS:
            return TOO_MUCH
        return Layout(frozenset(own.formulas), frozenset(own.errors), others, frozenset(_comments(parts, part)))
    except StrangeError:
        return STRANGE
    except _TooFarError as error:
        return Refused(f"在离表很远的地方（第{error.row}行第{error.column}列）有内容，没有读取", TOO_MUCH.help)
    except (expat.ExpatError, LookupError, ValueError):  # an encoding may be unknown, too
        return DAMAGED


def _without(sheet: str, names: list[str]) -> Refused:
    there = "、".join(f"“{name[:40]}”" for name in names[:6]) + ("等" if len(names) > 6 else "")
    return Refused(
        f"里面没有“{sheet}”这张工作表{f'，只有{there}' if names else ''}",
        f"工作表改了名称的，请改回“{sheet}”；不是填报表的，请核对是不是发错了文件",
    )


def _named(tag: str, given: Mapping[str, str], sheets: dict[str, str], hidden: set[str]) -> None:
    if tag == "sheet":
        if given.get("state", "visible") != "visible":
            hidden.add(given.get("name", ""))
        sheets[given.get("name", "")] = next((value for name, value in given.items() if name.endswith(":id")), "")


def _to(given: Mapping[str, str]) -> str:
    return target(given.get("Target", ""))


def _comments(parts: Mapping[str, bytes], sheet: str) -> set[Place]:
    """The cells of the sheet that somebody commented on, in either of the two kinds; one beside no cell is none."""
    folder, name = posixpath.split(sheet)
    own: set[str] = set()
    found: set[Place] = set()

    def lead(_: str, given: Mapping[str, str]) -> None:
        if given.get("Type", "").rpartition("/")[2] in ("comments", "threadedComment"):
            own.add(target(given.get("Target", ""), folder))

    def begin(tag: str, given: Mapping[str, str]) -> None:
        if tag in ("comment", "threadedComment"):
            with suppress(ValueError):
                found.add(_place(given.get("ref", "")))

    if (leads := parts.get(f"{folder}/_rels/{name}.rels")) is not None:
        read_xml(leads, lead)
    for part in own & parts.keys():
        read_xml(parts[part], begin)
    return found


class _TooFarError(Exception):
    def __init__(self, row: int, column: int) -> None:
        super().__init__(row, column)
        self.row, self.column = row, column


class _scanned:  # noqa: N801 - it is called for what it gives
    """What a sheet holds, with places counted as spreadsheets do: where a cell says none, after the one before.

    A cell in a cell, or in a row that is not its own, might be counted otherwise by others: it raises ValueError.
    """

    def __init__(self, part: bytes) -> None:
        self.row = self.column = self.cells = self.furthest = 0
        self.is_in_cell = self.is_error = False
        self.formulas: set[Place] = set()
        self.errors: set[Place] = set()
        read_xml(part, self.begin, self.end)

    def begin(self, tag: str, given: dict[str, str]) -> None:
        if self.is_in_cell and tag in ("row", "c"):
            raise ValueError(tag)
        match tag:
            case "row":
                self.row, self.column, self.cells, self.furthest = int(given.get("r", self.row + 1)), 0, 0, 0
            case "c":
                self.is_in_cell, self.is_error, self.cells = True, given.get("t") == "e", self.cells + 1
                row, self.column = _place(given["r"]) if "r" in given else (self.row, self.column + 1)
                if row != self.row:
                    raise ValueError(given["r"])
                self.furthest = max(self.furthest, self.cells, self.column)
            case "v" | "is" | "f" if self.is_in_cell:
                if not (self.row <= MOST_ROWS and self.furthest <= MOST_COLUMNS):
                    raise _TooFarError(self.row, self.furthest)
                if tag == "f":
                    self.formulas.add((self.row, self.column))
                elif self.is_error:
                    self.errors.add((self.row, self.column))

    def end(self, tag: str) -> None:
        self.is_in_cell = self.is_in_cell and tag != "c"


def _place(name: str) -> Place:
    """Row and column of AB12; raises ValueError of what is no name of a cell."""
    found = re.fullmatch("([A-Za-z]{1,3})([0-9]{1,7})", name)
    if found is None:
        raise ValueError(name)
    column = 0
    for letter in found[1].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column


def name_of(row: int, column: int) -> str:
    """H7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
