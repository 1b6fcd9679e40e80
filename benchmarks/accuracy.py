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

from reftel.model.telegram import Noun, Telegram
from reftel.reading import parse_all
from reftel.reading.refusal import NotATelegram

HERE = Path(__file__).parent
KEPT = HERE / "accuracy.json"
OUTCOMES = ("right", "wrong", "missed", "invented")

Record = dict[str, Any]


class Field(NamedTuple):
    """A field of the contract: parts that must agree, the part by which two entries are the same one."""

    name: str
    read: Callable[[Telegram], Iterable[Record]]
    parts: tuple[str, ...] = ("value",)
    same: str | None = None


class Miss(NamedTuple):
    """One instance that is not right: where, how, and both values as they are printed."""

    sample: str
    field: str
    outcome: str
    expected: str
    found: str


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
        entries: tuple[Noun, ...] = getattr(telegram, name)
        for entry in entries:
            yield {part: getattr(entry, part) for part in parts}

    return read


def _dtg(telegram: Telegram) -> Iterator[Record]:
    """The moment, cut to what is known of it."""
    if telegram.dtg:
        yield {"value": telegram.dtg if telegram.dtg_precision == "minute" else telegram.dtg[:10]}


def _references(telegram: Telegram) -> Iterator[Record]:
    """References; the text counts only where there is no number."""
    for one in telegram.references:
        cited = one.mrn or one.text
        yield {"label": one.label, "kind": one.kind, "cited": cited, "notal": one.notal}


def _paragraphs(telegram: Telegram) -> Iterator[Record]:
    """Numbered paragraphs as `7 (C)`."""
    for one in telegram.paragraphs:
        if one.number is not None:
            yield {"value": f"{one.number} ({one.marking})" if one.marking else str(one.number)}


ADDRESSEE = ("name", "precedence", "continuity_number", "routing_indicator")
OFFICER = ("office", "name", "position")
FIELDS = (
    Field("mrn", _value("mrn")),
    Field("dtg", _dtg),
    Field("precedence.action", _value("precedence.action")),
    Field("precedence.info", _value("precedence.info")),
    Field("originator", _value("originator.name")),
    *(Field(name, _entries(name, ADDRESSEE), ADDRESSEE, "name") for name in ("action", "info", "exempt")),
    Field("classification.level", _value("classification.level")),
    Field("classification.caveats", _value("classification.caveats")),
    Field("sections.of", _value("sections.of")),
    Field("sections.present", _value("sections.present")),
    Field("captions", _value("captions")),
    Field("passing", _entries("passing", ("addressee", "offices")), ("addressee", "offices"), "addressee"),
    *(
        Field(f"declassification.{part}", _value(f"declassification.{part}"))
        for part in ("order", "instruction", "on")
    ),
    Field("tags", _value("tags")),
    Field("subject", _value("subject")),
    Field("references", _references, ("label", "kind", "cited", "notal"), "cited"),
    Field("classified_by", _value("classified_by.name")),
    Field("reasons", _value("reasons")),
    *(
        Field(f"{act}_by", _entries(f"{act}_by", OFFICER), OFFICER, "name")
        for act in ("drafted", "approved", "cleared")
    ),
    Field(
        "distribution",
        _entries("distribution", ("office", "copies", "role")),
        ("office", "copies", "role"),
        "office",
    ),
    Field("paragraphs", _paragraphs),
    Field("signature", _value("signature")),
)
DEFAULTS: Record = {"sections": {"of": 1, "present": [1]}}


def expected(answer: Record, field: Field) -> list[Record]:
    """The instances of a field that an answer names, in the shape in which readings come."""
    value: Any = DEFAULTS | answer
    for step in field.name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    if value is None:
        return []
    if field.name == "distribution":
        return list(_copies(value))
    if field.parts == ("value",):
        several = isinstance(value, list) and field.name not in ("originator", "subject", "mrn")
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


