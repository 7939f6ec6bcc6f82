"""What `check --fix` mends: each splice is held against what it was meant to end before it is kept."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from fuquan.diagnostic import Diagnostic, Replacement, Severity
from fuquan.edit.splices import diff, scalars, spliced, stretches
from fuquan.load import Loaded, load_files
from fuquan.source import TASKS, TOWNS, File, Node, Scalar, Sequence, compose, exists, read, shown

ROUNDS = 100
"""A mistake of syntax hides all that follow it, so that each takes a round; a file with more has another trouble."""

Find = Callable[[Mapping[str, File]], tuple[Diagnostic, ...]]
"""What finds all that is wrong with the files, by their paths."""


class Mending(NamedTuple):
    """A replacement that was made, and the first of the findings that it answers.

    `line` is that of the text in which it was found, which an earlier round may have made longer.
    """

    finding: Diagnostic
    path: str
    line: int
    old: str
    new: str


class Mended(NamedTuple):
    """The files that changed, as they were and as they shall be; `refused` had a fix that would have done harm."""

    files: tuple[tuple[File, File], ...]
    mendings: tuple[Mending, ...]
    refused: tuple[Diagnostic, ...]
    found: tuple[Diagnostic, ...]
    """What is still wrong, all of it."""

    def diff(self) -> str:
        return "".join(diff(old.path, old.text, new.text) for old, new in self.files)


def mended_folder(folder: Path, found: Callable[[Loaded], tuple[Diagnostic, ...]]) -> Mended:
    """The data in `folder` mended; `found` gives all that is wrong with what was loaded. Nothing is written."""
    towns_path = folder / TOWNS
    tasks, towns = read(folder / TASKS), read(towns_path) if exists(towns_path) else None

    def find(files: Mapping[str, File]) -> tuple[Diagnostic, ...]:
        now = [files.get(one.path, one) if isinstance(one, File) else one for one in (tasks, towns)]
        assert now[0] is not None  # noqa: S101 - for the type checker
        return found(load_files(now[0], now[1], shown(towns_path)))

    return mended({one.path: one for one in (tasks, towns) if isinstance(one, File)}, find)


def mended(files: Mapping[str, File], find: Find) -> Mended:
    """The files with every fix that helps, round by round, since one mistake may hide others."""
    first, now, found = dict(files), dict(files), find(files)
    mendings: list[Mending] = []
    for _ in range(ROUNDS):
        fixes = _chosen(now, found)
        after, found, made = _kept(now, found, fixes, find)
        if not made:
            break
        mendings += [_mending(now, fix, each) for fix in made for each in fix.replacements]
        now = after
    return Mended(
        files=tuple((first[path], now[path]) for path in first if now[path].text != first[path].text),
        mendings=tuple(mendings),
        refused=tuple(one for one in found if one.fix),
        found=found,
    )


class _Fix(NamedTuple):
    """Replacements that belong together, and the findings that they are to end."""

    replacements: tuple[Replacement, ...]
    findings: tuple[Diagnostic, ...]


def _chosen(files: Mapping[str, File], found: Iterable[Diagnostic]) -> tuple[_Fix, ...]:
    """The fixes that do not touch one another, first come first served; the rest wait for the next round."""
    ends: dict[tuple[Replacement, ...], list[Diagnostic]] = {}
    for one in found:
        if one.fix and all(each.span.path in files for each in one.fix):
            ends.setdefault(one.fix, []).append(one)
    taken: dict[str, list[tuple[int, int]]] = {path: [] for path in files}
    chosen: list[_Fix] = []
    for replacements, findings in ends.items():
        places = [(each.span.path, files[each.span.path].range(each.span)) for each in replacements]
        if not any(_touch(place, other) for path, place in places for other in taken[path]):
            chosen.append(_Fix(replacements, tuple(findings)))
            for path, place in places:
                taken[path].append(place)
    return tuple(chosen)


def _kept(
    files: Mapping[str, File], found: tuple[Diagnostic, ...], fixes: tuple[_Fix, ...], find: Find
) -> tuple[dict[str, File], tuple[Diagnostic, ...], tuple[_Fix, ...]]:
    """The files with as many of the fixes as help: all, or else what each half of them does."""
    kept: tuple[_Fix, ...] = ()
    after, after_found = dict(files), found
    waiting = [fixes] if fixes else []
    while waiting:
        some = waiting.pop()
        tried = _applied(files, (*kept, *some))
        if tried is not None and _helps(files, found, tried, tried_found := find(tried), (*kept, *some)):
            kept, after, after_found = (*kept, *some), tried, tried_found
        elif len(some) > 1:
            half = len(some) // 2
            waiting += [some[half:], some[:half]]
    return after, after_found, kept


def _applied(files: Mapping[str, File], fixes: Iterable[_Fix]) -> dict[str, File]:
    by_path = _by_path(fixes)
    return {
        path: file.with_text(spliced(file, by_path[path])) if path in by_path else file for path, file in files.items()
    }


def _by_path(fixes: Iterable[_Fix]) -> dict[str, list[Replacement]]:
    by_path: dict[str, list[Replacement]] = {}
    for fix in fixes:
        for each in fix.replacements:
            by_path.setdefault(each.span.path, []).append(each)
    return by_path


def _helps(
    before: Mapping[str, File],
    found: Iterable[Diagnostic],
    after: Mapping[str, File],
    after_found: Iterable[Diagnostic],
    fixes: tuple[_Fix, ...],
) -> bool:
    """Whether what was to end is gone, nothing is wrong where something was changed, and all else says what it said.

    What was hidden by an error may come to light elsewhere; but what is no error is found only where all can be read.
    """
    moves = {path: _Moves(before[path], replacements) for path, replacements in _by_path(fixes).items()}
    if not all(_says_the_same(before[path], after[path], move) for path, move in moves.items()):
        return False

    def known(one: Diagnostic) -> tuple[object, ...]:
        span, path = one.span, one.span.path
        start = before[path].index(span.line, span.column) if path in before else 0
        return one.rule, one.message, path, moves[path].moved(start) if path in moves else start

    def told(one: Diagnostic) -> tuple[object, ...]:
        span, path = one.span, one.span.path
        return one.rule, one.message, path, after[path].index(span.line, span.column) if path in after else 0

    was = {known(one) for one in found}
    ended = {known(one) for fix in fixes for one in fix.findings}
    now = {told(one): one for one in after_found if one.severity is Severity.ERROR or told(one) in ended}
    new = [one for key, one in now.items() if key not in was]
    may_hide = all(one.severity is Severity.ERROR for one in found)
    if ended & now.keys() or (new and not may_hide):
        return False
    return not any(
        _is_in(after[one.span.path].range(one.span), made, one.rule == "yaml")
        for one in new
        if one.span.path in moves
        for made in moves[one.span.path].made
    )


class _Moves:
    """Where the characters of a text stand after replacements; `gone` and `made` are their places before and after."""

    def __init__(self, file: File, replacements: Iterable[Replacement]) -> None:
        self.stretches = stretches(file, replacements)
        self.gone = [(start, end) for start, end, _ in self.stretches]
        self.made = [(at := self.moved(start), at + len(new)) for start, _, new in self.stretches]

    def moved(self, index: int) -> int:
        """The new index; of what is gone, where its replacement begins."""
        by = 0
        for start, end, new in self.stretches:
            if index < end or index == start:
                return min(index, start) + by
            by += len(new) - (end - start)
        return index + by

    def moved_end(self, index: int) -> int:
        """The new index of an end, behind what replaces something that ends there."""
        return index + sum(len(new) - (end - start) for start, end, new in self.stretches if end <= index)


def _says_the_same(old: File, new: File, moves: _Moves) -> bool:
    """Whether the two trees differ only at what was replaced; of a text that had none, whether more can be read."""
    before, _ = compose(old)
    after, problems = compose(new)
    if after is None:
        return before is None and all(new.index(*one.span[1:3]) >= moves.made[0][0] for one in problems)
    if before is None:
        return True
    replaced = _Places(moves.gone)
    words = [place for node in scalars(before) if replaced.touch(place := (node.start.index, node.end.index))]
    made = [*moves.made, *((moves.moved(start), moves.moved_end(end)) for start, end in words)]
    return list(_words(before, _Places([*moves.gone, *words]))) == list(_words(after, _Places(made)))


class _Places:
    """Stretches of a text, those that touch taken as one."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(places):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def touch(self, place: tuple[int, int]) -> bool:
        """Whether one has a character, or an end, in common with `place`."""
        n = bisect_left(self.ends, place[0])
        return n < len(self.ends) and self.starts[n] <= place[1]


