"""A post outside the circle of an inspection sees nothing of its notes: on no page, in no export, in no paper, in no trail."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.builders import COUNTY, OTHER_COUNTY, post
from tests.congress.stage import people
from tests.leadership import stage
from zulian.accounts.roles import Role
from zulian.foundation.ledger import ledgers
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.leadership.models import Inspection
from zulian.leadership.services import inspections


def test_no_ledger_has_a_column_of_it() -> None:
    for ledger in ledgers():
        assert Inspection not in ledger.models
        assert not any("inspection" in (column.get or column.key) for column in ledger.columns)


def test_the_notes_lie_sealed_and_the_trail_does_not_have_them(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    found = stage.inspection(people(COUNTY, 1)[0], county)
    with connection.cursor() as cursor:
        cursor.execute("SELECT notes FROM leadership_inspection")
        assert stage.SECRET not in str(cursor.fetchone())
    assert inspections.read_notes(Inspection.objects.get(pk=found.pk), county) == stage.SECRET
    assert stage.SECRET not in str(list(AuditEntry.objects.values()))
    assert AuditEntry.objects.filter(action="inspection.read", object_id=str(found.pk)).count() == 1


def test_the_circle_grows_by_its_members_alone_and_by_posts_that_may(regions: None) -> None:
    county, other, city = (
        post(Role.COUNTY_OFFICER),
        post(Role.COUNTY_OFFICER),
        post(Role.CITY_OFFICER),
    )
    clerk, stranger = post(Role.CERTIFICATE_CLERK), post(Role.COUNTY_OFFICER, OTHER_COUNTY)
    found = stage.inspection(people(COUNTY, 1)[0], county)
    with scope(county.region.scope()):
        with pytest.raises(PermissionDenied):
            inspections.read_notes(Inspection.objects.get(pk=found.pk), other)
        with pytest.raises(Inspection.DoesNotExist):
            inspections.admit(found.pk, other, other)
        for wrong in (clerk, stranger):
            with pytest.raises(Exception, match="不能接触"):
                inspections.admit(found.pk, county, wrong)
        inspections.admit(found.pk, county, city)
    assert list(Inspection.objects.seen_by(city)) == [found]
    assert not Inspection.objects.seen_by(other).exists()
    assert AuditEntry.objects.filter(action="inspection.admit", region_id=COUNTY).exists()
