"""A telegram as a mail: what goes out comes back (RFC 6477), and nothing in a telegram can break a mail."""

from __future__ import annotations

import io
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reftel
from reftel.model.telegram import Addressee, Classification, Originator, Precedences, Telegram
from reftel.sources.mail import MAIL
from reftel.sources.mail_stated import stated_by
from reftel.sources.read import read
from reftel.sources.record import Place, Record
from reftel.wire.mail import fields
from reftel.wire.mail.addresses import mailbox_of, plad_of
from reftel.wire.mail.written import Gateway, message_id, write_mail

SENT = b"""VZCZCQUO0418
OO RUEHC RUEHBO RUEHQT
DE RUEHPE #0232 0731130
ZNY CCCCC ZZH
O P 141112Z MAR 06
FM AMEMBASSY LIMA
TO RUEHC/SECSTATE WASHDC IMMEDIATE 1205
INFO RUEHBO/AMEMBASSY BOGOTA PRIORITY 0312
ZEN/AMEMBASSY QUITO
BT
C O N F I D E N T I A L LIMA 000232

SIPDIS

E.O. 12958: DECL: 03/14/2016
TAGS: PGOV, PBTS
SUBJECT: TALKS ON THE STRAIT, FIRST ROUND

1. (C) THE FIRST ROUND ENDED WITHOUT A PAPER.
ROE
BT
#0232
NNNN
"""


def mail_of(data: bytes) -> EmailMessage:
    """As the standard library's strict parser reads it."""
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def records(data: bytes) -> list[Record]:
    return [one for one in MAIL.records(io.BytesIO(data), Place("a.eml")) if isinstance(one, Record)]


def the_mail(telegram: Telegram, **gateway: object) -> EmailMessage:
    return mail_of(write_mail(telegram, "TEXT\n", gateway=Gateway(**gateway)))  # type: ignore[arg-type]


def test_the_fields_are_those_of_military_mail() -> None:
    mail = mail_of(write_mail(reftel.parse(SENT), "FOR READING\n", SENT, gateway=Gateway("tel.gw.example")))
    expected = {
        "From": "AMEMBASSY LIMA <amembassy.lima@tel.gw.example>",
        "To": "SECSTATE WASHDC <secstate.washdc@tel.gw.example>",
        "Cc": "AMEMBASSY BOGOTA <amembassy.bogota@tel.gw.example>",
        "MMHS-Other-Recipients-Indicator-CC": "AMEMBASSY QUITO",
        "Date": "Tue, 14 Mar 2006 11:12:00 +0000",
        "MMHS-Extended-Authorisation-Info": "Tue, 14 Mar 2006 11:12:00 +0000",
        "Subject": "TALKS ON THE STRAIT, FIRST ROUND",
        "Message-ID": "<ruehpe.0232.0731130.20060314T1112Z@tel.gw.example>",
        "MMHS-Primary-Precedence": "immediate",
        "MMHS-Copy-Precedence": "priority",
        "MT-Priority": "2",
        "MMHS-Originator-PLAD": "AMEMBASSY LIMA",
        "MMHS-Originator-Reference": "LIMA 000232",
        "MMHS-Acp127-Message-Identifier": "RUEHPE 0232 0731130",
        "MMHS-Handling-Instructions": "ZZH",
        "SIO-Label": 'marking="CONFIDENTIAL"',
        "Telegram-Transmission": "QUO0418",
        "Telegram-Called": "RUEHC RUEHBO RUEHQT",
        "Telegram-Captions": "SIPDIS",
        "Telegram-Tags": "PGOV, PBTS",
    }
    assert {name: mail[name] for name in expected} == expected
    assert mail.get_all("Telegram-Addressee") == [
        "SECSTATE WASHDC; p=IMMEDIATE; n=1205",
        "AMEMBASSY BOGOTA; p=PRIORITY; n=0312",
    ]
    text, original = mail.iter_parts()
    assert text.get_content().split() == ["FOR", "READING"]
    assert original.get_content() == SENT
    assert original.get_filename() == "ruehpe.0232.0731130.20060314T1112Z.tel"


def test_the_attached_original_comes_back_as_the_very_telegram() -> None:
    telegram = reftel.parse(SENT)
    (record,) = records(write_mail(telegram, "FOR READING\n", SENT))
    back = next(read(record)).telegram
    same = (
        "mrn",
        "dtg",
        "precedence",
        "originator",
        "action",
        "info",
        "classification",
        "subject",
        "paragraphs",
    )
    assert [getattr(back, name) for name in same] == [getattr(telegram, name) for name in same]


@settings(max_examples=10)
@given(st.data())
def test_what_the_fields_say_is_heard_again(
    telegrams: st.SearchStrategy[Telegram], data: st.DataObject
) -> None:
    telegram = data.draw(telegrams)
    stated = stated_by(message_from_bytes(write_mail(telegram, "TEXT\n")))
    for group in ("action", "info"):
        said, heard = getattr(telegram, group), getattr(stated, group)
        there = [one for one in said if not one.zen]
        assert [(one.name, one.precedence, one.continuity_number) for one in heard if not one.zen] == [
            (one.name, one.precedence, one.continuity_number) for one in there
        ]
        assert {one.name for one in heard if one.zen} == {one.name for one in said if one.zen}
    assert stated.dtg == telegram.dtg
    assert stated.classification.level == telegram.classification.level
    assert stated.subject == (" ".join(telegram.subject.split()) if telegram.subject else None)
    assert stated.tags == telegram.tags


def test_the_same_telegram_gives_the_same_mail() -> None:
    telegram = reftel.parse(SENT)
    assert write_mail(telegram, "TEXT\n", SENT) == write_mail(reftel.parse(SENT), "TEXT\n", SENT)


