"""What only some users need, and install beside the rest."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from fuquan.errors import FuquanError


@contextmanager
def office(what: str) -> Iterator[None]:
    """Round the import of a library that the extra `office` brings; `what` is being done with it, as 写 Excel 文件.

    Raises FuquanError with the command that installs it, or installs it anew where it does not work.
    """
    try:
        yield
    except ImportError as error:
        name, _, part = (error.name or "").partition(".")
        if name == "fuquan":
            raise
        install = f'"{sys.executable}" -m pip install'
        if isinstance(error, ModuleNotFoundError) and not part:
            package = _PACKAGES.get(name, name)
            raise FuquanError(f"{what}要用到 {package}，还没有安装", f'请先运行 {install} "fuquan[office]"') from error
        library = f"（{error.name}）" if error.name else ""
        command = f'{install} --force-reinstall "fuquan[office]"'
        raise FuquanError(f"{what}要用到的库{library}装得不完整，用不了", f"请重新安装：{command}") from error


_PACKAGES = {"docx": "python-docx", "python_calamine": "python-calamine", "xlsxwriter": "XlsxWriter"}
"""By which name to install what is imported by another."""
