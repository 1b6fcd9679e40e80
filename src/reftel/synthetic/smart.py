"""Writes an entry as a labelled copy of the SMART era, as released under the Freedom of Information Act."""

from __future__ import annotations

from reftel.synthetic.entry import Entry, plain_address, spaced, split_precedence
from reftel.synthetic.lines import MONTHS, date_time_group

CASE = "UNCLASSIFIED U.S. Department of State Case No. F-{year}-{case:05d} Doc No. C{doc:08d} Date: {date}"


def _labelled_address(addressee: str) -> str:
    """`BOGOTA, AMEMBASSY ROUTINE`: the place first, then the office."""
    name, word = split_precedence(addressee)
    office, _, place = plain_address(name).partition(" ")
    return f"{place}, {office} {word or 'ROUTINE'}"


def _dates(entry: Entry) -> str:
    month = MONTHS[entry.sent.month - 1]
    day = f"{month.capitalize()} {entry.sent.day:02d}, {entry.sent.year}"
    return f"{day} / {date_time_group(entry.sent)}"


def _head(entry: Entry) -> list[str]:
    lines = [
        f"MRN: {entry.sent.year % 100:02d} {spaced(entry.sender)} {entry.serial}",
        f"Date/DTG: {_dates(entry)}",
        f"From: {plain_address(entry.sender)}",
        f"Action: {'; '.join(map(_labelled_address, entry.action))}",
        f"E.O.: {entry.order.replace(': ', ' ', 1) or '13526'}",
        f"TAGS: {', '.join(entry.tags)}",
    ]
    if entry.captions:
        lines.append(f"Captions: {', '.join(entry.captions)}")
    lettered = [f"{chr(65 + index)}) {text}" for index, text in enumerate(entry.refs)] or ["n/a"]
    lines += [f"Reference: {lettered[0]}", *lettered[1:]]
    if entry.passing:
        lines.append(f"Pass Line: {'; '.join(entry.passing)}")
    return [*lines, f"Subject: {entry.subject}"]


def _tail(entry: Entry) -> list[str]:
    lines = [f"Signature: {entry.sign}", f"Drafted By: {entry.drafted}"]
    if entry.cleared:
        lines += [f"Cleared By: {entry.cleared[0]}", *entry.cleared[1:]]
    lines += [f"Approved By: {entry.approved}", f"Released By: {entry.drafted}"]
    if entry.info:
        lines.append(f"Info: {'; '.join(map(_labelled_address, entry.info))}")
    return [*lines, "Dissemination Rule: Archive Copy"]


def write(entry: Entry) -> str:
    """The labelled copy with the stamps of its release at head and foot."""
    year = min(max(entry.sent.year + 5, 1998), 2025)
    stamp = CASE.format(year=year, case=entry.serial, doc=6_000_000 + entry.serial, date=f"03/02/{year + 1}")
    marks = [entry.level, *(["SBU"] if "SENSITIVE" in entry.captions else [])]
    body = entry.text.strip("\n").split("\n\n")
    paragraphs = [line for block in body for line in (" ".join(block.split()), "")]
    lines = [
        stamp,
        "RELEASE IN FULL",
        "",
        *marks,
        "",
        *_head(entry),
        "",
        *paragraphs,
        *_tail(entry),
        "",
        *marks,
        stamp,
    ]
    return "\n".join(lines) + "\n"
