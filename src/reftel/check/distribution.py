"""Drafting officers as Department telegrams of the 1970s and the labelled copies name them."""

from __future__ import annotations

from collections.abc import Iterator

from reftel.check.case import Case
from reftel.check.registry import Finding, rule


def _signed_off(case: Case) -> bool:
    """Whether somebody is named who drafted or approved the telegram."""
    return bool(case.telegram.drafted_by or case.telegram.approved_by)


@rule("S1401", given=_signed_off)
def officer_not_understood(case: Case) -> Iterator[Finding]:
    """A line that names a drafter or approver holds no name that can be read.

    Source: released Department telegrams: DRAFTED BY office:initials and surname
    Bad (1976):
        DRAFTED BY 12345
    Good (1976):
        DRAFTED BY NEA/AFN:CDELORME
    """
    telegram = case.telegram
    for field, officers in (("drafted_by", telegram.drafted_by), ("approved_by", telegram.approved_by)):
        for at, officer in enumerate(officers):
            if not any(letter.isalpha() for letter in officer.text):
                yield Finding(f"no name in {officer.text[:40]!r}", *case.place(f"/{field}/{at}"))


@rule("S1402", given=_signed_off)
def drafted_and_approved_alone(case: Case) -> Iterator[Finding]:
    """One person drafted and approved the telegram, and nobody cleared it.

    Source: 5 FAH-1 H-210: drafter and approver answer for precedence, level and subject
    Bad (1976):
        DRAFTED BY NEA/AFN:CDELORME
        APPROVED BY NEA/AFN:CDELORME
    Good (1976):
        DRAFTED BY NEA/AFN:CDELORME
        APPROVED BY NEA:JMARLOWE
    """
    telegram = case.telegram
    drafters = {one.name for one in telegram.drafted_by if one.name}
    approvers = {one.name for one in telegram.approved_by if one.name}
    if drafters and drafters == approvers and not telegram.cleared_by:
        yield Finding("drafted and approved by one person, cleared by nobody", *case.place("/approved_by/0"))