HOSTILE = st.text(
    st.sampled_from('AZaz09 "\\\r\n\t\x00\x7f<>@,;:=?()#&éߨ中\u202e\u2028\U0001f600.') | st.characters(),
    max_size=90,
)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_nothing_in_a_telegram_makes_a_field_of_its_own(name: str, subject: str, text: str) -> None:
    telegram = Telegram(
        dtg="2006-03-14T11:12:00Z",
        originator=Originator(name=name),
        action=(Addressee(name, precedence="FLASH"),),
        info=(Addressee(f"{subject}\r\nBcc: spy@x.example"),),
        classification=Classification("SECRET", (name,)),
        captions=(name,),
        tags=(subject,),
        subject=subject,
    )
    data = write_mail(telegram, f"{text}\r\nBcc: no field\n", text.encode("utf-8", "replace"))
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    ours = {
        b"from",
        b"to",
        b"cc",
        b"date",
        b"subject",
        b"message-id",
        b"mt-priority",
        b"sio-label",
        b"mime-version",
    }
    names = {line.partition(b":")[0].lower() for line in lines if not line.startswith(b" ")}
    assert all(one in ours or one.startswith((b"mmhs-", b"telegram-", b"content-")) for one in names)
    assert all(line.strip() and b"\r" not in line and b"\n" not in line for line in lines)
    assert data.isascii()
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert body


@pytest.mark.parametrize(
    ("precedence", "primary", "copy", "priority"),
    [
        (Precedences("IMMEDIATE", "PRIORITY"), "immediate", "priority", "2"),
        (Precedences("ROUTINE", None), "routine", "routine", "-2"),
        (Precedences("NIACT IMMEDIATE", "ROUTINE"), "immediate (NIACT)", "routine", "2"),
        (Precedences("FLASH", None), "flash", "flash", "4"),
        (Precedences(None, None), None, None, None),
    ],
)
def test_precedence_is_a_keyword_for_those_who_act_and_one_for_those_informed(
    precedence: Precedences, primary: str | None, copy: str | None, priority: str | None
) -> None:
    both = Telegram(precedence=precedence, action=(Addressee("A"),), info=(Addressee("B"),))
    mail = the_mail(both)
    assert (mail["MMHS-Primary-Precedence"], mail["MMHS-Copy-Precedence"]) == (primary, copy)
    assert mail["MT-Priority"] == priority
    only_info = the_mail(Telegram(precedence=precedence, info=(Addressee("B"),)))
    assert only_info["MMHS-Primary-Precedence"] is None
    assert only_info["MMHS-Copy-Precedence"] == copy


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Immediate", "IMMEDIATE"),
        ("IMMEDIATE (NIACT)", "NIACT IMMEDIATE"),
        ("3", "IMMEDIATE"),
        ("5", "EMERGENCY COMMAND PRECEDENCE"),
        ("deferred", "DEFERRED"),
        ("17 (national)", None),
        ("9", None),
        ("soon", None),
        ("", None),
    ],
)
def test_keywords_and_numbers_of_precedence_are_read(written: str, word: str | None) -> None:
    assert fields.read_precedence(written) == word


@pytest.mark.parametrize(
    ("label", "level", "problem"),
    [
        ('marking="VALDORIA CONFIDENTIAL"; fgcolor=white; bgcolor=blue', "CONFIDENTIAL", False),
        ("marking=SECRET", "SECRET", False),
        ('marking*2=TIAL; marking*0="VALDORIA CONFI"; marking*1=DEN', "CONFIDENTIAL", False),
        ("marking*=utf-8''TOP%20SECRET", "TOP SECRET", False),
        ('marking="UNCLASSIFIED"; type=":ess"; label="MQ=="', "UNCLASSIFIED", False),
        ('marking="SECRET"; label="MQ=="', "SECRET", True),
        ("fgcolor=white", None, True),
        ("", None, True),
        ('marking="COSMIC"', None, False),
    ],
)
def test_labels_are_read_in_parts_and_out_of_order(label: str, level: str | None, problem: bool) -> None:
    read_as = fields.read_label(label)
    assert read_as.level == level
    assert bool(read_as.problem) is problem


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_an_address_comes_back_from_its_mailbox(name: str) -> None:
    assert plad_of(mailbox_of(name)) == name.lower().upper()
    assert mailbox_of(name).isascii()


def test_a_corrected_copy_takes_the_place_of_the_first() -> None:
    first = reftel.parse(SENT)
    second = reftel.parse(SENT.replace(b"O P 141112Z MAR 06", b"O P 141112Z MAR 06 ZDS"))
    assert message_id(second, "gw.example") == "<ruehpe.0232.0731130.20060314T1112Z.c1@gw.example>"
    assert the_mail(second, domain="gw.example")["Supersedes"] == message_id(first, "gw.example")
    assert the_mail(second)["MMHS-Message-Instructions"] == "ZDS"


def test_a_telegram_of_which_only_the_day_is_known_has_no_hour_in_its_mail() -> None:
    telegram = Telegram(mrn="1973LIMA862", dtg="1973-05-04", dtg_precision="day", action=(Addressee("A"),))
    mail = the_mail(telegram)
    assert mail["Date"] is None
    assert stated_by(message_from_bytes(bytes(mail))).dtg == "1973-05-04"


def test_five_thousand_addressees_are_written_about_as_fast_as_their_number_grows() -> None:
    """Counted in calls, which no other work on the machine can change."""
    import cProfile
    import pstats

    def calls(many: int) -> int:
        group = tuple(Addressee(f"AMEMBASSY POST {at}") for at in range(many))
        profile = cProfile.Profile()
        profile.runcall(write_mail, Telegram(action=group), "TEXT\n")
        return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]

    assert calls(5000) < 12 * calls(500)
