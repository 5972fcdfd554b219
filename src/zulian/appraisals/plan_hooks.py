"""What appraisal tells the plans: one by which units are appraised stays, and its pages lead to the scheme."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.appraisals.models import Scheme
from zulian.appraisals.room import READ
from zulian.foundation.detail import Button
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Circular
from zulian.plans.services.holders import register_built, register_holder


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


@register_built
def scheme_of(circular: Circular, post: Post) -> Button | None:
    """The way to the scheme by which units are appraised on a plan."""
    if circular.kind != Circular.Kind.PLAN or not post.may(READ):
        return None
    scheme = Scheme.objects.filter(circular=circular).only("pk").first()
    return Button(_("考核办法"), scheme.get_absolute_url()) if scheme else None
