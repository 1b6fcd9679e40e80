"""Format line 4: security warning, operating signals, delivery instructions (ACP 127(G) paras 124, 203, 303).

`ZNR UUUUU` or `ZNY CCCCC` tell for which level the circuit must be approved, in five letters alike; a release code
takes the last two. Operating signals follow, then `T` with the stations that are to deliver.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.telegram import Signal
from reftel.vocabulary import classification, operating_signals
from reftel.wire.lines import Line, Word

_OPENING = re.compile(
    r"(?:INT +)?Z[A-Z]{2}[0-9]?(?: |\Z)|ZN[RY] ?[A-Z]|(?:UU|HH)\Z|T +[RQU][A-Z]{3,7}(?: |\Z)"
)
_GLUED = re.compile(
    r"(?P<prosign>ZN[RY])(?P<letters>(?P<one>[A-Z])(?P=one){4})(?P<signals>(?:Z[A-Z]{2}[0-9]?)*)"
)
_LETTERS = re.compile(r"[A-Z]{3,7}(?:/[A-Z]{3,6})*")
_SIGNAL = re.compile(r"Z[A-Z]{2}[0-9]?")
_SECURITY = ("ZNR", "ZNY")
_PAIRS = ("UU", "HH")


class Placed(NamedTuple):
    """A signal, or `T`, with the words that belong to it; `asks`: INT stands before it."""

    word: Word
    asks: bool
    parameters: tuple[Word, ...]

    def signal(self, line: int) -> Signal:
        """As the telegram says it, standing on a format line."""
        return Signal(self.word.text, line, self.asks, tuple(one.text for one in self.parameters))

    @property
    def end(self) -> int:
        """The strand offset behind the last word."""
        return self.parameters[-1].end if self.parameters else self.word.end


class Instructions(NamedTuple):
    """Prosign and letters of the security warning, the operating signals, and these with their parameters."""

    prosign: Word | None = None
    characters: Word | None = None
    signals: tuple[Word, ...] = ()
    placed: tuple[Placed, ...] = ()


_NOTHING = Instructions()


def read_instructions(line: Line, ledger: Ledger) -> Instructions | None:
    """Line 4, or None if the line is none."""
    if not _OPENING.match(line.text):
        return None
    words = line.words()
    glued = _GLUED.fullmatch(words[0].text)
    if glued:
        words = [*_unglued(glued, words[0], ledger), *words[1:]]
    return instructions_of(words, ledger)


def instructions_of(words: Sequence[Word], ledger: Ledger) -> Instructions:
    """What a row of words says, wherever it stands: on line 4, on a pilot, behind the channel or the date."""
    if not words:
        return _NOTHING
    prosign = characters = None
    signals: list[Word] = []
    for at, word in enumerate(words):
        if word.text in _PAIRS:
            prosign = word
        elif word.text in _SECURITY:
            prosign, characters = word, _letters_at(words, at + 1)
            _remark_letters(prosign, characters, ledger)
        elif _SIGNAL.fullmatch(word.text) and word is not characters:
            signals.append(word)
            if operating_signals.find(word.text) is None:
                ledger.remark("T0408", f"{word.text} is in no list of signals", word.start, word.end)
    return Instructions(
        prosign, characters, tuple(signals), placed(words) if signals or _hands_over(words) else ()
    )


def placed(words: Sequence[Word]) -> tuple[Placed, ...]:
    """Each signal of a row of words with those that follow it: they are its parameters."""
    found: list[Placed] = []
    asks = silent = False
    for word in words:
        if word.text in _PAIRS or word.text in _SECURITY:
            silent = True  # the letters behind a security warning belong to it
        elif _SIGNAL.fullmatch(word.text) or word.text == "T":
            found.append(Placed(word, asks, ()))
            silent = False
        elif word.text != "INT" and found and not silent:
            last = found[-1]
            found[-1] = last._replace(parameters=(*last.parameters, word))
        asks = word.text == "INT"
    return tuple(found)


def _hands_over(words: Sequence[Word]) -> bool:
    """Whether a row says who is to deliver: `T RVKBLN RVKBMG`."""
    return any(word.text == "T" for word in words)


def release_code(characters: str) -> str | None:
    """The letters of the partners to whom the text may go: `BB` of `CCCBB`; None where all five are alike."""
    letters = characters.partition("/")[0]
    known = len(letters) == 5 and letters[3:] != letters[:2] and classification.of_zny(letters) is not None
    return letters[3:] if known else None


def _letters_at(words: Sequence[Word], at: int) -> Word | None:
    """The letters behind the prosign; None where a signal follows it at once."""
    word = words[at] if at < len(words) else None
    return word if word and _LETTERS.fullmatch(word.text) and not _SIGNAL.fullmatch(word.text) else None


def _unglued(match: re.Match[str], word: Word, ledger: Ledger) -> list[Word]:
    """`ZNRUUUUUZZH` in its parts."""
    line = Line(word.text, word.start)
    found = [line.word(match, "prosign"), line.word(match, "letters")]
    signals = _SIGNAL.finditer(word.text, match.start("signals"))
    found += [Word(one[0], word.start + one.start(), word.start + one.end()) for one in signals]
    ledger.repair("Q35", word.start, word.end, word.text, " ".join(part.text for part in found))
    return found


def _remark_letters(prosign: Word, characters: Word | None, ledger: Ledger) -> None:
    """T0402, T0403, T0407: five letters alike, U behind ZNR, release letters in their order."""
    if characters is None:
        ledger.remark("T0402", f"{prosign.text} without its five letters", prosign.start, prosign.end)
        return
    letters = characters.text.partition("/")[0]
    place = (characters.start, characters.end)
    if len(letters) != 5 or classification.of_zny(letters) is None:
        ledger.remark("T0402", f"{letters} are not five letters of one level", *place)
    elif prosign.text == "ZNR" and letters != "UUUUU":
        ledger.remark("T0403", f"ZNR is for unclassified text, the letters are {letters}", *place)
    elif letters[3:] != letters[:2] and letters[3] > letters[4]:
        ledger.remark("T0407", f"the release letters {letters[3:]} are not in order", *place)
