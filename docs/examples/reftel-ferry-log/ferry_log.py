"""The log of the ferry office: one file, in it many telegrams, each under a line of stars with its number and day."""

import re

from reftel.model.stated import Stated
from reftel.sources.files import Refused
from reftel.sources.source import Source

HEAD = re.compile(rb"\*{3} (?P<number>\d\d[A-Z]+\d+) (?P<day>\d{4}-\d\d-\d\d)\s*\Z")


def recognises(head, name):
    """The sign is in the first bytes; the file's name would prove nothing."""
    return head.startswith(b"FERRY OFFICE LOG")


def records(stream, place):
    """One telegram at a time, however long the log is."""
    match, number, lines = None, 0, []
    for number, line in enumerate(stream, start=1):
        if line.startswith(b"***"):
            if match:
                yield record(match, lines, place)
            match, lines = HEAD.match(line), []
            if not match:
                reason, remedy = "a line of stars without number and day", "mend this line"
                yield Refused(place.path, "failed", reason, remedy, number)
        else:
            lines.append((number, line))
    if match:
        yield record(match, lines, place)


def record(match, lines, place):
    """The bytes as they stand, and what the line of stars says of them."""
    number, day = match["number"].decode(), match["day"].decode()
    stated = Stated(mrn=number, kind="telegram", dtg=f"{day}T00:00:00Z", dtg_precision="day")
    return place.record(
        b"".join(line for _, line in lines),
        at=f" {number}",
        line=lines[0][0] if lines else 0,
        collection="Ferry office",
        stated=stated,
    )


SOURCE = Source(
    name="ferry-log",
    title="The log of the ferry office",
    sign="`FERRY OFFICE LOG` in the first line",
    recognises=recognises,
    records=records,
)
