"""Says which telegram each pointing word of a text means: by letter, by number, or because there is only one.

Nothing is guessed. What a word leaves open is said: no reference has that letter, several could be meant, a
separate telegram has no number yet. A number without a year takes the telegram's own, as in the REF line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from reftel.model.mrn import Mrn, identify, parse_mrn
from reftel.model.noun import Noun
from reftel.model.telegram import Reference
from reftel.text.plain import squeeze
from reftel.text.pointer import Pointer
from reftel.vocabulary import posts

_DEPARTMENT = "STATE"
_OF_A_LINE = frozenset({"telegram", "airgram", "dtg"})
_ONE_SERIES = 1966  # before about then the Department numbered its telegrams to each post apart
_NO_LINE = "there is no REF line"
NO_LETTER = "no reference is lettered"
"""How `Mention.unbound` begins where a letter is named that the REF line does not have."""

_SEVERAL = "several references, and no letter"


class Setting(Noun, frozen=True):
    """What the words are understood by: who writes when under what number, to whom, and the REF line."""

    references: tuple[Reference, ...] = ()
    mrn: Mrn | None = None
    sender: str | None = None
    addressees: tuple[str | None, ...] = ()
    year: int | None = None

    @property
    def labels(self) -> frozenset[str]:
        """The letters of the REF line."""
        return frozenset(one.label.upper() for one in self.references if one.label)

    @property
    def one_digit(self) -> bool:
        """Whether the REF line has a telegram whose number is of one digit."""
        numbers = (_number_of(one.mrn) for one in self.references if one.mrn)
        return any(number and isinstance(number.serial, int) and number.serial < 10 for number in numbers)


class Bound(NamedTuple):
    """What a pointer means: places in the REF line, the one number, what stays open."""

    references: tuple[int, ...] = ()
    mrn: str | None = None
    year_inferred: bool = False
    unbound: str | None = None


def bind(pointer: Pointer, words: str, setting: Setting) -> Bound | None:
    """What the pointer means; None where it turns out to be no pointer, or the telegram's own number."""
    return _BINDERS[pointer.kind](pointer, squeeze(words), setting)


def _line(pointer: Pointer, words: str, setting: Setting) -> Bound | None:
    """REFTEL, REF B: the items of the REF line."""
    references = setting.references
    if not references:
        return None if pointer.bare else Bound(unbound=_NO_LINE)
    if pointer.letters:
        return _lettered(pointer.letters, references)
    places = _meant(pointer, references)
    if not places:
        return Bound(unbound="the REF line has none of that kind")
    if pointer.several or len(places) == 1:
        return _items(places, references)
    return Bound(unbound=_SEVERAL)


def _lettered(letters: tuple[str, ...], references: tuple[Reference, ...]) -> Bound:
    known = {one.label.upper() for one in references if one.label}
    places = tuple(at for at, one in enumerate(references) if one.label and one.label.upper() in letters)
    missing = [letter for letter in letters if letter not in known]
    told = f"{NO_LETTER} {', '.join(missing)}" if missing else None
    return _items(places, references)._replace(unbound=told)


def _meant(pointer: Pointer, references: tuple[Reference, ...]) -> tuple[int, ...]:
    """The items that a word without a letter can mean: those of its kind; REFTEL means telegrams if there are any."""
    if pointer.wanted:
        return tuple(at for at, one in enumerate(references) if one.kind == pointer.wanted)
    telegrams = tuple(at for at, one in enumerate(references) if one.kind in _OF_A_LINE)
    return telegrams if telegrams and not pointer.bare else tuple(range(len(references)))


def _items(places: tuple[int, ...], references: tuple[Reference, ...]) -> Bound:
    one = references[places[0]] if len(places) == 1 else None
    return Bound(places, one.mrn if one else None, bool(one and one.year_inferred))


def _number(pointer: Pointer, words: str, setting: Setting) -> Bound | None:
    """A number with its station: the item of the REF line, else a telegram that is only mentioned."""
    return _numbered(pointer, pointer.station, setting)


def _numbered(pointer: Pointer, station: str | None, setting: Setting) -> Bound | None:
    serial, year = pointer.serial, pointer.year
    if station is None or serial is None:
        return Bound(unbound="the station is not known")
    if year and setting.year and year > setting.year:
        year = None  # what stood before the name was a day or a figure
    cited = _cited(setting.references, station, serial, year)
    if cited:
        return _items(cited, setting.references)
    if not pointer.sure:
        return None
    counted = year or setting.year
    if counted is None:
        return Bound(unbound="the year is not known")
    post = posts.find(station)
    number = Mrn(counted, posts.in_year(post, counted).name if post else station, serial)
    return None if number == setting.mrn else Bound((), str(number), year is None)


