"""Reading: bytes become telegrams. `parse` gives the first of a text, `parse_all` each, `detect` the layout."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import chain, pairwise

from reftel.model.mrn import parse_mrn
from reftel.model.stated import Stated
from reftel.model.telegram import Diagnostic, Provenance, Telegram
from reftel.reading.assemble import assemble
from reftel.reading.circuit import FACT, Capture, remarked
from reftel.reading.continuity import Continuity
from reftel.reading.copy import Copy
from reftel.reading.decode import Decoded, decode
from reftel.reading.detect import Detection, detect, layout_of, why_none
from reftel.reading.hinge import numbers_of, own_number
from reftel.reading.identity import number_of_file
from reftel.reading.landmarks import landmarks
from reftel.reading.order import InOrder, in_order
from reftel.reading.recorded import without_text
from reftel.reading.refusal import NotATelegram
from reftel.reading.release_stamps import read_stamps
from reftel.reading.split import Piece, split
from reftel.reading.strict import NotStrict, refuse_guesses
from reftel.reading.stubs import Stub, find_stubs
from reftel.reading.whole_text import led_back, opened
from reftel.wire.profile import known as known_profile

__all__ = ["Detection", "NotATelegram", "NotStrict", "detect", "parse", "parse_all"]

LONGEST = 16 * 1024 * 1024  # letters; the longest telegrams known have some hundred thousand


def parse(data: bytes | str, *, strict: bool = False, profile: str | None = None) -> Telegram:
    """The first telegram of a text. Raises `NotATelegram` where there is none.

    `strict` raises `NotStrict` where anything had to be repaired or must not be sent as it is; `profile` is the
    procedure of the circuit, where the caller knows it: see `parse_all`.
    """
    return next(parse_all(data, strict=strict, profile=profile))


def parse_all(
    data: bytes | str,
    *,
    path: str | None = None,
    collection: str | None = None,
    legal_status: str | None = None,
    circuit: str | None = None,
    strict: bool = False,
    profile: str | None = None,
    stated: Stated | None = None,
) -> Iterator[Telegram]:
    """Each telegram of a text, in order.

    `stated`: the record of a collection in which the text lies. What it says fills what the telegram's own words leave
    open; a record without any text becomes a telegram of its kind. Where the text holds several telegrams it is heard
    for the one that bears its number, else for the first.

    `path`, `collection` and `legal_status` go into the provenance; a file name that is a telegram's number
    gives its year, or its whole number, marked as inferred. `circuit`: the data are the capture of a circuit in
    this alphabet (`ia5`, `ita2`, `ata2`), which is otherwise told by the bytes. Raises `NotATelegram` at the
    first step if there is none at all.

    `strict`: at the first telegram that could be read with repairs or errors only, `NotStrict` names each with its
    line; what is read otherwise is the same. `profile`: read the transmission lines as those of `acp126`, `acp127`,
    `acp127us`, `janap128`, `acp128` or `doi103`, whatever they look like; ValueError for any other name.
    """
    forced = known_profile(profile)
    decoded = opened(decode(data, circuit))
    source = data if isinstance(data, bytes) else (decoded.before or decoded).text.encode()
    heard = decoded.capture
    facts = {FACT: heard.alphabet.upper()} if heard else {}
    origin = Provenance(collection, path, legal_status=legal_status, facts=facts)
    if stated and not decoded.plain.strip():
        yield without_text(stated, _provenance(origin, source, 0, len(source)))
        return
    pieces = _pieces(decoded, stated)
    read = _as_they_lie(_of_pieces(decoded, pieces, source, origin, forced, stated), decoded, pieces)
    first = next(read, None)
    if first is None:
        raise NotATelegram(why_none(decoded.plain))
    for telegram in chain((first,), read):
        if strict:
            refuse_guesses(telegram)
        yield _with_source(telegram, source)


def _as_they_lie(read: Iterator[Telegram], decoded: Decoded, pieces: list[Piece]) -> Iterator[Telegram]:
    """The telegrams with the places of the text as found, and with what several in one text say of each other."""
    several = _several_in_one_record(pieces)
    continuity = Continuity()
    for telegram in read:
        back = led_back(decoded, telegram)
        heard = continuity.hear(back) if len(pieces) > 1 else back
        yield _of_record(heard) if several else heard


def _pieces(decoded: Decoded, stated: Stated | None) -> list[Piece]:
    """The stretches of a text that hold a telegram each; a document of a printed edition is one."""
    plain = decoded.plain
    if stated and stated.layout:
        return [Piece(0, len(plain), [], {}, None)]
    marks = landmarks(plain)
    heard = decoded.capture
    return split(plain, marks, numbers_of(plain, marks), heard.starts if heard else ())


def _meant(pieces: list[Piece], stated: Stated | None) -> Piece:
    """The piece of which a record speaks: the one with its number, else the first."""
    number = parse_mrn(stated.mrn) if stated and stated.mrn else None
    serial = number.serial if number else None
    return next((one for one in pieces if one.own and one.own.serial == serial), pieces[0])


def _of_pieces(
    decoded: Decoded,
    pieces: list[Piece],
    source: bytes,
    origin: Provenance,
    profile: str | None,
    stated: Stated | None,
) -> Iterator[Telegram]:
    """The telegrams of the pieces, in order; those of a capture with what was wrong on the circuit.

    The name of a file is a telegram's number only where the file holds a single one.
    """
    places = _byte_places(decoded, [piece.start for piece in pieces], len(source))
    file = number_of_file(origin.path) if len(pieces) == 1 else None
    meant = _meant(pieces, stated)
    each = (
        (
            piece,
            _of_piece(
                Copy(decoded, piece, "", file, profile, stated if piece is meant else None),
                _provenance(origin, source, *place),
            ),
        )
        for piece, place in zip(pieces, places, strict=True)
    )
    heard = decoded.capture
    return _off_circuit(heard, each) if heard else chain.from_iterable(found for _, found in each)


def _off_circuit(heard: Capture, each: Iterator[tuple[Piece, Iterator[Telegram]]]) -> Iterator[Telegram]:
    """The telegrams of a capture: each says its alphabet, and what was wrong with the circuit."""
    return remarked(
        ([one for one in heard.remarks if piece.start <= one.start < piece.end], list(found))
        for piece, found in each
    )


def _several_in_one_record(pieces: list[Piece]) -> bool:
    """Q130: whether an archive's record, which has one attribute block at its end, holds several telegrams."""
    blocks = [mark for piece in pieces for mark in piece.marks if mark.kind == "attributes"]
    return len(pieces) > 1 and len(blocks) == 1 and blocks[0].start >= pieces[-1].start


