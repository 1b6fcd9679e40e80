"""The fields of military mail: how each kind of value is written and read (RFC 6477, 6758, 7444).

`Telegram-...` are fields of our own for what RFC 6477 cannot say: precedence and running number of each addressee,
the stations that were called, channel numbers. Who does not know them loses nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from email.message import Message
from typing import NamedTuple

from reftel.model.telegram import Addressee, Classification
from reftel.vocabulary import classification, precedence

LONGEST = 69
"""Letters of a military-string."""
_FOREIGN = re.compile(r"[^A-Za-z0-9 '()+,\-./:=?]+")
_PRECEDENCE = re.compile(r"\s*(?P<name>[A-Za-z]+|\d{1,2})\s*(?:\((?P<comment>[^()]{0,60})\)\s*)?")
_ADDRESSEE = re.compile(
    r"\s*(?P<name>[^;]{1,69}?)\s*(?:;\s*p=(?P<word>[A-Z ]{1,20}))?(?:;\s*n=(?P<number>\d{1,6}))?\s*"
)
_NIACT = "NIACT"


def military(text: str) -> str:
    """A military-string: plain letters for those with accents, blanks for what PrintableString lacks."""
    letters = (sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(_FOREIGN.sub(" ", "".join(letters)).split())[:LONGEST].rstrip()


def written_sequence(items: Iterable[str]) -> str:
    """`ZZH; ZOV RVKB`."""
    return "; ".join(filter(None, map(military, items)))


def read_sequence(value: str) -> tuple[str, ...]:
    """The items of a sequence."""
    return tuple(filter(None, (" ".join(item.split()) for item in value.split(";"))))


def written_list(words: Iterable[str]) -> str:
    """`PGOV, PREL`; with semicolons, the last one at the end, where one holds a comma: `PGOV; DOE, JANE;`."""
    plain = [word for word in map(military, words) if word]
    return "; ".join(plain) + ";" if any("," in word for word in plain) else ", ".join(plain)


def read_list(value: str) -> tuple[str, ...]:
    """The words of such a list."""
    return read_sequence(value if ";" in value else value.replace(",", ";"))


def written_precedence(word: str) -> str:
    """`immediate (NIACT)`; ValueError for a word that is no precedence."""
    found = precedence.by_word(word)
    if found is None:
        raise ValueError(f"no such precedence: {word}")
    return f"{found.keyword} (NIACT)" if _NIACT in found.word else found.keyword


def read_precedence(value: str) -> str | None:
    """The word of a keyword or a NATO number; None for a nation's own number and for what is neither."""
    found = _PRECEDENCE.fullmatch(value)
    known = precedence.by_mail(found["name"]) if found else None
    if found is None or known is None:
        return None
    return f"{_NIACT} {known.word}" if _NIACT in (found["comment"] or "").upper() else known.word


def written_addressee(one: Addressee) -> str:
    """`MINFOR HALVARD; p=IMMEDIATE; n=1205`."""
    word = [f"p={one.precedence}"] if one.precedence else []
    number = [f"n={one.continuity_number:04d}"] if one.continuity_number is not None else []
    return "; ".join((military(one.name), *word, *number))


def read_addressee(value: str) -> Addressee | None:
    """The addressee of such a field; None for what is none."""
    found = _ADDRESSEE.fullmatch(" ".join(value.split()))
    if found is None:
        return None
    word = found["word"].strip() if found["word"] else None
    number = int(found["number"]) if found["number"] else None
    return Addressee(found["name"], precedence=word, continuity_number=number)


class Label(NamedTuple):
    """A security label. `problem` says why it cannot be gone by; such a mail is held."""

    marking: str = ""
    type: str = ""
    label: str = ""
    problem: str | None = None

    @property
    def level(self) -> str | None:
        """The level of the marking, before which a nation or a policy may stand: `VALDORIA CONFIDENTIAL`."""
        words = self.marking.upper().split()
        levels = (classification.level_of(" ".join(words[at:])) for at in range(len(words)))
        return next(filter(None, levels), None)


def written_label(stated: Classification, policy: str = "") -> str | None:
    """`marking="CONFIDENTIAL NOFORN"`, the nation or policy before it; None where no level is stated."""
    if stated.level is None:
        return None
    return f'marking="{military(" ".join((policy, stated.level, *stated.caveats)))}"'


def read_label(value: str) -> Label:
    """A label with its parameters, which may be continued in parts (RFC 2231) and come in any order."""
    holder = Message()
    holder["Label"] = f"label; {value}"
    found = holder.get_params([], header="Label")[1:]
    given = {name.lower(): _plain(one).strip() for name, one in reversed(found)}
    label = Label(given.get("marking", ""), given.get("type", ""), given.get("label", ""))
    if bool(label.type) != bool(label.label):
        return label._replace(problem="a label that has its type or its value, and not both")
    if not (label.marking or label.label):
        return label._replace(problem="a label without marking and without value")
    return label


def _plain(value: str | tuple[str | None, str | None, str]) -> str:
    """A parameter's value; in parts it comes with its charset and language."""
    if isinstance(value, str):
        return value
    charset, _, text = value
    try:
        return text.encode("latin-1", "replace").decode(charset or "ascii", "replace")
    except LookupError:
        return text
