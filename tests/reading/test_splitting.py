"""Where one telegram ends and the next begins, and which of several lines gives a telegram its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from reftel.reading import parse_all

INVENTED = Path(__file__).parent / "telegrams"
CIRCUIT = (INVENTED / "circuit-2006.txt").read_text("utf-8")
NEXT = CIRCUIT.replace("0311", "0477")


def _numbers(text: str) -> list[str | None]:
    return [telegram.mrn for telegram in parse_all(text)]


@pytest.mark.parametrize("between", ["", "\n\n", "\nNNNN\n\n", "\n\x0c\n", "\n#0311\n\nNNNN\n"])
def test_telegrams_joined_in_one_file_come_apart(between: str) -> None:
    assert _numbers(CIRCUIT + between + NEXT) == ["2006BRIDGETOWN311", "2006BRIDGETOWN477"]


def test_a_mail_folder_gives_each_telegram() -> None:
    mail = "From roe Wed May 10 10:39:00 2006\nSubject: a telegram\nTo: doe\n\n"
    assert _numbers(mail + CIRCUIT + "\n" + mail + NEXT)[-2:] == ["2006BRIDGETOWN311", "2006BRIDGETOWN477"]


def test_the_same_telegram_twice_is_two_copies() -> None:
    telegrams = list(parse_all(CIRCUIT + "\n" + CIRCUIT))
    assert [telegram.mrn for telegram in telegrams] == ["2006BRIDGETOWN311"] * 2
    assert len(telegrams[0].paragraphs) == len(telegrams[1].paragraphs) == 3


def test_headings_without_start_lines_come_apart_behind_a_signature() -> None:
    first = CIRCUIT[CIRCUIT.index("P R 28") :]
    second = NEXT[NEXT.index("P R 28") :]
    assert _numbers(first + "\n" + second) == ["2006BRIDGETOWN311", "2006BRIDGETOWN477"]


def test_two_sections_sent_apart_are_one_telegram() -> None:
    head, body = CIRCUIT.split("¶1.", maxsplit=1)
    first, rest = body.split("BRIDGETOWN 00000311 002 OF 002")
    second_head = (
        head.replace("#0311/01", "#0311/02").replace("SECTION 01", "SECTION 02").replace("4711", "4712")
    )
    [telegram] = parse_all(f"{head}¶1.{first}\n{second_head}{rest}")
    assert telegram.sections.present == (1, 2)
    assert [one.number for one in telegram.paragraphs] == [1, 2, 3]
    assert "gone out without licences, and" in telegram.paragraphs[1].text
    assert [one.section for one in telegram.paragraphs] == [1, 1, 2]
    assert telegram.completeness == "whole"


def test_a_missing_section_leaves_the_telegram_partial() -> None:
    before, _ = CIRCUIT.split("BRIDGETOWN 00000311 002 OF 002")
    [telegram] = parse_all(before)
    assert (telegram.sections.present, telegram.sections.of, telegram.completeness) == ((1,), 2, "partial")


def test_page_lines_decide_where_the_classification_line_has_no_number() -> None:
    [telegram] = parse_all(CIRCUIT.replace("BRIDGETOWN 000311", "BRIDGETOWN 000000"))
    assert telegram.mrn == "2006BRIDGETOWN311"


def test_a_number_of_another_year_in_the_block_is_remarked() -> None:
    text = (INVENTED / "department-1975.txt").read_text("utf-8").replace("1975TUNIS01118", "1976TUNIS01118")
    [telegram] = parse_all(text)
    assert telegram.mrn == "1975TUNIS1118"
    assert "1976TUNIS1118" in telegram.aliases
    assert "Q134" in {remark.code for remark in telegram.diagnostics}


def test_on_new_years_eve_the_senders_clock_keeps_the_series() -> None:
    text = (INVENTED / "department-1975.txt").read_text("utf-8").replace("141502Z MAR 75", "010030Z JAN 76")
    [telegram] = parse_all(text)
    assert (telegram.mrn, telegram.dtg) == ("1975TUNIS1118", "1976-01-01T00:30:00Z")


def test_a_record_whose_text_is_lost_stands_for_the_telegram() -> None:
    text = (INVENTED / "department-1975.txt").read_text("utf-8")
    block = text[text.index("Message Attributes") :].replace(
        "TEXT ON-LINE, ON MICROFILM", "ADS TEXT UNRETRIEVABLE"
    )
    [telegram] = parse_all("Message Text\n\nn/a\n\n" + block)
    assert (telegram.kind, telegram.completeness) == ("stub", "header only")
    assert (telegram.mrn, telegram.dtg, telegram.dtg_precision) == (
        "1975TUNIS1118",
        "1975-03-14T00:00:00Z",
        "day",
    )
    assert telegram.classification.level == "CONFIDENTIAL"
    assert (telegram.captions, telegram.paragraphs) == (("EXDIS",), ())
    assert telegram.subject == "OLIVE OIL TALKS: VIEWS OF FOREIGN MINISTER"
    assert [one.mrn for one in telegram.references] == ["1975STATE45001", "1974TUNIS5921"]
    assert {"D750066-0259", "link1975/newtext/t19750333/aaaabcde.tel"} <= set(telegram.aliases)


def test_a_record_that_was_withdrawn_says_so() -> None:
    text = (INVENTED / "department-1975.txt").read_text("utf-8")
    block = text[text.index("Message Attributes") :].replace(
        "Type: TE", "Review History: WITHDRAWN <10 FEB 2003 by doejx, PRIVACY>\nType: TE"
    )
    [telegram] = parse_all("Message Text\n\n" + block)
    assert telegram.kind == "withdrawal"


def test_a_control_word_before_the_section_is_no_station() -> None:
    """`SBU SECTION 01` is neither a post nor its number: both sections are one telegram."""
    heading = (
        "RR RUEHC\nDE RUEHPE #0862/{0:02d} 1301039\nZNR UUUUU ZZH\n"
        "R 101039Z MAY 06\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC\nBT\n"
    )
    section = heading + "UNCLAS SBU SECTION {0:02d} OF 02 LIMA 000862\n\nSUBJECT: TIDES\n\n{0}. (U) HIGH.\n"
    section += "BT\n#0862\n\n\nNNNN\n"
    telegrams = list(parse_all(section.format(1) + "\n" + section.format(2)))
    assert [(one.mrn, one.sections.of, len(one.paragraphs)) for one in telegrams] == [("2006LIMA862", 2, 2)]
