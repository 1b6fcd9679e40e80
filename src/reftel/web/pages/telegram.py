"""The telegram page: the telegram set for reading, beside its source text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from reftel.archive.links.cite import Citation, cited
from reftel.archive.missing.neighbours import Neighbours
from reftel.archive.results import Filed, Hit
from reftel.export import FORMATS, StreamFormat
from reftel.model.explain import explain
from reftel.model.mrn import parse_mrn
from reftel.web.desk.panel import panel
from reftel.web.desk.visit import visit
from reftel.web.plots.ties import ties
from reftel.web.setting.address import asked_number
from reftel.web.setting.body import blocks, parts
from reftel.web.setting.cards import cards
from reftel.web.setting.head import Desk, head, transmission
from reftel.web.setting.mentions import mentioned
from reftel.web.setting.source import Note, chosen, notes_of, pointer_at, shortened, source
from reftel.web.view import Asked, Fault, View
from reftel.web.words import search_url, telegram_url

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.model.telegram import Telegram

HASH_SHOWN = 12
REMARKS, CITING = 200, 20


class Picked(NamedTuple):
    """The field whose letters are lit: what they say and what that means."""

    pointer: str
    letters: str
    meaning: str
    others: str = ""


class TelegramPage(View, frozen=True):
    """A telegram with its copies, its citations, its neighbours by serial, and its ties.

    `cites` are the numbers that it refers to, `held` those of them that the archive has, `citing` what refers to it.
    """

    template: ClassVar[str] = "telegram.html"

    filed: Filed
    cites: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    citing: tuple[Hit, ...] = ()
    neighbours: Neighbours | None = None
    citations: tuple[Citation, ...] = ()

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The telegram set for reading, and its source with the letters that were asked for lit."""
        telegram, held = self.filed.telegram, frozenset(self.held)
        desk, notes = Desk(telegram, explain(telegram)), notes_of(telegram)
        part = min(asked_number(asked.get("part")), parts(telegram))
        here = visit()
        mine = panel(here, self.filed) if here else None
        passages = [one.place for one in mine.notes if one.place] if mine else []
        return {
            "t": telegram,
            "banner": _banner(telegram),
            "rows": head(desk, held),
            "wire": transmission(desk),
            "subject": desk.value(telegram.subject, "/subject"),
            "signature": desk.value(telegram.signature, "/signature"),
            "blocks": blocks(telegram, notes, desk.meanings, part, mentioned(telegram, held), passages),
            "mine": mine,
            "part": part,
            "parts": parts(telegram),
            "notes": notes[:REMARKS],
            "remarks_left": max(len(notes) - REMARKS, 0),
            "ties": ties(self.cites, held, self.citing),
            "formats": tuple(form for form in FORMATS.values() if isinstance(form, StreamFormat)),
            "citing": cards(self.citing[:CITING]),
            "more_citing": max(len(self.citing) - CITING, 0),
            **_lit(desk, notes, asked),
        }


def _lit(desk: Desk, notes: tuple[Note, ...], asked: Asked) -> dict[str, Any]:
    """The source with the letters of the field that was asked for lit, be it by its name or by a line of it."""
    telegram = desk.telegram
    lit = asked.get("lit") or pointer_at(
        telegram, asked_number(asked.get("line", "0")) if "line" in asked.query else 0
    )
    spans = chosen(telegram, lit, notes)
    picked = _picked(desk, notes, lit) if spans else None
    return {"source": source(telegram, spans, notes), "picked": picked, "lit": lit}


class ChoicePage(View, frozen=True):
    """The telegrams that answer to the same name."""

    template: ClassVar[str] = "choice.html"
    status: ClassVar[int] = 300

    key: str
    found: tuple[Filed, ...]

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """Each with an address of its own."""
        return {"options": tuple((one, _own_url(one, self.found)) for one in self.found)}


class AbsentPage(View, frozen=True):
    """A number that the archive has no telegram of, and those that refer to it."""

    template: ClassVar[str] = "missing.html"

    query: str
    title: str
    near: str = ""
    citing: tuple[Hit, ...] = ()
    reason: str = ""

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The telegrams that refer to it as cards."""
        return {"suggestions": cards(self.citing)}


class SourcePage(View, frozen=True):
    """The source text whole and alone."""

    media: ClassVar[str] = "text/plain"

    key: str
    id: str
    text: str

    def body(self, asked: Asked) -> bytes:
        """The text itself."""
        return self.text.encode("utf-8", "replace")


def telegram_page(archive: Archive, asked: Asked) -> View:
    """The page of the one telegram that the key names; a choice of several; help where there is none."""
    found = named(archive, asked.path["key"])
    if len(found) > 1:
        return ChoicePage(asked.path["key"], found)
    telegram = found[0].telegram
    numbers = (*(one.mrn for one in telegram.references), *(one.mrn for one in telegram.mentions))
    cites = tuple(dict.fromkeys(mrn for mrn in numbers if mrn and mrn != telegram.mrn))
    return TelegramPage(
        found[0],
        cites,
        tuple(sorted(archive.holds(cites))) if cites else (),
        archive.cited_by(telegram.mrn) if telegram.mrn else (),
        archive.neighbours(telegram.mrn) if telegram.mrn else None,
        cited(telegram),
    )


def source_page(archive: Archive, asked: Asked) -> View:
    """The source text of the telegram that the key names."""
    found = named(archive, asked.path["key"])
    if len(found) > 1:
        return ChoicePage(asked.path["key"], found)
    return SourcePage(found[0].key, found[0].telegram.id, found[0].telegram.text)


def named(archive: Archive, key: str) -> tuple[Filed, ...]:
    """The telegrams that a key names. A `Fault` with help where there is none."""
    found = archive.find(key)
    if found:
        return found
    mrn = parse_mrn(key)
    title = f"{mrn or key} is not in this archive"
    near = search_url(f"post:{mrn.post} year:{mrn.year}") if mrn and mrn.year else ""
    citing = archive.cited_by(str(mrn)) if mrn else ()
    raise Fault(404, "no_such_telegram", title, AbsentPage(key, title, near, citing))


def _own_url(one: Filed, found: tuple[Filed, ...]) -> str:
    shared = sum(other.key == one.key for other in found) > 1
    return telegram_url(one.telegram.id.removeprefix("sha256:")[:HASH_SHOWN] if shared else one.key)


def _picked(desk: Desk, notes: tuple[Note, ...], lit: str) -> Picked:
    remark = next((note for note in notes if note.pointer == lit), None)
    if remark:
        letters = (desk.telegram.text[span.start : span.end] for span in remark.spans)
        return Picked(lit, shortened(" ".join(letters)), f"{remark.code}: {remark.text}")
    return Picked(lit, desk.letters(lit), desk.meanings.get(lit, ""), desk.others.get(lit, ""))


def _banner(telegram: Telegram) -> str:
    words = (telegram.classification.level or "Classification not read", *telegram.classification.caveats)
    return " ".join(words)
