"""From files to records: what the archive and the commands call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from reftel.sources.detect import source_of
from reftel.sources.files import Found, Refused, unreadable
from reftel.sources.record import Place, Record
from reftel.sources.streams import peeked


def records(found: Found) -> Iterator[Record | Refused]:
    """Each record of a file, in order; what is wrong with the file or with a record comes as `Refused`.

    A file of any size is streamed: no more than one record of it is held, and of an archive no more than what its
    members need.
    """
    place = Place(found.path, max(found.size, 0), found.collection, found.legal_status, found.facts)
    try:
        with found.place.open("rb") as file:
            yield from records_of(file, place)
    except OSError as error:
        yield unreadable(found.place, error)
    except Exception as error:  # a fault of a source must not stop the other files; the report names it
        reason = f"the reader failed: {type(error).__name__}: {error}"
        yield Refused(found.path, "failed", reason, "please report this with the file if you may")


def records_of(stream: BinaryIO, place: Place) -> Iterator[Record | Refused]:
    """Each record of a stream of bytes, by whichever source recognises it."""
    head, whole = peeked(stream)
    yield from source_of(head, place.name).records(whole, place)
