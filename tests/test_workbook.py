"""Files that others send: what is read of a workbook, and what is refused before anything is read of it."""

import io
import os
import subprocess
import sys
import types
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from conftest import EXAMPLE
from filling import blank, fill
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from programs import program

from fuquan import workbook
from fuquan.archive import MOST_PARTS
from fuquan.forms.filled import filled
from fuquan.forms.form import SHEET
from fuquan.load import load
from fuquan.workbook import Refused, Sheet, name_of

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FIRST_SHEET = "xl/worksheets/sheet1.xml"
RESAVE = "请用 Excel 或 WPS 打开填报表，另存为 .xlsx 再收"


@cache
def form() -> bytes:
    return fill(blank("红杨镇"), {"F5": "已完成", "G5": datetime(2023, 5, 9), "H5": "确认书"})


def zipped(files: Mapping[str, bytes], **kind: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **kind) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sheet(xml: str) -> bytes:
    return zipped(unzipped(form()) | {FIRST_SHEET: f"<worksheet {NAMESPACE}>{xml}</worksheet>".encode()})


def test_values_formulas_and_merged_cells_are_read_with_their_places() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    sheet["B2"], sheet["C2"], sheet["D3"], sheet["D4"] = "文字", 4.5, date(2023, 4, 26), "=1+1"
    sheet.merge_cells("B6:C7")
    out = io.BytesIO()
    book.save(out)
    assert workbook.read(out.getvalue(), "表") == Sheet(
        cells={(2, 2): "文字", (2, 3): 4.5, (3, 4): date(2023, 4, 26)},
        formulas=frozenset({(4, 4)}),
        merged=(((6, 2), (7, 3)),),
    )


