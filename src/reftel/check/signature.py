"""The signature: there, and of the right person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, rule

# Secretaries of State and the first day of each; telegrams of the travelling party carry the name.
_SECRETARIES = (
    (date(1969, 1, 22), "ROGERS"),
    (date(1973, 9, 22), "KISSINGER"),
    (date(1977, 1, 23), "VANCE"),
    (date(1980, 5, 8), "MUSKIE"),
    (date(1981, 1, 22), "HAIG"),
    (date(1982, 7, 16), "SHULTZ"),
    (date(1989, 1, 25), "BAKER"),
    (date(1992, 8, 23), "EAGLEBURGER"),
    (date(1993, 1, 20), "CHRISTOPHER"),
    (date(1997, 1, 23), "ALBRIGHT"),
    (date(2001, 1, 20), "POWELL"),
    (date(2005, 1, 26), "RICE"),
    (date(2009, 1, 21), "CLINTON"),
)


@rule("S1301")
def missing(case: Case) -> Iterator[Finding]:
    """The telegram has no signature: the surname of the officer in charge, in capitals, alone on the last line.

    Source: practice; TAGS handbook of 1974 and released telegrams
    Bad:
        [no signature]
    Good:
        WINTERS
    """
    telegram = case.telegram
    if case.has_head and case.has_end and telegram.signature is None and telegram.paragraphs:
        end = telegram.paragraphs[-1].end
        yield Finding("no signature", max(end - 1, 0), end)


@rule("S1304")
def not_the_secretary(case: Case) -> Iterator[Finding]:
    """A SECTO telegram is not signed with the Secretary's name.

    Source: instruction telegram of 1976 on travelling parties
    Bad (1976):
        FM USDEL SECRETARY
        C O N F I D E N T I A L SECTO 1118
    Good (1976):
        C O N F I D E N T I A L TUNIS 1118
    """
    if not case.mrn or case.mrn.post != "SECTO" or not case.day or not case.telegram.signature:
        return
    names = [name for first, name in _SECRETARIES if first <= case.day]
    if names and case.day < periods.LABELLED_FIELDS and names[-1] not in case.telegram.signature:
        yield Finding(
            f"SECTO telegrams carry the name {names[-1]}", *case.place("/signature"), suggestion=names[-1]
        )
