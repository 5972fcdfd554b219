"""The ledger of terms: posts are taken one after the other, the same file again changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.builders import TOWN, VILLAGE, post
from tests.leadership import stage
from tests.ledgers.books import agree, book, faults, hand_in, number
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.leadership.models import Office, Term

TERM_HEADS = ("姓名", "身份证号", "户籍所在地", "任职单位", "职务", "与残疾人的关系", "任职日期")
BIRTH = date(1988, 5, 6)


@pytest.fixture
def county(regions: None) -> Post:
    return post(Role.COUNTY_OFFICER)


def test_terms_take_the_vacant_posts_one_after_the_other(county: Post) -> None:
    stage.offices(TOWN)
    since = today() - timedelta(days=30)
    rows = [
        [f"演干{n}", number(n, BIRTH), VILLAGE, TOWN, title, "其他", str(since)]
        for n, title in ((1, "理事长"), (2, "副理事长"), (3, "理事长"))
    ]
    made = hand_in("terms", county, book(TERM_HEADS, rows))
    assert (made.new, made.refused) == (2, 1) and "没有空缺" in str(faults(made))
    agree(made, "good")
    assert not Office.objects.vacant(today()).filter(region=TOWN).exists()
    assert Term.objects.get(office__rank="chair").person.name == "演干1"
    again = hand_in("terms", county, book(TERM_HEADS, rows[:2]))
    assert (again.same, again.refused) == (2, 0)
