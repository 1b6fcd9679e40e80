"""Bytes become text, and every code point leads back to its byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.reading.decode import decode

TEXT = "FM AMEMBASSY LIMA\nSEÑOR DOE SAID “YES” — 5 €.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252", "latin-1"]
)
def test_the_letters_are_those_that_were_written(encoding: str) -> None:
    text = TEXT if encoding != "latin-1" else "FM AMEMBASSY LIMA\nSEÑOR DOE\n"
    mark = {"utf-16-le": b"", "utf-32-le": b"\xff\xfe\x00\x00"}.get(encoding, b"")
    decoded = decode(mark + text.encode(encoding))
    assert decoded.text.removeprefix("\ufeff") == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_code_point_leads_to_its_byte(encoding: str) -> None:
    data = TEXT.encode(encoding)
    decoded = decode(data)
    places = [decoded.text.index(word) for word in ("AMEMBASSY", "SAID", "YES", "5 €")]
    offsets = decoded.byte_offsets(places)
    plain = encoding if encoding != "utf-16" else "utf-16-le"
    for word, offset in zip(("AMEMBASSY", "SAID", "YES", "5 €"), offsets, strict=True):
        assert data[offset:].startswith(word.encode(plain.removesuffix("-sig")))


def test_single_bytes_inside_utf8_are_read_and_recorded() -> None:
    data = "SEÑOR DOE – ".encode() + b"said \x93yes\x94 in LIMA"
    decoded = decode(data)
    assert decoded.text == "SEÑOR DOE – said “yes” in LIMA"
    assert [repair.code for repair in decoded.repairs] == ["Q2", "Q2"]
    [offset] = decoded.byte_offsets([decoded.text.index("LIMA")])
    assert data[offset:] == b"LIMA"


def test_bytes_that_windows_1252_does_not_know_are_kept() -> None:
    assert decode(b"LIMA \x81\xe9").text == "LIMA \x81é"


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\x0c", "\u2028"])
def test_every_line_end_becomes_a_line_feed_and_no_offset_moves(ends: str) -> None:
    decoded = decode(f"FM LIMA{ends}TO\tROME\xa0NOW".encode())
    assert len(decoded.plain) == len(decoded.text)
    assert decoded.plain.split("\n")[-1] == "TO ROME NOW"


@given(st.binary(max_size=300))
def test_offsets_rise_and_end_with_the_bytes(data: bytes) -> None:
    try:
        decoded = decode(data)
    except ValueError:
        return
    offsets = decoded.byte_offsets(range(len(decoded.text) + 1))
    assert offsets == sorted(offsets)
    assert len(decoded.plain) == len(decoded.text)
    if decoded.encoding in {"ascii", "utf-8", "cp1252"}:
        assert offsets[-1] == len(data)
