"""The head of a telegram as it is written: classification line to reasons (5 FAH-1 H-246; 5 FAH-2 H-220, H-440).

Each writer gives the lines of one element, none where the telegram does not have it. What the telegram was read
with is written as it stood; what has no words of its own is put into the usual ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.telegram import Declassification, Officer, Passing, Reference, Telegram
from reftel.text import filling, labels, passing
from reftel.text.filling import filled
from reftel.text.reference_patterns import ENUMERATOR
from reftel.vocabulary import classification, posts, tags

SIX_FIGURES_FROM = 2002
BLANKS_BETWEEN_TAGS_FROM = 2000
_SERVICE = "SVC"  # first words of a message between communications centers (ACP 127(G) paras 404-407)
_ALIAS = re.compile(r"(?:\d{4})?(?P<series>TOSEC|TODEP|TOTAS|TOPAR) ?(?P<number>\d{1,6})")
_REASON = re.compile(r"(?P<section>1\.\d)(?:\((?P<letter>[a-h])\))?")
_CODE = re.compile(r"[A-Z]{2,4}\Z|\d[A-Z]\Z")


def classification_line(telegram: Telegram, section: tuple[int, int] | None = None) -> str:
    """`C O N F I D E N T I A L SECTION 01 OF 03 DUSHANBE 000862`; `section` is the number and of how many."""
    level = telegram.classification.level
    row = classification.find(level) if level else None
    parts = [row.first_line if row else level or "", *telegram.classification.caveats]
    if telegram.kind == "service":
        parts.append(_SERVICE)
    if section:
        parts.append(f"SECTION {section[0]:02d} OF {section[1]:02d}")
    parts += [number_line(telegram), _series(telegram)]
    return " ".join(filter(None, parts))


def number_line(telegram: Telegram) -> str:
    """Station and serial, `DUSHANBE 000862`: six figures from 2002 on and for the Department, else five."""
    number = parse_mrn(telegram.mrn) if telegram.mrn else _without_year(telegram)
    if number is None:
        return ""
    post = posts.find(number.post)
    six = number.post == "STATE" or number.year is None or number.year >= SIX_FIGURES_FROM
    serial = f"{number.serial:0{6 if six else 5}d}" if isinstance(number.serial, int) else number.serial
    return f"{post.spaced if post else number.post} {serial}"


def _without_year(telegram: Telegram) -> Mrn | None:
    """The number of a telegram whose year is not known: it stands among the other names."""
    found = (parse_mrn(name) for name in telegram.aliases if not _ALIAS.fullmatch(name))
    return next((one for one in found if one and one.year is None and posts.find(one.post)), None)


def _series(telegram: Telegram) -> str:
    """The second number of a telegram to or from a travelling party: `TOSEC 070031`."""
    found = next(filter(None, map(_ALIAS.fullmatch, telegram.aliases)), None)
    return f"{found['series']} {int(found['number']):06d}" if found else ""


def passing_lines(lines: Sequence[Passing]) -> list[str]:
    """Passing and attention lines; an empty line stands before one that would else go on with the one above."""
    found: list[str] = []
    for line in lines:
        if found and passing.would_go_on(found[-1], line.text):
            found.append("")
        found += filled(line.text, _opens, width=filling.LIMIT)
    return found


def order_line(declassification: Declassification | None) -> list[str]:
    """`E.O. 12958: DECL: 05/10/2016`, on one line where the limit allows it."""
    if declassification is None:
        return []
    words = declassification.instruction or _instruction(declassification)
    order = f"E.O. {declassification.order}:" if declassification.order else "E.O.:"
    return filled(words, _opens, width=filling.LIMIT, before=f"{order} ") if words else [order]


def _instruction(declassification: Declassification) -> str:
    stated = [*declassification.exemptions]
    if declassification.on:
        stated.append(f"{date.fromisoformat(declassification.on):%m/%d/%Y}")
    return f"DECL: {', '.join(stated)}" if stated else ""


def tags_line(codes: Sequence[str], sent: datetime | None) -> list[str]:
    """The TAGS: names in brackets; commas between, or single blanks from 2000 on where every entry is a known code."""
    if not codes:
        return []
    plain = all(tags.find(code) for code in codes)
    between = " " if plain and sent and sent.year >= BLANKS_BETWEEN_TAGS_FROM else ", "
    printed = (code if tags.find(code) or _CODE.match(code) else f"({code})" for code in codes)
    return filled(between.join(printed), _opens, before="TAGS: ")


def subject_lines(subject: str | None, marking: str | None = None) -> list[str]:
    """The subject with its portion mark, continued without an indent."""
    if not subject:
        return []
    return filled(subject, _opens, before=f"SUBJECT: ({marking}) " if marking else "SUBJECT: ")


def reference_lines(references: Sequence[Reference], sent: datetime | None) -> list[str]:
    """The REF block: one item a line, lettered if there are several, later lines indented by five."""
    lines: list[str] = []
    for label, items in groupby(references, key=lambda one: one.label):
        texts = dict.fromkeys(one.text or _reference(one, sent) for one in items)
        letter = f"{label}. " if label else ""
        front = "     " if lines else "REF: "
        lines += filled(", ".join(texts), _opens_item, before=front + letter, indent="     ")
    return lines


def _reference(reference: Reference, sent: datetime | None) -> str:
    """The words of a reference that has none: its year where it is not the telegram's own, station, serial."""
    number = parse_mrn(reference.mrn) if reference.mrn else None
    if number is None:
        return reference.title or reference.kind.upper()
    post = posts.find(number.post)
    year = f"{number.year % 100:02d} " if number.year and (not sent or sent.year != number.year) else ""
    title = f' "{reference.title}"' if reference.title else ""
    notal = " (NOTAL)" if reference.notal else ""
    return f"{year}{post.spaced if post else number.post} {number.serial}{notal}{title}"


