"""Every regular expression of Reftel on text that nearly matches it again and again.

    python benchmarks/patterns.py [--letters N] [--over EXPONENT] [--only MODULE]

All modules are imported, and the invented telegrams of the tests are read, checked and written, while each pattern
that is compiled is noted. From its parse tree texts are made: a match without its last letter, and for each
repetition in it what leads up to it, the repeated part many times over, and a letter that fits nothing. Each text is
searched from end to end at N, 2 N and 4 N letters, and the exponent of the growth is told where it is over the limit:
1 is linear, 2 quadratic.

A pattern that the code only ever matches at one place is only matched at one. One that is searched in a few letters,
or behind a test, may be told here and be harmless; `benchmarks/linear.py` measures whole texts.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from math import log
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

HERE = Path(__file__).parent
_LONG = 64  # letters of a repetition that has no upper limit, where it is not the one that is pumped
_FITS_NOTHING = "\x00"
_SLOW = 0.005  # seconds; less is not worth telling
_USE = re.compile(r"\b(?P<name>[A-Za-z_]\w*)\.(?P<how>search|finditer|findall|subn?|split|match|fullmatch)\(")
_FRONTS = ("reftel.__main__",)


class Known(NamedTuple):
    """A pattern and the module in which it was compiled first."""

    pattern: re.Pattern[str]
    module: str


def compiled() -> list[Known]:
    """All patterns of the package, each once: `re.compile` is watched while everything is imported and used."""
    found: dict[tuple[str, int], Known] = {}
    make = re.compile

    def watched(pattern: Any, flags: int = 0) -> Any:
        made = make(pattern, flags)
        module = sys._getframe(1).f_globals.get("__name__", "")
        if module.startswith("reftel") and isinstance(made.pattern, str):
            found.setdefault((made.pattern, made.flags), Known(made, module))
        return made

    re.compile = watched
    try:
        _use_everything()
    finally:
        re.compile = make
    return sorted(found.values(), key=lambda known: (known.module, known.pattern.pattern))


def _use_everything() -> None:
    reftel = importlib.import_module("reftel")
    for found in pkgutil.walk_packages(reftel.__path__, "reftel."):
        if not found.name.startswith(_FRONTS):
            importlib.import_module(found.name)
    sys.path.insert(0, str(HERE.parent))
    laws = importlib.import_module("benchmarks.fuzz.laws")
    for path in sorted((HERE.parent / "tests").glob("*/telegrams/*.txt")):
        laws.telegrams(path.read_bytes())


# What a set of letters is asked for, in this order: the letters that several parts of a pattern may have in common.
_LETTERS = ' A1a\n.,-/(:"E0T\t'
_PARSER = importlib.import_module("re._parser")
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_SILENT = frozenset({"AT", "ASSERT", "ASSERT_NOT"})


class _Maker:
    """Makes letters that fit parts of a parse tree; `turn` says which of several that would do."""

    def __init__(self, tree: Any, turn: int) -> None:
        self.tree = tree
        self.turn = turn
        self.groups: dict[int, str] = {}

    def fit(self, part: Any) -> str:
        """Letters that fit a sequence of nodes."""
        return "".join(self._node(str(op), value) for op, value in part)

    def _node(self, op: str, value: Any) -> str:
        if op in _SILENT:
            return ""
        if op == "LITERAL":
            return chr(value)
        if op in {"NOT_LITERAL", "ANY", "IN", "CATEGORY"}:
            return self._letter(op, value)
        if op == "BRANCH":
            return self.fit(value[1][self.turn % len(value[1])])
        if op == "SUBPATTERN":
            self.groups[value[0] or 0] = self.fit(value[3])
            return self.groups[value[0] or 0]
        if op in _REPEATS:
            return self.fit(value[2]) * int(max(value[0], min(value[1], self.turn % 3)))
        if op == "GROUPREF":
            return self.groups.get(value, "")
        return self.fit(value[1] if op == "GROUPREF_EXISTS" else value)

    def _letter(self, op: str, value: Any) -> str:
        fitting = [letter for letter in _LETTERS if _fits(op, value, letter)]
        if fitting:
            return fitting[self.turn % len(fitting)]
        return next((letter for letter in map(chr, range(33, 0x2100)) if _fits(op, value, letter)), "")


def _fits(op: str, value: Any, letter: str) -> bool:
    code = ord(letter)
    if op == "ANY":
        return letter != "\n"
    if op == "NOT_LITERAL":
        return bool(code != value)
    if op == "CATEGORY":
        return _in_category(str(value), letter)
    negated = str(value[0][0]) == "NEGATE"
    return bool(negated != any(_in(str(kind), what, letter) for kind, what in value[negated:]))


def _in(kind: str, what: Any, letter: str) -> bool:
    if kind == "LITERAL":
        return bool(ord(letter) == what)
    if kind == "RANGE":
        return bool(what[0] <= ord(letter) <= what[1])
    return _in_category(str(what), letter)


def _in_category(name: str, letter: str) -> bool:
    tests = {
        "DIGIT": letter.isdecimal(),
        "SPACE": letter.isspace(),
        "WORD": letter.isalnum() or letter == "_",
    }
    return tests[name.rpartition("_")[2]] != ("_NOT_" in name)


def _pumps(maker: _Maker, part: Any, before: str) -> Iterator[tuple[str, str]]:
    """Each repetition below a part: what leads up to it, and what is repeated."""
    for op, value in part:
        name = str(op)
        if name in _REPEATS:
            yield before, maker.fit(value[2])
            yield from _pumps(maker, value[2], before)
        elif name == "SUBPATTERN":
            yield from _pumps(maker, value[3], before)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _pumps(maker, branch, before)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            yield from _pumps(maker, value[1], before)
        elif name == "ATOMIC_GROUP":
            yield from _pumps(maker, value, before)
        before += maker.fit([(op, value)])


def pieces(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Worst texts: what stands first, what is repeated, what stands last."""
    tree = _PARSER.parse(pattern.pattern, pattern.flags)
    seen: set[tuple[str, str, str]] = set()
    for turn in range(4):
        maker = _Maker(tree, turn)
        whole = maker.fit(tree)
        made = [("", whole[:-1], ""), ("", whole, _FITS_NOTHING), ("", whole[:-1] + "\n", "")]
        for before, repeated in _pumps(maker, tree, ""):
            made += [
                (before, repeated, _FITS_NOTHING),
                ("", before, ""),
                ("", before + repeated * _LONG + _FITS_NOTHING, ""),
                ("", before + repeated, ""),
            ]
        for one in made:
            if one[1] and one not in seen:
                seen.add(one)
                yield one


