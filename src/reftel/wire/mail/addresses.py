"""Plain language addresses as mailboxes: `VALEMB TESSEN` is `valemb.tessen` at the gateway, and back.

A blank becomes a dot; every other sign that a mailbox does not take as it is becomes `=` and its code (UTF-8).
"""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"[^a-z0-9-]")
_CODES = re.compile("(?:=[0-9A-F]{2})+", re.IGNORECASE)


def mailbox_of(plad: str) -> str:
    """The local part; small letters are not told from capitals, as on a circuit."""
    return _ESCAPED.sub(_code, plad.lower())


def plad_of(mailbox: str) -> str:
    """The address whose mailbox this is, in capitals."""
    return _CODES.sub(_signs, mailbox.replace(".", " ")).upper()


def _code(sign: re.Match[str]) -> str:
    return "." if sign[0] == " " else "".join(f"={byte:02X}" for byte in sign[0].encode("utf-8", "replace"))


def _signs(codes: re.Match[str]) -> str:
    return bytes.fromhex(codes[0].replace("=", "")).decode("utf-8", "replace")
