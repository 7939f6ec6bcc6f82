"""What a command has recorded: its sentences, who is still missing, and where it stands."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fuquan.deadline import Ongoing
from fuquan.owed import Situation
from fuquan.recording import Recorded
from fuquan.text import printable
from fuquan.view import words
from fuquan.view.changes import changes, merged
from fuquan.view.changes.change import Change
from fuquan.view.phrases import folded

PLACES = 6
"""As many are named; of more it is said how many there are."""


class Said(NamedTuple):
    sentence: str
    """As `diff` says it."""
    missing: str
    """尚有区司法局未完成; empty where there is nothing to say."""
    bodies: tuple[str, ...]
    """Those that a group stands for in the sentence."""


def said(of: Recorded) -> tuple[Said, ...]:
    """Every change, and with the last one of a task who has not done it yet."""
    told = changes(of.edit)
    done = {_whose(one) for one in told if one.kind == "record-done"}
    shown = merged((one for one in told if not (one.kind == "record-evidence" and _whose(one) in done)), of.edit.head)
    last = {(one.first.task, one.first.period): n for n, one in enumerate(shown) if one.first.kind.startswith("record")}
    return tuple(
        Said(
            sentence=one.sentence.removesuffix("。"),
            missing=missing(of.edit.now, one.first) if last.get((one.first.task, one.first.period)) == n else "",
            bodies=() if len(one.bodies) < 2 or words.listed(one.bodies) in one.sentence else one.bodies,
        )
        for n, one in enumerate(shown)
    )


def _whose(one: Change) -> tuple[int | None, str | None, str | None]:
    return one.task, one.unit, one.period


def missing(now: Situation, of: Change) -> str:
    """Who has not done the task, or that period of it, yet; empty where one body owes it, or nobody is ever through."""
    standing = next(one for one in now.standings if one.task.id == of.task)
    those = [one for one in standing.assignments if one.period == of.period]
    left = [one for one in those if one.is_open]
    if isinstance(standing.task.deadline.reading, Ongoing) or len(those) == 1:
        return ""
    if not left:
        return "各责任单位均已完成"
    names = list(folded(left, standing))
    return f"尚有{words.listed(names) if len(names) < 3 else f'{names[0]}等{len(left)}家'}未完成"


def lines(told: Sequence[Said]) -> Iterator[str]:
    """红杨镇完成任务9，5月10日，逾期10天；尚有区司法局未完成。"""
    for one in told:
        yield f"{'；'.join(part for part in (one.sentence, one.missing) if part)}。"
        if one.bodies:
            yield f"  即{words.listed(one.bodies)}。"


def places(of: Recorded) -> str:
    """data/towns.yaml:70、data/tasks.yaml:141."""
    spans = sorted({of.place(step)[:2] for step in of.steps})
    shown = "、".join(printable(f"{path}:{line}") for path, line in spans[:PLACES])
    return shown + (f"等{len(spans)}处" if len(spans) > PLACES else "")


def message(told: Sequence[Said]) -> str:
    """For a commit: the sentence, or of several the first and, below, all."""
    sentences = [printable(one.sentence) for one in told]
    if len(sentences) == 1:
        return sentences[0]
    return "\n".join((f"{sentences[0]}等{len(sentences)}项", "", *sentences))
