"""What is said of forms that came back: of each what it holds, and of each finding where it is."""

from collections.abc import Iterator, Sequence

from fuquan.forms import form
from fuquan.forms.collecting import Collected
from fuquan.forms.filled import Finding
from fuquan.text import printable


def lines(forms: Sequence[Collected]) -> Iterator[str]:
    """六郎镇.xlsx（六郎镇）：填报3项，其中1项已有记录。 And below all of them what is to be mended."""
    for one in forms:
        whose = f"（{one.unit}）" if one.unit else ""
        yield printable(f"{one.file}{whose}：{_held(one)}。")
    found = [finding for one in forms for finding in one.findings]
    if found:
        yield f"要核对的有{len(found)}处："
        yield from (f"  {told(finding)}" for finding in found)


def told(finding: Finding) -> str:
    """六郎镇.xlsx，填报表 G7：4月31日不是有效的日期。请核对。"""
    place = f"，{form.SHEET} {finding.cell}" if finding.cell else ""
    mend = f"{finding.help}。" if finding.help else ""
    return printable(f"{finding.file}{place}：{finding.message}。{mend}")


def _held(one: Collected) -> str:
    if one.findings:
        return f"有{len(one.findings)}处要核对"
    if not one.rows:
        return "没有填写"
    if not one.steps:
        return f"填报{one.rows}项，都已有记录"
    return f"填报{one.rows}项" + (f"，其中{one.already}项已有记录" if one.already else "")
