"""Several witnesses of one telegram: its own words win, and what the others say differently is told."""

from __future__ import annotations

from pathlib import Path

from reftel.reading import parse

INVENTED = Path(__file__).parent / "telegrams"


def test_a_label_that_contradicts_the_original_is_remarked_where_it_stands() -> None:
    telegram = parse((INVENTED / "labelled-1994.txt").read_bytes())
    told = {
        telegram.text[remark.start : remark.end] for remark in telegram.diagnostics if remark.code == "Q145"
    }
    assert told == {"WASHDC, SECSTATE ROUTINE", "ERTD"}  # an addressee too many, a code misspelt


def test_an_index_that_agrees_is_not_remarked() -> None:
    telegram = parse((INVENTED / "department-1975.txt").read_bytes())
    assert not [remark for remark in telegram.diagnostics if remark.code == "Q141"]


def test_an_index_that_contradicts_the_text_is_remarked_and_the_text_kept() -> None:
    text = (INVENTED / "department-1975.txt").read_text("utf-8")
    telegram = parse(text.replace("Original Classification: CONFIDENTIAL", "Original Classification: SECRET"))
    assert telegram.classification.level == "CONFIDENTIAL"
    [remark] = [remark for remark in telegram.diagnostics if remark.code == "Q141"]
    assert "SECRET" in telegram.text[remark.start : remark.end]


def test_without_an_original_midnight_in_a_label_means_a_day() -> None:
    text = (INVENTED / "labelled-2012.txt").read_text("utf-8")
    telegram = parse(text.replace("291518Z AUG 12", "290000Z AUG 12"))
    assert (telegram.dtg, telegram.dtg_precision) == ("2012-08-29T00:00:00Z", "day")


def test_every_label_and_attribute_is_kept_as_a_fact() -> None:
    labelled = parse((INVENTED / "labelled-2012.txt").read_bytes()).provenance.facts
    assert labelled["Dissemination Rule"].startswith("Archive Copy")
    indexed = parse((INVENTED / "department-1975.txt").read_bytes()).provenance.facts
    assert indexed["Film Number"] == "D750066-0259"
    assert "Channel Indicators" not in indexed  # n/a says nothing
