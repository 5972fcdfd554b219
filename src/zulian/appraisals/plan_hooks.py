"""What appraisal tells the plans: one by which units are appraised stays."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zulian.appraisals.models import Scheme
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Circular
from zulian.plans.services.holders import register_holder


@register_holder
def appraised_by(circular: Circular) -> str:
    """Why a plan has to stay: units are appraised by it."""
    with scope(EVERYTHING):
        scheme = Scheme.objects.filter(circular=circular).first()
    if scheme is None:
        return ""
    if scheme.state == Scheme.State.DRAFT:
        return _("这份工作要点已起草考核办法，请先在“绩效考核”删除考核办法的草稿。")
    return _("考核办法已按这份工作要点下达，不能收回。")
