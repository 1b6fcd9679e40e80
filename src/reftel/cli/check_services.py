"""How `reftel check` prints for editors and services: SARIF, annotations of GitHub; and the list of all ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

import click

from reftel.cli.check_output import JsonOutput, Output, TextOutput, said_of
from reftel.cli.common import print_json

if TYPE_CHECKING:
    from reftel.check.sarif import Checked
    from reftel.check.settings import Suppression
    from reftel.cli.check_files import Examined


def output(form: str, profile: str) -> Output:
    """The way of printing of that name: text, json, sarif or github."""
    forms: dict[str, Callable[[str], Output]] = {
        "text": TextOutput,
        "json": JsonOutput,
        "sarif": SarifOutput,
        "github": GithubOutput,
    }
    return forms[form](profile)


class SarifOutput:
    """One SARIF log at the end."""

    def __init__(self, profile: str) -> None:
        self._profile = profile
        self._checked: list[Checked] = []
        self._refused: list[tuple[str, str]] = []
        self._remarks: list[tuple[str, str]] = []

    def telegram(self, path: str, telegram: Examined) -> None:
        """Keep it for the log."""
        from reftel.check.sarif import Checked

        self._checked.append(Checked(path, telegram.text, telegram.found))

    def refuse(self, path: str, reason: str, remedy: str) -> None:
        """Keep it for the log."""
        self._refused.append((path, f"{reason} ({remedy})" if remedy else reason))

    def remark(self, path: str, message: str) -> None:
        """Keep it for the log."""
        self._remarks.append((path, message))

    def changed(self, path: str, texts: tuple[str, str], fixed: Mapping[str, int]) -> None:
        """The log shows what is left; nothing is kept of what was mended."""

    def passed_over(self, path: str, suppressed: int, unused: tuple[Suppression, ...]) -> None:
        """Keep the one that met nothing; what was suppressed is no result."""
        self._remarks.extend((path, said_of(one)) for one in unused)

    def end(self) -> None:
        """Print the log."""
        from reftel.check.sarif import document

        print_json(document(self._checked, self._refused, self._profile, self._remarks))


class GithubOutput(TextOutput):
    """Workflow commands: a CI service shows each finding at its line in the changed files."""

    _COMMANDS: ClassVar[dict[str, str]] = {"error": "error", "warning": "warning", "note": "notice"}

    def telegram(self, path: str, telegram: Examined) -> None:
        """Print a command for each finding."""
        from reftel.check.sarif import region

        self.count(telegram)
        for found in telegram.found:
            one = found.diagnostic
            place = {"file": path}
            if one.line:
                there = region(telegram.text, one.start, one.end)
                place |= {"line": str(there["startLine"]), "endLine": str(there["endLine"])}
                if there["startLine"] == there["endLine"]:
                    place |= {"col": str(there["startColumn"]), "endColumn": str(there["endColumn"])}
            place["title"] = f"reftel {one.code}"
            properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in place.items())
            remedy = f" Write {one.suggestion}" if one.suggestion else ""
            click.echo(f"::{self._COMMANDS[one.severity]} {properties}::{_escaped(one.message + remedy)}")


def _escaped(text: str, more: str = "") -> str:
    """Letters that would end a workflow command or a property of it, as their hexadecimal numbers."""
    return "".join(f"%{ord(sign):02X}" if sign in "%\r\n" + more else sign for sign in text)
