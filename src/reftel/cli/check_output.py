"""How `reftel check` prints: for people, and as JSON a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

import click

from reftel.cli.common import console, print_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from reftel.check.display import Excerpt
    from reftel.check.settings import Suppression
    from reftel.cli.check_files import Examined
    from reftel.model.telegram import Diagnostic

_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


class Output(Protocol):
    """One way of printing. Files come in order; `end` is called once."""

    def telegram(self, path: str, telegram: Examined) -> None:
        """Take what was found in one telegram."""

    def refuse(self, path: str, reason: str, remedy: str) -> None:
        """Take a file that gave no telegram."""

    def remark(self, path: str, message: str) -> None:
        """Take something to say of a file."""

    def changed(self, path: str, texts: tuple[str, str], fixed: Mapping[str, int]) -> None:
        """Take what was mended in a file, code to number of findings, and its texts if they are to be shown.

        Both texts are empty where they stand in the file; of standard input the second is to be printed.
        """

    def passed_over(self, path: str, suppressed: int, unused: tuple[Suppression, ...]) -> None:
        """Take how many findings of a file were suppressed, and the suppressions that met nothing."""

    def end(self) -> None:
        """Print what stands last."""


class TextOutput:
    """For people: place, code, severity, message, the line with a caret, a summary."""

    def __init__(self, profile: str) -> None:
        self._profile = profile
        self._terminal = console()
        self._found: Counter[str] = Counter()
        self._telegrams = self._fixable = self._refused = self._suppressed = 0

    def telegram(self, path: str, telegram: Examined) -> None:
        """Print each finding."""
        self.count(telegram)
        for one in telegram.found:
            print_finding(self._terminal, path, telegram.text, one.diagnostic)

    def count(self, telegram: Examined) -> None:
        """Take the findings into the summary."""
        self._telegrams += 1
        self._found.update(one.diagnostic.severity for one in telegram.found)
        self._fixable += sum(bool(one.fixes) for one in telegram.found)

    def refuse(self, path: str, reason: str, remedy: str) -> None:
        """Say why on standard error."""
        self._refused += 1
        click.echo(f"reftel: {path}: {reason}" + (f" ({remedy})" if remedy else ""), err=True)

    def remark(self, path: str, message: str) -> None:
        """Say it on standard error."""
        click.echo(f"reftel: {path}: {message}", err=True)

    def changed(self, path: str, texts: tuple[str, str], fixed: Mapping[str, int]) -> None:
        """Show the difference or the mended text; say on standard error what was mended."""
        codes = ", ".join(
            f"{code} ({number})" if number > 1 else code for code, number in sorted(fixed.items())
        )
        click.echo(f"reftel: {path}: mended {codes}", err=True)
        show_change(path, texts)

    def passed_over(self, path: str, suppressed: int, unused: tuple[Suppression, ...]) -> None:
        """Count the one, tell of the other on standard error."""
        self._suppressed += suppressed
        for one in unused:
            click.echo(f"reftel: {said_of(one)}", err=True)

    def end(self) -> None:
        """Print the summary."""
        from reftel.check.display import summary

        line = summary(self._found, self._telegrams)
        if self._fixable:
            line += f" {self._fixable} can be mended with --fix."
        if self._suppressed:
            line += f" {self._suppressed} suppressed."
        if self._refused:
            line += f" {self._refused} without a telegram."
        click.echo(line, err=True)


def print_finding(terminal: Console, path: str, text: str, diagnostic: Diagnostic) -> None:
    """Print one finding with the letters it is about."""
    from rich.text import Text

    from reftel.check.display import excerpt, visible

    place = f"{path}:{diagnostic.line}:{diagnostic.column}" if diagnostic.line else path
    head = Text.assemble(
        (f"{visible(place)}: ", "bold"),
        (diagnostic.code, _STYLES[diagnostic.severity]),
        f" {diagnostic.severity} ",
        visible(diagnostic.message),
    )
    terminal.print(head, soft_wrap=True)
    shown = excerpt(text, diagnostic)
    if shown:
        terminal.print(_letters(shown, diagnostic), soft_wrap=True)


def _letters(shown: Excerpt, diagnostic: Diagnostic) -> Text:
    from rich.text import Text

    from reftel.check.display import visible, width

    margin = f"{shown.number:>6} | "
    before = shown.letters[: shown.column]
    marked = shown.letters[shown.column : shown.column + shown.length]
    caret = "^" * max(1, width(marked))
    line = Text(margin + shown.letters)
    line.append("\n" + " " * 6 + " | " + " " * width(before))
    line.append(caret, _STYLES[diagnostic.severity])
    if diagnostic.suggestion:
        line.append(f" write {visible(' '.join(diagnostic.suggestion.split()))}")
    return line


class JsonOutput:
    """One object a line: each telegram with its diagnostics, each refused file, the counts last."""

    def __init__(self, profile: str) -> None:
        self._profile = profile
        self._found: Counter[str] = Counter()
        self._telegrams = self._refused = self._suppressed = 0

    def telegram(self, path: str, telegram: Examined) -> None:
        """Print the telegram's line."""
        self._telegrams += 1
        self._found.update(one.diagnostic.severity for one in telegram.found)
        diagnostics = [one.diagnostic for one in telegram.found]
        print_json({"path": path, "mrn": telegram.mrn, "id": telegram.id, "diagnostics": diagnostics})

    def refuse(self, path: str, reason: str, remedy: str) -> None:
        """Print the file's line."""
        self._refused += 1
        print_json({"path": path, "refused": reason, "remedy": remedy})

    def remark(self, path: str, message: str) -> None:
        """Print the file's line."""
        print_json({"path": path, "remark": message})

    def changed(self, path: str, texts: tuple[str, str], fixed: Mapping[str, int]) -> None:
        """Print the file's line, with the mended text unless it stands in the file."""
        text = {"text": texts[1]} if texts[1] else {}
        print_json({"path": path, "mended": dict(sorted(fixed.items())), **text})

    def passed_over(self, path: str, suppressed: int, unused: tuple[Suppression, ...]) -> None:
        """Count the one, print a line for each of the other."""
        self._suppressed += suppressed
        for one in unused:
            print_json({"path": path, "unused": {"codes": one.codes, "line": one.first, "place": one.place}})

    def end(self) -> None:
        """Print the counts."""
        counts = {severity: self._found[severity] for severity in _STYLES}
        summary: dict[str, Any] = {
            "profile": self._profile,
            "telegrams": self._telegrams,
            "refused": self._refused,
            "suppressed": self._suppressed,
        }
        print_json({"summary": {**summary, **counts}})


