"""Addressees and precedence, as drafter and heading give them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.designators import TO_ACT, uncommon_addressees
from reftel.check.registry import Finding, Fix, rule
from reftel.model.telegram import Addressee
from reftel.vocabulary import collectives, posts, precedence
from reftel.wire.address_line import unknown_precedence

_ROUTINE = re.compile(r"(?<![ ])[ ]++ROUTINE\b")
_PROSIGNS = re.compile(r"(?P<prosigns>[ZOPRY](?:[ ]+[ZOPRY]){0,3})[ ]+\d{6}")
_LABELS = ("TO ", "INFO ")


@lru_cache(256)
def _rank(word: str | None) -> int | None:
    return precedence.rank(word)


@lru_cache(1024)
def _highest(words: frozenset[str | None]) -> str | None:
    known = [(rank, word) for word in words if word and (rank := _rank(word)) is not None]
    return min(known)[1] if known else None


@lru_cache(1024)
def _asks_for_night_action(words: frozenset[str | None]) -> bool:
    return any(word and word.startswith("NIACT") for word in words)


def _on_the_line_of_the_date(case: Case) -> frozenset[str | None]:
    return frozenset((case.telegram.precedence.action, case.telegram.precedence.info))


def _several_precedences(case: Case) -> bool:
    return len(case.precedences) > 1


def _some_above(case: Case) -> bool:
    """Whether some addressee has a word of precedence higher than those of the date-time line."""
    limit, rank = _rank(_highest(_on_the_line_of_the_date(case))), _rank(_highest(case.precedences))
    return limit is not None and (
        (rank is not None and rank < limit) or _asks_for_night_action(case.precedences)
    )


def _flash_or_night_action(case: Case) -> bool:
    return "FLASH" in _on_the_line_of_the_date(case) or _asks_for_night_action(case.precedences)


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
    return _asks_for_night_action(case.precedences) or case.once(uncommon_addressees)


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


def _perhaps_misspelt(case: Case) -> bool:
    return "Q47" in case.mended or case.once(uncommon_addressees)


@rule("S1503", needs="addressees", given=_perhaps_misspelt)
def unknown_word(case: Case) -> Iterator[Finding]:
    """The precedence of an addressee is misspelt, or a word stands in its place that is none.

    Source: 5 FAH-2 H-420
    Bad:
        TO RUEHC/SECSTATE WASHDC PIORITY 7466
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    for repair in case.telegram.repairs if "Q47" in case.mended else ():
        if repair.code == "Q47":
            yield Finding(f"{repair.found} was read as {repair.read}", repair.start, repair.end, repair.read)
    for pointer, one in case.addressees:
        strange = None if one.precedence else unknown_precedence(one.name)
        if strange:
            yield Finding(f"{strange} is no precedence", *case.place(f"{pointer}/name", pointer))


@rule("S1504", wire="T0709", given=_flash_or_night_action)
def flash_with_others(case: Case) -> Iterator[Finding]:
    """Some addressees are FLASH and others lower; the FLASH telegram is sent apart.

    Source: 5 FAH-2 H-320; ACP 127(G) para 150
    Bad:
        ZZ RUEHC RUEHFR RUEHRO
        Z R 101039Z MAY 06
        TO RUEHC/SECSTATE WASHDC FLASH 7466
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    both = (case.telegram.precedence.action, case.telegram.precedence.info)
    if "FLASH" in both and any(word not in {"FLASH", None} for word in both):
        yield Finding(
            "FLASH and lower precedences in one telegram", *case.place("/precedence/action", "/dtg")
        )


@rule("S1505", needs="info", given=_several_precedences)
def information_before_action(case: Case) -> Iterator[Finding]:
    """The precedence for information is higher than the one for action.

    The heading says the same in prosigns; where it has two they stand highest first.

    Source: 5 FAH-2 H-420
    Bad:
        OO RUEHC RUEHFR RUEHRO
        O P 101039Z MAY 06
        INFO RUEHFR/AMEMBASSY PARIS IMMEDIATE 1419
        RUEHRO/AMEMBASSY ROME 0938
    Good:
        INFO RUEHFR/AMEMBASSY PARIS 1419
        RUEHRO/AMEMBASSY ROME 0938
    """
    action = _highest(frozenset([one.precedence for one in case.telegram.action]))
    info = _highest(frozenset([one.precedence for one in case.telegram.info]))
    low, high = _rank(action), _rank(info)
    if low is not None and high is not None and high < low:
        pointer = next(f"/info/{at}" for at, one in enumerate(case.telegram.info) if one.precedence == info)
        yield Finding(
            f"{info} for information, {action} for action", *case.place(f"{pointer}/precedence", pointer)
        )


@rule("S1506", wire="T0705", needs="addressees", given=_some_above)
def word_above_the_prosigns(case: Case) -> Iterator[Finding]:
    """An addressee has a word of precedence higher than any prosign of the date-time line.

    Source: ACP 127(G) on format line 5: the prosigns are the highest of each group
    Bad:
        TO RUEHC/SECSTATE WASHDC IMMEDIATE 7466
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    line = _on_the_line_of_the_date(case)
    limit = _rank(_highest(line))
    if limit is None:
        return
    for pointer, one in case.addressees:
        rank = _rank("IMMEDIATE" if (one.precedence or "").startswith("NIACT") else one.precedence)
        if rank is not None and rank < limit:
            message = f"{one.precedence} for {one.name}, but the line of the date says {_highest(line)}"
            yield Finding(message, *case.place(f"{pointer}/precedence", pointer))


@rule("S1507", needs="addressees", since=periods.NO_MORE_PRIORITY)
def priority_is_gone(case: Case) -> Iterator[Finding]:
    """PRIORITY stands on a telegram sent since 2017, when the Department's list no longer has it.

    Source: 5 FAH-2 H-420 (2017)
    Bad:
        DE RUEHTU #1118 1301039
        P R 101039Z MAY 18
        E.O. 13526: DECL: 5/10/2028
    Good:
        P R 101039Z MAY 06
    """
    for pointer, one in case.addressees if "PRIORITY" in case.precedences else ():
        if one.precedence == "PRIORITY":
            yield Finding("PRIORITY is no longer on the list", *case.place(f"{pointer}/precedence", pointer))
            return


@rule("S1508", needs="addressees as-sent")
def routine_written_out(case: Case) -> Iterator[Finding]:
    """ROUTINE is written after an addressee; until the labelled systems it went without saying.

    Source: released telegrams of 1973 to 2009
    Bad:
        PP RUEHC RUEHFR RUEHRO RUEHAS
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
        RUEHAS/AMEMBASSY ALGIERS ROUTINE 1200
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    if "ROUTINE" not in case.precedences or (case.day and case.day >= periods.LABELLED_FIELDS):
        return
    for pointer, one in case.addressees:
        start, end = case.place(pointer)
        match = (
            _ROUTINE.search(case.text, start, case.line_of(start)[1])
            if one.precedence == "ROUTINE" and end
            else None
        )
        if match:
            yield Finding("ROUTINE goes without saying", *match.span(), fixes=(Fix(*match.span(), ""),))


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
