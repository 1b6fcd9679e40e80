"""Telegrams by mail between two posts: taken when on the disk, a stranger's put aside, failures told."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiosmtplib
import pytest
from tests.exchange.mail.gateways import (
    LIMA,
    LONDON,
    SECRET,
    Gateway,
    free_port,
    posts,
    queue,
    running,
    until,
)

from reftel.exchange.mail.letters import Failure, Looping, letter_of, opened
from reftel.exchange.mail.settings import Settings, settings_of
from reftel.exchange.seam import Circuit, Incoming, Outgoing

SETTINGS = Settings(
    listen="127.0.0.1:1", relay="127.0.0.1:1", mailbox=LONDON, far_mailbox=LIMA, secret_file="secret"
)
CIRCUIT = Circuit(name="MLO", kind="mail", far="RUEHLO")
TEXT = """OO RUEHPE
DE RUEHC #0118 1301000
ZNY CCCCC ZZH
O 101000Z MAY 06
FM SECSTATE WASHDC
TO RUEHPE/AMEMBASSY LIMA IMMEDIATE 1204
BT
C O N F I D E N T I A L STATE 000118

SUBJECT: LAMPS

1. (C) THE LAMP IS LIT.
RICE
BT
#0118



NNNN
"""
SENT = Outgoing(
    id=7, circuit="LML", channel="LML041", precedence="O", text=TEXT, calling="RUEHC", earlier=("LFA001",)
)


@pytest.mark.parametrize(
    ("relay", "host", "here"),
    [("127.0.0.1:25", "127.0.0.1", True), ("[::1]:25", "::1", True), ("[fd00::7]:25", "fd00::7", False)],
)
def test_a_server_is_named_by_address_and_port(relay: str, host: str, here: bool) -> None:
    settings = {key: getattr(SETTINGS, key) for key in SETTINGS.__struct_fields__} | {"relay": relay}
    found = settings_of(
        Circuit(name="MLO", kind="mail", far="RUEHLO", settings=settings | {"unprotected": not here})
    )
    assert found.address("relay") == (host, 25)
    assert found.address("relay").is_here is here


@pytest.mark.parametrize("relay", ["::1:25", "[::1]", "127.0.0.1", "mx.example:99999", "[::1:25"])
def test_what_is_no_address_of_a_server_is_told(relay: str) -> None:
    settings = {key: getattr(SETTINGS, key) for key in SETTINGS.__struct_fields__} | {"relay": relay}
    with pytest.raises(ValueError, match="host:port"):
        settings_of(Circuit(name="MLO", kind="mail", far="RUEHLO", settings=settings | {"unprotected": True}))


def letter(secret: bytes = SECRET) -> bytes:
    return letter_of(SENT, SETTINGS, secret).data


def test_a_transmission_comes_out_of_the_mail_as_it_went_in() -> None:
    found = opened(letter(), CIRCUIT, SECRET)
    assert isinstance(found, Incoming)
    assert found.text == "VZCZCLML041LFA001\n" + TEXT
    assert (found.kind, found.channel, found.stranger) == ("message", "LML041", False)


def test_servers_may_change_fields_line_ends_and_encodings() -> None:
    changed = b"Received: from a.example by b.example\r\n" + letter().replace(b"\r\n", b"\n")
    found = opened(changed.replace(b"Telegram-Captions", b"X-Other"), CIRCUIT, SECRET)
    assert isinstance(found, Incoming)
    assert not found.stranger


@pytest.mark.parametrize(
    "mail",
    [
        letter(b"a secret of somebody else"),
        letter().replace(b"Telegram-Seal", b"X-Seal", 1),
        letter().partition(b"\r\n")[0] + b"\r\n" + letter(),
        letter().replace(b"Telegram-Seal: ", b"Telegram-Seal: \xe9", 1),
        letter().replace(b"Telegram-Seal: ", b"Telegram-Seal: =?utf-8?q?=C3=A9?=", 1),
        b"From: a@x.example\r\nTo: gateway@lima.example\r\nSubject: hello\r\n\r\nGood day.\r\n",
        b"",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b--\r\n",
    ],
)
def test_a_mail_without_the_seal_is_a_strangers(mail: bytes) -> None:
    found = opened(mail, CIRCUIT, SECRET)
    assert isinstance(found, Incoming)
    assert found.stranger


def test_a_mail_whose_label_and_text_disagree_is_held() -> None:
    lower = letter().replace(b'SIO-Label: marking="CONFIDENTIAL"', b'SIO-Label: marking="UNCLASSIFIED"')
    found = opened(lower, CIRCUIT, SECRET)
    assert isinstance(found, Incoming)
    assert found.kind.startswith("held")
    assert found.findings == ("the label says UNCLASSIFIED, the text CONFIDENTIAL",)


def test_a_mail_that_goes_round_is_stopped() -> None:
    with pytest.raises(Looping):
        opened(b"Received: from a by b\r\n" * 31 + letter(), CIRCUIT, SECRET)


def report(action: str, envelope: str) -> bytes:
    return (
        "From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n"
        "\n--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; x.example\nOriginal-Envelope-Id: {envelope}\n\n"
        f"Final-Recipient: rfc822; {LIMA}\nAction: {action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n"
        "\n--b--\n"
    ).encode()


def test_a_server_that_could_not_deliver_is_believed_only_about_our_own_mails() -> None:
    envelope = letter_of(SENT, SETTINGS, SECRET).envelope
    assert opened(report("failed", envelope), CIRCUIT, SECRET) == Failure(7, 41, "smtp; 550 no such user")
    assert opened(report("delivered", envelope), CIRCUIT, SECRET) is None
    forged = opened(report("failed", f"7.41.{'0' * 16}"), CIRCUIT, SECRET)
    assert isinstance(forged, Incoming)
    assert forged.stranger


def pair(folder: Path, **more: object) -> tuple[Gateway, Gateway]:
    """Each gateway is the other's relay."""
    near, far = free_port(), free_port()
    london, lima = posts(folder)
    return (
        Gateway(london, "LML", near, far, LONDON, LIMA, **more),
        Gateway(lima, "MLO", far, near, LIMA, LONDON, **more),
    )


