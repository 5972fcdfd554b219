"""Registers of those who assess (评定机构): designated hospitals and their assessors; and of where applicants go (办证窗口)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.forms import AssessorForm
from zulian.certificates.models import Assessor, Desk, Hospital
from zulian.certificates.registers.common import OfSworn
from zulian.certificates.room import SETUP
from zulian.certificates.services import desks, setup
from zulian.foundation.scopes import active_scope
from zulian.registers.actions import Action, Add, is_own
from zulian.registers.shown import Shown

FIELDS = ("name", "categories", "basis", "since", "until")
CATEGORIES = Shown("category_words", _("可评定类别"))


class HospitalRegister(OfSworn):
    """Designated hospitals in reach."""

    model = Hospital
    key, prefix, tab, permission, write = (
        "hospital",
        "hospitals/",
        "hospitals",
        "certificate",
        SETUP,
    )
    title, intro = _("评定机构"), _("由省级指定的医院。评定医生只能评定本院和本人都具备的类别。")
    columns = ("name", CATEGORIES, "region", "since", "until", "basis")
    facts = (CATEGORIES, "region", "since", "until", "basis")
    panels, related = (Assessor,), ("region",)
    links = ((_("评定医生"), "assessor-list", "users"), (_("办证窗口"), "desk-list", "map-2"))
    actions = (
        Add(
            label=_("添加评定机构"),
            service=lambda call: setup.add(call.post, call.data),
            fields=FIELDS,
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改评定机构"),
            service=lambda call: setup.change(call.row, call.data),
            fields=FIELDS,
        ),
        Action(
            key="assessor",
            label=_("添加评定医生"),
            icon="plus",
            service=lambda call: setup.appoint(call.row, **call.data),
            form=AssessorForm,
            intro=lambda row: f"{row.name}（{row.category_words}）",
            button=_("添加"),
            done=_("已添加。"),
            panel="assessor",
        ),
    )

    def may_act(self, post: Post, row: Any) -> bool:
        """Hospitals of other places are seen by everybody."""
        return active_scope().holds(row.region_id) and super().may_act(post, row)


class AssessorRegister(OfSworn):
    """Doctors who assess."""

    model = Assessor
    key, prefix, tab, permission, write = (
        "assessor",
        "assessors/",
        "hospitals",
        "certificate",
        SETUP,
    )
    columns = (Shown("post__user__name", _("医生")), "hospital", CATEGORIES)
    parent, has_page = "hospital", False

    def title_of(self, row: Any) -> str:
        return str(row.post.user.name)


class DeskRegister(OfSworn):
    """Where applicants go; every federation enters its own."""

    model = Desk
    key, prefix, tab, permission, write = "desk", "desks/", "hospitals", "certificate", SETUP
    title = _("办证窗口")
    intro = _("地址、电话和办公时间向社会公开：印在受理回执上，显示在公众页面和公示页。")
    columns = (Shown("region__organisation", _("单位")), "place", "phone", "hours")
    facts = ("place", "phone", "hours")
    actions = (
        Add(
            label=_("登记本单位窗口"),
            service=lambda call: desks.add(call.post, call.data),
            fields=("place", "phone", "hours"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改办证窗口"),
            service=lambda call: desks.change(call.row, call.data),
            fields=("place", "phone", "hours"),
            is_for=is_own,
        ),
    )


HOSPITALS = HospitalRegister()
ASSESSORS = AssessorRegister()
DESKS = DeskRegister()
