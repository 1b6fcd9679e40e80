"""How the time of reading grows with the length of the text, on the worst texts that we can think of.

For each text, the time for ever longer ones and the exponent of its growth between the last two (1 is linear, 2 is
quadratic). `python benchmarks/linear.py [--largest BYTES]`
"""

from __future__ import annotations

import argparse
from math import log
from time import perf_counter

from reftel.reading import NotATelegram, parse_all

HEAD = (
    "R 071115Z MAR 76\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC 7002\n"
    "C O N F I D E N T I A L LIMA 417\nE.O. 11652: GDS\nTAGS: PFOR, PE\nSUBJECT: TALKS\n"
)
WORST = {
    "one endless word": ("", "A"),
    "one endless line of words": ("", "WORDS AND "),
    "blank lines": (HEAD, "\n"),
    "blanks": (HEAD, " "),
    "dashes": (HEAD, "-"),
    "headings": (HEAD, "A HEADING\n\n"),
    "paragraph numbers": (HEAD, "1. (C) A\n"),
    "open brackets": (HEAD, "("),
    "notes never closed": (HEAD, "(NOTE: A "),
    "summaries never closed": (HEAD, "SUMMARY: A\n"),
    "page lines": (HEAD, "CONFIDENTIAL\nPAGE 02 LIMA 00417 071115Z\nTEXT\n"),
    "references": (HEAD + "REF: ", "STATE 12345, "),
    "TAGS": (HEAD.replace("PE\n", "PE "), "PGOV PREL "),
    "subject": (HEAD.rstrip("\n"), " AND TALKS"),
    "addressees": ("R 071115Z MAR 76\nFM AMEMBASSY LIMA\nTO ", "AMEMBASSY LIMA\n"),
    "routing indicators": ("OO ", "RUEHC "),
    "starts of message": ("", "VZCZCXRO1234\n"),
    "ends of message": (HEAD, "NNNN\n"),
    "breaks": ("DE RUEHC #0001 0010000\n" + HEAD, "BT\n"),
    "banners": (HEAD, "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 "),
    "link marks": (HEAD, "[PGOV](#) "),
    "classification lines": (HEAD, "C O N F I D E N T I A L LIMA 417\n"),
}


def seconds(text: str) -> float:
    """The time to read a text to its end, refused or not."""
    data = text.encode()
    start = perf_counter()
    try:
        for _ in parse_all(data):
            pass
    except NotATelegram:
        pass
    return perf_counter() - start


def main() -> None:
    """Print a row for each text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1_000_000, help="bytes of the longest text")
    largest = parser.parse_args().largest
    sizes = [size for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000) if size <= largest]
    print(f"{'text':28}" + "".join(f"{size // 1000:>9} KB" for size in sizes) + "   growth")
    for name, (head, piece) in WORST.items():
        times = [seconds(head + piece * (size // len(piece))) for size in sizes]
        growth = log(max(times[-1], 1e-9) / max(times[-2], 1e-9)) / log(sizes[-1] / sizes[-2])
        print(
            f"{name:28}" + "".join(f"{time * 1000:>9.1f} ms" for time in times) + f"   {growth:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
