"""What stops a card from being made out and handed over: a finding that is looked into, a death of which others tell."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.certificates.models import Case, DeathReport, Objection
from zulian.foundation.scopes import EVERYTHING, scope


def standstill(case: Case) -> str:
    """Why no card of a case's person is made out or handed over now, whatever business it is of; "" where nothing stops it.

    An objection may change what any card of the person would say (art. 25); somebody on a list of deaths is asked after
    first. Both are looked for wherever the person lived.
    """
    with scope(EVERYTHING):
        waiting = Objection.objects.waiting().filter(case__person=case.person_id)
        objection = waiting.select_related("case").first()
        if objection is not None:
            words = _("对评定结果的异议（办件 %(number)s）正在复核，复核结束前不制证、不发放。")
            return words % {"number": objection.case.number}
        if DeathReport.objects.open().filter(person=case.person_id).exists():
            return _("死亡名单中列有此人，请先在“死亡比对”中核实，再制证、发放。")
    return ""


def require_no_standstill(case: Case) -> None:
    """Raise ValidationError where no card of the person is made out or handed over now."""
    if words := standstill(case):
        raise ValidationError(words)
