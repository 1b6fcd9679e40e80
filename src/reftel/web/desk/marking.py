"""Stars, tags and notes of a telegram: what is done to them."""

from __future__ import annotations

from reftel.archive import Archive, ArchiveError, Filed
from reftel.web.desk.acting import Acting, Action, Done
from reftel.workspace import marks


def the_telegram(archive: Archive, key: str) -> Filed:
    """The one telegram that a key names. Raises `ArchiveError` where there is none, or more than one."""
    found = archive.find(key)
    if len(found) != 1:
        raise ArchiveError(f"{key}: names {'several telegrams' if found else 'no telegram of this archive'}")
    return found[0]


def _star(acting: Acting) -> Done:
    filed, on = the_telegram(acting.archive, acting.key), acting.form.get("on") == "1"
    marks.star(acting.workspace, marks.names_of(filed), on)
    return Done(f"{filed.key} {'has a star' if on else 'has no star any more'}.")


def _tag(acting: Acting) -> Done:
    filed = the_telegram(acting.archive, acting.key)
    word = marks.tag(acting.workspace, marks.names_of(filed), acting.form.get("word"))
    return Done(f"{filed.key} is tagged “{word}”.")


def _untag(acting: Acting) -> Done:
    filed, word = the_telegram(acting.archive, acting.key), acting.form.get("word")
    marks.untag(acting.workspace, marks.names_of(filed), word)
    return Done(f"The tag “{word}” is off {filed.key}.")


def _note(acting: Acting) -> Done:
    filed, form = the_telegram(acting.archive, acting.key), acting.form
    made = marks.note(acting.workspace, filed, form.get("text"), form.get("words"), form.number("near"))
    return Done(f"Noted to {'a passage of ' if made.words else ''}{filed.key}.")


def _rewrite(acting: Acting) -> Done:
    filed, form = the_telegram(acting.archive, acting.key), acting.form
    marks.rewrite(acting.workspace, marks.names_of(filed), form.get("note"), form.get("text"))
    return Done("The note is changed.")


def _erase(acting: Acting) -> Done:
    filed = the_telegram(acting.archive, acting.key)
    marks.erase(acting.workspace, marks.names_of(filed), acting.form.get("note"))
    return Done("The note is gone.")


_PAGE = "/telegram/{key}"
ACTIONS = (
    Action("/telegram/{key:str}/star", _star, _PAGE),
    Action("/telegram/{key:str}/tag", _tag, _PAGE),
    Action("/telegram/{key:str}/untag", _untag, _PAGE),
    Action("/telegram/{key:str}/note", _note, _PAGE),
    Action("/telegram/{key:str}/note/rewrite", _rewrite, _PAGE),
    Action("/telegram/{key:str}/note/erase", _erase, _PAGE),
)
