"""The photo of whoever is verified: seen by those whose page shows it, at home and away, and by nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests import builders
from tests.builders import OTHER_COUNTY
from tests.certificates.office import ALL, Office, office, person
from tests.tables.certificates import card_of
from zulian.accounts.models import Post
from zulian.certificates.models import Case
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import across, counter, deaths
from zulian.certificates.services.counter import Application
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.people import services as people
from zulian.people.models import Person

pytestmark = pytest.mark.usefixtures("regions")
PHOTO = re.compile(r'<img class="portrait" src="([^"]+)"')


@pytest.fixture
def home() -> Office:
    return office()


@pytest.fixture
def away() -> Office:
    return office(OTHER_COUNTY)


@pytest.fixture
def someone(home: Office) -> Person:
    made = person()
    card_of(made, today() - timedelta(days=3500))
    return made


def pictured(someone: Person, by: Post) -> None:
    people.set_photo(someone, builders.portrait(), by)


def browser(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client


def photo_on(page: str) -> str:
    found = PHOTO.search(page)
    assert found, "no photo on the page"
    return found[1]


def taken_in(away: Office, someone: Person) -> Case:
    with scope(away.clerk.region.scope()):
        return counter.start(someone, away.clerk, Application(Kind.RENEWAL, received=ALL))


def test_the_county_that_takes_a_business_in_sees_the_photo(
    home: Office, away: Office, someone: Person
) -> None:
    pictured(someone, home.clerk)
    case, there = taken_in(away, someone), browser(away.clerk)
    token = across.token_of(someone)
    for url in (f"/certificates/counter/across/{token}/", f"/certificates/cases/{case.pk}/"):
        address = photo_on(there.get(url).content.decode())
        assert there.get(address)["Content-Type"] == "image/jpeg"
        assert browser(home.clerk).get(address).status_code == 404
        assert browser(away.assessor).get(address).status_code == 404
    assert AuditEntry.objects.filter(action="attachment.read", post_id=away.clerk.pk).exists()


def test_away_a_photo_that_lacks_is_told_and_not_taken(
    home: Office, away: Office, someone: Person
) -> None:
    page = browser(away.clerk).get(f"/certificates/counter/across/{across.token_of(someone)}/")
    assert "档案中没有本人照片" in page.content.decode()
    assert "上传照片" not in page.content.decode()
    at_home = browser(home.clerk).get(f"/certificates/counter/{someone.pk}/").content.decode()
    assert f'href="/people/{someone.pk}/photo/?back=/certificates/counter/{someone.pk}/"' in at_home
    upload = f"/people/{someone.pk}/photo/?back=/certificates/counter/{someone.pk}/"
    done = browser(home.clerk).post(upload, {"photo": builders.portrait()})
    assert done["Location"] == f"/certificates/counter/{someone.pk}/"
    elsewhere = f"/people/{someone.pk}/photo/?back=//example.org/"
    sent = browser(home.clerk).post(elsewhere, {"photo": builders.portrait()})
    assert sent["Location"] == f"/people/{someone.pk}/"


def test_who_checks_a_death_sees_the_photo(home: Office, someone: Person) -> None:
    pictured(someone, home.clerk)
    with scope(home.clerk.region.scope()):
        report = deaths.report(
            home.clerk, deaths.Line(someone.id_number, someone.name, today(), "civil")
        )
    here = browser(home.clerk)
    page = here.get(f"/certificates/deaths/{report.pk}/").content.decode()
    assert here.get(photo_on(page)).status_code == 200


def test_a_photo_taken_away_is_not_found(home: Office, someone: Person) -> None:
    pictured(someone, home.clerk)
    here = browser(home.clerk)
    address = photo_on(here.get(f"/certificates/counter/{someone.pk}/").content.decode())
    Person.objects.filter(pk=someone.pk).update(photo=None)
    assert here.get(address).status_code == 404
    assert here.get(address.replace("portrait/", "portrait/x")).status_code == 404


def test_what_lies_beyond_the_jurisdiction_is_no_link(
    home: Office, away: Office, someone: Person
) -> None:
    case = taken_in(away, someone)
    links = f'href="/people/{someone.pk}/"', f'href="/certificates/cards/{case.certificate_id}/"'
    theirs = browser(away.clerk).get(f"/certificates/cases/{case.pk}/").content.decode()
    ours = browser(home.clerk).get(f"/certificates/cases/{case.pk}/").content.decode()
    for link in links:
        assert link not in theirs and link in ours
