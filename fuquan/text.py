"""How wide text is on a screen, where a line of it may end, and how what cannot be seen is shown.

The columns are those of Rich, which draws the tables: a Han character takes two, “ ” and … take one.
"""

import datetime as dt
import re
import unicodedata
from functools import cache

_SPACES = " \u3000"
_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕〗”’—…·％℃")
_NOT_FIRST_ASCII = frozenset(",.;:?!)]}%")
_NAME = 14
"""The columns of a name worth keeping whole."""
_MEASURES = frozenset("年月日号天周项家个期条处镇")
_NOT_LAST = frozenset("（《〈「『【〔〖“‘￥([{")

# Zero-width characters that Unicode does not count among the format characters, which str.isprintable refuses.
_UNSEEN = (
    ("\u034f", "\u034f"),
    ("\u115f", "\u1160"),
    ("\u17b4", "\u17b5"),
    ("\u180b", "\u180f"),
    ("\u3164", "\u3164"),
    ("\ufe00", "\ufe0f"),
    ("\uffa0", "\uffa0"),
    ("\U000e0100", "\U000e01ef"),
)
# Vowels and finals of Hangul and skin tones join the character before them.
_JOINING = (("\u1160", "\u11ff"), ("\ud7b0", "\ud7fb"), ("\U0001f3fb", "\U0001f3ff"))
# Symbols of the 易经 and 太玄经 and counting rods, wide only since Unicode 16.
_WIDE = (("\u2630", "\u2637"), ("\u268a", "\u268f"), ("\u4dc0", "\u4dff"), ("\U0001d300", "\U0001d376"))


INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Characters, as a set of a regular expression, that nobody sees and a copied text brings along."""


def bare(text: str) -> str:
    """The text but for widths, white space and what is not seen: what is left is what it says."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    if folded.isprintable():  # what is not seen is not
        return folded
    return "".join(char for char in folded if unicodedata.category(char) != "Cf")


def seen(text: str) -> str:
    """The text without what nobody sees."""
    return text if text.isprintable() else re.sub(f"[{INVISIBLE}]", "", text)


def unseen(text: str) -> str:
    """What of the text nobody sees, by name: U+200B、U+FEFF; empty where all is seen."""
    return "、".join(dict.fromkeys(f"U+{ord(char):04X}" for char in re.findall(f"[{INVISIBLE}]", text)))


def half_width(text: str) -> str:
    """The text as a keyboard without Chinese would have typed it, without quotes around it; not for sentences."""
    half = seen(unicodedata.normalize("NFKC", text).translate(_HALF)).strip()
    return half[1:-1].strip() if len(half) > 1 and half[0] == half[-1] and half[0] in "'\"" else half


_HALF = str.maketrans("“”‘’‐‑‒–—−。", "\"\"''------.")


def long_day(value: dt.date) -> str:
    """2023年4月30日."""
    return f"{value.year}年{value.month}月{value.day}日"


def file_name(suffix: str, *parts: str) -> str:
    """镇赋权工作-红杨镇-2023-05-10.csv, as `folder_name`."""
    return f"{folder_name(*parts)}.{suffix}"


def folder_name(*parts: str) -> str:
    """镇赋权工作-函件-2023-05-10: of each part what may be in a name on any system, of long ones the start."""
    words = [re.sub(r'[\s\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff]+', "_", part).strip("._ ")[:40] for part in parts]
    while len((name := "-".join(word for word in words if word)).encode()) > _LONGEST:
        longest = max(range(len(words)), key=lambda n: len(words[n]))
        words[longest] = words[longest][:-1].rstrip("._ ")
    return name


_LONGEST = 200
"""Bytes: a name may have 255 where it matters, and a draft beside the file has some more."""


def width_of(text: str) -> int:
    """The columns of `text`, for any text that `printable` has returned."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def wrap(text: str, width: int) -> list[str]:
    """The lines of `text`, none wider than `width` unless a single character is.

    A line ends at a space, which is dropped, or beside a wide character, but not before ，。）” or after （“. Latin
    words, numbers and paths are cut only where one is wider than a line. A newline always ends a line.
    """
    return [line for paragraph in text.split("\n") for line in _filled(paragraph, width)]


def printable(text: str) -> str:
    r"""`text` on one line, with what is not seen or changes how the rest is seen written out: \x1b, \u202e.

    Spaces of every width and characters of private use stay as they are.
    """
    if text.isprintable() and (text.isascii() or not _hidden().search(text)):
        return text
    return "".join(char if _is_seen(char) else char.encode("unicode_escape").decode("ascii") for char in text)


def _filled(paragraph: str, width: int) -> list[str]:
    if width_of(whole := paragraph.rstrip(_SPACES)) <= width:
        return [whole]
    lines, line = [], ""
    for piece in _pieces(paragraph, width):
        if line and width_of(line + piece.rstrip(_SPACES)) > width:
            end = _good_end(line, min(_NAME, width // 3, width - width_of(piece.rstrip(_SPACES))))
            lines.append(line[:end].rstrip(_SPACES))
            line = (line[end:] + piece).lstrip(_SPACES)
        else:
            line += piece
    lines.append(line.rstrip(_SPACES))
    return [line for line in lines if line] or [""]


def _good_end(line: str, most: int) -> int:
    """Where a full line had better end: behind its last 、 or ； unless more than `most` columns follow it."""
    end = max(line.rfind(mark) for mark in "、；") + 1
    return end if end and width_of(line[end:]) <= most else len(line)


def _pieces(text: str, width: int, force: int = 0) -> list[str]:
    """`text` cut where a line may end; a piece too wide for one is cut with more `force`."""
    ends = [i for i in range(1, len(text)) if not _stay_together(text[i - 1], text[i], force)]
    pieces = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    if force == 2:
        return pieces
    return [
        part
        for piece in pieces
        for part in ([piece] if width_of(piece.rstrip(_SPACES)) <= width else _pieces(piece, width, force + 1))
    ]


def _stay_together(left: str, right: str, force: int) -> bool:
    """Whether no line may end between these two: force 1 cuts words, force 2 all but a character and its accent."""
    if force == 2 or _columns(right) == 0:
        return _columns(right) == 0
    if right in _SPACES or right in _NOT_FIRST:
        return True
    if left in _SPACES:
        return False
    if right in _NOT_FIRST_ASCII or left in _NOT_LAST or (left.isdecimal() and right in _MEASURES):
        return True
    return force == 0 and _columns(left) == _columns(right) == 1


@cache
def _columns(char: str) -> int:
    if _is_within(char, _JOINING):
        return 0
    match unicodedata.category(char):
        case "Mn" | "Mc" | "Me" | "Cc" | "Cf":
            return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") or _is_within(char, _WIDE) else 1


@cache
def _is_seen(char: str) -> bool:
    is_blank_or_private = unicodedata.category(char) in ("Zs", "Co")
    return (char.isprintable() or is_blank_or_private) and not _is_within(char, _UNSEEN)


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(f"[{''.join(f'{first}-{last}' for first, last in _UNSEEN)}]")


def _is_within(char: str, ranges: tuple[tuple[str, str], ...]) -> bool:
    return any(first <= char <= last for first, last in ranges)
