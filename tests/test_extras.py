"""Libraries of the extra that are not there, or do not work: real ones, that are imported."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from fuquan.errors import FuquanError
from fuquan.extras import office

INSTALL = f'"{sys.executable}" -m pip install'
ANEW = f'请重新安装：{INSTALL} --force-reinstall "fuquan[office]"'


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        ("import fuquan_none", "写 Word 文件要用到 fuquan_none，还没有安装", f'请先运行 {INSTALL} "fuquan[office]"'),
        ("import email.none", "写 Word 文件要用到的库（email.none）装得不完整，用不了", ANEW),
        ("from email.message import none", "写 Word 文件要用到的库（email.message）装得不完整，用不了", ANEW),
        ("import {name}.built", "写 Word 文件要用到的库（built）装得不完整，用不了", ANEW),
        ("raise ImportError('DLL load failed')", "写 Word 文件要用到的库装得不完整，用不了", ANEW),
    ],
)
def test_a_library_that_cannot_be_imported_is_told_with_what_installs_it(
    text: str, message: str, help_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = tmp_path.name
    package = tmp_path / name
    package.mkdir()
    (package / "__init__.py").write_text(text.format(name=name), encoding="utf-8")
    (package / "built.abi3.so").write_bytes(b"cut off")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(FuquanError) as error, office("写 Word 文件"):
        import_module(name)
    assert (error.value.message, error.value.help) == (message, help_)


def test_a_module_of_ours_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError), office("写 Word 文件"):
        import_module("fuquan.none")
