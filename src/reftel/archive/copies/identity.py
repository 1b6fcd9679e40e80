"""What shows that two copies are copies of one telegram.

The number is the best evidence, not proof: numbers of the 1970s came twice. So copies of one number belong
together only if their words agree too; sections, whose words cannot, if nothing else speaks against it. A copy
without a number belongs to another only if nearly all its words are the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date

import msgspec

from reftel.archive.index.documents import post_of, seconds_of
from reftel.model.telegram import Telegram

COMPLETENESS = ("whole", "partial", "first page", "text only", "header only")
CARDS = frozenset(
    {"withdrawal", "index entry", "stub"}
)  # they say that a telegram is there, in no words of its own
AGREEMENT = 0.5  # of the shorter text's runs of words, under one number
OF_ONE_MINUTE = 0.25  # the same, where the date-time groups are equal: redactions and misread letters
OTHERWISE = 0.9  # the same, where the date-time groups contradict or a number is wanting
APART = 72 * 3600  # seconds between date-time groups that are of two telegrams
MANY = 40  # runs in common that are no turns of phrase
FEWEST = 20  # runs of words that show anything where neither number nor occasion does
_MOST_WORDS = 20_000
_RUN = 4
_DAY = 24 * 3600
_WEIGHTS = {"edited": 40, "form": 5, "bare": 10}  # how much less a layout holds of what was sent


class _Signs(dict[int, int]):
    """For `str.translate`, which is the quickest: letters and figures stay, anything else becomes a blank."""

    def __missing__(self, code: int) -> int:
        self[code] = code if chr(code).isalnum() else ord(" ")
        return self[code]


_SIGNS = _Signs()


class Evidence(msgspec.Struct, frozen=True):
    """What a copy says about which telegram it is of. `id` is the hash of the copy.

    `seconds` count from the year 1 to its date-time group, 0 where it has none; `runs` are the hashes of its runs
    of four words, `words` all of them; `card` is one that has no words of the telegram's.
    """

    id: bytes
    mrn: str | None
    of: int
    present: frozenset[int]
    seconds: int
    exact: bool
    post: str | None
    level: str | None
    card: bool
    runs: frozenset[int]
    words: tuple[str, ...]


def rank_of(telegram: Telegram) -> int:
    """How well a copy stands for its telegram; 0 is best. The copy that lacks least is shown."""
    known = telegram.completeness in COMPLETENESS
    lacking = COMPLETENESS.index(telegram.completeness) if known else len(COMPLETENESS)
    facts = (telegram.dtg, telegram.originator, telegram.action, telegram.subject, telegram.paragraphs)
    missing = sum(1 for fact in facts if not fact)
    card = 1000 if telegram.kind in CARDS else 0
    return card + 100 * lacking + 2 * missing + _WEIGHTS.get(telegram.layout, 0)


def body_of(telegram: Telegram) -> str:
    """The words that tell telegrams apart: subject and paragraphs, else the whole text."""
    body = "\n".join(paragraph.text for paragraph in telegram.paragraphs)
    return f"{telegram.subject or ''}\n{body}" if body else telegram.text


def words_of(telegram: Telegram) -> tuple[str, ...]:
    """Those words in lower case, without signs."""
    text = body_of(telegram)[: _MOST_WORDS * 12].lower()
    return tuple(text.translate(_SIGNS).split()[:_MOST_WORDS])


def evidence_of(telegram: Telegram, sha256: bytes, mrn: str | None) -> Evidence:
    """The evidence of a copy that is filed under `mrn`."""
    words = words_of(telegram)
    return Evidence(
        id=sha256,
        mrn=mrn,
        of=telegram.sections.of,
        present=frozenset(telegram.sections.present),
        seconds=seconds_of(telegram.dtg or ""),
        exact=telegram.dtg_precision == "minute",
        post=post_of(telegram),
        level=telegram.classification.level,
        card=telegram.kind in CARDS,
        runs=frozenset(map(hash, zip(*(words[start:] for start in range(_RUN)), strict=False))),
        words=words,
    )


def agreement(one: Evidence, other: Evidence) -> float:
    """The share of the shorter text's runs of four words that the longer has too, from 0 to 1.

    A first page agrees wholly with the full text. Texts of under eight words agree only if equal.
    """
    fewer = min(len(one.runs), len(other.runs))
    if fewer < 8 - _RUN + 1:
        return float(one.words == other.words)
    return len(one.runs & other.runs) / fewer


def apart(one: Evidence, other: Evidence) -> bool:
    """Whether their date-time groups are those of two telegrams, as far as they are known."""
    both = one.seconds and other.seconds
    return bool(both) and abs(one.seconds - other.seconds) > APART + (
        0 if one.exact and other.exact else _DAY
    )


def of_one_minute(one: Evidence, other: Evidence) -> bool:
    """Whether both have the same date-time group, to the minute."""
    return one.exact and other.exact and one.seconds == other.seconds


def _alike_in_length(one: Evidence, other: Evidence) -> bool:
    fewer, more = sorted((len(one.runs), len(other.runs)))
    return fewer >= FEWEST and more <= 1.5 * fewer


def _contradict(one: Evidence, other: Evidence) -> bool:
    posts_differ = one.post and other.post and one.post != other.post
    return bool(posts_differ) or apart(one, other)


def _needed(one: Evidence, other: Evidence) -> float:
    """The agreement that shows that the copies are of one telegram; above 1 where none does."""
    if one.mrn and other.mrn:
        if one.mrn != other.mrn:
            return 2
        if apart(one, other):
            return OTHERWISE
        surely = of_one_minute(one, other) and len(one.runs & other.runs) >= MANY
        return OF_ONE_MINUTE if surely else AGREEMENT
    if _contradict(one, other):
        return 2
    return OTHERWISE if of_one_minute(one, other) or _alike_in_length(one, other) else 2


def bond(one: Evidence, other: Evidence) -> float:
    """How far their words show that two copies are of one telegram: their agreement, or 0 where it shows nothing."""
    if one.card or other.card or disjoint(one, other):
        return 0.0
    needed = _needed(one, other)
    share = agreement(one, other) if needed <= 1 else 0.0
    return share if share >= needed else 0.0


def holds(one: Evidence, other: Evidence) -> bool:
    """Whether a copy without a number has nearly all the words of a section, and so may be the whole telegram."""
    section = other.of > 1 and not other.card and len(other.runs) >= FEWEST
    if one.mrn or one.card or not section or _contradict(one, other):
        return False
    return len(other.runs) <= len(one.runs) and agreement(one, other) >= OTHERWISE


def together(sections: Sequence[Evidence]) -> Evidence:
    """What sections of one telegram say together, as if they were one copy of it."""
    runs = frozenset().union(*(section.runs for section in sections))
    return msgspec.structs.replace(sections[0], of=1, present=frozenset({1}), runs=runs)


def disjoint(one: Evidence, other: Evidence) -> bool:
    """Whether they are different sections, whose words say nothing of each other."""
    return one.of > 1 and other.of > 1 and not one.present & other.present


def continues(one: Evidence, other: Evidence) -> bool:
    """Whether they can be different sections of one telegram: nothing that both say speaks against it."""
    levels_differ = one.level and other.level and one.level != other.level
    same_number = one.mrn is not None and one.mrn == other.mrn
    return (
        same_number
        and disjoint(one, other)
        and one.of == other.of
        and not levels_differ
        and not apart(one, other)
    )


def occasion_of(telegram: Telegram) -> int | None:
    """Post and day in one number, by which copies without a number are looked up; None where one is not known."""
    post = post_of(telegram)
    if not telegram.dtg or not post or telegram.dtg_precision not in {"minute", "day"}:
        return None
    try:
        day = date.fromisoformat(telegram.dtg[:10]).toordinal()
    except ValueError:
        return None
    return day << 24 | zlib.crc32(post.encode()) & 0xFFFFFF


def hash_key(sha256: bytes, digits: int = 12) -> str:
    """The key of a telegram without a number: the first hex digits of its copy's hash."""
    return sha256.hex()[:digits]


def version_key(mrn: str, version: int) -> str:
    """The key of a further telegram under the same number; the first has the number itself."""
    return mrn if version == 1 else f"{mrn}.{version}"
