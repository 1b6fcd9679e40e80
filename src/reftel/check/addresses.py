"""Addressees: who acts and who is informed, and in which order they are labelled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.check.case import Case
from reftel.check.designators import TO_ACT, uncommon_addressees
from reftel.check.precedences import asks_for_night_action
from reftel.check.registry import Finding, rule
from reftel.model.telegram import Addressee
from reftel.vocabulary import collectives, posts

_PROSIGNS = re.compile(r"(?P<prosigns>[ZOPRY](?:[ ]+[ZOPRY]){0,3})[ ]+\d{6}")
_LABELS = ("TO ", "INFO ")


@rule("S1501", wire="T0701", needs="head")
def no_action_addressee(case: Case) -> Iterator[Finding]:
    """The telegram has no action addressee.

    Source: 5 FAH-2 H-230; ACP 127(G) on format line 7
    Bad:
        PP RUEHFR RUEHRO
        [no TO]
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    telegram = case.telegram
    if telegram.originator and telegram.layout in {"acp127", "aad"} and not telegram.action:
        yield Finding(
            "nobody is asked to act: there is no TO line", *case.place("/originator/name", "/originator")
        )


def _perhaps_to_act(case: Case) -> bool:
    return asks_for_night_action(case.precedences) or case.once(uncommon_addressees)


@rule("S1502", needs="info", given=_perhaps_to_act)
def told_to_act(case: Case) -> Iterator[Finding]:
    """An addressee for information has a word that asks for action: NIACT, or ACTION itself.

    NIACT, night action, binds the addressee behind which it stands to act on receipt; who is to act stands under TO.

    Source: 5 FAH-2 H-420; H-230
    Bad:
        INFO RUEHFR/AMEMBASSY PARIS FOR ACTION 1419
        RUEHRO/AMEMBASSY ROME 0938
    Good:
        INFO RUEHFR/AMEMBASSY PARIS 1419
        RUEHRO/AMEMBASSY ROME 0938
    """
    for at, one in enumerate(case.telegram.info):
        if one.name.endswith(TO_ACT) or (one.precedence or "").startswith("NIACT"):
            place = case.place(f"/info/{at}/precedence") if one.precedence else case.place(f"/info/{at}")
            yield Finding(f"{one.name} stands under INFO and is asked to act", *place)


@rule("T0703", needs="transmission")
def labels_out_of_order(case: Case) -> Iterator[Finding]:
    """INFO stands before TO, or one of the two stands twice.

    Source: ACP 127(G), sequence of format lines 7 and 8
    Bad:
        PP RUEHC RUEHFR RUEHRO RUEHAS
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
        TO RUEHAS/AMEMBASSY ALGIERS PRIORITY 1200
    Good:
        PP RUEHC RUEHFR RUEHRO RUEHAS
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
        RUEHAS/AMEMBASSY ALGIERS PRIORITY 1200
    """
    start, stop = case.place("/originator")[1], case.place("/classification")[0]
    if case.telegram.originals:
        stop = case.place("/originals/0/dtg")[0]  # the heading that a readdressed telegram had before
    if not start or stop < start or _labelled_in_order(case.text[start:stop]):
        return
    seen: list[str] = []
    for at in case.lines(start + 1, stop):
        if not case.text.startswith(_LABELS, at, stop):
            continue
        label = "TO" if case.text[at] == "T" else "INFO"
        if label in seen or (label == "TO" and "INFO" in seen):
            what = f"{label} again" if label in seen else "INFO stands before TO"
            yield Finding(what, at, at + len(label))
        seen.append(label)


def _labelled_in_order(lines: str) -> bool:
    """Whether TO stands once at most, as does INFO, and in this order; false too where lines do not end with LF."""
    action, info = lines.find("\nTO "), lines.find("\nINFO ")
    once = lines.find("\nTO ", action + 1) < 0 and (info < 0 or lines.find("\nINFO ", info + 1) < 0)
    return once and (info < 0 or action < info) and "\r" not in lines


@rule("T0704", needs="info")
def addressed_twice(case: Case) -> Iterator[Finding]:
    """The same addressee stands under TO and under INFO.

    Source: ACP 127(G) on format lines 7 and 8
    Bad:
        PP RUEHC RUEHRO
        INFO RUEHC/SECSTATE WASHDC 1419
        RUEHRO/AMEMBASSY ROME 0938
    Good:
        INFO RUEHFR/AMEMBASSY PARIS 1419
        RUEHRO/AMEMBASSY ROME 0938
    """
    action = {one.name for one in case.telegram.action}
    if action.isdisjoint([one.name for one in case.telegram.info]):
        return
    for at, one in enumerate(case.telegram.info):
        if one.name in action:
            yield Finding(
                f"{one.name} stands under TO already", *case.place(f"/info/{at}/name", f"/info/{at}")
            )


def is_group(addressee: Addressee) -> bool:
    """Whether one name stands for several addressees."""
    return addressee.collective or "COLLECTIVE" in addressee.name or addressee.name.startswith("ALL ")


@rule("T0901", needs="exempt")
def exempt_from_nothing(case: Case) -> Iterator[Finding]:
    """XMT exempts an addressee, but no collective is addressed from which it could be exempt.

    Source: ACP 127(G) on format line 9
    Bad:
        XMT AMEMBASSY ALGIERS
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    if case.telegram.exempt and not any(is_group(one) for _, one in case.addressees):
        yield Finding("XMT without a collective", *case.place("/exempt/0"))


@rule("S1509", wire="T0902", needs="exempt")
def exempt_though_not_a_member(case: Case) -> Iterator[Finding]:
    """XMT exempts a post that is no member of the collective addressed.

    Membership is known for collectives of the posts in the states of an organization, as far as their names say
    which; beside a collective whose members are not known nothing is said.

    Source: ACP 127(G) on format line 9; members of the organizations
    Bad:
        PP RUCNCIS RUEHFR RUEHRO
        TO RUCNCIS/CIS COLLECTIVE PRIORITY
        INFO RUEHFR/AMEMBASSY PARIS 1419
        RUEHRO/AMEMBASSY ROME 0938
        XMT AMEMBASSY ALGIERS
        BT
    Good:
        PP RUCNCIS RUEHFR RUEHRO
        TO RUCNCIS/CIS COLLECTIVE PRIORITY
        INFO RUEHFR/AMEMBASSY PARIS 1419
        RUEHRO/AMEMBASSY ROME 0938
        XMT AMEMBASSY DUSHANBE
        BT
    """
    groups = [one.name for _, one in case.addressees if is_group(one)]
    members = [collectives.members(name) for name in groups] if case.telegram.exempt else []
    if not members or not all(members):
        return
    for at, one in enumerate(case.telegram.exempt):
        post = posts.named(one.name)
        if post and post.iso3166 and not any(post.iso3166 in states for states in members):
            place = case.place(f"/exempt/{at}/name", f"/exempt/{at}")
            yield Finding(f"{one.name} is no member of {' or '.join(groups)}", *place)
