"""Numbers that a column cannot hold match nothing. Django says so for `exact` and comparisons; here for lists of keys."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey, IntegerField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In

from zulian.foundation.bounds import integer_range


def _within(lookup: Any) -> list[Any]:
    """The values of an `in` that the column could hold."""
    bounds = integer_range(lookup.lhs.output_field)
    if bounds is None:
        return lookup.rhs  # type: ignore[no-any-return]
    low, high = bounds
    return [value for value in lookup.rhs if not isinstance(value, int) or low <= value <= high]


@IntegerField.register_lookup
class IntegerIn(In):
    """`in` over integers."""

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value():
            self.rhs = _within(self)
        return super().process_rhs(compiler, connection)


@ForeignKey.register_lookup
class KeyIn(RelatedIn):
    """`in` over the keys of a relation."""

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value():
            self.rhs = _within(self)
        return super().process_rhs(compiler, connection)
