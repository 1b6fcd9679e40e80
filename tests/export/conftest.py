"""An archive with the stories of the demo, a telegram that tries to break every format, and one in two copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reftel.archive import Archive, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.export import Exported, Options, export, found
from reftel.synthetic.demo import demo

HERE = Path(__file__).parent
STORY = 20  # telegrams of the demo
HOSTILE = "2006ANKARA666"

Export = Callable[..., tuple[Path, Exported]]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive that all exports are made of."""
    folder = tmp_path_factory.mktemp("export")
    source = folder / "telegrams"
    source.mkdir()
    for at, (name, data) in enumerate(demo()):
        if at < STORY:
            (source / Path(name).name).write_bytes(data)
    hostile = (
        (HERE / "hostile.txt").read_bytes().replace(b"<BEL>", b"\x07").replace(b"<BAD>", "\ufffe".encode())
    )
    (source / "hostile.txt").write_bytes(hostile)
    (source / "hostile-again.txt").write_bytes(hostile.replace(b"\n", b"\r\n") + b"\r\n")
    ingest(folder / "archive", [source], workers=1)
    with open_archive(folder / "archive", writable=True) as writer:
        writer.correct(HOSTILE, "signature", "HOLLOWAY-PRICE", "the name is hyphenated", "archivist")
    with open_archive(folder / "archive") as opened:
        yield opened


@pytest.fixture
def exported(archive: Archive, tmp_path: Path) -> Export:
    """Exports what a query finds in a format; gives the file or folder and what was done."""

    def make(form: str, query: str = "", **options: object) -> tuple[Path, Exported]:
        out = tmp_path / f"export-{form}"
        chosen = Options(**options)  # type: ignore[arg-type]
        return out, export(archive, found(archive, query), form, out, options=chosen)

    return make