def test_where_nobody_listens(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(form())
    script = "import os, sys, pathlib; os.close(2); from fuquan import workbook\n"
    script += f"print(len(workbook.read(pathlib.Path(sys.argv[1]).read_bytes(), {SHEET!r}).cells))"
    done = subprocess.run([sys.executable, "-c", script, path], stdout=subprocess.PIPE, check=True)
    read = workbook.read(form(), SHEET)
    assert isinstance(read, Sheet)
    assert int(done.stdout) == len(read.cells)


class Panic(BaseException):
    """What the library raises where it gives up: no Exception, and known by its module alone."""


Panic.__module__ = "pyo3_runtime"


def giving_up(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def load_workbook(_: object) -> None:
        os.write(2, b"thread '<unnamed>' panicked at src/lib.rs\n")
        raise error

    library = types.ModuleType("python_calamine")
    library.load_workbook = load_workbook  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "python_calamine", library)


def test_where_the_library_gives_up(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    giving_up(monkeypatch, Panic())
    assert workbook.read(form(), SHEET) == DAMAGED
    assert capfd.readouterr().err == ""


def test_whoever_interrupts_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    giving_up(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        workbook.read(form(), SHEET)


def test_too_many_sheets_are_no_form() -> None:
    book = openpyxl.Workbook()
    for n in range(21):
        book.create_sheet(SHEET if not n else f"表{n}")
    out = io.BytesIO()
    book.save(out)
    assert workbook.read(out.getvalue(), SHEET) == TOO_MUCH


def test_errors_and_the_other_sheets_that_are_seen() -> None:
    book = openpyxl.Workbook()
    own, other = book.create_sheet("表"), book.create_sheet("旁")
    own["B2"], own["C3"], other["D4"], other["A1"] = "#N/A", 1, "#NAME?", "甲"
    book.create_sheet("藏").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert workbook.read(out.getvalue(), "表") == Sheet(
        cells={(2, 2): "#N/A", (3, 3): 1},
        formulas=frozenset(),
        merged=(),
        others={"Sheet": {}, "旁": {(1, 1): "甲", (4, 4): "#N/A"}},
    )


@cache
def commented(**cells: str) -> bytes:
    """A form with comments, and with one on another sheet."""

    def change(sheet: Worksheet) -> None:
        for name, text in cells.items():
            sheet[name].comment = Comment(text, "张三")
        assert sheet.parent is not None
        sheet.parent.create_sheet("Sheet2")["C3"].comment = Comment("别处", "张三")

    return fill(form(), {}, change)


def comments(data: bytes) -> list[str]:
    read = workbook.read(data, SHEET)
    assert isinstance(read, Sheet)
    return [name_of(*place) for place in sorted(read.comments)]


def test_cells_that_are_commented_on() -> None:
    assert comments(commented(F5="甲", AA7="乙")) == ["F5", "AA7"]
    assert comments(form()) == []


def test_comments_saved_again_by_another_program(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(commented(F5="甲", AA7="乙"))
    convert = ("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "存")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    soffice = program("soffice", "libreoffice")
    subprocess.run([soffice, profile, *convert, tmp_path / "表.xlsx"], check=True, capture_output=True, timeout=240)
    assert comments((tmp_path / "存" / "表.xlsx").read_bytes()) == ["F5", "AA7"]


RELATED = "http://schemas.microsoft.com/office/2017/10/relationships"
LEADS = "xl/worksheets/_rels/sheet1.xml.rels"
THREADED = "xl/threadedComments/threadedComment1.xml"


def with_thread(xml: str, target: str = f"../{THREADED.removeprefix('xl/')}") -> bytes:
    """A form with comments as Excel 365 keeps them."""
    lead = f"<Relationships><Relationship Id='a' Type='{RELATED}/threadedComment' Target='{target}'/></Relationships>"
    return zipped(unzipped(form()) | {LEADS: lead.encode(), THREADED: xml.encode()})


def test_threads_of_comments() -> None:
    thread = (
        "<ThreadedComments><threadedComment ref='G6' id='1'><text>请核</text></threadedComment>%s</ThreadedComments>"
    )
    assert comments(with_thread(thread % "<threadedComment ref='G6' parentId='1'/>")) == ["G6"]
    assert comments(with_thread(thread % "<threadedComment ref='格'/><threadedComment/>")) == ["G6"]
    assert comments(with_thread(thread % "", f"/{THREADED}")) == ["G6"]
    for elsewhere in ("../../../etc/passwd", "http://a.example/c.xml", "", "../media/a.xml"):
        assert comments(with_thread(thread % "", elsewhere)) == []


def test_comments_are_held_to_the_bounds_of_the_rest() -> None:
    strange = Refused("里面有 Excel 不会写的内容（DOCTYPE），没有读取", "请核对文件的来历，重新发一份")
    assert workbook.read(with_thread('<!DOCTYPE x [<!ENTITY a "啊">]><x>&a;</x>'), SHEET) == strange
    assert workbook.read(with_thread("<ThreadedComments>"), SHEET) == DAMAGED
    assert workbook.read(zipped(unzipped(form()) | {LEADS: b"<"}), SHEET) == DAMAGED
    bomb = unzipped(form()) | {"xl/comments1.xml": b" " * 50_000_001}
    assert workbook.read(zipped(bomb, compression=zipfile.ZIP_DEFLATED), SHEET) == TOO_MUCH


def test_a_sheet_with_nothing_in_it() -> None:
    assert workbook.read(with_sheet("<sheetData/>"), SHEET) == Sheet({}, frozenset(), ())


def test_cells_without_a_place_follow_the_one_before() -> None:
    rows = "<row><c><v>1</v></c><c><f>A1</f><v>2</v></c></row><row><c r='B2'><v>3</v></c><c><v>4</v></c></row>"
    assert workbook.read(with_sheet(f"<sheetData>{rows}</sheetData>"), SHEET) == Sheet(
        {(1, 1): 1, (1, 2): 2, (2, 2): 3, (2, 3): 4}, frozenset({(1, 2)}), ()
    )


@pytest.mark.parametrize(("row", "column", "name"), [(1, 1, "A1"), (7, 26, "Z7"), (9, 27, "AA9"), (1, 16384, "XFD1")])
def test_names_of_cells(row: int, column: int, name: str) -> None:
    assert name_of(row, column) == name


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
DAMAGED = Refused("文件已经损坏，读不出来", "请重新发一份，或者用 Excel、WPS 打开后另存为 .xlsx")
TOO_MUCH = Refused("展开后大得不像填报表，没有读取", "请核对是不是发错了文件")
NO_BOOK = Refused("不是 Excel 工作簿", RESAVE)
MACROS = Refused("带有宏，没有读取", "请另存为不带宏的 .xlsx 再收")


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (b"", Refused("是空文件", "请重新发一份")),
        (b"\0" * 20_000_001, Refused("超过20 MB，不像填报表，没有读取", "请核对是不是发错了文件")),
        ("序号,任务\r\n".encode("utf-8-sig"), NO_BOOK),
        (OLE, Refused("是旧格式的文件（如 .xls），没有读取", RESAVE)),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Refused("设有打开密码，读不出来", "请去掉密码，另存后再收")),
        (b"PK\x03\x04" + b"junk" * 99, DAMAGED),
        (zipped({"a.txt": b""}), NO_BOOK),
        (zipped({"mimetype": b"", "content.xml": b""}), Refused("是 ODF 文件（如 .ods），没有读取", RESAVE)),
        (zipped({"word/document.xml": b""}), Refused("是 Word 文件，不是 Excel 工作簿", RESAVE)),
        (zipped({"xl/workbook.bin": b""}), Refused("是二进制工作簿（.xlsb），没有读取", RESAVE)),
        (zipped({"xl/workbook.xml": b""}), DAMAGED),
        (zipped({"xl/workbook.xml": b"", "[Content_Types].xml": b""}), DAMAGED),
    ],
    ids=lambda one: one.message[:12] if isinstance(one, Refused) else "",
)
def test_what_is_no_workbook(data: bytes, refused: Refused) -> None:
    assert workbook.read(data, SHEET) == refused


def test_macros_and_links_to_other_workbooks() -> None:
    files = unzipped(form())
    assert workbook.read(zipped(files | {"xl/vbaProject.bin": b""}), SHEET) == MACROS
    assert workbook.read(zipped(files | {"xl/macrosheets/sheet1.xml": b""}), SHEET) == MACROS
    kinds = files["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    assert workbook.read(zipped(files | {"[Content_Types].xml": kinds}), SHEET) == MACROS
    linked = workbook.read(zipped(files | {"xl/externalLinks/externalLink1.xml": b""}), SHEET)
    assert linked == Refused("链接着别的工作簿，没有读取", "请断开链接（数据，编辑链接），另存后再收")


def test_a_file_that_was_cut_off_or_packed_strangely() -> None:
    assert workbook.read(form()[:-400], SHEET) == DAMAGED
    assert workbook.read(zipped(unzipped(form()), compression=zipfile.ZIP_BZIP2), SHEET) == DAMAGED
    data = bytearray(form())
    with zipfile.ZipFile(io.BytesIO(form())) as archive:
        at = archive.getinfo(FIRST_SHEET).header_offset
    data[at + 60 : at + 64] = b"\xff\xff\xff\xff"
    assert workbook.read(bytes(data), SHEET) == DAMAGED


def test_one_name_twice() -> None:
    out = io.BytesIO(form())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(FIRST_SHEET, b"")
    assert workbook.read(out.getvalue(), SHEET) == DAMAGED


def test_a_part_with_a_password() -> None:
    data = form()
    at = data.rindex(b"PK\x01\x02")
    sealed = data[: at + 8] + b"\x01" + data[at + 9 :]
    assert workbook.read(sealed, SHEET) == Refused("设有打开密码，读不出来", "请去掉密码，另存后再收")


def test_bombs_are_not_unpacked() -> None:
    files = unzipped(form())
    bomb = zipped(files | {"xl/worksheets/sheet9.xml": b" " * 50_000_001}, compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert workbook.read(bomb, SHEET) == TOO_MUCH
    unread = zipped(files | {"xl/media/x.bin": bytes(200_000_001)}, compression=zipfile.ZIP_DEFLATED)
    assert workbook.read(unread, SHEET) == TOO_MUCH
    many = zipped(files | {f"xl/media/{n}.png": b"" for n in range(MOST_PARTS)})
    assert workbook.read(many, SHEET) == TOO_MUCH


def test_a_part_that_says_less_than_it_unpacks_to() -> None:
    bomb = zipped(unzipped(form()) | {"xl/worksheets/sheet9.xml": b" " * 49_000_000}, compression=zipfile.ZIP_DEFLATED)
    lying = bomb.replace((49_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != bomb
    assert workbook.read(lying, SHEET) == DAMAGED


def test_pictures_are_left_where_they_are() -> None:
    files = unzipped(form()) | {"xl/media/image1.png": b"<!DOCTYPE x>" * 9, "xl/drawings/odd.xml": b"<"}
    assert workbook.read(zipped(files), SHEET) == workbook.read(form(), SHEET)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_whatever_they_are_written_in(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "啊">]><x>&a;</x>'
    strange = Refused("里面有 Excel 不会写的内容（DOCTYPE），没有读取", "请核对文件的来历，重新发一份")
    for name in (FIRST_SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"):
        assert workbook.read(zipped(unzipped(form()) | {name: text.encode(encoding)}), SHEET) == strange


@pytest.mark.parametrize(
    ("xml", "place"),
    [
        ("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", "第1048576行第16384列"),
        ("<row r='20001'><c><v>1</v></c></row>", "第20001行第1列"),
        ("<row r='1'><c r='BI1'><is><t>1</t></is></c></row>", "第1行第61列"),
        (f"<row>{'<c/>' * 60}<c><f>A1</f></c></row>", "第1行第61列"),
        (f"<row>{'<c/>' * 60}<c r='A1'><v>1</v></c></row>", "第1行第61列"),
        ("<row/>" * 20000 + "<row><c><v>1</v></c></row>", "第20001行第1列"),
    ],
)
def test_a_sheet_as_large_as_the_world_is_not_laid_out(xml: str, place: str) -> None:
    told = f"在离表很远的地方（{place}）有内容，没有读取"
    read = workbook.read(with_sheet(f"<sheetData>{xml}</sheetData>"), SHEET)
    assert read == Refused(told, "请核对是不是发错了文件")


def test_empty_rows_far_off_are_none() -> None:
    rows = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576' s='1'/></row>"
    assert workbook.read(with_sheet(f"<sheetData>{rows}</sheetData>"), SHEET) == Sheet({(1, 1): 1}, frozenset(), ())


@pytest.mark.parametrize(
    "change",
    [
        {FIRST_SHEET: b"<worksheet>"},
        {FIRST_SHEET: b"<worksheet><row r='x'/></worksheet>"},
        {FIRST_SHEET: b"<worksheet><row><c r='1A'/></row></worksheet>"},
        {FIRST_SHEET: b"<worksheet><row r='1'><c r='A2'/></row></worksheet>"},
        {FIRST_SHEET: b"<worksheet><row r='9999999'><c><row r='1'/><v>1</v></c></row></worksheet>"},
        {FIRST_SHEET: b"<worksheet><row><c><c r='A1'/><v>1</v></c></row></worksheet>"},
        {FIRST_SHEET: f"<worksheet {NAMESPACE}><sheetData><row><c t='s'><v>9</v></c>".encode()},
        {"xl/sharedStrings.xml": b"<?xml version='1.0' encoding='none'?><sst/>"},
        {"xl/_rels/workbook.xml.rels": b"<Relationships/>"},
        {
            "xl/_rels/workbook.xml.rels": b"<Relationships><Relationship Id='rId1' Target='../../../etc/passwd'/>"
            b"</Relationships>"
        },
    ],
)
def test_parts_that_are_wrong(change: dict[str, bytes]) -> None:
    assert workbook.read(zipped(unzipped(form()) | change), SHEET) == DAMAGED


def test_a_reference_to_no_string() -> None:
    xml = "<sheetData><row r='1'><c r='A1' t='s'><v>99999</v></c></row></sheetData>"
    assert workbook.read(with_sheet(xml), SHEET) == DAMAGED


def test_a_sheet_of_another_name() -> None:
    read = workbook.read(form(), "表")
    mend = "工作表改了名称的，请改回“表”；不是填报表的，请核对是不是发错了文件"
    assert read == Refused("里面没有“表”这张工作表，只有“填报表”", mend)
    none = unzipped(form()) | {"xl/workbook.xml": b"<workbook/>"}
    assert workbook.read(zipped(none), "表") == Refused("里面没有“表”这张工作表", mend)
    sheets = "".join(f"<sheet name='{n}'/>" for n in range(9))
    many = unzipped(form()) | {"xl/workbook.xml": f"<workbook>{sheets}</workbook>".encode()}
    assert workbook.read(zipped(many), "表") == Refused(
        "里面没有“表”这张工作表，只有“0”、“1”、“2”、“3”、“4”、“5”等", mend
    )


PLAN = load(EXAMPLE).plan
assert PLAN is not None


def tried(data: bytes) -> None:
    """It is read, or refused; never more than that."""
    read = workbook.read(data, SHEET)
    assert isinstance(read, Refused) or filled("表.xlsx", read, PLAN, date(2023, 5, 10))


BYTES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=9), st.integers(0, 40)), max_size=4)


def changed(data: bytes, changes: list[tuple[float, bytes, int]]) -> bytes:
    for place, new, gone in changes:
        at = int(place * len(data))
        data = data[:at] + new + data[at + gone :]
    return data


@settings(max_examples=150, deadline=None)
@given(BYTES)
def test_any_bytes_in_a_form_are_read_or_refused(changes: list[tuple[float, bytes, int]]) -> None:
    tried(changed(form(), changes))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_in_a_part_of_a_form_are_read_or_refused(data: st.DataObject) -> None:
    files = unzipped(commented(F5="甲"))
    name = data.draw(st.sampled_from(sorted(name for name in files if not name.startswith(("docProps", "xl/theme")))))
    tried(zipped(files | {name: changed(files[name], data.draw(BYTES))}))
