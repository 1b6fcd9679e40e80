"""A circuit by mail: the asyncio shell. 250 is answered when the post has it on the disk, and is taken for that."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

import aiosmtplib
from aiosmtpd.smtp import SMTP

from reftel.exchange.circuits.settings import secret_of
from reftel.exchange.mail.letters import Failure, Letter, Looping, letter_of, opened
from reftel.exchange.mail.settings import settings_of
from reftel.exchange.seam import Circuit, NotTaken, Outgoing, Station
from reftel.exchange.to_its_end import is_cancelled

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session

_PARAMETERS = ("MT-PRIORITY=", "NOTIFY=", "ENVID=", "RET=", "ORCPT=", "BY=", "AUTH=")
"""Parameters of a mail's envelope that are heard and not needed."""
_SHORTEST, _LONGEST = 1.0, 60.0
_PERMANENT = range(500, 600)
_MOST_CALLERS = 8
"""Servers that may be bringing mail at once; each holds one mail in memory."""


def open_transport(circuit: Circuit, station: Station) -> Mail:
    """The transport of a circuit of the kind `mail`. ValueError for settings that cannot be."""
    return Mail(circuit, station)


class _Server(SMTP):
    """aiosmtpd, which refuses parameters that it does not know, and lets no more callers in than fit into memory."""

    def __init__(self, mail: Mail, **options: Any) -> None:
        super().__init__(_Taker(mail), **options)
        self._callers = mail.callers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with a caller, or send them away where there are too many."""
        if len(self._callers) >= _MOST_CALLERS:
            cast(asyncio.Transport, transport).write(b"421 4.3.2 too many callers; call again\r\n")
            transport.close()
            return
        self._callers.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """The caller is gone."""
        if self in self._callers:
            self._callers.remove(self)
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Take bytes of a caller that was not sent away."""
        if self in self._callers:
            super().data_received(data)

    def _getparams(self, params: Sequence[str]) -> dict[str, str | bool] | None:
        return super()._getparams([one for one in params if not one.upper().startswith(_PARAMETERS)])


class _Taker:
    """What happens with a mail that comes in."""

    def __init__(self, mail: Mail) -> None:
        self.mail = mail

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Mail may say how urgent it is (RFC 6710)."""
        session.host_name = hostname
        return [*responses[:-1], "250-MT-PRIORITY STANAG4406", *responses[-1:]]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Mail is taken for our mailbox alone; nothing is passed on."""
        if address.lower() != self.mail.settings.mailbox.lower():
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos[:] = [address]
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """250 is answered when what came is on the disk."""
        content = envelope.content or b""
        return await self.mail.take(content if isinstance(content, bytes) else content.encode())


