"""Forms of the indicators room."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.forms import BaseForm, NumberField


class TargetForm(BaseForm):
    """The target of an indicator for this year."""

    value = NumberField(
        label=_("目标值"), min_value=0, max_value=100_000, max_digits=7, decimal_places=1
    )
