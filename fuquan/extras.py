"""What only some users need, and install beside the rest."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from fuquan.errors import FuquanError


@contextmanager
def office(what: str) -> Iterator[None]:
    """Round the import of a library that the extra `office` brings; `what` is being done with it, as 写 Excel 文件.

    Raises FuquanError with the command that installs it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("fuquan"):
            raise
        command = f'"{sys.executable}" -m pip install "fuquan[office]"'
        raise FuquanError(f"{what}要用到 {error.name}，还没有安装", f"请先运行 {command}") from error
