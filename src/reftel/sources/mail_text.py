"""The parts of a mail: which is the body, what is attached, and the text of each as its sender wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from reftel.sources.html_page import plain
from reftel.sources.letters import letters

_TEXTS = (".txt", ".tel", ".asc", ".msg", ".log")
_FLOWED_SIGNATURE = "-- "
_QUOTED = re.compile(r">*")


class Part(NamedTuple):
    """One part: its type, its name as a file, its contents decoded, and the field that says how lines flow.

    `mail` is set for a mail that is attached to this one.
    """

    type: str
    name: str
    content: bytes
    charset: str | None
    flowed: bool
    joined: bool
    disposition: str
    mail: Message | None = None

    @property
    def original(self) -> bool:
        """Whether it is the telegram as it was received, which gateways attach."""
        return self.name.lower().endswith(".tel")

    @property
    def body(self) -> bool:
        """Whether it is text to be read with the mail."""
        return self.mail is None and not self.attached and self.type in {"text/plain", "text/html"}

    @property
    def attached(self) -> bool:
        """Whether it is a file beside the body, or a mail; an original is the mail's own telegram."""
        if self.original:
            return False
        return self.mail is not None or bool(self.name) or self.disposition == "attachment"

    @property
    def readable(self) -> bool:
        """Whether an attachment is text."""
        return self.type.startswith("text/") or self.name.lower().endswith(_TEXTS)

    @property
    def text(self) -> str:
        """Its text, with the lines that the sender's program broke joined again (RFC 3676)."""
        if self.type == "text/html":
            return plain(self.content)
        text = _decoded(self.content, self.charset)
        return _unflowed(text, joined=self.joined) if self.flowed else text


def parts_of(message: Message) -> list[Part]:
    """The parts of a mail in order, of alternatives the plain one first; a mail that is attached is one part."""
    parts = list(_parts(message))
    return sorted(parts, key=lambda part: part.type == "text/html")


def _parts(message: Message) -> Iterator[Part]:
    payload = message.get_payload()
    if message.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
        yield _part(message, b"", next(one for one in payload if isinstance(one, Message)))
    elif isinstance(payload, list):
        for inner in payload:
            if isinstance(inner, Message):
                yield from _parts(inner)
    else:
        content = message.get_payload(decode=True)
        yield _part(message, content if isinstance(content, bytes) else b"")


def _part(message: Message, content: bytes, mail: Message | None = None) -> Part:
    return Part(
        message.get_content_type(),
        message.get_filename("") or "",
        content,
        message.get_content_charset(),
        str(message.get_param("format", "")).lower() == "flowed",
        str(message.get_param("delsp", "")).lower() == "yes",
        message.get_content_disposition() or "",
        mail,
    )


def _decoded(content: bytes, charset: str | None) -> str:
    """The letters, by the charset that the mail names if they are of it, else as other collections are read."""
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return letters(content)


def _unflowed(text: str, *, joined: bool) -> str:
    """Lines that end with a blank run on in the next; a blank that was put before a line is taken away."""
    lines: list[str] = []
    runs_on: str | None = None
    for line in text.splitlines():
        marks = _QUOTED.match(line)
        quote = marks[0] if marks else ""
        rest = line[len(quote) :].removeprefix(" ")
        if runs_on == quote:
            lines[-1] += rest
        else:
            lines.append(f"{quote} {rest}" if quote else rest)
        flows = rest.endswith(" ") and rest != _FLOWED_SIGNATURE
        if flows and joined:
            lines[-1] = lines[-1][:-1]
        runs_on = quote if flows else None
    return "\n".join(lines) + "\n"
