"""What a column can hold is said by the column alone: no form, write or list of keys goes beyond it."""

from __future__ import annotations

import copy
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

import zulian
from tests import builders
from tests.builders import COUNTY
from zulian.accounts.forms import SignInForm
from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.foundation import bulk
from zulian.foundation.bounds import check_columns, check_row, fault_of, is_storable
from zulian.foundation.forms import BaseForm, bound_of, columns_of
from zulian.plans.models import Result
from zulian.regions.models import Region
from zulian.registers.declared import registers
from zulian.registers.forms import BaseModelForm

INTEGERS = {
    "SmallIntegerField": (-(2**15), 2**15 - 1),
    "PositiveSmallIntegerField": (0, 2**15 - 1),
    "IntegerField": (-(2**31), 2**31 - 1),
    "PositiveIntegerField": (0, 2**31 - 1),
    "BigIntegerField": (-(2**63), 2**63 - 1),
    "PositiveBigIntegerField": (0, 2**63 - 1),
    "BigAutoField": (-(2**63), 2**63 - 1),
}


def all_forms() -> list[type[forms.BaseForm]]:
    """Every form class of the site."""
    for module in pkgutil.walk_packages(zulian.__path__, "zulian."):
        if (
            module.name.rpartition(".")[2].endswith(("forms", "views"))
            or ".forms." in module.name
            or ".views." in module.name
        ):
            import_module(module.name)
    for register in registers():
        for action in register.actions:
            action.form_class(register.model)
    # The sign-in page's is Django's own, bounded by Django from the same column; a form of no model has no columns.
    found = {form for form in _below(forms.Form) if form.__module__.startswith("zulian.")}
    found -= {SignInForm, BaseModelForm}
    return sorted(found, key=lambda form: (form.__module__, form.__qualname__))


def _below(form: type[Any]) -> Iterator[type[Any]]:
    for below in form.__subclasses__():
        yield below
        yield from _below(below)


def our_columns() -> list[Any]:
    """Every column of the site's tables."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("zulian.")]
    return [field for model in ours for field in model._meta.concrete_fields]


FORMS = all_forms()
COLUMNS = our_columns()


def bare(form: type[BaseForm]) -> BaseForm:
    """The form as the base makes it; what a form's own beginning needs is another matter."""
    made = form.__new__(form)
    BaseForm.__init__(made)
    return made


def test_the_forms_of_the_house_are_found() -> None:
    assert len(FORMS) > 200 and all(issubclass(form, BaseForm) for form in FORMS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__qualname__}")
def test_no_field_is_wider_than_its_column(form: type[BaseForm]) -> None:
    for name, field in bare(form).fields.items():
        kind: Any = type(form.base_fields[name])
        columns = columns_of(form, name, kind)
        assert len(columns) < 2, f"{name} may be any of {columns}: name the model in `models`"
        for column in columns:
            holds_no_more(field, bound_of(column))


def holds_no_more(field: Any, bound: Any) -> None:
    """The bound of a field, as its validators hold it, against that of a column."""
    if isinstance(field, forms.DecimalField):
        digits, places = bound
        assert (
            field.decimal_places <= places
            and field.max_digits - field.decimal_places <= digits - places
        )
        refuses(field, str(10 ** (digits - places)))
    elif isinstance(field, forms.IntegerField):
        assert field.min_value >= bound[0] and field.max_value <= bound[1]
        refuses(field, str(bound[1] + 1))
        refuses(field, str(bound[0] - 1))
    elif bound is not None:
        assert field.max_length <= bound
        assert field.widget.attrs.get("maxlength") in {None, str(field.max_length)}
        refuses(field, "1" * (bound + 1))


def refuses(field: Any, text: str) -> None:
    """The field itself, not its label, says no."""
    with pytest.raises(ValidationError):
        field.clean(text)


