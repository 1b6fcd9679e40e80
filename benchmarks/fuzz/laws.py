"""What must hold whatever bytes come in. The fuzzer and the property tests hold the same laws.

Each function takes input as it might arrive and raises `AssertionError`, or lets an exception through, where a law
is broken. What is allowed to be refused is refused in words: `NotATelegram`, `CannotWrite`, `DraftError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from reftel.archive.query.language import parse_query
from reftel.check import Found, examine
from reftel.check.mend import apply
from reftel.check.run import INTERNAL, PROFILES
from reftel.model.dtg import group, iso, parse_dtg
from reftel.model.mrn import aliases, identify, parse_mrn
from reftel.model.strand import Span
from reftel.model.telegram import Repair, Telegram
from reftel.reading import NotATelegram, detect, parse_all
from reftel.vocabulary import posts
from reftel.wire.alphabets import ALPHABETS
from reftel.wire.circuit import CircuitReader
from reftel.wire.received import Received
from reftel.writing import FORMATS, CannotWrite, write
from reftel.writing.draft import read_draft
from reftel.writing.draft_form import DraftError

NAMED = "somewhere/1975LIMA00001.txt"
# These repairs tell of all places of their kind at once, so that `found` says it in words.
_IN_WORDS = frozenset({"Q2"})
_LEAST_WORDS = 20
_HELD = 2048  # bytes that the reader of a circuit may hold here, so that some messages are too long for it


def read(data: bytes | str, path: str | None = NAMED) -> list[Telegram]:
    """The telegrams of some input; none where it is refused with a reason."""
    try:
        return list(parse_all(data, path=path))
    except NotATelegram as refusal:
        assert len(str(refusal)) > _LEAST_WORDS, "a refusal tells a person what was found"
        return []


def sound(telegram: Telegram) -> None:
    """Every place lies in the text, every repair names letters that stand there, JSON gives the same telegram back."""
    length = len(telegram.text)
    for pointer, spans in telegram.spans.items():
        assert _rises(spans, length), f"spans of {pointer}: {spans}"
    places = [(one.start, one.end) for one in telegram.diagnostics]
    places += [(one.start, one.end) for one in telegram.paragraphs]
    assert all(0 <= start <= end <= length for start, end in places), places
    for repair in telegram.repairs:
        assert 0 <= repair.start <= repair.end <= length, repair
        assert repair.code in _IN_WORDS or _stands(repair, telegram), (
            f"{repair} names other letters than stand there"
        )
    assert Telegram.from_json(telegram.to_json()) == telegram


def _stands(repair: Repair, telegram: Telegram) -> bool:
    """Whether a repair found the letters in its place, but for blanks and what else was repaired there."""
    letters = iter(telegram.text[repair.start : repair.end])
    if all(letter in letters for letter in "".join(repair.found.split())):
        return True
    others = (one for one in telegram.repairs if one is not repair)
    return any(one.start < repair.end and repair.start < one.end for one in others)


def _rises(spans: Iterable[Span], length: int) -> bool:
    at = 0
    for start, end in spans:
        if not at <= start < end <= length:
            return False
        at = end
    return True


def unaccounted(telegrams: Sequence[Telegram]) -> list[str]:
    """The lines with letters of one text of which nothing was read, cut, repaired or remarked on."""
    text = telegrams[0].text if telegrams else ""
    seen = bytearray(len(text))
    for start, end in (place for telegram in telegrams for place in _places(telegram)):
        seen[start:end] = b"\x01" * (end - start)
    lost, at = [], 0
    for line in text.splitlines(keepends=True):
        if 1 not in seen[at : at + len(line)] and any(map(str.isalpha, line)):
            lost.append(line.strip())
        at += len(line)
    return lost


def _places(telegram: Telegram) -> Iterator[tuple[int, int]]:
    yield from (span for spans in telegram.spans.values() for span in spans)
    for one in (telegram.paragraphs, telegram.repairs, telegram.diagnostics):
        yield from ((part.start, part.end) for part in one)


def kept(telegram: Telegram, data: bytes) -> None:
    """The bytes of the copy are those of the input, and are given back as they were."""
    place = telegram.provenance
    own = data[place.offset : place.offset + place.length]
    assert telegram.source == own, "the bytes that a telegram was read from"
    assert write(telegram).data == own
    assert telegram.kind == "stub" or place.sha256 == sha256(own).hexdigest()


def examined(telegram: Telegram) -> None:
    """Every rule speaks, inside the text; what mends a fault gives a text that can be read."""
    for profile in PROFILES:
        found = examine(telegram, profile)
        for one in found:
            diagnostic = one.diagnostic
            assert diagnostic.code != INTERNAL, diagnostic.message
            assert 0 <= diagnostic.start <= diagnostic.end <= len(telegram.text), diagnostic
            assert diagnostic.line >= 0, diagnostic
            assert diagnostic.column >= 0, diagnostic
        _mended(telegram.text, found)


def _mended(text: str, found: Iterable[Found]) -> None:
    fixes = [fix for one in found for fix in one.fixes]
    assert all(0 <= fix.start <= fix.end <= len(text) for fix in fixes), fixes
    if fixes:
        read(apply(text, fixes))


def written(telegram: Telegram) -> None:
    """A telegram is written in each format or refused with a reason; what is written can be read."""
    for name, form in FORMATS.items():
        try:
            result = write(telegram, name)
        except CannotWrite as refusal:
            assert len(str(refusal)) > _LEAST_WORDS, "a refusal tells a person what is missing"
            continue
        assert result.data.isascii() or not form.circuit, f"{name}: a circuit's letters"
        assert all(one.startswith("/") for one in result.left_out), result.left_out
        for again in read(result.data) if name != "source" else ():
            sound(again)


def telegrams(data: bytes) -> None:
    """Everything that may happen to bytes that were given as telegrams: read, checked, written, read again."""
    try:
        detect(data)
    except NotATelegram:
        assert not read(data, path=None), "what is detected as nothing gives no telegram"
    for telegram in read(data):
        sound(telegram)
        kept(telegram, data)
        examined(telegram)
        written(telegram)


def circuit(data: bytes) -> None:
    """A stream off a circuit, in each alphabet: slices change nothing, and no more is held than was declared."""
    cut = data[0] if data else 0
    for alphabet in ALPHABETS:
        whole = CircuitReader(alphabet, limit=_HELD)
        given = (*whole.feed(data), *whole.end())
        sliced = CircuitReader(alphabet, limit=_HELD)
        parts: list[Received] = []
        for low in range(0, len(data), cut + 1):
            parts += sliced.feed(data[low : low + cut + 1])
            assert sliced.held <= _HELD + cut + 1, f"{alphabet}: {sliced.held} bytes are held"
        assert (*parts, *sliced.end()) == given, f"{alphabet}: slices of {cut + 1} bytes change what is given"
        at = 0
        for one in given:
            assert at <= one.start <= one.end <= len(data), (alphabet, one.start, one.end)
            assert one.kind == "refused" or data[one.start : one.end] == one.raw, (alphabet, one)
            assert all(0 <= place.start <= place.end <= len(one.text) for place in one.diagnostics), one
            at = one.end
        for telegram in _captured(data, alphabet):
            sound(telegram)


def _captured(data: bytes, alphabet: str) -> list[Telegram]:
    try:
        return list(parse_all(data, path=NAMED, circuit=alphabet))
    except NotATelegram:
        return []


def numbers(data: bytes) -> None:
    """Numbers, date-time groups and queries: nothing raises, and a canonical form stays as it is."""
    text = data.decode("utf-8", "replace")
    identify(text)
    for year in (None, 1975):
        number = parse_mrn(text, year)
        if number and number.year:
            assert parse_mrn(str(number)) == number, number
            known = (
                posts.find(number.post) is not None
            )  # the cut name of an unknown post may be that of several
            assert not known or all(parse_mrn(one) == number for one in aliases(number)), aliases(number)
    moment = parse_dtg(text)
    if moment:
        assert iso(moment)
        assert 1930 <= moment.year <= 2029 or len(group(moment)) > 0
    understood = parse_query(text)
    assert parse_query(understood.text).tree == understood.tree, understood.text


def drafts(data: bytes) -> None:
    """A draft gives a telegram with words in it, which can be checked and written, or is refused with a reason."""
    try:
        telegram = read_draft(data.decode("utf-8", "replace"))
    except DraftError as refusal:
        assert len(str(refusal)) > _LEAST_WORDS, "a refusal tells a person what to write instead"
        return
    assert telegram.paragraphs
    assert Telegram.from_json(telegram.to_json()) == telegram
    written(telegram)


HARNESSES = {"telegrams": telegrams, "circuit": circuit, "numbers": numbers, "drafts": drafts}
"""What can be fuzzed, by the name that the command takes."""