class Mail:
    """A circuit by mail."""

    def __init__(self, circuit: Circuit, station: Station) -> None:
        self.circuit = circuit
        self.station = station
        self.settings = settings_of(circuit)
        self._secret = secret_of(self.settings.secret_file, circuit.folder)
        self.callers: set[SMTP] = set()
        self.port: int | None = None

    async def run(self) -> None:
        """Carry until cancelled."""
        address = self.settings.address("listen")
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self._serve, address.host, address.port)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            await self._send_all()

    def _serve(self) -> SMTP:
        return _Server(
            self, data_size_limit=self.settings.limit, hostname=self.settings.domain,
            ident="telegrams", enable_SMTPUTF8=True, timeout=self.settings.patience,
        )  # fmt: skip

    async def take(self, data: bytes) -> str:
        """Take a mail; the answer to who brought it."""
        try:
            found = opened(data, self.circuit, self._secret)
        except Looping as error:
            self.station.alarm(self.circuit.name, str(error))
            return "554 5.4.6 this mail goes round"
        except (RecursionError, ValueError, LookupError) as error:
            self.station.alarm(self.circuit.name, f"a mail that cannot be read was refused: {error}")
            return "554 5.6.0 this mail cannot be read"
        try:
            if isinstance(found, Failure):
                await self.station.refused(found.sent, found.reason, found.number)
            elif found is not None:
                await self.station.received(found)
        except NotTaken as error:
            return f"452 4.3.1 not taken: {error}"
        return "250 2.0.0 on the disk"

    async def _send_all(self) -> None:
        """Send what waits; the relay is called when there is something, and let go when there is nothing more."""
        pause = _SHORTEST
        name = self.circuit.name
        self.station.line(name, True)
        while not is_cancelled():
            await self.station.traffic(name)
            try:
                await self._call_relay()
                pause = _SHORTEST
            except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as error:
                self.station.line(name, False, f"{self.settings.relay}: {error}")
                await asyncio.sleep(0 if is_cancelled() else pause)
                pause = min(2 * pause, _LONGEST)
        raise asyncio.CancelledError

    async def _call_relay(self) -> None:
        address = self.settings.address("relay")
        client = aiosmtplib.SMTP(
            hostname=address.host, port=address.port, timeout=self.settings.patience, start_tls=None,
            local_hostname=self.settings.domain, validate_certs=not address.is_here,
        )  # fmt: skip
        await client.connect()
        try:
            self.station.line(self.circuit.name, True)
            await self._send_waiting(client)
            await client.quit()
        finally:
            client.close()

    async def _send_waiting(self, client: aiosmtplib.SMTP) -> None:
        while sent := await self.station.take(self.circuit.name):
            try:
                await self._send(client, sent)
            except aiosmtplib.SMTPResponseException as error:
                if error.code not in _PERMANENT:
                    await self._again(sent, str(error))
                    raise
                await self.station.refused(sent.id, f"{error.code} {error.message}")
            except aiosmtplib.SMTPRecipientsRefused as error:
                await self._recipient_refused(sent, error)
            except (aiosmtplib.SMTPException, OSError, asyncio.CancelledError) as error:
                await self._again(sent, str(error) or "stopped")
                raise
            else:
                await self.station.acknowledged(sent.id)

    async def _again(self, sent: Outgoing, reason: str) -> None:
        await self.station.broken_off(sent.id, reason, perhaps_arrived=True)

    async def _recipient_refused(self, sent: Outgoing, error: aiosmtplib.SMTPRecipientsRefused) -> None:
        first = error.recipients[0]
        if first.code in _PERMANENT:
            await self.station.refused(sent.id, f"{first.code} {first.message}")
            return
        await self._again(sent, f"{first.code} {first.message}")
        raise error

    async def _send(self, client: aiosmtplib.SMTP, sent: Outgoing) -> None:
        letter = letter_of(sent, self.settings, self._secret)
        await client.sendmail(
            self.settings.mailbox,
            [self.settings.far_mailbox],
            _for_server(client, letter),
            mail_options=list(_mail_options(client, letter)),
            rcpt_options=[f"NOTIFY={letter.notify}"] if client.supports_extension("dsn") else [],
        )


def _mail_options(client: aiosmtplib.SMTP, letter: Letter) -> Iterable[str]:
    if client.supports_extension("dsn"):
        yield from (f"ENVID={letter.envelope}", "RET=HDRS")
    if client.supports_extension("mt-priority"):
        policy = str(client.esmtp_extensions.get("mt-priority", "")).upper()
        yield f"MT-PRIORITY={letter.mixer if 'MIXER' in policy else letter.priority}"
    if letter.deliver_by and client.supports_extension("deliverby"):
        yield f"BY={letter.deliver_by};N"


def _for_server(client: aiosmtplib.SMTP, letter: Letter) -> bytes:
    """The mail; where the envelope says the priority, its header does not (RFC 6758)."""
    if not client.supports_extension("mt-priority"):
        return letter.data
    head, end, body = letter.data.partition(b"\r\n\r\n")
    kept = (line for line in head.split(b"\r\n") if not line.lower().startswith(b"mt-priority:"))
    return b"\r\n".join(kept) + end + body
