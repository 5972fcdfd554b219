"""Where applicants go: entered by each federation, read by everybody, printed on what they take home."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import OTHER_COUNTY, VILLAGE
from tests.certificates.office import applied, office, person
from zulian.certificates import papers
from zulian.certificates.models import Desk
from zulian.certificates.services import desks
from zulian.certificates.services.public import code_of
from zulian.documents.sheets import Grid
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")
WHERE = {"place": "演示路 1 号", "phone": "0418-1234567", "hours": "周一至周五"}
WORDS = "演示路 1 号，0418-1234567，周一至周五"


def test_everybody_reads_where_to_go() -> None:
    who = office()
    desks.add(who.leader, WHERE)
    assert "演示路 1 号" in Client().get("/certificates/public/").content.decode()
    assert WORDS in Client().get(f"/certificates/board/{VILLAGE}/").content.decode()
    case = applied(who, person())
    sent = {"code": code_of(case)}
    assert WORDS in Client().post("/certificates/public/progress/", sent).content.decode()
    blanks = [
        blank.value
        for part in papers.receipt(case, code_of(case)).parts
        if isinstance(part, Grid)
        for row in part.rows
        for blank in row
    ]
    assert WORDS in blanks


def test_where_none_is_entered_nothing_is_said() -> None:
    who = office()
    assert desks.desk_words(who.clerk.region) == ""
    assert "到哪里办" not in Client().get("/certificates/public/").content.decode()
    assert "办证窗口" not in Client().get(f"/certificates/board/{VILLAGE}/").content.decode()


def test_each_has_one_and_changes_no_other() -> None:
    here, there = office(), office(OTHER_COUNTY)
    made = desks.add(here.leader, WHERE)
    with pytest.raises(ValidationError, match="已登记"):
        desks.add(here.leader, WHERE)
    browser = Client()
    browser.force_login(there.leader.user)
    browser.post(f"/certificates/desks/{made.pk}/change/", WHERE | {"place": "别处"})
    made.refresh_from_db()
    assert made.place == "演示路 1 号"


@pytest.mark.parametrize("phone", ["问门卫", "1"])
def test_a_telephone_is_one(phone: str) -> None:
    who = office()
    browser = Client()
    browser.force_login(who.leader.user)
    page = browser.post("/certificates/desks/add/", WHERE | {"phone": phone}).content.decode()
    assert "不是电话号码" in page
    assert not Desk.objects.filter(region=Region.objects.get(pk=who.leader.region_id)).exists()
