"""Lines 2 and 3 in one, as manual operators send them: ACP 126. `RVHAMF DE RVKBTS NR 114`.

Neither precedence nor filing time stands there; line 4 is `HH` where the circuit must be approved, with the signals.
"""

from __future__ import annotations

from reftel.vocabulary import classification
from reftel.wire.written import LIMIT, Circuit, pair_lines
from reftel.wire.written_facts import CannotTransmit, Facts


def _one_line(facts: Facts, _: int | None) -> list[str]:
    line = f"{' '.join(facts.called)} DE {facts.station} NR {facts.serial}"
    if len(line) > LIMIT:
        raise CannotTransmit(
            f"line 2 would have {len(line)} letters, the limit is {LIMIT}: ACP 126 calls few stations at once; "
            "write the telegram in another format, such as acp127"
        )
    level = classification.rank(facts.telegram.classification.level)
    pair = facts.pair or ("HH" if level >= classification.rank("RESTRICTED") else None)
    return [line, *pair_lines(facts._replace(pair=pair))]


ACP126 = Circuit("acp126", _one_line, "URCST", years=True, validated=False, paged=False, counted=True)
