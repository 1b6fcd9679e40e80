"""An export for a viewer is that of an archive which holds only what they may see, in every format."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.archive.test_viewer import MANY, TEXT, VIEWERS, filed, telegrams
from tests.export.test_losses import contents

from reftel.archive import Archive, open_archive
from reftel.archive.tiers import Viewer, shown_to
from reftel.export import FORMATS, Exported, export, found
from reftel.model.telegram import Telegram
from reftel.reading import parse

MEMO = {"post": "ANKARA", "serial": 7, "level": "S E C R E T", "caption": "SIPDIS", "ref": 5}


def exports(archive: Archive, folder: Path) -> dict[str, tuple[dict[str, bytes], Exported]]:
    """Everything in every format: the files, and what is told of them."""
    made = {}
    for name in FORMATS:
        out = folder / name
        done = export(archive, found(archive, ""), name, out)
        made[name] = (contents(out), done)
    return made


def _compare(telegrams: list[Telegram], viewer: Viewer) -> None:
    shown = [seen for telegram in telegrams if (seen := shown_to(viewer, telegram)) is not None]
    with TemporaryDirectory() as folder:
        filed(Path(folder, "all"), telegrams)
        filed(Path(folder, "seen"), shown)
        (Path(folder) / "one").mkdir()
        (Path(folder) / "other").mkdir()
        with open_archive(Path(folder, "all")) as full, open_archive(Path(folder, "seen")) as only:
            answer = exports(full.seen_by(viewer), Path(folder, "one"))
            expected = exports(only.seen_by(viewer), Path(folder, "other"))
        for name in FORMATS:
            assert answer[name] == expected[name], name


@settings(max_examples=3)
@given(telegrams(), st.sampled_from(VIEWERS))
def test_an_export_holds_what_the_viewer_may_see_and_nothing_tells_of_the_rest(
    telegrams: list[Telegram], viewer: Viewer
) -> None:
    _compare(telegrams, viewer)


@pytest.mark.slow
@settings(max_examples=MANY)
@given(telegrams(), st.sampled_from(VIEWERS))
def test_many_exports_keep_what_is_hidden(telegrams: list[Telegram], viewer: Viewer) -> None:
    _compare(telegrams, viewer)


@pytest.mark.parametrize("name", FORMATS)
def test_the_secret_paragraph_is_in_no_file_for_a_viewer_who_may_not_see_it(
    name: str, tmp_path: Path
) -> None:
    body = "1. (U) The ferry is well.\n\n2. (S) The mastiff is not."
    text = "O 101039Z MAY 06\n" + TEXT.format(subject="TALKS ON KENNELS", paragraphs=body, **MEMO)
    filed(tmp_path / "archive", [parse(text.encode())])
    with open_archive(tmp_path / "archive") as archive:
        viewer = archive.seen_by(Viewer("UNCLASSIFIED"))
        export(viewer, found(viewer, ""), name, tmp_path / "out")
    written = b"".join(contents(tmp_path / "out").values())
    assert b"2006ANKARA7" in written or name == "pdf"  # its pages are compressed
    for hidden in (b"mastiff", b"KENNELS", b"Kennels", b"HOLLOWAY", b"2006STATE5"):
        assert hidden not in written
