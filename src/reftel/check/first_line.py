"""The classification line: the level, how it is written, what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.check.sections import page_lines
from reftel.vocabulary import captions, classification, posts
from reftel.wire.spelling import one_apart

_FOOT = re.compile(
    r"[ \t]*(?P<level>TOP SECRET|SECRET|CONFIDENTIAL|LIMITED OFFICIAL USE|UNCLASSIFIED)[ \t]*[\r\n]{1,4}"
)
_SECTION = re.compile(r"(?:FINAL )?SECT?IO?N?\b[^A-Z]{0,4}\w{0,5} [0O]F \w{1,5}")
_APART = re.compile(r"\b([A-Z]) (?=[A-Z]\b)")
_NEAR = 200  # letters of the text below the heading in which the classification must stand
_PAST = frozenset({"RESTRICTED", "LIMITED OFFICIAL USE"})
_LEVEL = ("/classification/level", "/classification")


def _of_the_past(case: Case) -> bool:
    return case.level in _PAST


@rule("S0201", wire="T1201", needs="no-level")
def level_missing(case: Case) -> Iterator[Finding]:
    """The text does not begin with a classification.

    A post must always give one, or a control designation.

    Source: 5 FAH-2 H-220; ACP 127(G) section on format line 12
    Bad:
        TUNIS 001118
        1. (C) THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    telegram = case.telegram
    complete = telegram.completeness in {"whole", "partial"} and telegram.kind == "telegram"
    sender = case.place("/originator")
    sent = telegram.transmission
    silent = sent is not None and (sent.cancelled or sent.form == "codress")  # cut off, or inside the cipher
    if silent or misspelt_level(case):
        return
    if complete and telegram.layout == "acp127" and case.level is None and 0 < sender[1] <= case.body_start:
        yield Finding("no classification where the text begins", *case.place("/mrn", "/subject"))


_RUN = re.compile(r"(?<![^\r\n])[ \t]{0,9}(?P<run>[A-Z](?:[ ]{1,3}[A-Z]\b){4,17})")
_SPACED = {
    level.replace(" ", ""): level
    for level in ("UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET")
}


def misspelt_level(case: Case) -> tuple[re.Match[str], str] | None:
    """Letters that stand apart where the level is to be, and the level that is one letter away from them."""
    start, stop = case.heading
    if case.level is not None or not stop:
        return None
    match = _RUN.search(case.text, start, min(stop + _NEAR, case.extent[1]))
    joined = "".join(match["run"].split()) if match else ""
    near = [level for letters, level in _SPACED.items() if one_apart(joined, letters)]
    return (match, near[0]) if match and near else None


@rule("T1202", needs="transmission no-level")
def level_misspelt(case: Case) -> Iterator[Finding]:
    """The classification, its letters apart, is misspelt; it is not guessed, for the text may be higher.

    Source: ACP 127(G) para 209
    Bad:
        C O N F I D E N T A L TUNIS 001118
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    found = misspelt_level(case)
    if found:
        match, level = found
        right = "  ".join(" ".join(word) for word in level.split())
        yield Finding(f"{match['run']} is no level", *match.span("run"), right)


@rule("S0202", needs="as-sent classified uncommon-line")
def not_spaced(case: Case) -> Iterator[Finding]:
    """The level of a classified telegram is not written with its letters apart.

    Source: ACP 127(G) on format line 12; 5 FAH-2 H-220
    Bad:
        CONFIDENTIAL TUNIS 001118
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    letters = case.letters("/classification/level")
    if case.as_sent and case.is_classified and letters in {"CONFIDENTIAL", "SECRET", "TOP SECRET"}:
        right = "  ".join(" ".join(word) for word in letters.split())
        start, end = case.place(*_LEVEL)
        yield Finding(
            f"{letters} is written with its letters apart", start, end, right, (Fix(start, end, right),)
        )


@rule("S0203", needs="as-sent unclassified uncommon-line")
def unclassified_in_full(case: Case) -> Iterator[Finding]:
    """UNCLASSIFIED stands on the first line, where UNCLAS is the form.

    Source: 5 FAH-2 H-220; released telegrams
    Bad:
        ZNR UUUUU ZZH
        UNCLASSIFIED TUNIS 001118
        E.O. 12958: N/A
        [no CLASSIFIED BY]
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    Good:
        ZNR UUUUU ZZH
        UNCLAS TUNIS 001118
        E.O. 12958: N/A
        [no CLASSIFIED BY]
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    """
    if case.as_sent and case.letters("/classification/level") == "UNCLASSIFIED":
        start, end = case.place(*_LEVEL)
        yield Finding(
            "UNCLAS is the form of the first line", start, end, "UNCLAS", (Fix(start, end, "UNCLAS"),)
        )


