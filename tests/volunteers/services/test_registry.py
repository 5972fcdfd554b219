"""Applications, their review, and what is done with volunteers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import COUNTY, OTHER_VILLAGE, VILLAGE, post
from tests.volunteers import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.volunteers.models import Registration, Service, Volunteer
from zulian.volunteers.registers.people import same_number_words
from zulian.volunteers.services import registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def field_of(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return next(iter(error.value.message_dict))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"id_number": "210900199001010011"}, "id_number"),
        ({"years": 10}, "id_number"),
        ({"years": 16}, "guardian"),
        ({"consent": False}, "consent"),
        ({"skills": []}, "skills"),
        ({"skills": ["flying"]}, "skills"),
    ],
)
def test_an_application_that_lacks_something_is_told_what(
    more: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as error:
        stage.apply(**more)
    assert field_of(error) == field and not Registration.objects.exists()


def test_a_minor_needs_a_guardian_who_agrees() -> None:
    profile = {"guardian": "演监护", "times": 1, "radius": 5}
    with pytest.raises(ValidationError):
        stage.apply(years=16, profile=profile)
    assert stage.apply(years=16, profile=profile, guardian_consent=True).guardian == "演监护"


def test_an_application_tells_nobody_of_another_and_blocks_none() -> None:
    """Whoever only knows a number learns nothing by it; who reads the applications sees that there are several."""
    entry = stage.application()
    stranger = registry.apply(replace(entry, name="演他人"))
    made = registry.apply(entry)
    assert "另有 1 份" in same_number_words(made) and "另有 1 份" in same_number_words(stranger)
    registry.refuse(stranger.pk, "姓名与身份证不符")
    assert same_number_words(made) == ""


def test_one_number_makes_one_volunteer_who_need_not_apply_again() -> None:
    entry = stage.application()
    made, again = registry.apply(entry), registry.apply(entry)
    registry.approve(made.pk, "见身份证原件")
    with pytest.raises(ValidationError, match="已经是注册志愿者"):
        registry.approve(again.pk, "见身份证原件")
    with pytest.raises(ValidationError, match="不用重复注册"):
        registry.apply(entry)


def test_passing_makes_a_person_and_a_numbered_volunteer_with_the_same_page() -> None:
    made = stage.apply()
    found = registry.approve(made.pk, "见身份证原件")
    assert found.number == f"210921{found.pk:08d}" and found.page_key == made.page_key
    assert found.person.id_number == made.id_number and found.verified_on == today()
    assert found.skill_keys == ["company", "clean"] and made.id_number not in str(
        AuditEntry.objects.values_list("changes", flat=True)
    )
    with pytest.raises(ValidationError):
        registry.approve(made.pk, "")


def test_the_page_key_is_not_in_the_audit_trail() -> None:
    made = stage.apply()
    registry.approve(made.pk, "")
    assert made.page_key not in str(list(AuditEntry.objects.values_list("changes", flat=True)))


def test_an_application_sent_back_is_mended_by_its_key() -> None:
    entry = stage.application()
    made = registry.apply(entry)
    registry.return_for_correction(made.pk, "电话不通")
    mended = registry.mend(made.page_key, stage.application(name="演改正"))
    assert (mended.state, mended.name) == ("waiting", "演改正")
    with pytest.raises(ValidationError):
        registry.mend(made.page_key, entry)


def test_unchecked_identities_wait_for_their_check() -> None:
    found = registry.approve(stage.apply().pk, "")
    assert found.verified_on is None
    assert registry.verify(found.pk, "见身份证原件").verified_on == today()


def test_leave_return_and_removal() -> None:
    county = post(Role.COUNTY_OFFICER)
    found = stage.volunteer()
    registry.pause(found.pk, today() + timedelta(days=5))
    assert not Volunteer.objects.active().exists()
    assert registry.awake(today() + timedelta(days=6)) == 1
    registry.leave(found.pk, "搬家")
    registry.resume(found.pk)
    service = stage.booked(county, Volunteer.objects.with_names().get(pk=found.pk))
    with pytest.raises(ValidationError, match="已约定"):
        registry.leave(found.pk, "太忙")
    registry.remove(found.pk, "收取费用")
    assert Service.objects.get(pk=service.pk).state == "open"
    assert Volunteer.objects.get(pk=found.pk).status == "removed"


def test_what_is_kept_of_a_volunteer_can_be_changed() -> None:
    found = stage.volunteer()
    changed = registry.change(found.pk, {"radius": 9}, ["sign", "hair"])
    assert changed.radius == 9 and set(changed.skill_keys) == {"sign", "hair"}
    with pytest.raises(ValidationError):
        registry.change(found.pk, {}, [])
    assert Volunteer.objects.able("hair").count() == 1 and not Volunteer.objects.able("ha").exists()


def test_a_known_person_keeps_their_file() -> None:
    person = stage.people(VILLAGE, 1)[0]
    made = registry.apply(stage.application(name=person.name, id_number=person.id_number))
    assert registry.approve(made.pk, "").person_id == person.pk
    other = stage.people(COUNTY, 1)[0]
    wrong = stage.application(name="演错名", id_number=other.id_number)
    with pytest.raises(ValidationError, match="不一致"):
        registry.apply(wrong, post(Role.STATION_LEADER))
    # Without an account nobody learns that a number is on file; the review finds out.
    hidden = registry.apply(wrong)
    with pytest.raises(ValidationError, match="不是"):
        registry.approve(hidden.pk, "见身份证原件")
    assert Registration.objects.get(pk=hidden.pk).state == "waiting"


def test_a_village_commissioner_takes_down_applications_of_the_own_village_that_wait() -> None:
    own = post(Role.COMMISSIONER, VILLAGE)
    made = registry.register_at_station(stage.application(), own, "见身份证原件")
    assert (
        isinstance(made, Registration)
        and made.state == Registration.State.WAITING
        and made.by == own
    )
    for stranger in (post(Role.COMMISSIONER, OTHER_VILLAGE), post(Role.CERTIFICATE_CLERK)):
        with pytest.raises(PermissionDenied):
            registry.register_at_station(stage.application(), stranger, "")
    assert registry.approve(made.pk, "见身份证原件").verified_on == today()
