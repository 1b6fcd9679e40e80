"""Telegrams as a table in Python: a frame of polars or of pandas, with the columns of the tables that are exported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reftel.export.extras import needed
from reftel.export.rows import COLUMNS, Value
from reftel.export.taking import found

if TYPE_CHECKING:
    import pandas
    import polars

    from reftel.archive import Archive


def to_polars(
    archive: Archive, query: str = "", *, sort: str = "date", most: int | None = None
) -> polars.DataFrame:
    """All that a query finds, or the first `most` of it, a row for each telegram; lists are lists.

    Raises `ExportError` where polars is not installed.
    """
    library = needed("polars", "frames")
    kinds = {"text": library.String, "list": library.List(library.String)}
    schema = {column.name: kinds[column.kind] for column in COLUMNS}
    frame: polars.DataFrame = library.DataFrame(_columns(archive, query, sort, most), schema=schema)
    return frame


def to_pandas(
    archive: Archive, query: str = "", *, sort: str = "date", most: int | None = None
) -> pandas.DataFrame:
    """The same as a frame of pandas. Raises `ExportError` where pandas is not installed."""
    frame: pandas.DataFrame = needed("pandas", "frames").DataFrame(_columns(archive, query, sort, most))
    return frame


def _columns(archive: Archive, query: str, sort: str, most: int | None) -> dict[str, list[Value]]:
    columns: dict[str, list[Value]] = {column.name: [] for column in COLUMNS}
    for filed in found(archive, query, sort, most).telegrams:
        for column in COLUMNS:
            value = column.of(filed)
            columns[column.name].append(list(value) if isinstance(value, tuple) else value)  # type: ignore[arg-type]
    return columns
