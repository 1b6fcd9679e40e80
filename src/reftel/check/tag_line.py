"""The form of the TAGS line: label, order, punctuation, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.check.tags import each_tag
from reftel.model.strand import Span
from reftel.vocabulary import tags as vocabulary

_NAME = re.compile(r"[A-Z'-]+(?: [A-Z'-]+)*, [A-Z'-]+(?: [A-Z'.-]+)*(?:,? (?:JR|SR|II|III|IV)\.?)?")
_LABEL = re.compile(r"[ \t]*(?P<label>[A-Z]{2,5})[ \t]*[:;.]")
_DIVIDER = re.compile(r"(?<=[A-Z0-9])(?:, ?| )\Z")
_PHRASE = re.compile(r"[^,]* [^,]*|[A-Z]{8,}|(?![ABCEKLMOPST])[A-Z]{4}")
_BESIDE = 69  # letters behind the last code, where all stands in one line
_IN_BRACKETS = re.compile(r"\([^()\n]{0,59}?[^\W\d_]")
_BRACKETS = re.compile(r"\(([^()\n]{1,60})\)")


@lru_cache(4096)
def _kinds(code: str) -> set[str]:
    return {tag.kind for tag in vocabulary.find(code)}


@rule("S0806", needs="tags")
def sequence(case: Case) -> Iterator[Finding]:
    """A subject TAG stands behind countries and organizations.

    A name may stand behind the TAG that calls for it or at the end.

    Source: TAGS handbook of 1974, section 4
    Bad:
        TAGS: TS, PREL
    Good:
        TAGS: PREL, TS
    """
    highest = 0
    for pointer, tag in each_tag(case):
        rank = highest if "," in tag else _rank(tag)
        if rank < highest:
            yield Finding(
                f"{tag} should stand further to the front: subjects, then countries and organizations",
                *case.place(pointer),
            )
            return
        highest = rank


def _rank(tag: str) -> int:
    kinds = _kinds(tag)
    return 0 if not kinds or kinds & {"subject", "program"} else 1


@rule("S0807", needs="tags as-sent")
def stray_punctuation(case: Case) -> Iterator[Finding]:
    """A comma or a full stop stands behind the last code.

    Source: TAGS handbook of 1974, section 3
    Bad:
        TAGS: PREL, TS.
    Good:
        TAGS: PREL, TS
    """
    end = case.place(f"/tags/{len(case.telegram.tags) - 1}")[1]
    rest = case.text[end : case.line_of(end)[1]] if end else ""
    if rest.strip() and not rest.strip(" .,;"):
        at = end + len(rest) - len(rest.lstrip())
        stop = end + len(rest.rstrip())
        yield Finding("the TAGS line ends without punctuation", at, stop, fixes=(Fix(end, stop, ""),))


def _spans(case: Case) -> list[tuple[Span, ...]]:
    """The letters of each entry, which may stand in several places."""
    spans = case.telegram.spans
    return [spans.get(pointer, ()) for pointer, _ in each_tag(case)]


def _some_again(case: Case) -> bool:
    tags = case.telegram.tags
    return len(set(tags)) < len(tags) or max(map(len, case.once(_spans))) > 1


def _some_in_brackets(case: Case) -> bool:
    """Whether a letter stands in brackets on the TAGS line, as none does in those of a link."""
    return _IN_BRACKETS.search(case.text, *case.once(_stretch)) is not None


@rule("S0808", needs="tags", given=_some_in_brackets)
def brackets_round_a_code(case: Case) -> Iterator[Finding]:
    """Brackets stand round something that is not the name of a person.

    Source: TAGS handbook of 1974, section 3
    Bad:
        TAGS: PREL, (TS)
    Good:
        TAGS: PREL, TS
    """
    for pointer, tag in each_tag(case):
        start, end = case.place(pointer)
        if case.text[start - 1 : start] == "(" and case.text[end : end + 1] == ")" and vocabulary.find(tag):
            fix = (Fix(start - 1, start, ""), Fix(end, end + 1, ""))
            yield Finding(f"brackets are for names; {tag} is a code", start - 1, end + 1, tag, fix)


@rule("S0809", needs="tags", given=_some_in_brackets)
def name_out_of_form(case: Case) -> Iterator[Finding]:
    """A name in brackets is not written SURNAME, GIVEN.

    Differing spellings make separate files of one person.

    Source: TAGS handbook of 1974, sections 16 to 18
    Bad (1976):
        TAGS: CASC, (JANE Q MARLOWE), TS
    Good (1976):
        TAGS: CASC, (MARLOWE, JANE Q), TS
    """
    start, end = case.once(_stretch)
    for match in _BRACKETS.finditer(case.text, start, end):
        if _out_of_form(match[1]):
            name = " ".join(match[1].split())
            yield Finding(f"({name}) is not written SURNAME, GIVEN", *match.span())


@lru_cache(1024)
def _out_of_form(words: str) -> bool:
    """Whether words in brackets are no code and no name as it is to be written."""
    name = " ".join(words.split())
    lettered = any(letter.isalpha() for letter in name)
    return lettered and not vocabulary.find(name) and not _NAME.fullmatch(name)


def _stretch(case: Case) -> tuple[int, int]:
    """The letters from the first to the last code, with brackets that stand right behind."""
    spans = [places[0] for places in case.once(_spans) if places]
    if not spans:
        return 0, 0
    first, last = min(spans), max(spans)
    return first[0] - 1 if first[0] else 0, min(case.line_of(last[1])[1], last[1] + _BESIDE)


@rule("S0812", needs="tags", given=_some_again)
def repeated(case: Case) -> Iterator[Finding]:
    """A code stands twice on the TAGS line.

    Source: TAGS handbook of 1974, section 3
    Bad:
        TAGS: PREL, PREL, TS
    Good:
        TAGS: PREL, TS
    """
    seen: set[str] = set()
    for pointer, tag in each_tag(case):
        spans = case.telegram.spans.get(pointer, ())
        if tag in seen or len(spans) > 1:
            again = spans[-1] if spans else case.place(pointer)
            yield Finding(f"{tag} stands twice", *case.place(pointer), fixes=_without(case, tag, again))
        seen.add(tag)


def _without(case: Case, tag: str, place: tuple[int, int]) -> tuple[Fix, ...]:
    """The edit that takes a code away with the comma or blank before it, on a line of codes alone."""
    start, end = place
    before = _DIVIDER.search(case.text, case.line_of(start)[0], start)
    if not before or case.text[start:end] != tag or "," in tag:
        return ()
    return (Fix(before.start(), end, ""),)


@rule("S0815", needs="tags")
def caption_among_tags(case: Case) -> Iterator[Finding]:
    """A caption or a phrase stands on the TAGS line, where only codes and names belong.

    A word in the form of a code that the lists do not have is judged as such.

    Source: 5 FAH-2 H-440; seen on telegrams of the 2000s
    Bad:
        [no SIPDIS]
        TAGS: PREL, TS, SIPDIS
    Good:
        TAGS: PREL, TS
    """
    start, end = case.once(_stretch)
    for at, name in enumerate(case.telegram.captions):
        place = case.place(f"/captions/{at}")
        if start <= place[0] < end:
            yield Finding(f"{name} is a caption and stands above the executive order line", *place)
    for pointer, tag in each_tag(case) if any(map(_is_phrase, case.telegram.tags)) else ():
        if _is_phrase(tag):
            place = case.place(pointer)
            if case.text[place[0] - 1 : place[0]] != "(":
                yield Finding(f"{tag} is neither a code nor a name", *place)


@lru_cache(4096)
def _is_phrase(tag: str) -> bool:
    """Whether an entry stands on no list and is several words, a long one, or four letters of no field."""
    return not vocabulary.find(tag) and _PHRASE.fullmatch(tag) is not None


@rule("S0817", needs="tags")
def label_misspelt(case: Case) -> Iterator[Finding]:
    """The label of the TAGS line is misspelt.

    Source: TAGS handbook of 1974, section 3
    Bad:
        TAG: PREL, TS
    Good:
        TAGS: PREL, TS
    """
    first = case.place("/tags/0")[0] if case.telegram.tags else 0
    match = _LABEL.match(case.text, case.line_of(first)[0], first) if first and case.as_sent else None
    if match and match["label"] != "TAGS":
        place = match.span("label")
        yield Finding(f"{match['label']} instead of TAGS", *place, "TAGS", (Fix(*place, "TAGS"),))
