"""What a form brings, and the addresses that it may lead to."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from reftel.web.view import Fault

MOST_BYTES, MOST_FIELDS = 128 * 1024, 40
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*", re.ASCII)
FORGED = (
    "This form does not come from a page of this reading room, or from one that was opened before it was started "
    "anew. Go back, load the page again, and send it once more."
)


class Form:
    """The fields of a form, each the last of its name."""

    def __init__(self, body: bytes) -> None:
        try:
            pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except (UnicodeDecodeError, ValueError) as error:
            raise Fault(400, "bad_form", "The form cannot be read.") from error
        self._fields = {name: value.replace("\r\n", "\n") for name, value in pairs}

    def get(self, name: str) -> str:
        """The value of a field; empty where the form has none."""
        return self._fields.get(name, "")

    def number(self, name: str) -> int:
        """The value of a field as a number; 0 where it is none."""
        return number(self.get(name).strip())


def number(words: str) -> int:
    """The number that these words are, of nine digits at most; 0 where they are none."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0


def local(address: str, otherwise: str) -> str:
    """The address if it is one of this reading room: a form leads nowhere else."""
    return address if _LOCAL.fullmatch(address) else otherwise
