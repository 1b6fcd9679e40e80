"""Writes an entry as the printed form of the 1950s and 60s: incoming to the Department, or outgoing from it."""

from __future__ import annotations

from reftel.synthetic.entry import Entry, spaced
from reftel.synthetic.lines import full_month, wrapped

WIDTH = 68
_PROHIBITED = 'REPRODUCTION FROM THIS COPY IS PROHIBITED UNLESS "UNCLASSIFIED"'


def write(entry: Entry) -> str:
    """The form with its labels, text and signature. Numbers of outgoing ones stand with the first addressee."""
    lines = _outgoing(entry) if entry.sender == "STATE" else _incoming(entry)
    return "\n".join(lines) + "\n"


def _body(entry: Entry) -> list[str]:
    return ["", *wrapped(entry.text, WIDTH), "", entry.sign]


def _incoming(entry: Entry) -> list[str]:
    sent = entry.sent
    hour = f"{sent.hour % 12 or 12} {'PM' if sent.hour >= 12 else 'AM'}"
    return [
        "INCOMING TELEGRAM Department of State",
        f"{entry.serial % 90 + 10}                    {entry.level}",
        f"Control: {entry.serial * 7 % 9000 + 1000}",
        f"Rec'd: {full_month(sent).title()} {sent.day}, {sent.year}",
        f"{hour[:-3]}:{sent.minute:02d} {hour[-2:]}",
        f"FROM: {spaced(entry.sender).title()}",
        "TO: Secretary of State",
        f"NO: {entry.serial}, {full_month(sent).title()} {sent.day}, {hour}",
        *_body(entry),
        f"{entry.sign[0]}{entry.sign[-1]}K/{entry.serial % 28 + 1}",
        _PROHIBITED,
    ]


def _outgoing(entry: Entry) -> list[str]:
    first, *others = [spaced(one.partition(" ")[0]) for one in (*entry.action, *entry.info)]
    return [
        "OUTGOING TELEGRAM Department of State",
        "INDICATE: COLLECT",
        entry.level,
        f"ACTION: Amembassy {first} {entry.serial}",
        *(f"INFO: Amembassy {name}" for name in others),
        *_body(entry),
        "",
        f"Drafted by: {entry.drafted} {entry.sent.month}/{entry.sent.day}/{entry.sent:%y}",
        f"Telegraphic transmission and classification approved by: {entry.approved}",
        _PROHIBITED,
    ]
