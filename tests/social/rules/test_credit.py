"""The unified social credit code."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zulian.social.rules.credit import SIGNS, CreditCodeError, check_character, read_code

first = st.text(alphabet=SIGNS, min_size=17, max_size=17)


def test_known_codes_of_the_standard() -> None:
    # The example printed with the standard and in wide use.
    assert read_code(" 91350100m000100y43 ") == "91350100M000100Y43"


@given(first)
def test_a_code_with_its_check_character_is_read(text: str) -> None:
    assert read_code(text + check_character(text)) == text + check_character(text)


@given(first, st.integers(0, 16), st.sampled_from(SIGNS))
def test_any_one_wrong_character_is_noticed(text: str, place: int, sign: str) -> None:
    assume(text[place] != sign)
    wrong = text[:place] + sign + text[place + 1 :] + check_character(text)
    with pytest.raises(CreditCodeError, match="check"):
        read_code(wrong)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert len(read_code(text)) == 18
    except CreditCodeError as error:
        assert error.why in {"length", "sign", "check"}


def test_a_code_fits_its_kind() -> None:
    group = "51210900MJ000000X"
    code = group + check_character(group)
    assert read_code(code, "group") == code
    with pytest.raises(CreditCodeError, match="kind"):
        read_code(code, "foundation")
