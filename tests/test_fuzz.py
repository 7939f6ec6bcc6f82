"""A short run of the fuzzer, always the same; tests/fuzz/check.py says how to run it for hours."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TESTS

pytest.importorskip("atheris", reason="没有安装 atheris，它只有 Linux x86_64 的安装包")


def test_some_thousand_inputs_break_nothing(tmp_path: Path) -> None:
    learnt = tmp_path / "learnt"
    learnt.mkdir()
    fuzzer = TESTS / "fuzz" / "check.py"
    done = subprocess.run(
        [
            *(sys.executable, fuzzer, "-runs=3000", "-seed=20230418", "-max_len=4096", "-timeout=60"),
            *(f"-artifact_prefix={tmp_path}/", learnt, fuzzer.parent / "corpus"),
        ],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        encoding="utf-8",
        errors="backslashreplace",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Done 3000 runs" in done.stderr
    assert list(learnt.iterdir()) != []
