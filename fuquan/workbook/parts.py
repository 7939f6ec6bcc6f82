"""The parts of a workbook that somebody sent, taken out of it within bounds; what is no plain .xlsx is refused."""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from fuquan import archive
from fuquan.archive import Archive, Unfit

MOST_BYTES = 20_000_000
"""Of a file; a form has some ten thousand, with pictures pasted in some millions."""

MOST_INFLATED = 50_000_000
"""Of all parts that are read."""

MOST_WHOLE = 200_000_000
"""Of all that is in it: pictures hardly unpack to more than they weigh, though some kinds do."""


class Refused(NamedTuple):
    """Why a file is not read, as a `FuquanError` would say it."""

    message: str
    help: str | None = None


WORKBOOK = "xl/workbook.xml"
DAMAGED = Refused("文件已经损坏，读不出来", "请重新发一份，或者用 Excel、WPS 打开后另存为 .xlsx")
TOO_MUCH = Refused("展开后大得不像填报表，没有读取", "请核对是不是发错了文件")
STRANGE = Refused("里面有 Excel 不会写的内容（DOCTYPE），没有读取", "请核对文件的来历，重新发一份")
_SAVE_AS = "请用 Excel 或 WPS 打开填报表，另存为 .xlsx 再收"


def parts(data: bytes) -> Mapping[str, bytes] | Refused:
    """The XML of a workbook, by name. Pictures and the like are left where they are."""
    found = archive.opened(data, archive.Bounds(MOST_BYTES, MOST_INFLATED, MOST_WHOLE), _is_read)
    if isinstance(found, Unfit):
        return _REFUSED[found]
    return _no_workbook(found) or found.parts


_REFUSED = {
    Unfit.LARGE: Refused(f"超过{MOST_BYTES // 1_000_000} MB，不像填报表，没有读取", "请核对是不是发错了文件"),
    Unfit.EMPTY: Refused("是空文件", "请重新发一份"),
    Unfit.OTHER: Refused("不是 Excel 工作簿", _SAVE_AS),
    Unfit.OLD: Refused("是旧格式的文件（如 .xls），没有读取", _SAVE_AS),
    Unfit.SEALED: Refused("设有打开密码，读不出来", "请去掉密码，另存后再收"),
    Unfit.SWOLLEN: TOO_MUCH,
    Unfit.STRANGE: STRANGE,
    Unfit.DAMAGED: DAMAGED,
}


def _is_read(name: str) -> bool:
    """Whether values may hang on the part, or it says where there are comments."""
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    return is_sheet or name.lower() in _NEEDED or re.fullmatch(_COMMENTS, name, re.I) is not None


_NEEDED = {
    *("[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
    *("xl/sharedstrings.xml", "xl/styles.xml"),
}
_COMMENTS = "xl/(?:comments.*|threadedcomments/.*)[.]xml|xl/worksheets/_rels/.*[.]rels"
"""Comments by the names that programs give them, and what leads to them."""


def _no_workbook(found: Archive) -> Refused | None:
    """Why an archive is no workbook that is read; None where it is one."""
    low = [name.lower() for name in found.names]
    if sign := next((sign for sign in _SIGNS if any(name.startswith(sign) for name in low)), None):
        return _SIGNS[sign]
    if WORKBOOK not in found.names:
        return _REFUSED[Unfit.OTHER]
    return Refused("带有宏，没有读取", "请另存为不带宏的 .xlsx 再收") if found.has_macros else None


_SIGNS = {
    "xl/externallinks/": Refused("链接着别的工作簿，没有读取", "请断开链接（数据，编辑链接），另存后再收"),
    "xl/workbook.bin": Refused("是二进制工作簿（.xlsb），没有读取", _SAVE_AS),
    "content.xml": Refused("是 ODF 文件（如 .ods），没有读取", _SAVE_AS),
    "word/document.xml": Refused("是 Word 文件，不是 Excel 工作簿", _SAVE_AS),
}


def packed(of: Mapping[str, bytes]) -> bytes:
    """An archive of these parts and nothing else: whoever reads it sees what was looked at, and no more."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in of.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


def target(name: str, folder: str = "xl") -> str:
    """The part that a relationship of one in the folder leads to; a path that leaves the archive is no part's name."""
    return posixpath.normpath(posixpath.join("/", folder, name)).lstrip("/")