def said_of(one: Suppression) -> str:
    """A suppression that met no finding, as a sentence."""
    where = f" on line {one.first}" if one.first else ""
    where += f" of {one.files}" if one.files else ""
    return f"{one.place}: nothing to suppress under {', '.join(one.codes)}{where}"


def show_change(path: str, texts: tuple[str, str]) -> None:
    """Print the difference of two texts of a file; of standard input (`-`) with no first text, the second."""
    from difflib import unified_diff

    before, after = texts
    if not before:
        click.echo(after, nl=False)
        return
    old, new = (text.splitlines(keepends=True) for text in texts)
    for line in unified_diff(old, new, f"a/{path}", f"b/{path}"):
        click.echo(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n", nl=False)


def explain(code: str) -> None:
    """Print what a code means: its name, severities, the docstring of its rule. Unknown codes are wrong usage."""
    from reftel.check.examples import page_of
    from reftel.check.groups import find_rule
    from reftel.vocabulary import codes

    row = codes.find(code.upper())
    if row is None:
        raise click.UsageError(f"there is no code {code}")
    click.echo(
        f"{row.code}: {row.name}\nGroup: {row.group}. Draft: {row.draft}. Archive: {row.archive}. Source: {row.source}."
    )
    rule = find_rule(row.code)
    if rule is None:
        return
    said = page_of(rule)
    parts = (said.wrong, said.more, f"Source: {said.source}", f"Bad:\n\n{_indented(said.bad.lines)}")
    good = f"Good:\n\n{_indented(said.good.lines)}"
    click.echo("\n" + "\n\n".join(part for part in (*parts, good) if part))


def _indented(lines: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in lines.split("\n"))
