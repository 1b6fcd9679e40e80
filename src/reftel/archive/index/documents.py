"""What of a telegram can be searched and counted: one flat document for the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from reftel.archive.tiers import (
    caveats_of_mark,
    controls_of,
    levels_of,
    subject_tier,
    tier_of,
    tier_of_mark,
)
from reftel.model.mrn import parse_mrn
from reftel.model.telegram import Addressee, Paragraph, Telegram
from reftel.text.subject import numbered
from reftel.vocabulary import posts

SERIALS = 1_000_000  # more than any serial
SHIFT = 26  # bits of a moment that tell telegrams of the same second apart
PORTIONS = {"summary": "summary", "comment": "comment"}  # roles of paragraphs that are fields of their own
_STAMP = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?)?)?")


class Portion(msgspec.Struct, array_like=True, frozen=True):
    """Words of one level: `field` is head, subject, para, summary or comment."""

    field: str
    tier: int
    text: str


class Document(msgspec.Struct, array_like=True, frozen=True):
    """The searchable side of one telegram.

    `serial` is the year of its number times `SERIALS`, and the number's serial; 0 for none.

    `tier` is the level of the telegram and of all that bears no mark, `subject_tier` that of its subject, `levels` are
    all of which it holds anything. `seconds` counts from the year 1, 0 where
    nothing dates it. `words` are searched word by word, `terms` are whole values; both by the names that the index
    has for them.
    """

    portions: tuple[Portion, ...]
    words: dict[str, tuple[str, ...]] = {}
    terms: dict[str, tuple[str, ...]] = {}
    tier: int = 0
    levels: tuple[int, ...] = ()
    subject_tier: int = 0
    seconds: int = 0
    serial: int = 0

    @property
    def post(self) -> str:
        """The sending post; empty where none is known."""
        return (self.terms.get("post") or ("",))[0]


def seconds_of(stamp: str) -> int:
    """Seconds from the year 1 to the begin of an ISO date, month, year or moment; 0 for what is none."""
    found = _STAMP.match(stamp)
    if not found:
        return 0
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups())
    try:
        days = date(year, month or 1, day or 1).toordinal()
    except ValueError:
        return 0
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def number_forms(text: str) -> tuple[str, ...]:
    """The forms under which a message reference number is indexed: with its year, and without."""
    mrn = parse_mrn(text)
    if mrn is None:
        return ()
    bare = f"{mrn.post}{mrn.serial}"
    return (bare,) if mrn.year is None else (str(mrn), bare)


def whole_text(telegram: Telegram) -> str:
    """All that stands in the copy: the paragraphs as read, and between them the source as it is.

    A phrase is found over a page joint inside a paragraph, and no word of the source is left out.
    """
    pieces: list[str] = []
    at = 0
    for paragraph in telegram.paragraphs:
        if paragraph.start >= at:
            pieces += (telegram.text[at : paragraph.start], paragraph.text)
            at = paragraph.end
        else:
            pieces.append(paragraph.text)
    pieces.append(telegram.text[at:])
    return "\n".join(piece for piece in pieces if piece)


def _dated(telegram: Telegram) -> str | None:
    """The day of the telegram, or the year of its number where no date-time group could be read."""
    if telegram.dtg:
        return telegram.dtg
    mrn = parse_mrn(telegram.mrn) if telegram.mrn else None
    return str(mrn.year) if mrn and mrn.year else None


def post_of(telegram: Telegram) -> str | None:
    """The sending post: the originator's, else that of the number."""
    if telegram.originator and telegram.originator.post:
        return telegram.originator.post
    mrn = parse_mrn(telegram.mrn) if telegram.mrn else None
    return mrn.post if mrn else None


def _sender(telegram: Telegram, post: str | None) -> str:
    origin = telegram.originator
    parts = (origin.name, origin.routing_indicator) if origin else ()
    return "\n".join(part for part in (*parts, post) if part)


