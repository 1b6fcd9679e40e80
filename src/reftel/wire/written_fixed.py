"""Line 2 by position, as automatic switches read it: JANAP 128 and ACP 128.

`RTTUZYUW RVKBTSA0231 0731015-UUUU--RVHAMFA RVKBLNA.`: lines 2 and 3 in one, a letter in each position.
"""

from __future__ import annotations

from reftel.wire.fixed_position import filled
from reftel.wire.written import Circuit, rows_of, security_line
from reftel.wire.written_facts import Facts

_MEDIA = "TT"  # sent and received on five-level tape
_NARRATIVE = "ZYUW"


def _fixed(facts: Facts, _: int | None) -> list[str]:
    level = facts.letters[0]
    stated = facts.telegram.transmission and facts.telegram.transmission.positions
    media, content = (stated.media, stated.content) if stated else (_MEDIA, _NARRATIVE)
    first = (
        f"{facts.prosign}{media}{level}{content} {filled(facts.station)}{facts.serial:04d} {facts.filed:%j%H%M}"
        f"-{level * 4}--{facts.called[0]}"
    )
    *rows, last = rows_of(first, facts.called[1:])
    return [*rows, f"{last}.", security_line(facts)]


def _without_release(facts: Facts, section: int | None) -> list[str]:
    """JANAP 128 knows no release code in the last two letters."""
    letters, stroke, handling = facts.letters.partition("/")
    return _fixed(facts._replace(letters=letters[0] * 5 + stroke + handling), section)


JANAP128 = Circuit("janap128", _without_release, "UECST", own_serials=True, filled=True)
ACP128 = Circuit("acp128", _fixed, "UECST", own_serials=True, filled=True)
