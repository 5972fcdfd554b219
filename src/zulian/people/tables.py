"""How lists of people are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.foundation.filters import FilterSet
from zulian.people import cards, hooks
from zulian.people.disabilities import CATEGORIES, GRADES
from zulian.people.models import Person
from zulian.people.services import retention_limit


class PersonFilter(FilterSet):
    """By name, sex, what is on the card in use, and whether another entry may be the same person."""

    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    sex = django_filters.ChoiceFilter(
        label=_("性别"), choices=Person._meta.get_field("sex").choices, empty_label=_("全部")
    )
    category = django_filters.ChoiceFilter(
        label=_("残疾类别"), choices=CATEGORIES, method="by_card", empty_label=_("全部")
    )
    grade = django_filters.ChoiceFilter(
        label=_("残疾等级"), choices=GRADES, method="by_card", empty_label=_("全部")
    )
    card = django_filters.ChoiceFilter(
        label=_("证件状态"), choices=cards.state_choices, method="by_card", empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(
        label=_("范围"),
        choices=[
            ("disabled", _("残疾人")),
            ("others", _("其他人员")),
            ("died", _("已登记死亡")),
            ("twice", _("疑似重复")),
            ("due", _("保管期满")),
            ("merged", _("已合并")),
            ("closed", _("已封存")),
        ],
        method="by_state",
        empty_label=_("全部在册人员"),
    )

    def by_words(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        # In the order of the index that finds them.
        column = "name" if not value.strip().isascii() else "initials"
        return (rows & Person.objects.called(value)).order_by(column, "region_id", "pk")

    def by_card(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return cards.narrowed_to_cards(rows, **{"state" if name == "card" else name: value})

    def by_state(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """Open files unless others are asked for: of disabled people, or of officials, volunteers and relatives."""
        state = self.form.cleaned_data.get("state") or ""
        rows = queryset.filter(
            status=state if state in {"merged", "closed"} else Person.Status.OPEN
        )
        if state == "disabled":
            rows = rows & hooks.disabled_people()
        if state == "others":
            rows = rows.filter(died_on=None).exclude(pk__in=hooks.disabled_people().values("pk"))
        if state == "died":
            rows = rows.filter(died_on__isnull=False)
        if state == "twice":
            rows = rows & Person.objects.namesakes()
        if state == "due":
            rows = rows & hooks.unneeded_since(Person.objects.all(), retention_limit())
        people: QuerySet[Person] = super().filter_queryset(rows)
        return people


def called(rows: Any, words: str, path: str) -> Any:
    """Rows whose person is called so."""
    return rows.filter(**{f"{path}__in": Person.objects.called(words)}) if words.strip() else rows


def name_filter(path: str = "person") -> django_filters.CharFilter:
    """The filter of a list by the name of the person at a path."""
    return django_filters.CharFilter(
        "words", label=_("姓名或拼音"), method=lambda rows, name, value: called(rows, value, path)
    )