def _forms(numbers: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for text in numbers if text for form in number_forms(text)))


def _counted(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(value.upper().split()) for value in values if value))


def _blocks(telegram: Telegram, part: Paragraph) -> Iterator[tuple[str, str]]:
    """The summary or comment that a paragraph is, or that words fence off in it."""
    if part.role in PORTIONS:
        yield part.role, part.text
    for block in part.blocks:
        if block.role in PORTIONS and block.role != part.role:
            yield block.role, telegram.text[block.start : block.end]


def _portions(telegram: Telegram, tier: int) -> Iterator[Portion]:
    """The head, which is all outside the paragraphs, the subject, and each paragraph at its own level."""
    pieces: list[str] = []
    at = 0
    for part in telegram.paragraphs:
        level = tier_of_mark(part.marking, tier)
        yield Portion("para", level, part.text)
        for role, text in _blocks(telegram, part):
            yield Portion(PORTIONS[role], level, text)
        if part.start >= at:
            pieces.append(telegram.text[at : part.start])
            at = part.end
    yield Portion("head", tier, "\n".join((*pieces, telegram.text[at:])))
    if telegram.subject:
        yield Portion("subject", subject_tier(telegram), telegram.subject)


def addressee_name(addressee: Addressee) -> str:
    """The name under which an addressee is counted: that of its post, else as it stands."""
    post = posts.named(addressee.name)
    return post.name if post else " ".join(addressee.name.upper().split())


def _continuity(telegram: Telegram, post: str | None) -> Iterator[str]:
    """The count that each addressee's copy carries: `DUSHANBE>ANKARA>001615`."""
    for addressee in telegram.action + telegram.info if post else ():
        if addressee.continuity_number:
            yield f"{post}>{addressee_name(addressee)}>{addressee.continuity_number:06}"


def _offices(telegram: Telegram) -> Iterator[str]:
    """The offices named by passing lines, distribution and drafting lines, each with those that it is part of."""
    officers = telegram.drafted_by + telegram.cleared_by + telegram.approved_by
    named = [office for line in telegram.passing for office in line.offices]
    named += [copies.office for copies in telegram.distribution]
    for office in (*named, *(officer.office for officer in officers)):
        parts = (office or "").split("/")
        yield from ("/".join(parts[:size]) for size in range(1, len(parts) + 1))


def tiered(value: str, tier: int) -> str:
    """A value as the index has it that holds at one level only."""
    return f"{value}>{tier}"


def _marks(telegram: Telegram, tier: int) -> Iterator[str]:
    """Each portion mark as it stands, its level and each of its caveats."""
    for mark in {part.marking for part in telegram.paragraphs if part.marking}:
        level = tier_of_mark(mark, tier)
        plain = mark.upper().replace(" ", "")
        values = {plain, re.split(r"[/-]", plain)[0], *caveats_of_mark(mark)}
        yield from (tiered(value, level) for value in values)


def _holdings(telegram: Telegram, tier: int) -> Iterator[str]:
    """What `has:` finds: the parts that the telegram has."""
    for part in telegram.paragraphs:
        level = tier_of_mark(part.marking, tier)
        if part.role:
            yield tiered(part.role.replace(" ", "-"), level)
        if part.marking:
            yield tiered("mark", level)
    found = {
        "reference": telegram.references, "passing": telegram.passing, "signature": telegram.signature,
        "release": telegram.release, "classifier": telegram.classified_by, "drafter": telegram.drafted_by,
        "distribution": telegram.distribution, "declassification": telegram.declassification,
        "transmission": telegram.transmission,
    }  # fmt: skip
    anywhere = {"repair": telegram.repairs, "mention": telegram.mentions}
    yield from (name for name, value in anywhere.items() if value)
    yield from (tiered(name, tier) for name, value in found.items() if value)
    if telegram.subject:
        yield tiered("subject", subject_tier(telegram))


