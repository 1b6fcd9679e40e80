"""Whatever happens to a telegram on its way, reading it raises nothing but `NotATelegram`, and points nowhere else."""

from __future__ import annotations

import functools
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz.laws import read, sound, telegrams
from reftel.reading import NotATelegram, detect, parse_all

INVENTED = Path(__file__).parent / "telegrams"
SAMPLES = Path(os.environ.get("REFTEL_SAMPLES", Path(__file__).parents[3] / "shared" / "samples"))

BROKEN = tomllib.loads((Path(__file__).parent / "inputs_that_broke_a_law.toml").read_text("utf-8"))["case"]


@functools.cache
def corpus() -> tuple[bytes, ...]:
    """Invented telegrams of every layout, and real ones where they are at hand."""
    files = sorted(INVENTED.glob("*.txt"))
    if SAMPLES.is_dir():
        files += sorted(SAMPLES.glob("seed/*.txt")) + sorted(SAMPLES.glob("foia/*.txt"))
        files += sorted(SAMPLES.glob("nara/*.head.txt"))[:12] + sorted(SAMPLES.glob("nara/*.flat.txt"))
    return tuple(file.read_bytes() for file in files)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Bytes of one or two telegrams: cut, repeated, shuffled, overwritten, joined."""
    data = draw(st.sampled_from(corpus()))
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["cut", "head", "repeat", "shuffle", "overwrite", "join"]))
        low = draw(st.integers(0, max(len(data) - 1, 0)))
        high = draw(st.integers(low, len(data)))
        if kind == "cut":
            data = data[:low] + data[high:]
        elif kind == "head":
            data = data[:high]
        elif kind == "repeat":
            data = data[:high] + data[low:high] + data[high:]
        elif kind == "shuffle":
            lines = data.split(b"\n")
            data = b"\n".join(draw(st.permutations(lines)) if len(lines) < 60 else lines[::-1])
        elif kind == "overwrite":
            data = data[:low] + draw(st.binary(max_size=12)) + data[min(low + 6, len(data)) :]
        else:
            data += draw(st.sampled_from([b"", b"\n", b"\r\n\x0c", b"\x00", b"\xef\xbb\xbf"])) + draw(
                st.sampled_from(corpus())
            )
    return data


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(damaged())
def test_damaged_telegrams_are_read_as_far_as_they_go(data: bytes) -> None:
    for telegram in read(data):
        sound(telegram)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_anything_at_all_is_read_or_refused(data: bytes | str) -> None:
    for telegram in read(data):
        sound(telegram)


@pytest.mark.parametrize("case", BROKEN, ids=[case["name"] for case in BROKEN])
def test_what_once_broke_a_law_no_longer_does(case: dict[str, str]) -> None:
    telegrams(case["text"].encode() if "text" in case else bytes.fromhex(case["bytes"]))


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("file", sorted(file.name for file in INVENTED.glob("*.txt")))
def test_a_telegram_cut_off_after_any_byte(file: str, step: int) -> None:
    data = (INVENTED / file).read_bytes()
    for end in range(0, len(data), step):
        for telegram in read(data[:end]):
            sound(telegram)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_change_nothing_that_isread(encoding: str, ends: str) -> None:
    text = (INVENTED / "circuit-2006.txt").read_text("utf-8")
    expected = read(text)[0]
    [telegram] = read(text.replace("\n", ends).encode(encoding))
    assert (telegram.mrn, telegram.tags, telegram.subject) == (expected.mrn, expected.tags, expected.subject)
    assert telegram.action == expected.action
    assert [one.text for one in telegram.paragraphs] == [one.text for one in expected.paragraphs]
    sound(telegram)


@pytest.mark.parametrize("mess", [b"\x00", b"\x07\x0f", b"\x1b"])
def test_control_characters_fall_out_of_the_words(mess: bytes) -> None:
    data = (INVENTED / "circuit-2006.txt").read_bytes().replace(b"Ambassador", b"Ambas" + mess + b"sador")
    [telegram] = read(data)
    assert "the Ambassador that" in telegram.paragraphs[1].text
    assert "Q6" in {repair.code for repair in telegram.repairs}


@pytest.mark.parametrize("times", [1, 2])
def test_utf8_misread_and_saved_again_is_read_as_it_was_meant(times: int) -> None:
    text = (INVENTED / "circuit-2006.txt").read_text("utf-8").replace("licences", "“licences”")
    for _ in range(times):
        text = "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    [telegram] = read(text.encode())
    assert [one.number for one in telegram.paragraphs] == [1, 2, 3]
    assert "without “licences”, and" in telegram.paragraphs[1].text
    assert "Q1" in {repair.code for repair in telegram.repairs}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"%PDF-1.7 rest", "pdftotext"),
        (b"PK\x03\x04rest", "unpack"),
        (bytes(range(256)) * 40, "binary"),
        (b"<?xml version='1.0'?><TEI>FM TO</TEI>", "marked-up"),
        (b'{"doc_id": "1975LIMA00001"}', "JSON"),
        (b"# Title\n\n1. one thing\n2. another thing\n", "no telegram"),
        (b"file,identifier\n1975LIMA00001.txt,1975LIMA1\n", "no telegram"),
    ],
)
def test_what_is_no_telegram_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(NotATelegram, match=words):
        next(parse_all(data))
    with pytest.raises(NotATelegram, match=words):
        detect(data)


def test_one_endless_line_is_refused_soon() -> None:
    with pytest.raises(NotATelegram, match="no telegram"):
        next(parse_all(b"A" * 5_000_000))


def test_a_telegram_without_end_is_refused_with_the_limit() -> None:
    head = (INVENTED / "circuit-2006.txt").read_bytes()
    with pytest.raises(NotATelegram, match="limit"):
        next(parse_all(head + b" and so on" * 1_700_000))


def test_a_telegram_of_four_hundred_pages_is_one_telegram() -> None:
    head = (INVENTED / "department-1979.txt").read_bytes().removesuffix(b"CONFIDENTIAL\nNNN\n")
    page = (
        b"CONFIDENTIAL\nCONFIDENTIAL\nPAGE 02\nSTATE 241001\n"
        + b"MORE OF THE SAME IS TO BE SAID HERE.\n" * 30
    )
    [telegram] = read(head + page * 400)
    assert telegram.mrn == "1979STATE241001"
    assert sum(paragraph.text.count("MORE OF THE SAME") for paragraph in telegram.paragraphs) == 400 * 30