def compare(
    field: Field, answers: list[Record], found: list[Record]
) -> Iterator[tuple[str, Record | None, Record | None]]:
    """Pairs of answer and reading with their outcome; the order of entries does not matter."""
    open_answers, open_found = list(answers), list(found)
    for outcome, parts in (("right", field.parts), ("wrong", (field.same or field.parts[0],))):
        if outcome == "wrong" and field.same is None and (len(open_answers), len(open_found)) != (1, 1):
            break
        for answer in list(open_answers):
            alone = outcome == "wrong" and field.same is None
            for reading in open_found:
                if alone or all(agrees(answer[part], reading[part]) for part in parts):
                    yield outcome, answer, reading
                    open_answers.remove(answer)
                    open_found.remove(reading)
                    break
    yield from (("missed", answer, None) for answer in open_answers)
    yield from (("invented", None, reading) for reading in open_found)


def printed(record: Record | None) -> str:
    """A record in one line, without the parts that are empty."""
    if record is None:
        return "-"
    parts = {part: value for part, value in record.items() if value not in (None, (), [], False)}
    if set(parts) <= {"value"}:
        return str(parts.get("value", "-"))
    return " ".join(f"{part}={value}" for part, value in parts.items())


def judge(
    sample: str, answer: Record, telegram: Telegram | None, counts: Counter[tuple[str, str]]
) -> Iterator[Miss]:
    """Count the instances of one telegram and give those that are not right."""
    undecided = tuple(answer.get("undecided", ()))
    for field in FIELDS:
        if undecided and field.name.startswith(undecided):
            continue
        found = list(field.read(telegram)) if telegram else []
        for outcome, want, got in compare(field, expected(answer, field), found):
            counts[field.name, outcome] += 1
            if outcome != "right":
                yield Miss(sample, field.name, outcome, printed(want), printed(got))


def read(path: Path) -> list[Telegram]:
    """The telegrams of a file; none where it is refused as no telegram."""
    try:
        return list(parse_all(path.read_bytes(), path=path.name))
    except NotATelegram:
        return []


def run(samples: Path) -> tuple[Counter[tuple[str, str]], list[Miss]]:
    """Judge every sample that has answers."""
    counts: Counter[tuple[str, str]] = Counter()
    misses: list[Miss] = []
    for page in sorted((HERE / "answers").glob("*.toml")):
        sheet = tomllib.loads(page.read_text("utf-8"))
        pairs = paired(sheet["telegram"], read(samples / sheet["file"]))
        for place, (answer, telegram) in enumerate(pairs):
            misses += judge(
                page.stem if len(pairs) == 1 else f"{page.stem}/{place}", answer, telegram, counts
            )
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
    nothing: Record = {"sections": {}}
    return [(answer, chosen.get(place)) for place, answer in enumerate(answers)] + [
        (nothing, one) for one in left
    ]


def _is_of(answer: Record, telegram: Telegram) -> bool:
    day = (telegram.dtg or "")[:10]
    return telegram.mrn == answer.get("mrn") and day == answer.get("dtg", "")[:10]


def table(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Counts by field, with a row for all fields together."""
    names = [field.name for field in FIELDS]
    rows = {name: {outcome: counts[name, outcome] for outcome in OUTCOMES} for name in names}
    rows["all fields"] = {outcome: sum(row[outcome] for row in rows.values()) for outcome in OUTCOMES}
    return rows


def share(row: dict[str, int]) -> float:
    """What part of all instances is right; 1.0 where there is none."""
    total = sum(row.values())
    return row["right"] / total if total else 1.0


def report(rows: dict[str, dict[str, int]], misses: list[Miss], before: Record) -> Iterator[str]:
    """The lines that are printed."""
    yield (
        f"{'field':29}{'found':>7}"
        + "".join(f"{outcome:>10}" for outcome in OUTCOMES)
        + f"{'share':>9}{'change':>8}"
    )
    for name, row in rows.items():
        found = row["right"] + row["wrong"] + row["invented"]
        change = row["right"] - before.get("fields", {}).get(name, row)["right"]
        numbers = "".join(f"{row[outcome]:10}" for outcome in OUTCOMES)
        yield f"{name:29}{found:7}{numbers}{share(row):9.2%}{change:+8}"
    yield ""
    yield from (
        f"{miss.sample}  {miss.field} {miss.outcome}: {miss.expected}  <>  {miss.found}" for miss in misses
    )
    yield from _changes(misses, before)


def _changes(misses: list[Miss], before: Record) -> Iterator[str]:
    if not before:
        return
    now, then = {tuple(miss) for miss in misses}, {tuple(miss) for miss in before["misses"]}
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
