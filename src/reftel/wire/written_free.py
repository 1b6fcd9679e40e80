"""Lines 2 to 4 in their free form: ACP 127 and its US supplement, which State circuits used.

`RR RVHAMF RVKBLN`, `DE RVKBTS 118 14/1015Z` on allied circuits, `DE RUEHDBU #0862/01 1301039` on US ones.
"""

from __future__ import annotations

from reftel.wire.written import Circuit, pair_lines, rows_of, security_line
from reftel.wire.written_facts import Facts

_UNATTENDED = "ZZH"  # stands on nearly all State traffic behind the security warning


def _us(facts: Facts, section: int | None) -> list[str]:
    part = f"/{section:02d}" if section else ""
    calling = f"DE {facts.station} #{facts.serial:04d}{part} {facts.filed:%j%H%M}"
    if facts.telegram.transmission is None:
        facts = facts._replace(signals=(_UNATTENDED,))
    return [*rows_of(facts.prosign * 2, facts.called), calling, security_line(facts)]


def _allied(facts: Facts, _: int | None) -> list[str]:
    """The filing time by the day of the month; security warning as it was received, `UU` or `ZNR UUUUU`."""
    calling = f"DE {facts.station} {facts.serial:03d} {facts.filed:%d/%H%M}Z"
    security = pair_lines(facts) if facts.pair else [security_line(facts)]
    return [*rows_of(facts.prosign * 2, facts.called), calling, *security]


ACP127US = Circuit("acp127us", _us, "UECST")
ACP127 = Circuit("acp127", _allied, "URCST", years=True, validated=False, own_serials=True)
