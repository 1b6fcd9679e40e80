"""Writes down what the traffic sends: from a sending to an entry, with text, precedence, classifier, signature."""

from __future__ import annotations

import math
import random
from functools import cache

from reftel.synthetic.entry import Entry, spaced
from reftel.synthetic.network import DEPARTMENT
from reftel.synthetic.prose import Prose, Words
from reftel.synthetic.shares import order_line, shares
from reftel.synthetic.timeline import moment
from reftel.synthetic.traffic import Earlier, Sending

_MARKED = 1980  # the first year whose paragraphs bear portion marks
_CLASSIFIED_BY = 1995  # the first whose telegrams name the classifier and the reasons
_LONGEST = 60_000
_MARKS = {
    "UNCLASSIFIED": ("U",),
    "LIMITED OFFICIAL USE": ("LOU", "LOU", "U"),
    "CONFIDENTIAL": ("C", "C", "C", "U"),
    "SECRET": ("S", "S", "C", "U"),
}
_WORDS, _WEIGHTS = ("", " PRIORITY", " IMMEDIATE"), (6, 3, 1)
_UNRESTRICTED = frozenset({"UNCLASSIFIED", "LIMITED OFFICIAL USE"})
_POSITIONS = ("Ambassador", "Deputy Chief of Mission", "Political Counselor", "Economic Counselor")
_BUREAUS = ("EUR/CE", "EB/TRA", "OES/ENP", "EA/J", "ARA/AND", "NEA/ARN", "AF/W", "PM/ISO")
_SECTIONS_OF_POSTS = ("POL", "ECON", "CONS", "PAO")


@cache
def _library(seed: int) -> tuple[Words, Prose]:
    """The store of words and sentences that every block of a corpus begins with."""
    words = Words(random.Random(f"{seed} words"))  # noqa: S311 - chance for prose, not for secrets
    return words, Prose(words)


class Desk:
    """Where the telegrams of one block are drafted; the same seed, block and sendings give the same entries."""

    def __init__(self, seed: int, block: int) -> None:
        words, prose = _library(seed)
        self._chance = random.Random(f"{seed} words {block}")  # noqa: S311
        self._words = words.again(self._chance)
        self._prose = prose.again(self._words)
        length = shares()["length"]
        self._sigma = length["sigma"]
        self._mu = math.log(length["mean"]) - self._sigma**2 / 2
        self._section = length["section"]

    def entry(self, sending: Sending) -> Entry:
        """The telegram that a sending becomes."""
        chance, sent, about = self._chance, sending.sent, sending.sent.matter
        blocks = self._blocks(sending)
        classified = sent.year >= _CLASSIFIED_BY and about.level not in _UNRESTRICTED
        drafters = _BUREAUS if sent.sender == DEPARTMENT else _SECTIONS_OF_POSTS
        return Entry(
            sender=sent.sender,
            serial=sent.serial,
            sent=moment(sent.minute),
            action=self._addressed(sending.action, 0),
            info=self._addressed(sending.info, 1),
            level=about.level,
            captions=about.captions,
            tags=about.tags,
            subject=about.subject,
            refs=tuple(_printed(one, sent.year) for one in sending.cites),
            text="\n\n".join(blocks),
            sign=self._words.word("signer"),
            order=self._order(sending),
            classified_by=self._officer() + ", " + chance.choice(_POSITIONS) if classified else "",
            reasons="1.4 (b) and (d)" if classified else "",
            drafted=f"{chance.choice(drafters)}:{self._surname()}",
            approved=f"{'EUR' if sent.sender == DEPARTMENT else 'DCM'}:{self._surname()}",
            sections=-(-sum(map(len, blocks)) // self._section),
        )

    def _blocks(self, sending: Sending) -> list[str]:
        """Numbered paragraphs, with marks where the time had them, the first one at the telegram's level."""
        chance, about = self._chance, sending.sent.matter
        length = min(_LONGEST, chance.lognormvariate(self._mu, self._sigma))
        texts = self._prose.paragraphs(int(length))
        opening = "answer" if sending.answers else "instruction" if sending.instructs else ""
        texts[0] = f"SUMMARY: {texts[0]} END SUMMARY."
        if opening:
            texts.insert(1, self._words.told(opening))
        if sending.sent.year < _MARKED:
            return [f"{number}. {text}" for number, text in enumerate(texts, 1)]
        marks = [_MARKS[about.level][0], *chance.choices(_MARKS[about.level], k=len(texts) - 1)]
        return [
            f"{number}. ({mark}) {text}"
            for number, (mark, text) in enumerate(zip(marks, texts, strict=True), 1)
        ]

    def _addressed(self, names: tuple[str, ...], less: int) -> tuple[str, ...]:
        """The addressees with their precedence: one word for all for action, for information the same or less."""
        word = self._chance.choices(_WORDS[: 3 - less], _WEIGHTS[: 3 - less])[0]
        return tuple(name + word for name in names)

    def _officer(self) -> str:
        return f"{self._words.word('given')} {self._words.word('surname')}"

    def _surname(self) -> str:
        return self._words.word("surname").upper()

    def _order(self, sending: Sending) -> str:
        sent = moment(sending.sent.minute)
        line = order_line(sent.year, sent.month, sent.day)
        if sending.sent.matter.level in _UNRESTRICTED:
            return line.partition(":")[0] + ": N/A"
        if "{" not in line:
            return line
        later = f"{sent.month:02d}/{min(sent.day, 28):02d}/{sent.year + 10}"
        officer = f"{self._surname()}, {self._words.word('given').upper()}"
        return line.format(later=later, officer=officer)


def _printed(cited: Earlier, year: int) -> str:
    """The reference as the REF line prints it, with the year where it is another."""
    return f"{_prefix(cited.year, year)}{spaced(cited.sender)} {cited.serial}"


@cache
def _prefix(cited: int, year: int) -> str:
    return "" if cited == year else f"{cited % 100:02d} "
