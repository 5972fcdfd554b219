"""The audit trail on a screen and on a telephone: everything can be read, nothing is cut off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import builders
from tests.browser.conftest import CUT, WIDTHS, enter, shot
from tests.builders import COUNTY, TOWN, VILLAGE
from tests.ledgers.books import number
from zulian.accounts.roles import Role
from zulian.accounts.services import end_post
from zulian.foundation import clock
from zulian.foundation.actor import Actor, acting
from zulian.foundation.audit import record
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.services import Entry, register
from zulian.regions.models import Region


@pytest.mark.parametrize("width", sorted(WIDTHS))
def test_the_whole_trail_can_be_read(page: Page, site: str, width: str) -> None:
    with scope(EVERYTHING):
        builders.regions()
        auditor = builders.post(Role.AUDIT_ADMIN, COUNTY)
        clerk = builders.post(Role.CERTIFICATE_CLERK, COUNTY)
    actor = Actor(
        clerk.user_id,
        clerk.pk,
        f"{clerk.user.name}（{clerk}）",
        COUNTY,
        "2001:db8:85a3:8d3:1319:8a2e:370:7348",
    )
    with scope(EVERYTHING), acting(actor):
        register(
            Entry(
                "演示",
                Region.objects.get(code=VILLAGE),
                id_number=number(1),
                phone="12000000001",
                address="演一街1号",
            )
        )
        end_post(builders.post(Role.TOWNSHIP_OFFICER, TOWN), clock.today() + timedelta(days=9))
        record("ledger.upload", clerk, {"file": "0123456789abcdef" * 4})
        record(
            "ledger.import",
            clerk,
            {"new": 120, "changed": 3, "refused": 2, "same": 0, "mode": "good"},
        )
    enter(page, auditor.user, site)
    page.set_viewport_size({"width": WIDTHS[width][0], "height": WIDTHS[width][1]})
    page.goto(f"{site}/accounts/audit/")
    shot(page, f"trail-{width}")
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    row = page.locator("table.list tbody tr").filter(has_text="残疾人档案：登记")
    row.locator("summary").click()
    expect(row.get_by_text("姓名：空 → 演示")).to_be_visible()
    assert page.evaluate(CUT) == []
    shot(page, f"trail-{width}-open")
