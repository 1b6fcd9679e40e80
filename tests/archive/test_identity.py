"""Which copies are copies of one telegram."""

from __future__ import annotations

import pytest

from reftel.archive.identity import agreement, hash_key, same_telegram, version_key
from reftel.model.telegram import Paragraph, Sections, Telegram

TEXT = (
    "The minister received the ambassador and told him that the river commission would meet again in autumn "
    "because the upper states had not yet answered the letter of the lower states about the navigation fees"
)


def telegram(text: str, **facts: object) -> Telegram:
    paragraph = Paragraph(1, "U", None, None, 1, text, 0, len(text))
    return Telegram(mrn="2006DUSHANBE1", paragraphs=(paragraph,)).replace(**facts).with_text(text)


def test_line_ends_case_and_a_changed_word_do_not_make_another_telegram() -> None:
    assert same_telegram(telegram(TEXT), telegram(TEXT.upper().replace(" ", "\n", 5)))
    assert same_telegram(telegram(TEXT), telegram(TEXT.replace("autumn", "spring")))


def test_a_first_page_is_a_copy_of_the_whole() -> None:
    assert agreement(TEXT[: TEXT.index(" because")], TEXT) == 1.0
    assert same_telegram(telegram(TEXT[: TEXT.index(" because")]), telegram(TEXT))


def test_other_words_make_another_telegram() -> None:
    other = "Grain shipments arrived late this week and the port authority asks for further lighters before winter"
    assert agreement(TEXT, other) == 0.0
    assert not same_telegram(telegram(TEXT), telegram(other))


def test_very_short_texts_agree_only_if_their_words_are_equal() -> None:
    assert agreement("no copy was kept", "no  copy was\nkept") == 1.0
    assert agreement("no copy was kept", "no copy was found") == 0.0


def test_different_sections_are_kept_apart() -> None:
    first = telegram(TEXT, sections=Sections(2, (1,)))
    second = telegram(TEXT, sections=Sections(2, (2,)))
    assert not same_telegram(first, second)
    assert same_telegram(first, first)


@pytest.mark.parametrize(
    ("version", "key"), [(1, "2006DUSHANBE1"), (2, "2006DUSHANBE1.2"), (11, "2006DUSHANBE1.11")]
)
def test_a_second_telegram_of_a_number_has_a_key_of_its_own(version: int, key: str) -> None:
    assert version_key("2006DUSHANBE1", version) == key


def test_a_telegram_without_a_number_is_named_by_its_hash() -> None:
    assert hash_key(bytes(range(32))) == "000102030405"
