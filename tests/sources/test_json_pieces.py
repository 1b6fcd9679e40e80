"""Objects of a JSON document come one by one, with their own bytes, whatever is wrong with one of them."""

from __future__ import annotations

import io
import itertools
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.sources.making import made

from reftel.sources.json_pieces import LIMIT, json_pieces

_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_OBJECTS = st.lists(st.dictionaries(st.text(max_size=8), _VALUES, max_size=4), max_size=5)


class _InSlices(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self._few = size

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self._few)


@given(_OBJECTS, st.booleans(), st.integers(1, 50), st.sampled_from((None, 1)))
def test_each_object_comes_back_however_the_stream_is_sliced(
    objects: list[dict[str, Any]], lines: bool, size: int, indent: int | None
) -> None:
    text = "\n".join(map(json.dumps, objects)) if lines else json.dumps(objects, indent=indent)
    found = list(json_pieces(_InSlices(text.encode(), size)))
    assert [json.loads(piece.data) for piece in found] == objects
    assert all(piece.whole for piece in found)
    assert all(piece.data in text.encode() for piece in found)


def test_a_lost_quotation_mark_costs_its_object() -> None:
    text = b'[{"a": "x"},\n {"a": "y},\n {"a": "z"}]'
    found = list(json_pieces(io.BytesIO(text)))
    assert [piece.data for piece in found if piece.whole] == [b'{"a": "x"}', b'{"a": "z"}']
    assert [piece.line for piece in found] == [1, 2, 3]


def test_an_array_that_breaks_off_names_the_last_line() -> None:
    *_, last = json_pieces(io.BytesIO(b'[{"a": 1},\n{"a": "b'))
    assert (last.whole, last.line) == (False, 2)


def test_an_object_of_fifty_megabytes_is_never_held() -> None:
    large = (b'{"a": "', itertools.repeat(b"x" * 1024, 50 * 1024), b'"}')
    found = list(json_pieces(made(b'[{"a": 1},', *large, b',{"a": 2}]')))
    assert [len(piece.data) for piece in found] == [8, 0, 8]
    assert found[1].size > LIMIT
    assert found[1].whole
