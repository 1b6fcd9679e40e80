"""How much of real telegrams is read right, field by field.

    python benchmarks/accuracy.py [--keep]

Compares what is parsed with answers that people wrote down from the letters of each sample (`answers/*.toml`;
the README there says how to read them). The samples are no part of the project: they are looked for in
`$REFTEL_SAMPLES`, else beside the checkout in `shared/samples`. An instance is one value or one list entry: each
addressee, each TAG, each reference. Right: all parts agree. Wrong: the same entry, with other parts. Missed: in the
answers alone. Invented: in the reading alone. The pooled share is right over all four. Every instance that is not
right is listed. `--keep` writes the figures to `accuracy.json`, with which the next run compares its own.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reftel.model.telegram import Telegram
from reftel.reading import parse_all
from reftel.reading.refusal import NotATelegram

HERE = Path(__file__).parent
KEPT = HERE / "accuracy.json"
OUTCOMES = ("right", "wrong", "missed", "invented")

Record = dict[str, Any]
Pair = tuple[str, Record | None, Record | None]
Counts = Counter[tuple[str, str]]
Miss = tuple[str, str, str, str, str]  # sample, field, outcome, expected, found


class Field(NamedTuple):
    """A field of the contract: parts that must agree, the part by which two entries are the same one."""

    name: str
    read: Callable[[Telegram], Iterable[Record]]
    parts: tuple[str, ...] = ("value",)
    same: str | None = None


def _value(dotted: str) -> Callable[[Telegram], Iterable[Record]]:
    """Reads one value, or each value of a list; absent ones are no instance."""

    def read(telegram: Telegram) -> Iterator[Record]:
        value: Any = telegram
        for step in dotted.split("."):
            value = getattr(value, step, None)
        for one in value if isinstance(value, tuple) else (value,):
            if one is not None:
                yield {"value": one}

    return read


def _entries(name: str, parts: tuple[str, ...]) -> Callable[[Telegram], Iterable[Record]]:
    def read(telegram: Telegram) -> Iterator[Record]:
        for entry in getattr(telegram, name):
            yield {part: getattr(entry, part) for part in parts}

    return read


def _dtg(telegram: Telegram) -> Iterator[Record]:
    """The moment, cut to what is known of it."""
    if telegram.dtg:
        yield {"value": telegram.dtg if telegram.dtg_precision == "minute" else telegram.dtg[:10]}


def _references(telegram: Telegram) -> Iterator[Record]:
    """References; the text counts only where there is no number."""
    for one in telegram.references:
        yield {"label": one.label, "kind": one.kind, "cited": one.mrn or one.text, "notal": one.notal}


def _paragraphs(telegram: Telegram) -> Iterator[Record]:
    """Numbered paragraphs as `7 (C)`."""
    for one in telegram.paragraphs:
        if one.number is not None:
            yield {"value": f"{one.number} ({one.marking})" if one.marking else str(one.number)}


def _sections(telegram: Telegram) -> Iterator[Record]:
    """`1 OF 3` for each section that the text holds; a telegram in one piece states none."""
    if telegram.sections.of > 1 or telegram.sections.present != (1,):
        for section in telegram.sections.present:
            yield {"value": f"{section} OF {telegram.sections.of}"}


ADDRESSEE = ("name", "precedence", "continuity_number", "routing_indicator")
OFFICER = ("office", "name", "position")
VALUES = """precedence.action precedence.info originator.name classification.level classification.caveats captions
    declassification.order declassification.instruction declassification.on tags subject subject_marking
    classified_by.name reasons signature"""
LISTS = {
    **dict.fromkeys(("action", "info", "exempt"), ADDRESSEE),
    "passing": ("addressee", "offices"),
    **dict.fromkeys(("drafted_by", "approved_by", "cleared_by"), OFFICER),
    "distribution": ("office", "copies", "role"),
}
SAME = {"passing": "addressee", "distribution": "office"}
FIELDS = (
    Field("mrn", _value("mrn")),
    Field("dtg", _dtg),
    *(Field(name, _value(name)) for name in VALUES.split()),
    Field("sections", _sections),
    *(Field(name, _entries(name, parts), parts, SAME.get(name, "name")) for name, parts in LISTS.items()),
    Field("references", _references, ("label", "kind", "cited", "notal"), "cited"),
    Field("paragraphs", _paragraphs),
)
CHOICES = frozenset({"mrn", "subject", "originator.name"})  # one value, so a list in an answer is a choice


def expected(answer: Record, field: Field) -> list[Record]:
    """The instances of a field that an answer names, in the shape in which readings come."""
    value: Any = answer
    for step in field.name.split("."):
        value = value.get(step) if isinstance(value, dict) else value if step == "name" else None
    if value is None:
        return []
    if field.name == "distribution":
        return list(_copies(value))
    if field.name == "sections":
        return [{"value": f"{section} OF {value['of']}"} for section in value["present"]]
    if field.parts == ("value",):
        several = isinstance(value, list) and field.name not in CHOICES
        return [{"value": one} for one in (value if several else [value])]
    return [_whole(one, field) for one in value]


def _whole(entry: Record, field: Field) -> Record:
    """An entry with the parts that its answer left out."""
    if field.name == "references":
        entry = {"kind": "telegram", "notal": False, "cited": entry.get("mrn", entry.get("text"))} | entry
    return {part: entry.get(part) for part in field.parts}


def _copies(lists: dict[str, str]) -> Iterator[Record]:
    for role, entries in lists.items():
        for entry in entries.split():
            office, _, copies = entry.rpartition("-")
            yield {"office": office, "copies": int(copies), "role": role}


def agrees(answer: Any, found: Any) -> bool:
    """Whether two values are the same; a list in an answer stands for any of its values, unless a list is found."""
    if isinstance(found, tuple):
        return tuple(answer or ()) == found
    if isinstance(answer, list):
        return found in answer
    return bool(answer == found)


def compare(field: Field, answers: list[Record], found: list[Record]) -> Iterator[Pair]:
    """Pairs of answer and reading with their outcome; the order of entries does not matter."""
    wanted, left = list(answers), list(found)
    yield from _pairs("right", field.parts, wanted, left)
    if field.same:
        yield from _pairs("wrong", (field.same,), wanted, left)
    elif len(wanted) == len(left) == 1:
        yield from _pairs("wrong", (), wanted, left)
    yield from (("missed", answer, None) for answer in wanted)
    yield from (("invented", None, reading) for reading in left)


def _pairs(outcome: str, parts: tuple[str, ...], wanted: list[Record], left: list[Record]) -> Iterator[Pair]:
    """Answers and readings that agree in these parts; both are taken out of their lists."""
    for answer in list(wanted):
        for reading in left:
            if all(agrees(answer[part], reading[part]) for part in parts):
                wanted.remove(answer)
                left.remove(reading)
                yield outcome, answer, reading
                break


def printed(record: Record | None) -> str:
    """A record in one line, without the parts that are empty."""
    parts = {part: value for part, value in (record or {}).items() if value not in (None, (), [], False)}
    return (
        str(parts["value"])
        if "value" in parts
        else " ".join(f"{part}={parts[part]}" for part in parts) or "-"
    )


def judge(sample: str, answer: Record, telegram: Telegram | None, counts: Counts) -> Iterator[Miss]:
    """Count the instances of one telegram and give those that are not right."""
    undecided = tuple(answer.get("undecided", ()))
    for field in FIELDS:
        if undecided and field.name.startswith(undecided):
            continue
        found = list(field.read(telegram)) if telegram else []
        for outcome, want, got in compare(field, expected(answer, field), found):
            counts[field.name, outcome] += 1
            if outcome != "right":
                yield sample, field.name, outcome, printed(want), printed(got)


def read(path: Path) -> list[Telegram]:
    """The telegrams of a file; none where it is refused as no telegram."""
    try:
        return list(parse_all(path.read_bytes(), path=path.name))
    except NotATelegram:
        return []


def run(samples: Path) -> tuple[Counts, list[Miss]]:
    """Judge every sample that has answers."""
    counts: Counts = Counter()
    misses: list[Miss] = []
    for page in sorted((HERE / "answers").glob("*.toml")):
        sheet = tomllib.loads(page.read_text("utf-8"))
        pairs = paired(sheet["telegram"], read(samples / sheet["file"]))
        for place, (answer, telegram) in enumerate(pairs):
            name = page.stem if len(pairs) == 1 else f"{page.stem}/{place}"
            misses += judge(name, answer, telegram, counts)
    return counts, misses


def paired(answers: list[Record], telegrams: list[Telegram]) -> list[tuple[Record, Telegram | None]]:
    """Each answer with its telegram: by number and day, what is left in order; what is too much has no answer."""
    left = list(telegrams)
    chosen: dict[int, Telegram] = {}
    for sure in (True, False):
        for place, answer in enumerate(answers):
            mine = next((one for one in left if not sure or _is_of(answer, one)), None)
            if place not in chosen and mine:
                chosen[place] = mine
                left.remove(mine)
    judged: list[tuple[Record, Telegram | None]] = [(one, chosen.get(at)) for at, one in enumerate(answers)]
    return judged + [({}, one) for one in left]


def _is_of(answer: Record, telegram: Telegram) -> bool:
    day = (telegram.dtg or "")[:10]
    return telegram.mrn == answer.get("mrn") and day == answer.get("dtg", "")[:10]


def table(counts: Counts) -> dict[str, dict[str, int]]:
    """Counts by field and for all together; also without the office copies, which are many and easy."""
    names = [field.name for field in FIELDS]
    rows = {name: {outcome: counts[name, outcome] for outcome in OUTCOMES} for name in names}
    for title, left_out in (("all but distribution", "distribution"), ("all fields", "")):
        several = [row for name, row in rows.items() if name in names and name != left_out]
        rows[title] = {outcome: sum(row[outcome] for row in several) for outcome in OUTCOMES}
    return rows


def share(row: dict[str, int]) -> float:
    """What part of all instances is right; 1.0 where there is none."""
    total = sum(row.values())
    return row["right"] / total if total else 1.0


def report(rows: dict[str, dict[str, int]], misses: list[Miss], before: Record) -> Iterator[str]:
    """The lines that are printed: the table, what is not right, and what changed since the kept run."""
    titles = "".join(f"{outcome:>10}" for outcome in OUTCOMES)
    yield f"{'field':29}{'found':>7}{titles}{'share':>9}{'change':>8}"
    for name, row in rows.items():
        change = row["right"] - before.get("fields", {}).get(name, row)["right"]
        numbers = "".join(f"{row[outcome]:10}" for outcome in OUTCOMES)
        yield f"{name:29}{sum(row.values()) - row['missed']:7}{numbers}{share(row):9.2%}{change:+8}"
    yield ""
    yield from ("{}  {} {}: {}  <>  {}".format(*miss) for miss in misses)
    now, then = {tuple(miss) for miss in misses}, {tuple(miss) for miss in before.get("misses", misses)}
    yield f"\nagainst the kept figures: {len(then - now)} gained, {len(now - then)} lost"
    yield from (f"lost: {' '.join(miss[:3])}" for miss in sorted(now - then))


def samples_folder() -> Path | None:
    """Where the real samples are, if they are anywhere."""
    named = os.environ.get("REFTEL_SAMPLES")
    place = Path(named) if named else HERE.parents[1] / "shared" / "samples"
    return place if place.is_dir() else None


def main(arguments: list[str]) -> None:
    """Run, print, and keep the figures where that is asked for."""
    samples = samples_folder()
    if samples is None:
        print("No samples folder, nothing compared: set REFTEL_SAMPLES to have the answers compared.")
        return
    counts, misses = run(samples)
    rows = table(counts)
    before = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    print("\n".join(report(rows, misses, before)))
    if "--keep" in arguments:
        kept = {"share": round(share(rows["all fields"]), 4), "fields": rows, "misses": misses}
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
