"""Findings as SARIF 2.1.0, the exchange format of static analysis (OASIS standard of 2020)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePath
from typing import Any, NamedTuple
from urllib.parse import quote

from reftel import __version__
from reftel.check.examples import Page, page_of
from reftel.check.groups import find_rule
from reftel.check.registry import Fix
from reftel.check.run import Found
from reftel.check.signs import line_starts
from reftel.vocabulary import codes

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Checked(NamedTuple):
    """What was found in one telegram: the file's path as it is shown, its text, the findings."""

    path: str
    text: str
    found: tuple[Found, ...]


def document(
    checked: Iterable[Checked],
    refused: Iterable[tuple[str, str]],
    profile: str,
    remarks: Iterable[tuple[str, str]] = (),
) -> dict[str, Any]:
    """A SARIF log of one run. `refused`: path and reason of each file that gave no telegram; `remarks`: the rest."""
    results = [(one, found) for one in checked for found in one.found]
    used = sorted({found.diagnostic.code for _, found in results})
    index = {code: at for at, code in enumerate(used)}
    notifications = [_notification(path, reason, "error") for path, reason in refused]
    notes = [_notification(path, message, "note") for path, message in remarks]
    prints = _Prints()
    run = {
        "tool": {
            "driver": {
                "name": "reftel",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(code, profile) for code in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not notifications,
                "toolExecutionNotifications": [*notifications, *notes],
            }
        ],
        "results": [_result(one, found, index, prints) for one, found in results],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


class _Prints:
    """Fingerprints that stay the same when lines are put in above: of file, code, letters and how often before."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, one: Checked, found: Found) -> dict[str, str]:
        diagnostic = found.diagnostic
        letters = " ".join(one.text[diagnostic.start : diagnostic.end].split())
        seed = "\0".join((PurePath(one.path).as_posix(), diagnostic.code, letters))
        self._seen[seed] += 1
        print_ = sha256(seed.encode("utf-8", "backslashreplace")).hexdigest()[:16]
        return {"primaryLocationLineHash": f"{print_}:{self._seen[seed]}"}


def _rule(code: str, profile: str) -> dict[str, Any]:
    row = codes.find(code)
    name = row.name if row else code
    severity = codes.severity(code, profile) if row else "note"
    known = find_rule(code)
    said = page_of(known) if known else None
    wrong = said.wrong if said else name
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in re.findall(r"[A-Za-z0-9]+", name)),
        "shortDescription": {"text": name},
        "fullDescription": {"text": wrong},
        "help": _help(wrong, said),
        "defaultConfiguration": {"level": severity if severity != "off" else "none"},
        "properties": {"group": row.group if row else "", "source": row.source if row else ""},
    }


def _help(wrong: str, said: Page | None) -> dict[str, str]:
    """What a rule means, with its examples, as plain text and as Markdown."""
    if said is None:
        return {"text": wrong}
    parts = [wrong, said.more, f"Source: {said.source}."]
    plain = [*parts, f"Bad:\n{said.bad.lines}", f"Good:\n{said.good.lines}"]
    marked = [*parts, f"Bad:\n\n```\n{said.bad.lines}\n```", f"Good:\n\n```\n{said.good.lines}\n```"]
    return {"text": "\n\n".join(filter(None, plain)), "markdown": "\n\n".join(filter(None, marked))}


def _notification(path: str, reason: str, level: str) -> dict[str, Any]:
    return {
        "level": level,
        "message": {"text": reason},
        "locations": [{"physicalLocation": _artifact(path)}],
    }


def _artifact(path: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": quote(PurePath(path).as_posix())}}


def _result(one: Checked, found: Found, index: dict[str, int], prints: _Prints) -> dict[str, Any]:
    diagnostic = found.diagnostic
    location = _artifact(one.path)
    if diagnostic.line:
        location["region"] = region(one.text, diagnostic.start, diagnostic.end)
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index[diagnostic.code],
        "level": diagnostic.severity,
        "message": {"text": diagnostic.message},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": prints.of(one, found),
    }
    if found.fixes:
        replacements = [_replacement(one.text, fix) for fix in found.fixes]
        remedy = {"text": f"Mend {diagnostic.code}"}
        result["fixes"] = [
            {
                "description": remedy,
                "artifactChanges": [{**_artifact(one.path), "replacements": replacements}],
            }
        ]
    return result


def _replacement(text: str, fix: Fix) -> dict[str, Any]:
    return {"deletedRegion": region(text, fix.start, fix.end), "insertedContent": {"text": fix.text}}


def region(text: str, start: int, end: int) -> dict[str, int]:
    """Lines and columns from 1, the end exclusive, and offsets, all in code points."""
    starts = line_starts(text)
    first, last = bisect_right(starts, start), bisect_right(starts, end)
    return {
        "startLine": first,
        "startColumn": start - starts[first - 1] + 1,
        "endLine": last,
        "endColumn": end - starts[last - 1] + 1,
        "charOffset": start,
        "charLength": end - start,
    }
