"""What is said of forms that came back: of each what it would record, and of each finding where it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fuquan.comparison import Comparison
from fuquan.forms import form
from fuquan.forms.collecting import Collected
from fuquan.forms.filled import Finding
from fuquan.recording.steps import Reporting, Returning
from fuquan.text import printable
from fuquan.view.changes import changes
from fuquan.view.changes.change import Change
from fuquan.view.recorded import missing


def lines(forms: Sequence[Collected], made: Comparison | None, waiting: Comparison | None) -> Iterator[str]:
    """六郎镇.xlsx（六郎镇）：填报3项，其中1项已有记录。 And below it a line for each row that is recorded.

    `made` is what the right forms record together, `waiting` what the right rows of the others would; without the one
    or the other nothing is said of these rows. Below all forms stands what is to be mended, what ought to be known
    besides, and how many are right.
    """
    told, would = _told(made), _told(waiting)
    last = {key.what: key for one in forms if one.is_right for step in one.steps if (key := _key(step)) in told}
    for one in forms:
        found = told if one.is_right else would
        rows = [(key, found[key]) for step in one.steps if (key := _key(step)) in found]
        yield printable(f"{one.file}{f'（{one.unit}）' if one.unit else ''}：{_held(one, len(rows))}")
        for key, those in rows:
            is_last = one.is_right and last[key.what] == key and not key.what.is_return
            left = missing(made.now, those[0]) if made and is_last else ""
            yield printable(f"  {_sentence(those, left)}")
    findings = [finding for one in forms for finding in one.findings]
    if findings:
        yield f"要核对的有{len(findings)}处："
        yield from (f"  {where(finding)}" for finding in findings)
    remarks = [remark for one in forms for remark in one.remarks]
    if remarks:
        yield f"另有{len(remarks)}处提示，不影响录入："
        yield from (f"  {where(remark)}" for remark in remarks)
    if len(forms) > 1:
        yield _counted(forms)


def where(finding: Finding) -> str:
    """六郎镇.xlsx，填报表 G7：4月31日不是有效的日期。请核对。"""
    place = f"，{form.SHEET} {finding.cell}" if finding.cell else ""
    mend = f"{finding.help}。" if finding.help else ""
    return printable(f"{finding.file}{place}：{finding.message}。{mend}")


class _What(NamedTuple):
    """A task, or with `is_return` the return of a month."""

    task: int | None
    period: str | None
    is_return: bool = False


class _Key(NamedTuple):
    unit: str | None
    what: _What


def _key(step: Reporting | Returning) -> _Key:
    if isinstance(step, Reporting):
        return _Key(step.body, _What(step.task, step.period))
    return _Key(step.body, _What(None, step.month, is_return=True))


def _told(edit: Comparison | None) -> Mapping[_Key, list[Change]]:
    """What changes, by the row that says so."""
    told: dict[_Key, list[Change]] = {}
    for one in changes(edit) if edit else ():
        is_return = one.kind.startswith("return")
        key = _Key(one.unit, _What(None if is_return else one.task, one.period, is_return))
        told.setdefault(key, []).append(one)
    return told


def _sentence(those: Sequence[Change], left: str) -> str:
    """红杨镇开始办理任务9，5月10日；预计5月20日完成任务9；尚有区司法局未完成。"""
    parts = (those[0].sentence, *("".join(one.said) for one in those[1:]), left)
    return f"{'；'.join(part.rstrip('。；') for part in parts if part)}。"


def _held(one: Collected, told: int) -> str:
    if one.findings:
        more = f"；没有问题的{told}项，改好后会这样录入：" if told else "。"
        return f"有{len(one.findings)}处要核对，整份不录入{more}"
    if not one.rows:
        return "没有填写。"
    if one.rows in (one.already, one.again):
        return f"填报{one.rows}项，{'都已有记录' if one.already else '前面的表里都有'}。"
    parts = ((one.already, "已有记录"), (one.again, "前面的表里已有"))
    known = "，".join(f"{n}项{what}" for n, what in parts if n)
    return f"填报{one.rows}项{f'，其中{known}' if known else ''}。"


def _counted(forms: Sequence[Collected]) -> str:
    wrong = sum(not one.is_right for one in forms)
    rows = len({item for one in forms if one.is_right for item in one.items})
    if not wrong:
        is_known = rows and not any(one.steps for one in forms)
        return f"共{len(forms)}份，填报{rows}项，{'都已有记录，' if is_known else ''}没有要核对的。"
    if wrong == len(forms):
        return f"共{wrong}份，都要核对。"
    return f"共{len(forms)}份，{wrong}份要核对，其余{len(forms) - wrong}份填报{rows}项。"
