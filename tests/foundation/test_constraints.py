"""What the database refuses is told in the sentence of its constraint."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import CheckConstraint

from tests.builders import post
from tests.social import stage
from zulian.accounts.roles import Role
from zulian.foundation.constraints import refusal_of
from zulian.foundation.work import unit_of_work
from zulian.social.models import Organisation
from zulian.social.services import contracts

GENERAL = "同样的记录已经存在，或刚被别人改动，请刷新页面后再试。"
MODELS = [model for model in apps.get_models() if model.__module__.startswith("zulian.")]
# What the site writes by itself, never twice for what somebody does.
BY_ITSELF = {
    *(
        "asking_once",
        "audience_once",
        "receipt_once",
        "ledger_page_once",
        "snapshot_once",
        "tally_once",
        "road_once",
    ),
    *("task_target_once", "result_once", "report_figure_once"),
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_constraints_say_what_is_wrong(model: Any) -> None:
    for constraint in model._meta.constraints:
        if not isinstance(constraint, CheckConstraint) and constraint.name not in BY_ITSELF:
            assert (
                constraint.violation_error_message != constraint.default_violation_error_message
            ), constraint.name


def test_a_refusal_of_nothing_known_is_general() -> None:
    assert refusal_of(IntegrityError("FOREIGN KEY constraint failed")).messages == [GENERAL]
    assert refusal_of(IntegrityError("UNIQUE constraint failed: nobody.knows")).messages == [
        GENERAL
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_a_number_twice_is_told_at_its_field() -> None:
    county = post(Role.COUNTY_OFFICER)
    first, second = stage.contract(county), stage.decided(county)
    assert second.winner is not None
    values = {
        "number": first.number,
        "amount": second.winner.price,
        "people": 1,
        "signed_on": first.signed_on,
    }
    with pytest.raises(ValidationError) as refusal:
        contracts.sign(second.pk, county, values | {"until": first.until})
    assert refusal.value.message_dict == {"number": ["这个合同编号已用过。"]}


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_a_check_is_told_by_its_name() -> None:
    organisation = stage.found()

    @unit_of_work
    def register_without_code() -> None:
        Organisation.objects.filter(pk=organisation.pk).update(state="registered")

    with pytest.raises(ValidationError, match="要有统一社会信用代码"):
        register_without_code()