def _words(node: Node, touched: _Places, path: tuple[str, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Every scalar and empty collection not touched, under the keys that lead to it.

    A touched key has no name, and may hang from another than before.
    """
    is_touched = touched.touch((node.start.index, node.end.index))
    match node:
        case Scalar():
            if not is_touched:
                yield path, node.text, node.plain
        case Sequence():
            if not (node.items or is_touched):
                yield path, "[]"
            for item in node.items:
                yield from _words(item, touched, (*path, "-"))
        case _:
            if not (node.keys or is_touched):
                yield path, "{}"
            for name, key in node.keys.items():
                yield from _words(key, touched, (*path, "?"))
                is_moved = touched.touch((key.start.index, key.end.index))
                yield from _words(node.values[name], touched, ("?",) if is_moved else (*path, f":{name}"))


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches have a character, or an end, in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def _is_in(one: tuple[int, int], made: tuple[int, int], is_syntax: bool) -> bool:
    """Whether a stretch has a character of what was made; beside it is as bad for syntax, and where all was deleted."""
    return _touch(one, made) if is_syntax or made[0] == made[1] else one[0] < made[1] and made[0] < one[1]


def _mending(files: Mapping[str, File], fix: _Fix, each: Replacement) -> Mending:
    start, end = files[each.span.path].range(each.span)
    old = files[each.span.path].text[start:end]
    return Mending(fix.findings[0], each.span.path, each.span.line, old, each.text)
