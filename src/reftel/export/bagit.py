"""A bag (BagIt 1.0, RFC 8493): the copies with their bytes, and all that the archive knows of them, under checksums.

`data/telegrams-00001.jsonl` and so on hold a line for each copy, as our own JSON Lines do, with the places where it was
found; `data/history.jsonl` tells what lines of copies cannot. `reftel ingest` makes the same archive of the bag.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import msgspec

import reftel
from reftel.archive import Filed
from reftel.archive.copies import history
from reftel.archive.copies.bringing import decisions_of
from reftel.archive.copies.kept import found_at, kept
from reftel.archive.policy import policy_of
from reftel.export.aspects import ALL
from reftel.export.format import FolderFormat, Job, in_batches
from reftel.export.jsonl import line_of
from reftel.sources.bags import DECLARATION, HISTORY

TELEGRAMS = 1000  # in one file: what damage to a file can take away
_DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

Put = Callable[[bytes], None]


class _Bag:
    """A bag that is being filled; it notes the checksum and the size of each file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.size = 0
        self._payload: list[str] = []

    @contextmanager
    def payload(self, name: str) -> Iterator[Put]:
        """A file of the payload, to put bytes into."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        digest = hashlib.sha256()
        with path.open("xb") as file:

            def put(data: bytes) -> None:
                digest.update(data)
                self.size += file.write(data)

            yield put
        self._payload.append(f"{digest.hexdigest()}  {name}\n")

    def close(self, info: str) -> None:
        """Write the tag files, the manifest of tag files last."""
        oxum = f"Payload-Oxum: {self.size}.{len(self._payload)}\n"
        tags = {
            DECLARATION: _DECLARED,
            "bag-info.txt": info + oxum,
            "manifest-sha256.txt": "".join(sorted(self._payload, key=lambda line: line[64:])),
        }
        sums = [f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in tags.items()]
        for name, text in (*tags.items(), ("tagmanifest-sha256.txt", "".join(sums))):
            (self.folder / name).write_bytes(text.encode())


def _write(telegrams: Iterator[Filed], folder: Path, job: Job) -> None:
    bag = _Bag(folder)
    encode = msgspec.json.Encoder().encode
    with bag.payload(HISTORY) as put:
        for number, some in enumerate(in_batches(telegrams, TELEGRAMS), 1):
            with bag.payload(f"data/telegrams-{number:05d}.jsonl") as lines:
                for filed in some:
                    hashes = _write_copies(filed, job, lines)
                    told = history.of_telegram(job.archive.store, filed.key, hashes) if hashes else ()
                    put(b"".join(encode(event) + b"\n" for event in told))
        if _is_whole(job):
            put(b"".join(encode(event) + b"\n" for event in history.removals(job.archive.store)))
    bag.close(_info(job))


def _write_copies(filed: Filed, job: Job, put: Put) -> list[bytes]:
    """Write a line for each copy; the hashes of those of which nothing is hidden."""
    store, viewer = job.archive.store, job.archive.viewer
    copies = {
        identity: next(places)
        for identity, places in groupby(kept(filed, store, viewer), lambda one: one.telegram.id)
    }
    whole = {identity: _hash(identity) for identity, one in copies.items() if one.data is not None}
    for identity, one in copies.items():
        if identity not in whole:
            put(line_of(one))
            continue
        own, found = found_at(store, whole[identity])
        decisions = decisions_of(whole[identity], store)
        told = tuple(one for one in decisions if viewer.sees_all or one.other in whole)
        decided = msgspec.structs.replace(one.decided, decisions=told)
        telegram = one.telegram.replace(provenance=own)
        put(line_of(one._replace(telegram=telegram, decided=decided), places=found))
    return list(whole.values())


def _hash(identity: str) -> bytes:
    return bytes.fromhex(identity.removeprefix("sha256:"))


def _is_whole(job: Job) -> bool:
    """Whether all that the archive holds is in the bag."""
    (held,) = job.archive.store.rows("SELECT count(*) FROM telegram")
    return job.archive.viewer.sees_all and job.telegrams == held[0]


def _info(job: Job) -> str:
    viewer = job.archive.viewer
    allowed = f", allowed {', '.join(viewer.allowed)}" if viewer.allowed else ""
    seen = "none; the bag was made for one who may see everything"
    if not viewer.sees_all:
        seen = f"up to {viewer.level}{allowed}; what a viewer of it may not see is not in the bag"
    extent = "all telegrams of the archive" if _is_whole(job) else "telegrams chosen from an archive"
    return (
        f"Bag-Software-Agent: Reftel {reftel.__version__}\nBagging-Date: {datetime.now(UTC):%Y-%m-%d}\n"
        f"External-Description: {extent}, with their copies\nRestrictions: {seen}\n"
        f"Unstated-Classification-Counts-As: {policy_of(job.archive.store).unstated}\n"
    )


FORMAT = FolderFormat(
    name="bagit",
    title="a bag (BagIt) for keeping, with checksums; `reftel ingest` makes the same archive of it",
    extension="",
    carries=ALL,
    remarks=(
        "Places, keys and times come back as they were; what was removed comes along where the whole archive does."
        " `bag-info.txt` says for whom the bag was made. The policy of the archive is named there and not taken over;"
        " searches that were kept stay behind.",
    ),
    write=_write,
)
