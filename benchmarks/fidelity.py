"""How truly invented telegrams are read and put together again, against the records of what they say.

    python benchmarks/fidelity.py [--count N] [--seed S] [--faults RATE] [--years A-B] [--misses]

Reads every file of a corpus by itself and prints the share of header fields that come out right: pooled, for each
field, each layout and each kind of fault.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from typing import Any

from reftel import parse
from reftel.model.telegram import Telegram
from reftel.synthetic import Sheet, corpus

ADDRESSED = {"precedence", "originator", "action", "info"}
WORDS = {"captions", "tags", "subject", "references", "paragraphs", "signature"}
LACKING = {
    "text": ADDRESSED | {"mrn", "dtg", "references"},  # without a date-time group no number has a year
    "card": ADDRESSED | WORDS - {"subject"},
    "form": {"precedence", "action", "info"} | WORDS - {"signature"},
    "smart": set(),
}
CAPITALS = 1980  # before, only the first section had the labels
FIELDS = (
    *("mrn", "dtg", "precedence", "originator", "action", "info", "level", "captions", "tags", "subject"),
    *("references", "paragraphs", "signature"),
)


def lacking(sheet: Sheet, record: dict[str, Any]) -> set[str]:
    """The fields that a file of a telegram cannot say."""
    found = set(LACKING.get(sheet.layout, ()))
    year = int(record["dtg"][:4])
    if sheet.layout == "form" and record["originator"]["post"] == "STATE":
        found |= {"mrn", "dtg"}  # numbered for each post, and only the day of its typing stands on it
    if sheet.section:
        found.add("paragraphs")  # cut where the section ends
        if sheet.section > 1 and (sheet.layout.startswith("aad") or year < CAPITALS):
            found |= WORDS
        if sheet.section < sheet.of:
            found.add("signature")
    return found


def expected(record: dict[str, Any], sheet: Sheet) -> dict[str, Any]:
    """What a reader should find in a file, field by field."""
    said = {name: record[name] for name in FIELDS if name in record}
    said["originator"] = record["originator"]["post"]
    said["level"] = record["classification"]["level"]
    said["precedence"] = _words(record["precedence"])
    for kind in ("action", "info"):
        said[kind] = [
            (one["name"], one["precedence"] or "ROUTINE", _number(one, sheet)) for one in record[kind]
        ]
    if sheet.layout in {"card", "form"}:
        said["dtg"] = record["dtg"][:10]
    return {name: value for name, value in said.items() if name not in lacking(sheet, record)}


def _words(precedence: dict[str, str | None]) -> tuple[str, str]:
    return precedence["action"] or "ROUTINE", precedence["info"] or precedence["action"] or "ROUTINE"


def _number(addressee: dict[str, Any], sheet: Sheet) -> int | None:
    return None if sheet.layout == "smart" else addressee["continuity_number"]


def found(telegram: Telegram, sheet: Sheet) -> dict[str, Any]:
    """What was found, in the same form."""
    words = {"action": telegram.precedence.action, "info": telegram.precedence.info}
    addressees = {
        kind: [(one.name, one.precedence or "ROUTINE", one.continuity_number) for one in group]
        for kind, group in (("action", telegram.action), ("info", telegram.info))
    }
    dtg = telegram.dtg[:10] if telegram.dtg and sheet.layout in {"card", "form"} else telegram.dtg
    return addressees | {
        "mrn": telegram.mrn,
        "dtg": dtg,
        "precedence": _words(words),
        "originator": telegram.originator.post if telegram.originator else None,
        "level": telegram.classification.level,
        "captions": list(telegram.captions),
        "tags": list(telegram.tags),
        "subject": telegram.subject,
        "references": [one.mrn for one in telegram.references],
        "paragraphs": [
            {"number": one.number, "marking": one.marking} for one in telegram.paragraphs if one.number
        ],
        "signature": telegram.signature,
    }


def judged(arguments: argparse.Namespace) -> Iterator[tuple[Sheet, str, bool]]:
    """Each field of each file, and whether it was read right; tells of the misses where that is asked."""
    for telegram in corpus(
        arguments.count,
        arguments.seed,
        faults=arguments.faults,
        years=arguments.years,
        layouts=arguments.layout,
    ):
        for sheet in telegram.sheets:
            right, read = expected(telegram.record, sheet), found(parse(sheet.data), sheet)
            for name, value in right.items():
                if arguments.misses and read[name] != value:
                    print(f"{sheet.path} {sheet.layout} {sheet.faults} {name}: {read[name]!r} for {value!r}")
                yield sheet, name, read[name] == value


def table(title: str, counts: Counter[tuple[str, bool]]) -> None:
    """Print the share that is right for each name."""
    print(f"\n{title:<22}{'fields':>9}{'right':>10}")
    for name in sorted({name for name, _ in counts}):
        right, wrong = counts[name, True], counts[name, False]
        print(f"{name:<22}{right + wrong:>9}{right / (right + wrong):>10.2%}")


def main() -> None:
    """Read, compare, and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.05)
    parser.add_argument("--years", type=lambda text: tuple(map(int, text.split("-"))), default=None)
    parser.add_argument("--layout", action="append", default=[])
    parser.add_argument("--misses", action="store_true", help="print each field that was read wrong")
    arguments = parser.parse_args()
    by_field: Counter[tuple[str, bool]] = Counter()
    by_layout: Counter[tuple[str, bool]] = Counter()
    by_fault: Counter[tuple[str, bool]] = Counter()
    for sheet, name, right in judged(arguments):
        by_field[name, right] += 1
        by_layout[sheet.layout, right] += 1
        for fault in sheet.faults or ("none",):
            by_fault[fault, right] += 1
    for title, counts in (("field", by_field), ("layout", by_layout), ("fault", by_fault)):
        table(title, counts)
    read = sum(count for (_, true), count in by_field.items() if true)
    print(f"\nof {by_field.total()} fields {read / by_field.total():.3%} were read right")


if __name__ == "__main__":
    main()
