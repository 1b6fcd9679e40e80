"""An export for a viewer is that of an archive which holds only what they may see, in every format."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.archive.test_viewer import MANY, TEXT, VIEWERS, filed, telegrams
from tests.export.test_losses import contents

from reftel.archive import Archive, Filed, open_archive
from reftel.archive.tiers import Viewer, shown_to
from reftel.export import FORMATS, Exported, export, found
from reftel.model.telegram import Provenance, Telegram
from reftel.reading import parse

_FILED_AT = re.compile(rb"20[2-9]\d-\d\d-\d\dT[0-9:.]+(?:Z|\+00:00)")  # the telegrams are of 2006
MEMO = {"post": "ANKARA", "serial": 7, "level": "S E C R E T", "caption": "SIPDIS", "ref": 5}


def exports(
    archive: Archive, folder: Path, in_part: Container[str] = ()
) -> dict[str, tuple[dict[str, bytes], Exported]]:
    """Everything in every format: the files, and what is told of them. `in_part`: keys of which no copy is told."""
    made = {}
    for name in FORMATS:
        taking = found(archive, "")
        taking.telegrams = (_alone(one) if one.key in in_part else one for one in taking.telegrams)
        done = export(archive, taking, name, folder / name)
        made[name] = (_timeless(contents(folder / name)), done)
    return made


def _timeless(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of an export without the moments at which copies were filed, and without sums over these."""
    kept = {name: data for name, data in files.items() if "manifest-" not in name and name != "bag-info.txt"}
    return {name: _FILED_AT.sub(b"filed", data) for name, data in kept.items()}


def _alone(one: Filed) -> Filed:
    """A telegram without the facts of its copies: so it comes to a viewer who may see a part of it only."""
    telegram = msgspec.structs.replace(one.telegram, provenance=Provenance())
    return Filed(one.key, telegram.with_text(one.telegram.text))


def _compare(telegrams: list[Telegram], viewer: Viewer) -> None:
    shown = [seen for telegram in telegrams if (seen := shown_to(viewer, telegram)) is not None]
    in_part = {str(seen.mrn) for seen in shown if not any(seen is telegram for telegram in telegrams)}
    with TemporaryDirectory() as place:
        folder = Path(place)
        filed(folder / "all", telegrams)
        filed(folder / "seen", shown)
        for name in ("answer", "expected"):
            (folder / name).mkdir()
        with open_archive(folder / "all") as full, open_archive(folder / "seen") as only:
            answer = exports(full.seen_by(viewer), folder / "answer")
            expected = exports(only.seen_by(viewer), folder / "expected", in_part)
    for name in FORMATS:
        assert answer[name] == expected[name], name


@settings(max_examples=2)
@given(telegrams(), st.sampled_from(VIEWERS))
def test_an_export_holds_what_the_viewer_may_see_and_nothing_tells_of_the_rest(
    telegrams: list[Telegram], viewer: Viewer
) -> None:
    _compare(telegrams, viewer)


@pytest.mark.slow
@settings(max_examples=max(2, MANY // 3))
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
    assert name in {"pdf", "mbox", "eml"} or b"2006ANKARA7" in written  # they fold, encode and compress
    for hidden in (b"mastiff", b"KENNELS", b"Kennels", b"HOLLOWAY", b"2006STATE5"):
        assert hidden not in written
