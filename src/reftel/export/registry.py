"""The formats, in the order in which they are listed. A new one is a module of this room and a line here."""

from __future__ import annotations

from reftel.export import (
    bagit,
    bibtex,
    csl_json,
    gexf,
    graphml,
    jsonl,
    mail,
    parquet,
    pdf,
    plain_text,
    ris,
    site,
    table,
    tei,
)
from reftel.export.format import Format

FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        table.FORMAT,
        jsonl.FORMAT,
        bagit.FORMAT,
        parquet.FORMAT,
        mail.EML,
        mail.MBOX,
        tei.FORMAT,
        site.FORMAT,
        pdf.FORMAT,
        plain_text.FORMAT,
        ris.FORMAT,
        bibtex.FORMAT,
        csl_json.FORMAT,
        graphml.FORMAT,
        gexf.FORMAT,
    )
}
