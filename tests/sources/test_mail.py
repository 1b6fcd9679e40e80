"""Mail as mailers damage it: nothing in a mail stops the mailbox."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.sources.making import made

from reftel.sources.detect import source_of
from reftel.sources.files import Refused
from reftel.sources.mail import MAIL, MAILBOX
from reftel.sources.record import Place, Record

SPECIMENS = Path(__file__).parent / "specimens"
MAILS = [(SPECIMENS / name).read_bytes() for name in ("military.eml", "gateway.eml", "quoted-printable.eml")]
SEPARATOR = b"From roe@archive.example Mon May  4 09:00:00 2015\n"


def _of(mail: bytes) -> list[Record | Refused]:
    return list(MAIL.records(io.BytesIO(mail), Place("a.eml")))


@given(st.sampled_from(MAILS), st.integers(0, 2000), st.binary(max_size=40))
@example(MAILS[0], MAILS[0].index(b"utf-8?q"), b"\x80")
def test_letters_put_anywhere_into_a_mail_never_stop_it(mail: bytes, at: int, letters: bytes) -> None:
    for one in _of(mail[:at] + letters + mail[at:]):
        assert one.path.startswith("a.eml")


def test_parts_nested_without_end_are_refused() -> None:
    inner = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (at, at) for at in range(3000)
    )
    (refused,) = _of(b"MIME-Version: 1.0\nMessage-ID: <x@y.example>\n" + inner)
    assert isinstance(refused, Refused)
    assert "too deep" in refused.reason


def test_mails_inside_mails_end_somewhere() -> None:
    mail = b"Subject: the last\n\nUNCLAS LIMA 000862\n\n1. (U) TEXT.\n"
    for _ in range(9):
        mail = b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + mail
    given = _of(mail)
    assert isinstance(given[-1], Refused)
    assert given[-1].path.count("!/") == 6


def test_a_mail_of_fifty_megabytes_costs_itself() -> None:
    small = SEPARATOR + b"Subject: a\n\nUNCLAS LIMA 000862\n\n"
    large = (SEPARATOR + b"Subject: b\n\n", (b"A" * 1023 + b"\n" for _ in range(50 * 1024)), b"\n")
    given = list(MAILBOX.records(made(small, *large, small), Place("a.mbox")))
    assert [type(one) for one in given] == [Record, Refused, Record]
    assert given[1].path == "a.mbox mail 2"


@pytest.mark.parametrize(
    "text",
    [
        b"MRN: 12 LIMA 1098\nDate/DTG: Aug 29, 2012 / 291518Z AUG 12\nFrom: AMEMBASSY LIMA\nSubject: X\n\n1. TEXT\n",
        b"FROM: Lima\nTO: Secretary of State\nNO: 245, February 7, NOON\n\nText.\n",
        b"From the Ambassador in 1963\nwe heard: nothing.\n",
        b"From: Roe\nSent: Monday, May 4, 2009\nTo: Doe\nSubject: talks\n\nText\n",
    ],
)
def test_heads_of_telegrams_are_no_mail(text: bytes) -> None:
    assert source_of(text, "a.eml").name == "text"


def test_a_charset_that_is_none_or_not_the_mails_own_is_read_all_the_same() -> None:
    for charset in (b"us-ascii", b"x-unknown", b"utf-8"):
        mail = b"Message-ID: <1@y.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=" + charset
        (record,) = _of(mail + b"\n\nTHE MINISTER OF PER\xda SAID \x93YES\x94.\n")
        assert isinstance(record, Record)
        assert record.text == "THE MINISTER OF PERÚ SAID “YES”.\n"
