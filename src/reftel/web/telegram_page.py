"""The telegram page: the telegram set for reading, beside its source text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from litestar import Response

from reftel.model.explain import explain
from reftel.model.mrn import parse_mrn
from reftel.web.body import blocks, parts
from reftel.web.head import Desk, head, transmission
from reftel.web.pages import page
from reftel.web.search_page import asked_page, cards
from reftel.web.source import Note, chosen, notes_of, shortened, source
from reftel.web.words import search_url, telegram_url

if TYPE_CHECKING:
    from reftel.archive.results import Filed
    from reftel.model.telegram import Telegram
    from reftel.web.shelf import Readable

HASH_SHOWN = 12
REMARKS = 200


class Picked(NamedTuple):
    """The field whose letters are lit: what they say and what that means."""

    pointer: str
    letters: str
    meaning: str
    others: str = ""


def telegram_page(archive: Readable, key: str, lit: str = "", part: str = "1") -> Response[bytes]:
    """The page of the one telegram that `key` names; a choice of several; help where there is none."""
    found = archive.find(key)
    if not found:
        return _missing(archive, key)
    if len(found) > 1:
        return page("choice.html", key=key, options=tuple((one, _own_url(one, found)) for one in found))
    return _telegram(archive, found[0], lit, asked_page(part))


def _own_url(one: Filed, found: tuple[Filed, ...]) -> str:
    shared = sum(other.key == one.key for other in found) > 1
    return telegram_url(one.telegram.id.removeprefix("sha256:")[:HASH_SHOWN] if shared else one.key)


def _missing(archive: Readable, key: str) -> Response[bytes]:
    mrn = parse_mrn(key)
    number = str(mrn) if mrn else key
    return page(
        "missing.html",
        404,
        query=key,
        title=f"{number} is not in this archive",
        reason="",
        suggestions=cards(archive.cited_by(number) if mrn else ()),
        near=search_url(f"post:{mrn.post} year:{mrn.year}") if mrn and mrn.year else "",
    )


def _picked(desk: Desk, notes: tuple[Note, ...], lit: str) -> Picked:
    remark = next((note for note in notes if note.pointer == lit), None)
    if remark:
        letters = (desk.telegram.text[span.start : span.end] for span in remark.spans)
        return Picked(lit, shortened(" ".join(letters)), f"{remark.code}: {remark.text}")
    return Picked(lit, desk.letters(lit), desk.meanings.get(lit, ""), desk.others.get(lit, ""))


def _telegram(archive: Readable, filed: Filed, lit: str, part: int) -> Response[bytes]:
    telegram = filed.telegram
    desk = Desk(telegram, explain(telegram))
    cited = tuple({reference.mrn for reference in telegram.references if reference.mrn})
    notes = notes_of(telegram)
    spans = chosen(telegram, lit, notes)
    return page(
        "telegram.html",
        filed=filed,
        t=telegram,
        banner=_banner(telegram),
        rows=head(desk, archive.holds(cited) if cited else frozenset()),
        wire=transmission(desk),
        subject=desk.value(telegram.subject, "/subject"),
        signature=desk.value(telegram.signature, "/signature"),
        blocks=blocks(telegram, notes, desk.meanings, min(part, parts(telegram))),
        part=min(part, parts(telegram)),
        parts=parts(telegram),
        notes=notes[:REMARKS],
        remarks_left=max(len(notes) - REMARKS, 0),
        source=source(telegram, spans, notes),
        picked=_picked(desk, notes, lit) if spans else None,
        lit=lit,
        citing=cards(archive.cited_by(telegram.mrn) if telegram.mrn else ()),
    )


def _banner(telegram: Telegram) -> str:
    words = (telegram.classification.level or "Classification not read", *telegram.classification.caveats)
    return " ".join(words)


def source_text(archive: Readable, key: str) -> Response[bytes]:
    """The source text whole and alone, as plain text."""
    found = archive.find(key)
    if len(found) != 1:
        return telegram_page(archive, key)
    text = found[0].telegram.text.encode("utf-8", "replace")
    return Response(text, media_type="text/plain")
