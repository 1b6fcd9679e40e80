"""JSON Lines of our own come back as the same archive, and mails as the same telegrams."""

from __future__ import annotations

import mailbox
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tests.export.conftest import HOSTILE, Export

from reftel.archive import Archive, Filed, open_archive
from reftel.archive.copies.rereading import differing_facts
from reftel.archive.filing.ingest import ingest
from reftel.reading import parse


def keys(archive: Archive) -> list[str]:
    return sorted(hit.key for hit in archive.search("", limit=1000).hits)


def _said(filed: Filed) -> list[object]:
    """All that an archive says of a telegram, apart from where and when its copies were filed."""
    telegram = filed.telegram
    copies = sorted(
        (copy.id, copy.collection or "", copy.legal_status or "", copy.length) for copy in filed.copies
    )
    facts = {name: fact for name, fact in telegram.provenance.facts.items() if name != "Found before"}
    return [
        telegram.replace(provenance=type(telegram.provenance)(facts=facts)),
        telegram.text,
        telegram.source,
        copies,
        filed.parts,
        filed.sources,
        filed.differences,
    ]


def test_our_own_lines_make_the_same_archive_again(
    archive: Archive, exported: Export, tmp_path: Path
) -> None:
    path, _ = exported("jsonl")
    report = ingest(tmp_path / "again", [path.rename(tmp_path / "all.jsonl")], workers=1)
    assert (report.failed, report.skipped) == ((), ())
    with open_archive(tmp_path / "again") as again:
        assert keys(again) == keys(archive)
        for key in keys(archive):
            (before,), (after,) = archive.find(key), again.find(key)
            assert _said(after) == _said(before)
            places = {copy.path for copy in before.copies}
            assert len(after.copies) == len(before.copies)
            assert after.telegram.provenance.facts["Found before"] in places
        assert again.verify() == ()


def test_each_mail_holds_its_telegram_as_it_was_received(archive: Archive, exported: Export) -> None:
    folder, done = exported("eml")
    mails = sorted(folder.glob("*.eml"))
    assert len(mails) == done.telegrams
    for path in mails:
        mail = message_from_bytes(path.read_bytes(), policy=default)
        (filed,) = archive.find(path.stem)
        (original,) = mail.iter_attachments()
        data = original.get_payload(decode=True)
        assert isinstance(data, bytes)
        assert (
            data.decode().replace("\r\n", "\n").strip() == filed.telegram.text.replace("\r\n", "\n").strip()
        )
        assert {*differing_facts(parse(data), filed.telegram)} <= {
            "signature",
            "mrn_inferred",
            "aliases",
            "release",
        }


def test_a_mail_bears_the_fields_of_military_mail(exported: Export) -> None:
    folder, _ = exported("eml", f"mrn:{HOSTILE}")
    mail = message_from_bytes((folder / f"{HOSTILE}.eml").read_bytes(), policy=default)
    assert mail["MMHS-Primary-Precedence"] == "immediate"
    assert mail["MMHS-Originator-Reference"] == "ANKARA 000666"
    assert mail["Telegram-Tags"] == "PREL; TU; HALE, ANNA;"
    assert mail["Subject"].startswith("=SUM(A1) <script>")


def test_a_folder_of_mails_is_filed_again(archive: Archive, exported: Export, tmp_path: Path) -> None:
    folder, _ = exported("eml")
    report = ingest(tmp_path / "again", [folder], workers=1)
    assert report.failed == ()
    with open_archive(tmp_path / "again") as again:
        assert keys(again) == keys(archive)


def test_a_mailbox_is_read_by_the_standard_library(archive: Archive, exported: Export) -> None:
    path, _ = exported("mbox")
    box = mailbox.mbox(path)
    assert len(box) == len(keys(archive))
    assert len({mail["Message-ID"] for mail in box}) == len(box)
    box.close()


def test_a_mail_answers_the_first_reference_and_cites_all(exported: Export) -> None:
    folder, _ = exported("eml", "1975REYKJAVIK447")
    mail = message_from_bytes((folder / "1975REYKJAVIK447.eml").read_bytes(), policy=default)
    assert mail["In-Reply-To"].startswith("<1975state52218.")
    assert [one.split(".")[0] for one in mail["References"].split()] == [
        "<1975reykjavik402",
        "<1975state52218",
    ]
