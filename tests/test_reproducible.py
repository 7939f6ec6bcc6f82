"""The same data, day and options give the same bytes, whichever process writes them, in whatever zone and order."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import TESTS, copied
from processes import held


@pytest.mark.parametrize(
    "command",
    [
        *(f"export {kind} -o 出/表.{kind}" for kind in ("xlsx", "docx", "ics", "html", "csv", "md", "json")),
        "export xlsx --unit 各镇 --section 四 -o 出/表.xlsx",
        "report quarter -o 出/报告.docx",
        "letter --all -o 出",
        "form --all -o 出",
    ],
)
def test_the_same_bytes(command: str, tmp_path: Path) -> None:
    first, second = (_written(command, tmp_path / seed, seed, zone) for seed, zone in _WHERE)
    assert first
    assert first == second
    packed = [zipfile.ZipFile(io.BytesIO(data)) for data in first.values() if data.startswith(b"PK")]
    assert {entry.date_time for archive in packed for entry in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}


_WHERE = (("1", "Asia/Shanghai"), ("2", "America/Los_Angeles"))


def _written(command: str, folder: Path, seed: str, zone: str) -> dict[str, bytes]:
    (copied(folder) / "出").mkdir()
    env = {"PYTHONHASHSEED": seed, "TZ": zone, "FUQUAN_DATA": str(folder), "FUQUAN_TODAY": "2023-05-10"}
    subprocess.run(
        [sys.executable, "-m", "fuquan", *command.split()],
        check=True,
        capture_output=True,
        cwd=folder,
        env=os.environ | env | {"PYTHONPATH": str(TESTS.parent)},
    )
    return held(folder / "出")
