"""Filters that lists share."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from zulian.foundation.forms import FIRST_DAY, LAST_DAY


class DayField(forms.DateField):
    """A day from which one can reckon on and back."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.validators = [*self.validators, MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class DayFilter(django_filters.DateFilter):
    """A filter by a day; one that no register could be asked for filters nothing."""

    field_class = DayField
