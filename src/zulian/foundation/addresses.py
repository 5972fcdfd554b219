"""Row numbers in addresses: bounded, so that an absurd one is simply not found."""

from django.core.validators import MaxValueValidator
from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter
from django_filters import NumberFilter

MAX_ID = 2**63 - 1


class IdConverter(IntConverter):
    """`<id:pk>`: a row number that fits the databases' integers."""

    regex = "[0-9]{1,18}"


class CodeConverter(StringConverter):
    """`<code:code>`: a 12-digit division code."""

    regex = "[0-9]{12}"


class IdFilter(NumberFilter):
    """A row number in the query of a list."""

    def get_max_validator(self) -> MaxValueValidator:
        return MaxValueValidator(MAX_ID)


register_converter(IdConverter, "id")
register_converter(CodeConverter, "code")
