"""Messages as they come off a circuit."""

from __future__ import annotations


def message(
    *called: str,
    serial: int = 118,
    sender: str = "RUEHLO",
    name: str = "AMEMBASSY LONDON",
    prosign: str = "R",
    info: str | None = None,
    letters: str = "UUUUU",
    level: str = "UNCLAS",
    to: tuple[str, ...] = (),
    inform: tuple[str, ...] = (),
    handling: str = "",
    channel: str = "LFA001",
    body: str = "1. THE LAMP IS LIT.",
    section: str = "",
    group: str = "101000Z MAY 06",
    behind: str = "",
) -> str:
    """One message with State's transmission lines; `called` are the stations of its routing line."""
    warning = "ZNR" if letters == "UUUUU" else "ZNY"
    action = to or tuple(f"{one}/STATION {one}" for one in called)
    signs = prosign if info is None else f"{prosign} {info}"
    slant = f"/{int(section[8:10]):02d}" if section else ""
    lines = [
        f"VZCZC{channel} {handling}".rstrip(),
        f"{prosign * 2} {' '.join(called)}",
        f"DE {sender} #{serial:04d}{slant} 1301000",
        f"{warning} {letters} ZZH",
        f"{signs} {group} {behind}".rstrip(),
        f"FM {name}",
        *(f"{'TO ' if at == 0 else ''}{one}" for at, one in enumerate(action)),
        *(f"{'INFO ' if at == 0 else ''}{one}" for at, one in enumerate(inform)),
        "BT",
        f"{level} {section}".rstrip() + f" {name.rsplit(maxsplit=1)[-1]} {serial:06d}",
        "",
        "SUBJECT: LAMPS",
        "",
        body,
        "BT",
        f"#{serial:04d}",
        *[""] * 7,
        "NNNN",
        "",
    ]
    return "\n".join(lines)
