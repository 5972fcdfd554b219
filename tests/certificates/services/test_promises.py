"""Promises: two texts, in force for a post, renewed with a new text, a new post and time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests import builders
from tests.builders import CITY, COUNTY, post
from tests.certificates.office import sworn, texts
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.indicators import PROMISES
from zulian.certificates.models import PromiseText, Signature
from zulian.certificates.services import promises
from zulian.foundation.clock import on_day, today
from zulian.indicators.services import overview
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


def test_both_are_needed() -> None:
    texts()
    clerk = post(Role.CERTIFICATE_CLERK)
    assert promises.missing_promises(clerk, today()) == ["保密协议", "责任承诺书"]
    first, second = promises.texts_in_force(COUNTY, today()).values()
    with pytest.raises(ValidationError, match="本人的姓名"):
        promises.sign(clerk, first.pk, "别人")
    made = promises.sign(clerk, first.pk, clerk.user.name)
    assert promises.sign(clerk, first.pk, clerk.user.name) == made
    assert made.digest == first.digest
    assert len(promises.missing_promises(clerk, today())) == 1
    assert promises.sworn_posts(today()) == []
    promises.sign(clerk, second.pk, clerk.user.name)
    assert promises.missing_promises(clerk, today()) == []
    assert promises.sworn_posts(today()) == [clerk.pk]


def test_roles_that_handle_no_certificates_sign_nothing() -> None:
    assert promises.missing_promises(post(Role.COMMISSIONER), today()) == []


def test_who_is_in_charge_in_a_township_signs_too() -> None:
    """各级新任主管领导: at every level that has one."""
    texts()
    leader = post(Role.TOWNSHIP_OFFICER)
    assert len(promises.missing_promises(leader, today())) == 2
    client = Client()
    client.force_login(leader.user)
    assert "要签署的承诺" in client.get("/").content.decode()
    assert client.get("/certificates/promises/").status_code == 200
    for text in promises.texts_in_force(leader.region_id, today()).values():
        address = f"/certificates/promises/texts/{text.pk}/sign/"
        answer = client.post(address, {"typed_name": leader.user.name}, follow=True)
        assert "已签署" in answer.content.decode()
    assert promises.missing_promises(leader, today()) == []
    assert leader.pk in promises.sworn_posts(today())


def test_a_new_text_asks_everybody_anew_and_the_countys_own_goes_before_the_citys() -> None:
    clerk, other = (
        sworn(Role.CERTIFICATE_CLERK),
        sworn(Role.CERTIFICATE_CLERK, builders.OTHER_COUNTY),
    )
    made = promises.issue_text(
        Region.objects.get(code=COUNTY), PromiseText.Kind.CONFIDENTIALITY, "县里的新文本", today()
    )
    assert made.version == 1
    assert promises.missing_promises(clerk, today()) == ["保密协议"]
    assert promises.sworn_posts(today()) == [other.pk]
    newer = promises.issue_text(
        Region.objects.get(code=CITY), PromiseText.Kind.RESPONSIBILITY, "市里的新文本", today()
    )
    assert newer.version == 2
    assert promises.missing_promises(other, today()) == ["责任承诺书"]
    with pytest.raises(ValidationError, match="相同"):
        promises.issue_text(
            Region.objects.get(code=CITY), PromiseText.Kind.RESPONSIBILITY, "市里的新文本", today()
        )


def test_a_new_post_signs_anew() -> None:
    clerk = sworn(Role.CERTIFICATE_CLERK)
    moved = Post.objects.create(
        user=clerk.user, role=Role.REVIEWER, region=clerk.region, since=today()
    )
    assert promises.missing_promises(moved, today())


def test_it_lapses_and_warns_before() -> None:
    clerk = sworn(Role.CERTIFICATE_CLERK)
    end = Signature.objects.filter(post=clerk)[0].expires_on
    assert promises.expiring_posts(today()) == []
    assert promises.expiring_posts(end - timedelta(days=30)) == [clerk.pk]
    with on_day(end + timedelta(days=1)):
        assert promises.missing_promises(clerk, today())


def test_on_paper_with_a_scan() -> None:
    texts()
    clerk, leader = post(Role.CERTIFICATE_CLERK), post(Role.COUNTY_OFFICER)
    for text in promises.texts_in_force(COUNTY, today()).values():
        with pytest.raises(ValidationError, match="签署日期"):
            promises.sign_on_paper(
                clerk, text.pk, today() + timedelta(days=1), builders.photo(), leader
            )
        made = promises.sign_on_paper(clerk, text.pk, today(), builders.photo(), leader)
        assert made.scan is not None
        assert made.scan.sealed
    assert promises.missing_promises(clerk, today()) == []


def test_an_altered_text_shows() -> None:
    clerk = sworn(Role.CERTIFICATE_CLERK)
    signature = Signature.objects.filter(post=clerk).select_related("text")[0]
    assert signature.is_sound
    PromiseText.objects.filter(pk=signature.text_id).update(text="改过的")
    assert not Signature.objects.select_related("text").get(pk=signature.pk).is_sound


def test_the_indicator_counts_who_has_not_signed() -> None:
    sworn(Role.CERTIFICATE_CLERK), post(Role.REVIEWER), post(Role.COMMISSIONER)
    pair = overview(Region.objects.get(code=COUNTY), today(), [PROMISES])[PROMISES.code]
    assert (pair.met, pair.of, pair.missing) == (1, 2, 1)