def classifier_lines(
    officer: Officer | None,
    reasons: Sequence[str],
    order: Declassification | None,
    *,
    derived_from: str | None = None,
) -> list[str]:
    """Who classified it and why, `CLASSIFIED BY: JANE Q. DOE, CHARGE. REASON: 1.4 (B) AND (D).`, as one paragraph.

    Under E.O. 12065 the order line names the officer already.
    """
    words = _officer(officer) if officer else ""
    if order and order.instruction and words and words in order.instruction:
        words = ""
    sentences = [f"CLASSIFIED BY: {words}."] if words else []
    sentences += [f"REASON: {_reasons(reasons)}."] if reasons else []
    sentences += [f"DERIVED FROM: {derived_from}."] if derived_from else []
    return filled(" ".join(sentences), _opens) if sentences else []


def _officer(officer: Officer) -> str:
    return officer.text or ", ".join(filter(None, (officer.name, officer.position, officer.office)))


def _reasons(reasons: Sequence[str]) -> str:
    """`1.4 (B) AND (D)`: the letters of one section together."""
    found = [match for one in reasons if (match := _REASON.fullmatch(one))]
    parts = []
    for section, members in groupby(found, key=lambda match: match["section"]):
        letters = [f"({match['letter'].upper()})" for match in members if match["letter"]]
        parts.append(" ".join(filter(None, (section, _listed(letters)))))
    return ", ".join(parts) or ", ".join(reasons)


def _listed(words: Sequence[str]) -> str:
    return " AND ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def _opens(_: str, line: str) -> bool:
    """Whether a line of the head would be read as another element, or as the text."""
    return labels.label_at(line, 0, len(line)) is not None or labels.text_begins(line, 0, len(line))


def _opens_item(last: str, line: str) -> bool:
    """Whether a line of the REF block would be read as another item."""
    return _opens(last, line) or ENUMERATOR.match(line) is not None
