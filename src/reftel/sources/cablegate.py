"""What all forms of Cablegate state of a telegram: identifier, date, origin, classification, references.

The collection was published without authority and is still classified in law. Reftel reads copies that a user has;
it holds none, and says so with each record.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from reftel.model.dtg import iso
from reftel.model.mrn import identify, parse_mrn
from reftel.model.stated import Stated
from reftel.model.telegram import Classification, Diagnostic, Originator, Reference
from reftel.vocabulary import classification, posts

COLLECTION = "Cablegate"
PARTIAL = Diagnostic(
    "Q137", "note", "A notice stands in the header's place: the record is a part of the telegram."
)
_NOTICE = re.compile(r"partial extract|(?:only|is) a (?:partial|part) (?:of|extract)", re.IGNORECASE)
_ABOVE = 200  # letters that can stand above a header inside a body
_OFFICE = re.compile(r"(?:Embassy|Consulate|Mission|American Institute|Branch Office|Office) +")
_WELL_FORMED = re.compile(r"\d\d[A-Z]+\d+")


def stated(
    identifier: str,
    *,
    sent: datetime | None,
    origin: str,
    level: str,
    cited: tuple[str, ...] = (),
    subject: str | None = None,
    remarks: tuple[Diagnostic, ...] = (),
) -> Stated:
    """The statements of one record; each may be empty."""
    found = identify(identifier)
    post = _post(origin)
    return Stated(
        mrn=identifier or None,
        aliases=found.also if found else (),
        kind="telegram",
        dtg=iso(sent) if sent else None,
        dtg_precision="minute" if sent else None,
        originator=Originator(name=origin, post=post) if origin else None,
        classification=_classification(level),
        subject=subject or None,
        references=tuple(map(_reference, filter(None, cited))),
        completeness="partial" if remarks else None,
        remarks=(*remarks, *_damaged(identifier, str(found.mrn) if found else None)),
    )


def is_notice(header: str) -> bool:
    """Q137: whether words in the header's place say that the record is a part of the telegram only."""
    return len(header) < 2000 and _NOTICE.search(header) is not None


def joined(header: str, body: str) -> str:
    """Header and body as they were sent. The header can be empty, and stand at the top of the body once more (Q133)."""
    top = " ".join(body[: 2 * len(header) + _ABOVE].split())
    return body if " ".join(header.split()) in top else f"{header.rstrip()}\n{body}"


def moment(text: str, form: str) -> datetime | None:
    """A date in UTC in the form of `strptime`; None for another."""
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return None


def _post(origin: str) -> str | None:
    """The station of `Embassy Dushanbe`, `Secretary of State`, `Mission USNATO`."""
    if origin == "Secretary of State":
        return "STATE"
    found = posts.find(origin) or posts.find(_OFFICE.sub("", origin, count=1))
    return found.name if found else None


def _classification(printed: str) -> Classification:
    """`CONFIDENTIAL//NOFORN`: the level and what is joined to it."""
    level, *caveats = (part.strip() for part in printed.split("//"))
    return Classification(classification.level_of(level), tuple(filter(None, caveats)))


def _reference(identifier: str) -> Reference:
    mrn = parse_mrn(identifier)
    return Reference(None, "telegram" if mrn else "other", str(mrn) if mrn else None, identifier)


def _damaged(identifier: str, read: str | None) -> tuple[Diagnostic, ...]:
    """Q127: an identifier that is not year, post and number, as some 200 are."""
    if not identifier or _WELL_FORMED.fullmatch(identifier):
        return ()
    message = f"The identifier {identifier} is damaged: it " + (
        f"is read as {read}." if read else "gives no number."
    )
    return (Diagnostic("Q127", "warning", message),)
