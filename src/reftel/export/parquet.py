"""Parquet: a table for programs that reckon, with lists as lists and the whole record beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from reftel.archive import Filed
from reftel.export.aspects import ALL
from reftel.export.extras import needed
from reftel.export.format import Job, StreamFormat, in_batches
from reftel.export.rows import COLUMNS

ROWS = 500
"""How many telegrams are held, and stand in one group of rows."""
_LOST = {"source bytes", "copies", "composition", "corrections", "former names"}


def schema() -> Any:
    """The columns as Arrow has them."""
    arrow = needed("pyarrow", "parquet")
    kinds = {"text": arrow.string(), "list": arrow.list_(arrow.string())}
    columns = [(column.name, kinds[column.kind]) for column in COLUMNS]
    return arrow.schema([*columns, ("source_text", arrow.string()), ("record", arrow.string())])


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    arrow, parquet = needed("pyarrow", "parquet"), needed("pyarrow.parquet", "parquet")
    columns = schema()
    with parquet.ParquetWriter(out, columns, compression="zstd") as writer:
        for some in in_batches(telegrams, ROWS):
            writer.write_batch(arrow.RecordBatch.from_pylist([_row(filed, job) for filed in some], columns))


def _row(filed: Filed, job: Job) -> dict[str, Any]:
    row: dict[str, Any] = {column.name: column.of(filed) for column in COLUMNS}
    return row | {"source_text": filed.telegram.text or None, "record": filed.telegram.to_json().decode()}


FORMAT = StreamFormat(
    name="parquet",
    title="a table for programs, a row for each telegram, lists as lists",
    extension=".parquet",
    carries=ALL - _LOST,
    remarks=(
        "The column `record` holds the telegram as `reftel parse --json` prints it, `source_text` the text in which its"
        " places count.",
    ),
    needs="parquet",
    binary=True,
    write=_write,
)
