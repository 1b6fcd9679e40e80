"""How a telegram's parts are worded where a format has one place for many of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reftel.model.telegram import Officer, Paragraph, Telegram


def body_of(telegram: Telegram) -> str:
    """The paragraphs with their headings, numbers and portion marks, a blank line between them."""
    return "\n\n".join(paragraph_of(paragraph) for paragraph in telegram.paragraphs)


def paragraph_of(paragraph: Paragraph) -> str:
    """A paragraph as it is printed, such as `1. (C) The ferry is late`."""
    heading = f"{paragraph.heading}\n\n" if paragraph.heading else ""
    return f"{heading}{opening_of(paragraph)}{paragraph.text}"


def opening_of(paragraph: Paragraph) -> str:
    """What stands before the words of a paragraph: its number and its portion mark."""
    number = f"{paragraph.number}. " if paragraph.number is not None else ""
    return f"{number}({paragraph.marking}) " if paragraph.marking else number


def banner_of(telegram: Telegram) -> str:
    """The classification with its caveats, or that it was not read."""
    return " ".join(
        (telegram.classification.level or "CLASSIFICATION NOT READ", *telegram.classification.caveats)
    )


def head_of(telegram: Telegram) -> Iterator[tuple[str, str]]:
    """The head, line by line: what it is and what it says; references are left to those who can link them."""
    sender, order = telegram.originator, telegram.declassification
    yield from (
        (label, said)
        for label, said in (
            ("Number", telegram.mrn),
            ("Date", date_of(telegram)),
            ("Precedence", line_of((telegram.precedence.action, telegram.precedence.info))),
            ("From", sender.name if sender else None),
            ("To", line_of(one.name for one in telegram.action)),
            ("Info", line_of(one.name for one in telegram.info)),
            ("Exempt", line_of(one.name for one in telegram.exempt)),
            ("Captions", line_of(telegram.captions)),
            ("Passing", line_of(one.text for one in telegram.passing)),
            ("E.O.", line_of((order.order, order.instruction)) if order else None),
            ("TAGS", line_of(telegram.tags)),
            ("Classified by", telegram.classified_by and officer_of(telegram.classified_by)),
            ("Reasons", line_of(telegram.reasons)),
            ("Drafted by", line_of(map(officer_of, telegram.drafted_by))),
            ("Cleared by", line_of(map(officer_of, telegram.cleared_by))),
            ("Approved by", line_of(map(officer_of, telegram.approved_by))),
        )
        if isinstance(said, str) and said
    )


def date_of(telegram: Telegram) -> str:
    """The date, as exactly as it is known."""
    exact = {"year": 4, "month": 7, "day": 10}.get(telegram.dtg_precision or "")
    return (telegram.dtg or "")[:exact].replace("T", " ").replace(":00Z", " Z")


def officer_of(one: Officer) -> str:
    """An officer with position and office, or the words that stand there."""
    return ", ".join(part for part in (one.name, one.position, one.office) if part) or one.text


def summary_of(telegram: Telegram) -> str:
    """The words of the summary; empty where there is none."""
    return " ".join(part.text for part in telegram.paragraphs if part.role == "summary")


def line_of(texts: Iterable[str | None]) -> str:
    """What is said, divided by semicolons."""
    return "; ".join(text for text in texts if text)
