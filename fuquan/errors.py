"""What cannot be done, and the nearest words to offer instead."""

from collections.abc import Iterable, Sequence


class FuquanError(Exception):
    """A request that cannot be met: an unknown name, a missing folder, an impossible option.

    Raised anywhere, caught once at the edge of the command line, where it ends with exit status 2.
    """

    def __init__(self, message: str, help: str | None = None) -> None:  # noqa: A002 - the field's word
        super().__init__(message)
        self.message = message
        self.help = help


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of `known` that `word` may have meant, best first.

    Names of offices are short: one character in three may differ, and one may be a part of the other
    (司法局 for 区司法局). Where some look the same (己 for 已, full width), it is these. Nothing is near
    a text, which is no name.
    """
    if len(word) > _LONGEST:
        return ()
    from difflib import get_close_matches

    words = [other for other in dict.fromkeys(known) if len(other) <= _LONGEST]
    if alike := [other for other in words if _looks(other) == _looks(word)]:
        return tuple(alike[:3])
    parts = [other for other in words if len(word) > 1 and (word in other or (len(other) > 1 and other in word))]
    close = get_close_matches(word, words, n=3, cutoff=0.5)
    return tuple(dict.fromkeys([*parts[:3], *close]))[:3]


_LONGEST = 100
"""Characters of a name: to compare longer texts takes time by the square of their length."""


def meant(word: str, known: Iterable[str]) -> str | None:
    """The question that ends a message about an unknown word, or None where nothing is near."""
    words = nearest(word, known)
    return f"是不是{'或'.join(f'“{other}”' for other in words)}？" if words else None


def _looks(word: str) -> str:
    from unicodedata import normalize

    return normalize("NFKC", word).translate(_ALIKE)


_ALIKE = str.maketrans("己巳末戌戍", "已已未戊戊")


def clipped(text: str) -> str:
    """A value short enough to stand in a message."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def listed(names: Sequence[str]) -> str:
    """甲、乙、丙; the first of very many, and how many there are."""
    return "、".join(map(clipped, names[:_MOST])) + (f"等{len(names)}个" if len(names) > _MOST else "")


_MOST = 60


def ranges(numbers: Iterable[int], least: int = 2) -> str:
    """1至4、6、8至15; `least` so many in a row are told as one."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ([f"{run[0]}至{run[-1]}"] if len(run) >= least else map(str, run) for run in runs)
    return "、".join(text for each in told for text in each)
