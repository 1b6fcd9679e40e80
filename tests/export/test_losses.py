"""What a format cannot carry is declared beforehand, counted afterwards, and true."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.export.conftest import HOSTILE, Export

from reftel.archive import Archive, Filed
from reftel.export import FORMATS, export, found
from reftel.export.aspects import ASPECTS, count
from reftel.model.telegram import Telegram


def test_every_field_of_a_telegram_belongs_to_an_aspect() -> None:
    named = {path.split(".")[:2][-1] for aspect in ASPECTS for path in aspect.fields}
    fields = {*Telegram.__struct_fields__, *Filed.__struct_fields__} - {"schema", "telegram"}
    assert fields <= named


def test_an_empty_telegram_loses_nothing() -> None:
    assert [aspect.name for aspect in ASPECTS if count(aspect, Filed("", Telegram()))] == []


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_left_out_is_what_the_format_says_that_it_loses(
    name: str, archive: Archive, exported: Export
) -> None:
    _, done = exported(name, f"mrn:{HOSTILE}")
    (filed,) = archive.find(HOSTILE, checked=False)
    expected = {aspect.title: values for aspect in FORMATS[name].loses if (values := count(aspect, filed))}
    assert {one.what: one.count for one in done.left_out} == expected
    assert done.telegrams == 1


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_is_the_same_each_time(
    name: str, exported: Export, archive: Archive, tmp_path: Path
) -> None:
    first, _ = exported(name, "subject:fisheries")
    again = tmp_path / "again"
    export(archive, found(archive, "subject:fisheries"), name, again)
    assert contents(first) == contents(again)


def contents(path: Path) -> dict[str, bytes]:
    """Every file of an export."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {
        str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()
    }
