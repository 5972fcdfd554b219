"""What an account has seen: files, values in full, prints and exports, and nothing of what it only wrote."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.builders import COUNTY, OTHER_COUNTY, post
from tests.tables.test_reads import FILES
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.accounts.seen import seeing_actions
from zulian.foundation.actor import Actor, acting
from zulian.foundation.audit import record
from zulian.people.looks import LOOKS

pytestmark = pytest.mark.usefixtures("regions")


def did(by: Post, *actions: str) -> None:
    actor = Actor(by.user_id, by.pk, f"{by.user.name}（{by}）", by.region_id, "10.0.0.7", by.role)
    with acting(actor):
        for action in actions:
            record(action, by.region, {"reason": "核对身份"})


def looking(auditor: Post, by: Post, **asked: str) -> str:
    client = Client()
    client.force_login(auditor.user)
    return client.get(reverse("accounts:seen", args=[by.user_id]), asked).content.decode()


def test_what_was_seen_is_listed_and_counted() -> None:
    officer, auditor = post(Role.COUNTY_OFFICER), post(Role.AUDIT_ADMIN)
    did(officer, "person.read", "person.reveal", "ledger.export", "list.export", "person.correct")
    page = looking(auditor, officer)
    assert "共打开 1 份档案，查看完整信息 1 次，导出和下载 2 次" in page
    assert page.count("核对身份") == 4
    assert "10.0.0.7" in page


def test_it_is_a_sheet_too() -> None:
    officer, auditor = post(Role.COUNTY_OFFICER), post(Role.AUDIT_ADMIN)
    did(officer, "person.read", "message.read")
    client = Client()
    client.force_login(auditor.user)
    answer = client.get(reverse("accounts:seen", args=[officer.user_id]), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer))).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any("核对身份" in text for text in texts)
    assert sum("核对身份" in text for text in texts) == 1


def test_an_account_elsewhere_is_not_known() -> None:
    other, auditor = post(Role.COUNTY_OFFICER, OTHER_COUNTY), post(Role.AUDIT_ADMIN, COUNTY)
    did(other, "person.read")
    client = Client()
    client.force_login(auditor.user)
    assert client.get(reverse("accounts:seen", args=[other.user_id])).status_code == 404


def test_the_trail_leads_there() -> None:
    officer, auditor = post(Role.COUNTY_OFFICER), post(Role.AUDIT_ADMIN)
    did(officer, "person.read")
    client = Client()
    client.force_login(auditor.user)
    trail = client.get(reverse("accounts:audit")).content.decode()
    assert f'href="{reverse("accounts:seen", args=[officer.user_id])}"' in trail


def test_all_that_opens_a_file_counts() -> None:
    assert set(LOOKS) <= set(seeing_actions())
    assert set(FILES.values()) <= set(seeing_actions())
