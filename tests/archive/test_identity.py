"""What shows that copies are copies of one telegram."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.archive.copies.bands import FEW, MORE, SOME, bands_of
from reftel.archive.copies.identity import (
    Evidence,
    agreement,
    bond,
    continues,
    evidence_of,
    hash_key,
    occasion_of,
    version_key,
    words_of,
)
from reftel.model.telegram import Originator, Paragraph, Sections, Telegram

TEXT = (
    "The minister received the ambassador and told him that the river commission would meet again in autumn "
    "because the upper states had not yet answered the letter of the lower states about the navigation fees"
)
OTHER = (
    "Grain shipments arrived late this week and the port authority asks for further lighters before winter"
)


def telegram(text: str, **facts: object) -> Telegram:
    paragraph = Paragraph(1, "U", None, None, 1, text, 0, len(text))
    return Telegram(mrn="2006DUSHANBE1", paragraphs=(paragraph,)).replace(**facts).with_text(text)


def evidence(text: str, mrn: str | None = "2006DUSHANBE1", **facts: object) -> Evidence:
    return evidence_of(telegram(text, mrn=mrn, **facts), text.encode(), mrn)


def bands(copy: Telegram, most: int) -> tuple[int, ...]:
    return bands_of(words_of(copy), most)


def test_line_ends_case_and_a_changed_word_do_not_make_another_telegram() -> None:
    assert bond(evidence(TEXT), evidence(TEXT.upper().replace(" ", "\n", 5))) == 1.0
    assert bond(evidence(TEXT), evidence(TEXT.replace("autumn", "spring")))


def test_a_first_page_is_a_copy_of_the_whole() -> None:
    assert bond(evidence(TEXT[: TEXT.index(" because")]), evidence(TEXT)) == 1.0


def test_other_words_make_another_telegram() -> None:
    assert agreement(evidence(TEXT), evidence(OTHER)) == 0.0
    assert not bond(evidence(TEXT), evidence(OTHER))


def test_very_short_texts_agree_only_if_their_words_are_equal() -> None:
    assert agreement(evidence("no copy was kept"), evidence("no  copy was\nkept")) == 1.0
    assert agreement(evidence("no copy was kept"), evidence("no copy was found")) == 0.0


@pytest.mark.parametrize(
    ("dates", "same"),
    [
        (("2006-05-10T10:39:00Z", "2006-05-10T10:39:00Z"), True),
        (("2006-05-10T10:39:00Z", "2006-05-11T10:39:00Z"), False),
    ],
)
def test_half_redacted_copies_need_one_date_time_group(dates: tuple[str, str], same: bool) -> None:
    words = [f"word{number}" for number in range(150)]
    redacted = words[:50] + [f"x{number}" for number in range(100)]
    one, other = (
        evidence(" ".join(text), dtg=dtg, dtg_precision="minute")
        for text, dtg in zip((words, redacted), dates, strict=True)
    )
    assert 0.25 < agreement(one, other) < 0.5
    assert bool(bond(one, other)) is same


def test_one_number_on_two_days_needs_nearly_all_words() -> None:
    days = ({"dtg": f"2006-05-{day}T10:39:00Z", "dtg_precision": "minute"} for day in (10, 20))
    one, other = (evidence(TEXT.replace("autumn", word), **day) for word, day in zip("ab", days, strict=True))
    assert not bond(one, other)


def test_a_copy_without_a_number_needs_nearly_all_words() -> None:
    assert bond(evidence(TEXT, None), evidence(TEXT))
    assert bond(evidence(TEXT, None), evidence(TEXT.replace(" fees", " charges"), None))
    assert not bond(evidence(TEXT, None), evidence(TEXT[: len(TEXT) // 2]))
    assert not bond(evidence(TEXT, None, originator=Originator(post="ANKARA")), evidence(TEXT))


def test_copies_of_two_numbers_are_never_one_by_their_words() -> None:
    assert not bond(evidence(TEXT), evidence(TEXT, "2006DUSHANBE2"))


def test_different_sections_go_on_from_each_other_and_have_no_words_in_common_to_judge_by() -> None:
    first, second, last = (evidence(TEXT, sections=Sections(3, (number,))) for number in (1, 2, 3))
    assert not bond(first, second)
    assert continues(first, second)
    assert continues(second, last)
    assert not continues(first, first)
    assert not continues(first, evidence(OTHER, sections=Sections(2, (2,))))
    assert not continues(first, evidence(OTHER, "2006DUSHANBE2", sections=Sections(3, (2,))))


def test_nearly_equal_texts_share_a_band_and_others_do_not() -> None:
    words = [f"word{number}" for number in range(400)]
    one = telegram(" ".join(words))
    for at in range(0, 400, 40):
        words[at] = "changed"
    other = telegram(" ".join(words))
    strange = telegram(" ".join(f"term{number}" for number in range(400)))
    numbered, loose, foreign = bands(one, FEW), bands(other, MORE), bands(strange, MORE)
    assert set(numbered) & set(loose)
    assert len(set(bands(one, MORE)) & set(loose)) >= SOME
    assert not set(numbered) & set(foreign)
    assert bands(telegram("no copy was kept"), MORE) == ()


@given(st.text("abc defghi", min_size=60))
def test_the_few_bands_of_a_copy_with_a_number_are_among_those_that_it_would_have_without(text: str) -> None:
    copy = telegram(text)
    assert bands(copy, FEW) == bands(copy, MORE)[:FEW]


def test_an_occasion_is_a_post_on_a_day() -> None:
    dated = telegram(TEXT, dtg="2006-05-10T10:39:00Z", dtg_precision="minute")
    assert occasion_of(dated) == occasion_of(dated.replace(dtg="2006-05-10", dtg_precision="day"))
    assert occasion_of(dated) != occasion_of(dated.replace(dtg="2006-05-11T10:39:00Z"))
    assert occasion_of(dated) != occasion_of(dated.replace(originator=Originator(post="ANKARA")))
    assert occasion_of(dated.replace(dtg_precision="month")) is None


@pytest.mark.parametrize(
    ("version", "key"), [(1, "2006DUSHANBE1"), (2, "2006DUSHANBE1.2"), (11, "2006DUSHANBE1.11")]
)
def test_a_second_telegram_of_a_number_has_a_key_of_its_own(version: int, key: str) -> None:
    assert version_key("2006DUSHANBE1", version) == key


def test_a_telegram_without_a_number_is_named_by_its_hash() -> None:
    assert hash_key(bytes(range(32))) == "000102030405"
