"""Executive orders on classification, and what the E.O. line of a telegram may say under each.

Sources: TAGS handbook of 1974, section 1; 5 FAH-1 H-210; the orders themselves; each row names its own.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows


class Form(NamedTuple):
    """One way to fill the line under an order, with an example; `pattern` is empty where the list has none."""

    order: str
    first_day: date
    last_day: date | None
    example: str
    meaning: str
    pattern: str
    confidence: str
    source: str


class ExecutiveOrder(NamedTuple):
    """One order by the number that telegrams print. In force from `first_day` until before `end`, if it ended."""

    number: str
    title: str
    first_day: date
    end: date | None
    forms: tuple[Form, ...]


@cache
def all_orders() -> dict[str, ExecutiveOrder]:
    """The orders that telegrams name, by number, the oldest first; 13292 amended 12958 and keeps its number."""
    forms: dict[str, list[Form]] = {}
    titles: dict[str, str] = {}
    for row in rows("exec_order_lines"):
        if row["order"].isdigit():
            forms.setdefault(row["order"], []).append(_form(row))
            titles.setdefault(row["order"], row["title"])
    return {number: _order(number, titles[number], found) for number, found in forms.items()}


def find(number: str) -> ExecutiveOrder | None:
    """The order of a number without blanks, `12958`; None for any other."""
    return all_orders().get(number)


def numbers() -> tuple[str, ...]:
    """The numbers that an E.O. line may print, the oldest first."""
    return tuple(all_orders())


def in_force(when: date) -> ExecutiveOrder | None:
    """The order under which a telegram of that day was classified; None before June 1972."""
    started = [order for order in all_orders().values() if order.first_day <= when]
    return started[-1] if started else None


def form_of(number: str, instruction: str, when: date | None = None) -> Form | None:
    """The form that an instruction has under an order: `form_of("12958", "DECL: 5/10/2016")`; None for none.

    With a date only the forms of that day count.
    """
    order = find(number)
    line = f"E.O. {number}: {instruction.strip().upper()}"
    forms = [form for form in order.forms if when is None or _valid(form, when)] if order else []
    return next((form for form in forms if form.pattern and re.match(form.pattern, line)), None)


def _valid(form: Form, when: date) -> bool:
    return form.first_day <= when and (form.last_day is None or when < form.last_day)


def _form(row: dict[str, str]) -> Form:
    pattern = row["pattern"]
    return Form(
        row["order"],
        date.fromisoformat(row["in_force_from"]),
        None if row["in_force_to"] == "present" else date.fromisoformat(row["in_force_to"]),
        row["example_line"],
        row["meaning"],
        pattern if pattern.startswith("^") else "",
        row["confidence"],
        row["source"],
    )


def _order(number: str, title: str, forms: list[Form]) -> ExecutiveOrder:
    ends = [form.last_day for form in forms]
    last = None if None in ends else max(end for end in ends if end is not None)
    return ExecutiveOrder(number, title, min(form.first_day for form in forms), last, tuple(forms))
