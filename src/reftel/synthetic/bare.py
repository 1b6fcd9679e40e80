"""Writes an entry as copies that were passed on without transmission lines: heading and text, or the text only."""

from __future__ import annotations

from reftel.synthetic import aad, acp127
from reftel.synthetic.acp127 import Numbers
from reftel.synthetic.entry import Entry
from reftel.synthetic.lines import date_time_group, of_section, prosigns

_CAPITALS = 1980  # texts before are all in capitals, the later ones are not


def write_text(entry: Entry) -> str:
    """The telegram from its classification line to its signature, in the form of its time."""
    return "\n".join(_text(entry, 0)) + "\n"


def write(entry: Entry, numbers: Numbers, section: int = 0) -> str:
    """The same below the date-time group and the addresses, without routing indicators; or one of its sections."""
    group = f"{prosigns(entry)} {date_time_group(entry.sent)}"
    addresses = [line.rpartition("/")[2] for line in acp127.addresses(entry, numbers)]
    for label, group_of in (("TO ", entry.action), ("INFO ", entry.info)):
        if group_of:
            at = 1 if label == "TO " else 1 + len(entry.action)
            addresses[at] = label + addresses[at].removeprefix(label)
    return "\n".join([group, *addresses, "", *_text(entry, section)]) + "\n"


def _text(entry: Entry, section: int) -> list[str]:
    if entry.sent.year >= _CAPITALS:
        return [*acp127.head(entry, section), *acp127.body(entry, section)]
    labels = aad.head(entry) if section <= 1 else []
    body = of_section(aad.body(entry), section, entry.sections)
    return [aad.first_line(entry, section), "", *labels, *body]
