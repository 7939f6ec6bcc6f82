"""The archives that office files are (ECMA-376, part 2), looked at before anything else reads what somebody sent.

Nothing is unpacked beyond bounds; what leads elsewhere, and what would be run, is found whatever its name.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from math import inf
from typing import NamedTuple
from xml.parsers import expat

MOST_PARTS = 2000


class Unfit(StrEnum):
    """Why a file is not opened."""

    LARGE = "large"
    EMPTY = "empty"
    OTHER = "other"
    """No archive at all."""
    OLD = "old"
    """From before there were archives: .doc, .xls."""
    SEALED = "sealed"
    """Under a password."""
    SWOLLEN = "swollen"
    """It would unpack to more than the bounds."""
    STRANGE = "strange"
    """Its table of contents has a document type."""
    DAMAGED = "damaged"


class Bounds(NamedTuple):
    """Bytes."""

    packed: int
    read: int
    """Of the parts that are asked for, unpacked."""
    whole: float = inf
    """Of all parts, where others will unpack them."""


class Link(NamedTuple):
    """A relationship that leaves the archive."""

    kind: str
    """The last word of its type: hyperlink, attachedTemplate, image."""
    target: str


class Archive(NamedTuple):
    names: tuple[str, ...]
    parts: Mapping[str, bytes]
    """Those that were asked for."""
    links: tuple[Link, ...]
    """Those that the parts asked for hold."""
    has_macros: bool


def opened(data: bytes, bounds: Bounds, is_asked_for: Callable[[str], bool]) -> Archive | Unfit:
    """What is in the archive, with the parts whose names are asked for."""
    if unfit := _no_archive(data, bounds):
        return unfit
    try:
        return _unpacked(data, bounds, is_asked_for)
    except StrangeError:
        return Unfit.STRANGE
    except Exception:  # what is damaged, or means to harm, raises errors of every kind there
        return Unfit.DAMAGED


def _no_archive(data: bytes, bounds: Bounds) -> Unfit | None:
    if len(data) > bounds.packed:
        return Unfit.LARGE
    if not data:
        return Unfit.EMPTY
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Unfit.SEALED if "EncryptedPackage".encode("utf-16-le") in data else Unfit.OLD
    return None if data.startswith(b"PK") else Unfit.OTHER


def _unpacked(data: bytes, bounds: Bounds, is_asked_for: Callable[[str], bool]) -> Archive | Unfit:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        read = [entry for entry in entries if is_asked_for(entry.filename)]
        if (unfit := _unsafe(entries, read, bounds)) is not None:
            return unfit
        parts: dict[str, bytes] = {}
        for entry in read:
            with archive.open(entry) as part:
                parts[entry.filename] = part.read(entry.file_size)  # which bounds what is unpacked at once, too
    names = tuple(entry.filename for entry in entries)
    return Archive(names, parts, _links(parts), _has_macros(names, parts))


def _unsafe(entries: list[zipfile.ZipInfo], read: list[zipfile.ZipInfo], bounds: Bounds) -> Unfit | None:
    """Why nothing is to be unpacked of these."""
    if any(entry.flag_bits & 1 for entry in entries):
        return Unfit.SEALED
    sizes = (sum(entry.file_size for entry in of) for of in (read, entries))
    if len(entries) > MOST_PARTS or any(size > most for size, most in zip(sizes, bounds[1:], strict=True)):
        return Unfit.SWOLLEN
    names = {entry.filename.lower() for entry in entries}  # of which programs tell no other by its capitals
    known = all(entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in read)
    return None if known and len(names) == len(entries) else Unfit.DAMAGED


def _links(parts: Mapping[str, bytes]) -> tuple[Link, ...]:
    found: list[Link] = []

    def begin(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship" and given.get("TargetMode", "").lower() == "external":
            found.append(Link(given.get("Type", "").rpartition("/")[2], given.get("Target", "")))

    for name, part in parts.items():
        if name.lower().endswith(".rels"):
            read_xml(part, begin)
    return tuple(found)


def _has_macros(names: tuple[str, ...], parts: Mapping[str, bytes]) -> bool:
    """By what a part is called, or by what the table of contents says that it is."""
    kinds: list[str] = []

    def begin(tag: str, given: Mapping[str, str]) -> None:
        suffix = f".{given.get('Extension', '')}".lower()
        if tag == "Override" or (tag == "Default" and any(name.lower().endswith(suffix) for name in names)):
            kinds.append(given.get("ContentType", ""))

    for name, part in parts.items():
        if name.lower() == "[content_types].xml":
            read_xml(part, begin)
    return any(re.search("vbaproject|/macrosheets/", name, re.I) for name in names) or any(
        re.search("macro|vba", kind, re.I) for kind in kinds
    )


class StrangeError(Exception):
    """A document type: what stands in one may grow without end, or lead to other files."""


def read_xml(
    part: bytes, begin: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None
) -> None:
    """Tell of each element where it begins, by its name without a prefix, and where it ends.

    Raises ExpatError where it is no XML, StrangeError where it has a document type.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, given: begin(_local(name), given)
    parser.EndElementHandler = end and (lambda name: end(_local(name)))
    parser.Parse(part, True)


def _refuse(*_: object) -> None:
    raise StrangeError


def _local(name: str) -> str:
    return name.rpartition(":")[2]
