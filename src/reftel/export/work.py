"""A telegram as bibliographies see it: author, recipients, title, date, number, where it is kept."""

from __future__ import annotations

from reftel.archive import Filed
from reftel.archive.links.cite import files_of, recipients, sender, title_of
from reftel.export.format import Job
from reftel.export.letters import one_line
from reftel.export.wording import banner_of, summary_of
from reftel.model.telegram import Noun

CARRIED = frozenset({
    "key", "number", "date", "sender", "addressees", "subject", "tags", "classification", "captions",
})  # fmt: skip
REMARKS = (
    "It is a telegram's entry in a bibliography: the summary, where there is one, stands as abstract, and the text is"
    " left out.",
    "All stations are written as citations write them (`the Embassy in Suva`).",
)


class Work(Noun, frozen=True):
    """The facts of an entry, each on one line. `date` has as many parts as are known: year, month, day."""

    key: str
    author: str
    recipients: tuple[str, ...]
    title: str
    date: tuple[int, ...]
    number: str
    tags: tuple[str, ...]
    kept: str
    note: str
    abstract: str


def work_of(filed: Filed, job: Job) -> Work:
    """The entry of a telegram; one without subject is called by its number."""
    telegram = filed.telegram
    exact = {"year": 1, "month": 2}.get(telegram.dtg_precision or "", 3)
    parts = (telegram.dtg or "")[:10].split("-")
    number = telegram.mrn or filed.key
    return Work(
        key=filed.key,
        author=one_line(_upper(sender(telegram)), job),
        recipients=tuple(one_line(_upper(one), job) for one in recipients(telegram)),
        title=one_line(title_of(telegram), job) or f"Telegram {number}",
        date=tuple(int(part) for part in parts if part.isdigit())[:exact],
        number=number,
        tags=tuple(one_line(tag, job) for tag in telegram.tags),
        kept=one_line(files_of(telegram), job),
        note=one_line("; ".join((banner_of(telegram), *telegram.captions)), job),
        abstract=one_line(summary_of(telegram), job),
    )


def _upper(station: str) -> str:
    """`The Embassy in Suva`: as it stands at the head of an entry."""
    return f"{station[:1].upper()}{station[1:]}".removeprefix("The ")
