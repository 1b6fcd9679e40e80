"""What the fuzzer starts from: texts that are nearly right, and the words of the field."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from reftel.archive.query.fields import FIELDS
from reftel.reading import NotATelegram, parse_all
from reftel.synthetic.demo import demo
from reftel.vocabulary import (
    block_words,
    captions,
    classification,
    executive_orders,
    operating_signals,
    posts,
    precedence,
    table,
)
from reftel.wire.alphabets import Encoder, sayable
from reftel.writing import FORMATS, CannotWrite, write
from reftel.writing.draft_form import KEYS

ROOT = Path(__file__).parents[2]
SAMPLES = Path(os.environ.get("REFTEL_SAMPLES", ROOT.parent / "shared" / "samples"))
_SOME = 40  # of the long lists
_LONGEST_WORD = 60  # bytes; the fuzzer takes 64
_STRUCTURE = """\
VZCZCXRO ZCZC NNNN BT FM TO INFO XMT DE ZNR ZNY UUUUU CCCCC ZZH ZDK ZDS ZFH PAGE SECTION OF FINAL REF REFS REF:
TAGS: SUBJECT: SUBJ: E.O. CLASSIFIED BY: REASON: DECL: NOTAL SEPTEL SUMMARY. END SUMMARY COMMENT: MRN: Date/DTG:
From: Action: Signature: Message Text Message Attributes Declassified/Released (C) (SBU) (U) (S//NF) 1. 2. a. -- \
--------------------- ¶1. [ ](#) A. B. 010101Z JAN 76 101039Z MAY 06 #0001 /01 RUEHC RUEHDBU \
AMEMBASSY SECSTATE WASHDC"""


def files() -> Iterator[Path]:
    """Invented telegrams of the tests and, where they are at hand, real ones."""
    yield from sorted((ROOT / "tests").glob("*/telegrams/*.txt"))
    if SAMPLES.is_dir():
        yield from sorted(SAMPLES.rglob("*.txt"))


def _cases(folder: Path) -> Iterator[str]:
    """The inputs of the tables of cases, in which one element is right or wrong, with what stands around them."""
    for path in sorted(folder.rglob("cases/*.toml")):
        page = tomllib.loads(path.read_text("utf-8"))
        for case in page.get("case", ()):
            for key in ("text", "input"):
                if isinstance(case.get(key), str):
                    yield f"{page.get('before', '')}{case[key]}{page.get('after', '')}"


def _written(data: bytes) -> Iterator[bytes]:
    """A telegram in every format that takes it."""
    try:
        first = next(parse_all(data))
    except NotATelegram:
        return
    for name in FORMATS:
        try:
            yield write(first, name).data
        except CannotWrite:
            continue


def telegrams() -> Iterator[bytes]:
    """Telegrams of every layout, as they are and in every format; texts of the tables of cases."""
    texts = [path.read_bytes() for path in files()] + [data for _, data in demo()]
    for data in texts:
        yield data
        yield from _written(data)
    yield from (text.encode() for text in _cases(ROOT / "tests"))


def circuit() -> Iterator[bytes]:
    """Messages as streams: as they are, and in five-level code. The first byte is the length of a slice."""
    for text in (*_cases(ROOT / "tests" / "wire"), *(data.decode("utf-8", "replace") for _, data in demo())):
        framed = f"VZCZCABC001\r\r\n{text.strip()}\n\n\nNNNN\n".replace("\n", "\r\r\n")
        yield b"\x40" + framed.encode()
        for alphabet in ("ita2", "ata2"):
            known = "".join(letter for letter in framed.upper() if letter in sayable(alphabet))
            yield b"\x07" + Encoder(alphabet).feed(known)


def numbers() -> Iterator[bytes]:
    """Numbers, date-time groups and queries, one to a seed."""
    for path in sorted((ROOT / "tests").rglob("*.csv")):
        yield from (line.encode() for line in path.read_text("utf-8").splitlines() if line)


def drafts() -> Iterator[bytes]:
    """Drafts: those of the manual, and the first of them with every mistake of the table."""
    manual = (ROOT / "docs" / "drafts.md").read_text("utf-8")
    examples = [part.partition("\n")[2] for part in manual.split("```")[1::2]]
    yield from (example.encode() for example in examples)
    mistakes = tomllib.loads((ROOT / "tests" / "writing" / "draft_mistakes.toml").read_text("utf-8"))
    for case in mistakes["case"]:
        yield examples[0].replace(case["find"], case["write"], 1).encode()


def plant(folder: Path, seeds: Iterable[bytes], longest: int) -> int:
    """Write seeds as files, in order; one that is too long for the fuzzer as its head and its foot. How many."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [
        part
        for seed in seeds
        for part in ((seed,) if len(seed) <= longest else (seed[:longest], seed[-longest:]))
    ]
    for at, part in enumerate(dict.fromkeys(parts)):
        (folder / f"{at:05d}").write_bytes(part)
    return len(set(parts))


def words() -> Iterator[str]:
    """The field's words: levels, captions, orders, precedences, signals, posts, TAGS, codes of stations, labels."""
    yield from _STRUCTURE.split()
    yield from (form for level in classification.all_levels().values() for form in level[:2])
    yield from captions.all_captions()
    yield from (form.example for order in executive_orders.all_orders().values() for form in order.forms)
    yield from precedence.words()
    yield from list(operating_signals.all_signals())[:_SOME]
    yield from (post.plain_address for post in posts.all_posts()[:_SOME])
    yield from block_words.words()
    for name, column in (("subject_tags", "code"), ("routing_indicators", "ri"), ("offices", "symbol")):
        yield from (row[column] for row in table.rows(name)[:_SOME])
    yield from (f"{field}:" for field in sorted(FIELDS))
    yield from (f'{key} = "' for key in KEYS)


def dictionary() -> str:
    """The words in the form that libFuzzer reads: a quoted string a line."""
    plain = dict.fromkeys(word.encode()[:_LONGEST_WORD] for word in words() if word)
    return "".join(f'"{"".join(map(_escaped, word))}"\n' for word in plain)


def _escaped(byte: int) -> str:
    return chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02X}"


SEEDS = {"telegrams": telegrams, "circuit": circuit, "numbers": numbers, "drafts": drafts}
"""The seeds of each harness."""
