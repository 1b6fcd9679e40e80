"""Correcting a field: a form that asks for the value and the reason, and the change in the archive itself."""

from __future__ import annotations

import getpass
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from reftel.archive import Archive, ArchiveError, Correction
from reftel.archive.copies.corrections import FIELDS
from reftel.model.noun import Noun
from reftel.model.telegram import Telegram
from reftel.web.desk.acting import Acting, Action, Done, for_the_owner
from reftel.web.desk.marking import the_telegram
from reftel.web.view import Asked, Fault, Missing, View
from reftel.web.words import telegram_url
from reftel.workspace import Workspace

INNER = ("classification/level", "precedence/action", "precedence/info", "originator/name")
MOST_LETTERS = 4000


class Field(Noun, frozen=True):
    """A field that can be corrected, and its value as a form takes it: words, words with commas, or JSON."""

    name: str
    value: str


class CorrectPage(View, frozen=True):
    """The fields of a telegram, what was corrected before, and the form as it is filled in; why it was refused."""

    template: ClassVar[str] = "correct.html"

    key: str
    subject: str | None
    fields: tuple[Field, ...]
    corrections: tuple[Correction, ...]
    chosen: str
    value: str
    reason: str = ""
    who: str = ""
    refused: str = ""


def _user() -> str:
    """The user of this computer, if it says who that is."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def correct_page(archive: Archive, _workspace: Workspace, asked: Asked) -> View:
    """The form for a telegram."""
    for_the_owner()
    return _page(archive, asked.path["key"], asked.get("field", "subject"))


def _page(archive: Archive, key: str, chosen: str) -> CorrectPage:
    try:
        filed = the_telegram(archive, key)
    except ArchiveError as error:
        raise Fault(404, "no_such_telegram", str(error), Missing("No such telegram", str(error))) from error
    fields = tuple(Field(name, _typed(_at(filed.telegram, name))) for name in (*FIELDS, *INNER))
    value = next((one.value for one in fields if one.name == chosen), "")
    return CorrectPage(
        filed.key, filed.telegram.subject, fields, filed.corrections, chosen, value, who=_user()
    )


def _at(telegram: Telegram, name: str) -> Any:
    value: Any = msgspec.to_builtins(getattr(telegram, name.partition("/")[0]))
    for part in name.split("/")[1:]:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _typed(value: Any) -> str:
    """A value as a person would type it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and all(isinstance(one, str) and "," not in one for one in value):
        return ", ".join(value)
    return msgspec.json.encode(value).decode("utf-8", "replace")


def _correct(acting: Acting) -> Done:
    for_the_owner()
    form = acting.form
    field, value, reason, who = (form.get(name).strip() for name in ("field", "value", "reason", "who"))
    try:
        if not reason or not who or len(reason) > MOST_LETTERS or len(value) > MOST_LETTERS:
            raise ArchiveError("say why the field is corrected, and who corrects it")
        key = the_telegram(acting.archive, acting.key).key
        with acting.visit.desk.writing() as writer:
            key, made = writer.correct(key, field, value, reason=reason, who=who)
    except ArchiveError as error:
        asked = _page(acting.archive, acting.key, field)
        page = replace(asked, value=value, reason=reason, who=who, refused=str(error))
        raise Fault(409, "not_corrected", str(error), page) from error
    return Done(f"{made.field} of {key} is now {made.value}.", telegram_url(key))


ACTIONS = (Action("/telegram/{key:str}/correction", _correct, "/telegram/{key}"),)
