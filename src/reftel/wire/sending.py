"""The sending end of a circuit: a message becomes the bytes that go out (ACP 127(G) paras 126 to 140).

Start of message: the channel number, five spaces, two carriage returns, one line feed. Two carriage returns and a
line feed end a line, and three line feeds more a page. End of message: two carriage returns, eight line feeds,
NNNN, twelve LTRS, or DEL in IA5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reftel.wire.alphabets import Encoder, Unsayable
from reftel.wire.spelt import Spelling
from reftel.wire.written_facts import CannotTransmit

_LINE_END = "\r\r\n"
_PAGE_FEED = _LINE_END + "\n" * 3
_END = "\r\r" + "\n" * 8 + "NNNN"
_FILLERS = 12
_CHANNEL = re.compile(r"(?P<designator>[A-Z]{3})(?P<number>[0-9]{3,4})\Z")
_START = re.compile(r"(?:V?ZCZC ?|VV {1,4})(?P<rest>(?:[A-Z]{3}[0-9]{3,4}){1,9}(?: [^\n]{0,200})?)\Z")
_FIRST = re.compile(r"[ZOPRY]{2} [RQU][A-Z]{3,7}\b|[ZOPRY][A-Z]{3}[A-Z0-9]{4} |[A-Z]{4,8} DE [A-Z]{4,8}\b")
_INSIDE = re.compile(
    r"(?<![A-Z])(?:(?:NNNN|V?ZCZC)(?![A-Z])|V?ZCZC ?[A-Z]{3}[0-9]{3})|\A *VV {1,4}[A-Z]{3}[0-9]{3,4}(?= |\Z)"
)
_JULIAN = re.compile(r"DE [^\n]{1,60} [0-9]{7}\Z")
_PAGE = re.compile(r"PAGE [0-9]{1,3}(?: |\Z)")
_AUTOMATIC, _MANUAL = "VZCZC", "VV   "


class Sent(NamedTuple):
    """The bytes of a message, and in words what was sent otherwise than it was written; empty if nothing was."""

    data: bytes
    changed: tuple[str, ...] = ()


def send(
    text: str, alphabet: str = "ia5", *, channel: str | None = None, automatic: bool | None = None
) -> Sent:
    """The bytes of one message, or of several one behind the other, each up to its NNNN.

    `channel`: the channel number of the first message, `TSA041`, which is counted on; it takes the place of a first
    line and is needed where there is none. `automatic`: begin with `VZCZC` for an automatic relay or with `VV   ` for
    a manual one; left as it stands if it is not said, and automatic for a line that is put there.

    Capitals are sent for small letters, words for signs that the alphabet lacks: `changed` names each. Raises
    `CannotTransmit` for signs that no word stands for, for ZCZC or NNNN inside the text, and where line 1 is missing.
    """
    encoder, spelling = Encoder(alphabet), Spelling(alphabet)
    data = bytearray()
    for at, lines in enumerate(_messages(text)):
        first, body = _line_1(lines, _counted(channel, at), automatic)
        for number, (line, end) in enumerate(_ended([first, *body]), start=1):
            data += _say(encoder, spelling.spelt(line), number)
            if alphabet.lower() != "ia5" and _JULIAN.match(line):
                data += encoder.letters()  # the machine may else stay in figures (para 138)
            data += encoder.feed(end)
        data += encoder.letters(_FILLERS)
    if not data:
        raise CannotTransmit("there is nothing to send")
    return Sent(bytes(data), spelling.named())


def _say(encoder: Encoder, line: str, number: int) -> bytes:
    try:
        return encoder.feed(line)
    except Unsayable as error:
        raise CannotTransmit(
            f"line {number}: {error}, and no word stands for it: write it otherwise"
        ) from error


def _messages(text: str) -> Iterator[list[str]]:
    """The lines of each message without its NNNN and without empty lines at its ends."""
    lines: list[str] = []
    for line in (*map(str.rstrip, text.splitlines()), "NNNN"):
        if line != "NNNN":
            lines.append(line)
            continue
        while lines and not lines[-1]:
            lines.pop()
        if any(lines):
            yield lines[next(at for at, one in enumerate(lines) if one) :]
        lines = []


def _counted(channel: str | None, by: int) -> str | None:
    """The channel number of the message that is `by` messages further on; after the last number comes 001."""
    if channel is None:
        return None
    match = _CHANNEL.match(channel.upper())
    if match is None:
        raise CannotTransmit(f"{channel} is no channel: three letters and a number of three or four figures")
    width = len(match["number"])
    number = (int(match["number"]) + by - 1) % (10**width - 1) + 1
    return f"{match['designator']}{number:0{width}d}"


def _line_1(lines: list[str], channel: str | None, automatic: bool | None) -> tuple[str, list[str]]:
    """Line 1 with its start of message, and the lines below."""
    match = _START.match(lines[0])
    body = lines[1:] if match else lines
    _refuse_marks(body, len(lines) - len(body))
    if match is None and (channel is None or not _FIRST.match(lines[0])):
        what = (
            "line 1 needs a channel number, such as TSA041" if channel is None else "no heading begins here"
        )
        raise CannotTransmit(f"{what}: {lines[0][:40]}")
    rest = channel or (match["rest"] if match else "")
    if channel and match:
        rest = channel + match["rest"][match["rest"].find(" ") :] if " " in match["rest"] else channel
    keep = match is not None and automatic is None
    mark = (_MANUAL if lines[0].startswith("VV") else _AUTOMATIC) if keep else _AUTOMATIC
    if automatic is False:
        mark = _MANUAL
    return f"{mark}{rest}     ", body


def _refuse_marks(lines: Iterable[str], above: int) -> None:
    """T1205: a switch would begin or end a message at these marks."""
    for number, line in enumerate(lines, start=above + 1):
        found = _INSIDE.search(line.upper())
        if found:
            raise CannotTransmit(f"line {number}: {found[0]} may not stand in a message: part the letters")


def _ended(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each line with the functions behind it. Empty lines above a page line are those of the page feed."""
    kept: list[str] = []
    for line in lines:
        if _PAGE.match(line):
            while kept and not kept[-1]:
                kept.pop()
        kept.append(line)
    for line, below in zip(kept, [*kept[1:], None], strict=True):
        yield line, _END if below is None else _PAGE_FEED if _PAGE.match(below) else _LINE_END
