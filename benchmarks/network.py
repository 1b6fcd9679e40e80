"""Five posts under a storm: every fault of a table befalls their lines, each is killed; then all is held to account.

    python -m benchmarks.network COUNT [--kills K] [--seed S] [--folder DIR]

Washington, two relays and two embassies, five processes on loopback, joined by circuits over TCP (sealed, with parity,
and plain), by mail, and by a NATS server where there is one. COUNT telegrams of mixed precedence are sent while the
faults of `tests/exchange/network/faults.csv` befall the network and each post is killed K times (SIGKILL, in the midst
of its work). When all has come to rest the invariant checker reads the books and archives. Prints what was injected and
what was proven; ends with 1 where something does not hold. DIR keeps the posts, to be looked at.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.exchange.network.faults import table
from tests.exchange.network.invariants import counted
from tests.exchange.network.storm import Outcome, Storm


def report(outcome: Outcome, folder: Path) -> None:
    """The tables."""
    words = {(one.name, one.where): one.words for one in table()}
    print("\ninjected")
    for fault, times in sorted(outcome.injected.items()):
        often = "always" if fault[0] == "garbled" else f"{times} times"
        print(f"  {fault[0]:12} {fault[1]:22} {often:>10}  {words.get(fault, '')}")
    for post, times in outcome.kills.items():
        print(f"  {'killed':12} {post:22} {f'{times} times':>10}  SIGKILL, and begun again")
    print("\nproven by the invariant checker")
    for what, count in counted(folder).items():
        print(f"  {count:8}  {what}")
    print(f"\n{outcome.rate:.1f} telegrams a second, from the first to rest")
    for one in outcome.violations:
        print(f"VIOLATED: {one}")
    if not outcome.came_to_rest:
        print("VIOLATED: the network did not come to rest")


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, nargs="?", default=300, metavar="COUNT")
    parser.add_argument("--kills", type=int, default=5, help="how often each post is killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="an empty folder in which the posts are kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(exist_ok=True, parents=True)
        outcome = Storm(
            folder, given.count, given.kills, given.seed, lambda words: print(words, flush=True)
        ).run()
        report(outcome, folder)
    return int(bool(outcome.violations) or not outcome.came_to_rest or any(outcome.statuses))


if __name__ == "__main__":
    sys.exit(main())
