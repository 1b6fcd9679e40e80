"""How a telegram's parts are worded where a format has one place for many of them."""

from __future__ import annotations

from collections.abc import Iterable

from reftel.model.telegram import Paragraph, Telegram


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


def summary_of(telegram: Telegram) -> str:
    """The words of the summary; empty where there is none."""
    return " ".join(part.text for part in telegram.paragraphs if part.role == "summary")


def line_of(texts: Iterable[str | None]) -> str:
    """What is said, divided by semicolons."""
    return "; ".join(text for text in texts if text)