def _states(telegram: Telegram) -> Iterator[str]:
    """What `is:` finds: kind and completeness, and whether it was sent in sections, readdressed, without a number."""
    yield telegram.kind.replace(" ", "-")
    yield telegram.completeness.replace(" ", "-")
    found = {"sectional": telegram.sections.of > 1, "readdressed": bool(telegram.originals)}
    found |= {"unnumbered": telegram.mrn is None, "undated": telegram.dtg is None}
    yield from (name for name, holds in found.items() if holds)


def _words(telegram: Telegram, post: str | None) -> dict[str, tuple[str, ...]]:
    classifier = telegram.classified_by
    officers = telegram.drafted_by + telegram.cleared_by + telegram.approved_by
    return {
        "sender": (_sender(telegram, post),),
        "action": tuple(addressee.name for addressee in telegram.action),
        "info": tuple(addressee.name for addressee in telegram.info),
        "drafter": tuple(officer.text or officer.name or "" for officer in officers),
        "classifier": (classifier.text or classifier.name or "",) if classifier else (),
        "passing": tuple(line.text or " ".join(line.offices) for line in telegram.passing),
    }


def subject_series(telegram: Telegram) -> str | None:
    """Under which post and words the numbered subject of a telegram counts: `USUN NEW YORK>USUN DAILY SUMMARY`."""
    post, found = post_of(telegram), numbered(telegram.subject or "")
    return f"{post}>{found.words}" if post and found else None


def _terms(telegram: Telegram, post: str | None, dated: str) -> dict[str, tuple[str, ...]]:
    tier = tier_of(telegram)
    references = _forms(reference.mrn for reference in telegram.references)
    mentions = _forms(mention.mrn for mention in telegram.mentions)
    codes = (*(repair.code for repair in telegram.repairs), *(one.code for one in telegram.diagnostics))
    return {
        "number": _forms((telegram.mrn, *telegram.aliases)),
        "reference": references,
        "mention": tuple(form for form in mentions if form not in references),
        "continuity": tuple(_continuity(telegram, post)),
        "subject_series": _counted((subject_series(telegram),)),
        "control": controls_of(telegram),
        "post": _counted((post,)),
        "year": (dated[:4],) if dated else (),
        "month": (dated[:7],) if len(dated) >= 7 else (),
        "tag": _counted(telegram.tags),
        "class": _counted((telegram.classification.level,)),
        "caption": _counted(telegram.captions + telegram.classification.caveats),
        "precedence": _counted((telegram.precedence.action,)),
        "addressee": _counted(addressee_name(one) for one in telegram.action + telegram.info),
        "office": _counted(_offices(telegram)),
        "signer": _counted((telegram.signature,)),
        "layout": (telegram.layout,),
        "mark": tuple(_marks(telegram, tier)),
        "has": tuple(dict.fromkeys(_holdings(telegram, tier))),
        "is": tuple(_states(telegram)),
        "finding": _counted(codes),
    }


def document_of(telegram: Telegram, collections: Iterable[str | None] = ()) -> Document:
    """The document of a telegram that carries its text. `collections` are those that copies of it came from."""
    stamp = _dated(telegram) or ""
    seconds = seconds_of(stamp)
    post = post_of(telegram)
    mrn = parse_mrn(telegram.mrn) if telegram.mrn else None
    tier = tier_of(telegram)
    terms = _terms(telegram, post, stamp if seconds else "")
    terms["series"] = (mrn.post,) if mrn and mrn.year and isinstance(mrn.serial, int) else ()
    terms["source"] = tuple(dict.fromkeys(name for name in collections if name))
    return Document(
        portions=tuple(_portions(telegram, tier)),
        words=_words(telegram, post),
        terms={name: values for name, values in terms.items() if values},
        tier=tier,
        levels=levels_of(telegram),
        subject_tier=subject_tier(telegram),
        seconds=seconds,
        serial=(mrn.year or 0) * SERIALS + mrn.serial if mrn and isinstance(mrn.serial, int) else 0,
    )
