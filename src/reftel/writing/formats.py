"""The formats that a telegram can be written in, and what each of them can say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from reftel.model.telegram import Telegram
from reftel.text import head_written as head
from reftel.text import labels, reflow
from reftel.text.body_written import Body, write_body
from reftel.text.filling import LIMIT
from reftel.wire.written import Ends, write_ends
from reftel.writing.sections import MOST_SECTIONS, PAGE, Part, paged, sections

_MINUTES = frozenset({None, "minute"})
_PROPER = frozenset(
    {
        "mrn", "aliases", "classification", "captions", "passing", "declassification", "tags", "subject",
        "subject_marking", "references", "classified_by", "reasons", "paragraphs", "signature",
    }
)  # fmt: skip
_SENT = frozenset({"dtg", "precedence", "transmission", "originator", "action", "info", "exempt"})


class CannotWrite(ValueError):
    """The telegram cannot be written in this format; the message says why and what to do."""


class Format(NamedTuple):
    """A format: what it is, the fields of a telegram that it says (None: all), whether its letters are a circuit's."""

    meaning: str
    says: frozenset[str] | None
    circuit: bool
    write: Callable[[Telegram], bytes]


def sent_at(telegram: Telegram) -> datetime | None:
    """The date-time group; None where it is not known to the minute."""
    if telegram.dtg is None or telegram.dtg_precision not in _MINUTES:
        return None
    return datetime.fromisoformat(telegram.dtg)


def write_source(telegram: Telegram) -> bytes:
    """The very bytes that the telegram was read from."""
    if telegram.source is None:
        raise CannotWrite(
            "it was not read from bytes, or was changed since: choose another format, such as plain"
        )
    return telegram.source


def write_plain(telegram: Telegram) -> bytes:
    """The telegram proper: classification line to signature."""
    # Station and number without a level are read as such only above labels.
    known = telegram.classification.level or _labels(telegram)
    first = [head.classification_line(telegram), ""] if known else []
    lines = [*first, *_head(telegram), *_body(telegram).lines]
    return _joined(_within_limit(lines)).encode()


def write_acp127us(telegram: Telegram) -> bytes:
    """The telegram as it is sent on State circuits, in as many transmissions as its length asks for."""
    sent = sent_at(telegram)
    if sent is None:
        raise CannotWrite(
            "line 5 needs a date-time group to the minute: give it one, or write the telegram plain"
        )
    body = _body(telegram)
    heads = (_head(telegram), _labels(telegram))
    _within_limit([*heads[0], *body.lines])
    # Pages that only the addresses fill do not count; the level, two empty lines and a break stand around the text.
    above = len(write_ends(telegram, sent).preamble) % PAGE + 4
    parts = sections(body, above + len(heads[0]), above + len(heads[1]))
    of = len(parts)
    if of > MOST_SECTIONS:
        raise CannotWrite(
            f"it would take {of} sections and {MOST_SECTIONS} can be counted: part the text in two telegrams"
        )
    transmissions = (
        _transmission(
            telegram, write_ends(telegram, sent, at if of > 1 else None), body, part, (at, of), heads[at > 1]
        )
        for at, part in enumerate(parts, start=1)
    )
    return "\n".join(transmissions).encode()


def _transmission(
    telegram: Telegram, ends: Ends, body: Body, part: Part, section: tuple[int, int], top: list[str]
) -> str:
    """One transmission with its own heading and ending; page lines where it has more than one page."""
    first = head.classification_line(telegram, section if section[1] > 1 else None)
    above = [*ends.lines, first, "", *top]
    lines = [*above, *body.lines[part.start : part.end], *ends.ending[:1]]
    if len(lines) - len(ends.procedure) > PAGE:
        lines = paged(
            lines,
            len(ends.procedure),
            lambda page: _page_line(telegram, ends, page),
            _groups(above, body, part),
        )
    return _joined([*lines, *ends.ending[1:]])


def _groups(above: list[str], body: Body, part: Part) -> frozenset[int]:
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


def _page_line(telegram: Telegram, ends: Ends, page: int) -> str:
    """`PAGE 02 RUEHDBU 0862 C O N F I D E N T I A L`."""
    level = head.classification_line(telegram.replace(mrn=None, aliases=()))
    return f"PAGE {page:02d} {ends.station} {ends.serial:04d} {level}".rstrip()


def _head(telegram: Telegram) -> list[str]:
    """The groups of the head, an empty line behind each."""
    groups = (
        list(telegram.captions),
        head.passing_lines(telegram.passing),
        _labels(telegram),
        head.reference_lines(telegram.references, sent_at(telegram)),
        head.classifier_lines(telegram.classified_by, telegram.reasons, telegram.declassification),
    )
    return [line for group in groups if group for line in (*group, "")]


def _labels(telegram: Telegram) -> list[str]:
    """Executive order, TAGS and subject: they stand in each section."""
    return [
        *head.order_line(telegram.declassification),
        *head.tags_line(telegram.tags, sent_at(telegram)),
        *head.subject_lines(telegram.subject, telegram.subject_marking),
    ]


def _body(telegram: Telegram) -> Body:
    return write_body(telegram.paragraphs, telegram.signature)


def _within_limit(lines: list[str]) -> list[str]:
    for line in lines:
        if len(line) > LIMIT:
            raise CannotWrite(
                f"a line has {len(line)} letters and cannot be broken, the limit is {LIMIT}: {line[:40].strip()} ...: "
                "shorten the word or the row of the table that stands there"
            )
    return lines


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


FORMATS = {
    "source": Format("the bytes that it was read from, unchanged", None, False, write_source),
    "plain": Format("the telegram proper, without transmission lines", _PROPER, False, write_plain),
    "acp127us": Format(
        "as sent on State circuits, with transmission lines", _PROPER | _SENT, True, write_acp127us
    ),
}
"""Every format by the name that commands and `write` take."""
