"""The table of repairs says what the code does, and the page of repairs says what the table does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from reftel.reading.repairs import LAYOUTS, STEPS, page, steps_of
from reftel.vocabulary import codes

ROOT = Path(__file__).parents[2]
ROOMS = ("wire", "text", "reading")


def _codes_in(source: str) -> set[str]:
    constants = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and re.fullmatch(r"Q\d{1,3}", value)}


def test_the_table_names_each_module_that_records_a_malformation_and_the_codes_of_each() -> None:
    recorded = {}
    for room in ROOMS:
        for file in (ROOT / "src" / "reftel" / room).glob("*.py"):
            found = _codes_in(file.read_text("utf-8"))
            if found and file.stem != "repairs":
                recorded[f"{room}.{file.stem}"] = found
    assert recorded == {step.module: set(step.codes) for step in STEPS}


def test_each_step_stands_once_and_each_code_is_known() -> None:
    assert len({step.module for step in STEPS}) == len(STEPS)
    assert all(codes.find(code) for step in STEPS for code in step.codes)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_has_its_steps_in_the_order_of_the_table(layout: str) -> None:
    steps = steps_of(layout)
    assert steps[0].module == "reading.decode"
    assert list(steps) == sorted(steps, key=STEPS.index)


def test_the_committed_page_of_repairs_is_up_to_date() -> None:
    assert (ROOT / "docs" / "repairs.md").read_text("utf-8") == page(), "run `make docs`"
