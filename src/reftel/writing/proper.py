"""The telegram proper as lines: classification line, head, body. What each format sets is made of these."""

from __future__ import annotations

from datetime import datetime

from reftel.model.telegram import Telegram
from reftel.text import head_written as head
from reftel.text import labels, reflow
from reftel.text.body_written import Body, write_body
from reftel.text.classified_by import DERIVED_FROM
from reftel.text.filling import LIMIT
from reftel.writing.format import CannotWrite
from reftel.writing.sections import Part

_MINUTES = frozenset({None, "minute"})


def sent_at(telegram: Telegram) -> datetime | None:
    """The date-time group; None where it is not known to the minute."""
    if telegram.dtg is None or telegram.dtg_precision not in _MINUTES:
        return None
    return datetime.fromisoformat(telegram.dtg)


def head_lines(telegram: Telegram) -> list[str]:
    """The groups of the head, an empty line behind each."""
    return grouped(
        list(telegram.captions),
        head.passing_lines(telegram.passing),
        label_lines(telegram),
        head.reference_lines(telegram.references, sent_at(telegram)),
        classifier_lines(telegram),
    )


def grouped(*groups: list[str]) -> list[str]:
    """Groups of lines, an empty line behind each."""
    return [line for group in groups if group for line in (*group, "")]


def label_lines(telegram: Telegram) -> list[str]:
    """Executive order, TAGS and subject: they stand in each section."""
    return [
        *head.order_line(telegram.declassification),
        *head.tags_line(telegram.tags, sent_at(telegram)),
        *head.subject_lines(telegram.subject, telegram.subject_marking),
    ]


def classifier_lines(telegram: Telegram) -> list[str]:
    """Who classified it and why."""
    derived = telegram.provenance.facts.get(DERIVED_FROM)
    return head.classifier_lines(
        telegram.classified_by, telegram.reasons, telegram.declassification, derived_from=derived
    )


def body_of(telegram: Telegram) -> Body:
    """The paragraphs and the signature."""
    return write_body(telegram.paragraphs, telegram.signature)


def groups_of(above: list[str], body: Body, part: Part) -> frozenset[int]:
    """The lines of a transmission at which a page may begin in place of an empty line: labels, and paragraphs."""
    shift = len(above) - part.start
    paragraphs = (
        at for at in body.numbered if part.start + 1 < at < part.end and _is_over(body.lines[at - 2])
    )
    opened = (at for at, line in enumerate(above) if labels.label_at(line, 0, len(line)))
    return frozenset({*opened, *(at + shift for at in paragraphs)})


def _is_over(line: str) -> bool:
    """Whether a figure directly below would begin a paragraph: no sentence runs on, no `NO.` calls for it."""
    return reflow.has_ended(line) and len(line.rpartition(" ")[2].strip(".,;:?!\"')")) > 2


def within_limit(lines: list[str]) -> list[str]:
    """The lines, none of them longer than a circuit carries; raises `CannotWrite`."""
    for line in lines:
        if len(line) > LIMIT:
            raise CannotWrite(
                f"a line has {len(line)} letters and cannot be broken, the limit is {LIMIT}: {line[:40].strip()} ...: "
                "shorten the word or the row of the table that stands there"
            )
    return lines


def joined(lines: list[str]) -> str:
    """The lines as a text."""
    return "\n".join(lines) + "\n"


def write_plain(telegram: Telegram) -> bytes:
    """The telegram proper: classification line to signature."""
    # Station and number without a level are read as such only above labels.
    known = telegram.classification.level or label_lines(telegram)
    first = [head.classification_line(telegram), ""] if known else []
    lines = [*first, *head_lines(telegram), *body_of(telegram).lines]
    return joined(within_limit(lines)).encode()
