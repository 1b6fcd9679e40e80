"""Records of every collection, each as an invented file beside a table of what a careful reader finds in it."""

from __future__ import annotations

import io
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram
from reftel.sources.detect import source_of
from reftel.sources.files import Refused
from reftel.sources.opening import records_of
from reftel.sources.read import read
from reftel.sources.record import Place, Record
from reftel.sources.source import HEAD

FOLDER = Path(__file__).parent / "specimens"
TABLES = sorted(FOLDER.glob("*.toml"))
SPECIMENS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".toml")


def _of(table: Path) -> tuple[Path, dict[str, Any]]:
    expected = tomllib.loads(table.read_text("utf-8"))
    specimen = next(path for path in FOLDER.glob(f"{table.stem}.*") if path != table)
    return specimen, expected


def _value(telegram: Telegram, pointer: str) -> object:
    """The value at a pointer such as `originator/post` of the telegram's JSON; None where nothing stands there."""
    value: Any = msgspec.to_builtins(telegram)
    for key in pointer.split("/"):
        try:
            value = value[int(key)] if isinstance(value, list | tuple) else value[key]
        except (IndexError, KeyError, TypeError):
            return None
    return list(value) if isinstance(value, tuple) else value


def _given(specimen: Path) -> list[Record | Refused]:
    with specimen.open("rb") as stream:
        return list(records_of(stream, Place(specimen.name)))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_specimen_is_recognised_as_of_its_collection(table: Path) -> None:
    specimen, expected = _of(table)
    assert source_of(specimen.read_bytes()[:HEAD], specimen.name).name == expected["source"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_specimen_gives_its_records_and_names_what_is_none(table: Path) -> None:
    specimen, expected = _of(table)
    given = _given(specimen)
    named = [(one.path.removeprefix(specimen.name), isinstance(one, Refused)) for one in given]
    told = [(one["at"], True) for one in expected.get("refused", ())]
    told += [(one["at"], False) for one in expected.get("record", ())]
    assert sorted(named) == sorted(told)
    refused = {one.path.removeprefix(specimen.name): one for one in given if isinstance(one, Refused)}
    for one in expected.get("refused", ()):
        found = refused[one["at"]]
        assert found.outcome == one["outcome"]
        assert one["reason"] in found.reason
        assert found.line == one.get("line", found.line)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_record_says_what_its_container_states_and_no_more(table: Path) -> None:
    specimen, expected = _of(table)
    source = specimen.read_bytes()
    given = {one.path.removeprefix(specimen.name): one for one in _given(specimen) if isinstance(one, Record)}
    for one in expected.get("record", ()):
        record = given[one["at"]]
        assert record.data in source or record.text is None or "!/" in record.path, (
            "its bytes are the file's own"
        )
        assert record.text == one.get("text", record.text)
        assert record.line == one.get("line", record.line)
        facts = one.get("facts", {})
        assert {name: record.facts.get(name) for name in facts} == facts
        if one.get("none"):
            with pytest.raises(NotATelegram):
                list(read(record))
            continue
        telegrams = [each.telegram for each in read(record)]
        assert len(telegrams) == 1
        _compare(telegrams[0], dict(one.get("telegram", {})))


def _compare(telegram: Telegram, expected: dict[str, Any]) -> None:
    for pointer in expected.pop("absent", ()):
        assert not _value(telegram, pointer), pointer
    for pointer, values in expected.pop("contains", {}).items():
        assert set(values) <= set(_value(telegram, pointer) or ()), pointer  # type: ignore[call-overload]
    codes = expected.pop("codes", [])
    assert set(codes) <= {one.code for one in telegram.diagnostics}
    assert {pointer: _value(telegram, pointer) for pointer in expected} == expected


@settings(max_examples=150)
@given(st.sampled_from(SPECIMENS), st.integers(0, 4000), st.integers(0, 300), st.binary(max_size=12))
def test_a_damaged_specimen_never_stops_the_others(specimen: Path, at: int, lost: int, put: bytes) -> None:
    data = specimen.read_bytes()
    damaged = data[:at] + put + data[at + lost :]
    for one in records_of(io.BytesIO(damaged), Place(specimen.name)):
        assert one.path.startswith(specimen.name)
        if isinstance(one, Record):
            with suppress(NotATelegram):
                for found in read(one):
                    assert found.data
                    assert Telegram.from_json(found.telegram.to_json()) == found.telegram


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda path: path.name)
def test_a_record_goes_through_a_pipe_as_it_is(specimen: Path) -> None:
    for one in _given(specimen):
        if isinstance(one, Record):
            assert msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=Record) == one