@rule("S0204", given=_of_the_past, since=periods.NO_MORE_RESTRICTED)
def level_of_another_time(case: Case) -> Iterator[Finding]:
    """The level is none of those in use at the time: RESTRICTED ended for the United States in 1953.

    Source: E.O. 10501
    Bad:
        ZNY RRRRR ZZH
        R E S T R I C T E D TUNIS 001118
        E.O. 12958: N/A
        [no CLASSIFIED BY]
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    if case.level == "RESTRICTED":
        yield Finding("RESTRICTED is no level of the United States since 1953", *case.place(*_LEVEL))


@rule("S0205", given=_of_the_past, since=periods.NO_MORE_LOU)
def limited_official_use_late(case: Case) -> Iterator[Finding]:
    """LIMITED OFFICIAL USE stands on a telegram sent after 1995, when SBU had taken its place.

    Source: handbook 5 FAH-1 H-246; practice of the Department
    Bad:
        ZNR UUUUU ZZH
        LIMITED OFFICIAL USE TUNIS 001118
        E.O. 12958: N/A
        [no CLASSIFIED BY]
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    if case.level == "LIMITED OFFICIAL USE":
        yield Finding(
            "LIMITED OFFICIAL USE ended in 1995; UNCLAS with the caption SENSITIVE took its place",
            *case.place(*_LEVEL),
        )


@rule("S0206", needs="as-sent uncommon-line")
def unknown_control(case: Case) -> Iterator[Finding]:
    """A control word beside the level is not on the list.

    Source: 5 FAH-2 H-220
    Bad:
        C O N F I D E N T I A L SPECIAL TUNIS 001118
    Good:
        C O N F I D E N T I A L NOFORN TUNIS 001118
    """
    start, stop = case.place("/classification/level")[1], case.place("/mrn")[0]
    if not start or not start < stop <= case.line_of(start)[1]:
        return
    intruder = _before_the_station(case)
    words = _SECTION.sub(" ", case.text[start:stop]).strip(" /-")
    if intruder or (words and not _is_control(words)):
        yield Finding(f"{intruder or words} is no known control word", start, stop + len(intruder))


def _is_control(words: str) -> bool:
    closed = _APART.sub(r"\1", words)
    return bool(captions.find(closed)) or all(
        captions.find(word) for word in closed.replace("/", " ").split()
    )


def _before_the_station(case: Case) -> str:
    """The words that were read as part of the station and stand before the name of a post."""
    return _intruder(case.station or "")


@lru_cache(4096)
def _intruder(station: str) -> str:
    words = station.split()
    if posts.find(" ".join(words)):
        return ""
    return next((" ".join(words[:at]) for at in range(1, len(words)) if posts.find(" ".join(words[at:]))), "")


@rule("S0207", needs="pages")
def feet_differ(case: Case) -> Iterator[Finding]:
    """The level at the foot of a page differs from the first line.

    Source: page furniture of telegrams of 1973 to 1995
    Bad (1976):
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
        UNCLASSIFIED
        PAGE 02        TUNIS  01118  041501Z
        2. IT AGREED ON LITTLE.
    Good (1976):
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
        CONFIDENTIAL
        PAGE 02        TUNIS  01118  041501Z
        2. IT AGREED ON LITTLE.
    """
    if not case.level or case.telegram.layout == "smart":
        return
    for page in case.once(page_lines):
        above = case.line_of(max(case.line_of(page.start())[0] - 2, 0))[0]
        match = _FOOT.match(case.text, above)
        if match and classification.rank(match["level"]) != case.rank:
            message = f"{match['level']} at the foot of a page of a telegram that is {case.level}"
            yield Finding(message, *match.span("level"))
            return


def _caveats(case: Case) -> tuple[str, ...]:
    return case.telegram.classification.caveats


@rule("S0208", needs="classified", given=_caveats)
def encrypted_for_transmission_only(case: Case) -> Iterator[Finding]:
    """EFTO, which says that an unclassified text is encrypted on the way, stands on a classified telegram.

    Source: 5 FAH-2 H-220
    Bad:
        C O N F I D E N T I A L EFTO TUNIS 001118
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    caveats = case.telegram.classification.caveats
    if case.is_classified and "EFTO" in caveats:
        yield Finding(
            f"EFTO on a telegram that is {case.level}",
            *case.place(f"/classification/caveats/{caveats.index('EFTO')}"),
        )
