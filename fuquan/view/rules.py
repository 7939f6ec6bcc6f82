"""The rules of `fuquan check`, listed and explained."""

import re
from collections.abc import Iterable, Iterator, Sequence

from fuquan.rules import LOADING, OF_DATA, OF_EDITS, OF_LETTERS, OF_RULES, Rule
from fuquan.view.page import BLANK, Code, Column, Line, Page, Row, Sheet, Table
from fuquan.view.words import LEVELS

KINDS = (
    ("核对数据", "data", OF_DATA),
    ("核对函件登记", "letters", OF_LETTERS),
    ("核对改动（fuquan check --base）", "edit", OF_EDITS),
    ("核对豁免和级别", "rules", OF_RULES),
    ("读取数据时发现，必须改正", "loading", LOADING),
)
"""What a kind is called on screen and in JSON, and its rules."""

_SAMPLES = {"改前": "改动之前：", "错": "这样写不行：", "对": "这样写可以："}


def page(rules: Sequence[Rule]) -> Page:
    """A table a kind."""
    return tuple(
        block
        for title, _, of in KINDS
        if (own := [one for one in of if one in rules])
        for block in (Line(text=title, heading=True), _table(own), BLANK)
    )[:-1]


def _table(rules: Iterable[Rule]) -> Table:
    return Table(
        columns=(Column(title="规则"), Column(title="级别"), Column(title="要求")),
        rows=tuple(Row(cells=(one.id, LEVELS[one.severity], one.must)) for one in rules),
    )


def explained(rules: Iterable[Rule]) -> Page:
    """What each rule asks, why, how to mend what breaks it, and its samples."""
    blocks: list[Line | Table | Code] = []
    for one in rules:
        blocks += [Line(text=f"{one.id}（{LEVELS[one.severity]}）", heading=True)]
        for text in paragraphs(one):
            blocks += [Line(text=text), BLANK]
        for title, sample in one.samples.items():
            blocks += [Line(text=_SAMPLES[title]), Code(text=sample), BLANK]
    return tuple(blocks[:-1])


def paragraphs(rule: Rule) -> list[str]:
    """The lines of each paragraph joined, with a space between two words that are not Han."""
    return [re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", part).replace("\n", "") for part in rule.prose.split("\n\n")]


def document() -> Page:
    """The whole of docs/rules.md."""
    return (
        Line(text="核对规则", heading=True),
        Line(
            text="本页由 fuquan rules -f md 生成，与程序里的说明相同。级别可以在 plan 的 severity 里改，个别的可以在"
            " waivers 里豁免；读取数据时发现的问题除外。"
        ),
        *page([one for _, _, of in KINDS for one in of]),
        BLANK,
        *explained([one for _, _, of in KINDS for one in of]),
    )


def sheet(rules: Sequence[Rule]) -> Sheet:
    return Sheet(
        columns=("规则", "级别", "类别", "要求", "说明"),
        rows=tuple(
            (one.id, LEVELS[one.severity], title, one.must, "".join(paragraphs(one)[1:]))
            for title, _, of in KINDS
            for one in of
            if one in rules
        ),
    )


def text(rules: Sequence[Rule]) -> tuple[str, ...]:
    return tuple(f"{one.id}（{LEVELS[one.severity]}）：{one.must}" for one in rules)


def as_json(rules: Sequence[Rule]) -> Iterator[dict[str, object]]:
    for _, kind, of in KINDS:
        for one in of:
            if one in rules:
                yield {
                    "id": one.id,
                    "kind": kind,
                    "severity": one.severity.value,
                    "text": paragraphs(one),
                    "samples": dict(
                        zip(("before", "bad", "good")[-len(one.samples) :], one.samples.values(), strict=True)
                    )
                    if one.samples
                    else {},
                }
