"""A reading list taken away in one of the formats of `reftel export`."""

from __future__ import annotations

import re
from io import BytesIO

from litestar import Response, get

from reftel.export import FORMATS, ExportError, StreamFormat, export, named
from reftel.web.answering import Browser, Page
from reftel.web.desk.visit import visit
from reftel.web.view import Fault, Missing
from reftel.workspace import lists
from reftel.workspace.seen import told_of


def formats() -> dict[str, str]:
    """The formats of one file, with what each is."""
    return {form.name: form.title for form in FORMATS.values() if isinstance(form, StreamFormat)}


@get("/list/export", sync_to_thread=True)
def list_export(request: Browser) -> Page:
    """The telegrams of the list `name` in the format `to`, as a file."""
    here = visit()
    assert here is not None, "an application with lists has a desk"
    archive = request.app.state.shelf.archive()
    name, to = request.query_params.get("name", ""), request.query_params.get("to", "")
    if to not in formats():
        message = f"{to}: is no format of one file; these are: {', '.join(formats())}"
        raise Fault(400, "no_such_format", message, Missing("No such format", message))
    told = told_of(archive, lists.entries(here.desk.workspace, name))
    file = BytesIO()
    try:
        export(archive, named(archive, [hit.key for _, hit in told if hit]), to, file)
    except ExportError as error:
        raise Fault(400, "not_exported", str(error), Missing("Not exported", str(error))) from error
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-") or "list"
    headers = {"content-disposition": f'attachment; filename="{plain}{FORMATS[to].extension}"'}
    return Response(file.getvalue(), media_type="application/octet-stream", headers=headers)
