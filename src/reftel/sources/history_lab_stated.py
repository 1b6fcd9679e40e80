"""What a document of FOIArchive states: its columns in the model's terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from reftel.model.dtg import iso
from reftel.model.stated import Stated
from reftel.model.telegram import Classification, Originator
from reftel.sources.aad_fields import addressees
from reftel.sources.frus_document import Document, kind_of_heading
from reftel.sources.frus_stated import tell
from reftel.sources.values import said
from reftel.vocabulary import classification, posts

_ARCHIVES = "cfpf"
_PRINTED = "frus"
_VERSION = re.compile(r"_\d{1,3}\Z")
_FILM = re.compile(r"[DPN]\d{6}-\d{4}")
_DERIVED = re.compile(r"topic|entit|entgroups|wikidata|full_text|embedding|_cnt\Z")
_WORDS = frozenset({"body", "raw_body"})
_NO_TEXT = re.compile(
    r"no text body available|ads text unretrievable|error reading text index|n/?a\Z", re.IGNORECASE
)
_CODE = re.compile(r"[A-Z]{2,4}|\d[A-Z]|X[A-Z]")
_NAMED = re.compile(r"(?:\A|: ?|\[)(?:Telegram|Airgram)\b")
_OPENING = 400  # letters in which an edition says what the document is


def refusal(values: Mapping[str, str]) -> str | None:
    """Why a document is no telegram, by what the Lab says of it; None where it may be one."""
    if not said(values.get("doc_id")):
        return "a document without an identifier"
    if values.get("corpus") == _PRINTED and _kind_of_printed(values) is None:
        return f"a printed document, no telegram: {_heading(values) or values['doc_id']}"
    return None


def words_of(values: Mapping[str, str]) -> str:
    """The text; empty where a filler stands in its place."""
    body = values.get("body") or values.get("raw_body") or ""
    return "" if _NO_TEXT.match(body.strip()) else body


def facts_of(values: Mapping[str, str]) -> dict[str, str]:
    """All columns but the text and what was computed from it."""
    kept = {
        name: said(value)
        for name, value in values.items()
        if name not in _WORDS and not _DERIVED.search(name)
    }
    return {name: value for name, value in kept.items() if value}


def told_by(values: Mapping[str, str]) -> tuple[str, Stated]:
    """The telegram's words, empty where there are none, and what the document states."""
    words = words_of(values)
    if values.get("corpus") == _PRINTED:
        return _of_printed(values, words)
    identifier = values["doc_id"].strip()
    numbered = values.get("corpus", _ARCHIVES) == _ARCHIVES and not _FILM.fullmatch(identifier)
    sent, precision = _sent(values.get("authored", ""))
    action, info = addressees(said(values.get("to_field")) or "")
    return words, Stated(
        mrn=_VERSION.sub("", identifier) if numbered else None,
        aliases=(identifier,),
        kind=_kind(values, identifier, words),
        dtg=sent,
        dtg_precision=precision,
        originator=_originator(said(values.get("from_field"))),
        action=action,
        info=info,
        classification=_classification(values),
        tags=_tags(values.get("tags", "")),
        subject=said(values.get("title")),
    )


def _of_printed(values: Mapping[str, str], words: str) -> tuple[str, Stated]:
    """A document of a printed volume; of its date only the day, for the hour may be that of a place without a zone."""
    document = Document(
        head=_heading(values),
        sources=tuple(filter(None, (said(values.get("source")),))),
        place=said(values.get("location")) or "",
        when={"when": values.get("authored", "")[:10]},
        words=words,
    )
    told = tell(document, values["doc_id"].strip())
    changes = {"kind": _kind_of_printed(values), "classification": _classification(values)}
    return told.words, msgspec.structs.replace(told.stated, **changes)


def _classification(values: Mapping[str, str]) -> Classification:
    return Classification(classification.level_of((values.get("classification") or "").upper()))


def _heading(values: Mapping[str, str]) -> str:
    return said(values.get("title_docview")) or said(values.get("title")) or ""


def _kind_of_printed(values: Mapping[str, str]) -> str | None:
    """Telegram or airgram, if the heading or the first lines of the edition say so."""
    opening = _NAMED.search(words_of(values)[:_OPENING])
    return kind_of_heading(_heading(values)) or ("telegram" if opening else None)


def _kind(values: Mapping[str, str], identifier: str, words: str) -> str | None:
    """What a document is; of other collections than telegrams its words have to tell."""
    corpus = values.get("corpus", _ARCHIVES)
    if corpus != _ARCHIVES:
        return None
    if _FILM.fullmatch(identifier):
        return "index entry"
    if " A-" in identifier:
        return "airgram"
    return "telegram" if words else "stub"


def _sent(authored: str) -> tuple[str | None, str | None]:
    """The date; midnight says no more than the day."""
    try:
        sent = datetime.fromisoformat(authored.strip())
    except ValueError:
        return None, None
    if (sent.hour, sent.minute) == (0, 0):
        return f"{sent.date().isoformat()}T00:00:00Z", "day"
    return (
        (iso(sent.astimezone(UTC)), "minute")
        if sent.tzinfo
        else (f"{sent.date().isoformat()}T00:00:00Z", "day")
    )


def _originator(printed: str | None) -> Originator | None:
    found = posts.find(printed) if printed else None
    return Originator(name=printed, post=found.name if found else None) if printed else None


def _tags(printed: str) -> tuple[str, ...]:
    """Codes between commas, bars, braces and quotation marks, as the service and its tables print lists."""
    words = re.split(r"[,|{}\"\[\]]+", printed.upper())
    return tuple(dict.fromkeys(word.strip() for word in words if _CODE.fullmatch(word.strip())))
