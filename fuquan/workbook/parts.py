"""The parts of a workbook that somebody sent, taken out of it within bounds; what is no plain .xlsx is refused."""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

MOST_BYTES = 20_000_000
"""Of a file; a form has some ten thousand, with pictures pasted in some millions."""

MOST_INFLATED = 50_000_000
"""Of all parts that are read."""

MOST_PARTS = 2000


class Refused(NamedTuple):
    """Why a file is not read, as a `FuquanError` would say it."""

    message: str
    help: str | None = None


WORKBOOK = "xl/workbook.xml"
DAMAGED = Refused("文件已经损坏，读不出来", "请重新发一份，或者用 Excel、WPS 打开后另存为 .xlsx")
TOO_MUCH = Refused("展开后大得不像填报表，没有读取", "请核对是不是发错了文件")
_SAVE_AS = "请用 Excel 或 WPS 打开填报表，另存为 .xlsx 再收"


def parts(data: bytes) -> Mapping[str, bytes] | Refused:
    """The XML of a workbook, by name. Pictures and the like are left where they are."""
    if len(data) > MOST_BYTES:
        return Refused(f"超过{MOST_BYTES // 1_000_000} MB，不像填报表，没有读取", "请核对是不是发错了文件")
    if not data:
        return Refused("是空文件", "请重新发一份")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(data)
    if not data.startswith(b"PK"):
        return Refused("不是 Excel 工作簿", _SAVE_AS)
    try:
        return _inflated(data)
    except Exception:  # what is damaged, or means to harm, raises errors of every kind there
        return DAMAGED


def _old_office(data: bytes) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Refused("设有打开密码，读不出来", "请去掉密码，另存后再收")
    return Refused("是旧格式的文件（如 .xls），没有读取", _SAVE_AS)


def _inflated(data: bytes) -> Mapping[str, bytes] | Refused:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        read = [entry for entry in entries if _is_read(entry.filename)]
        if (refused := _unfit([entry.filename for entry in entries]) or _unsafe(entries, read)) is not None:
            return refused
        found: dict[str, bytes] = {}
        for entry in read:
            with archive.open(entry) as part:
                found[entry.filename] = part.read(entry.file_size)  # which bounds what is unpacked at once, too
    return _MACROS if b"macroEnabled" in found["[Content_Types].xml"] else found


def _unsafe(entries: list[zipfile.ZipInfo], read: list[zipfile.ZipInfo]) -> Refused | None:
    """Why nothing is to be unpacked of these."""
    if any(entry.flag_bits & 1 for entry in entries):
        return Refused("设有密码，读不出来", "请去掉密码，另存后再收")
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in read) > MOST_INFLATED:
        return TOO_MUCH
    names = {entry.filename for entry in entries}
    known = all(entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in read)
    return None if known and len(names) == len(entries) else DAMAGED


def _is_read(name: str) -> bool:
    """Whether values may hang on the part."""
    return name.lower() in _NEEDED or (name.startswith("xl/worksheets/") and name.endswith(".xml"))


_NEEDED = {
    *("[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
    *("xl/sharedstrings.xml", "xl/styles.xml"),
}
_MACROS = Refused("带有宏，没有读取", "请另存为不带宏的 .xlsx 再收")


def _unfit(names: list[str]) -> Refused | None:
    """Why an archive with these parts is no workbook that is read; None where it is one."""
    low = [name.lower() for name in names]
    found = next((refused for start, refused in _SIGNS.items() if any(name.startswith(start) for name in low)), None)
    return found or (None if WORKBOOK in names else Refused("不是 Excel 工作簿", _SAVE_AS))


_SIGNS = {
    "xl/vbaproject.bin": _MACROS,
    "xl/macrosheets/": _MACROS,
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


def target(name: str) -> str:
    """The part that a relationship of the workbook leads to; a path that leaves the archive is no part's name."""
    return posixpath.normpath(posixpath.join("/xl", name)).lstrip("/")
