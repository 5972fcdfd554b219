"""What the registers of commissioners show and refuse: whose step it is, what a panel leaves out, figures in workbooks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests import builders
from tests.builders import CITY, COUNTY
from tests.commissioners import stage
from zulian.accounts.models import Post
from zulian.commissioners.models import Log, Need
from zulian.commissioners.registers.archive import TENURES
from zulian.commissioners.registers.pay import PAYMENTS
from zulian.commissioners.registers.work import LOGS
from zulian.commissioners.services import appraisal, training, work
from zulian.foundation.clock import today
from zulian.foundation.scopes import scope
from zulian.registers.forms import model_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def signed_in(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client


def test_a_step_of_somebody_else_is_refused_in_its_own_sentence() -> None:
    county, village = builders.post("county_officer", COUNTY), builders.post("commissioner")
    stage.appointed(account=village)
    period = appraisal.begin(county, "考核", today() - timedelta(days=9), today())
    sheet, other = period.appraisals.get(), builders.post("commissioner")
    url = reverse("commissioners:appraisal-own", args=[sheet.pk])
    assert signed_in(village).get(url).status_code == 200
    refused = signed_in(other).get(url)
    assert refused.status_code == 403 and "自评由专职委员本人填写。" in refused.content.decode()
    for post, is_shown in ((village, True), (other, False)):
        page = signed_in(post).get(sheet.get_absolute_url()).content.decode()
        assert (url in page) is is_shown


def test_what_must_be_filled_in_is_said_by_the_action() -> None:
    assert model_form(Need, ("reply",))({"reply": ""}).is_valid()
    assert not model_form(Need, ("reply",), required=("reply",))({"reply": ""}).is_valid()
    assert model_form(Log, ("day",), optional=("day",))({"day": ""}).is_valid()


def test_a_row_of_two_pages_says_on_each_what_the_other_says() -> None:
    commissioner, county = stage.appointed(), builders.post("county_officer", COUNTY)
    tenure = commissioner.tenures.get()
    with scope(county.region.scope()):
        in_archive, at_post = (
            TENURES.item_on(page, tenure, county) for page in (commissioner, tenure.position)
        )
    assert (in_archive.text, at_post.text) == (str(tenure.position), commissioner.person.name)
    assert (
        in_archive.url == tenure.position.get_absolute_url()
        and at_post.url == commissioner.get_absolute_url()
    )


def test_a_panel_says_how_many_rows_it_leaves_out_and_leads_to_all() -> None:
    county, village = builders.post("county_officer", COUNTY), builders.post("commissioner")
    commissioner = stage.appointed(account=village)
    for number in range(LOGS.panel_rows + 1):
        work.write(village, work.Entry(today(), "policy", None, f"第{number}次"), f"k{number}")
    with scope(county.region.scope()):
        card = LOGS.panel(commissioner, county, ())
    assert card is not None and card.of is not None and card.of.total == len(card.items) + 1
    page = signed_in(county).get(card.of.to).content.decode()
    assert page.count("<tr>") == card.of.total + 1


def test_what_is_owed_is_a_number_in_the_workbook_and_marked_on_the_page() -> None:
    stage.rate(builders.post("city_officer", CITY))
    payment, county = stage.payment(stage.appointed()), builders.post("county_officer", COUNTY)
    with scope(county.region.scope()):
        row = PAYMENTS.table(PAYMENTS.rows()).rows[0]
        assert row.get_cell_value("owed") == payment.owed == Decimal(300)
        assert "s-overdue" in row.get_cell("owed")


def test_months_that_were_reckoned_are_counted_in_the_answer() -> None:
    stage.rate(builders.post("city_officer", CITY))
    stage.appointed()
    client = signed_in(builders.post("county_officer", COUNTY))
    answer = client.post(
        reverse("commissioners:payment-add"), {"month": str(stage.month(1))}, follow=True
    )
    assert "新增 1 人的应发补贴。" in answer.content.decode()


def test_a_scan_that_proves_several_months_is_kept_once() -> None:
    stage.rate(builders.post("city_officer", CITY))
    commissioner, county = stage.appointed(), builders.post("county_officer", COUNTY)
    rows = [stage.payment(commissioner, back).pk for back in (2, 3)]
    sent = {"action": "pay", "row": rows, "filled": "1", "paid_on": str(today()), "proof": "拨1"}
    answer = signed_in(county).post(
        reverse("commissioners:payment-many"), sent | {"file": builders.photo("凭证.jpg")}
    )
    assert "已办 2 条" in answer.content.decode()
    paid = commissioner.payments.filter(pk__in=rows)
    assert {row.owed for row in paid} == {Decimal(0)} and len(
        {row.file_id for row in paid} - {None}
    ) == 1


def test_the_words_of_a_recording_are_paragraphs_and_nothing_else() -> None:
    county = builders.post("county_officer", COUNTY)
    course = training.plan(county, "业务培训", 8, today())
    training.add_material(
        course.pk, county, "录像", None, "https://example.org/v", "大家好\n\n<b>再见</b>"
    )
    page = signed_in(county).get(course.get_absolute_url()).content.decode()
    assert "<p>大家好</p>" in page and "&lt;b&gt;再见" in page and "https://example.org/v" in page


def test_what_is_owed_stands_first_and_a_month_is_chosen() -> None:
    county = builders.post("county_officer", COUNTY)
    stage.rate(builders.post("city_officer", CITY))
    found = stage.appointed()
    late, paid = stage.payment(found, 4), stage.payment(found, 1)
    paid.paid, paid.paid_on = paid.due, today()
    paid.save()
    with scope(county.region.scope()):
        rows = list(PAYMENTS.list_rows())
    assert late in rows and paid in rows and rows.index(late) < rows.index(paid)
    page = signed_in(county)
    text = page.get(reverse("commissioners:payment-list"), {"month": f"{paid.month:%Y-%m}"})
    assert [row.pk for row in text.context["table"].data.data] == [paid.pk]
    assert f'<option value="{paid.month:%Y-%m}"' in text.content.decode()


def test_arrears_are_money_with_a_total() -> None:
    county = builders.post("county_officer", COUNTY)
    stage.rate(builders.post("city_officer", CITY))
    stage.payment(stage.appointed())
    text = signed_in(county).get(reverse("commissioners:arrears")).content.decode()
    assert "300.00" in text and "300.000" not in text and "合计" in text