def test_telegrams_come_by_mail_the_urgent_ones_first(tmp_path: Path) -> None:
    async def play() -> None:
        london, lima = pair(tmp_path)
        queue(london.place, 1, 2)
        queue(london.place, 3, prosign="Z")
        queue(london.place, 4, body="1. DIE LAMPE BRENNT IN KÖLN. ЛАМПА ГОРИТ.")
        async with running(london, lima):
            await until(lambda: {state for state, _ in london.states()} == {"acknowledged"})
        assert lima.has() == [3, 1, 2, 4]
        text = lima.place.book.one("SELECT text FROM message WHERE serial = 4")[0]
        assert "KÖLN. ЛАМПА ГОРИТ." in text

    asyncio.run(play())


def test_what_the_post_cannot_take_is_not_answered_with_250(tmp_path: Path) -> None:
    async def play() -> None:
        london, lima = pair(tmp_path)
        queue(london.place, 1)
        from reftel.exchange.seam import NotTaken

        async def full(incoming: Incoming) -> None:
            raise NotTaken("the disk is full")

        taken, lima.station.received = lima.station.received, full  # type: ignore[method-assign]
        async with running(london, lima):
            await until(lambda: "452" in london.states()[0][1])
            assert lima.has() == []
            lima.station.received = taken  # type: ignore[method-assign]
            await until(lambda: london.states()[0][0] == "acknowledged")
        assert lima.has() == [1]

    asyncio.run(play())


def test_strangers_wrong_mailboxes_and_mails_that_are_too_large_are_not_filed(tmp_path: Path) -> None:
    async def play() -> None:
        _, lima = pair(tmp_path, limit=20_000)
        async with running(lima), aiosmtplib.SMTP(hostname="127.0.0.1", port=lima.listen) as client:
            await client.sendmail("a@x.example", LIMA, b"Subject: hello\r\n\r\nGood day.\r\n")
            for address, mail in (
                ("other@lima.example", b"Subject: x\r\n\r\n"),
                (LIMA, b"A" * 76 + b"\r\n" * 11_000),
            ):
                with pytest.raises(aiosmtplib.SMTPException):
                    await client.sendmail("a@x.example", address, mail)
            options = ["NOTIFY=SUCCESS", f"ORCPT=rfc822;{LIMA}"]
            await client.sendmail(
                "a@x.example", LIMA, letter(), mail_options=["MT-PRIORITY=4", "ENVID=x"], rcpt_options=options
            )
            await client.sendmail("a@x.example", LIMA, letter())
        assert lima.fates() == [("message", "quarantined"), ("message", "taken")]
        assert lima.has() == [118]

    asyncio.run(play())


def test_more_callers_than_mails_fit_into_memory_are_told_to_call_again(tmp_path: Path) -> None:
    async def play() -> None:
        _, lima = pair(tmp_path)
        async with running(lima):
            lines = [await asyncio.open_connection("127.0.0.1", lima.listen) for _ in range(8)]
            greetings = [await reader.readline() for reader, _ in lines]
            assert all(greeting.startswith(b"220 ") for greeting in greetings)
            reader, writer = await asyncio.open_connection("127.0.0.1", lima.listen)
            assert (await reader.read()).startswith(b"421 ")
            for _, line in (*lines, (reader, writer)):
                line.close()
            await until(lambda: not lima.mail.callers)
            async with aiosmtplib.SMTP(hostname="127.0.0.1", port=lima.listen, start_tls=False):
                pass

    asyncio.run(play())
