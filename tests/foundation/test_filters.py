"""Each page has filters of its own, though they are not copied to the last word."""

from __future__ import annotations

from typing import Any

import django_filters
import pytest
from django.forms import TextInput
from django.http import QueryDict

from zulian.accounts.models import User
from zulian.foundation.filters import FilterSet


class UserFilter(FilterSet):
    name = django_filters.CharFilter(lookup_expr="contains")
    state = django_filters.ChoiceFilter(
        choices=[("here", "在"), ("gone", "不在")], method="by_state", label="状态"
    )

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(is_active=value == "here", username__contains=self.data["mark"])


@pytest.mark.django_db
def test_a_filter_asks_the_page_that_it_stands_on() -> None:
    for name in ("one", "two"):
        User.objects.create(username=f"u-{name}", name=name)
    pages = [
        UserFilter(QueryDict(f"state=here&mark={mark}"), queryset=User.objects.all())
        for mark in ("one", "two")
    ]
    assert [[user.name for user in page.qs] for page in pages] == [["one"], ["two"]]


def test_what_a_page_changes_of_its_fields_stays_on_it() -> None:
    first: Any = UserFilter(QueryDict(), queryset=User.objects.none())
    first.form.fields["name"].widget = TextInput({"class": "mine"})
    first.form.fields["state"].choices = [("x", "x")]
    first.filters["state"].extra["choices"] = [("y", "y")]
    second: Any = UserFilter(QueryDict(), queryset=User.objects.none())
    assert second.form.fields["name"].widget.attrs == {}
    assert ("here", "在") in list(second.form.fields["state"].choices)
    assert second.filters["name"] is not first.filters["name"]
    assert second.filters["name"].parent is second and first.filters["name"].parent is first
