"""A file that a command makes: to where it was asked for, and what is said of it."""

import os
import sys
from pathlib import Path

from fuquan.errors import FuquanError


def deliver(made: bytes, output: str | None, name: str, told: str, *, force: bool, is_read: bool = False) -> None:
    """`output` is what -o says: a file, or - for stdout; without it the file is called `name`. `told` is what it holds.

    What is made to be read (`is_read`), and not by programs, is shown in the screen's own encoding.

    Raises FuquanError where it cannot be written, and of what a screen cannot show.
    """
    from fuquan.source import shown
    from fuquan.source.saving import put
    from fuquan.text import printable

    if output == "-":
        if made.startswith(b"PK") and sys.stdout.isatty():
            raise FuquanError("这种文件不是文字，不能显示在屏幕上", "请用 -o 写明文件名，或者接到别的程序")
        if is_read:
            sys.stdout.write(made.decode())
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
        return
    path = Path(name if output is None else output)
    _refuse_data(path)
    put(path, made, force=force)
    sys.stdout.write(f"已写出 {printable(shown(path))}：{told}。\n")


def _refuse_data(path: Path) -> None:
    """What the answers come from is not written over, nor is anything else called so, whatever is forced."""
    from fuquan.source import LETTERS, TASKS, TOWNS

    if Path(os.path.realpath(path)).name in (TASKS, TOWNS, LETTERS):
        raise FuquanError(f"“{path}”是数据文件的名称，不能写成别的文件", "请用 -o 换一个文件名")
