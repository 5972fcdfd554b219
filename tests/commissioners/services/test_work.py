"""The log: whose it is, once per key, for lately; needs are handed over or settled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import builders
from tests.builders import COUNTY, VILLAGE
from tests.certificates.office import swear, texts
from tests.commissioners import stage
from zulian.certificates.models import Request
from zulian.commissioners.models import Log, Need
from zulian.commissioners.services import work
from zulian.commissioners.services.work import Entry
from zulian.documents.models import Attachment
from zulian.foundation.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def test_an_entry_counts_once_and_moves_the_last_day() -> None:
    post = builders.post("commissioner", VILLAGE)
    with pytest.raises(PermissionDenied, match="还没有关联"):
        work.commissioner_of(post)
    found = stage.appointed(account=post)
    someone = stage.person()
    entry = Entry(today(), "visit", someone, "情况稳定")
    assert work.write(post, entry, "k1").pk == work.write(post, entry, "k1").pk
    found.refresh_from_db()
    assert (Log.objects.count(), found.last_log_on) == (1, today())
    with pytest.raises(ValidationError, match="选择服务对象"):
        work.write(post, Entry(today(), "visit", None, ""), "k2")
    for days in (-1, 8):
        with pytest.raises(ValidationError, match="最近 7 天"):
            work.write(post, Entry(today() - timedelta(days=days), "policy", None, "讲政策"), "k3")


def test_a_need_for_a_certificate_becomes_a_request_at_the_county() -> None:
    post, county = builders.post("commissioner", VILLAGE), builders.post("county_officer", COUNTY)
    stage.appointed(account=post)
    work.write(post, Entry(today(), "visit", stage.person(), "", "card", "卧床，想上门办证"), "k1")
    need = Need.objects.get()
    with pytest.raises(PermissionDenied):
        work.hand_over(need.pk, county)
    texts()
    swear(county)
    done = work.hand_over(need.pk, county)
    request = Request.objects.get()
    assert (done.state, done.url, request.why) == (
        "taken",
        f"/certificates/visits/{request.pk}/",
        "卧床，想上门办证",
    )
    assert work.settle(need.pk, county, "已上门受理").state == "done"


def test_what_no_room_meets_is_settled_by_words() -> None:
    post, county = builders.post("commissioner", VILLAGE), builders.post("county_officer", COUNTY)
    stage.appointed(account=post)
    work.write(post, Entry(today(), "policy", None, "", "device", "要轮椅"), "k1")
    need = Need.objects.get()
    with pytest.raises(ValidationError, match="没有登记服务对象"):
        work.hand_over(need.pk, county)
    with pytest.raises(ValidationError, match="办理情况"):
        work.settle(need.pk, county, "")
    assert work.settle(need.pk, county, "已配发").done_on == today()


def test_a_photograph_of_a_visit_is_sealed_and_seen_by_who_reads_the_log(client: Client) -> None:
    post = builders.post("commissioner", VILLAGE)
    stage.appointed(account=post)
    client.force_login(post.user)
    sent = {"kind": "visit", "person": stage.person().pk, "day": today(), "key": "p1"}
    client.post("/commissioners/log/write/", sent | {"photo": builders.photo()})
    log = Log.objects.get()
    assert log.photo is not None and log.photo.sealed
    page = f"/documents/{log.photo_id}/"
    assert page in client.get("/commissioners/log/write/").content.decode()
    assert client.get(page).status_code == 200
    client.force_login(builders.post("county_officer", COUNTY).user)
    assert page in client.get("/commissioners/log/").content.decode()
    assert client.get(page).status_code == 200
    client.force_login(builders.post("assessor", COUNTY).user)
    assert client.get(page).status_code == 403


def test_what_is_no_photograph_is_refused_and_nothing_is_kept(client: Client) -> None:
    post = builders.post("commissioner", VILLAGE)
    stage.appointed(account=post)
    client.force_login(post.user)
    sent = {"kind": "policy", "day": today(), "key": "p2"}
    paper = SimpleUploadedFile("情况.pdf", b"%PDF-1.4\n%%EOF")
    page = client.post("/commissioners/log/write/", sent | {"photo": paper}).content.decode()
    assert "请选择照片" in page and not Log.objects.exists() and not Attachment.objects.exists()