def _cited(references: tuple[Reference, ...], station: str, serial: int, year: int | None) -> tuple[int, ...]:
    """The first item of the REF line with this station and number; a year only where one is printed."""
    for at, one in enumerate(references):
        number = _number_of(one.mrn or one.text) if one.kind == "telegram" else None
        if number and number[1:] == (station, serial) and year in {None, number.year}:
            return (at,)
    return ()


@lru_cache(1024)
def _number_of(words: str) -> Mrn | None:
    found = identify(words)
    return found.mrn if found else parse_mrn(words)


def _of_a_person(
    who: Callable[[Setting], tuple[str | None, str]],
) -> Callable[[Pointer, str, Setting], Bound | None]:
    """Binds `my 862`, `urtel 1234`: the number is that person's; without one the REF line may have one of theirs."""

    def binder(pointer: Pointer, words: str, setting: Setting) -> Bound | None:
        station, why = (pointer.station, "") if pointer.station else who(setting)
        if station is None:
            return _worded(words, setting) or (Bound(unbound=why) if pointer.sure else None)
        if pointer.serial is not None:
            return _numbered(pointer, station, setting)
        theirs = tuple(_from(station, setting.references))
        if len(theirs) == 1 or (theirs and pointer.several):
            return _items(theirs, setting.references)
        return Bound(unbound="several references could be meant" if theirs else "no number is given")

    return binder


def _from(station: str, references: tuple[Reference, ...]) -> Iterator[int]:
    for at, one in enumerate(references):
        number = _number_of(one.mrn) if one.mrn else None
        if number and number.post == station:
            yield at


def _sender(setting: Setting) -> tuple[str | None, str]:
    return setting.sender, "the sender is not known"


def _addressee(setting: Setting) -> tuple[str | None, str]:
    """Whom `your` speaks to: the action addressee, if there is exactly one and it is a known post."""
    if len(setting.addressees) > 1:
        return None, "there are several action addressees"
    if not setting.addressees:
        return None, "the action addressee is not known"
    return setting.addressees[0], "the action addressee is not in the list of posts"


def _this_end(setting: Setting) -> tuple[str | None, str]:
    """The embassy of EMBTEL: the one that writes, or the one that the Department writes to."""
    return _addressee(setting) if setting.sender == _DEPARTMENT else _sender(setting)


def _department(setting: Setting) -> tuple[str | None, str]:
    if setting.year and setting.year < _ONE_SERIES:
        return None, "the Department then numbered its telegrams to each post apart"
    return _DEPARTMENT, ""


def _not_numbered(why: str) -> Callable[[Pointer, str, Setting], Bound | None]:
    """Binds SEPTEL and MIPT, which name no number, unless the REF line has the very words as an item."""

    def binder(pointer: Pointer, words: str, setting: Setting) -> Bound | None:
        return _worded(words, setting) or Bound(unbound=why)

    return binder


def _worded(words: str, setting: Setting) -> Bound | None:
    """The one item of the REF line that begins with these very words."""
    named = words.upper()
    places = tuple(at for at, one in enumerate(setting.references) if one.text.upper().startswith(named))
    return _items(places, setting.references) if len(places) == 1 else None


def _group(pointer: Pointer, words: str, setting: Setting) -> Bound | None:
    """`JCS 031500Z MAY 76`: an item of the REF line with these words, else a message of one that does not number."""
    named = "".join(words.upper().split())
    places = tuple(
        at
        for at, one in enumerate(setting.references)
        if one.kind == "dtg" and named in "".join(one.text.upper().split())
    )
    if len(places) == 1:
        return _items(places, setting.references)
    return Bound(unbound="cited by date-time group") if pointer.sure else None


_BINDERS: dict[str, Callable[[Pointer, str, Setting], Bound | None]] = {
    "reftel": _line,
    "telegram": _number,
    "own": _of_a_person(_sender),
    "post": _of_a_person(_this_end),
    "addressee": _of_a_person(_addressee),
    "department": _of_a_person(_department),
    "septel": _not_numbered("a separate telegram, whose number the text does not give"),
    "previous": _not_numbered("an earlier telegram, whose number the text does not give"),
    "following": _not_numbered("a later telegram, whose number the text does not give"),
    "dtg": _group,
}
