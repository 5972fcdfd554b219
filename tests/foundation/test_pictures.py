"""Pictures: bars add up to their lines, numbers stand beside them, and patterns tell the parts apart."""

from __future__ import annotations

import re

import pytest

from zulian.foundation.pictures import LEAST, OPEN, TALL, Line, Look, Part, Picture, drawn

PARTS = (Part("有", Look.FULL), Part("缺", Look.LATE), Part("钱"))


def picture(**how: bool) -> Picture:
    lines = [Line("甲", (3, 1, 1234567)), Line("<乙>", (0, 2, None), "/rows/")]
    return Picture("配备", PARTS, lines, **how)


def lengths(one: Picture) -> list[list[float]]:
    return [[float(s.length.rstrip("%")) for s in shapes] for _line, shapes in one.bars]


def test_the_longest_line_fills_the_width_and_the_others_are_in_proportion() -> None:
    assert lengths(picture()) == [[75, 25], [50]]


def test_shares_fill_the_width_each() -> None:
    assert lengths(picture(is_share=True)) == [[75, 25], [100]]


def test_what_is_told_in_numbers_alone_is_not_drawn() -> None:
    assert all("dots" not in s.fill for _line, shapes in picture().bars for s in shapes)
    assert picture().lines[0].shown == ["3", "1", "1,234,567"]
    assert picture().lines[1].shown[2] == "—"


def test_a_thin_part_is_to_be_seen_and_nothing_leaves_the_width() -> None:
    one = Picture("", PARTS[:2], [Line("", (1, 9999)), Line("", (9999, 1))])
    for _line, shapes in one.bars:
        first, last = shapes
        assert float(first.length[:-1]) >= 1 and float(last.length[:-1]) >= 1
        assert float(last.start[:-1]) + float(last.length[:-1]) <= 100


def test_columns_stand_on_one_ground() -> None:
    one = Picture("", PARTS[:1], [Line("1月", (10,)), Line("2月", (0,)), Line("3月", (0.01,))])
    ((part, cells),) = one.columns
    assert part.name == "有" and cells[1] == ("0", None)
    highest, least = cells[0][1], cells[2][1]
    assert highest is not None and least is not None
    assert (highest.start, highest.length) == ("0.0", f"{TALL:.1f}")
    assert float(least.length) == LEAST and float(least.start) + LEAST == TALL


def test_above_a_list_all_but_the_first_are_folded() -> None:
    many = [picture() for _n in range(OPEN + 1)]
    above = str(drawn(many, above_list=True))
    opened, folded = above.split("<details")
    assert opened.count("<table") == OPEN and folded.count("<table") == 1
    assert "<details" not in str(drawn(many)) + str(drawn(many[:OPEN], above_list=True))


@pytest.mark.parametrize("is_upright", [False, True])
def test_the_page_says_in_numbers_what_it_draws(is_upright: bool) -> None:
    html = str(drawn([picture(is_upright=is_upright)]))
    assert "&lt;乙&gt;" in html and 'href="/rows/"' in html
    assert "1,234,567" in html and "<table" in html
    # Each shape is filled by a pattern of the page, so that paper without colours tells the parts apart.
    known = set(re.findall(r'<pattern id="([\w-]+)"', html))
    assert set(re.findall(r'fill="url\(#([\w-]+)\)"', html)) <= known
    assert known == {f"look-{look}" for look in Look}
    assert "style=" not in html and "<script" not in html


def test_where_there_is_nothing_to_be_seen_nothing_is_shown() -> None:
    assert drawn([]) == "" == drawn([Picture("", PARTS, [Line("", (0, 0, None))])])
