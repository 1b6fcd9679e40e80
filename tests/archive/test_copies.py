"""One telegram, many copies: whatever comes first, the same telegram stands there in the end."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.archive import Archive, ArchiveError, Filed, open_archive
from reftel.archive.filing.batches import Filer
from reftel.archive.filing.entries import Outcome
from reftel.archive.filing.prepare import entry_of
from reftel.archive.index import follow
from reftel.archive.store.packing import Packer
from reftel.model.stated import Stated
from reftel.sources.files import Found
from reftel.sources.read import read
from reftel.sources.record import Record

CASES = tomllib.loads((Path(__file__).parent / "one_telegram.toml").read_text("utf-8"))
COPIES: dict[str, dict[str, Any]] = {copy["name"]: copy for copy in CASES["copy"]}
SECTIONS = ("first section", "second section", "third section")


def record_of(copy: dict[str, Any]) -> Record:
    stated = Stated(
        mrn=copy.get("stated_mrn"),
        kind=copy.get("kind"),
        layout=copy.get("layout"),
        dtg=copy.get("stated_dtg"),
        dtg_precision="day" if "stated_dtg" in copy else None,
    )
    data = f"{copy['name']}\0{copy['text']}".encode() if copy["text"] == "" else copy["text"].encode()
    given_text = copy["text"] if "stated_mrn" in copy else None
    return Record(f"/invented/{copy['name']}", data, given_text, stated=stated)


def file(archive: Archive, copies: Iterable[dict[str, Any]]) -> None:
    """File these copies in one transaction."""
    filer = Filer(archive.store)
    packer = Packer(archive.store.source_dictionary()[1], archive.store.record_dictionary()[1])
    outcomes = []
    for copy in copies:
        record = record_of(copy)
        entries = tuple(entry_of(telegram, record, packer) for telegram in read(record))
        outcomes.append(Outcome(Found(record.path, len(record.data), 0), "read", entries))
    with archive.store.transaction():
        filer.file(outcomes)
    for pending in filer.pending:
        follow.take(archive.index, pending)
    archive.index.commit(archive.store.reached())


def filed(place: Path, runs: Iterable[Sequence[str]]) -> tuple[Filed, ...]:
    """The telegrams that come of filing the named copies, some in each run."""
    for names in runs:
        with open_archive(place, writable=True) as archive:
            file(archive, [COPIES[name] for name in names])
    with open_archive(place) as archive:
        assert archive.verify() == ()
        keys = [key for (key,) in archive.store.rows("SELECT key FROM telegram ORDER BY id")]
        return tuple(found for key in keys for found in archive.find(key))


def said(telegrams: Iterable[Filed]) -> set[tuple[object, ...]]:
    """What an archive says, apart from the order in which it heard it."""
    return {
        (one.key, one.telegram.text, one.telegram.to_json(), frozenset(copy.id for copy in one.copies))
        for one in telegrams
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[object, ...]]:
    telegrams = filed(tmp_path_factory.mktemp("whole") / "archive", [tuple(COPIES)])
    (telegram,) = telegrams
    assert telegram.key == "1975LIMA1862"
    assert len({copy.id for copy in telegram.copies}) == len(COPIES) == 7
    return said(telegrams)


@settings(max_examples=12)
@given(order=st.permutations(list(COPIES)), cuts=st.sets(st.integers(1, len(COPIES) - 1)))
def test_in_every_order_and_over_several_runs_the_copies_become_the_same_telegram(
    whole: set[tuple[object, ...]], order: list[str], cuts: set[int]
) -> None:
    edges = [0, *sorted(cuts), len(order)]
    runs = [order[start:end] for start, end in pairwise(edges)]
    with tempfile.TemporaryDirectory() as folder:
        assert said(filed(Path(folder) / "archive", runs)) == whole


@pytest.mark.parametrize("order", [SECTIONS, SECTIONS[::-1], (SECTIONS[1], SECTIONS[2], SECTIONS[0])])
def test_sections_that_came_apart_are_put_together(tmp_path: Path, order: tuple[str, ...]) -> None:
    (found,) = filed(tmp_path / "archive", [(name,) for name in order])
    telegram = found.telegram
    assert telegram.subject == CASES["subject"]
    assert [paragraph.number for paragraph in telegram.paragraphs] == [1, 2, 3, 4, 5]
    assert [paragraph.section for paragraph in telegram.paragraphs] == [1, 1, 2, 2, 3]
    assert telegram.sections.present == (1, 2, 3)
    assert telegram.signature == "DOE"
    assert telegram.completeness == "whole"


def test_every_letter_of_joined_sections_leads_to_its_copy(tmp_path: Path) -> None:
    (found,) = filed(tmp_path / "archive", [SECTIONS])
    texts = {part.copy: found.telegram.text[part.start : part.end] for part in found.parts}
    assert [COPIES[name]["text"].strip() for name in SECTIONS] == [text.strip() for text in texts.values()]
    for paragraph in found.telegram.paragraphs:
        (part,) = [part for part in found.parts if part.start <= paragraph.start < part.end]
        assert paragraph.text[:20] in texts[part.copy]


def test_a_section_that_is_wholly_redacted_in_another_copy_joins_all_the_same(tmp_path: Path) -> None:
    (found,) = filed(tmp_path / "archive", [("copy released on request", *SECTIONS)])
    assert len(found.copies) == 4
    assert "THE TREASURY HAS THE LAST WORD" in found.telegram.text, (
        "the sections say more than what was released"
    )
    assert found.telegram.release is not None


def test_a_section_that_is_missing_is_missed(tmp_path: Path) -> None:
    (found,) = filed(tmp_path / "archive", [SECTIONS[:1], SECTIONS[2:]])
    assert found.telegram.sections.present == (1, 3)
    assert found.telegram.completeness == "partial"


def test_what_one_copy_leaves_open_another_says(tmp_path: Path) -> None:
    (found,) = filed(
        tmp_path / "archive", [("whole text of the electronic files", "copy released on request")]
    )
    assert found.telegram.release is not None
    assert found.telegram.release.case_numbers[0] == "F-2016-00001"
    released = next(copy.id for copy in found.copies if copy.path and "request" in copy.path)
    assert found.sources["release"] == released
    assert "C0001" in {one.code for one in found.telegram.diagnostics}


def test_where_copies_disagree_the_telegram_says_so(tmp_path: Path) -> None:
    place = tmp_path / "archive"
    one = COPIES["whole text of the electronic files"]
    other = one | {
        "name": "other",
        "text": one["text"].replace("\nDOE\n", "\nROE\n").replace("PFOR, PE", "PFOR, CI"),
    }
    with open_archive(place, writable=True) as archive:
        file(archive, [one, other])
        (found,) = archive.find("75LIMA1862")
    assert {difference.field for difference in found.differences} == {"tags", "signature"}
    assert {said.value for difference in found.differences for said in difference.values} >= {"DOE", "ROE"}
    messages = [one.message for one in found.telegram.diagnostics if one.code == "C0002"]
    assert len(messages) == 2


def test_a_text_without_a_number_joins_the_telegram_whose_words_it_has(tmp_path: Path) -> None:
    one = COPIES["whole text of the electronic files"]
    bare = one["text"].replace("LIMA 01862  ", "").replace(" LIMA 1862", "").replace(" 1862", "")
    for first, second in ((0, 1), (1, 0)):
        place = tmp_path / f"archive{first}"
        with open_archive(place, writable=True) as archive:
            both = [one, {"name": "without a number", "text": bare}]
            file(archive, [both[first]])
            file(archive, [both[second]])
            assert archive.verify() == ()
            (found,) = archive.find("75LIMA1862")
            assert len(found.copies) == 2
            assert archive.stats().telegrams == 1
            for copy in found.copies:
                assert [hit.key for hit in archive.find(copy.id)] == ["1975LIMA1862"]
            if first:
                (former,) = found.former
                assert archive.find(former)[0].key == "1975LIMA1862"


WORDS_ALONE = COPIES["whole text of the electronic files"]["text"].partition("\n1. ")[2].partition("\nDOE")[0]


@pytest.mark.parametrize("most_recent", [0, 1000])
def test_a_text_without_number_day_or_post_joins_the_telegram_whose_words_it_has(
    most_recent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reftel.archive.copies.bands._MOST_RECENT", most_recent)
    whole = COPIES["whole text of the electronic files"]
    words = {"name": "words alone", "text": f"UNCLASSIFIED\n\n1. {WORDS_ALONE}\n"}
    for number, runs in enumerate(([[whole, words]], [[whole], [words]], [[words], [whole]])):
        with open_archive(tmp_path / f"archive {number}", writable=True) as archive:
            for copies in runs:
                file(archive, copies)
            (found,) = archive.find("75LIMA1862")
            assert len(found.copies) == 2
            assert archive.stats().telegrams == 1


@pytest.mark.parametrize("last", ["words alone", *SECTIONS])
def test_a_text_without_a_number_joins_the_telegram_whose_sections_have_its_words(
    last: str, tmp_path: Path
) -> None:
    copies = {name: COPIES[name] for name in SECTIONS}
    texts = "".join(copy["text"] for copy in copies.values())
    words = re.findall(r"\n\n\d\. .*?\n(?=DOE|\nPAGE)", texts, re.DOTALL)
    copies["words alone"] = {"name": "words alone", "text": "UNCLASSIFIED" + "".join(words)}
    with open_archive(tmp_path / "archive", writable=True) as archive:
        file(archive, [copy for name, copy in copies.items() if name != last])
        file(archive, [copies[last]])
        (found,) = archive.find("75LIMA1862")
        assert len(found.copies) == 4
        assert found.telegram.sections.present == (1, 2, 3)
        assert archive.stats().telegrams == 1


def test_an_older_archive_that_is_migrated_finds_what_it_could_not_find_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "archive"
    with open_archive(place, writable=True) as archive, monkeypatch.context() as before:
        before.setattr("reftel.archive.filing.prepare.bands_of_copy", lambda _: ())
        words = {"name": "words alone", "text": f"UNCLASSIFIED\n\n1. {WORDS_ALONE}\n"}
        file(archive, [COPIES["whole text of the electronic files"], words])
        assert archive.stats().telegrams == 2
        archive.store.execute("INSERT INTO band_due SELECT copy FROM reading")
    with open_archive(place, writable=True) as archive:
        assert archive.stats().telegrams == 1
        assert archive.verify() == ()
        assert archive.store.rows("SELECT * FROM band_due") == []


def test_texts_that_share_turns_of_phrase_only_stay_apart(tmp_path: Path) -> None:
    polite = (
        "THE EMBASSY PRESENTS ITS COMPLIMENTS TO THE MINISTRY AND HAS THE HONOR TO REFER TO THE NOTE OF MAY"
    )
    head = "O P 041622Z MAR 75\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC\nBT\nUNCLAS\nSUBJECT: NOTES\n\n"
    one, other = (
        {
            "name": word,
            "text": f"{head}1. {polite}. " + " ".join(f"{word}{n}" for n in range(60)) + "\n\nDOE\n",
        }
        for word in ("NET", "LAMP")
    )
    with open_archive(tmp_path / "archive", writable=True) as archive:
        file(archive, [one, other])
        assert archive.stats().telegrams == 2


def test_two_sets_of_sections_under_one_number_are_not_mixed(tmp_path: Path) -> None:
    def other(name: str) -> dict[str, Any]:
        heading, dot, body = COPIES[name]["text"].replace("041622Z MAR", "171622Z NOV").partition(". ")
        return {"name": f"other {name}", "text": heading + dot + re.sub(r"\b[A-Z]{4,}\b", r"\g<0>ING", body)}

    copies = [COPIES[name] for name in SECTIONS] + [other(name) for name in SECTIONS]
    with open_archive(tmp_path / "archive", writable=True) as archive:
        for copy in copies[::2] + copies[1::2]:
            file(archive, [copy])
        found = archive.find("75LIMA1862")
        assert [len(telegram.copies) for telegram in found] == [3, 3]
        assert {telegram.telegram.dtg for telegram in found} == {
            "1975-03-04T16:22:00Z",
            "1975-11-17T16:22:00Z",
        }
        assert [telegram.telegram.sections.present for telegram in found] == [(1, 2, 3)] * 2


def test_people_split_and_merge_and_every_key_leads_on(tmp_path: Path) -> None:
    whole, released = COPIES["whole text of the electronic files"], COPIES["copy released on request"]
    with open_archive(tmp_path / "archive", writable=True) as archive:
        file(archive, [whole, released])
        (found,) = archive.find("75LIMA1862")
        copy = next(copy.id for copy in found.copies if copy.path and "request" in copy.path)
        key = archive.split("75LIMA1862", copy[7:15], "another dispatch", "an archivist")
        assert key == "1975LIMA1862.2"
        assert [one.key for one in archive.find("75LIMA1862")] == ["1975LIMA1862", key]
        file(archive, [COPIES["first section"]])
        assert len(archive.find("75LIMA1862")) == 2, "a decision outlasts what comes later"
        assert (
            archive.merge(["1975LIMA1862.2", "1975LIMA1862"], "the same after all", "an archivist")
            == "1975LIMA1862"
        )
        assert [one.key for one in archive.find(key)] == ["1975LIMA1862"]
        assert archive.split("75LIMA1862", copy[7:15], "no, another", "an archivist") == key, (
            "its old key comes back"
        )
        assert archive.verify() == ()
        actions = [action for (action,) in archive.store.rows("SELECT action FROM audit")]
        assert {"split", "merge"} <= set(actions)


def test_a_correction_is_a_witness_of_its_own(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", writable=True) as archive:
        file(archive, [COPIES["whole text of the electronic files"]])
        archive.correct("75LIMA1862", "subject", "FISHING RIGHTS", "the copy is cut", "an archivist")
        archive.correct("75LIMA1862", "tags", "PFOR, EFIS", "read on film", "an archivist")
        archive.correct("75LIMA1862", "dtg", "1975-03-05", "the journal has it", "an archivist")
        archive.correct("75LIMA1862", "classification/level", "SECRET", "the stamp", "an archivist")
        file(archive, [COPIES["copy released on request"]])
        (found,) = archive.find("75LIMA1862")
        telegram = found.telegram
        assert (telegram.subject, telegram.tags) == ("FISHING RIGHTS", ("PFOR", "EFIS"))
        assert (telegram.dtg, telegram.dtg_precision) == ("1975-03-05", "day")
        assert telegram.classification.level == "SECRET"
        assert "/subject" not in telegram.spans
        assert len([one for one in telegram.diagnostics if one.code == "C0003"]) == 4
        assert [hit.key for hit in archive.search("subject:rights tag:efis date:1975-03-05").hits] == [
            found.key
        ]
        assert archive.verify() == ()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("mrn", "nonsense", "is no message reference number"),
        ("dtg", "31 February", "is no date"),
        ("dtg", "1975-02-31", "is no date"),
        ("provenance", "x", "is no field that can be corrected"),
        ("precedence", "FLASH", "cannot be 'FLASH'"),
        ("colour", "red", "is no field that can be corrected"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(tmp_path: Path, field: str, value: str, said: str) -> None:
    with open_archive(tmp_path / "archive", writable=True) as archive:
        file(archive, [COPIES["first section"]])
        with pytest.raises(ArchiveError, match=said):
            archive.correct("75LIMA1862", field, value, "a try", "an archivist")


def test_a_corrected_number_moves_the_telegram_and_the_old_one_leads_there(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", writable=True) as archive:
        file(archive, [COPIES[name] for name in SECTIONS])
        key, _ = archive.correct("75LIMA1862", "mrn", "75 LIMA 1863", "misread", "an archivist")
        assert key == "1975LIMA1863"
        (found,) = archive.find("1975LIMA1862")
        assert (found.key, found.telegram.mrn) == (key, key)
        assert len(found.copies) == 3
        assert archive.verify() == ()


def test_a_card_says_that_a_telegram_is_withheld_until_its_text_comes(tmp_path: Path) -> None:
    (found,) = filed(tmp_path / "archive", [("withdrawal card",)])
    assert (found.key, found.telegram.kind, found.telegram.dtg) == (
        "1975LIMA1862",
        "withdrawal",
        "1975-03-04",
    )
    (found,) = filed(tmp_path / "archive", [("whole text of the electronic files",)])
    assert (found.key, found.telegram.kind, len(found.copies)) == ("1975LIMA1862", "telegram", 2)


def test_copies_side_by_side_show_where_their_words_differ(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", writable=True) as archive:
        file(
            archive,
            [
                COPIES[name]
                for name in (
                    "whole text of the electronic files",
                    "copy released on request",
                    "second section",
                )
            ],
        )
        (comparison,) = archive.copies("75LIMA1862")
    whole, released, section = comparison.copies
    assert (whole.shown, whole.changes, whole.covers) == (True, (), (0, whole.words))
    assert [change.own.split()[0] for change in released.changes] == ["B1", "B1"]
    assert "OF DIFFERENT MESH" in released.changes[0].shown
    assert "FRIENDLY AND WELL PREPARED" in released.changes[1].shown
    assert section.changes == ()
    assert 0 < section.covers[0] < section.covers[1] < whole.words


def test_the_commands_show_decide_and_correct(tmp_path: Path) -> None:
    folder, place = tmp_path / "in", tmp_path / "archive"
    folder.mkdir()
    for name in ("whole text of the electronic files", "copy released on request", *SECTIONS):
        (folder / f"{name}.txt").write_text(COPIES[name]["text"], "utf-8")

    def reftel(*words: str, status: int = 0) -> str:
        command = (sys.executable, "-m", "reftel", *words, "--archive", str(place))
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        return done.stdout + done.stderr

    reftel("ingest", str(folder))
    shown = json.loads(reftel("copies", "75LIMA1862", "--json"))
    assert len(shown["copies"]) == 5
    beside = reftel("copies", "75LIMA1862")
    assert "{+B1+}" in beside
    assert "3 of 3" in beside
    copy = next(one["id"][7:15] for one in shown["copies"] if "request" in one["places"][0]["path"])
    split = reftel("split", "75LIMA1862", copy, "--reason", "another dispatch", "--who", "an archivist")
    assert split == f"{copy} is 1975LIMA1862.2 now\n"
    assert "has all their copies" in reftel(
        "merge", "1975LIMA1862", "1975LIMA1862.2", "--reason", "no, the same"
    )
    reftel("correct", "75LIMA1862", "signature", "ROE", "--reason", "seen on film")
    assert json.loads(reftel("show", "75LIMA1862", "--json"))["signature"] == "ROE"
    assert "names no one copy" in reftel("split", "75LIMA1862", "ffff", "--reason", "x", status=1)
    assert "is no field" in reftel("correct", "75LIMA1862", "colour", "red", "--reason", "x", status=1)
    assert reftel("copies", "75LIMA9", status=1).endswith(f"no such telegram in {place}\n")
