"""A dump of the whole database, after a day's work through the pages, shows no ID number, phone or address in the clear."""

from __future__ import annotations

import base64
import re

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from tests import builders
from tests.builders import VILLAGE
from tests.certificates.office import applied, bring_to, new_number, office
from zulian.certificates.models import Certificate, State
from zulian.certificates.rules.cards import Kind
from zulian.documents.models import Attachment
from zulian.people.models import Person

pytestmark = pytest.mark.usefixtures("regions")
PHONE, KIN_PHONE, ADDRESS = "12098765432", "12011112222", "演示大街八十八号"


def dump() -> str:
    """Every column of every row of every table, sessions unpacked."""
    text = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                text += [str(value) for value in row]
    text += [
        str(session.get_decoded())
        for session in apps.get_model("accounts.UserSession").objects.all()
    ]
    return "\n".join(text)


def test_nothing_personal_lies_in_the_clear(caplog: pytest.LogCaptureFixture) -> None:
    who = office()
    number, kin = new_number(), new_number()
    client = Client()
    client.force_login(who.clerk.user)
    found = client.post("/certificates/counter/", {"words": number})
    assert number in found.content.decode()
    values = {
        "id_number": number,
        "name": "演封存",
        "region": VILLAGE,
        "phone": PHONE,
        "address": ADDRESS,
        "ethnicity": "01",
        "consent": "on",
        "residence_address": ADDRESS,
    }
    client.post("/certificates/counter/register/", values)
    someone = Person.objects.get(name="演封存")
    page = f"/people/{someone.pk}"
    client.post(
        f"{page}/relatives/add/",
        {
            "kind": "guardian",
            "relation": "兄",
            "name": "演兄",
            "id_number": kin,
            "phone": KIN_PHONE,
        },
    )
    client.post(
        f"{page}/correct/",
        {"name": "演封存", "region": VILLAGE, "ethnicity": "02", "phone": PHONE[::-1]},
    )
    shown = client.post(f"{page}/reveal/", {"field": "id_number", "reason": "核对制证信息"})
    assert number in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    bring_to(who, applied(who, someone), State.CLOSED)
    applied(
        who, someone, Kind.DETAILS, details={"name": "", "phone": KIN_PHONE, "address": ADDRESS}
    )
    for url in (
        page + "/",
        page + "/file/",
        "/people/",
        "/certificates/cards/",
        "/search/?q=演封存",
    ):
        client.get(url)
    text = dump() + caplog.text
    assert "演封存" in text  # the dump does hold what is not sealed
    for secret in (
        number,
        kin,
        PHONE,
        PHONE[::-1],
        KIN_PHONE,
        ADDRESS,
        Certificate.objects.get(person=someone).number,
    ):
        assert secret not in text
        assert base64.b64encode(secret.encode()).decode() not in text
    assert not re.search(r"210900\d{11}[\dX]", text)


def test_lists_and_exports_are_masked() -> None:
    who = office()
    client = Client()
    client.force_login(who.clerk.user)
    someone = bring_to(who, applied(who, builders_person()), State.CLOSED).person
    for url in (
        "/people/",
        "/certificates/cards/",
        f"/people/{someone.pk}/",
        f"/certificates/counter/{someone.pk}/",
    ):
        page = client.get(url).content.decode()
        assert someone.id_number not in page, url
        assert someone.masked_id[:6] in page, url


def builders_person() -> Person:
    from tests.certificates.office import person

    return person()


def test_a_file_about_a_person_is_sealed_where_it_lies() -> None:
    who = office()
    someone = builders_person()
    client = Client()
    client.force_login(who.clerk.user)
    picture = builders.portrait()
    plain = picture.read()
    picture.seek(0)
    client.post(f"/people/{someone.pk}/photo/", {"photo": picture})
    kept = Attachment.objects.get()
    assert kept.sealed
    with kept.file.open("rb") as raw:
        assert plain[:64] not in raw.read()
    assert kept.read() == plain
    assert client.get(f"/documents/{kept.pk}/").getvalue() == plain  # type: ignore[attr-defined]
    nosy = Client()
    nosy.force_login(builders.post("station_leader").user)
    assert nosy.get(f"/documents/{kept.pk}/").status_code == 403
