"""Every office file as Excel and Word judge it: by the schemas and rules of the Open XML SDK, in another's code."""

import zipfile
from pathlib import Path

import pytest
from conftest import Fuquan, copied
from openxml_audit import FileFormat, OpenXmlValidator
from plans import task, written

COMMANDS = (
    "export xlsx -o 表.xlsx",
    "export docx -o 表.docx",
    "report month -o 月.docx",
    "report quarter --to 各镇人民政府，区直有关单位 -o 季.docx",
    "report year -o 年.docx",
    "form --all -o 填报表",
    "letter --all -o 函件",
    "letter --all --kind 督办 --basis 批示 -o 督办",
)


@pytest.mark.parametrize("day", ["2023-04-20", "2023-05-10", "2023-12-31"])
def test_what_is_written_of_the_example(
    day: str, fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(day, fuquan, copied(tmp_path), monkeypatch) == {}


def test_what_is_written_of_a_plan_without_records(
    fuquan: Fuquan, unrecorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found("2024-02-29", fuquan, unrecorded, monkeypatch) == {}


def test_what_is_written_of_an_ugly_plan(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    title = r'"[red]=cmd()|<script>\e[31m甲\n乙{{ 标题 }}&' + "长" * 500 + '"'
    written(
        tmp_path,
        task("4月底前", "../../局, 各镇").replace("title: 任务", f"title: {title}")
        + "\n"
        + task("每月20日前", "'@a/b:c'", 2),
        r'  - {name: ../../局, progress: {1: {reason: "\e]0;甲\a\u202e丙\n丁\uFFFE"}}}'
        "\n  - {name: '@a/b:c'}\n  - {name: 各镇, members: towns}",
        header=r'short: "<工作>\n", office: "=办\e[0m"',
    )
    assert found("2023-05-10", fuquan, tmp_path, monkeypatch) == {}


def found(day: str, fuquan: Fuquan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What is wrong with which of the files that the commands write in the folder."""
    monkeypatch.chdir(folder)
    for command in COMMANDS:
        done = fuquan(*command.split(), "--today", day, data=folder)
        assert done.status == 0, done.err
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".xlsx", ".docx"))
    assert len(files) > len(COMMANDS)
    return {path.name: told for path in files if (told := errors(path))}


def errors(file: Path) -> list[str]:
    versions = (FileFormat.OFFICE_2007, FileFormat.MICROSOFT_365)
    return [str(one) for version in versions for one in OpenXmlValidator(version).validate(file).errors]


def test_a_file_that_was_spoilt_is_found(fuquan: Fuquan, tmp_path: Path) -> None:
    """What is used here does find what Word would mend or refuse."""
    assert fuquan("export", "docx", "-o", str(tmp_path / "表.docx")).status == 0
    with zipfile.ZipFile(tmp_path / "表.docx") as good, zipfile.ZipFile(tmp_path / "坏.docx", "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data.replace(b"<w:tblPr>", b"<w:tblGrid/><w:tblPr>") if "document" in name else data)
    assert errors(tmp_path / "表.docx") == []
    assert any("tblPr" in one for one in errors(tmp_path / "坏.docx"))