def _of_record(telegram: Telegram) -> Telegram:
    message = "The archive's record holds more than one telegram; each stands for itself."
    start, end = (telegram.spans.get("/mrn") or ((0, 0),))[0]
    remark = Diagnostic("Q130", "note", message, start=start, end=end)
    return telegram.replace(diagnostics=(remark, *telegram.diagnostics))


def _with_source(telegram: Telegram, source: bytes) -> Telegram:
    """The telegram with its bytes: those of its piece, or of its sheet."""
    place = telegram.provenance
    return telegram.with_source(source, place.offset, place.offset + place.length)


def _byte_places(decoded: Decoded, starts: list[int], length: int) -> list[tuple[int, int]]:
    offsets = [0, *decoded.byte_offsets(starts)[1:], length]
    return list(pairwise(offsets))


def _provenance(origin: Provenance, source: bytes, start: int, end: int) -> Provenance:
    digest = sha256(memoryview(source)[start:end]).hexdigest()
    return Provenance(
        origin.collection, origin.path, start, end - start, digest, origin.legal_status, origin.facts
    )


def _layout(copy: Copy) -> str | None:
    """The layout of a piece: by its lines, or because a record says that it is a telegram."""
    piece, stated = copy.piece, copy.stated or Stated()
    if stated.layout:
        return stated.layout
    plain, named = copy.decoded.plain, copy.file is not None
    found = layout_of(plain, piece.marks, piece.numbers, named=named, start=piece.start, end=piece.end)
    return found or ("bare" if stated.kind else None)


def _of_piece(copy: Copy, provenance: Provenance) -> Iterator[Telegram]:
    decoded, piece = copy.decoded, copy.piece
    layout = _layout(copy)
    if layout is None or layout in {"form", "bare"}:
        stubs = find_stubs(decoded.plain, piece.start, piece.end)
        if stubs:
            yield from (_stub(stub, copy, provenance) for stub in stubs)
            return
    if layout is None:
        return
    if piece.end - piece.start > LONGEST:
        raise NotATelegram(
            f"one telegram of {piece.end - piece.start:,} letters, more than any that was ever sent"
            f" (the limit is {LONGEST:,}): split the file, or look whether it is damaged"
        )
    arranged = in_order(decoded, piece)
    if arranged is None:
        yield assemble(copy._replace(layout=layout), provenance)
    else:
        yield _of_sections(arranged, copy._replace(layout=layout, profile=None), provenance)


def _of_sections(arranged: InOrder, copy: Copy, provenance: Provenance) -> Telegram:
    """A telegram whose sections arrived out of order: read in order, with the places of the text as it lies."""
    plain = arranged.decoded.plain
    marks = landmarks(plain)
    numbers = numbers_of(plain, marks)
    whole = Piece(0, len(plain), marks, numbers, own_number(numbers.values()))
    telegram = assemble(copy._replace(decoded=arranged.decoded, piece=whole), provenance)
    place = copy.piece
    repairs = (one for one in copy.decoded.repairs if place.start <= one.start < place.end)
    telegram = arranged.led_back(telegram)
    return telegram.replace(repairs=(*repairs, *telegram.repairs)).with_text(copy.decoded.text)


def _stub(stub: Stub, copy: Copy, provenance: Provenance) -> Telegram:
    """Each sheet is addressed by the hash of its own letters; the stamps of the file are those of all its sheets."""
    decoded = copy.decoded
    stamps = [(mark.start, mark.end) for mark in copy.piece.marks if mark.kind in {"stamp", "release"}]
    release = read_stamps(decoded.plain, stamps, [])
    start, end = decoded.byte_offsets([stub.start, stub.end])
    digest = sha256(decoded.text[stub.start : stub.end].encode(decoded.encoding, "replace")).hexdigest()
    own = Provenance(
        provenance.collection, provenance.path, start, end - start, digest, provenance.legal_status
    )
    telegram = stub.telegram.replace(id=f"sha256:{digest}", release=release, provenance=own)
    return telegram.with_text(decoded.text)