def test_a_form_that_is_wider_says_so_at_once() -> None:
    """The bound that is tested above is the base's work: a form is made that would take more."""

    class Wide(BaseForm):
        models = (User, Post)
        columns = {"kept_elsewhere": (Region, "name"), "free": None}
        name = forms.CharField()
        email = forms.EmailField()
        kept_elsewhere = forms.CharField(max_length=1000)
        free = forms.CharField()

    wide = Wide()
    lengths = [wide.fields[name].max_length for name in ("name", "email", "kept_elsewhere", "free")]
    columns = [
        User._meta.get_field("name"),
        User._meta.get_field("email"),
        Region._meta.get_field("name"),
    ]
    assert lengths == [*(column.max_length for column in columns), None]
    assert wide.fields["name"].widget.attrs["maxlength"] == str(columns[0].max_length)
    assert Wide.base_fields["name"].max_length is None


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_a_column_says_what_it_cannot_hold(column: Any) -> None:
    target = column
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    kind, fault = target.get_internal_type(), fault_of(column)
    if kind in INTEGERS:
        assert fault is not None
        low, high = INTEGERS[kind]
        assert not fault(low) and not fault(high) and fault(low - 1) and fault(high + 1)
    elif kind in {"CharField", "TextField"}:
        assert fault is not None
        assert fault("\0") and fault("\ud800") and not fault("")
        if target.max_length:
            assert not fault("长" * target.max_length) and fault("长" * (target.max_length + 1))
    elif kind == "DecimalField":
        assert fault is not None
        most = Decimal(10 ** (target.max_digits - target.decimal_places))
        least_step = Decimal(1).scaleb(-target.decimal_places)
        assert (
            not fault(most - least_step) and fault(most) and fault(-most) and fault(Decimal("NaN"))
        )
        assert fault(most - least_step / 10), "it would be rounded to one digit more"
    elif kind == "DateTimeField":
        assert fault is not None
        assert fault(datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))) and not fault(
            datetime.now(UTC)
        )
    else:
        assert kind in {
            "BooleanField",
            "DateField",
            "TimeField",
            "FloatField",
            "JSONField",
            "BinaryField",
            "UUIDField",
            "FileField",
        }


def test_text_that_no_database_takes() -> None:
    assert is_storable("") and is_storable("abc") and is_storable("残联𠀀\U0010ffff")
    assert (
        not is_storable("a\0")
        and not is_storable("残\0")
        and not is_storable("\ud800")
        and not is_storable("\udfff")
    )


@pytest.mark.postgresql
def test_a_row_is_not_saved_with_what_it_cannot_hold(regions: None) -> None:
    post = builders.post(Role.COUNTY_OFFICER)
    post.user.name = "长" * 41
    with pytest.raises(ValidationError) as refused:
        post.user.save()
    assert (
        list(refused.value.error_dict) == ["name"]
        and "最多 40 个字，现有 41 个" in refused.value.messages[0]
    )
    post.user.save(update_fields=["email"])
    assert User.objects.get(pk=post.user_id).name != post.user.name
    with pytest.raises(ValidationError):
        Post.objects.create(user=post.user, role="x" * 100, region_id=COUNTY, since=post.since)


@pytest.mark.postgresql
def test_rows_written_at_once_are_held_to_the_same(regions: None) -> None:
    count = User.objects.count()
    users = [User(username=f"bulk{n}", name="演", password="x") for n in range(3)]
    bulk.create(copy.deepcopy(users))
    assert User.objects.count() == count + 3
    users[2].name = "a\0b"
    with pytest.raises(ValidationError) as refused:
        bulk.create(users)
    assert list(refused.value.error_dict) == ["name"]
    row = User.objects.get(username="bulk0")
    with pytest.raises(ValidationError):
        bulk.update(User, [(row.pk, {"email": "长" * 255})])


def test_columns_of_many_rows_are_looked_at_in_one_go() -> None:
    name, since = User._meta.get_field("name"), Post._meta.get_field("region")
    check_columns(name, ["演", "", "长" * 40])
    check_columns(since, [COUNTY] * 3)
    for values in (["演", "长" * 41], ["演", "\ud800"]):
        with pytest.raises(ValidationError):
            check_columns(name, values)
    amount = Result._meta.get_field("met")
    check_columns(amount, [Decimal("1.5"), Decimal(0), *[Decimal(10) ** 12 - 1] * 3])
    for values in (
        [Decimal(1), Decimal(10) ** 12],
        [Decimal(1), Decimal("NaN")],
        [Decimal("sNaN")],
        [Decimal("-Infinity")],
    ):
        with pytest.raises(ValidationError):
            check_columns(amount, values)
    check_row(User(name="演"), ["name"])


@pytest.mark.postgresql
def test_keys_that_no_column_holds_match_nothing(regions: None) -> None:
    post = builders.post(Role.COUNTY_OFFICER)
    assert list(Post.objects.filter(pk__in=[2**63, -(2**70), post.pk])) == [post]
    assert not Post.objects.filter(pk__in=[2**63]).exists()
    assert list(Post.objects.filter(user__in=[2**63, post.user_id])) == [post]
    assert list(Post.objects.filter(user_id__in=[2**63, post.user_id])) == [post]
    assert list(Post.objects.exclude(pk__in=[2**63]).filter(pk=post.pk)) == [post]
    field = forms.ModelMultipleChoiceField(Post.objects.all())
    with pytest.raises(ValidationError):
        field.clean([str(2**63)])
