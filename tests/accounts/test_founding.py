"""How a site begins: a place of the shipped list and three administrators, all or nothing, and only once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from zulian.accounts import founding
from zulian.accounts.founding import Admin
from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.foundation.anchors import verify
from zulian.foundation.models import AuditEntry, Sending
from zulian.leadership.models import Office
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("everything")
LIAOYANG = "211000000000"
ADMINS = {
    Role.SYSTEM_ADMIN: Admin("guanli", "赵演一"),
    Role.SECURITY_ADMIN: Admin("anquan", "钱演二"),
    Role.AUDIT_ADMIN: Admin("shenji", "孙演三"),
}


def test_a_site_begins_with_its_divisions_its_due_rows_and_three_administrators() -> None:
    made = founding.found(LIAOYANG, ADMINS)
    assert [one.role for one in made] == list(founding.THREE)
    assert {post.region_id for post in Post.objects.all()} == {LIAOYANG}
    assert User.objects.get(username="anquan").check_password(made[1].password)
    assert all(user.must_change_password for user in User.objects.all())
    assert Office.objects.filter(region__code__startswith="2110").exists()  # due without pressing
    assert AuditEntry.objects.filter(action="site.found").count() == 1
    assert verify().sound


def test_a_second_beginning_is_refused() -> None:
    founding.found(LIAOYANG, ADMINS)
    others = {role: Admin(f"{one.username}2", f"{one.name}二") for role, one in ADMINS.items()}
    with pytest.raises(ValidationError, match="刚才已经启用"):
        founding.found("211100000000", others)
    Sending.objects.all().delete()
    with pytest.raises(ValidationError, match="刚才已经启用"):
        founding.found("211100000000", others)
    assert User.objects.count() == 3
    assert not Region.objects.filter(code="211100000000").exists()


def test_what_is_refused_leaves_nothing_and_may_be_tried_again() -> None:
    with pytest.raises(ValidationError, match="没有代码为"):
        founding.found("990000000000", ADMINS)
    assert (Region.objects.count(), User.objects.count(), Sending.objects.count()) == (0, 0, 0)
    assert founding.found(LIAOYANG, ADMINS)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({Role.AUDIT_ADMIN: Admin("guanli", "孙演三")}, "audit_admin_username"),
        ({Role.AUDIT_ADMIN: Admin("GUANLI", "孙演三")}, "audit_admin_username"),
        ({Role.AUDIT_ADMIN: Admin("审计", "孙演三")}, "audit_admin_username"),
        ({Role.AUDIT_ADMIN: Admin("a" * 41, "孙演三")}, "audit_admin_username"),
        ({Role.AUDIT_ADMIN: Admin("shenji", "")}, "audit_admin_name"),
        ({Role.AUDIT_ADMIN: Admin("shenji", " 赵演一 ")}, "audit_admin_name"),
    ],
)
def test_names_that_cannot_be_are_told_at_their_field(
    change: dict[Role, Admin], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        founding.found(LIAOYANG, ADMINS | change)
    assert field in refused.value.error_dict
    assert not Region.objects.exists()


def test_divisions_that_are_there_stay_as_they_are() -> None:
    Region.objects.create(
        code=LIAOYANG, name="辽阳新市", level=4, initials="lyxs", valid_from="2026-01-01"
    )
    founding.found(LIAOYANG, ADMINS)
    assert [region.name for region in Region.objects.all()] == ["辽阳新市"]
    assert founding.place_named("辽阳新市").code == LIAOYANG


def test_the_code_is_of_this_database_and_typed_as_people_type() -> None:
    code = founding.code()
    assert founding.code() == code
    assert len(code) == 14
    assert founding.is_code(f" {code.lower().replace('-', '')} ")
    for wrong in ("", code[:-1], "AAAA-AAAA-AAAA", "启用码"):
        assert not founding.is_code(wrong)


def test_who_is_missing_of_the_three() -> None:
    founding.complete(LIAOYANG, {Role.SYSTEM_ADMIN: ADMINS[Role.SYSTEM_ADMIN]})
    assert founding.missing() == [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]
    founding.complete(LIAOYANG, {role: ADMINS[role] for role in founding.missing()})
    assert founding.missing() == []