def only_matched(known: Known) -> bool:
    """Whether the pattern is only ever asked what stands at one place; not so where its module does not tell."""
    module = sys.modules[known.module]
    names = {name for name, value in vars(module).items() if value is known.pattern and name.startswith("_")}
    source = Path(module.__file__ or "").read_text("utf-8")
    ways = {match["how"] for match in _USE.finditer(source) if match["name"] in names}
    named = sum(len(re.findall(rf"\b{name}\b", source)) for name in names)
    used = sum(match["name"] in names for match in _USE.finditer(source))
    return bool(ways) and ways <= {"match", "fullmatch"} and named == used + len(names)


def seconds(pattern: re.Pattern[str], text: str, once: bool) -> float:
    """The time to search a text from end to end or, where that is all that is ever done, to match its begin."""
    start = process_time()
    if once:
        pattern.match(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return process_time() - start


def worst(known: Known, letters: int, over: float) -> tuple[float, str, float] | None:
    """The first exponent over the limit, with the piece that shows it and the time of the longest text."""
    once = only_matched(known)
    for first, piece, last in pieces(known.pattern):
        texts = [
            first + piece * (size // len(piece) + 1) + last for size in (letters, 2 * letters, 4 * letters)
        ]
        if seconds(known.pattern, texts[2], once) < _SLOW:
            continue
        times = [min(seconds(known.pattern, text, once) for _ in range(2)) for text in texts]
        exponent = log(times[2] / max(times[0], 1e-6)) / log(4)
        if exponent > over:
            return exponent, f"{first!r} + {piece[:60]!r} * n + {last!r}", times[2]
    return None


def main() -> int:
    """Print the patterns whose time grows too fast; exit status 1 where there are any."""
    parser = argparse.ArgumentParser(description="Patterns whose time grows faster than the text.")
    parser.add_argument("--letters", type=int, default=1_000, help="letters of the shortest text (1,000)")
    parser.add_argument("--over", type=float, default=1.3, help="exponents that are told (1.3)")
    parser.add_argument("--only", default="", help="modules whose names hold these words")
    given = parser.parse_args()
    known = [one for one in compiled() if given.only in one.module]
    found = 0
    for one in known:
        told = worst(one, given.letters, given.over)
        if told:
            found += 1
            exponent, text, took = told
            print(f"{one.module}: exponent {exponent:.2f}, {took * 1000:.0f} ms for {text}")
            print(f"    {' '.join(one.pattern.pattern.split())[:200]}", flush=True)
    print(f"{found} of {len(known)} patterns grow faster than the text")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
