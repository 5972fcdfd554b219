"""How the number of a paper (文号) is written: the year in 〔〕, whatever brackets were typed."""

from __future__ import annotations

BRACKETS = str.maketrans("[［【(（]］】)）", "〔" * 5 + "〕" * 5)


def written(number: str) -> str:
    """A number, or a part of one, with the brackets of papers.

    >>> written("阜残联[2026]3号")
    '阜残联〔2026〕3号'
    """
    return number.translate(BRACKETS)
