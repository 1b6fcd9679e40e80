"""Every format that a telegram can be written in, by the name that commands and `write` take."""

from __future__ import annotations

from reftel.model.telegram import Telegram
from reftel.wire.written_fixed import ACP128, JANAP128
from reftel.wire.written_free import ACP127, ACP127US
from reftel.wire.written_one_line import ACP126
from reftel.writing.archives_form import AAD
from reftel.writing.format import PROPER, CannotWrite, Format
from reftel.writing.labelled import SMART
from reftel.writing.proper import write_plain
from reftel.writing.transmitted import on_circuit

NOT_PUBLIC = {
    "doi103": "its layout is not public, so that nothing can be written in it: choose another format, such as janap128"
}
"""Formats that are known by name and refused, and why."""


def write_source(telegram: Telegram) -> bytes:
    """The very bytes that the telegram was read from."""
    if telegram.source is None:
        raise CannotWrite(
            "it was not read from bytes, or was changed since: choose another format, such as plain"
        )
    return telegram.source


FORMATS = {
    "source": Format("the bytes that it was read from, unchanged", None, False, write_source),
    "plain": Format("the telegram proper, without transmission lines", PROPER, False, write_plain),
    "acp127us": on_circuit(ACP127US, "as sent on State circuits, with transmission lines"),
    "acp127": on_circuit(ACP127, "as sent on allied tape relay circuits"),
    "acp126": on_circuit(ACP126, "as sent by manual operators, with a group count, unpaged"),
    "janap128": on_circuit(JANAP128, "as sent into US automatic switches, line 2 by position"),
    "acp128": on_circuit(ACP128, "as sent into allied automatic switches, with release codes"),
    "aad": AAD,
    "smart": SMART,
}
