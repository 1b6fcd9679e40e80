"""Labelled copies: what the Department's archive has printed around every telegram since 2009.

A head of labels (`MRN:` to `Subject:`), the telegram, labels again (`Signature:` to `Dissemination Rule:`). In
copies of older telegrams the complete original stands between them and is the better witness: its labels were
set by a machine that made every precedence ROUTINE and took information for action.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.strand import Strand
from reftel.text.plain import AtLines

_HEAD = re.compile(
    r"(?m)^[ ]*(?P<key>MRN|Date/DTG|From|Action|E\.O\.|TAGS|Captions|Reference|Pass Line|Subject)[ ]*:[ ]*"
)
_TAIL = re.compile(
    r"(?m)^[ ]*(?P<key>Signature|Drafted By|Cleared By|Approved By|Released By|Info|XMT|Attachments"
    r"|Dissemination Rule)[ ]*:[ ]*"
)
_CERTAIN_TAIL = AtLines(
    r"(?P<line>)[ ]*(?:(?:Signature|Drafted By|Cleared By|Approved By|Released By|Dissemination Rule|XMT)[ ]*:"
    r"|Info[ ]*:\s*[^\n]{2,200}?(?:ROUTINE|PRIORITY|IMMEDIATE|Routine|Priority|Immediate)\b)"
)
_TELEGRAM_BEGINS = re.compile(
    r"[ ]*(?:(?:ACTION|ORIGIN) [A-Z/]{1,8}-\d|-{10}|[OPRZ] \d{6}Z|FM [A-Z]|UNCLAS|[A-Z] [A-Z] [A-Z] |\d{1,2}\. "
    r"|V?ZCZC|[OPRZ]{2} R)"
)


class Label(NamedTuple):
    """A label's value, line ends made blanks, and where it stands in the strand."""

    value: str
    start: int
    end: int


class Labels(NamedTuple):
    """All labels by name, and the stretch of the strand between the two groups of them."""

    values: dict[str, Label]
    head: int
    start: int
    end: int


def read_labels(strand: Strand) -> Labels:
    """The labels around a telegram; the telegram itself lies between `start` and `end`."""
    text = strand.text
    values: dict[str, Label] = {}
    first = _HEAD.search(text)
    start = _read_head_labels(text, first.start() if first else 0, values)
    tail = next(_CERTAIN_TAIL.finditer(text, start, len(text)), None)
    end = tail.start("line") if tail else len(text)
    if tail:
        _values(text, list(_TAIL.finditer(text, end)), len(text), values)
    return Labels(values, first.start() if first else 0, start, end)


def _read_head_labels(text: str, at: int, values: dict[str, Label]) -> int:
    found: list[re.Match[str]] = []
    for match in _HEAD.finditer(text, at):
        if any(match["key"] == other["key"] for other in found) or (
            found and match.start() - found[-1].end() > 2000
        ):
            break
        found.append(match)
        if match["key"] == "Subject":
            break
    if not found:
        return at
    end = _end_of_value(text, found[-1].end())
    _values(text, found, end, values)
    return end


def _end_of_value(text: str, at: int) -> int:
    """A value goes on until a blank line or the telegram's first line."""
    end = text.find("\n", at)
    while 0 <= end < len(text) - 1:
        if text.startswith("\n", end + 1) or _TELEGRAM_BEGINS.match(text, end + 1):
            return end + 1
        following = text.find("\n", end + 1)
        if following < 0 or following - at > 1000:
            return end + 1
        end = following
    return len(text)


def _values(text: str, keys: list[re.Match[str]], end: int, values: dict[str, Label]) -> None:
    for at, match in enumerate(keys):
        stop = keys[at + 1].start() if at + 1 < len(keys) else end
        raw = text[match.end() : stop].rstrip()
        value = raw.lstrip()
        behind = match.end() + len(raw)
        values.setdefault(match["key"], Label(value, behind - len(value), behind))


def facts(labels: Labels) -> dict[str, str]:
    """Everything that the labels say, as printed."""
    return {key: " ".join(item.value.split()) for key, item in labels.values.items() if item.value}


def number(labels: Labels) -> Mrn | None:
    """The `MRN:` label."""
    item = labels.values.get("MRN")
    return parse_mrn(item.value) if item else None
