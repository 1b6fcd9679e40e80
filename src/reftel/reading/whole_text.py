"""Repairs of a text as a whole, before any line of it is looked at; each is one small function, run in this order.

`JOINED` take letters out, as mail put them in; `FOLDED` change letters one for one, so that no offset moves. What
they did stands among the repairs of the telegrams; the text as found stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial

import msgspec

from reftel.model.strand import Cut
from reftel.model.telegram import Repair, Telegram
from reftel.reading.decode import Decoded
from reftel.reading.flat import reline
from reftel.reading.order import InOrder, Stretch

_SOFT = re.compile(r"(?<=[^\s=])=[ ]?\n")
_BROKEN_WORD = re.compile(r"[A-Za-z]=[ ]?\n[A-Za-z]")
_ESCAPES = re.compile(r"(?:=[0-9A-F]{2}){1,400}")
_EQUALS = "=3D"
_FEWEST_SOFT = 2  # line ends inside words; a single one may be a sum
_UNQUOTED = re.compile(r"^(?!>|[ ]*$)", re.MULTILINE)
_QUOTED = re.compile(r"^>[ ]?", re.MULTILINE)
_MOST_TOLD = 20  # repairs of one kind that are put down; the rest is of the same
_ALIKE = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0405\u0408"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0456",
    "ABEKMHOPCTXISJ" + "ABEZHIKMNOPTYX" + "aeopcxi",
)
_STRANGE = "".join(map(chr, _ALIKE))
_MIXED = re.compile(rf"(?<![\w.])[A-Za-z0-9.]{{0,40}}+[{_STRANGE}][A-Za-z0-9.{_STRANGE}]{{0,40}}+(?!\w)")
_BRACKETED = re.compile(
    rf"(?<=\()[{_STRANGE}]{{1,2}}(?=\)[ ]{{0,2}}[A-Za-z0-9])"
)  # `(\u0421) WE`: of Latin words
_WIDE = re.compile("[\uff01-\uff5e]{1,400}")


def soft_breaks(decoded: Decoded) -> list[tuple[Cut, str]]:
    """Q12: lines that mail broke with `=`, also inside words, and letters that it wrote as `=3D`."""
    plain = decoded.plain
    if "=" not in plain or ("=\n" not in plain and "= \n" not in plain):
        return []
    broken = sum(1 for _ in _BROKEN_WORD.finditer(plain))
    if broken < _FEWEST_SOFT and not (broken and _EQUALS in plain):
        return []
    cuts = [Cut(*match.span()) for match in _SOFT.finditer(plain)]
    for match in _ESCAPES.finditer(plain):
        letters = bytes.fromhex(match[0].replace("=", ""))
        cuts.append(Cut(*match.span(), _read(letters)))
    return [(cut, "Q12") for cut in sorted(cuts)]


def _read(letters: bytes) -> str:
    try:
        return letters.decode()
    except UnicodeDecodeError:
        return letters.decode("latin-1")


def quoted_lines(decoded: Decoded) -> list[tuple[Cut, str]]:
    """Q13: the mark that a mailer put before every line; where a line has none, the others are a quotation."""
    plain = decoded.plain
    if not plain.startswith(">") or _UNQUOTED.search(plain):
        return []
    return [(Cut(*match.span()), "Q13") for match in _QUOTED.finditer(plain)]


_JOINING = frozenset({"Q12", "Q13"})
JOINED: tuple[Callable[[Decoded], list[tuple[Cut, str]]], ...] = (soft_breaks, quoted_lines)


def form_feeds(decoded: Decoded) -> Decoded:
    """Q5: a form feed ends a line, as decoding made it; here it is put down."""
    if "\f" not in decoded.text:
        return decoded
    at = decoded.text.find("\f")
    repairs: list[Repair] = []
    while at >= 0 and len(repairs) < _MOST_TOLD:
        repairs.append(Repair("Q5", at, at + 1, "\f", "\n"))
        at = decoded.text.find("\f", at + 1)
    return decoded._replace(repairs=(*decoded.repairs, *repairs))


def look_alikes(decoded: Decoded) -> Decoded:
    """Q18: Cyrillic and Greek letters in a word of Latin ones, and letters of full width.

    A word wholly of the other script is a word of it and stays.
    """
    plain = decoded.plain
    if plain.isascii() or _is_western(plain):
        return decoded
    repairs: list[Repair] = []
    plain = _MIXED.sub(partial(_latin, repairs), plain)
    plain = _BRACKETED.sub(partial(_folded, repairs), plain)
    plain = _WIDE.sub(partial(_narrow, repairs), plain)
    if not repairs:
        return decoded
    told = sorted(repairs, key=lambda repair: repair.start)[:_MOST_TOLD]
    return decoded._replace(plain=plain, repairs=(*decoded.repairs, *told))


def _is_western(plain: str) -> bool:
    """Whether all letters are of Windows-1252, told at the speed of encoding."""
    try:
        plain.encode("latin-1")
    except UnicodeEncodeError:
        return not plain.encode("cp1252", "replace").count(b"?") > plain.count("?")
    return True


def _latin(repairs: list[Repair], match: re.Match[str]) -> str:
    """The word in Latin letters, if it has some that can be no others."""
    word = match[0]
    if not any("A" <= letter <= "z" for letter in word):
        return word
    return _put_down(repairs, match, word.translate(_ALIKE))


def _folded(repairs: list[Repair], match: re.Match[str]) -> str:
    """A mark or a letter of a list, which stands alone in its brackets before Latin words."""
    return _put_down(repairs, match, match[0].translate(_ALIKE))


def _narrow(repairs: list[Repair], match: re.Match[str]) -> str:
    return _put_down(repairs, match, unicodedata.normalize("NFKC", match[0]))


def _put_down(repairs: list[Repair], match: re.Match[str], read: str) -> str:
    repairs.append(Repair("Q18", *match.span(), match[0], read))
    return read


FOLDED: tuple[Callable[[Decoded], Decoded], ...] = (form_feeds, look_alikes, reline)


def folded(decoded: Decoded) -> Decoded:
    """The text with letters changed one for one."""
    for repair in FOLDED:
        decoded = repair(decoded)
    return decoded


def opened(decoded: Decoded) -> Decoded:
    """The text as it is read: joined, then folded."""
    found = next((cuts for finder in JOINED if (cuts := finder(decoded))), None)
    rest = _without(decoded, found) if found else decoded
    for repair in FOLDED:
        rest = repair(rest)
    return rest


def led_back(decoded: Decoded, telegram: Telegram) -> Telegram:
    """A telegram that was read from a joined text, with the places of the text as it was found."""
    if decoded.before is None:
        return telegram
    back = InOrder(decoded, tuple(Stretch(*one) for one in decoded.stretches)).put_back(telegram)
    repairs = tuple(_put_back(one) if one.code in _JOINING else one for one in back.repairs)
    return back.replace(repairs=repairs).with_text(decoded.before.text)


def _put_back(repair: Repair) -> Repair:
    """A repair that took letters out lies where they stood; behind them, where nothing stands in their place."""
    start = repair.start if repair.read else repair.start - len(repair.found)
    return msgspec.structs.replace(repair, start=start, end=start + len(repair.found))


def _without(decoded: Decoded, found: list[tuple[Cut, str]]) -> Decoded:
    """The text without the cuts, and with what stands in their place."""
    text: list[str] = []
    plain: list[str] = []
    stretches: list[tuple[int, int, int]] = []
    repairs: list[Repair] = []
    at = place = 0
    for (start, end, instead), code in (*found, (Cut(len(decoded.text), len(decoded.text)), "")):
        kept = decoded.text[at:start]
        text += (kept, instead)
        plain += (decoded.plain[at:start], instead)
        stretches += ((place, at, len(kept)), (place + len(kept), start, len(instead)))
        place += len(kept) + len(instead)
        if code and len(repairs) < _MOST_TOLD:
            repairs.append(Repair(code, place - len(instead), place, decoded.text[start:end], instead))
        at = end
    return decoded._replace(
        text="".join(text),
        plain="".join(plain),
        damaged=(),
        repairs=(*decoded.repairs, *repairs),
        before=decoded,
        stretches=tuple(one for one in stretches if one[2]),
    )
