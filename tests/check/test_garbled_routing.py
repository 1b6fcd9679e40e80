"""Lines of routing that cannot be read: what they may have been is suggested, never applied."""

from __future__ import annotations

import pytest

from reftel.check import check
from reftel.check.examples import specimen
from reftel.reading import parse

CALLED, CALLING = "PP RUEHC RUEHFR RUEHRO", "DE RUEHTU #1118 1301039"


@pytest.mark.parametrize(
    ("line", "received", "meant"),
    [
        (CALLED, "00 4731 47345", "PP RUEQ RUERT"),
        (CALLED, "PQ RUEHC RUEHFR RUEHRO", "PP RUEHC RUEHFR RUEHRO"),
        (CALLING, "DA RUEHTU #1118 1301039", "DE RUEHTU #1118 1301039"),
        (CALLING, "XX/RUEHTU #1118", None),
        (CALLED, CALLED, "nothing"),
        (CALLING, CALLING, "nothing"),
        (CALLED, "THE LAMP IS LIT", "nothing"),
        (CALLED, "4 5", "nothing"),
    ],
)
def test_a_line_that_should_route_the_message(line: str, received: str, meant: str | None) -> None:
    telegram = parse(specimen("2006").replace(line, received))
    found = [one for one in check(telegram, "draft") if one.code == "T0005"]
    assert [one.suggestion for one in found] == ([] if meant == "nothing" else [meant])
    assert all(telegram.text[one.start : one.end] == received for one in found)
    assert telegram.text.count(received) == 1
