"""Findings as SARIF 2.1.0, the exchange format of static analysis (OASIS standard of 2020)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, NamedTuple
from urllib.parse import quote

from reftel import __version__
from reftel.check.case import line_starts
from reftel.check.registry import Fix
from reftel.check.run import Found
from reftel.vocabulary import codes

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Checked(NamedTuple):
    """What was found in one telegram: the file's path as it is shown, its text, the findings."""

    path: str
    text: str
    found: tuple[Found, ...]


def document(checked: Iterable[Checked], refused: Iterable[tuple[str, str]], profile: str) -> dict[str, Any]:
    """A SARIF log of one run. `refused`: path and reason of each file that gave no telegram."""
    results = [(one, found) for one in checked for found in one.found]
    used = sorted({found.diagnostic.code for _, found in results})
    index = {code: at for at, code in enumerate(used)}
    notifications = [_notification(path, reason) for path, reason in refused]
    run = {
        "tool": {
            "driver": {
                "name": "reftel",
                "version": __version__,
                "rules": [_rule(code, profile) for code in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}
        ],
        "results": [_result(one, found, index) for one, found in results],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, profile: str) -> dict[str, Any]:
    row = codes.find(code)
    name = row.name if row else code
    severity = codes.severity(code, profile) if row else "note"
    return {
        "id": code,
        "shortDescription": {"text": name},
        "defaultConfiguration": {"level": severity if severity != "off" else "none"},
        "properties": {"group": row.group if row else "", "source": row.source if row else ""},
    }


def _notification(path: str, reason: str) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": reason},
        "locations": [{"physicalLocation": _artifact(path)}],
    }


def _artifact(path: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": quote(PurePath(path).as_posix())}}


def _result(one: Checked, found: Found, index: dict[str, int]) -> dict[str, Any]:
    diagnostic = found.diagnostic
    location = _artifact(one.path)
    if diagnostic.line:
        location["region"] = _region(one.text, diagnostic.start, diagnostic.end)
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index[diagnostic.code],
        "level": diagnostic.severity,
        "message": {"text": diagnostic.message},
        "locations": [{"physicalLocation": location}],
    }
    if found.fixes:
        replacements = [_replacement(one.text, fix) for fix in found.fixes]
        result["fixes"] = [{"artifactChanges": [{**_artifact(one.path), "replacements": replacements}]}]
    return result


def _replacement(text: str, fix: Fix) -> dict[str, Any]:
    return {"deletedRegion": _region(text, fix.start, fix.end), "insertedContent": {"text": fix.text}}


def _region(text: str, start: int, end: int) -> dict[str, int]:
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
