"""The process that libFuzzer drives: hands each input to a harness and keeps what breaks a law.

    python -m benchmarks.fuzz.target HARNESS FINDINGS [libFuzzer's options and folders]

`benchmarks.fuzz` starts it. A finding does not end the run: the first input of each kind is kept in the folder
FINDINGS beside its traceback, and the search goes on.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
import re
import resource
import sys
import time
import traceback
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import atheris

MOST_MEMORY = 2 * 1024**3  # bytes that the process may have in all, the fuzzer's own counters among them
MOST_SECONDS = (
    5.0  # of the processor for one input; instrumented code takes several times what it takes otherwise
)
_FRONTS = ("reftel.cli", "reftel.web", "reftel.__main__")


class TooSlowError(Exception):
    """An input took longer than any of its length should."""


def load() -> ModuleType:
    """The laws, and every module below the fronts, with counters at each branch."""
    with atheris.instrument_imports(include=["reftel"]):
        import reftel  # noqa: PLC0415 - what is imported here is what is counted

        for found in pkgutil.walk_packages(reftel.__path__, "reftel."):
            if not found.name.startswith(_FRONTS):
                importlib.import_module(found.name)
    return importlib.import_module("benchmarks.fuzz.laws")


class Watch:
    """Calls a harness with one input after the other and keeps the first input of each kind of fault."""

    def __init__(self, harness: Callable[[bytes], None], findings: Path) -> None:
        self.harness = harness
        self.findings = findings
        self.findings.mkdir(parents=True, exist_ok=True)

    def __call__(self, data: bytes) -> None:
        """One input."""
        began = time.process_time()
        try:
            self.harness(data)
            taken = time.process_time() - began
            if taken > MOST_SECONDS:
                raise TooSlowError(f"{taken:.1f} s for {len(data)} bytes")
        except Exception as error:  # whatever it is, it is what is looked for
            self._keep(data, error)

    def _keep(self, data: bytes, error: Exception) -> None:
        name = f"{type(error).__name__}-{_place(error)}"
        path = self.findings / f"{name}.input"
        if path.exists() and path.stat().st_size <= len(data):
            return
        path.write_bytes(data)
        words = "".join(traceback.format_exception(error))
        path.with_suffix(".txt").write_text(f"{sha256(data).hexdigest()}\n{words}", "utf-8")


def _place(error: Exception) -> str:
    """Where the fault shows: the last two functions that are no library's, and the code that the words name."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename
    ]
    places = [f"{Path(frame.filename).stem}.{frame.name}" for frame in frames[-2:]]
    code = re.search(r"\b[QST]\d{1,4}\b|/[a-z_]{3,30}\b", str(error))
    return "-".join([*places, *([code[0].strip("/")] if code else [])])


def main(arguments: list[str]) -> None:
    """Fuzz until the options say that it is enough; does not return."""
    name, findings, *options = arguments
    logging.disable(logging.CRITICAL)  # a rule that fails is logged, and found in what it says
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    laws = load()
    atheris.Setup([sys.argv[0], *options], Watch(laws.HARNESSES[name], Path(findings)))
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
