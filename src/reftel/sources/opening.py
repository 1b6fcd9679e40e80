"""From files to records: what the archive and the commands call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from reftel.sources import bags, text
from reftel.sources.allowance import Allowance, Damaged, TooMuch
from reftel.sources.containers import Container, container_of, damaged
from reftel.sources.detect import source_of
from reftel.sources.files import Found, Refused, unreadable
from reftel.sources.record import Place, Record
from reftel.sources.source import HEAD
from reftel.sources.streams import peeked

DEPTH = 6
"""How many packings may lie inside one another; a `.tar.gz` is two."""

Given = Iterator[Record | Refused]


def records(found: Found) -> Given:
    """Each record of a file, in order; what is wrong with the file or with a record comes as `Refused`.

    A file of any size is streamed: no more than one record of it is held. Nothing is unpacked to disk.
    """
    place = Place(found.path, max(found.size, 0), found.collection, found.legal_status, found.facts)
    try:
        differing = bags.differing(found)
        if differing:
            yield differing
            return
        with open(found.name, "rb") as file:  # noqa: PTH123 - a Path for each file takes as long as the file
            yield from records_of(file, place)
    except OSError as error:
        yield unreadable(found.place, error)


def is_text(data: bytes, name: str) -> bool:
    """Whether bytes are plain text for all that is known: not packed, and of no other form."""
    head = data[:HEAD]
    return container_of(head, name) is None and source_of(head, name) is text.SOURCE


def records_of(stream: BinaryIO, place: Place) -> Given:
    """Each record of a stream of bytes, by whichever source recognises it."""
    try:
        yield from _inside(stream, place, Allowance(place.size or 0), 0)
    except TooMuch as error:
        yield Refused(place.path, "failed", str(error), error.remedy)


def _inside(stream: BinaryIO, place: Place, allowance: Allowance, depth: int) -> Given:
    """The records of a file or a member. What is wrong with it concerns nothing that stands beside it."""
    try:
        head, whole = peeked(stream)
        container = container_of(head, place.name)
        if container is None:
            yield from source_of(head, place.name).records(whole, place)
        elif depth == DEPTH:
            yield Refused(
                place.path, "failed", f"lies inside {DEPTH} archives", "unpack the outer ones first"
            )
        else:
            yield from _members(container, whole, place, allowance, depth)
    except (TooMuch, OSError):
        raise
    except Damaged as error:
        yield damaged(place, error)
    except Exception as error:  # a fault of a source must not stop the others; the report names it
        reason = f"the reader failed: {type(error).__name__}: {error}"
        yield Refused(place.path, "failed", reason, "please report this with the file if you may")


def _members(container: Container, stream: BinaryIO, place: Place, allowance: Allowance, depth: int) -> Given:
    for member in container.members(stream, place, allowance):
        if isinstance(member, Refused):
            yield member
        else:
            yield from _inside(member.stream, member.place, allowance, depth + 1)
